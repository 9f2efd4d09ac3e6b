"""Mean wind over the sea, and the triangle of true wind, ship velocity and wind over deck.

Logarithmic profile over a rough sea; the ship's own speed adds to it without a profile. No turbulence and no
airwake here.
"""

from __future__ import annotations

from math import cos, sin
from typing import NamedTuple

from shortdeck.numerics.elementary import log
from shortdeck.numerics.jit import kernel

SEA_ROUGHNESS = 2e-4  # m, open sea in a moderate breeze (Stull 1988, fig. 9.6)
REFERENCE_HEIGHT = 10.0  # m above the flight deck: where the wind over deck is meant


class Air(NamedTuple):
    """Density and wind; true wind at the reference height, ship velocity, all earth axes."""

    density: float
    true_north: float  # m/s, where the true wind blows to
    true_east: float
    ship_north: float
    ship_east: float
    reference_height: float  # m above the sea
    log_reference: float  # ln(reference height / roughness)


@kernel
def wind_at(air: Air, height: float) -> tuple[float, float]:
    """Velocity of the air, north and east, in the frame that moves with the ship; height above the sea, m."""
    h = max(height, 10.0 * SEA_ROUGHNESS)
    share = log(h * (1.0 / SEA_ROUGHNESS)) / air.log_reference
    return air.true_north * share - air.ship_north, air.true_east * share - air.ship_east


def air_of(
    *,
    wind_over_deck: float,
    wind_angle: float,
    ship_speed: float,
    heading: float,
    deck_height: float,
    density: float,
) -> Air:
    """The air from the wind over deck: speed (m/s) and the angle it comes from (rad, from the bow,
    positive from starboard), ship speed (m/s) and heading (rad).

    True wind = wind over deck + ship velocity, as vectors.
    """
    height = deck_height + REFERENCE_HEIGHT
    towards = heading + wind_angle
    ship_north = ship_speed * cos(heading)
    ship_east = ship_speed * sin(heading)
    return Air(
        density,
        -wind_over_deck * cos(towards) + ship_north,
        -wind_over_deck * sin(towards) + ship_east,
        ship_north,
        ship_east,
        height,
        float(log(height / SEA_ROUGHNESS)),
    )
