"""Fly an airframe open loop with the production kernels: air loads at mid-step, then one rigid-body step.

Free air of one density, constant thrust along body x through the centre of gravity. As in a flight, the rate
of the angle of attack is that of the step before.
"""

from __future__ import annotations

from math import pi

import numba
import numpy as np
from numpy.typing import NDArray

from shortdeck.airframe.aerodynamics import Aerodynamics, air_loads
from shortdeck.catalog.aircraft import AircraftModel
from shortdeck.flight.rigid_body import Body, Inertia, advance, at_mid_step
from shortdeck.numerics.rotation import euler, matrix, to_body, to_earth

NO_STALL = 10.0  # rad: the stall blend is far away
HIGH = 1e6  # m: no ground effect
SAME_NAMES = (
    *("CL_0", "CL_alpha", "CL_alphadot", "CL_q", "CL_elevator", "CL_flap", "stall_sharpness"),
    *("CD_0", "CD_alpha", "CL_min_drag", "CD_flap", "CD_gear", "CD_beta2", "CD_elevator"),
    *("Cm_0", "Cm_alpha", "Cm_alphadot", "Cm_q", "Cm_elevator", "Cm_flap", "Cm_stall"),
    *("CY_beta", "CY_p", "CY_r", "CY_aileron", "CY_rudder"),
    *("Cl_beta", "Cl_p", "Cl_r", "Cl_aileron", "Cl_rudder"),
    *("Cn_beta", "Cn_p", "Cn_r", "Cn_aileron", "Cn_rudder"),
    *("tail_arm", "downwash_slope", "wash_share"),
)


def attached_aerodynamics(model: AircraftModel) -> Aerodynamics:
    """The kernel's parameters of a model, the stall put out of reach."""
    a, g = model.aerodynamics, model.geometry
    aspect_ratio = g.span.value**2 / g.wing_area.value
    return Aerodynamics(
        area=g.wing_area.value,
        span=g.span.value,
        chord=g.mean_chord.value,
        stall_alpha=NO_STALL,
        stall_alpha_flap=NO_STALL,
        induced=1.0 / (pi * a.oswald.value * aspect_ratio),
        tail_lift_slope=a.tail_share_alpha.value * a.CL_alpha.value,
        CL_tail_0=0.0,
        arm_x=model.mass.cg_x.value - a.reference_x.value,
        arm_z=model.mass.cg_z.value - a.reference_z.value,
        **{name: getattr(a, name).value for name in SAME_NAMES},
    )


def reference_inertia(model: AircraftModel) -> Inertia:
    m = model.mass
    return Inertia(m.reference.value, m.Ixx.value, m.Iyy.value, m.Izz.value, m.Ixz.value)


@numba.njit
def step(
    body: Body,
    aero: Aerodynamics,
    inertia: Inertia,
    controls: tuple[float, float, float, float],
    thrust: float,
    density: float,
    gravity: float,
    dt: float,
) -> Body:
    """One step; controls are elevator, aileron, rudder (rad) and flap (share)."""
    mid = at_mid_step(body, dt)
    m = matrix(mid.q0, mid.q1, mid.q2, mid.q3)
    u, v, w = to_body(m, mid.vn, mid.ve, mid.vd)
    ax, _ay, az = to_body(m, mid.an, mid.ae, mid.ad)
    udot = ax - mid.q * w + mid.r * v
    wdot = az - mid.p * v + mid.q * u
    alphadot = (u * wdot - w * udot) / (u * u + w * w)
    loads = air_loads(aero, u, v, w, mid.p, mid.q, mid.r, alphadot, density, *controls, 0.0, HIGH, 0.0)
    an, ae, ad = to_earth(
        m, (loads.X + thrust) / inertia.mass, loads.Y / inertia.mass, loads.Z / inertia.mass
    )
    return advance(body, inertia, (an, ae, ad + gravity), (loads.L, loads.M, loads.N), dt)


@numba.njit
def channels(body: Body) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Body velocity, rates, and Euler angles."""
    m = matrix(body.q0, body.q1, body.q2, body.q3)
    u, v, w = to_body(m, body.vn, body.ve, body.vd)
    roll, pitch, yaw = euler(m)
    return u, v, w, body.p, body.q, body.r, roll, pitch, yaw


@numba.njit
def fly(
    body: Body,
    aero: Aerodynamics,
    inertia: Inertia,
    schedule: NDArray[np.float64],
    thrust: float,
    density: float,
    gravity: float,
    dt: float,
) -> NDArray[np.float64]:
    """History of the channels, one row a step and the start; ``schedule`` holds the controls of each step."""
    history = np.empty((schedule.shape[0] + 1, 9))
    history[0] = channels(body)
    for k in range(schedule.shape[0]):
        row = (schedule[k, 0], schedule[k, 1], schedule[k, 2], schedule[k, 3])
        body = step(body, aero, inertia, row, thrust, density, gravity, dt)
        history[k + 1] = channels(body)
    return history
