"""What the control law is told: the truth as its sensors and the ship's see it, and as it comes by link.

The ship's motion comes in messages with their time of measurement; between them it is carried on with its
last speed. Where attitude is known with the error w, a point at the arm r from where position is known is
mistaken by w x r: so the error of the ship's own reference becomes one of height and line-up that grows with
distance. Axes of errors: along the runway line, to its right, up. Sign: told less true.
"""

from __future__ import annotations

from math import floor, sqrt
from typing import NamedTuple

from shortdeck.autopilot.law import Sensed
from shortdeck.autopilot.sensing import Biases, DeckState, Navigation, Sensing, SensorFaults
from shortdeck.numerics.elementary import atan2, clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import cross, to_earth
from shortdeck.vessel.ship_motion import Course, Moving, Passage, on_course

CARRIED = 1.0  # s, for which the deck's last speed carries its height on
SOON = 0.01  # of an interval: a beat falls on a message's time in spite of rounding


class Truth(NamedTuple):
    """What is to be measured, against the ship's mean course; lengths in m, angles in rad."""

    airspeed: float
    alpha: float
    density: float
    roll: float
    pitch: float
    heading_error: float
    p: float
    q: float
    r: float
    offset: float
    offset_rate: float
    along_rate: float
    station: float
    height: float
    climb: float
    wheel_height: float
    mains_down: bool
    nose_down: bool
    airborne: bool
    deck: DeckState  # of the aim point
    aim_x: float
    aim_y: float


@kernel
def deck_state(
    p: Passage, k: Course, deck: Moving, x: float, y: float, line_cos: float, line_sin: float
) -> DeckState:
    """Motion of the point (x, y) of the flight deck; the line's first heading by its cosine and sine."""
    pose = deck.pose
    n, e, d = to_earth(pose.m, x, y, 0.0)
    wx, wy, wz = cross(pose.p, pose.q, pose.r, x, y, 0.0)
    vn, ve, vd = to_earth(pose.m, wx, wy, wz)
    north, east, v_north, v_east = on_course(
        k, pose.north + n, pose.east + e, pose.v_north + vn, pose.v_east + ve
    )
    north = north - (x * p.heading_cos - y * p.heading_sin)
    east = east - (x * p.heading_sin + y * p.heading_cos)
    return DeckState(
        -p.deck_height - pose.down - d,
        -pose.v_down - vd,
        east * line_cos - north * line_sin,
        v_east * line_cos - v_north * line_sin,
        deck.pitch,
        atan2(pose.m[7], pose.m[8]),
        deck.pitch_rate,
        pose.p,
    )


@kernel
def deck_before(
    s: DeckState, deck: Moving, x: float, y: float, line_cos: float, line_sin: float, lag: float
) -> DeckState:
    """The state of a deck point a short time ago, by its accelerations (products of rates left out)."""
    pose = deck.pose
    tx, ty, tz = cross(deck.pdot, deck.qdot, deck.rdot, x, y, 0.0)
    an, ae, ad = to_earth(pose.m, tx, ty, tz)
    up = -deck.a_down - ad
    right = (deck.a_east + ae) * line_cos - (deck.a_north + an) * line_sin
    half = 0.5 * lag * lag
    return DeckState(
        s.height - lag * s.climb + half * up,
        s.climb - lag * up,
        s.side - lag * s.side_speed + half * right,
        s.side_speed - lag * right,
        s.pitch - lag * deck.pitch_rate,
        s.roll - lag * pose.p,
        s.pitch_rate - lag * deck.qdot,
        s.roll_rate - lag * deck.pdot,
    )


@kernel
def inside(time: float, begin: float, end: float) -> bool:
    """Whether an outage is on."""
    return time >= begin and time < end


@kernel
def receive(
    a: Navigation, f: SensorFaults, s: Sensing, truth: Truth, deck: Moving, line_cos: float, line_sin: float,
    time: float, dt: float,
) -> Sensing:  # fmt: skip
    """The sensors' memory after this beat: a message of the ship's, where one comes in; lagged air data."""
    b, e = s.biases, s.errors
    inverse = 1.0 / a.link_interval
    due = floor(time * inverse + SOON) > floor((time - dt) * inverse + SOON)
    comes = due and not inside(time, b.link_lost, b.link_back) and not inside(time, f.link_lost, f.link_back)
    roll = b.ship_roll + a.noise_ship_attitude * e.ship_roll
    pitch = b.ship_pitch + a.noise_ship_attitude * e.ship_pitch
    heading = a.noise_ship_heading * e.ship_heading
    x, y, z = truth.aim_x - a.unit_x, truth.aim_y - a.unit_y, -a.unit_z
    was = deck_before(truth.deck, deck, truth.aim_x, truth.aim_y, line_cos, line_sin, a.link_latency)
    scale = 1.0 + b.heave
    r = s.received
    received = DeckState(
        was.height * scale + a.noise_heave * e.heave + pitch * x - roll * y if comes else r.height,
        was.climb * scale + a.noise_heave_rate * e.heave_rate if comes else r.climb,
        was.side + a.noise_side * e.side + heading * x - roll * z if comes else r.side,
        was.side_speed + a.noise_side_rate * e.side_rate if comes else r.side_speed,
        was.pitch + pitch if comes else r.pitch,
        was.roll + roll if comes else r.roll,
        was.pitch_rate if comes else r.pitch_rate,
        was.roll_rate if comes else r.roll_rate,
    )
    begun = time > 0.0
    share = dt / (dt + a.air_lag) if begun else 1.0
    share = share if time < f.air_freezes else 0.0
    return Sensing(
        b,
        e,
        received,
        time - a.link_latency if comes else s.stamp,
        s.airspeed + share * (truth.airspeed - s.airspeed),
        s.alpha + share * (truth.alpha - s.alpha),
    )


