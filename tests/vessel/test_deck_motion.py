"""Deck motion of a ship as one answer: spectrum and record agree, every argument counts, a record replays."""

import inspect
import math

import numpy as np
import pytest
import xarray as xr

import shortdeck as sd
from shortdeck.catalog import loader
from shortdeck.errors import InputError
from shortdeck.vessel.closed_form import closed_form
from shortdeck.vessel.deck_motion import motion, touchdown_point
from shortdeck.vessel.motion_report import as_data
from shortdeck.vessel.response import MOTIONS
from shortdeck.vessel.response_files import tabulate, write_response
from shortdeck.vessel.ship_response import fallback, ship_response

BASE = {
    "sea_state": 5, "wave_heading": "60 deg", "ship_speed": "12 kn", "duration": "5 min",
    "spreading": "long-crested",
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return motion("izumo", sea_state=5, wave_heading="60 deg", ship_speed="12 kn", duration="1 h")


@pytest.fixture(scope="module")
def files(tmp_path_factory, found):
    """Recorded motion, a response as a table, motions at one speed."""
    folder = tmp_path_factory.mktemp("motion")
    data = found.history.isel(time=slice(0, 6000))
    data = data[[*MOTIONS]].assign_coords(time=("time", data["time"].values, {"units": "s"}))
    data.to_netcdf(folder / "record.nc", engine="h5netcdf")
    data.drop_vars("yaw").to_netcdf(folder / "part.nc", engine="h5netcdf")
    ship = loader.load("izumo")
    table = tabulate(ship_response(ship), roll_rate_rms=0.02)
    write_response(table, folder / "own.nc")
    lines = ["heading_deg,omega_rad_s," + ",".join(f"{n}_amplitude,{n}_phase_deg" for n in MOTIONS)]
    for beta in np.radians(np.arange(0.0, 181.0, 15.0)):
        for omega in table.omega[1:]:
            size = table.transfer(omega, beta, 6.0)
            unit = np.where(np.arange(6) < 3, 1.0, 180.0 / math.pi)
            pairs = zip(np.abs(size) * unit, np.degrees(np.angle(size)), strict=True)
            row = [math.degrees(beta), omega, *(x for pair in pairs for x in pair)]
            lines.append(",".join(f"{x:.9g}" for x in row))
    (folder / "at6.csv").write_text("\n".join(lines) + "\n")
    halved = [line.split(",") for line in lines]
    halved = [[*row[:6], str(0.5 * float(row[6])), *row[7:]] for row in halved[1:]]
    (folder / "halved.csv").write_text("\n".join([lines[0], *(",".join(row) for row in halved)]) + "\n")
    return folder


def test_record_and_spectrum_agree(found):
    """Within four times the scatter of a record of an hour; exact kinematics against small angles."""
    assert len(found.spectral) == len(found.quantities) == 15
    for name, by in found.spectral.items():
        seen = found.recorded(name)
        assert seen.rms == pytest.approx(by.rms, rel=4.0 * by.scatter + 0.02), name
        assert seen.crossing_period == pytest.approx(by.crossing_period, rel=0.35), name
        assert by.rms > 0.0


def test_the_point_is_where_a_glideslope_touches_down(found):
    ship = loader.load("izumo")
    assert touchdown_point(ship) == found.place
    x, y = found.place
    assert math.radians(3.5) == pytest.approx(math.atan(ship.model.deck.runway.stern_clearance.value / x))
    assert y == pytest.approx(-5.5)
    angled = loader.load("chakri-naruebet")
    assert touchdown_point(angled)[1] > angled.model.deck.runway.y.value


def test_history(found, tmp_path):
    history = found.history
    assert history["point_position"].dims == ("time", "axis")
    rest = [found.place[0], found.place[1], -16.0]
    assert history["point_position"].mean("time").values == pytest.approx(rest, abs=0.05)
    step = float(history["time"][1])
    for value, rate in (("point_position", "point_velocity"), ("point_velocity", "point_acceleration")):
        slope = np.gradient(history[value].values, step, axis=0)[2:-2]
        assert slope == pytest.approx(history[rate].values[2:-2], abs=0.01 * np.abs(slope).max())
    assert history["roll"].attrs["units"] == "rad"
    assert "112 bins" in history.attrs["realisation"]
    found.to_netcdf(tmp_path / "m.nc")
    with xr.open_dataset(tmp_path / "m.nc", engine="h5netcdf") as again:
        assert again.equals(history)


def test_quartering_roll_and_the_interval_of_its_damping():
    one = motion("izumo", sea_state=5, wave_heading="45 deg", ship_speed="15 kn", spreading="long-crested",
                 duration="60 s")  # fmt: skip
    roll, interval = one.spectral["roll"].rms, one.roll_interval
    assert 4.0 < math.degrees(roll) < 9.0
    assert interval.low < 0.95 * roll < 1.05 * roll < interval.high
    assert interval.spread == pytest.approx(0.3)


@pytest.fixture(scope="module")
def base():
    return as_data(motion("izumo", **BASE))


@pytest.mark.parametrize(
    "change",
    [
        {"sea_state": 4}, {"sea_state": None, "hs": "3 m", "tp": "9 s"}, {"wave_heading": "70 deg"},
        {"ship_speed": "13 kn"}, {"spectrum": "torsethaugen"}, {"spectrum": "jonswap"},
        {"spreading": "cos6"}, {"ocean": "north-pacific"}, {"duration": "6 min"}, {"seed": 1}, {"case": 1},
        {"point": "100 m,-5.5 m"}, {"point": (49.0, 5.0)}, {"limits": "helicopter"},
        {"limits": "heave=0.5 m"}, {"quiet_for": "50 s"}, {"rao": "own.nc"},
        {"rao": "at6.csv", "rao_speed": 6.0, "ship_speed": 6.0},
    ],
    ids=str,
)  # fmt: skip
def test_every_argument_moves_a_result(base, files, change):
    if "rao" in change:
        change = change | {"rao": files / change["rao"]}
    other = as_data(motion("izumo", **(BASE | change)))
    if "quiet_for" in change:
        base, other = (
            {k: d["limits"]["quiescent"][k] for k in ("share_of_time", "count")} for d in (base, other)
        )
    else:
        texts = ("conditions", "method", "realisation", "point_m", "duration_s")
        base, other = ({k: v for k, v in d.items() if k not in texts} for d in (base, other))
    assert base != other


def test_gamma_moves_a_result():
    usual = motion("izumo", **BASE, spectrum="jonswap").spectral["heave"].rms
    assert motion("izumo", **BASE, spectrum="jonswap", gamma=6.0).spectral["heave"].rms != usual


def test_every_argument_is_tried_somewhere():
    """Those of a measured sea in tests/sea/test_choice.py, the record's below."""
    tried = {
        "ship",
        *BASE,
        "hs",
        "tp",
        "spectrum",
        "gamma",
        "spreading",
        "ocean",
        "seed",
        "case",
        "point",
        "limits",
    }
    tried |= {"quiet_for", "rao", "rao_speed", "recorded", "signs", "zero", "heading"}
    tried |= {f"spectrum_{name}" for name in ("file", "source", "time", "place")}
    assert tried == set(inspect.signature(motion).parameters)


def test_a_response_of_ones_own_is_used(files):
    """The ship's own response as a table, and as motions at one speed, answers as she does."""
    own = motion("izumo", **(BASE | {"ship_speed": 6.0}))
    table = motion("izumo", **(BASE | {"ship_speed": 6.0}), rao=files / "own.nc")
    at6 = motion("izumo", **(BASE | {"ship_speed": 6.0}), rao=files / "at6.csv", rao_speed="6 m/s")
    for name in ("heave", "pitch"):
        assert table.spectral[name].rms == pytest.approx(own.spectral[name].rms, rel=0.01)
        assert at6.spectral[name].rms == pytest.approx(table.spectral[name].rms, rel=0.02)
    assert table.roll_interval is None
    assert table.spectral["roll"].rms == pytest.approx(own.spectral["roll"].rms, rel=0.3)


def test_closed_forms_answer_too():
    ship = loader.load("izumo")
    stranger = ship.model_copy(update={"name": "stranger"})
    assert isinstance(fallback(ship), type(closed_form(
        length=238.0, beam=30.0, draught=7.5, block=0.5, roll_period=15.0, omega=fallback(ship).omega,
        heading=fallback(ship).heading, speed=fallback(ship).speed,
    )))  # fmt: skip
    found = motion(stranger, **BASE)
    assert "Jensen" in found.method
    assert found.spectral["heave"].rms > 0.05


def test_recorded_motion_replays(found, files):
    again = motion("izumo", recorded=files / "record.nc")
    assert again.time[-1] == pytest.approx(599.9)
    n = again.time.size
    assert again.motions == pytest.approx(found.motions[:n], abs=1e-9)
    scale = np.abs(found.point.velocity[:n]).max()
    assert again.point.velocity == pytest.approx(found.point.velocity[:n], abs=2e-3 * scale)
    data = as_data(again)
    assert data["sea"] is data["realisation"] is None
    assert "spectrum" not in data["figures"]["heave"]
    assert data["limits"]["each"]["roll"]["share_of_time_by_spectrum"] is None
    assert data["figures"]["roll"]["record"]["rms"] == pytest.approx(np.std(found.motions[:n, 3]), rel=1e-6)


def test_what_is_said_of_a_record_counts(files):
    plain = motion("izumo", recorded=files / "record.nc")
    with pytest.raises(InputError, match="pitch is positive bow-up by the file"):
        motion("izumo", recorded=files / "record.nc", signs="pitch=bow-down")
    with xr.open_dataset(files / "record.nc", engine="h5netcdf") as data:
        mute = data.load()
    del mute["pitch"].attrs["positive"]
    mute.to_netcdf(files / "mute.nc", engine="h5netcdf")
    turned = motion("izumo", recorded=files / "mute.nc", signs="pitch=bow-down")
    assert turned.recorded("vertical-velocity") != plain.recorded("vertical-velocity")
    short = motion("izumo", recorded=files / "record.nc", duration="2 min")
    assert short.time[-1] == pytest.approx(120.0)
    part = motion("izumo", recorded=files / "part.nc", zero="yaw")
    assert part.recorded("yaw").rms == 0.0
    assert part.recorded("lateral-velocity") != plain.recorded("lateral-velocity")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ship_speed": "45 kn"}, "lies outside the response's 0 to"),
        ({"duration": "30 s"}, "duration: from 60 s to 24 h"),
        ({"duration": "2 m"}, "duration: expected a time"),
        ({"point": "300 m,0 m"}, "is not on the deck of izumo"),
        ({"point": "49,-5"}, "has no unit"),
        ({"point": "49 m"}, "station and offset such as"),
        ({"quiet_for": "0 s"}, "above 0 s"),
        ({"seed": -1}, "seed"),
        ({"signs": "heave=up"}, "without recorded motion there is no use for signs"),
        ({"zero": "yaw"}, "without recorded motion there is no use for zero"),
        ({"rao_speed": "6 kn"}, "belongs to a response of your own"),
        ({"rao": "at6.csv"}, "motions at 0.00 m/s cannot stand for 6.17 m/s"),
        ({"rao": "halved.csv", "rao_speed": "12 kn"}, "heave at heading .* it must tend to -1"),
        ({"rao": "none.nc"}, "no such file"),
        ({"recorded": "record.nc"}, "leave out sea_state, wave_heading, spreading, ship_speed"),
    ],
)  # fmt: skip
def test_refusals(files, change, message):
    for name in ("rao", "recorded"):
        if name in change:
            change = change | {name: files / change[name]}
    with pytest.raises(InputError, match=message):
        motion("izumo", **(BASE | change))


def test_a_record_is_not_made_longer(files):
    with pytest.raises(InputError, match=r"the record lasts 599\.9 s"):
        motion("izumo", recorded=files / "record.nc", duration="1 h")
    with pytest.raises(InputError, match="it does not move"):
        sd.motion("airfield", **BASE)


def test_the_same_words_give_the_same_motion():
    one, again = (motion("tcg-anadolu", **BASE, seed=3) for _ in range(2))
    assert np.array_equal(one.motions, again.motions)
    assert as_data(one) == as_data(again)
