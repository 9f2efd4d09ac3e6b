"""Landing gear: a strut along body z and a tyre that slips inside a friction circle.

The strut is a spring with different damping in compression and rebound, ten times as stiff beyond its
stroke. The tyre's side force grows with slip angle, the brake's force with its command; together they
cannot exceed friction times load, and friction falls with the larger of rolling and sliding speed. Wheel
inertia and tyre relaxation length are left out.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.elementary import clip, root_inverse
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import cross
from shortdeck.vessel.deck import Deck, Edges, Relative, place_of, ramp_rise, within

SLIP_SPEED = 1.0  # m/s added to the rolling speed in the slip angle, so that a standing tyre is defined
BRAKE_SPEED = 0.3  # m/s over which the braking force builds up from standstill
BOTTOMING = 10.0  # stiffness beyond the stroke over stiffness within it
# A burst tyre, by engineering judgement: no measurement on a deck was found.
FLAT_ROLLING = 0.12  # rolling resistance, +- 0.06: between soft ground and a locked wheel
FLAT_CORNERING = 0.3  # share of the side force, +- 0.2
FLAT_BRAKING = 0.5  # share of the braking force, +- 0.2
FLAT_DROP = 0.06  # m by which the wheel's lowest point rises: half a tyre section, +- 0.03


class Leg(NamedTuple):
    """One leg; wheel position of the unloaded wheel's lowest point from the centre of gravity, body axes."""

    x: float
    y: float
    z: float
    stiffness: float
    damping: float
    rebound_damping: float
    stroke: float
    rolling_resistance: float
    cornering: float
    brake_force: float  # N at full command, 0 on the nose leg
    antiskid: float  # share of the available friction that braking uses
    steers: float  # 1 for the nose leg


class LegLoads(NamedTuple):
    """What one leg does to the aircraft: body axes, N and N m, and its own figures."""

    X: float
    Y: float
    Z: float
    L: float
    M: float
    N: float
    load: float  # strut load, N
    slip: float  # tyre force wanted in the deck plane, N
    grip: float  # what friction allows, N
    depth: float  # wheel below the surface, m (negative: above)
    closure: float  # speed into the surface, m/s
    x: float  # of the wheel, deck frame, m
    y: float
    z: float
    inside: float  # 1 over deck, else 0


@kernel
def burst(leg: Leg, flat: bool) -> Leg:
    """The leg, its tyre burst if ``flat``: it drags, holds and brakes less, and stands lower."""
    return Leg(
        leg.x, leg.y, leg.z - (FLAT_DROP if flat else 0.0), leg.stiffness, leg.damping, leg.rebound_damping,
        leg.stroke, max(leg.rolling_resistance, FLAT_ROLLING) if flat else leg.rolling_resistance,
        leg.cornering * (FLAT_CORNERING if flat else 1.0), leg.brake_force,
        leg.antiskid * (FLAT_BRAKING if flat else 1.0), leg.steers,
    )  # fmt: skip


@kernel
def strut_load(leg: Leg, compression: float, rate: float) -> float:
    """Axial load of a strut, N; never a pull."""
    damping = leg.damping if rate > 0.0 else leg.rebound_damping
    spring = leg.stiffness * (compression + (BOTTOMING - 1.0) * max(0.0, compression - leg.stroke))
    load = max(0.0, spring + damping * rate)
    return load if compression > 0.0 else 0.0


@kernel
def strut_over_step(leg: Leg, depth: float, rate: float, dt: float) -> tuple[float, float]:
    """Mean load over a step from the depth at mid-step, and the compression.

    A wheel that touches within the step acts for the rest of it only, at the mean depth of that rest:
    this locates the touchdown inside the step.
    """
    end = depth + 0.5 * dt * rate
    share = clip(end / max(dt * rate, 1e-9), 0.0, 1.0)
    share = share if rate > 0.0 else 1.0
    compression = max(0.5 * end if share < 1.0 else depth, 0.0)
    return strut_load(leg, compression, rate) * share, compression


