"""A table of cases as a command: read, flown with progress, saved, told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shortdeck.campaign.flights import Device, Flights, fly_table, histories
from shortdeck.campaign.reading import read_cases
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console


@dataclass
class Run:
    """Flights and the files that hold them."""

    flights: Flights
    files: list[Path]


def run(
    task: str, aircraft: str, ship: str, *, cases: str, seed: int | None, threads: int | None, device: str,
    history: str, out: str | None,
) -> Run:  # fmt: skip
    """Fly the cases of a CSV file; histories of chosen cases need a folder."""
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    columns = read_cases(cases, craft, vessel)
    count = len(next(iter(columns.values())))
    chosen = _chosen(history, count)
    if chosen and out is None:
        raise InputError("--history: name a folder for the histories with --out")
    if task not in ("launch", "recovery"):
        raise InputError(f"task {task!r}: allowed are launch, recovery")
    with _Bar(count) as bar:
        flights = fly_table(
            "launch" if task == "launch" else "recovery", craft, vessel, columns,
            seed=seed, threads=threads, device=cast(Device, device), progress=bar.tell,
        )  # fmt: skip
    files: list[Path] = []
    if out is not None:
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        files.append(folder / f"{task}-{craft.name}-{vessel.name}-cases.nc")
        flights.to_netcdf(files[0])
        for case, flight in histories(flights, [c for c in chosen if flights.done[c]]).items():
            files.append(folder / f"{task}-{craft.name}-{vessel.name}-case-{case}.nc")
            flight.to_netcdf(files[-1])
    return Run(flights, files)


def _chosen(text: str, count: int) -> list[int]:
    """Case numbers from '0,12'."""
    try:
        chosen = [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise InputError(f"--history {text!r}: give case numbers such as 0,12") from None
    for case in chosen:
        if not 0 <= case < count:
            raise InputError(f"--history {case}: there are {count} cases, numbered from 0")
    return chosen


class _Bar:
    """Progress with rate and time left, on standard error."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        errors = Console(stderr=True)
        self._bar = Progress(
            TextColumn("flying"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(), console=errors, disable=not errors.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("flying", total=total, rate="")

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, done: int, total: int) -> None:
        """Take the count of cases done."""
        speed = self._bar.tasks[0].speed
        rate = f"{speed:.0f} flights/s" if speed else ""
        self._bar.update(self._task, completed=done, total=total, rate=rate)


def as_data(run: Run) -> dict[str, Any]:
    """Counts and files as plain data."""
    flights = run.flights
    return {
        "task": flights.cases.task,
        "aircraft": flights.cases.aircraft.name,
        "ship": flights.cases.ship.name,
        "seed": flights.cases.seed,
        "cases": len(flights.cases),
        "done": int(flights.done.sum()),
        "interrupted": flights.flown.interrupted,
        "outcomes": dict(sorted(flights.counts().items())),
        "files": [str(path) for path in run.files],
    }


def show(run: Run, console: Console) -> None:
    """Outcomes with their counts."""
    from rich.table import Table

    flights, flown = run.flights, run.flights.flown
    done = int(flights.done.sum())
    table = Table("outcome", "cases", "share", box=None, pad_edge=False)
    for name, count in sorted(flights.counts().items(), key=lambda item: (-item[1], item[0])):
        table.add_row(name, str(count), f"{100.0 * count / done:.2f} %")
    console.print(table)
    rate = f"{done / flown.seconds:.0f} a second" if flown.seconds > 0.0 else "at once"
    left = " (interrupted)" if flown.interrupted else ""
    console.print(f"{done} of {len(flights.cases)} cases flown{left}, {rate}")
    for path in run.files:
        print(path)
