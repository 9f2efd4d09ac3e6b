"""Intervals of counted flights: published figures, exact coverage, and what each is not."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.binomial import (
    anytime_interval,
    clopper_pearson,
    flights_without_failure,
    inverse_interval,
    upper_limit,
    wilson,
)


@pytest.mark.parametrize(
    ("interval", "failures", "flights", "low", "high"),
    [
        (clopper_pearson, 0, 300, 0.0, 0.01222),
        (clopper_pearson, 3, 1000, 6.19e-4, 8.742e-3),
        (clopper_pearson, 37, 10_000, 2.606e-3, 5.096e-3),
        (wilson, 3, 1000, 1.021e-3, 8.783e-3),
    ],
)
def test_published_limits(interval, failures, flights, low, high):
    found = interval(failures, flights)
    assert found.low == pytest.approx(low, rel=5e-4)
    assert found.high == pytest.approx(high, rel=5e-4)


@pytest.mark.parametrize(("method", "interval"), [("exact", clopper_pearson), ("wilson", wilson)])
def test_limits_are_scipy_s(method, interval):
    for failures, flights in [(0, 7), (7, 7), (1, 50), (40, 90), (12, 100_000)]:
        peer = stats.binomtest(failures, flights).proportion_ci(0.9, method=method)
        assert interval(failures, flights, level=0.9) == pytest.approx((peer.low, peer.high), abs=1e-12)


def coverage(interval, flights: int, p: float) -> float:
    """Chance that the interval holds p, summed over every count: no sampling."""
    limits = np.array([interval(k, flights) for k in range(flights + 1)])
    inside = (limits[:, 0] <= p) & (p <= limits[:, 1])
    return float(stats.binom.pmf(np.arange(flights + 1), flights, p)[inside].sum())


RISKS = np.geomspace(1e-3, 0.5, 60)


def test_the_exact_interval_covers_what_it_says_at_every_risk():
    assert min(coverage(clopper_pearson, 60, p) for p in RISKS) >= 0.95


def test_wilson_s_does_so_only_on_the_average():
    found = np.array([coverage(wilson, 60, p) for p in RISKS])
    assert found.mean() == pytest.approx(0.95, abs=0.015)
    assert found.min() < 0.93
    rare = np.nextafter(wilson(1, 1000).low, 0.0)  # just below what one failure lets pass
    assert coverage(wilson, 1000, rare) == pytest.approx(0.838, abs=0.002)


def test_stopping_at_a_failure_is_covered_exactly():
    """Over every number of flights that a fifth failure may take, for the interval of that rule."""
    flights = np.arange(5, 3000)
    limits = np.array([inverse_interval(5, int(n)) for n in flights])
    for p in (0.01, 0.05, 0.3, 0.8):
        chance = stats.nbinom.pmf(flights - 5, 5, p)
        assert chance.sum() > 0.9999
        assert chance[(limits[:, 0] <= p) & (p <= limits[:, 1])].sum() >= 0.95 - 1e-4


def test_no_failure_needs_three_over_p_flights():
    assert flights_without_failure(1e-6) == 2_995_731
    flights = flights_without_failure(1e-3)
    assert upper_limit(0, flights) <= 1e-3 < upper_limit(0, flights - 1)


def test_peeking_breaks_the_fixed_interval_but_not_the_anytime_one():
    """Looked at after every flight, the one loses the truth far too often, the other as rarely as it says."""
    p, flights, repetitions = 0.05, 1000, 300
    rng = np.random.Generator(np.random.Philox(key=20260101))
    counts = np.cumsum(rng.random((repetitions, flights)) < p, axis=1)
    looks = np.unique(np.geomspace(10, flights, 40).astype(int))

    def lost(interval) -> float:
        ever = np.zeros(repetitions, dtype=bool)
        for n in looks:
            seen = counts[:, n - 1]
            limits = {k: interval(int(k), int(n)) for k in np.unique(seen)}
            ever |= np.array([not limits[k].low <= p <= limits[k].high for k in seen])
        return float(ever.mean())

    assert lost(clopper_pearson) > 0.1
    assert lost(anytime_interval) <= 0.05


def test_a_good_guess_shortens_the_anytime_interval_and_a_bad_one_keeps_it_valid():
    plain = anytime_interval(3, 1000)
    good = anytime_interval(3, 1000, guess=0.003, weight=50.0)
    assert good.high - good.low < plain.high - plain.low
    exact = clopper_pearson(3, 1000)
    for found in (plain, good, anytime_interval(3, 1000, guess=0.9)):
        assert found.low < exact.low < exact.high < found.high


@pytest.mark.parametrize(("failures", "flights"), [(-1, 10), (11, 10), (0, 0)])
@pytest.mark.parametrize("interval", [clopper_pearson, wilson, anytime_interval, inverse_interval])
def test_impossible_counts_are_refused(interval, failures, flights):
    with pytest.raises(InputError, match=f"{failures} failures of {flights} flights"):
        interval(failures, flights)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(InputError, match="level 95"):
        clopper_pearson(1, 10, level=95)
    with pytest.raises(InputError, match="0 failures"):
        inverse_interval(0, 10)
