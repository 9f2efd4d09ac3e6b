"""Recorded motion of a ship: six motions over time from CSV or NetCDF, checked, as a spline.

In the file every motion has a name and a unit: in CSV a header such as ``time [s],heave [m],roll [deg]``, in
NetCDF variables over ``time`` with the attribute ``units``. Translations are those of the ship's centre of
gravity about her mean course and speed, roll, pitch and yaw the 3-2-1 angles about it. A motion that is not
in the file has to be declared zero. Any rate will do, also an uneven one, up to ``LARGEST_STEP``.

Signs are those of the project (forward, right, down; starboard down, bow up, bow to starboard) unless others
are named: ``forward-port-up`` for all six, or single ones such as ``heave=up,pitch=bow-down``. A NetCDF
variable may state its own by the attribute ``positive``.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from shortdeck.catalog.units import BY_SI, UnitError, unit
from shortdeck.errors import InputError
from shortdeck.vessel.response import MOTIONS
from shortdeck.vessel.response_files import AXES

Real = NDArray[np.float64]

SENSES = {
    "surge": ("forward", "aft"),
    "sway": ("starboard", "port"),
    "heave": ("down", "up"),
    "roll": ("starboard-down", "port-down"),
    "pitch": ("bow-up", "bow-down"),
    "yaw": ("bow-starboard", "bow-port"),
}
"""What a positive value may mean; the first is the project's."""
FRAMES = {"forward-right-down": np.ones(6), "forward-port-up": AXES}
"""Factors to the project's signs, for all six motions."""

SHORTEST = 60.0
"""s: less does not hold an approach with its landing."""
LARGEST_STEP = 1.0
"""s: ships roll and pitch with periods of 5 s and more; coarser samples leave their peaks to guesswork."""
GAP = 2.5
"""Steps longer than this many usual ones, and than ``SHORT_STEP``, are gaps."""
SHORT_STEP = 0.5
"""s: a lost sample within it costs nothing, as a spline follows the ship across it."""
_MOST = {"surge": 30.0, "sway": 30.0, "heave": 20.0, "roll": 60.0, "pitch": 30.0, "yaw": 45.0}  # m, deg
_MOST_ACCELERATION = (10.0, 1.0)  # m/s2, rad/s2; a roll of 30 deg in 8 s has 0.3 rad/s2
_LEAST_ANGLE = 0.1  # deg of the larger of roll and pitch per m of heave, largest values


@dataclass(frozen=True, eq=False)
class RecordedMotion:
    """Motions at given times, (n,) and (n, 6), SI and radians in the project's signs; time starts at 0.

    Raises InputError on gaps, times that do not rise, a record that is too short or too coarse, and values
    that no ship shows.
    """

    time: Real
    values: Real
    origin: str  # where it is from
    note: str = ""  # signs, and what was taken as zero

    def __post_init__(self) -> None:
        time, values = np.array(self.time, dtype=float), np.array(self.values, dtype=float)
        if time.ndim != 1 or values.shape != (time.size, len(MOTIONS)):
            raise InputError(
                f"{self.origin}: needs six motions for each time, got {values.shape} for {time.shape}"
            )
        _check_times(time, self.origin)
        _check_values(time - time[0], values, self.origin)
        object.__setattr__(self, "time", time - time[0])
        object.__setattr__(self, "values", values)
        _check_accelerations(self)

    @property
    def duration(self) -> float:
        """From the first sample to the last, s."""
        return float(self.time[-1])

    @cached_property
    def _spline(self) -> CubicSpline:
        return CubicSpline(self.time, self.values)

    def motions(self, time: ArrayLike, *, derivative: int = 0) -> Real:
        """Surge, sway, heave, roll, pitch, yaw or their time derivatives, shape (..., 6).

        Raises InputError for a time outside the record.
        """
        t = np.asarray(time, dtype=float)
        if t.size and not (t.min() >= 0.0 and t.max() <= self.duration * (1.0 + 1e-12)):
            raise InputError(
                f"{self.origin}: motion from {t.min():.1f} to {t.max():.1f} s was asked of a record of "
                f"{self.duration:.1f} s"
            )
        return np.asarray(self._spline(t, derivative))

    def knots(self, interval: float) -> Real:
        """Motions and their rates at 0, ``interval``, ... (s) as far as the record goes, shape (n, 12).

        Rates are the derivatives of the same spline.
        """
        count = math.floor(self.duration / interval + 1e-9) + 1
        t = np.minimum(interval * np.arange(count), self.duration)
        return np.concatenate([self.motions(t), self.motions(t, derivative=1)], axis=1)


