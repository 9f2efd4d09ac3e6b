"""Searches that fly: many run side by side, and what they ask for in a round is flown as one table.

A search is a generator. It yields a list of flights that it needs, is sent what they came to, and returns
its answer. One flight costs the engine as much as the eight that a block of lanes holds, and a table flies on
all processors: so searches that do not wait for one another are run ``abreast``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.batch import Flown, fly_cases
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.engine import bare_row, begin
from shortdeck.flight.fly import Flight, reason_of
from shortdeck.flight.history import HISTORY
from shortdeck.flight.lanes import LANES
from shortdeck.flight.outcome import outcome_of
from shortdeck.flight.setup import launch_setup, recovery_setup

Place = ShipFile | AirfieldFile
Answer = TypeVar("Answer")
Other = TypeVar("Other")
CHUNK = 2 * LANES
"""Flights that a thread takes at a time: lanes that are done take the next one."""


class Wanted(NamedTuple):
    """A flight in calm air on a deck at rest that a search asks for."""

    task: Literal["launch", "recovery"]
    aircraft: AircraftFile
    place: Place
    conditions: Conditions


Came = Flight | InputError | ValueError
"""What a flight came to, or why there is none."""
Search = Generator[list[Wanted], list[Came], Answer]


def fly_wanted(wanted: Sequence[Wanted], *, threads: int | None = None) -> list[Came]:
    """All flights as one table; each as ``fly_launch`` and ``fly_recovery`` without a history have it."""
    out: list[Came | None] = [None] * len(wanted)
    rows, where, targets = [], [], []
    for number, one in enumerate(wanted):
        task = launch_setup if one.task == "launch" else recovery_setup
        try:
            setup, state, aims = task(one.aircraft, one.place, one.conditions)
            row = bare_row(setup, state)
            if not np.isfinite(row).all():
                raise InputError(f"{one.aircraft.name} from {one.place.name}: no flight begins so")
        except (InputError, ValueError) as error:
            out[number] = error
            continue
        rows.append(row)
        where.append(number)
        targets.append(aims)
    if rows:
        flown = fly_cases(begin(np.array(rows)), threads=threads, chunk=CHUNK)
        if flown.interrupted:
            raise KeyboardInterrupt
        for case, number in enumerate(where):
            out[number] = _flight(wanted[number], flown, case, targets[case])
    return [came for came in out if came is not None]


def _flight(wanted: Wanted, flown: Flown, case: int, targets: dict[str, float]) -> Flight:
    final = flown.state(case)
    f = final.figures
    launching = wanted.task == "launch"
    touched = not launching and f.touchdown_ground_speed > 0.0
    outcome = outcome_of(f, launching=launching, phase=final.memory.phase, touched=touched)
    return Flight(
        wanted.task, wanted.aircraft.name, wanted.place.name, wanted.conditions, outcome, f, targets,
        reason_of(final), np.zeros((0, HISTORY)),
    )  # fmt: skip


def run(search: Search[Answer]) -> Answer:
    """The answer of a search, its flights flown."""
    try:
        wanted = next(search)
        while True:
            wanted = search.send(fly_wanted(wanted))
    except StopIteration as end:
        answer: Answer = end.value
        return answer


def abreast(searches: Sequence[Search[Answer]]) -> Search[list[Answer]]:
    """The answers of many searches, of which each round's flights are flown together."""
    answers: dict[int, Answer] = {}
    waiting: dict[int, list[Wanted]] = {}

    def go_on(number: int, came: list[Came] | None) -> None:
        search = searches[number]
        try:
            waiting[number] = next(search) if came is None else search.send(came)
        except StopIteration as end:
            waiting.pop(number, None)
            answers[number] = end.value

    for number in range(len(searches)):
        go_on(number, None)
    while waiting:
        order = list(waiting)
        came = yield [one for number in order for one in waiting[number]]
        for number in order:
            count = len(waiting[number])
            go_on(number, came[:count])
            came = came[count:]
    return [answers[number] for number in range(len(searches))]


def one(wanted: Wanted) -> Search[Came]:
    """What a single flight came to."""
    (came,) = yield [wanted]
    return came


def known(answer: Answer) -> Search[Answer]:
    """A search that has its answer already: what is measured, not flown."""
    yield from ()
    return answer


def mapped(search: Search[Other], word: Callable[[Other], Answer]) -> Search[Answer]:
    """The answer of a search put into another form."""
    return word((yield from search))
