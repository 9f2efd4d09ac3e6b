"""Propeller, governor and engine: momentum theory, energy, mirror, governed speed."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.air.atmosphere import density
from shortdeck.airframe.propulsion import (
    Propulsion,
    available_power,
    blades,
    disc_area,
    momentum_thrust,
    pack_propulsion,
    propulsion,
    thrust_line,
)
from shortdeck.airframe.propulsion_steady import steady, steady_at_thrust
from shortdeck.catalog.aircraft import ElectricPropulsion
from shortdeck.catalog.loader import load
from shortdeck.numerics.jit import driver

SEA_LEVEL = 1.225
STEP = 0.005


@pytest.fixture(scope="module")
def model():
    return load("bayraktar-tb3").model


@pytest.fixture(scope="module")
def p(model) -> Propulsion:
    return pack_propulsion(model)


@pytest.fixture(scope="module")
def electric(model) -> Propulsion:
    # Beard and McLain's Aerosonde motor and propeller (mavsim): KV 145 rpm/V, 20 inch, 12 cells.
    motor = ElectricPropulsion.model_validate(
        {
            "diameter": "20 inch", "KV": 145 * 2 * math.pi / 60, "resistance": 0.042, "current_0": 1.5,
            "voltage": 44.4, "CT_0": 0.09357, "CT_1": -0.06044, "CT_2": -0.1079,
            "CQ_0": 0.00523, "CQ_1": 0.00497, "CQ_2": -0.01664, "x": "0 m", "z": "0 m",
        }
    )  # fmt: skip
    return pack_propulsion(model.model_copy(update={"electric": motor, "engine": None, "propeller": None}))


@driver
def _fly(p, throttle, speed, rho, omega, pitch, power, inflow, steps, step):
    """Semi-implicit Euler; largest and smallest propeller speed on the way, then the states."""
    highest = omega
    lowest = omega
    for _ in range(steps):
        available = available_power(p, rho)
        out = propulsion(p, throttle, speed, rho, available, omega, pitch, power, inflow)
        omega += step * out.omega_dot
        pitch += step * out.pitch_dot
        power += step * out.power_dot
        inflow += step * out.inflow_dot
        highest = max(highest, omega)
        lowest = min(lowest, omega)
    return highest, lowest, omega, pitch, power, inflow


@driver
def _once(p, throttle, speed, rho, omega, pitch, power, inflow):
    return propulsion(p, throttle, speed, rho, available_power(p, rho), omega, pitch, power, inflow)


def test_static_thrust_is_a_fair_share_of_the_actuator_disc(p):
    at_rest = steady(p, 1.0, 0.0, SEA_LEVEL)
    ideal_power = at_rest.thrust**1.5 / math.sqrt(2.0 * SEA_LEVEL * disc_area(p))
    assert 0.55 < ideal_power / at_rest.power < 0.75
    assert at_rest.thrust == pytest.approx(3900.0, abs=500.0)


def test_thrust_falls_with_speed_and_efficiency_is_that_of_a_good_propeller(p):
    thrusts = [steady(p, 1.0, v, SEA_LEVEL).thrust for v in range(0, 101, 10)]
    assert all(a > b for a, b in pairwise(thrusts))
    for altitude, speed in ((0.0, 60.0), (0.0, 80.0), (5500.0, 60.0)):
        settled = steady(p, 1.0, speed, float(density(altitude)))
        assert 0.75 < settled.thrust * speed / settled.power < 0.88


def test_settled_state_obeys_momentum_theory_and_stands_still(p):
    for speed in (0.0, 25.0, 70.0):
        s = steady(p, 0.8, speed, SEA_LEVEL)
        assert s.thrust == pytest.approx(
            2.0 * SEA_LEVEL * disc_area(p) * s.inflow * (speed + s.inflow), rel=1e-6
        )
        out = _once(p, 0.8, speed, SEA_LEVEL, s.omega, s.pitch, s.power, s.inflow)
        assert abs(out.omega_dot) < 1e-4
        assert abs(out.pitch_dot) < 1e-4
        assert abs(out.power_dot) < 1e-3
        assert abs(out.inflow_dot) < 1e-3
        assert out.thrust == pytest.approx(s.thrust, rel=1e-9)
        assert out.torque == pytest.approx(s.torque, rel=1e-6)


def test_lightly_loaded_disc_induces_thrust_over_twice_the_mass_flow(p):
    speed, thrust = 100.0, 50.0
    s = steady_at_thrust(p, thrust, speed, SEA_LEVEL)
    assert s.inflow == pytest.approx(thrust / (2.0 * SEA_LEVEL * disc_area(p) * speed), rel=0.01)


def test_far_wash_is_twice_the_velocity_at_the_disc(p):
    far = p._replace(wash_growth=2.0)
    s = steady(far, 1.0, 30.0, SEA_LEVEL)
    # Momentum: T = mass flow times velocity added far behind.
    assert s.thrust == pytest.approx(SEA_LEVEL * disc_area(p) * (30.0 + s.inflow) * s.wash_speed, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    throttle=st.floats(0.0, 1.0),
    speed=st.floats(0.0, 120.0),
    altitude=st.floats(0.0, 12000.0),
)
def test_useful_power_never_exceeds_shaft_power(throttle, speed, altitude):
    p = pack_propulsion(load("bayraktar-tb3").model)
    s = steady(p, throttle, speed, float(density(altitude)))
    assert s.thrust * speed < s.power


@settings(max_examples=200, deadline=None)
@given(
    throttle=st.floats(-0.5, 1.5),
    speed=st.floats(-60.0, 200.0),
    rho=st.floats(0.05, 1.6),
    omega=st.floats(0.0, 500.0),
    pitch=st.floats(-0.5, 1.6),
    power=st.floats(0.0, 3e5),
    inflow=st.floats(-80.0, 120.0),
)
def test_finite_everywhere(throttle, speed, rho, omega, pitch, power, inflow):
    p = pack_propulsion(load("bayraktar-tb3").model)
    assert all(math.isfinite(x) for x in _once(p, throttle, speed, rho, omega, pitch, power, inflow))


def test_finite_at_rest_with_everything_stopped(p, electric):
    for q in (p, electric):
        assert all(math.isfinite(x) for x in _once(q, 0.0, 0.0, SEA_LEVEL, 0.0, 0.0, 0.0, 0.0))
        assert all(math.isfinite(x) for x in _once(q, 0.0, -20.0, SEA_LEVEL, 0.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize("speed", [0.0, 35.0, 80.0])
@pytest.mark.parametrize("altitude", [0.0, 9000.0])
def test_governor_holds_speed_through_a_throttle_step(p, speed, altitude):
    rho = float(density(altitude))
    s = steady(p, 0.4, speed, rho)
    highest, lowest, omega, pitch, power, _ = _fly(
        p, 1.0, speed, rho, s.omega, s.pitch, s.power, s.inflow, 2000, STEP
    )
    assert highest < 1.03 * p.speed
    assert lowest > 0.97 * min(p.speed, s.omega)
    end = steady(p, 1.0, speed, rho)
    assert omega == pytest.approx(end.omega, rel=2e-3)
    assert pitch == pytest.approx(end.pitch, abs=2e-3)
    assert power == pytest.approx(float(available_power(p, rho)), rel=1e-3)


def test_step_of_5_ms_is_converged(p):
    s = steady(p, 0.4, 35.0, SEA_LEVEL)
    start = (s.omega, s.pitch, s.power, s.inflow)
    coarse = _fly(p, 1.0, 35.0, SEA_LEVEL, *start, 200, STEP)
    fine = _fly(p, 1.0, 35.0, SEA_LEVEL, *start, 2000, STEP / 10.0)
    assert coarse[2:] == pytest.approx(fine[2:], rel=5e-3)


@pytest.mark.parametrize("speed", [-20.0, 0.0, 30.0, 60.0, 110.0])
def test_closed_throttle_stays_bounded(p, speed):
    s = steady(p, 1.0, max(speed, 0.0), SEA_LEVEL)
    highest, lowest, omega, pitch, power, inflow = _fly(
        p, 0.0, speed, SEA_LEVEL, s.omega, s.pitch, s.power, s.inflow, 6000, STEP
    )
    assert highest < 1.1 * p.speed
    assert lowest > 0.1 * p.speed
    assert abs(inflow) < 60.0
    assert p.pitch_min - 1e-3 < pitch < p.pitch_max + 1e-3
    assert power == pytest.approx(p.idle * p.power, rel=1e-3)
    assert omega < 1.02 * p.speed


def test_windmilling_brakes(p):
    assert steady(p, 0.0, 60.0, SEA_LEVEL).thrust < 0.0


def test_engine_keeps_its_power_to_the_critical_altitude(p, model):
    critical = model.engine.critical_altitude.value
    assert float(available_power(p, float(density(0.0)))) == pytest.approx(p.power)
    assert float(available_power(p, float(density(critical)))) == pytest.approx(p.power, rel=1e-9)
    ratio = float(density(9144.0)) / float(density(critical))
    assert float(available_power(p, float(density(9144.0)))) == pytest.approx(
        p.power * ratio**p.lapse, rel=1e-9
    )


def test_power_follows_the_throttle_with_its_lag(p):
    s = steady(p, 0.2, 40.0, SEA_LEVEL)
    steps = round(1.0 / p.inv_lag / 0.001)
    *_, power, _ = _fly(p, 0.8, 40.0, SEA_LEVEL, s.omega, s.pitch, s.power, s.inflow, steps, 0.001)
    end = p.power * (p.idle + 0.8 * (1.0 - p.idle))
    assert (power - s.power) / (end - s.power) == pytest.approx(1.0 - math.exp(-1.0), abs=2e-3)


def test_mirrored_propeller_turns_torque_and_angular_momentum_alone(p):
    state = (0.7, 30.0, SEA_LEVEL, 230.0, 0.3, 9e4, 10.0)
    one, other = _once(p, *state), _once(p._replace(sense=-p.sense), *state)
    assert other.torque == -one.torque
    assert other.angular_momentum == -one.angular_momentum
    flip = {"torque", "angular_momentum"}
    assert all(getattr(one, f) == getattr(other, f) for f in one._fields if f not in flip)


def test_reaction_to_a_clockwise_propeller_rolls_left(p):
    assert p.sense == 1.0
    assert steady(p, 1.0, 0.0, SEA_LEVEL).torque < 0.0


def test_blade_load_is_proportional_to_density(p):
    one = blades(p, 240.0, 0.3, 40.0, 5.0, 1.0)
    half = blades(p, 240.0, 0.3, 40.0, 5.0, 0.5)
    assert half == pytest.approx([0.5 * x for x in one])


def test_momentum_thrust_rises_with_inflow_for_either_direction_of_flight(p):
    for speed in (-30.0, 0.0, 30.0):
        values = [momentum_thrust(p, speed, 0.5 * i, SEA_LEVEL) for i in range(-200, 201)]
        assert all(a <= b for a, b in pairwise(values))


def test_electric_motor_balances_its_torques(electric):
    # Beard and McLain's eq. 4.18 to 4.22, evaluated term by term at 25 m/s and the trim throttle.
    rho, speed, throttle = 1.2682, 25.0, 0.676776
    s = steady(electric, throttle, speed, rho)
    D, n = 2.0 * electric.radius, s.omega / (2.0 * math.pi)
    J = speed / (n * D)
    resistance = electric.KQ / electric.KQ_over_R
    current = (throttle * electric.voltage - electric.KQ * s.omega) / resistance
    assert electric.KQ * (current - electric.current_0) == pytest.approx(-s.torque, rel=1e-9)
    CT = electric.CT_0 + electric.CT_1 * J + electric.CT_2 * J * J
    assert s.thrust == pytest.approx(rho * n * n * D**4 * CT, rel=1e-9)


def test_electric_propulsion_leaves_the_states_alone(electric):
    out = _once(electric, 0.6, 25.0, SEA_LEVEL, 0.0, 0.0, 0.0, 0.0)
    assert (out.omega_dot, out.pitch_dot, out.power_dot, out.inflow_dot) == (0.0, 0.0, 0.0, 0.0)
    assert out.thrust == pytest.approx(steady(electric, 0.6, 25.0, SEA_LEVEL).thrust)


def test_thrust_line_comes_from_the_file(model):
    line = thrust_line(model)
    assert line == (model.propeller.x.value, model.propeller.z.value, model.propeller.tilt.value)
