"""Searches side by side: the same flights as one at a time, and the same answers as plain halving."""

from dataclasses import replace

import pytest

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.fly import fly_launch, fly_recovery
from shortdeck.verdict import launching
from shortdeck.verdict.landing import stop_at
from shortdeck.verdict.launching import TOLERANCE, least_true, least_wind, unmet
from shortdeck.verdict.searches import Wanted, abreast, fly_wanted, known, mapped, one, run

KNOT = 0.514444


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


def test_a_flight_among_others_is_the_flight_by_itself(tb3, izumo):
    ks = [Conditions(mass=1450.0, wind_over_deck=w) for w in (0.0, 9.0, 14.0)]
    landings = [Conditions(mass=1250.0, wind_over_deck=w, surface="wet") for w in (3.0, 12.0)]
    wanted = [Wanted("launch", tb3, izumo, k) for k in ks]
    wanted += [Wanted("recovery", tb3, izumo, k) for k in landings]
    alone = [fly_launch(tb3, izumo, k, sample=None) for k in ks]
    alone += [fly_recovery(tb3, izumo, k, sample=None) for k in landings]
    for threads in (1, 2):
        together = fly_wanted(wanted, threads=threads)
        assert [f.figures for f in together] == [f.figures for f in alone]
        assert [f.outcome for f in together] == [f.outcome for f in alone]


def test_what_cannot_be_flown_says_why_and_keeps_nobody_else(tb3, izumo):
    strong = Conditions(mass=1250.0, wind_over_deck=60.0)
    (bad, good) = fly_wanted(
        [
            Wanted("recovery", tb3, izumo, strong),
            Wanted("recovery", tb3, izumo, replace(strong, wind_over_deck=12.0)),
        ]
    )
    assert isinstance(bad, InputError)
    assert good.outcome.name == "stopped"
    assert stop_at(tb3, izumo, strong).outcome == "no way against the wind"


def by_halving(test):
    """The least wind without a fault, one flight after the other."""
    low, below = 0.0, test(0.0)
    if not below:
        return 0.0, ()
    while below and low < launching.MOST_WIND:
        high = min(low + launching.STRIDE, launching.MOST_WIND)
        faults = test(high)
        if not faults:
            break
        low, below = high, faults
    else:
        return None, below
    while high - low > TOLERANCE:
        middle = 0.5 * (low + high)
        faults = test(middle)
        low, below, high = (middle, faults, high) if faults else (low, below, middle)
    return high, below


@pytest.mark.parametrize("mass", [1250.0, 1450.0, 1600.0, 2000.0])
def test_the_least_wind_is_that_of_plain_halving(tb3, izumo, mass):
    k = Conditions(mass=mass)

    def test(wind):
        return unmet(tb3, fly_launch(tb3, izumo, replace(k, wind_over_deck=wind), sample=None))

    found = least_wind(tb3, izumo, k)
    assert (found.wind, found.binding) == by_halving(test)
    if found.wind is not None:
        assert found.flight.conditions.wind_over_deck == found.wind


def test_many_searches_fly_what_each_would(tb3, izumo):
    rounds = []

    def counting(search):
        wanted = next(search)
        while True:
            rounds.append(len(wanted))
            try:
                wanted = search.send(fly_wanted(wanted))
            except StopIteration as end:
                return end.value

    def seek(mass):
        k = Conditions(mass=mass)
        return least_true(
            lambda wind: Wanted("launch", tb3, izumo, replace(k, wind_over_deck=wind)),
            lambda f: unmet(tb3, f),
        )

    masses = (1400.0, 1500.0)
    found = counting(abreast([seek(mass) for mass in masses]))
    assert len(rounds) == 3  # as many as one search takes
    assert [wind for wind, _ in found] == [least_wind(tb3, izumo, Conditions(mass=m)).wind for m in masses]


def test_answers_come_in_order_and_errors_end_a_search(tb3, izumo):
    calm = Wanted("launch", tb3, izumo, Conditions(mass=1450.0, wind_over_deck=12.0))
    flight, number, word = run(abreast([one(calm), known(3), mapped(known(2), str)]))
    assert (flight.outcome.name, number, word) == ("launched", 3, "2")
    with pytest.raises(InputError, match="850 kg empty"):
        least_wind(tb3, izumo, Conditions(mass=500.0))
