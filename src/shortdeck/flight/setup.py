"""From files and conditions to the parameters and the first state of one flight."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt, tan
from typing import NamedTuple

from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.air.wind import air_of, wind_at
from shortdeck.airframe.aerodynamics import lift_drag
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia, pack_leg, stall_speed
from shortdeck.airframe.propulsion import pack_propulsion, thrust_line
from shortdeck.airframe.propulsion_steady import SteadyPropulsion, steady, steady_at_thrust
from shortdeck.airframe.trim import NoTrimError, Trim, alpha_for_lift, trim
from shortdeck.autopilot import law as laws
from shortdeck.autopilot.design import design
from shortdeck.catalog.aircraft import AircraftFile, Gear, LaunchCriteria, RecoveryCriteria
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.figures import NEVER, fresh
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Actuators, Controls, Limits, Points, Setup, State
from shortdeck.numerics.rotation import from_euler
from shortdeck.vessel.pack import (
    Line,
    Surface,
    deck_height,
    pack_deck,
    rolling_factor,
    runway_line,
    steady_pose,
)

ROTATION_RATE = 5.0 * pi / 180.0  # rad/s
HOLD_TIME = 3.0  # s of full power against the brakes
INITIAL_DISTANCE = 800.0  # m astern of the touchdown point
NOT_ON_DECK = 1e6  # m, a station that is never reached


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What surrounds one flight; SI and radians, wind angle from the bow, positive from starboard."""

    mass: float
    wind_over_deck: float = 0.0
    wind_angle: float = 0.0
    ship_speed: float = 0.0
    heading: float = 0.0
    density: float = SEA_LEVEL_DENSITY
    surface: Surface = "dry"
    ramp: bool = True
    abort_station: float = NOT_ON_DECK
    height_error: float = 0.0  # at the start of an approach, m, positive high
    side_error: float = 0.0  # m, positive right
    speed_error: float = 0.0  # m/s, positive fast
    deck_run: float | None = None  # length of deck to use for a launch, m; None: from the start mark
    stores: float = 0.0
    speed_factor: float | None = None  # in place of the file's


def needs(aircraft: AircraftFile) -> tuple[Gear, LaunchCriteria, RecoveryCriteria]:
    """Gear and criteria, or an error that names what the file lacks."""
    model = aircraft.model
    if model.gear is None or model.launch is None or model.recovery is None:
        lacking = [n for n in ("gear", "launch", "recovery") if getattr(model, n) is None]
        raise InputError(
            f"{aircraft.name} cannot be flown from a deck: its file lacks model.{', model.'.join(lacking)}"
        )
    return model.gear, model.launch, model.recovery


def check_mass(aircraft: AircraftFile, mass: float) -> None:
    """Refuse a mass that the aircraft cannot have."""
    m = aircraft.model.mass
    top = max(v.value for v in m.takeoff)
    if not m.empty.value <= mass <= 1.25 * top:
        raise InputError(
            f"mass {mass:.0f} kg: {aircraft.name} has {m.empty.value:.0f} kg empty and "
            f"{top:.0f} kg at most; allowed are {m.empty.value:.0f} to {1.25 * top:.0f} kg"
        )


def _rest(c: Setup) -> tuple[float, float]:
    """Height of the centre of gravity over the deck and pitch, standing on the gear."""
    weight = c.inertia.mass * c.gravity
    nose_share = -c.right.x / (c.nose.x - c.right.x)
    nose = nose_share * weight / c.nose.stiffness
    main = 0.5 * (1.0 - nose_share) * weight / c.right.stiffness
    pitch = ((c.nose.z - c.right.z) - (nose - main)) / (c.nose.x - c.right.x)
    return c.right.z - c.right.x * pitch - main, pitch


