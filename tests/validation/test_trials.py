"""Published trials are met by flights at masses, winds and fuel that can be believed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.verdict import trials
from shortdeck.verdict.trials import KNOT, Trial

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def table() -> list[Trial]:
    return list(trials.rows())


def test_mojave_takes_off_from_dirt_as_published_at_a_mass_between_its_two(table: list[Trial]) -> None:
    mass = next(t.value for t in table if t.name.startswith("Mojave, take-off"))
    assert 1550.0 < mass < 3175.0


def test_mojave_lands_on_dirt_as_published_in_a_breeze(table: list[Trial]) -> None:
    wind = next(t.value for t in table if t.name.startswith("Mojave, landing"))
    assert 0.0 < wind < 15.0 * KNOT


def test_mojave_leaves_dokdo_in_90_m_light_within_her_own_speed_and_heavy_only_in_wind(
    table: list[Trial],
) -> None:
    light, heavy = (t for t in table if t.name.startswith("Mojave off"))
    top = load_ship("dokdo").model.hull.speed_max.value
    assert light.value <= top < heavy.value


def test_tb3_leaves_anadolu_at_every_mass_and_needs_more_wind_the_heavier_it_is(table: list[Trial]) -> None:
    winds = [t.value for t in table if t.name.startswith("TB3 off")]
    assert len(winds) == len(trials.TB3_MASSES)
    assert None not in winds
    assert winds == sorted(winds)


@pytest.mark.parametrize("mass", trials.TB3_MASSES)
def test_judged_by_its_path_a_tb3_needs_no_more_than_the_ships_own_speed(mass: float) -> None:
    speed, path = trials.tb3_winds(mass)
    assert path.wind <= load_ship("tcg-anadolu").model.hull.speed_max.value
    assert path.wind <= speed.wind


def test_tb3_had_fuel_for_its_long_flights(table: list[Trial]) -> None:
    capacity = load_aircraft("bayraktar-tb3").model.mass.fuel.value
    fuels = [t.value for t in table if t.name.startswith("TB3, endurance")]
    assert len(fuels) == 2
    assert all(0.6 * trials.TB3_FUEL < fuel < capacity for fuel in fuels)


def test_tb3_stops_on_a_dry_deck_where_other_rolling_landings_do(table: list[Trial]) -> None:
    distances = [t.value for t in table if "dry deck" in t.name]
    assert len(distances) == 3
    low, high = trials.ROLLING_LANDINGS  # of another aircraft, told to the nearest ten metres
    assert all(low - 5.0 <= d <= high + 5.0 for d in distances)
    assert distances == sorted(distances, reverse=True)


def test_table_of_the_docs_is_the_computed_one(table: list[Trial]) -> None:
    path = ROOT / "scripts" / "write_trials_table.py"
    spec = importlib.util.spec_from_file_location("write_trials_table", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = script.PAGE.read_text(encoding="utf-8")
    assert trials.as_markdown(table) in page, "run scripts/write_trials_table.py"
