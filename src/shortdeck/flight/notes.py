"""What happened, and the figures of a flight after it: marks at every step, the log on each beat."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from shortdeck.autopilot.law import ABORT, APPROACH, CLIMB, GO_AROUND, ROLLOUT
from shortdeck.flight.figures import NEVER, Log, Marks
from shortdeck.flight.loads import speed_of
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Near, Outputs, Setup, State
from shortdeck.flight.surroundings import FAR
from shortdeck.numerics.elementary import clip, pick
from shortdeck.numerics.jit import kernel
from shortdeck.vessel.ship_motion import course, on_course

AWAY_HEIGHT = 30.0  # m over the deck at which a launch is done
WAVE_OFF_HEIGHT = 60.0  # m over the deck at which a go-around is done
BOUNCE = 0.3  # m of main wheels over the deck after touchdown that make a bounce
BURIED = 0.3  # m below the surface: deeper than a wheel sinks in within a beat
TOPPLED_PITCH = 0.987688  # sine of 81 degrees


class Happened(NamedTuple):
    """What is so on a beat."""

    airborne: bool  # last wheel off the deck, first time
    after_bow: bool
    nose_first: bool
    bounced: bool
    hard: bool
    overload: bool
    ramp: bool
    sideways: bool
    overrun: bool
    propeller: bool
    sea: bool
    lost: bool
    stopped: bool
    away: bool
    on_wheels: bool  # over the deck, where its sides count
    rolling: bool  # to a stop
    untouched: bool  # not yet touched down
    rebounding: bool  # after touchdown over the deck, where a bounce counts
    flying: bool  # off the deck, where the margin to the stall counts
    steered: bool  # off the deck, where the control reserve counts


@kernel
def first(when: float, happened: bool, time: float) -> float:
    """Time of the first occurrence."""
    return min(when, time) if happened else when


@kernel
def _crossing(before: float, after: float, dt: float) -> float:
    """Time to step back from the step's end to where a quantity rising through zero crossed it."""
    rise = after - before
    return dt * clip(after / rise, 0.0, 1.0) if rise > 0.0 else 0.0


@kernel
def mark(c: Setup, k: Marks, b: Body, time: float, o: Outputs, last: Outputs, dt: float) -> Marks:
    """Marks after one step to state ``b``; the touchdown is placed inside it by linear interpolation."""
    landing = c.launching < 0.5
    mains = o.left_load + o.right_load
    arriving = landing and mains > 0.0 and k.t_touchdown >= NEVER
    bow = (not landing) and o.main_x > c.deck.length and k.t_bow >= NEVER
    nose = landing and o.nose_load > 0.0 and k.t_nose >= NEVER
    finite = isfinite(b.n + b.e + b.d + b.vn + b.vd + b.p + b.q)
    back = _crossing(max(last.left_depth, last.right_depth), max(o.left_depth, o.right_depth), dt)
    ground = speed_of(b)
    bank_sine = 2.0 * (b.q2 * b.q3 + b.q0 * b.q1)
    pitch_sine = 2.0 * (b.q0 * b.q2 - b.q1 * b.q3)
    return Marks(
        pick(arriving, time - back, k.t_touchdown),
        pick(nose, time, k.t_nose),
        pick(bow, time, k.t_bow),
        pick(finite, k.t_broken, min(k.t_broken, time)),
        pick(arriving, o.main_x - back * ground, k.touchdown_x),
        pick(arriving, o.main_y, k.touchdown_y),
        pick(arriving, o.closure, k.touchdown_sink),
        pick(arriving, o.airspeed, k.touchdown_airspeed),
        pick(arriving, ground, k.touchdown_ground_speed),
        pick(arriving, pitch_sine, k.touchdown_pitch_sine),
        pick(arriving, bank_sine, k.touchdown_bank_sine),
        pick(bow, o.airspeed, k.bow_speed),
        pick(bow, -b.vd, k.bow_climb),
        pick(bow, b.q, k.bow_pitch_rate),
        max(k.peak_nose, o.nose_load),
        max(k.peak_main, max(o.left_load, o.right_load)),
    )


