"""Do the surfaces' bands hold? Fresh flights at places of their own choosing against what was learnt.

At each place flights are flown that no surface has seen. Their exact interval (Clopper and Pearson, 95 %) and
the surface's band (95 % of its draws) are *compatible* where they overlap; the count of events is *foreseen*
where it lies within 95 % of what the draws foretell for so many flights. How often both come about if the
surface is honest follows from the surface itself: each draw in turn is taken for the truth, flights are drawn
from it at all places, and are judged in the same way. Places share a surface, and so do the draws: the count
over places has the spread that this gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainccinv, betaincinv, expit

from shortdeck.campaign.store import Store
from shortdeck.errors import InputError
from shortdeck.fleet.year.cells import Cells, coordinates
from shortdeck.fleet.year.flying import EACH, PLACES, Flyer, Place, Result, Task, Told
from shortdeck.fleet.year.plan import Knowledge, features_of
from shortdeck.fleet.year.surface import Ensemble
from shortdeck.flight.outcome import Kind

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVEL = 0.95
DRAWS = 1000
NEAR = 1.5
"""Log odds from a limit that count as near it."""
BATCHES = 20000
"""Batches from here on are flown for checks alone: their cases are nobody else's."""
GROUPS = ("all over", "near a limit", "best of a sea")


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Fresh flights of one task and one chance against its surface; one value a place."""

    task: Task
    chance: str  # 'mishap' or 'success'
    places: tuple[Place, ...]
    group: tuple[str, ...]
    events: Real
    flights: Real
    low: Real  # band of the chance
    middle: Real
    high: Real
    compatible: Flags
    foreseen: Flags
    expected_compatible: Real  # chance of each, if the surface is honest
    expected_foreseen: Real
    chance_compatible: float  # of as few compatible places or fewer, if the surface is honest
    chance_foreseen: float

    def of(self, group: str) -> tuple[int, int, int]:
        """Places of a group, those compatible, those foreseen."""
        which = np.array([one == group for one in self.group], bool)
        return int(which.sum()), int(self.compatible[which].sum()), int(self.foreseen[which].sum())


def check(
    answer: Operability, *, places: int = 45, flights: int = 256, store: Store | None = None,
    told: Told = lambda _: None,
) -> list[Checked]:  # fmt: skip
    """Both chances of launch and recovery of an answer at so many places each, with so many flights (a
    multiple of ``EACH``) at each; the places follow from the answer's seed. Raises InputError."""
    if not 3 <= places <= PLACES or flights < EACH or flights % EACH:
        raise InputError(
            f"a check: 3 to {PLACES} places, and a multiple of {EACH} flights at each; got {places} and "
            f"{flights}"
        )
    out = []
    for task, known in answer.known.items():
        key = np.array([answer.seed, 1 + len(task)], dtype=np.uint64)
        chosen = check_places(known, count=places, rng=np.random.Generator(np.random.Philox(key=key)))
        kept = Store() if store is None else store
        flyer = Flyer(task, answer.design, answer.cells, answer.seed, kept, told)
        fresh = fly_fresh(flyer, [place for place, _ in chosen], flights=flights)
        out += judge(known, task, chosen, fresh, seed=answer.seed)
    return out


