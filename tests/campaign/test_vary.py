"""How columns vary: distributions against scipy's, what makes no sense refused."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from shortdeck.campaign.study import drawn
from shortdeck.campaign.vary import Variation

U = (np.arange(20_000) + 0.5) / 20_000


def same(value):
    return value


@pytest.mark.parametrize(
    ("given", "reference"),
    [
        ({"uniform": (2.0, 5.0)}, stats.uniform(2.0, 3.0)),
        ({"normal": {"mean": 10.0, "deviation": 2.0}}, stats.norm(10.0, 2.0)),
        (
            {"normal": {"mean": 10.0, "deviation": 2.0, "least": 9.0, "most": 15.0}},
            stats.truncnorm(-0.5, 2.5, loc=10.0, scale=2.0),
        ),
        ({"triangular": (1.0, 2.0, 5.0)}, stats.triang(0.25, loc=1.0, scale=4.0)),
    ],
)
def test_a_distribution_has_the_quantiles_of_scipys(given, reference) -> None:
    found = Variation.model_validate(given).in_si(same).quantile(U)
    assert found == pytest.approx(reference.ppf(U), rel=1e-9)


def test_a_choice_is_drawn_as_likely_as_its_weights() -> None:
    found = Variation(choice=("dry", "wet", "oily"), weights=(2.0, 1.0, 1.0)).quantile(U)
    assert [int((found == name).sum()) for name in ("dry", "wet", "oily")] == [10_000, 5_000, 5_000]


def test_a_span_has_both_ends() -> None:
    how = Variation.model_validate({"grid": {"first": 1.0, "last": 2.0, "count": 5}}).in_si(same)
    assert how.points() == (1.0, 1.25, 1.5, 1.75, 2.0)


def test_draws_belong_to_seed_case_and_column() -> None:
    case = np.arange(50_000)
    mass = drawn(1, case, "mass")
    assert np.array_equal(drawn(1, case[100:200], "mass"), mass[100:200])
    assert stats.kstest(mass, "uniform").pvalue > 1e-3
    for other in (drawn(1, case, "ship_speed"), drawn(2, case, "mass")):
        assert abs(np.corrcoef(mass, other)[0, 1]) < 0.02


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "exactly one of grid"),
        ({"grid": (1.0,), "uniform": (1.0, 2.0)}, "2 are given"),
        ({"grid": ()}, "at least 1 item"),
        ({"grid": {"first": 1.0, "last": 2.0, "count": 1}}, "greater than or equal to 2"),
        ({"grid": (1.0,), "weights": (1.0,)}, "weights belong to a choice"),
        ({"choice": ("a", "b"), "weights": (1.0,)}, "2 values to choose from"),
        ({"choice": ("a", "b"), "weights": (0.0, 0.0)}, "above zero"),
        ({"gaussian": (1.0, 2.0)}, "Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_read(given, told) -> None:
    with pytest.raises(ValidationError, match=told):
        Variation.model_validate(given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"uniform": (2.0, 1.0)}, "rising order"),
        ({"triangular": (1.0, 1.0, 1.0)}, "rising order"),
        ({"normal": {"mean": 0.0, "deviation": 0.0}}, "above zero"),
        ({"normal": {"mean": 0.0, "deviation": 1.0, "least": 20.0}}, "next to nothing"),
        ({"uniform": ("a", "b")}, "a number is needed"),
    ],
)
def test_what_cannot_be_drawn_is_refused(given, told) -> None:
    with pytest.raises(ValueError, match=told):
        Variation.model_validate(given).in_si(same)
