"""The pose of the deck from the ship's six motions, as kernels.

Between knots, a fixed interval apart, each motion is a cubic through its values and rates there, so that
velocity is the derivative of position everywhere. The deck frame stands on the ship's centre of gravity:
attitude is heading plus yaw, pitch, roll (3-2-1); surge and sway are along the mean course.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.numerics.elementary import cos, sin
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Matrix, cross, to_earth
from shortdeck.vessel.deck import Pose


class Passage(NamedTuple):
    """Course of the ship and what moves her, the same during one flight."""

    heading_cos: float  # of the course, from north
    heading_sin: float
    deck_height: float  # flight deck above the mean sea, m
    centre_x: float  # of the ship's gravity, deck frame, m
    centre_z: float
    sea: float  # which of the engine's seas moves her; -1 none
    record: float  # which of its records of motion moves her instead; -1 none
    record_start: float  # first knot of it
    seed: float
    case: float
    speed: float = 0.0  # of the ship, m/s: what a turn needs
    turn_rate: float = 0.0  # rad/s, to starboard
    turn_start: float = 0.0  # s after the start of the flight
    turn_time: float = 0.0  # s that it lasts
    waited: float = 0.0  # s of her motion before the flight begins, a whole number of knots


class Course(NamedTuple):
    """The ship's mean course at one moment, against the frame that moves on with her first velocity."""

    angle: float  # by which she has turned, rad, to starboard
    cos: float
    sin: float
    north: float  # of where her mean course has taken her, m
    east: float
    v_north: float  # m/s
    v_east: float
    rate: float  # rad/s


class Motions(NamedTuple):
    """The six motions (m, rad): forward, right, down of the centre of gravity; roll, pitch, yaw."""

    surge: float
    sway: float
    heave: float
    roll: float
    pitch: float
    yaw: float


class Knot(NamedTuple):
    """Motions and their rates at one time."""

    at: Motions
    rate: Motions


class Knots(NamedTuple):
    """The knots before and after."""

    before: Knot
    after: Knot


class Moving(NamedTuple):
    """Pose of the deck, how its velocity and rates change, and the ship's pitch."""

    pose: Pose
    a_north: float  # acceleration of the deck frame's origin, m/s2, earth axes
    a_east: float
    a_down: float
    pdot: float  # angular accelerations, deck axes, rad/s2
    qdot: float
    rdot: float
    pitch: float  # of the ship, bow up, rad
    pitch_rate: float


@kernel
def cubic(a: float, da: float, b: float, db: float, t: float, span: float) -> tuple[float, float, float]:
    """Value, first and second derivative at ``t`` of the cubic with these values and rates at 0 and span."""
    inv = 1.0 / span
    u = t * inv
    mean = (b - a) * inv
    k2 = 3.0 * mean - 2.0 * da - db
    k3 = da + db - 2.0 * mean
    value = a + t * (da + u * (k2 + u * k3))
    return value, da + u * (2.0 * k2 + 3.0 * u * k3), (2.0 * k2 + 6.0 * u * k3) * inv


@kernel
def course(p: Passage, time: float) -> Course:
    """The mean course at a time, by series that hold to 1e-7 for turns of up to 60 degrees.

    ``north``, ``east`` are the displacement of the deck's origin, as if it were fixed to the turning course.
    """
    since = max(time - p.turn_start, 0.0)
    turning = min(since, p.turn_time)
    after = since - turning
    angle = p.turn_rate * turning
    q = angle * angle
    # cos - 1, sin / angle, (1 - cos) / angle, sin / angle - 1
    less = q * (-0.5 + q * (1.0 / 24.0 - q * (1.0 / 720.0 - q * (1.0 / 40320.0))))
    short = q * (-1.0 / 6.0 + q * (1.0 / 120.0 - q * (1.0 / 5040.0 - q * (1.0 / 362880.0))))
    side = angle * (0.5 - q * (1.0 / 24.0 - q * (1.0 / 720.0 - q * (1.0 / 40320.0))))
    sine = angle * (1.0 + short)
    rate = p.turn_rate if since > 0.0 and since < p.turn_time else 0.0
    # Her centre of gravity moves along the path; the deck's origin turns about it.
    x = p.speed * (turning * short + after * less) - p.centre_x * less
    y = p.speed * (turning * side + after * sine) - p.centre_x * sine
    vx = p.speed * less + p.centre_x * rate * sine
    vy = p.speed * sine - p.centre_x * rate * (1.0 + less)
    hc, hs = p.heading_cos, p.heading_sin
    return Course(
        angle, 1.0 + less, sine, x * hc - y * hs, x * hs + y * hc, vx * hc - vy * hs, vx * hs + vy * hc, rate,
    )  # fmt: skip


@kernel
def on_course(
    k: Course, north: float, east: float, v_north: float, v_east: float
) -> tuple[float, float, float, float]:
    """A place and velocity as seen from the mean course: as if the ship had not turned."""
    n, e = north - k.north, east - k.east
    vn, ve = v_north - k.v_north, v_east - k.v_east
    x, y = n * k.cos + e * k.sin, e * k.cos - n * k.sin
    return x, y, vn * k.cos + ve * k.sin + k.rate * y, ve * k.cos - vn * k.sin - k.rate * x


