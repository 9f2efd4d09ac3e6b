"""The catalogue's aircraft are physically sound: balance, trim, stall, stance on the wheels, loads."""

from __future__ import annotations

from math import atan2, degrees, pi, sqrt
from typing import Any

import pytest

from shortdeck.catalog import loader

GRAVITY = 9.80665
DENSITY = 1.225
FLYING = [name for name in loader.names("aircraft") if name not in ("aerosonde", "navion")]
FOLDING = ("bayraktar-tb3", "mq-9b-stol")


@pytest.fixture(params=FLYING)
def model(request: pytest.FixtureRequest) -> Any:
    return loader.load(request.param).model


def value(item: Any) -> float:
    return float(item.value)


def stall_speed(model: Any, mass: float, CL_max: float) -> float:
    return sqrt(2.0 * mass * GRAVITY / (DENSITY * value(model.geometry.wing_area) * CL_max))


def trim(model: Any, speed: float, mass: float, flap: float) -> tuple[float, float]:
    """Angle of attack and elevator (rad) in level flight without thrust moments."""
    a = model.aerodynamics
    CL = mass * GRAVITY / (0.5 * DENSITY * speed**2 * value(a_area(model)))
    lift = CL - value(a.CL_0) - value(a.CL_flap) * flap
    moment = -value(a.Cm_0) - value(a.Cm_flap) * flap
    determinant = value(a.CL_alpha) * value(a.Cm_elevator) - value(a.CL_elevator) * value(a.Cm_alpha)
    alpha = (lift * value(a.Cm_elevator) - value(a.CL_elevator) * moment) / determinant
    elevator = (value(a.CL_alpha) * moment - value(a.Cm_alpha) * lift) / determinant
    return alpha, elevator


def a_area(model: Any) -> Any:
    return model.geometry.wing_area


def test_every_aircraft_of_the_project_is_there() -> None:
    assert set(FLYING) == {"bayraktar-tb3", "bayraktar-tb2", "anka-s", "mojave", "mq-9b-stol", "mq-1c"}
    assert set(loader.names("parked")) == {"aw101", "f-35b", "nh90", "sh-60k", "v-22"}


def test_static_margin_is_that_of_a_flyable_aircraft(model: Any) -> None:
    a = model.aerodynamics
    margin = -value(a.Cm_alpha) / value(a.CL_alpha)
    assert 0.05 < margin < 0.20


def test_lateral_derivatives_have_the_signs_of_a_stable_aircraft(model: Any) -> None:
    a = model.aerodynamics
    assert value(a.Cn_beta) > 0.02
    for coefficient in (a.CY_beta, a.Cl_beta, a.Cl_p, a.Cn_r, a.Cn_rudder, a.Cm_q, a.Cm_elevator):
        assert value(coefficient) < 0.0
    assert value(a.Cl_aileron) > 0.1
    assert value(a.CY_rudder) > 0.0


@pytest.mark.parametrize("flap", [0.0, 0.5, 1.0])
def test_trimmable_from_near_the_stall_to_twice_its_speed(model: Any, flap: float) -> None:
    a = model.aerodynamics
    CL_max = value(a.CL_max) + flap * (value(a.CL_max_flap) - value(a.CL_max))
    for mass in (value(model.mass.landing), max(value(item) for item in model.mass.takeoff)):
        for factor in (1.05, 1.3, 2.0):
            speed = factor * stall_speed(model, mass, CL_max)
            _, elevator = trim(model, speed, mass, flap)
            assert -value(model.controls.elevator_up) < elevator < value(model.controls.elevator_down)


def test_lift_off_attitude_clears_the_tail(model: Any) -> None:
    a, launch = model.aerodynamics, model.launch
    mass, flap = max(value(item) for item in model.mass.takeoff), value(launch.flap)
    CL_max = value(a.CL_max) + flap * (value(a.CL_max_flap) - value(a.CL_max))
    speed = value(launch.speed_factor) * stall_speed(model, mass, CL_max)
    alpha, _ = trim(model, speed, mass, flap)
    assert alpha < tail_down_angle(model)


def tail_down_angle(model: Any) -> float:
    main, shape, propeller = model.gear.main, model.geometry, model.propeller
    tail = atan2(value(shape.tail_z), value(shape.tail_x) - value(main.x))
    disc = value(propeller.z) - value(propeller.diameter) / 2
    return min(tail, atan2(disc, value(propeller.x) - value(main.x)))


