"""Many replications, what they average to, and with what interval.

A replication depends on the setup, the policy, the seed and its own number alone, so that any number of
workers gives the same bits. Two setups run with the same seed share their random numbers sortie by sortie:
``gain`` compares them pair by pair.
"""

from __future__ import annotations

import functools
import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from shortdeck.errors import InputError
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.draws import REPLICATIONS
from shortdeck.fleet.policy import Policy
from shortdeck.fleet.resource import HOUR
from shortdeck.fleet.setup import Setup
from shortdeck.fleet.tally import DAY, Run

LEVEL = 0.95
"""Of intervals."""


class Estimate(NamedTuple):
    """Mean over replications with its interval (Student's t, 95 %); no interval from a single one."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return 0.5 * (self.high - self.low)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and interval of independent values; of one value, the value alone."""
    x = np.asarray(values, dtype=float)
    mean = float(x.mean())
    if x.size < 2:
        return Estimate(mean, mean, mean)
    half = float(stdtrit(x.size - 1, 0.5 + 0.5 * LEVEL) * x.std(ddof=1) / sqrt(x.size))
    return Estimate(mean, mean - half, mean + half)


def replicate(
    setup: Setup, policy: Policy, *, seed: int, replications: int, workers: int = 1
) -> tuple[Run, ...]:
    """Runs 0, 1, ... of a setup under a policy; the first with the log of who did what when."""
    if isinstance(replications, bool) or not 1 <= replications <= REPLICATIONS:
        raise InputError(f"replications: a whole number from 1 to {REPLICATIONS}, got {replications}")
    if isinstance(workers, bool) or not 1 <= workers <= 256:
        raise InputError(f"workers: a whole number from 1 to 256, got {workers}")
    play = functools.partial(one, setup, policy, seed)
    workers = min(workers, replications)
    if workers == 1:
        return tuple(play(number) for number in range(replications))
    try:
        pickle.dumps(policy)
    except Exception as error:  # pickle raises half a dozen unrelated types
        raise InputError(
            f"policy '{policy.name}' cannot be sent to another process ({error}): define its class in a "
            "module, or use workers=1"
        ) from None
    chunk = ceil(replications / (4 * workers))
    try:
        return tuple(_pool(workers).map(play, range(replications), chunksize=chunk))
    except (BrokenExecutor, KeyboardInterrupt):
        _pool.cache_clear()  # the next call starts processes of its own
        raise


@functools.cache
def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that stay for the next call: starting them takes longer than most of what they do."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def one(setup: Setup, policy: Policy, seed: int, number: int) -> Run:
    """Replication ``number``."""
    return DeckCycle(setup, policy, seed=seed, replication=number, log=number == 0).run()


def figures(run: Run, *, wanted: int, warm_up: float) -> dict[str, float]:
    """What a run is summed up in. Rates per day of 24 h; shares of time after the warm-up (s)."""
    since = round(1e3 * warm_up)
    days = (run.end - since) / DAY
    first = min(DAY, run.end)
    times = run.on_station(since)
    gaps = run.gaps(since, wanted)
    flown = max(1, len(run.launches))
    found = {
        "sorties a day, surge": run.launched(0, first) * DAY / first,
        "sorties a day, sustained": run.launched(since, run.end) / days,
        "hours on station a day": sum(k * t for k, t in enumerate(times)) / HOUR / days,
        "share of time on station": sum(times[wanted:]) / (run.end - since),
        "gaps a day": len(gaps) / days,
        "longest gap, h": max(gaps, default=0) / HOUR,
        "aircraft lost": float(len(run.losses)),
        "fuel burnt a day, t": 1e-6 * run.fuel["burnt"] * DAY / run.end,
    }
    for state, milliseconds in run.hours.items():
        if state.startswith("waiting for"):
            found[f"hours a sortie {state}"] = milliseconds / HOUR / flown
    return found


def gain(base: Sequence[Run], other: Sequence[Run], figure: Callable[[Run], float]) -> Estimate:
    """What ``other`` has more of a figure than ``base``, replication by replication.

    Raises InputError where the two do not share their replications.
    """
    if [run.replication for run in base] != [run.replication for run in other]:
        raise InputError(
            "two options are compared over the same replications: give both the same number of them"
        )
    return estimate([figure(b) - figure(a) for a, b in zip(base, other, strict=True)])
