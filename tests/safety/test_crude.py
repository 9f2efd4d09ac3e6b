"""Counting: unbiased, exact intervals under both ways to stop, the same for any batch."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.crude import crude, failures_for


def margin(u):
    return stats.norm.isf(0.01) - u[:, 0]


def test_a_count_that_stops_at_failures_is_unbiased_and_covered():
    found = [crude(margin, 1, seed=s, flights=100_000, failures=10) for s in range(200)]
    p = np.array([f.probability for f in found])
    assert all(f.stopped and f.failures == 10 for f in found)
    assert p.mean() == pytest.approx(0.01, abs=3.5 * p.std() / 200**0.5)
    assert sum(f.interval.low <= 0.01 <= f.interval.high for f in found) >= 182


def test_a_count_that_ends_with_the_flights():
    found = crude(margin, 1, seed=4, flights=2500, failures=1000)
    assert not found.stopped
    assert found.flights == found.calls == 2500
    assert found.probability == found.failures / 2500


def test_flights_after_the_last_failure_do_not_count():
    found = crude(margin, 1, seed=4, flights=100_000, failures=3)
    assert found.flights <= found.calls
    again = crude(margin, 1, seed=4, flights=found.flights)
    assert again.failures == 3
    assert crude(margin, 1, seed=4, flights=found.flights - 1).failures == 2
    other = crude(margin, 1, seed=4, flights=100_000, failures=3, batch=13)
    assert np.array_equal(other.failed, found.failed)
    assert other._replace(failed=None) == found._replace(failed=None)


def test_failures_for_an_error():
    assert failures_for(0.1) == 101
    with pytest.raises(InputError, match=r"target_cov 1\.5"):
        failures_for(1.5)
    with pytest.raises(InputError, match="flights 0"):
        crude(margin, 1, seed=1, flights=0)