def _bare(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, law: laws.Law) -> Setup:
    model = aircraft.model
    gear, _, recovery = needs(aircraft)
    check_mass(aircraft, k.mass)
    inertia = pack_inertia(model, mass=k.mass)
    cg = (model.mass.cg_x.value, model.mass.cg_z.value)
    brake = gear.brake.value * k.mass * GRAVITY / 2.0
    roll = rolling_factor(ship.model)
    legs = [
        pack_leg(leg, side=side, cg=cg, brake_force=force, antiskid=gear.antiskid.value, steers=steers)
        for leg, side, force, steers in (
            (gear.nose, 0.0, 0.0, 1.0),
            (gear.main, -1.0, brake, 0.0),
            (gear.main, 1.0, brake, 0.0),
        )
    ]
    legs = [leg._replace(rolling_resistance=leg.rolling_resistance * roll) for leg in legs]
    line = thrust_line(model)
    prop = pack_propulsion(model)
    g = model.geometry
    height = deck_height(ship.model)
    controls = model.controls
    return Setup(
        aero=pack_aerodynamics(model, stores=k.stores),
        propulsion=prop,
        inertia=inertia,
        nose=legs[0],
        left=legs[1],
        right=legs[2],
        controls=Controls(
            controls.elevator_up.value,
            controls.elevator_down.value,
            controls.aileron.value,
            controls.rudder.value,
            controls.surface_rate.value,
            controls.surface_lag.value,
            1.0 / controls.flap_time.value,
            1.0 if controls.v_tail else 0.0,
            gear.steering.value,
        ),
        points=Points(
            cg[0] - g.tail_x.value,
            cg[1] - g.tail_z.value,
            cg[0] - g.tip_x.value,
            0.5 * g.span.value,
            cg[1] - g.tip_z.value,
            cg[0] - line.x,
            cg[1] - line.z + prop.radius,
            cg[0],
            cg[1] - g.nose_z.value,
            cg[1] - g.wing_height.value,
        ),
        limits=Limits(
            gear.nose.load_limit.value,
            gear.nose.load_ultimate.value,
            gear.main.load_limit.value,
            gear.main.load_ultimate.value,
            recovery.sink_limit.value,
            recovery.sink_ultimate.value,
        ),
        deck=pack_deck(ship.model, surface=k.surface, ramp=k.ramp),
        pose=steady_pose(height=height, heading=k.heading),
        air=air_of(
            wind_over_deck=k.wind_over_deck,
            wind_angle=k.wind_angle,
            ship_speed=k.ship_speed,
            heading=k.heading,
            deck_height=height,
            density=k.density,
        ),
        law=law,
        thrust_x=cg[0] - line.x,
        thrust_z=cg[1] - line.z,
        thrust_cos=cos(line.tilt),
        thrust_sin=sin(line.tilt),
        gravity=GRAVITY,
        launching=0.0,
    )


def _law(c: Setup, *, line: Line, k: Conditions, airspeed: float, thrust: float) -> dict[str, float]:
    """Gains, and targets that switch everything off; the task fills in its own."""
    gains = design(c.aero, c.inertia, airspeed=airspeed, density=k.density, full_thrust=thrust)
    heading = k.heading + line.angle
    values = dict.fromkeys(laws.Law._fields, 0.0) | gains._asdict()
    return values | {
        "path_gain": 0.8,
        "path_integral": 0.4,
        "height_gain": 0.4,
        "side_gain": 0.12,
        "bank_gain": 0.06,
        "bank_max": 0.26,
        "wheelbase": c.nose.x - c.right.x,
        "airspeed": airspeed,
        "rotate_speed": NOT_ON_DECK,
        "rotate_station": NOT_ON_DECK,
        "rotate_rate": ROTATION_RATE,
        "abort_station": k.abort_station,
        "last_touchdown": NOT_ON_DECK,
        "line_y": line.y,
        "line_cos": cos(heading),
        "line_sin": sin(heading),
        "line_heading": atan2(sin(heading), cos(heading)),
        "deck_cos": cos(k.heading),
        "deck_sin": sin(k.heading),
        "hold_time": HOLD_TIME,
    }


_EMPTY_LAW = laws.Law(*([0.0] * len(laws.Law._fields)))


