"""Waiting for a quiet deck: how long an approach is held astern until the deck has been quiet for a while.

Ship motion comes in groups. An observer who watches the deck's vertical speed at the touchdown point sends
the aircraft in when its root mean square over the last ``WATCHED`` seconds is below ``QUIET`` of what it is
in that sea, or after ``LONGEST`` all the same. Nothing after the moment of decision is looked at; whether the
quiet lasts until touchdown, most of a minute later, is what the flights tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shortdeck.vessel.seaway import Seaway

WATCHED = 20.0  # s
QUIET = 0.7
LONGEST = 192.0  # s
SPACING = 0.64  # s between two looks: four knots of the engine, so that a wait is a whole number of knots


def quiet_waits(
    seaway: Seaway, x: float, y: float, *, seed: int, cases: Sequence[int]
) -> NDArray[np.float64]:
    """Waits of the cases, s, for a quiet deck at a point (m, deck frame), from its motion in their seas."""
    watched = round(WATCHED / SPACING)
    times = SPACING * np.arange(-watched, round(LONGEST / SPACING) + 1)
    usual = float(seaway.point_rms(x, y, 0.0, derivative=1)[2])
    waits = np.full(len(cases), times[-1])
    for k, case in enumerate(cases):
        speed = seaway.realise(seed=seed, case=case).point(times, x, y, 0.0, derivative=1)[:, 2]
        energy = np.concatenate([[0.0], np.cumsum(speed**2)])
        mean_square = (energy[watched + 1 :] - energy[: -watched - 1]) / (watched + 1)
        quiet = np.flatnonzero(mean_square <= (QUIET * usual) ** 2)
        if len(quiet):
            waits[k] = times[watched + quiet[0]]
    return waits
