"""Measured seas: files written through wavespectra come back as the sea that they were written from."""

import math
import sys

import numpy as np
import pytest
import xarray as xr

from shortdeck.errors import InputError
from shortdeck.sea.directional import SpreadSea
from shortdeck.sea.measured import read_sea
from shortdeck.sea.spectra import Bretschneider, Jonswap
from shortdeck.sea.spreading import CosineHalf

wavespectra = pytest.importorskip("wavespectra")

FROM = math.radians(235.0)
SEA = SpreadSea(Jonswap(hs=3.0, tp=10.0), CosineHalf(mean=FROM, s=12.0))
ERA5_FREQUENCY = 0.03453 * 1.1 ** np.arange(30)


def dataset(sea=SEA, *, frequency=None, directions=36, hours=(0, 6), sites=(0,)):
    """A sea in wavespectra's terms: m2/(Hz deg) over Hz and degrees from which the waves come."""
    frequency = np.geomspace(0.04, 0.6, 60) if frequency is None else frequency
    degrees = np.arange(directions) * 360.0 / directions
    density = sea.density(2 * math.pi * frequency[:, np.newaxis], np.radians(degrees))
    efth = density * 2 * math.pi * math.pi / 180.0
    grow = np.linspace(1.0, 0.5, len(hours))[:, np.newaxis, np.newaxis, np.newaxis]
    values = np.broadcast_to(efth, (len(hours), len(sites), *efth.shape)) * grow
    return xr.Dataset(
        {
            "efth": (("time", "site", "freq", "dir"), values),
            "lon": (("site",), np.arange(len(sites)) + 20.0),
            "lat": (("site",), np.arange(len(sites)) + 35.0),
        },
        coords={
            "time": np.datetime64("2024-02-13T00:00", "ns") + np.array(hours) * np.timedelta64(1, "h"),
            "site": list(sites),
            "freq": frequency,
            "dir": degrees,
        },
    )


def era5(path, *, gap=False, frequencies=30):
    """An ERA5 file: log10 of m2 s/rad over numbered frequencies and directions towards which waves go."""
    towards = np.radians(np.arange(24) * 15.0 + 7.5)
    density = SEA.density(2 * math.pi * ERA5_FREQUENCY[:frequencies, np.newaxis], towards + math.pi)
    with np.errstate(divide="ignore"):
        logs = np.log10(density * 2 * math.pi)
    logs[logs < -8.0] = np.nan  # below the threshold: left out, as ERA5 does
    if gap:
        logs[:] = np.nan
    values = logs.T[np.newaxis, :, :, np.newaxis, np.newaxis]
    made = xr.Dataset(
        {"d2fd": (("time", "direction", "frequency", "latitude", "longitude"), values)},
        coords={
            "time": [np.datetime64("2024-02-13T00:00", "ns")],
            "direction": np.arange(1, 25),
            "frequency": np.arange(1, frequencies + 1),
            "latitude": [35.0],
            "longitude": [20.0],
        },
    )
    made.to_netcdf(path)


def write(kind, path):
    if kind == "era5":
        era5(path)
    elif kind == "ww3":
        dataset(hours=(0,)).spec.to_ww3(str(path))
    elif kind == "swan":
        dataset(hours=(0,)).spec.to_swan(str(path))
    else:
        dataset(hours=(0,)).spec.to_netcdf(str(path))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("era5", "era5.nc"), ("ww3", "ww3.nc"), ("swan", "sea.spec"), ("wavespectra", "sea.nc")],
)
def test_a_sea_comes_back_from_every_format(tmp_path, kind, name):
    path = tmp_path / name
    write(kind, path)
    sea = read_sea(path, source=kind)
    assert sea.hs == pytest.approx(3.0, rel=0.02)
    assert sea.tp == pytest.approx(10.0, rel=0.05)
    assert sea.spectrum.tm_10 == pytest.approx(SEA.spectrum.tm_10, rel=0.02)
    assert sea.mean_direction % (2 * math.pi) == pytest.approx(FROM, abs=math.radians(1.0))
    assert sea.directional_spread == pytest.approx(SEA.directional_spread, rel=0.05)
    assert sea.density(0.6, FROM) == pytest.approx(float(SEA.density(0.6, FROM)), rel=0.08)


