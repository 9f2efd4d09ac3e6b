"""The batch engine: what a case comes to depends on its row alone, and a broken case harms nobody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from functools import cache

import numpy as np
import pytest

from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight import batch, block
from shortdeck.flight.batch import POSITION, resume, table_of
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.engine import fly, packed
from shortdeck.flight.sea_lanes import seas_of
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.step import STEP
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics import jit
from shortdeck.vessel.seaway import Seaway

TIME = block.COLUMNS.index("time_limit")


@cache
def izumo_at_sea() -> Seaway:
    ship = load_ship("izumo")
    return weather(ship, Words(sea_state=5, wave_heading=2.5, ship_speed=6.0))["seaway"]


def fly_cases(table, **options):
    """The engine with the one sea of these tests."""
    return batch.fly_cases(table, seas=seas_of([izumo_at_sea()], []), **options)


@pytest.fixture(scope="module")
def flights():
    """Launches and recoveries in different winds, masses and with failures: (setup, state)."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("izumo")
    random = np.random.default_rng(5)
    out = []
    for k in range(24):
        wind, mass = float(random.uniform(2.0, 16.0)), float(random.uniform(1250.0, 1600.0))
        sea = {"seaway": izumo_at_sea(), "turbulence": "marine", "airwake": True, "seed": 7, "case": k}
        sea = sea if k % 2 else {}
        faults = {"engine_stops": 8.0} if k % 8 == 3 else {"left_brake": 0.3} if k % 8 == 5 else {}
        k_launch = Conditions(mass=mass, wind_over_deck=wind, **faults, **sea)
        k_landing = Conditions(
            mass=mass, wind_over_deck=wind, height_error=float(random.normal()),
            side_error=3.0 * float(random.normal()), surface="wet" if k % 3 else "dry", **faults, **sea,
        )  # fmt: skip
        task, k_here = (launch_setup, k_launch) if k % 3 == 0 else (recovery_setup, k_landing)
        out.append(task(aircraft, ship, k_here)[:2])
    return out


@pytest.fixture(scope="module")
def table(flights):
    return table_of(flights)


@pytest.fixture(scope="module")
def flown(table):
    return fly_cases(table, threads=1)


def test_a_flight_by_itself_is_the_same_to_the_bit(flights, flown) -> None:
    for case in (0, 1, 3, 4, 5, 11, 23):
        seas = seas_of([izumo_at_sea()], [])
        state, _ = fly(*flights[case], seas=seas)
        assert state == flown.state(case)
        with_history, rows = fly(*flights[case], sample=0.02, seas=seas)
        assert with_history == state
        assert rows[-1, 0] == state.time
        assert len(rows) == pytest.approx(state.time / 0.02, abs=2)


def test_outcomes_are_of_several_kinds(flown) -> None:
    found = Counter(flown.outcome(k).name for k in range(len(flown.status)))
    assert len(found) >= 3, found
    assert flown.done.all()


def test_the_table_given_is_left_as_it_was(table) -> None:
    before = table.copy()
    fly_cases(table[:4], threads=1)
    assert np.array_equal(table, before)


@pytest.fixture(scope="module")
def ten_thousand(table):
    """10 000 flights of a few seconds, each its own: landings near touchdown and launches under way."""
    begun = table.copy()
    begun[:, TIME] = np.where(begun[:, POSITION["launching"]] > 0.5, 14.0, 27.0)
    begun = fly_cases(begun, threads=2).table
    random = np.random.default_rng(6)
    many = begun[np.arange(10_000) % len(begun)]
    many[:, TIME] += random.uniform(0.5, 5.0, len(many))
    for name in ("air.true_north", "air.true_east"):
        many[:, POSITION[name]] += random.normal(0.0, 1.0, len(many))
    return many


def test_the_same_bits_for_any_threads_chunks_order_and_split(ten_thousand) -> None:
    usual = fly_cases(ten_thousand, threads=1)
    assert usual.done.all()
    assert len(np.unique(usual.kept.moving, axis=0)) > 9_000  # a tenth had ended before
    order = np.random.default_rng(7).permutation(len(ten_thousand))
    for threads, chunk, sequence in ((2, 256, None), (7, 61, order), (2, 5, order[::-1])):
        other = fly_cases(ten_thousand, threads=threads, chunk=chunk, order=sequence)
        assert np.array_equal(usual.table, other.table)
        assert other.steps == usual.steps
    halves = [fly_cases(ten_thousand[k::2], threads=2).table for k in (0, 1)]
    assert np.array_equal(usual.table[0::2], halves[0])
    assert np.array_equal(usual.table[1::2], halves[1])


