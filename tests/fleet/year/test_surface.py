"""Chances learnt from counted flights: right where they are known, honest where they are not."""

import math
from collections import Counter

import numpy as np
import pytest
from scipy.special import expit

from shortdeck.fleet.year.surface import (
    APART,
    APART_SIZE,
    CONSTANT,
    LENGTHS,
    SIZES,
    Counts,
    Shape,
    deviation,
    fit,
    kernel,
    learn,
    matern,
)

SHAPE = Shape(2.0, (2.0, 4.0))


def truth(x):
    """Log odds: rises in one feature, waves in a second, and does not hang on the others."""
    return -2.0 + 1.2 * x[:, 0] - 1.6 * np.sin(1.5 * x[:, 1])


def counted(rng, places, features=4, flights=64.0, f=truth):
    x = rng.uniform(-2.0, 2.0, (places, features))
    n = np.full(places, flights)
    return Counts(x, rng.binomial(n.astype(int), expit(f(x))).astype(float), n, np.zeros(places))


def test_one_point_with_many_flights_says_what_they_say():
    known = fit(Counts(np.zeros((1, 2)), np.array([3000.0]), np.array([10000.0]), np.zeros(1)), SHAPE)
    assert float(expit(known.mean(np.zeros((1, 2))))[0]) == pytest.approx(0.3, abs=1e-3)
    wanted = 1.0 / math.sqrt(10000.0 * 0.3 * 0.7)
    assert float(deviation(known, np.zeros((1, 2)))[0]) == pytest.approx(wanted, rel=0.02)


def test_the_mode_is_the_greatest_of_its_posterior():
    """The gradient vanishes: K^-1 f = events - flights p, checked from outside."""
    counts = counted(np.random.default_rng(3), 25, features=2)
    known = fit(counts, SHAPE)
    assert known.gradient == pytest.approx(counts.events - counts.flights * expit(known.mode), abs=1e-4)
    assert known.mean(counts.x) == pytest.approx(known.mode, abs=1e-3)


def test_far_from_all_flights_the_prior_is_left():
    known = fit(counted(np.random.default_rng(4), 10, features=2), SHAPE)
    far = np.array([[0.0, 500.0]])
    assert float(deviation(known, far)[0]) > 100.0 * float(deviation(known, known.counts.x).max())
    same = matern(np.zeros((1, 2)), np.zeros((1, 2)), np.ones(2))
    assert same == pytest.approx(1.0)
    assert matern(np.zeros((1, 2)), far, np.ones(2)) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_intervals_hold_the_truth_as_often_as_they_say(seed):
    """90 % intervals of the drawn surfaces at fresh places: the seeds were fixed before looking."""
    rng = np.random.default_rng(100 + seed)
    known = learn(counted(rng, 70), rng=rng)
    fresh = rng.uniform(-2.0, 2.0, (1500, 4))
    low, high = np.quantile(known.draws(120, rng=rng).at(fresh), [0.05, 0.95], axis=1)
    covered = np.mean((truth(fresh) > low) & (truth(fresh) < high))
    assert 0.82 < covered <= 1.0
    assert np.sqrt(np.mean((known.mean(fresh) - truth(fresh)) ** 2)) < 0.6


def test_features_that_do_not_matter_get_long_lengths():
    known = learn(counted(np.random.default_rng(7), 90), rng=np.random.default_rng(17))
    length = np.median([one.shape.length for one in known.surfaces], axis=0)
    assert length[1] < length[3]
    assert max(one.evidence for one in known.surfaces) > fit(known.counts, Shape(2.0, (2.0,) * 4)).evidence


def test_shapes_come_up_as_often_as_their_evidence_says():
    """Two lengths of one coordinate, all else fixed: drawn in proportion to the evidence."""
    counts = counted(
        np.random.default_rng(11), 12, features=1, f=lambda x: -1.0 + 0.6 * np.sin(1.5 * x[:, 0])
    )
    known = learn(counts, rng=np.random.default_rng(12), shapes=600)
    found = Counter(one.shape for one in known.surfaces)
    every = [fit(counts, Shape(size, (length,))) for size in SIZES for length in LENGTHS]
    weight = np.exp(np.array([one.evidence for one in every]) - max(one.evidence for one in every))
    for one, share in zip(every, weight / weight.sum(), strict=True):
        # Passes follow one another: a third of the independent ones is taken for their number.
        assert found[one.shape] / 600 == pytest.approx(
            share, abs=4.0 * (share * (1 - share) / 200) ** 0.5 + 0.01
        )


def test_bands_of_many_shapes_are_wider_than_those_of_the_likeliest():
    rng = np.random.default_rng(13)
    known = learn(counted(rng, 30), rng=rng, shapes=20)
    best = max(known.surfaces, key=lambda one: one.evidence)
    fresh = rng.uniform(-2.0, 2.0, (400, 4))
    many, one = (of.draws(400, rng=np.random.default_rng(14)).at(fresh).std(axis=1) for of in (known, best))
    assert np.mean(many) > 1.02 * np.mean(one)


