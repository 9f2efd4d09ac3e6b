"""Published performance against one drag polar, propeller and engine per aircraft."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from shortdeck.airframe import performance
from shortdeck.airframe.performance_table import performance_table
from shortdeck.catalog.loader import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tb3():
    return {row.quantity: row for row in performance_table(["bayraktar-tb3"])}


@pytest.mark.parametrize("quantity", ["maximum speed", "ceiling, demonstrated", "endurance, demonstrated"])
def test_tb3_within_ten_percent(tb3, quantity):
    assert tb3[quantity].ratio == pytest.approx(1.0, abs=0.10)


@pytest.mark.parametrize(
    ("aircraft", "quantity"),
    [
        ("bayraktar-tb2", "maximum speed"),
        ("bayraktar-tb2", "ceiling"),
        ("bayraktar-tb2", "endurance, demonstrated"),
        ("anka-s", "ceiling, target"),
        ("anka-s", "endurance, record"),
        ("mq-1c", "maximum speed"),
        ("mojave", "maximum speed"),
        ("mojave", "endurance"),
    ],
)
def test_rivals_within_ten_percent(aircraft, quantity):
    rows = {row.quantity: row for row in performance_table([aircraft])}
    assert rows[quantity].ratio == pytest.approx(1.0, abs=0.10)


@pytest.mark.parametrize("quantity", ["endurance, demonstrated with turret", "endurance, brochure"])
def test_tb3_can_fly_what_did_not_empty_its_tanks(tb3, quantity):
    assert tb3[quantity].ratio > 0.9


def test_tb3_fuel_of_the_endurance_flight_is_within_its_estimate():
    mass = load("bayraktar-tb3").model.mass
    fuel = 1450.0 - mass.empty.value - mass.payload.value
    assert 320.0 <= fuel <= 470.0
    assert fuel <= mass.fuel.value


def test_tb3_cruises_below_its_top_speed():
    assert performance.max_speed(load("bayraktar-tb3").model, mass=1450.0, altitude=0.0) > 64.3


def test_table_of_the_docs_is_the_computed_one():
    spec = importlib.util.spec_from_file_location("w", ROOT / "scripts" / "write_performance_table.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = script.PAGE.read_text(encoding="utf-8")
    assert page == script.with_table(page), "run scripts/write_performance_table.py"