@pytest.mark.slow
def test_the_same_bits_for_another_width_of_the_block(ten_thousand, tmp_path) -> None:
    given, got, sea = tmp_path / "given.npy", tmp_path / "got.npy", tmp_path / "seas.npz"
    np.save(given, ten_thousand)
    np.savez(sea, *seas_of([izumo_at_sea()], []))
    code = [sys.executable, "-c", ELSEWHERE, str(given), str(got), str(sea)]
    subprocess.run(code, check=True, env=os.environ | {"SHORTDECK_LANES": "4"})
    assert np.array_equal(np.load(got), fly_cases(ten_thousand, threads=1).table)


@pytest.mark.parametrize("apart", [0, batch.APART], ids=["waves drawn again", "waves kept"])
def test_a_flight_cut_anywhere_goes_on_to_the_same_bits(table, flown, monkeypatch, apart) -> None:
    monkeypatch.setattr(batch, "APART", apart)
    monkeypatch.setattr(batch, "SLICE", 0.0)  # every call ends after the fewest beats
    monkeypatch.setattr(batch, "FIRST_BUDGET", 37)
    assert np.array_equal(fly_cases(table, threads=2, chunk=9).table, flown.table)


@pytest.mark.parametrize("lanes_used", [1, 3, 8])
def test_neighbours_do_not_matter(table, flown, lanes_used) -> None:
    cases = np.arange(5, 5 + lanes_used)
    assert np.array_equal(fly_cases(table[cases], threads=1).table, flown.table[cases])


def test_a_case_that_goes_non_finite_is_named_and_harms_nobody(table, flown) -> None:
    broken = table.copy()
    broken[2, POSITION["inertia.Iyy"]] = 1e-300
    broken[7, POSITION["inertia.mass"]] = 1e-305
    found = fly_cases(broken, threads=1)
    for case in (2, 7):
        outcome = found.outcome(case)
        assert (outcome.name, str(outcome.kind)) == ("lost control", "mishap")
        assert 0 < round(outcome.time / STEP) < 2000
        step = outcome.time / STEP
        assert step == pytest.approx(round(step), abs=1e-6)
        assert found.done[case]
    others = np.setdiff1d(np.arange(len(table)), [2, 7])
    assert np.array_equal(found.table[others], flown.table[others])


def test_control_lost_in_flight_is_named(flights) -> None:
    """Surfaces that jam in a strong crosswind gust roll the aircraft over before it touches."""
    c, state = flights[1]
    c = c._replace(aero=c.aero._replace(Cl_beta=2.0))
    end, _ = fly(c, state)
    found = batch.Flown(packed(table_of([(c, end)])), np.ones(1, np.int8))
    assert found.outcome(0).name == "lost control"
    assert np.isfinite(found.table).all()


@pytest.mark.parametrize(("column", "value"), [("inertia.mass", np.nan), ("law.gains.pressure", np.inf)])
def test_what_is_not_finite_is_refused_at_the_door(table, column, value) -> None:
    bad = table.copy()
    bad[3, POSITION[column]] = value
    with pytest.raises(InputError, match=rf"case 3: {column} is {value}"):
        fly_cases(bad)


def test_what_is_no_table_of_cases_is_refused() -> None:
    with pytest.raises(InputError, match="columns"):
        fly_cases(np.zeros((3, 5)))


def test_a_sea_that_is_not_there_is_refused(table) -> None:
    lost = table[:3].copy()
    lost[1, POSITION["passage.sea"]] = 4.0
    with pytest.raises(InputError, match="case 1: sea number 4, but there are 1"):
        fly_cases(lost)


