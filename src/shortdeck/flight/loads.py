"""All loads on the aircraft at one moment, and what its sensors and clearances are then."""

from __future__ import annotations

from math import sqrt

from shortdeck.air.wind import wind_at
from shortdeck.airframe.aerodynamics import air_loads
from shortdeck.airframe.gear import LegLoads, leg_loads
from shortdeck.airframe.propulsion import PropulsionOut, propulsion
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Actuators, Outputs, Setup
from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Matrix, Vector, cross, matrix, to_body, to_earth
from shortdeck.vessel.deck import deck_contact

FAR = 1e3  # m, clearance where nothing lies below


@kernel
def clearance(c: Setup, b: Body, m: Matrix, x: float, y: float, z: float) -> float:
    """Height of a body point above the deck below it, m; ``FAR`` where there is none."""
    n, e, d = to_earth(m, x, y, z)
    contact = deck_contact(c.deck, c.pose, b.n + n, b.e + e, b.d + d)
    return -contact.depth if contact.inside else FAR


@kernel
def one_leg(c: Setup, b: Body, m: Matrix, leg: int, steer: float, brake: float, dt: float) -> LegLoads:
    """Loads of leg 0 (nose), 1 (left), 2 (right)."""
    gear = c.nose if leg == 0 else (c.left if leg == 1 else c.right)
    n, e, d = to_earth(m, gear.x, gear.y, gear.z)
    contact = deck_contact(c.deck, c.pose, b.n + n, b.e + e, b.d + d)
    return leg_loads(gear, c.deck, contact, m, (b.vn, b.ve, b.vd), (b.p, b.q, b.r), steer, brake, dt)


@kernel
def wing_height(c: Setup, b: Body, m: Matrix) -> float:
    """Height of the wing above the deck or sea below; blends over the wing chord at a deck edge."""
    n, e, d = to_earth(m, 0.0, 0.0, c.points.wing_z)
    contact = deck_contact(c.deck, c.pose, b.n + n, b.e + e, b.d + d)
    sea = -(b.d + d)
    margin = min(contact.x, c.deck.length - contact.x)
    over = clip(0.5 + margin / max(c.aero.chord, 1e-3), 0.0, 1.0) if contact.inside or margin < 0.0 else 0.0
    return sea + over * (min(max(-contact.depth, 0.0), sea) - sea)


@kernel
def total_loads(
    c: Setup, b: Body, a: Actuators, throttle: float, dt: float
) -> tuple[Vector, Vector, Outputs, PropulsionOut]:
    """Acceleration (earth axes), moment (body axes), outputs and propulsion at one state."""
    m = matrix(b.q0, b.q1, b.q2, b.q3)
    wind_n, wind_e = wind_at(c.air, -b.d)
    u, v, w = to_body(m, b.vn - wind_n, b.ve - wind_e, b.vd)
    forward = u * c.thrust_cos - w * c.thrust_sin
    prop = propulsion(c.propulsion, throttle, forward, c.air.density, a.omega, a.pitch, a.power, a.inflow)

    # alphadot of the air velocity from the last acceleration.
    ax, _, az = to_body(m, b.an, b.ae, b.ad)
    wx, _, wz = cross(b.p, b.q, b.r, u, v, w)
    udot = ax - wx
    wdot = az - wz
    alphadot = (u * wdot - w * udot) / max(u * u + w * w, 25.0)
    air = air_loads(
        c.aero, u, v, w, b.p, b.q, b.r, alphadot, c.air.density, a.elevator, a.aileron, a.rudder, a.flap,
        1.0, wing_height(c, b, m), max(prop.wash_speed, 0.0),
    )  # fmt: skip
    nose = one_leg(c, b, m, 0, a.steer, 0.0, dt)
    left = one_leg(c, b, m, 1, 0.0, a.brake, dt)
    right = one_leg(c, b, m, 2, 0.0, a.brake, dt)

    tx = prop.thrust * c.thrust_cos
    tz = -prop.thrust * c.thrust_sin
    H = prop.angular_momentum
    X = air.X + tx + nose.X + left.X + right.X
    Y = air.Y + nose.Y + left.Y + right.Y
    Z = air.Z + tz + nose.Z + left.Z + right.Z
    L = air.L + prop.torque * c.thrust_cos + nose.L + left.L + right.L
    # Gyroscopic moment -w x H of the propeller, H along body x.
    M = air.M + c.thrust_z * tx - c.thrust_x * tz + nose.M + left.M + right.M - b.r * H
    N = air.N - prop.torque * c.thrust_sin + nose.N + left.N + right.N + b.q * H
    fn, fe, fd = to_earth(m, X, Y, Z)
    inv = 1.0 / c.inertia.mass
    p = c.points
    prop_height = FAR if c.propulsion.radius <= 0.0 else clearance(c, b, m, p.prop_x, 0.0, p.prop_z)
    right_tip = clearance(c, b, m, p.tip_x, p.tip_y, p.tip_z)
    left_tip = clearance(c, b, m, p.tip_x, -p.tip_y, p.tip_z)
    left_inside = 1.0 if left.contact.inside else 0.0
    right_inside = 1.0 if right.contact.inside else 0.0
    nose_inside = 1.0 if nose.contact.inside else 0.0
    wheel_d = max(left.contact.z, right.contact.z)
    out = Outputs(
        air.airspeed, air.alpha, air.beta, air.alpha_stall, prop.thrust, prop.shaft_power,
        nose.load, left.load, right.load, nose.depth, left.depth, right.depth,
        max(left.closure, right.closure),
        0.5 * (left.contact.x + right.contact.x), 0.5 * (left.contact.y + right.contact.y),
        0.5 * (left.contact.z + right.contact.z), nose.contact.x,
        max(left.side_use, right.side_use), -Z * inv / c.gravity,
        left_inside, right_inside, nose_inside,
        clearance(c, b, m, p.tail_x, 0.0, p.tail_z), min(left_tip, right_tip), prop_height,
        clearance(c, b, m, p.nose_x, 0.0, p.nose_z), -(wheel_d + c.pose.down),
    )  # fmt: skip
    return (fn * inv, fe * inv, fd * inv + c.gravity), (L, M, N), out, prop


@kernel
def speed_of(b: Body) -> float:
    """Speed over the ship, m/s."""
    return sqrt(b.vn * b.vn + b.ve * b.ve + b.vd * b.vd)
