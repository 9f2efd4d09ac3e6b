"""The speed that a ship makes in a sea, on every course: what power allows, and what her captain does.

Involuntary loss. At full power the thrust power is what still water takes at her maximum speed, in the wind
of her own making: P = V_max (R_still + R_air)(V_max). In a sea she makes the speed V at which

    V (R_still(V) + R_waves(V, course, sea) + R_wind(V, course, wind)) = P.

Propulsive efficiency is taken as constant: an overloaded propeller loses a few per cent more. Engines give
their full power at any speed, as gas turbines and electric drives do; a diesel on one pitch gives less.

Voluntary loss. She goes no faster than the limits of ``hydro.slamming`` allow, but never slower than
steerageway. Waves add resistance as ``hydro.added_resistance`` says, in short-crested Bretschneider seas; the
wind as ``hydro.wind_resistance``. Course keeping, rudder and drift cost nothing here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.air.wind import REFERENCE_HEIGHT, SEA_ROUGHNESS
from shortdeck.catalog.ship import ShipFile
from shortdeck.hydro.added_resistance import Waterline, added_resistance
from shortdeck.hydro.compute import form_of
from shortdeck.hydro.form import Form, exponents
from shortdeck.hydro.polar import (
    PolarMotions,
    cell_variances,
    frequency_cells,
    headings,
    spread,
    spreading_shares,
)
from shortdeck.hydro.slamming import NAVAL, BowLimits, bow_of, bow_shares
from shortdeck.hydro.still_water import Bare, outside, still_water_resistance
from shortdeck.hydro.wind_resistance import frontal_area, wind_resistance
from shortdeck.vessel.hydrostatics import SEA_WATER
from shortdeck.vessel.response import Response
from shortdeck.vessel.ship_response import PITCH_GYRADIUS

Real = NDArray[np.float64]

STEERAGEWAY = 2.5
"""m/s (5 kn): the least speed at which she holds a course in a sea; an estimate, to within 1 m/s."""
FULL_BEAM = 0.99
"""Share of the beam at which entrance and run end."""
_SHORTEST = 1.6
"""rad/s: waves shorter than 24 m add next to nothing."""


@dataclass(frozen=True)
class Propulsion:
    """A hull with the power that drives it."""

    bare: Bare
    waterline: Waterline
    area: float  # m2, frontal, above water
    deck_height: float  # m
    speed_max: float  # m/s, in still water and air

    @property
    def power(self) -> float:
        """Thrust power at full power, W."""
        v = self.speed_max
        return v * float(still_water_resistance(self.bare, v) + wind_resistance(self.area, v, 0.0))


def bare_hull(ship: ShipFile) -> Bare:
    """The hull of a ship's file."""
    hull, form = ship.model.hull, form_of(ship)
    return Bare(
        length=form.length, beam=form.beam, draught=form.draught,
        volume=hull.displacement.value / SEA_WATER, midship=form.midship, waterplane=form.waterplane,
        buoyancy=form.buoyancy,
    )  # fmt: skip


def _to_full_beam(length: float, exponent: float) -> float:
    """Distance from an end to where a waterline y = 1 - u^n, u = |2x/L|, reaches ``FULL_BEAM``."""
    return float(0.5 * length * (1.0 - (1.0 - FULL_BEAM) ** (1.0 / exponent)))


def waterline_of(ship: ShipFile) -> Waterline:
    """The waterline of a ship's parametric hull (``hydro.form``)."""
    hull, form = ship.model.hull, form_of(ship)
    after, fore = _waterline(form)
    pitch = hull.pitch_gyradius.value / form.length if hull.pitch_gyradius else PITCH_GYRADIUS
    return Waterline(
        length=form.length, beam=form.beam, draught=form.draught, block=form.block, gyradius=pitch,
        entrance=_to_full_beam(form.length, fore), run=_to_full_beam(form.length, after),
    )  # fmt: skip


def _waterline(form: Form) -> tuple[float, float]:
    after, fore, _, _ = exponents(form)
    return after, fore


