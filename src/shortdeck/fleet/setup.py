"""From two files and a question to the plain numbers that a run of the deck cycle needs."""

from __future__ import annotations

import dataclasses
from math import cos, hypot, inf, sin
from typing import Any, NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.draws import Duration
from shortdeck.fleet.mission import Mission
from shortdeck.fleet.rates import Rates, Weather
from shortdeck.parking.bound import usable
from shortdeck.parking.outline import Outline, outline_of
from shortdeck.parking.place import Place, Rules, lift_misfit, place_of, places_of, too_large
from shortdeck.parking.ranging import HAND_SPEED
from shortdeck.vessel.pack import runway_line

USED_FLOOR = 0.5
"""Share of the usable floor that parked aircraft's boxes cover where no plan is given: half, what plans of
``shortdeck.parking`` leave where all can get out of a deck in turn (0.5 to 0.6; hangars 0.9 to 1.1)."""
NIGHT = 12.0
"""Hours of the day during which the crews of the night are on duty; a run begins with the day's."""

DECK_PLACES, HANGAR_PLACES, RUNWAY, LIFTS = "deck places", "hangar places", "runway", "lifts"
TRACTORS, CREWS, STATIONS, LINKS = "tractors", "crews", "control stations", "links"
FUEL_POINTS, WORKSHOPS = "fuel points", "workshops"
RESOURCES = (
    DECK_PLACES, HANGAR_PLACES, RUNWAY, LIFTS, TRACTORS, CREWS, STATIONS, LINKS, FUEL_POINTS, WORKSHOPS,
)  # fmt: skip


class Units(NamedTuple):
    """How many there are of a resource, by day and by night."""

    day: int
    night: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Times:
    """Durations of the deck cycle, and chances that belong to them."""

    preflight: Duration
    start: Duration
    line_up: Duration
    launch: Duration
    approach: Duration
    clear: Duration
    pattern: Duration
    fold: Duration  # spreading or folding; 0 where wings do not fold
    refuel: Duration  # empty to full
    post_flight: Duration
    hook_on: Duration
    tow_below: Duration  # between its place in the hangar and the lift
    tow_above: Duration  # between the lift and its place on deck
    lift: Duration  # one ride
    foul_deck: Duration
    repair: Duration
    inspection: Duration
    fault: float  # chance at the checks
    between_failures: float  # s of flight
    inspection_every: float  # s of flight


@dataclasses.dataclass(frozen=True, kw_only=True)
class Setup:
    """All that one run depends on, but for its seed and policy. Times s, masses kg."""

    fleet: int
    days: float
    units: dict[str, Units]
    times: Times
    mission: Mission
    tanks: float  # fuel when full
    ship_fuel: float
    rates: Rates
    weather: Weather
    longest_away: float | None = None  # from lift-off to the end of the return
    notes: tuple[str, ...] = ()

    @property
    def prepare_time(self) -> float:
        """Mean time from the order to readiness on deck without waiting, s."""
        t = self.times
        filled = self.mission.fuel / self.tanks * t.refuel.mean
        return t.fold.mean + filled + t.preflight.mean + t.start.mean

    @property
    def on_station(self) -> float:
        """Time on station as planned, s."""
        m = self.mission
        if self.longest_away is None:
            return m.on_station
        return min(m.on_station, self.longest_away - 2.0 * m.transit)


def set_up(
    aircraft: AircraftFile, ship: ShipFile, *, mission: Mission, fleet: int, days: float, rates: Rates,
    weather: Weather, deck_places: int | None = None, hangar_places: int | None = None,
    longest_away: float | None = None,
) -> Setup:  # fmt: skip
    """Check a question and pack it. Raises InputError."""
    outline = outline_of(aircraft, folded=True)
    notes: list[str] = []
    deck, below = _places(ship, outline, deck_places, hangar_places, notes)
    _fits(aircraft, ship, fleet, deck, below)
    if not 0.0 < days <= 3650.0:
        raise InputError(f"days: above 0 and at most 3650, got {days:g}")
    if longest_away is not None and longest_away <= 2.0 * mission.transit:
        raise InputError(
            f"away {longest_away / 3600:.1f} h at most, of which {2 * mission.transit / 3600:.1f} h are "
            "transit, leaves no time on station: give more time or a nearer station"
        )
    lifts = [lift for lift in ship.model.deck.lifts if lift_misfit(outline, lift) is None]
    handling = _handling(ship)
    units = {
        DECK_PLACES: Units(deck, deck),
        HANGAR_PLACES: Units(below, below),
        RUNWAY: Units(1, 1),
        LIFTS: Units(len(lifts), len(lifts)),
        CREWS: Units(round(handling.crews.value), round(handling.crews_night.value)),
    }
    for name, value in (
        (TRACTORS, handling.tractors), (STATIONS, handling.control_stations), (LINKS, handling.links),
        (FUEL_POINTS, handling.fuel_points), (WORKSHOPS, handling.workshops),
    ):  # fmt: skip
        units[name] = Units(round(value.value), round(value.value))
    return Setup(
        fleet=fleet, days=days, units=units, times=_times(aircraft, ship, outline, lifts), mission=mission,
        tanks=aircraft.model.mass.fuel.value, ship_fuel=handling.aviation_fuel.value, rates=rates,
        weather=weather, longest_away=longest_away, notes=tuple(notes),
    )  # fmt: skip


