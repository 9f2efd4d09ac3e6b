"""Recorded motion comes back as it was, whatever its rate, units and signs; what cannot be is refused."""

import math

import numpy as np
import pytest
import xarray as xr

from shortdeck.catalog import loader
from shortdeck.errors import InputError
from shortdeck.sea.directional import SpreadSea
from shortdeck.sea.spreading import CosinePower
from shortdeck.sea.states import sea_state
from shortdeck.vessel.recorded import LARGEST_STEP, SHORTEST, RecordedMotion, read_motion, sign_factors
from shortdeck.vessel.response import MOTIONS
from shortdeck.vessel.seaway import seaway

SHIP = loader.load("izumo")
SEA = SpreadSea(sea_state(5).spectrum(), CosinePower(mean=1.2))
REALISED = seaway(SHIP, SEA, heading=0.0, speed=6.0).realise(seed=1, case=0)
UNITS = {"time": "s", "surge": "m", "sway": "m", "heave": "m", "roll": "rad", "pitch": "rad", "yaw": "rad"}


def table(step=0.1, duration=90.0):
    """Columns of a record, SI."""
    time = np.arange(0.0, duration + 0.5 * step, step)
    motions = REALISED.motions(time)
    return {"time": time, **{name: motions[:, k] for k, name in enumerate(MOTIONS)}}


def write(path, columns, units=UNITS, names=None):
    header = ",".join(f"{(names or {}).get(n, n)} [{units[n]}]" for n in columns)
    np.savetxt(path, np.stack(list(columns.values()), axis=1), delimiter=",", header=header, comments="")
    return path


def test_csv_comes_back(tmp_path):
    columns = table()
    found = read_motion(write(tmp_path / "m.csv", columns))
    assert found.duration == pytest.approx(90.0)
    assert found.values == pytest.approx(np.stack([columns[n] for n in MOTIONS], axis=1))
    between = np.linspace(1.0, 89.0, 333)
    scale = np.abs(found.values).max(axis=0)
    assert found.motions(between) / scale == pytest.approx(REALISED.motions(between) / scale, abs=1e-4)
    rate = REALISED.motions(between, derivative=1)
    assert found.motions(between, derivative=1) == pytest.approx(rate, abs=1e-3 * np.abs(rate).max())


@pytest.mark.parametrize("step", [0.02, 0.1, 0.5])
def test_knots_hold_motions_and_their_derivatives(step):
    columns = table(step=step, duration=120.0)
    values = np.stack([columns[n] for n in MOTIONS], axis=1)
    found = RecordedMotion(columns["time"], values, "here")
    knots = found.knots(0.16)
    assert knots.shape == (751, 12)
    time = 0.16 * np.arange(751)
    assert knots[:, :6] == pytest.approx(found.motions(time))
    inner, h = time[1:-1], 1e-4
    slope = (found.motions(inner + h) - found.motions(inner - h)) / (2.0 * h)
    assert knots[1:-1, 6:] == pytest.approx(slope, abs=1e-6)
    truth = REALISED.motions(inner, derivative=1)
    assert knots[1:-1, 6:] == pytest.approx(truth, abs=0.02 * np.abs(truth).max())


def test_an_uneven_record_is_as_good(tmp_path):
    columns = table(step=0.05, duration=100.0)
    kept = np.random.default_rng(1).random(columns["time"].size) < 0.8
    kept[[0, -1]] = True
    found = read_motion(write(tmp_path / "m.csv", {n: c[kept] for n, c in columns.items()}))
    between = np.linspace(1.0, 99.0, 100)
    assert found.motions(between) == pytest.approx(REALISED.motions(between), abs=2e-4)


def test_time_starts_where_the_record_does():
    columns = table()
    values = np.stack([columns[n] for n in MOTIONS], axis=1)
    found = RecordedMotion(columns["time"] + 5000.0, values, "here")
    assert found.motions(0.0) == pytest.approx(values[0])
    for outside in (-0.1, 91.0):
        with pytest.raises(InputError, match="was asked of a record of"):
            found.motions(outside)


def test_units_are_read(tmp_path):
    plain = read_motion(write(tmp_path / "si.csv", table()))
    columns = table()
    units = {
        "time": "min",
        "surge": "cm",
        "sway": "ft",
        "heave": "mm",
        "roll": "deg",
        "pitch": "deg",
        "yaw": "mrad",
    }
    size = (60.0, 0.01, 0.3048, 0.001, math.pi / 180.0, math.pi / 180.0, 0.001)
    scaled = {n: c / s for (n, c), s in zip(columns.items(), size, strict=True)}
    found = read_motion(write(tmp_path / "m.csv", scaled, units))
    assert found.time == pytest.approx(plain.time)
    assert found.values == pytest.approx(plain.values)


@pytest.mark.parametrize(
    ("signs", "factors"),
    [
        ("", (1, 1, 1, 1, 1, 1)),
        ("forward-port-up", (1, -1, -1, 1, -1, -1)),
        ("heave=up", (1, 1, -1, 1, 1, 1)),
        ("forward-port-up,roll=port-down,pitch=bow-up", (1, -1, -1, -1, 1, -1)),
        ("surge=aft, sway=port, yaw=bow-port", (-1, -1, 1, 1, 1, -1)),
    ],
)
def test_signs(tmp_path, signs, factors):
    columns = table()
    turned = {n: c * (1 if n == "time" else factors[MOTIONS.index(n)]) for n, c in columns.items()}
    found = read_motion(write(tmp_path / "m.csv", turned), signs=signs)
    assert found.values == pytest.approx(np.stack([columns[n] for n in MOTIONS], axis=1))
    assert ("up" in found.note.replace("bow-up", "")) == (factors[2] < 0)


