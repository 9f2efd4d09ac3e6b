"""Mean resistance that waves add to a hull, at any heading: the formula of Liu and Papanikolaou.

S. Liu and A. Papanikolaou, "Regression analysis of experimental data for added resistance in waves of
arbitrary heading and development of a semi-empirical formula", Ocean Engineering 206 (2020) 107357,
https://doi.org/10.1016/j.oceaneng.2020.107357; with small changes the method SNNM of ITTC 7.5-04-01-01.1
(2021) for speed trials. Neither was seen: three independent programs that transcribe them were read and
agree, one of them (ship_model_lib 1.0.2, SINTEF) gives the values of the tests. With zeta the wave's
amplitude

    R = rho g zeta^2 (B^2/L) (r_motion + r_reflection).

Motion: r = 3859.2 Cb^1.34 kyy^2 a1 a2 W^b exp(b/d (1 - W^d)), a peak near waves as long as the ship. In waves
from abaft the beam a1 and a2 are interpolated over the heading between beam and following seas, where they
hang on the ship's speed over the group velocity. Reflection, in short waves: the four parts of the waterline
that see the waves or lie in their shadow. The hull is without trim.

The regression covers full and fine hulls (Cb 0.49 to 0.87 and more, as its authors state of their data),
Froude numbers to about 0.3 and all headings. Expect it within 20 to 30 % of an experiment in head seas, and
worse in quartering and following seas, where little is added. Our waves: heading pi are head seas.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.vessel.hydrostatics import GRAVITY, SEA_WATER
from shortdeck.vessel.response import fold

Real = NDArray[np.float64]


class Waterline(NamedTuple):
    """What the formula asks of a hull; SI. Trim is zero."""

    length: float
    beam: float
    draught: float
    block: float
    gyradius: float  # of pitch over the length
    entrance: float  # length of entrance, from the bow to 99 % of the beam, m
    run: float  # the same from the stern


def _a1_head(hull: Waterline, heading: ArrayLike, fn: ArrayLike) -> Real:
    """a1 in waves from the beam to ahead."""
    ahead = -np.cos(heading)
    steep = (0.87 / hull.block) ** ((1.0 + np.asarray(fn)) * ahead)
    return np.asarray(steep / math.log(hull.beam / hull.draught) * (1.0 + 2.0 * ahead) / 3.0)


def _a2_head(fn: ArrayLike) -> Real:
    """a2 in waves from the beam to ahead."""
    f = np.maximum(np.asarray(fn, dtype=float), 0.0)
    return np.asarray(np.where(f < 0.12, 0.0072 + 0.1676 * f, f**1.5 * np.exp(-3.5 * f)))


def _following(hull: Waterline, omega: Real, speed: float) -> tuple[Real, Real]:
    """a1 and a2 in following seas: they push a ship slower than half the group velocity, and hold back one
    that is faster; above the group velocity she meets head seas at the difference."""
    group = GRAVITY / (2.0 * omega)
    fn = speed / math.sqrt(GRAVITY * hull.length)
    over = np.maximum(speed - group, 0.0) / math.sqrt(GRAVITY * hull.length)
    slow = 2.0 * speed / group  # 1: half the group velocity
    rest = _a1_head(hull, math.pi, 0.0)
    a1 = np.where(slow < 1.0, -rest * (1.0 - slow), rest * (slow - 1.0))
    a1 = np.where(speed >= group, _a1_head(hull, math.pi, over), a1)
    low, high = 0.0072, _a2_head(fn)
    a2 = np.where(slow < 1.0, low + (high - low) * slow, high + (low - high) * (slow - 1.0))
    return a1, np.where(speed >= group, _a2_head(over), a2)


def _motion(hull: Waterline, omega: Real, heading: Real, speed: float) -> Real:
    """r_motion; omega and heading of one shape."""
    fn = speed / math.sqrt(GRAVITY * hull.length)
    abeam = np.full_like(heading, 0.5 * math.pi)
    a1, a2 = _a1_head(hull, np.maximum(heading, abeam), fn), np.broadcast_to(_a2_head(fn), heading.shape)
    behind = np.maximum(abeam - heading, 0.0) / (0.5 * math.pi)  # 0: beam seas, 1: following
    f1, f2 = _following(hull, omega, speed)
    a1, a2 = a1 + behind * (f1 - a1), a2 + behind * (f2 - a2)
    wave = 2.0 * math.pi * GRAVITY / omega**2
    flat = math.log(hull.beam / hull.draught) - math.log(2.75)
    size = (
        2.142 * hull.gyradius ** (1.0 / 3.0) * (hull.block / 0.65) ** 0.17 * (1.0 - 0.111 / hull.block * flat)
    )
    met = (1.157 * fn - 1.377 * fn * fn) * np.abs(np.cos(heading))
    w = size * np.sqrt(hull.length / wave) * (met + 0.618 * (13.0 + np.cos(2.0 * heading)) / 14.0)
    slender = hull.length / hull.beam
    long = w < 1.0
    b = np.where(long, 11.0, -8.5)
    d = np.where(long, 566.0 * (slender * hull.block) ** -2.66, -566.0 * slender**-2.66 * 4.0)
    peak = w**b * np.exp(b / d * (1.0 - w**d))
    return np.asarray(3859.2 * hull.block**1.34 * hull.gyradius**2 * a1 * a2 * peak)


def _reflection(hull: Waterline, omega: Real, heading: Real, speed: float) -> Real:
    """r_reflection; omega and heading of one shape."""
    fore, aft = math.atan(0.495 * hull.beam / hull.entrance), math.atan(0.495 * hull.beam / hull.run)
    fn = speed / math.sqrt(GRAVITY * hull.length)
    wave = 2.0 * math.pi * GRAVITY / omega**2
    met = 2.0 * omega * speed / GRAVITY
    c = np.cos(heading)

    def depth(draught: ArrayLike) -> Real:
        over = np.asarray(draught) * (1.0 / wave - 1.0 / (2.5 * hull.length))
        return np.asarray(np.where(wave <= 2.5 * hull.length, 1.0 - np.exp(-4.0 * math.pi * over), 0.0))

    def facing(angle: float, turn: Real) -> Real:
        return np.asarray(np.sin(turn) ** 2 + met * (math.cos(angle) * np.cos(turn) - c))

    share = 4.0 if hull.block <= 0.75 else 2.0
    behind = depth(hull.draught * (share + np.sqrt(np.abs(c))) / (share + 1.0))
    blunt = np.where(heading >= math.pi - fore, -c, 0.0)
    ahead = depth(hull.draught) * (0.87 / hull.block) ** ((1.0 + 4.0 * math.sqrt(fn)) * blunt)
    out = np.where(heading >= fore, ahead * facing(fore, fore - heading), 0.0)
    out += np.where(heading >= math.pi - fore, ahead * facing(fore, fore + heading), 0.0)
    out -= np.where(heading <= math.pi - aft, behind * facing(aft, aft + heading), 0.0)
    out -= np.where(heading <= aft, behind * facing(aft, aft - heading), 0.0)
    return np.asarray(2.25 / 4.0 * hull.length / hull.beam * out)


def added_resistance(hull: Waterline, omega: ArrayLike, heading: ArrayLike, speed: float) -> Real:
    """Mean added resistance in regular waves over the amplitude squared, N/m2; negative where waves push.

    ``omega``: wave frequency, rad/s, above 0; ``heading`` any angle, pi head seas; they broadcast. In an
    irregular sea the mean is the integral of 2 S(omega) times this.
    """
    half, _ = fold(heading)
    w, beta = np.broadcast_arrays(np.asarray(omega, dtype=float), half)
    r = _motion(hull, w, beta, speed) + _reflection(hull, w, beta, speed)
    return np.asarray(SEA_WATER * GRAVITY * hull.beam**2 / hull.length * r)