def _check_times(time: Real, origin: str) -> None:
    if time.size < 2 or not np.isfinite(time).all():
        raise InputError(f"{origin}: needs a time in every row, and at least {SHORTEST:g} s of them")
    steps = np.diff(time)
    back = np.flatnonzero(steps <= 0.0)
    if back.size:
        raise InputError(
            f"{origin}: time does not rise after {time[back[0]]:g} s (next: {time[back[0] + 1]:g} s); "
            "sort the record and leave out repeated rows"
        )
    usual = float(np.median(steps))
    if usual > LARGEST_STEP:
        raise InputError(
            f"{origin}: has a sample every {usual:g} s; at most {LARGEST_STEP:g} s apart follow a ship "
            "(is the time in seconds?)"
        )
    wide = np.flatnonzero(steps > max(GAP * usual, SHORT_STEP))
    if wide.size:
        raise InputError(
            f"{origin}: a gap of {steps[wide[0]]:.3g} s after {time[wide[0]]:g} s, where samples are "
            f"{usual:.3g} s apart ({wide.size} in all); cut the record there"
        )
    if time[-1] - time[0] < SHORTEST:
        raise InputError(
            f"{origin}: lasts {time[-1] - time[0]:.1f} s; at least {SHORTEST:g} s are needed "
            "(is the time in seconds?)"
        )


def _check_values(time: Real, values: Real, origin: str) -> None:
    for name, column in zip(MOTIONS, values.T, strict=True):
        missing = np.flatnonzero(~np.isfinite(column))
        if missing.size:
            raise InputError(
                f"{origin}: {name} has no value {time[missing[0]]:.3g} s after the start "
                f"({missing.size} in all); cut the record at the gap"
            )
        angle = name in MOTIONS[3:]
        largest = float(np.abs(column).max())
        shown = math.degrees(largest) if angle else largest
        if shown > _MOST[name]:
            kind = "deg (is its unit right, and is it about the mean?)" if angle else "m (is its unit right?)"
            raise InputError(
                f"{origin}: {name} reaches {shown:.4g} {kind}; no ship at work goes beyond {_MOST[name]:g}"
            )
    heave, angles = np.abs(values[:, 2]).max(), np.degrees(np.abs(values[:, 3:5]).max())
    if 0.0 < angles < _LEAST_ANGLE * heave:
        raise InputError(
            f"{origin}: roll and pitch stay within {angles:.3g} deg while heave reaches {heave:.2g} m; "
            "are they in rad?"
        )
    if not values.any():
        raise InputError(f"{origin}: nothing moves")


def _check_accelerations(record: RecordedMotion) -> None:
    """A spike, or noise: its derivatives would throw the aircraft about."""
    second = np.abs(record.motions(record.time, derivative=2))
    for k, name in enumerate(MOTIONS):
        at = int(np.argmax(second[:, k]))
        most, si = (_MOST_ACCELERATION[0], "m/s2") if k < 3 else (_MOST_ACCELERATION[1], "rad/s2")
        if second[at, k] > most:
            raise InputError(
                f"{record.origin}: {name} has an acceleration of {second[at, k]:.3g} {si} at "
                f"{record.time[at]:.4g} s, beyond {most:g}: a spike, noise or a wrong "
                "unit; repair it, or filter the record"
            )


def read_motion(path: str | Path, *, signs: str = "", zero: Iterable[str] = ()) -> RecordedMotion:
    """The record in a file, ``.csv`` or ``.nc``; see the module for its form.

    ``signs`` as in the module; empty: the project's, or what the file states. ``zero`` names the motions that
    the file lacks and that are taken as zero. Raises InputError.
    """
    place = Path(path).expanduser()
    if not place.is_file():
        raise InputError(f"cannot read {place}: no such file")
    if place.suffix.lower() not in (".csv", ".nc"):
        raise InputError(f"{place}: recorded motion is read from .csv and .nc")
    columns, stated = _csv(place) if place.suffix.lower() == ".csv" else _netcdf(place)
    absent = tuple(zero)
    _check_names(columns, absent, place)
    factors = sign_factors(signs)
    for name, sense in stated.items():
        own, k = (1.0 if sense == SENSES[name][0] else -1.0), MOTIONS.index(name)
        if name in _named(signs) and own != factors[k]:
            raise InputError(f"{place}: {name} is positive {sense} by the file; '{signs}' says otherwise")
        factors[k] = own
    time = columns["time"]
    values = np.stack([columns.get(name, np.zeros(time.size)) for name in MOTIONS], axis=1) * factors
    positive = [SENSES[name][int(factors[k] < 0.0)] for k, name in enumerate(MOTIONS) if name in columns]
    note = f"positive {', '.join(positive)}" + (f"; {', '.join(absent)} zero" if absent else "")
    return RecordedMotion(time, values, str(place), note)


def _named(signs: str) -> set[str]:
    """Motions of which ``signs`` says something."""
    words = {part.strip().partition("=")[0] for part in signs.split(",")}
    return set(MOTIONS) if words & set(FRAMES) else words


