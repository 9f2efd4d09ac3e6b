"""The least wind as a response: where flights cease to be safe enough, in the winds of a ladder."""

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.safety.least_wind import COARSE, KNOT, LeastWind, crossing

WINDS = np.array([10.0, 12.0, 14.0, 16.0])


@pytest.mark.parametrize(
    ("quantiles", "least"),
    [
        ([-3.0, -1.0, 1.0, 2.0], 13.0),
        ([-1.0, 3.0, 4.0, 5.0], 10.5),
        ([1.0, 2.0, 3.0, 4.0], 10.0),  # at the ladder's end
        ([-1.0, -1.0, -1.0, -1.0], 16.0),
        ([1.0, -1.0, 3.0, 4.0], 12.5),  # safe in little wind as well, where it is given up: not counted
        ([-1.0, 1.0, -2.0, 2.0], 15.0),
        ([-1.0, 0.0, 0.0, 2.0], 14.0),
    ],
)
def test_where_the_quantile_rises_through_zero_for_good(quantiles, least):
    assert crossing(WINDS, np.array([quantiles, quantiles])) == pytest.approx([least, least])


def steady(conditions: Conditions):
    """Quantiles that are the wind less one of 11 m/s and twice the number."""
    return lambda keys, sets: np.array(
        [conditions.wind_over_deck - 11.0 - 2.0 * (row[0] if len(row) else 0.0) for row in sets]
    )


def test_sets_of_values_get_the_least_wind_of_each():
    of = LeastWind(steady, Conditions(mass=1000.0, wind_over_deck=20.0))
    assert of.nominal == pytest.approx(11.0)
    found = of.respond([("aircraft", "x")], np.array([[0.0], [1.0], [-1.0], [50.0]]))
    assert found[:3] == pytest.approx([11.0, 13.0, 9.0])
    assert found[3] == pytest.approx(of.winds[-1])


def test_a_wind_that_is_not_among_those_looked_at_is_refused():
    def never(conditions):
        return lambda keys, sets: np.full(len(sets), -1.0)

    with pytest.raises(InputError, match="not between 5 and 60 kn"):
        LeastWind(never, Conditions(mass=1000.0))
    assert COARSE[0] == pytest.approx(5.0 * KNOT)


@pytest.mark.slow
def test_a_launch_needs_the_wind_that_its_margin_says():
    """The wind, the numbers that move it, and the claim that there is enough of it."""
    words = {"sea_state": 4, "ship_speed": 8.0, "deck_run": "60 m", "mass": "1250 kg", "seed": 2}
    found = sd.hinges(
        "launch", "bayraktar-tb3", "tcg-anadolu", **words, wind_over_deck="30 kn", share=0.25, flights=4,
        response="least-wind",
    )  # fmt: skip
    assert found.asked == "least-wind"
    assert 5.0 * KNOT < found.response < 30.0 * KNOT
    assert found.claim.probability > 0.5
    assert found.measures[0].screened.size > found.measures[9].screened.size > 0.0
    assert found.claim.answers.min() < found.response < found.claim.answers.max()
