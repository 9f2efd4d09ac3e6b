"""The deck surface: for any point its height, normal, velocity and whether there is deck at all.

A flat deck between a port and a starboard edge that are functions of x, with an optional ramp whose
curvature builds up linearly over its first part and is constant from there to the lip.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.numerics.elementary import root_inverse
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Matrix, Vector, between, cross, to_body, to_earth

EDGE_KNOTS = 10  # corners on each side; the loader refuses more


class Edge(NamedTuple):
    """A deck edge: y and slope at the stern, then station and change of slope of each corner."""

    y: float
    slope: float
    x1: float
    turn1: float
    x2: float
    turn2: float
    x3: float
    turn3: float
    x4: float
    turn4: float
    x5: float
    turn5: float
    x6: float
    turn6: float
    x7: float
    turn7: float
    x8: float
    turn8: float
    x9: float
    turn9: float
    x10: float
    turn10: float


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


class Relative(NamedTuple):
    """The aircraft as the deck sees it."""

    x: float  # centre of gravity, deck frame, m
    y: float
    z: float
    m: Matrix  # body to deck axes
    u: float  # velocity over the deck's own motion at the centre of gravity, body axes, m/s
    v: float
    w: float
    p: float  # rates over the deck's, body axes, rad/s
    q: float
    r: float


class Edges(NamedTuple):
    """Both deck edges as straight lines y = at + slope x, true at two stations: of main and nose wheels."""

    port: float
    port_slope: float
    starboard: float
    starboard_slope: float


@kernel
def edge_at(e: Edge, x: float) -> float:
    """Lateral position of a deck edge at station x: a sum of hinges."""
    y = e.y + e.slope * x + e.turn1 * max(0.0, x - e.x1) + e.turn2 * max(0.0, x - e.x2)
    y = y + e.turn3 * max(0.0, x - e.x3) + e.turn4 * max(0.0, x - e.x4) + e.turn5 * max(0.0, x - e.x5)
    y = y + e.turn6 * max(0.0, x - e.x6) + e.turn7 * max(0.0, x - e.x7) + e.turn8 * max(0.0, x - e.x8)
    return y + e.turn9 * max(0.0, x - e.x9) + e.turn10 * max(0.0, x - e.x10)


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
def relative(pose: Pose, place: Vector, velocity: Vector, m: Matrix, rates: Vector) -> Relative:
    """Aircraft relative to the deck from its place, velocity and attitude (earth axes), rates (body axes)."""
    x, y, z = to_body(pose.m, place[0] - pose.north, place[1] - pose.east, place[2] - pose.down)
    to_deck = between(pose.m, m)
    # Of the deck at the centre of gravity: origin's velocity and rate times arm.
    cx, cy, cz = cross(pose.p, pose.q, pose.r, x, y, z)
    dx, dy, dz = to_body(
        pose.m, velocity[0] - pose.v_north, velocity[1] - pose.v_east, velocity[2] - pose.v_down
    )
    u, v, w = to_body(to_deck, dx - cx, dy - cy, dz - cz)
    p, q, r = to_body(to_deck, pose.p, pose.q, pose.r)
    return Relative(x, y, z, to_deck, u, v, w, rates[0] - p, rates[1] - q, rates[2] - r)


@kernel
def place_of(a: Relative, x: float, y: float, z: float) -> Vector:
    """Where a body point is in the deck frame."""
    n, e, d = to_earth(a.m, x, y, z)
    return a.x + n, a.y + e, a.z + d


@kernel
def depth_below(d: Deck, x: float, y: float, z: float) -> float:
    """Depth of a point of the deck frame below the surface along its normal, m (negative: above)."""
    rise, slope = ramp_rise(d, x, y)
    return (z + rise) * root_inverse(slope * slope)


@kernel
def edges_near(d: Deck, main_x: float, nose_x: float) -> Edges:
    """Edges through their points at two stations."""
    inv = 1.0 / max(nose_x - main_x, 0.01)
    port = edge_at(d.port, main_x)
    starboard = edge_at(d.starboard, main_x)
    port_slope = (edge_at(d.port, nose_x) - port) * inv
    starboard_slope = (edge_at(d.starboard, nose_x) - starboard) * inv
    port, starboard = port - port_slope * main_x, starboard - starboard_slope * main_x
    return Edges(port, port_slope, starboard, starboard_slope)


@kernel
def within(d: Deck, e: Edges, x: float, y: float) -> float:
    """1 where the point stands over deck, else 0."""
    beside = min(y - e.port - e.port_slope * x, e.starboard + e.starboard_slope * x - y)
    return 1.0 if min(beside, min(x, d.length - x)) >= 0.0 else 0.0