def _actuators(settled: SteadyPropulsion, *, elevator: float, flap: float, brake: float) -> Actuators:
    return Actuators(
        elevator, 0.0, 0.0, flap, 0.0, brake, settled.omega, settled.pitch, settled.power, settled.inflow
    )


def _state(body: Body, actuators: Actuators, *, phase: float, pitch: float) -> State:
    memory = laws.Memory(phase, 0.0, 0.0, 0.0, 0.0, 0.0, pitch, NEVER, NEVER)
    commands = laws.Commands(0.0, 0.0, 0.0, 0.0, actuators.flap, 0.0, actuators.brake)
    return State(0.0, body, actuators, memory, fresh(), commands)


def _body(
    k: Conditions, line: Line, *, station: float, offset: float, height: float, deck: float,
    speed: float, climb: float, pitch: float, yaw: float,
) -> Body:  # fmt: skip
    """Body on or astern of the runway line; speed along it relative to the ship."""
    heading = k.heading + line.angle
    y = line.y + station * tan(line.angle) + offset
    n = station * cos(k.heading) - y * sin(k.heading)
    e = station * sin(k.heading) + y * cos(k.heading)
    q = from_euler(0.0, pitch, yaw)
    values = (n, e, -(deck + height), speed * cos(heading), speed * sin(heading), -climb, *q)
    return Body(*(float(v) for v in values), *([0.0] * 9))


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
    rest_height, rest_pitch = _rest(c)
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
    time = (pitch - rest_pitch) / ROTATION_RATE + 0.4
    speed = max(airspeed - accel * time, 0.7 * airspeed)
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
    c = _bare(aircraft, ship, k, _EMPTY_LAW)
    line = runway_line(ship.model)
    flap = criteria.flap.value
    factor = criteria.speed_factor.value if k.speed_factor is None else k.speed_factor
    stall = stall_speed(c.aero, mass=k.mass, density=k.density, flap=flap)
    lift_off = factor * stall
    full = steady(c.propulsion, 1.0, lift_off, k.density)
    rest_height, rest_pitch = _rest(c)
    rotation = _rotation(c, k, criteria, flap=flap, airspeed=lift_off, thrust=full.thrust)
    values = _law(c, line=line, k=k, airspeed=lift_off, thrust=full.thrust)
    start = line.start if k.deck_run is None else line.end - k.deck_run
    if not 0.0 <= start < line.end - values["wheelbase"]:
        raise InputError(f"deck run {k.deck_run} m: the runway line is {line.end:.1f} m long")
    values |= _launch_law(c, k, line, rotation, rest_pitch=rest_pitch, flap=flap)
    try:
        steady_climb = trim(
            c.aero, mass=k.mass, airspeed=lift_off, density=k.density, slope=max(rotation.climb_angle, 0.0),
            flap=flap, gear=1.0, thrust_z=c.thrust_z, thrust_tilt=atan2(c.thrust_sin, c.thrust_cos),
        )  # fmt: skip
        values["elevator_trim"] = steady_climb.elevator
    except NoTrimError:
        pass
    c = c._replace(law=laws.Law(**values), launching=1.0)
    body = _body(
        k, line, station=start - c.right.x, offset=0.0, height=rest_height, deck=-c.pose.down,
        speed=0.0, climb=0.0, pitch=rest_pitch, yaw=k.heading + line.angle,
    )  # fmt: skip
    settled = steady(c.propulsion, 1.0, max(k.wind_over_deck * cos(k.wind_angle), 0.0), k.density)
    state = _state(
        body, _actuators(settled, elevator=0.0, flap=flap, brake=1.0), phase=laws.HOLD, pitch=rest_pitch
    )
    targets = {
        "stall_speed": stall, "lift_off_speed": lift_off, "start_x": start, "deck_end_x": line.end,
        "alpha_stall": rotation.alpha_stall, "climb_gradient": rotation.climb_angle,
        "static_thrust": settled.thrust, "deck_available": line.end - start,
    }  # fmt: skip
    return c, state, targets