def test_draws_scatter_about_the_mean_as_the_deviation_says():
    rng = np.random.default_rng(8)
    known = fit(counted(rng, 60), Shape(2.0, (2.0,) * 4))
    fresh = rng.uniform(-2.5, 2.5, (400, 4))
    drawn = known.draws(300, rng=rng).at(fresh)
    assert np.mean(drawn.std(axis=1) / deviation(known, fresh)) == pytest.approx(1.0, abs=0.12)
    apart = np.abs(drawn.mean(axis=1) - known.mean(fresh)) / deviation(known, fresh)
    assert np.mean(apart) < 0.15


def test_rare_events_keep_their_doubt():
    """No event in 64 flights: the chance is small, but a 95 % bound is not below the exact one by much."""
    x = np.zeros((1, 2))
    known = fit(Counts(x, np.zeros(1), np.array([64.0]), np.zeros(1)), SHAPE)
    bound = float(expit(np.quantile(known.draws(4000, rng=np.random.default_rng(1)).at(x), 0.95)))
    assert 0.01 < bound < 0.5  # exact for these flights alone: 0.046


def test_a_variant_is_the_base_where_nothing_of_it_was_flown_but_less_sure():
    base = counted(np.random.default_rng(9), 40, features=2)
    known = fit(base, SHAPE)
    fresh = base.x[:5]
    assert known.mean(fresh, 1.0) == pytest.approx(known.mean(fresh), abs=1e-9)
    more = deviation(known, fresh, 1.0) ** 2 - deviation(known, fresh) ** 2
    assert more == pytest.approx(np.full(5, APART**2 + APART_SIZE**2), rel=1e-2)


def test_the_same_flights_of_two_designs_show_their_difference():
    rng = np.random.default_rng(10)
    base = counted(rng, 60)
    harder = rng.binomial(64, expit(truth(base.x) + 1.0)).astype(float)
    both = Counts(
        np.concatenate([base.x, base.x]), np.concatenate([base.events, harder]),
        np.concatenate([base.flights, base.flights]), np.repeat([0.0, 1.0], 60),
    )  # fmt: skip
    known = learn(both, rng=rng)
    fresh = rng.uniform(-1.5, 1.5, (200, 4))
    drawn = known.draws(200, rng=rng)
    gain = drawn.at(fresh, 1.0) - drawn.at(fresh, 0.0)
    assert np.mean(gain) == pytest.approx(1.0, abs=0.3)
    # Drawn together, both surfaces share what is unknown of the base.
    alone = np.hypot(drawn.at(fresh, 1.0).std(axis=1), drawn.at(fresh, 0.0).std(axis=1))
    assert np.median(gain.std(axis=1) / alone) < 0.95
    assert CONSTANT > APART


WINDY = Shape(2.0, (2.0, 2.0, 2.0), fine=1.0, wind=2)


def test_draws_of_the_prior_have_the_kernel_s_covariance():
    """With the fine part, the steepness and a variant, by many draws at few places far from all flights."""
    far = Counts(np.full((1, 3), 60.0), np.zeros(1), np.ones(1), np.zeros(1))
    x = np.array([[0.0, 0.0, 0.1], [0.3, -0.2, 0.1], [0.3, 0.5, 2.5]])
    v = np.array([0.0, 1.0, 1.0])
    known = fit(far, WINDY)
    parts = [known.draws(50, rng=np.random.default_rng(k)).prior(x, v) for k in range(120)]
    found = np.cov(np.concatenate(parts, axis=1))
    wanted = kernel(WINDY, x, v, x, v)
    assert found == pytest.approx(wanted, rel=0.08, abs=0.08 * wanted.max())


def test_chances_are_steeper_in_a_calm():
    calm, gale = np.array([[0.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 4.0]])
    ratio = WINDY.steepness(calm) / WINDY.steepness(gale)
    assert ratio == pytest.approx(4.5 / 0.5)
    assert np.ones(1) == pytest.approx(SHAPE.steepness(calm))


def test_a_fine_part_leaves_doubt_between_places_but_little_at_them():
    rng = np.random.default_rng(15)
    counts = counted(rng, 60, features=2, flights=2000.0)
    smooth, fine = Shape(2.0, (2.0, 2.0)), Shape(2.0, (2.0, 2.0), fine=1.0)
    between = rng.uniform(-2.0, 2.0, (200, 2))
    doubt = [np.median(deviation(fit(counts, shape), between)) for shape in (smooth, fine)]
    assert doubt[1] > 2.0 * doubt[0]
    at = [np.median(deviation(fit(counts, shape), counts.x)) for shape in (smooth, fine)]
    assert at[1] < 2.0 * at[0]
    assert at[1] < 0.5 * doubt[1]
