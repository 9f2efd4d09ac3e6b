"""All loads on the aircraft at one moment, and what its sensors see then."""

from __future__ import annotations

from math import sqrt

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import air_loads
from shortdeck.airframe.gear import burst, footing, hanging, leg_loads
from shortdeck.airframe.propulsion import PropulsionOut, propulsion
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Actuators, Near, Outputs, Setup
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Vector, cross, matrix, to_body, to_earth
from shortdeck.vessel.airflow import Airflow
from shortdeck.vessel.deck import relative
from shortdeck.vessel.ship_motion import later


@kernel
def total_loads(
    c: Setup, near: Near, f: Airflow, b: Body, a: Actuators, throttle: float, power: float, time: float,
    dt: float, on_gear: bool,
) -> tuple[Vector, Vector, Outputs, PropulsionOut]:  # fmt: skip
    """Acceleration (earth axes), moment (body axes), outputs and propulsion at one state.

    ``power`` is the largest shaft power, W; ``time`` that of the state; ``on_gear``, known at compile time,
    whether the gear counts. The rates of the air count for the airframe alone.
    """
    m = matrix(b.q0, b.q1, b.q2, b.q3)
    u, v, w = to_body(m, b.vn - near.wind_n - f.north, b.ve - near.wind_e - f.east, b.vd - f.down)
    forward = u * c.thrust_cos - w * c.thrust_sin
    prop = propulsion(
        c.propulsion, throttle, forward, c.air.density, power, a.omega, a.pitch, a.power, a.inflow
    )

    # alphadot of the air velocity from the last acceleration.
    ax, _, az = to_body(m, b.an, b.ae, b.ad)
    wx, _, wz = cross(b.p, b.q, b.r, u, v, w)
    udot = ax - wx
    wdot = az - wz
    alphadot = (u * wdot - w * udot) / max(u * u + w * w, 25.0)
    air = air_loads(
        c.aero, u, v, w, b.p - f.p, b.q - f.q, b.r - f.r, alphadot, c.air.density, a.elevator, a.aileron,
        a.rudder, a.flap, 1.0, near.wing_height, max(prop.wash_speed, 0.0),
    )  # fmt: skip
    if on_gear:
        pose = later(near.deck, time - near.since)
        seen = relative(pose, (b.n, b.e, b.d), (b.vn, b.ve, b.vd), m, (b.p, b.q, b.r))
        left_brake = a.brake * c.faults.left_brake
        right_brake = a.brake * c.faults.right_brake
        fore = footing(c.deck, seen, c.nose.x, c.nose.y, c.nose.z)
        main = footing(c.deck, seen, c.right.x, 0.0, c.right.z)
        g = c.faults
        nose_leg, left_leg = burst(c.nose, time >= g.nose_tyre), burst(c.left, time >= g.left_tyre)
        right_leg = burst(c.right, time >= g.right_tyre)
        nose = leg_loads(nose_leg, c.deck, near.edges, seen, fore, True, a.steer, 0.0, dt)
        left = leg_loads(left_leg, c.deck, near.edges, seen, main, False, 0.0, left_brake, dt)
        right = leg_loads(right_leg, c.deck, near.edges, seen, main, False, 0.0, right_brake, dt)
        sea_clear = c.passage.deck_height - max(left.z, right.z)
    else:
        nose = hanging(near.nose_x, near.main_y, near.main_z)
        left = hanging(near.main_x, near.main_y, near.main_z)
        right = left
        sea_clear = near.sea_clear

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
    out = Outputs(
        air.airspeed, air.alpha, air.beta, air.alpha_stall, prop.thrust, prop.shaft_power,
        nose.load, left.load, right.load, nose.depth, left.depth, right.depth,
        max(left.closure, right.closure),
        0.5 * (left.x + right.x), 0.5 * (left.y + right.y), 0.5 * (left.z + right.z), nose.x,
        left.slip + right.slip, left.grip + right.grip, -Z * inv * (1.0 / GRAVITY),
        left.inside + right.inside, nose.inside, sea_clear,
    )  # fmt: skip
    return (fn * inv, fe * inv, fd * inv + c.gravity), (L, M, N), out, prop


@kernel
def speed_of(b: Body) -> float:
    """Speed over the ship, m/s."""
    return sqrt(b.vn * b.vn + b.ve * b.ve + b.vd * b.vd)