def test_hs_and_periods_are_those_of_wavespectra(tmp_path):
    write("wavespectra", tmp_path / "sea.nc")
    sea = read_sea(tmp_path / "sea.nc", source="wavespectra")
    peer = dataset(hours=(0,)).isel(time=0, site=0).spec
    assert sea.hs == pytest.approx(float(peer.hs(tail=False)), rel=3e-3)
    assert sea.spectrum.tm01 == pytest.approx(float(peer.tm01()), rel=5e-3)
    assert sea.spectrum.tm02 == pytest.approx(float(peer.tm02()), rel=5e-3)
    assert math.degrees(sea.mean_direction) % 360 == pytest.approx(float(peer.dm()), abs=0.5)


def test_times_and_places_are_chosen(tmp_path):
    path = tmp_path / "sea.nc"
    dataset(hours=(0, 6, 12), sites=(0, 1)).spec.to_netcdf(str(path))
    first = read_sea(path, source="wavespectra", time=0, place=1)
    last = read_sea(path, source="wavespectra", time="2024-02-13T12:30Z", place=0)
    assert last.hs == pytest.approx(first.hs * math.sqrt(0.5), rel=1e-3)
    with pytest.raises(InputError, match="has 3 times from 2024-02-13T00:00"):
        read_sea(path, source="wavespectra", place=0)
    with pytest.raises(InputError, match="has 2 places"):
        read_sea(path, source="wavespectra", time=0)
    for time, match in ((7, "index from 0 to 2"), ("2024-03-01", "within 90 minutes"), ("noon", "timestamp")):
        with pytest.raises(InputError, match=match):
            read_sea(path, source="wavespectra", time=time, place=0)
    with pytest.raises(InputError, match="place: an index from 0 to 1"):
        read_sea(path, source="wavespectra", time=0, place=2)


def buoy(path, *, units="(meter * meter)/Hz", hole=False):
    frequency = np.arange(0.04, 0.485, 0.01)
    density = Bretschneider(hs=2.0, tp=9.0).density(2 * math.pi * frequency) * 2 * math.pi
    if hole:
        density[10] = np.nan
    shape = ("time", "frequency", "latitude", "longitude")
    made = xr.Dataset(
        {"spectral_wave_density": (shape, density[np.newaxis, :, np.newaxis, np.newaxis], {"units": units})},
        coords={
            "time": [np.datetime64("2024-02-13T00:00", "ns")],
            "frequency": ("frequency", frequency, {"units": "Hz"}),
            "latitude": [35.0],
            "longitude": [20.0],
        },
    )
    made.to_netcdf(path)


def test_a_buoy_without_directions_needs_a_spreading(tmp_path):
    path = tmp_path / "buoy.nc"
    buoy(path)
    sea = read_sea(path, source="ndbc", spreading=CosineHalf(mean=1.0))
    assert sea.hs == pytest.approx(2.0, rel=0.02)
    assert sea.mean_direction == pytest.approx(1.0)
    with pytest.raises(InputError, match="no directions; give a spreading"):
        read_sea(path, source="ndbc")
    write("wavespectra", tmp_path / "sea.nc")
    with pytest.raises(InputError, match="leave the spreading out"):
        read_sea(tmp_path / "sea.nc", source="wavespectra", spreading=CosineHalf(mean=1.0))


def test_a_directional_buoy(tmp_path):
    path = tmp_path / "buoy.nc"
    buoy(path)
    with xr.open_dataset(path) as plain:
        made = plain.load()
    like = made["spectral_wave_density"]
    made["mean_wave_dir"] = xr.full_like(like, 120.0)
    made["principal_wave_dir"] = xr.full_like(like, 120.0)
    made["wave_spectrum_r1"] = xr.full_like(like, 0.8)
    made["wave_spectrum_r2"] = xr.full_like(like, 0.5)
    for name in ("mean_wave_dir", "principal_wave_dir", "wave_spectrum_r1", "wave_spectrum_r2"):
        made[name].attrs.clear()
    made.to_netcdf(tmp_path / "directional.nc")
    sea = read_sea(tmp_path / "directional.nc", source="ndbc")
    assert sea.hs == pytest.approx(2.0, rel=0.02)
    assert math.degrees(sea.mean_direction) == pytest.approx(120.0, abs=0.5)