@kernel
def tyre_force(
    leg: Leg, load: float, rolling: float, sliding: float, brake: float, friction: float
) -> tuple[float, float, float, float]:
    """Force along and across the wheel, what slip and brake ask for, and what friction allows, N.

    ``rolling`` and ``sliding`` are the wheel's speeds over the deck along and across it, m/s.
    """
    grip = friction * load
    along = min(brake * leg.brake_force, leg.antiskid * grip) + leg.rolling_resistance * load
    along = -along * clip(rolling * (1.0 / BRAKE_SPEED), -1.0, 1.0)
    across = -leg.cornering * load * sliding / (abs(rolling) + SLIP_SPEED)
    asked = sqrt(along * along + across * across)
    scale = min(1.0, grip / max(asked, 1e-9))
    return along * scale, across * scale, asked, grip


@kernel
def hanging(x: float, y: float, z: float) -> LegLoads:
    """A leg far from any surface, its wheel at a place in the deck frame."""
    return LegLoads(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, z, 0.0, x, y, z, 0.0)


class Footing(NamedTuple):
    """The deck under one or two wheels as a plane in body axes, and the axes along which they roll."""

    x: float  # station and side where it touches the deck's surface, deck frame, m
    rise: float  # of the surface there, m
    slope: float
    normal: float  # cosine of the slope
    nx: float  # outward normal
    ny: float
    nz: float
    ax: float  # ahead: body x without its normal part
    ay: float
    az: float
    sx: float  # to the right
    sy: float
    sz: float
    stretch: float  # of a path along the strut over that along the normal


@kernel
def footing(deck: Deck, a: Relative, x: float, y: float, z: float) -> Footing:
    """Footing of the wheels about a body point; both main wheels share one."""
    px, py, _ = place_of(a, x, y, z)
    rise, slope = ramp_rise(deck, px, py)
    normal = root_inverse(slope * slope)
    nx = -normal * (slope * a.m[0] + a.m[6])
    ny = -normal * (slope * a.m[1] + a.m[7])
    nz = -normal * (slope * a.m[2] + a.m[8])
    flat = min(nx * nx, 0.4)
    scale = root_inverse(-flat)
    ax, side = (1.0 - flat) * scale, -nx * scale
    ay, az = side * ny, side * nz
    sx, sy, sz = cross(ax, ay, az, nx, ny, nz)
    return Footing(px, rise, slope, normal, nx, ny, nz, ax, ay, az, sx, sy, sz, 1.0 / max(-nz, 0.5))


@kernel
def leg_loads(
    leg: Leg, deck: Deck, edges: Edges, a: Relative, on: Footing, steered: bool, steer: float,
    brake: float, dt: float,
) -> LegLoads:  # fmt: skip
    """Loads of one leg of an aircraft ``a`` relative to the deck; ``steered`` is known at compile time."""
    x, y, z = place_of(a, leg.x, leg.y, leg.z)
    depth = (z + on.rise + on.slope * (x - on.x)) * on.normal
    wx, wy, wz = cross(a.p, a.q, a.r, leg.x, leg.y, leg.z)
    vx, vy, vz = a.u + wx, a.v + wy, a.w + wz
    closure = -(vx * on.nx + vy * on.ny + vz * on.nz)
    load, compression = strut_over_step(leg, depth * on.stretch, closure * on.stretch, dt)
    inside = within(deck, edges, x, y)
    load = load * inside

    ahead = vx * on.ax + vy * on.ay + vz * on.az
    right = vx * on.sx + vy * on.sy + vz * on.sz
    turn = leg.steers * steer
    square = turn * turn
    c = 1.0 - 0.5 * square + square * square * (1.0 / 24.0)
    s = turn - turn * square * (1.0 / 6.0)
    rolling = c * ahead + s * right if steered else ahead
    sliding = c * right - s * ahead if steered else right
    fastest = max(abs(rolling), abs(sliding))
    friction = deck.friction * max(1.0 - deck.friction_loss * fastest, 0.2)
    along, across, slip, grip = tyre_force(leg, load, rolling, sliding, brake, friction)
    forward = c * along - s * across if steered else along
    sideways = s * along + c * across if steered else across

    X = load * on.nx + forward * on.ax + sideways * on.sx
    Y = load * on.ny + forward * on.ay + sideways * on.sy
    Z = load * on.nz + forward * on.az + sideways * on.sz
    # Forces act at the compressed wheel.
    L, M, N = cross(leg.x, leg.y, leg.z - compression, X, Y, Z)
    return LegLoads(X, Y, Z, L, M, N, load, slip, grip, depth, closure, x, y, z, inside)
