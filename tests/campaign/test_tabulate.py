"""Rows of many cases: the bits of each case set up by itself, whatever the cases have in common."""

from __future__ import annotations

import time

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.campaign.cases import cases
from shortdeck.errors import InputError
from shortdeck.flight.batch import POSITION
from shortdeck.flight.engine import begin, case_row
from shortdeck.flight.setup import launch_setup, recovery_setup

COLUMNS = {
    "recovery": {
        "wind_over_deck": [12.0, 12.0, 12.0, 9.0, 9.0, 12.0, 12.0],
        "wind_angle": [0.0, 0.0, -0.0, 0.2, 0.2, 0.0, 0.0],
        "sea_state": [4, 4, 4, 3, 4, 4, 4],
        "surface": ["dry", "dry", "dry", "dry", "wet", "dry", "dry"],
        "case": [7, 8, 7, 9, 1000, 7, 7],
        "engine_stops": [1e9, 20.0, 1e9, 1e9, 1e9, 1e9, 1e9],
        "surfaces_jam": [1e9, 1e9, 9.0, 1e9, 1e9, 1e9, 1e9],
        "left_brake": [1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 1.0],
        "right_brake": [1.0, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0],
        "side_error": [0.0, 2.0, -1.0, 0.0, 0.0, 0.0, 0.0],
        "aircraft.model.gear.brake": [0.3, 0.3, 0.3, 0.3, 0.3, 0.25, 0.3],
        "ship.model.deck.height": [16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 15.0],
        "setup.law.brake_delay": [0.5, 0.5, 0.8, 0.5, 0.5, 0.5, 0.5],
    },
    "launch": {
        "wind_over_deck": [12.0, 12.0, 12.0, 9.0],
        "sea_state": [4, 4, 4, 3],
        "mass": [1450.0, 1450.0, 1500.0, 1450.0],
        "abort_station": [1e6, 100.0, 1e6, 1e6],
        "ramp": [True, True, True, False],
    },
}


@pytest.mark.parametrize("task", ["recovery", "launch"])
def test_rows_are_those_of_each_case_by_itself(task) -> None:
    found = cases(task, sd.aircraft("bayraktar-tb3"), sd.ship("tcg-anadolu"), COLUMNS[task], seed=3)
    rows, seas = found.table()
    assert 1 < len(seas.low) < len(found)  # those in common are kept once
    set_up = launch_setup if task == "launch" else recovery_setup
    for case in range(len(found)):
        c, state, _ = set_up(*found.files(case), found.conditions(case))
        row = case_row(c, state)
        for name in COLUMNS[task]:
            if name.startswith("setup."):
                row[POSITION[name.removeprefix("setup.")]] = COLUMNS[task][name][case]
        row[POSITION["passage.sea"]] = rows[case, POSITION["passage.sea"]]
        np.testing.assert_array_equal(rows[case], begin(row[None])[0])


def test_a_campaign_can_go_on_from_any_case() -> None:
    wind = {"wind_over_deck": np.full(6, 12.0), "sea_state": np.full(6, 4)}
    whole = sd.fly_table("recovery", "bayraktar-tb3", "izumo", wind, seed=5)
    later = {name: values[:3] for name, values in wind.items()} | {"case": [5, 3, 4]}
    part = sd.fly_table("recovery", "bayraktar-tb3", "izumo", later, seed=5)
    for row, case in enumerate(later["case"]):
        assert part.flown.figures(row) == whole.flown.figures(case)
        assert part.flight(row, sample=None).figures == whole.flown.figures(case)
    assert list(part.table()["case"]) == [5, 3, 4]
    assert len({whole.flown.figures(case) for case in range(6)}) == 6


@pytest.mark.parametrize(
    ("given", "seed", "told"),
    [([0, 1], None, "give a seed"), ([0.5, 1.0], 1, "whole numbers"), ([-1, 0], 1, "whole numbers")],
)
def test_case_numbers_that_mean_nothing_are_refused(given, seed, told) -> None:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("izumo")
    with pytest.raises(InputError, match=told):
        cases("recovery", aircraft, ship, {"case": given, "mass": [1400.0, 1400.0]}, seed=seed)


def test_ten_thousand_cases_of_one_condition_take_half_a_second() -> None:
    columns = {"wind_over_deck": np.full(10_000, 12.0), "sea_state": np.full(10_000, 4)}
    found = cases("recovery", sd.aircraft("bayraktar-tb3"), sd.ship("izumo"), columns, seed=1)
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        rows, _ = found.table()
        best = min(best, time.perf_counter() - start)
    assert len(np.unique(rows[:, POSITION["passage.case"]])) == 10_000
    assert best < 0.5
