"""The regulators in full flights: on the path in a calm, straight in crosswind, tight in turbulence."""

from __future__ import annotations

from math import radians

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.fly import fly_recovery
from shortdeck.flight.setup import recovery_setup

KNOT = 1852.0 / 3600.0


def approach(name: str, **conditions):
    """History of an approach from 300 m astern of the aim point to the touchdown, and the height error."""
    craft, ship = load_aircraft(name), load_ship("izumo")
    k = Conditions(**({"mass": craft.model.mass.landing.value} | conditions))
    c, _, _ = recovery_setup(craft, ship, k)
    law = c.law._replace(flare_height=0.0)
    flight = fly_recovery(craft, ship, k, setup=c._replace(law=law))
    h = flight.history
    station = h.main_x.values
    aim = (law.aim_x - station) * law.slope
    # Wheels over the deck, against the path of wheels that just touch at the aim point.
    chosen = (station > law.aim_x - 200.0) & (h.phase.values == 4.0)
    return flight, (-h.main_z.values - aim)[chosen]


@pytest.mark.parametrize("name", ["bayraktar-tb3", "bayraktar-tb2", "anka-s", "mojave", "mq-9b-stol"])
def test_in_a_calm_the_path_is_kept_within_a_decimetre(name: str) -> None:
    _, error = approach(name, wind_over_deck=20.0 * KNOT, ship_speed=20.0 * KNOT)
    assert len(error) > 100
    # Sinks and rises with the pitch, which the path of the centre of gravity does not: some centimetres.
    assert np.abs(error - np.median(error)).max() < 0.1


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_ten_knots_across_leave_no_offset_and_little_crab(side: float) -> None:
    k = {"wind_over_deck": 15.0 * KNOT, "wind_angle": side * radians(42.0)}
    flight, _ = approach("bayraktar-tb3", **k)
    h, s = flight.history, flight.summary()
    far = (h.main_x.values > -400.0) & (h.main_x.values < -150.0)
    offset = h.main_y.values[far] - flight.targets["line_y"]
    assert np.abs(offset).max() < 0.1
    assert np.abs(np.degrees(h.beta.values[far])).max() < 1.0  # crab: no sideslip far out
    assert np.sign(h.yaw.values[far][0]) == side
    assert abs(s["touchdown_offset_m"]) < 0.3
    touchdown = int(np.argmax(h.phase.values == 5.0))
    assert abs(np.degrees(h.yaw.values[touchdown])) < 3.5  # 8.3 deg of crab taken out
    assert np.sign(h["roll"].values[touchdown]) == side  # into the wind
    assert flight.outcome.name == "stopped"


def test_touchdowns_in_marine_turbulence_scatter_little() -> None:
    n = 96
    columns = {
        "wind_over_deck": [25.0 * KNOT] * n, "turbulence": ["marine"] * n, "airwake": [True] * n,
        "setup.law.flare_height": [0.0] * n,
    }  # fmt: skip
    table = sd.fly_table("recovery", "bayraktar-tb3", "izumo", columns, seed=3).table()
    touched = table["touchdown_ground_speed"] > 0.0
    assert touched.mean() > 0.9
    assert np.std(table["touchdown_x"][touched]) < 3.0
    assert np.std(table["touchdown_y"][touched]) < 0.3


def test_going_around_on_the_wheels_in_crosswind_keeps_the_deck() -> None:
    n = 48
    columns = {
        "wind_over_deck": [15.0 * KNOT] * n, "wind_angle": [radians(-60.0)] * n, "turbulence": ["marine"] * n,
        "airwake": [True] * n, "mass": [1250.0] * n,
    }  # fmt: skip
    outcomes = sd.fly_table("recovery", "bayraktar-tb3", "izumo", columns, seed=1).table()["outcome"]
    assert np.sum(outcomes == "went around") > 5
    assert not np.isin(outcomes, ["wing strike", "left the deck sideways"]).any()
