"""Landing gear: a strut along body z and a tyre that slips inside a friction circle.

The strut is a spring with different damping in compression and rebound, ten times as stiff beyond its
stroke. The tyre's side force grows with slip angle, the brake's force with its command; together they
cannot exceed friction times load, and friction falls with speed. Wheel inertia and tyre relaxation length
are left out.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Matrix, Vector, cross, to_body, to_earth
from shortdeck.vessel.deck import Contact, Deck

SLIP_SPEED = 1.0  # m/s added to the rolling speed in the slip angle, so that a standing tyre is defined
BRAKE_SPEED = 0.3  # m/s over which the braking force builds up from standstill
BOTTOMING = 10.0  # stiffness beyond the stroke over stiffness within it


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
    compression: float  # m
    side_use: float  # share of the friction circle used
    depth: float  # wheel below the surface, m (negative: above)
    closure: float  # speed into the surface, m/s
    contact: Contact


@kernel
def strut_load(leg: Leg, compression: float, rate: float) -> float:
    """Axial load of a strut, N; never a pull."""
    damping = leg.damping if rate > 0.0 else leg.rebound_damping
    spring = leg.stiffness * (compression + (BOTTOMING - 1.0) * max(0.0, compression - leg.stroke))
    return max(0.0, spring + damping * rate) if compression > 0.0 else 0.0


@kernel
def strut_over_step(leg: Leg, depth: float, rate: float, dt: float) -> tuple[float, float]:
    """Mean load over a step from the depth at mid-step, and the compression.

    A wheel that touches within the step acts for the rest of it only, at the mean depth of that rest:
    this locates the touchdown inside the step.
    """
    end = depth + 0.5 * dt * rate
    share = clip(end / max(dt * rate, 1e-9), 0.0, 1.0)
    arriving = rate > 0.0 and share < 1.0
    compression = max(0.5 * end if arriving else depth, 0.0)
    return strut_load(leg, compression, rate) * (share if arriving else 1.0), compression


@kernel
def tyre_force(
    leg: Leg, load: float, rolling: float, sliding: float, brake: float, friction: float
) -> tuple[float, float, float]:
    """Force along and across the wheel, N, and the share of the friction circle used.

    ``rolling`` and ``sliding`` are the wheel's speeds over the deck along and across it, m/s.
    """
    grip = friction * load
    along = min(brake * leg.brake_force, leg.antiskid * grip) + leg.rolling_resistance * load
    along = -along * clip(rolling / BRAKE_SPEED, -1.0, 1.0)
    across = -leg.cornering * load * sliding / (abs(rolling) + SLIP_SPEED)
    asked = sqrt(along * along + across * across)
    scale = min(1.0, grip / max(asked, 1e-9))
    return along * scale, across * scale, asked * scale / max(grip, 1e-9)


@kernel
def leg_loads(
    leg: Leg,
    deck: Deck,
    contact: Contact,
    m: Matrix,
    velocity: Vector,
    rates: Vector,
    steer: float,
    brake: float,
    dt: float,
) -> LegLoads:
    """Loads of one leg; ``velocity`` of the centre of gravity in earth axes, ``rates`` in body axes."""
    wx, wy, wz = cross(rates[0], rates[1], rates[2], leg.x, leg.y, leg.z)
    en, ee, ed = to_earth(m, wx, wy, wz)
    vn = velocity[0] + en - contact.v_north
    ve = velocity[1] + ee - contact.v_east
    vd = velocity[2] + ed - contact.v_down
    nx, ny, nz = to_body(m, contact.normal_n, contact.normal_e, contact.normal_d)
    vx, vy, vz = to_body(m, vn, ve, vd)
    closure = -(vx * nx + vy * ny + vz * nz)
    # Along the strut the wheel moves 1/cos of what it moves along the normal.
    cosine = max(-nz, 0.5)
    load, compression = strut_over_step(leg, contact.depth / cosine, closure / cosine, dt)
    load = load if contact.inside else 0.0

    # Wheel axes in the deck plane: ahead = body x without its normal part, turned by the steering angle.
    ax = 1.0 - nx * nx
    ay = -nx * ny
    az = -nx * nz
    scale = 1.0 / sqrt(max(ax * ax + ay * ay + az * az, 1e-9))
    ax, ay, az = ax * scale, ay * scale, az * scale
    sx, sy, sz = cross(ax, ay, az, nx, ny, nz)  # to the right
    turn = leg.steers * steer
    c = 1.0 - 0.5 * turn * turn + turn * turn * turn * turn * (1.0 / 24.0)
    s = turn - turn * turn * turn * (1.0 / 6.0)
    fx, fy, fz = c * ax + s * sx, c * ay + s * sy, c * az + s * sz
    gx, gy, gz = c * sx - s * ax, c * sy - s * ay, c * sz - s * az
    rolling = vx * fx + vy * fy + vz * fz
    sliding = vx * gx + vy * gy + vz * gz
    speed = sqrt(rolling * rolling + sliding * sliding)
    friction = deck.friction * max(1.0 - deck.friction_loss * speed, 0.2)
    along, across, use = tyre_force(leg, load, rolling, sliding, brake, friction)

    X = load * nx + along * fx + across * gx
    Y = load * ny + along * fy + across * gy
    Z = load * nz + along * fz + across * gz
    # Forces act at the compressed wheel.
    L, M, N = cross(leg.x, leg.y, leg.z - compression, X, Y, Z)
    return LegLoads(X, Y, Z, L, M, N, load, compression, use, contact.depth, closure, contact)
