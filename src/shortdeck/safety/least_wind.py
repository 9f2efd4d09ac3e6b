"""The least wind over deck in which a flight is safe enough: a response of unknown numbers, cheap to know.

The same few flights are flown in the winds of a ladder. In each the quantile of their margin says whether
more than a share of them comes to the mishap; between the fastest wind in which that is so and the next
faster one a straight line tells where it ceases. Winds beyond the ends of the ladder count as its ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.safety.normal_space import Numbers

KNOT = 1852.0 / 3600.0
COARSE: Numbers = np.asarray(
    np.arange(5.0, 61.0, 5.0) * KNOT, dtype=float
)  # among these the nominal least wind is looked for
STEPS = 7  # winds of the ladder
STRIDE = 4.0 * KNOT  # from one to the next
Respond = Callable[[Sequence[tuple[str, str]], Numbers], Numbers]
"""Quantile of the margin for sets of values of some numbers; at most 0 where too many come to the mishap."""


def crossing(winds: Numbers, quantiles: Numbers) -> Numbers:
    """Least wind above which every quantile is above zero, for each row of ``quantiles`` (sets, winds)."""
    out = np.full(len(quantiles), winds[0])
    for k, (slow, fast) in enumerate(pairwise(winds)):
        below, above = quantiles[:, k], quantiles[:, k + 1]
        share = np.clip(-below / np.where(above > below, above - below, 1.0), 0.0, 1.0)
        out = np.where(below <= 0.0, np.where(above > 0.0, slow + share * (fast - slow), fast), out)
    return np.where(quantiles[:, -1] <= 0.0, winds[-1], out)


class LeastWind:
    """Least winds of sets of values, by flights of ``make``: the flights in given conditions."""

    def __init__(self, make: Callable[[Conditions], Respond], conditions: Conditions) -> None:
        if conditions.flow is not None:
            raise InputError("flow field: it is one wind's; leave it out where the least wind is asked for")
        self.make, self.conditions = make, conditions
        self.nominal = float(self._found(COARSE, [], np.zeros((1, 0)))[0])
        if self.nominal in (COARSE[0], COARSE[-1]):
            ends = f"{COARSE[0] / KNOT:.0f} and {COARSE[-1] / KNOT:.0f} kn"
            raise InputError(
                f"least wind: not between {ends} in these conditions; ask for the margin instead"
            )
        middle = np.arange(STEPS) - (STEPS - 1) / 2
        winds = self.nominal + middle * STRIDE
        self.winds: Numbers = np.asarray(winds[winds > 0.0], dtype=float)
        self.at = [make(replace(conditions, wind_over_deck=float(w))) for w in self.winds]
        self.nominal = float(self.respond([], np.zeros((1, 0)))[0])

    def _found(self, winds: Numbers, keys: Sequence[tuple[str, str]], sets: Numbers) -> Numbers:
        at = [self.make(replace(self.conditions, wind_over_deck=float(w))) for w in winds]
        return crossing(winds, np.stack([of(keys, sets) for of in at], axis=1))

    def respond(self, keys: Sequence[tuple[str, str]], sets: Numbers) -> Numbers:
        """Least wind for each set of values, m/s."""
        return crossing(self.winds, np.stack([of(keys, sets) for of in self.at], axis=1))
