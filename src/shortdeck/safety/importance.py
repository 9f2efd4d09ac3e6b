"""Importance sampling: points are drawn where failures were seen, and weighted back.

Runs of subset simulation look for failures; a mixture q is fitted to the points that failed, new points are
drawn from it, and a failed one counts f / q, with f the standard normal density. That is unbiased for any q,
but blind where q is small: a branch that q misses makes the estimate too low while its own error looks small.
Two things are done about that. Points whose weight would exceed a bound are not counted, so that the scatter
of the weights can be trusted; and the share of failures that this leaves out, or that q misses altogether, is
measured with further runs of subset simulation, which had no part in making q:

    P(F) = P(F and C) / P(C | F),   C = {u : q(u) P / f(u) >= bound}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log, sqrt

import numpy as np

from shortdeck.numerics.random import RISK_POINT, draw_uniform
from shortdeck.safety.binomial import Interval
from shortdeck.safety.mixture import Mixture, fit
from shortdeck.safety.normal_space import Counted, Numbers, first_case, points
from shortdeck.safety.subset import Run, log_interval

BOUND = 0.02  # a weight counts up to P / BOUND
WORTH = 0.25  # independent points that a failed point of a run is worth, when a mixture is fitted
CHECK_WORTH = 20.0  # independent points that one run is worth, when none of its failures was left out
PART = 1000  # points between two looks at the error


Points = tuple[Numbers, Numbers]


@dataclass(frozen=True)
class Importance:
    """Estimate of P(F and C) by weights, and of P(C | F) by runs that had no part in the mixture."""

    probability: float
    cov: float
    interval: Interval
    level: float
    calls: int
    weights_cov: float  # error of P(F and C) alone
    missed: float  # 1 - P(C | F)
    missed_error: float  # standard error of that, between runs
    failed: Numbers  # failed points of the mixture
    weights: Numbers  # and their weights
    mixture: Mixture


def mixture_of(runs: Sequence[Run], scales: Numbers | None = None, more: Points | None = None) -> Mixture:
    """Mixture fitted to the failed points of several runs; ``more`` independent points and their margins."""
    return fit(
        [r.failed for r in runs],
        max(WORTH * sum(len(r.failed) for r in runs), 20.0),
        np.concatenate([r.last for r in runs]),
        np.concatenate([r.margins for r in runs]),
        [(r.first, r.first_margins) for r in runs] + ([] if more is None else [more]),
        scales,
    )


@dataclass
class Weighted:
    """Sums over points of a mixture; more can be added."""

    mixture: Mixture
    reference: float  # a first estimate of P, for the bound
    seed: int
    case: int
    dimension: int
    drawn: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __post_init__(self) -> None:
        self.failed: list[Numbers] = []
        self.weights: list[Numbers] = []

    def counts(self, u: Numbers) -> Numbers:
        """Weight of each point: f / q, or 0 beyond the bound."""
        ratio = self.mixture.log_ratio(u)
        inside = ratio + log(self.reference) >= log(BOUND)
        return np.asarray(np.where(inside, np.exp(-np.where(inside, ratio, 0.0)), 0.0), dtype=float)

    def add(self, g: Counted, count: int) -> None:
        """Draw ``count`` more points."""
        first = self.case + self.drawn
        u = points(self.seed, first, count, self.dimension, RISK_POINT)
        chosen = draw_uniform(self.seed, first, RISK_POINT + 1, count)
        u = self.mixture.sample(u, chosen)
        failed = g(u) <= 0.0
        weights = self.counts(u[failed])
        self.failed.append(u[failed])
        self.weights.append(weights)
        self.drawn += count
        self.total += float(weights.sum())
        self.squares += float((weights * weights).sum())

    @property
    def mean(self) -> float:
        """P(F and C)."""
        return self.total / self.drawn

    @property
    def cov(self) -> float:
        """Coefficient of variation of the mean."""
        if self.total == 0.0:
            return inf
        return sqrt(max(self.squares / self.total**2 - 1.0 / self.drawn, 0.0))


def missed_share(weighted: Weighted, checks: Sequence[Run]) -> tuple[float, float]:
    """Share of failures outside of C among runs that had no part in the mixture, and its standard error."""
    sizes = np.array([r.probability for r in checks])
    inside = np.array([(weighted.counts(r.failed) > 0.0).mean() if len(r.failed) else 0.0 for r in checks])
    total = float(sizes.sum())
    missed = float(((1.0 - inside) * sizes).sum()) / total
    scatter = sizes * (1.0 - inside - missed)
    runs = len(checks)
    return missed, sqrt(float((scatter**2).sum()) * runs / (runs - 1.0)) / total


def combined(weighted: Weighted, checks: Sequence[Run], level: float, calls: int) -> Importance:
    """P(F and C) over P(C | F), with the errors of both."""
    missed, error = missed_share(weighted, checks)
    inside = max(1.0 - missed, 1e-9)
    part, other = weighted.cov, error / inside
    cov = sqrt(part * part + other * other)
    runs = len(checks)
    freedom = cov**4 / (part**4 / (weighted.drawn - 1.0) + other**4 / (runs - 1.0)) if 0 < cov < inf else 1.0
    probability = weighted.mean / inside
    interval = log_interval(probability, cov, freedom, level)
    # That no failure of these runs was left out does not show that none can be.
    unseen = 1.0 - (0.5 * (1.0 - level)) ** (1.0 / (CHECK_WORTH * runs))
    if missed < unseen:
        interval = Interval(interval.low, min(interval.high * inside / (1.0 - unseen), 1.0))
    return Importance(
        probability, cov, interval, level, calls, part, missed, error,
        np.concatenate(weighted.failed), np.concatenate(weighted.weights), weighted.mixture,
    )  # fmt: skip


def importance(
    g: Counted,
    look: Sequence[Run],
    checks: Sequence[Run],
    *,
    seed: int,
    target_cov: float,
    most: int,
    level: float,
    run_number: int,
    scales: Numbers | None = None,
    more: Points | None = None,
    most_missed: float = 1.0,
) -> Importance | float:
    """Estimate from runs that look (``look``) and runs that check, with at most ``most`` calls of its own.

    Where the mixture misses more than ``most_missed`` of the failures of the runs that check, that share is
    returned, and no call is made.
    """
    reference = float(np.mean([r.probability for r in look]))
    mixture = mixture_of(look, scales, more)
    weighted = Weighted(mixture, reference, seed, first_case(run_number), g.dimension)
    missed, _ = missed_share(weighted, checks)
    if missed > most_missed:
        return missed
    weighted.add(g, min(2 * PART, most))
    while weighted.drawn + PART <= most and weighted.cov > 0.5 * target_cov:
        weighted.add(g, PART)
    return combined(weighted, checks, level, weighted.drawn)
