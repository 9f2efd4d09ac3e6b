"""Steady flight: angle of attack, elevator and thrust that hold a speed and a flight path."""

from __future__ import annotations

from functools import lru_cache
from math import cos, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import Aerodynamics, air_loads, ground_factor, lift_drag

FREE_AIR = 1e3  # m over the surface


class Trim(NamedTuple):
    """A steady wings-level state."""

    alpha: float
    elevator: float
    thrust: float  # N, along the tilted hub axis


class NoTrimError(Exception):
    """The aircraft cannot hold this speed with the controls it has."""


@lru_cache(maxsize=1024)  # launches of a campaign differ in wind, their climb does not
def trim(
    a: Aerodynamics,
    *,
    mass: float,
    airspeed: float,
    density: float,
    slope: float,
    flap: float,
    gear: float,
    thrust_z: float,
    thrust_tilt: float,
    height: float = FREE_AIR,
) -> Trim:
    """Wings-level steady flight on a path that climbs by ``slope`` (rad); thrust line ``thrust_z`` below cg.

    Raises NoTrimError where no equilibrium is found.
    """
    weight = mass * GRAVITY

    def residual(z: NDArray[np.float64]) -> NDArray[np.float64]:
        alpha, elevator, thrust = z[0], z[1], z[2] * weight
        u, w = airspeed * cos(alpha), airspeed * sin(alpha)
        loads = air_loads(
            a, u, 0.0, w, 0.0, 0.0, 0.0, 0.0, density, elevator, 0.0, 0.0, flap, gear, height, 0.0
        )
        pitch = slope + alpha
        tx, tz = thrust * cos(thrust_tilt), -thrust * sin(thrust_tilt)
        return np.array(
            [
                (loads.X + tx) / weight - sin(pitch),
                (loads.Z + tz) / weight + cos(pitch),
                (loads.M + thrust_z * tx) / (weight * a.chord),
            ]
        )

    found = root(residual, [0.08, -0.05, 0.08], tol=1e-11)
    alpha, elevator, thrust = (float(v) for v in found.x)
    if not found.success or abs(alpha) > 0.5:
        raise NoTrimError(f"no steady flight at {airspeed:.1f} m/s with {mass:.0f} kg")
    return Trim(alpha, elevator, thrust * weight)


@lru_cache(maxsize=1024)
def alpha_for_lift(a: Aerodynamics, *, lift: float, flap: float, height: float) -> float:
    """Smallest angle of attack that gives a lift coefficient near the ground, or that of the largest."""
    phi = float(ground_factor(height, a.inv_span))
    best, best_lift = 0.0, -1e9
    for k in range(-40, 260):
        alpha = 0.002 * k
        value = lift_drag(a, alpha, sin(alpha), cos(alpha), flap, 1.0, phi)[0]
        if value >= lift:
            return alpha
        if value > best_lift:
            best, best_lift = alpha, value
    return best
