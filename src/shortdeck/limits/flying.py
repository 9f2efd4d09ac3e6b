"""Points of a launch or recovery as conditions, which of them can be flown at all, and the flights there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.cases import Task, cases
from shortdeck.campaign.flights import fly_table
from shortdeck.campaign.store import Store, file_hash, key_of
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.state import State
from shortdeck.limits.record import Ended, Record, Whole, ended
from shortdeck.safety.severity import severities
from shortdeck.vessel.pack import Surface

MOST_ROWS = 16384  # flights of one table: about 100 MB
MOST_WIND = 60.0  # m/s over deck
SLOW = -3.5  # m/s, five standard deviations of the airspeed at the start of an approach
TASKS: Mapping[str, Task] = {"launch": "launch", "recovery": "recovery", "recover": "recovery"}
_STILL = {"wind_over_deck": 0.0, "wind_angle": 0.0}
Told = Callable[[int], None]
"""Is told how many flights were flown since it was last told."""


@dataclasses.dataclass(frozen=True)
class Points:
    """Conditions of many points: one value a column for each point, SI and radians."""

    task: Task
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    columns: dict[str, NDArray[Any]]
    seed: int

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def at(self, point: int) -> dict[str, Any]:
        """Conditions of a point by name."""
        return {name: values[point].item() for name, values in self.columns.items()}

    def reasons(self) -> list[str]:
        """Why each point cannot be flown; empty where it can.

        What no wind is to blame for (a mass that the aircraft cannot have, a misspelt surface) raises
        InputError.
        """
        return [self._reason(point) for point in range(len(self))]

    def _reason(self, point: int) -> str:
        wind = self.at(point).get("wind_over_deck", 0.0)
        if not 0.0 <= wind <= MOST_WIND:
            raise InputError(f"wind over deck {wind} m/s: allowed are 0 to {MOST_WIND:g} m/s")
        try:
            self._set_up(point, {})
        except InputError as error:
            self._set_up(point, _STILL)  # raises where the wind is not to blame
            return str(error)
        # Approaches start with errors; where the crosswind nearly is the airspeed, a slow one has no heading.
        if self.task == "recovery" and not self._starts(point, {"speed_error": SLOW}):
            return "crosswind too near the approach speed for approaches that start slow"
        return ""

    def _starts(self, point: int, instead: Mapping[str, float]) -> bool:
        """Whether a flight with these errors at the start has a first state."""
        try:
            body = self._set_up(point, instead).body
        except ValueError:
            return False
        return bool(np.all(np.isfinite(body)))

    def _set_up(self, point: int, instead: Mapping[str, float]) -> State:
        row = {name: [value] for name, value in (self.at(point) | dict(instead)).items()}
        case = cases(self.task, self.aircraft, self.ship, row, seed=self.seed)
        task = launch_setup if self.task == "launch" else recovery_setup
        return task(*case.files(0), case.conditions(0))[1]

    def keys(self) -> list[str]:
        """Under which the flights of each point are kept."""
        files = key_of("files", {"aircraft": self.aircraft, "ship": self.ship})
        same = {"files": files, "task": self.task, "seed": self.seed}
        named = np.unique(self.columns.get("navigation", np.array([], str))).tolist()
        same |= {name: file_hash(name) for name in named if Path(name).is_file()}
        return [key_of("flights at a point", same | self.at(point)) for point in range(len(self))]

    def record(
        self, *, store: Store | None = None, threads: int | None = None, told: Told | None = None
    ) -> Record:
        """An empty record of these points, which flies them as asked."""
        keys = self.keys() if store is not None else None
        return Record(
            len(self), lambda p, c: self.fly(p, c, threads=threads, told=told), store=store, keys=keys
        )

    def fly(
        self, points: Whole, numbers: Whole, *, threads: int | None = None, told: Told | None = None
    ) -> Ended:
        """Flights of (point, case number). Raises KeyboardInterrupt where they were interrupted."""
        parts = []
        for start in range(0, len(points), MOST_ROWS):
            chosen = slice(start, start + MOST_ROWS)
            columns = {name: values[points[chosen]] for name, values in self.columns.items()}
            columns["case"] = numbers[chosen]
            so_far = [0]

            def tell(done: int, _: int, so_far: list[int] = so_far) -> None:
                if told is not None:
                    told(done - so_far[0])
                so_far[0] = done

            found = fly_table(
                self.task, self.aircraft, self.ship, columns, seed=self.seed, threads=threads, progress=tell
            )
            if found.flown.interrupted:
                # Short flights end first: what is done of a table is no fair sample of it.
                raise KeyboardInterrupt
            table = found.table()
            parts.append((table["outcome"], table["kind"], severities(table)))
        return ended(*(np.concatenate(column).tolist() for column in zip(*parts, strict=True)))


def points_of(
    task: str,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    columns: Mapping[str, Sequence[Any] | NDArray[Any] | float | int | str | bool],
    seed: int,
) -> Points:
    """Points from columns; a single value stands for all points. Raises InputError."""
    if task not in TASKS:
        raise InputError(f"task {task!r}: allowed are launch, recovery")
    if isinstance(seed, bool) or seed < 0:
        raise InputError(f"seed {seed}: a whole number from 0 upwards is needed")
    if "case" in columns:
        raise InputError("column 'case': each point flies cases 0, 1, 2, ... of the seed; leave it out")
    arrays = {name: np.asarray(values) for name, values in columns.items()}
    if not arrays:
        raise InputError("points: at least one condition is needed, such as wind_over_deck")
    try:
        shape = np.broadcast_shapes((1,), *(values.shape for values in arrays.values()))
    except ValueError:
        shape = ()
    if len(shape) != 1:
        told = ", ".join(f"{name} {list(values.shape)}" for name, values in arrays.items())
        raise InputError(f"points: columns of one length, or single values, are needed; given: {told}")
    for surface in np.unique(arrays["surface"]).tolist() if "surface" in arrays else ():
        if surface not in get_args(Surface):
            raise InputError(f"surface {surface!r}: allowed are {', '.join(get_args(Surface))}")
    filled = {name: np.broadcast_to(values, shape) for name, values in arrays.items()}
    return Points(TASKS[task], load_aircraft(aircraft), load_ship(ship), filled, seed)
