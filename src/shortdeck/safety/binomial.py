"""Intervals of a probability from counted flights.

``failures`` of ``flights`` independent flights went wrong. Each interval states its level: the share of
repetitions of the whole experiment in which it contains the true probability. Which one is right depends on
when counting stopped: ``clopper_pearson`` and ``wilson`` for a number of flights fixed beforehand,
``inverse_interval`` where counting stopped at a number of failures, ``anytime_interval`` for any other rule.
"""

from __future__ import annotations

from math import inf, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.optimize import brentq

from shortdeck.errors import InputError


class Interval(NamedTuple):
    """Limits of a probability."""

    low: float
    high: float


def _check(failures: int, flights: int, level: float) -> None:
    if flights < 1 or not 0 <= failures <= flights:
        raise InputError(f"{failures} failures of {flights} flights: 0 to all of some flights are needed")
    check_level(level)


def check_level(level: float) -> None:
    """Refuse a level of confidence outside of (0.5, 1)."""
    if not 0.5 < level < 1.0:
        raise InputError(f"level {level}: a confidence between 0.5 and 1 is needed, such as 0.95")


def clopper_pearson(failures: int, flights: int, *, level: float = 0.95) -> Interval:
    """Exact two-sided interval for a number of flights fixed beforehand; it covers at least ``level``.

    Each limit is the probability at which so few, or so many, failures have the chance (1 - level) / 2.
    Clopper and Pearson, Biometrika 26 (1934) 404-413, https://doi.org/10.1093/biomet/26.4.404.
    """
    _check(failures, flights, level)
    tail = 0.5 * (1.0 - level)
    low = float(special.betaincinv(failures, flights - failures + 1, tail)) if failures > 0 else 0.0
    high = 1.0
    if failures < flights:
        high = float(special.betainccinv(failures + 1, flights - failures, tail))
    return Interval(low, high)


def upper_limit(failures: int, flights: int, *, level: float = 0.95) -> float:
    """Exact one-sided upper limit: at no failure 1 - (1 - level)^(1 / flights), about 3 / flights at 95 %."""
    _check(failures, flights, level)
    if failures == flights:
        return 1.0
    return float(special.betainccinv(failures + 1, flights - failures, 1.0 - level))


def wilson(failures: int, flights: int, *, level: float = 0.95) -> Interval:
    """Wilson's score interval: shorter than the exact one, covers ``level`` on the average over p only.

    For rare failures its lower limit is too high: at one failure it covers 84 % instead of 95 % for some p.
    Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, https://doi.org/10.1080/01621459.1927.10502953.
    """
    _check(failures, flights, level)
    z = float(special.ndtri(0.5 * (1.0 + level)))
    share = failures / flights
    middle = (share + z * z / (2.0 * flights)) / (1.0 + z * z / flights)
    half = z / (1.0 + z * z / flights) * sqrt(share * (1.0 - share) / flights + (z / (2.0 * flights)) ** 2)
    low = 0.0 if failures == 0 else middle - half
    return Interval(max(low, 0.0), 1.0 if failures == flights else min(middle + half, 1.0))


def inverse_interval(failures: int, flights: int, *, level: float = 0.95) -> Interval:
    """Exact interval when counting stopped with the last failure, at a number of failures fixed beforehand.

    If a greatest number of flights ended the count first, ``clopper_pearson`` is exact, and so are both
    together. Haldane, Biometrika 33 (1945) 222-225, https://doi.org/10.1093/biomet/33.3.222; the limits
    invert the tails of the negative binomial distribution.
    """
    _check(failures, flights, level)
    if failures == 0:
        raise InputError("0 failures: counting that stops with a failure has at least one")
    tail = 0.5 * (1.0 - level)
    low = float(special.betaincinv(failures, flights - failures + 1, tail))
    # At least so many flights were needed: at most failures - 1 of the first flights - 1 failed.
    high = 1.0 if flights == failures else float(special.betainccinv(failures, flights - failures, tail))
    return Interval(low, high)


def flights_without_failure(probability: float, *, level: float = 0.95) -> int:
    """How many flights without a failure show, at ``level`` (one-sided), a risk below ``probability``."""
    check_level(level)
    if not 0.0 < probability < 1.0:
        raise InputError(f"probability {probability}: a number between 0 and 1 is needed")
    count = log(1.0 - level) / special.log1p(-probability)
    whole = int(count)
    return whole if whole == count else whole + 1


def evidence_against(
    p: float, failures: ArrayLike, flights: ArrayLike, *, guess: float, weight: float
) -> NDArray[np.float64]:
    """Log likelihood ratio of a beta mixture about ``guess`` against ``p``: a martingale if p is true.

    It ever exceeds log(1 / error) with a chance of at most ``error``; ``anytime_interval`` holds the p for
    which it does not.
    """
    a, b = weight * guess, weight * (1.0 - guess)
    k, n = np.asarray(failures), np.asarray(flights)
    mixture = special.betaln(a + k, b + n - k) - special.betaln(a, b)
    return np.asarray(mixture - special.xlogy(k, p) - special.xlog1py(n - k, -p), dtype=float)


def anytime_interval(
    failures: int, flights: int, *, level: float = 0.95, guess: float = 0.5, weight: float = 1.0
) -> Interval:
    """Interval that holds at every number of flights at once, so that counting may stop for any reason.

    The likelihood under a beta distribution of mean ``guess`` and ``weight`` flights, over that under p, is a
    martingale with mean one if p is true; it ever exceeds 1 / (1 - level) with a chance of at most 1 - level
    (Ville). The interval holds the p for which it does not. A guess near the truth shortens it and never
    makes it wrong. Robbins, Ann. Math. Stat. 41 (1970) 1397-1409, https://doi.org/10.1214/aoms/1177696786.
    """
    _check(failures, flights, level)
    if not 0.0 < guess < 1.0 or not 0.0 < weight < inf:
        raise InputError(f"guess {guess}, weight {weight}: a guess in (0, 1) and a weight above 0 are needed")
    bound = -log(1.0 - level)

    def excess(p: float) -> float:
        return float(evidence_against(p, failures, flights, guess=guess, weight=weight)) - bound

    share = failures / flights
    least, most = 1e-300, 1.0 - 1e-16
    low = float(brentq(excess, least, share, xtol=1e-300, rtol=1e-12)) if failures > 0 else 0.0
    high = 1.0
    # Few successes against a guess near 0 leave no upper limit that a number can tell from 1.
    if failures < flights and excess(most) > 0.0:
        high = float(brentq(excess, max(share, least), most, xtol=1e-300, rtol=1e-12))
    return Interval(low, high)
