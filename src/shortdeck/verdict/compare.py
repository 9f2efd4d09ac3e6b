"""Which aircraft, from which ship or field: the same work for each pair, each pair flown once.

A need is met where the assessment of the pair meets every line that it judges, in the wind that may be
counted on: what the ship makes herself plus a true wind from ahead (none unless asked for).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions, needs
from shortdeck.verdict.assess import Assessment, assess
from shortdeck.verdict.change import Case, Change, Place, changes, most_mass, narrower, ranked, smaller
from shortdeck.verdict.landing import seek_stop
from shortdeck.verdict.launching import seek_launch
from shortdeck.verdict.lines import Line
from shortdeck.verdict.searches import abreast, run
from shortdeck.verdict.store import Answers, Asked
from shortdeck.vessel.pack import Surface

KNOT = 0.514444
SHORT = 800.0  # m: below it a runway is of code number 1 (ICAO Annex 14, table 1-1)
LOADS = (0.2, 0.4, 0.6, 0.8, 1.0)  # of the span from empty to the greatest take-off mass
Need = Literal["from ships", "from short strips", "from airfields"]
NEEDS: tuple[Need, ...] = ("from ships", "from short strips", "from airfields")
_LAUNCH = re.compile(r"launch_(\d+)kg")
_LANDING = re.compile(r"landing_(dry|wet)")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Shortfall:
    """A line that is not met, why, and what would make it pass, the smallest change first."""

    key: str
    question: str
    why: str
    changes: tuple[Change, ...]

    @property
    def least(self) -> Change | None:
        """The smallest change that suffices."""
        return next((change for change in self.changes if change.amount is not None), None)


@dataclass(frozen=True)
class Load:
    """Useful load (above the empty mass, kg) and the wind over deck that it takes to launch it and to land.

    ``wind`` is None where no wind up to 50 kn suffices; landing is at the file's landing mass or this mass,
    whichever is less, on a dry surface.
    """

    load: float
    mass: float
    wind: float | None


@dataclass(frozen=True)
class Option:
    """One aircraft at one place."""

    aircraft: str
    place: str
    need: Need
    wind: float  # over deck that may be counted on, m/s
    assessment: Assessment | None  # None: it cannot be flown at all
    shortfalls: tuple[Shortfall, ...]
    loads: tuple[Load, ...]
    useful_load: float | None  # greatest that launches and lands in that wind, kg above empty; None: none
    aboard: float | None  # that the hangar takes by a first count; None: no hangar

    @property
    def meets(self) -> bool:
        """Whether every line that is judged is met."""
        return not self.shortfalls


@dataclass(frozen=True)
class Comparison:
    """All options, and how many answers were found and worked out."""

    aircraft: tuple[str, ...]
    places: tuple[str, ...]
    true_wind: float
    options: tuple[Option, ...]
    asked: Asked

    def option(self, aircraft: str, place: str) -> Option:
        """The option of a pair. Raises KeyError."""
        for option in self.options:
            if (option.aircraft, option.place) == (aircraft, place):
                return option
        raise KeyError((aircraft, place))

    def front(self, place: str) -> tuple[tuple[str, Load], ...]:
        """Aircraft and loads at a place that no other betters: more load in no more wind, or less wind.

        Loads that no wind lets fly are left out.
        """
        points = [
            (option.aircraft, load)
            for option in self.options
            if option.place == place
            for load in option.loads
            if load.wind is not None
        ]
        return tuple(point for point in points if not any(_betters(other, point) for other in points))


def _betters(one: tuple[str, Load], other: tuple[str, Load]) -> bool:
    a, b = one[1], other[1]
    if a.wind is None or b.wind is None:
        return False
    return a.load >= b.load and a.wind <= b.wind and (a.load, -a.wind) != (b.load, -b.wind)


def compare(
    aircraft: Sequence[str | Path | AircraftFile],
    at: Sequence[str | Path | ShipFile | AirfieldFile],
    *,
    true_wind: float | str = 0.0,
    again: bool = False,
    answers: Answers | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Assess every aircraft at every ship or airfield: which will do for what, and what the others lack.

    ``true_wind`` from ahead (m/s, or a text with its unit) may be counted on beside a ship's own speed. Every
    pair is kept on disk under all that it depends on; ``again`` works it out anew. Raises InputError for
    names and files that cannot be used.
    """
    craft, places = [load_aircraft(name) for name in aircraft], [load_ship(name) for name in at]
    for kind, files in (("aircraft", craft), ("places", places)):
        given = [file.name for file in files]
        if not given:
            raise InputError(f"{kind}: at least one is needed")
        if len(set(given)) < len(given):
            raise InputError(f"{kind}: {', '.join(given)}: each once")
    wind = si_value(true_wind, "m/s", name="true wind")
    if not 0.0 <= wind <= 30.0:
        raise InputError(f"true wind {wind:g} m/s: allowed are 0 to 30 m/s (58 kn) from ahead")
    kept, say = answers or Answers(fresh=again), progress or (lambda _: None)
    options = [_option(one, place, wind, kept, say) for place in places for one in craft]
    names = tuple(file.name for file in craft), tuple(file.name for file in places)
    return Comparison(*names, wind, tuple(options), kept.asked)


