"""Measured and forecast seas: ERA5, WAVEWATCH III, SWAN and buoy files, read through wavespectra.

wavespectra is an extra (``pip install shortdeck[sea]``). It turns every format into m2/(Hz deg) over
frequency in Hz and the direction, in degrees, from which the waves come; here they become m2 s/rad over rad/s
and rad.
"""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shortdeck.errors import InputError
from shortdeck.sea.directional import DirectionalSpectrum, GriddedSea, SpreadSea
from shortdeck.sea.spectra import TabulatedSpectrum
from shortdeck.sea.spreading import Spreading

Floats = NDArray[np.float64]
SeaFormat = Literal["era5", "ww3", "swan", "ndbc", "wavespectra"]

_READERS = {
    "era5": "read_era5",
    "ww3": "read_ww3",
    "swan": "read_swan",
    "ndbc": "read_ndbc",
    "wavespectra": "read_wavespectra",
}
_ERA5_SHAPE = {"frequencies": 30, "directions": 24}  # ECMWF, "ERA5: data documentation", 2D wave spectra
# Units that a format's files must have where they name one, without spaces and punctuation.
_DENSITY_UNITS = {
    "ww3": {"m2srad1", "m2s1rad1", "m2hzrad", "m2hz1rad1"},
    "wavespectra": {"m2sdegree1", "m2sdeg1", "m2hzdegree", "m2hz1degree1", "m2hzdeg", "m2hz1deg1"},
    "ndbc": {"m2hz", "m2hz1", "metermeterhz", "meter2hz", "meter2hertz"},
}
_FREQUENCY_UNITS = {"s1", "1s", "hz", "hertz"}
_DIRECTION_UNITS = {"degree", "degrees", "deg", "degreestrue", "degreetrue", "degt"}
_NAMES = {
    "density": ("efth", "spectral_wave_density", "waveEnergyDensity"),
    "frequency": ("freq", "frequency", "waveFrequency"),
    "direction": ("dir", "direction"),
}
_HIGHEST = 3.0  # Hz: waves shorter than 0.2 m are in no such file, so that higher numbers are not Hz


def read_sea(
    path: str | Path,
    *,
    source: SeaFormat,
    time: int | str | None = None,
    place: int | None = None,
    spreading: Spreading | None = None,
) -> DirectionalSpectrum:
    """The sea in a file of that ``source``: era5, ww3, swan, ndbc (netCDF), or wavespectra's own netCDF.

    ``time`` is an index or a timestamp (UTC, nearest within 90 minutes), ``place`` an index over the file's
    places (by latitude, then longitude, where they are a grid); each is needed where there are several. A
    buoy's spectrum without directions needs a ``spreading``, and no other takes one. Raises InputError on
    gaps, missing values, wrong units and seas above the breaking limit.
    """
    if source not in _READERS:
        raise InputError(f"unknown source of spectra {source!r}; known are {', '.join(_READERS)}")
    path = Path(path).expanduser()
    if not path.is_file():
        raise InputError(f"cannot read {path}: no such file")
    data = _read(path, source)
    chosen = _choose_place(_choose_time(data, time, path), place, path)
    frequency = np.asarray(chosen["freq"].values, dtype=float)
    _check_frequencies(frequency, path)
    density = chosen["efth"]
    if "dir" not in density.dims:
        return _without_directions(frequency, np.asarray(density.values, float), spreading, path)
    if spreading is not None:
        raise InputError(f"{path}: has directions of its own; leave the spreading out")
    values = np.asarray(density.transpose("freq", "dir").values, dtype=float)
    if not np.any(values):  # ERA5 leaves out densities below its threshold, and all of them on land
        raise InputError(f"{path}: the spectrum has no value at all: land, or a gap in the record")
    degrees = np.asarray(chosen["dir"].values, dtype=float)
    return _gridded(frequency, degrees, values, path)


def _read(path: Path, source: str) -> Any:
    """The file as wavespectra gives it, after a look at the units that it names."""
    try:
        wavespectra = importlib.import_module("wavespectra")
    except ImportError:
        raise InputError("reading measured spectra needs wavespectra: pip install 'shortdeck[sea]'") from None
    if source != "swan":
        _check_file(path, source)
    options = {"weight_coeff": True} if source == "ndbc" else {}  # no negative densities
    try:
        return getattr(wavespectra, _READERS[source])(str(path), **options).load()
    except Exception as error:  # readers raise whatever a malformed file meets first
        raise InputError(f"{path}: cannot be read as {source}: {error}") from None