@kernel
def turned(p: Passage, k: Knot, time: float) -> Knot:
    """A knot of the ship's motions with her turn added; surge and sway turn with her."""
    c = course(p, time)
    a, v = k.at, k.rate
    # The displacement of her centre of gravity, in axes of the first course.
    x = c.north * p.heading_cos + c.east * p.heading_sin + p.centre_x * (c.cos - 1.0)
    y = c.east * p.heading_cos - c.north * p.heading_sin + p.centre_x * c.sin
    vx = c.v_north * p.heading_cos + c.v_east * p.heading_sin - p.centre_x * c.rate * c.sin
    vy = c.v_east * p.heading_cos - c.v_north * p.heading_sin + p.centre_x * c.rate * c.cos
    surge, sway = a.surge * c.cos - a.sway * c.sin, a.surge * c.sin + a.sway * c.cos
    v_surge, v_sway = v.surge * c.cos - v.sway * c.sin, v.surge * c.sin + v.sway * c.cos
    return Knot(
        Motions(surge + x, sway + y, a.heave, a.roll, a.pitch, a.yaw + c.angle),
        Motions(
            v_surge - c.rate * sway + vx, v_sway + c.rate * surge + vy, v.heave, v.roll, v.pitch,
            v.yaw + c.rate,
        ),
    )  # fmt: skip


@kernel
def attitude(s: Passage, yaw: float, pitch: float, roll: float) -> Matrix:
    """Rotation matrix, deck to earth (3-2-1), yaw from the course."""
    cy = s.heading_cos * cos(yaw) - s.heading_sin * sin(yaw)
    sy = s.heading_sin * cos(yaw) + s.heading_cos * sin(yaw)
    cp, sp = cos(pitch), sin(pitch)
    cr, sr = cos(roll), sin(roll)
    return (
        cp * cy, sr * sp * cy - cr * sy, cr * sp * cy + sr * sy,
        cp * sy, sr * sp * sy + cr * cy, cr * sp * sy - sr * cy,
        -sp, sr * cp, cr * cp,
    )  # fmt: skip


@kernel
def pose_at(s: Passage, k: Knots, t: float, span: float) -> Moving:
    """Pose of the deck ``t`` after the first of two knots that are ``span`` apart."""
    a, da, b, db = k.before.at, k.before.rate, k.after.at, k.after.rate
    surge, v_surge, a_surge = cubic(a.surge, da.surge, b.surge, db.surge, t, span)
    sway, v_sway, a_sway = cubic(a.sway, da.sway, b.sway, db.sway, t, span)
    heave, v_heave, a_heave = cubic(a.heave, da.heave, b.heave, db.heave, t, span)
    roll, v_roll, a_roll = cubic(a.roll, da.roll, b.roll, db.roll, t, span)
    pitch, v_pitch, a_pitch = cubic(a.pitch, da.pitch, b.pitch, db.pitch, t, span)
    yaw, v_yaw, a_yaw = cubic(a.yaw, da.yaw, b.yaw, db.yaw, t, span)
    m = attitude(s, yaw, pitch, roll)
    # Rates in deck axes: p = roll' - yaw' sin pitch and so on; m's last row holds the sines and cosines.
    p = v_roll + v_yaw * m[6]
    cr, sr = cos(roll), sin(roll)
    q = v_pitch * cr + v_yaw * m[7]
    r = v_yaw * m[8] - v_pitch * sr
    # Second-order products of rates are left out of the angular acceleration.
    pdot = a_roll + a_yaw * m[6]
    qdot = a_pitch * cr + a_yaw * m[7]
    rdot = a_yaw * m[8] - a_pitch * sr
    ch, sh = s.heading_cos, s.heading_sin
    x = s.centre_x + surge
    on, oe, od = to_earth(m, s.centre_x, 0.0, s.centre_z)
    wx, wy, wz = cross(p, q, r, s.centre_x, 0.0, s.centre_z)
    vn, ve, vd = to_earth(m, wx, wy, wz)
    tx, ty, tz = cross(pdot, qdot, rdot, s.centre_x, 0.0, s.centre_z)
    cx, cy, cz = cross(p, q, r, wx, wy, wz)
    an, ae, ad = to_earth(m, tx + cx, ty + cy, tz + cz)
    pose = Pose(
        x * ch - sway * sh - on,
        x * sh + sway * ch - oe,
        s.centre_z - s.deck_height + heave - od,
        v_surge * ch - v_sway * sh - vn,
        v_surge * sh + v_sway * ch - ve,
        v_heave - vd,
        m, p, q, r,
    )  # fmt: skip
    return Moving(
        pose, a_surge * ch - a_sway * sh - an, a_surge * sh + a_sway * ch - ae, a_heave - ad,
        pdot, qdot, rdot, pitch, v_pitch,
    )  # fmt: skip


@kernel
def at_rest(s: Passage) -> Moving:
    """The deck in calm water."""
    zero = Motions(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    knot = Knot(zero, zero)
    return pose_at(s, Knots(knot, knot), 0.0, 1.0)


@kernel
def later(d: Moving, t: float) -> Pose:
    """The pose a few steps on, to second order in position and first in attitude and velocity."""
    a = d.pose
    m = a.m
    x, y, z = a.p * t, a.q * t, a.r * t
    turned = (
        m[0] + m[1] * z - m[2] * y, m[1] + m[2] * x - m[0] * z, m[2] + m[0] * y - m[1] * x,
        m[3] + m[4] * z - m[5] * y, m[4] + m[5] * x - m[3] * z, m[5] + m[3] * y - m[4] * x,
        m[6] + m[7] * z - m[8] * y, m[7] + m[8] * x - m[6] * z, m[8] + m[6] * y - m[7] * x,
    )  # fmt: skip
    h = 0.5 * t
    return Pose(
        a.north + t * (a.v_north + h * d.a_north),
        a.east + t * (a.v_east + h * d.a_east),
        a.down + t * (a.v_down + h * d.a_down),
        a.v_north + t * d.a_north,
        a.v_east + t * d.a_east,
        a.v_down + t * d.a_down,
        turned,
        a.p + t * d.pdot,
        a.q + t * d.qdot,
        a.r + t * d.rdot,
    )
