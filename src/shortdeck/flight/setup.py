"""From files and conditions to the parameters and the first state of one flight."""

from __future__ import annotations

from math import atan2, cos, sin, sqrt, tan
from typing import NamedTuple

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.air.wind import wind_at
from shortdeck.airframe.aerodynamics import lift_drag
from shortdeck.airframe.pack import stall_speed
from shortdeck.airframe.propulsion_steady import steady, steady_at_thrust
from shortdeck.airframe.trim import NoTrimError, alpha_for_lift, trim
from shortdeck.autopilot import law as laws
from shortdeck.autopilot.design import BANK_MAX
from shortdeck.autopilot.synthesis.weights import weights_of
from shortdeck.catalog.aircraft import AircraftFile, LaunchCriteria
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.approach import INITIAL_DISTANCE, approach_of, start_of_approach
from shortdeck.flight.assemble import (
    ROTATION_RATE,
    actuators_of,
    airframe_on,
    body_on_line,
    control_law,
    first_state,
    standing,
)
from shortdeck.flight.block import KNOT
from shortdeck.flight.conditions import NOT_ON_DECK, Conditions, needs
from shortdeck.flight.landing_plan import approach_law
from shortdeck.flight.launch_run import launch_run
from shortdeck.flight.sea_lanes import Watched
from shortdeck.flight.state import Setup, State
from shortdeck.flight.step import BEAT
from shortdeck.vessel.pack import Line, runway_line

__all__ = ["NOT_ON_DECK", "Conditions", "launch_setup", "needs", "recovery_setup"]

LAUNCH_TIME = 90.0  # s, longest launch
RECOVERY_TIME = 240.0  # s, longest recovery
NOSE_LAG = 0.4  # s that a rotation takes beyond its rate: so much earlier it begins before the deck ends
FIRST_LIFT = 0.1  # s the same where deck is left: the wings carry the aircraft before the nose is quite up


class _Rotation(NamedTuple):
    """How a launch leaves the deck, and what it climbs at."""

    alpha: float  # that carries the weight, near the deck
    pitch: float  # to which the nose is raised
    time: float  # s that this takes
    speed: float  # airspeed at which it begins, m/s
    climb_angle: float
    alpha_stall: float
    alpha_max: float


def _rotation(
    c: Setup, k: Conditions, criteria: LaunchCriteria, *, flap: float, airspeed: float, thrust: float
) -> _Rotation:
    """Rotation to the lift-off airspeed (m/s) with that thrust (N)."""
    rest_height, rest_pitch = standing(c)
    weight = k.mass * GRAVITY
    CL = weight / (0.5 * k.density * airspeed**2 * c.aero.area)
    alpha_stall = c.aero.stall_alpha + flap * (c.aero.stall_alpha_flap - c.aero.stall_alpha)
    alpha_max = alpha_stall - criteria.alpha_margin.value
    # Tail and propeller: pitch about the main wheels until the clearance is used up.
    tail = [
        (c.right.z - z - criteria.clearance.value) / (c.right.x - x)
        for x, z in ((c.points.tail_x, c.points.tail_z), (c.points.prop_x, c.points.prop_z))
        if x < c.right.x
    ]
    strike = min(tail, default=0.5)
    wanted = alpha_for_lift(c.aero, lift=1.03 * CL, flap=flap, height=rest_height - c.points.wing_z)
    pitch = max(min(wanted, strike, alpha_max), rest_pitch)
    drag = lift_drag(c.aero, wanted, sin(wanted), cos(wanted), flap, 1.0, 1.0)[1]
    drag *= 0.5 * k.density * airspeed**2 * c.aero.area
    accel = max((thrust - drag) / k.mass, 0.2)
    turning = (pitch - rest_pitch) / ROTATION_RATE
    speed = max(airspeed - accel * (turning + FIRST_LIFT), 0.7 * airspeed)
    time = turning + NOSE_LAG
    return _Rotation(wanted, pitch, time, speed, (thrust - drag) / weight, alpha_stall, alpha_max)


