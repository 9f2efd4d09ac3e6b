"""Regulators: from what is wanted and what is seen to surfaces and throttle.

Linear state feedback with integrals about a trimmed flight, u = u_trim + u_ff - K (z - z_ff), with gains from
``autopilot.design``. Surfaces scale with the inverse of dynamic pressure. Positions of surfaces and engine
are not measured: the regulator carries a model of their lags, held to their travel and rates. SI, radians;
heights and climb up; offsets to the right.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel

PathRow = tuple[
    float, float, float, float, float, float, float, float, float, float, float, float, float
]  # over PATH_SIGNALS
LineRow = tuple[float, float, float, float, float, float, float, float, float, float, float]
HoldRow = tuple[float, float, float, float, float]  # integral, angle, rate, surface, last command

PATH_SIGNALS = (
    "height_sum", "speed_sum", "height", "climb", "airspeed", "pitch", "q", "alpha", "head_gust",
    "elevator", "power", "last_elevator", "last_throttle",
)  # fmt: skip
LINE_SIGNALS = (
    "offset_sum", "offset", "offset_rate", "roll", "p", "heading", "r", "aileron", "rudder",
    "last_aileron", "last_rudder",
)  # fmt: skip


class Gains(NamedTuple):
    """Feedback at the design pressure, feed-forward, limits of what is asked for."""

    pressure: float  # dynamic pressure of the design, Pa
    inv_pressure: float
    elevator: PathRow  # rad per unit of PATH_SIGNALS
    throttle: PathRow  # share per unit of them
    aileron: LineRow  # rad per unit of LINE_SIGNALS
    rudder: LineRow
    climb: tuple[float, float, float, float]  # pitch, alpha, elevator, throttle per m/s of steady climb
    pull: tuple[float, float, float, float, float]  # pitch, alpha, q, elevator, throttle per m/s2 upwards
    slip: tuple[float, float, float]  # bank, aileron, rudder per rad of steady sideslip
    pitch_hold: HoldRow
    bank_hold: HoldRow  # of the wings on the deck
    heading_hold: HoldRow  # by rudder on the deck
    surface_share: float  # of the way to a command that a surface goes in a beat
    surface_step: float  # most that it goes, rad
    engine_share: float
    elevator_up: float  # travel, rad
    elevator_down: float
    aileron_max: float
    rudder_max: float
    capture: float  # height error acted on at most, m: it bounds the sink of a capture
    side_capture: float  # m
    slip_max: float  # sideslip that surfaces and bank at touchdown leave room for, rad
    slip_rate: float  # of the sideslip asked for, rad/s
    wind_share: float  # of the way that the wind estimates go in a beat


MOST_BANK = 0.44  # rad
FLOOR_REACH = 0.5  # rad, beyond which a pitch floor is out of sight
UNBOUND = 1e3  # rad/s


class Held(NamedTuple):
    """What the regulators remember."""

    height_sum: float
    speed_sum: float
    offset_sum: float
    pitch_sum: float
    bank_sum: float
    heading_sum: float
    elevator: float  # modelled positions, absolute
    power: float
    aileron: float
    rudder: float
    last_elevator: float  # last commands
    last_throttle: float
    last_aileron: float
    last_rudder: float
    head_wind: float  # estimates, m/s
    cross_wind: float  # air from left to right
    slip: float  # sideslip asked for, rad


class Flown(NamedTuple):
    """What a regulator sees of the flight."""

    airspeed: float
    alpha: float
    roll: float
    pitch: float
    heading_error: float  # to the line
    p: float
    q: float
    r: float
    offset: float
    offset_rate: float
    along_rate: float  # over the ship, along the line
    height: float
    climb: float


class Trim(NamedTuple):
    """The steady flight about which is regulated."""

    climb: float
    pitch: float
    alpha: float
    elevator: float
    throttle: float


class Path(NamedTuple):
    """The path wanted at this moment; its rate and acceleration let a moving ramp be followed."""

    height: float  # of the centre of gravity, same level as ``Flown.height``
    climb: float
    acceleration: float  # upwards, m/s2
    airspeed: float
    hold_height: bool  # False: climb alone is held, the height may be what it is
    pitch_floor: float  # no nose-down elevator beyond what holds this pitch


@kernel
def path_signals(
    g: Gains, h: Held, t: Trim, f: Flown, w: Path, scale: float
) -> tuple[PathRow, float, float, float]:
    """Departures from the wanted state (PATH_SIGNALS), elevator and throttle there, height error."""
    rise = w.climb - t.climb
    pitch = t.pitch + g.climb[0] * rise + g.pull[0] * w.acceleration
    alpha = t.alpha + g.climb[1] * rise + g.pull[1] * w.acceleration
    elevator = t.elevator + scale * (g.climb[2] * rise + g.pull[3] * w.acceleration)
    throttle = t.throttle + g.climb[3] * rise + g.pull[4] * w.acceleration
    error = f.height - w.height if w.hold_height else 0.0
    gust = f.airspeed - f.along_rate - h.head_wind
    seen: PathRow = (
        h.height_sum,
        h.speed_sum,
        clip(error, -g.capture, g.capture),
        f.climb - w.climb,
        f.airspeed - w.airspeed,
        f.pitch - pitch,
        f.q - g.pull[2] * w.acceleration,
        f.alpha - alpha,
        gust,
        h.elevator - elevator,
        h.power - throttle,
        h.last_elevator - elevator,
        h.last_throttle - throttle,
    )
    return seen, elevator, throttle, error


@kernel
def over_motion(k: PathRow, z: PathRow) -> float:
    """The part of K z that is not surface or engine."""
    first = k[0] * z[0] + k[1] * z[1] + k[2] * z[2] + k[3] * z[3] + k[4] * z[4]
    return first + k[5] * z[5] + k[6] * z[6] + k[7] * z[7] + k[8] * z[8]


@kernel
def track_path(
    g: Gains, h: Held, t: Trim, f: Flown, w: Path, alpha_max: float, scale: float, dt: float
) -> tuple[float, float, float, float]:
    """Elevator and throttle that hold path and speed together, and the integrals of height and speed.

    ``scale`` is the design's dynamic pressure over the present one. Where the angle of attack nears
    ``alpha_max``, the elevator goes no further up than what holds it there.
    """
    z, elevator, throttle, error = path_signals(g, h, t, f, w, scale)
    over = 1.0 / scale
    ke, kt = g.elevator, g.throttle
    free = over_motion(ke, z) + ke[10] * z[10] + ke[12] * z[12]
    asked = elevator - scale * free - ke[9] * z[9] - ke[11] * z[11]
    guard = hold_pitch(g, h, f, t.elevator, f.pitch + alpha_max - f.alpha, 0.0, scale, UNBOUND)
    floor = hold_pitch(g, h, f, t.elevator, max(w.pitch_floor, f.pitch - FLOOR_REACH), 0.0, scale, UNBOUND)
    guarded = max(min(asked, floor), guard)
    up = clip(guarded, -g.elevator_up, g.elevator_down)
    push = throttle - over_motion(kt, z) - kt[10] * z[10] - kt[12] * z[12]
    push = push - over * (kt[9] * z[9] + kt[11] * z[11])
    power = clip(push, 0.0, 1.0)
    # An integral waits while a limit is met.
    steady = w.hold_height and abs(error) < g.capture and up == asked
    height_sum = h.height_sum + (error * dt if steady else 0.0)
    speed_sum = h.speed_sum + ((f.airspeed - w.airspeed) * dt if power == push else 0.0)
    return up, power, height_sum, speed_sum


@kernel
def hold_pitch(
    g: Gains, h: Held, f: Flown, elevator: float, pitch: float, rate: float, scale: float, swiftest: float
) -> float:
    """Elevator that holds a pitch moving at a rate, about a trimmed elevator.

    However far the pitch is off, it is brought back at ``swiftest`` rad/s at most: a surface that moves at a
    limited rate could not stop a swifter pitch in time, and would swing it.
    """
    k = g.pitch_hold
    most = abs(k[2]) * swiftest
    feedback = k[0] * h.pitch_sum + clip(k[1] * (f.pitch - pitch), -most, most) + k[2] * (f.q - rate)
    return elevator - scale * feedback - k[3] * (h.elevator - elevator) - k[4] * (h.last_elevator - elevator)


@kernel
def crab(h: Held, airspeed: float, slip: float) -> float:
    """Heading to the line that makes no way across it in the wind, with that sideslip."""
    ratio = clip(h.cross_wind / max(airspeed, 5.0), -0.8, 0.8)
    return -ratio - ratio * ratio * ratio * (1.0 / 6.0) - slip


@kernel
def track_line(
    g: Gains, h: Held, f: Flown, heading: float, slip: float, scale: float, dt: float
) -> tuple[float, float, float]:
    """Aileron and rudder that keep the line at a heading to it and a sideslip, and the integral of offset."""
    over = 1.0 / scale
    # At another pressure than the design's, a sideslip takes the same deflections, but another bank.
    bank = over * g.slip[0] * slip
    aileron, rudder = g.slip[1] * slip, g.slip[2] * slip
    held = abs(f.offset) < g.side_capture
    z: LineRow = (
        h.offset_sum,
        clip(f.offset, -g.side_capture, g.side_capture),
        f.offset_rate,
        f.roll - bank,
        f.p,
        f.heading_error - heading,
        f.r,
        h.aileron - aileron,
        h.rudder - rudder,
        h.last_aileron - aileron,
        h.last_rudder - rudder,
    )
    a = aileron - scale * over_line(g.aileron, z) - over_surfaces(g.aileron, z)
    # However far it is off the line, no more bank is asked for than the largest.
    right, left = hold_bank(g, h, f, MOST_BANK, scale), hold_bank(g, h, f, -MOST_BANK, scale)
    a = clip(a, min(left, right), max(left, right))
    r = rudder - scale * over_line(g.rudder, z) - over_surfaces(g.rudder, z)
    still = held and abs(a) < g.aileron_max and abs(r) < g.rudder_max
    return a, r, h.offset_sum + (f.offset * dt if still else 0.0)


@kernel
def over_line(k: LineRow, z: LineRow) -> float:
    """The part of K z that is not surfaces."""
    first = k[0] * z[0] + k[1] * z[1] + k[2] * z[2] + k[3] * z[3]
    return first + k[4] * z[4] + k[5] * z[5] + k[6] * z[6]


@kernel
def over_surfaces(k: LineRow, z: LineRow) -> float:
    """The part of K z that is surfaces: no pressure scales it."""
    return k[7] * z[7] + k[8] * z[8] + k[9] * z[9] + k[10] * z[10]


@kernel
def hold_level(g: Gains, h: Held, f: Flown, scale: float) -> float:
    """Aileron that keeps the wings level on the wheels."""
    return hold_bank(g, h, f, 0.0, scale)


@kernel
def hold_bank(g: Gains, h: Held, f: Flown, bank: float, scale: float) -> float:
    """Aileron that holds a bank."""
    k = g.bank_hold
    feedback = k[0] * h.bank_sum + k[1] * (f.roll - bank) + k[2] * f.p
    return -scale * feedback - k[3] * h.aileron - k[4] * h.last_aileron


@kernel
def hold_heading(g: Gains, h: Held, f: Flown, heading: float, scale: float) -> float:
    """Rudder that holds a heading to the line on the wheels."""
    k = g.heading_hold
    feedback = k[0] * h.heading_sum + k[1] * (f.heading_error - heading) + k[2] * f.r
    return -scale * feedback - k[3] * h.rudder - k[4] * h.last_rudder


@kernel
def moved(position: float, command: float, share: float, step: float) -> float:
    """A modelled surface after a beat."""
    return position + clip(share * (command - position), -step, step)


@kernel
def ask_slip(g: Gains, h: Held, slip: float, dt: float) -> float:
    """The sideslip asked for, moved towards the target at a rate that an aircraft can follow."""
    return h.slip + clip(slip - h.slip, -g.slip_rate * dt, g.slip_rate * dt)


@kernel
def estimate_wind(g: Gains, h: Held, f: Flown, learning: bool) -> tuple[float, float]:
    """Wind from ahead and from the left, from airspeed, heading and way over the ship, slowly learned.

    The way that the sideslip makes counts as asked for: it is not measured.
    """
    share = g.wind_share if learning else 0.0
    angle = f.heading_error + h.slip
    across = f.offset_rate - f.airspeed * (angle - angle * angle * angle * (1.0 / 6.0))
    ahead = f.airspeed - f.along_rate
    return h.head_wind + share * (ahead - h.head_wind), h.cross_wind + share * (across - h.cross_wind)