@kernel
def overloaded(c: Setup, k: Marks) -> tuple[bool, bool]:
    """Whether the gear went beyond its limit, and beyond its ultimate load or touchdown energy.

    Energy is judged by the closure speed, as both hold at the same mass.
    """
    g = c.limits
    hard = k.peak_main > g.main_limit or k.peak_nose > g.nose_limit or k.touchdown_sink > g.sink_limit
    over = k.peak_main > g.main_ultimate or k.peak_nose > g.nose_ultimate
    return hard, over or k.touchdown_sink > g.sink_ultimate


@kernel
def over_stern(o: Outputs, near: Near) -> float:
    """Height over the surface of the lowest point that is over the deck near its stern edge, m."""
    low = min(min(near.nose_clear, near.tail_clear), near.prop_clear)
    low = min(low, -o.nose_depth if o.nose_inside > 0.5 else FAR)
    wheels = -max(o.left_depth, o.right_depth)
    low = min(low, wheels if o.mains_inside > 0.5 else FAR)
    return low if o.main_x < 5.0 else FAR


@kernel
def to_side(c: Setup, o: Outputs, near: Near) -> float:
    """Distance of the outer main wheel to the deck's side, of an aircraft that stands level, m."""
    e = near.edges
    port = o.main_y - e.port - e.port_slope * o.main_x
    starboard = e.starboard + e.starboard_slope * o.main_x - o.main_y
    return min(port, starboard) - c.right.y


@kernel
def uprightness(b: Body) -> float:
    """1 upright and level, falling to 0 on its back or where the nose points straight up or down."""
    up = 1.0 - 2.0 * (b.q1 * b.q1 + b.q2 * b.q2)
    pitch_sine = 2.0 * (b.q0 * b.q2 - b.q1 * b.q3)
    return min(up, 1.0 - abs(pitch_sine) * (1.0 / TOPPLED_PITCH))


@kernel
def what_happened(c: Setup, s: State, o: Outputs, near: Near) -> Happened:
    """Events and states on a beat."""
    b, k, f = s.body, s.marks, s.log
    phase = s.memory.phase
    mains = o.left_load + o.right_load
    load = o.nose_load + mains
    launching = c.launching > 0.5
    landed = k.t_touchdown < NEVER
    untouched = not launching and not landed
    past = o.main_x > c.deck.length
    rebounding = landed and o.mains_inside > 1.5 and phase == ROLLOUT
    bounced = rebounding and max(o.left_depth, o.right_depth) < -BOUNCE
    hard, over = overloaded(c, k)
    on_wheels = f.t_airborne >= NEVER if launching else landed
    within = o.main_x > 0.0 and o.main_x < c.deck.length - 0.5
    on_wheels = on_wheels and within and -o.main_z < 0.6
    sideways = on_wheels and o.mains_inside < 1.5
    rolling = (landed and phase == ROLLOUT) or phase == ABORT
    _, _, vn, ve = on_course(course(c.passage, s.time), b.n, b.e, b.vn, b.ve)
    stopped = vn * vn + ve * ve < 0.01 and (landed or phase > GO_AROUND)
    high = -c.passage.deck_height - b.d > (AWAY_HEIGHT if launching else WAVE_OFF_HEIGHT)
    away = high and -b.vd > 0.0 and (phase == CLIMB or phase == GO_AROUND)
    lost = uprightness(b) < 0.0 or k.t_broken < NEVER
    off = load <= 0.0 and phase >= CLIMB and phase <= GO_AROUND and phase != ROLLOUT
    flown = f.t_airborne < NEVER if launching else not landed
    propeller = near.prop_clear < 0.0 or near.nose_clear < 0.0
    airborne = launching and load <= 0.0 and f.t_airborne >= NEVER and phase == CLIMB
    after_bow = launching and (past or k.t_bow < NEVER)
    nose_first = k.t_nose < k.t_touchdown
    hard_only = hard and not over
    ramp = untouched and over_stern(o, near) < -BURIED
    overrun = o.nose_x > c.deck.length and rolling
    sea = o.sea_clear < 0.0 and o.mains_inside < 0.5
    stopped_now = stopped and f.t_stopped >= NEVER
    flying = off and flown
    steered = off and (launching or phase == APPROACH or phase == GO_AROUND)
    return Happened(
        airborne, after_bow, nose_first, bounced, hard_only, over, ramp, sideways, overrun,
        propeller, sea, lost, stopped_now, away, on_wheels, rolling, untouched, rebounding, flying, steered,
    )  # fmt: skip


