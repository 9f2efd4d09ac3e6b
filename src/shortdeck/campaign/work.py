"""The flights of one part: prepared, flown, laid out as rows. What every executor runs."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.cases import Cases, cases
from shortdeck.campaign.flights import Flights
from shortdeck.campaign.identity import processor, versions
from shortdeck.campaign.parquet import Rows, merged, to_bytes
from shortdeck.campaign.study import Plan
from shortdeck.errors import InputError
from shortdeck.flight.batch import Flown, Progress, fly_cases
from shortdeck.flight.sea_lanes import Seas

FIRST_COLUMNS = ("flight", "point", "case")


class Prepared(NamedTuple):
    """Flights ready for the engine."""

    flights: NDArray[np.int64]
    cases: Cases
    table: NDArray[np.float64]
    seas: Seas


class Result(NamedTuple):
    """A part as its file, and what was flown for it."""

    number: int
    content: bytes
    outcomes: dict[str, int]
    processor: str


def prepare(plan: Plan, number: int, but: NDArray[np.int64] | None = None) -> Prepared:
    """The flights of a part, ``but`` those. Raises InputError for a flight that cannot be."""
    here = plan.part(number)
    flights = np.arange(here.start, here.stop)
    if but is not None:
        flights = np.setdiff1d(flights, but)
    study = plan.study
    try:
        found = cases(study.task, plan.aircraft, plan.ship, plan.columns(flights), seed=study.seed)
        table, seas = found.table()
    except InputError as error:
        told = f"part {number} (its cases are flights {here.start} to {here.stop - 1} of the study)"
        raise InputError(f"{told}: {error}") from error
    return Prepared(flights, found, table, seas)


def fly(ready: Prepared, *, threads: int | None, progress: Progress | None = None) -> Flown:
    """The flights, as far as Ctrl-C let them come."""
    return fly_cases(ready.table, seas=ready.seas, threads=threads, progress=progress)


def rows_of(plan: Plan, ready: Prepared, flown: Flown) -> Rows:
    """One row a flight that is done: its number, point, case, columns, outcome, figures (SI)."""
    found = Flights(ready.cases, flown)
    flights = ready.flights[found.done]
    table = found.table()
    first = {"flight": flights, "point": plan.point_of(flights), "case": plan.case_of(flights)}
    return first | {name: values for name, values in table.items() if name not in FIRST_COLUMNS}


def result_of(plan: Plan, number: int, rows: list[Rows], inputs: str) -> Result:
    """All rows of a part as its file."""
    joined = merged(rows, "flight")
    about = {
        "shortdeck": versions()["shortdeck"], "inputs": inputs, "part": str(number),
        "seed": str(plan.study.seed),
    }  # fmt: skip
    counts = Counter(str(name) for name in joined["outcome"])
    return Result(number, to_bytes(joined, about), dict(counts), processor())


def fly_part(plan: Plan, number: int, inputs: str, expected: dict[str, str]) -> Result:
    """A whole part on one thread: what a worker on another machine does.

    Raises InputError where that machine runs other versions than ``expected``.
    """
    here = versions()
    other = [f"{name} {here[name]}, not {v}" for name, v in expected.items() if here[name] != v]
    if other:
        raise InputError(f"a worker runs other versions than its coordinator: {'; '.join(other)}")
    ready = prepare(plan, number)
    return result_of(plan, number, [rows_of(plan, ready, fly(ready, threads=1))], inputs)
