"""Trim: what it returns is steady flight."""

from __future__ import annotations

from math import cos, sin

import pytest

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import air_loads
from shortdeck.airframe.pack import pack_aerodynamics, stall_speed
from shortdeck.airframe.trim import FREE_AIR, NoTrimError, Trim, trim
from shortdeck.catalog.loader import load_aircraft

MASS, DENSITY = 1300.0, 1.225
AERO = pack_aerodynamics(load_aircraft("bayraktar-tb3").model)


def trimmed(
    *, airspeed: float = 38.0, slope: float = 0.0, flap: float = 0.5, gear: float = 1.0,
    thrust_z: float = -0.3, thrust_tilt: float = 0.02, mass: float = MASS,
) -> Trim:  # fmt: skip
    return trim(
        AERO, mass=mass, airspeed=airspeed, density=DENSITY, slope=slope, flap=flap, gear=gear,
        thrust_z=thrust_z, thrust_tilt=thrust_tilt,
    )  # fmt: skip


@pytest.mark.parametrize("slope", [-0.06, 0.0, 0.08])
@pytest.mark.parametrize("flap", [0.0, 0.5])
def test_forces_and_moment_are_in_balance(slope: float, flap: float) -> None:
    found = trimmed(slope=slope, flap=flap)
    u, w = 38.0 * cos(found.alpha), 38.0 * sin(found.alpha)
    loads = air_loads(
        AERO, u, 0.0, w, 0.0, 0.0, 0.0, 0.0, DENSITY, found.elevator, 0.0, 0.0, flap, 1.0, FREE_AIR, 0.0
    )
    tx, tz = found.thrust * cos(0.02), -found.thrust * sin(0.02)
    pitch, weight = found.alpha + slope, MASS * GRAVITY
    assert loads.X + tx - weight * sin(pitch) == pytest.approx(0.0, abs=1e-5 * weight)
    assert loads.Z + tz + weight * cos(pitch) == pytest.approx(0.0, abs=1e-5 * weight)
    assert loads.M - 0.3 * tx == pytest.approx(0.0, abs=1e-5 * weight)


def test_slower_flight_takes_more_angle_and_more_elevator_up() -> None:
    slow, fast = trimmed(airspeed=34.0), trimmed(airspeed=48.0)
    assert slow.alpha > fast.alpha
    assert slow.elevator < fast.elevator


def test_climb_takes_the_weight_along_the_path() -> None:
    climb, level = trimmed(slope=0.05), trimmed()
    assert climb.thrust - level.thrust == pytest.approx(MASS * GRAVITY * sin(0.05), rel=0.03)


def test_flap_lowers_the_nose_and_gear_adds_drag() -> None:
    assert trimmed(flap=1.0).alpha < trimmed(flap=0.0).alpha
    assert trimmed(gear=1.0).thrust > trimmed(gear=0.0).thrust


def test_a_high_thrust_line_takes_elevator_up() -> None:
    assert trimmed(thrust_z=-0.5).elevator < trimmed(thrust_z=0.0).elevator


def test_below_the_stall_there_is_no_trim() -> None:
    slow = 0.6 * stall_speed(AERO, mass=MASS, density=DENSITY, flap=0.5)
    with pytest.raises(NoTrimError, match="no steady flight at"):
        trimmed(airspeed=slow)
