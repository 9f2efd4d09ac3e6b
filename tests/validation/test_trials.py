"""Published trials against flights: what docs/validation.md says in words."""

from __future__ import annotations

import pytest

import shortdeck as sd
from scripts import write_trials_table as trials
from shortdeck.flight.setup import Conditions
from shortdeck.verdict.landing import least_wind_to_stop
from shortdeck.verdict.launching import least_wind


def test_mojaves_run_on_dirt_is_that_of_a_part_load() -> None:
    assert 1700.0 < trials.still_air_mass("short-strip", trials.EL_MIRAGE, 178.6) < 2400.0


def test_mojaves_run_on_dokdo_needs_a_light_aircraft_or_little_wind() -> None:
    still = trials.deck_run("mojave", "dokdo", Conditions(mass=1550.0))
    assert still == pytest.approx(90.0, rel=0.15)
    assert trials.deck_run("mojave", "dokdo", Conditions(mass=2000.0, wind_over_deck=9.0)) < 90.0


@pytest.mark.parametrize("mass", [1450.0, 1600.0])
def test_tb3_takes_off_from_anadolu_by_the_path_it_flies(mass: float) -> None:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("tcg-anadolu")
    wind = least_wind(aircraft, ship, Conditions(mass=mass), by_path=True).wind
    assert wind is not None
    assert wind < ship.model.hull.speed_max.value


def test_tb3_lands_on_anadolu_without_wires() -> None:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("tcg-anadolu")
    mass = aircraft.model.mass.landing.value
    wind = least_wind_to_stop(aircraft, ship, Conditions(mass=mass)).wind
    assert wind is not None
    assert wind < ship.model.hull.speed_max.value


@pytest.mark.parametrize("knots", [20.0, 25.0, 30.0])
def test_landings_stop_within_the_range_of_rolling_landings(knots: float) -> None:
    mass = sd.aircraft("bayraktar-tb3").model.mass.landing.value
    k = Conditions(mass=mass, wind_over_deck=knots * trials.KNOT)
    assert 85.0 < trials.stopping_distance("bayraktar-tb3", "tcg-anadolu", k) < 155.0