def propulsion_of(ship: ShipFile, *, extra_speed: float = 0.0) -> Propulsion:
    """A ship with the power for the maximum speed of her file, or for ``extra_speed`` (m/s) more."""
    return Propulsion(
        bare_hull(ship), waterline_of(ship), frontal_area(ship), ship.model.deck.height.value,
        ship.model.hull.speed_max.value + extra_speed,
    )  # fmt: skip


def notes_of(drive: Propulsion) -> list[str]:
    """What lies outside the range of the regressions."""
    return outside(drive.bare, speed=drive.speed_max)


def wave_resistances(waterline: Waterline, *, hs: Real, tp: Real, speed: Real) -> Real:
    """Mean added resistance (N) in short-crested seas, (seas, courses, speeds), on the courses of
    ``polar``."""
    edges, omega = frequency_cells(_SHORTEST)
    held, shares = 2.0 * cell_variances(hs, tp, edges), spreading_shares()
    beta = headings()
    return np.stack(
        [spread(held @ added_resistance(waterline, omega[:, None], beta, float(u)), shares) for u in speed],
        axis=2,
    )


def wind_at_hull(speed: ArrayLike, *, height: float) -> Real:
    """The wind at half the height of the hull from that at the reference height above her deck, m/s.

    Logarithmic profile, as flights have it.
    """
    share = math.log(0.5 * height / SEA_ROUGHNESS) / math.log((height + REFERENCE_HEIGHT) / SEA_ROUGHNESS)
    return np.asarray(share * np.asarray(speed, dtype=float))


@dataclass(frozen=True, kw_only=True)
class AttainableSpeed:
    """Speeds (m/s) by sea and course; ``held_by`` says by which limit a captain goes slower than she
    could."""

    course: Real
    involuntary: Real  # (seas, courses): what power allows
    speed: Real  # (seas, courses): what she goes
    held_by: NDArray[np.str_]  # (seas, courses): 'power', or a limit of the bow


def attainable_speed(
    ship: ShipFile, response: Response, motions: PolarMotions, *, wind: Real, drive: Propulsion | None = None,
    limits: BowLimits = NAVAL,
) -> AttainableSpeed:  # fmt: skip
    """The speed she makes in each sea on each course.

    ``motions`` must hold the measures of ``slamming.bow_measures`` at speeds from 0 to her maximum; ``wind``
    is the true wind of each sea at the reference height above her deck (m/s), from where the waves come.
    """
    drive = propulsion_of(ship) if drive is None else drive
    speed, course = motions.speed, motions.course
    added = wave_resistances(drive.waterline, hs=motions.hs, tp=motions.tp, speed=speed)
    true = wind_at_hull(wind, height=drive.deck_height)[:, None, None]
    ahead = -true * np.cos(course)[None, :, None] + speed
    across = true * np.sin(course)[None, :, None]
    total = still_water_resistance(drive.bare, speed) + added + wind_resistance(drive.area, ahead, across)
    involuntary = _crossing(drive.power - speed * total, speed)
    used = bow_shares(bow_of(ship, response), motions, limits)
    kept, held_by = involuntary, np.full(involuntary.shape, "power", dtype="<U32")
    for name, share in used.items():
        slower = _crossing(1.0 - share, speed)
        held_by = np.where(slower < kept - 1e-9, name, held_by)
        kept = np.minimum(kept, slower)
    kept = np.minimum(np.maximum(kept, STEERAGEWAY), involuntary)
    return AttainableSpeed(course=course, involuntary=involuntary, speed=kept, held_by=held_by)


def _crossing(margin: Real, speed: Real) -> Real:
    """The speed up to which the margin (seas, courses, speeds) stays positive, linear between speeds; 0 where
    it never is, the highest where it always is."""
    bad = margin < 0.0
    first = np.where(bad.any(axis=2), bad.argmax(axis=2), len(speed))
    k = first.clip(1, len(speed) - 1)
    sea, course = np.indices(k.shape)
    low, high = margin[sea, course, k - 1], margin[sea, course, k]
    share = np.where(first < len(speed), low / np.maximum(low - high, 1e-12), 1.0).clip(0.0, 1.0)
    found = speed[k - 1] + share * (speed[k] - speed[k - 1])
    return np.asarray(np.where(first == 0, speed[0], found))
