"""Two designs in the same flights: common random numbers.

Both fly the same points, so that waves and gusts that would fail either cancel in the comparison; only
flights that one survives and the other does not carry information.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety.binomial import Interval, clopper_pearson
from shortdeck.safety.crude import BLOCK
from shortdeck.safety.normal_space import Counted, Margin, check_space, points


class Difference(NamedTuple):
    """Risk of the first less that of the second."""

    difference: float
    interval: Interval
    level: float
    only_first: int  # flights that only the first failed
    only_second: int
    both: int
    flights: int
    gain: float  # how many times as many flights separate ones would need for the same error


def compare(
    first: Margin,
    second: Margin,
    dimension: int,
    *,
    seed: int,
    flights: int,
    level: float = 0.95,
    batch: int = 8192,
) -> Difference:
    """Fly both on the same points; the interval covers at least ``level``.

    It joins exact limits of the two shares of flights that only one failed, each at half the allowed error.
    """
    check_space(dimension, seed)
    if flights < 1:
        raise InputError(f"flights {flights}: one or more are needed")
    one, two = (Counted(g, dimension=dimension, batch=batch) for g in (first, second))
    only_first = only_second = both = 0
    for start in range(0, flights, BLOCK):
        u = points(seed, start, min(BLOCK, flights - start), dimension, RISK_POINT)
        a, b = one(u) <= 0.0, two(u) <= 0.0
        only_first += int((a & ~b).sum())
        only_second += int((b & ~a).sum())
        both += int((a & b).sum())
    half = 0.5 * (1.0 + level)
    more, less = (clopper_pearson(k, flights, level=half) for k in (only_first, only_second))
    p, q = (only_first + both) / flights, (only_second + both) / flights
    apart = p * (1.0 - p) + q * (1.0 - q)
    paired = apart - 2.0 * (both / flights - p * q)
    return Difference(
        p - q, Interval(more.low - less.high, more.high - less.low), level, only_first, only_second, both,
        flights, apart / paired if paired > 0.0 else float("inf"),
    )  # fmt: skip
