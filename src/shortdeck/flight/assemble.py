"""The parts of a flight that launch and recovery share: airframe on its gear, deck, air, first state."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin, tan
from typing import Any

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.air.pack import pack_turbulence
from shortdeck.air.turbulence import Turbulence
from shortdeck.air.wind import Air, air_of
from shortdeck.airframe.gear import Leg
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia, pack_leg
from shortdeck.airframe.propulsion import available_power, pack_propulsion, thrust_line
from shortdeck.airframe.propulsion_steady import SteadyPropulsion
from shortdeck.autopilot import law as laws
from shortdeck.autopilot.design import design
from shortdeck.autopilot.navigation_pack import PERFECT, pack_navigation
from shortdeck.autopilot.prediction import Forecast
from shortdeck.autopilot.regulator import Held
from shortdeck.autopilot.sensing import Navigation, Sensing
from shortdeck.autopilot.synthesis.plant import ELECTRIC_LAG, Actuation, Condition
from shortdeck.autopilot.synthesis.weights import Weights
from shortdeck.catalog.aircraft import AircraftFile, AircraftModel, Gear, RecoveryCriteria
from shortdeck.catalog.sensors import navigation_set
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.conditions import NOT_ON_DECK, Conditions, check_mass, needs
from shortdeck.flight.faults import check_faults, faults_of, gyro_biases
from shortdeck.flight.figures import NEVER, fresh
from shortdeck.flight.lanes import zeros
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Actuators, Controls, Limits, Points, Setup, State
from shortdeck.numerics.rotation import from_euler
from shortdeck.vessel.airflow import Airflow
from shortdeck.vessel.airwake import Airwake
from shortdeck.vessel.airwake_pack import no_airwake, pack_airwake
from shortdeck.vessel.deck_motion import touchdown_point
from shortdeck.vessel.pack import (
    Line,
    deck_height,
    pack_deck,
    rolling_factor,
    runway_line,
)
from shortdeck.vessel.quiescence import quiet_waits
from shortdeck.vessel.seaway import centre_of_gravity
from shortdeck.vessel.ship_motion import Passage
from shortdeck.vessel.ship_response import ship_response

ROTATION_RATE = 5.0 * pi / 180.0  # rad/s
PITCH_FREQUENCY = 0.6  # rad/s, of a ship that hardly pitches: it then scales nothing

_EMPTY_LAW: laws.Law = zeros(laws.Law)


def standing(c: Setup) -> tuple[float, float]:
    """Height of the centre of gravity over the deck and pitch, standing on the gear."""
    weight = c.inertia.mass * c.gravity
    nose_share = -c.right.x / (c.nose.x - c.right.x)
    nose = nose_share * weight / c.nose.stiffness
    main = 0.5 * (1.0 - nose_share) * weight / c.right.stiffness
    pitch = ((c.nose.z - c.right.z) - (nose - main)) / (c.nose.x - c.right.x)
    return c.right.z - c.right.x * pitch - main, pitch


def _legs(
    model: AircraftModel, gear: Gear, *, cg: tuple[float, float], mass: float, rolling: float
) -> tuple[Leg, Leg, Leg]:
    """Nose, left, right; ``rolling`` multiplies the tyres' rolling resistance."""
    brake = gear.brake.value * mass * GRAVITY / 2.0
    nose, left, right = (
        pack_leg(leg, side=side, cg=cg, brake_force=force, antiskid=gear.antiskid.value, steers=steers)
        for leg, side, force, steers in (
            (gear.nose, 0.0, 0.0, 1.0),
            (gear.main, -1.0, brake, 0.0),
            (gear.main, 1.0, brake, 0.0),
        )
    )
    return (
        nose._replace(rolling_resistance=nose.rolling_resistance * rolling),
        left._replace(rolling_resistance=left.rolling_resistance * rolling),
        right._replace(rolling_resistance=right.rolling_resistance * rolling),
    )


def _controls(model: AircraftModel, gear: Gear) -> Controls:
    controls = model.controls
    return Controls(
        controls.elevator_up.value,
        controls.elevator_down.value,
        controls.aileron.value,
        controls.rudder.value,
        controls.surface_rate.value,
        1.0 / controls.surface_lag.value,
        1.0 / controls.flap_time.value,
        1.0 if controls.v_tail else 0.0,
        gear.steering.value,
    )


