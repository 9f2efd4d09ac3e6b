"""One step of a flight: move actuators, sum loads, advance; on each beat look around, take notes, decide."""

from __future__ import annotations

from math import floor

from shortdeck.air.turbulence import Noise
from shortdeck.airframe.propulsion import PropulsionOut
from shortdeck.autopilot.law import Commands, Sensed, autopilot
from shortdeck.autopilot.navigation import Truth, deck_state, look, receive
from shortdeck.autopilot.prediction import watched
from shortdeck.autopilot.sensing import Biases, Sensing, start_biases, start_sensing, wander
from shortdeck.flight.figures import NEVER, Log
from shortdeck.flight.loads import total_loads
from shortdeck.flight.notes import mark, take_notes
from shortdeck.flight.rigid_body import Body, advance, at_mid_step
from shortdeck.flight.state import IN_PLACE, Actuators, Near, Outputs, Setup, State
from shortdeck.flight.surroundings import seen_now, surroundings
from shortdeck.numerics.elementary import PI, clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import between, cross, euler, matrix, product, quaternion, to_body, to_earth
from shortdeck.vessel import airflow
from shortdeck.vessel.flow_grid import FlowGrid
from shortdeck.vessel.ship_motion import Moving, course, on_course

STEP = 0.005  # s
BEAT = 0.02  # s between two runs of the control law, as in a flight computer at 50 Hz


@kernel
def truth_of(c: Setup, s: State, o: Outputs, deck: Moving) -> tuple[Truth, float, float]:
    """What there is to be measured, against the ship's mean course, and that course's runway line."""
    b = s.body
    law = c.law
    k = course(c.passage, s.time)
    roll, pitch, heading = euler(matrix(b.q0, b.q1, b.q2, b.q3))
    error = heading - k.angle - law.line_heading
    error = error - 2.0 * PI * float(floor((error + PI) * (0.5 / PI)))
    # The runway line starts at the stern edge, line_y from the ship's centreline.
    north, east, vn, ve = on_course(k, b.n, b.e, b.vn, b.ve)
    n = north + law.deck_sin * law.line_y
    e = east - law.deck_cos * law.line_y
    offset = -n * law.line_sin + e * law.line_cos
    mains = o.left_load + o.right_load > 0.0
    airborne = o.left_load + o.right_load + o.nose_load <= 0.0
    slant = (law.line_sin * law.deck_cos - law.line_cos * law.deck_sin) / (
        law.line_cos * law.deck_cos + law.line_sin * law.deck_sin
    )
    aim_y = law.line_y + law.aim_x * slant
    aim = deck_state(c.passage, k, deck, law.aim_x, aim_y, law.line_cos, law.line_sin)
    truth = Truth(
        o.airspeed, o.alpha, c.air.density, roll, pitch, error, b.p, b.q, b.r, offset,
        -vn * law.line_sin + ve * law.line_cos, vn * law.line_cos + ve * law.line_sin,
        o.main_x, -c.passage.deck_height - b.d, -b.vd, -o.main_z, mains, o.nose_load > 0.0, airborne,
        aim, law.aim_x, aim_y,
    )  # fmt: skip
    return truth, law.line_cos * k.cos - law.line_sin * k.sin, law.line_sin * k.cos + law.line_cos * k.sin


@kernel
def sense(c: Setup, s: State, o: Outputs, deck: Moving, dt: float) -> tuple[Sensed, Sensing]:
    """What the control law is told, and what its sensors carry on."""
    truth, line_cos, line_sin = truth_of(c, s, o, deck)
    n, f = c.navigation, c.faults.sensors
    sensing = receive(n, f, s.sensing, truth, deck, line_cos, line_sin, s.time, dt)
    return look(n, f, sensing, truth, s.time), sensing


@kernel
def surface(position: float, command: float, low: float, high: float, c: Setup, dt: float) -> float:
    """A rate-limited first-order actuator after one step."""
    wanted = clip(command, low, high)
    rate = clip((wanted - position) * c.controls.inv_lag, -c.controls.rate, c.controls.rate)
    return position + clip(rate * dt, -abs(wanted - position), abs(wanted - position))


