"""What readers get: tables in knots, data with units, pictures; the same answer gives the same bytes."""

import io
import json

import numpy as np
import pytest
import xarray as xr
from rich.console import Console

from shortdeck.errors import InputError
from shortdeck.flight.outcome import _LAUNCH_NAMES, MISHAP_NAMES
from shortdeck.limits import command, report
from shortdeck.limits.boundary import Limits, Side
from shortdeck.limits.envelope import KNOT, envelope
from shortdeck.limits.polar import _edges, polar
from shortdeck.limits.reasons import _OF, CANNOT, in_short, look_of


@pytest.fixture
def found(plain_flights):
    return envelope(
        "launch", "bayraktar-tb3", "izumo", mass=["1250 kg", "1450 kg"], sea_state=[3], directions=6,
        speeds=["5 kn", "10 kn", "15 kn", "20 kn", "25 kn", "30 kn", "35 kn", "40 kn", "45 kn"],
    )  # fmt: skip


def printed(found) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    report.show(found, console)
    return console.export_text()


def test_the_table_says_limits_bands_and_what_binds(found) -> None:
    text = printed(found)
    assert "mishaps in at most 1 % of attempts and safe aborts in at most 20 %" in text
    assert "95 % sure of all limits of an envelope together" in text
    row = next(line for line in text.splitlines() if line.startswith("ahead"))
    assert row.split()[1] == "20"
    assert "15 and 20" in row
    assert "overrun" in row
    assert any(
        line.startswith("120° port") and "none" in line and "waved off" in line for line in text.splitlines()
    )
    assert "least wind over deck from ahead: 20 kn" in text
    assert "highest mass / kg" in text
    assert f"{found.slices[0].flown} flights, seed 0" in text


def test_data_have_dimensions_units_and_intervals(found, tmp_path) -> None:
    files = report.save(found, tmp_path)
    assert sorted(path.suffix for path in files) == [".nc", ".png", ".png", ".svg", ".svg"]
    data = xr.open_dataset(files[0], engine="h5netcdf")
    assert dict(data.sizes) == {
        "sea_state": 1,
        "mass": 2,
        "ship_speed": 1,
        "wind_angle": 6,
        "wind_over_deck": 9,
    }
    units = {
        name: data[name].attrs.get("units") for name in ("wind_over_deck", "wind_angle", "mass", "p_mishap")
    }
    assert units == {"wind_over_deck": "m s-1", "wind_angle": "rad", "mass": "kg", "p_mishap": "1"}
    flown = data.where(data["flights"] > 0)
    assert bool((flown["p_mishap_low"] <= flown["p_mishap"]).all())
    assert bool((flown["p_mishap"] <= flown["p_mishap_high"]).all())
    light = data.sel(sea_state=3, mass=1250.0, ship_speed=0.0).sel(wind_angle=0.0)
    assert float(light["low_wind_within"]) == pytest.approx(20.0 * KNOT)
    assert float(light["low_wind_beyond"]) == pytest.approx(15.0 * KNOT)
    total = light["n_success"] + light["n_safe_abort"] + light["n_mishap"]
    assert (total == light["flights"]).all()
    assert "acceptable" in light["answer"].attrs["flag_meanings"]
    assert np.isfinite(light["highest_mass_within"]).any()
    assert data.attrs["risk"] == 0.01


