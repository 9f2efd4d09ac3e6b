"""What limits: invented flights with one cause show it, and no other."""

import dataclasses

import numpy as np
import pytest

from shortdeck.fleet.year.causes import SLOW, limiting
from shortdeck.fleet.year.cells import ACROSS, AHEAD, HEAVE
from shortdeck.fleet.year.flying import log_odds
from shortdeck.fleet.year.plan import Explorer, Tolerance
from tests.fleet.year.invented import Invented, with_slower_ship

NEVER, ALWAYS = (lambda x: np.full(len(x), -9.0)), (lambda x: np.full(len(x), 6.0))


def found(cells, mishap, success):
    known = Explorer(Invented(cells, mishap, success), Tolerance(), 0).explore(flights=7000)
    return known, limiting(known, "launch", known.margin(cells.features))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mishap", "success", "cause", "criterion"),
    [
        (lambda x: log_odds(0.01) + 14.0 * (x[:, HEAVE] - 0.5), ALWAYS, "deck motion", "mishap"),
        (lambda x: log_odds(0.01) + 1.5 * (np.abs(x[:, ACROSS]) - 5.0), ALWAYS, "crosswind", "mishap"),
        (NEVER, lambda x: 1.2 * (x[:, AHEAD] - 12.0), "too little wind over deck", "no success"),
        (NEVER, lambda x: 1.2 * (12.0 - x[:, AHEAD]), "too much wind over deck", "no success"),
    ],
)
def test_the_one_cause_is_named(cells, mishap, success, cause, criterion):
    _, told = found(cells, mishap, success)
    named = {name: share for name, share in told.polar.items() if not name.startswith("wind from abaft")}
    assert max(named, key=named.get) == cause
    assert named[cause] > 0.8 * sum(named.values())
    assert max(told.criteria, key=told.criteria.get).startswith(criterion)
    assert told.alone > 0.5
    if criterion == "mishap":
        assert told.kinds == pytest.approx({"overrun": 1.0})


def test_shares_are_of_what_she_makes(cells):
    _, told = found(cells, NEVER, lambda x: 1.2 * (x[:, AHEAD] - 12.0))
    assert 0.0 < sum(told.polar.values()) < 1.0
    assert sum(told.criteria.values()) == pytest.approx(1.0)


def test_a_sea_lost_to_the_ships_speed_is_called_so(cells):
    known, whole = found(cells, NEVER, lambda x: 1.5 * (x[:, AHEAD] - 16.0))
    slow = with_slower_ship(cells, 4.0)
    known = dataclasses.replace(known, cells=slow)
    told = limiting(known, "launch", known.margin(slow.features))
    assert told.year.get(SLOW, 0.0) > whole.year.get(SLOW, 0.0)
    assert told.year[SLOW] > 0.2
