"""From an aircraft's file to the parameters of the kernels."""

from __future__ import annotations

from functools import lru_cache
from math import pi

from scipy.optimize import brentq, minimize_scalar

from shortdeck.airframe.aerodynamics import Aerodynamics, lift_drag
from shortdeck.airframe.gear import Leg
from shortdeck.catalog import aircraft as files
from shortdeck.flight.rigid_body import Inertia

_OWN = {
    "CL_0", "CL_alpha", "CL_alphadot", "CL_q", "CL_elevator", "CL_flap", "stall_sharpness", "CD_alpha",
    "CL_min_drag", "CD_flap", "CD_gear", "CD_beta2", "CD_elevator", "Cm_0", "Cm_alpha", "Cm_alphadot",
    "Cm_q", "Cm_elevator", "Cm_flap", "Cm_stall", "CY_beta", "CY_p", "CY_r", "CY_aileron", "CY_rudder",
    "Cl_beta", "Cl_p", "Cl_r", "Cl_aileron", "Cl_rudder", "Cn_beta", "Cn_p", "Cn_r", "Cn_aileron",
    "Cn_rudder", "CL_tail_0", "tail_arm", "downwash_slope", "wash_share",
}  # fmt: skip
_FREE_AIR = 1.0  # ground factor


@lru_cache(maxsize=256)
def largest_lift(a: Aerodynamics, *, flap: float) -> float:
    """Largest lift coefficient of the blended curve in free air, tail load left out of the blend."""
    from math import cos, sin

    found = minimize_scalar(
        lambda alpha: -lift_drag(a, alpha, sin(alpha), cos(alpha), flap, 0.0, _FREE_AIR)[0],
        bounds=(0.0, 0.6),
        method="bounded",
        options={"xatol": 1e-7},
    )
    return -float(found.fun)


@lru_cache(maxsize=256)  # campaigns ask for the same airframe a hundred thousand times
def _stall_angle(a: Aerodynamics, *, flap: float, CL_max: float) -> float:
    """Centre of the stall blend that makes ``CL_max`` the largest lift coefficient."""

    def excess(angle: float) -> float:
        return largest_lift(a._replace(stall_alpha=angle, stall_alpha_flap=angle), flap=flap) - CL_max

    return float(brentq(excess, 0.02, 0.58, xtol=1e-9))


def pack_aerodynamics(
    model: files.AircraftModel, *, cg_x: float | None = None, stores: float = 0.0
) -> Aerodynamics:
    """Parameters of the aerodynamic kernel; ``stores`` is the share of the outside payload carried."""
    given = model.aerodynamics
    values = {name: getattr(given, name).value for name in _OWN}
    area = model.geometry.wing_area.value
    span = model.geometry.span.value
    at = model.mass.cg_x.value if cg_x is None else cg_x
    tail = given.tail_share_alpha.value * given.CL_alpha.value
    tail_alone = tail / (1.0 - given.downwash_slope.value)
    a = Aerodynamics(
        area=area,
        span=span,
        chord=model.geometry.mean_chord.value,
        stall_alpha=0.3,
        stall_alpha_flap=0.3,
        CD_0=given.CD_0.value + stores * given.CD_stores.value,
        induced=area / (pi * given.oswald.value * span * span),
        tail_lift_slope=tail,
        arm_x=at - given.reference_x.value,
        arm_z=model.mass.cg_z.value - given.reference_z.value,
        inv_span=1.0 / span,
        ground_lift=given.CL_alpha.value * area / (pi * span * span),
        tail_alone=tail_alone,
        ground_tail=tail_alone * given.downwash_slope.value / (given.CL_alpha.value - tail),
        tail_arm_ratio=given.tail_arm.value / model.geometry.mean_chord.value,
        **values,
    )
    return a._replace(
        stall_alpha=_stall_angle(a, flap=0.0, CL_max=given.CL_max.value),
        stall_alpha_flap=_stall_angle(a, flap=1.0, CL_max=given.CL_max_flap.value),
    )


def pack_inertia(model: files.AircraftModel, *, mass: float) -> Inertia:
    """Mass and moments of inertia, in proportion to mass."""
    m = model.mass
    scale = mass / m.reference.value
    return Inertia(mass, m.Ixx.value * scale, m.Iyy.value * scale, m.Izz.value * scale, m.Ixz.value * scale)


def pack_leg(
    leg: files.Leg,
    *,
    side: float,
    cg: tuple[float, float],
    brake_force: float,
    antiskid: float,
    steers: float,
) -> Leg:
    """One leg; ``side`` +1 right, -1 left, 0 nose; ``cg`` in the datum frame (x, z)."""
    return Leg(
        x=cg[0] - leg.x.value,
        y=side * leg.y.value if side else leg.y.value,
        z=cg[1] + leg.extension.value,
        stiffness=leg.stiffness.value,
        damping=leg.damping.value,
        rebound_damping=leg.rebound_damping.value,
        stroke=leg.stroke.value,
        rolling_resistance=leg.rolling_resistance.value,
        cornering=leg.cornering.value,
        brake_force=brake_force,
        antiskid=antiskid,
        steers=steers,
    )


def stall_speed(a: Aerodynamics, *, mass: float, density: float, flap: float) -> float:
    """Power-off stall speed in level flight, m/s: V = sqrt(2 m g/(rho S CL_max))."""
    from shortdeck.air.atmosphere import GRAVITY

    return float((2.0 * mass * GRAVITY / (density * a.area * largest_lift(a, flap=flap))) ** 0.5)
