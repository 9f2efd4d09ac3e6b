"""How steep a sea can be: the limit beyond which waves break before they grow.

Steepness of a sea is its significant height over the deep-water length of waves of its peak period,
Hs / (g Tp^2 / 2 pi). The limit is that of DNV-RP-C205, "Environmental conditions and environmental loads",
section 3.5.4 (from measurements on the Norwegian continental shelf; recalled, document not seen): 1/15 up to
Tp = 8 s, falling linearly to 1/25 from 15 s. A sea without one peak of its own (two peaks, measured) is
judged by the peak period of the Bretschneider sea with its energy period; the zero-crossing period, for
which the same section has a limit too, hangs on where the tail is cut off.
"""

from __future__ import annotations

import math

import numpy as np

from shortdeck.errors import InputError

GRAVITY = 9.80665
STEEPEST_SHORT, SHORT_PERIOD = 1.0 / 15.0, 8.0
STEEPEST_LONG, LONG_PERIOD = 1.0 / 25.0, 15.0
ENERGY_OVER_PEAK = 0.857223
"""Tm-10 / Tp of Bretschneider's spectrum: Gamma(5/4) (4/5)^(1/4)."""


def wave_length(period: float) -> float:
    """Length of a wave in deep water, m: g T^2 / 2 pi."""
    return GRAVITY * period * period / (2.0 * math.pi)


def largest_height(tp: float) -> float:
    """Significant height (m) at which a sea of peak period ``tp`` (s) is as steep as seas get."""
    steepness = float(np.interp(tp, (SHORT_PERIOD, LONG_PERIOD), (STEEPEST_SHORT, STEEPEST_LONG)))
    return steepness * wave_length(tp)


def shortest_period(hs: float) -> float:
    """Peak period (s) of the steepest sea of that significant height (m): inverse of ``largest_height``."""
    low, high = 0.0, 100.0  # the height grows with the period throughout
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if largest_height(middle) < hs else (low, middle)
    return high


def check_breaking(hs: float, tp: float) -> None:
    """Refuse a sea that is steeper than the limit. Raises InputError."""
    _refuse(hs, largest_height(tp), f"a peak period of {tp:.3g} s", "peak", shortest_period(hs))


def check_breaking_by_energy(hs: float, tm_10: float) -> None:
    """Refuse a sea of energy period ``tm_10`` (s) that is steeper than the limit. Raises InputError."""
    largest = largest_height(tm_10 / ENERGY_OVER_PEAK)
    shortest = shortest_period(hs) * ENERGY_OVER_PEAK
    _refuse(hs, largest, f"an energy period of {tm_10:.3g} s", "energy", shortest)


def _refuse(hs: float, largest: float, period: str, name: str, shortest: float) -> None:
    if hs > largest:
        raise InputError(
            f"Hs {hs:.3g} m with {period} is steeper than the sea can be: waves break above "
            f"Hs {largest:.3g} m at that period (DNV-RP-C205, 3.5.4). Give a lower Hs, or at least "
            f"{shortest:.3g} s of {name} period"
        )
