"""A user's scatter diagram from a CSV file: one row for each cell, with its unit in every heading.

Headings: ``hs_low [m]``, ``hs_high [m]``; ``tp_low [s]``, ``tp_high [s]`` (peak period) or ``tz_low [s]``,
``tz_high [s]`` (mean zero-crossing period); if directions are known ``direction_low [deg]``,
``direction_high [deg]`` (from where the waves come, from north, clockwise; a cell may pass north); and either
``occurrence`` (counts or parts of any total) or ``probability`` (their sum is 1; ``probability [%]``: 100).
"""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

from shortdeck.catalog.units import KINDS, UnitError, convert
from shortdeck.errors import Fault, FileError, InputError
from shortdeck.sea.climate import Cell, ScatterClimate
from shortdeck.sea.spectra import Bretschneider

_HEADING = re.compile(r"\s*(\w+)\s*(?:[\[(]\s*(.*?)\s*[\])])?\s*")
_KINDS = {"hs": "length", "tp": "time", "tz": "time", "direction": "angle"}
_WEIGHTS = ("occurrence", "probability")
_EXAMPLE = (
    "hs_low [m], hs_high [m], tp_low [s], tp_high [s], direction_low [deg], direction_high [deg], occurrence"
)
TZ_OVER_TP = Bretschneider(hs=1.0, tp=10.0).tm02 / 10.0
"""Mean zero-crossing period over peak period, by which a diagram of the former is read."""

FEWEST_OBSERVATIONS = 200
"""Whole numbers with a smaller sum are taken for parts of a total, not for counts: ten years hold 29 000
spells of three hours."""

_Row = dict[str, float]


def read_scatter(path: str | Path) -> ScatterClimate:
    """The wave climate of a scatter diagram in a CSV file. Raises FileError (every fault) or InputError."""
    path = Path(path).expanduser()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from None
    if len(rows) < 2:
        raise FileError(str(path), [Fault("", f"expected a line of headings such as {_EXAMPLE}, then cells")])
    faults: list[Fault] = []
    units = _headings(rows[0], faults)
    if faults:
        raise FileError(str(path), faults)
    values = [_row(row, units, f"line {number}", faults) for number, row in enumerate(rows[1:], start=2)]
    if faults:
        raise FileError(str(path), faults)
    _check_total(values, units, str(path))
    weight = next(name for name in _WEIGHTS if name in units)
    cells = tuple(
        _cell(row, row[weight], f"line {number}")
        for number, row in enumerate(values, start=2)
        if row[weight] > 0.0
    )
    return ScatterClimate(path.name, cells, _observations([row[weight] for row in values], weight))


def _observations(weights: list[float], name: str) -> float | None:
    """How many observations the cells hold: their sum where all are whole numbers and there are enough."""
    counted = name == "occurrence" and all(weight == int(weight) for weight in weights)
    return sum(weights) if counted and sum(weights) >= FEWEST_OBSERVATIONS else None


def _headings(headings: list[str], faults: list[Fault]) -> dict[str, str]:
    """Unit of each column by its name."""
    units: dict[str, str] = {}
    for heading in headings:
        found = _HEADING.fullmatch(heading)
        name, unit = (found[1].lower(), found[2]) if found else (heading, None)
        quantity = name.removesuffix("_low").removesuffix("_high")
        if name in units:
            faults.append(Fault(name, "is given twice"))
        elif name in _WEIGHTS:
            _check_weight_unit(name, unit, faults)
        elif quantity not in _KINDS or name == quantity:
            faults.append(Fault(f"'{heading}'", f"unknown heading; expected such as {_EXAMPLE}"))
        else:
            _check_unit(name, unit, KINDS[_KINDS[quantity]].name, faults)
        units[name] = unit or ""
    _check_columns(units, faults)
    return units


def _check_unit(name: str, unit: str | None, kind: str, faults: list[Fault]) -> None:
    example = KINDS[kind].example.split()[-1]
    if not unit:
        faults.append(Fault(name, f"has no unit: write it in the heading, such as '{name} [{example}]'"))
        return
    try:
        convert(f"1 {unit}", KINDS[kind])
    except UnitError as error:
        faults.append(Fault(name, str(error)))


def _check_weight_unit(name: str, unit: str | None, faults: list[Fault]) -> None:
    allowed = (None, "%", "1") if name == "probability" else (None, "1")
    if unit not in allowed:
        faults.append(Fault(name, f"is a plain number{' or in %' if len(allowed) > 2 else ''}, got [{unit}]"))


def _check_columns(units: dict[str, str], faults: list[Fault]) -> None:
    period = "tz" if "tz_low" in units or "tz_high" in units else "tp"
    wanted = ["hs_low", "hs_high", f"{period}_low", f"{period}_high"]
    if any(name.startswith("direction") for name in units):
        wanted += ["direction_low", "direction_high"]
    faults += [
        Fault(name, f"missing; expected headings such as {_EXAMPLE}") for name in wanted if name not in units
    ]
    if period == "tz" and ("tp_low" in units or "tp_high" in units):
        faults.append(Fault("tp_low", "give either peak periods (tp) or mean zero-crossing periods (tz)"))
    if sum(name in units for name in _WEIGHTS) != 1:
        faults.append(Fault("occurrence", "give one column of occurrence or of probability"))


def _row(row: list[str], units: dict[str, str], label: str, faults: list[Fault]) -> _Row:
    """The numbers of a row in SI and radians."""
    values: _Row = {}
    if len(row) != len(units):
        faults.append(Fault(label, f"has {len(row)} values for {len(units)} headings"))
        return values
    for (name, unit), text in zip(units.items(), row, strict=True):
        kind = "number" if name in _WEIGHTS else _KINDS[name.rsplit("_", 1)[0]]
        try:
            number = float(text)
            if not math.isfinite(number):
                raise ValueError
            values[name] = convert(f"{number} {unit}".strip() if unit != "1" else number, KINDS[kind])[0]
        except ValueError:  # UnitError is one
            faults.append(Fault(f"{label}, {name}", f"expected a number, got {text.strip()!r}"))
    if len(values) == len(units):
        _check_row(values, label, faults)
    return values


def _check_row(values: _Row, label: str, faults: list[Fault]) -> None:
    for name in ("hs", "tp", "tz"):
        low, high = values.get(f"{name}_low", 0.0), values.get(f"{name}_high", 1.0)
        if not 0.0 <= low < high:
            faults.append(
                Fault(label, f"{name}_low must be below {name}_high and not negative, got {low:g}, {high:g}")
            )
    if min(values.get(name, 0.0) for name in _WEIGHTS) < 0.0:
        faults.append(Fault(label, "an occurrence must not be negative"))


def _check_total(values: list[_Row], units: dict[str, str], file: str) -> None:
    if "probability" not in units:
        return
    total = sum(row["probability"] for row in values)
    if abs(total - 1.0) > 0.01:
        message = f"sum to {total:.4g}, not to 1: name the column 'occurrence' if they are parts of any total"
        raise FileError(file, [Fault("probability", message)])


def _cell(row: _Row, probability: float, label: str) -> Cell:
    direction = None
    if "direction_low" in row:
        start = row["direction_low"]
        width = (row["direction_high"] - start) % (2.0 * math.pi) or 2.0 * math.pi
        direction = (start, start + width)
    if "tp_low" in row:
        periods = row["tp_low"], row["tp_high"]
    else:
        periods = row["tz_low"] / TZ_OVER_TP, row["tz_high"] / TZ_OVER_TP
    return Cell(
        hs=(row["hs_low"], row["hs_high"]),
        tp=periods,
        direction=direction,
        probability=probability,
        label=label,
    )
