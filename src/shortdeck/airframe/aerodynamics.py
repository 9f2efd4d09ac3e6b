"""Aerodynamic forces and moments of the rigid airframe.

Linear derivatives up to the stall, a logistic blend (Beard and McLain 2012, eq. 4.9 to 4.10) to separated
flow beyond it, there the normal force of a flat plate (Hoerner 1965, CN = 1/(0.222 + 0.283/sin alpha)).
Ground effect after McCormick (1979, sec. 7.2): the induced drag falls by (16 h/b)^2/(1 + (16 h/b)^2), the
lift slope rises, the downwash at the tail falls. The propeller's wash adds dynamic pressure at the tail.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.elementary import atan2, exp
from shortdeck.numerics.jit import kernel


class Aerodynamics(NamedTuple):
    """Coefficients as in the aircraft's file, reference lengths, stall angles; SI and radians."""

    area: float
    span: float
    chord: float
    CL_0: float
    CL_alpha: float
    CL_alphadot: float
    CL_q: float
    CL_elevator: float
    CL_flap: float
    stall_alpha: float  # centre of the stall blend, flaps up
    stall_alpha_flap: float  # the same at full flap
    stall_sharpness: float
    CD_0: float  # with stores, gear excluded
    CD_alpha: float
    CL_min_drag: float
    induced: float  # 1/(pi oswald AR)
    CD_flap: float
    CD_gear: float
    CD_beta2: float
    CD_elevator: float
    Cm_0: float
    Cm_alpha: float
    Cm_alphadot: float
    Cm_q: float
    Cm_elevator: float
    Cm_flap: float
    Cm_stall: float
    CY_beta: float
    CY_p: float
    CY_r: float
    CY_aileron: float
    CY_rudder: float
    Cl_beta: float
    Cl_p: float
    Cl_r: float
    Cl_aileron: float
    Cl_rudder: float
    Cn_beta: float
    Cn_p: float
    Cn_r: float
    Cn_aileron: float
    Cn_rudder: float
    tail_lift_slope: float  # share of CL_alpha that the tail carries, per aircraft alpha
    CL_tail_0: float
    tail_arm: float  # m, aft of the moment reference
    downwash_slope: float
    wash_share: float
    arm_x: float  # moment reference in body axes from the centre of gravity, m, forward
    arm_z: float  # the same, down
    # Of the above, so that no step divides by them again:
    inv_span: float
    ground_lift: float  # CL_alpha area / (pi span^2)
    tail_alone: float  # lift slope of the tail without downwash, tail_lift_slope / (1 - downwash_slope)
    ground_tail: float  # tail_alone downwash_slope / (CL_alpha - tail_lift_slope)
    tail_arm_ratio: float  # tail_arm / chord


class AirLoads(NamedTuple):
    """Force (N) and moment (N m) in body axes at the centre of gravity, and what the air sees."""

    X: float
    Y: float
    Z: float
    L: float
    M: float
    N: float
    airspeed: float
    alpha: float
    beta: float
    stalled: float  # 0 attached, 1 separated
    alpha_stall: float  # centre of the stall blend at this flap


@kernel
def stall_blend(sharpness: float, alpha_stall: float, alpha: float) -> float:
    """Share of separated flow: 0 well below the stall, 1 well beyond, for either sign of alpha."""
    low = exp(-sharpness * (alpha - alpha_stall))
    high = exp(sharpness * (alpha + alpha_stall))
    return (1.0 + low + high) / ((1.0 + low) * (1.0 + high))


@kernel
def plate_normal_force(sin_alpha: float) -> float:
    """Normal-force coefficient of a flat plate (Hoerner 1965, Fluid-Dynamic Drag, ch. 3)."""
    return sin_alpha / (0.222 * abs(sin_alpha) + 0.283)


@kernel
def ground_factor(height: float, inv_span: float) -> float:
    """Induced downwash near the ground over that in free air; height of the wing above the surface, m."""
    h = 16.0 * max(height, 0.0) * inv_span
    return h * h / (1.0 + h * h)


@kernel
def lift_drag(
    a: Aerodynamics, alpha: float, sin_alpha: float, cos_alpha: float, flap: float, gear: float, phi: float
) -> tuple[float, float, float, float]:
    """Lift and drag coefficients of wing and body, separated share, stall angle; phi = ground factor."""
    alpha_stall = a.stall_alpha + flap * (a.stall_alpha_flap - a.stall_alpha)
    rise = 1.0 / (1.0 - a.ground_lift * (1.0 - phi))
    stalled = stall_blend(a.stall_sharpness, alpha_stall, alpha * rise)
    attached = (a.CL_0 + a.CL_flap * flap + a.CL_alpha * alpha) * rise
    normal = plate_normal_force(sin_alpha)
    lift = (1.0 - stalled) * attached + stalled * normal * cos_alpha
    profile = a.CD_0 + a.CD_flap * flap + a.CD_gear * gear
    excess = attached - a.CL_min_drag
    drag = profile + (1.0 - stalled) * (a.CD_alpha * alpha + a.induced * phi * excess * excess)
    drag = drag + stalled * normal * sin_alpha
    return lift, drag, stalled, alpha_stall