@kernel
def drive(c: Setup, a: Actuators, k: Commands, time: float, dt: float) -> Actuators:
    """Actuators after one step; the engine's own states come with the loads."""
    g = c.controls
    # On a V tail the rudder has what the elevator leaves.
    elevator = clip(k.elevator, -g.elevator_up, g.elevator_down)
    room = max(min(g.rudder, g.elevator_up - abs(elevator)), 0.1 * g.rudder)
    rudder_max = room if g.v_tail > 0.5 else g.rudder
    flap = clip(k.flap - a.flap, -g.flap_rate * dt, g.flap_rate * dt)
    steer = clip(k.steer, -g.steering, g.steering)
    f = c.faults
    jammed = time >= f.surfaces_jam
    stuck = jammed and f.jam_position > IN_PLACE - 1.0
    e_jam, a_jam = jammed and f.jam_elevator > 0.5, jammed and f.jam_aileron > 0.5
    r_jam, f_jam = jammed and f.jam_rudder > 0.5, jammed and f.jam_flap > 0.5
    aileron = f.jam_position if a_jam else k.aileron
    rudder = f.jam_position if r_jam else k.rudder
    elevator = f.jam_position if e_jam else elevator
    flap = clip(f.jam_position - a.flap, -g.flap_rate * dt, g.flap_rate * dt) if f_jam else flap
    flap = 0.0 if f_jam and stuck else flap
    return Actuators(
        surface(a.elevator, elevator, -g.elevator_up, g.elevator_down, c, 0.0 if e_jam and stuck else dt),
        surface(a.aileron, aileron, -g.aileron, g.aileron, c, 0.0 if a_jam and stuck else dt),
        surface(a.rudder, rudder, -rudder_max, rudder_max, c, 0.0 if r_jam and stuck else dt),
        a.flap + flap,
        surface(a.steer, steer, -g.steering, g.steering, c, dt),
        a.brake + clip(k.brake - a.brake, -4.0 * dt, 4.0 * dt),
        a.omega, a.pitch, a.power, a.inflow,
    )  # fmt: skip


@kernel
def turn_engine(a: Actuators, p: PropulsionOut, dt: float) -> Actuators:
    """Engine and propeller states after one step."""
    return Actuators(
        a.elevator, a.aileron, a.rudder, a.flap, a.steer, a.brake,
        max(a.omega + dt * p.omega_dot, 0.0), a.pitch + dt * p.pitch_dot,
        a.power + dt * p.power_dot, a.inflow + dt * p.inflow_dot,
    )  # fmt: skip


@kernel
def ended(f: Log) -> bool:
    """Whether nothing more is to be flown."""
    end = min(min(f.t_overload, f.t_tail), min(f.t_wing, f.t_propeller))
    end = min(min(end, min(f.t_ramp, f.t_sideways)), min(min(f.t_overrun, f.t_sea), f.t_lost))
    return min(end, min(f.t_stopped, f.t_away)) < NEVER


@kernel
def look_around(
    c: Setup, s: State, last: Outputs, deck: Moving, on_gear: bool
) -> tuple[State, Near]:
    """The first half of a beat: what surrounds the aircraft, and the log after it."""
    near, grounded = surroundings(c, s.body, deck, s.time, on_gear)
    log = take_notes(c, s, seen_now(last, near, on_gear), near)
    seen = State(
        s.time, s.body, s.actuators, s.memory, s.commands, s.marks, log, s.airflow, s.sensing, s.forecast,
        grounded,
    )  # fmt: skip
    return seen, near


@kernel
def decide(
    c: Setup, s: State, last: Outputs, near: Near, interval: float, on_gear: bool
) -> State:
    """The second half: what is sensed, and what is done about it for an ``interval``, s."""
    told, sensing = sense(c, s, seen_now(last, near, on_gear), near.deck, interval)
    forecast = watched(s.forecast, told)
    commands, memory = autopilot(c.law, s.memory, told, forecast, s.time, interval)
    return State(
        s.time, s.body, s.actuators, memory, commands, s.marks, s.log, s.airflow, sensing, forecast,
        s.grounded,
    )  # fmt: skip


@kernel
def beat(
    c: Setup, s: State, last: Outputs, deck: Moving, interval: float, on_gear: bool
) -> tuple[State, Near]:
    """Look around, take notes, decide: what is done once an ``interval`` (s), and held until the next."""
    seen, near = look_around(c, s, last, deck, on_gear)
    return decide(c, seen, last, near, interval, on_gear), near


@kernel
def place_in_air(c: Setup, b: Body, deck: Moving, time: float) -> airflow.Place:
    """Where the aircraft is, to the air: the airwake turns with the ship."""
    seen = to_body(deck.pose.m, b.n - deck.pose.north, b.e - deck.pose.east, b.d - deck.pose.down)
    north, east, _, _ = on_course(course(c.passage, time), b.n, b.e, 0.0, 0.0)
    return airflow.place_of(c.airwake, north, east, b.d, seen[2])


@kernel
def stray(c: Setup, s: State, count: float) -> Sensing:
    """The sensors with a part of their errors refreshed."""
    a = s.sensing
    errors = wander(c.navigation, a.errors, c.faults.sensors, c.passage.seed, c.passage.case, count, s.time)
    return Sensing(a.biases, errors, a.received, a.stamp, a.airspeed, a.alpha)


@kernel
def stir_on_grid(
    c: Setup, s: State, near: Near, last: Outputs, interval: float, grid: FlowGrid, noise: Noise,
    wake: airflow.WakeNoise,
) -> State:  # fmt: skip
    """As ``stir_with`` with the airwake of a user's flow field."""
    count = floor(s.time / interval + 0.5) + 1.0
    moved = airflow.advance_airflow_on_grid(
        c.turbulence, c.airwake, grid, s.airflow, noise, wake, place_in_air(c, s.body, near.deck, s.time),
        near.wind_n, near.wind_e, last.airspeed, near.deck.pitch, near.deck.pitch_rate, s.time, interval,
    )  # fmt: skip
    told = stray(c, s, count)
    return State(
        s.time, s.body, s.actuators, s.memory, s.commands, s.marks, s.log, moved, told, s.forecast, s.grounded
    )  # fmt: skip