@kernel
def control_reserve(c: Setup, new: State) -> float:
    """Share of the most used control that is left; on a V tail elevator and rudder add up."""
    g = c.controls
    a = new.actuators
    elevator = abs(a.elevator) / pick(a.elevator < 0.0, g.elevator_up, g.elevator_down)
    elevator = elevator + (abs(a.rudder) / g.elevator_up if g.v_tail > 0.5 else 0.0)
    return 1.0 - max(elevator, max(abs(a.aileron) / g.aileron, abs(a.rudder) / g.rudder))


@kernel
def line_offset(c: Setup, o: Outputs) -> float:
    """Distance of the main wheels from the runway line, m."""
    law = c.law
    slope = law.line_sin * law.deck_cos - law.line_cos * law.deck_sin
    return abs(o.main_y - law.line_y - slope * o.main_x)


@kernel
def take_notes(c: Setup, s: State, o: Outputs, near: Near) -> Log:
    """The log after a beat."""
    f, k, b, t = s.log, s.marks, s.body, s.time
    load = o.nose_load + o.left_load + o.right_load
    h = what_happened(c, s, o, near)
    # Named here: a choice inside so long a call is more than Numba can read.
    falling = h.after_bow and -b.vd < f.least_climb
    reserve = control_reserve(c, s)
    offset = line_offset(c, o)
    lost = min(t, k.t_broken)
    struck = min(t, k.t_nose)  # the nose wheel may have met the stern since the last beat
    return Log(
        first(f.t_airborne, h.airborne, t),
        first(f.t_nose_first, h.nose_first, k.t_nose),
        first(f.t_bounce, h.bounced, t),
        first(f.t_hard, h.hard, t),
        first(f.t_overload, h.overload, t),
        first(f.t_tail, near.tail_clear < 0.0, t),
        first(f.t_wing, near.tip_clear < 0.0, t),
        first(f.t_propeller, h.propeller, t),
        first(f.t_ramp, h.ramp, struck),
        first(f.t_sideways, h.sideways, t),
        first(f.t_overrun, h.overrun, t),
        first(f.t_sea, h.sea, t),
        first(f.t_lost, h.lost, lost),
        first(f.t_stopped, h.stopped, t),
        first(f.t_away, h.away, t),
        pick(h.airborne, o.main_x, f.airborne_x),
        pick(h.airborne, o.airspeed, f.airborne_speed),
        pick(h.after_bow, min(f.lowest_after_bow, -o.main_z), f.lowest_after_bow),
        pick(falling, o.airspeed, f.lowest_speed),
        pick(h.after_bow, min(f.least_climb, -b.vd), f.least_climb),
        pick(h.stopped, o.main_x, f.stop_x),
        pick(h.stopped, o.main_y, f.stop_y),
        pick(load > 0.0, max(f.largest_offset, offset), f.largest_offset),
        pick(h.flying, min(f.least_alpha_margin, o.alpha_stall - o.alpha), f.least_alpha_margin),
        pick(h.steered, min(f.least_reserve, reserve), f.least_reserve),
        min(f.least_tail, near.tail_clear),
        min(f.least_prop, near.prop_clear),
        max(f.largest_load_factor, o.load_factor),
        min(f.least_tip, near.tip_clear),
        min(f.least_nose, near.nose_clear),
        pick(h.untouched, min(f.least_stern, over_stern(o, near)), f.least_stern),
        pick(h.on_wheels, min(f.least_edge, to_side(c, o, near)), f.least_edge),
        pick(h.rolling, min(f.least_ahead, c.deck.length - o.nose_x), f.least_ahead),
        pick(o.mains_inside < 0.5, min(f.least_sea, o.sea_clear), f.least_sea),
        min(f.least_upright, uprightness(b)),
        pick(h.rebounding, max(f.highest_bounce, -max(o.left_depth, o.right_depth)), f.highest_bounce),
    )
