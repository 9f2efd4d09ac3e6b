"""Flights on a GPU: the kernels compile without one, and their text flies as the CPU's driver does."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight import batch, cuda
from shortdeck.flight.batch import POSITION, Flown
from shortdeck.flight.block import KNOT, ROWS, SETUP_ROWS
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.sea_lanes import Seas, seas_of
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.step import BEAT
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics.random import START_ERRORS, draw
from shortdeck.vessel.flow_grid import FlowGrid

Table = NDArray[np.float64]
needs_compiler = pytest.mark.skipif(
    importlib.util.find_spec("numba_cuda") is None, reason="numba-cuda is not installed"
)

# What float32 may change, m, m/s and s: a hundredth of what a landing varies by, or less. Only where it stops
# may move by more: brakes are put on at a beat, and one beat later is up to 0.7 m at touchdown speed.
TOLERANCES = {
    "t_touchdown": 0.005, "touchdown_x": 0.1, "touchdown_y": 0.01, "touchdown_sink": 0.01,
    "touchdown_airspeed": 0.01, "touchdown_ground_speed": 0.01, "stop_x": 0.75,
}  # fmt: skip


def flights(count: int) -> tuple[Table, Seas]:
    """In turn: calm and still, at sea, a launch at sea, on a recorded deck; the last three in rough air."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    sea = weather(ship, Words(ship_speed=5.0, sea_state=4, seed=3))["seaway"]
    # A record longer than a launch but shorter than an approach: at its end the deck stands still.
    knots = np.arange(120) * KNOT * BEAT
    record = np.hstack([sea.realise(seed=9, case=9).motions(knots, derivative=k) for k in (0, 1)])
    air: dict[str, Any] = {"turbulence": "marine", "airwake": True}
    waters: list[dict[str, Any]] = [
        {}, air | {"seaway": sea}, air | {"seaway": sea}, air | {"record": record, "record_start": 20},
    ]  # fmt: skip
    rows = []
    for case in range(count):
        wind, height, side, speed = draw(1, case, START_ERRORS, 4)
        launching = case % 4 == 2
        m = aircraft.model.mass
        k = Conditions(
            mass=m.takeoff[0].value if launching else m.landing.value, wind_over_deck=10.0 + wind,
            ship_speed=5.0, height_error=height, side_error=2.0 * side, speed_error=0.7 * speed, seed=3,
            case=case, **waters[case % 4],
        )  # fmt: skip
        rows.append((launch_setup if launching else recovery_setup)(aircraft, ship, k)[:2])
    return batch.table_of(rows), seas_of([sea], [record])


@pytest.fixture(scope="module")
def mixed() -> tuple[Table, Seas]:
    return flights(24)


@pytest.fixture(scope="module")
def expected(mixed: tuple[Table, Seas]) -> Flown:
    return batch.fly_cases(mixed[0], seas=mixed[1])


def outcomes(flown: Flown) -> list[str]:
    return [flown.outcome(case).name for case in range(len(flown.status))]


@needs_compiler
def test_compiles_without_a_gpu_and_stays_in_float32() -> None:
    from shortdeck.flight.cuda_compile import ptx, resources

    text = ptx(single=True)
    assert ".target sm_90" in text
    assert not re.search(r"\bcall\b", text)  # all is inlined
    assert not re.search(r"\b(div|sqrt)\.(\w+\.)*f64", text)
    assert not re.search(
        r"(div|sqrt)\.(approx|full)|(add|mul)\.(rn\.)?ftz", text
    )  # no fast-math: NaN is seen
    found = resources(text, single=True)
    assert 64 <= found.registers <= 255
    assert found.stack < 1000
    assert 2000 < found.code.issued < found.code.operations < 12_000
    # Whole numbers of random streams (air, sensors), the sine's reduction of large angles.
    assert found.code.foreign <= 250
    assert found.occupancy >= 0.125


@pytest.mark.slow
@needs_compiler
def test_compiles_in_float64_with_parameters_that_differ() -> None:
    from shortdeck.flight.cuda_compile import ptx, resources

    varies = tuple(k % 10 == 0 for k in range(SETUP_ROWS))
    text = ptx(varies=varies)
    assert not re.search(r"\bcall\b", text)
    assert not re.search(r"(div|sqrt)\.approx|(add|mul)\.(rn\.)?ftz|\.f32", text)
    # Read from memory are what differs and changes, once, and waves and records in two places.
    once = sum(varies) + ROWS - SETUP_ROWS
    assert once < len(re.findall(r"ld\.global\.(\w+\.)*f64", text)) <= once + 120
    assert resources(text, single=False).stack < 3000


@pytest.mark.slow
@needs_compiler
def test_the_work_of_each_part_adds_up() -> None:
    from shortdeck.flight.cuda_compile import parts, per_step

    found = parts(single=True)
    assert found["step_in_air"].issued < found["step_on_deck"].issued
    # 24 multiply-adds of amplitudes with the phase, the rest sine and cosine.
    assert 24 <= found["wave"].issued < 100
    steps = per_step(found, expanded=1.0)
    assert steps["in_air_at_sea"] - steps["in_air_calm"] == pytest.approx(112 * found["wave"].issued / 32)
    assert steps["on_deck_calm"] == pytest.approx(
        found["step_on_deck"].issued + found["beat"].issued / 4 + found["stir"].issued / 8
    )