def _option(craft: AircraftFile, place: Place, true_wind: float, kept: Answers, say: Progress) -> Option:
    wind = true_wind + (place.model.hull.speed_max.value if isinstance(place, ShipFile) else 0.0)
    need, name = need_of(place), f"{craft.name}, {place.name}"
    try:
        needs(craft)
    except InputError as error:
        lacking = Shortfall("flight", "fly from a deck", str(error), ())
        return Option(craft.name, place.name, need, wind, None, (lacking,), (), None, None)
    pair = {"aircraft": craft, "ship": place}

    def telling(what: str) -> None:
        say(f"{name}: {what}")

    found = kept.get(
        "assessment",
        pair,
        lambda: assess(craft, place, depth=None, progress=lambda text: say(f"{name}: {text}")),
    )
    say(f"{name}: loads and winds")
    loads = kept.get("loads", pair | {"shares": LOADS}, lambda: _loads(craft, place))
    load = kept.get("useful load", pair | {"wind": wind}, lambda: _useful_load(craft, place, wind))
    say(f"{name}: what would make it pass")
    lacking_ = kept.get(
        "shortfalls", pair | {"wind": wind}, lambda: _shortfalls(craft, place, found, wind)
    )  # fmt: skip
    return Option(craft.name, place.name, need, wind, found, lacking_, loads, load, _aboard(found))


def need_of(place: Place) -> Need:
    """Which need a place stands for."""
    if isinstance(place, ShipFile):
        return "from ships"
    return "from short strips" if place.model.length.value < SHORT else "from airfields"


def _aboard(found: Assessment) -> float | None:
    counts = [line.value for line in found.lines if line.key.startswith("hangar_") and line.value is not None]
    return max(counts, default=None)


def _loads(craft: AircraftFile, place: Place) -> tuple[Load, ...]:
    mass = craft.model.mass
    empty, top = mass.empty.value, max(m.value for m in mass.takeoff)
    heavy = [empty + share * (top - empty) for share in LOADS]
    light = [min(one, mass.landing.value) for one in heavy]
    searches = [seek_launch(craft, place, Conditions(mass=one)) for one in heavy]
    searches += [seek_stop(craft, place, Conditions(mass=one)) for one in light]
    winds = [least.wind for least in run(abreast(searches))]
    out = []
    for one, launch, landing in zip(heavy, winds[: len(heavy)], winds[len(heavy) :], strict=True):
        wind = None if launch is None or landing is None else max(launch, landing)
        out.append(Load(one - empty, one, wind))
    return tuple(out)


def _useful_load(craft: AircraftFile, place: Place, wind: float) -> float | None:
    mass = most_mass(craft, place, wind=wind)
    return None if mass is None else mass - craft.model.mass.empty.value


def _shortfalls(
    craft: AircraftFile, place: Place, found: Assessment, wind: float
) -> tuple[Shortfall, ...]:  # fmt: skip
    return tuple(
        Shortfall(line.key, line.question, _why(line, wind), _changes(craft, place, line, wind))
        for line in found.lines
        if not _met(line, wind)
    )


def _is_flown(line: Line) -> bool:
    return bool(_LAUNCH.fullmatch(line.key) or _LANDING.fullmatch(line.key))


def _met(line: Line, wind: float) -> bool:
    """Whether a line is met in that wind over deck; lines that judge nothing are."""
    if line.passes is True and _is_flown(line) and line.value is not None:
        return line.value <= wind + 1e-9
    return line.passes is not False


def _why(line: Line, wind: float) -> str:
    if line.passes is True and line.value is not None:
        return f"takes {line.value / KNOT:.1f} kn over deck, {wind / KNOT:.1f} kn may be counted on"
    if line.key == "clearance" and line.value is not None and line.margin is not None:
        return f"{line.value:.1f} m to deck edge or island, {line.value - line.margin:.1f} m are asked"
    return line.answer


def _changes(craft: AircraftFile, place: Place, line: Line, wind: float) -> tuple[Change, ...]:
    launch, landing = _LAUNCH.fullmatch(line.key), _LANDING.fullmatch(line.key)
    if launch:
        case = Case("launch", craft, place, float(launch[1]), wind, "dry")
        return changes(case, needed=line.value)
    if landing:
        surface: Surface = "wet" if landing[1] == "wet" else "dry"
        case = Case("landing", craft, place, craft.model.mass.landing.value, wind, surface)
        return changes(case, needed=line.value)
    if line.margin is None:
        return ()
    if line.key == "clearance":
        return ranked([narrower(craft, line.margin)])
    if line.key.startswith("lift_"):
        return ranked([smaller(craft, line.margin, folded=line.key == "lift_folded")])
    return ()
