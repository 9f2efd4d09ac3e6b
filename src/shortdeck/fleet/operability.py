"""How much of the year: in which seas an aircraft can come and go, on which course and at which speed of the
ship."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import cos, sin
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.store import Store
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.fleet.year import worth
from shortdeck.fleet.year.causes import Limiting, limiting
from shortdeck.fleet.year.cells import MOST_ACROSS, MOST_AHEAD, Cells, cells_of, more_speeds
from shortdeck.fleet.year.flying import EACH, Design, Flyer, Task
from shortdeck.fleet.year.plan import FIRST, ROUND, STILL, Explorer, Knowledge, Tolerance, inside
from shortdeck.fleet.year.seas import Seas, seas_of
from shortdeck.fleet.year.shares import (
    DRAWS,
    Best,
    Share,
    StateRow,
    Within,
    best_of,
    rows_of,
    shares_of,
    within_of,
)
from shortdeck.fleet.year.worth import Worth
from shortdeck.flight.conditions import needs
from shortdeck.hydro.attainable_speed import notes_of, propulsion_of
from shortdeck.hydro.faster import faster
from shortdeck.sea.climate import Climate, ocean_climate
from shortdeck.vessel.response import Response
from shortdeck.vessel.ship_response import ship_response

Real = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""Is told what is being done, flights flown and the most there may be."""

FLIGHTS = 16000
LEAST_FLIGHTS = 2 * EACH * (FIRST + STILL + ROUND)
TASKS: tuple[Task, Task] = ("launch", "recovery")
_PARTS: dict[str, float] = {"launch": 0.4, "recovery": 0.6}


@dataclass(frozen=True, kw_only=True)
class Operability:
    """The answer. ``within`` holds every drawn limit; estimates are 95 % intervals over the draws."""

    aircraft: AircraftFile
    ship: ShipFile
    design: Design
    tolerance: Tolerance
    seed: int
    known: Mapping[Task, Knowledge]
    margins: Mapping[Task, Real]  # (seas, courses, speeds), log odds by the most likely surfaces
    within: Within
    shares: dict[str, Share]  # launch, recovery, both
    rows: tuple[StateRow, ...]
    best: tuple[Best | None, ...]  # by sea
    limiting: tuple[Limiting, ...]
    worths: tuple[Worth, ...]
    flights: int
    notes: tuple[str, ...]

    @property
    def cells(self) -> Cells:
        """Seas, courses, speeds and what is met there."""
        return self.within.cells

    @property
    def seas(self) -> Seas:
        """The seas of the year."""
        return self.cells.seas