@pytest.mark.slow
def test_the_text_of_the_gpu_flies_as_the_blocks_do(
    mixed: tuple[Table, Seas], expected: Flown, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, seas = mixed
    assert len(set(outcomes(expected))) >= 3
    given, told = table.copy(), []
    found = cuda.fly_cases(table, seas=seas, on="cpu", progress=lambda *counts: told.append(counts))
    assert np.array_equal(given, table)
    assert np.all(found.done)
    assert told[-1] == (24, 24)
    assert found.steps == expected.steps
    assert found.table == pytest.approx(expected.table, rel=1e-8, abs=1e-8)
    assert outcomes(found) == outcomes(expected)
    assert cuda.resume(found, on="cpu").steps == expected.steps  # nothing is left to fly

    def stop(done: int, all_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cuda, "GROUP", 7)
    part = cuda.fly_cases(table, seas=seas, on="cpu", progress=stop)
    assert part.interrupted
    assert 0 < part.steps < found.steps
    cuda.resume(part, on="cpu")
    assert not part.interrupted
    assert np.array_equal(part.table, found.table)
    assert part.steps == found.steps


@pytest.mark.slow
def test_flights_in_float32(mixed: tuple[Table, Seas], expected: Flown) -> None:
    table, seas = mixed
    found = cuda.fly_cases(table, seas=seas, single=True, on="cpu")
    assert outcomes(found) == outcomes(expected)
    landed = [k for k in range(24) if expected.figures(k).touchdown_ground_speed > 0.0]
    assert len(landed) >= 15
    for k in landed:
        for name, tolerance in TOLERANCES.items():
            exact = getattr(expected.figures(k), name)
            assert getattr(found.figures(k), name) == pytest.approx(exact, abs=tolerance), (k, name)


@pytest.mark.slow
def test_time_and_gusts_keep_step_in_float32(mixed: tuple[Table, Seas]) -> None:
    """Summed up step by step, time would be off by more than a beat after 200 s, and gusts by whole draws."""
    table, seas = mixed
    waiting = table.copy()
    launches = np.flatnonzero(table[:, POSITION["launching"]] > 0.5)
    waiting[:, POSITION["law.hold_time"]] = 1e3
    waiting[launches, POSITION["time_limit"]] = 200.0
    exact = batch.fly_cases(waiting[launches], seas=seas)
    found = cuda.fly_cases(waiting, seas=seas, single=True, on="cpu")
    for k, case in enumerate(launches):
        assert found.state(case).time == pytest.approx(200.0, abs=1e-4)
        gusts, there = found.state(case).airflow.gusts, exact.state(k).airflow.gusts
        assert abs(there.u) > 1e-3
        assert gusts.u == pytest.approx(there.u, abs=1e-3)
        assert gusts.roll == pytest.approx(there.roll, abs=1e-3)


SIMULATED = """
from shortdeck.flight import batch, cuda
from shortdeck.flight.batch import POSITION
from tests.flight.test_cuda import flights

table, seas = flights(3)
table = table[1:]
table[:, POSITION["time_limit"]] = 0.5
calm = table.copy()
calm[:, POSITION["passage.sea"]] = -1.0
for cases in (table, calm):
    found, expected = cuda.fly_cases(cases, seas=seas, on="gpu"), batch.fly_cases(cases, seas=seas)
    print(found.steps, found.done.sum(), abs(found.table - expected.table).max())
"""


@pytest.mark.slow
@needs_compiler
def test_the_kernel_in_the_simulator_of_numba_cuda() -> None:
    values = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SIMULATED], env=values, capture_output=True, text=True, check=True, timeout=900
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) == 2
    for steps, ended, difference in lines:
        assert int(steps) == 200
        assert int(ended) == 2
        assert float(difference) < 1e-8


def rows_of_zeros(**parameters: float) -> Table:
    """Two cases that no driver is to fly; only the second has these parameters."""
    table = np.zeros((2, ROWS))
    for name in ("sea", "record"):
        table[:, POSITION[f"passage.{name}"]] = -1.0
    for name, value in parameters.items():
        table[1, POSITION[f"passage.{name}"]] = value
    return table


def test_a_table_that_is_not_finite_is_refused() -> None:
    with pytest.raises(InputError, match="a finite number is needed"):
        cuda.fly_cases(np.full((2, ROWS), np.nan))


def test_a_sea_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="case 1: sea number 1, but there are 1"):
        cuda.fly_cases(rows_of_zeros(sea=1.0), on="cpu")


def test_a_flow_field_is_refused() -> None:
    nodes = np.array([0.0, 1.0])
    seas = seas_of([], [], FlowGrid(nodes, nodes, nodes, np.zeros((3, 2, 2, 2))))
    with pytest.raises(InputError, match=r"flow field .* on the CPU only"):
        cuda.fly_cases(rows_of_zeros(), seas=seas)


@pytest.mark.parametrize("name", ["seed", "case"])
def test_random_streams_that_float32_would_mix_up_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=rf"case 1: the {name} .* 16777217; .* up to 16777216 .* float64"):
        cuda.fly_cases(rows_of_zeros(**{name: 2.0**24 + 1.0}), single=True, on="cpu")


@needs_compiler
@pytest.mark.parametrize(("single", "seed"), [(True, 2.0**24), (False, 2.0**52)])
def test_without_a_gpu_the_message_says_so(
    monkeypatch: pytest.MonkeyPatch, single: bool, seed: float
) -> None:
    monkeypatch.setattr(cuda.gpu(), "is_available", lambda: False)
    with pytest.raises(InputError, match="no NVIDIA GPU"):
        cuda.fly_cases(rows_of_zeros(seed=seed), single=single)


def test_without_numba_cuda_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba_cuda", None)
    with pytest.raises(InputError, match=r"pip install 'shortdeck\[cuda\]'"):
        cuda.fly_cases(rows_of_zeros())
