"""Is this aircraft suitable for that ship? A first verdict, with flights behind each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.conditions import needs
from shortdeck.verdict.effort import EFFORTS, Depth
from shortdeck.verdict.gathering import Gathering
from shortdeck.verdict.lines import Line
from shortdeck.verdict.parts import Part
from shortdeck.verdict.parts_of import parts_of
from shortdeck.verdict.store import Answers

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Assessment:
    """All lines for one aircraft and one ship."""

    aircraft: str
    ship: str
    lines: tuple[Line, ...]
    depth: Depth | None = None
    parts: tuple[Part, ...] = ()  # launch, recover, park, sustain, (year,) whole; of a ship, at a depth
    found: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the parts stand on: flights at sea, parking, sorties, envelopes, operability, by name."""

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.parts:
            return self.parts[-1].sentence
        failed = [line.question for line in self.lines if line.passes is False]
        if not failed:
            return f"{self.aircraft} suits {self.ship} in all that was asked, under the model's assumptions."
        return f"{self.aircraft} with {self.ship}: not met: {'; '.join(failed)}."

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        lines = []
        for line in self.lines:
            data = asdict(line)
            data["hinge"] = line.hinge._asdict() if line.hinge else None
            lines.append(data)
        out = {"aircraft": self.aircraft, "ship": self.ship, "verdict": self.sentence, "lines": lines}
        if self.depth is None:
            return out
        return out | {"depth": self.depth, "parts": [part.as_data() for part in self.parts]}


def assess(
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    *,
    depth: Depth | None = "quick",
    seed: int = 0,
    again: bool = False,
    progress: Progress | None = None,
) -> Assessment:
    """Fly, measure and count; one line for each question, and at a ``depth`` the verdict part by part.

    ``depth``: 'quick' (1000 flights a question in one sea state), 'standard' (sea states 3 to 5, envelopes,
    the share of the year), 'deep' (as long as risks of one in a million take), None (lines of a calm sea
    alone). Answers are kept on disk and found again, unless ``again``. An airfield has no parts.
    Raises InputError for names, files and aircraft that cannot be flown from a deck.
    """
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    needs(craft)
    if depth is not None and depth not in EFFORTS:
        raise InputError(f"depth {depth!r}: allowed are {', '.join(EFFORTS)}")
    gathering = Gathering(
        craft, vessel, effort=EFFORTS[depth or "quick"], seed=seed, answers=Answers(fresh=again),
        say=progress or (lambda _: None),
    )  # fmt: skip
    if depth is None or not isinstance(vessel, ShipFile):
        return Assessment(craft.name, vessel.name, gathering.lines())
    gathering.begin()
    try:
        lines = gathering.lines()
        parts, found = parts_of(gathering, lines)
    finally:
        gathering.stop()
    return Assessment(craft.name, vessel.name, lines, depth, parts, found)
