"""Multilevel splitting: moves that keep the distribution, an unbiased count, and what it says when stuck."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety import particles
from shortdeck.safety.normal_space import points
from shortdeck.safety.particles import _Mover, flock, least_cov, splitting


def linear(distance):
    return lambda u: distance - u.sum(axis=1) / u.shape[1] ** 0.5


def answered(asking, g):
    """Result of a method whose points are answered by a margin."""
    u = next(asking)
    try:
        while True:
            u = asking.send(g(u))
    except StopIteration as end:
        return end.value


def tail(count, dimension):
    """Points whose first coordinate is exactly the tail beyond 1.2816, in 50 dimensions mostly idle."""
    u = points(3, 0, count, dimension, RISK_POINT)
    u[:, 0] = stats.norm.isf((np.arange(count) + 0.5) / count * 0.1)
    return u


@pytest.mark.parametrize("rough", [0, 1])
def test_moves_leave_the_conditional_distribution_as_it_is(rough):
    u, g = tail(2000, 50), lambda u: 1.2816 - u[:, 0]
    mover = _Mover(4, 0, rough)
    first, margins = u.copy(), g(u)
    for _ in range(8):
        u, margins = answered(mover.move(u, margins, 1e-12), g)
    assert margins == pytest.approx(g(u), abs=1e-12)
    assert margins.max() < 1e-12
    assert u[:, 0].mean() == pytest.approx(stats.norm.pdf(1.2816) / 0.1, abs=0.03)
    assert stats.kstest(u[:, 0], lambda x: 1.0 - stats.norm.sf(x) / stats.norm.sf(1.2816)).pvalue > 1e-3
    assert stats.kstest(u[:, 1], "norm").pvalue > 1e-3
    assert (u[:, :49] != first[:, :49]).all(axis=1).mean() > 0.98
    assert (u[:, 49] == first[:, 49]).all() == bool(rough)


def test_coordinates_without_a_slope_are_drawn_anew_by_themselves():
    u, g = tail(500, 5), lambda u: 1.2816 - u[:, 0] + 10.0 * (np.abs(u[:, 4]) > 1.0)
    u[:, 4] = np.clip(u[:, 4], -0.9, 0.9)
    mover = _Mover(4, 0, 1)
    again, margins = answered(mover.anew(u, g(u), 1e-12), g)
    assert (again[:, :4] == u[:, :4]).all()
    accepted = again[:, 4] != u[:, 4]
    assert 0.5 < accepted.mean() < 0.95
    assert np.abs(again[:, 4]).max() <= 1.0
    assert margins == pytest.approx(g(again))


def test_the_mean_of_flocks_is_right(monkeypatch):
    """With moves enough to forget, and few particles, so that a bias of 1 / N could be seen."""
    monkeypatch.setattr(particles, "MOVES", 12)
    truth = stats.norm.sf(2.0)
    found = splitting(linear(2.0), 3, seed=5, flocks=150, particles=16)
    ratio = np.array([f.probability for f in found.flocks]) / truth
    assert ratio.mean() == pytest.approx(1.0, abs=3.0 * ratio.std() / 150**0.5)
    assert ratio.std() / 150**0.5 < 0.05


def test_the_scatter_is_hardly_more_than_it_must_be():
    found = splitting(linear(3.5), 6, seed=2, flocks=48, particles=64)
    ideal = least_cov(found.flocks)
    assert ideal == pytest.approx((-np.log(stats.norm.sf(3.5)) / 64 / 48) ** 0.5, rel=0.15)
    assert 0.8 * ideal < found.cov < 1.8 * ideal
    assert found.probability == pytest.approx(stats.norm.sf(3.5), rel=4.0 * found.cov)


def test_same_seed_same_answer_for_any_batch_and_company():
    alone = splitting(linear(3.5), 4, seed=11, flocks=4, particles=32)
    cut = splitting(linear(3.5), 4, seed=11, flocks=4, particles=32, batch=7)
    among = splitting(linear(3.5), 4, seed=11, flocks=6, particles=32)
    other = splitting(linear(3.5), 4, seed=12, flocks=4, particles=32)
    assert cut.probability == alone.probability
    assert [f.probability for f in among.flocks[:4]] == [f.probability for f in alone.flocks]
    assert other.probability != alone.probability
    assert alone.calls == sum(f.calls for f in alone.flocks)


def test_a_margin_that_is_flat_short_of_failure_is_found_out():
    found = splitting(lambda u: np.maximum(linear(6.0)(u), 4.0), 3, seed=1, flocks=4)
    assert found.stuck == 4
    assert found.probability == 0.0
    assert found.interval.low == 0.0
    assert found.interval.high > stats.norm.sf(6.0)


def test_a_flock_keeps_to_its_calls():
    calls = []

    def g(u):
        calls.append(len(u))
        return linear(6.0)(u)

    found = answered(flock(3, seed=1, case=0, particles=32, most=900), g)
    assert found.stuck
    assert found.probability == 0.0
    assert stats.norm.sf(6.0) < found.reached < 0.1
    assert sum(calls) == found.calls <= 900


def test_ties_do_not_disturb_the_count():
    """A margin in steps: many particles share each level."""
    found = splitting(lambda u: np.ceil(4.0 * linear(3.0)(u)) / 4.0, 3, seed=2, flocks=40)
    assert found.interval.low < stats.norm.sf(3.0) < found.interval.high


def test_settings_that_mean_nothing_are_refused():
    with pytest.raises(InputError, match="flocks 3"):
        splitting(linear(3.0), 2, seed=1, flocks=3)
    with pytest.raises(InputError, match="particles 8"):
        splitting(linear(3.0), 2, seed=1, particles=8)
