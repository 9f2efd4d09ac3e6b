"""Is the chance of something at a point below its limit? Asked at will, with one chance of error.

The answer is read off an interval that holds after every flight at once (``anytime_interval``), so that
flying may stop as soon as the interval lies on one side of the limit, or whenever else; the chance that it
ever says *acceptable* of a point above the limit, or *unacceptable* of one below, is at most ``error``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from math import ceil, log, log1p

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.optimize import brentq

from shortdeck.errors import InputError
from shortdeck.limits.record import IS_ABORT, IS_MISHAP, Whole
from shortdeck.safety.binomial import Interval, evidence_against

GUESS, WEIGHT = 0.3, 1.0
"""Mean of the mixture over the limit, and flights that it is worth times the limit: near the fewest flights
at every risk from none to twenty times the limit (a scan over both)."""
WORTH, LEAST = 0.7, 200
"""A point is flown on where the flights so far (``LEAST`` at the least) give it this chance to be decided
within those allowed. Chosen by a scan over surfaces of known risk: near the fewest flights for a boundary."""


class Answer(IntEnum):
    """What is known of a point."""

    OPEN = 0  # not yet flown enough
    ACCEPTABLE = 1
    UNACCEPTABLE = 2
    UNDECIDED = 3  # too near the limit for the flights that may be spent on it
    CANNOT = 4  # cannot be flown at all


@dataclass(frozen=True)
class Criterion:
    """Flights of a kind are to be at most a share of all; ``error`` is the chance of a wrong answer."""

    name: str
    kind: str
    most: float
    error: float
    most_flights: int

    def answer(self, count: int, flights: int) -> Answer:
        """What so many of so many flights say."""
        return Answer(int(self.answers(np.array([count]), np.array([flights]))[0]))

    def answers(self, counts: Whole, flights: Whole) -> Whole:
        """What the flights of many points say, as ``Answer``."""
        told = self._evidence(counts, flights) > log(1.0 / self.error)
        below = counts < self.most * flights
        given_up = (flights >= self.most_flights) | self._hopeless(counts, flights)
        out = np.where(given_up, Answer.UNDECIDED, Answer.OPEN)
        return np.where(told, np.where(below, Answer.ACCEPTABLE, Answer.UNACCEPTABLE), out).astype(np.int64)

    def enough(self, count: int, flights: int) -> int:
        """Flights at which the point is acceptable if no further flight is of the kind."""
        low, high = flights, max(2 * flights, 16)
        while not self._accepted(count, high):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if self._accepted(count, middle):
                high = middle
            else:
                low = middle
        return high

    def _accepted(self, count: int, flights: int) -> bool:
        told = float(self._evidence(count, flights)) > log(1.0 / self.error)
        return told and count < self.most * flights

    def _evidence(self, counts: ArrayLike, flights: ArrayLike) -> NDArray[np.float64]:
        return evidence_against(
            self.most, counts, flights, guess=GUESS * self.most, weight=WEIGHT / self.most
        )

    @cached_property
    def near(self) -> Interval:
        """Shares so near the limit that ``most_flights`` would not decide between them and it.

        A share p is told from the limit m after about log(1 / error) / KL(p, m) flights.
        """
        enough = log(1.0 / self.error) / self.most_flights

        def excess(p: float) -> float:
            rest = (1.0 - p) * (log1p(-p) - log1p(-self.most)) if p < 1.0 else 0.0
            return (p * log(p / self.most) if p > 0.0 else 0.0) + rest - enough

        low = float(brentq(excess, 0.0, self.most)) if excess(0.0) > 0.0 else 0.0
        high = float(brentq(excess, self.most, 1.0)) if excess(1.0) > 0.0 else 1.0
        return Interval(low, high)

    def _hopeless(self, counts: Whole, flights: Whole) -> NDArray[np.bool_]:
        """Whether shares are likely so near the limit that the flights still allowed would be wasted.

        Their chances are those of the beta distribution that the counts and Jeffreys' prior give. Any rule
        would do: the answers hold whenever flying stops.
        """
        a, b = counts + 0.5, flights - counts + 0.5
        decided = special.betainc(a, b, self.near.low) + special.betaincc(a, b, self.near.high)
        return np.asarray((decided < WORTH) & (flights >= LEAST), bool)


def criteria(
    *, risk: float, aborts: float, confidence: float, points: int, most_flights: int
) -> tuple[Criterion, ...]:
    """Mishaps and safe aborts of all points together: all answers are right with ``confidence``.

    The error is shared equally (Bonferroni), which holds whatever the search makes of the answers and
    although all points meet the same waves and gusts. A limit of 1 asks nothing.
    """
    if not 0.0 < risk < 0.5:
        raise InputError(f"risk {risk:g}: a probability between 0 and 0.5 is needed, such as 1e-2")
    if not 0.0 < aborts <= 1.0:
        raise InputError(f"aborts {aborts:g}: a share from 0 to 1 is needed; 1 sets no limit to safe aborts")
    if not 0.5 < confidence < 1.0:
        raise InputError(f"confidence {confidence:g}: a number between 0.5 and 1 is needed, such as 0.95")
    asked = [("mishap", IS_MISHAP, risk), ("safe abort", IS_ABORT, aborts)]
    asked = [one for one in asked if one[2] < 1.0]
    error = (1.0 - confidence) / (max(points, 1) * len(asked))
    least = fewest_flights(risk, error)
    if most_flights < least:
        raise InputError(
            f"flights {most_flights}: at a risk of {risk:g} no point can be found acceptable with fewer than "
            f"{least} flights; allow more, or a higher risk"
        )
    return tuple(Criterion(name, kind, most, error, most_flights) for name, kind, most in asked)


def fewest_flights(risk: float, error: float) -> int:
    """Flights without a mishap that show a point acceptable."""
    return Criterion("mishap", IS_MISHAP, risk, error, 1).enough(0, ceil(1.0 / risk))


def together(answers: list[Answer]) -> Answer:
    """Of several criteria: acceptable by all, unacceptable by any, undecided as soon as one is."""
    for answer in (Answer.CANNOT, Answer.UNACCEPTABLE, Answer.UNDECIDED, Answer.OPEN):
        if answer in answers:
            return answer
    return Answer.ACCEPTABLE
