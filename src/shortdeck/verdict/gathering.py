"""All that a verdict and its report stand on: each result worked out once, kept, and found again.

Plans of hangar and deck are made in a thread of their own while the flights are flown: both leave the
interpreter to one another while they compute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.verdict.at_sea import LEAST_WAY, AtSea, fly_at_sea, recovery_hinge, speed_for
from shortdeck.verdict.effort import CLIMATE, FLEET, RISK, STATION, Effort
from shortdeck.verdict.hinge import Hinge
from shortdeck.verdict.lines import Line, calm_lines
from shortdeck.verdict.store import Answers

if TYPE_CHECKING:
    from shortdeck.fleet.sorties import Sorties
    from shortdeck.parking.result import Parking

Answer = TypeVar("Answer")
Progress = Callable[[str], None]


class Gathering:
    """Results about one aircraft and one ship or airfield, by name, asked for as they are needed.

    ``refused`` says of each result that cannot be had why.
    """

    def __init__(
        self, aircraft: AircraftFile, ship: ShipFile | AirfieldFile, *, effort: Effort, seed: int,
        answers: Answers, say: Progress,
    ) -> None:  # fmt: skip
        self.aircraft, self.place, self.effort, self.seed = aircraft, ship, effort, seed
        self.answers, self.say = answers, say
        self.refused: dict[str, str] = {}
        self._plans: Future[Parking] | None = None
        self._stop = threading.Event()

    @property
    def ship(self) -> ShipFile:
        """The ship; an airfield has no parts."""
        assert isinstance(self.place, ShipFile)
        return self.place

    def kept(self, what: str, work: Callable[[], Answer], **more: Any) -> Answer:
        """The answer to a question about both files; ``more`` is what else it depends on."""
        self.say(what)
        inputs: Mapping[str, Any] = {"aircraft": self.aircraft, "ship": self.place, **more}
        return self.answers.get(what, inputs, work)

    def begin(self) -> None:
        """Begin to plan the parking, beside whatever is asked for next."""
        pool = ThreadPoolExecutor(1, "shortdeck-parking")
        self._plans = pool.submit(self._parking)
        pool.shutdown(wait=False)

    def stop(self) -> None:
        """Let the planning end soon; what it has is thrown away."""
        self._stop.set()

    def lines(self) -> tuple[Line, ...]:
        """What a calm sea and the two files say."""
        return self.kept("lines", lambda: calm_lines(self.aircraft, self.place))

    def launches(self, mass: float, wind: float) -> list[AtSea]:
        """Launches in each sea state at the least wind over deck of a calm sea, or the least that a sea
        brings."""
        return [
            self.kept(
                "launches at sea", lambda state=state: self._flown(  # type: ignore[misc]
                    "launch", state, mass, speed_for(self.ship, wanted=wind, sea_state=state)
                ),
                mass=mass, wind=wind, **self._of(state),
            )
            for state in self.effort.sea_states
        ]  # fmt: skip

    def recoveries(self) -> list[AtSea]:
        """Recoveries at landing mass in each sea state."""
        mass = self.aircraft.model.mass.landing.value
        return [
            self.kept(
                "recoveries at sea",
                lambda state=state: self._flown("recovery", state, mass, LEAST_WAY),  # type: ignore[misc]
                **self._of(state),
            )
            for state in self.effort.sea_states
        ]

    def _of(self, state: int) -> dict[str, Any]:
        return {"sea_state": state, "flights": self.effort.flights, "seed": self.seed}

    def _flown(self, task: str, state: int, mass: float, ship_speed: float) -> AtSea:
        return fly_at_sea(
            task, self.aircraft, self.ship, sea_state=state, ship_speed=ship_speed, mass=mass,
            flights=self.effort.flights, seed=self.seed,
        )  # fmt: skip

    def recovery_hinge(self) -> Hinge | None:
        """The unknown number on which the share aboard hangs, in the lowest of the sea states."""
        state = self.effort.sea_states[0]
        return self.kept(
            "what recoveries hang on",
            lambda: recovery_hinge(self.aircraft, self.ship, sea_state=state, seed=self.seed),
            sea_state=state, seed=self.seed,
        )  # fmt: skip

    def parking(self) -> Parking | None:
        """Plans of all her places; None, with the reason in ``refused``, where there are none."""
        if self._plans is None:
            self.begin()
        assert self._plans is not None
        self.say("parking")
        while True:
            try:
                return self._plans.result(timeout=0.2)
            except TimeoutError:
                continue
            except InputError as error:
                self.refused["park"] = str(error)
                return None

    def _parking(self) -> Parking:
        from shortdeck.parking.plan import park

        def told(_: str) -> None:
            if self._stop.is_set():
                raise KeyboardInterrupt

        def work() -> Parking:
            found = park(self.aircraft, self.ship, effort=self.effort.parking, seed=self.seed, progress=told)
            if found.interrupted:
                raise KeyboardInterrupt
            return found

        inputs = {
            "aircraft": self.aircraft, "ship": self.place, "effort": self.effort.parking, "seed": self.seed
        }  # fmt: skip
        return self.answers.get("parking", inputs, work)

    @cached_property
    def fleet(self) -> dict[str, int]:
        """The fleet and its places, by the plans; by area where there are none."""
        plans = self.parking()
        if plans is None:
            return {"fleet": FLEET}
        counts = {plan.place.name: (plan.in_turn or plan.geometric).count() for plan in plans.places}
        deck = counts.pop("flight-deck", 0)
        below = sum(counts.values())
        return {"fleet": min(FLEET, deck + below), "deck_places": deck, "hangar_places": below}

    def sorties(self) -> Sorties | None:
        """A fleet's month; None, with the reason in ``refused``, where it cannot be run."""
        e = self.effort
        try:
            return self.kept(
                "sustain", lambda: self._sorties(self.aircraft, self.ship, e.replications, study=e.study),
                replications=e.replications, study=e.study, seed=self.seed, **self.fleet,
            )  # fmt: skip
        except InputError as error:
            self.refused["sustain"] = str(error)
            return None

    def _sorties(self, aircraft: AircraftFile, ship: ShipFile, count: int, *, study: bool) -> Sorties:
        from shortdeck.fleet.sorties import sorties

        places = self.fleet
        return sorties(
            aircraft, ship, station=STATION, seed=self.seed, replications=count, study=study,
            fleet=places["fleet"], deck_places=places.get("deck_places"),
            hangar_places=places.get("hangar_places"),
        )  # fmt: skip

    def sustain_hinge(self, found: Sorties) -> Hinge | None:
        """The number of the deck cycle that moves the sorties a day most over its plus/minus."""
        stands = found.figures["sorties a day, sustained"].mean
        if found.hinges:  # looked for with the study
            h = found.hinges[0]
            low, high = stands + h.at_low.mean, stands + h.at_high.mean
            value, half = 0.5 * (h.low + h.high), 0.5 * (h.high - h.low)
            return Hinge(h.file, h.path, value, half, str(h.confidence), low, high, h.reach)
        return self.kept(
            "what sorties hang on", self._sustain_hinge, replications=self.effort.hinge_replications,
            seed=self.seed, **self.fleet,
        )  # fmt: skip

    def _sustain_hinge(self) -> Hinge | None:
        from shortdeck.fleet.hinges import SECTIONS

        stands, best = self._rate(self.aircraft, self.ship), None
        for file in (self.aircraft, self.ship):
            for path, quantity in numbers(file):
                half = quantity.plus_minus
                if not half or not path.startswith(SECTIONS):
                    continue
                ends = []
                for value in (max(quantity.value - half, 0.1 * quantity.value), quantity.value + half):
                    moved = with_value(file, path, value, check_file=False)
                    aircraft = moved if isinstance(moved, AircraftFile) else self.aircraft
                    ends.append(self._rate(aircraft, moved if isinstance(moved, ShipFile) else self.ship))
                spread = max(1e9 if end is None else abs(end - (stands or 0.0)) for end in ends)
                if best is None or spread > best.spread:
                    named = (file.name, path, quantity.value, half, str(quantity.confidence))
                    best = Hinge(*named, ends[0], ends[1], spread)
        return best if best is not None and best.spread > 0.0 else None

    def _rate(self, aircraft: AircraftFile, ship: ShipFile) -> float | None:
        """Sorties a day in a few replications; None where there are none at all."""
        try:
            found = self._sorties(aircraft, ship, self.effort.hinge_replications, study=False)
        except (InputError, ValueError):
            return None
        return float(found.figures["sorties a day, sustained"].mean)

    def year(self) -> Any:
        """The share of a year in which both launch and recovery are within limits."""
        from shortdeck.fleet.operability import LEAST_FLIGHTS, operability

        flights = max(self.effort.year_flights, LEAST_FLIGHTS)

        try:
            return self.kept(
                "share of the year",
                lambda: operability(
                    self.aircraft, self.ship, climate=CLIMATE, flights=flights,
                    study=self.effort.study, seed=self.seed,
                ),
                climate=CLIMATE, flights=flights, study=self.effort.study, seed=self.seed,
            )  # fmt: skip
        except InputError as error:
            self.refused["year"] = str(error)
            return None

    def envelopes(self) -> tuple[Any, ...]:
        """Limits over wind over deck of launch and recovery."""
        from shortdeck.limits.envelope import envelope

        e = self.effort.envelope
        sea: dict[str, Any] = {}
        if isinstance(self.place, ShipFile):
            sea = {"sea_state": list(e.sea_states), "ship_speed": e.ship_speed}

        def work() -> tuple[Any, ...]:
            return tuple(
                envelope(
                    task, self.aircraft, self.place, directions=e.directions, speeds=list(e.speeds),
                    risk=e.risk, flights=e.flights, highest_mass=False, seed=self.seed, **sea,
                )
                for task in ("launch", "recover")
            )  # fmt: skip

        found = self.kept("limits of wind over deck", work, asked=e._asdict(), seed=self.seed)
        if any(one.interrupted for one in found):
            raise KeyboardInterrupt
        return found

    def risks(self) -> dict[str, Any]:
        """Risks of launch and recovery in sea state 4, down to one in a million and below."""
        from shortdeck.safety.asked import risk

        return self.kept(
            "risk",
            lambda: {
                task: risk(task, self.aircraft, self.ship, sea_state=4, ship_speed="10 kn", seed=self.seed)
                for task in ("launch", "recover")
            },
            seed=self.seed, risk=RISK,
        )  # fmt: skip