def test_the_same_answer_gives_the_same_bytes(found, tmp_path) -> None:
    one, two = report.save(found, tmp_path / "a"), report.save(found, tmp_path / "b")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_a_folder_that_cannot_be_made_is_told(found, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"):
        report.save(found, tmp_path / "file" / "x")


def test_plain_data_is_json_with_the_limits(found) -> None:
    data = json.loads(json.dumps(report.as_data(found), allow_nan=False))
    one = data["envelopes"][0]
    ahead = next(limit for limit in one["limits"] if limit["wind_angle"] == 0.0)
    assert ahead["low"]["reason"] == "overrun"
    assert np.shape(one["points"]["mishap"]) == (6, 9)
    assert one["setting"]["mass"] == 1250.0


def test_every_outcome_has_a_class_of_its_own_look() -> None:
    names = {*MISHAP_NAMES.values(), *_LAUNCH_NAMES.values(), "waved off", "went around", "aborted"}
    assert names <= set(_OF)
    assert look_of("crosswind 31 m/s is not below the approach speed") is CANNOT
    assert in_short("approach at 20 m/s makes no way against 30 m/s of wind") == "no way against the wind"
    assert in_short("overrun") == "overrun"


def test_directions_are_said_as_people_say_them() -> None:
    assert [report.direction(np.radians(a)) for a in (0.0, 30.0, -45.0, 180.0)] == [
        "ahead", "30° starboard", "45° port", "astern",
    ]  # fmt: skip


def test_the_picture_shows_sectors_bands_and_reasons(found) -> None:
    figure = polar(found, found.slices[0])
    (axes,) = figure.axes
    assert axes.get_theta_direction() == -1  # starboard to the right
    assert axes.get_theta_offset() == pytest.approx(np.pi / 2)  # ahead at the top
    texts = [text.get_text() for text in axes.texts]
    assert texts.count("E") == 6  # three directions with two sides
    assert texts.count("A") == 3  # three without any wind
    hatched = [bar for bar in axes.patches if bar.get_hatch()]
    assert len(hatched) == 6
    ahead = [bar for bar in hatched if abs(bar.get_x() + bar.get_width() / 2) < 1e-9]
    assert min(bar.get_y() for bar in ahead) == pytest.approx(15.0)
    styles = {str(look.style) for look in {look_of(name) for name in _OF}} | {str(CANNOT.style)}
    assert len(styles) == 8  # told apart without colour


def test_sectors_meet_half_way_and_stay_narrow() -> None:
    edges = np.degrees(_edges(tuple(np.radians([-30.0, 0.0, 30.0]))))
    assert edges.ravel().tolist() == pytest.approx([-60.0, -15.0, -15.0, 15.0, 15.0, 60.0])
    assert np.degrees(_edges((0.0,))).ravel().tolist() == pytest.approx([-15.0, 15.0])


def test_limits_of_every_shape_can_be_shown(found) -> None:
    """Not reached, band to the edge, nothing, apart: no shape breaks table or picture."""
    from dataclasses import replace

    open_ = Side(2.5 * KNOT, None, None, "", "")
    edge = Side(20.0 * KNOT, None, None, "mishap", "bounce")
    told = Side(30.0 * KNOT, 35.0 * KNOT, 33.0 * KNOT, "cannot be flown", "no way: makes no way against")
    shapes = (
        Limits(open_, open_, (), ""), Limits(open_, edge, (40.0 * KNOT,), ""), Limits(edge, told, (), ""),
        Limits(None, None, (), "crosswind"), Limits(None, None, (), ""), Limits(open_, told, (), ""),
    )  # fmt: skip
    one = replace(found.slices[0], limits=shapes)
    text = printed(replace(found, slices=(one,), interrupted=True))
    assert "beyond 20" in text
    assert "also 40" in text
    assert "interrupted" in text
    polar(found, one)


def test_words_of_the_command_line() -> None:
    assert command.speeds("5 kn:20 kn:5 kn") == pytest.approx([5 * KNOT, 10 * KNOT, 15 * KNOT, 20 * KNOT])
    assert command.speeds("5 kn, 12 m/s") == pytest.approx([5 * KNOT, 12.0])
    assert command.directions("8") == 8
    assert command.directions("-30,0,30 deg") == pytest.approx(np.radians([-30, 0, 30]))
    assert command.sea_states("3,4") == [3, 4]
    assert command.several("1250kg,1450 kg", "kg", name="--mass") == [1250.0, 1450.0]
    for bad in (lambda: command.speeds("5 kn:20 kn"), lambda: command.speeds("20 kn:5 kn:1 kn"),
                lambda: command.sea_states("rough"), lambda: command.speeds("5,10")):  # fmt: skip
        with pytest.raises(InputError):
            bad()


def test_the_command_prints_json_and_files(plain_flights, tmp_path, run) -> None:
    words = ["envelope", "launch", "bayraktar-tb3", "izumo", "--mass", "1250 kg", "--directions", "0,90"]
    words += ["--speeds", "10 kn:50 kn:10 kn", "--sea-state", "3", "--no-highest-mass"]
    code, out, _ = run(*words, "--json", "--out", str(tmp_path))
    data = json.loads(out)
    assert (code, len(data["files"])) == (0, 3)
    assert data["envelopes"][0]["limits"][0]["low"]["within"] == pytest.approx(20.0 * KNOT)
    assert "limits of wind over deck" in run(*words)[1]
    code, _, err = run(*words, "--risk", "3")
    assert code == 2
    assert "risk 3" in err
