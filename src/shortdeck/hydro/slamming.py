"""When a captain slows down: slamming, wet decks and the motion of the bow.

M. K. Ochi, "Prediction of occurrence and severity of ship slamming at sea", 5th Symposium on Naval
Hydrodynamics (1964): a slam needs the forefoot out of the water and a relative velocity above a threshold
when it comes back. In a Gaussian sea, with s_r and s_v the RMS of the relative motion and its velocity,

    P(slam) = exp(-T^2/(2 s_r^2) - V_cr^2/(2 s_v^2)),     V_cr = 0.093 sqrt(g L),
    P(wet deck) = exp(-F^2/(2 s_r^2)),

per cycle of the motion relative to the wave, at draught T and freeboard F. The threshold is 12 ft/s for a
ship of 520 ft, scaled by Froude. Slams are counted 0.15 L aft of the forward perpendicular, wetness at it.
The flight deck is the freeboard: all ships of the catalogue are closed up to it. The bow wave and the
swell-up of the water at the bow are left out.

Limits for naval vessels: NORDFORSK, "The Nordic Cooperative Project: Seakeeping performance of ships" (1987):
slamming in 3 % and wetness in 5 % of the cycles, 0.275 g RMS of vertical acceleration at the forward
perpendicular. All three sources are recalled as O. M. Faltinsen, "Sea loads on ships and offshore structures"
(1990), chapter 7, quotes them; none of the documents was seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.catalog.ship import ShipFile
from shortdeck.hydro.polar import Measure, PolarMotions
from shortdeck.vessel.response import GRAVITY, Response
from shortdeck.vessel.ship_response import centre_of_gravity

Real = NDArray[np.float64]

THRESHOLD = 0.093
"""V_cr over sqrt(g L)."""
SLAM_STATION = 0.15
"""Aft of the forward perpendicular over the length."""


class BowLimits(NamedTuple):
    """Most that a captain accepts at the bow before she slows down."""

    slamming: float = 0.03  # share of cycles
    wetness: float = 0.05
    acceleration: float = 0.275 * GRAVITY  # m/s2 RMS, at the forward perpendicular


NAVAL = BowLimits()


class Bow(NamedTuple):
    """Where the bow is looked at, m; stations forward of the centre of gravity."""

    perpendicular: float
    slam_station: float
    draught: float
    freeboard: float
    threshold: float  # m/s


def bow_of(ship: ShipFile, response: Response) -> Bow:
    """The bow of a ship."""
    hull = ship.model.hull
    length = hull.length.value
    x, _, _ = centre_of_gravity(ship, response)
    perpendicular = length + hull.stern_overhang.value - x
    return Bow(
        perpendicular=perpendicular,
        slam_station=perpendicular - SLAM_STATION * length,
        draught=hull.draught.value,
        freeboard=ship.model.deck.height.value,
        threshold=THRESHOLD * math.sqrt(GRAVITY * length),
    )


def bow_measures(bow: Bow) -> tuple[Measure, ...]:
    """The measures from which the limits are judged: relative motion is the water's rise against the hull."""

    def down(x: float) -> tuple[float, float, float, float, float, float]:
        return (0.0, 0.0, 1.0, 0.0, -x, 0.0)

    return (
        Measure("bow relative", down(bow.perpendicular), 0, bow.perpendicular),
        Measure("slam relative", down(bow.slam_station), 0, bow.slam_station),
        Measure("slam relative velocity", down(bow.slam_station), 1, bow.slam_station),
        Measure("bow acceleration", down(bow.perpendicular), 2),
    )


def slam_probability(*, draught: float, threshold: float, motion: ArrayLike, velocity: ArrayLike) -> Real:
    """Share of the cycles with a slam; RMS of relative motion (m) and velocity (m/s)."""
    r = np.maximum(np.asarray(motion, dtype=float), 1e-9)
    v = np.maximum(np.asarray(velocity, dtype=float), 1e-9)
    return np.asarray(np.exp(-0.5 * ((draught / r) ** 2 + (threshold / v) ** 2)))


def wetness_probability(*, freeboard: float, motion: ArrayLike) -> Real:
    """Share of the cycles in which the water reaches the deck; RMS of relative motion (m)."""
    return np.asarray(np.exp(-0.5 * (freeboard / np.maximum(np.asarray(motion, dtype=float), 1e-9)) ** 2))


def bow_shares(bow: Bow, motions: PolarMotions, limits: BowLimits = NAVAL) -> dict[str, Real]:
    """How much of each limit is used, by sea, course and speed: above 1 it is exceeded."""
    rms = motions.rms
    slam = slam_probability(
        draught=bow.draught, threshold=bow.threshold, motion=rms["slam relative"],
        velocity=rms["slam relative velocity"],
    )  # fmt: skip
    wet = wetness_probability(freeboard=bow.freeboard, motion=rms["bow relative"])
    return {
        "slamming": slam / limits.slamming,
        "deck wetness": wet / limits.wetness,
        "acceleration of the bow": rms["bow acceleration"] / limits.acceleration,
    }
