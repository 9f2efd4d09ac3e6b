"""How many fit and can get out: the plans of a ship's places for one aircraft, alone or among others.

Three answers belong together. *Geometric*: the most that stand without touching. *In turn*: the most of
which all can leave one at a time. *Freely*: the most of which each can leave while no other is moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_parked, load_ship
from shortdeck.catalog.parked import ParkedFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import KINDS, UnitError, convert
from shortdeck.errors import InputError
from shortdeck.parking import choose
from shortdeck.parking.desk import Clock, Desk, Progress, Work
from shortdeck.parking.outline import outline_of
from shortdeck.parking.place import PLACES, Rules, place_of, places_of
from shortdeck.parking.result import Craft, Parking, PlacePlan


def park(
    aircraft: str | AircraftFile | ParkedFile,
    ship: str | ShipFile,
    *,
    places: Sequence[str] | None = None,
    mix: Mapping[str, int] | None = None,
    folded: bool | None = None,
    spread_on: Sequence[str] = (),
    clearance: str | float | None = None,
    structure: str | float | None = None,
    wheel_edge: str | float | None = None,
    runway: str = "in-use",
    spots: Sequence[str] = (),
    overhang: str = "none",
    on_lifts: bool = False,
    nest: float | None = None,
    seed: int = 0,
    effort: float = 1.0,
    time_limit: str | float | None = None,
    progress: Progress | None = None,
) -> Parking:
    """How many of an aircraft fit in the hangar, light garage and on the deck of a ship, and can get out.

    ``places``: of 'hangar', 'light-garage', 'flight-deck'; default: all that she has. ``mix``: numbers of
    aircraft by name; other aircraft are placed first, and of ``aircraft`` as many as it says, or as many
    as fit. ``folded``: default where wings fold, except in the places of ``spread_on``. Clearances:
    default the ship's. ``runway``: 'in-use' keeps the strip free, 'clear' of flying lets it be parked on.
    ``overhang``: 'none', 'edge', 'aircraft' or 'both'. ``nest``: seconds for spyrrow to look for a start
    in a free rectangle. ``effort``: factor on the work, which is counted, not timed, so that the same seed
    gives the same plan; only ``time_limit`` stops by the clock. Raises InputError.
    """
    if find_spec("ortools") is None:
        raise InputError(choose.MISSING)
    tell = progress or (lambda _: None)
    vessel = load_ship(ship)
    if not isinstance(vessel, ShipFile):
        raise InputError(
            f"'{vessel.name}' is an airfield; give a ship, whose deck and hangar have walls and edges"
        )
    crafts, asked = _crafts(aircraft, mix)
    rules = _rules(clearance, structure, wheel_edge, runway, tuple(spots), overhang, on_lifts)
    wanted = tuple(places) if places else places_of(vessel)
    _known(wanted, "place")
    _known(spread_on, "place")
    if not 0.0 < effort <= 100.0:
        raise InputError(f"effort must be above 0 and at most 100, got {effort:g}")
    clock = Clock(None if time_limit is None else _si(time_limit, "time", "time limit"))
    work = Work(seed, effort, clock, tell, nest)
    kept_spread = PLACES if folded is False else tuple(spread_on)
    found, interrupted = _planned(vessel, crafts, asked, rules, wanted, kept_spread, work)
    if all(plan.refusal for plan in found):
        raise InputError("; ".join(dict.fromkeys(str(plan.refusal) for plan in found)))
    return Parking(crafts[0], vessel, crafts, found, asked, seed, effort, interrupted)


def _planned(
    ship: ShipFile, crafts: tuple[Craft, ...], asked: tuple[int | None, ...], rules: Rules,
    wanted: Sequence[str], spread_on: Sequence[str], work: Work,
) -> tuple[tuple[PlacePlan, ...], bool]:  # fmt: skip
    """Plans of the places in order, what is left going to the next; and whether an interrupt ended it."""
    left = list(asked)
    found: list[PlacePlan] = []
    for name in wanted:
        outlines = tuple(outline_of(craft, folded=name not in spread_on) for craft in crafts)
        spans = [o.spread_span for o, craft in zip(outlines, crafts, strict=True) if craft.kind == "aircraft"]
        place = place_of(ship, name, rules, max(spans, default=outlines[0].spread_span))
        desk = Desk(ship, crafts, outlines, place, tuple(left), work)
        plan = desk.plan()
        found.append(plan)
        left = [None if n is None else n - plan.geometric.count(kind) for kind, n in enumerate(left)]
        if desk.interrupted:
            return tuple(found), True
    return tuple(found), False


def _crafts(
    aircraft: str | AircraftFile | ParkedFile, mix: Mapping[str, int] | None
) -> tuple[tuple[Craft, ...], tuple[int | None, ...]]:
    """The aircraft first, then its neighbours; how many of each (None: as many as fit)."""
    first = load_parked(aircraft)
    crafts: list[Craft] = [first]
    asked: list[int | None] = [None]
    for name, number in (mix or {}).items():
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise InputError(f"the mix gives {number!r} of '{name}': give a whole number, 0 or more")
        craft = load_parked(name)
        if craft.name == first.name:
            asked[0] = number
        else:
            crafts.append(craft)
            asked.append(number)
    return tuple(crafts), tuple(asked)


def _rules(
    clearance: str | float | None, structure: str | float | None, wheel_edge: str | float | None, runway: str,
    spots: tuple[str, ...], overhang: str, on_lifts: bool,
) -> Rules:  # fmt: skip
    if runway not in ("in-use", "clear"):
        raise InputError(
            f"runway must be 'in-use' or 'clear' (of flying, so that it can be parked on), got '{runway}'"
        )
    if overhang not in ("none", "edge", "aircraft", "both"):
        raise InputError(f"overhang must be 'none', 'edge', 'aircraft' or 'both', got '{overhang}'")
    given = [
        None if value is None else _si(value, "length", name)
        for name, value in (("clearance", clearance), ("structure", structure), ("wheel edge", wheel_edge))
    ]
    return Rules(given[0], given[1], given[2], runway, spots, overhang, on_lifts)


def _si(value: str | float, kind: str, name: str) -> float:
    """A length or time as given; never negative."""
    try:
        number = float(value) if isinstance(value, (int, float)) else convert(value, KINDS[kind])[0]
    except UnitError as error:
        raise InputError(f"{name}: {error}") from None
    if not 0.0 <= number < 1e6:
        raise InputError(f"{name} must not be negative, got {value!r}")
    return number


def _known(names: Sequence[str], what: str) -> None:
    for name in names:
        if name not in PLACES:
            raise InputError(f"unknown {what} '{name}'; places are {', '.join(PLACES)}")