def _launch_law(
    c: Setup, k: Conditions, line: Line, r: _Rotation, *, rest_pitch: float, flap: float
) -> dict[str, float]:
    """What the control law is told about a launch: from a ramp the ramp rotates."""
    d = c.deck
    on_ramp = d.ramp_start < d.length
    way = line.end - d.ramp_start
    exit_slope = 3.0 * d.ramp_cubic * (way**2 - max(way - d.ramp_onset, 0.0) ** 2) if on_ramp else 0.0
    climb_pitch = min(max(r.alpha + r.climb_angle, r.pitch), 0.35)
    rotate_station = line.end - r.time * max(r.speed - k.wind_over_deck * cos(k.wind_angle), 3.0)
    return {
        "rotate_speed": NOT_ON_DECK if on_ramp else r.speed,
        "rotate_station": NOT_ON_DECK if on_ramp else rotate_station,
        "rotate_pitch": max(r.pitch, min(exit_slope, climb_pitch)) if on_ramp else r.pitch,
        "climb_pitch_max": max(climb_pitch, min(exit_slope, 0.3)),
        "alpha_max": r.alpha_max,
        "rest_pitch": rest_pitch,
        "flap_launch": flap,
        "flap_landing": flap,
        "elevator_trim": 0.0,
    }


def launch_setup(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions
) -> tuple[Setup, State, dict[str, float]]:
    """Parameters, first state and targets of a launch."""
    _, criteria, _ = needs(aircraft)
    c = airframe_on(aircraft, ship, k)
    line = runway_line(ship.model)
    flap = criteria.flap.value
    factor = criteria.speed_factor.value if k.speed_factor is None else k.speed_factor
    stall = stall_speed(c.aero, mass=k.mass, density=k.density, flap=flap)
    lift_off = factor * stall
    full = steady(c.propulsion, 1.0, lift_off, k.density)
    rest_height, rest_pitch = standing(c)
    rotation = _rotation(c, k, criteria, flap=flap, airspeed=lift_off, thrust=full.thrust)
    values = control_law(
        c, line=line, k=k, airspeed=lift_off, flap=flap, slope=max(rotation.climb_angle, 0.0),
        bank_limit=BANK_MAX, weights=weights_of(aircraft.model),
    )  # fmt: skip
    start = line.start if k.deck_run is None else line.end - k.deck_run
    if not 0.0 <= start < line.end - values["wheelbase"]:
        raise InputError(f"deck run {k.deck_run} m: the runway line is {line.end:.1f} m long")
    values |= _launch_law(c, k, line, rotation, rest_pitch=rest_pitch, flap=flap)
    settled = steady(c.propulsion, 1.0, max(k.wind_over_deck * cos(k.wind_angle), 0.0), k.density)
    values |= launch_run(
        c, k, line, start=start, lift_off=lift_off, static=settled.thrust, excess=rotation.climb_angle
    )
    try:
        steady_climb = trim(
            c.aero, mass=k.mass, airspeed=lift_off, density=k.density, slope=max(rotation.climb_angle, 0.0),
            flap=flap, gear=1.0, thrust_z=c.thrust_z, thrust_tilt=atan2(c.thrust_sin, c.thrust_cos),
        )  # fmt: skip
        values["elevator_trim"] = steady_climb.elevator
    except NoTrimError:
        pass
    c = c._replace(law=laws.Law(**values), launching=1.0, time_limit=LAUNCH_TIME)
    body = body_on_line(
        k, line, station=start - c.right.x, offset=0.0, height=rest_height, deck=c.passage.deck_height,
        speed=0.0, climb=0.0, pitch=rest_pitch, yaw=k.heading + line.angle,
    )  # fmt: skip
    state = first_state(
        body, actuators_of(settled, elevator=0.0, flap=flap, brake=1.0), phase=laws.HOLD, pitch=rest_pitch,
        throttle=1.0, wind=wind_along(c, k, line, height=rest_height),
    )  # fmt: skip
    targets = {
        "stall_speed": stall, "lift_off_speed": lift_off, "start_x": start, "deck_end_x": line.end,
        "alpha_stall": rotation.alpha_stall, "climb_gradient": rotation.climb_angle,
        "static_thrust": settled.thrust, "deck_available": line.end - start,
    }  # fmt: skip
    return c, state, targets


