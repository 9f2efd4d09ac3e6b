"""The steady flights for which an aircraft's control laws are designed, and the speeds they must bear."""

from __future__ import annotations

from math import cos, sin
from typing import NamedTuple

from scipy.optimize import minimize_scalar

from shortdeck.air.atmosphere import GRAVITY, density
from shortdeck.airframe import performance
from shortdeck.airframe.aerodynamics import lift_drag
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia, stall_speed
from shortdeck.airframe.propulsion import pack_propulsion, thrust_line
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.airframe.trim import alpha_for_lift
from shortdeck.autopilot.synthesis.plant import ELECTRIC_LAG, Actuation, Condition
from shortdeck.catalog.aircraft import AircraftFile, AircraftModel

# Of the design speed: slower and faster than any gate lets an approach be, and what a climb-out gathers.
APPROACH_SPEEDS = (0.9, 1.0, 1.15)
LAUNCH_SPEEDS = (1.0, 1.1, 1.2)
CRUISE_SPEEDS = (0.9, 1.0, 1.15)
HEADWIND = 0.35  # share of the approach speed, usual on a ship under way: the path is the flatter for it


class Task(NamedTuple):
    """A condition by name, speeds as shares of its airspeed, and whether a path is held by throttle."""

    name: str
    condition: Condition
    speeds: tuple[float, ...]
    path: bool


def actuation_of(model: AircraftModel) -> Actuation:
    """Travel, rates and lags of surfaces and engine."""
    c = model.controls
    lag = ELECTRIC_LAG if model.engine is None else model.engine.lag.value
    return Actuation(
        c.elevator_up.value, c.elevator_down.value, c.aileron.value, c.rudder.value, c.surface_rate.value,
        c.surface_lag.value, lag,
    )  # fmt: skip


def condition_in(
    model: AircraftModel, *, mass: float, airspeed: float, flap: float, slope: float
) -> Condition:
    """A steady flight of an aircraft at sea level."""
    line = thrust_line(model)
    return Condition(
        pack_aerodynamics(model), pack_inertia(model, mass=mass), pack_propulsion(model), actuation_of(model),
        model.mass.cg_x.value - line.x, model.mass.cg_z.value - line.z, line.tilt, airspeed,
        float(density(0.0)), flap, slope,
    )  # fmt: skip


def tasks(aircraft: AircraftFile) -> tuple[Task, ...]:
    """Approach and launch where the file says how they are flown, else flight at the speed of least drag."""
    model, found = aircraft.model, []
    if model.recovery is not None:
        r, mass = model.recovery, model.mass.landing.value
        slope = -r.glideslope.value * (1.0 - HEADWIND)
        speed = r.speed_factor.value * _stall(model, mass=mass, flap=r.flap.value)
        at = condition_in(model, mass=mass, airspeed=speed, flap=r.flap.value, slope=slope)
        found.append(Task("approach", at, APPROACH_SPEEDS, True))
    if model.launch is not None:
        criteria, mass = model.launch, model.mass.takeoff[0].value
        flap = criteria.flap.value
        speed = criteria.speed_factor.value * _stall(model, mass=mass, flap=flap)
        at = condition_in(model, mass=mass, airspeed=speed, flap=flap, slope=0.0)
        found.append(Task("launch", at._replace(slope=_climb(at)), LAUNCH_SPEEDS, False))
    if not found:
        mass = model.mass.takeoff[0].value
        stall = _stall(model, mass=mass, flap=0.0)
        least = minimize_scalar(
            lambda v: performance.drag(model, speed=v, mass=mass, altitude=0.0),
            bounds=(1.1 * stall, 3.0 * stall), method="bounded",
        )  # fmt: skip
        at = condition_in(model, mass=mass, airspeed=float(least.x), flap=0.0, slope=0.0)
        found.append(Task("flight at least drag", at, CRUISE_SPEEDS, True))
    return tuple(found)


def _stall(model: AircraftModel, *, mass: float, flap: float) -> float:
    return stall_speed(pack_aerodynamics(model), mass=mass, density=float(density(0.0)), flap=flap)


def _climb(c: Condition) -> float:
    """Climb angle at full throttle, gear down."""
    weight = c.inertia.mass * GRAVITY
    pressure = 0.5 * c.density * c.airspeed**2 * c.aero.area
    alpha = alpha_for_lift(c.aero, lift=weight / pressure, flap=c.flap, height=1e3)
    drag = lift_drag(c.aero, alpha, sin(alpha), cos(alpha), c.flap, 1.0, 1.0)[1] * pressure
    thrust = steady(c.propulsion, 1.0, c.airspeed, c.density).thrust
    return max((thrust - drag) / weight, 0.0)
