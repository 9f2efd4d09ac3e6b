"""From answers at points to limits along a line: where they lie, how well that is known, what binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shortdeck.limits.criterion import Answer, Criterion
from shortdeck.limits.record import What, Whole

Real = NDArray[np.float64]
CANNOT_FLY = "cannot be flown"


@dataclass(frozen=True)
class Side:
    """One end of the values within limits, SI.

    The limit lies between ``within``, the outermost value found within limits, and ``beyond``, the next
    value outward that is shown to be outside of them or cannot be flown (None: no value of the line is, the
    limit was not reached). ``estimate`` is read off the risks at the points between; None where they do not
    say.
    """

    within: float
    beyond: float | None
    estimate: float | None
    criterion: str  # that binds: mishap, safe abort or cannot be flown; empty where the limit was not reached
    reason: str  # what mostly happens there: the outcome, or why it cannot be flown

    @property
    def reached(self) -> bool:
        """Whether there is a limit within the line."""
        return bool(self.criterion)


@dataclass(frozen=True)
class Limits:
    """Both ends of the longest stretch within limits along a line; None where no value is.

    ``apart`` are values within limits that do not hang together with it. ``why`` says, where no value is
    within limits, what mostly happens at the best one.
    """

    low: Side | None
    high: Side | None
    apart: tuple[float, ...]
    why: str

    @property
    def some(self) -> bool:
        """Whether any value is within limits."""
        return self.low is not None

    def as_data(self) -> dict[str, Any]:
        """Plain data, SI."""
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """What is known of the points of many lines."""

    flights: Whole  # (point,)
    counts: Whole  # (point, what)
    what: tuple[What, ...]
    answers: NDArray[np.int64]  # (criterion, point)
    answer: NDArray[np.int64]  # (point,)
    inferred: NDArray[np.bool_]
    reasons: tuple[str, ...]  # why a point cannot be flown

    @property
    def within(self) -> NDArray[np.bool_]:
        """Points within limits."""
        return np.asarray(self.inferred | (self.answer == Answer.ACCEPTABLE), bool)

    def count(self, **of: str) -> Whole:
        """Flights of each point by ``outcome``, ``kind`` or ``severity``."""
        wanted = [all(getattr(w, name) == value for name, value in of.items()) for w in self.what]
        return np.asarray(self.counts[:, wanted].sum(axis=1), np.int64)

    def mostly(self, point: int, kind: str) -> str:
        """The outcome of a kind that is most frequent at a point; empty where there is none."""
        names: dict[str, int] = {}
        for n, w in zip(self.counts[point].tolist(), self.what, strict=True):
            if w.kind == kind and n:
                names[w.outcome] = names.get(w.outcome, 0) + n
        return max(sorted(names), key=lambda name: names[name]) if names else ""


def limits_of(known: Known, line: Whole, values: Sequence[float], asked: Sequence[Criterion]) -> Limits:
    """Limits along a line of points at rising ``values``."""
    within = known.within[line]
    runs = _runs(within)
    if not runs:
        return Limits(None, None, (), _why_nothing(known, line, asked))
    first, last = max(runs, key=lambda run: run[1] - run[0])
    apart = tuple(float(values[k]) for a, b in runs if (a, b) != (first, last) for k in range(a, b + 1))
    low = _side(known, line[: first + 1][::-1], list(values[: first + 1])[::-1], asked)
    high = _side(known, line[last:], list(values[last:]), asked)
    return Limits(low, high, apart, "")


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first, last) of runs of true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(int)))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _side(known: Known, outward: Whole, values: Sequence[float], asked: Sequence[Criterion]) -> Side:
    """The side that begins with the outermost value within limits and goes outward."""
    if len(outward) == 1:
        return Side(float(values[0]), None, None, "", "")
    answer = known.answer[outward]
    out = np.flatnonzero((answer == Answer.UNACCEPTABLE) | (answer == Answer.CANNOT))
    beyond = int(out[0]) if len(out) else None
    if beyond is None and known.answer[outward[1]] == Answer.OPEN:  # interrupted before it was known
        return Side(float(values[0]), None, None, "", "")
    # What binds is seen at the point that is surely beyond, or else at the first that is not within.
    criterion, reason = _binding(known, int(outward[beyond or 1]), asked)
    estimate = _estimate(known, outward[: (len(outward) if beyond is None else beyond + 1)], values, asked)
    return Side(
        float(values[0]), None if beyond is None else float(values[beyond]), estimate, criterion, reason
    )


def _binding(known: Known, point: int, asked: Sequence[Criterion]) -> tuple[str, str]:
    """Criterion that a point misses by most, and what mostly happens there."""
    if known.answer[point] == Answer.CANNOT:
        return CANNOT_FLY, known.reasons[point]
    worst = max(asked, key=lambda c: _share(known, point, c) / c.most)
    return worst.name, known.mostly(point, worst.kind)


def _why_nothing(known: Known, line: Whole, asked: Sequence[Criterion]) -> str:
    """What mostly happens at the best point of a line."""
    can = [int(p) for p in line if known.answer[p] != Answer.CANNOT]
    if not can:
        return known.reasons[int(line[0])]
    best = min(can, key=lambda p: max(_share(known, p, c) / c.most for c in asked))
    return _binding(known, best, asked)[1]


def _share(known: Known, point: int, criterion: Criterion) -> float:
    """Share of a kind at a point, drawn towards the limit by the worth of one flight: never 0 or 1."""
    n, k = int(known.flights[point]), int(known.count(kind=criterion.kind)[point])
    return (k + criterion.most) / (n + 1.0)


def _estimate(
    known: Known, outward: Whole, values: Sequence[float], asked: Sequence[Criterion]
) -> float | None:
    """Where going outward the share of some criterion first passes its limit, by a straight line of log odds.

    The line is the most likely one for the counts from the last point within limits to the first beyond.
    """
    flown = [k for k, p in enumerate(outward) if known.flights[p]]
    x = np.array(values, dtype=float)[flown]
    found: list[float] = []
    for criterion in asked if len(flown) > 1 else ():
        n = known.flights[outward[flown]].astype(float)
        k = known.count(kind=criterion.kind)[outward[flown]].astype(float)
        crossing = _crossing(x, k + criterion.most, n + 1.0, criterion.most)
        if crossing is not None and min(x) <= crossing <= max(x) and (k / n > criterion.most).any():
            found.append(crossing)
    return min(found, key=lambda v: abs(v - values[0])) if found else None


def _crossing(x: Real, k: Real, n: Real, goal: float) -> float | None:
    """Where the likeliest logistic curve through shares k / n passes ``goal``, by Newton's steps."""
    middle, scale = x.mean(), max(float(np.ptp(x)), 1e-9)
    design = np.stack([np.ones_like(x), (x - middle) / scale], axis=1)
    theta = np.array([_odds(float(k.sum() / n.sum())), 0.0])
    for _ in range(60):
        p = special.expit(design @ theta)
        slope = design.T @ (k - n * p)
        curvature = (design.T * (n * p * (1.0 - p))) @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(curvature, slope)
        theta = theta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    if theta[1] == 0.0:
        return None
    return float(middle + scale * (_odds(goal) - theta[0]) / theta[1])


def _odds(p: float) -> float:
    return log(p / (1.0 - p))