def wind_along(c: Setup, k: Conditions, line: Line, *, height: float) -> tuple[float, float]:
    """Mean wind at a height over the deck: from ahead and from the left of the runway line, m/s."""
    wind_n, wind_e = wind_at(c.air, c.passage.deck_height + height)
    towards = k.heading + line.angle
    return (
        -wind_n * cos(towards) - wind_e * sin(towards),
        -wind_n * sin(towards) + wind_e * cos(towards),
    )


def recovery_setup(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions
) -> tuple[Setup, State, dict[str, float]]:
    """Parameters, first state and targets of a recovery."""
    gear, _, criteria = needs(aircraft)
    c = airframe_on(aircraft, ship, k)
    line = runway_line(ship.model)
    flap = criteria.flap.value
    factor = criteria.speed_factor.value if k.speed_factor is None else k.speed_factor
    stall = stall_speed(c.aero, mass=k.mass, density=k.density, flap=flap)
    airspeed = factor * stall
    headwind = k.wind_over_deck * cos(k.wind_angle + line.angle * -1.0)
    crosswind = k.wind_over_deck * sin(k.wind_angle - line.angle)
    if factor <= 1.0:
        raise InputError(f"approach at {factor:g} times the stall speed: below it there is no approach")
    if abs(crosswind) >= airspeed:
        raise InputError(f"crosswind {crosswind:.1f} m/s is not below the approach speed {airspeed:.1f} m/s")
    slope = tan(criteria.glideslope.value)
    ground = sqrt(airspeed**2 - crosswind**2) - headwind
    if ground < 2.0:
        raise InputError(f"approach at {airspeed:.1f} m/s makes no way against {headwind:.1f} m/s of wind")
    climb = -ground * slope
    tilt = atan2(c.thrust_sin, c.thrust_cos)
    try:
        state = trim(
            c.aero, mass=k.mass, airspeed=airspeed, density=k.density, slope=climb / airspeed, flap=flap,
            gear=1.0, thrust_z=c.thrust_z, thrust_tilt=tilt,
        )  # fmt: skip
    except NoTrimError as error:
        raise InputError(f"{aircraft.name}: {error}") from error
    settled = steady_at_thrust(c.propulsion, max(state.thrust, 0.0), airspeed, k.density)
    full = steady(c.propulsion, 1.0, airspeed, k.density)
    _, rest_pitch = standing(c)
    pitch = state.alpha + climb / airspeed
    values = control_law(
        c, line=line, k=k, airspeed=airspeed, flap=flap, slope=climb / airspeed,
        bank_limit=criteria.bank_limit.value, weights=weights_of(aircraft.model),
    )  # fmt: skip
    values |= approach_law(
        c,
        k,
        gear,
        criteria,
        state,
        line,
        airspeed=airspeed,
        speed_factor=factor,
        pitch=pitch,
        slope=slope,
        ground=ground,
        excess=(full.thrust - state.thrust) / (k.mass * GRAVITY),
        rest_pitch=rest_pitch,
    )
    values |= {
        "climb_pitch_max": pitch + 0.6 * (full.thrust - state.thrust) / (k.mass * GRAVITY),
        "rest_pitch": rest_pitch,
    }
    c = c._replace(law=laws.Law(**values), launching=0.0, time_limit=RECOVERY_TIME)
    body = start_of_approach(
        approach_of(c, heading=k.heading, line=line), height=k.height_error, side=k.side_error,
        speed=k.speed_error,
    )  # fmt: skip
    first = first_state(
        body, actuators_of(settled, elevator=state.elevator, flap=flap, brake=0.0),
        phase=laws.APPROACH, pitch=pitch, throttle=c.law.trim.throttle,
        wind=wind_along(c, k, line, height=c.law.aim_height + INITIAL_DISTANCE * slope),
    )  # fmt: skip
    targets = {
        "stall_speed": stall, "approach_speed": airspeed, "closure_speed": ground, "aim_x": c.law.aim_x,
        "deck_end_x": line.end, "approach_pitch": pitch, "last_touchdown": values["last_touchdown"],
    }  # fmt: skip
    return c, first, targets


def watched_by(c: Setup) -> Watched:
    """The point of the deck whose motion a flight forecasts: where it aims, to the nearest 5 m."""
    x = 5.0 * round(c.law.aim_x / 5.0)
    return Watched(x, c.law.line_y, c.passage.centre_x, c.passage.centre_z, KNOT * BEAT)
