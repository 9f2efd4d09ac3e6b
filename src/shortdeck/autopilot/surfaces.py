"""From targets to surfaces and throttle: which regulator acts in which phase, and what they remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shortdeck.autopilot.phases import ABORT, APPROACH, CLIMB, GO_AROUND, HOLD, ROLL, ROLLOUT, ROTATE
from shortdeck.autopilot.regulator import (
    Flown,
    Held,
    Path,
    ask_slip,
    crab,
    estimate_wind,
    hold_heading,
    hold_level,
    hold_pitch,
    moved,
    track_line,
    track_path,
)
from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel

if TYPE_CHECKING:
    from shortdeck.autopilot.law import Law, Sensed

PITCH_SUM = 0.3  # rad s, most that the integrals of single angles hold
SWIFTEST = 1.5  # of the rotation's rate: how fast a pitch that is off is brought back
SLIP_ON_DECK = 0.3  # rad, most of the sideslip on the deck that a flight begins with


class Targets(NamedTuple):
    """What the phases ask of the regulators."""

    path: Path  # on approach
    pitch: float  # otherwise in the air and while the nose comes down
    pitch_rate: float
    slip: float  # sideslip wanted, rad
    free: bool  # elevator at rest
    side: float  # of the line that is kept, to the right of its mean, m
    side_speed: float  # m/s


class Deflections(NamedTuple):
    """Surfaces (rad) and throttle asked for, and what is remembered."""

    throttle: float
    elevator: float
    aileron: float
    rudder: float
    steer: float
    held: Held


@kernel
def flown(s: Sensed, w: Targets) -> Flown:
    """What the regulators see of it."""
    return Flown(
        s.airspeed, s.alpha, s.roll, s.pitch, s.heading_error, s.p, s.q, s.r, s.offset - w.side,
        s.offset_rate - w.side_speed, s.along_rate, s.height, s.climb,
    )  # fmt: skip


@kernel
def pressure_scale(a: Law, s: Sensed) -> float:
    """Dynamic pressure of the design over the present one, within reason."""
    least, most = 0.3 * a.gains.pressure, 3.0 * a.gains.pressure
    return a.gains.pressure / clip(s.pressure, least, most)


@kernel
def longitudinal(
    a: Law, h: Held, s: Sensed, w: Targets, phase: float, scale: float, dt: float
) -> tuple[float, float, float, float, float]:
    """Elevator, throttle, and the integrals of height, speed and pitch."""
    g, f = a.gains, flown(s, w)
    tracked, auto, height_sum, speed_sum = track_path(g, h, a.trim, f, w.path, a.alpha_max, scale, dt)
    tracking = phase == APPROACH
    held = hold_pitch(g, h, f, a.elevator_trim, w.pitch, w.pitch_rate, scale, SWIFTEST * a.rotate_rate)
    inside = held < g.elevator_down and held > -g.elevator_up
    inside = inside and abs(held - h.elevator) * g.surface_share < g.surface_step
    pitch_sum = clip(h.pitch_sum + (s.pitch - w.pitch) * dt, -PITCH_SUM, PITCH_SUM)
    pitch_sum = pitch_sum if inside else h.pitch_sum
    pitch_sum = 0.0 if w.free or tracking else pitch_sum
    elevator = tracked if tracking else held
    elevator = 0.0 if w.free else elevator
    full = phase == HOLD or phase == ROLL or phase == ROTATE or phase == CLIMB or phase == GO_AROUND
    throttle = 1.0 if full else auto
    throttle = 0.0 if phase == ROLLOUT or phase == ABORT else throttle
    height_sum = height_sum if tracking else h.height_sum
    speed_sum = speed_sum if tracking else h.speed_sum
    return elevator, throttle, height_sum, speed_sum, pitch_sum


@kernel
def lateral(
    a: Law, h: Held, s: Sensed, w: Targets, phase: float, scale: float, dt: float
) -> tuple[float, float, float, Held]:
    """Aileron, rudder and nose wheel that keep the runway line, and the memory of it."""
    g, f = a.gains, flown(s, w)
    # On its wheels it follows the line with the nose along it, also in a go-around until it lifts off.
    flying = phase == APPROACH or (s.airborne and phase != ROLLOUT)
    # The sideslip that the deck makes is where a flight begins: from there it turns into its crab.
    standing = clip(crab(h, s.airspeed, 0.0) - s.heading_error, -SLIP_ON_DECK, SLIP_ON_DECK)
    slip = ask_slip(g, h, clip(w.slip, -g.slip_max, g.slip_max), dt) if flying else standing
    aileron_air, rudder_air, offset_sum = track_line(g, h, f, crab(h, s.airspeed, slip), slip, scale, dt)
    speed = max(s.along_rate, 3.0)
    heading = clip((-0.5 * f.offset - 0.3 * f.offset_rate) / speed, -0.15, 0.15)
    aileron_deck = hold_level(g, h, f, scale)
    rudder_deck = hold_heading(g, h, f, heading, scale)
    steer = a.wheelbase / speed * (2.0 * (heading - s.heading_error) - 0.5 * s.r)
    bank_sum = clip(h.bank_sum + s.roll * dt, -PITCH_SUM, PITCH_SUM)
    heading_sum = clip(h.heading_sum + (s.heading_error - heading) * dt, -PITCH_SUM, PITCH_SUM)
    head_wind, cross_wind = estimate_wind(g, h, f, flying and s.airborne and abs(h.slip) < 0.01)
    held = Held(
        h.height_sum, h.speed_sum, offset_sum if flying else 0.0, h.pitch_sum,
        0.0 if flying else bank_sum, 0.0 if flying else heading_sum, h.elevator, h.power, h.aileron,
        h.rudder, h.last_elevator, h.last_throttle, h.last_aileron, h.last_rudder, head_wind, cross_wind,
        slip,
    )  # fmt: skip
    aileron = aileron_air if flying else aileron_deck
    rudder = rudder_air if flying else rudder_deck
    return aileron, rudder, (0.0 if flying else steer), held


@kernel
def deflections(a: Law, h: Held, s: Sensed, w: Targets, phase: float, dt: float) -> Deflections:
    """Surfaces and throttle for the coming beat."""
    g = a.gains
    scale = pressure_scale(a, s)
    elevator, throttle, height_sum, speed_sum, pitch_sum = longitudinal(a, h, s, w, phase, scale, dt)
    aileron, rudder, steer, k = lateral(a, h, s, w, phase, scale, dt)
    elevator = clip(elevator, -g.elevator_up, g.elevator_down)
    throttle = clip(throttle, 0.0, 1.0)
    aileron = clip(aileron, -g.aileron_max, g.aileron_max)
    rudder = clip(rudder, -g.rudder_max, g.rudder_max)
    # Commands act one beat late in the design: what moves during the coming beat is the last command.
    held = Held(
        height_sum, speed_sum, k.offset_sum, pitch_sum, k.bank_sum, k.heading_sum,
        moved(h.elevator, h.last_elevator, g.surface_share, g.surface_step),
        h.power + g.engine_share * (h.last_throttle - h.power),
        moved(h.aileron, h.last_aileron, g.surface_share, g.surface_step),
        moved(h.rudder, h.last_rudder, g.surface_share, g.surface_step),
        elevator, throttle, aileron, rudder, k.head_wind, k.cross_wind, k.slip,
    )  # fmt: skip
    return Deflections(throttle, elevator, aileron, rudder, steer, held)
