"""Random times: distribution, independence of streams, and the same numbers however many are asked for."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.fleet.draws import Duration, SortieDraws


def test_a_duration_has_the_mean_and_spread_it_says():
    duration = Duration(600.0, 0.4)
    normals = stats.norm.ppf((np.arange(20000) + 0.5) / 20000)
    times = np.array([duration.at(z) for z in normals]) / 1e3
    assert times.mean() == pytest.approx(600.0, rel=1e-3)
    assert times.std() == pytest.approx(240.0, rel=0.01)
    assert times.min() > 0.0


def test_no_spread_is_a_fixed_time_and_no_mean_none():
    assert {Duration(90.0, 0.0).at(z) for z in (-3.0, 0.0, 2.0)} == {90_000}
    assert Duration(0.0, 0.5).at(1.0) == 0


def test_sorties_have_streams_of_their_own():
    first = [SortieDraws(1, 0, tail, sortie).uniform(3) for tail in range(1, 30) for sortie in range(30)]
    assert len(set(first)) == len(first)
    assert stats.kstest(first, "uniform").pvalue > 1e-3
    assert SortieDraws(1, 0, 2, 5).uniform(3) != SortieDraws(1, 1, 2, 5).uniform(3)
    assert SortieDraws(1, 0, 2, 5).uniform(3) != SortieDraws(2, 0, 2, 5).uniform(3)


def test_later_slots_do_not_change_earlier_ones():
    one, two = SortieDraws(3, 1, 4, 1), SortieDraws(3, 1, 4, 1)
    late = one.uniform(500)
    assert [one.uniform(k) for k in range(70)] == [two.uniform(k) for k in range(70)]
    assert two.uniform(500) == late
    assert one.time(2, Duration(10.0, 0.3)) == two.time(2, Duration(10.0, 0.3))


def test_exponential_times_are():
    times = [SortieDraws(5, 0, 1, k).exponential(0, 100.0) / 1e3 for k in range(2000)]
    assert stats.kstest(times, "expon", args=(0, 100.0)).pvalue > 1e-3
