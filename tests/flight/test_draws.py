"""Random numbers that are given fly the flight that draws them; what is not given is drawn as ever."""

from __future__ import annotations

import numpy as np
import pytest

from shortdeck.autopilot.sensing import BIASES
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight.batch import fly_cases, table_of
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.draws import BREATH_COLUMNS, Draws, layout
from shortdeck.flight.engine import state_in
from shortdeck.flight.lanes import zeros
from shortdeck.flight.sea_lanes import seas_of
from shortdeck.flight.setup import launch_setup
from shortdeck.flight.state import State
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics.random import (
    AIRWAKE,
    SEA,
    SENSOR_BIAS,
    TURBULENCE,
    WAVE_FREQUENCY,
    draw,
    draw_uniform,
)
from shortdeck.vessel.seaway import COMPONENTS, RANK

SEED, CASES = 5, 11


@pytest.fixture(scope="module")
def launches():
    """Rows of launches at sea, their seas, and their flights."""
    craft, ship = load_aircraft("bayraktar-tb3"), load_ship("izumo")
    words = weather(ship, Words(sea_state=5, ship_speed=6.0, seed=SEED))
    rows = []
    for case in range(CASES):
        k = Conditions(**(words | {"mass": 1450.0, "case": case}))
        rows.append(launch_setup(craft, ship, k)[:2])
    seas = seas_of([words["seaway"]], [])
    table = table_of(rows)
    return table, seas, fly_cases(table, seas=seas, threads=1)


def numbers(sea: bool, breaths: int, sensors: bool = False) -> Draws:
    """What the cases would draw, as given numbers."""
    columns, empty = layout(sea=sea, sensors=sensors, breaths=breaths)
    out = np.zeros((CASES, columns))
    for case in range(CASES):
        if sea:
            out[case, :COMPONENTS] = draw_uniform(SEED, case, WAVE_FREQUENCY, 2 * COMPONENTS)[::2]
            normal = draw(SEED, case, SEA, 2 * COMPONENTS * RANK)
            out[case, COMPONENTS : COMPONENTS + normal.size] = normal
        if sensors:
            out[case, empty.sensors : empty.sensors + BIASES] = draw(SEED, case, SENSOR_BIAS, BIASES)
        if breaths:
            air = out[case, empty.air :].reshape(breaths, BREATH_COLUMNS)
            air[:, :6] = draw(SEED, case, TURBULENCE, 6 * breaths).reshape(breaths, 6)
            air[:, 6:] = draw(SEED, case, AIRWAKE, 4 * breaths).reshape(breaths, 4)[:, :3]
    return empty._replace(numbers=out)


@pytest.mark.parametrize(
    ("sea", "breaths", "sensors"),
    [(True, 900, True), (True, 0, False), (False, 900, False), (True, 120, True), (False, 0, True)],
)
def test_given_numbers_fly_the_flight_that_draws_them(launches, sea, breaths, sensors) -> None:
    """All of them, those of the sea, the air or the sensors alone, or of the air's first seconds."""
    table, seas, drawn = launches
    given = fly_cases(table, seas=seas, threads=1, draws=numbers(sea, breaths, sensors))
    like = zeros(State)
    for case in range(CASES):
        one, other = (state_in(f.kept.moving[case], like).figures for f in (drawn, given))
        assert other == pytest.approx(one, rel=1e-9, abs=1e-9)


def test_each_given_number_counts(launches) -> None:
    table, seas, _ = launches
    before = numbers(True, 300, True)
    base = fly_cases(table[:1], seas=seas, threads=1, draws=before._replace(numbers=before.numbers[:1]))
    random = np.random.default_rng(2)
    at_sea = random.choice(before.sensors, 4, replace=False)
    sensors = before.sensors + np.array([18])  # of the airspeed, which a launch goes by
    in_air = before.air + random.choice(120 * BREATH_COLUMNS, 4, replace=False)
    for column in (*at_sea, *sensors, *in_air):
        moved = before.numbers[:1].copy()
        moved[0, column] = 0.5 * moved[0, column] + 0.25
        found = fly_cases(table[:1], seas=seas, threads=1, draws=before._replace(numbers=moved))
        assert not np.array_equal(found.kept.moving, base.kept.moving), column


def test_numbers_that_do_not_belong_to_the_cases_are_refused(launches) -> None:
    table, seas, _ = launches
    with pytest.raises(InputError, match=r"given random numbers of shape \(11, .*\(3, "):
        fly_cases(table[:3], seas=seas, draws=numbers(True, 10))
