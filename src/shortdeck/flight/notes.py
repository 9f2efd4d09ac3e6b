"""What happened in a step, and the figures of a flight after it."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from shortdeck.autopilot.law import ABORT, APPROACH, CLIMB, GO_AROUND, ROLLOUT
from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.loads import speed_of
from shortdeck.flight.state import Outputs, Setup, State
from shortdeck.numerics.elementary import PI, clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import euler, matrix

AWAY_HEIGHT = 30.0  # m over the deck at which a launch is done
WAVE_OFF_HEIGHT = 60.0  # m over the deck at which a go-around is done
BOUNCE = 0.3  # m of main wheels over the deck after touchdown that make a bounce
BURIED = 0.3  # m below the surface: deeper than a wheel sinks in within a step


class Happened(NamedTuple):
    """What is so at the end of a step."""

    airborne: bool  # last wheel off the deck, first time
    bow: bool  # main wheels past the forward end, first time
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
    flying: bool  # off the deck, where the margin to the stall counts
    steered: bool  # off the deck, where the control reserve counts


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
def overloaded(c: Setup, o: Outputs, arriving: bool) -> tuple[bool, bool]:
    """Whether the gear is beyond its limit, and beyond its ultimate load or touchdown energy.

    Energy is judged by the closure speed, as both hold at the same mass.
    """
    g = c.limits
    main = max(o.left_load, o.right_load)
    hard = main > g.main_limit or o.nose_load > g.nose_limit or (arriving and o.closure > g.sink_limit)
    over = main > g.main_ultimate or o.nose_load > g.nose_ultimate
    return hard, over or (arriving and o.closure > g.sink_ultimate)


@kernel
def struck_stern(o: Outputs) -> bool:
    """A point well below the surface near the stern edge: it came in under it."""
    low = min(min(o.nose_clear, o.tail_clear), o.prop_clear) < -BURIED
    low = low or (o.nose_inside > 0.5 and o.nose_depth > BURIED)
    wheels = o.left_inside + o.right_inside > 0.5
    low = low or (wheels and max(o.left_depth, o.right_depth) > BURIED)
    return low and o.main_x < 5.0


@kernel
def what_happened(c: Setup, f: Figures, new: State, o: Outputs, arriving: bool, landed: bool) -> Happened:
    """Events and states of a step; ``landed``: a main wheel has touched, now or before."""
    b = new.body
    phase = new.memory.phase
    roll, pitch, _ = euler(matrix(b.q0, b.q1, b.q2, b.q3))
    mains = o.left_load + o.right_load
    load = o.nose_load + mains
    launching = c.launching > 0.5
    untouched = not launching and f.t_touchdown >= NEVER
    over_deck = o.left_inside + o.right_inside
    past = o.main_x > c.deck.length
    bounced = landed and max(o.left_depth, o.right_depth) < -BOUNCE and over_deck > 1.5 and phase == ROLLOUT
    hard, over = overloaded(c, o, arriving)
    on_wheels = f.t_airborne >= NEVER if launching else landed
    within = o.main_x > 0.0 and o.main_x < c.deck.length - 0.5
    sideways = on_wheels and within and -o.main_z < 0.6 and over_deck < 1.5
    rolling = (landed and phase == ROLLOUT) or phase == ABORT
    stopped = b.vn * b.vn + b.ve * b.ve < 0.01 and (landed or phase > GO_AROUND)
    high = c.pose.down - b.d > (AWAY_HEIGHT if launching else WAVE_OFF_HEIGHT)
    away = high and -b.vd > 0.0 and (phase == CLIMB or phase == GO_AROUND)
    finite = isfinite(b.n + b.e + b.d + b.vn + b.vd + b.p)
    lost = abs(roll) > 0.5 * PI or abs(pitch) > 0.45 * PI or not finite
    off = load <= 0.0 and phase >= CLIMB and phase <= GO_AROUND and phase != ROLLOUT
    flown = f.t_airborne < NEVER if launching else f.t_touchdown >= NEVER
    propeller = o.prop_clear < 0.0 or o.nose_clear < 0.0
    airborne = launching and load <= 0.0 and f.t_airborne >= NEVER and phase == CLIMB
    bow = launching and past and f.t_bow >= NEVER
    after_bow = launching and (past or f.t_bow < NEVER)
    nose_first = untouched and o.nose_load > 0.0 and mains <= 0.0
    hard_only = hard and not over
    ramp = untouched and struck_stern(o)
    overrun = o.nose_x > c.deck.length and rolling
    sea = o.sea_clear < 0.0 and over_deck < 0.5
    stopped_now = stopped and f.t_stopped >= NEVER
    flying = off and flown
    steered = off and (launching or phase == APPROACH or phase == GO_AROUND)
    return Happened(
        airborne, bow, after_bow, nose_first, bounced, hard_only, over, ramp, sideways, overrun,
        propeller, sea, lost, stopped_now, away, flying, steered,
    )  # fmt: skip


@kernel
def control_reserve(c: Setup, new: State) -> float:
    """Share of the most used control that is left; on a V tail elevator and rudder add up."""
    g = c.controls
    a = new.actuators
    elevator = abs(a.elevator) / (g.elevator_up if a.elevator < 0.0 else g.elevator_down)
    elevator = elevator + (abs(a.rudder) / g.elevator_up if g.v_tail > 0.5 else 0.0)
    return 1.0 - max(elevator, max(abs(a.aileron) / g.aileron, abs(a.rudder) / g.rudder))


@kernel
def line_offset(c: Setup, o: Outputs) -> float:
    """Distance of the main wheels from the runway line, m."""
    law = c.law
    slope = law.line_sin * law.deck_cos - law.line_cos * law.deck_sin
    return abs(o.main_y - law.line_y - slope * o.main_x)


@kernel
def take_notes(c: Setup, s: State, new: State, o: Outputs, last: Outputs, dt: float) -> Figures:
    """Figures after one step; the touchdown is placed inside the step by linear interpolation."""
    f = s.figures
    b = new.body
    t = new.time
    roll, pitch, _ = euler(matrix(b.q0, b.q1, b.q2, b.q3))
    load = o.nose_load + o.left_load + o.right_load
    wheels = -o.main_z
    arriving = c.launching < 0.5 and o.left_load + o.right_load > 0.0 and f.t_touchdown >= NEVER
    back = _crossing(max(last.left_depth, last.right_depth), max(o.left_depth, o.right_depth), dt)
    t_touchdown = first(f.t_touchdown, arriving, t - back)
    h = what_happened(c, f, new, o, arriving, t_touchdown < NEVER)
    ground = speed_of(b)
    # Named here: a choice inside so long a call is more than Numba can read.
    falling = h.after_bow and -b.vd < f.least_climb
    reserve = control_reserve(c, new)
    offset = line_offset(c, o)
    return Figures(
        first(f.t_airborne, h.airborne, t),
        t_touchdown,
        first(f.t_nose_first, h.nose_first, t),
        first(f.t_bounce, h.bounced, t),
        first(f.t_hard, h.hard, t),
        first(f.t_overload, h.overload, t),
        first(f.t_tail, o.tail_clear < 0.0, t),
        first(f.t_wing, o.tip_clear < 0.0, t),
        first(f.t_propeller, h.propeller, t),
        first(f.t_ramp, h.ramp, t),
        first(f.t_sideways, h.sideways, t),
        first(f.t_overrun, h.overrun, t),
        first(f.t_sea, h.sea, t),
        first(f.t_lost, h.lost, t),
        first(f.t_stopped, h.stopped, t),
        first(f.t_away, h.away, t),
        first(f.t_bow, h.bow, t),
        pick(h.airborne, o.main_x, f.airborne_x),
        pick(h.airborne, o.airspeed, f.airborne_speed),
        pick(h.bow, o.airspeed, f.bow_speed),
        pick(h.bow, -b.vd, f.bow_climb),
        pick(h.bow, b.q, f.bow_pitch_rate),
        pick(h.after_bow, min(f.lowest_after_bow, wheels), f.lowest_after_bow),
        pick(falling, o.airspeed, f.lowest_speed),
        pick(h.after_bow, min(f.least_climb, -b.vd), f.least_climb),
        pick(arriving, o.main_x - back * ground, f.touchdown_x),
        pick(arriving, o.main_y, f.touchdown_y),
        pick(arriving, o.closure, f.touchdown_sink),
        pick(arriving, o.airspeed, f.touchdown_airspeed),
        pick(arriving, ground, f.touchdown_ground_speed),
        pick(arriving, pitch, f.touchdown_pitch),
        pick(arriving, roll, f.touchdown_bank),
        pick(h.stopped, o.main_x, f.stop_x),
        pick(h.stopped, o.main_y, f.stop_y),
        max(f.peak_nose, o.nose_load),
        max(f.peak_main, max(o.left_load, o.right_load)),
        pick(load > 0.0, max(f.largest_offset, offset), f.largest_offset),
        pick(h.flying, min(f.least_alpha_margin, o.alpha_stall - o.alpha), f.least_alpha_margin),
        pick(h.steered, min(f.least_reserve, reserve), f.least_reserve),
        min(f.least_tail, o.tail_clear),
        min(f.least_prop, o.prop_clear),
        max(f.largest_load_factor, o.load_factor),
    )