def check_places(known: Knowledge, *, count: int, rng: np.random.Generator) -> list[tuple[Place, str]]:
    """Places in three equal groups, without regard to where was flown: all over, with each sea state as
    likely; near a limit, the same; and the best course and speed of seas."""
    cells, margin = known.cells, known.margin(known.cells.features)
    open_ = cells.made & cells.flyable
    near = open_ & (np.abs(margin) < NEAR)
    found = _drawn(cells, open_, -(-count // 3), rng, GROUPS[0])
    found += _drawn(cells, near, -(-(count - len(found)) // 2), rng, GROUPS[1])
    best = np.zeros_like(open_)
    for sea in np.flatnonzero(open_.any(axis=(1, 2))):
        where = np.where(open_[sea], margin[sea], -np.inf)
        best[sea][np.unravel_index(int(np.argmax(where)), where.shape)] = True
    return found + _drawn(cells, best, count - len(found), rng, GROUPS[2])


def _drawn(
    cells: Cells, which: Flags, count: int, rng: np.random.Generator, group: str
) -> list[tuple[Place, str]]:
    """Cells of those marked, the same number of each sea state as far as there are."""
    every = np.argwhere(which)
    every = every[rng.permutation(len(every))]
    state = cells.seas.state[every[:, 0]]
    rank = np.zeros(len(every), np.int64)
    for one in np.unique(state):
        rank[state == one] = np.arange(np.count_nonzero(state == one))
    first = np.argsort(rank, kind="stable")[:count]
    return [(Place(*(int(k) for k in every[i])), group) for i in first]


def fly_fresh(flyer: Flyer, places: list[Place], *, flights: int) -> list[Result]:
    """``flights`` (a multiple of ``EACH``) at every place from streams that no surface has seen."""
    parts = [flyer.fly(places, BATCHES + k) for k in range(flights // EACH)]
    together = []
    for k, place in enumerate(places):
        outcomes: dict[tuple[str, str], int] = {}
        for part in parts:
            for what, n in part[k].outcomes.items():
                outcomes[what] = outcomes.get(what, 0) + n
        together.append(Result(place, outcomes))
    return together


def judge(
    known: Knowledge, task: Task, chosen: list[tuple[Place, str]], fresh: list[Result], *, seed: int
) -> list[Checked]:
    """Fresh flights against both surfaces of a task."""
    rng = np.random.Generator(np.random.Philox(key=np.array([seed, 77], dtype=np.uint64)))
    x = coordinates(features_of(known.cells, [place for place, _ in chosen]))
    flights = np.array([float(r.flights) for r in fresh])
    out = []
    for chance, kind in (("mishap", Kind.MISHAP), ("success", Kind.SUCCESS)):
        surface: Ensemble = getattr(known, chance)
        events = np.array([float(r.of(kind)) for r in fresh])
        p = expit(surface.draws(DRAWS, rng=rng).at(x, known.variant))
        out.append(_judged(task, chance, chosen, events, flights, p, rng))
    return out


def _judged(
    task: Task, chance: str, chosen: list[tuple[Place, str]], events: Real, flights: Real, p: Real,
    rng: np.random.Generator,
) -> Checked:  # fmt: skip
    """One chance, from its draws ``p`` (places, draws)."""
    tail = 0.5 * (1.0 - LEVEL)
    low, middle, high = np.quantile(p, [tail, 0.5, 1.0 - tail], axis=1)
    n = flights[:, None]
    foretold = rng.binomial(n.astype(np.int64), p)  # of each draw taken for the truth
    few, many = np.quantile(foretold, [tail, 1.0 - tail], axis=1, method="inverted_cdf")

    def fits(k: Real) -> tuple[Flags, Flags]:
        below, above = exact(k, n)
        together = (below <= high[:, None]) & (above >= low[:, None])
        return together, (k >= few[:, None]) & (k <= many[:, None])

    seen = [flag[:, 0] for flag in fits(events[:, None])]
    honest = fits(foretold.astype(float))
    chances = [float(np.mean(of.sum(axis=0) <= flags.sum())) for flags, of in zip(seen, honest, strict=True)]
    return Checked(
        task=task, chance=chance, places=tuple(place for place, _ in chosen),
        group=tuple(group for _, group in chosen), events=events, flights=flights, low=low, middle=middle,
        high=high, compatible=seen[0], foreseen=seen[1], expected_compatible=honest[0].mean(axis=1),
        expected_foreseen=honest[1].mean(axis=1), chance_compatible=chances[0], chance_foreseen=chances[1],
    )  # fmt: skip


def exact(events: Real, flights: Real) -> tuple[Real, Real]:
    """Clopper and Pearson's limits for arrays of counts, as ``safety.binomial`` has them for one."""
    k, n = np.broadcast_arrays(events, flights)
    tail = 0.5 * (1.0 - LEVEL)
    below = np.where(k > 0, betaincinv(np.maximum(k, 1.0), n - k + 1.0, tail), 0.0)
    above = np.where(k < n, betainccinv(k + 1.0, np.maximum(n - k, 1.0), tail), 1.0)
    return np.asarray(below), np.asarray(above)
