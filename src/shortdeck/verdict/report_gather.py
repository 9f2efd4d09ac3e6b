"""What a report shows beside the assessment: found again where it is known, flown and planned where not."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.verdict.effort import EFFORTS
from shortdeck.verdict.gathering import Gathering
from shortdeck.verdict.report import Material, answers_of, write_report
from shortdeck.verdict.store import Answers

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftFile
    from shortdeck.catalog.ship import AirfieldFile
    from shortdeck.flight.fly import Flight
    from shortdeck.verdict.assess import Assessment
    from shortdeck.vessel.deck_motion import DeckMotion

FLIGHTS = 10
SEA_STATES = (3, 4, 5)
SEA_STATE = 4  # of the flights that are shown
WIND = "25 kn"
SHIP_SPEED = "12 kn"

Progress = Callable[[str], None]


def gather(
    assessment: Assessment,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    *,
    command: str,
    seed: int = 0,
    again: bool = False,
    answers: Answers | None = None,
    progress: Progress | None = None,
) -> Material:
    """Everything that a report shows. What the assessment stands on is not worked out again; what is beside
    it is kept like it: limits of wind, ten launches and recoveries, deck motion, plans, a fleet, the year."""
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    say = progress or (lambda _: None)
    g = Gathering(
        craft, vessel, effort=EFFORTS[assessment.depth or "quick"], seed=seed,
        answers=answers or Answers(fresh=again), say=say,
    )  # fmt: skip
    known = dict(assessment.found)
    at_sea = isinstance(vessel, ShipFile)
    if at_sea and "park" not in known:
        g.begin()
    try:
        envelopes = known.get("envelopes") or g.envelopes()
        say("ten launches and ten recoveries")
        flights = shown_flights(craft, vessel, seed=seed)
        if at_sea:
            say("deck motion")
            known.setdefault("park", g.parking() if "park" not in known else None)
            known.setdefault("sustain", g.sorties() if "sustain" not in known else None)
            known.setdefault("year", g.year() if "year" not in known else None)
    finally:
        g.stop()
    return Material(
        aircraft=craft, ship=vessel, assessment=assessment, sentence=assessment.sentence, command=command,
        seed=seed, answers=answers_of(assessment), envelopes=envelopes, flights=flights,
        motions=shown_motions(vessel, seed=seed) if isinstance(vessel, ShipFile) else (),
        parking=known.get("park"), sorties=known.get("sustain"), operability=known.get("year"),
        risks=known.get("risk"),
    )  # fmt: skip


def write(
    assessment: Assessment, aircraft: str, ship: str, path: str, *, seed: int = 0, again: bool = False,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """The report of the command line: gather what it shows, and write it."""
    words = ["shortdeck", "assess", aircraft, ship, "--seed", str(seed)]
    words += [] if assessment.depth is None else ["--depth", assessment.depth]
    command = shlex.join([*words, "--report", path])
    material = gather(assessment, aircraft, ship, command=command, seed=seed, again=again, progress=progress)
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


def shown_motions(ship: ShipFile, *, seed: int) -> tuple[DeckMotion, ...]:
    """How the deck moves in head seas of three sea states."""
    from shortdeck.vessel.deck_motion import motion

    return tuple(
        motion(ship, sea_state=state, wave_heading="180 deg", ship_speed=SHIP_SPEED, seed=seed)
        for state in SEA_STATES
    )
