"""Tests that stop as soon as they may: is a risk below a limit? With exact errors.

Flights are counted one after another. A ``Plan`` says after each number of flights at how few failures the
risk is declared acceptable and at how many it is not; its chances of either answer are computed, not
approximated, for any true risk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from shortdeck.errors import InputError

Verdict = Literal["acceptable", "unacceptable", "fly on"]
MOST_FLIGHTS = 1_000_000


class Chances(NamedTuple):
    """What a plan comes to at one true risk."""

    acceptable: float
    unacceptable: float
    flights: float  # expected number


@dataclass(frozen=True)
class Plan:
    """After n flights: acceptable at ``accept[n]`` failures or fewer, unacceptable at ``reject[n]`` or more.

    Entry 0 stands before the first flight; -1 accepts nothing. At the last n every count is decided.
    """

    accept: NDArray[np.int64]
    reject: NDArray[np.int64]

    @property
    def most_flights(self) -> int:
        """Flights after which there is an answer in any case."""
        return len(self.accept) - 1

    def verdict(self, failures: int, flights: int) -> Verdict:
        """What so many failures of so many flights say."""
        if not 0 <= failures <= flights <= self.most_flights:
            raise InputError(
                f"{failures} failures of {flights} flights: at most {self.most_flights} flights, and no more "
                "failures than flights, are possible"
            )
        if failures <= self.accept[flights]:
            return "acceptable"
        return "unacceptable" if failures >= self.reject[flights] else "fly on"

    def follow(self, failed: Sequence[bool]) -> tuple[Verdict, int]:
        """Verdict on flights in their order, and how many of them it took."""
        count = 0
        for n, outcome in enumerate(failed, start=1):
            count += bool(outcome)
            found = self.verdict(count, n)
            if found != "fly on":
                return found, n
        return "fly on", len(failed)

    def chances(self, risk: float) -> Chances:
        """Exact chances of each verdict and expected flights, from the distribution of failures so far."""
        if not 0.0 <= risk <= 1.0:
            raise InputError(f"risk {risk}: a probability is needed")
        width = int(self.reject.max()) + 1
        open_ = np.zeros(width + 1)
        open_[0] = 1.0
        good = bad = flights = 0.0
        for n in range(1, self.most_flights + 1):
            flights += float(open_.sum())
            open_[1:] = open_[1:] * (1.0 - risk) + open_[:-1] * risk
            open_[0] *= 1.0 - risk
            below, above = int(self.accept[n]) + 1, int(self.reject[n])
            good += float(open_[:below].sum())
            bad += float(open_[above:].sum())
            open_[:below] = 0.0
            open_[above:] = 0.0
        return Chances(good, bad, flights)


def _check_risks(acceptable: float, unacceptable: float, *errors: float) -> None:
    if not 0.0 < acceptable < unacceptable < 1.0:
        raise InputError(
            f"risks {acceptable} and {unacceptable}: an acceptable one below an unacceptable one is needed, "
            "both between 0 and 1"
        )
    if not all(0.0 < e < 0.5 for e in errors):
        raise InputError(f"errors {errors}: chances between 0 and 0.5 are needed, such as 0.05")


def fixed_size(
    *, acceptable: float, unacceptable: float, producer: float = 0.05, consumer: float = 0.05
) -> tuple[int, int]:
    """Fewest flights n, with most failures c that are still acceptable, for two chances of error.

    A risk of ``acceptable`` is refused with a chance of at most ``producer``, one of ``unacceptable``
    accepted with at most ``consumer``.
    """
    _check_risks(acceptable, unacceptable, producer, consumer)
    for c in range(10_000):
        # The fewest flights that refuse the unacceptable: P(failures <= c | n, unacceptable) <= consumer.
        low, high = c + 1, MOST_FLIGHTS
        if special.bdtr(c, high, unacceptable) > consumer:
            break
        while low < high:
            middle = (low + high) // 2
            if special.bdtr(c, middle, unacceptable) <= consumer:
                high = middle
            else:
                low = middle + 1
        if special.bdtrc(c, low, acceptable) <= producer:
            return low, c
    raise InputError(
        f"risks {acceptable} and {unacceptable}: telling them apart takes more than {MOST_FLIGHTS} flights; "
        "move them apart or allow larger errors"
    )


def curtailed(flights: int, most_failures: int) -> Plan:
    """The plan of a fixed size, stopped once its answer cannot change: the same errors with fewer flights."""
    if not 0 <= most_failures < flights <= MOST_FLIGHTS:
        raise InputError(f"{most_failures} failures of {flights} flights: fewer failures are needed")
    n = np.arange(flights + 1)
    accept = np.maximum(most_failures - (flights - n), -1)
    return Plan(accept.astype(np.int64), np.full(flights + 1, most_failures + 1, dtype=np.int64))


def _wald(acceptable: float, unacceptable: float, producer: float, consumer: float, most: int) -> Plan:
    """Wald's bounds for nominal errors, ended after ``most`` flights."""
    worse = log(unacceptable / acceptable)
    better = log((1.0 - acceptable) / (1.0 - unacceptable))
    n = np.arange(most + 1)
    accept = np.floor((log(consumer / (1.0 - producer)) + n * better) / (worse + better)).astype(np.int64)
    reject = np.ceil((log((1.0 - consumer) / producer) + n * better) / (worse + better)).astype(np.int64)
    # At the end every count is decided, on the side of the nearer bound; no count above that flies on.
    middle = ceil((most + 0.5) * better / (worse + better))
    accept, reject = np.maximum(accept, -1), np.maximum(np.minimum(reject, middle), 1)
    accept[-1], reject[-1] = middle - 1, middle
    return Plan(np.minimum(accept, reject - 1), reject)


def probability_ratio(
    *, acceptable: float, unacceptable: float, producer: float = 0.05, consumer: float = 0.05
) -> Plan:
    """Wald's sequential test: fewest flights on the average at both risks, ended at twice the fixed size.

    Wald, Ann. Math. Stat. 16 (1945) 117-186, https://doi.org/10.1214/aoms/1177731118. His bounds keep the
    errors only on the whole and without an end; here they are drawn apart until both errors, computed
    exactly, are kept.
    """
    flights, _ = fixed_size(
        acceptable=acceptable, unacceptable=unacceptable, producer=producer, consumer=consumer
    )
    nominal = [producer, consumer]
    for _ in range(60):
        plan = _wald(acceptable, unacceptable, nominal[0], nominal[1], 2 * flights)
        refused, passed = plan.chances(acceptable).unacceptable, plan.chances(unacceptable).acceptable
        if refused <= producer and passed <= consumer:
            return plan
        nominal[0] *= 0.93 if refused > producer else 1.0
        nominal[1] *= 0.93 if passed > consumer else 1.0
    raise InputError(
        f"risks {acceptable} and {unacceptable}: no sequential plan keeps the errors; "
        "use curtailed(*fixed_size(...))"
    )


def power(flights: int, most_failures: int, risk: float) -> float:
    """Chance that a plan of fixed size finds ``risk`` acceptable."""
    return float(stats.binom.cdf(most_failures, flights, risk))