def _points(
    model: AircraftModel, *, cg: tuple[float, float], hub: tuple[float, float], radius: float
) -> Points:
    """Points that can strike the deck, in body axes from the centre of gravity."""
    g = model.geometry
    return Points(
        cg[0] - g.tail_x.value,
        cg[1] - g.tail_z.value,
        cg[0] - g.tip_x.value,
        0.5 * g.span.value,
        cg[1] - g.tip_z.value,
        cg[0] - hub[0],
        cg[1] - hub[1] + radius,
        cg[0],
        cg[1] - g.nose_z.value,
        cg[1] - g.wing_height.value,
    )


def _limits(gear: Gear, recovery: RecoveryCriteria) -> Limits:
    return Limits(
        gear.nose.load_limit.value,
        gear.nose.load_ultimate.value,
        gear.main.load_limit.value,
        gear.main.load_ultimate.value,
        recovery.sink_limit.value,
        recovery.sink_ultimate.value,
    )


def _passage(ship: ShipFile | AirfieldFile, k: Conditions) -> Passage:
    """Course and sea of the ship; the engine's number of her sea or record is the first."""
    x, z = (0.0, 0.0) if k.seaway is None else (k.seaway.centre_x, k.seaway.centre_z)
    waited = 0.0
    if k.approach == "quiet" and k.seaway is not None and isinstance(ship, ShipFile):
        at = touchdown_point(ship)
        waited = float(quiet_waits(k.seaway, *at, seed=k.seed, cases=[k.case])[0])
    turning = k.turn_rate != 0.0
    if (k.record is not None or (turning and k.seaway is None)) and isinstance(ship, ShipFile):
        x, z = centre_of_gravity(ship, ship_response(ship))
    return Passage(
        cos(k.heading), sin(k.heading), deck_height(ship.model), x, z, -1.0 if k.seaway is None else 0.0,
        -1.0 if k.record is None else 0.0, float(k.record_start), float(k.seed), float(k.case),
        k.ship_speed, k.turn_rate, k.turn_starts, k.turn_angle / abs(k.turn_rate) if turning else 0.0,
        waited,
    )  # fmt: skip


