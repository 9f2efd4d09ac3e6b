"""Tables of cases from CSV: a header names a column and its unit, as in ``wind_over_deck [kn]``."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import number
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import BY_SI, KINDS, UnitError, convert
from shortdeck.errors import InputError
from shortdeck.flight.faults import FAULTS
from shortdeck.flight.words import WORDS

_HEADER = re.compile(r"\s*([\w.\[\]]+?)\s*(?:\[([^\]\d][^\]]*)\])?\s*")
_UNIT_OF = {"time": "time", "angle": "angle", "rate": "angular rate", "share": None, "choice": None}
KIND_OF: dict[str, str | None] = {
    "abort_station": "length", "height_error": "length", "side_error": "length", "speed_error": "speed",
}  # fmt: skip
KIND_OF |= {name: BY_SI[word.told.unit].name for name, word in WORDS.items() if word.told.unit}
KIND_OF |= {name: _UNIT_OF[fault.kind] for name, fault in FAULTS.items()}


def _words_of(*types: Any) -> tuple[str, ...]:
    return tuple(name for name, word in WORDS.items() if word.type in types and not word.told.unit)


TEXTS = (*_words_of(str, str | None), "jammed")
SWITCHES = _words_of(bool, bool | None)
WHOLE = _words_of(int, int | None)
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_cases(
    path: str | Path, aircraft: AircraftFile, ship: ShipFile | AirfieldFile
) -> dict[str, NDArray[Any]]:
    """Columns of a CSV file in SI and radians. Raises InputError with line and column of a fault."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as a table of cases ({error})") from error
    if len(rows) < 2:
        raise InputError(f"{path}: a header and at least one line of values are needed")
    header, body = rows[0], rows[1:]
    for line, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise InputError(f"{path}, line {line}: {len(row)} values for {len(header)} columns")
    out: dict[str, NDArray[Any]] = {}
    for k, text in enumerate(header):
        match = _HEADER.fullmatch(text)
        if match is None:
            raise InputError(f"{path}: column {text!r}: write a name and its unit, such as 'mass [kg]'")
        name, unit = match.groups()
        if name in out:
            raise InputError(f"{path}: column {name!r} is given twice")
        place, cells = f"{path}, column {name!r}", [row[k].strip() for row in body]
        if name in TEXTS:
            out[name] = np.array(cells)
        elif name in SWITCHES:
            out[name] = _truths(place, cells)
        elif name in WHOLE:
            out[name] = _whole(place, _numbers(place, cells))
        else:
            out[name] = _numbers(place, cells) * _scale(place, name, unit, aircraft, ship)
    return out


def _truths(place: str, cells: list[str]) -> NDArray[Any]:
    if not all(cell.lower() in _TRUTH for cell in cells):
        raise InputError(f"{place}: allowed are yes and no")
    return np.array([_TRUTH[cell.lower()] for cell in cells])


def _numbers(place: str, cells: list[str]) -> NDArray[np.float64]:
    out = np.zeros(len(cells))
    for k, cell in enumerate(cells):
        try:
            out[k] = float(cell)
        except ValueError:
            raise InputError(f"{place}, line {k + 2}: {cell!r} is no number") from None
    return out


def _whole(place: str, values: NDArray[np.float64]) -> NDArray[np.int64]:
    if not np.array_equal(values, np.floor(values)):
        raise InputError(f"{place}: whole numbers are needed")
    return values.astype(np.int64)


def kind_of(name: str, aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> str | None:
    """Which of ``units.KINDS`` a column is; None where it has no unit to choose.

    Raises InputError for a number that a file does not have.
    """
    part, _, path = name.partition(".")
    if part in ("aircraft", "ship") and path:
        return number(aircraft if part == "aircraft" else ship, path).kind
    return KIND_OF.get(name)


def _scale(
    place: str, name: str, unit: str | None, aircraft: AircraftFile, ship: ShipFile | AirfieldFile
) -> float:
    """SI value of one unit of a column."""
    kind = kind_of(name, aircraft, ship)
    if kind is None or kind == "number":
        if unit is not None:
            raise InputError(f"{place}: it has no unit to choose, but {unit!r} is given")
        return 1.0
    if unit is None:
        raise InputError(f"{place}: name its unit, such as '{name} [{KINDS[kind].si}]'")
    try:
        return convert(f"1 {unit}", KINDS[kind])[0] - convert(f"0 {unit}", KINDS[kind])[0]
    except UnitError as error:
        raise InputError(f"{place}: {error}") from error
