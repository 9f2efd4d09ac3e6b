"""Comparisons: what is met by need, what no other betters, what is worked out twice (nothing)."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest

import shortdeck as sd
from shortdeck.campaign.store import Store
from shortdeck.errors import InputError
from shortdeck.verdict import compare as module
from shortdeck.verdict.assess import Assessment
from shortdeck.verdict.compare import Load, Option, Shortfall, compare, need_of
from shortdeck.verdict.compare_report import as_data, save, sentences
from shortdeck.verdict.lines import Line
from shortdeck.verdict.store import Answers

KNOT = 0.514444


@pytest.fixture
def answers(tmp_path) -> Answers:
    return Answers(Store(tmp_path / "answers"))


@pytest.fixture
def quick(monkeypatch):
    """Assessments by hand: the winds (kn) that each aircraft takes at each place."""
    winds = {
        ("bayraktar-tb3", "izumo"): 25.0, ("bayraktar-tb3", "tcg-anadolu"): 24.0,
        ("bayraktar-tb3", "airfield"): 0.0,
        ("mojave", "izumo"): 0.0, ("mojave", "tcg-anadolu"): 0.0, ("mojave", "airfield"): 0.0,
    }  # fmt: skip
    asked: list[tuple[str, str]] = []

    def assess(aircraft, ship, *, depth=None, progress=None) -> Assessment:
        asked.append((aircraft.name, ship.name))
        wind = winds[aircraft.name, ship.name] * KNOT
        lines = [Line("launch_1600kg", "launch at 1600 kg", "x", True, wind, "m/s", 0.0)]
        if (aircraft.name, ship.name) == ("mojave", "tcg-anadolu"):
            lines.append(Line("clearance", "wing tips on the runway line", "1.0 m", False, 1.0, "m", -4.0))
        lines.append(Line("hangar_folded", "count", "x", None, 7.0, "1", None))
        return Assessment(aircraft.name, ship.name, tuple(lines))

    def loads(craft, place) -> tuple[Load, ...]:
        top = winds[craft.name, place.name] * KNOT
        return (Load(100.0, 1000.0, 0.5 * top), Load(200.0, 1100.0, top))

    monkeypatch.setattr(module, "assess", assess)
    monkeypatch.setattr(module, "_loads", loads)
    monkeypatch.setattr(module, "_useful_load", lambda craft, place, wind: 150.0)
    monkeypatch.setattr(module, "changes", lambda case, needed: ())
    return asked


AIRCRAFT, PLACES = ("bayraktar-tb3", "mojave"), ("izumo", "tcg-anadolu", "airfield")


def test_a_line_is_met_in_the_wind_that_may_be_counted_on(quick, answers) -> None:
    found = compare(AIRCRAFT, PLACES, answers=answers)
    assert found.option("bayraktar-tb3", "izumo").meets  # she makes 30 kn
    (lacking,) = found.option("bayraktar-tb3", "tcg-anadolu").shortfalls  # she makes 20.5 kn
    assert lacking.key == "launch_1600kg"
    assert "takes 24.0 kn over deck, 20.5 kn may be counted on" in lacking.why
    (narrow,) = found.option("mojave", "tcg-anadolu").shortfalls
    assert narrow.why == "1.0 m to deck edge or island, 5.0 m are asked"
    assert narrow.least.what == "span"
    windy = compare(AIRCRAFT, PLACES, true_wind="4 kn", answers=answers)
    assert windy.option("bayraktar-tb3", "tcg-anadolu").meets
    assert not windy.option("mojave", "tcg-anadolu").meets


def test_each_pair_is_worked_out_once(quick, answers) -> None:
    compare(AIRCRAFT, PLACES[:2], answers=answers)
    assert len(quick) == 4
    compare(AIRCRAFT, PLACES, answers=answers)
    assert quick[4:] == [("bayraktar-tb3", "airfield"), ("mojave", "airfield")]
    compare(AIRCRAFT, PLACES, true_wind=3.0, answers=answers)
    assert len(quick) == 6


def test_the_verdict_goes_by_need(quick, answers) -> None:
    found = compare(AIRCRAFT, PLACES, answers=answers)
    ships, fields = sentences(found)
    assert ships.startswith("from ships: bayraktar-tb3 (izumo), mojave (izumo)")
    assert "not met: bayraktar-tb3 (tcg-anadolu) 1 line; mojave (tcg-anadolu) 1 line" in ships
    assert fields == "from airfields: bayraktar-tb3 (airfield), mojave (airfield)."
    assert [need_of(sd.ship(name)) for name in ("dokdo", "short-strip", "airfield")] == list(module.NEEDS)


def test_an_aircraft_without_what_a_deck_takes_is_an_option_that_fails(answers) -> None:
    found = compare(["aerosonde"], ["izumo"], answers=answers).option("aerosonde", "izumo")
    assert not found.meets
    assert "cannot be flown from a deck" in found.shortfalls[0].why


def option(name: str, *points: tuple[float, float | None]) -> Option:
    loads = tuple(Load(load, 1000.0 + load, wind) for load, wind in points)
    return Option(name, "izumo", "from ships", 10.0, None, (), loads, None, None)


def test_the_front_is_what_no_other_betters(quick, answers) -> None:
    found = dataclasses.replace(
        compare(AIRCRAFT, ("izumo",), answers=answers),
        options=(
            option("a", (100.0, 5.0), (200.0, 9.0), (300.0, None)), option("b", (100.0, 4.0), (210.0, 9.0)),
            option("c", (50.0, 4.0), (210.0, 9.0)),
        ),
    )  # fmt: skip
    front = {(name, load.load) for name, load in found.front("izumo")}
    assert front == {("b", 100.0), ("b", 210.0), ("c", 210.0)}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"aircraft": []}, "aircraft: at least one"),
        ({"at": []}, "places: at least one"),
        ({"at": ["izumo", "izumo"]}, "each once"),
        ({"aircraft": ["tb3"]}, "did you mean 'bayraktar-tb3'"),
        ({"at": ["anka-s"]}, "a ship or an airfield|is needed here"),
        ({"true_wind": -1.0}, "allowed are 0 to 30"),
        ({"true_wind": "5 kg"}, "true wind: expected a speed"),
    ],
)
def test_what_cannot_be_compared_is_named(answers, change, told) -> None:
    asked = {"aircraft": ["bayraktar-tb3"], "at": ["izumo"], "true_wind": 0.0} | change
    with pytest.raises(InputError, match=told):
        compare(asked["aircraft"], asked["at"], true_wind=asked["true_wind"], answers=answers)


def test_a_comparison_is_saved_to_the_same_bytes(quick, answers, tmp_path) -> None:
    found = compare(AIRCRAFT, PLACES, answers=answers)
    one, two = (
        save(found, tmp_path / "one"),
        save(compare(AIRCRAFT, PLACES, answers=answers), tmp_path / "two"),
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    data = json.loads(one[0].read_text(encoding="utf-8"))
    assert len(data["options"]) == 6
    assert data["fronts"]["izumo"][0]["aircraft"] == "mojave"
    svg = one[2].read_text(encoding="utf-8")
    assert all(name in svg for name in (*AIRCRAFT, *PLACES))


def test_flown_for_real_and_kept(tmp_path) -> None:
    answers = Answers(Store(tmp_path))
    found = compare(["bayraktar-tb3"], ["short-strip"], answers=answers)
    it = found.option("bayraktar-tb3", "short-strip")
    assert it.need == "from short strips"
    assert it.wind == 0.0
    assert [lacking.key for lacking in it.shortfalls][:2] == ["launch_1450kg", "launch_1600kg"]
    assert all(lacking.least is not None for lacking in it.shortfalls)
    assert isinstance(it.shortfalls[0], Shortfall)
    heavy, full = it.loads[-2:]
    assert heavy.wind < full.wind
    assert it.useful_load is None or it.useful_load < full.load
    again = compare(["bayraktar-tb3"], ["short-strip"], answers=Answers(Store(tmp_path)))
    assert (again.asked.found, again.asked.worked) == (4, 0)
    assert again.options == found.options
    assert as_data(again)["options"] == as_data(found)["options"]


def test_bad_input_is_one_message() -> None:
    code = "from shortdeck.cli import main; main()"
    command = [sys.executable, "-c", code, "compare", "bayraktar-tb3", "--at", "izumi"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "did you mean 'izumo'" in done.stderr
    assert "Traceback" not in done.stderr