def _approach_law(
    c: Setup, gear: Gear, criteria: RecoveryCriteria, state: Trim, line: Line, *,
    pitch: float, slope: float, ground: float,
) -> dict[str, float]:  # fmt: skip
    """What the control law is told about a recovery: path, aim point, gates, what follows touchdown."""
    aim = max(criteria.touchdown_aim.value, line.stern_clearance / slope)
    friction = c.deck.friction * gear.antiskid.value
    stopping = ground**2 / (2.0 * 0.5 * friction * GRAVITY) + 1.5 * ground
    flap = criteria.flap.value
    return {
        "elevator_trim": state.elevator,
        "pitch_trim": pitch,
        "rotate_pitch": pitch,
        "alpha_max": c.aero.stall_alpha_flap - 0.035,
        "slope": slope,
        "aim_x": aim,
        "aim_height": c.right.z * cos(pitch) - c.right.x * sin(pitch),
        "flare_height": 3.0 if criteria.flare else 0.0,
        "flare_sink": 0.4,
        "flap_launch": flap,
        "flap_landing": flap,
        "derotation": criteria.derotation.value,
        "brake_delay": criteria.brake_delay.value,
        "flap_delay": criteria.flap_retract_delay.value,
        "gate_height": 12.0,
        "commit_height": 2.0,
        "gate_side": 3.0,
        "gate_path": 2.0,
        "gate_bank": criteria.bank_limit.value,
        "gate_sink": criteria.sink_limit.value,
        "last_touchdown": max(aim + 40.0, line.end - stopping),
    }


def _start_of_approach(c: Setup, k: Conditions, line: Line, *, airspeed: float, pitch: float) -> Body:
    """On the glide path at the initial distance, crabbing against the wind across, but for its errors."""
    height = c.law.aim_height + INITIAL_DISTANCE * c.law.slope
    wind_n, wind_e = wind_at(c.air, -c.pose.down + height)
    towards = k.heading + line.angle
    across = -wind_n * sin(towards) + wind_e * cos(towards)
    along = wind_n * cos(towards) + wind_e * sin(towards)
    fast = airspeed + k.speed_error
    crab = -atan2(across, sqrt(fast**2 - across**2))
    speed = sqrt(fast**2 - across**2) + along
    return _body(
        k, line, station=c.law.aim_x - INITIAL_DISTANCE - c.right.x, offset=k.side_error,
        height=height + k.height_error, deck=-c.pose.down, speed=speed, climb=-speed * c.law.slope,
        pitch=pitch, yaw=towards + crab,
    )  # fmt: skip


def recovery_setup(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions
) -> tuple[Setup, State, dict[str, float]]:
    """Parameters, first state and targets of a recovery."""
    gear, _, criteria = needs(aircraft)
    c = _bare(aircraft, ship, k, _EMPTY_LAW)
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
    _, rest_pitch = _rest(c)
    pitch = state.alpha + climb / airspeed
    values = _law(c, line=line, k=k, airspeed=airspeed, thrust=full.thrust)
    values |= _approach_law(c, gear, criteria, state, line, pitch=pitch, slope=slope, ground=ground)
    share = settled.power / max(full.power, 1.0)
    values |= {
        "throttle_trim": max((share - c.propulsion.idle) / (1.0 - c.propulsion.idle), 0.0),
        "climb_pitch_max": pitch + 0.6 * (full.thrust - state.thrust) / (k.mass * GRAVITY),
        "gate_speed": 0.1 * airspeed,
        "rest_pitch": rest_pitch,
    }
    c = c._replace(law=laws.Law(**values), launching=0.0)
    body = _start_of_approach(c, k, line, airspeed=airspeed, pitch=pitch)
    first = _state(
        body, _actuators(settled, elevator=state.elevator, flap=flap, brake=0.0),
        phase=laws.APPROACH, pitch=pitch,
    )  # fmt: skip
    targets = {
        "stall_speed": stall, "approach_speed": airspeed, "closure_speed": ground, "aim_x": c.law.aim_x,
        "deck_end_x": line.end, "approach_pitch": pitch, "last_touchdown": values["last_touchdown"],
    }  # fmt: skip
    return c, first, targets
