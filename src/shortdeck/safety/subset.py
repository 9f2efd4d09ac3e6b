"""Subset simulation: a rare failure as a chain of failures that are each not rare.

P(g <= 0) = P(g <= c1) P(g <= c2 | g <= c1) ..., each factor about ``share``; the levels c follow from the
samples. Au and Beck, Probabilistic Engineering Mechanics 16 (2001) 263-277,
https://doi.org/10.1016/S0266-8920(01)00019-4. Points below a level are moved by the adaptive conditional
sampling of Papaioannou, Betz, Zwirglmaier and Straub, ibid. 41 (2015) 89-103,
https://doi.org/10.1016/j.probengmech.2015.06.006, which does not weaken in many dimensions.

A level that follows from the samples makes each factor too large: k samples of n below the level that they
themselves set mean a probability of (k - 1) / n, not k / n (as counting that stops at a number of failures,
Haldane 1945). Left alone this bias is levels / k: 6 % at 1e-6 with k = 100 (Cerou, Del Moral, Furon and
Guyader, Statistics and Computing 22 (2012) 795-808, https://doi.org/10.1007/s11222-011-9231-6).

One run cannot know its own error: its chains are correlated and may all leave a branch of the failure. An
estimate is therefore made of several runs that share nothing, and its interval of their scatter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT, RISK_STEP
from shortdeck.safety.binomial import Interval
from shortdeck.safety.normal_space import (
    Asking,
    Counted,
    Margin,
    Numbers,
    check_space,
    first_case,
    points,
    together,
)

ACCEPTED = 0.44  # share of accepted moves at which chains mix best, Papaioannou et al. (2015), section 3.3
CORRELATION = 3.0  # gamma of Au and Beck (2001): samples that one independent one is worth, less 1
ANEW = 3  # every so many steps the coordinates without a slope are drawn anew
CAUTION = 0.7  # share of the allowed error that an interval is drawn for, so that it holds in practice
_FLOOR = 1e-15  # a run gives up below this probability


@dataclass(frozen=True)
class Run:
    """One run: its estimate, and the points that failed at the last level."""

    probability: float
    levels: tuple[float, ...]
    calls: int
    failed: Numbers
    last: Numbers  # all points of the last level
    margins: Numbers  # and their margins
    stuck: bool  # no level below the last was found: the margin is flat there, or failure is too rare
    reached: float  # probability of the last level reached
    first: Numbers = field(default_factory=lambda: np.empty((0, 0)))  # independent points, of level 0
    first_margins: Numbers = field(default_factory=lambda: np.empty(0))

    def without_points(self) -> Run:
        """The same run without its points, which take most of its memory."""
        none, no = self.last[:0].copy(), self.margins[:0].copy()
        return replace(self, failed=none, last=none, margins=no, first=none, first_margins=no)


def _walk(
    seeds: Numbers, values: Numbers, level: float, samples: int, scale: float, seed: int, case: int,
    rough: int = 0,
) -> Asking[tuple[Numbers, Numbers, float]]:  # fmt: skip
    """Chains below a level that start at the seeds, until there are ``samples`` points; seeds come first.

    The last ``rough`` coordinates stay as they are, but for every ``ANEW``-th step, which draws them anew and
    leaves the others.
    """
    chains, d = seeds.shape
    smooth = d - rough
    u, g = np.empty((samples, d)), np.empty(samples)
    u[:chains], g[:chains] = seeds, values
    for step, first in enumerate(range(chains, samples, chains)):
        now = min(chains, samples - first)
        before = slice(first - chains, first - chains + now)
        noise = points(seed, case + first, now, d, RISK_STEP)
        proposal = sqrt(1.0 - scale * scale) * u[before] + scale * noise
        anew = rough > 0 and step % ANEW == ANEW - 1
        if anew:
            proposal[:, :smooth] = u[before, :smooth]
            proposal[:, smooth:] = noise[:, smooth:]
        else:
            proposal[:, smooth:] = u[before, smooth:]
        value = yield proposal
        accepted = value <= level
        u[first : first + now] = np.where(accepted[:, None], proposal, u[before])
        g[first : first + now] = np.where(accepted, value, g[before])
        if not anew:
            change = exp((accepted.mean() - ACCEPTED) / sqrt(step + 1.0))
            scale = float(np.clip(scale * change, 1e-3, 1.0))
    return u, g, scale


def run(dimension: int, *, seed: int, case: int, samples: int, share: float, rough: int = 0) -> Asking[Run]:
    """One run of subset simulation whose points are numbered from ``case`` on; ``rough`` as in ``_walk``."""
    u = points(seed, case, samples, dimension, RISK_POINT)
    g = yield u
    first, first_margins = u, g
    calls, probability, scale = samples, 1.0, 0.6
    levels: list[float] = []
    while True:
        level = float(np.partition(g, int(share * samples) - 1)[int(share * samples) - 1])
        if level <= 0.0:
            failed: NDArray[np.bool_] = g <= 0.0
            result = probability * float(failed.mean())
            return Run(
                result, tuple(levels), calls, u[failed], u, g, False, result, first, first_margins
            )  # fmt: skip
        seeds = g <= level
        if seeds.mean() > 0.5 or probability * seeds.mean() < _FLOOR:
            none = u[:0]
            return Run(0.0, tuple(levels), calls, none, u, g, True, probability, first, first_margins)
        probability *= (int(seeds.sum()) - 1) / samples
        levels.append(level)
        new = samples - int(seeds.sum())
        # Moves have another purpose than points, so that case numbers may start at the same one.
        u, g, scale = yield from _walk(
            u[seeds], g[seeds], level, samples, scale, seed, case + len(levels) * samples, rough
        )
        calls += new


@dataclass(frozen=True)
class Subset:
    """Several runs that share nothing, and what they come to."""

    probability: float
    cov: float  # of the mean of the runs, from their scatter
    interval: Interval
    level: float
    calls: int
    runs: tuple[Run, ...]

    @property
    def stuck(self) -> int:
        """How many runs found no failure."""
        return sum(r.stuck for r in self.runs)


def log_interval(probability: float, cov: float, freedom: float, level: float) -> Interval:
    """Interval of a positive, skewed estimate: Student's t on the scale of the logarithm."""
    width = float(special.stdtrit(freedom, 0.5 * (1.0 + level))) * sqrt(np.log1p(cov * cov))
    return Interval(probability * exp(-width), min(probability * exp(width), 1.0))


