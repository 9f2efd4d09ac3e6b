"""The forecast of the deck in the lanes: past samples of each lane's ship, and the weighted sums over them.

Samples are taken and forecasts made every few knots, of what the control law was last told: nothing here sees
the ship herself. The rows of the samples are, newest first, those of a signal and then those of its rate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.prediction import COLUMNS, HORIZONS, SIGNALS, SPACING, TAPS, Forecast
from shortdeck.flight.lanes import LANES, names_of
from shortdeck.flight.state import Outputs, Setup, State
from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel, lane_loop

SAMPLES = SIGNALS * 2 * TAPS  # rows
SAMPLE_NAMES = tuple(f"sample.{k}" for k in range(SAMPLES))
_BEFORE = [*names_of(Setup), *names_of(State), *names_of(Outputs)]
_FIRST = len(_BEFORE)  # row of the samples
_ROW = {name: k for k, name in enumerate(_BEFORE)}
_SEEN = _ROW["forecast.height"]  # the signals, each followed by its rate
_THEN = _ROW["forecast.height_then"]
_MOMENT = _ROW["forecast.moment"]
_ERRORS = _ROW["forecast.height_error"]
_WANTED = _ROW["memory.arrival"]
_TIME = _ROW["time"]
_SEA, _RECORD = _ROW["passage.sea"], _ROW["passage.record"]
assert Forecast._fields[:6:2] == ("height", "pitch", "roll")

Numbers = NDArray[np.float64]


@kernel
def forecast_of(block: Numbers, lane: int, seas_there: int) -> int:
    """Which of the forecasters a lane uses: that of its record or of its sea; -1 in calm water."""
    sea, record = block[_SEA * LANES + lane], block[_RECORD * LANES + lane]
    if record >= 0.0:
        return seas_there + int(record)
    return int(sea) if sea >= 0.0 else -1


@kernel
def take_samples(block: Numbers, lane: int) -> None:
    """Put what was last measured before the other samples, which move on."""
    for series in range(2 * SIGNALS):
        row = _FIRST + series * TAPS
        for k in range(TAPS - 1, 0, -1):
            block[(row + k) * LANES + lane] = block[(row + k - 1) * LANES + lane]
        block[row * LANES + lane] = block[(_SEEN + series) * LANES + lane]


@kernel
def between(weights: Numbers, signal: int, derivative: int, node: int, k: int, share: float) -> float:
    """A weight that share of the way from a horizon to the next."""
    first = weights[signal, derivative, node, k]
    value: float = first + share * (weights[signal, derivative, node + 1, k] - first)
    return value


@kernel
def foresee(block: Numbers, lane: int, weights: Numbers) -> None:
    """Weigh the samples for the moment that the control law asks about."""
    now = block[_TIME * LANES + lane]
    ahead = clip(block[_WANTED * LANES + lane] - now, 0.0, (HORIZONS - 1) * SPACING)
    node = max(min(int(ahead / SPACING), HORIZONS - 2), 0)
    share = ahead / SPACING - node
    for signal in range(SIGNALS):
        row = _FIRST + 2 * signal * TAPS
        # Four sums side by side: one after the other, each would wait for its own last addition.
        level, level_rate, slope, slope_rate = 0.0, 0.0, 0.0, 0.0
        for k in range(TAPS):
            seen, seen_rate = block[(row + k) * LANES + lane], block[(row + TAPS + k) * LANES + lane]
            level += between(weights, signal, 0, node, k, share) * seen
            level_rate += between(weights, signal, 0, node, TAPS + k, share) * seen_rate
            slope += between(weights, signal, 1, node, k, share) * seen
            slope_rate += between(weights, signal, 1, node, TAPS + k, share) * seen_rate
        block[(_THEN + 2 * signal) * LANES + lane] = level + level_rate
        block[(_THEN + 2 * signal + 1) * LANES + lane] = slope + slope_rate
    for derivative in range(2):
        error = between(weights, 0, derivative, node, COLUMNS - 1, share)
        block[(_ERRORS + derivative) * LANES + lane] = error
    block[_MOMENT * LANES + lane] = now + ahead


@lane_loop
def foresee_lanes(block: Numbers, forecasters: Numbers, seas_there: int, span: float) -> None:
    """Sample and forecast in every lane whose turn it is at this knot, ``span`` s apart."""
    every = int(SPACING / span + 0.5)
    for lane in range(LANES):
        which = forecast_of(block, lane, seas_there)
        if which >= 0 and int(block[_TIME * LANES + lane] / span + 0.5) % every == 0:
            take_samples(block, lane)
            foresee(block, lane, forecasters[which])
