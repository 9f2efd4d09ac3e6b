"""The deck surface: for any point its height, normal, velocity and whether there is deck at all.

A flat deck between a port and a starboard edge that are functions of x, with an optional ramp whose
curvature builds up linearly over its first part and is constant from there to the lip. The landing gear
asks ``deck_contact`` and knows nothing else of ship, runway or ramp.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Matrix, cross, to_body, to_earth

EDGE_KNOTS = 10  # corners on each side; the loader refuses more

Edge = tuple[float, ...]  # y at the stern, slope at the stern, then EDGE_KNOTS x (station, change of slope)


class Deck(NamedTuple):
    """Shape of the deck in its own frame (x forward from the stern edge, y starboard, z down), SI."""

    length: float
    port: Edge
    starboard: Edge
    ramp_start: float  # x where the rise begins; beyond ``length`` without a ramp
    ramp_onset: float  # m over which the curvature builds up, > 0
    ramp_cubic: float  # curvature / (6 onset), 1/m2
    ramp_port: float  # y of the ramp's port side
    ramp_starboard: float
    friction: float  # tyre braking coefficient at standstill
    friction_loss: float  # share of it lost per m/s


class Pose(NamedTuple):
    """Where the deck frame's origin is, how it moves, and its attitude matrix (deck to earth)."""

    north: float
    east: float
    down: float
    v_north: float
    v_east: float
    v_down: float
    m: Matrix
    p: float  # angular rates in deck axes, rad/s
    q: float
    r: float


class Contact(NamedTuple):
    """The deck below a point."""

    depth: float  # of the point below the surface along the normal, m (negative: above)
    normal_n: float  # outward normal, earth axes
    normal_e: float
    normal_d: float
    v_north: float  # velocity of the deck there, m/s, earth axes
    v_east: float
    v_down: float
    x: float  # of the point, deck frame, m
    y: float
    z: float
    inside: bool  # whether there is deck below


@kernel
def edge_at(e: Edge, x: float) -> float:
    """Lateral position of a deck edge at station x: a sum of hinges."""
    y = e[0] + e[1] * x + e[3] * max(0.0, x - e[2]) + e[5] * max(0.0, x - e[4])
    y = y + e[7] * max(0.0, x - e[6]) + e[9] * max(0.0, x - e[8]) + e[11] * max(0.0, x - e[10])
    y = y + e[13] * max(0.0, x - e[12]) + e[15] * max(0.0, x - e[14]) + e[17] * max(0.0, x - e[16])
    return y + e[19] * max(0.0, x - e[18]) + e[21] * max(0.0, x - e[20])


@kernel
def ramp_rise(d: Deck, x: float, y: float) -> tuple[float, float]:
    """Height of the surface above deck level and its slope along x."""
    s = max(0.0, x - d.ramp_start)
    m = max(0.0, s - d.ramp_onset)
    on = y >= d.ramp_port and y <= d.ramp_starboard
    rise = d.ramp_cubic * (s * s * s - m * m * m)
    slope = 3.0 * d.ramp_cubic * (s * s - m * m)
    return (rise if on else 0.0), (slope if on else 0.0)


@kernel
def on_deck(d: Deck, x: float, y: float) -> bool:
    """Whether the point stands over deck."""
    return x >= 0.0 and x <= d.length and y >= edge_at(d.port, x) and y <= edge_at(d.starboard, x)


@kernel
def deck_contact(d: Deck, pose: Pose, north: float, east: float, down: float) -> Contact:
    """The deck below a point given in earth axes."""
    x, y, z = to_body(pose.m, north - pose.north, east - pose.east, down - pose.down)
    rise, slope = ramp_rise(d, x, y)
    scale = 1.0 / sqrt(1.0 + slope * slope)
    nn, ne, nd = to_earth(pose.m, -slope * scale, 0.0, -scale)
    wx, wy, wz = cross(pose.p, pose.q, pose.r, x, y, z)
    vn, ve, vd = to_earth(pose.m, wx, wy, wz)
    return Contact(
        (z + rise) * scale,
        nn,
        ne,
        nd,
        pose.v_north + vn,
        pose.v_east + ve,
        pose.v_down + vd,
        x,
        y,
        z,
        on_deck(d, x, y),
    )
