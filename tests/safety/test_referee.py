"""Launches counted by brute force, and the estimators held against the counts."""

from __future__ import annotations

import json
import math

import pytest

from scripts import referee
from shortdeck.numerics.jit import source_hash
from shortdeck.safety.binomial import clopper_pearson
from shortdeck.safety.margins import ANY, MISHAPS

KEPT = referee.results()


@pytest.mark.parametrize("name", KEPT)
def test_counts_are_whole_and_say_where_they_come_from(name):
    row = KEPT[name]
    assert row["flights"] % referee.CHUNK == 0
    assert row["conditions"] == referee.in_wind(row["conditions"]["wind_over_deck"] / referee.KNOT)
    assert row["pilot"][0][1] > row["risk_wanted"] > row["pilot"][-1][1]
    assert row["seed"] == referee.SEED
    assert set(row["counts"]) == {ANY, *MISHAPS}
    assert max(row["counts"][m] for m in MISHAPS) <= row["counts"][ANY]
    assert row["counts"][ANY] <= sum(row["counts"][m] for m in MISHAPS)


@pytest.mark.parametrize("name", [n for n, row in KEPT.items() if "estimate" in row and row["flights"]])
def test_the_estimators_agree_with_the_count(name):
    """Of the same flight code: two intervals at 95 % that do not meet come with a chance of 1 in 200."""
    row, told = KEPT[name], KEPT[name]["estimate"]
    assert told["source"] == row["source"]
    low, high = clopper_pearson(row["counts"][ANY], row["flights"])
    assert told["low"] < high
    assert low < told["high"]


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """A case in little wind, of which nothing was flown; files apart from those kept."""
    monkeypatch.setattr(referee, "CHUNK", 16)
    monkeypatch.setattr(referee, "RESULTS", tmp_path / "referee.json")
    name = next(iter(referee.RISKS))
    referee.keep({name: referee.begin(name, referee.in_wind(10.0), [[12.0, 0.9]])})
    return name


def test_the_study_goes_on_where_it_stopped(begun, monkeypatch):
    """Two chunks at once, and one after the other by two runs of the script: the same counts."""
    whole = referee.results()[begun]
    assert referee.fly(whole, 32, 1)
    assert 0 < whole["counts"][ANY] <= 32
    for flights in (16, 32):
        words = ["--case", begun, "--flights", str(flights)]
        monkeypatch.setattr("sys.argv", ["referee", *words])
        referee.main()
        assert referee.results()[begun]["flights"] == flights
    assert referee.results()[begun] == whole


def test_counts_of_other_code_are_not_gone_on_with(begun, monkeypatch):
    referee.keep({begun: referee.results()[begun] | {"source": "another"}})
    monkeypatch.setattr("sys.argv", ["referee", "--case", begun])
    with pytest.raises(SystemExit, match="counted with other flight code"):
        referee.main()
    assert json.loads(referee.RESULTS.read_text())[begun]["source"] == "another" != source_hash()


def test_counts_go_on_with_code_that_flies_the_pilot_the_same(begun, monkeypatch):
    kept = referee.results()[begun] | {"source": "another", "flights": 16}
    referee.keep({begun: kept})
    monkeypatch.setattr(referee, "choose", lambda target, threads: (kept["conditions"], [[12.0, 0.8]]))
    with pytest.raises(SystemExit, match="flies otherwise"):
        referee.row_of(begun, 1, carry=True)
    monkeypatch.setattr(referee, "choose", lambda target, threads: (kept["conditions"], kept["pilot"]))
    row = referee.row_of(begun, 1, carry=True)
    assert row["source"] == source_hash()
    assert row["flights"] == row["carried"]["flights"] == 16
    assert row["carried"]["sources"] == ["another"]


@pytest.mark.parametrize("per_knot", [0.7, 3.0])
def test_the_pilot_finds_the_wind_of_a_risk(monkeypatch, per_knot):
    """Risks that fall by a factor for each knot from one at 17 kn."""
    monkeypatch.setattr(
        referee, "quick_risk",
        lambda k, threads: min(math.exp(-per_knot * (k["wind_over_deck"] / referee.KNOT - 17.0)), 1.0),
    )  # fmt: skip
    for target in (1e-4, 1e-5):
        conditions, seen = referee.choose(target, 1)
        knots = min(17.0 - math.log(target) / per_knot, referee.FASTEST)
        assert conditions["wind_over_deck"] / referee.KNOT == pytest.approx(knots, abs=0.15)
        assert seen == sorted(seen)
