"""The response of a ship of the catalogue: her hull's coefficients in the loading that her file states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from shortdeck.catalog.loader import DATA
from shortdeck.catalog.ship import Hull, ShipFile
from shortdeck.vessel.closed_form import closed_form
from shortdeck.vessel.hull_response import HullResponse, Loading
from shortdeck.vessel.hydrostatics import SEA_WATER, block_coefficient, roll_period, stern_from_midship
from shortdeck.vessel.response import GRAVITY, Real, Response, check_response
from shortdeck.vessel.response_files import read_response
from shortdeck.vessel.roll_damping import SPREAD, RollHull, roll_damping

SHIPPED = DATA / "rao"
SAME_HULL = 0.1
"""Relative difference of particulars within which coefficients still stand for a hull."""
ROLL_GYRADIUS = 0.36
"""Of the dry ship over the beam: 0.35 to 0.40 is usual (recalled, no document seen); the IMO roll period
implies 0.33."""
BUOYANCY = -0.015
"""Centre of buoyancy forward of midship over the length, where nothing better is known."""
PITCH_GYRADIUS = 0.25
"""Over the waterline length: 0.24 to 0.26 is usual (recalled, no document seen). Yaw has the same."""


def midship_coefficient(block: float) -> float:
    """Estimate of Cm: 0.82 + (Cb - 0.5), at most 0.98; an estimate, to within 0.06.

    A line from destroyers (Cb 0.5, Cm 0.82) to landing ships (Cb 0.63, Cm 0.95), as remembered.
    """
    return min(0.82 + (block - 0.5), 0.98)


def hull_block(hull: Hull) -> float:
    """Block coefficient of the file's particulars."""
    return block_coefficient(
        displacement=hull.displacement.value,
        length=hull.length.value,
        beam=hull.beam.value,
        draught=hull.draught.value,
    )


def hull_midship(hull: Hull) -> float:
    """The file's midship coefficient, or an estimate where it says nothing."""
    return hull.midship.value if hull.midship else midship_coefficient(hull_block(hull))


def loading(hull: Hull, bare: HullResponse) -> Loading:
    """Weight distribution and roll damping that the file states, for the hull of ``bare``."""
    roll = hull.roll_gyradius.value if hull.roll_gyradius else ROLL_GYRADIUS * hull.beam.value
    pitch = hull.pitch_gyradius.value if hull.pitch_gyradius else PITCH_GYRADIUS * hull.length.value
    dry = replace(bare, loading=Loading(hull.metacentric_height.value, roll, pitch, pitch))
    damping = roll_damping(
        RollHull(
            length=hull.length.value,
            beam=hull.beam.value,
            draught=hull.draught.value,
            volume=hull.displacement.value / SEA_WATER,
            block=hull_block(hull),
            midship=hull_midship(hull),
            gravity_depth=dry.centre_of_gravity,
            keel_length=hull.bilge_keel_length.value if hull.bilge_keel_length else 0.0,
            keel_breadth=hull.bilge_keel_breadth.value if hull.bilge_keel_breadth else 0.0,
            frequency=dry.roll_frequency,
        )
    )
    factor = hull.roll_damping.value if hull.roll_damping else 1.0
    spread = SPREAD
    if hull.roll_damping and hull.roll_damping.plus_minus is not None:
        spread = hull.roll_damping.plus_minus / factor
    return dry.loading._replace(
        roll_linear=factor * damping.linear,
        roll_lift=factor * damping.lift,
        roll_quadratic=factor * damping.quadratic,
        roll_spread=spread,
    )


@lru_cache(maxsize=32)
def _shipped(path: Path) -> HullResponse:
    found = read_response(path)
    assert isinstance(found, HullResponse)
    return found


def shipped_path(name: str) -> Path:
    """Where the package keeps the coefficients of a ship of the catalogue."""
    return SHIPPED / f"{name}.nc"


def ship_response(ship: ShipFile) -> Response:
    """The response of a ship: her hull's coefficients in the loading of her file.

    Coefficients are kept for the ships of the catalogue, by name. A ship without them, or whose particulars
    differ by more than ``SAME_HULL`` from those they were computed for, gets closed forms from her principal
    dimensions; ``provenance.method`` says which it is. ``shortdeck hull`` computes coefficients.
    """
    path = shipped_path(ship.name)
    if path.is_file():
        bare = _shipped(path)
        if _same_hull(ship.model.hull, bare.provenance.particulars):
            return replace(bare, loading=loading(ship.model.hull, bare))
    return fallback(ship)


def load_response(path: Path | str, ship: ShipFile) -> Response:
    """A user's file for a ship: coefficients are combined with her loading, a table is taken as it is."""
    found = read_response(path)
    if isinstance(found, HullResponse):
        found = replace(found, loading=loading(ship.model.hull, found))
    check_response(found)
    return found


def _same_hull(hull: Hull, particulars: Mapping[str, float]) -> bool:
    pairs = (
        (hull.length.value, "length"),
        (hull.beam.value, "beam"),
        (hull.draught.value, "draught"),
        (hull_block(hull), "block"),
        (hull.waterplane.value, "waterplane"),
    )
    return all(abs(value / particulars[name] - 1.0) <= SAME_HULL for value, name in pairs)


def fallback(ship: ShipFile) -> Response:
    """Closed forms from the principal dimensions."""
    hull = ship.model.hull
    return closed_form(
        length=hull.length.value,
        beam=hull.beam.value,
        draught=hull.draught.value,
        block=hull_block(hull),
        roll_period=roll_period(
            length=hull.length.value,
            beam=hull.beam.value,
            draught=hull.draught.value,
            metacentric_height=hull.metacentric_height.value,
        ),
        omega=frequency_grid(hull.length.value),
        heading=np.linspace(0.0, math.pi, 37),
        speed=speeds(ship),
    )


def centre_of_gravity(ship: ShipFile, response: Response) -> tuple[float, float, float]:
    """Where the point to which the motions belong lies in the deck frame, m: (x forward, y, z down).

    For computed coefficients it follows from the hull and GM. For a table it is put above a centre of
    buoyancy as usual, at the height that GM implies with Morrish's KB = T (5/6 - Cb/(3 Cwp)) and BM = Cwp^2
    B^2/(11.7 T Cb) (both recalled; they meet the computed hulls of the catalogue within 0.15 m).
    """
    hull = ship.model.hull
    length, beam, draught = hull.length.value, hull.beam.value, hull.draught.value
    if isinstance(response, HullResponse):
        ahead = response.coefficients.forward_of_midship
        below = response.centre_of_gravity
    else:
        block, waterplane = hull_block(hull), hull.waterplane.value
        ahead = BUOYANCY * length
        kb = draught * (5.0 / 6.0 - block / (3.0 * waterplane))
        bm = waterplane**2 * beam**2 / (11.7 * draught * block)
        below = draught - kb - bm + hull.metacentric_height.value
    midship = stern_from_midship(length=length, stern_overhang=hull.stern_overhang.value)
    return midship + ahead, 0.0, ship.model.deck.height.value + below


def speeds(ship: ShipFile, *, count: int = 5) -> Real:
    """Speeds at which a ship's response is computed, from rest to her maximum."""
    return np.linspace(0.0, ship.model.hull.speed_max.value, count)


def frequency_grid(length: float, *, count: int = 46) -> Real:
    """Wave frequencies from 0 to that of waves an eighth of the length, closer towards the end.

    Shorter waves hardly move a ship.
    """
    highest = math.sqrt(2.0 * math.pi * GRAVITY / (0.125 * length))
    return np.asarray(highest * np.linspace(0.0, 1.0, count) ** 0.8)
