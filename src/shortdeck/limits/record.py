"""What the flights at each of many points came to, kept in the order of their case numbers.

Every point flies cases 0, 1, 2, ... of one seed: all points meet the same draws of waves, gusts and errors
at the start (common random numbers), so that neighbours differ by their conditions alone, and a point that
needs more flights goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.store import Store
from shortdeck.flight.outcome import Kind

Whole = NDArray[np.int64]


class What(NamedTuple):
    """What a flight came to: outcome by name, its kind, and the severity of a mishap (else empty)."""

    outcome: str
    kind: str
    severity: str


class Ended(NamedTuple):
    """Flights one after another: ``what[code[k]]`` is what flight k came to."""

    code: Whole
    what: tuple[What, ...]


Fly = Callable[[Whole, Whole], Ended]
"""Flies (points, cases), one of each a flight. Raises KeyboardInterrupt where it was interrupted."""
IS_MISHAP, IS_ABORT, IS_SUCCESS = str(Kind.MISHAP), str(Kind.SAFE_ABORT), str(Kind.SUCCESS)
KINDS = (IS_SUCCESS, IS_ABORT, IS_MISHAP)


def ended(outcomes: Sequence[str], kinds: Sequence[str], severities: Sequence[str]) -> Ended:
    """Flights from one outcome, kind and severity each."""
    triples = np.array([outcomes, kinds, severities], dtype=str)
    if not triples.size:
        return Ended(np.zeros(0, np.int64), ())
    what, code = np.unique(triples, axis=1, return_inverse=True)
    return Ended(code.ravel().astype(np.int64), tuple(What(*map(str, one)) for one in what.T))


class Record:
    """Flights of ``count`` points, flown by ``fly`` as they are asked for.

    With a ``store`` and a key for each point, flights that were flown before are not flown again; how many
    those are changes no answer.
    """

    def __init__(
        self, count: int, fly: Fly, *, store: Store | None = None, keys: Sequence[str] | None = None
    ) -> None:
        self.what: list[What] = []
        self.flown = 0
        """Flights flown anew, rather than found in the store."""
        self._fly = fly
        self._codes: list[Whole] = [np.zeros(0, np.int64) for _ in range(count)]
        self._used = np.zeros(count, np.int64)
        self._store = store if keys is not None else None
        self._keys = keys or ()
        self._looked = np.zeros(count, bool)
        self._kept = np.zeros(count, np.int64)

    @property
    def flights(self) -> Whole:
        """Flights of each point that count."""
        return self._used

    def reach(self, flights: Whole) -> None:
        """Fly until each point has at least so many flights, or KeyboardInterrupt with nothing half done."""
        for point in np.flatnonzero(flights > self._used):
            self._look_up(int(point))
        lacking = np.array([max(want - len(c), 0) for want, c in zip(flights, self._codes, strict=True)])
        points = np.repeat(np.arange(len(lacking)), lacking)
        if len(points):
            first = np.array([len(c) for c in self._codes])
            before = np.concatenate(([0], np.cumsum(lacking)[:-1]))
            cases = np.arange(len(points)) - np.repeat(before, lacking) + np.repeat(first, lacking)
            self._take(points, self._fly(points, cases))
        self._used = np.maximum(self._used, flights)

    def count(self, **of: str) -> Whole:
        """Flights of each point by ``outcome``, ``kind`` or ``severity``."""
        wanted = [all(getattr(w, name) == value for name, value in of.items()) for w in self.what]
        chosen: Whole = self.counts()[:, wanted]
        return np.asarray(chosen.sum(axis=1), np.int64)

    def counts(self) -> Whole:
        """Flights by point and by what they came to (in the order of ``what``)."""
        out = np.zeros((len(self._codes), len(self.what)), np.int64)
        for point, (codes, used) in enumerate(zip(self._codes, self._used, strict=True)):
            out[point] = np.bincount(codes[:used], minlength=len(self.what))
        return out

    def came_to(self, point: int, kind: str) -> NDArray[np.bool_]:
        """Which flights of a point ended in a kind, by case."""
        is_kind = np.array([w.kind == kind for w in self.what] or [False])
        return is_kind[self._codes[point][: self._used[point]]]

    def save(self) -> None:
        """Keep all flights in the store, if there is one."""
        if self._store is None:
            return
        for point, codes in enumerate(self._codes):
            if len(codes) <= self._kept[point]:
                continue
            arrays = {"code": codes.astype(np.uint16), "what": np.array(self.what, dtype=str)}
            self._store.put_arrays(self._keys[point], arrays)
            self._kept[point] = len(codes)

    def _take(self, points: Whole, flown: Ended) -> None:
        codes = self._renamed(flown.what)[flown.code]
        self.flown += len(points)
        for point, start, stop in _runs(points):
            self._codes[point] = np.concatenate([self._codes[point], codes[start:stop]])

    def _renamed(self, what: Sequence[What]) -> Whole:
        """Codes of this record for those of another."""
        for one in what:
            if one not in self.what:
                self.what.append(one)
        return np.array([self.what.index(one) for one in what], np.int64)

    def _look_up(self, point: int) -> None:
        """Flights of a point that were flown before."""
        if self._store is None or self._looked[point]:
            return
        self._looked[point] = True
        found = self._store.get_arrays(self._keys[point])
        if found is not None and len(found["code"]) > len(self._codes[point]):
            names = [What(*map(str, one)) for one in found["what"]]
            self._codes[point] = self._renamed(names)[found["code"].astype(np.int64)]
            self._kept[point] = len(found["code"])


def _runs(points: Whole) -> list[tuple[int, int, int]]:
    """(point, start, stop) of runs of equal points."""
    edges = np.flatnonzero(np.diff(points)) + 1
    starts = np.concatenate(([0], edges))
    stops = np.concatenate((edges, [len(points)]))
    return [(int(points[a]), int(a), int(b)) for a, b in zip(starts, stops, strict=True)]