def _handling(ship: ShipFile) -> Any:
    if ship.model.handling is None:
        raise InputError(
            f"'{ship.name}' says nothing of crews, tractors and times: its file needs a section "
            "model.handling (see izumo for an example)"
        )
    return ship.model.handling


def turnround_of(aircraft: AircraftFile) -> Any:
    """The section of the aircraft's file on what happens between flights. Raises InputError."""
    if aircraft.model.turnround is None:
        raise InputError(
            f"'{aircraft.name}' says nothing of its checks, turn-round and repair: its file needs a section "
            "model.turnround (see bayraktar-tb3 for an example)"
        )
    return aircraft.model.turnround


def _times(aircraft: AircraftFile, ship: ShipFile, outline: Outline, lifts: list[Any]) -> Times:
    t, h = turnround_of(aircraft), _handling(ship)

    def of_aircraft(quantity: Any) -> Duration:
        return Duration(quantity.value, t.spread.value)

    def of_ship(seconds: float) -> Duration:
        return Duration(seconds, h.spread.value)

    below, above = _distances(ship, lifts)
    tractor = ship.model.tractor
    speed = tractor.speed.value if tractor is not None else HAND_SPEED
    ride = sum(lift.cycle.value for lift in lifts) / len(lifts) if lifts else 0.0
    return Times(
        preflight=of_aircraft(t.preflight), start=of_aircraft(t.start), line_up=of_aircraft(t.line_up),
        clear=of_aircraft(t.clear), pattern=of_aircraft(t.pattern), refuel=of_aircraft(t.refuel),
        post_flight=of_aircraft(t.post_flight), fold=Duration(outline.fold_time, t.spread.value),
        launch=of_ship(h.launch_interval.value), approach=of_ship(h.recovery_interval.value),
        hook_on=of_ship(h.hook_on.value), tow_below=of_ship(below / speed), tow_above=of_ship(above / speed),
        lift=of_ship(ride), foul_deck=of_ship(h.foul_deck.value),
        repair=Duration(t.repair.value, t.repair_spread.value), inspection=of_aircraft(t.inspection),
        fault=t.fault.value, between_failures=t.between_failures.value,
        inspection_every=t.inspection_every.value,
    )  # fmt: skip


def _distances(ship: ShipFile, lifts: list[Any]) -> tuple[float, float]:
    """Mean tow, m: half the length of the hangar; on deck from the lifts to where a launch begins."""
    if not lifts:
        return 0.0, 0.0
    line = runway_line(ship.model)
    mark = (line.start * cos(line.angle), line.y + line.start * sin(line.angle))
    above = [hypot(lift.x.value - mark[0], lift.y.value - mark[1]) for lift in lifts]
    bays = [bay for bay in (ship.model.hangar, ship.model.light_garage) if bay is not None]
    return 0.5 * max(bay.length.value for bay in bays), sum(above) / len(above)


def _places(
    ship: ShipFile, outline: Outline, deck: int | None, below: int | None, notes: list[str]
) -> tuple[int, int]:
    """Places on deck and below; where not given, by area."""
    for name, given in (("deck places", deck), ("hangar places", below)):
        if given is not None and (isinstance(given, bool) or given < 0 or given != int(given)):
            raise InputError(f"{name}: a whole number of 0 or more, got {given}")
    found = {"flight-deck": deck, "below": below}
    rough = []
    if deck is None:
        found["flight-deck"] = _by_area(ship, outline, "flight-deck")
        rough.append(f"{found['flight-deck']} on deck")
    if below is None:
        found["below"] = sum(
            _by_area(ship, outline, name) for name in places_of(ship) if name != "flight-deck"
        )
        rough.append(f"{found['below']} below")
    if rough:
        notes.append(
            f"places for {' and '.join(rough)} are taken roughly, by area: 'shortdeck park' plans them, and "
            "--deck-places and --hangar-places give them"
        )
    return int(found["flight-deck"] or 0), int(found["below"] or 0)


def _by_area(ship: ShipFile, outline: Outline, name: str) -> int:
    place: Place = place_of(ship, name, Rules(), outline.spread_span)
    if too_large(outline, place) is not None:
        return 0
    length, width = outline.extent
    box = (length + place.between) * (width + place.between)
    return int(USED_FLOOR * usable(place).area / box)


def _fits(aircraft: AircraftFile, ship: ShipFile, fleet: int, deck: int, below: int) -> None:
    if isinstance(fleet, bool) or fleet != int(fleet) or not 1 <= fleet <= 1000:
        raise InputError(f"the fleet: a whole number of aircraft from 1 to 1000, got {fleet}")
    if deck < 1:
        raise InputError(
            f"'{ship.name}' has no place on deck for '{aircraft.name}' beside the runway in use: no aircraft "
            "can be made ready; give --deck-places if a plan says otherwise"
        )
    if fleet > deck + below:
        raise InputError(
            f"a fleet of {fleet} '{aircraft.name}' does not fit aboard '{ship.name}': {deck} on deck and "
            f"{below} below make {deck + below}; give a smaller fleet, or the places that a plan shows"
        )


def with_units(setup: Setup, name: str, units: int) -> Setup:
    """The same ship with another number of a resource."""
    return dataclasses.replace(setup, units={**setup.units, name: Units(units, units)})


def without_failures(setup: Setup) -> Setup:
    """The same aircraft, which never fail and need no inspection."""
    times = dataclasses.replace(setup.times, fault=0.0, between_failures=inf, inspection_every=inf)
    return dataclasses.replace(setup, times=times)
