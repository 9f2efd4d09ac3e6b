"""What the wind costs a ship in speed: drag of her frontal area in the relative wind.

    R = (rho_air/2) Cx A V_relative V_ahead,

positive where it holds her back. A single coefficient stands for all directions, along the wind: measured
ones of ships with islands vary with the angle (W. Blendermann, "Parameter identification of wind loads on
ships", J. Wind Eng. Ind. Aerodyn. 51 (1994) 339-351, document not seen). Side force, drift and heel are left
out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.air.atmosphere import SEA_LEVEL_DENSITY
from shortdeck.catalog.ship import ShipFile

COEFFICIENT = 0.8
"""Cx of hulls with superstructures in wind from ahead; an estimate, to within 0.2."""

Real = NDArray[np.float64]


def frontal_area(ship: ShipFile) -> float:
    """Area above water seen from ahead, m2: the hull under her flight deck, and islands side by side."""
    deck = ship.model.deck
    area = ship.model.hull.beam.value * deck.height.value
    reached: list[tuple[float, float]] = []
    for island in sorted(deck.islands, key=lambda island: -island.height.value):
        across = [y for _, y in island.outline.points]
        low, high = min(across), max(across)
        seen = high - low - sum(max(0.0, min(high, b) - max(low, a)) for a, b in reached)
        area += max(seen, 0.0) * island.height.value
        reached.append((low, high))
    return area


def wind_resistance(area: float, ahead: ArrayLike, across: ArrayLike) -> Real:
    """Resistance, N, from the relative wind's components (m/s): ``ahead`` positive from the bow."""
    u, v = np.asarray(ahead, dtype=float), np.asarray(across, dtype=float)
    return np.asarray(0.5 * SEA_LEVEL_DENSITY * COEFFICIENT * area * np.hypot(u, v) * u)
