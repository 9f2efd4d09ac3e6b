"""Where to fly: first all over what is met, then where flights would change an answer.

After each round the surfaces of both chances (mishap; success at the first attempt) are fitted and drawn.
Half of the next places are the best cells, by one draw each, of seas about which the draws disagree whether
they can be flown in at all; the other half are cells, of likely seas first, about which they disagree
themselves, far from each other. It ends when the share of the year and the polar pictures are known well
enough, or when no flights are left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.errors import InputError
from shortdeck.fleet.year.cells import FEATURES, HEAVE, PITCH, ROLL, TRUE, Cells, Flags, coordinates
from shortdeck.fleet.year.flying import EACH, Flyer, Place, Result, log_odds
from shortdeck.fleet.year.surface import Counts, Ensemble, EnsembleDraws, Shape, learn
from shortdeck.flight.outcome import Kind

Real = NDArray[np.float64]

FIRST, STILL, ROUND = 40, 8, 16
"""Places of the first round, those of them without waves, and of each further round."""
DRAWS = 48
GOOD_SHARE, GOOD_CELLS = 0.004, 0.02
"""Standard deviation of the share of the year, and share of doubtful cells, at which flying ends."""
STILL_HEIGHT = 0.05
OWN_BATCHES = 10000
START = Shape(2.0, (2.0,) * len(FEATURES), fine=1.5, wind=TRUE)
"""From where shapes are learnt. The fine part is as large as fresh flights asked for: without it the bands
of one pair (Bayraktar TB3, TCG Anadolu) missed them at a quarter of the places."""
LEARNING = 100000
"""Streams from here on draw the shapes of surfaces."""
_PLACES = 4000  # cells looked at in a round


class Tolerance(NamedTuple):
    """What is within limits: at most so many mishaps, at least so many successes, of one attempt."""

    mishap: float = 0.01
    success: float = 0.5

    def check(self) -> Tolerance:
        """Itself. Raises InputError where it is no pair of probabilities."""
        if not (0.0 < self.mishap < 0.5 and 0.0 < self.success < 1.0):
            raise InputError(
                "limits: a probability of mishap between 0 and 0.5 and one of success between 0 and 1, such "
                f"as 0.01 and 0.5; got {self.mishap:g} and {self.success:g}"
            )
        return self


@dataclass(frozen=True)
class Knowledge:
    """What flights of one task say: results, and surfaces of mishap and success. ``variant``: 1 for a second
    design, whose surfaces are those of the first and a difference."""

    results: tuple[Result, ...]
    batches: tuple[tuple[Place, ...], ...]  # in the order flown
    mishap: Ensemble
    success: Ensemble
    tolerance: Tolerance
    variant: float
    cells: Cells

    def margin(self, features: Real) -> Real:
        """Least margin to the limits in log odds by the most likely surfaces; positive is within."""
        x = coordinates(features).reshape(-1, features.shape[-1])
        mishap = log_odds(self.tolerance.mishap) - self.mishap.mean(x, self.variant)
        success = self.success.mean(x, self.variant) - log_odds(self.tolerance.success)
        return np.minimum(mishap, success).reshape(features.shape[:-1])

    def drawn(self, count: int, rng: np.random.Generator) -> DrawnLimits:
        """Limits as likely as the flights leave them."""
        return DrawnLimits(
            self.mishap.draws(count, rng=rng), self.success.draws(count, rng=rng), self.tolerance
        )


@dataclass(frozen=True)
class DrawnLimits:
    """Drawn surfaces of mishap and success of one task."""

    mishap: EnsembleDraws
    success: EnsembleDraws
    tolerance: Tolerance

    def margin(self, features: Real, variant: float = 0.0) -> Real:
        """Least margin in log odds, (..., draws)."""
        x = coordinates(features).reshape(-1, features.shape[-1])
        mishap = log_odds(self.tolerance.mishap) - self.mishap.at(x, variant)
        success = self.success.at(x, variant) - log_odds(self.tolerance.success)
        return np.minimum(mishap, success).reshape(*features.shape[:-1], -1)


def features_of(cells: Cells, places: list[Place]) -> Real:
    """Features at places; without waves the deck is nearly still, its motion in proportion."""
    out = np.array([cells.features[p.sea, p.course, p.speed] for p in places])
    height = np.array([p.height for p in places])
    for column in (HEAVE, PITCH, ROLL):
        out[:, column] *= height
    return out


@dataclass
class Explorer:
    """One task being explored."""

    flyer: Flyer
    tolerance: Tolerance
    seed: int
    variant: float = 0.0
    base: Knowledge | None = None
    results: list[Result] = field(default_factory=list)
    batches: list[tuple[Place, ...]] = field(default_factory=list)

    def explore(self, *, flights: int) -> Knowledge:
        """Fly at most about so many flights and fit; at least the first round."""
        first = self._first() if self.base is None else None
        if first is not None:
            self._fly(first)
        else:
            assert self.base is not None
            for batch in self.base.batches:  # the same flights, for the comparison
                if self.results and (len(self.results) + len(batch)) * EACH > 0.7 * flights:
                    break
                self._fly(list(batch))
        found = self._fit(None)
        while (len(self.results) + ROUND) * EACH <= flights:
            places = self._next(found)
            if not places:
                break
            self._fly(places)
            found = self._fit(found)
        return found

    def _fly(self, places: list[Place]) -> None:
        # Batches of a variant's own have streams of their own.
        own = OWN_BATCHES if self._own() else 0
        self.results += self.flyer.fly(places, own + len(self.batches))
        self.batches.append(tuple(places))

    def _own(self) -> bool:
        """Whether the batch is the variant's own, with streams of its own."""
        return self.base is not None and len(self.batches) >= len(self.base.batches)

    def _fit(self, before: Knowledge | None) -> Knowledge:
        cells = self.flyer.cells
        own, base = self.results, () if self.base is None else self.base.results
        every = [*base, *own]
        x = np.concatenate(
            [coordinates(features_of(cells, [r.place for r in part])) for part in (base, own) if part]
        )
        flights = np.array([float(r.flights) for r in every])
        v = np.array([0.0] * len(base) + [self.variant] * len(own))
        mishap, success = (
            learn(
                Counts(x, np.array([float(r.of(kind)) for r in every]), flights, v),
                getattr(before or self.base, name).shape if before or self.base else START,
                rng=self._rng(LEARNING + len(self.batches), 2 if name == "mishap" else 3),
            )
            for kind, name in ((Kind.MISHAP, "mishap"), (Kind.SUCCESS, "success"))
        )
        return Knowledge(
            tuple(own), tuple(self.batches), mishap, success, self.tolerance, self.variant, cells
        )

    def _rng(self, purpose: int, part: int = 0) -> np.random.Generator:
        """The stream of a round, or of what is learnt after it: of this seed, task and round alone."""
        task = ("launch", "recovery").index(self.flyer.task)
        place = 4 * (8 * purpose + 4 * task + int(2 * self.variant)) + part
        key = np.array([self.seed, place], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key))

    def _candidates(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Cells that may be flown at, (n, 3), likely seas more often."""
        cells = self.flyer.cells
        every = np.argwhere(cells.made & cells.flyable)
        if len(every) <= _PLACES:
            return every
        weight = cells.seas.likely[every[:, 0]] ** 0.5 + 1e-9
        chosen = rng.choice(len(every), _PLACES, replace=False, p=weight / weight.sum())
        return every[np.sort(chosen)]

    def _first(self) -> list[Place]:
        """Places as far from each other as can be in what is met there, some without waves."""
        rng = self._rng(0)
        cells = self.flyer.cells
        every = self._candidates(rng)
        x = coordinates(cells.features[tuple(every.T)])
        weight = np.clip(cells.seas.likely[every[:, 0]] / 0.01, 0.2, 1.0)
        start = int(np.argmin(np.abs(x - np.average(x, axis=0, weights=weight)).sum(axis=1)))
        chosen = spread_out(x, weight, start, min(FIRST, len(x)))
        places = [Place(*(int(k) for k in every[i])) for i in chosen]
        still = [p._replace(height=STILL_HEIGHT) for p in places[1 :: max(1, len(places) // STILL)]]
        return [*places, *still[:STILL]]

    def _next(self, known: Knowledge) -> list[Place]:
        """The next round's places; none where enough is known."""
        rng = self._rng(len(self.batches))
        cells = self.flyer.cells
        every = self._candidates(rng)
        drawn = known.drawn(DRAWS, rng)
        margin = drawn.margin(cells.features[tuple(every.T)], self.variant)
        within = margin > 0.0
        sea = every[:, 0]
        able = np.stack([np.bincount(sea, w, minlength=len(cells.seas)) > 0 for w in within.T])
        share = cells.seas.likely
        p = within.mean(axis=1)
        doubt = share[sea] / np.bincount(sea, minlength=len(share))[sea] * np.minimum(p, 1.0 - p)
        if (able @ share).std() < GOOD_SHARE and 2.0 * doubt.sum() < GOOD_CELLS:
            return []
        q = able.mean(axis=0)
        open_sea = share * np.minimum(q, 1.0 - q)
        chosen: list[int] = []
        if open_sea.sum() > 0.0:
            for which, draw in zip(
                rng.choice(len(share), ROUND // 2, p=open_sea / open_sea.sum()),
                rng.choice(DRAWS, ROUND // 2, replace=False), strict=True,
            ):  # fmt: skip
                there = np.flatnonzero(sea == which)
                chosen.append(int(there[np.argmax(margin[there, draw])]))
        chosen = list(dict.fromkeys(chosen))
        x = coordinates(cells.features[tuple(every.T)])
        return [Place(*(int(k) for k in every[i])) for i in doubtful(x, doubt + 1e-12, chosen, ROUND)]


def spread_out(x: Real, weight: Real, start: int, count: int) -> list[int]:
    """Places each as far as can be from those before, distances times weight."""
    chosen = [start]
    near = np.full(len(x), np.inf)
    while len(chosen) < count:
        near = np.minimum(near, ((x - x[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(np.argmax(near * weight)))
    return chosen


def doubtful(x: Real, doubt: Real, chosen: list[int], count: int) -> list[int]:
    """``chosen`` and further places with the greatest doubt, those near chosen ones marked down."""
    out = list(chosen)
    near = np.full(len(x), np.inf)
    for i in out:
        near = np.minimum(near, ((x - x[i]) ** 2).sum(axis=1))
    while len(out) < min(count, len(x)):
        best = int(np.argmax(doubt * (1.0 - np.exp(-near))))
        out.append(best)
        near = np.minimum(near, ((x - x[best]) ** 2).sum(axis=1))
    return out


def inside(drawn: DrawnLimits, cells: Cells, variant: float = 0.0) -> Flags:
    """Cells within limits in each draw, (seas, courses, speeds, draws): made by the ship, within the hard
    limits, and with a margin."""
    open_ = cells.made & cells.flyable
    margin = drawn.margin(cells.features[open_], variant)
    out = np.zeros((*open_.shape, margin.shape[-1]), bool)
    out[open_] = margin > 0.0
    return out
