"""One step of a flight: sense, decide, move the actuators, sum the loads, advance, take notes."""

from __future__ import annotations

from math import isfinite

from shortdeck.airframe.propulsion import PropulsionOut
from shortdeck.autopilot.law import (
    ABORT,
    APPROACH,
    CLIMB,
    GO_AROUND,
    ROLLOUT,
    Commands,
    Sensed,
    autopilot,
)
from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.loads import speed_of, total_loads
from shortdeck.flight.rigid_body import Body, advance, at_mid_step
from shortdeck.flight.state import Actuators, Outputs, Setup, State
from shortdeck.numerics.elementary import PI, clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import euler, matrix

STEP = 0.005  # s
AWAY_HEIGHT = 30.0  # m over the deck at which a launch is done
WAVE_OFF_HEIGHT = 60.0  # m over the deck at which a go-around is done
BOUNCE = 0.3  # m of main wheels over the deck after touchdown that make a bounce
BURIED = 0.3  # m below the surface: deeper than a wheel sinks in within a step


@kernel
def sense(c: Setup, s: State, o: Outputs) -> Sensed:
    """What the control law is told (no noise, no delay)."""
    b = s.body
    roll, pitch, heading = euler(matrix(b.q0, b.q1, b.q2, b.q3))
    law = c.law
    error = heading - law.line_heading
    error = error - 2.0 * PI * ((error + PI) // (2.0 * PI))
    # The runway line starts at the stern edge, line_y from the ship's centreline.
    n = b.n - c.pose.north + law.deck_sin * law.line_y
    e = b.e - c.pose.east - law.deck_cos * law.line_y
    offset = -n * law.line_sin + e * law.line_cos
    offset_rate = -b.vn * law.line_sin + b.ve * law.line_cos
    along = b.vn * law.line_cos + b.ve * law.line_sin
    pressure = 0.5 * c.air.density * o.airspeed * o.airspeed
    wheels = -o.main_z
    mains = o.left_load + o.right_load > 0.0
    airborne = o.left_load + o.right_load + o.nose_load <= 0.0
    return Sensed(
        o.airspeed, o.alpha, pressure, roll, pitch, error, b.p, b.q, b.r, offset, offset_rate, along,
        o.main_x, c.pose.down - b.d, -b.vd, wheels, mains, o.nose_load > 0.0, airborne,
    )  # fmt: skip


@kernel
def surface(position: float, command: float, low: float, high: float, c: Setup, dt: float) -> float:
    """A rate-limited first-order actuator after one step."""
    wanted = clip(command, low, high)
    rate = clip((wanted - position) / c.controls.lag, -c.controls.rate, c.controls.rate)
    return position + clip(rate * dt, -abs(wanted - position), abs(wanted - position))


@kernel
def drive(c: Setup, a: Actuators, k: Commands, dt: float) -> Actuators:
    """Actuators after one step; the engine's own states come with the loads."""
    g = c.controls
    # On a V tail the rudder has what the elevator leaves.
    elevator = clip(k.elevator, -g.elevator_up, g.elevator_down)
    room = max(min(g.rudder, g.elevator_up - abs(elevator)), 0.1 * g.rudder)
    rudder_max = room if g.v_tail > 0.5 else g.rudder
    flap = clip(k.flap - a.flap, -g.flap_rate * dt, g.flap_rate * dt)
    steer = clip(k.steer, -g.steering, g.steering)
    return Actuators(
        surface(a.elevator, elevator, -g.elevator_up, g.elevator_down, c, dt),
        surface(a.aileron, k.aileron, -g.aileron, g.aileron, c, dt),
        surface(a.rudder, k.rudder, -rudder_max, rudder_max, c, dt),
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
def first(when: float, happened: bool, time: float) -> float:
    """Time of the first occurrence."""
    return min(when, time) if happened else when


@kernel
def pick(condition: bool, yes: float, no: float) -> float:
    """``yes`` where the condition holds, else ``no``."""
    return yes if condition else no


@kernel
def _crossing(before: float, after: float, dt: float) -> float:
    """Time to step back from the step's end to where a quantity rising through zero crossed it."""
    rise = after - before
    return dt * clip(after / rise, 0.0, 1.0) if rise > 0.0 else 0.0


@kernel
def take_notes(c: Setup, s: State, new: State, o: Outputs, last: Outputs, dt: float) -> Figures:
    """Figures after one step; events are placed inside the step by linear interpolation."""
    f = s.figures
    b = new.body
    t = new.time
    roll, pitch, _ = euler(matrix(b.q0, b.q1, b.q2, b.q3))
    load = o.nose_load + o.left_load + o.right_load
    mains = o.left_load + o.right_load
    wheels = -o.main_z
    launching = c.launching > 0.5
    flown = f.t_airborne < NEVER if launching else f.t_touchdown >= NEVER
    deepest = max(o.left_depth, o.right_depth)
    before = max(last.left_depth, last.right_depth)
    # touchdown, inside the step
    arriving = not launching and mains > 0.0 and f.t_touchdown >= NEVER
    back = _crossing(before, deepest, dt)
    t_touchdown = first(f.t_touchdown, arriving, t - back)
    ground = speed_of(b)
    nose_first = not launching and o.nose_load > 0.0 and f.t_touchdown >= NEVER and mains <= 0.0
    landed = t_touchdown < NEVER
    bounced = landed and deepest < -BOUNCE and o.left_inside + o.right_inside > 1.5
    bounced = bounced and new.memory.phase == ROLLOUT
    sink = o.closure
    hard = o.left_load > c.limits.main_limit or o.right_load > c.limits.main_limit
    hard = hard or o.nose_load > c.limits.nose_limit or (arriving and sink > c.limits.sink_limit)
    over = o.left_load > c.limits.main_ultimate or o.right_load > c.limits.main_ultimate
    over = over or o.nose_load > c.limits.nose_ultimate or (arriving and sink > c.limits.sink_ultimate)
    # a point well below the surface, with no touchdown before it, came in under the stern edge
    low = min(min(o.nose_clear, o.tail_clear), o.prop_clear) < -BURIED
    low = low or (o.nose_inside > 0.5 and o.nose_depth > BURIED)
    low = low or (o.left_inside + o.right_inside > 0.5 and deepest > BURIED)
    struck = not launching and low and f.t_touchdown >= NEVER and o.main_x < 5.0
    off_side = f.t_airborne >= NEVER if launching else landed
    within = o.main_x > 0.0 and o.main_x < c.deck.length - 0.5
    sideways = off_side and within and wheels < 0.6 and (o.left_inside < 0.5 or o.right_inside < 0.5)
    past = o.main_x > c.deck.length
    rolling = (landed and new.memory.phase == ROLLOUT) or new.memory.phase == ABORT
    overrun = o.nose_x > c.deck.length and rolling
    bow = launching and past and f.t_bow >= NEVER
    airborne = launching and load <= 0.0 and f.t_airborne >= NEVER and new.memory.phase == CLIMB
    stopped = abs(b.vn) + abs(b.ve) < 0.1 and (landed or new.memory.phase > GO_AROUND)
    height = c.pose.down - b.d
    done = height > (AWAY_HEIGHT if launching else WAVE_OFF_HEIGHT) and -b.vd > 0.0
    done = done and (new.memory.phase == CLIMB or new.memory.phase == GO_AROUND)
    lost = abs(roll) > 0.5 * PI or abs(pitch) > 0.45 * PI or not isfinite(b.n + b.e + b.d + b.vn + b.vd + b.p)
    after_bow = launching and (past or f.t_bow < NEVER)
    falling = after_bow and -b.vd < f.least_climb
    flying = load <= 0.0 and (new.memory.phase >= CLIMB) and new.memory.phase <= GO_AROUND
    flying = flying and new.memory.phase != ROLLOUT
    free = launching or new.memory.phase == APPROACH or new.memory.phase == GO_AROUND
    g = c.controls
    a = new.actuators
    elevator_use = abs(a.elevator) / (g.elevator_up if a.elevator < 0.0 else g.elevator_down)
    elevator_use = elevator_use + (abs(a.rudder) / g.elevator_up if g.v_tail > 0.5 else 0.0)
    reserve = 1.0 - max(elevator_use, max(abs(a.aileron) / g.aileron, abs(a.rudder) / g.rudder))
    offset = abs(o.main_y - c.law.line_y - (c.law.line_sin * c.law.deck_cos - c.law.line_cos * c.law.deck_sin)
                 * o.main_x)  # fmt: skip
    # Named here: a choice inside so long a call is more than Numba can read.
    hard_only = hard and not over
    prop_strike = o.prop_clear < 0.0 or o.nose_clear < 0.0
    ditched = o.sea_clear < 0.0 and o.left_inside + o.right_inside < 0.5
    stopping = stopped and f.t_stopped >= NEVER
    flying_free = flying and flown
    steering_free = flying and free
    return Figures(
        first(f.t_airborne, airborne, t),
        t_touchdown,
        first(f.t_nose_first, nose_first, t),
        first(f.t_bounce, bounced, t),
        first(f.t_hard, hard_only, t),
        first(f.t_overload, over, t),
        first(f.t_tail, o.tail_clear < 0.0, t),
        first(f.t_wing, o.tip_clear < 0.0, t),
        first(f.t_propeller, prop_strike, t),
        first(f.t_ramp, struck, t),
        first(f.t_sideways, sideways, t),
        first(f.t_overrun, overrun, t),
        first(f.t_sea, ditched, t),
        first(f.t_lost, lost, t),
        first(f.t_stopped, stopped, t),
        first(f.t_away, done, t),
        first(f.t_bow, bow, t),
        pick(airborne, o.main_x, f.airborne_x),
        pick(airborne, o.airspeed, f.airborne_speed),
        pick(bow, o.airspeed, f.bow_speed),
        pick(bow, -b.vd, f.bow_climb),
        pick(bow, b.q, f.bow_pitch_rate),
        pick(after_bow, min(f.lowest_after_bow, wheels), f.lowest_after_bow),
        pick(falling, o.airspeed, f.lowest_speed),
        pick(after_bow, min(f.least_climb, -b.vd), f.least_climb),
        pick(arriving, o.main_x - back * ground, f.touchdown_x),
        pick(arriving, o.main_y, f.touchdown_y),
        pick(arriving, sink, f.touchdown_sink),
        pick(arriving, o.airspeed, f.touchdown_airspeed),
        pick(arriving, ground, f.touchdown_ground_speed),
        pick(arriving, pitch, f.touchdown_pitch),
        pick(arriving, roll, f.touchdown_bank),
        pick(stopping, o.main_x, f.stop_x),
        pick(stopping, o.main_y, f.stop_y),
        max(f.peak_nose, o.nose_load),
        max(f.peak_main, max(o.left_load, o.right_load)),
        pick(load > 0.0, max(f.largest_offset, offset), f.largest_offset),
        pick(flying_free, min(f.least_alpha_margin, o.alpha_stall - o.alpha), f.least_alpha_margin),
        pick(steering_free, min(f.least_reserve, reserve), f.least_reserve),
        min(f.least_tail, o.tail_clear),
        min(f.least_prop, o.prop_clear),
        max(f.largest_load_factor, o.load_factor),
    )


@kernel
def ended(s: State) -> bool:
    """Whether nothing more is to be flown."""
    f = s.figures
    end = min(min(f.t_overload, f.t_tail), min(f.t_wing, f.t_propeller))
    end = min(min(end, min(f.t_ramp, f.t_sideways)), min(min(f.t_overrun, f.t_sea), f.t_lost))
    return min(end, min(f.t_stopped, f.t_away)) < NEVER


@kernel
def step(c: Setup, s: State, last: Outputs, dt: float) -> tuple[State, Outputs]:
    """The state and outputs one step on."""
    sensed = sense(c, s, last)
    commands, memory = autopilot(c.law, s.memory, sensed, s.time, dt)
    actuators = drive(c, s.actuators, commands, dt)
    mid = at_mid_step(s.body, dt)
    acceleration, moment, out, prop = total_loads(c, mid, actuators, commands.throttle, dt)
    body = advance(s.body, c.inertia, acceleration, moment, dt)
    moved = State(s.time + dt, body, turn_engine(actuators, prop, dt), memory, s.figures, commands)
    figures = take_notes(c, s, moved, out, last, dt)
    return State(moved.time, body, moved.actuators, memory, figures, commands), out


def at_rest(body: Body) -> Body:
    """The same state with the memory of accelerations cleared."""
    return body._replace(an=0.0, ae=0.0, ad=0.0, pdot=0.0, qdot=0.0, rdot=0.0)
