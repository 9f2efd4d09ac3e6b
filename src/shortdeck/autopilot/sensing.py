"""Errors of the sensors as random processes: what is drawn once for a flight, and what changes in it.

Errors are first-order Gauss-Markov processes of unit variance, one a channel, times a standard deviation,
plus biases that stay for one flight. Every ``REFRESH`` a channel's process goes on by its exact step; in
between it is held, as between two measurements.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from shortdeck.numerics.elementary import log
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.random import SENSOR, SENSOR_BIAS, SENSOR_START, normals, uniforms

GROUPS = 5  # of channels: each update of the airflow refreshes one
REFRESH = GROUPS * 0.04  # s, five times two beats of the control law


class Navigation(NamedTuple):
    """Sensors of a flight: standard deviations of noise and biases, times, and where things stand."""

    keep_position: float  # of a process over REFRESH, exp(-REFRESH / correlation time)
    new_position: float  # of fresh noise, sqrt(1 - keep^2)
    keep_speed: float
    new_speed: float
    keep_attitude: float
    new_attitude: float
    keep_ship_attitude: float
    new_ship_attitude: float
    keep_ship: float
    new_ship: float
    keep_air: float
    new_air: float
    noise_along: float  # m
    noise_across: float
    noise_up: float
    noise_angle: float  # rad, across and up
    noise_speed: float  # m/s
    noise_climb: float
    noise_attitude: float  # rad
    noise_heading: float
    noise_ship_attitude: float
    noise_ship_heading: float
    noise_heave: float  # m
    noise_heave_rate: float  # m/s
    noise_side: float
    noise_side_rate: float
    noise_airspeed: float
    noise_alpha: float
    bias_along: float  # m
    bias_across: float
    bias_up: float
    bias_angle: float  # rad
    bias_attitude: float
    bias_heading: float
    bias_p: float  # rad/s
    bias_q: float
    bias_r: float
    levelling: float  # s
    drift: float  # m/s2, accelerometers of the inertial unit
    bias_ship_attitude: float  # rad
    bias_ship_heading: float
    heave_share: float
    bias_airspeed: float
    bias_alpha: float
    outage_interval: float  # s, mean, of positions
    outage: float
    link_outage_interval: float
    link_outage: float
    tracker: float  # 1 a tracker in the ship's axes, 0 between antennas in earth axes
    mark_x: float  # antenna or tracker, deck frame, m
    mark_y: float
    mark_z: float
    level_x: float  # of the antenna from the motion unit, deck axes; a tracker: of the deck's origin from it
    level_y: float
    level_z: float
    unit_x: float  # motion unit, deck frame
    unit_y: float
    unit_z: float
    arm: float  # antenna or reflector forward of the aircraft's centre of gravity, m
    rise: float  # above it
    latency: float  # s, of positions
    link_interval: float
    link_latency: float
    air_lag: float


class Biases(NamedTuple):
    """What is drawn once for a flight; times are those of its outages."""

    along: float  # m
    across: float
    up: float
    azimuth: float  # rad
    elevation: float
    roll: float
    pitch: float
    heading: float
    p: float  # rad/s
    q: float
    r: float
    drift_along: float  # m/s2
    drift_across: float
    drift_up: float
    ship_roll: float
    ship_pitch: float
    ship_heading: float
    heave: float
    airspeed: float
    alpha: float
    position_lost: float  # s
    position_back: float
    link_lost: float
    link_back: float


class Errors(NamedTuple):
    """Processes of unit variance, one a channel."""

    along: float
    across: float
    up: float
    v_along: float
    v_across: float
    v_up: float
    roll: float
    pitch: float
    heading: float
    ship_roll: float
    ship_pitch: float
    ship_heading: float
    heave: float
    heave_rate: float
    side: float
    side_rate: float
    airspeed: float
    alpha: float


class DeckState(NamedTuple):
    """Motion of a deck point and attitude of the deck, against the ship at rest on her mean course."""

    height: float  # above where it is at rest, m
    climb: float  # m/s, up
    side: float  # to the right of the runway line's mean, m
    side_speed: float  # m/s
    pitch: float  # of the ship, bow up, rad
    roll: float  # starboard down, rad
    pitch_rate: float  # rad/s
    roll_rate: float


class SensorFaults(NamedTuple):
    """What fails by order of the user, beside the outages that are drawn; times in s after the start."""

    link_lost: float
    link_back: float
    air_freezes: float


BIASES = 20  # standard normal numbers of a flight's biases
BiasNoise = tuple[
    float, float, float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float, float, float,
]  # fmt: skip


class Sensing(NamedTuple):
    """What the sensors carry on from beat to beat."""

    biases: Biases
    errors: Errors
    received: DeckState  # the last message
    stamp: float  # when it was measured, s
    airspeed: float  # behind their lag
    alpha: float


@kernel
def start_errors(seed: float, case: float) -> Errors:
    """Processes in their steady state."""
    a, b = normals(seed, case, SENSOR_START, 0.0)
    c, d = normals(seed, case, SENSOR_START, 1.0)
    e, f = normals(seed, case, SENSOR_START, 2.0)
    g, h = normals(seed, case, SENSOR_START, 3.0)
    i, j = normals(seed, case, SENSOR_START, 4.0)
    k, m = normals(seed, case, SENSOR_START, 5.0)
    n, o = normals(seed, case, SENSOR_START, 6.0)
    p, q = normals(seed, case, SENSOR_START, 7.0)
    r, s = normals(seed, case, SENSOR_START, 8.0)
    return Errors(a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s)


@kernel
def start_biases(a: Navigation, seed: float, case: float) -> Biases:
    """Biases of a flight, and when its first outages begin and end, with the numbers that the case draws."""
    z1, z2 = normals(seed, case, SENSOR_BIAS, 0.0)
    z3, z4 = normals(seed, case, SENSOR_BIAS, 1.0)
    z5, z6 = normals(seed, case, SENSOR_BIAS, 2.0)
    z7, z8 = normals(seed, case, SENSOR_BIAS, 3.0)
    z9, z10 = normals(seed, case, SENSOR_BIAS, 4.0)
    z11, z12 = normals(seed, case, SENSOR_BIAS, 5.0)
    z13, z14 = normals(seed, case, SENSOR_BIAS, 6.0)
    z15, z16 = normals(seed, case, SENSOR_BIAS, 7.0)
    z17, z18 = normals(seed, case, SENSOR_BIAS, 8.0)
    z19, z20 = normals(seed, case, SENSOR_BIAS, 9.0)
    z = (z1, z2, z3, z4, z5, z6, z7, z8, z9, z10, z11, z12, z13, z14, z15, z16, z17, z18, z19, z20)
    return biases_of(a, z, seed, case)


@kernel
def biases_of(a: Navigation, z: BiasNoise, seed: float, case: float) -> Biases:
    """Biases from standard normal numbers; the times of outages (exponential) are the case's own."""
    z1, z2, z3, z4, z5, z6, z7, z8, z9, z10, z11, z12, z13, z14, z15, z16, z17, z18, z19, z20 = z
    u1, u2 = uniforms(seed, case, SENSOR_BIAS, 10.0)
    u3, u4 = uniforms(seed, case, SENSOR_BIAS, 11.0)
    p, q, r = a.bias_p * z9, a.bias_q * z10, a.bias_r * z11
    lost, link_lost = -a.outage_interval * log(u1), -a.link_outage_interval * log(u3)
    return Biases(
        a.bias_along * z1, a.bias_across * z2, a.bias_up * z3, a.bias_angle * z4, a.bias_angle * z5,
        a.bias_attitude * z6 + a.levelling * p, a.bias_attitude * z7 + a.levelling * q,
        a.bias_heading * z8 + a.levelling * r, p, q, r,
        a.drift * z12, a.drift * z13, a.drift * z14,
        a.bias_ship_attitude * z15, a.bias_ship_attitude * z16, a.bias_ship_heading * z17,
        a.heave_share * z18, a.bias_airspeed * z19, a.bias_alpha * z20,
        lost, lost - a.outage * log(u2), link_lost, link_lost - a.link_outage * log(u4),
    )  # fmt: skip


