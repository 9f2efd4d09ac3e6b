"""A table of cases by name: what a column may be called, and the flight that a row stands for.

A column is a condition (``mass``, ``wind_over_deck``, ...), the number of the case among those of its seed
(``case``; without it the rows are numbered from 0), a number of the aircraft's or the ship's file
(``aircraft.model.mass.empty``, ``ship.model.deck.friction.dry``), or a number of the compiled parameters
(``setup.law.pitch_gain``). All values are SI and radians.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.tabulate import rows_of
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import number, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.batch import POSITION
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.faults import FAULTS
from shortdeck.flight.fly import drawn_errors, initial_errors
from shortdeck.flight.from_words import conditions_of
from shortdeck.flight.sea_lanes import Seas
from shortdeck.flight.words import WORDS, Words

Task = Literal["launch", "recovery"]
Column = Sequence[Any] | NDArray[Any]
Columns = Mapping[str, Column]

_NO_COLUMNS = ("abort_at", "recorded", "record_start", "flow_field", "gust", "faults", "seed")
_CONDITIONS = (
    *(name for name in WORDS if name not in _NO_COLUMNS), "density", "abort_station", "height_error",
    "side_error", "speed_error", *FAULTS,
)  # fmt: skip
_FILES = ("aircraft", "ship")


@dataclasses.dataclass(frozen=True)
class Cases:
    """Cases of one task: files, columns by name, and their count."""

    task: Task
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    columns: dict[str, NDArray[Any]]
    seed: int | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """Number of each case among those of its seed: the column ``case``, or from 0 upwards."""
        given = self.columns.get("case")
        return np.arange(len(self)) if given is None else given.astype(np.int64)

    def errors(self) -> dict[str, NDArray[Any]]:
        """Errors that the approaches start with: those given, or drawn for each case with a seed."""
        if self.task != "recovery":
            return {}
        drawn = drawn_errors(self.seed, self.numbers)
        return {name: self.columns.get(name, values).astype(float) for name, values in drawn.items()}

    def conditions(self, row: int) -> Conditions:
        """Conditions of a row; with a seed an approach starts with the errors drawn for its case."""
        case = int(self.numbers[row])
        drawn = {"seed": self.seed, "case": case}
        errors = initial_errors(self.seed, case) if self.task == "recovery" else {}
        given = {name: _plain(c[row]) for name, c in self.columns.items() if name in _CONDITIONS}
        aircraft, ship = self.files(row)
        words = Words(**({name: given.pop(name) for name in WORDS if name in given} | drawn))
        return dataclasses.replace(conditions_of(self.task, aircraft, ship, words), **(errors | given))

    def files(self, row: int) -> tuple[AircraftFile, ShipFile | AirfieldFile]:
        """Aircraft and ship of a row, with the numbers that it changes."""
        aircraft = _changed(_File(self.aircraft), self._changes("aircraft", row))
        ship = _changed(_File(self.ship), self._changes("ship", row))
        return aircraft, ship  # type: ignore[return-value]  # a file changed is a file of its kind

    def _changes(self, kind: str, row: int) -> tuple[tuple[str, float], ...]:
        """Numbers of a file that a row changes, by their paths."""
        return tuple(
            (name.partition(".")[2], float(values[row]))
            for name, values in self.columns.items()
            if name.startswith(f"{kind}.")
        )

    def table(self) -> tuple[NDArray[np.float64], Seas]:
        """Rows for the engine and the seas that they refer to."""
        return rows_of(self)


class _File:
    """A file as a hashable key: campaigns hold thousands of cases of the same few."""

    def __init__(self, file: AircraftFile | ShipFile | AirfieldFile) -> None:
        self.file = file

    def __hash__(self) -> int:
        return id(self.file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _File) and self.file is other.file


@lru_cache(maxsize=1024)
def _changed(key: _File, changes: tuple[tuple[str, float], ...]) -> AircraftFile | ShipFile | AirfieldFile:
    """A file with other numbers; the same changes give the same object, so that her seas are kept too."""
    file = key.file
    for path, value in changes:
        file = with_value(file, path, value)
    return file


def _plain(value: Any) -> Any:
    """A numpy value as Python's own."""
    return value.item() if isinstance(value, np.generic) else value


def cases(
    task: Task, aircraft: AircraftFile, ship: ShipFile | AirfieldFile, columns: Columns, *,
    seed: int | None = None,
) -> Cases:  # fmt: skip
    """Checked cases from columns of equal length.

    Raises InputError for a name that means nothing, columns of different length, and numbers not finite.
    """
    if task not in ("launch", "recovery"):
        raise InputError(f"task {task!r}: allowed are launch, recovery")
    if not columns:
        raise InputError("a table of cases needs at least one column, such as wind_over_deck")
    arrays = {name: np.asarray(values) for name, values in columns.items()}
    lengths = {name: values.shape for name, values in arrays.items()}
    if len(set(lengths.values())) > 1 or any(len(shape) != 1 for shape in lengths.values()):
        told = ", ".join(f"{name} {list(shape)}" for name, shape in lengths.items())
        raise InputError(f"the columns of a table of cases have one length, one value a case; given: {told}")
    for name, values in arrays.items():
        _check_name(name, task, aircraft, ship)
        if values.dtype.kind in "fiu" and not np.all(np.isfinite(values)):
            case = int(np.argmax(~np.isfinite(values)))
            raise InputError(f"case {case}: {name} is {values[case]}; a finite number is needed")
    if "case" in arrays:
        arrays["case"] = _case_numbers(arrays["case"], seed)
    return Cases(task, aircraft, ship, arrays, seed)


def _case_numbers(given: NDArray[Any], seed: int | None) -> NDArray[np.int64]:
    """Whole numbers from 0 upwards, which mean something with a seed only."""
    if seed is None:
        raise InputError("column 'case': it numbers the draws of a seed; give a seed, or leave it out")
    whole = given.dtype.kind in "fiu" and bool(np.all((given == np.floor(given)) & (given >= 0)))
    if not whole or np.any(given >= 2**53):
        raise InputError("column 'case': whole numbers from 0 to 2^53 - 1 are needed")
    return given.astype(np.int64)


def _check_name(name: str, task: Task, aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> None:
    kind, _, path = name.partition(".")
    if kind in _FILES and path:
        number(aircraft if kind == "aircraft" else ship, path)  # raises with the nearest names
        return
    other = "recover" if task == "launch" else "launch"
    if name in WORDS and WORDS[name].told.task == other:
        raise InputError(f"column {name!r}: in a {task} it changes nothing; leave it out")
    known = [*_CONDITIONS, *(f"setup.{column}" for column in POSITION)]
    if name not in known:
        near = difflib.get_close_matches(name, known, 3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(
            f"column {name!r} is no condition ({', '.join(_CONDITIONS)}), no number of a file "
            f"(aircraft.model..., ship.model...) and no compiled parameter (setup...){hint}"
        )