def test_stance_on_the_wheels(model: Any) -> None:
    nose, main, mass = model.gear.nose, model.gear.main, model.mass
    wheelbase = value(main.x) - value(nose.x)
    assert 0.07 < (value(main.x) - value(mass.cg_x)) / wheelbase < 0.16
    behind = degrees(atan2(value(main.x) - value(mass.cg_x), value(mass.cg_z)))
    assert 8.0 < behind < 16.0
    assert 8.0 < degrees(tail_down_angle(model)) < 16.0
    # Tip-over: the centre of gravity against the line from nose wheel to main wheel, seen along it.
    sine = value(main.y) / sqrt(wheelbase**2 + value(main.y) ** 2)
    overturn = degrees(atan2(value(mass.cg_z), (value(mass.cg_x) - value(nose.x)) * sine))
    assert overturn < 63.0
    assert value(model.propeller.z) - value(model.propeller.diameter) / 2 > 0.25


def test_legs_carry_the_aircraft_at_rest_on_the_ground_line(model: Any) -> None:
    gear, mass = model.gear, model.mass
    weight = value(mass.reference) * GRAVITY
    share = (value(gear.main.x) - value(mass.cg_x)) / (value(gear.main.x) - value(gear.nose.x))
    for leg, load in ((gear.nose, share * weight), (gear.main, (1.0 - share) * weight / 2.0)):
        deflection = load / value(leg.stiffness)
        assert deflection == pytest.approx(value(leg.extension), rel=0.05)
        assert 0.15 * value(leg.stroke) < deflection < 0.45 * value(leg.stroke)
        assert load < 0.7 * value(leg.load_limit)


def drop(model: Any, sink: float) -> tuple[float, float]:
    """Peak load and compression of a main leg: landing mass on two legs, lift two thirds of weight."""
    leg, mass = model.gear.main, value(model.mass.landing) / 2.0
    x, v, step, peak = 0.0, sink, 2e-5, 0.0
    while v > 0.0:
        force = value(leg.stiffness) * x + value(leg.damping) * v
        peak = max(peak, force)
        v += step * (GRAVITY / 3.0 - force / mass)
        x += step * v
    return peak, x


def test_landing_at_the_sink_limit_stays_below_the_limit_load_and_within_the_stroke(model: Any) -> None:
    peak, compression = drop(model, value(model.recovery.sink_limit))
    assert peak < value(model.gear.main.load_limit)
    assert compression < value(model.gear.main.stroke)


def test_masses_add_up(model: Any) -> None:
    mass = model.mass
    largest = max(value(item) for item in mass.takeoff)
    full = value(mass.empty) + value(mass.fuel) + value(mass.payload)
    assert full == pytest.approx(largest, rel=0.06)


def test_weight_per_wing_area_and_reference_lengths_fit_together(model: Any) -> None:
    shape = model.geometry
    assert value(shape.mean_chord) == pytest.approx(value(shape.wing_area) / value(shape.span), rel=0.12)
    assert 50.0 < value(model.mass.landing) / value(shape.wing_area) < 200.0


@pytest.mark.parametrize(
    ("name", "mass", "speed", "tolerance"),
    [
        ("bayraktar-tb3", 1450.0, 30.0, 0.12),
        ("bayraktar-tb3", 1600.0, 31.6, 0.12),
        ("bayraktar-tb2", 650.0, 22.0, 0.14),
    ],
)
def test_stall_speed_with_full_flap(name: str, mass: float, speed: float, tolerance: float) -> None:
    model = loader.load(name).model
    found = stall_speed(model, mass, value(model.aerodynamics.CL_max_flap))
    assert found == pytest.approx(speed, rel=tolerance)


def test_only_the_folding_aircraft_fold() -> None:
    assert {name for name in FLYING if loader.load(name).model.fold is not None} == set(FOLDING)


def test_navion_polar_has_the_published_lift_drag_and_drag_slope() -> None:
    model = loader.load("navion").model
    a, shape = model.aerodynamics, model.geometry
    factor = 1.0 / (pi * value(a.oswald) * value(shape.span) ** 2 / value(shape.wing_area))
    excess = value(a.CL_0) - value(a.CL_min_drag)
    assert value(a.CL_0) == pytest.approx(0.41)
    assert value(a.CD_0) + factor * excess**2 == pytest.approx(0.05, abs=1e-5)
    assert value(a.CD_alpha) + 2.0 * factor * excess * value(a.CL_alpha) == pytest.approx(0.33, abs=1e-4)
