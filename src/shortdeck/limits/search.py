"""Where along lines of points the risk passes its limit: flights go where that is not yet known.

A line is a row of points in order of one condition, such as the wind over deck from one side. Every point
is flown a few times. Then, of each stretch of a line that is not known to be unacceptable, the ends are
flown until each is acceptable, unacceptable or too near the limit to be told; an end that is not acceptable
makes the stretch shorter. Points between two acceptable ends are flown ``CHECK`` times: where nothing went
wrong they are taken for acceptable as well (*inferred*), otherwise they are flown until they are decided
themselves. That the acceptable points of a line hang together is thus assumed only where it was tested;
``every`` assumes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shortdeck.limits.criterion import Answer, Criterion, together
from shortdeck.limits.record import Record, Whole

SCOUT = 32  # flights of every point
CHECK = 96  # of a point between two acceptable ones


@dataclass(frozen=True)
class Found:
    """What a search knows of its points: answers by criterion, and all together."""

    answers: NDArray[np.int64]  # (criterion, point), as ``Answer``
    answer: NDArray[np.int64]  # (point,)
    inferred: NDArray[np.bool_]  # taken for acceptable between two acceptable points
    interrupted: bool

    def within(self) -> NDArray[np.bool_]:
        """Points within limits."""
        return np.asarray(self.inferred | (self.answer == Answer.ACCEPTABLE), bool)


def search(
    record: Record, lines: Sequence[Whole], asked: Sequence[Criterion], *, can: NDArray[np.bool_],
    every: bool = False, told: Callable[[Found], None] | None = None,
) -> Found:  # fmt: skip
    """Fly the points of all lines until each line's ends are known. Ctrl-C gives what is known by then."""
    interrupted = False
    found = _known(record, lines, asked, can, None)
    try:
        record.reach(np.where(can, SCOUT, 0))
        while True:
            found = _known(record, lines, asked, can, found)
            if told is not None:
                told(found)
            wanted = found.answer == Answer.OPEN if every else _wanted(record, lines, asked, found)
            if not wanted.any():
                break
            record.reach(_targets(record, asked, found, wanted))
    except KeyboardInterrupt:
        interrupted = True
    return Found(found.answers, found.answer, found.inferred, interrupted)


def _known(
    record: Record, lines: Sequence[Whole], asked: Sequence[Criterion], can: NDArray[np.bool_],
    before: Found | None,
) -> Found:  # fmt: skip
    """What the flights so far say; a point once decided stays so, as its interval holds at every look."""
    counts = [record.count(kind=c.kind) for c in asked]
    answers = np.array([c.answers(n, record.flights) for c, n in zip(asked, counts, strict=True)])
    answers[:, ~can] = Answer.CANNOT
    if before is not None:
        decided = (before.answers == Answer.ACCEPTABLE) | (before.answers == Answer.UNACCEPTABLE)
        answers = np.where(decided, before.answers, answers)
    answer = np.array([together([Answer(a) for a in column]) for column in answers.T], np.int64)
    clean = (record.flights >= CHECK) & _clean(asked, counts, answers)
    inferred = np.zeros(len(can), bool)
    for line in lines:
        for stretch in stretches(answer[line] != Answer.OPEN, answer[line]):
            inside = line[stretch][1:-1]
            inferred[inside] = clean[inside] & (answer[inside] == Answer.OPEN)
    return Found(answers, answer, inferred, False)


def _clean(
    asked: Sequence[Criterion], counts: Sequence[Whole], answers: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Points at which nothing speaks against any criterion."""
    fine = [(count == 0) | (a == Answer.ACCEPTABLE) for count, a in zip(counts, answers, strict=True)]
    return np.asarray(np.all(fine, axis=0), bool)


def stretches(ends: NDArray[np.bool_], answer: NDArray[np.int64]) -> list[slice]:
    """Stretches of a line without a point that is unacceptable, undecided or cannot be flown.

    Only those of which both outermost points are among ``ends``.
    """
    free = (answer == Answer.OPEN) | (answer == Answer.ACCEPTABLE)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], free, [False])).astype(int)))
    found = [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [one for one in found if ends[one.start] and ends[one.stop - 1]]


def _wanted(
    record: Record, lines: Sequence[Whole], asked: Sequence[Criterion], found: Found
) -> NDArray[np.bool_]:
    """Points to be flown on: open ends of stretches, and what is inside them and not yet checked."""
    open_ = found.answer == Answer.OPEN
    out = np.zeros(len(open_), bool)
    for line in lines:
        for stretch in stretches(np.ones(len(line), bool), found.answer[line]):
            points = line[stretch]
            ends = points[[0, -1]]
            out[ends] |= open_[ends]
            if not open_[ends].any():
                inside = points[1:-1]
                out[inside] |= open_[inside] & ~found.inferred[inside]
    return out


def _targets(record: Record, asked: Sequence[Criterion], found: Found, wanted: NDArray[np.bool_]) -> Whole:
    """Flights that each wanted point is to have: as many as may decide it, at most about twice as many."""
    out = np.zeros(len(wanted), np.int64)
    counts = [record.count(kind=c.kind) for c in asked]
    for point in np.flatnonzero(wanted):
        n = int(record.flights[point])
        enough = max(
            c.enough(int(count[point]), n)
            for c, count, a in zip(asked, counts, found.answers[:, point], strict=True)
            if a == Answer.OPEN
        )
        most = max(c.most_flights for c in asked)
        out[point] = max(n + 1, min(enough, 2 * n + SCOUT if n >= CHECK else CHECK, most))
    return out
