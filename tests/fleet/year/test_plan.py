"""Where flights go: the truth of invented flights is found with far fewer than a full grid."""

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.fleet.year.cells import ACROSS, AHEAD, HEAVE
from shortdeck.fleet.year.flying import EACH, log_odds
from shortdeck.fleet.year.plan import DRAWS, Explorer, Tolerance, doubtful, inside, spread_out
from tests.fleet.year.invented import Invented

TOLERANCE = Tolerance(0.01, 0.5)


def mishap(x):
    """Mishaps by crosswind and by the deck's velocity: 1 % at 7 m/s across, or at 0.75 m/s of the deck."""
    return (
        log_odds(0.01) + 1.2 * (np.abs(x[:, ACROSS]) - 7.0) + 8.0 * np.maximum(x[:, HEAVE] - 0.3, -0.2) - 3.6
    )


def success(x):
    """Half of the attempts succeed at 9 m/s from ahead."""
    return 0.8 * (x[:, AHEAD] - 9.0)


def truly_within(cells):
    x = cells.features.reshape(-1, cells.features.shape[-1])
    good = (mishap(x) <= log_odds(0.01)) & (success(x) >= 0.0)
    return good.reshape(cells.shape) & cells.made & cells.flyable


@pytest.fixture(scope="module")
def explored(cells):
    flyer = Invented(cells, mishap, success)
    return flyer, Explorer(flyer, TOLERANCE, 0).explore(flights=10000)


@pytest.mark.slow
def test_the_share_of_the_year_and_the_polars_are_found(cells, explored):
    flyer, known = explored
    truth = truly_within(cells)
    rng = np.random.default_rng(0)
    drawn = inside(known.drawn(100, rng), cells)
    share = cells.seas.share
    found = share @ drawn.any(axis=(1, 2))
    wanted = float(share @ truth.any(axis=(1, 2)))
    assert np.quantile(found, 0.01) - 0.02 <= wanted <= np.quantile(found, 0.99) + 0.02
    assert 0.3 < wanted < 0.98
    likely = drawn.mean(axis=3) > 0.5
    looked = cells.made & cells.flyable
    wrong = (share[:, None, None] * (likely != truth) * looked).sum() / (share[:, None, None] * looked).sum()
    assert wrong < 0.05
    # A full grid of as many flights at every cell would be a hundred times as many.
    assert flyer.flights < 0.02 * looked.sum() * EACH
    assert flyer.flights <= 10000


@pytest.mark.slow
def test_flights_end_as_soon_as_nothing_is_in_doubt(cells):
    flyer = Invented(cells, lambda x: np.full(len(x), -12.0), lambda x: np.full(len(x), 8.0))
    known = Explorer(flyer, Tolerance(0.05, 0.5), 0).explore(flights=30000)
    assert flyer.flights < 25000
    assert (known.margin(cells.features)[cells.made & cells.flyable] > 0.0).mean() > 0.99


@pytest.mark.slow
def test_further_flights_go_where_the_limits_are(cells, explored):
    _, known = explored
    later = [p for batch in known.batches[2:] for p in batch]
    x = np.array([cells.features[p.sea, p.course, p.speed] for p in later])
    near = np.minimum(np.abs(mishap(x) - log_odds(0.01)), np.abs(success(x)))
    every = cells.features[cells.made & cells.flyable]
    everywhere = np.minimum(np.abs(mishap(every) - log_odds(0.01)), np.abs(success(every)))
    assert np.median(near) < 0.6 * np.median(everywhere)


@pytest.mark.slow
def test_the_same_seed_flies_the_same(cells, explored):
    again = Explorer(Invented(cells, mishap, success), TOLERANCE, 0).explore(flights=10000)
    assert again.batches == explored[1].batches
    other = Explorer(Invented(cells, mishap, success), TOLERANCE, 1).explore(flights=5200)
    assert other.batches != explored[1].batches[: len(other.batches)]


@pytest.mark.slow
def test_a_variant_flies_the_same_places_first_and_shows_its_gain(cells, explored):
    _, known = explored
    flyer = Invented(cells, mishap, lambda x: success(x) + 1.6)  # as 2 m/s more wind would
    changed = Explorer(flyer, TOLERANCE, 0, 1.0, known).explore(flights=6000)
    assert changed.batches[0] == known.batches[0]
    drawn = changed.drawn(100, np.random.default_rng(0))
    base, more = (inside(drawn, cells, v) for v in (0.0, 1.0))
    gain = cells.seas.share @ (more.mean(axis=(1, 2)) - base.mean(axis=(1, 2)))
    assert np.quantile(gain, 0.025) > 0.0
    assert DRAWS > 20


def test_limits_must_be_probabilities():
    for wrong in (Tolerance(0.0, 0.5), Tolerance(0.6, 0.5), Tolerance(0.01, 1.0)):
        with pytest.raises(InputError, match="a probability of mishap"):
            wrong.check()


def test_places_are_spread_out_and_doubtful_ones_not_beside_each_other():
    x = np.array([[0.0], [0.1], [5.0], [9.0]])
    assert spread_out(x, np.ones(4), 0, 3) == [0, 3, 2]
    assert doubtful(x, np.array([1.0, 0.9, 0.5, 0.1]), [], 2) == [0, 2]
    assert doubtful(x, np.array([1.0, 0.9, 0.5, 0.1]), [2], 2) == [2, 0]