@kernel
def lateral_coefficients(
    a: Aerodynamics, beta: float, p_hat: float, r_hat: float, aileron: float, rudder: float, attached: float
) -> tuple[float, float, float]:
    """Side force, rolling and yawing moment; roll damping and ailerons fade as the flow separates."""
    CY = a.CY_beta * beta + a.CY_p * p_hat + a.CY_r * r_hat + a.CY_aileron * aileron + a.CY_rudder * rudder
    Cl = a.Cl_beta * beta + a.Cl_p * attached * p_hat + a.Cl_r * r_hat
    Cl = Cl + a.Cl_aileron * attached * aileron + a.Cl_rudder * rudder
    Cn = a.Cn_beta * beta + a.Cn_p * p_hat + a.Cn_r * r_hat + a.Cn_aileron * aileron + a.Cn_rudder * rudder
    return CY, Cl, Cn


@kernel
def air_loads(
    a: Aerodynamics,
    u: float,
    v: float,
    w: float,
    p: float,
    q: float,
    r: float,
    alphadot: float,
    density: float,
    elevator: float,
    aileron: float,
    rudder: float,
    flap: float,
    gear: float,
    height: float,
    wash: float,
) -> AirLoads:
    """Loads from the air velocity (u, v, w) and rates in body axes.

    ``height`` is that of the wing above whatever lies below (m), ``wash`` the speed that the propeller adds
    at the tail (m/s), ``flap`` and ``gear`` are shares (0 up, 1 down).
    """
    uw = sqrt(u * u + w * w)
    speed = sqrt(uw * uw + v * v)
    floor_uw = max(uw, 1e-3)
    alpha = atan2(w, u)
    beta = atan2(v, floor_uw)
    inv_uw = 1.0 / floor_uw
    sin_alpha = w * inv_uw
    cos_alpha = u * inv_uw
    pressure = 0.5 * density * speed * speed
    half_time = 0.5 / max(speed, 1.0)
    q_hat = q * a.chord * half_time
    alphadot_hat = alphadot * a.chord * half_time
    p_hat = p * a.span * half_time
    r_hat = r * a.span * half_time

    phi = ground_factor(height, a.inv_span)
    CL, CD, stalled, alpha_stall = lift_drag(a, alpha, sin_alpha, cos_alpha, flap, gear, phi)
    # Near the ground the tail loses downwash and so lifts more.
    CL_ground = a.ground_tail * (1.0 - phi) * (CL - a.tail_lift_slope * alpha) * (1.0 - stalled)
    CL = CL + a.CL_q * q_hat + a.CL_alphadot * alphadot_hat + a.CL_elevator * elevator + CL_ground
    CD = CD + a.CD_beta2 * beta * beta + a.CD_elevator * elevator
    Cm = a.Cm_0 + a.Cm_alpha * alpha + a.Cm_flap * flap + a.Cm_q * q_hat + a.Cm_alphadot * alphadot_hat
    Cm = Cm + a.Cm_elevator * elevator + a.Cm_stall * stalled - CL_ground * a.tail_arm_ratio
    CY, Cl, Cn = lateral_coefficients(a, beta, p_hat, r_hat, aileron, rudder, 1.0 - stalled)

    # In the wash the tail's own angle shrinks as its speed grows: a slope part feels V dV, a deflection
    # part (V + dV)^2 - V^2.
    forward = max(u, 0.0)
    wash_slope = 0.5 * density * wash * forward * a.wash_share
    wash_fixed = 0.5 * density * wash * (2.0 * forward + wash) * a.wash_share
    tail_lift = wash_slope * (a.tail_lift_slope * alpha + a.tail_alone * q * a.tail_arm * 2.0 * half_time)
    tail_lift = a.area * (tail_lift + wash_fixed * (a.CL_elevator * elevator + a.CL_tail_0))
    tail_side = a.area * wash_fixed * a.CY_rudder * rudder

    S = pressure * a.area
    drag_over_speed = 0.5 * density * speed * a.area * CD
    lift = S * CL + tail_lift
    X = -drag_over_speed * u + lift * sin_alpha
    Y = -drag_over_speed * v + S * CY + tail_side
    Z = -drag_over_speed * w - lift * cos_alpha
    wash_area = a.area * a.span * wash_fixed * rudder
    L = S * a.span * Cl + wash_area * a.Cl_rudder
    M = S * a.chord * Cm + a.area * a.chord * wash_fixed * a.Cm_elevator * elevator
    M = M - a.tail_arm * (tail_lift - a.area * wash_fixed * a.CL_elevator * elevator)
    N = S * a.span * Cn + wash_area * a.Cn_rudder
    # From the moment reference to the centre of gravity: M + arm x F.
    L = L - a.arm_z * Y
    M = M + a.arm_z * X - a.arm_x * Z
    N = N + a.arm_x * Y
    return AirLoads(X, Y, Z, L, M, N, speed, alpha, beta, stalled, alpha_stall)
