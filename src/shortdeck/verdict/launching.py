"""The least wind over deck for a launch, found by flying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.figures import NEVER
from shortdeck.flight.fly import Flight
from shortdeck.flight.setup import Conditions, needs
from shortdeck.verdict.searches import Came, Search, Wanted, run

MOST_WIND = 50.0 * 0.514444  # m/s: beyond it nobody flies from a deck
STRIDE = 5.0 * 0.514444  # m/s of wind
TOLERANCE = 0.05  # m/s of wind
HALVINGS = 3  # that are flown in one round: seven winds, a block of lanes but one
SETTLING = 0.15  # m below deck level: an unloaded wheel's lowest point stands that far in a loaded one
SPEED_SLACK = 0.99  # the located lift-off may fall this short of the speed asked for


class Least(NamedTuple):
    """The least wind over deck (m/s), the flight in it, and what forbids less wind."""

    wind: float | None
    flight: Flight | None
    binding: tuple[str, ...]


def unmet(aircraft: AircraftFile, flight: Flight, *, by_path: bool = False) -> tuple[str, ...]:
    """The launch criteria of the aircraft's file that a launch did not meet; empty where it counts.

    ``by_path`` leaves out the factor on the stall speed: what counts is that it flies away
    without coming below deck level, with the margin to the stall.
    """
    _, criteria, _ = needs(aircraft)
    f, t = flight.figures, flight.targets
    if flight.outcome.name != "launched":
        return (flight.outcome.name,)
    faults = []
    on_ramp = f.t_bow < NEVER and f.t_airborne >= f.t_bow - 0.5 and f.bow_climb > 1.0
    # Off a ramp the aircraft may still be accelerating in the air: the speed is asked for when it stops
    # losing climb.
    speed = max(f.lowest_speed, f.airborne_speed) if on_ramp else f.airborne_speed
    if not by_path and speed < SPEED_SLACK * t["lift_off_speed"]:
        faults.append("speed over stall")
    if f.lowest_after_bow < -SETTLING:
        faults.append("settles below the deck")
    if not by_path and f.t_bow < NEVER and f.least_climb < 0.0 and on_ramp:
        faults.append("sinks after the ramp")
    if f.least_alpha_margin < criteria.alpha_margin.value:
        faults.append("margin to the stall")
    if f.least_reserve < criteria.control_reserve.value:
        faults.append("control reserve")
    if min(f.least_tail, f.least_prop) < criteria.clearance.value:
        faults.append("tail or propeller clearance")
    if t["climb_gradient"] < criteria.climb_gradient.value:
        faults.append("climb gradient")
    return tuple(faults)


def least_true(
    ask: Callable[[float], Wanted], faults: Callable[[Came], tuple[str, ...]]
) -> Search[tuple[float | None, tuple[str, ...]]]:
    """Least wind over deck in which a flight has no fault, and the faults just below it.

    All strides are flown at once, and the first that ends without a fault is halved again and again, several
    halvings in a round; None where none does.
    """
    winds = [0.0]
    while winds[-1] < MOST_WIND:
        winds.append(min(winds[-1] + STRIDE, MOST_WIND))
    found = [faults(came) for came in (yield [ask(wind) for wind in winds])]
    good = next((k for k, fault in enumerate(found) if not fault), None)
    if good is None:
        return None, found[-1]
    if good == 0:
        return 0.0, ()
    low, high, below = winds[good - 1], winds[good], found[good - 1]
    while high - low > TOLERANCE:
        middles = _halvings(low, high, HALVINGS)
        came = yield [ask(middle) for middle in middles]
        known = dict(zip(middles, map(faults, came), strict=True))
        for _ in range(HALVINGS):
            if high - low <= TOLERANCE:
                break
            middle = 0.5 * (low + high)
            if known[middle]:
                low, below = middle, known[middle]
            else:
                high = middle
    return high, below


def _halvings(low: float, high: float, depth: int) -> list[float]:
    """Every middle that so many halvings can come to."""
    if depth == 0:
        return []
    middle = 0.5 * (low + high)
    return [middle, *_halvings(low, middle, depth - 1), *_halvings(middle, high, depth - 1)]


def seek_launch(
    aircraft: AircraftFile, ship: AirfieldFile | ShipFile, k: Conditions, *, by_path: bool = False
) -> Search[Least]:
    """As ``least_wind``, as a search."""

    def ask(wind: float) -> Wanted:
        return Wanted("launch", aircraft, ship, replace(k, wind_over_deck=wind))

    def faults(came: Came) -> tuple[str, ...]:
        if not isinstance(came, Flight):
            raise came
        return unmet(aircraft, came, by_path=by_path)

    wind, binding = yield from least_true(ask, faults)
    if wind is None:
        return Least(None, None, binding)
    (flight,) = yield [ask(wind)]
    return Least(wind, flight if isinstance(flight, Flight) else None, binding)


def least_wind(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, *, by_path: bool = False
) -> Least:
    """Least wind over deck from ahead in which a launch meets every criterion."""
    return run(seek_launch(aircraft, ship, k, by_path=by_path))
