"""Tables of cases: names, units, what is refused, and flights flown again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import shortdeck as sd
from shortdeck.campaign.cases import cases
from shortdeck.campaign.reading import read_cases
from shortdeck.errors import InputError


@pytest.fixture(scope="module")
def tb3():
    return sd.aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return sd.ship("izumo")


@pytest.fixture(scope="module")
def landings():
    columns = {
        "wind_over_deck": [12.0, 8.0, 10.0, 14.0, 12.0],
        "mass": [1450.0, 1450.0, 1300.0, 1450.0, 1450.0],
        "aircraft.model.gear.brake": [0.3, 0.3, 0.3, 0.25, 0.3],
        "ship.model.deck.friction.dry": [0.45, 0.45, 0.45, 0.45, 0.35],
        "setup.law.gains.capture": [2.0, 2.0, 2.0, 1.0, 2.0],
        "left_brake": [1.0, 1.0, 1.0, 1.0, 0.5],
    }
    return sd.fly_table("recovery", "bayraktar-tb3", "izumo", columns, seed=4)


def test_a_row_flown_again_reaches_the_same_figures(landings) -> None:
    for case in range(5):
        flight = landings.flight(case)
        assert flight.figures == landings.flown.figures(case)
        assert flight.outcome == landings.flown.outcome(case)
        assert flight.history.sizes["time"] > 1000


def test_every_column_changes_what_comes_of_it(tb3, izumo, landings) -> None:
    for name, values in landings.cases.columns.items():
        usual = {k: v for k, v in landings.cases.columns.items() if k != name} | {name: values}
        moved = usual | {name: values * 0.9}
        one, two = (cases("recovery", tb3, izumo, columns, seed=4).table()[0] for columns in (usual, moved))
        assert not np.array_equal(one, two), name


def test_the_table_has_a_row_a_case_with_figures_and_units(landings) -> None:
    data = landings.dataset()
    assert data.sizes["case"] == 5
    assert set(data["outcome"].values) <= {"stopped", "overrun", "waved off", "went around"}
    assert data["touchdown_sink"].attrs["units"] == "m/s"
    assert data["peak_main"].attrs["units"] == "N"
    assert np.isnan(data["t_lost"].values).all()
    landed = data["kind"].values == "success"
    assert landed.any()
    assert data["step"].values[landed] * 0.005 == pytest.approx(data["t_stopped"].values[landed], abs=1e-6)


def test_an_approach_starts_with_errors_of_its_own(tb3, izumo) -> None:
    found = cases("recovery", tb3, izumo, {"wind_over_deck": [10.0] * 3}, seed=1)
    again = cases("recovery", tb3, izumo, {"wind_over_deck": [10.0] * 2}, seed=1)
    assert len({found.conditions(k).height_error for k in range(3)}) == 3
    assert found.conditions(1) == again.conditions(1)
    assert cases("recovery", tb3, izumo, {"wind_over_deck": [10.0]}).conditions(0).height_error == 0.0
    given = cases("recovery", tb3, izumo, {"height_error": [2.5]}, seed=1)
    assert given.conditions(0).height_error == 2.5


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({}, "at least one column"),
        ({"wind": [1.0]}, "column 'wind' is no condition"),
        ({"wind_over_dek": [1.0]}, "did you mean wind_over_deck"),
        ({"aircraft.model.mass.emty": [1.0]}, "empty"),
        ({"setup.law.nothing": [1.0]}, "no compiled parameter"),
        ({"mass": [1.0, 2.0], "wind_over_deck": [1.0]}, "one length"),
        ({"mass": [1400.0, np.nan]}, "case 1: mass is nan"),
        ({"setup.aero.CL_0": [np.inf]}, "case 0: setup.aero.CL_0 is inf"),
        ({"deck_run": [90.0]}, "column 'deck_run': in a recovery it changes nothing"),
    ],
)
def test_what_means_nothing_is_refused(tb3, izumo, columns, told) -> None:
    with pytest.raises(InputError, match=told):
        cases("recovery", tb3, izumo, columns)


def test_a_case_that_cannot_be_is_named(tb3, izumo) -> None:
    with pytest.raises(InputError, match="case 1: mass 9000 kg"):
        cases("launch", tb3, izumo, {"mass": [1450.0, 9000.0]}).table()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"stores": [0.5, 2.0]}, "case 1: stores 2.0: a share"),
        ({"surface": ["dry", "icy"]}, "case 1: surface 'icy': allowed are dry, wet, oily"),
        ({"release": ["at-once", "tomed"]}, "case 1: release 'tomed': allowed are at-once, timed"),
        ({"compensation": [True, False]}, "column 'compensation': in a launch it changes nothing"),
    ],
)
def test_a_word_of_a_row_is_held_to_what_a_flight_takes(tb3, izumo, columns, told) -> None:
    with pytest.raises(InputError, match=told):
        cases("launch", tb3, izumo, columns).table()


def write(folder: Path, text: str) -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_and_switches_of_a_csv_file(tb3, izumo, tmp_path) -> None:
    path = write(tmp_path, "release,abort,ramp,surface,sea_state\ntimed,no,yes,wet,4\nat-once,yes,no,dry,3\n")
    found = cases("launch", tb3, izumo, read_cases(path, tb3, izumo), seed=1)
    one, two = found.conditions(0), found.conditions(1)
    assert (one.release, one.abort, one.ramp, one.surface) == ("timed", False, True, "wet")
    assert (two.release, two.abort, two.ramp, two.surface) == ("at-once", True, False, "dry")
    landing = read_cases(write(tmp_path, "compensation\nno\n"), tb3, izumo)
    assert not cases("recovery", tb3, izumo, landing).conditions(0).compensation


def test_units_of_a_csv_file(tb3, izumo, tmp_path) -> None:
    text = "wind_over_deck [kn], wind_angle [deg],mass [kg],surface,ramp,aircraft.model.geometry.span [ft]\n"
    found = read_cases(write(tmp_path, text + "10,-30,1450,wet,no,45\n20,0,1400,dry,yes,46\n"), tb3, izumo)
    assert found["wind_over_deck"] == pytest.approx([10 * 1852 / 3600, 20 * 1852 / 3600])
    assert found["wind_angle"][0] == pytest.approx(-np.pi / 6)
    assert list(found["surface"]) == ["wet", "dry"]
    assert list(found["ramp"]) == [False, True]
    assert found["aircraft.model.geometry.span"] == pytest.approx([45 * 0.3048, 46 * 0.3048])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mass [kg]\n", "at least one line"),
        ("mass\n1450\n", "name its unit, such as 'mass .kg.'"),
        ("mass [kn]\n1450\n", "which is a speed"),
        ("mass [kg]\nheavy\n", "line 2: 'heavy' is no number"),
        ("mass [kg],wind_over_deck [kn]\n1450\n", "line 2: 1 values for 2 columns"),
        ("mass [kg],mass [kg]\n1,2\n", "given twice"),
        ("ramp\nperhaps\n", "allowed are yes and no"),
        ("left_brake [kg]\n1\n", "no unit to choose"),
    ],
)
def test_a_faulty_csv_file_is_refused(tb3, izumo, tmp_path, text, told) -> None:
    with pytest.raises(InputError, match=told):
        read_cases(write(tmp_path, text), tb3, izumo)


def shortdeck(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from shortdeck.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_flies_a_file_and_repeats_itself(tmp_path) -> None:
    path = write(tmp_path, "wind_over_deck [kn],mass [kg]\n20,1450\n24,1450\n28,1300\n")
    saved = []
    for name in ("one", "two"):
        out = tmp_path / name
        done = shortdeck(
            "fly", "recovery", "bayraktar-tb3", "izumo", "--cases", str(path), "--seed", "2", "--json",
            "--threads", str(len(saved) + 1), "--history", "1", "--out", str(out),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        data = json.loads(done.stdout)
        assert data["done"] == 3
        assert sum(data["outcomes"].values()) == 3
        saved.append([Path(file).read_bytes() for file in data["files"]])
    assert saved[0] == saved[1]
    with xr.open_dataset(data["files"][0]) as table, xr.open_dataset(data["files"][1]) as history:
        assert history.attrs["figure_touchdown_x"] == table["touchdown_x"].values[1]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--device", "tpu"], "allowed are cpu, cuda"),
        (["--threads", "0"], "one or more"),
        (["--history", "7", "--out", "x"], "numbered from 0"),
        (["--history", "0"], "--out"),
    ],
)
def test_bad_options_are_one_message(tmp_path, options, told) -> None:
    path = write(tmp_path, "wind_over_deck [kn]\n20\n")
    done = shortdeck("fly", "recovery", "bayraktar-tb3", "izumo", "--cases", str(path), *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_cases_in_different_seas_are_those_flown_alone(tb3, izumo) -> None:
    columns = {
        "sea_state": [3, 5, 5, 4],
        "wave_heading": [np.pi, np.pi, 2.6, 0.8],
        "ship_speed": [6.0, 6.0, 6.0, 3.0],
        "turbulence": ["marine", "marine", "dryden", "none"],
        "airwake": [True, True, False, True],
    }
    found = sd.fly_table("recovery", tb3, izumo, columns, seed=9)
    for case in range(4):
        alone = found.flight(case)
        assert alone.figures == found.flown.figures(case)
    assert len({found.flown.figures(case).least_alpha_margin for case in range(4)}) == 4
    assert found.flight(1).conditions.wind_over_deck > found.flight(0).conditions.wind_over_deck
