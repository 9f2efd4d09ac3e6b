"""Gains of the control laws from the aircraft's own derivatives, at the reference speed of the task.

Each loop is placed by bandwidth and damping on its short-period, roll or yaw approximation; gains vary as
the inverse of dynamic pressure in flight. The bandwidths were chosen by flying the TB3, not derived.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.flight.rigid_body import Inertia

PITCH_BANDWIDTH = 2.5  # rad/s for an aircraft of 1 m mean chord; scales as 1/sqrt(chord)
ROLL_INTEGRAL = 0.1  # 1/s, share of the roll gain
ROLL_BANDWIDTH = 3.0  # rad/s for a 14 m span; scales as 1/sqrt(span)
YAW_BANDWIDTH = 1.2
DAMPING = 0.8
SPEED_BANDWIDTH = 0.5  # rad/s


class Gains(NamedTuple):
    """Loop gains at the design pressure."""

    pressure: float
    pitch_gain: float
    pitch_integral: float
    pitch_damping: float
    roll_gain: float
    roll_integral: float
    roll_damping: float
    yaw_gain: float
    yaw_damping: float
    speed_gain: float
    speed_integral: float


def design(a: Aerodynamics, i: Inertia, *, airspeed: float, density: float, full_thrust: float) -> Gains:
    """Gains at an airspeed (m/s) and density; ``full_thrust`` in N at that speed."""
    q = 0.5 * density * airspeed * airspeed
    M_delta = q * a.area * a.chord * a.Cm_elevator / i.Iyy
    M_q = q * a.area * a.chord * (a.Cm_q + a.Cm_alphadot) * a.chord / (2.0 * airspeed) / i.Iyy
    L_delta = q * a.area * a.span * a.Cl_aileron / i.Ixx
    L_p = q * a.area * a.span * a.Cl_p * a.span / (2.0 * airspeed) / i.Ixx
    N_delta = q * a.area * a.span * a.Cn_rudder / i.Izz
    N_r = q * a.area * a.span * a.Cn_r * a.span / (2.0 * airspeed) / i.Izz
    pitch = PITCH_BANDWIDTH / sqrt(a.chord)
    roll = ROLL_BANDWIDTH * sqrt(14.0 / a.span)
    yaw = YAW_BANDWIDTH * sqrt(14.0 / a.span)
    pitch_gain = pitch * pitch / M_delta
    speed_gain = SPEED_BANDWIDTH * i.mass / max(full_thrust, 1.0)
    return Gains(
        pressure=q,
        pitch_gain=pitch_gain,
        pitch_integral=0.5 * pitch * pitch_gain,
        pitch_damping=max(2.0 * DAMPING * pitch + M_q, 0.3) / M_delta,
        roll_gain=roll * roll / L_delta,
        roll_integral=ROLL_INTEGRAL * roll * roll / L_delta,
        roll_damping=max(2.0 * DAMPING * roll + L_p, 0.0) / L_delta,
        yaw_gain=yaw * yaw / N_delta,
        yaw_damping=max(2.0 * DAMPING * yaw + N_r, 0.3) / N_delta,
        speed_gain=speed_gain,
        speed_integral=0.2 * SPEED_BANDWIDTH * speed_gain,
    )
