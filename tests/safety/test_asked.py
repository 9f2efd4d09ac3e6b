"""The command and the function: words in, one object out, refusals that say what to do."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import shortdeck as sd
from shortdeck.cli import app
from shortdeck.safety.hinges import unknowns_of

CALM = {"sea_state": 4, "ship_speed": 8.0, "wind_over_deck": "17 kn", "deck_run": "90 m", "threads": 1}
WORDS = [
    "bayraktar-tb3", "tcg-anadolu", "--sea-state", "4", "--ship-speed", "8 m/s", "--wind-over-deck", "17 kn",
    "--deck-run", "90 m", "--budget", "4000", "--seed", "3", "--threads", "1",
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A launch that settles into the sea often, by the command."""
    out = tmp_path_factory.mktemp("risk")
    return CliRunner().invoke(app, ["risk", "launch", *WORDS, "--json", "--out", str(out)]), out


def test_one_object_with_all_that_is_asked(told):
    result, _ = told
    data = json.loads(result.stdout)
    assert data["excluded"] == "model risk not included"
    assert data["flights"] >= 1000
    assert data["seed"] == 3
    any_ = data["chances"]["any"]
    assert 0.0 < any_["low"] <= any_["probability"] <= any_["high"] <= 1.0
    assert data["chances"]["sea"]["probability"] == pytest.approx(any_["probability"], rel=0.2)
    assert {c["name"]: c["met_limit"] for c in data["criteria"]}["aircraft not lost"] == "not met"
    for estimate in data["estimates"].values():
        assert {"method", "flights", "seed", "low", "high", "agreement"} <= set(estimate)


def test_the_function_says_the_same_as_the_command(told):
    result, _ = told
    found = sd.risk("launch", "bayraktar-tb3", "tcg-anadolu", **CALM, budget=4000, seed=3)
    data = json.loads(result.stdout)
    assert found.chances["any"].probability == data["chances"]["any"]["probability"]
    assert found.flights == data["flights"]


def test_files_are_written(told):
    result, out = told
    data = json.loads(result.stdout)
    assert sorted(p.name for p in out.iterdir()) == [
        "risk-launch-bayraktar-tb3-tcg-anadolu.json", "risk-launch-bayraktar-tb3-tcg-anadolu.png",
    ]  # fmt: skip
    kept = json.loads((out / "risk-launch-bayraktar-tb3-tcg-anadolu.json").read_text(encoding="utf-8"))
    assert kept == {k: v for k, v in data.items() if k != "files"}


@pytest.mark.parametrize(
    ("task", "words", "text"),
    [
        ("land", {}, "task 'land': allowed are launch, recover, sortie"),
        ("recover", {"deck_run": "90 m"}, "deck run: it is a launch's"),
        ("sortie", {"mass": 1400.0}, "mass: a sortie leaves and returns at two"),
        ("sortie", {"mishap": "sea"}, "a sortie is told by all of them"),
        ("launch", {"mishap": "kraken"}, "mishap 'kraken'"),
        (
            "launch",
            {"sea_state": None, "turbulence": "none", "airwake": False, "navigation": "none"},
            "nothing is left to chance",
        ),
    ],
)
def test_what_cannot_be_is_refused(task, words, text):
    with pytest.raises(sd.InputError, match=text):
        sd.risk(task, "bayraktar-tb3", "izumo", **({"sea_state": 4} | words))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--response", "least-wind"], "ask for --unknowns as well"),
        (["--unknowns", "--budget", "5000"], "--budget: it is a risk's"),
        (["--unknowns", "--attempts", "2"], "--attempts: it is a risk's"),
        (["--unknowns", "--response", "luck"], "response 'luck': allowed are margin, least-wind"),
    ],
)
def test_words_of_one_question_are_refused_in_the_other(words, text):
    asked = ["risk", "launch", "bayraktar-tb3", "izumo", "--sea-state", "4", *words]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code != 0
    assert text in str(result.exception) + result.output


def test_a_sortie_has_no_hinges_of_its_own():
    with pytest.raises(sd.InputError, match="ask for the launch or the recovery"):
        sd.hinges("sortie", "bayraktar-tb3", "izumo", sea_state=4)


def test_the_numbers_that_act_on_a_flight_are_screened():
    found = unknowns_of(sd.aircraft("bayraktar-tb3"), sd.ship("tcg-anadolu"))
    paths = {path for _, path in found}
    assert {"model.aerodynamics.CD_0", "model.deck.friction.dry"} <= paths
    assert not any(path.startswith(("model.turnround", "model.hull", "model.hangar")) for path in paths)
    assert all(u.plus_minus > 0.0 for u in found.values())