def test_gaps_are_refused(tmp_path):
    buoy(tmp_path / "hole.nc", hole=True)
    with pytest.raises(InputError, match=r"hole.nc: the spectrum has no value at 0.14 Hz"):
        read_sea(tmp_path / "hole.nc", source="ndbc", spreading=CosineHalf(mean=1.0))
    holed = dataset(hours=(0,))
    holed["efth"].values = holed["efth"].values.copy()
    holed["efth"].values[0, 0, 20, 5] = np.nan
    holed.to_netcdf(tmp_path / "holed.nc")
    with pytest.raises(InputError, match=r"no value at .* Hz from 50 deg"):
        read_sea(tmp_path / "holed.nc", source="wavespectra")
    era5(tmp_path / "land.nc", gap=True)
    with pytest.raises(InputError, match="no value at all: land, or a gap"):
        read_sea(tmp_path / "land.nc", source="era5")
    era5(tmp_path / "short.nc", frequencies=20)
    with pytest.raises(InputError, match="30 frequencies and 24 directions, this file 20 and 24"):
        read_sea(tmp_path / "short.nc", source="era5")


def altered(path, **units):
    made = dataset(hours=(0,))
    for name, unit in units.items():
        made[name].attrs["units"] = unit
    made.to_netcdf(path)
    return path


@pytest.mark.parametrize(
    ("units", "match"),
    [
        ({"efth": "m2 s rad-1"}, "density 'efth' is in 'm2 s rad-1'"),
        ({"efth": "ft2/Hz/deg"}, "density 'efth'"),
        ({"freq": "rad/s"}, "frequency 'freq' is in 'rad/s'"),
        ({"dir": "rad"}, "direction 'dir' is in 'rad'"),
    ],
)
def test_wrong_units_are_refused(tmp_path, units, match):
    with pytest.raises(InputError, match=match):
        read_sea(altered(tmp_path / "sea.nc", **units), source="wavespectra")


def test_units_that_are_not_named_show_in_the_numbers(tmp_path):
    circular = dataset(hours=(0,)).assign_coords(freq=np.geomspace(0.25, 3.8, 60))
    circular.to_netcdf(tmp_path / "omega.nc")
    with pytest.raises(InputError, match="are they in rad/s"):
        read_sea(tmp_path / "omega.nc", source="wavespectra")
    radians = dataset(hours=(0,)).assign_coords(dir=np.arange(36) * math.pi / 18)
    radians.to_netcdf(tmp_path / "radians.nc")
    with pytest.raises(InputError, match="are they in rad"):
        read_sea(tmp_path / "radians.nc", source="wavespectra")


def test_a_sea_above_the_breaking_limit_is_refused(tmp_path):
    made = dataset(hours=(0,))
    made["efth"] = made["efth"] * 20.0
    made.to_netcdf(tmp_path / "sea.nc")
    with pytest.raises(InputError, match=r"sea.nc: .*waves break"):
        read_sea(tmp_path / "sea.nc", source="wavespectra")


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "text.nc").write_text("no netCDF", encoding="utf-8")
    with pytest.raises(InputError, match="no such file"):
        read_sea(tmp_path / "none.nc", source="era5")
    with pytest.raises(InputError, match="is not a netCDF file"):
        read_sea(tmp_path / "text.nc", source="era5")
    with pytest.raises(InputError, match="cannot be read as swan"):
        read_sea(tmp_path / "text.nc", source="swan")
    write("wavespectra", tmp_path / "sea.nc")
    with pytest.raises(InputError, match="has no 'd2fd'"):
        read_sea(tmp_path / "sea.nc", source="era5")
    with pytest.raises(InputError, match="unknown source"):
        read_sea(tmp_path / "sea.nc", source="grib")


def test_without_wavespectra_the_message_says_what_to_install(tmp_path, monkeypatch):
    write("wavespectra", tmp_path / "sea.nc")
    monkeypatch.setitem(sys.modules, "wavespectra", None)
    with pytest.raises(InputError, match=r"pip install 'shortdeck\[sea\]'"):
        read_sea(tmp_path / "sea.nc", source="wavespectra")
