"""The books of one replication: what was flown, where the hours and the fuel went, who waited for what."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from shortdeck.fleet.resource import HOUR

if TYPE_CHECKING:
    from shortdeck.fleet.deck import Deck

DAY = 24 * HOUR


class Span(NamedTuple):
    """A stretch of time in which an aircraft did one thing; ms since the start."""

    tail: int
    state: str
    start: int
    end: int


class Use(NamedTuple):
    """Books of one resource; times in unit-milliseconds."""

    name: str
    asked: int
    waits: int  # how many of those asked had to wait
    waited: int  # their waits added up
    longest: int
    queue_area: int  # length of the queue integrated over time
    held: int  # times for which units were held, added up
    busy_area: int  # units held, integrated over time
    capacity_area: int

    @property
    def share(self) -> float:
        """Share of the units' time for which they were held; with fewer units by night it may exceed 1."""
        return self.busy_area / self.capacity_area if self.capacity_area else 0.0


@dataclasses.dataclass(frozen=True)
class Run:
    """One replication. Times in ms since the start, fuel in g."""

    replication: int
    end: int
    fleet: int
    launches: tuple[int, ...]
    recoveries: tuple[int, ...]
    losses: tuple[int, ...]
    station: tuple[tuple[int, int], ...]  # time, +1 or -1
    counts: dict[str, int]
    hours: dict[str, int]  # ms of all aircraft in each state
    uses: tuple[Use, ...]
    fuel: dict[str, int]
    out_of_fuel_aboard: bool
    spans: tuple[Span, ...]

    def faults(self) -> list[str]:
        """Balances that do not close: an error of the program, never of the input."""
        found = []
        if sum(self.hours.values()) != self.fleet * self.end:
            found.append("hours of the aircraft")
        if self.fuel["at start"] != sum(v for k, v in self.fuel.items() if k != "at start"):
            found.append("fuel")
        for use in self.uses:
            if use.queue_area != use.waited:
                found.append(f"waits for {use.name}")
            if use.busy_area != use.held:
                found.append(f"use of {use.name}")
        return found

    def on_station(self, since: int) -> tuple[int, ...]:
        """Time (ms) with 0, 1, 2 ... aircraft on station after ``since``."""
        times = [0] * (self.fleet + 1)
        level, last = 0, 0
        for when, step in (*self.station, (self.end, 0)):
            if when > since:
                times[level] += when - max(last, since)
            level, last = level + step, when
        return tuple(times)

    def gaps(self, since: int, wanted: int) -> list[int]:
        """Lengths (ms) of the times with fewer than ``wanted`` on station after ``since``."""
        found: list[int] = []
        level, begun = 0, None if wanted <= 0 else since
        for when, step in self.station:
            after = level + step
            if after >= wanted > level and begun is not None:
                if when > since and when > begun:
                    found.append(when - begun)
                begun = None
            elif level >= wanted > after:
                begun = max(when, since)
            level = after
        if begun is not None and self.end > begun and level < wanted:
            found.append(self.end - begun)
        return found

    def launched(self, since: int, until: int) -> int:
        """Launches in a stretch of time."""
        return bisect_left(self.launches, until) - bisect_left(self.launches, since)


def tally(cycle: Deck) -> Run:
    """Close the books of a run."""
    hours: dict[str, int] = {}
    for a in cycle.fleet:
        for state, milliseconds in a.hours.items():
            hours[state] = hours.get(state, 0) + milliseconds
    fuel = {
        "at start": cycle.start_fuel,
        "aboard ship": cycle.ship_fuel,
        "in aircraft": sum(a.fuel for a in cycle.fleet),
        "burnt": cycle.burnt,
        "lost with aircraft": cycle.fuel_lost,
    }
    uses = tuple(
        Use(r.name, r.asked, r.waits, r.waited, r.longest, r.area_queue, r.held, r.area_busy, r.area_capacity)
        for r in cycle.resources.values()
    )
    return Run(
        cycle.replication, cycle.end, len(cycle.fleet), tuple(cycle.launches), tuple(cycle.recoveries),
        tuple(cycle.losses), tuple(cycle.station), cycle.counts, hours, uses, fuel, cycle.refused_fuel,
        tuple(span for a in cycle.fleet for span in a.log or ()),
    )  # fmt: skip
