"""Mixtures: densities, directions found among many, and weights that bring the standard normal back."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.numerics.random import RISK_POINT, draw_uniform
from shortdeck.safety.importance import Weighted, missed_share
from shortdeck.safety.mixture import Mixture, directions, fit
from shortdeck.safety.normal_space import Counted, points
from shortdeck.safety.subset import subset


def two_sides(u):
    return 3.5 - abs(u[:, 0])


def test_densities_are_those_of_scipy():
    factor = np.array([[1.2, 0.0], [0.5, 0.7]])
    means, factors = np.array([[1.0, 2.0], [-3.0, 0.0]]), np.array([factor, np.eye(2)])
    m = Mixture(np.eye(2), np.array([0.3, 0.7]), means, factors)
    u = points(1, 0, 50, 2, RISK_POINT)
    peer = 0.3 * stats.multivariate_normal([1.0, 2.0], factor @ factor.T).pdf(u)
    peer += 0.7 * stats.multivariate_normal([-3.0, 0.0]).pdf(u)
    assert np.exp(m.log_ratio(u)) == pytest.approx(peer / stats.multivariate_normal([0.0, 0.0]).pdf(u))


def test_weights_bring_the_standard_normal_back():
    """Mean weight one and mean weighted square one, along the directions and across them."""
    basis = np.linalg.qr(points(2, 0, 6, 2, RISK_POINT))[0]
    means, factors = np.array([[1.0, 0.0], [0.0, -1.0]]), np.array([1.3 * np.eye(2)] * 2)
    m = Mixture(basis, np.array([0.5, 0.5]), means, factors)
    n = 200_000
    u = m.sample(points(3, 0, n, 6, RISK_POINT), draw_uniform(3, 0, 99, n))
    w = np.exp(-m.log_ratio(u))
    assert w.mean() == pytest.approx(1.0, abs=0.02)
    assert (w[:, None] * u).mean(axis=0) == pytest.approx(np.zeros(6), abs=0.03)
    assert (w[:, None] * u * u).mean(axis=0) == pytest.approx(np.ones(6), abs=0.06)


def test_chance_gives_no_directions_where_failures_give_theirs():
    far = [points(4, 1000 * k, 300, 120, RISK_POINT) for k in range(4)]
    for group in far:
        group[:, 7] = 4.0 + 0.2 * group[:, 7]
    basis = directions(far)
    assert basis.shape == (120, 1)
    assert abs(basis[7, 0]) > 0.95


def test_both_sides_are_parts():
    runs = subset(two_sides, 2, seed=1, runs=4).runs
    u = np.concatenate([r.last for r in runs])
    m = fit([r.failed for r in runs], 200.0, u, two_sides(u))
    assert m.means[:, 0].max() > 3.5
    assert m.means[:, 0].min() < -3.5


def test_failures_that_a_mixture_misses_are_noticed_and_made_up_for():
    """A mixture of one side alone: half of the failures is missed, and the estimate is whole all the same."""
    truth = 2.0 * stats.norm.sf(3.5)
    checks = subset(two_sides, 2, seed=5, runs=16).runs
    m = Mixture(np.eye(2), np.array([1.0]), np.array([[3.8, 0.0]]), np.array([np.diag([0.5, 1.1])]))
    weighted = Weighted(m, truth, 5, 2**50, 2)
    weighted.add(Counted(two_sides, dimension=2), 4000)
    missed, error = missed_share(weighted, checks)
    assert weighted.mean == pytest.approx(0.5 * truth, rel=0.08)
    assert missed == pytest.approx(0.5, abs=3.0 * error)
    assert 0.01 < error < 0.2
    assert weighted.mean / (1.0 - missed) == pytest.approx(truth, rel=6.0 * error)
