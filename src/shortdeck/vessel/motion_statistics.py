"""Statistics of deck motion: from the spectrum, and from a record.

A quantity is a linear combination of the six motions or of a time derivative of them. With m_b its variance
in bin b of encounter frequency (uniform over the bin, from l to h),

    m_2d = sum of m_b (h^(2d+1) - l^(2d+1)) / ((2d + 1)(h - l)),

its RMS is sqrt(m_0), its significant single amplitude 2 RMS, its mean zero-crossing period
2 pi sqrt(m_0/m_2), and |x| < a for the share erf(a / (sqrt(2) RMS)) of the time (Gaussian).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.vessel.response import MOTIONS

if TYPE_CHECKING:
    from shortdeck.vessel.seaway import Realisation, Seaway

Real = NDArray[np.float64]

_WAYS = ("forward", "lateral", "vertical")
_KINDS = (("displacement", "m"), ("velocity", "m/s"), ("acceleration", "m/s2"))


class Quantity(NamedTuple):
    """What is looked at: a derivative of a linear combination of the six motions."""

    name: str
    unit: str  # SI
    weights: Real  # (6,)
    derivative: int


class Spectral(NamedTuple):
    """What the spectrum says of a quantity; SI."""

    rms: float
    crossing_period: float  # mean zero-crossing period, s
    scatter: float  # relative standard deviation of the RMS of one record


class Recorded(NamedTuple):
    """What a record shows of a quantity; SI."""

    mean: float
    rms: float  # about the mean
    crossing_period: float  # mean time between up-crossings of the mean, s; 0: fewer than two
    largest: float  # magnitude


class Quiet(NamedTuple):
    """Quiescent periods of a record; s. A run cut by the record's start or end counts as far as it goes."""

    share: float  # of the time inside the limits, in runs of any length
    periods: Real  # lengths of the runs inside that last long enough
    starts: Real
    gaps: Real  # from the end of one such run to the start of the next


def quantities(transfer: Real) -> tuple[Quantity, ...]:
    """The six motions, then displacement, velocity and acceleration of the point with that ``transfer``."""
    unit = ("m", "m", "m", "rad", "rad", "rad")
    ship = [Quantity(name, unit[k], np.eye(6)[k], 0) for k, name in enumerate(MOTIONS)]
    point = [
        Quantity(f"{way}-{kind}", si, transfer[k], d)
        for d, (kind, si) in enumerate(_KINDS)
        for k, way in enumerate(_WAYS)
    ]
    return (*ship, *point)


def _mean_power(low: Real, high: Real, power: int) -> Real:
    """Mean of w^power over each bin, without a division by its width."""
    return np.asarray(sum(high**k * low ** (power - k) for k in range(power + 1)) / (power + 1.0))


def spectral(seaway: Seaway, q: Quantity, *, duration: float) -> Spectral:
    """RMS and zero-crossing period of a quantity, and how its RMS scatters over records of ``duration`` (s).

    The scatter has two parts: amplitudes are drawn once per bin, and a record shorter than the beats between
    bins does not see them all: with B the width of a bin and T the duration, the relative variance of the
    mean square is the sum of m_b^2 (1 + 2 pi/(B T)) over m_0^2.
    """
    held = np.einsum("i,bij,j->b", q.weights, seaway.covariance, q.weights).real
    part = held * _mean_power(seaway.low, seaway.high, 2 * q.derivative)
    m0 = float(part.sum())
    if m0 <= 0.0:
        return Spectral(0.0, 0.0, 0.0)
    m2 = float((held * _mean_power(seaway.low, seaway.high, 2 * q.derivative + 2)).sum())
    width = np.maximum(seaway.high - seaway.low, 1e-12)
    variance = float((part**2 * (1.0 + 2.0 * math.pi / duration / width)).sum()) / m0**2
    variance = min(variance, 2.0)  # of a single sample
    return Spectral(math.sqrt(m0), 2.0 * math.pi * math.sqrt(m0 / m2), 0.5 * math.sqrt(variance))


def share_within(rms: float, most: float) -> float:
    """Share of the time that a Gaussian quantity stays within +/- ``most``."""
    return 1.0 if rms <= 0.0 else math.erf(most / (math.sqrt(2.0) * rms))


def record(realisation: Realisation, *, duration: float, step: float) -> tuple[Real, Real, Real, Real]:
    """Times 0, ``step``, ... below ``duration`` (s), and motions, rates, accelerations there, (n, 6) each.

    The sums of ``Realisation.motions`` by products of two short sets of rotations, many times as fast.
    """
    count = math.ceil(duration / step - 1e-9)
    block = math.ceil(math.sqrt(count))
    omega = realisation.omega
    near = np.exp(1j * step * np.outer(np.arange(block), omega))
    far = np.exp(1j * step * block * np.outer(np.arange(math.ceil(count / block)), omega))

    def derivative(order: int) -> Real:
        amplitude = realisation.amplitude * (1j * omega[:, None]) ** order
        # einsum, not @: for so flat a product the threads of a BLAS cost more than they do.
        columns = [np.einsum("ib,jb->ij", far * column, near).real.ravel()[:count] for column in amplitude.T]
        return np.stack(columns, axis=1)

    return np.asarray(step * np.arange(count), float), derivative(0), derivative(1), derivative(2)


def recorded(time: Real, values: Real) -> Recorded:
    """Figures of one quantity over equally spaced times."""
    mean = float(values.mean())
    x = values - mean
    rms = float(np.sqrt(np.mean(x * x)))
    up = np.flatnonzero((x[:-1] < 0.0) & (x[1:] >= 0.0))
    period = 0.0
    # Rounding about zero is no crossing.
    if up.size > 1 and rms > 1e-9:
        period = float(time[up[-1]] - time[up[0]]) / (up.size - 1)
    return Recorded(mean, rms, period, float(np.abs(values).max()))


def quiet_periods(inside: NDArray[np.bool_], *, step: float, least: float) -> Quiet:
    """Runs of at least ``least`` (s) during which ``inside`` holds, and the gaps between them.

    ``inside`` is taken every ``step`` (s); each sample stands for one step.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    start, end = edges[::2] * step, edges[1::2] * step
    long = end - start >= least - 1e-9
    start, end = start[long], end[long]
    return Quiet(float(inside.mean()), np.asarray(end - start), np.asarray(start), start[1:] - end[:-1])
