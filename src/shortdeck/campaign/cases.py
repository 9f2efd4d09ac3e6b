"""A table of cases by name: what a column may be called, and the flight that a row stands for.

A column is a condition (``mass``, ``wind_over_deck``, ...), a number of the aircraft's or the ship's file
(``aircraft.model.mass.empty``, ``ship.model.deck.friction.dry``), or a number of the compiled parameters
(``setup.law.pitch_gain``). All values are SI and radians.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import number, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.batch import POSITION
from shortdeck.flight.block import ROWS
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.engine import case_row
from shortdeck.flight.fly import initial_errors
from shortdeck.flight.sea_lanes import Seas, seas_of
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.weather import Weather, weather
from shortdeck.sea.choice import SeaWords
from shortdeck.vessel.seaway import Seaway

Task = Literal["launch", "recovery"]
Column = Sequence[Any] | NDArray[Any]
Columns = Mapping[str, Column]

_SEA = ("sea_state", "hs", "tp", "wave_heading", "spectrum", "spreading", "ocean")
_AIR = ("wind_over_deck", "wind_angle", "ship_speed", "heading", "turbulence", "airwake")
_OWN = (
    "mass", "density", "surface", "ramp", "abort_station", "height_error", "side_error", "speed_error",
    "deck_run", "stores", "speed_factor", "engine_stops", "surfaces_jam", "left_brake", "right_brake",
)  # fmt: skip
_CONDITIONS = (*_OWN, *_AIR, *_SEA)
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

    def conditions(self, case: int) -> Conditions:
        """Conditions of a case; with a seed an approach starts with the errors drawn for it."""
        errors = initial_errors(self.seed, case) if self.task == "recovery" else {}
        given = {name: _plain(c[case]) for name, c in self.columns.items() if name in _CONDITIONS}
        sea = SeaWords(**{name: value for name, value in given.items() if name in _SEA})
        air = {name: value for name, value in given.items() if name in _AIR}
        around = weather(self.files(case)[1], Weather(sea=sea, seed=self.seed, case=case, **air))
        mass = self.aircraft.model.mass
        usual = mass.takeoff[0] if self.task == "launch" else mass.landing
        own = {name: value for name, value in given.items() if name in _OWN}
        return Conditions(**({"mass": usual.value} | around | errors | own))

    def files(self, case: int) -> tuple[AircraftFile, ShipFile | AirfieldFile]:
        """Aircraft and ship of a case, with the numbers that its row changes."""
        changes = tuple(
            (name, float(c[case])) for name, c in self.columns.items() if name.split(".")[0] in _FILES
        )
        return _changed(_Files(self.aircraft, self.ship), changes) if changes else (self.aircraft, self.ship)

    def table(self) -> tuple[NDArray[np.float64], Seas]:
        """Rows for the engine and the seas that they refer to."""
        task = launch_setup if self.task == "launch" else recovery_setup
        out = np.zeros((len(self), ROWS))
        seaways: list[Seaway] = []
        for case in range(len(self)):
            try:
                k = self.conditions(case)
                c, state, _ = task(*self.files(case), k)
            except InputError as error:
                raise InputError(f"case {case}: {error}") from error
            out[case] = case_row(c, state)
            if k.seaway is not None:
                out[case, POSITION["passage.sea"]] = _number_of(k.seaway, seaways)
        for name, values in self.columns.items():
            if name.startswith("setup."):
                out[:, POSITION[name.removeprefix("setup.")]] = values
        return out, seas_of(seaways, [])


def _number_of(seaway: Seaway, known: list[Seaway]) -> int:
    """Where a seaway stands in the list, put there if it is new."""
    for k, other in enumerate(known):
        if other is seaway:
            return k
    known.append(seaway)
    return len(known) - 1


class _Files:
    """Two files as one hashable key: campaigns hold thousands of cases of the same few."""

    def __init__(self, aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> None:
        self.aircraft, self.ship = aircraft, ship

    def __hash__(self) -> int:
        return hash((id(self.aircraft), id(self.ship)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Files) and self.aircraft is other.aircraft and self.ship is other.ship


@lru_cache(maxsize=1024)
def _changed(
    files: _Files, changes: tuple[tuple[str, float], ...]
) -> tuple[AircraftFile, ShipFile | AirfieldFile]:
    aircraft, ship = files.aircraft, files.ship
    for name, value in changes:
        kind, path = name.split(".", 1)
        if kind == "aircraft":
            aircraft = with_value(aircraft, path, value)
        else:
            ship = with_value(ship, path, value)
    return aircraft, ship


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
        _check_name(name, aircraft, ship)
        if values.dtype.kind in "fiu" and not np.all(np.isfinite(values)):
            case = int(np.argmax(~np.isfinite(values)))
            raise InputError(f"case {case}: {name} is {values[case]}; a finite number is needed")
    return Cases(task, aircraft, ship, arrays, seed)


def _check_name(name: str, aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> None:
    kind, _, path = name.partition(".")
    if kind in _FILES and path:
        number(aircraft if kind == "aircraft" else ship, path)  # raises with the nearest names
        return
    known = [*_CONDITIONS, *(f"setup.{column}" for column in POSITION)]
    if name not in known:
        near = difflib.get_close_matches(name, known, 3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(
            f"column {name!r} is no condition ({', '.join(_CONDITIONS)}), no number of a file "
            f"(aircraft.model..., ship.model...) and no compiled parameter (setup...){hint}"
        )