@kernel
def stir(c: Setup, s: State, near: Near, last: Outputs, interval: float) -> State:
    """The airflow carried on by ``interval``, with the numbers that the case draws."""
    noise, wake = airflow.noise_of(c.passage.seed, c.passage.case, floor(s.time / interval + 0.5) + 1.0)
    return stir_with(c, s, near, last, interval, noise, wake)


@kernel
def stir_with(
    c: Setup, s: State, near: Near, last: Outputs, interval: float, noise: Noise, wake: airflow.WakeNoise
) -> State:
    """The airflow carried on by ``interval``: turbulence and airwake where the aircraft is."""
    b, deck = s.body, near.deck
    place = place_in_air(c, b, deck, s.time)
    count = floor(s.time / interval + 0.5) + 1.0
    moved = airflow.advance_airflow(
        c.turbulence, c.airwake, s.airflow, noise, wake, place, near.wind_n, near.wind_e, last.airspeed,
        deck.pitch, deck.pitch_rate, s.time, interval,
    )  # fmt: skip
    told = stray(c, s, count)
    return State(
        s.time, b, s.actuators, s.memory, s.commands, s.marks, s.log, moved, told, s.forecast, s.grounded
    )  # fmt: skip


@kernel
def set_out(c: Setup, s: State, deck: Moving) -> State:
    """The first state of a flight, with the numbers that the case draws."""
    noise, wake = airflow.noise_of(c.passage.seed, c.passage.case, 0.0)
    biases = start_biases(c.navigation, c.passage.seed, c.passage.case)
    return set_out_with(c, s, deck, noise, wake, biases)


@kernel
def set_out_with(
    c: Setup, s: State, deck: Moving, noise: Noise, wake: airflow.WakeNoise, biases: Biases
) -> State:
    """The first state in the sea and air of its case: on deck it moves with the deck; the air is stirred."""
    b, pose = s.body, deck.pose
    x = c.passage.heading_cos * b.n + c.passage.heading_sin * b.e
    y = c.passage.heading_cos * b.e - c.passage.heading_sin * b.n
    z = b.d + c.passage.deck_height
    n, e, d = to_earth(pose.m, x, y, z)
    wx, wy, wz = cross(pose.p, pose.q, pose.r, x, y, z)
    vn, ve, vd = to_earth(pose.m, wx, wy, wz)
    level = (
        c.passage.heading_cos, -c.passage.heading_sin, 0.0, c.passage.heading_sin, c.passage.heading_cos, 0.0,
        0.0, 0.0, 1.0,
    )  # fmt: skip
    turned = product(pose.m, between(level, matrix(b.q0, b.q1, b.q2, b.q3)))
    q0, q1, q2, q3 = quaternion(turned)
    still = Body(
        pose.north + n, pose.east + e, pose.down + d, pose.v_north + vn, pose.v_east + ve, pose.v_down + vd,
        q0, q1, q2, q3, pose.p, pose.q, pose.r, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
    body = still if c.launching > 0.5 else b
    first = airflow.start_airflow(c.turbulence, noise, wake, -body.d)
    told = start_sensing(biases, c.passage.seed, c.passage.case)
    return State(
        s.time, body, s.actuators, s.memory, s.commands, s.marks, s.log, first, told, s.forecast, s.grounded
    )  # fmt: skip


@kernel
def step(c: Setup, near: Near, s: State, last: Outputs, dt: float, on_gear: bool) -> tuple[State, Outputs]:
    """The state and outputs one step on; ``on_gear``, known at compile time, whether the gear counts."""
    actuators = drive(c, s.actuators, s.commands, s.time, dt)
    power = c.power if s.time < c.faults.engine_stops else c.power * c.faults.engine_left
    mid = at_mid_step(s.body, dt)
    throttle = s.commands.throttle
    acceleration, moment, out, prop = total_loads(
        c, near, s.airflow, mid, actuators, throttle, power, s.time + 0.5 * dt, dt, on_gear
    )
    body = advance(s.body, c.inertia, acceleration, moment, dt)
    time = s.time + dt
    marks = mark(c, s.marks, body, time, out, last, dt)
    moved = turn_engine(actuators, prop, dt)
    new = State(
        time, body, moved, s.memory, s.commands, marks, s.log, s.airflow, s.sensing, s.forecast, s.grounded
    )  # fmt: skip
    return new, out


def at_rest(body: Body) -> Body:
    """The same state with the memory of accelerations cleared."""
    return body._replace(an=0.0, ae=0.0, ad=0.0, pdot=0.0, qdot=0.0, rdot=0.0)