def test_an_interruption_returns_what_is_done_and_the_rest_can_be_flown(ten_thousand) -> None:
    whole = fly_cases(ten_thousand, threads=2)
    many = np.concatenate([ten_thousand] * 4)

    def press(done: int, _: int) -> None:
        if done > 0:
            raise KeyboardInterrupt

    start = time.perf_counter()
    found = fly_cases(many, threads=2, chunk=64, progress=press)
    took = time.perf_counter() - start
    assert found.interrupted
    assert 0 < found.done.sum() < len(many)
    assert took < 10.0
    part = found.table[:10_000][found.done[:10_000]]
    assert np.array_equal(part, whole.table[found.done[:10_000]])
    resume(found, threads=2)
    assert found.done.all()
    assert not found.interrupted
    assert np.array_equal(found.table, np.concatenate([whole.table] * 4))


def test_progress_is_told(table) -> None:
    told = []
    fly_cases(table, threads=1, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(table), len(table))


def test_a_case_of_a_campaign_takes_less_than_four_kilobytes() -> None:
    """Of one condition, as campaigns have it: what cases share is kept once."""
    columns = {"sea_state": [4] * 16, "ship_speed": [5.0] * 16}
    flown = fly_table("recovery", "bayraktar-tb3", "izumo", columns, seed=3).flown
    kept = (flown.kept.own, flown.kept.moving, flown.status)
    per_case = sum(part.nbytes for part in kept) / 16
    assert per_case < 4096.0


def test_columns_are_named_once(table) -> None:
    assert len(block.COLUMNS) == len(set(block.COLUMNS)) == table.shape[1]
    assert block.COLUMNS[block.GROUNDED] == "grounded"


LOOPS = {
    block.step_in_air: "void(float64[::1], int64, float64)",
    block.step_on_deck: "void(float64[::1], int64, float64)",
    block.look_in_air: "void(float64[::1], int64, float64, float64)",
    block.look_on_deck: "void(float64[::1], int64, float64, float64)",
    block.decide_in_air: "void(float64[::1], int64, float64)",
    block.decide_on_deck: "void(float64[::1], int64, float64)",
    block.stir_lanes: "void(float64[::1], int64, float64)",
    block.noise_lanes: "void(float64[::1], int64, float64)",
}


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.__name__)
def test_the_lane_loops_are_vector_code(loop) -> None:
    """Nearly all floating-point arithmetic is packed: one call or branch in the way would make it scalar."""
    function = jit.lane_loop(loop.py_func)
    function.compile(LOOPS[loop])
    code = next(iter(function.inspect_asm().values()))
    # Registers wider than one number: ymm, zmm; or xmm with packed instructions where there is nothing wider.
    wide = len(re.findall(r"\sv?(?:add|sub|mul|div|sqrt|max|min|f[n]?m(?:add|sub)\d+)pd\s", code))
    narrow = len(re.findall(r"\sv?(?:add|sub|mul|div|sqrt|max|min|f[n]?m(?:add|sub)\d+)sd\s", code))
    # The scalar remainder of the loop, unrolled where it is short, stands beside the packed body.
    assert wide > 5
    assert wide > 0.35 * narrow


ELSEWHERE = """
import sys
import numpy as np
from shortdeck.flight.batch import fly_cases
from shortdeck.flight.sea_lanes import Seas
table = np.load(sys.argv[1])
seas = Seas(*np.load(sys.argv[3]).values())
np.save(sys.argv[2], fly_cases(table, seas=seas, threads=1).table)
"""


def test_without_vector_code_the_outcomes_are_the_same(table, flown, tmp_path) -> None:
    """Compiled for a plain processor, without vectorisation and fused operations."""
    given, got = tmp_path / "given.npy", tmp_path / "got.npy"
    np.save(given, table)
    sea = tmp_path / "seas.npz"
    np.savez(sea, *seas_of([izumo_at_sea()], []))
    plain = {"NUMBA_LOOP_VECTORIZE": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    code = [sys.executable, "-c", ELSEWHERE, str(given), str(got), str(sea)]
    subprocess.run(code, check=True, env=os.environ | plain)
    scalar = batch.Flown(packed(np.load(got)), np.ones(len(table), np.int8))
    assert not np.array_equal(scalar.table, flown.table)  # it was indeed other code
    for case in range(len(table)):
        assert scalar.outcome(case).name == flown.outcome(case).name
        assert scalar.figures(case) == pytest.approx(flown.figures(case), rel=1e-6, abs=1e-6)
