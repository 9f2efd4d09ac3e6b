"""One answer from two methods: weights, budgets, and what is said where one of them fails."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.safety.joined import LEAST_PARTICLES, flock_cov, flocks_for, joined, more_pairs
from shortdeck.safety.particles import PARTICLES, Flock, splitting
from shortdeck.safety.risk import DISAGREE, SPLIT, estimate
from shortdeck.safety.subset import expected_cov, subset


def far_out(u):
    """No direction stands for this failure: importance sampling does not apply."""
    return 110.0 - (u * u).sum(axis=1)


TRUTH = stats.chi2.sf(110.0, 50)


@pytest.fixture(scope="module")
def pair():
    one = subset(far_out, 50, seed=1, runs=12, samples=500).runs
    return one, splitting(far_out, 50, seed=1, flocks=12, particles=64).flocks


def test_both_answer_and_agree():
    found = estimate(far_out, 50, seed=1, target_cov=0.2)
    assert found.method == SPLIT
    assert found.low < TRUTH < found.high
    methods = {p.method: p for p in found.parts}
    assert set(methods) == {"crude Monte Carlo", "subset simulation", "multilevel splitting"}
    assert all(p.low < TRUTH < p.high for p in methods.values())
    assert found.agreement > DISAGREE
    assert found.missed > 0.2  # the share for which importance sampling was left out


def test_the_mean_is_weighed_by_what_is_expected_of_each(pair):
    runs, flocks = pair
    found = joined(runs, flocks, 500, 0.1, 0.95)
    one, other = found.subset.probability, found.particles.probability
    weight = (found.probability - other) / (one - other)
    precise = [expected_cov(runs, 500, 0.1) ** -2, flock_cov(flocks) ** -2]
    assert weight == pytest.approx(precise[0] / sum(precise))
    assert min(one, other) < found.probability < max(one, other)
    assert found.interval.low < TRUTH < found.interval.high


def test_more_of_both_until_the_error_is_small_enough(pair):
    runs, flocks = pair
    assert more_pairs(runs, flocks, 500, 0.1, 0.5) <= 0
    more = more_pairs(runs, flocks, 500, 0.1, 0.05)
    assert more_pairs(runs, flocks, 500, 0.1, 0.025) + 12 == pytest.approx(4 * (more + 12), abs=4)


def test_flocks_keep_to_the_budget(pair):
    runs, _ = pair
    assert flocks_for(runs, 1e7) == PARTICLES
    assert flocks_for(runs, 1000.0) == 0
    some = flocks_for(runs, 60_000.0)
    assert LEAST_PARTICLES <= some < PARTICLES
    assert splitting(far_out, 50, seed=3, flocks=12, particles=some).calls < 60_000


def test_methods_that_contradict_each_other_are_named(monkeypatch):
    """Splitting at fault, made so: the interval then holds what subset simulation says as well."""
    from shortdeck.safety import risk

    def wrong(self, cases, particles):
        chance = np.random.default_rng(1).lognormal(0.0, 0.3, len(cases))
        return [Flock(0.05 * TRUTH * c, 30, 3000, False, TRUTH, 0.1) for c in chance]

    monkeypatch.setattr(risk._Work, "flocks", wrong)
    found = estimate(far_out, 50, seed=1, target_cov=0.2)
    assert found.agreement < DISAGREE
    assert found.low < 0.1 * TRUTH
    assert found.high > TRUTH
    assert "interval spans both" in found.warnings[-1]


def test_a_second_method_that_finds_nothing_is_no_agreement(monkeypatch):
    from shortdeck.safety import risk

    monkeypatch.setattr(
        risk._Work, "flocks", lambda self, cases, n: [Flock(0.0, 9, 900, True, 1e-3, 1.0) for _ in cases]
    )
    found = estimate(far_out, 50, seed=1, target_cov=0.2)
    assert found.agreement == 0.0
    assert found.low == 0.0
    assert found.high > TRUTH
    assert any("12 of 12 flocks" in w for w in found.warnings)


def test_without_calls_left_for_a_second_method_that_is_said(monkeypatch):
    monkeypatch.setattr("shortdeck.safety.risk.flocks_for", lambda runs, left: 0)
    found = estimate(far_out, 50, seed=1, target_cov=0.2)
    assert found.method == "subset simulation"
    assert found.agreement is None
    assert any("no calls for a second method" in w for w in found.warnings)


def test_interrupted_in_the_second_method_the_first_one_s_answer_is_kept():
    from shortdeck.safety.normal_space import StoppedError

    calls = []

    def stops(u):
        calls.append(len(u))
        if sum(calls) > 70_000:
            raise StoppedError
        return far_out(u)

    found = estimate(stops, 50, seed=1, target_cov=0.2)
    assert found.interrupted
    assert found.low < TRUTH < found.high
