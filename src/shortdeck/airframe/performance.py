"""Level-flight performance from the drag polar and the propulsion that the flight kernel uses.

Point performance in still standard air: thrust along the flight path, wing and tail trimmed (the polar's
lift coefficient is the trimmed one), gear up where it retracts. ``stores`` is the share of the payload
carried outside.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt
from typing import NamedTuple

from shortdeck.air.atmosphere import GRAVITY, density
from shortdeck.airframe.propulsion import Propulsion, available_power, pack_propulsion
from shortdeck.airframe.propulsion_steady import SteadyPropulsion, steady, steady_at_thrust
from shortdeck.catalog.aircraft import AircraftModel

SERVICE_CLIMB = 0.5  # m/s, rate of climb left at the service ceiling (100 ft/min)
_TOP = 20_000.0  # m, as far as the atmosphere goes
_SLOWEST_OVER_STALL = 1.1


class Climb(NamedTuple):
    """Best climb at one altitude and mass."""

    rate: float  # m/s
    speed: float  # m/s, true


class Loiter(NamedTuple):
    """Level flight at least power."""

    speed: float  # m/s, true
    power: float  # W at the shaft


def drag(
    model: AircraftModel, *, speed: float, mass: float, altitude: float, gear: float | None = None,
    stores: float = 0.0,
) -> float:  # fmt: skip
    """Drag in level flight, N; ``gear`` as a share down, by default up where it retracts."""
    aero = model.aerodynamics
    pressure_area = 0.5 * float(density(altitude)) * speed * speed * model.geometry.wing_area.value
    CL = mass * GRAVITY / pressure_area
    if gear is None:
        gear = 0.0 if model.gear is None or model.gear.retractable else 1.0
    aspect_ratio = model.geometry.span.value**2 / model.geometry.wing_area.value
    CD = aero.CD_0.value + gear * aero.CD_gear.value + stores * aero.CD_stores.value
    CD += aero.CD_alpha.value * (CL - aero.CL_0.value) / aero.CL_alpha.value
    CD += (CL - aero.CL_min_drag.value) ** 2 / (pi * aspect_ratio * aero.oswald.value)
    return pressure_area * CD


def stall_speed(model: AircraftModel, *, mass: float, flap: float = 0.0, altitude: float = 0.0) -> float:
    """Power-off stall speed, m/s true, from the trimmed largest lift coefficient at that flap share."""
    aero = model.aerodynamics
    CL = aero.CL_max.value + flap * (aero.CL_max_flap.value - aero.CL_max.value)
    return sqrt(2.0 * mass * GRAVITY / (float(density(altitude)) * model.geometry.wing_area.value * CL))


def static_thrust(model: AircraftModel, *, altitude: float = 0.0) -> float:
    """Full-throttle thrust at rest, N."""
    return steady(pack_propulsion(model), 1.0, 0.0, float(density(altitude))).thrust


def max_speed(model: AircraftModel, *, mass: float, altitude: float, stores: float = 0.0) -> float:
    """Fastest level flight at full throttle, m/s true. Raises ValueError above the ceiling."""
    p, rho = pack_propulsion(model), float(density(altitude))

    def excess(speed: float) -> float:
        thrust = steady(p, 1.0, speed, rho).thrust
        return thrust - drag(model, speed=speed, mass=mass, altitude=altitude, stores=stores)

    low = _best_climb(model, p, mass=mass, altitude=altitude, stores=stores).speed
    if excess(low) < 0.0:
        raise ValueError(f"no level flight at {altitude:g} m with {mass:g} kg: above the ceiling")
    return _falling_root(excess, low, 10.0 * low)


def rate_of_climb(model: AircraftModel, *, mass: float, altitude: float, stores: float = 0.0) -> Climb:
    """Best rate of climb at full throttle and the speed for it."""
    return _best_climb(model, pack_propulsion(model), mass=mass, altitude=altitude, stores=stores)


def service_ceiling(model: AircraftModel, *, mass: float, stores: float = 0.0) -> float:
    """Altitude at which 0.5 m/s of climb is left, m (20 km at most)."""
    p = pack_propulsion(model)

    def excess(altitude: float) -> float:
        return _best_climb(model, p, mass=mass, altitude=altitude, stores=stores).rate - SERVICE_CLIMB

    return _falling_root(excess, 0.0, _TOP)


def level_power(
    model: AircraftModel, *, speed: float, mass: float, altitude: float, stores: float = 0.0
) -> float:
    """Shaft power for level flight at governed speed, W. Raises ValueError where the engine has less."""
    p, rho = pack_propulsion(model), float(density(altitude))
    found = _level(model, p, speed=speed, mass=mass, altitude=altitude, stores=stores)
    if p.is_electric < 0.5 and found.power > float(available_power(p, rho)):
        raise ValueError(
            f"level flight at {speed:.1f} m/s, {altitude:g} m and {mass:g} kg takes "
            f"{found.power / 1e3:.0f} kW, more than the {float(available_power(p, rho)) / 1e3:.0f} kW there"
        )
    return found.power


def best_loiter(model: AircraftModel, *, mass: float, altitude: float, stores: float = 0.0) -> Loiter:
    """Speed of least power, not below 1.1 times the stall speed."""
    p = pack_propulsion(model)
    slow = _SLOWEST_OVER_STALL * stall_speed(model, mass=mass, altitude=altitude)
    speed = _lowest(
        lambda v: _level(model, p, speed=v, mass=mass, altitude=altitude, stores=stores).power,
        slow,
        2.5 * slow,
    )
    return Loiter(speed, level_power(model, speed=speed, mass=mass, altitude=altitude, stores=stores))


def endurance(
    model: AircraftModel, *, takeoff_mass: float, fuel: float, altitude: float, speed: float | None = None,
    stores: float = 0.0,
) -> float:  # fmt: skip
    """Time to burn the fuel in level flight, s: dt = dm / (c P), Simpson's rule over the mass.

    At one true airspeed, or at best loiter of each mass; never below 1.1 times the stall speed. Climb,
    descent and reserve are not counted.
    """
    if model.engine is None:
        raise ValueError("endurance on fuel needs an engine; this aircraft is electric")
    consumption = model.engine.consumption.value

    def seconds_per_kg(mass: float) -> float:
        if speed is None:
            return 1.0 / (consumption * best_loiter(model, mass=mass, altitude=altitude, stores=stores).power)
        slow = _SLOWEST_OVER_STALL * stall_speed(model, mass=mass, altitude=altitude)
        flown = max(speed, slow)
        return 1.0 / (
            consumption * level_power(model, speed=flown, mass=mass, altitude=altitude, stores=stores)
        )

    steps = 8
    at = [seconds_per_kg(takeoff_mass - fuel * i / steps) for i in range(steps + 1)]
    weights = [1.0 if i in (0, steps) else 4.0 if i % 2 else 2.0 for i in range(steps + 1)]
    return fuel / (3.0 * steps) * sum(w * s for w, s in zip(weights, at, strict=True))


def _level(
    model: AircraftModel, p: Propulsion, *, speed: float, mass: float, altitude: float, stores: float
) -> SteadyPropulsion:
    need = drag(model, speed=speed, mass=mass, altitude=altitude, stores=stores)
    if p.is_electric > 0.5:
        throttle = _falling_root(
            lambda share: need - steady(p, share, speed, float(density(altitude))).thrust, 0.0, 1.0
        )
        return steady(p, throttle, speed, float(density(altitude)))
    return steady_at_thrust(p, need, speed, float(density(altitude)))


def _best_climb(model: AircraftModel, p: Propulsion, *, mass: float, altitude: float, stores: float) -> Climb:
    rho = float(density(altitude))

    def sink(speed: float) -> float:
        need = drag(model, speed=speed, mass=mass, altitude=altitude, stores=stores)
        return (need - steady(p, 1.0, speed, rho).thrust) * speed / (mass * GRAVITY)

    slow = _SLOWEST_OVER_STALL * stall_speed(model, mass=mass, altitude=altitude)
    speed = _lowest(sink, slow, 2.5 * slow)
    return Climb(-sink(speed), speed)


def _lowest(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is lowest, by golden section to a thousandth of the bracket."""
    share = 0.6180339887498949
    a, b = low, high
    left, right = b - share * (b - a), a + share * (b - a)
    f_left, f_right = function(left), function(right)
    while b - a > 1e-3 * (high - low):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - share * (b - a)
            f_left = function(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + share * (b - a)
            f_right = function(right)
    return 0.5 * (a + b)


def _falling_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function meets zero, by bisection; an end of the bracket where it does not."""
    for _ in range(40):
        middle = 0.5 * (low + high)
        if function(middle) > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
