"""Wind over the sea: the triangle of velocities, and the logarithmic profile."""

from __future__ import annotations

from math import cos, hypot, log, pi, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.air.wind import REFERENCE_HEIGHT, SEA_ROUGHNESS, Air, air_of, wind_at

DECK = 16.0
SPEEDS = st.floats(0.0, 30.0)
ANGLES = st.floats(-pi, pi)


def air(
    *, wind_over_deck: float, wind_angle: float = 0.0, ship_speed: float = 0.0, heading: float = 0.0
) -> Air:
    return air_of(
        wind_over_deck=wind_over_deck, wind_angle=wind_angle, ship_speed=ship_speed, heading=heading,
        deck_height=DECK, density=1.225,
    )  # fmt: skip


@settings(deadline=None)
@given(SPEEDS, ANGLES, SPEEDS, ANGLES)
def test_wind_over_deck_is_true_wind_less_ship_velocity(
    w: float, angle: float, v: float, course: float
) -> None:
    a = air(wind_over_deck=w, wind_angle=angle, ship_speed=v, heading=course)
    over_deck = wind_at(a, DECK + REFERENCE_HEIGHT)
    assert over_deck[0] == pytest.approx(-w * cos(course + angle), abs=1e-9)
    assert over_deck[1] == pytest.approx(-w * sin(course + angle), abs=1e-9)
    assert (a.ship_north, a.ship_east) == pytest.approx((v * cos(course), v * sin(course)), abs=1e-9)
    assert a.true_north == pytest.approx(over_deck[0] + a.ship_north, abs=1e-9)
    assert a.true_east == pytest.approx(over_deck[1] + a.ship_east, abs=1e-9)


def test_signs() -> None:
    """From the bow the air moves aft; from starboard, to port."""
    ahead = wind_at(air(wind_over_deck=10.0), DECK + REFERENCE_HEIGHT)
    assert ahead == pytest.approx((-10.0, 0.0), abs=1e-9)
    starboard = wind_at(air(wind_over_deck=10.0, wind_angle=0.5 * pi), DECK + REFERENCE_HEIGHT)
    assert starboard == pytest.approx((0.0, -10.0), abs=1e-9)


def test_a_ship_in_still_air_makes_her_own_wind_at_every_height() -> None:
    a = air(wind_over_deck=12.0, ship_speed=12.0, heading=radians(70.0))
    assert hypot(a.true_north, a.true_east) == pytest.approx(0.0, abs=1e-12)
    for height in (2.0, 16.0, 200.0):
        assert hypot(*wind_at(a, height)) == pytest.approx(12.0, abs=1e-9)


def test_true_wind_falls_off_with_the_logarithm_of_height() -> None:
    a = air(wind_over_deck=15.0)
    top = DECK + REFERENCE_HEIGHT
    for height in (1.0, 5.0, 16.0, 100.0):
        share = log(height / SEA_ROUGHNESS) / log(top / SEA_ROUGHNESS)
        assert hypot(*wind_at(a, height)) == pytest.approx(15.0 * share, rel=1e-9)


@pytest.mark.parametrize("height", [0.0, -5.0, 1e-6])
def test_below_the_sea_the_wind_stays_finite_and_small(height: float) -> None:
    assert 0.0 < hypot(*wind_at(air(wind_over_deck=15.0), height)) < 0.25 * 15.0
