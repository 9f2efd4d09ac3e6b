"""Launches counted by brute force, and the estimators held against the counts."""

from __future__ import annotations

import json

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
    assert row["conditions"] == referee.CONDITIONS[name]
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


def test_the_study_goes_on_where_it_stopped(tmp_path, monkeypatch):
    """Two chunks at once, and one after the other by two runs of the script: the same counts."""
    monkeypatch.setattr(referee, "CHUNK", 16)
    monkeypatch.setattr(referee, "RESULTS", tmp_path / "referee.json")
    name = next(iter(referee.CONDITIONS))
    monkeypatch.setitem(referee.CONDITIONS, name, referee.CONDITIONS[name] | {"wind_over_deck": 8.5})
    whole = referee.begin(name)
    assert referee.fly(whole, 32, 1)
    assert 0 < whole["counts"][ANY] <= 32
    for flights in (16, 32):
        words = ["--case", name, "--flights", str(flights), "--threads", "1"]
        monkeypatch.setattr("sys.argv", ["referee", *words])
        referee.main()
        assert referee.results()[name]["flights"] == flights
    assert referee.results()[name] == whole


def test_counts_of_other_code_are_not_gone_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(referee, "RESULTS", tmp_path / "referee.json")
    name = next(iter(referee.CONDITIONS))
    referee.keep({name: referee.begin(name) | {"source": "another"}})
    monkeypatch.setattr("sys.argv", ["referee", "--case", name])
    with pytest.raises(SystemExit, match="counted with other flight code"):
        referee.main()
    assert json.loads(referee.RESULTS.read_text())[name]["source"] == "another" != source_hash()
