"""Flights on a GPU: the kernels compile without one, and their text flies as the CPU's driver does."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight import batch, cuda
from shortdeck.flight.batch import Flown
from shortdeck.flight.block import ROWS
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.engine import case_row
from shortdeck.flight.figures import Figures
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.numerics.random import START_ERRORS, draw

Table = NDArray[np.float64]
needs_compiler = pytest.mark.skipif(
    importlib.util.find_spec("numba_cuda") is None, reason="numba-cuda is not installed"
)

# What float32 may change, m, m/s and s: a hundredth of what a landing varies by, or less.
TOLERANCES = {
    "t_touchdown": 0.02, "touchdown_x": 0.25, "touchdown_y": 0.02, "touchdown_sink": 0.02,
    "touchdown_airspeed": 0.02, "touchdown_ground_speed": 0.02, "stop_x": 0.5,
}  # fmt: skip


def recoveries(count: int, *, time_limit: float | None = None) -> Table:
    """Landings with errors at the start and winds that differ."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    rows = []
    for case in range(count):
        wind, height, side, speed = draw(1, case, START_ERRORS, 4)
        k = Conditions(
            mass=aircraft.model.mass.landing.value, wind_over_deck=10.0 + wind, height_error=height,
            side_error=2.0 * side, speed_error=0.7 * speed,
        )  # fmt: skip
        c, s, _ = recovery_setup(aircraft, ship, k)
        rows.append(case_row(c if time_limit is None else c._replace(time_limit=time_limit), s))
    return np.array(rows)


def launch() -> Table:
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    k = Conditions(mass=aircraft.model.mass.takeoff[0].value, wind_over_deck=10.0)
    c, s, _ = launch_setup(aircraft, ship, k)
    return case_row(c, s)[None, :]


def figures(flown: Flown) -> list[Figures]:
    return [flown.figures(case) for case in range(len(flown.table))]


@needs_compiler
def test_compiles_without_a_gpu_and_stays_in_float32() -> None:
    from shortdeck.flight.cuda_compile import ptx, resources

    text = ptx(single=True)
    assert ".target sm_90" in text
    assert not re.search(r"\bcall\b", text)  # all is inlined
    assert not re.search(r"\b(fma|add|sub|div|sqrt)\.(\w+\.)*f64", text)
    assert not re.search(
        r"(div|sqrt)\.(approx|full)|(add|mul)\.(rn\.)?ftz", text
    )  # no fast-math: NaN is seen
    found = resources(text, single=True)
    assert 64 <= found.registers <= 255
    assert found.stack < 2000
    assert 1000 < found.issued < found.operations < 10_000
    assert found.foreign <= 8  # the sine's reduction of large angles
    assert found.occupancy >= 0.125


@pytest.mark.slow
@needs_compiler
def test_compiles_in_float64_with_parameters_that_differ() -> None:
    from shortdeck.flight.block import SETUP_ROWS
    from shortdeck.flight.cuda_compile import ptx, resources

    varies = tuple(k % 10 == 0 for k in range(SETUP_ROWS))
    text = ptx(varies=varies)
    assert not re.search(r"\bcall\b", text)
    assert not re.search(r"(div|sqrt)\.approx|(add|mul)\.(rn\.)?ftz|\.f32", text)
    # Only what differs, the flight's own rows and the list of cases are read from memory.
    assert len(re.findall(r"ld\.global\.(\w+\.)*f64", text)) <= sum(varies) + ROWS - SETUP_ROWS
    assert resources(text, single=False).stack < 4000


@pytest.mark.slow
def test_the_text_of_the_gpu_flies_as_the_blocks_do() -> None:
    table = np.concatenate((recoveries(12), launch()))
    expected = batch.fly_cases(table)
    told: list[tuple[int, int]] = []
    found = cuda.fly_cases(table, on="cpu", progress=lambda done, all_: told.append((done, all_)))
    assert np.all(found.done)
    assert told[-1] == (13, 13)
    assert found.steps == expected.steps
    assert found.table == pytest.approx(expected.table, rel=1e-6, abs=1e-6)
    assert [found.outcome(k).name for k in range(13)] == [expected.outcome(k).name for k in range(13)]
    assert cuda.resume(found, on="cpu").steps == expected.steps  # nothing is left to fly


@pytest.mark.slow
def test_touchdowns_in_float32() -> None:
    table = recoveries(24)
    expected, found = batch.fly_cases(table), cuda.fly_cases(table, single=True, on="cpu")
    for k, (one, exact) in enumerate(zip(figures(found), figures(expected), strict=True)):
        assert exact.touchdown_ground_speed > 0.0
        assert found.outcome(k).name == expected.outcome(k).name
        for name, tolerance in TOLERANCES.items():
            assert getattr(one, name) == pytest.approx(getattr(exact, name), abs=tolerance), name


@pytest.mark.slow
def test_interrupted_flights_go_on() -> None:
    table = recoveries(3, time_limit=4.0)
    whole = cuda.fly_cases(table, on="cpu")

    def stop(done: int, all_: int) -> None:
        raise KeyboardInterrupt

    found = cuda.fly_cases(table, on="cpu", progress=stop)
    assert found.interrupted
    assert 0 < found.steps < whole.steps
    cuda.resume(found, on="cpu")
    assert not found.interrupted
    assert np.array_equal(found.table, whole.table)
    assert found.steps == whole.steps


SIMULATED = """
from shortdeck.flight import batch, cuda
from tests.flight.test_cuda import recoveries

table = recoveries(2, time_limit=0.5)
found, expected = cuda.fly_cases(table, on="gpu"), batch.fly_cases(table)
print(found.steps, found.done.sum(), abs(found.table - expected.table).max())
"""


@pytest.mark.slow
@needs_compiler
def test_the_kernel_in_the_simulator_of_numba_cuda() -> None:
    values = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SIMULATED], env=values, capture_output=True, text=True, check=True, timeout=600
    )
    steps, ended, difference = done.stdout.split()
    assert int(steps) == 200
    assert int(ended) == 2
    assert float(difference) < 1e-6


def test_a_table_that_is_not_finite_is_refused() -> None:
    with pytest.raises(InputError, match="a finite number is needed"):
        cuda.fly_cases(np.full((2, ROWS), np.nan))


def test_without_numba_cuda_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba_cuda", None)
    with pytest.raises(InputError, match=r"pip install 'shortdeck\[cuda\]'"):
        cuda.fly_cases(np.zeros((1, ROWS)))


@needs_compiler
def test_without_a_gpu_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda.gpu(), "is_available", lambda: False)
    with pytest.raises(InputError, match="no NVIDIA GPU"):
        cuda.fly_cases(np.zeros((1, ROWS)))
