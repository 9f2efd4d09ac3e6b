"""Flights at cells: how many of each outcome, kept on disk so that no flight is flown twice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from shortdeck.campaign.cases import cases
from shortdeck.campaign.flights import fly_table
from shortdeck.campaign.store import Store, key_of
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.year.cells import Cells
from shortdeck.flight.outcome import Kind

Task = Literal["launch", "recovery"]
Told = Callable[[int], None]
"""Is told how many flights were just flown."""

EACH = 64
"""Flights at a point, a multiple of the engine's lanes."""
PLACES = 64
"""Most places of a batch: place p of batch b has the cases from (b x PLACES + p) x EACH on, so that no two
places share waves and gusts, and the same place of another design has the same."""
CANNOT = "cannot be set up"


class Place(NamedTuple):
    """A cell, and the share of its wave height that is flown (1, or less to part the wind from the waves)."""

    sea: int
    course: int
    speed: int
    height: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Design:
    """An aircraft on a ship, as flown: what a variant changes."""

    aircraft: AircraftFile
    ship: ShipFile
    masses: Mapping[Task, float]  # kg
    ramp: bool = True


@dataclass(frozen=True)
class Result:
    """What the flights at a place came to: flights by kind and outcome."""

    place: Place
    outcomes: Mapping[tuple[str, str], int]

    @property
    def flights(self) -> int:
        """How many were flown."""
        return sum(self.outcomes.values())

    def of(self, kind: Kind) -> int:
        """How many were of a kind."""
        return sum(n for (k, _), n in self.outcomes.items() if k == kind)


@dataclass
class Flyer:
    """Flies one task of one design at cells; remembers on disk."""

    task: Task
    design: Design
    cells: Cells
    seed: int
    store: Store
    told: Told = lambda _: None
    flown: int = field(default=0)  # flights in this call, not from disk

    def fly(self, places: Sequence[Place], batch: int) -> list[Result]:
        """``EACH`` flights at every place, from the streams of a batch."""
        if len(places) > PLACES:
            raise ValueError(f"{len(places)} places in a batch; {PLACES} at most")
        rows = [self._row(place) for place in places]
        can = [self._can(row) for row in rows]
        good = [k for k, ok in enumerate(can) if ok]
        first = [(batch * PLACES + k) * EACH for k in good]
        found = iter(self._table([rows[k] for k in good], first) if good else [])
        none = Counter({(str(Kind.SAFE_ABORT), CANNOT): EACH})
        return [Result(place, next(found) if ok else none) for place, ok in zip(places, can, strict=True)]

    def _row(self, place: Place) -> dict[str, Any]:
        """The conditions at a place."""
        c, (sea, course, speed, height) = self.cells, place
        at = (sea, course, speed)
        row: dict[str, Any] = {
            "mass": self.design.masses[self.task],
            "hs": float(height * c.seas.hs[sea]),
            "tp": float(c.seas.tp[sea]),
            "wave_heading": float(c.course[course]),
            "ship_speed": float(c.speed[speed]),
            "wind_over_deck": float(c.wind[at]),
            "wind_angle": float(c.wind_angle[at]),
        }
        return row | ({"ramp": self.design.ramp} if self.task == "launch" else {})

    def _can(self, row: Mapping[str, Any]) -> bool:
        """Whether a flight has a first state there (its crosswind may leave an approach no heading)."""
        slow = {"speed_error": -3.5} if self.task == "recovery" else {}
        try:
            one = cases(
                self.task, self.design.aircraft, self.design.ship, _columns([dict(row) | slow], 1), seed=0
            )
            table, _ = one.table()
        except (InputError, ValueError) as error:
            if isinstance(error, InputError) and "wind" not in str(error) and "approach" not in str(error):
                raise
            return False
        return bool(np.isfinite(table).all())

    def _table(self, rows: Sequence[Mapping[str, Any]], first: list[int]) -> list[Counter[tuple[str, str]]]:
        columns = _columns(rows, EACH)
        columns["case"] = np.concatenate([np.arange(start, start + EACH) for start in first])
        design, seed = self.design, self.seed
        key = key_of(
            "operability flights",
            {
                "task": self.task, "aircraft": design.aircraft, "ship": design.ship, "columns": columns,
                "seed": seed,
            },
        )  # fmt: skip
        kept = self.store.get_json(key)
        if kept is None:
            flights = fly_table(self.task, design.aircraft, design.ship, columns, seed=seed)
            if not flights.done.all():
                raise KeyboardInterrupt
            table = flights.table()
            names = list(zip(table["kind"].tolist(), table["outcome"].tolist(), strict=True))
            each = [Counter(names[k * EACH : (k + 1) * EACH]) for k in range(len(rows))]
            kept = [[[kind, name, n] for (kind, name), n in sorted(one.items())] for one in each]
            self.store.put_json(key, kept)
            self.flown += len(names)
        self.told(EACH * len(rows))
        return [Counter({(kind, name): n for kind, name, n in one}) for one in kept]


def _columns(rows: Sequence[Mapping[str, Any]], each: int) -> dict[str, Any]:
    """Rows repeated ``each`` times as columns."""
    return {name: np.repeat(np.array([row[name] for row in rows]), each) for name in rows[0]}


def log_odds(p: float) -> float:
    """ln(p/(1 - p))."""
    return math.log(p / (1.0 - p))
