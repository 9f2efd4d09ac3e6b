"""Subset simulation: unbiased chains, honest scatter, what it says when it cannot answer."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety.normal_space import points
from shortdeck.safety.subset import _walk, log_interval, subset


def linear(distance):
    return lambda u: distance - u.sum(axis=1) / u.shape[1] ** 0.5


def test_a_walk_leaves_the_conditional_distribution_as_it_is():
    """Chains below a level in 50 dimensions, many directions of which are idle: their spread stays one.

    Moves fitted to the seeds' own spread, direction by direction, would draw every coordinate towards it.
    """
    seeds = points(3, 0, 400, 50, RISK_POINT)
    seeds[:, 0] = stats.norm.isf(np.linspace(0.0005, 0.0995, 400))  # exactly the tail beyond 1.2816
    values = 1.2816 - seeds[:, 0]
    asking = _walk(seeds, values, 0.0, 8000, 0.6, 3, 10_000)
    u = next(asking)
    try:
        while True:
            u = asking.send(1.2816 - u[:, 0])
    except StopIteration as end:
        moved, margins, scale = end.value
    assert margins == pytest.approx(1.2816 - moved[:, 0], abs=1e-12)
    assert margins.max() <= 0.0
    assert moved[4000:, 0].mean() == pytest.approx(stats.norm.pdf(1.2816) / 0.1, abs=0.03)
    assert (moved[4000:, 1:] ** 2).mean() == pytest.approx((seeds[:, 1:] ** 2).mean(), abs=0.015)
    assert 0.3 < scale < 1.0


def test_the_scatter_of_runs_is_what_the_mean_is_off_by():
    truth = stats.norm.sf(4.0)
    found = [subset(linear(4.0), 6, seed=s, runs=8, samples=500) for s in range(60)]
    ratio = np.array([f.probability for f in found]) / truth
    assert ratio.mean() == pytest.approx(1.0, abs=3.5 * ratio.std() / 60**0.5)
    stated = np.sqrt(np.mean([f.cov**2 for f in found]))
    assert stated == pytest.approx(ratio.std(), rel=0.3)


def test_a_run_s_own_formula_says_too_little_where_its_scatter_does_not():
    """Formula of independent chains for one run against what 40 runs scatter by."""
    found = subset(linear(4.753424), 10, seed=1, runs=40)
    values = np.array([r.probability for r in found.runs])
    levels = np.mean([len(r.levels) for r in found.runs])
    independent = (levels * 0.9 / (0.1 * 1000)) ** 0.5
    assert values.std() / values.mean() > 1.3 * independent
    assert found.probability == pytest.approx(1e-6, rel=4.0 * found.cov)


def test_same_seed_same_answer_for_any_batch_and_company():
    alone = subset(linear(3.5), 4, seed=11, runs=4, samples=300)
    cut = subset(linear(3.5), 4, seed=11, runs=4, samples=300, batch=7)
    among = subset(linear(3.5), 4, seed=11, runs=6, samples=300)
    other = subset(linear(3.5), 4, seed=12, runs=4, samples=300)
    assert cut.probability == alone.probability
    assert [r.probability for r in among.runs[:4]] == [r.probability for r in alone.runs]
    assert other.probability != alone.probability
    assert alone.calls == sum(r.calls for r in alone.runs)


def test_a_margin_that_is_flat_short_of_failure_is_found_out():
    found = subset(lambda u: np.maximum(linear(6.0)(u), 4.0), 3, seed=1, runs=4)
    assert found.stuck == 4
    assert found.probability == 0.0
    assert found.interval.low == 0.0
    assert found.interval.high > stats.norm.sf(6.0)


def test_ties_do_not_disturb_the_levels():
    """A margin in steps: many points share each level."""
    found = subset(lambda u: np.ceil(4.0 * linear(3.0)(u)) / 4.0, 3, seed=2, runs=20)
    truth = stats.norm.sf(3.0)
    assert found.interval.low < truth < found.interval.high


def test_the_interval_is_symmetric_on_the_logarithm():
    low, high = log_interval(1e-5, 0.2, 7.0, 0.95)
    assert low * high == pytest.approx(1e-10)
    assert high / 1e-5 == pytest.approx(np.exp(2.364624 * np.sqrt(np.log(1.04))), rel=1e-5)


def test_settings_that_mean_nothing_are_refused():
    with pytest.raises(InputError, match="runs 3"):
        subset(linear(3.0), 2, seed=1, runs=3)
    with pytest.raises(InputError, match="at least 10 samples"):
        subset(linear(3.0), 2, seed=1, samples=50)
