"""From one attempt to a recovered aircraft and a sortie, where attempts of one hour share sea and wind.

An attempt ends aboard, waved off or in a mishap. After a wave-off there is another, in the same sea, until
the fuel for attempts is gone and the aircraft diverts or, with nowhere to go, is lost. Chances therefore come
hour by hour, one entry for each sea and wind that was drawn, and are averaged over hours only at the end: a
bad hour is bad for every attempt in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from shortdeck.errors import InputError
from shortdeck.safety.normal_space import Numbers


class Recovery(NamedTuple):
    """Chances of one aircraft that comes back, over all hours. The first three add up to one."""

    aboard: float
    mishap: float
    out_of_attempts: float
    attempts: float  # expected number

    @property
    def mishap_per_recovered(self) -> float:
        """Mishaps for each aircraft that comes aboard."""
        return self.mishap / self.aboard if self.aboard > 0.0 else float("inf")


def _chances(name: str, values: ArrayLike) -> Numbers:
    found = np.atleast_1d(np.asarray(values, dtype=float))
    if found.ndim != 1 or not ((found >= 0.0) & (found <= 1.0)).all():
        raise InputError(f"{name} {values!r}: probabilities, one for each hour, are needed")
    return found


def recover_until_aboard(mishap: ArrayLike, wave_off: ArrayLike, *, attempts: int) -> Recovery:
    """Recovery with at most ``attempts`` attempts, from the chances of one attempt in each hour.

    With m and w of an hour: n attempts are waved off with w^n, and attempts number (1 - w^N) / (1 - w) in the
    mean, each of which ends in a mishap with m.
    """
    m, w = np.broadcast_arrays(_chances("mishap", mishap), _chances("wave_off", wave_off))
    if attempts < 1 or attempts != int(attempts):
        raise InputError(f"attempts {attempts}: a whole number from 1 is needed")
    if (m + w > 1.0 + 1e-12).any():
        raise InputError("mishap and wave_off of one hour add up to more than 1")
    flown = np.sum([w**n for n in range(attempts)], axis=0)
    left = w**attempts
    lost = m * flown
    return Recovery(
        float((1.0 - left - lost).mean()), float(lost.mean()), float(left.mean()), float(flown.mean())
    )


def sortie_mishap(launch: ArrayLike, recovery: ArrayLike) -> float:
    """Chance that a sortie ends in a mishap of launch or recovery: each given hour by hour, as it was drawn.

    A sortie that leaves and returns in different seas takes two draws; one of the same sea takes the same.
    """
    gone, back = np.broadcast_arrays(_chances("launch", launch), _chances("recovery", recovery))
    return float((gone + (1.0 - gone) * back).mean())