def operability(
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile,
    *,
    climate: str | Path | Climate = "north-atlantic",
    mass: str | float | None = None,
    landing_mass: str | float | None = None,
    mishap: float = Tolerance().mishap,
    success: float = Tolerance().success,
    flights: int = FLIGHTS,
    study: bool = True,
    seed: int = 0,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Operability:
    """Share of the year in which launch, recovery and both are within limits, and what is left to the
    captain.

    ``climate``: 'north-atlantic', 'north-pacific', the path of a scatter diagram (CSV, see
    ``shortdeck.sea.scatter``), or a climate. ``mass`` at take-off and ``landing_mass``: default the file's.
    Within limits is a course and speed at which one attempt ends in a mishap with a probability of at most
    ``mishap`` and succeeds with one of at least ``success``. ``flights`` are the most flown for the answer,
    about; ``study`` also asks what a ramp, 5 kn more speed, stabilisers and 150 kg less are worth (half as
    many flights again). Flights are kept in ``store`` (default: the user's cache). Raises InputError.
    """
    tolerance = Tolerance(mishap, success).check()
    if isinstance(flights, bool) or flights < LEAST_FLIGHTS:
        raise InputError(f"flights: at least {LEAST_FLIGHTS} are needed for a first look, got {flights}")
    if seed < 0:
        raise InputError(f"seed {seed}: a whole number from 0 upwards is needed")
    design = _design(load_aircraft(aircraft), _ship(ship), mass, landing_mass)
    question = _Question(
        design, tolerance, _climate(climate), flights, seed, Store() if store is None else store,
        progress or (lambda *_: None),
    )  # fmt: skip
    return question.answer(study)


def _design(
    craft: AircraftFile, vessel: ShipFile, mass: str | float | None, landing: str | float | None
) -> Design:
    needs(craft)
    own = craft.model.mass
    takeoff = own.takeoff[0].value if mass is None else si_value(mass, "kg", name="mass")
    down = own.landing.value if landing is None else si_value(landing, "kg", name="landing mass")
    if down > takeoff:
        raise InputError(
            f"landing mass {down:g} kg is above the mass at take-off, {takeoff:g} kg; give both, or neither"
        )
    return Design(aircraft=craft, ship=vessel, masses={"launch": takeoff, "recovery": down})


def _ship(ship: str | Path | ShipFile) -> ShipFile:
    vessel = load_ship(ship)
    if not isinstance(vessel, ShipFile):
        raise InputError(f"'{vessel.name}' is an airfield; operability over a sea's climate needs a ship")
    return vessel


def _climate(climate: str | Path | Climate) -> Climate:
    if isinstance(climate, Climate):
        return climate
    text = str(climate)
    if "/" in text or "\\" in text or text.endswith(".csv"):
        from shortdeck.sea.scatter import read_scatter

        return read_scatter(text)
    return ocean_climate(text)


@dataclass(frozen=True)
class _Question:
    """What is asked, and how it is answered step by step."""

    design: Design
    tolerance: Tolerance
    climate: Climate
    flights: int
    seed: int
    store: Store
    tell: Progress

    def answer(self, study: bool) -> Operability:
        ship = self.design.ship
        self.tell("the ship in her seas", 0, 0)
        response = ship_response(ship)
        seas = seas_of(self.climate, deck_height=ship.model.deck.height.value)
        touchdown = self._touchdown()
        cells = cells_of(ship, response, seas, touchdown=touchdown)
        flown = _Flown(self.tell)
        known = {
            task: self._explore(task, self.design, cells, flown, int(_PARTS[task] * self.flights))
            for task in TASKS
        }
        drawn = {task: known[task].drawn(DRAWS, self._rng(task)) for task in TASKS}
        margins = {task: known[task].margin(cells.features) for task in TASKS}
        flags = [inside(drawn[task], cells) for task in TASKS]
        within = within_of(cells, *flags)
        found = Operability(
            aircraft=self.design.aircraft, ship=ship, design=self.design, tolerance=self.tolerance,
            seed=self.seed, known=known, margins=margins, within=within,
            shares=shares_of(within, rng=self._rng("climate")), rows=tuple(rows_of(within)),
            best=tuple(best_of(within, margins)),
            limiting=tuple(limiting(known[task], task, margins[task]) for task in TASKS), worths=(),
            flights=0, notes=tuple(self._notes(cells, response)),
        )  # fmt: skip
        if study:
            asker = _Study(self, found, response, touchdown, flown)
            found = replace(found, worths=tuple(asker.worths()))
        return replace(found, flights=flown.count)

    def _touchdown(self) -> tuple[float, float]:
        """Where the wheels come down, deck frame, m."""
        aim = needs(self.design.aircraft)[2].touchdown_aim.value
        line = self.design.ship.model.deck.runway
        return aim * cos(line.angle.value), line.y.value + aim * sin(line.angle.value)

    def _explore(
        self, task: Task, design: Design, cells: Cells, flown: _Flown, flights: int,
        base: Knowledge | None = None,
    ) -> Knowledge:  # fmt: skip
        name = task if base is None else f"{task}, the change"
        flown.begin(name, flights)
        flyer = Flyer(task, design, cells, self.seed, self.store, flown.add)
        variant = 0.0 if base is None else 1.0
        return Explorer(flyer, self.tolerance, self.seed, variant, base).explore(flights=flights)

    def _rng(self, purpose: str) -> np.random.Generator:
        """The stream of a purpose: of the seed and its name alone."""
        number = sum(256**k * byte for k, byte in enumerate(purpose.encode()[:7]))
        key = np.array([self.seed, number], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key))

    def _notes(self, cells: Cells, response: Response) -> list[str]:
        t, seas = self.tolerance, cells.seas
        notes = [
            f"within limits: one attempt ends in a mishap with a probability of at most {t.mishap:g} and "
            f"succeeds with one of at least {t.success:g}, at the course and speed chosen for it",
            f"seas of the climate {seas.climate} as {len(seas)} classes of height and period, short-crested; "
            "the wind that usually goes with the height, from where the waves come",
            f"not looked at: wind from abaft the beam, more than {MOST_ACROSS:g} m/s across the deck or "
            f"{MOST_AHEAD:g} m/s along it",
            "the ship chooses course and speed freely: sea room, traffic and the way to go are left out",
            "intervals: what the flights leave open, and of the climate "
            + (
                f"what {seas.counts:.0f} independent observations leave open"
                if seas.counts is not None
                else "that two tables of the ocean differ"
                if seas.other_shares
                else "nothing, for nothing is known of its uncertainty"
            ),
        ]
        return [*notes, f"hull: {response.provenance.method}", *notes_of(propulsion_of(self.design.ship))]


