"""Level-flight performance: what follows from the polar, and the order of things."""

from __future__ import annotations

import math

import pytest

from shortdeck.air.atmosphere import GRAVITY, density
from shortdeck.airframe import performance
from shortdeck.airframe.performance_table import as_markdown, performance_table
from shortdeck.airframe.propulsion import pack_propulsion
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.catalog.loader import load

MASS = 1450.0


@pytest.fixture(scope="module")
def model():
    return load("bayraktar-tb3").model


def test_lift_equals_weight_at_the_stall(model):
    speed = performance.stall_speed(model, mass=MASS, flap=1.0)
    lift = 0.5 * 1.225 * speed**2 * model.geometry.wing_area.value * model.aerodynamics.CL_max_flap.value
    assert lift == pytest.approx(MASS * GRAVITY, rel=1e-5)
    assert speed < performance.stall_speed(model, mass=MASS)


def test_thrust_equals_drag_at_top_speed(model):
    speed = performance.max_speed(model, mass=MASS, altitude=3000.0)
    thrust = steady(pack_propulsion(model), 1.0, speed, float(density(3000.0))).thrust
    assert thrust == pytest.approx(performance.drag(model, speed=speed, mass=MASS, altitude=3000.0), rel=1e-6)


def test_least_drag_is_that_of_the_parabola(model):
    aero = model.aerodynamics
    k = model.geometry.wing_area.value / (math.pi * model.geometry.span.value**2 * aero.oswald.value)
    CL = math.sqrt(aero.CD_0.value / k + aero.CL_min_drag.value**2)
    best = CL / (aero.CD_0.value + k * (CL - aero.CL_min_drag.value) ** 2)
    found = max(
        MASS * GRAVITY / performance.drag(model, speed=v / 4, mass=MASS, altitude=0.0)
        for v in range(120, 320)
    )
    assert found == pytest.approx(best, rel=1e-3)
    assert 15.0 < best < 25.0


def test_gear_and_stores_cost_speed_and_climb(model):
    clean = performance.drag(model, speed=50.0, mass=MASS, altitude=0.0)
    assert performance.drag(model, speed=50.0, mass=MASS, altitude=0.0, gear=1.0) > clean
    assert performance.drag(model, speed=50.0, mass=MASS, altitude=0.0, stores=1.0) > clean
    assert performance.max_speed(model, mass=MASS, altitude=0.0, stores=1.0) < performance.max_speed(
        model, mass=MASS, altitude=0.0
    )


def test_climb_falls_with_mass_and_above_the_critical_altitude(model):
    at = performance.rate_of_climb
    assert at(model, mass=1450.0, altitude=0.0).rate > at(model, mass=1600.0, altitude=0.0).rate
    assert at(model, mass=MASS, altitude=7000.0).rate > at(model, mass=MASS, altitude=10000.0).rate


def test_half_a_metre_per_second_is_left_at_the_ceiling(model):
    ceiling = performance.service_ceiling(model, mass=MASS)
    assert performance.rate_of_climb(model, mass=MASS, altitude=ceiling).rate == pytest.approx(0.5, abs=1e-3)


def test_no_level_flight_above_the_ceiling(model):
    with pytest.raises(ValueError, match="above the ceiling"):
        performance.max_speed(model, mass=MASS, altitude=16000.0)


def test_endurance_grows_with_fuel_and_is_longest_at_best_loiter(model):
    def hours(fuel: float, speed: float | None) -> float:
        return performance.endurance(model, takeoff_mass=MASS, fuel=fuel, altitude=4000.0, speed=speed) / 3600

    assert 2.0 * hours(150.0, None) < hours(300.0, None)  # the second half is flown lighter
    assert hours(300.0, None) > hours(300.0, 55.0) > hours(300.0, 65.0)


def test_best_loiter_takes_least_power(model):
    loiter = performance.best_loiter(model, mass=MASS, altitude=2000.0)
    for speed in (0.97 * loiter.speed, 1.05 * loiter.speed):
        if speed > 1.1 * performance.stall_speed(model, mass=MASS, altitude=2000.0):
            assert performance.level_power(model, speed=speed, mass=MASS, altitude=2000.0) >= loiter.power


def test_power_beyond_the_engine_is_refused(model):
    with pytest.raises(ValueError, match="kW"):
        performance.level_power(model, speed=110.0, mass=MASS, altitude=0.0)


def test_table_holds_every_published_performance_figure():
    rows = performance_table(["bayraktar-tb3"])
    assert {row.quantity for row in rows} >= {
        "maximum speed",
        "ceiling, demonstrated",
        "endurance, demonstrated",
    }
    assert all(row.source.startswith("http") for row in rows)
    assert as_markdown(rows).count("\n") == len(rows) + 2