def _navigation(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Navigation:
    """Sensors of the flight: none, the aircraft's own, or another set; a ship's own reference."""
    if k.navigation == "none":
        return PERFECT
    own = k.navigation == "nominal"
    sensors = aircraft.model.navigation if own else navigation_set(k.navigation)
    reference = ship.model.reference if isinstance(ship, ShipFile) else None
    return pack_navigation(sensors, reference, gyro=gyro_biases(k))


def _turbulence(air: Air, *, line_heading: float, span: float, k: Conditions) -> Turbulence:
    """Turbulence of the true wind."""
    return pack_turbulence(
        kind=k.turbulence,
        true_wind=hypot(air.true_north, air.true_east),
        reference_height=air.reference_height,
        wind_towards=atan2(air.true_east, air.true_north),
        line_heading=line_heading,
        span=span,
        gust=k.gust,
    )


def _airwake(ship: ShipFile | AirfieldFile, k: Conditions) -> Airwake:
    """Airwake of the wind over deck."""
    if not k.airwake:
        return no_airwake()
    pitching = k.seaway.crossing_frequency("pitch") if k.seaway is not None else 0.0
    return pack_airwake(
        ship.model, wind_over_deck=k.wind_over_deck, wind_angle=k.wind_angle, heading=k.heading,
        pitch_frequency=pitching or PITCH_FREQUENCY, ramp=k.ramp,
    )  # fmt: skip


def airframe_on(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Setup:
    """Airframe, deck and air of a flight; its control law is still empty."""
    model = aircraft.model
    gear, _, recovery = needs(aircraft)
    check_mass(aircraft, k.mass)
    check_faults(k, ship)
    inertia = pack_inertia(model, mass=k.mass)
    cg = (model.mass.cg_x.value, model.mass.cg_z.value)
    nose, left, right = _legs(model, gear, cg=cg, mass=k.mass, rolling=rolling_factor(ship.model))
    line = thrust_line(model)
    prop = pack_propulsion(model)
    span = model.geometry.span.value
    air = air_of(
        wind_over_deck=k.wind_over_deck,
        wind_angle=k.wind_angle,
        ship_speed=k.ship_speed,
        heading=k.heading,
        deck_height=deck_height(ship.model),
        density=k.density,
    )
    return Setup(
        aero=pack_aerodynamics(model, stores=k.stores),
        propulsion=prop,
        inertia=inertia,
        nose=nose,
        left=left,
        right=right,
        controls=_controls(model, gear),
        points=_points(model, cg=cg, hub=(line.x, line.z), radius=prop.radius),
        limits=_limits(gear, recovery),
        deck=pack_deck(ship.model, surface=k.surface, ramp=k.ramp),
        passage=_passage(ship, k),
        air=air,
        turbulence=_turbulence(air, line_heading=k.heading + runway_line(ship.model).angle, span=span, k=k),
        airwake=_airwake(ship, k),
        navigation=_navigation(aircraft, ship, k),
        law=_EMPTY_LAW,
        faults=faults_of(k),
        thrust_x=cg[0] - line.x,
        thrust_z=cg[1] - line.z,
        thrust_cos=cos(line.tilt),
        thrust_sin=sin(line.tilt),
        power=float(available_power(prop, k.density)),
        gravity=GRAVITY,
        launching=0.0,
        time_limit=0.0,
    )


def condition_of(c: Setup, *, airspeed: float, density: float, flap: float, slope: float) -> Condition:
    """The steady flight about which an airframe is regulated."""
    g, p = c.controls, c.propulsion
    engine_lag = ELECTRIC_LAG if p.is_electric > 0.5 else 1.0 / p.inv_lag
    actuation = Actuation(
        g.elevator_up, g.elevator_down, g.aileron, g.rudder, g.rate, 1.0 / g.inv_lag, engine_lag
    )
    tilt = atan2(c.thrust_sin, c.thrust_cos)
    return Condition(
        c.aero, c.inertia, p, actuation, c.thrust_x, c.thrust_z, tilt, airspeed, density, flap, slope
    )


def control_law(
    c: Setup, *, line: Line, k: Conditions, airspeed: float, flap: float, slope: float, bank_limit: float,
    weights: Weights,
) -> dict[str, Any]:  # fmt: skip
    """Gains, and targets that switch everything off; the task fills in its own."""
    condition = condition_of(c, airspeed=airspeed, density=k.density, flap=flap, slope=slope)
    gains, steady_flight = design(condition, weights, bank_limit=bank_limit)
    heading = k.heading + line.angle
    return _EMPTY_LAW._asdict() | {
        "gains": gains,
        "trim": steady_flight,
        "wheelbase": c.nose.x - c.right.x,
        "airspeed": airspeed,
        "rotate_speed": NOT_ON_DECK,
        "rotate_station": NOT_ON_DECK,
        "rotate_rate": ROTATION_RATE,
        "abort_station": k.abort_station,
        "last_touchdown": NOT_ON_DECK,
        "braking": 1.0,
        "braking_first": 1.0,
        "braking_last": 1.0,
        "follow_time": 1.0,
        "line_y": line.y,
        "line_cos": cos(heading),
        "line_sin": sin(heading),
        "line_heading": atan2(sin(heading), cos(heading)),
        "deck_cos": cos(k.heading),
        "deck_sin": sin(k.heading),
    }


def actuators_of(settled: SteadyPropulsion, *, elevator: float, flap: float, brake: float) -> Actuators:
    return Actuators(
        elevator, 0.0, 0.0, flap, 0.0, brake, settled.omega, settled.pitch, settled.power, settled.inflow
    )


def first_state(
    body: Body, actuators: Actuators, *, phase: float, pitch: float, throttle: float,
    wind: tuple[float, float],
) -> State:  # fmt: skip
    """The first state; ``wind`` from ahead and from the left, as the regulators first count on it, m/s."""
    held = zeros(Held)._replace(
        elevator=actuators.elevator, last_elevator=actuators.elevator, power=throttle,
        last_throttle=throttle, head_wind=wind[0], cross_wind=wind[1],
    )  # fmt: skip
    memory = laws.Memory(phase, 0.0, held, pitch, NEVER, NEVER, *[0.0] * 7)
    commands = laws.Commands(throttle, actuators.elevator, 0.0, 0.0, actuators.flap, 0.0, actuators.brake)
    marks, log = fresh()
    return State(
        0.0, body, actuators, memory, commands, marks, log, zeros(Airflow), zeros(Sensing), zeros(Forecast),
        1.0,
    )  # fmt: skip


def body_on_line(
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
