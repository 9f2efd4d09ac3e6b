"""Launches and recoveries by the thousand in the usual wind of a sea state, and what they hang on."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import number, with_value
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.verdict.hinge import Hinge

if TYPE_CHECKING:
    from shortdeck.safety.unknowns import Unknown

KNOT = 1852.0 / 3600.0
LEAST_WAY = 6.0 * KNOT  # speed that the ship keeps for steering, m/s
SCREENED = 8  # flights with each number at either end
QUANTILE = 0.1  # of their margins to a mishap: it ranks the numbers
JUDGED = 3  # numbers, the first of the ranking, of which success is counted
COUNTED = 250  # flights with each of these at either end


class Share(NamedTuple):
    """A share of flights with its exact interval (95 %)."""

    value: float
    low: float
    high: float
    happened: int
    flights: int


class AtSea(NamedTuple):
    """What flights in the usual wind of a sea state came to."""

    task: str
    sea_state: int
    ship_speed: float  # m/s
    mass: float  # kg
    success: Share
    mishap: Share
    outcomes: dict[str, int]
    reason: str = ""  # why none was flown


NONE = Share(0.0, 0.0, 1.0, 0, 0)


def fly_at_sea(
    task: str, aircraft: AircraftFile, ship: ShipFile, *, sea_state: int, ship_speed: float, flights: int,
    mass: float, seed: int,
) -> AtSea:  # fmt: skip
    """Flights in head seas and the usual wind, turbulence, airwake and sensors on; cases 0, 1, 2, ..."""
    from shortdeck.limits.points import rates_at

    words: dict[str, list[float]] = {
        "sea_state": [sea_state], "wave_heading": [pi], "ship_speed": [ship_speed], "mass": [mass],
    }  # fmt: skip
    found = rates_at(task, aircraft, ship, words, flights, seed)
    if found.interrupted:
        raise KeyboardInterrupt
    if found.reasons[0]:
        return AtSea(task, sea_state, ship_speed, mass, NONE, NONE, {}, found.reasons[0])
    shares = {}
    for name in ("success", "mishap"):
        s = found.share(name)
        count = int(found.counts[name][0])
        shares[name] = Share(float(s.estimate[0]), float(s.low[0]), float(s.high[0]), count, flights)
    outcomes = {name: int(n[0]) for name, n in found.outcomes.items() if n[0]}
    return AtSea(task, sea_state, ship_speed, mass, shares["success"], shares["mishap"], outcomes)


def speed_for(ship: ShipFile, *, wanted: float, sea_state: int) -> float:
    """Ship speed that makes the wanted wind over deck with the usual wind of a sea state from ahead, m/s."""
    true = usual_wind(ship, sea_state=sea_state)
    return min(max(wanted - true, LEAST_WAY), ship.model.hull.speed_max.value)


def usual_wind(ship: ShipFile, *, sea_state: int) -> float:
    """True wind of a sea state at the reference height over a ship's deck, m/s."""
    from shortdeck.air.wind import REFERENCE_HEIGHT
    from shortdeck.sea.states import DEFAULT_OCEAN
    from shortdeck.sea.states import sea_state as state_of
    from shortdeck.vessel.pack import deck_height

    return state_of(sea_state, DEFAULT_OCEAN).wind_at(deck_height(ship.model) + REFERENCE_HEIGHT)


def made(ship: ShipFile, *, wind: float, sea_state: int) -> bool:
    """Whether a wind over deck is made with the usual wind of a sea state."""
    return wind <= usual_wind(ship, sea_state=sea_state) + ship.model.hull.speed_max.value


def recovery_hinge(
    aircraft: AircraftFile, ship: ShipFile, *, sea_state: int, seed: int, screened: int = SCREENED,
    counted: int = COUNTED,
) -> Hinge | None:  # fmt: skip
    """The uncertain number that moves the share aboard at the first attempt most over its plus/minus.

    Every number that acts on a flight is moved to both ends and ranked by how far the margin to a mishap
    moves in the same few flights; for the first three the share is counted at both ends.
    """
    ranked = _ranked(aircraft, ship, sea_state=sea_state, seed=seed, flights=screened)

    def share(a: AircraftFile, s: ShipFile) -> float | None:
        mass = a.model.mass.landing.value
        try:
            found = fly_at_sea("recovery", a, s, sea_state=sea_state, ship_speed=LEAST_WAY, flights=counted,
                               mass=mass, seed=seed)  # fmt: skip
        except (InputError, ValueError):  # the end of the range is no aircraft or ship at all
            return None
        return None if found.reason else found.success.value

    stands = share(aircraft, ship)
    best: Hinge | None = None
    for (which, path), unknown in ranked[:JUDGED]:
        file = aircraft if which == "aircraft" else ship
        ends = []
        for sign in (-1.0, 1.0):
            value = unknown.value + sign * unknown.plus_minus
            moved = with_value(file, path, value, check_file=False)
            ends.append(share(moved, ship) if isinstance(moved, AircraftFile) else share(aircraft, moved))
        spread = max(1.0 if end is None else abs(end - (stands or 0.0)) for end in ends)
        if best is None or spread > best.spread:
            confidence = str(number(file, path).confidence)
            best = Hinge(
                file.name, path, unknown.value, unknown.plus_minus, confidence, ends[0], ends[1], spread
            )
    return best


def _ranked(
    aircraft: AircraftFile, ship: ShipFile, *, sea_state: int, seed: int, flights: int
) -> list[tuple[tuple[str, str], Unknown]]:
    """File, path and spread of the unknown numbers, first the one that moves the margin farthest."""
    from shortdeck.campaign.cases import cases
    from shortdeck.safety.hinges import VariedFlights, unknowns_of
    from shortdeck.safety.margins import ANY

    words: dict[str, list[float]] = {
        "sea_state": [sea_state], "wave_heading": [pi], "ship_speed": [LEAST_WAY],
        "mass": [aircraft.model.mass.landing.value],
    }  # fmt: skip
    k = cases("recovery", aircraft, ship, words, seed=seed).conditions(0)
    varied = VariedFlights("recovery", aircraft, ship, k, ANY, QUANTILE, flights, None, None)
    stands = varied.respond([], np.zeros((1, 0)))[0]
    effects = []
    for key, unknown in unknowns_of(aircraft, ship).items():
        ends = np.array([[unknown.value - unknown.plus_minus], [unknown.value + unknown.plus_minus]])
        effects.append((-float(np.abs(varied.respond([key], ends) - stands).max()), key, unknown))
    return [(key, unknown) for _, key, unknown in sorted(effects)]