def runs_interval(values: Numbers, level: float) -> Interval:
    """Interval of the mean of independent runs, whose estimates are about log-normal.

    The wider of two: ``log_interval`` of their scatter, and Cox's for a log-normal mean (in Land,
    Technometrics 14 (1972) 145-158); with a little caution for being neither.
    """
    mean, runs = float(values.mean()), len(values)
    drawn = 1.0 - CAUTION * (1.0 - level)
    wide = log_interval(mean, float(values.std(ddof=1)) / mean / sqrt(runs), runs - 1.0, drawn)
    if values.min() <= 0.0:
        return wide
    spread = float(np.log(values).var(ddof=1))
    width = float(special.stdtrit(runs - 1.0, 0.5 * (1.0 + drawn))) * sqrt(
        spread / runs + spread * spread / (2.0 * (runs - 1.0))
    )
    return Interval(min(wide.low, mean * exp(-width)), min(max(wide.high, mean * exp(width)), 1.0))


def pooled(runs: Sequence[Run], level: float) -> Subset:
    """Mean of independent runs with the interval of their scatter."""
    values = np.array([r.probability for r in runs])
    calls = sum(r.calls for r in runs)
    mean = float(values.mean())
    if mean == 0.0:
        return Subset(0.0, np.inf, Interval(0.0, max(r.reached for r in runs)), level, calls, tuple(runs))
    cov = float(values.std(ddof=1)) / mean / sqrt(len(values))
    return Subset(mean, cov, runs_interval(values, level), level, calls, tuple(runs))


def expected_cov(runs: Sequence[Run], samples: int, share: float) -> float:
    """What the error of one run is expected to be, from its number of levels alone.

    (levels (1 - share) / (share samples) (1 + gamma))^1/2 after Au and Beck (2001), with a correlation of
    chains as it is here in the mean. Runs are never added by their own scatter: where that stops, it is small
    by chance.
    """
    levels = sum(len(r.levels) + 0.5 for r in runs) / len(runs)
    return sqrt(levels * (1.0 - share) / (share * samples) * (1.0 + CORRELATION))


def check_subset(runs: int, samples: int, share: float) -> None:
    """Refuse settings with which subset simulation means nothing."""
    if runs < 4:
        raise InputError(f"runs {runs}: four or more are needed, whose scatter gives the interval")
    if not 0.01 <= share <= 0.5 or share * samples < 10:
        raise InputError(
            f"samples {samples}, share {share}: a share from 0.01 to 0.5 with at least 10 samples is needed"
        )


def subset(
    g: Margin,
    dimension: int,
    *,
    seed: int,
    runs: int = 10,
    samples: int = 1000,
    share: float = 0.1,
    level: float = 0.95,
    first_run: int = 0,
    batch: int = 8192,
    rough: int = 0,
) -> Subset:
    """P(g <= 0) by ``runs`` independent runs with ``samples`` points a level.

    ``rough``: how many of the last coordinates change the margin without a slope, as a number of a random
    stream does. Moves hold them, so that a small move is a small change, and now and then draw them anew.
    """
    check_space(dimension, seed)
    check_subset(runs, samples, share)
    counted = g if isinstance(g, Counted) else Counted(g, dimension=dimension, batch=batch)
    asking = [
        run(dimension, seed=seed, case=first_case(first_run + k), samples=samples, share=share, rough=rough)
        for k in range(runs)
    ]
    return pooled(together(counted, asking), level)
