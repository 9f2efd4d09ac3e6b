"""What must not matter: where north is, who moves and who stands still, which side is port."""

import dataclasses
from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.numbers import number, numbers, with_value
from shortdeck.catalog.quantity import Polygon
from shortdeck.flight.engine import fly
from shortdeck.flight.figures import Figures
from shortdeck.flight.setup import Conditions, launch_setup, recovery_setup

KNOT = 1852.0 / 3600.0
TASKS = {"launch": (launch_setup, 90.0, 1450.0), "recovery": (recovery_setup, 240.0, 1250.0)}
SIGNED = {"touchdown_y", "stop_y", "touchdown_bank"}  # change sign in a mirror


def figures(task: str, aircraft, ship, **conditions) -> Figures:
    setup, duration, mass = TASKS[task]
    c, state, _ = setup(aircraft, ship, Conditions(mass=mass, **conditions))
    return fly(c, state, duration=duration)[0].figures


def assert_same(one: Figures, two: Figures, *, rel: float, mirrored: bool = False) -> None:
    for name, value in one._asdict().items():
        sign = -1.0 if mirrored and name in SIGNED else 1.0
        assert sign * getattr(two, name) == pytest.approx(value, rel=rel, abs=rel), name


@pytest.mark.parametrize("task", list(TASKS))
@settings(max_examples=5, deadline=None, derandomize=True)
@given(heading=st.floats(-pi, pi), wind=st.floats(8.0, 16.0), angle=st.floats(-0.3, 0.3))
def test_heading_does_not_matter(task, heading, wind, angle):
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    wind = {"wind_over_deck": wind, "wind_angle": angle, "ship_speed": 5.0}
    north = figures(task, aircraft, ship, **wind)
    turned = figures(task, aircraft, ship, heading=heading, **wind)
    assert_same(north, turned, rel=1e-6)


@pytest.mark.parametrize("task", list(TASKS))
@settings(max_examples=5, deadline=None, derandomize=True)
@given(ship_speed=st.floats(0.0, 12.0), heading=st.floats(-pi, pi))
def test_only_the_wind_over_deck_matters(task, ship_speed, heading):
    """The same wind over deck from ship or from true wind: all but the wind's profile is the same."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("izumo")
    setup, duration, mass = TASKS[task]

    def without_profile(speed: float) -> Figures:
        k = Conditions(
            mass=mass, wind_over_deck=12.0, wind_angle=0.2, ship_speed=speed, heading=heading
        )  # fmt: skip
        c, _, _ = setup(aircraft, ship, k)
        # The first state follows from the wind at its height: take that of a ship that makes all the wind.
        ahead = dataclasses.replace(k, ship_speed=12.0, wind_angle=0.0)
        _, state, _ = setup(aircraft, ship, ahead)
        # All of it as ship's wind: the profile multiplies nothing.
        air = c.air
        still = air._replace(
            ship_north=air.ship_north - air.true_north, ship_east=air.ship_east - air.true_east,
            true_north=0.0, true_east=0.0,
        )  # fmt: skip
        return fly(c._replace(air=still), state, duration=duration)[0].figures

    assert_same(without_profile(0.0), without_profile(ship_speed), rel=1e-6)


@pytest.mark.parametrize("task", list(TASKS))
def test_the_profile_of_the_true_wind_matters_little_on_deck(task):
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("izumo")
    wind = {"wind_over_deck": 12.0}
    one, two = (figures(task, aircraft, ship, ship_speed=speed, **wind) for speed in (0.0, 12.0))
    name = {"launch": "airborne_x", "recovery": "stop_x"}[task]
    assert getattr(one, name) != getattr(two, name)
    assert getattr(one, name) == pytest.approx(getattr(two, name), rel=0.15)


def mirrored_ship(ship):
    """The ship with port and starboard exchanged."""

    def flip(item):
        if isinstance(item, Polygon):
            return dataclasses.replace(item, points=tuple((x, -y) for x, y in reversed(item.points)))
        return item

    deck = ship.model.deck
    islands = tuple(i.model_copy(update={"outline": flip(i.outline)}) for i in deck.islands)
    deck = deck.model_copy(update={"outline": flip(deck.outline), "islands": islands})
    other = ship.model_copy(update={"model": ship.model.model_copy(update={"deck": deck})})
    ends = {"model.deck.ramp.port": "model.deck.ramp.starboard",
            "model.deck.ramp.starboard": "model.deck.ramp.port"}  # fmt: skip
    known = {path for path, _ in numbers(ship)}
    for path in ("model.deck.runway.y", "model.deck.runway.angle", *ends):
        if path in known:
            value = -number(ship, ends.get(path, path)).value
            other = with_value(other, path, value, check_file=False)
    return other


def mirrored_aircraft(aircraft):
    """The aircraft with a propeller that turns the other way; its shape is symmetric."""
    propeller = aircraft.model.propeller
    other = {"clockwise": "counter-clockwise", "counter-clockwise": "clockwise"}[propeller.sense]
    model = aircraft.model.model_copy(update={"propeller": propeller.model_copy(update={"sense": other})})
    return aircraft.model_copy(update={"model": model})


@pytest.mark.parametrize("task", list(TASKS))
@pytest.mark.parametrize("name", ["tcg-anadolu", "izumo"])
@settings(max_examples=4, deadline=None, derandomize=True)
@given(wind=st.floats(9.0, 16.0), angle=st.floats(-0.4, 0.4))
def test_a_mirror_shows_the_same_flight(task, name, wind, angle):
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship(name)
    here = figures(task, aircraft, ship, wind_over_deck=wind, wind_angle=angle)
    there = figures(
        task, mirrored_aircraft(aircraft), mirrored_ship(ship), wind_over_deck=wind, wind_angle=-angle
    )
    assert_same(here, there, rel=1e-6, mirrored=True)
