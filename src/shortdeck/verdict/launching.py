"""The least wind over deck for a launch, found by flying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.figures import NEVER
from shortdeck.flight.fly import Flight, fly_launch
from shortdeck.flight.setup import Conditions, needs

MOST_WIND = 50.0 * 0.514444  # m/s: beyond it nobody flies from a deck
STRIDE = 5.0 * 0.514444  # m/s of wind
TOLERANCE = 0.05  # m/s of wind
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


def least_true(test: Callable[[float], tuple[str, ...]]) -> tuple[float | None, tuple[str, ...]]:
    """Least wind over deck at which ``test`` names no fault, and the faults just below it.

    Goes up in steps and bisects the first step that ends without a fault; None where none does.
    """
    low, below = 0.0, test(0.0)
    if not below:
        return 0.0, ()
    high = low
    while below and high < MOST_WIND:
        high = min(low + STRIDE, MOST_WIND)
        faults = test(high)
        if not faults:
            break
        low, below = high, faults
    else:
        return None, below
    while high - low > TOLERANCE:
        middle = 0.5 * (low + high)
        faults = test(middle)
        if faults:
            low, below = middle, faults
        else:
            high = middle
    return high, below


def least_wind(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, *, by_path: bool = False
) -> Least:
    """Least wind over deck from ahead in which a launch meets every criterion."""

    def test(wind: float) -> tuple[str, ...]:
        flight = fly_launch(aircraft, ship, replace(k, wind_over_deck=wind), sample=None)
        return unmet(aircraft, flight, by_path=by_path)

    wind, binding = least_true(test)
    if wind is None:
        return Least(None, None, binding)
    return Least(wind, fly_launch(aircraft, ship, replace(k, wind_over_deck=wind), sample=None), binding)