def test_netcdf_states_units_and_signs(tmp_path):
    columns = table()
    data = xr.Dataset(
        {n: ("time", columns[n], {"units": UNITS[n]}) for n in MOTIONS},
        coords={"time": ("time", columns["time"], {"units": "seconds since 2024-02-13"})},
    )
    data["roll"] = ("time", np.degrees(columns["roll"]), {"units": "deg"})
    data["heave"] = ("time", -columns["heave"], {"units": "m", "positive": "up"})
    data.to_netcdf(tmp_path / "m.nc", engine="h5netcdf")
    found = read_motion(tmp_path / "m.nc")
    assert found.values == pytest.approx(np.stack([columns[n] for n in MOTIONS], axis=1))
    assert "up" in found.note
    with pytest.raises(InputError, match="heave is positive up by the file; 'heave=down' says otherwise"):
        read_motion(tmp_path / "m.nc", signs="heave=down")
    data["pitch"] = (("time", "hull"), columns["pitch"][:, None], {"units": "rad"})
    data.to_netcdf(tmp_path / "two.nc", engine="h5netcdf")
    with pytest.raises(InputError, match="must run over 'time' alone"):
        read_motion(tmp_path / "two.nc")


def test_a_subset_with_stated_zeros(tmp_path):
    part = {n: table()[n] for n in ("time", "heave", "roll", "pitch")}
    path = write(tmp_path / "m.csv", part)
    with pytest.raises(InputError, match="has no surge, sway, yaw; if they are to be zero, say so"):
        read_motion(path)
    found = read_motion(path, zero=("surge", "sway", "yaw"))
    assert not found.values[:, [0, 1, 5]].any()
    assert found.values[:, 2] == pytest.approx(part["heave"])
    assert "surge, sway, yaw zero" in found.note
    with pytest.raises(InputError, match="has roll, which cannot be declared zero as well"):
        read_motion(path, zero=("surge", "sway", "yaw", "roll"))
    with pytest.raises(InputError, match="'rol' is no motion"):
        read_motion(path, zero=("rol",))


def spoil(name, change):
    columns = table()
    columns[name] = change(columns[name].copy())
    return columns


def put(index, value):
    def change(column):
        column[index] = value
        return column

    return change


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({n: np.delete(c, slice(400, 420)) for n, c in table().items()}, "a gap of 2.1 s after 39.9 s"),
        (spoil("heave", put(300, math.nan)), "heave has no value 30 s after the start"),
        (spoil("time", put(300, math.nan)), "needs a time in every row"),
        (spoil("time", put(300, 29.9)), "time does not rise after 29.9 s"),
        (spoil("time", put(slice(300, None), np.arange(601) * 0.1)), "time does not rise after 29.9 s"),
        (table(duration=SHORTEST - 1.0), "lasts 59.0 s; at least 60 s are needed"),
        (table(step=1.5 * LARGEST_STEP, duration=120.0), "has a sample every 1.5 s"),
        (spoil("heave", lambda c: 100.0 * c), "heave reaches .*is its unit right"),
        (spoil("roll", np.degrees), "roll reaches .* deg"),
        (spoil("yaw", lambda c: c + 2.0), "yaw reaches .* about the mean"),
        (spoil("pitch", put(300, 0.2)), "pitch has an acceleration of .* a spike, noise or a wrong unit"),
        ({n: c * (n == "time") for n, c in table().items()}, "nothing moves"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(tmp_path, columns, message):
    with pytest.raises(InputError, match=message) as error:
        read_motion(write(tmp_path / "m.csv", columns))
    assert str(tmp_path / "m.csv") in str(error.value)


def test_radians_called_degrees(tmp_path):
    units = UNITS | {"roll": "deg", "pitch": "deg", "yaw": "deg"}
    with pytest.raises(InputError, match=r"roll and pitch stay within .* are they in rad"):
        read_motion(write(tmp_path / "m.csv", table(), units))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "needs a header"),
        ("time [s],heave\n0,1\n", "heave has no unit; it needs a length such as 'm'"),
        ("time [s],heave [deg]\n0,1\n", "heave is in 'deg'; it needs a length"),
        ("time [s],roll [m]\n0,1\n", "roll is in 'm'; it needs an angle"),
        ("time [s],heave [zorkmid]\n0,1\n", "'zorkmid' is not a unit"),
        ("time [s],heav [m]\n0,1\n", "'heav' is no motion; known are time, surge"),
        ("time [s],heave [m],heave [m]\n0,1,1\n", "column 'heave' is there twice"),
        ("heave [m]\n1\n", "has no time"),
        ("time [s],heave [m]\n0\n", "line 2: 1 values for 2 columns"),
        ("time [s],heave [m]\n0,up\n", "line 2: could not convert"),
    ],
)
def test_broken_files(tmp_path, text, message):
    (tmp_path / "m.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        read_motion(tmp_path / "m.csv", zero=("surge",))


def test_other_files(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_motion(tmp_path / "none.csv")
    (tmp_path / "m.txt").write_text("")
    with pytest.raises(InputError, match=r"read from \.csv and \.nc"):
        read_motion(tmp_path / "m.txt")
    (tmp_path / "m.nc").write_text("no NetCDF")
    with pytest.raises(InputError, match="not a NetCDF file that can be read"):
        read_motion(tmp_path / "m.nc")
    for wrong in ("up", "heave=starboard", "heave=up,forward-port-up"):
        with pytest.raises(InputError, match="is neither of forward-right-down and forward-port-up"):
            sign_factors(wrong)