def _check_file(path: Path, source: str) -> None:
    """Refuse units other than those that the reader takes for granted, and ERA5 grids of another shape."""
    import xarray

    try:
        raw = xarray.open_dataset(path)
    except Exception as error:  # as above: each engine has exceptions of its own
        raise InputError(f"{path}: is not a netCDF file: {error}") from None
    with raw:
        if source == "era5":
            _check_era5(raw, path)
            return
        allowed = {
            "density": _DENSITY_UNITS[source],
            "frequency": _FREQUENCY_UNITS,
            "direction": _DIRECTION_UNITS,
        }
        for quantity, names in _NAMES.items():
            name = next((name for name in names if name in raw.variables), None)
            units = str(raw[name].attrs.get("units", "")) if name else ""
            plain = "".join(letter for letter in units.lower() if letter.isalnum())
            if plain and plain not in allowed[quantity]:
                raise InputError(
                    f"{path}: {quantity} '{name}' is in '{units}', which is not the unit of {source} files; "
                    f"convert the file, or name its source"
                )


def _check_era5(raw: Any, path: Path) -> None:
    if "d2fd" not in raw.variables:
        raise InputError(f"{path}: has no 'd2fd', the 2D wave spectra of ERA5")
    sizes = raw["d2fd"].sizes
    found = {
        "frequencies": sizes.get("frequency", sizes.get("frequencyNumber", 0)),
        "directions": sizes.get("direction", sizes.get("directionNumber", 0)),
    }
    if found != _ERA5_SHAPE:
        raise InputError(
            f"{path}: ERA5 has 30 frequencies and 24 directions, this file {found['frequencies']} and "
            f"{found['directions']}; their values are not in the file, so that it must be complete"
        )


def _choose_time(data: Any, time: int | str | None, path: Path) -> Any:
    if "time" not in data.dims:
        if time is not None:
            raise InputError(f"{path}: has one time only; leave the time out")
        return data
    times = data["time"].values
    if time is None:
        if times.size == 1:
            return data.isel(time=0)
        raise InputError(
            f"{path}: has {times.size} times from {str(times[0])[:16]} to {str(times[-1])[:16]}; choose one"
        )
    if isinstance(time, int):
        if not 0 <= time < times.size:
            raise InputError(f"time: an index from 0 to {times.size - 1}, got {time}")
        return data.isel(time=time)
    try:
        wanted = np.datetime64(time.removesuffix("Z"))
    except ValueError:
        raise InputError(f"time: expected a timestamp such as 2024-02-13T06:00, got {time!r}") from None
    away = np.abs(times - wanted)
    nearest = int(np.argmin(away))
    if away[nearest] > np.timedelta64(90, "m"):
        raise InputError(
            f"{path}: has no spectrum within 90 minutes of {time}; nearest {str(times[nearest])[:16]}"
        )
    return data.isel(time=nearest)


def _choose_place(data: Any, place: int | None, path: Path) -> Any:
    dims = sorted(name for name in data["efth"].dims if name not in ("freq", "dir"))
    stacked = data.stack(place=dims, create_index=False) if dims else data.expand_dims("place")
    count = stacked.sizes["place"]
    if place is None and count > 1:
        raise InputError(f"{path}: has {count} places; choose one by its index from 0 to {count - 1}")
    if place is not None and not 0 <= place < count:
        raise InputError(f"place: an index from 0 to {count - 1}, got {place}")
    return stacked.isel(place=place or 0)


def _check_frequencies(frequency: Floats, path: Path) -> None:
    if not (np.all(np.isfinite(frequency)) and frequency.size >= 3 and np.all(np.diff(frequency) > 0.0)):
        raise InputError(f"{path}: its frequencies must rise and have no gaps")
    if frequency[0] < 0.0 or frequency[-1] > _HIGHEST:
        raise InputError(
            f"{path}: its frequencies reach from {frequency[0]:.3g} to {frequency[-1]:.3g}; in Hz the sea "
            f"has nothing above {_HIGHEST:g}: are they in rad/s?"
        )


def _without_directions(
    frequency: Floats, values: Floats, spreading: Spreading | None, path: Path
) -> DirectionalSpectrum:
    if spreading is None:
        raise InputError(f"{path}: its spectrum has no directions; give a spreading about a mean direction")
    keep = frequency > 0.0
    omega = 2.0 * math.pi * frequency[keep]
    try:
        return SpreadSea(TabulatedSpectrum(omega, values[keep] / (2.0 * math.pi)), spreading)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _gridded(frequency: Floats, degrees: Floats, values: Floats, path: Path) -> GriddedSea:
    span = degrees.max() - degrees.min()
    if span < 7.0:
        raise InputError(
            f"{path}: its directions span {span:.3g} deg; they must cover the circle: are they in rad?"
        )
    order = np.argsort(degrees % 360.0)
    keep = frequency > 0.0
    try:
        return GriddedSea(
            2.0 * math.pi * frequency[keep],
            np.radians(degrees[order] % 360.0),
            values[np.ix_(keep, order)] * (180.0 / math.pi) / (2.0 * math.pi),
        )
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
