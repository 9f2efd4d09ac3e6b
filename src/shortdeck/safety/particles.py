"""Multilevel splitting by moving particles: a second way to a rare failure, in steps of its own.

A flock of N particles, each a standard normal point, has its k worst (greatest margins) taken away; copies of
others take their places and are moved about below the level that the k-th worst had set. After m such steps
all have failed, and

    P = (1 - k/N)^m  times the share of the last flock that failed,

which is right in the mean for any N and k if moves forget where they came from (Cerou and Guyader, Stochastic
Analysis and Applications 25 (2007) 417-443, https://doi.org/10.1080/07362990601139628). With k = 1, m is then
Poisson distributed with the mean -N log P (Guyader, Hengartner and Matzner-Lober, Applied Mathematics and
Optimization 64 (2011) 171-196, https://doi.org/10.1007/s00245-011-9135-z), and the relative error
sqrt(-log P / N): the least that such flocks can have. ``least_cov`` is that bound for k > 1. Moves as few as
here remember a little: the mean is 4 to 5 % too high with 24 to 48 particles, by less than can be seen with
128. A flock cannot know its own error; several that share nothing give the interval by their scatter.

Moves are elliptical slices (Murray, Adams and MacKay, AISTATS, JMLR W&CP 9 (2010) 541-548): a point and a
fresh normal one span an ellipse, all of whose points are as likely; an arc of it that holds the particle is
drawn at random and shortened towards the particle until a point on it lies below the level. Each ends at
another point in any number of dimensions, without a step size.

What it shares with subset simulation (``subset``) is the margin, and the idea of levels. It has many small
levels for a few large ones, other moves, other points, and its own count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, pi, sqrt
from typing import NamedTuple

import numpy as np

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT, RISK_STEP, draw_uniform
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
from shortdeck.safety.subset import runs_interval

PARTICLES = 128
GROUP = 1 / 4  # share of a flock that is moved at once, so that flights can be flown side by side
MOVES = 4  # of each copy
TRIES = 3  # on one ellipse, after which a particle stays where it is
AT_ONCE = 0.5  # share of particles that the first try on an ellipse moves: arcs are as long as that
_RATE = 0.3  # of the logarithm of the arc's length, of what the share is off by
_FLOOR = 1e-15  # a flock gives up below this probability
_UNIFORM = 2**40  # cases of uniform numbers, beyond those of normal ones


class Flock(NamedTuple):
    """One flock: its estimate, and what became of it."""

    probability: float
    steps: int
    calls: int
    stuck: bool  # it could not get below a level: flat margin, failure too rare, or calls spent
    reached: float  # probability of the last level reached
    log_variance: float  # of the logarithm of its estimate, if its moves forgot everything


@dataclass
class _Mover:
    """Moves of the particles of one flock, and the random numbers that they use."""

    seed: int
    case: int
    rough: int = 0
    arc: float = 2.0 * pi
    moved: int = 0  # particles so far
    batches: int = 0
    calls: int = 0

    def uniform(self, count: int) -> Numbers:
        self.batches += 1
        return draw_uniform(self.seed, self.case + _UNIFORM + self.batches, RISK_STEP, count)

    def move(self, u: Numbers, g: Numbers, level: float) -> Asking[tuple[Numbers, Numbers]]:
        """Each particle once along an ellipse of its own, to where the margin is below the level."""
        n, d = u.shape
        other = points(self.seed, self.case + self.moved, n, d, RISK_STEP)
        self.moved += n
        smooth = d - self.rough
        chance = self.uniform(n * (TRIES + 1)).reshape(n, TRIES + 1)
        low = -chance[:, 0] * self.arc
        high = low + self.arc
        out, margins = u.copy(), g.copy()
        at_once = 0.0
        left = np.arange(n)
        for k in range(TRIES):
            angle = low[left] + (high[left] - low[left]) * chance[left, k + 1]
            tried = np.cos(angle)[:, None] * u[left] + np.sin(angle)[:, None] * other[left]
            tried[:, smooth:] = u[left, smooth:]
            self.calls += len(left)
            values = yield tried
            good = values < level
            out[left[good]], margins[left[good]] = tried[good], values[good]
            if k == 0:
                at_once = float(good.mean())
            back = angle < 0.0
            low[left] = np.where(back, angle, low[left])
            high[left] = np.where(back, high[left], angle)
            left = left[~good]
            if not len(left):
                break
        self.arc = float(np.clip(self.arc * np.exp(_RATE * (at_once - AT_ONCE)), 1e-3, 2.0 * pi))
        return out, margins

    def anew(self, u: Numbers, g: Numbers, level: float) -> Asking[tuple[Numbers, Numbers]]:
        """The coordinates without a slope drawn anew, where the margin stays below the level."""
        n, d = u.shape
        smooth = d - self.rough
        tried = points(self.seed, self.case + self.moved, n, d, RISK_STEP)
        self.moved += n
        tried[:, :smooth] = u[:, :smooth]
        self.calls += n
        values = yield tried
        good = values < level
        return np.where(good[:, None], tried, u), np.where(good, values, g)


def flock(
    dimension: int, *, seed: int, case: int, particles: int, rough: int = 0, most: float = inf
) -> Asking[Flock]:
    """One flock whose points are numbered from ``case`` on; ``rough`` as in ``subset``.

    It gives up, as stuck, before a step that could take it beyond ``most`` calls.
    """
    u = points(seed, case, particles, dimension, RISK_POINT)
    g = yield u
    mover = _Mover(seed, case, rough)
    mover.calls = particles
    group = max(int(GROUP * particles), 1)
    probability, steps, variance = 1.0, 0, 0.0
    while True:
        level = float(np.partition(g, particles - group)[particles - group])
        if level <= 0.0:
            share = float((g <= 0.0).mean())
            variance += (1.0 - share) / (share * particles)
            return Flock(probability * share, steps, mover.calls, False, probability * share, variance)
        kept = np.flatnonzero(g < level)
        gone = np.flatnonzero(g >= level)
        costs = len(gone) * (MOVES * TRIES + MOVES // 2)
        if len(kept) < 2 or probability < _FLOOR or mover.calls + costs > most:
            return Flock(0.0, steps, mover.calls, True, probability, variance)
        probability *= len(kept) / particles
        variance += len(gone) / (len(kept) * particles)
        steps += 1
        # Without repetition as far as there are enough: no two copies of one where others have none.
        order = kept[np.argsort(mover.uniform(len(kept)))]
        parents = np.resize(order, len(gone))
        moved, margins = u[parents], g[parents]
        for k in range(MOVES):
            if rough and k % 2:
                moved, margins = yield from mover.anew(moved, margins, level)
            moved, margins = yield from mover.move(moved, margins, level)
        u[gone], g[gone] = moved, margins


@dataclass(frozen=True)
class Particles:
    """Several flocks that share nothing, and what they come to."""

    probability: float
    cov: float  # of the mean of the flocks, from their scatter
    interval: Interval
    level: float
    calls: int
    flocks: tuple[Flock, ...]

    @property
    def stuck(self) -> int:
        """How many flocks found no failure."""
        return sum(f.stuck for f in self.flocks)


def least_cov(flocks: Sequence[Flock]) -> float:
    """Relative error of the mean of flocks whose moves forget everything: no such estimate has less."""
    return sqrt(sum(float(np.expm1(f.log_variance)) for f in flocks)) / len(flocks)


def mean_of(flocks: Sequence[Flock], level: float) -> Particles:
    """Mean of flocks with the interval of their scatter."""
    values = np.array([f.probability for f in flocks])
    calls = sum(f.calls for f in flocks)
    mean = float(values.mean())
    if mean == 0.0:
        none = Interval(0.0, max(f.reached for f in flocks))
        return Particles(0.0, np.inf, none, level, calls, tuple(flocks))
    cov = float(values.std(ddof=1)) / mean / sqrt(len(values))
    return Particles(mean, cov, runs_interval(values, level), level, calls, tuple(flocks))


def check_flocks(flocks: int, particles: int) -> None:
    """Refuse settings with which flocks mean nothing."""
    if flocks < 4:
        raise InputError(f"flocks {flocks}: four or more are needed, whose scatter gives the interval")
    if particles < 16:
        raise InputError(f"particles {particles}: 16 or more in each flock are needed")


def splitting(
    g: Margin, dimension: int, *, seed: int, flocks: int = 12, particles: int = PARTICLES,
    level: float = 0.95, first_run: int = 0, batch: int = 8192, rough: int = 0,
) -> Particles:  # fmt: skip
    """P(g <= 0) by ``flocks`` independent flocks of ``particles`` each; ``rough`` as in ``subset``."""
    check_space(dimension, seed)
    check_flocks(flocks, particles)
    counted = g if isinstance(g, Counted) else Counted(g, dimension=dimension, batch=batch)
    asking = [
        flock(dimension, seed=seed, case=first_case(first_run + k), particles=particles, rough=rough)
        for k in range(flocks)
    ]
    return mean_of(together(counted, asking), level)