@dataclass
class _Flown:
    """Counts flights and tells."""

    tell: Progress
    count: int = 0
    name: str = ""
    most: int = 0
    done: int = 0

    def begin(self, name: str, most: int) -> None:
        """A new part with at most so many flights."""
        self.name, self.most, self.done = name, most, 0
        self.tell(name, 0, most)

    def add(self, flights: int) -> None:
        """So many more."""
        self.count += flights
        self.done += flights
        self.tell(self.name, self.done, self.most)


@dataclass(frozen=True)
class _Study:
    """What changes of ship and aircraft are worth."""

    question: _Question
    base: Operability
    response: Response
    touchdown: tuple[float, float]
    flown: _Flown

    def worths(self) -> list[Worth]:
        """All of them that can be asked."""
        return [self._ramp(), self._speed(), self._stabilisers(), self._lighter()]

    def _within(self, cells: Cells, known: Mapping[Task, Knowledge] | None = None) -> Within:
        """Limits in other cells, or of other knowledge, from the same streams as those they are compared
        with."""
        known = known or self.base.known
        flags = []
        for task in TASKS:
            drawn = known[task].drawn(DRAWS, self.question._rng(task))
            flags.append(inside(drawn, cells, known[task].variant))
        return within_of(cells, *flags)

    def _flown_pair(self, design: Design, tasks: tuple[Task, ...]) -> tuple[Within, Within]:
        """Both designs from one surface with a difference: without and with the change."""
        q, cells = self.question, self.base.cells
        first, second = [], []
        for task in TASKS:
            known = self.base.known[task]
            if task in tasks:
                flights = int(0.4 * _PARTS[task] * q.flights)
                known = q._explore(task, design, cells, self.flown, flights, known)
            drawn = known.drawn(DRAWS, q._rng(task))
            first.append(inside(drawn, cells, 0.0))
            second.append(inside(drawn, cells, known.variant))
        return within_of(cells, *first), within_of(cells, *second)

    def _ramp(self) -> Worth:
        design = self.base.design
        if design.ship.model.deck.ramp is not None:
            pair = self._flown_pair(replace(design, ramp=False), ("launch",))
            lost = worth.worth_of("", *pair, note="against the same deck without it, its outline unchanged")
            return worth.negated(lost, "her ramp")
        added = replace(design, ship=worth.with_ramp(design.ship))
        pair = self._flown_pair(added, ("launch",))
        return worth.worth_of(
            "a ramp", *pair, note=f"that of {worth.PATTERN}, at the bow end of her runway line"
        )

    def _speed(self) -> Worth:
        ship, cells = self.base.ship, self.base.cells
        drive = propulsion_of(ship, extra_speed=worth.MORE_SPEED)
        longer = faster(self.response, drive.speed_max)
        more = cells_of(
            ship, longer, cells.seas, touchdown=self.touchdown, drive=drive,
            speed=more_speeds(cells.speed, drive.speed_max),
        )  # fmt: skip
        return worth.worth_of(
            "5 kn more ship speed", self.base.within, self._within(more),
            note="power for it, hull unchanged; her response continued to the higher speeds; not flown there",
        )  # fmt: skip

    def _stabilisers(self) -> Worth:
        ship = self.base.ship
        try:
            damped = self.response.with_roll_damping(worth.STABILISED)
        except InputError:
            damped, note = self.response, "not known: this response has its roll damping built in"
        else:
            note = (
                f"roll damping (but that of waves) times {worth.STABILISED:g}; their drag left out; not flown"
            )
        other = cells_of(ship, damped, self.base.cells.seas, touchdown=self.touchdown)
        return worth.worth_of("stabilisers", self.base.within, self._within(other), note=note)

    def _lighter(self) -> Worth:
        design, empty = self.base.design, self.base.aircraft.model.mass.empty.value
        masses = {task: max(mass - worth.LESS_MASS, empty) for task, mass in design.masses.items()}
        pair = self._flown_pair(replace(design, masses=masses), TASKS)
        told = " and ".join(f"{masses[task]:.0f} kg at {task}" for task in TASKS)
        return worth.worth_of("150 kg less", *pair, note=told)
