"""Conditions of a flight from the words of a user."""

from __future__ import annotations

from math import isfinite
from typing import Any, cast, get_args

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.flight.conditions import NOT_ON_DECK, Approach, Conditions, Release
from shortdeck.flight.faults import read_faults
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words


def conditions_of(
    task: str, aircraft: AircraftFile, ship: ShipFile | AirfieldFile, words: Words
) -> Conditions:
    """Conditions of a launch (``task``), or else of a recovery without errors at its start.

    Words of the other task are not looked at. Raises InputError for conditions that the aircraft or the ship
    cannot have.
    """
    mass = aircraft.model.mass
    usual = mass.takeoff[0].value if task == "launch" else mass.landing.value
    values = _own(words, usual)
    values |= weather(ship, words, span=aircraft.model.geometry.span.value) | read_faults(words.faults)
    if values["navigation"] == "nominal" and aircraft.model.navigation is None:
        note = f"no sensors in the file of {aircraft.name}: the control law is told the truth"
        values["notes"] = (*values["notes"], note)
    if task == "launch":
        run, abort = words.deck_run, words.abort_at
        values |= {"release": _release(words.release, values), "abort": words.abort}
        values["deck_run"] = None if run is None else si_value(run, "m", name="deck run")
        values["abort_station"] = NOT_ON_DECK if abort is None else si_value(abort, "m", name="abort at")
    else:
        values |= {"approach": _approach(words.approach, values), "compensation": words.compensation}
    return Conditions(**values)


def _own(words: Words, usual_mass: float) -> dict[str, Any]:
    """What is said of the aircraft and of the deck."""
    surface, stores, speed_factor = words.surface, words.stores, words.speed_factor
    if surface not in ("dry", "wet", "oily"):
        raise InputError(f"surface {surface!r}: allowed are dry, wet, oily")
    if not 0.0 <= stores <= 1.0:
        raise InputError(f"stores {stores}: a share of the payload carried outside, 0 to 1")
    if speed_factor is not None and not 0.5 <= speed_factor <= 3.0:
        raise InputError(f"speed factor {speed_factor}: over the stall speed, 0.5 to 3")
    mass = usual_mass if words.mass is None else si_value(words.mass, "kg", name="mass")
    if not isfinite(mass):
        raise InputError(f"mass is {mass}: a finite number is needed")
    return {
        "mass": mass, "surface": surface, "stores": stores, "ramp": words.ramp, "speed_factor": speed_factor,
    }  # fmt: skip


def _approach(approach: str, values: dict[str, Any]) -> Approach:
    """When an approach begins. Raises InputError where nothing moves that could be waited for."""
    if approach not in get_args(Approach):
        raise InputError(f"approach {approach!r}: allowed are {', '.join(get_args(Approach))}")
    if approach == "quiet" and values.get("seaway") is None:
        raise InputError("approach quiet: it waits for the deck's motion in a sea; say which sea")
    return cast(Approach, approach)


def _release(release: str, values: dict[str, Any]) -> Release:
    """How a launch is released. Raises InputError where nothing moves that could be waited for."""
    if release not in get_args(Release):
        raise InputError(f"release {release!r}: allowed are {', '.join(get_args(Release))}")
    if release == "timed" and values.get("seaway") is None:
        raise InputError("release timed: it waits for the deck's motion in a sea; say which sea")
    return cast(Release, release)
