"""Fly a table of cases and lay out what came of it: one row per case, histories where they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.cases import Cases, Columns, Task, cases
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.batch import Flown, Progress, fly_cases, resume
from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.fly import Flight, fly_launch, fly_recovery
from shortdeck.flight.step import STEP

if TYPE_CHECKING:
    import xarray as xr

    from shortdeck.flight.own_law import OwnLaw

Device = Literal["cpu", "cuda"]
_UNITS = {"t_": "s", "_x": "m", "_y": "m", "sink": "m/s", "speed": "m/s", "climb": "m/s", "peak": "N"}


def unit_of(name: str) -> str:
    """Unit of a figure, from the field's own naming."""
    if name == "bow_pitch_rate":
        return "rad/s"
    if name in ("touchdown_pitch", "touchdown_bank", "least_alpha_margin"):
        return "rad"
    if name in ("least_reserve", "largest_load_factor", "least_upright"):
        return "1"
    if name.startswith(("lowest_after", "largest_", "least_", "highest_")) and name != "least_climb":
        return "m"
    return next(unit for part, unit in _UNITS.items() if part in name)


@dataclass
class Flights:
    """Cases and their flights."""

    cases: Cases
    flown: Flown
    law: OwnLaw | None = None

    @property
    def done(self) -> NDArray[np.bool_]:
        """Which cases were flown to their end (all, unless interrupted)."""
        return self.flown.done

    def counts(self) -> Counter[str]:
        """Outcomes of the cases that are done, by name."""
        return Counter(self.flown.outcomes().name[self.done].tolist())

    def table(self) -> dict[str, NDArray[Any]]:
        """One value per row that is done: its case, columns, outcome, kind, reason, last step, figures."""
        chosen = np.flatnonzero(self.done)
        found, figures = self.flown.outcomes(), self.flown.figures_table()
        out: dict[str, NDArray[Any]] = {"case": self.cases.numbers[chosen]}
        out |= {name: values[chosen] for name, values in self.cases.columns.items()}
        out["outcome"], out["kind"] = found.name[chosen], found.kind[chosen]
        out["reason"] = self.flown.reasons()[chosen]
        times, ended = found.time[chosen], self.flown.ended[chosen]
        out["time"] = np.where(times < NEVER, times, np.nan)
        out["step"] = np.rint(np.where(times < NEVER, times, ended) / STEP).astype(int)
        for name, values in figures.items():
            column = values[chosen]
            out[name] = np.where(column < NEVER, column, np.nan) if name.startswith("t_") else column
        return out

    def dataset(self) -> xr.Dataset:
        """The table with units; a time that is NaN is that of an event which did not happen."""
        import xarray as xr

        table = self.table()
        data = {
            name: ("case", values, {"units": unit_of(name)} if name in Figures._fields else {})
            for name, values in table.items()
            if name != "case"
        }
        attributes = {
            "task": self.cases.task, "aircraft": self.cases.aircraft.name, "ship": self.cases.ship.name,
            "seed": -1 if self.cases.seed is None else self.cases.seed, "cases": len(self.cases),
        }  # fmt: skip
        return xr.Dataset(data, coords={"case": ("case", table["case"])}, attrs=attributes)

    def flight(self, row: int, *, sample: float | None = 0.02) -> Flight:
        """A row flown again by itself with its history: same outcome, same figures."""
        if not 0 <= row < len(self.cases):
            raise InputError(f"row {row}: there are {len(self.cases)}, numbered from 0")
        again = fly_launch if self.cases.task == "launch" else fly_recovery
        files, of = self.cases.files(row), self.cases.conditions(row)
        setup = self.flown.setup(row)
        # By itself the case has one sea at most, which is then the first.
        sea = -1.0 if of.seaway is None else 0.0
        setup = setup._replace(passage=setup.passage._replace(sea=sea))
        return again(*files, of, sample=sample, setup=setup, law=self.law)

    def to_netcdf(self, path: str | Path) -> None:
        """Save the table; the same flights give the same bytes."""
        self.dataset().to_netcdf(path, engine="h5netcdf")


def fly_table(
    task: Task,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    columns: Columns,
    *,
    seed: int | None = None,
    threads: int | None = None,
    device: Device = "cpu",
    progress: Progress | None = None,
    law: OwnLaw | None = None,
) -> Flights:
    """Fly one launch or recovery per row of ``columns`` (equal-length values by name, SI and radians).

    A name is a condition of ``launch`` and ``recover``, ``aircraft.model...`` or ``ship.model...`` for a
    number of a file, or ``setup...`` for a compiled parameter. With a ``seed`` sea, air and the errors that
    an approach starts with are drawn for (seed, case): the cases of the column ``case``, else 0, 1, 2, ...
    Ctrl-C returns what is done; ``go_on`` flies the rest.
    ``law`` puts functions of one's own in the place of parts of the control law (see ``recover``); they are
    compiled with the kernels, which takes about a minute.
    """
    found = cases(task, load_aircraft(aircraft), load_ship(ship), columns, seed=seed)
    table, seas = found.table()
    if device == "cuda":
        if law:
            raise InputError("law: a control law of one's own flies on the cpu; leave device at cpu")
        from shortdeck.flight.cuda import fly_cases as fly_on_gpu

        return Flights(found, fly_on_gpu(table, seas=seas, progress=progress))
    if device != "cpu":
        raise InputError(f"device {device!r}: allowed are cpu, cuda")
    if threads is not None and threads < 1:
        raise InputError(f"threads {threads}: one or more are needed")
    if not law:
        return Flights(found, fly_cases(table, seas=seas, threads=threads, progress=progress))
    from shortdeck.flight.own_law import compiled_block

    driver = compiled_block(law)
    return Flights(found, fly_cases(table, seas=seas, threads=threads, progress=progress, driver=driver), law)


def go_on(flights: Flights, *, threads: int | None = None, progress: Progress | None = None) -> Flights:
    """Fly the cases that an interruption left."""
    resume(flights.flown, threads=threads, progress=progress)
    return flights


def histories(flights: Flights, chosen: Sequence[int]) -> dict[int, Flight]:
    """Chosen cases flown again with their histories."""
    return {case: flights.flight(case) for case in chosen}
