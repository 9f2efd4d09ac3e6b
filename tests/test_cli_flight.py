"""The commands launch and recover, as a user meets them."""

import json
import re

import pytest

from shortdeck.flight import block, fly, report


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """Compile before the tests, so that none of them meets the note about it."""
    fly.launch("bayraktar-tb3", "izumo", deck_run=100.0)


def test_launch(run):
    code, out, err = run("launch", "bayraktar-tb3", "tcg-anadolu", "--wind-over-deck", "20 kn")
    assert (code, err) == (0, "")
    assert "bayraktar-tb3, launch, tcg-anadolu: launched (success)" in out
    assert "1450 kg, wind over deck 20.0 kn from 0 deg" in out
    for line in ("deck run to lift-off", "airspeed at the bow", "peak load, one main leg"):
        assert line in out
    assert "touchdown" not in out


def test_recover(run):
    code, out, err = run("recover", "bayraktar-tb3", "izumo", "--wind-over-deck=25 kn", "--seed", "3")
    assert (code, err) == (0, "")
    assert "bayraktar-tb3, recovery, izumo: stopped (success)" in out
    assert re.search(r"starts [+-]\d", out)
    for line in ("touchdown to stop", "deck left ahead of the main wheels"):
        assert line in out
    assert "deck run" not in out


def test_a_mishap_is_an_answer(run):
    code, out, err = run("launch", "bayraktar-tb3", "izumo", "--mass", "1600 kg")
    assert (code, err) == (0, "")
    assert "settled into the sea (mishap)" in out


def test_json_says_what_python_says(run):
    words = ("launch", "bayraktar-tb3", "tcg-anadolu", "--mass=1600kg", "--wind-over-deck=25kn")
    words += ("--wind-angle", "-10", "--ship-speed=18kn", "--heading=90", "--surface=wet", "--stores=0.5")
    words += ("--flat", "--deck-run=180m", "--speed-factor=1.15", "--json")
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    data = json.loads(out)
    flight = fly.launch(
        "bayraktar-tb3", "tcg-anadolu", mass=1600.0, wind_over_deck="25 kn", wind_angle="-10 deg",
        ship_speed="18 kn", heading="90 deg", surface="wet", stores=0.5, ramp=False, deck_run=180.0,
        speed_factor=1.15,
    )  # fmt: skip
    expected = report.as_data(flight)
    assert data == json.loads(json.dumps(expected | {"files": []}))
    assert data["conditions"]["wind_angle"] == pytest.approx(-0.17453, abs=1e-5)
    assert data["deck_available_m"] == pytest.approx(180.0)


def test_abort_at(run):
    code, out, _ = run("launch", "bayraktar-tb3", "izumo", "--abort-at", "40 m", "--json")
    data = json.loads(out)
    assert (code, data["outcome"], data["kind"]) == (0, "aborted", "safe abort")
    assert data["conditions"]["abort_station"] == 40.0


def test_out_writes_the_same_bytes_twice(run, tmp_path):
    words = ("recover", "bayraktar-tb3", "izumo", "--wind-over-deck", "25 kn")
    for name in ("one", "two"):
        code, out, err = run(*words, "--out", str(tmp_path / name))
        assert (code, err) == (0, "")
        assert str(tmp_path / name / "recover.nc") in out
    for name in ("recover.nc", "recover.png"):
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    assert (tmp_path / "one" / "recover.png").read_bytes()[:4] == b"\x89PNG"


def test_out_that_is_a_file(run, tmp_path):
    (tmp_path / "taken").write_text("")
    code, out, err = run("launch", "bayraktar-tb3", "izumo", "--out", str(tmp_path / "taken"))
    assert (code, out) == (2, "")
    assert err.startswith(f"cannot write to {tmp_path / 'taken'}: ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["launch", "bayraktar-tb4", "izumo"], "did you mean 'bayraktar-tb3'"),
        (["launch", "bayraktar-tb3", "izumi"], "did you mean 'izumo'"),
        (["launch", "navion", "izumo"], "lacks model.gear"),
        (["launch", "f-35b", "izumo"], "only stands on deck"),
        (["launch", "bayraktar-tb3", "izumo", "--mass", "1450"], "has no unit"),
        (["launch", "bayraktar-tb3", "izumo", "--mass", "9 t"], "allowed are"),
        (["launch", "bayraktar-tb3", "izumo", "--wind-over-deck", "25"], "has no unit"),
        (["launch", "bayraktar-tb3", "izumo", "--wind-over-deck", "25 kg"], "a mass"),
        (["launch", "bayraktar-tb3", "izumo", "--surface", "icy"], "dry, wet, oily"),
        (["launch", "bayraktar-tb3", "izumo", "--stores", "nan"], "0 to 1"),
        (["launch", "bayraktar-tb3", "izumo", "--deck-run", "1 km"], "245.0 m long"),
        (["launch", "bayraktar-tb3", "izumo", "--speed-factor", "nan"], "speed factor"),
        (["recover", "bayraktar-tb3", "izumo", "--speed-factor", "0.9"], "below it there is no approach"),
        (["recover", "bayraktar-tb3", "izumo", "--seed", "-3"], "seed"),
        (["recover", "bayraktar-tb3", "izumo", "--wind-over-deck", "90 kn"], "makes no way"),
    ],
)
def test_bad_input_is_one_message_and_status_2(run, words, message):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("task", [fly.launch, fly.recover])
def test_every_figure_of_a_summary_has_a_line(task):
    summary = task("bayraktar-tb3", "izumo", wind_over_deck="25 kn").summary()
    plain = {"task", "aircraft", "ship", "outcome", "kind", "events", "reason"}
    assert set(summary) - plain <= set(report.LINES)


def test_a_first_compilation_is_announced_on_standard_error(monkeypatch, capsys):
    monkeypatch.setattr("shortdeck.numerics.jit.is_cold", lambda function: function is block.fly_block)
    with report.waking():
        pass
    out, err = capsys.readouterr()
    assert out == ""
    assert report.COMPILING in err
