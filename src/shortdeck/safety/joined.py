"""One answer from two methods that share nothing but the margin: subset simulation and multilevel splitting.

Run k of the one and flock k of the other make a pair with a weighted mean of both; pairs are independent and
alike, and the interval is that of their scatter. Weights and numbers of runs follow from how many levels were
passed, never from the scatter: what looks precise by chance would weigh most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, expm1, inf, log, sqrt

import numpy as np

from shortdeck.safety.binomial import Interval
from shortdeck.safety.particles import MOVES, PARTICLES, Flock, Particles, mean_of
from shortdeck.safety.subset import Run, Subset, expected_cov, pooled, runs_interval

LEAST_PARTICLES = 24
REMEMBERED = 1.0  # variance of a flock that its moves' memory adds, over that without any
TRIES_EACH = 2.4  # points asked for each move, with room for those drawn anew
LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE = 1e-4, 5.0  # of one flock; the least where it took no step
RESERVED = 0.85  # of the budget that is left, for flocks


@dataclass(frozen=True)
class Joined:
    """Both methods by themselves, and their mean."""

    probability: float
    cov: float
    interval: Interval
    subset: Subset
    particles: Particles


def flocks_for(runs: Sequence[Run], left: float) -> int:
    """Particles of each flock, as many flocks as runs, that a budget allows; 0 where too few."""
    estimate = sum(r.probability for r in runs) / len(runs)
    depth = -log(estimate) if estimate > 0.0 else -log(max(r.reached for r in runs))
    each = RESERVED * left / len(runs) / (1.0 + depth * MOVES * TRIES_EACH)
    particles = int(min(each, PARTICLES))
    return particles if particles >= LEAST_PARTICLES else 0


def flock_cov(flocks: Sequence[Flock]) -> float:
    """What the error of one flock is expected to be, from its steps alone."""
    variance = (1.0 + REMEMBERED) * sum(f.log_variance for f in flocks) / len(flocks)
    return sqrt(expm1(min(max(variance, LEAST_LOG_VARIANCE), MOST_LOG_VARIANCE)))


def more_pairs(
    runs: Sequence[Run], flocks: Sequence[Flock], samples: int, share: float, target_cov: float
) -> int:
    """How many more of both are expected to be needed for a relative error."""
    one, other = expected_cov(runs, samples, share), flock_cov(flocks)
    pair = 1.0 / sqrt(1.0 / one**2 + 1.0 / other**2)
    return ceil((pair / target_cov) ** 2) - len(runs)


def joined(runs: Sequence[Run], flocks: Sequence[Flock], samples: int, share: float, level: float) -> Joined:
    """The weighted mean of as many runs as flocks, with the interval of their pairs."""
    one, other = pooled(runs, level), mean_of(flocks, level)
    precise, also = expected_cov(runs, samples, share) ** -2, flock_cov(flocks) ** -2
    weight = precise / (precise + also)
    values = np.array([
        weight * r.probability + (1.0 - weight) * f.probability for r, f in zip(runs, flocks, strict=True)
    ])  # fmt: skip
    mean = float(values.mean())
    if mean == 0.0:
        high = max(one.interval.high, other.interval.high)
        return Joined(0.0, inf, Interval(0.0, high), one, other)
    cov = float(values.std(ddof=1)) / mean / sqrt(len(values))
    return Joined(mean, cov, runs_interval(values, level), one, other)
