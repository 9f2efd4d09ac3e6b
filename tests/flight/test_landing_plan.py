"""Plans of landings are held against the flights that they are plans of."""

from math import radians

import pytest

from shortdeck.airframe.propulsion_steady import steady
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.numbers import with_value
from shortdeck.flight.assemble import standing
from shortdeck.flight.fly import fly_recovery
from shortdeck.flight.landing_plan import (
    SCATTER,
    SIGMAS,
    last_wave_off,
    stop,
    tail_pitch,
    wheel_angle,
)
from shortdeck.flight.landing_run import ramp_slope
from shortdeck.flight.setup import Conditions, recovery_setup

KNOT = 1852.0 / 3600.0


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


def planned(aircraft, ship, k):
    """Setup of a recovery, its targets, and its landing run."""
    c, _, targets = recovery_setup(aircraft, ship, k)
    run = stop(
        c, aircraft.model.gear, aircraft.model.recovery, ground=targets["closure_speed"],
        headwind=k.wind_over_deck, rest_pitch=standing(c)[1],
        thrust=steady(c.propulsion, c.law.trim.throttle, c.law.airspeed, k.density).thrust,
    )  # fmt: skip
    return c, targets, run


@pytest.mark.parametrize(
    ("wind", "surface"), [(18.0, "dry"), (25.0, "dry"), (35.0, "dry"), (25.0, "wet"), (40.0, "oily")]
)
def test_a_landing_run_is_as_long_as_planned(tb3, izumo, wind, surface):
    k = Conditions(mass=1250.0, wind_over_deck=wind * KNOT, surface=surface)
    flown = fly_recovery(tb3, izumo, k, sample=None).summary()["stopping_distance_m"]
    assert planned(tb3, izumo, k)[2].distance == pytest.approx(flown, rel=0.1)


@pytest.mark.parametrize("name", ["anka-s", "mq-9b-stol", "bayraktar-tb2", "mojave"])
def test_so_are_those_of_other_aircraft(izumo, name):
    aircraft = load_aircraft(name)
    mass = aircraft.model.mass.landing.value
    speed = recovery_setup(aircraft, izumo, Conditions(mass=mass))[2]["approach_speed"]
    k = Conditions(mass=mass, wind_over_deck=0.3 * speed)
    flown = fly_recovery(aircraft, izumo, k, sample=None).summary()["stopping_distance_m"]
    assert planned(aircraft, izumo, k)[2].distance == pytest.approx(flown, rel=0.05)


def test_the_zone_lies_between_the_sterns_clearance_and_the_last_stop(tb3):
    for ship in (load_ship("izumo"), load_ship("tcg-anadolu")):
        for wind in (15.0, 25.0, 35.0):
            c, targets, run = planned(tb3, ship, Conditions(mass=1250.0, wind_over_deck=wind * KNOT))
            clear = ship.model.deck.runway.stern_clearance.value
            assert c.law.aim_x * c.law.slope >= clear - 1e-9
            assert c.law.last_touchdown >= c.law.aim_x + 0.5 * SIGMAS * SCATTER - 1e-9
            if c.law.last_touchdown > c.law.aim_x + 0.5 * SIGMAS * SCATTER + 1e-6:
                assert c.law.last_touchdown + run.distance < targets["deck_end_x"]


def test_a_flare_is_flown_only_where_it_is_needed(tb3, izumo):
    calm = Conditions(mass=1250.0, wind_over_deck=25.0 * KNOT)
    assert recovery_setup(tb3, izumo, calm)[0].law.flare_height == 0.0
    weak = with_value(tb3, "model.recovery.sink_limit", 2.0, check_file=False)
    assert recovery_setup(weak, izumo, calm)[0].law.flare_height > 0.0
    # A steep path lowers the nose towards the pitch at which its wheel would touch first.
    steep = with_value(tb3, "model.recovery.glideslope", radians(5.0))
    assert recovery_setup(steep, izumo, calm)[0].law.flare_height > 0.0


def test_a_higher_sink_or_a_slower_engine_needs_an_earlier_decision(tb3, izumo):
    c = recovery_setup(tb3, izumo, Conditions(mass=1250.0, wind_over_deck=25.0 * KNOT))[0]
    lazy = c._replace(propulsion=c.propulsion._replace(inv_lag=0.5 * c.propulsion.inv_lag))
    assert last_wave_off(c, sink=2.0) > last_wave_off(c, sink=1.0) > 0.0
    assert last_wave_off(lazy, sink=1.0) > last_wave_off(c, sink=1.0)


def test_wheels_touch_together_and_the_tail_touches_later(tb3, izumo):
    c = recovery_setup(tb3, izumo, Conditions(mass=1250.0))[0]
    assert abs(wheel_angle(c)) < radians(2.0)
    assert tail_pitch(c) > radians(8.0)


def test_slope_of_a_ramp_is_that_of_its_height(tb3):
    ship = load_ship("tcg-anadolu")
    d = recovery_setup(tb3, ship, Conditions(mass=1250.0, wind_over_deck=12.0))[0].deck
    assert ramp_slope(d, d.ramp_start - 1.0) == 0.0
    end = ramp_slope(d, d.length)
    assert end == pytest.approx(ship.model.deck.ramp.exit_angle.value, rel=0.03)
    slopes = [ramp_slope(d, d.ramp_start + k) for k in range(0, 30, 5)]
    assert slopes == sorted(slopes)


@pytest.mark.parametrize("name", ["anka-s", "mq-9b-stol", "mojave", "bayraktar-tb3"])
def test_a_long_runway_needs_no_wind(name):
    # The flare lifts the nose: an approach with the nose below the attitude at rest is no reason to wave off.
    craft, field = load_aircraft(name), load_ship("airfield")
    flight = fly_recovery(craft, field, Conditions(mass=craft.model.mass.landing.value))
    assert flight.outcome.name == "stopped"
    assert flight.figures.t_nose > flight.figures.t_touchdown + 0.5
    c, _, targets = recovery_setup(craft, field, flight.conditions)
    raised = flight.figures.touchdown_pitch - targets["approach_pitch"]
    planned = wheel_angle(c) + craft.model.recovery.gates.attitude.value - c.law.gates.attitude
    assert raised > planned > 0.01  # the gate counts on less than the flare gives
