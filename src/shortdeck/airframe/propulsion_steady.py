"""The propulsion at rest in its states: what throttle and speed lead to once engine and governor settle.

Nested bisections, because every balance here is monotone: inflow from momentum, blade angle or speed from
torque, blade angle from a wanted thrust.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from shortdeck.airframe.propulsion import (
    _SLOWEST,
    Propulsion,
    available_power,
    blades,
    commanded_power,
    electric,
    momentum_thrust,
)
from shortdeck.numerics.jit import driver

_HALVINGS = 48


class SteadyPropulsion(NamedTuple):
    """States and loads with all rates zero; ``torque`` as the kernel gives it (reaction on the airframe)."""

    thrust: float  # N
    power: float  # W at the shaft
    omega: float  # rad/s
    pitch: float  # rad
    torque: float  # N m
    wash_speed: float  # m/s
    inflow: float  # m/s


@driver
def _solve(
    p: Propulsion, throttle: float, axial_speed: float, density: float, wanted_thrust: float
) -> tuple[float, float, float, float, float]:
    """Thrust, shaft power, speed, blade angle, inflow; by throttle, or by thrust where that is finite."""
    by_thrust = wanted_thrust == wanted_thrust
    power = commanded_power(p, throttle, available_power(p, density))
    omega = p.speed
    pitch = p.pitch_min
    thrust = 0.0
    load = 0.0
    inflow = 0.0
    # First the blade angle at governed speed; where a stop is met, then the speed at that stop.
    for stage in range(2):
        low = p.pitch_min if stage == 0 else 0.02 * p.speed
        high = p.pitch_max if stage == 0 else 3.0 * p.speed
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            if stage == 0:
                pitch = middle
            else:
                omega = middle
            v_low = -3.0 * abs(axial_speed) - 0.3 * p.speed * p.radius
            v_high = 3.0 * abs(axial_speed) + 0.6 * p.speed * p.radius
            for _ in range(_HALVINGS):
                inflow = 0.5 * (v_low + v_high)
                thrust, load = blades(p, omega, pitch, axial_speed, inflow, density)
                if thrust > momentum_thrust(p, axial_speed, inflow, density):
                    v_low = inflow
                else:
                    v_high = inflow
            drive = power / max(omega, _SLOWEST * p.speed)
            short = thrust < wanted_thrust if by_thrust else load < drive
            if short:
                low = middle
            else:
                high = middle
        if by_thrust or (p.pitch_min + 1e-9 < pitch < p.pitch_max - 1e-9):
            break
    return thrust, load * omega, omega, pitch, inflow


@lru_cache(maxsize=1024)  # approaches of a campaign differ in wind, full power at their airspeed does not
def steady(p: Propulsion, throttle: float, axial_speed: float, density: float) -> SteadyPropulsion:
    """The settled state at a throttle (0 to 1), axial air speed (m/s, not negative) and air density."""
    if p.is_electric > 0.5:
        thrust, load, omega = electric(p, throttle, axial_speed, density)
        area = 3.141592653589793 * p.radius**2
        inflow = 0.5 * (sqrt(max(axial_speed**2 + 2.0 * thrust / (density * area), 0.0)) - axial_speed)
        return SteadyPropulsion(
            thrust, load * omega, omega, 0.0, -p.sense * load, p.wash_growth * inflow, inflow
        )
    return _steady(p, _solve(p, float(throttle), float(axial_speed), float(density), float("nan")))


def steady_at_thrust(p: Propulsion, thrust: float, axial_speed: float, density: float) -> SteadyPropulsion:
    """The settled state that gives a thrust (N) at governed speed; power is what that takes, had or not."""
    return _steady(p, _solve(p, 0.0, float(axial_speed), float(density), float(thrust)))


def _steady(p: Propulsion, found: tuple[float, float, float, float, float]) -> SteadyPropulsion:
    thrust, power, omega, pitch, inflow = found
    return SteadyPropulsion(
        thrust, power, omega, pitch, -p.sense * power / omega, p.wash_growth * inflow, inflow
    )
