"""The check of the bands: passes what is honest, catches what is too sure, and asks fresh flights."""

import numpy as np
import pytest

from shortdeck.fleet.year.cells import AHEAD, HEAVE
from shortdeck.fleet.year.check import (
    BATCHES,
    GROUPS,
    NEAR,
    check_places,
    exact,
    fly_fresh,
    judge,
)
from shortdeck.fleet.year.flying import EACH, log_odds
from shortdeck.fleet.year.plan import OWN_BATCHES, Explorer, Tolerance
from shortdeck.safety.binomial import clopper_pearson
from tests.fleet.year.invented import Invented


def mishap(x):
    return log_odds(0.01) + 4.0 * (x[:, HEAVE] - 0.5)


def success(x):
    return 0.6 * (x[:, AHEAD] - 9.0)


@pytest.fixture(scope="module")
def explored(cells):
    flyer = Invented(cells, mishap, success, seed=3)
    return flyer, Explorer(flyer, Tolerance(), 3).explore(flights=6000)


@pytest.fixture(scope="module")
def chosen(explored):
    return check_places(explored[1], count=36, rng=np.random.default_rng(5))


def test_exact_limits_are_those_of_one_count():
    events, flights = np.array([0.0, 3.0, 64.0]), np.array([64.0, 512.0, 64.0])
    below, above = exact(events, flights)
    for k in range(3):
        assert (below[k], above[k]) == pytest.approx(clopper_pearson(int(events[k]), int(flights[k])))


def test_places_are_of_three_kinds_over_all_sea_states(cells, explored, chosen):
    groups = [group for _, group in chosen]
    assert [groups.count(group) for group in GROUPS] == [12, 12, 12]
    margin = explored[1].margin(cells.features)
    for (sea, course, speed, height), group in chosen:
        assert (cells.made & cells.flyable)[sea, course, speed]
        assert height == 1.0
        if group == "near a limit":
            assert abs(margin[sea, course, speed]) < NEAR
        if group == "best of a sea":
            assert margin[sea, course, speed] == margin[sea][(cells.made & cells.flyable)[sea]].max()
    states = {int(cells.seas.state[place.sea]) for place, group in chosen if group == "all over"}
    assert len(states) >= 5
    again = check_places(explored[1], count=36, rng=np.random.default_rng(5))
    assert again == chosen


def test_flights_are_fresh(explored, chosen):
    """Their batches, and so their cases, are neither the exploration's nor a second design's."""
    seen = []

    class Watched(Invented):
        def fly(self, places, batch):
            seen.append(batch)
            return super().fly(places, batch)

    flyer = Watched(explored[1].cells, mishap, success)
    found = fly_fresh(flyer, [place for place, _ in chosen], flights=4 * EACH)
    assert seen == [BATCHES, BATCHES + 1, BATCHES + 2, BATCHES + 3]
    assert BATCHES > OWN_BATCHES + 1000
    assert [r.flights for r in found] == [4 * EACH] * 36
    assert [r.place for r in found] == [place for place, _ in chosen]


def test_an_honest_surface_passes(explored, chosen):
    flyer, known = explored
    fresh = fly_fresh(flyer, [place for place, _ in chosen], flights=512)
    for found in judge(known, "launch", chosen, fresh, seed=1):
        assert found.chance_compatible > 0.01
        assert found.chance_foreseen > 0.01
        assert found.expected_foreseen.min() >= 0.94
        assert sum(found.of(group)[0] for group in GROUPS) == 36


def test_a_surface_that_errs_is_caught(explored, chosen):
    """Flights of another truth, whose limits lie at lesser waves and higher winds."""
    _, known = explored
    other = Invented(known.cells, lambda x: mishap(x) + 3.0, lambda x: success(x) - 3.0, seed=4)
    fresh = fly_fresh(other, [place for place, _ in chosen], flights=512)
    for found in judge(known, "launch", chosen, fresh, seed=1):
        assert found.chance_foreseen < 0.01
        assert found.chance_compatible < 0.05
