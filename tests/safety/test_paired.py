"""Common random numbers: the difference of two designs."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.paired import compare


def one(u):
    return 2.0 - u[:, 0]


def two(u):
    return 2.1 - u[:, 0] - 0.05 * u[:, 1]


TRUTH = stats.norm.sf(2.0) - stats.norm.sf(2.1 / np.hypot(1.0, 0.05))


def test_the_difference_is_covered_with_a_fraction_of_the_flights():
    found = [compare(one, two, 2, seed=s, flights=4000) for s in range(60)]
    assert sum(f.interval.low <= TRUTH <= f.interval.high for f in found) >= 57
    differences = np.array([f.difference for f in found])
    assert differences.mean() == pytest.approx(TRUTH, abs=3.5 * differences.std() / 60**0.5)
    apart = 2.0 * stats.norm.sf(2.0) / 4000
    assert differences.var() < apart / 4.0
    assert np.median([f.gain for f in found]) == pytest.approx(apart / differences.var(), rel=0.5)


def test_counts_add_up_and_equal_designs_do_not_differ():
    found = compare(one, two, 2, seed=1, flights=3000)
    assert found.difference == pytest.approx((found.only_first - found.only_second) / 3000, rel=1e-9)
    same = compare(one, one, 2, seed=1, flights=3000)
    assert (same.only_first, same.only_second, same.difference) == (0, 0, 0.0)
    assert same.interval.low == -same.interval.high
    with pytest.raises(InputError, match="flights 0"):
        compare(one, two, 2, seed=1, flights=0)
