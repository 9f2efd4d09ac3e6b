"""The sea on a GPU: the same waves, records and calm as the seaway and the CPU's lanes have."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from shortdeck.autopilot.prediction import COLUMNS, HORIZONS, SIGNALS, SPACING, Forecast
from shortdeck.flight import cuda_sea
from shortdeck.flight.draws import NO_DRAWS
from shortdeck.flight.forecast_lanes import SAMPLES, foresee_lanes
from shortdeck.flight.lanes import LANES, names_of, zeros
from shortdeck.flight.sea_lanes import Seas, draw_sea, seas_of
from shortdeck.flight.state import Outputs, Setup, State
from shortdeck.flight.wave_lanes import KNOT_ROWS, ROWS_EACH, sum_waves, turn_waves
from shortdeck.numerics import jit
from shortdeck.vessel.seaway import COMPONENTS, Seaway
from shortdeck.vessel.ship_motion import Knot, Passage

SPAN = 0.16  # s between knots
SEED, CASE = 7, 11


@pytest.fixture(scope="module")
def sea() -> Seaway:
    """Six motions that hang together, over frequencies of waves."""
    rng = np.random.default_rng(3)
    edges = np.linspace(0.3, 2.0, COMPONENTS + 1)
    half = rng.normal(size=(COMPONENTS, 6, 6)) + 1j * rng.normal(size=(COMPONENTS, 6, 6))
    size = np.array([0.3, 0.3, 0.5, 0.02, 0.01, 0.005]) / 30.0
    half *= size[:, None]
    return Seaway(edges[:-1], edges[1:], half @ half.conj().transpose(0, 2, 1), 0.01, 100.0, 5.0)


@pytest.fixture(scope="module")
def seas(sea: Seaway) -> Seas:
    record = np.random.default_rng(4).normal(size=(20, KNOT_ROWS))
    return seas_of([sea], [record, record[:5]])


def drawn(seas: Seas, number: int, *, dtype: type = np.float64) -> NDArray[np.float64]:
    """Waves of one case, in the second of three columns."""
    waves = np.full((COMPONENTS * cuda_sea.WAVE_ROWS, 3), np.nan, dtype)
    for b in range(COMPONENTS):
        cuda_sea.draw_component(seas.low, seas.width, seas.factor, waves, 1, b, number, SEED, CASE)
    return waves


def passage(*, sea: float = -1.0, record: float = -1.0, start: float = 0.0) -> Passage:
    return zeros(Passage)._replace(sea=sea, record=record, record_start=start)


def flat(knot: Knot) -> list[float]:
    return [*knot.at, *knot.rate]


def test_the_waves_are_those_of_the_seaway(sea: Seaway, seas: Seas) -> None:
    waves = drawn(seas, 0)
    realised = sea.realise(seed=SEED, case=CASE)
    assert waves[:: cuda_sea.WAVE_ROWS, 1] == pytest.approx(realised.omega, rel=1e-14)
    for number in (0, 1, 250, 1500):
        time = number * SPAN
        expected = np.concatenate([realised.motions(time, derivative=k) for k in (0, 1)])
        knot = cuda_sea.knot_of(passage(sea=0.0), waves, seas.records, 1, number, SPAN)
        assert flat(knot) == pytest.approx(expected, rel=1e-9, abs=1e-11)
    assert np.abs(expected[2]) > 1e-3
    assert np.isnan(waves[:, [0, 2]]).all()  # its neighbours are left alone


@jit.lane_loop
def summed(waves: np.ndarray, sums: np.ndarray) -> None:
    sum_waves(waves, sums)


@jit.lane_loop
def turned(waves: np.ndarray, sums: np.ndarray) -> None:
    turn_waves(waves, sums)


def test_the_knots_are_those_of_the_lanes(seas: Seas) -> None:
    """Phases turned from knot to knot on the CPU, sines here: alike to rounding after a whole approach."""
    lanes = np.zeros(COMPONENTS * ROWS_EACH * LANES)
    sums = np.zeros(KNOT_ROWS * LANES)
    draw_sea(seas, lanes, 2, 0, float(SEED), float(CASE), SPAN, NO_DRAWS, 0)
    waves = drawn(seas, 0)
    for number in range(400):
        if number % 57 == 0:
            summed(lanes, sums)
            knot = cuda_sea.knot_of(passage(sea=0.0), waves, seas.records, 1, number, SPAN)
            assert flat(knot) == pytest.approx(sums[2::LANES], rel=1e-9, abs=1e-11)
        turned(lanes, sums)


def test_what_is_foreseen_is_that_of_the_lanes() -> None:
    random = np.random.default_rng(8)
    weights = random.normal(size=(3, SIGNALS, 2, HORIZONS, COLUMNS))
    first = sum(len(names_of(kind)) for kind in (Setup, State, Outputs))
    block = random.normal(size=(first + SAMPLES, LANES))
    rows = {name: k for k, name in enumerate([*names_of(Setup), *names_of(State)])}
    every = round(SPACING / SPAN)
    block[rows["time"]] = SPAN * every * np.arange(LANES)
    block[rows["memory.arrival"]] = block[rows["time"]] + np.linspace(-1.0, 12.0, LANES)
    block[rows["passage.sea"]], block[rows["passage.record"]] = 1.0, -1.0
    moving = block[len(names_of(Setup)) :].copy()
    told = [name for name in rows if name.startswith("forecast.")]
    seen = [Forecast(*(float(block[rows[name], lane]) for name in told)) for lane in range(LANES)]
    foresee_lanes(block.ravel(), weights, 2, SPAN)
    for lane in range(LANES):
        now, wanted = block[rows["time"], lane], block[rows["memory.arrival"], lane]
        at = len(moving) - SAMPLES
        found = cuda_sea.foresee(seen[lane], moving, weights, lane, at, 1, now, wanted)
        assert found == pytest.approx([block[rows[name], lane] for name in told], rel=1e-11, abs=1e-11)
    np.testing.assert_array_equal(moving[-SAMPLES:], block[-SAMPLES:])


def test_in_calm_nothing_moves(seas: Seas) -> None:
    waves = drawn(seas, -1)
    assert not waves[:, 1].any()
    assert flat(cuda_sea.knot_of(passage(), waves, seas.records, 1, 40, SPAN)) == [0.0] * KNOT_ROWS


def test_a_record_goes_before_the_sea_and_stands_still_at_its_end(seas: Seas) -> None:
    waves = drawn(seas, 0)
    for record, number, row in ((0, 0, 3), (0, 9, 12), (1, 1, 4), (1, 30, 4), (0, 99, 19)):
        p = passage(sea=0.0, record=float(record), start=3.0)
        found = cuda_sea.knot_of(p, waves, seas.records, 1, number, SPAN)
        assert flat(found) == list(seas.records[record, row])


def test_waves_in_float32_are_those_of_float64_rounded(seas: Seas) -> None:
    exact = drawn(seas, 0)[:, 1]
    scale = np.abs(exact.reshape(COMPONENTS, -1)).max(axis=0)
    apart = np.abs(drawn(seas, 0, dtype=np.float32)[:, 1] - exact).reshape(COMPONENTS, -1).max(axis=0)
    assert np.all(apart < 5e-7 * scale)
