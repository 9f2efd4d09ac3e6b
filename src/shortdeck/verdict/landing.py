"""Landing from touchdown to stop against the deck, over wind over deck, found by flying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.fly import Flight
from shortdeck.flight.setup import Conditions
from shortdeck.verdict.launching import Least, least_true
from shortdeck.verdict.searches import Came, Search, Wanted, run

NO_WAY = "no way against the wind"


class Stop(NamedTuple):
    """One landing: wind over deck (m/s), outcome, stopping distance and deck left ahead (m)."""

    wind: float
    outcome: str
    distance: float | None
    left: float | None


def landed(came: Came) -> Flight | None:
    """The flight; None where the approach makes no way against the wind. Raises what else it is."""
    if isinstance(came, Flight):
        return came
    if "makes no way" in str(came):
        return None
    raise came


def stop_of(came: Came, wind: float) -> Stop:
    """Outcome and stopping distance of a landing."""
    flight = landed(came)
    if flight is None:
        return Stop(wind, NO_WAY, None, None)
    f = flight.figures
    stopped = f.stop_x != 0.0
    return Stop(
        wind,
        flight.outcome.name,
        f.stop_x - f.touchdown_x if stopped else None,
        flight.targets["deck_end_x"] - f.stop_x if stopped else None,
    )


def attempt(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Search[Flight | None]:
    """One landing; None where the approach makes no way against the wind."""
    (came,) = yield [Wanted("recovery", aircraft, ship, k)]
    return landed(came)


def stops(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, conditions: Sequence[Conditions]
) -> Search[list[Stop]]:
    """Outcome and stopping distance in each of several conditions."""
    came = yield [Wanted("recovery", aircraft, ship, k) for k in conditions]
    return [stop_of(one, k.wind_over_deck) for one, k in zip(came, conditions, strict=True)]


def stop_at(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Stop:
    """Outcome and stopping distance in given conditions."""
    return run(stops(aircraft, ship, [k]))[0]


def seek_stop(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Search[Least]:
    """As ``least_wind_to_stop``, as a search."""

    def ask(wind: float) -> Wanted:
        return Wanted("recovery", aircraft, ship, replace(k, wind_over_deck=wind))

    def faults(came: Came) -> tuple[str, ...]:
        found = stop_of(came, 0.0)
        return () if found.outcome == "stopped" else (found.outcome,)

    wind, binding = yield from least_true(ask, faults)
    if wind is None:
        return Least(None, None, binding)
    (came,) = yield [ask(wind)]
    return Least(wind, landed(came), binding)


def least_wind_to_stop(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Least:
    """Least wind over deck from ahead in which a landing ends stopped on the deck."""
    return run(seek_stop(aircraft, ship, k))
