"""A ship's motions over many seas, courses and speeds at once: RMS of linear quantities.

``vessel.seaway`` gives one sea at one course and speed with all that a flight needs. Here only RMS values are
asked for, of thousands of combinations, in short-crested Bretschneider seas: with S_n the variance of the
waves of sea n in each frequency cell, D the share of each direction about the mean, and H the transfer
functions on one grid of frequency and heading, every variance is a product of three matrices,

    m(n, course) = S_n(w) |H(w, heading)|^2 D(heading - course).

Quadratic roll damping is linearised at a few RMS roll rates; the one that reproduces itself is found by
interpolation between them, for each sea and course. Against ``vessel.seaway`` the RMS values are within 2 %
(mostly 0.5 %).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.vessel.response import GRAVITY, MIRROR, Response, encounter_frequency

Real = NDArray[np.float64]

HEADINGS = 72
"""Wave headings of the grid."""
COURSES = 36
"""Courses that are asked for, a divisor of ``HEADINGS``: every 10 deg."""
FREQUENCIES = 140
LOWEST = 0.15
"""rad/s: a wave of 2.7 km; what is longer is counted with the first cell."""
ROLL_RATES = (0.0, 0.003, 0.007, 0.013, 0.02, 0.03, 0.045, 0.07, 0.11, 0.2)
"""rad/s, RMS: where quadratic roll damping is linearised."""
_ROLL = 3


class Measure(NamedTuple):
    """What is looked at: a time derivative of a linear combination of the motions, against the wave or
    not."""

    name: str
    weights: tuple[float, float, float, float, float, float]  # of surge ... yaw
    derivative: int = 0
    wave_at: float | None = None  # m forward of the centre of gravity: plus the wave's elevation there


@dataclass(frozen=True, kw_only=True)
class PolarMotions:
    """RMS of each measure over sea, course and speed. ``course`` is the mean wave heading, rad, 0 to 2 pi
    (pi: head seas); ``speed`` m/s."""

    hs: Real
    tp: Real
    course: Real
    speed: Real
    rms: dict[str, Real]  # (seas, courses, speeds)


def frequency_cells(highest: float) -> tuple[Real, Real]:
    """Edges and middles (rad/s) of the frequency cells."""
    edges = np.linspace(LOWEST, highest, FREQUENCIES + 1)
    return edges, 0.5 * (edges[1:] + edges[:-1])


def cell_variances(hs: Real, tp: Real, edges: Real) -> Real:
    """Variance (m2) of Bretschneider seas in each cell, (seas, cells): m0 exp(-(5/4)(wp/w)^4) between
    edges."""
    peak = 2.0 * math.pi / np.asarray(tp, dtype=float)[:, None]
    below = np.exp(-1.25 * (peak / edges) ** 4)
    below[:, 0] = 0.0
    return np.asarray(np.asarray(hs, dtype=float)[:, None] ** 2 / 16.0 * np.diff(below, axis=1))


def headings() -> Real:
    """Wave headings of the grid, rad."""
    return np.asarray(2.0 * math.pi / HEADINGS * np.arange(HEADINGS), dtype=np.float64)


def courses() -> Real:
    """Mean wave headings that are asked for, rad, from 0 (following seas)."""
    return np.asarray(2.0 * math.pi / COURSES * np.arange(COURSES), dtype=np.float64)


def spreading_shares(exponent: float = 2.0) -> Real:
    """Share of a short-crested sea about its mean in each heading cell, (cells), first cell on the mean."""
    fine = 64
    offset = (np.arange(HEADINGS * fine) + 0.5) * 2.0 * math.pi / (HEADINGS * fine) - math.pi / HEADINGS
    offset = (offset + math.pi) % (2.0 * math.pi) - math.pi
    density = np.where(np.abs(offset) < 0.5 * math.pi, np.abs(np.cos(offset)) ** exponent, 0.0)
    shares = density.reshape(HEADINGS, fine).sum(axis=1)
    return np.asarray(shares / shares.sum())


def spread(values: Real, shares: Real) -> Real:
    """Mean over the directions of a sea on each course; the last axis is heading, then course."""
    step = HEADINGS // COURSES
    turned = np.stack([np.roll(shares, step * k) for k in range(COURSES)], axis=1)  # (heading, course)
    return np.asarray(values @ turned)


def polar_motions(
    response: Response, measures: Sequence[Measure], *, hs: Real, tp: Real, speed: Real,
    exponent: float = 2.0,
) -> PolarMotions:  # fmt: skip
    """RMS of the measures in every sea (``hs``, ``tp`` pairwise), on every course, at every speed.

    The ship's port and starboard are mirror images, but a point off the centreline need not be: all courses
    are computed. Waves beyond the response's highest frequency move nothing.
    """
    edges, omega = frequency_cells(float(response.omega[-1]))
    held = cell_variances(hs, tp, edges)
    shares = spreading_shares(exponent)
    out = {m.name: np.empty((len(held), COURSES, len(speed))) for m in measures}
    for k, u in enumerate(np.asarray(speed, dtype=float)):
        levels = [_squares(response, measures, omega, float(u), rate) for rate in ROLL_RATES]
        table = np.stack([spread(held @ squares, shares) for squares in levels], axis=1)
        # table: (measure + roll rate, level, sea, course)
        found = _at_own_roll_rate(np.sqrt(np.maximum(table, 0.0)))
        for j, measure in enumerate(measures):
            out[measure.name][:, :, k] = found[j]
    return PolarMotions(
        hs=np.asarray(hs), tp=np.asarray(tp), course=courses(), speed=np.asarray(speed), rms=out
    )


def _squares(
    response: Response, measures: Sequence[Measure], omega: Real, speed: float, roll_rate: float
) -> Real:
    """|H|^2 of each measure and last of the roll rate, (measures + 1, frequency, heading)."""
    beta = headings()
    half = HEADINGS // 2  # the rest is the mirror image
    motions = response.transfer(omega[:, None], beta[: half + 1], speed, roll_rate_rms=roll_rate)
    motions = np.concatenate([motions, motions[:, half - 1 : 0 : -1] * MIRROR], axis=1)
    rate = encounter_frequency(omega[:, None], beta, speed)
    number = omega[:, None] ** 2 / GRAVITY
    out = []
    for m in measures:
        value = motions @ np.asarray(m.weights)
        if m.wave_at is not None:
            value = value + np.exp(-1j * number * m.wave_at * np.cos(beta))
        out.append(np.abs(value * np.abs(rate) ** m.derivative) ** 2)
    out.append(np.abs(rate * motions[..., _ROLL]) ** 2)
    return np.stack(out)


def _at_own_roll_rate(table: Real) -> Real:
    """RMS at the roll rate for which the damping was linearised, from (measure + rate, level, sea,
    course)."""
    levels = np.asarray(ROLL_RATES)
    excess = table[-1] - levels[:, None, None]  # falls with the level
    above = np.sum(excess[:-1] > 0.0, axis=0).clip(1, len(levels) - 1)  # first level that is not exceeded
    sea, course = np.indices(above.shape)
    low, high = excess[above - 1, sea, course], excess[above, sea, course]
    share = np.where(low > 0.0, low / np.maximum(low - high, 1e-12), 0.0).clip(0.0, 1.0)
    lower, upper = table[:-1, above - 1, sea, course], table[:-1, above, sea, course]
    return np.asarray(lower + share * (upper - lower))
