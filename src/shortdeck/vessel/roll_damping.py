"""Roll damping besides that of waves: eddies, bilge keels, lift.

Eddies and bilge keels by the regression of Kawahara, Maekawa and Ikeda, "A simple prediction formula of roll
damping of conventional cargo ships on the basis of Ikeda's method and its limitation" (STAB 2009; in
Contemporary Ideas on Ship Stability and Capsizing in Waves, Springer 2011, doi
10.1007/978-94-007-1482-3_26); coefficients as in the authors' program,
https://github.com/martinlarsalbert/rolldecay (references/simplified_ikeda/NLRD.f). Lift as in Ikeda's method
(ITTC 7.5-02-07-04.5, document not seen; as programmed in
https://github.com/martinlarsalbert/rolldecay-estimators, rolldecayestimators/ikeda_speed.py). Friction is
left out: at full scale it is a few per cent of the rest.

The regression gives an equivalent linear damping b(phi) for rolling of amplitude phi at frequency omega, in
units of rho V B^2 sqrt(2g/B). It is split as B1 + (8/(3 pi)) omega phi B2, fitted between ``SMALLEST`` and
``LARGEST``. Valid: 2.5 <= B/T <= 4.5, 0.5 <= Cb <= 0.85, 0.9 <= Cm <= 0.99, -1.5 <= OG/T <= 0.2, omega
sqrt(B/2g) <= 1, keels 0.05 to 0.4 of the length and 0.01 to 0.06 of the beam. Warships with fine sections
lie outside: their particulars are moved to the nearest valid ones, except that Cm is followed down to 0.75,
where the regression tends to a limit. That is one reason for the wide interval.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from shortdeck.vessel.response import GRAVITY, Real

SEA_WATER = 1025.0
SMALLEST, LARGEST = math.radians(1.0), math.radians(12.0)
"""Roll amplitudes over which linear and quadratic parts are fitted."""
SPREAD = 0.3
"""Relative uncertainty of the viscous roll damping (one figure for all parts): an estimate. Model tests
scatter about Ikeda's method by 10 to 30 per cent for ordinary hulls, more outside its range."""


class RollHull(NamedTuple):
    """What roll damping depends on, SI."""

    length: float
    beam: float
    draught: float
    volume: float
    block: float
    midship: float
    gravity_depth: float  # OG: centre of gravity below the waterline, negative above
    keel_length: float  # bilge keels, each side
    keel_breadth: float
    frequency: float  # natural roll frequency, rad/s


class RollDamping(NamedTuple):
    """B = linear + lift U + (8/(3 pi)) omega phi quadratic, N m s/rad."""

    linear: float
    lift: float  # per m/s
    quadratic: float


def _clip(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def eddy(hull: RollHull, amplitude: Real) -> Real:
    """Eddy-making at zero speed, non-dimensional; amplitude in rad."""
    cb, cm = _clip(hull.block, 0.5, 0.85), _clip(hull.midship, 0.75, 0.99)
    bd = _clip(hull.beam / hull.draught, 2.5, 4.5)
    og = _clip(hull.gravity_depth / hull.draught, -1.5, 0.2)
    size = (-0.0182 * cb + 0.0155) * (bd - 1.8) ** 3
    size += -79.414 * cb**4 + 215.695 * cb**3 - 215.883 * cb**2 + 93.894 * cb - 14.848
    lever = (3.98 * cb - 5.1525) * (-0.2 * bd + 1.6) * og
    lever *= (0.9717 * cb**2 - 1.55 * cb + 0.723) * og + 0.04567 * cb + 0.9408
    bilge = (0.25 * og + 0.95) * og - 219.2 * cb**3 + 443.7 * cb**2 - 283.3 * cb + 59.6
    power = -15.0 * cb * bd + 46.5 * cb + 11.2 * bd - 28.6
    drag = size * math.exp(lever + bilge * cm**power)
    return np.asarray(4.0 * _reduced(hull) * amplitude / (3.0 * math.pi * cb * bd**3) * drag)


def bilge_keels(hull: RollHull, amplitude: Real) -> Real:
    """Bilge keels, non-dimensional; amplitude in rad. None: zero."""
    if hull.keel_length <= 0.0 or hull.keel_breadth <= 0.0:
        return np.zeros_like(amplitude)
    cb, cm = _clip(hull.block, 0.5, 0.85), _clip(hull.midship, 0.75, 0.99)
    bd = _clip(hull.beam / hull.draught, 2.5, 4.5)
    og = _clip(hull.gravity_depth / hull.draught, -1.5, 0.2)
    breadth = _clip(hull.keel_breadth / hull.beam, 0.01, 0.06)
    length = _clip(hull.keel_length / hull.length, 0.05, 0.4)
    phi = np.degrees(amplitude)
    form = (-0.3651 * cb + 0.3907) * (bd - 2.83) ** 2 - 2.21 * cb + 2.632
    swing = 0.00255 * phi**2 + 0.122 * phi + 0.4794
    keel = (-0.8913 * breadth**2 - 0.0733 * breadth) * length**2
    keel += (5.2857 * breadth**2 - 0.01185 * breadth + 0.00189) * length
    lever = (5.0 * breadth + 0.3 * bd - 0.2 * length + 0.00125 * phi**2 - 0.0425 * phi - 1.86) * og
    bilge = -15.0 * breadth + 1.2 * cb - 0.1 * bd - 0.0657 * og**2 + 0.0586 * og + 1.6164
    power = 2.5 * og + 15.75
    return np.asarray(form * swing * keel * np.exp(lever + bilge * cm**power) * _reduced(hull))


def _reduced(hull: RollHull) -> float:
    """omega sqrt(B/2g)."""
    return hull.frequency * math.sqrt(hull.beam / 2.0 / GRAVITY)


def lift(hull: RollHull) -> float:
    """Damping by lift on the hull under way, N m s/rad per m/s: Ikeda's component B_L."""
    arm, reach = 0.5 * hull.draught, 0.3 * hull.draught  # l_R, l_0
    over = _clip(hull.midship - 0.91, 0.0, 0.08)
    kappa = 106.0 * over**2 - 700.0 * over**3
    slope = 2.0 * math.pi * hull.draught / hull.length + kappa * (4.1 * hull.beam / hull.length - 0.045)
    og = hull.gravity_depth
    lever = 1.0 - 1.4 * og / arm + 0.7 * og * og / (reach * arm)
    area = hull.length * hull.draught
    return 0.5 * SEA_WATER * area * slope * reach * arm * max(lever, 0.0)


def roll_damping(hull: RollHull) -> RollDamping:
    """Linear, speed-dependent and quadratic parts, dimensional."""
    amplitude = np.linspace(SMALLEST, LARGEST, 23)
    b = eddy(hull, amplitude) + bilge_keels(hull, amplitude)
    b *= SEA_WATER * hull.volume * hull.beam**2 * math.sqrt(2.0 * GRAVITY / hull.beam)
    slope, base = np.polyfit(amplitude, b, 1)
    if base < 0.0:  # through the origin, since damping never drives
        base, slope = 0.0, float((amplitude * b).sum() / (amplitude * amplitude).sum())
    quadratic = slope / (8.0 / (3.0 * math.pi) * hull.frequency)
    return RollDamping(float(base), lift(hull), float(quadratic))
