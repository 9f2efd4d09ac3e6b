"""Random numbers of the deck cycle: each sortie of each aircraft has a stream of its own.

Two runs with the same seed and replication that differ in one number, one policy or one resource share the
times of every sortie that both fly (common random numbers), so that their difference is what changed and
not chance. The stream of a sortie is (seed, case, DECK_CYCLE) with the case made of replication, tail
number and sortie.
"""

from __future__ import annotations

from math import exp, log, log1p, sqrt
from typing import NamedTuple

from scipy.special import ndtri

from shortdeck.numerics.random import DECK_CYCLE, draw_uniform

REPLICATIONS = 2**20
TAILS = 2**10
SORTIES = 2**20
"""How many of each a case number can tell apart."""

_FIRST = 64  # numbers drawn for a sortie at once; more when it needs more


class Duration(NamedTuple):
    """A time that differs from one occasion to the next: log-normal by its mean and spread.

    ``mean`` in s; ``spread`` is the standard deviation over the mean, 0 for a fixed time. Log-normal: never
    negative, with the long tail to late that handling and repair times have.
    """

    mean: float
    spread: float

    def at(self, normal: float) -> int:
        """The time, whole milliseconds, that belongs to a standard normal number."""
        if self.mean <= 0.0:
            return 0
        variance = log1p(self.spread * self.spread)
        return round(1e3 * exp(log(self.mean) - 0.5 * variance + sqrt(variance) * normal))


class SortieDraws:
    """The random numbers of one sortie. ``slot`` says what a number is for; none is used for two things."""

    __slots__ = ("_case", "_normals", "_seed", "_uniforms")

    def __init__(self, seed: int, replication: int, tail: int, sortie: int) -> None:
        self._seed = seed
        self._case = (replication * TAILS + tail) * SORTIES + sortie
        self._uniforms = draw_uniform(seed, self._case, DECK_CYCLE, _FIRST).tolist()
        self._normals = ndtri(self._uniforms[:_FIRST]).tolist()

    def uniform(self, slot: int) -> float:
        """The uniform number in (0, 1) of a slot."""
        if slot >= len(self._uniforms):
            self._uniforms = draw_uniform(self._seed, self._case, DECK_CYCLE, 2 * slot).tolist()
        return float(self._uniforms[slot])

    def time(self, slot: int, duration: Duration) -> int:
        """A time in whole milliseconds."""
        if slot < _FIRST:
            return duration.at(self._normals[slot])
        return duration.at(float(ndtri(self.uniform(slot))))

    def exponential(self, slot: int, mean: float) -> int:
        """An exponentially distributed time of that mean (s), in whole milliseconds."""
        return round(-1e3 * mean * log(self.uniform(slot)))