def sign_factors(signs: str) -> Real:
    """Factors to the project's signs, (6,), from ``forward-port-up``, ``heave=up,roll=port-down`` or both.

    Raises InputError.
    """
    factors = np.ones(len(MOTIONS))
    for k, word in enumerate(part.strip() for part in signs.split(",") if part.strip()):
        if k == 0 and word in FRAMES:
            factors = FRAMES[word].copy()
            continue
        name, _, sense = word.partition("=")
        if name not in SENSES or sense not in SENSES[name]:
            senses = ", ".join(f"{name}={' or '.join(both)}" for name, both in SENSES.items())
            raise InputError(
                f"signs: {word!r} is neither of {' and '.join(FRAMES)} (first) nor one of {senses}"
            )
        factors[MOTIONS.index(name)] = 1.0 if sense == SENSES[name][0] else -1.0
    return factors


def _check_names(columns: Mapping[str, Real], absent: tuple[str, ...], place: Path) -> None:
    known = ("time", *MOTIONS)
    for name in (*columns, *absent):
        if name not in known:
            raise InputError(f"{place}: {name!r} is no motion; known are {', '.join(known)}")
    if "time" not in columns:
        raise InputError(f"{place}: has no time")
    lacking = [name for name in MOTIONS if name not in columns and name not in absent]
    if lacking:
        raise InputError(f"{place}: has no {', '.join(lacking)}; if they are to be zero, say so")
    both = [name for name in absent if name in columns]
    if both:
        raise InputError(f"{place}: has {', '.join(both)}, which cannot be declared zero as well")


def _factor(name: str, text: str, place: Path) -> float:
    """From the file's unit to SI."""
    kind = BY_SI["s" if name == "time" else "rad" if name in MOTIONS[3:] else "m"]
    try:
        found = unit(text)
    except UnitError as error:
        raise InputError(f"{place}: {name}: {error}") from None
    if found.dimension not in kind.dimensions or not text:
        given = f"is in '{text}'" if text else "has no unit"
        raise InputError(f"{place}: {name} {given}; it needs {kind.phrase} such as '{kind.si}'")
    return found.factor


def _csv(place: Path) -> tuple[dict[str, Real], dict[str, str]]:
    """Columns in SI by the names of the header, ``NAME [UNIT]``; lines that begin with # are comments."""
    with place.open(encoding="utf-8-sig", newline="") as opened:
        rows = [(n, row) for n, row in enumerate(csv.reader(opened), 1) if row and not row[0].startswith("#")]
    if len(rows) < 2:
        raise InputError(f"{place}: needs a header such as 'time [s],heave [m],roll [deg]' and rows below it")
    factors = {}
    for word in rows[0][1]:
        name, _, rest = word.partition("[")
        name = name.strip().lower()
        if name in factors:
            raise InputError(f"{place}: column {name!r} is there twice")
        if name not in ("time", *MOTIONS):
            raise InputError(f"{place}: {name!r} is no motion; known are time, {', '.join(MOTIONS)}")
        factors[name] = _factor(name, rest.strip().removesuffix("]").strip(), place)
    table = np.empty((len(rows) - 1, len(factors)))
    for k, (number, row) in enumerate(rows[1:]):
        if len(row) != len(factors):
            raise InputError(f"{place}, line {number}: {len(row)} values for {len(factors)} columns")
        try:
            table[k] = [float(word) if word.strip() else math.nan for word in row]
        except ValueError as error:
            raise InputError(f"{place}, line {number}: {error}") from None
    return dict(zip(factors, (table * np.array(list(factors.values()))).T, strict=True)), {}


def _netcdf(place: Path) -> tuple[dict[str, Real], dict[str, str]]:
    """Variables over time in SI, and the sense that each states by its attribute ``positive``."""
    import xarray as xr

    try:
        with xr.open_dataset(place, decode_times=False) as opened:
            data = opened.load()
    except (OSError, ValueError) as error:
        raise InputError(f"{place}: not a NetCDF file that can be read ({error})") from None
    columns, stated = {}, {}
    for name in (name for name in ("time", *MOTIONS) if name in data.variables):
        variable = data[name]
        if variable.dims != ("time",):
            raise InputError(f"{place}: {name} must run over 'time' alone, not over {variable.dims}")
        text = str(variable.attrs.get("units", "")).split(" since ")[0]
        columns[name] = np.asarray(variable.values, dtype=float) * _factor(name, text, place)
        if name != "time" and "positive" in variable.attrs:
            stated[name] = str(variable.attrs["positive"])
            if stated[name] not in SENSES[name]:
                raise InputError(
                    f"{place}: {name} is positive {stated[name]!r}; known are {' and '.join(SENSES[name])}"
                )
    return columns, stated
