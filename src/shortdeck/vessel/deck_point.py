"""How a point of the deck moves, from the ship's six motions: exact kinematics of a rigid ship.

Course frame: forward along the mean course, right, down; it moves with the ship's mean velocity, its origin
on the mean sea surface below the deck frame's origin of the ship at rest. Attitude is yaw, pitch, roll in
that order (3-2-1), as in the flights' kernels; with R the matrix from deck to course axes and w the angular
velocity in deck axes,

    position = centre + R arm,    velocity = centre' + R (w x arm),
    acceleration = centre'' + R (w' x arm + w x (w x arm)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


class PointMotion(NamedTuple):
    """Motion of a deck point over time, each of shape (n, 3)."""

    displacement: Real  # from where the point is on the ship at rest; forward, right, down, m
    velocity: Real  # m/s, course axes
    acceleration: Real  # m/s2, course axes
    attitude: Real  # roll (starboard down), pitch (bow up), yaw (bow to starboard), rad
    rates: Real  # p, q, r in deck axes, rad/s
    angular_acceleration: Real  # rad/s2, deck axes


def attitude_matrix(attitude: Real) -> Real:
    """Matrices from deck to course axes, (n, 3, 3), of roll, pitch, yaw, (n, 3)."""
    (sr, sp, sy), (cr, cp, cy) = np.sin(attitude).T, np.cos(attitude).T
    return np.stack(
        [
            np.stack([cp * cy, sr * sp * cy - cr * sy, cr * sp * cy + sr * sy], axis=-1),
            np.stack([cp * sy, sr * sp * sy + cr * cy, cr * sp * sy - sr * cy], axis=-1),
            np.stack([-sp, sr * cp, cr * cp], axis=-1),
        ],
        axis=-2,
    )


def _body_rates(attitude: Real, first: Real, second: Real) -> tuple[Real, Real]:
    """Angular velocity and acceleration in deck axes from the derivatives of roll, pitch, yaw."""
    (sr, sp, _), (cr, cp, _) = np.sin(attitude).T, np.cos(attitude).T
    roll, pitch, yaw = first.T
    a_roll, a_pitch, a_yaw = second.T
    rates = np.stack([roll - yaw * sp, pitch * cr + yaw * cp * sr, yaw * cp * cr - pitch * sr], axis=-1)
    angular = np.stack(
        [
            a_roll - a_yaw * sp - yaw * pitch * cp,
            a_pitch * cr - pitch * roll * sr + a_yaw * cp * sr + yaw * (roll * cp * cr - pitch * sp * sr),
            a_yaw * cp * cr - yaw * (pitch * sp * cr + roll * cp * sr) - a_pitch * sr - pitch * roll * cr,
        ],
        axis=-1,
    )
    return rates, angular


def point_motion(
    motions: Real, rates: Real, accelerations: Real, *, arm: tuple[float, float, float]
) -> PointMotion:
    """Motion of the point at ``arm`` (m forward, right, down of the ship's centre of gravity, deck axes).

    ``motions``, ``rates`` and ``accelerations``, (n, 6), are surge, sway, heave of the centre of gravity and
    roll, pitch, yaw with their first and second time derivatives.
    """
    r = np.asarray(arm, dtype=float)
    attitude = motions[:, 3:]
    turn = attitude_matrix(attitude)
    w, angular = _body_rates(attitude, rates[:, 3:], accelerations[:, 3:])
    around = np.cross(w, r)
    return PointMotion(
        motions[:, :3] + turn @ r - r,
        rates[:, :3] + np.einsum("nij,nj->ni", turn, around),
        accelerations[:, :3] + np.einsum("nij,nj->ni", turn, np.cross(angular, r) + np.cross(w, around)),
        attitude,
        w,
        angular,
    )
