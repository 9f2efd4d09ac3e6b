"""The least change: it passes with it, fails with a little less, and nothing else is changed."""

from __future__ import annotations

import pytest

import shortdeck as sd
from shortdeck.catalog.checks import check
from shortdeck.catalog.numbers import numbers
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.fly import fly_launch
from shortdeck.verdict.change import Case, changes, longer, most_mass, narrower, smaller, with_ramp
from shortdeck.verdict.landing import stop_at
from shortdeck.verdict.launching import least_wind, unmet
from shortdeck.vessel.pack import runway_line

KNOT = 0.514444


@pytest.fixture(scope="module")
def tb3():
    return sd.aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return sd.ship("izumo")


@pytest.mark.parametrize("name", ["izumo", "tcg-anadolu", "hms-prince-of-wales", "short-strip"])
def test_a_longer_place_is_longer_and_else_the_same(name) -> None:
    place = sd.ship(name)
    more = longer(place, 25.0)
    before, after = runway_line(place.model), runway_line(more.model)
    assert after.end == pytest.approx(before.end + 25.0, abs=1e-9)
    assert after[:3] == before[:3]
    assert check(more) == []
    moved = dict(numbers(more))
    for path, quantity in numbers(place):
        assert moved[path].value - quantity.value in (pytest.approx(0.0), pytest.approx(25.0)), path


@pytest.mark.parametrize("name", ["izumo", "hyuga", "dokdo"])
def test_a_ramp_lies_on_the_line_of_the_ship_that_is_given_it(name) -> None:
    ship = sd.ship(name)
    assert ship.model.deck.ramp is None
    ramped, ramp = with_ramp(ship)
    assert ramped.model.deck.ramp == ramp
    assert check(ramped) == []
    assert ship.model.deck.ramp is None


def launches(aircraft, place, *, mass: float, wind: float) -> bool:
    flight = fly_launch(aircraft, place, Conditions(mass=mass, wind_over_deck=wind), sample=None)
    return not unmet(aircraft, flight)


@pytest.fixture(scope="module")
def launch(tb3, izumo):
    """A launch that takes 5 kn more than there are, and what would make it pass."""
    needed = least_wind(tb3, izumo, Conditions(mass=1600.0)).wind
    case = Case("launch", tb3, izumo, 1600.0, needed - 5.0 * KNOT, "dry")
    return case, {change.what: change for change in changes(case, needed=needed)}


def test_the_wind_that_lacks_is_what_lacks(launch) -> None:
    case, found = launch
    assert found["wind"].amount == pytest.approx(5.0 * KNOT)
    assert launches(case.aircraft, case.place, mass=1600.0, wind=found["wind"].to)
    assert not launches(case.aircraft, case.place, mass=1600.0, wind=case.wind)


def test_it_launches_at_the_mass_found_and_not_a_little_above(launch) -> None:
    case, found = launch
    mass = found["mass"]
    assert mass.to == pytest.approx(1600.0 + mass.amount)
    assert launches(case.aircraft, case.place, mass=mass.to, wind=case.wind)
    assert not launches(case.aircraft, case.place, mass=mass.to + 2.0, wind=case.wind)


def test_the_greatest_mass_in_a_wind_launches_and_lands_in_it(launch, tb3, izumo) -> None:
    case, found = launch
    assert most_mass(tb3, izumo, wind=case.wind) == pytest.approx(found["mass"].to, abs=2.0)
    assert most_mass(tb3, izumo, wind=30.0 * KNOT) == max(m.value for m in tb3.model.mass.takeoff)
    calm = most_mass(tb3, izumo, wind=0.0)
    assert calm is None or calm < found["mass"].to
    assert most_mass(tb3, longer(sd.ship("short-strip"), -240.0), wind=0.0) is None


def test_it_launches_from_the_deck_found_and_not_from_a_little_less(launch) -> None:
    case, found = launch
    deck = found["deck length"]
    assert deck.amount > 5.0
    assert launches(case.aircraft, longer(case.place, deck.amount), mass=1600.0, wind=case.wind)
    assert not launches(case.aircraft, longer(case.place, deck.amount - 1.0), mass=1600.0, wind=case.wind)


def test_a_ramp_is_offered_to_a_flat_deck_alone(launch, tb3) -> None:
    _, found = launch
    assert "ramp" in found
    case = Case("launch", tb3, sd.ship("tcg-anadolu"), 1600.0, 5.0, "dry")
    assert "ramp" not in {change.what for change in changes(case, needed=None)}


def test_the_smallest_change_comes_first_and_what_does_not_suffice_last(launch) -> None:
    case, found = launch
    ordered = changes(case, needed=None)
    shares = [change.share for change in ordered if change.amount is not None]
    assert shares == sorted(shares)
    assert [change.amount for change in ordered][-1] is None
    assert {change.what for change in ordered if change.amount is None} >= {"wind"}
    assert set(found) == {change.what for change in ordered}


def test_a_landing_stops_with_the_change_found(tb3, izumo) -> None:
    mass = tb3.model.mass.landing.value
    case = Case("landing", tb3, izumo, mass, 19.0 * KNOT, "wet")
    found = {change.what: change for change in changes(case, needed=None)}
    for what, place, at in (
        ("mass", izumo, found["mass"].to),
        ("deck length", longer(izumo, found["deck length"].amount or 0.0), mass),
    ):
        assert found[what].amount is not None
        k = Conditions(mass=at or 0.0, wind_over_deck=case.wind, surface="wet")
        assert stop_at(tb3, place, k).outcome == "stopped", what


def test_spans_that_would_do(tb3) -> None:
    span = tb3.model.geometry.span.value
    assert narrower(tb3, -1.5).to == pytest.approx(span - 3.0)
    assert narrower(tb3, -span).amount is None
    assert smaller(tb3, -0.5, folded=True).to == pytest.approx(tb3.model.fold.span.value - 0.5)
    assert smaller(tb3, -0.5, folded=False).to == pytest.approx(span - 0.5)
