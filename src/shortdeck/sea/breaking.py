"""How steep a sea can be: the limits beyond which waves break before they grow.

Steepness of a sea is its significant height over the deep-water length of waves of its period,
Hs / (g T^2 / 2 pi). The limits are those of DNV-RP-C205, "Environmental conditions and environmental loads",
section 3.5.4 (measured on the Norwegian continental shelf and "expected to be of more general validity";
recalled, document not seen): with the peak period 1/15 up to 8 s falling linearly to 1/25 from 15 s; with the
mean zero-crossing period 1/10 up to 6 s falling linearly to 1/15 from 12 s.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from shortdeck.errors import InputError

GRAVITY = 9.80665


class SteepnessLimit(NamedTuple):
    """Largest steepness for one kind of period: ``short`` up to ``low``, ``long`` from ``high`` (s)."""

    short: float
    low: float
    long: float
    high: float


BY_PEAK = SteepnessLimit(1.0 / 15.0, 8.0, 1.0 / 25.0, 15.0)
BY_ZERO_CROSSING = SteepnessLimit(1.0 / 10.0, 6.0, 1.0 / 15.0, 12.0)


def wave_length(period: float) -> float:
    """Length of a wave in deep water, m: g T^2 / 2 pi."""
    return GRAVITY * period * period / (2.0 * math.pi)


def largest_height(period: float, *, limit: SteepnessLimit = BY_PEAK) -> float:
    """Significant height (m) at which a sea of that period (s) is as steep as seas get."""
    steepness = float(np.interp(period, (limit.low, limit.high), (limit.short, limit.long)))
    return steepness * wave_length(period)


def shortest_period(hs: float, *, limit: SteepnessLimit = BY_PEAK) -> float:
    """Period (s) of the steepest sea of that significant height (m): the inverse of ``largest_height``."""
    low, high = 0.0, 100.0  # the height grows with the period throughout
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if largest_height(middle, limit=limit) < hs else (low, middle)
    return high


def check_breaking(hs: float, period: float, *, limit: SteepnessLimit = BY_PEAK) -> None:
    """Refuse a sea that is steeper than its limit. Raises InputError."""
    largest = largest_height(period, limit=limit)
    if hs <= largest:
        return
    name = "peak period" if limit is BY_PEAK else "mean zero-crossing period"
    raise InputError(
        f"Hs {hs:.3g} m with a {name} of {period:.3g} s is steeper than the sea can be: waves break above "
        f"Hs {largest:.3g} m at that period (DNV-RP-C205, 3.5.4). Give a lower Hs, or a {name} of at least "
        f"{shortest_period(hs, limit=limit):.3g} s"
    )
