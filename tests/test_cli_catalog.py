"""The commands list, show and validate, as a user meets them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
AIRCRAFT, SHIP = str(DATA / "example-aircraft.yaml"), str(DATA / "example-ship.yaml")


def test_list(run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert "bayraktar-tb3" in out
    assert "tcg-anadolu" in out


def test_list_of_one_kind_as_json(run):
    code, out, err = run("list", "--kind", "ship", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)["entries"]
    assert {entry["kind"] for entry in found} == {"ship"}
    assert "tcg-anadolu" in [entry["name"] for entry in found]


def test_list_of_an_unknown_kind(run):
    code, out, err = run("list", "--kind", "boat")
    assert (code, out) == (2, "")
    assert err == "unknown kind 'boat'; kinds are aircraft, parked, ship, airfield\n"


def test_show_says_value_unit_spread_confidence_and_source(run):
    code, out, err = run("show", "tcg-anadolu")
    assert (code, err) == (0, "")
    assert "27436 t" in out
    assert "2.7436e+07 kg" in out
    assert "  or                28000 t" in out
    assert "plus/minus" in out
    assert "https://trafficnews.jp/post/125304" in out
    assert "natural roll period" in out
    assert "what is published" in out


def test_show_an_own_aircraft(run):
    code, out, _ = run("show", AIRCRAFT)
    assert code == 0
    for word in (
        "gear.nose",
        "takeoff[1]",
        "1600 kg",
        "2300 rpm",
        "240.855 rad/s",
        "30 kg",
        "clockwise",
        "yes",
    ):
        assert word in out


def test_show_as_json_holds_si_and_evidence(run):
    code, out, err = run("show", "tcg-anadolu", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    rows = {row["path"]: row for row in data["numbers"]}
    angle = rows["model.deck.ramp.exit_angle"]
    assert angle["value"] == pytest.approx(0.20944, abs=1e-5)
    assert (angle["text"], angle["unit"], angle["si_unit"], angle["kind"]) == (
        "12 deg",
        "deg",
        "rad",
        "angle",
    )
    assert angle["confidence"] == "published"
    assert angle["source"].startswith("https://")
    assert len(rows["model.deck.outline"]["points"]) >= 4
    assert data["choices"]["model.deck.lifts[0].to"] == "hangar"
    assert {figure["name"] for figure in data["derived"]} >= {"natural heave period", "block coefficient"}
    assert data["published"]


def test_show_an_unknown_name(run):
    code, out, err = run("show", "bayraktar-tb4", "--json")
    assert (code, out) == (2, "")
    assert "did you mean 'bayraktar-tb3'" in err
    assert "Traceback" not in err


def test_validate_a_sound_file(run):
    code, out, err = run("validate", SHIP)
    assert (code, err) == (0, "")
    assert "valid; ship 'example-ship' with 61 numbers" in out
    code, out, _ = run("validate", SHIP, "--json")
    assert json.loads(out) == {
        "file": SHIP, "valid": True, "kind": "ship", "name": "example-ship", "numbers": 61,
    }  # fmt: skip


def test_validate_names_every_fault(run, tmp_path):
    path = tmp_path / "mine.yaml"
    text = Path(SHIP).read_text().replace("wet: 0.3", "wet: 0.9").replace("height: 16 m", "height: 16 kg")
    path.write_text(text)
    code, out, err = run("validate", str(path))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{path}: 2 faults",
        "  model.deck.height: expected a length such as '14 m', got '16 kg', which is a mass",
        "  model.deck.friction.wet: must not exceed dry = 0.5, got '0.9'",
    ]
    code, out, err = run("validate", str(path), "--json")
    assert code == 2
    data = json.loads(out)
    assert data["valid"] is False
    assert [fault["path"] for fault in data["faults"]] == ["model.deck.height", "model.deck.friction.wet"]
    assert "2 faults" in err


def test_a_file_that_is_not_there(run):
    code, out, err = run("validate", "nowhere.yaml", "--json")
    assert (code, out) == (2, "")
    assert err == "cannot read nowhere.yaml: No such file or directory\n"


@pytest.mark.parametrize("words", [["shwo"], ["show"], ["show", "tcg-anadolu", "--jsn"]])
def test_wrong_usage_is_bad_input(run, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "Usage" in err


def test_an_interruption_ends_cleanly(run, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shortdeck.catalog.loader.headings", stop)
    code, out, err = run("list")
    assert (code, out, err) == (130, "", "interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_signal_from_the_keyboard_ends_cleanly(tmp_path):
    fifo = tmp_path / "slow.yaml"
    os.mkfifo(fifo)
    child = subprocess.Popen(
        [sys.executable, "-c", "from shortdeck.cli import main; main()", "validate", str(fifo)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=10)
    assert (child.returncode, out, err) == (130, "", "interrupted\n")
