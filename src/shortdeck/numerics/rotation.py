"""Quaternions and rotations. A quaternion (q0, q1, q2, q3) is scalar first and turns body into earth."""

from __future__ import annotations

from math import sqrt

from shortdeck.numerics.elementary import atan2, cos, sin
from shortdeck.numerics.jit import kernel

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float, float, float, float]


@kernel
def matrix(q0: float, q1: float, q2: float, q3: float) -> Matrix:
    """Rotation matrix by rows, body to earth."""
    return (
        1.0 - 2.0 * (q2 * q2 + q3 * q3),
        2.0 * (q1 * q2 - q0 * q3),
        2.0 * (q1 * q3 + q0 * q2),
        2.0 * (q1 * q2 + q0 * q3),
        1.0 - 2.0 * (q1 * q1 + q3 * q3),
        2.0 * (q2 * q3 - q0 * q1),
        2.0 * (q1 * q3 - q0 * q2),
        2.0 * (q2 * q3 + q0 * q1),
        1.0 - 2.0 * (q1 * q1 + q2 * q2),
    )


@kernel
def to_earth(m: Matrix, x: float, y: float, z: float) -> Vector:
    """A body vector in earth axes."""
    return (
        m[0] * x + m[1] * y + m[2] * z,
        m[3] * x + m[4] * y + m[5] * z,
        m[6] * x + m[7] * y + m[8] * z,
    )


@kernel
def to_body(m: Matrix, x: float, y: float, z: float) -> Vector:
    """An earth vector in body axes."""
    return (
        m[0] * x + m[3] * y + m[6] * z,
        m[1] * x + m[4] * y + m[7] * z,
        m[2] * x + m[5] * y + m[8] * z,
    )


@kernel
def between(a: Matrix, b: Matrix) -> Matrix:
    """Transpose of a times b: from the axes of b to those of a, where both turn into earth axes."""
    return (
        a[0] * b[0] + a[3] * b[3] + a[6] * b[6],
        a[0] * b[1] + a[3] * b[4] + a[6] * b[7],
        a[0] * b[2] + a[3] * b[5] + a[6] * b[8],
        a[1] * b[0] + a[4] * b[3] + a[7] * b[6],
        a[1] * b[1] + a[4] * b[4] + a[7] * b[7],
        a[1] * b[2] + a[4] * b[5] + a[7] * b[8],
        a[2] * b[0] + a[5] * b[3] + a[8] * b[6],
        a[2] * b[1] + a[5] * b[4] + a[8] * b[7],
        a[2] * b[2] + a[5] * b[5] + a[8] * b[8],
    )


@kernel
def product(a: Matrix, b: Matrix) -> Matrix:
    """a times b."""
    return (
        a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
        a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
        a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
        a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
        a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
        a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
        a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
        a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
        a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
    )


@kernel
def cross(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> Vector:
    """Vector product a x b."""
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


@kernel
def turned(q: Quaternion, x: float, y: float, z: float) -> Quaternion:
    """Quaternion after a Cayley rotation by the body vector (x, y, z) = rate times time.

    The Cayley map (1 + v/2)/(1 - v/2) is what makes the midpoint rule keep angular momentum exactly.
    """
    a = 0.5 * x
    b = 0.5 * y
    c = 0.5 * z
    # 1/sqrt(1 + z) as a series: a step turns by far less than 0.2 rad, and unit length is restored below.
    z = a * a + b * b + c * c
    w = 1.0 + z * (-0.5 + z * (0.375 + z * (-0.3125 + z * 0.2734375)))
    q0 = (q[0] - q[1] * a - q[2] * b - q[3] * c) * w
    q1 = (q[1] + q[0] * a + q[2] * c - q[3] * b) * w
    q2 = (q[2] + q[0] * b + q[3] * a - q[1] * c) * w
    q3 = (q[3] + q[0] * c + q[1] * b - q[2] * a) * w
    # Rounding only: one Newton step back to unit length.
    n = 1.5 - 0.5 * (q0 * q0 + q1 * q1 + q2 * q2 + q3 * q3)
    return q0 * n, q1 * n, q2 * n, q3 * n


@kernel
def euler(m: Matrix) -> Vector:
    """Roll, pitch, yaw of a rotation matrix (3-2-1)."""
    return (
        atan2(m[7], m[8]),
        atan2(-m[6], sqrt(max(0.0, 1.0 - m[6] * m[6]))),
        atan2(m[3], m[0]),
    )


@kernel
def quaternion(m: Matrix) -> Quaternion:
    """Quaternion of a rotation matrix, by its Euler angles: for single use, away from pitch of 90 degrees."""
    roll, pitch, yaw = euler(m)
    return from_euler(roll, pitch, yaw)


@kernel
def from_euler(roll: float, pitch: float, yaw: float) -> Quaternion:
    """Quaternion of roll, pitch, yaw (3-2-1)."""
    cr = cos(0.5 * roll)
    sr = sin(0.5 * roll)
    cp = cos(0.5 * pitch)
    sp = sin(0.5 * pitch)
    cy = cos(0.5 * yaw)
    sy = sin(0.5 * yaw)
    return (
        cr * cp * cy + sr * sp * sy,
        sr * cp * cy - cr * sp * sy,
        cr * sp * cy + sr * cp * sy,
        cr * cp * sy - sr * sp * cy,
    )
