"""Landing from touchdown to stop against the deck, over wind over deck, found by flying."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.fly import Flight, fly_recovery
from shortdeck.flight.setup import Conditions
from shortdeck.verdict.launching import Least, least_true


class Stop(NamedTuple):
    """One landing: wind over deck (m/s), outcome, stopping distance and deck left ahead (m)."""

    wind: float
    outcome: str
    distance: float | None
    left: float | None


def attempt(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Flight | None:
    """One landing; None where the approach makes no way against the wind."""
    try:
        return fly_recovery(aircraft, ship, k, sample=None)
    except InputError as error:
        if "makes no way" in str(error):
            return None
        raise


def stop_at(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Stop:
    """Outcome and stopping distance in given conditions."""
    flight = attempt(aircraft, ship, k)
    if flight is None:
        return Stop(k.wind_over_deck, "no way against the wind", None, None)
    f = flight.figures
    stopped = f.stop_x != 0.0
    return Stop(
        k.wind_over_deck,
        flight.outcome.name,
        f.stop_x - f.touchdown_x if stopped else None,
        flight.targets["deck_end_x"] - f.stop_x if stopped else None,
    )


def least_wind_to_stop(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions) -> Least:
    """Least wind over deck from ahead in which a landing ends stopped on the deck."""

    def test(wind: float) -> tuple[str, ...]:
        found = stop_at(aircraft, ship, replace(k, wind_over_deck=wind))
        return () if found.outcome == "stopped" else (found.outcome,)

    wind, binding = least_true(test)
    if wind is None:
        return Least(None, None, binding)
    return Least(wind, attempt(aircraft, ship, replace(k, wind_over_deck=wind)), binding)
