"""Crude Monte Carlo: fly, count, and state the exact interval. The referee of every other method."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety.binomial import Interval, anytime_interval, clopper_pearson, inverse_interval
from shortdeck.safety.normal_space import (
    Counted,
    Margin,
    Numbers,
    StoppedError,
    check_space,
    first_case,
    points,
)

BLOCK = 1000  # points between two looks at the count; no result depends on it
KEPT = 2000  # failed points at most that are kept


class Crude(NamedTuple):
    """Counted failures. ``flights`` ends with the failure that stopped the count, if one did."""

    probability: float
    interval: Interval
    level: float
    failures: int
    flights: int
    calls: int
    stopped: bool  # by the number of failures asked for, rather than by the number of flights
    failed: Numbers  # the first KEPT of the points that failed
    interrupted: bool = False


def failures_for(cov: float) -> int:
    """Failures at which a count may stop for a coefficient of variation: 1 / cov^2, and 2 at the least."""
    if not 0.0 < cov < 1.0:
        raise InputError(f"target_cov {cov}: a relative error between 0 and 1 is needed, such as 0.1")
    return max(ceil(1.0 / (cov * cov)) + 1, 2)


def crude(
    g: Margin,
    dimension: int,
    *,
    seed: int,
    flights: int,
    failures: int | None = None,
    level: float = 0.95,
    run_number: int = 0,
    batch: int = 8192,
) -> Crude:
    """Fly ``flights`` points, or until ``failures`` of them failed; the interval is exact in both cases.

    Stopped by failures the estimate is (failures - 1) / (flights - 1), which is unbiased (Haldane,
    Biometrika 33 (1945) 222-225); otherwise failures / flights.
    """
    check_space(dimension, seed)
    if flights < 1 or (failures is not None and failures < 2):
        raise InputError(f"flights {flights}, failures {failures}: at least 1 and 2 are needed")
    counted = g if isinstance(g, Counted) else Counted(g, dimension=dimension, batch=batch)
    calls, seen, case = 0, 0, first_case(run_number)
    kept = np.empty((0, dimension))
    while calls < flights:
        now = min(BLOCK, flights - calls)
        u = points(seed, case + calls, now, dimension, RISK_POINT)
        try:
            failed = counted(u) <= 0.0
        except StoppedError:
            # Whoever stops may do so at any time and for any reason.
            interval = anytime_interval(seen, calls, level=level) if calls else Interval(0.0, 1.0)
            return Crude(seen / max(calls, 1), interval, level, seen, calls, calls, False, kept, True)
        wanted = KEPT if failures is None else min(KEPT, failures)
        kept = np.concatenate([kept, u[failed][: wanted - len(kept)]])
        if failures is not None and seen + int(failed.sum()) >= failures:
            used = calls + int(np.flatnonzero(failed)[failures - seen - 1]) + 1
            interval = inverse_interval(failures, used, level=level)
            found = (failures - 1) / (used - 1)
            return Crude(found, interval, level, failures, used, calls + now, True, kept)
        seen += int(failed.sum())
        calls += now
    interval = clopper_pearson(seen, flights, level=level)
    return Crude(seen / flights, interval, level, seen, flights, calls, False, kept)
