"""Where the deck will be at touchdown: the best linear forecast from the ship's own measured motion.

Three signals are forecast: height of the aim point over its mean, pitch and roll of the deck. Each is a
Gaussian process whose spectrum the ship knows roughly, from her response and the sea she is in; the forecast
with the least mean square error is then linear in what was measured (Wiener). It weighs ``TAPS`` past
samples of the signal and of its rate, ``SPACING`` apart, all measured before it is made. The weights solve

    (C + R) w(h) = c(h),   C covariance of the samples, R of their noise, c(h) with the signal h ahead,

for horizons ``SPACING`` apart. The period of the sea counts as known to ``PERIOD_SPREAD`` only: covariances
are the mean over that spread, so that the forecast does not lean on a spectrum it cannot have.

Source: N. Wiener, Extrapolation, Interpolation and Smoothing of Stationary Time Series, 1949 (the linear
least-squares forecast); the spread of periods and the noise are this project's own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.numerics.jit import kernel
from shortdeck.vessel.seaway import Seaway

if TYPE_CHECKING:
    from shortdeck.autopilot.law import Sensed

SIGNALS = 3  # height (m, up), pitch (rad, bow up), roll (rad, starboard down)
TAPS = 24
SPACING = 0.64  # s between samples, and between the horizons of the table
HORIZONS = 16
LONGEST = (HORIZONS - 1) * SPACING  # s
COLUMNS = 2 * TAPS + 1  # weights of samples, of their rates, and the standard error of the forecast
PERIOD_SPREAD = 0.15  # each way; estimate: a wave buoy or radar, or her own motion, tells it better
NOISE = ((0.05, 0.05), (0.001, 0.001), (0.001, 0.001))  # of a sample and of its rate: m, m/s; rad, rad/s
_SPREAD_NODES = 9

Real = NDArray[np.float64]


class Forecast(NamedTuple):
    """The deck as last measured, and as foreseen for one moment; SI, heights up, bow up, starboard down."""

    height: float  # of the aim point over its mean, as measured
    climb: float
    pitch: float
    pitch_rate: float
    roll: float
    roll_rate: float
    moment: float  # time for which the following are foreseen, s
    height_then: float
    climb_then: float
    pitch_then: float
    pitch_rate_then: float
    roll_then: float
    roll_rate_then: float
    height_error: float  # standard error of the forecast, m
    climb_error: float  # m/s


@kernel
def watched(f: Forecast, s: Sensed) -> Forecast:
    """The forecast as it stands, beside the deck as it is measured now."""
    return Forecast(
        s.deck_height, s.deck_climb, s.deck_pitch, s.deck_pitch_rate, s.deck_roll, s.deck_roll_rate,
        f.moment, f.height_then, f.climb_then, f.pitch_then, f.pitch_rate_then, f.roll_then,
        f.roll_rate_then, f.height_error, f.climb_error,
    )  # fmt: skip


def signal_spectra(s: Seaway, *, x: float, y: float) -> Real:
    """Variance of the three signals in each bin of a seaway, for the aim point (deck frame, m): (3, bins)."""
    up = -s.point_transfer(x, y, 0.0)[2]
    height = np.einsum("i,bij,j->b", up, s.covariance, up).real
    return np.stack([height, s.covariance[:, 4, 4].real, s.covariance[:, 3, 3].real])


def record_spectra(knots: Real, *, spacing: float, transfer: Real) -> tuple[Real, Real]:
    """Frequencies (rad/s) and variances (3, n) of the signals in a record of the six motions (knots, 12).

    ``spacing`` of the knots in s; ``transfer`` (3, 6) is that of the aim point's displacement. The variance
    is the periodogram's: what a ship knows who has watched herself for as long as the record lasts.
    """
    motions = knots[:, :6]
    signals = np.stack([-(motions @ transfer[2]), motions[:, 4], motions[:, 3]])
    signals = signals - signals.mean(axis=1, keepdims=True)
    power = 2.0 * np.abs(np.fft.rfft(signals, axis=1)) ** 2 / signals.shape[1] ** 2
    omega = 2.0 * np.pi * np.fft.rfftfreq(signals.shape[1], spacing)
    return np.asarray(omega[1:], float), np.asarray(power[:, 1:], float)


def weights(omega: Real, variance: Real, *, noise: tuple[float, float]) -> Real:
    """Weights of one signal for its value and its rate: (2, HORIZONS, COLUMNS).

    ``variance`` in each bin about ``omega`` (rad/s); ``noise``: standard deviation of a measured sample and
    of its rate. A signal that does not move has the weights zero.
    """
    spread = np.linspace(1.0 - PERIOD_SPREAD, 1.0 + PERIOD_SPREAD, _SPREAD_NODES)
    w = np.concatenate([omega * k for k in spread])
    v = np.tile(variance / _SPREAD_NODES, _SPREAD_NODES)
    out = np.zeros((2, HORIZONS, COLUMNS))
    if v.sum() <= 0.0:
        return out
    # Covariances at lag t: of values sum v cos wt, of a value with a rate t later -sum v w sin wt.
    lags = np.arange(-(TAPS - 1), TAPS + HORIZONS) * SPACING
    angle = w[:, None] * lags
    cosine, sine = np.cos(angle), np.sin(angle)
    values, rates = v @ cosine, (v * w * w) @ cosine
    cross = (v * w) @ sine
    past = np.arange(TAPS)
    zero = TAPS - 1
    gap = zero + past[None, :] - past[:, None]  # lag of row sample over column sample
    block = np.block([[values[gap], cross[gap]], [-cross[gap], rates[gap]]])
    block[np.diag_indices(2 * TAPS)] += np.repeat(np.square(noise), TAPS)
    ahead = zero + np.arange(HORIZONS)[:, None] + past[None, :]
    wanted = (
        np.concatenate([values[ahead], cross[ahead]], axis=1),
        np.concatenate([-cross[ahead], rates[ahead]], axis=1),
    )
    for k, (target, total) in enumerate(zip(wanted, (values[zero], rates[zero]), strict=True)):
        solved = np.linalg.solve(block, target.T).T
        out[k, :, :-1] = solved
        out[k, :, -1] = np.sqrt(np.maximum(total - np.einsum("hj,hj->h", target, solved), 0.0))
    return out


def forecaster(omega: Real, variance: Real) -> Real:
    """Weights of the three signals, (SIGNALS, 2, HORIZONS, COLUMNS), from their variances (3, bins)."""
    return np.stack([weights(omega, v, noise=noise) for v, noise in zip(variance, NOISE, strict=True)])


@lru_cache(maxsize=256)
def forecaster_at(s: Seaway, x: float, y: float) -> Real:
    """Weights for a ship in a seaway that watches the point (x, y) of her deck (m)."""
    return forecaster(s.middle, signal_spectra(s, x=x, y=y))
