"""Resistance of a displacement hull in still water: the regression of Holtrop and Mennen.

J. Holtrop and G. G. J. Mennen, "An approximate power prediction method", International Shipbuilding Progress
29 (1982) 166-170 (paper not seen; formulas as open programs print them, among them ydeos_hydrodynamics; the
tests hold every figure of the paper's own example). Friction by the ITTC 1957 line with a form factor, wave
resistance, and the correlation allowance; bulb, transom and appendages are left out, because a ship's file
does not say them:

    R = (rho/2) V^2 S (CF (1 + k1) + CA) + RW,
    RW = c1 V_displaced rho g exp(m1 Fn^-0.9 + m2 cos(lambda Fn^-2)).

Range: prismatic coefficient 0.55 to 0.85, L/B 3.9 to 15, Froude number to 0.45. The ships of the catalogue
lie inside (Froude numbers to 0.36); ``outside`` says so of a ship that does not.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.vessel.hydrostatics import GRAVITY, SEA_WATER

VISCOSITY = 1.18831e-6
"""Kinematic viscosity of sea water at 15 degrees C, m2/s (ITTC 1957)."""

Real = NDArray[np.float64]


class Bare(NamedTuple):
    """A bare hull; SI. ``buoyancy``: centre of buoyancy forward of midship over the length."""

    length: float  # waterline
    beam: float
    draught: float
    volume: float
    midship: float
    waterplane: float
    buoyancy: float

    @property
    def block(self) -> float:
        """Block coefficient."""
        return self.volume / (self.length * self.beam * self.draught)

    @property
    def prismatic(self) -> float:
        """Prismatic coefficient Cb/Cm."""
        return self.block / self.midship


def run_length(hull: Bare) -> float:
    """Length of the run L_R, m."""
    cp = hull.prismatic
    return hull.length * (1.0 - cp + 0.06 * cp * 100.0 * hull.buoyancy / (4.0 * cp - 1.0))


def wetted_surface(hull: Bare) -> float:
    """Wetted surface of the bare hull, m2."""
    cb, cm, bt = hull.block, hull.midship, hull.beam / hull.draught
    share = 0.453 + 0.4425 * cb - 0.2862 * cm - 0.003467 * bt + 0.3696 * hull.waterplane
    return hull.length * (2.0 * hull.draught + hull.beam) * math.sqrt(cm) * share


def form_factor(hull: Bare, *, stern: float = 0.0) -> float:
    """1 + k1. ``stern``: -10 for V-shaped, 0 for normal, 10 for U-shaped sections with a Hogner stern."""
    cp, depth = hull.prismatic, hull.draught / hull.length
    c12 = 0.479948
    if depth > 0.05:
        c12 = depth**0.2228446
    elif depth > 0.02:
        c12 = 48.20 * (depth - 0.02) ** 2.078 + 0.479948
    fullness: float = (0.95 - cp) ** -0.521448 * (1.0 - cp + 2.25 * hull.buoyancy) ** 0.6906
    beam: float = (hull.beam / run_length(hull)) ** 0.92497
    return (1.0 + 0.003 * stern) * (0.93 + c12 * beam * fullness)


def entrance_angle(hull: Bare) -> float:
    """Half angle of entrance of the waterline, degrees, as the regression estimates it."""
    power = (hull.length / hull.beam) ** 0.80856 * (1.0 - hull.waterplane) ** 0.30484
    power *= (1.0 - hull.prismatic - 2.25 * hull.buoyancy) ** 0.6367
    power *= (run_length(hull) / hull.beam) ** 0.34574 * (100.0 * hull.volume / hull.length**3) ** 0.16302
    return 1.0 + 89.0 * math.exp(-power)


class WaveMaking(NamedTuple):
    """Constants of the wave resistance: rho g volume c1 exp(m1 Fn^-0.9 + m2(Fn) cos(lambda Fn^-2))."""

    c1: float
    m1: float
    c15: float
    length: float  # lambda


def wave_making(hull: Bare) -> WaveMaking:
    """Constants of the wave resistance."""
    cp, slender = hull.prismatic, hull.length / hull.beam
    narrow = hull.beam / hull.length
    c7 = 0.229577 * narrow ** (1.0 / 3.0) if narrow < 0.11 else narrow
    if narrow > 0.25:
        c7 = 0.5 - 0.0625 * slender
    c1 = 2223105.0 * c7**3.78613 * (hull.draught / hull.beam) ** 1.07961
    c1 *= (90.0 - entrance_angle(hull)) ** -1.37565
    c16 = 8.07981 * cp - 13.8673 * cp**2 + 6.984388 * cp**3 if cp < 0.8 else 1.73014 - 0.7067 * cp
    m1 = 0.0140407 * hull.length / hull.draught - 1.75254 * hull.volume ** (1.0 / 3.0) / hull.length
    m1 -= 4.79323 * narrow + c16
    fine = hull.length**3 / hull.volume
    c15 = 0.0 if fine > 1727.0 else -1.69385
    if 512.0 < fine <= 1727.0:
        c15 += (hull.length / hull.volume ** (1.0 / 3.0) - 8.0) / 2.36
    length = 1.446 * cp - (0.03 * slender if slender < 12.0 else 0.36)
    return WaveMaking(c1, m1, c15, length)


def wave_resistance(hull: Bare, speed: ArrayLike) -> Real:
    """RW, N, at speeds above 0 (m/s)."""
    k = wave_making(hull)
    fn = np.maximum(np.asarray(speed, dtype=float), 1e-3) / math.sqrt(GRAVITY * hull.length)
    m2 = k.c15 * hull.prismatic**2 * np.exp(-0.1 / fn**2)
    shape = np.exp(k.m1 * fn**-0.9 + m2 * np.cos(k.length / fn**2))
    return np.asarray(k.c1 * hull.volume * SEA_WATER * GRAVITY * shape)


def friction_coefficient(hull: Bare, speed: ArrayLike) -> Real:
    """CF of the ITTC 1957 line."""
    reynolds = np.maximum(np.asarray(speed, dtype=float), 0.1) * hull.length / VISCOSITY
    return np.asarray(0.075 / (np.log10(reynolds) - 2.0) ** 2)


def correlation_allowance(hull: Bare) -> float:
    """CA, for a hull without a bulb."""
    depth = min(hull.draught / hull.length, 0.04)
    bulbless: float = 0.003 * math.sqrt(hull.length / 7.5) * hull.block**4 * (0.04 - depth)
    smooth: float = 0.006 * (hull.length + 100.0) ** -0.16 - 0.00205
    return smooth + bulbless


def still_water_resistance(hull: Bare, speed: ArrayLike) -> Real:
    """Resistance of the bare hull in still water, N, at speeds from 0 (m/s)."""
    v = np.asarray(speed, dtype=float)
    coefficient = friction_coefficient(hull, v) * form_factor(hull) + correlation_allowance(hull)
    viscous = 0.5 * SEA_WATER * v * v * wetted_surface(hull) * coefficient
    return np.asarray(np.where(v > 0.0, viscous + wave_resistance(hull, v), 0.0))


def outside(hull: Bare, *, speed: float) -> list[str]:
    """What lies outside the range of the regression, in words; empty where nothing does."""
    fn = speed / math.sqrt(GRAVITY * hull.length)
    checks = (
        ("prismatic coefficient", hull.prismatic, 0.55, 0.85),
        ("length over beam", hull.length / hull.beam, 3.9, 15.0),
        ("Froude number", fn, 0.0, 0.45),
    )
    return [
        f"{name} {value:.3g} lies outside {low:g} to {high:g}, for which still-water resistance was fitted"
        for name, value, low, high in checks
        if not low <= value <= high
    ]