@kernel
def start_sensing(biases: Biases, seed: float, case: float) -> Sensing:
    """The sensors at the beginning of a flight, before their first look."""
    still = DeckState(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Sensing(biases, start_errors(seed, case), still, 0.0, 0.0, 0.0)


@kernel
def refresh(on: bool, keep: float, new: float, x: float, noise: float) -> float:
    """A process one step on, where it is its turn."""
    return keep * x + new * noise if on else x


@kernel
def wander(
    a: Navigation, e: Errors, f: SensorFaults, seed: float, case: float, count: float, time: float
) -> Errors:
    """The errors after update ``count``, a fifth of the channels at a time."""
    n1, n2 = normals(seed, case, SENSOR, 2.0 * count)
    n3, n4 = normals(seed, case, SENSOR, 2.0 * count + 1.0)
    turn = count - GROUPS * floor((count + 0.5) * (1.0 / GROUPS))
    first, second, third = turn < 0.5, turn > 0.5 and turn < 1.5, turn > 1.5 and turn < 2.5
    fourth, fifth = turn > 2.5 and turn < 3.5, turn > 3.5
    flowing = time < f.air_freezes
    return Errors(
        refresh(first, a.keep_position, a.new_position, e.along, n1),
        refresh(first, a.keep_position, a.new_position, e.across, n2),
        refresh(first, a.keep_position, a.new_position, e.up, n3),
        refresh(second, a.keep_speed, a.new_speed, e.v_along, n1),
        refresh(second, a.keep_speed, a.new_speed, e.v_across, n2),
        refresh(second, a.keep_speed, a.new_speed, e.v_up, n3),
        refresh(third, a.keep_attitude, a.new_attitude, e.roll, n1),
        refresh(third, a.keep_attitude, a.new_attitude, e.pitch, n2),
        refresh(third, a.keep_attitude, a.new_attitude, e.heading, n3),
        refresh(fourth, a.keep_ship_attitude, a.new_ship_attitude, e.ship_roll, n1),
        refresh(fourth, a.keep_ship_attitude, a.new_ship_attitude, e.ship_pitch, n2),
        refresh(fourth, a.keep_ship_attitude, a.new_ship_attitude, e.ship_heading, n3),
        refresh(fifth, a.keep_ship, a.new_ship, e.heave, n1),
        refresh(fifth, a.keep_ship, a.new_ship, e.heave_rate, n2),
        refresh(fifth, a.keep_ship, a.new_ship, e.side, n3),
        refresh(fifth, a.keep_ship, a.new_ship, e.side_rate, n4),
        refresh(first and flowing, a.keep_air, a.new_air, e.airspeed, n4),
        refresh(second and flowing, a.keep_air, a.new_air, e.alpha, n4),
    )