@kernel
def coasting(b: Biases, f: SensorFaults, time: float) -> float:
    """For how long the inertial unit has been alone, s: positions stop with the link too."""
    own = time - b.position_lost if inside(time, b.position_lost, b.position_back) else 0.0
    drawn = time - b.link_lost if inside(time, b.link_lost, b.link_back) else 0.0
    ordered = time - f.link_lost if inside(time, f.link_lost, f.link_back) else 0.0
    return max(own, max(drawn, ordered))


@kernel
def position_errors(
    a: Navigation, f: SensorFaults, s: Sensing, t: Truth, time: float
) -> tuple[float, float, float]:
    """Errors along, across and up of the place of the aircraft against the ship's mean course."""
    b, e = s.biases, s.errors
    dx, dy, dz = t.station - a.mark_x, t.aim_y + t.offset - a.mark_y, -t.height - a.mark_z
    away = sqrt(dx * dx + dy * dy + dz * dz)
    age = coasting(b, f, time)
    reach = a.latency + age
    half = 0.5 * age * age
    ship_roll = b.ship_roll + a.noise_ship_attitude * e.ship_roll
    ship_pitch = b.ship_pitch + a.noise_ship_attitude * e.ship_pitch
    # The ship's attitude moves the antenna about the motion unit; what a tracker sees, the aircraft itself.
    x = a.level_x + a.tracker * t.station
    y = a.level_y + a.tracker * (t.aim_y + t.offset)
    z = a.level_z - a.tracker * t.height
    earth = (1.0 - a.tracker) * b.ship_heading * dx
    yawing = a.tracker * a.noise_ship_heading * e.ship_heading * x
    # From the aircraft's antenna to its centre of gravity by its own attitude.
    roll = b.roll + a.noise_attitude * e.roll
    pitch = b.pitch + a.noise_attitude * e.pitch
    heading = b.heading + a.noise_heading * e.heading
    along = b.along + a.noise_along * e.along + ship_pitch * z + pitch * a.rise
    across = b.across + a.noise_across * e.across + away * (b.azimuth + a.noise_angle * e.across)
    across = across - earth + yawing - ship_roll * z + a.noise_side * e.side
    across = across - heading * a.arm - roll * a.rise
    up = b.up + a.noise_up * e.up + away * (b.elevation + a.noise_angle * e.up)
    up = up + ship_pitch * x - ship_roll * y + a.noise_heave * e.heave - pitch * a.arm
    return (
        along + reach * a.noise_speed * e.v_along + half * b.drift_along,
        across + reach * a.noise_speed * e.v_across + half * b.drift_across,
        up + reach * a.noise_climb * e.v_up + half * b.drift_up,
    )


@kernel
def look(a: Navigation, f: SensorFaults, s: Sensing, t: Truth, time: float) -> Sensed:
    """What the control law is told."""
    b, e = s.biases, s.errors
    along, across, up = position_errors(a, f, s, t, time)
    age = time - s.stamp
    carried = clip(age, 0.0, CARRIED)
    deck_height = s.received.height + carried * s.received.climb
    deck_side = s.received.side + carried * s.received.side_speed
    # Over the moving deck: less what is thought of the deck below the wheels.
    below = deck_height - t.deck.height + (s.received.pitch - t.deck.pitch) * (t.station - t.aim_x)
    below = below - (s.received.roll - t.deck.roll) * t.offset
    airspeed = max(s.airspeed + b.airspeed + a.noise_airspeed * e.airspeed, 0.0)
    v_along, v_across = a.noise_speed * e.v_along, a.noise_speed * e.v_across
    turned = (1.0 - a.tracker) * b.ship_heading * t.along_rate
    return Sensed(
        airspeed,
        s.alpha + b.alpha + a.noise_alpha * e.alpha,
        0.5 * t.density * airspeed * airspeed,
        t.roll + b.roll + a.noise_attitude * e.roll,
        t.pitch + b.pitch + a.noise_attitude * e.pitch,
        t.heading_error + b.heading + a.noise_heading * e.heading - b.ship_heading,
        t.p + b.p,
        t.q + b.q,
        t.r + b.r,
        t.offset + across,
        t.offset_rate + v_across - turned,
        t.along_rate + v_along,
        t.station + along,
        t.height + up,
        t.climb + a.noise_climb * e.v_up,
        t.wheel_height + up - below,
        t.mains_down,
        t.nose_down,
        t.airborne,
        deck_height,
        s.received.climb,
        deck_side,
        s.received.side_speed,
        s.received.pitch,
        s.received.roll,
        s.received.pitch_rate,
        s.received.roll_rate,
        age,
    )
