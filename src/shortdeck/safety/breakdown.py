"""The probability of one event and of the events that it is made of, from the same flights.

What failed is flown again, so that each failed point tells which mishaps it was. The probability of an
event within is the whole's times its share: of counted failures the share of the count, with the exact
interval; of runs of subset simulation each run's own, with the interval of the runs' scatter. An event that
no failed point was has an upper limit only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.safety.binomial import Interval, clopper_pearson
from shortdeck.safety.importance import CHECK_WORTH
from shortdeck.safety.normal_space import Numbers
from shortdeck.safety.risk import Estimate
from shortdeck.safety.subset import runs_interval

Flags = Mapping[str, NDArray[np.bool_]]


class Chance(NamedTuple):
    """Probability of an event for each attempt, with its interval, and how it was found."""

    name: str
    probability: float
    low: float
    high: float
    method: str

    @property
    def known(self) -> bool:
        """Whether the interval is within a factor of about three of the probability on either side."""
        return self.low > 0.0 and self.high < 9.0 * self.low


class Failures(NamedTuple):
    """Failed points of an estimate, and the run of each."""

    points: Numbers
    run: NDArray[np.int64]


def failures(of: Estimate) -> Failures:
    """The failed points that an estimate kept."""
    if of.counted is not None:
        return Failures(of.counted.failed, np.zeros(len(of.counted.failed), np.int64))
    with_points = [r for r in of.runs if len(r.failed)]
    if not with_points:
        return Failures(np.empty((0, 0)), np.zeros(0, np.int64))
    points = np.concatenate([r.failed for r in with_points])
    return Failures(points, np.repeat(np.arange(len(with_points)), [len(r.failed) for r in with_points]))


def _union(flags: Flags, names: Sequence[str]) -> NDArray[np.bool_]:
    return np.asarray(np.any([flags[name] for name in names], axis=0))


def within(of: Estimate, failed: Failures, flags: Flags, name: str, names: Sequence[str]) -> Chance:
    """Chance of an event made of ``names`` within an estimated one; ``flags``: mishaps of each point."""
    n = len(failed.run)
    if n == 0:
        return Chance(name, 0.0, 0.0, of.high, "not seen")
    hit = _union(flags, names)
    if of.counted is not None:
        c = of.counted
        share = float(hit.mean())
        # Failures beyond those kept are shared as the kept ones.
        seen = share * c.failures
        low, high = clopper_pearson(round(seen), max(c.flights, 1), level=c.level)
        method = "counted" if seen else "not seen"
        return Chance(name, share * of.probability, low, max(high, share * of.probability), method)
    runs = [r for r in of.runs if len(r.failed)]
    own = np.array([r.probability for r in runs])
    shares = np.array([hit[failed.run == k].mean() for k in range(len(runs))])
    if not shares.any():
        unseen = 1.0 - (0.5 * (1.0 - of.level)) ** (1.0 / (CHECK_WORTH * len(runs)))
        return Chance(name, 0.0, 0.0, of.high * unseen, "not seen")
    scale = of.probability / float(own.mean())
    values = own * shares * scale
    if shares.all() and (shares == 1.0).all():
        return Chance(name, of.probability, of.low, of.high, of.method)
    low, high = runs_interval(values, of.level) if len(runs) > 1 else Interval(0.0, of.high)
    return Chance(name, float(values.mean()), low, min(high, of.high), "share of the failures")
