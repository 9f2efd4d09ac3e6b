"""How probable a failure is, by two methods that check each other.

``estimate`` counts failures where they are common; where they are rare, subset simulation and importance
sampling both answer, and their agreement is part of the answer. Numbers that are unknown, as against random,
have no place among the inputs here: see ``unknowns``.
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
from shortdeck.safety.subset import Run, Subset, expected_cov, pooled
from shortdeck.safety.subset import run as subset_run

TRIAL = 1000  # first flights, which choose the method
COUNTABLE = 10  # failures among them, from which on they are counted
LOOKS, CHECKS = 4, 8  # runs of subset simulation that make the mixture, and that check it
SHARE = 0.1
SAMPLES = 1000  # points a level of one run; fewer where the budget asks for it
LEAST_SAMPLES = 200
AT_ONCE = 32  # runs at most whose points are held in memory together
MEMORY = 4e7  # numbers of their points at most
RUN_COST = 8.2  # levels' worth of calls of a run down to 1e-9
MOST_PARTS_DRAWN = 20  # times PART points at most are drawn from the mixture
BOTH = "importance sampling, checked by subset simulation"
MOST_MISSED = 0.2  # importance sampling answers if it reaches at least all but this share of failures
MOST_WEIGHTS_COV = 0.3
DISAGREE = 0.01  # chance of so large a difference between the methods, below which both intervals are joined
_COUNT_RUN, _LOOK_RUN, _CHECK_RUN, _WEIGHTED_RUN, _MORE_RUN = 1, 50, 100, 200, 300
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
    missed: float | None = None  # share of failures that importance sampling left out
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
    scales: Numbers | None = None
    trial: tuple[Numbers, Numbers] | None = None  # the first points and their margins
    warnings: list[str] = field(default_factory=list)

    def runs(self, first: int, count: int) -> list[int]:
        return [first_case(first + k) for k in range(count)]

    def subset_runs(self, cases: Sequence[int]) -> list[Run]:
        return together(self.g, [
            subset_run(self.g.dimension, seed=self.seed, case=case, samples=self.samples, share=SHARE)
            for case in cases
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


def _part(method: str, of: Subset | Importance) -> Part:
    return Part(method, of.probability, of.interval.low, of.interval.high, of.calls)


def agreement(one: Subset | Importance, other: Subset | Importance, freedom: float) -> float:
    """Chance of a greater ratio of two estimates of the same probability; small if one of them is wrong."""
    scatter = sqrt(np.log1p(one.cov**2) + np.log1p(other.cov**2))
    return float(2.0 * special.stdtr(freedom, -abs(log(one.probability / other.probability)) / scatter))


def _weigh(work: _Work, looks: Sequence[Run], checks: Sequence[Run]) -> Importance | None:
    """Importance sampling, where it applies; otherwise a warning that says why not."""
    if not any(len(r.failed) for r in looks) or not any(len(r.failed) for r in checks):
        return None
    most = int(work.g.left) - _CROSSINGS
    if most < 2 * PART:
        work.warnings.append("the budget leaves importance sampling no calls: only subset simulation answers")
        return None
    most = min(most, MOST_PARTS_DRAWN * PART)
    found = importance(
        work.g, looks, checks, seed=work.seed, target_cov=work.target_cov, most=most,
        level=work.level, run_number=_WEIGHTED_RUN, scales=work.scales,
        more=work.trial,
    )  # fmt: skip
    if found.missed > MOST_MISSED or found.weights_cov > MOST_WEIGHTS_COV:
        work.warnings.append(
            f"importance sampling misses {100.0 * found.missed:.0f} % of the failures and is left out: "
            "subset simulation alone answers, and no second method confirms it"
        )
        return None
    return found


def _of_both(
    work: _Work, weighed: Importance, checked: Subset, counted: Crude, looks: Sequence[Run]
) -> Estimate:
    """Importance sampling answers; if subset simulation contradicts it, the intervals are joined."""
    chance = agreement(weighed, checked, CHECKS - 1.0)
    low, high = weighed.interval
    if chance < DISAGREE:
        low, high = min(low, checked.interval.low), max(high, checked.interval.high)
        work.warnings.append(
            f"answers differ ({weighed.probability:.2e} and {checked.probability:.2e}, chance {chance:.1e} "
            "if both were right): the interval spans both; fly more, or look at the branches"
        )
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


def _too_wide(cov: float, target: float, advice: str) -> str:
    return f"relative error {cov:.2f}, asked {target:.2f}: {advice}"


def _of_subset(work: _Work, runs: list[Run], counted: Crude) -> Estimate:
    """Subset simulation alone, with as many more runs as the target asks for and the budget allows."""
    cost = max(r.calls for r in runs)
    wanted = ceil((expected_cov(runs, work.samples, SHARE) / work.target_cov) ** 2) - len(runs)
    more = max(min(wanted, int(work.g.left / (1.3 * cost)), 1000), 0)
    cases = work.runs(_MORE_RUN, more)
    together_now = int(min(max(MEMORY / (work.g.dimension * work.samples), 4), AT_ONCE))
    for k in range(0, more, together_now):
        runs = runs + [r.without_points() for r in work.subset_runs(cases[k : k + together_now])]
    found = pooled(runs, work.level)
    if found.stuck:
        work.warnings.append(
            f"{found.stuck} of {len(runs)} runs found no failure: the margin is flat, or failure rarer than "
            "1e-15; make the margin fall all the way to a failure"
        )
    if found.cov > work.target_cov:
        advice = "raise the budget" if more < wanted else "ask for a smaller one"
        work.warnings.append(_too_wide(found.cov, work.target_cov, advice))
    parts = (
        Part("crude Monte Carlo", counted.probability, *counted.interval, counted.calls),
        _part("subset simulation", found),
    )
    high = found.interval.high
    return Estimate(
        found.probability, found.interval.low, high, work.level, work.g.calls, "subset simulation", work.seed,
        found.cov, tuple(work.warnings), parts, runs=tuple(runs),
    )  # fmt: skip


def _rare(work: _Work, counted: Crude) -> Estimate:
    """Subset simulation and importance sampling."""
    cases = work.runs(_LOOK_RUN, LOOKS) + work.runs(_CHECK_RUN, CHECKS)
    runs = work.subset_runs(cases)
    looks, checks = runs[:LOOKS], runs[LOOKS:]
    weighed = _weigh(work, looks, checks)
    if weighed is None:
        return _of_subset(work, runs, counted)
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
) -> Estimate:
    """P(g(u) <= 0) for u of ``dimension`` independent standard normal numbers, in at most ``budget`` calls.

    g takes points of shape (n, dimension), at most ``batch`` at a time, and returns n values that fall
    continuously to zero as a failure comes near. Aims at a relative standard error of ``target_cov``. The
    same seed gives the same answer for any batch. ``scales`` are the relative sizes that the margin's slopes
    are expected to have; they serve importance sampling in very many dimensions and can make no answer wrong.
    """
    check_space(dimension, seed)
    check_level(level)
    enough = failures_for(target_cov)
    if budget < 100:
        raise InputError(f"budget {budget}: 100 calls or more are needed")
    if method not in ("auto", "crude"):
        raise InputError(f"method {method!r}: allowed are auto, crude")
    counted = Counted(g, dimension=dimension, budget=budget, batch=batch)
    work = _Work(counted, seed, target_cov, level, scales=scales)
    work.samples = min(SAMPLES, int(0.75 * budget / ((LOOKS + CHECKS) * RUN_COST)) // 10 * 10)
    if method == "auto" and work.samples < LEAST_SAMPLES:
        least = ceil(LEAST_SAMPLES * (LOOKS + CHECKS) * RUN_COST / 0.75 / 1000.0) * 1000
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
