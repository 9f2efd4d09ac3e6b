"""Tests that stop early: exact errors, held against flights drawn at random and against the fixed size."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.sequential import curtailed, fixed_size, power, probability_ratio

RISKS = {"acceptable": 1e-3, "unacceptable": 1e-2}


def test_the_fixed_size_is_the_smallest_that_keeps_both_errors():
    flights, most = fixed_size(**RISKS)
    assert (flights, most) == (628, 2)
    assert power(flights, most, 1e-3) >= 0.95
    assert power(flights, most, 1e-2) <= 0.05
    assert power(flights - 1, most, 1e-2) > 0.05
    fewer = next(n for n in range(1, 2000) if stats.binom.cdf(most - 1, n, 1e-2) <= 0.05)
    assert power(fewer, most - 1, 1e-3) < 0.95


@pytest.mark.parametrize("risk", [1e-4, 1e-3, 4e-3, 1e-2, 0.1])
def test_curtailing_saves_flights_and_changes_no_answer(risk):
    flights, most = fixed_size(**RISKS)
    found = curtailed(flights, most).chances(risk)
    assert found.acceptable == pytest.approx(power(flights, most, risk), abs=1e-12)
    assert found.acceptable + found.unacceptable == pytest.approx(1.0, abs=1e-12)
    assert found.flights < flights


@pytest.mark.parametrize("risks", [RISKS, {"acceptable": 0.005, "unacceptable": 0.02}])
def test_wald_s_test_keeps_both_errors_with_fewer_flights(risks):
    flights, most = fixed_size(**risks)
    plan, cut = probability_ratio(**risks), curtailed(flights, most)
    good, bad = plan.chances(risks["acceptable"]), plan.chances(risks["unacceptable"])
    assert good.unacceptable <= 0.05
    assert bad.acceptable <= 0.05
    assert good.flights < 0.75 * cut.chances(risks["acceptable"]).flights
    assert bad.flights < cut.chances(risks["unacceptable"]).flights
    for p in (0.5, 1e-5):
        assert sum(plan.chances(p)[:2]) == pytest.approx(1.0, abs=1e-9)


def test_the_chances_are_those_of_flights_drawn_at_random():
    plan = probability_ratio(acceptable=0.02, unacceptable=0.1)
    rng = np.random.Generator(np.random.Philox(key=7))
    flown = [plan.follow(rng.random(plan.most_flights) < 0.05) for _ in range(2000)]
    expected = plan.chances(0.05)
    share = np.mean([verdict == "acceptable" for verdict, _ in flown])
    assert share == pytest.approx(expected.acceptable, abs=4 * (0.25 / 2000) ** 0.5)
    taken = np.array([n for _, n in flown])
    assert taken.mean() == pytest.approx(expected.flights, abs=4 * taken.std() / 2000**0.5)
    assert {verdict for verdict, _ in flown} == {"acceptable", "unacceptable"}


def test_too_few_flights_decide_nothing():
    plan = curtailed(628, 2)
    assert plan.follow([False] * 100) == ("fly on", 100)
    assert plan.follow([True, False, True, True, False]) == ("unacceptable", 4)
    assert plan.follow([False] * 628) == ("acceptable", 626)


def test_bad_plans_are_refused():
    with pytest.raises(InputError, match="acceptable one below an unacceptable"):
        fixed_size(acceptable=0.1, unacceptable=0.1)
    with pytest.raises(InputError, match="more than 1000000 flights"):
        fixed_size(acceptable=1e-8, unacceptable=2e-8)
    with pytest.raises(InputError, match="fewer failures"):
        curtailed(10, 10)
    with pytest.raises(InputError, match="0 failures of 12 flights"):
        curtailed(10, 1).verdict(0, 12)
