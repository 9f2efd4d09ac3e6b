"""What a report shows beside the assessment, flown and planned for it where no result is at hand."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.verdict.report import Material, answers_of, write_report

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftFile
    from shortdeck.catalog.ship import AirfieldFile
    from shortdeck.flight.fly import Flight
    from shortdeck.limits.envelope import Envelope
    from shortdeck.verdict.assess import Assessment

FLIGHTS = 10
SEA_STATES = (3, 4, 5)
SEA_STATE = 4  # of the flights that are shown
WIND = "25 kn"
SHIP_SPEED = "12 kn"
FLEET = 6
STATION = "200 nmi"
DAYS, REPLICATIONS = 10.0, 10
RISK, MOST_FLIGHTS = 0.05, 400  # of envelopes: the risk, and flights at a point
SPEEDS = ("10 kn", "17.5 kn", "25 kn", "32.5 kn", "40 kn")
DIRECTIONS = 8
EFFORT = 0.02  # of parking plans: seconds a place

Progress = Callable[[str], None]


def gather(
    assessment: Assessment,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    *,
    command: str,
    seed: int = 0,
    progress: Progress | None = None,
) -> Material:
    """Everything that a quick report shows: a minute or two beyond the assessment itself."""
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    say = progress or (lambda _: None)
    found = Material(
        aircraft=craft,
        ship=vessel,
        assessment=assessment,
        sentence=assessment.sentence,
        command=command,
        seed=seed,
        answers=answers_of(assessment),
    )
    say("limits of wind over deck")
    known = assessment.found.get("envelopes")
    found = replace(found, envelopes=known or quick_envelopes(craft, vessel, seed=seed))
    say("ten launches and ten recoveries")
    found = replace(found, flights=shown_flights(craft, vessel, seed=seed))
    if not isinstance(vessel, ShipFile):
        return found
    from shortdeck.vessel.deck_motion import motion

    say("deck motion")
    motions = tuple(
        motion(vessel, sea_state=state, wave_heading="180 deg", ship_speed=SHIP_SPEED, seed=seed)
        for state in SEA_STATES
    )
    found = replace(found, motions=motions)
    # What the assessment found for its parts is shown, and not worked out again.
    known = assessment.found
    found = replace(
        found, parking=known.get("park"), sorties=known.get("sustain"), operability=known.get("year")
    )
    if found.parking is None:
        found = _with_parking(found, say)
    if found.sorties is None:
        found = _with_fleet(found, say)
    return found if found.operability is not None else _with_year(found, say)


def write(
    assessment: Assessment, aircraft: str, ship: str, path: str, *, seed: int = 0,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """The report of the command line: gather what it shows, and write it."""
    words = ["shortdeck", "assess", aircraft, ship, "--seed", str(seed)]
    words += [] if assessment.depth is None else ["--depth", assessment.depth]
    command = shlex.join([*words, "--report", path])
    material = gather(assessment, aircraft, ship, command=command, seed=seed, progress=progress)
    return write_report(material, path)


def shown_flights(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, *, seed: int, count: int = FLIGHTS
) -> tuple[Flight, ...]:
    """Launches and recoveries of the first cases of a seed: at sea from a ship, in wind from a runway."""
    from shortdeck.flight.fly import launch, recover

    out: list[Flight] = []
    for case in range(count):
        if isinstance(ship, ShipFile):
            sea = {"sea_state": SEA_STATE, "ship_speed": SHIP_SPEED, "seed": seed, "case": case}
            out.append(launch(aircraft, ship, wind_over_deck=WIND, **sea))  # type: ignore[arg-type]
        else:
            out.append(launch(aircraft, ship, wind_over_deck="10 kn", seed=seed, case=case))
    for case in range(count):
        if isinstance(ship, ShipFile):
            out.append(recover(aircraft, ship, wind_over_deck=WIND, **sea | {"case": case}))  # type: ignore[arg-type]
        else:
            out.append(recover(aircraft, ship, wind_over_deck="10 kn", seed=seed, case=case))
    return tuple(out)


def quick_envelopes(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, *, seed: int
) -> tuple[Envelope, ...]:
    """Limits of launch and recovery on a coarse grid at a risk that few flights can show."""
    from shortdeck.limits.envelope import envelope

    at_sea: dict[str, Any] = (
        {"sea_state": SEA_STATE, "ship_speed": SHIP_SPEED} if isinstance(ship, ShipFile) else {}
    )
    return tuple(
        envelope(
            task,
            aircraft,
            ship,
            risk=RISK,
            flights=MOST_FLIGHTS,
            speeds=SPEEDS,
            directions=DIRECTIONS,
            highest_mass=False,
            seed=seed,
            **at_sea,
        )
        for task in ("launch", "recover")
    )


def _with_year(found: Material, say: Progress) -> Material:
    """The share of the year, with as few flights as give a first look."""
    assert isinstance(found.ship, ShipFile)
    say("share of the year")
    from shortdeck.fleet.operability import LEAST_FLIGHTS, operability

    try:
        answer = operability(found.aircraft, found.ship, flights=LEAST_FLIGHTS, study=False, seed=found.seed)
    except InputError:
        return found
    return replace(found, operability=answer)


def _with_parking(found: Material, say: Progress) -> Material:
    """Plans, where the extra for them is installed and the ship can carry the aircraft."""
    assert isinstance(found.ship, ShipFile)
    say("parking plans")
    try:
        from shortdeck.parking.plan import park

        return replace(found, parking=park(found.aircraft, found.ship, effort=EFFORT, seed=found.seed))
    except (InputError, ImportError):
        return found


def _with_fleet(found: Material, say: Progress) -> Material:
    """A fleet's deck cycle, where both files tell of handling."""
    assert isinstance(found.ship, ShipFile)
    say("deck cycle")
    from shortdeck.fleet.sorties import sorties

    try:
        answer = sorties(
            found.aircraft,
            found.ship,
            fleet=FLEET,
            days=DAYS,
            station=STATION,
            replications=REPLICATIONS,
            seed=found.seed,
            study=False,
        )
    except InputError:
        return found
    return replace(found, sorties=answer)
