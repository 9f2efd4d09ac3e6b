"""The motion of a rigid body over one step, second order and true to its invariants.

Loads are evaluated once, at a predicted mid-step state. Positions advance with the mean of old and new
velocity; rates by the implicit midpoint rule, attitude by the Cayley map of the mean rate: without moments
angular momentum (in earth axes) and energy are kept to rounding, whatever the step.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import Quaternion, Vector, cross, turned


class Body(NamedTuple):
    """Position, velocity (earth axes), attitude, rates (body axes), and the last step's accelerations."""

    n: float
    e: float
    d: float
    vn: float
    ve: float
    vd: float
    q0: float
    q1: float
    q2: float
    q3: float
    p: float
    q: float
    r: float
    an: float
    ae: float
    ad: float
    pdot: float
    qdot: float
    rdot: float


class Inertia(NamedTuple):
    """Mass (kg) and moments of inertia (kg m2) of a body symmetric about its x-z plane."""

    mass: float
    Ixx: float
    Iyy: float
    Izz: float
    Ixz: float


@kernel
def angular_momentum(i: Inertia, p: float, q: float, r: float) -> Vector:
    """Angular momentum in body axes."""
    return i.Ixx * p - i.Ixz * r, i.Iyy * q, i.Izz * r - i.Ixz * p


@kernel
def at_mid_step(b: Body, dt: float) -> Body:
    """The state half a step ahead, extrapolated with the last accelerations."""
    h = 0.5 * dt
    k = 0.5 * h
    q0, q1, q2, q3 = turned(
        (b.q0, b.q1, b.q2, b.q3),
        h * (b.p + k * b.pdot),
        h * (b.q + k * b.qdot),
        h * (b.r + k * b.rdot),
    )
    return Body(
        b.n + h * (b.vn + k * b.an),
        b.e + h * (b.ve + k * b.ae),
        b.d + h * (b.vd + k * b.ad),
        b.vn + h * b.an,
        b.ve + h * b.ae,
        b.vd + h * b.ad,
        q0,
        q1,
        q2,
        q3,
        b.p + h * b.pdot,
        b.q + h * b.qdot,
        b.r + h * b.rdot,
        b.an,
        b.ae,
        b.ad,
        b.pdot,
        b.qdot,
        b.rdot,
    )


@kernel
def _excess(i: Inertia, b: Body, mean: Vector, moment: Vector, h: float) -> Vector:
    """Left side of  J (w - w0) + h (w x J w - M) = 0  for the mean rate w over the step, h = dt/2."""
    p, q, r = mean
    hx, hy, hz = angular_momentum(i, p, q, r)
    cx, cy, cz = cross(p, q, r, hx, hy, hz)
    gx, gy, gz = angular_momentum(i, p - b.p, q - b.q, r - b.r)
    return gx + h * (cx - moment[0]), gy + h * (cy - moment[1]), gz + h * (cz - moment[2])


@kernel
def mean_rates(i: Inertia, b: Body, guess: Vector, moment: Vector, h: float) -> Vector:
    """Mean rates over a step by two Newton steps with the Jacobian of the first.

    That one is good to h times the square of the guess's error, the second to h times their product.
    """
    p, q, r = guess
    hx, hy, hz = angular_momentum(i, p, q, r)
    # Jacobian J + h ([w]x J - [Jw]x), by rows.
    a00 = i.Ixx - h * q * i.Ixz
    a01 = h * (-r * i.Iyy + hz)
    a02 = -i.Ixz + h * (q * i.Izz - hy)
    a10 = h * (r * i.Ixx + p * i.Ixz - hz)
    a11 = i.Iyy
    a12 = h * (-r * i.Ixz - p * i.Izz + hx)
    a20 = -i.Ixz + h * (-q * i.Ixx + hy)
    a21 = h * (p * i.Iyy - hx)
    a22 = i.Izz + h * q * i.Ixz
    b0 = a11 * a22 - a12 * a21
    b1 = a12 * a20 - a10 * a22
    b2 = a10 * a21 - a11 * a20
    inv = 1.0 / (a00 * b0 + a01 * b1 + a02 * b2)
    c0 = (b0 * inv, (a02 * a21 - a01 * a22) * inv, (a01 * a12 - a02 * a11) * inv)
    c1 = (b1 * inv, (a00 * a22 - a02 * a20) * inv, (a02 * a10 - a00 * a12) * inv)
    c2 = (b2 * inv, (a01 * a20 - a00 * a21) * inv, (a00 * a11 - a01 * a10) * inv)
    gx, gy, gz = _excess(i, b, guess, moment, h)
    p = p - (c0[0] * gx + c0[1] * gy + c0[2] * gz)
    q = q - (c1[0] * gx + c1[1] * gy + c1[2] * gz)
    r = r - (c2[0] * gx + c2[1] * gy + c2[2] * gz)
    gx, gy, gz = _excess(i, b, (p, q, r), moment, h)
    p = p - (c0[0] * gx + c0[1] * gy + c0[2] * gz)
    q = q - (c1[0] * gx + c1[1] * gy + c1[2] * gz)
    r = r - (c2[0] * gx + c2[1] * gy + c2[2] * gz)
    return p, q, r


@kernel
def advance(b: Body, i: Inertia, acceleration: Vector, moment: Vector, dt: float) -> Body:
    """The state one step on: acceleration in earth axes (m/s2), moment in body axes (N m), at mid-step."""
    h = 0.5 * dt
    mean = (b.p + h * b.pdot, b.q + h * b.qdot, b.r + h * b.rdot)
    mean = mean_rates(i, b, mean, moment, h)
    p = 2.0 * mean[0] - b.p
    q = 2.0 * mean[1] - b.q
    r = 2.0 * mean[2] - b.r
    start: Quaternion = (b.q0, b.q1, b.q2, b.q3)
    q0, q1, q2, q3 = turned(start, dt * mean[0], dt * mean[1], dt * mean[2])
    an, ae, ad = acceleration
    per_step = 1.0 / dt
    return Body(
        b.n + dt * (b.vn + h * an),
        b.e + dt * (b.ve + h * ae),
        b.d + dt * (b.vd + h * ad),
        b.vn + dt * an,
        b.ve + dt * ae,
        b.vd + dt * ad,
        q0,
        q1,
        q2,
        q3,
        p,
        q,
        r,
        an,
        ae,
        ad,
        (p - b.p) * per_step,
        (q - b.q) * per_step,
        (r - b.r) * per_step,
    )
