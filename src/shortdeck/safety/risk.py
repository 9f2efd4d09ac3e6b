"""How probable a failure is, by two methods that check each other.

``estimate`` counts failures where they are common; where they are rare, two methods answer, and their
agreement is part of the answer: importance sampling and subset simulation where failures lie in few
directions, otherwise subset simulation and multilevel splitting, which need no more than a margin. Numbers
that are unknown, as against random, have no place among the inputs here: see ``unknowns``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf, log, sqrt
from typing import Literal

import numpy as np
from scipy import special

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety.binomial import check_level
from shortdeck.safety.branches import STEPS, Branch, branches
from shortdeck.safety.crude import Crude, crude, failures_for
from shortdeck.safety.importance import PART, Importance, importance
from shortdeck.safety.joined import Joined, flocks_for, joined, more_pairs
from shortdeck.safety.mixture import MOST_PARTS
from shortdeck.safety.normal_space import (
    BudgetSpentError,
    Counted,
    Margin,
    Numbers,
    StoppedError,
    check_space,
    first_case,
    points,
    together,
)
from shortdeck.safety.particles import Flock, Particles, flock
from shortdeck.safety.subset import Run, Subset, pooled
from shortdeck.safety.subset import run as subset_run

TRIAL = 1000  # first flights, which choose the method
COUNTABLE = 10  # failures among them, from which on they are counted
LOOKS, CHECKS = 4, 8  # runs of subset simulation that make the mixture, and that check it
SHARE = 0.1
SAMPLES = 1000  # points a level of one run; fewer where the budget asks for it
LEAST_SAMPLES = 200
FIRST_SHARE = 0.5  # of the budget that the first runs may take; the other method has what they leave
AT_ONCE = 32  # runs at most whose points are held in memory together
MEMORY = 4e7  # numbers of their points at most
RUN_COST = 8.2  # levels' worth of calls of a run down to 1e-9
MOST_PARTS_DRAWN = 20  # times PART points at most are drawn from the mixture
BOTH = "importance sampling, checked by subset simulation"
SPLIT = "subset simulation and multilevel splitting"
MOST_MISSED = 0.2  # importance sampling answers if it reaches at least all but this share of failures
MOST_WEIGHTS_COV = 0.3
DISAGREE = 0.01  # chance of so large a difference between the methods, below which both intervals are joined
_COUNT_RUN, _LOOK_RUN, _CHECK_RUN, _WEIGHTED_RUN, _MORE_RUN, _FLOCK_RUN = 1, 50, 100, 200, 300, 2000
_CROSSINGS = STEPS * MOST_PARTS * (MOST_PARTS - 1) // 2

Method = Literal["auto", "crude"]


@dataclass(frozen=True)
class Part:
    """What one method says by itself."""

    method: str
    probability: float
    low: float
    high: float
    calls: int


@dataclass(frozen=True)
class Estimate:
    """Probability of failure with an interval that contains the truth in ``level`` of repetitions.

    The interval is that of chance alone: that the model is wrong, or a number unknown, is not in it.
    """

    probability: float
    low: float
    high: float
    level: float
    calls: int
    method: str
    seed: int
    cov: float  # coefficient of variation
    warnings: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()  # the methods by themselves
    agreement: float | None = None  # chance of a greater difference between the methods, if both are right
    missed: float | None = None  # share of failures that importance sampling leaves out
    branches: tuple[Branch, ...] = ()
    counted: Crude | None = field(default=None, repr=False, compare=False)  # where failures were counted
    # Of subset simulation, with points that failed.
    runs: tuple[Run, ...] = field(default=(), repr=False, compare=False)
    interrupted: bool = False


@dataclass
class _Work:
    """What an estimate needs at hand."""

    g: Counted
    seed: int
    target_cov: float
    level: float
    samples: int = SAMPLES
    rough: int = 0
    scales: Numbers | None = None
    trial: tuple[Numbers, Numbers] | None = None  # the first points and their margins
    missed: float | None = None  # share of failures for which importance sampling was left out
    warnings: list[str] = field(default_factory=list)

    def runs(self, first: int, count: int) -> list[int]:
        return [first_case(first + k) for k in range(count)]

    def subset_runs(self, cases: Sequence[int]) -> list[Run]:
        return together(self.g, [
            subset_run(
                self.g.dimension, seed=self.seed, case=case, samples=self.samples, share=SHARE,
                rough=self.rough,
            ) for case in cases
        ])  # fmt: skip

    def flocks(self, cases: Sequence[int], particles: int) -> list[Flock]:
        most = self.g.left / len(cases)
        return together(self.g, [
            flock(
                self.g.dimension, seed=self.seed, case=case, particles=particles, rough=self.rough, most=most
            ) for case in cases
        ])  # fmt: skip


def _of_crude(work: _Work, c: Crude) -> Estimate:
    cov = sqrt((1.0 - c.probability) / c.failures) if c.failures else inf
    part = Part("crude Monte Carlo", c.probability, c.interval.low, c.interval.high, c.calls)
    return Estimate(
        c.probability, c.interval.low, c.interval.high, c.level, work.g.calls, part.method, work.seed, cov,
        tuple(work.warnings), (part,), counted=c, interrupted=c.interrupted,
    )  # fmt: skip


def _counted(work: _Work, flights: int, failures: int) -> Estimate:
    """Failures counted until there are enough, or the flights are spent."""
    found = crude(
        work.g, work.g.dimension, seed=work.seed, flights=flights, failures=failures, level=work.level,
        run_number=_COUNT_RUN,
    )  # fmt: skip
    if found.interrupted:
        work.warnings.append(f"interrupted after {found.flights} flights")
    elif not found.stopped:
        work.warnings.append(f"{found.failures} failures counted, {failures} wanted: raise the budget")
    return _of_crude(work, found)


Answer = Subset | Importance | Particles


def _part(method: str, of: Answer) -> Part:
    return Part(method, of.probability, of.interval.low, of.interval.high, of.calls)


def agreement(one: Answer, other: Answer, freedom: float) -> float:
    """Chance of a greater ratio of two estimates of the same probability; small if one of them is wrong."""
    scatter = sqrt(np.log1p(one.cov**2) + np.log1p(other.cov**2))
    return float(2.0 * special.stdtr(freedom, -abs(log(one.probability / other.probability)) / scatter))


def _weigh(work: _Work, looks: Sequence[Run], checks: Sequence[Run]) -> Importance | None:
    """Importance sampling, where it applies."""
    if not any(len(r.failed) for r in looks) or not any(len(r.failed) for r in checks):
        return None
    most = int(work.g.left) - _CROSSINGS
    if most < 2 * PART:
        return None
    most = min(most, MOST_PARTS_DRAWN * PART)
    found = importance(
        work.g, looks, checks, seed=work.seed, target_cov=work.target_cov, most=most,
        level=work.level, run_number=_WEIGHTED_RUN, scales=work.scales,
        more=work.trial, most_missed=MOST_MISSED,
    )  # fmt: skip
    if isinstance(found, float):
        work.missed = found
        return None
    return found if found.weights_cov <= MOST_WEIGHTS_COV else None


def _of_both(
    work: _Work, weighed: Importance, checked: Subset, counted: Crude, looks: Sequence[Run]
) -> Estimate:
    """Importance sampling answers; if subset simulation contradicts it, the intervals are joined."""
    chance = agreement(weighed, checked, CHECKS - 1.0)
    low, high = weighed.interval
    if chance < DISAGREE:
        low, high = min(low, checked.interval.low), max(high, checked.interval.high)
        work.warnings.append(_differ(weighed.probability, checked.probability, chance))
    parts = (
        Part("crude Monte Carlo", counted.probability, *counted.interval, counted.calls),
        _part("subset simulation", checked),
        replace(_part("importance sampling", weighed), calls=weighed.calls + sum(r.calls for r in looks)),
    )
    found = branches(work.g, weighed.mixture, weighed.failed, weighed.weights)
    found = tuple(b._replace(probability=b.share * weighed.probability) for b in found)
    return Estimate(
        weighed.probability, low, high, work.level, work.g.calls, BOTH, work.seed, weighed.cov,
        tuple(work.warnings), parts, chance, weighed.missed, found,
        runs=(*looks, *checked.runs),
    )  # fmt: skip


def _differ(one: float, other: float, chance: float) -> str:
    return (
        f"answers differ ({one:.2e} and {other:.2e}, chance {chance:.1e} if both were right): the interval "
        "spans both; fly more, or look at the branches"
    )


def _too_wide(cov: float, target: float, advice: str) -> str:
    return f"relative error {cov:.2f}, asked {target:.2f}: {advice}"


def _of_subset(work: _Work, runs: list[Run], counted: Crude, *, interrupted: bool = False) -> Estimate:
    """Subset simulation alone: there is no second answer."""
    found = pooled(runs, work.level)
    _warn_of_stuck(work, found.stuck, len(runs), "runs")
    if found.cov > work.target_cov:
        work.warnings.append(_too_wide(found.cov, work.target_cov, "raise the budget"))
    parts = (
        Part("crude Monte Carlo", counted.probability, *counted.interval, counted.calls),
        _part("subset simulation", found),
    )
    low, high = found.interval
    return Estimate(
        found.probability, low, high, work.level, work.g.calls, "subset simulation", work.seed,
        found.cov, tuple(work.warnings), parts, runs=tuple(runs), interrupted=interrupted,
    )  # fmt: skip


def _warn_of_stuck(work: _Work, stuck: int, of: int, what: str) -> None:
    if stuck:
        work.warnings.append(
            f"{stuck} of {of} {what} found no failure: the margin is flat or falls in jumps, failure is "
            "rarer than 1e-15, or the calls were spent"
        )


def _of_splitting(work: _Work, runs: list[Run], counted: Crude) -> Estimate:
    """Subset simulation and multilevel splitting, with as many more of both as the target asks for."""
    particles = flocks_for(runs, work.g.left)
    if particles == 0:
        work.warnings.append("the budget leaves no calls for a second method: no agreement is told")
        return _of_subset(work, runs, counted)
    try:
        flocks = work.flocks(work.runs(_FLOCK_RUN, len(runs)), particles)
    except BudgetSpentError as spent:
        stopped = isinstance(spent, StoppedError)
        work.warnings.append(
            "interrupted before the second method answered" if stopped
            else "the budget was spent before the second method answered"
        )  # fmt: skip
        return _of_subset(work, runs, counted, interrupted=stopped)
    wanted = more_pairs(runs, flocks, work.samples, SHARE, work.target_cov)
    cost = max(r.calls for r in runs) + max(f.calls for f in flocks)
    more = max(min(wanted, int(work.g.left / (1.3 * cost)), 1000), 0)
    together_now = int(min(max(MEMORY / (work.g.dimension * work.samples), 4), AT_ONCE))
    interrupted = False
    try:
        for k in range(0, more, together_now):
            some = min(together_now, more - k)
            added = work.subset_runs(work.runs(_MORE_RUN + k, some))
            flocks += work.flocks(work.runs(_FLOCK_RUN + len(flocks), some), particles)
            runs = runs + [r.without_points() for r in added]
    except BudgetSpentError as spent:
        interrupted = isinstance(spent, StoppedError)
    pair = joined(runs, flocks, work.samples, SHARE, work.level)
    _warn_of_stuck(work, pair.subset.stuck, len(runs), "runs of subset simulation")
    _warn_of_stuck(work, pair.particles.stuck, len(flocks), "flocks of multilevel splitting")
    if pair.cov > work.target_cov:
        advice = "raise the budget" if more < wanted else "ask for a smaller one"
        work.warnings.append(_too_wide(pair.cov, work.target_cov, advice))
    return _of_pair(work, pair, counted, runs, interrupted)


def _of_pair(work: _Work, pair: Joined, counted: Crude, runs: list[Run], interrupted: bool) -> Estimate:
    """The mean of both methods; if they contradict each other, the interval holds both of theirs."""
    one, other = pair.subset, pair.particles
    low, high = pair.interval
    chance = None
    if one.probability > 0.0 and other.probability > 0.0:
        chance = agreement(one, other, len(runs) - 1.0)
    elif one.probability != other.probability:
        chance = 0.0
    if chance is not None and chance < DISAGREE:
        low, high = min(low, one.interval.low, other.interval.low), max(high, one.interval.high)
        high = max(high, other.interval.high)
        work.warnings.append(_differ(one.probability, other.probability, chance))
    parts = (
        Part("crude Monte Carlo", counted.probability, *counted.interval, counted.calls),
        _part("subset simulation", one),
        _part("multilevel splitting", other),
    )
    return Estimate(
        pair.probability, low, high, work.level, work.g.calls, SPLIT, work.seed, pair.cov,
        tuple(work.warnings), parts, chance, work.missed, runs=tuple(runs), interrupted=interrupted,
    )  # fmt: skip


def _rare(work: _Work, counted: Crude) -> Estimate:
    """Subset simulation, and importance sampling or multilevel splitting."""
    cases = work.runs(_LOOK_RUN, LOOKS) + work.runs(_CHECK_RUN, CHECKS)
    runs = work.subset_runs(cases)
    looks, checks = runs[:LOOKS], runs[LOOKS:]
    weighed = _weigh(work, looks, checks)
    if weighed is None:
        return _of_splitting(work, runs, counted)
    if weighed.cov > work.target_cov:
        work.warnings.append(_too_wide(weighed.cov, work.target_cov, "ask for a smaller one"))
    return _of_both(work, weighed, pooled(checks, work.level), counted, looks)


def estimate(
    g: Margin,
    dimension: int,
    *,
    seed: int,
    target_cov: float = 0.1,
    budget: int = 200_000,
    level: float = 0.95,
    method: Method = "auto",
    batch: int = 8192,
    scales: Numbers | None = None,
    rough: int = 0,
) -> Estimate:
    """P(g(u) <= 0) for u of ``dimension`` independent standard normal numbers, in at most ``budget`` calls.

    g takes points of shape (n, dimension), at most ``batch`` at a time, and returns n values that fall
    continuously to zero as a failure comes near. Aims at a relative standard error of ``target_cov``. The
    same seed gives the same answer for any batch. ``scales`` are the relative sizes that the margin's slopes
    are expected to have; they serve importance sampling in very many dimensions and can make no answer wrong.
    ``rough``: how many of the last coordinates change the margin without a slope, such as the number of a
    random stream; moves hold them and now and then draw them anew.
    """
    check_space(dimension, seed)
    check_level(level)
    enough = failures_for(target_cov)
    if budget < 100:
        raise InputError(f"budget {budget}: 100 calls or more are needed")
    if method not in ("auto", "crude"):
        raise InputError(f"method {method!r}: allowed are auto, crude")
    counted = Counted(g, dimension=dimension, budget=budget, batch=batch)
    work = _Work(counted, seed, target_cov, level, rough=rough, scales=scales)
    work.samples = min(SAMPLES, int(FIRST_SHARE * budget / ((LOOKS + CHECKS) * RUN_COST)) // 10 * 10)
    if method == "auto" and work.samples < LEAST_SAMPLES:
        least = ceil(LEAST_SAMPLES * (LOOKS + CHECKS) * RUN_COST / FIRST_SHARE / 1000.0) * 1000
        work.warnings.append(f"budget {budget}: rare failures need {least}; failures are only counted")
        method = "crude"
    if method == "crude":
        return _counted(work, budget, enough)
    # The first flights choose the method and have no part in the answer: it would be biased by the choice.
    counted.kept = []
    first = crude(work.g, dimension, seed=seed, flights=TRIAL, level=level)
    trial, counted.kept = counted.kept, None
    if trial:
        values = np.concatenate(trial)
        work.trial = points(seed, first_case(0), len(values), dimension, RISK_POINT), values
    if first.interrupted:
        work.warnings.append(f"interrupted after {first.flights} flights")
        return _of_crude(work, first)
    if first.failures >= COUNTABLE:
        return _counted(work, budget - TRIAL, enough)
    try:
        return _rare(work, first)
    except StoppedError:
        work.warnings.append("interrupted: only the first flights, which were counted, answer")
        return replace(_of_crude(work, first), interrupted=True)
    except BudgetSpentError:
        work.warnings.append("the budget was spent before failure was reached: failures were only counted")
        return _of_crude(work, first)
