"""The least change that would make an option pass where it fails: one thing at a time, all else as it is.

Each change is found by flying: halving the range between what fails and what passes. A change that does not
suffice within its limits says so. Two changes at once are not tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import tan
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_ship
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.ship import AirfieldFile, Ramp, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.fly import fly_launch
from shortdeck.verdict.landing import stop_at
from shortdeck.verdict.launching import unmet
from shortdeck.vessel.pack import Surface, runway_line

Place = ShipFile | AirfieldFile
LONGEST = 300.0  # m of deck or runway that may be added
RAMP_OF = "tcg-anadolu"  # whose ramp a flat deck is given: 12 degrees
MASS_STEP, LENGTH_STEP = 1.0, 0.5  # kg and m, to which a change is found
STRIDES = 10  # from a mass that fails down to empty


@dataclass(frozen=True)
class Change:
    """One thing changed: by how much, to what (SI); ``amount`` None: it does not suffice.

    ``share`` is the size of the change over what there is, by which changes are ranked.
    """

    what: str  # wind, mass, ramp, deck length, span
    amount: float | None
    to: float | None
    unit: str
    share: float | None
    text: str


class Case(NamedTuple):
    """A launch or a landing that fails in the wind that may be counted on."""

    task: str
    aircraft: AircraftFile
    place: Place
    mass: float
    wind: float  # over deck, m/s
    surface: Surface


Meets = Callable[[AircraftFile, Place, float], bool]


def most_mass(aircraft: AircraftFile, place: Place, *, wind: float) -> float | None:
    """Greatest mass (kg) that launches in a wind over deck (m/s), and lands there at no more than the file's
    landing mass, dry; None where none tried does."""
    launch = meets(Case("launch", aircraft, place, 0.0, wind, "dry"))
    landing = meets(Case("landing", aircraft, place, 0.0, wind, "dry"))
    mass = aircraft.model.mass

    def able(heavy: float) -> bool:
        light = min(heavy, mass.landing.value)
        return launch(aircraft, place, heavy) and landing(aircraft, place, light)

    top = max(m.value for m in mass.takeoff)
    return top if able(top) else _heaviest(able, mass.empty.value, top)


def _heaviest(able: Callable[[float], bool], low: float, high: float) -> float | None:
    """Greatest mass below ``high``, which is not able, that is able; None where none tried is.

    Goes down in ``STRIDES`` steps to the first that is able, since what a light aircraft fails by may be
    another thing (a limit of the control law, say), and halves the last step.
    """
    step = (high - low) / STRIDES
    found = next((low + k * step for k in range(STRIDES - 1, -1, -1) if able(low + k * step)), None)
    if found is None:
        return None
    high = found + step
    while high - found > MASS_STEP:
        middle = 0.5 * (found + high)
        found, high = (middle, high) if able(middle) else (found, middle)
    return found


def meets(case: Case) -> Meets:
    """Whether the task is met by an aircraft at a mass from a place, in the case's wind."""

    def met(aircraft: AircraftFile, place: Place, mass: float) -> bool:
        k = Conditions(mass=mass, wind_over_deck=case.wind)
        try:
            if case.task == "launch":
                return not unmet(aircraft, fly_launch(aircraft, place, k, sample=None))
            return stop_at(aircraft, place, replace(k, surface=case.surface)).outcome == "stopped"
        except InputError:  # such an aircraft or deck cannot be flown at all
            return False

    return met


def changes(case: Case, *, needed: float | None) -> tuple[Change, ...]:
    """What would make it pass, the smallest change first; ``needed`` is the least wind over deck, if any."""
    met = meets(case)
    found = [_wind(case, needed), _mass(case, met), _deck(case, met)]
    if isinstance(case.place, ShipFile) and case.place.model.deck.ramp is None and case.task == "launch":
        found.append(_ramp(case, met))
    return ranked(found)


def ranked(found: list[Change]) -> tuple[Change, ...]:
    """Changes that suffice by their share, then those that do not."""
    return tuple(sorted(found, key=lambda c: (c.amount is None, c.share or 0.0, c.what)))


def _none(what: str, unit: str, text: str) -> Change:
    return Change(what, None, None, unit, None, text)


def _wind(case: Case, needed: float | None) -> Change:
    if needed is None:
        return _none("wind", "m/s", "no wind up to 50 kn suffices")
    more = needed - case.wind
    text = f"{more / 0.514444:.1f} kn more wind from ahead ({needed / 0.514444:.1f} kn over deck)"
    # Wind counts against the airspeed that it saves: the share is of the wind needed.
    return Change("wind", more, needed, "m/s", more / needed, text)


def _mass(case: Case, met: Meets) -> Change:
    empty = case.aircraft.model.mass.empty.value
    found = _heaviest(lambda mass: met(case.aircraft, case.place, mass), empty, case.mass)
    if found is None:
        return _none("mass", "kg", f"at no mass down to empty ({empty:.0f} kg)")
    less = case.mass - found
    text = f"{less:.0f} kg lighter ({found:.0f} kg, {found - empty:.0f} kg above empty)"
    return Change("mass", -less, found, "kg", less / case.mass, text)


def _deck(case: Case, met: Meets) -> Change:
    noun = "deck" if isinstance(case.place, ShipFile) else "runway"
    length = runway_line(case.place.model).end
    low, high = 0.0, LONGEST
    if not met(case.aircraft, longer(case.place, high), case.mass):
        return _none("deck length", "m", f"not with {LONGEST:.0f} m more {noun}")
    while high - low > LENGTH_STEP:
        middle = 0.5 * (low + high)
        good = met(case.aircraft, longer(case.place, middle), case.mass)
        low, high = (low, middle) if good else (middle, high)
    text = f"{high:.0f} m more {noun} ({length + high:.0f} m)"
    return Change("deck length", high, length + high, "m", high / length, text)


def _ramp(case: Case, met: Meets) -> Change:
    assert isinstance(case.place, ShipFile)
    ramped, ramp = with_ramp(case.place)
    angle = ramp.exit_angle
    if not met(case.aircraft, ramped, case.mass):
        return _none("ramp", "rad", f"not with a ramp of {angle.text}, as on {RAMP_OF}")
    share = ramp.length.value / runway_line(case.place.model).end  # of the deck that is rebuilt
    text = f"a ramp of {angle.text}, as on {RAMP_OF}"
    return Change("ramp", angle.value, angle.value, "rad", share, text)


def longer(place: Place, more: float) -> Place:
    """A place with so many metres more: a ship's deck is cut amidships and her forward part moved forward."""
    if isinstance(place, AirfieldFile):
        return with_value(place, "model.length", place.model.length.value + more, check_file=False)
    cut = 0.5 * max(x for x, _ in place.model.deck.outline.points)
    moved = place
    fore = {
        f"model.deck.islands[{k}].outline"
        for k, island in enumerate(place.model.deck.islands)
        if sum(x for x, _ in island.outline.points) / len(island.outline.points) > cut
    }
    for path, quantity in numbers(place):
        owner, _, axis = path.rpartition(".")
        outline = owner.partition("outline")[0] + "outline"
        at_bow = outline == "model.deck.outline" and quantity.value > cut
        if axis == "x" and "outline" in owner and (at_bow or outline in fore):
            moved = with_value(moved, path, quantity.value + more, check_file=False)
    return moved


def with_ramp(ship: ShipFile) -> tuple[ShipFile, Ramp]:
    """A ship with the ramp of ``RAMP_OF``, its middle on her own line; and that ramp."""
    donor = load_ship(RAMP_OF)
    assert isinstance(donor, ShipFile)
    ramp = donor.model.deck.ramp
    assert ramp is not None
    line = runway_line(ship.model)
    at_bow = line.y + tan(line.angle) * line.end
    shift = at_bow - 0.5 * (ramp.port.value + ramp.starboard.value)
    port, starboard = (
        replace(side, value=side.value + shift, text=f"{side.value + shift:.1f} m", unit="m")
        for side in (ramp.port, ramp.starboard)
    )
    ramp = ramp.model_copy(update={"port": port, "starboard": starboard})
    deck = ship.model.deck.model_copy(update={"ramp": ramp})
    return ship.model_copy(update={"model": ship.model.model_copy(update={"deck": deck})}), ramp


def narrower(aircraft: AircraftFile, margin: float) -> Change:
    """The span that keeps a wing-tip clearance which is short by ``-margin`` on each side."""
    span = aircraft.model.geometry.span.value
    less = -2.0 * margin
    if less >= span:
        return _none("span", "m", "no span would do")
    return Change(
        "span", -less, span - less, "m", less / span, f"{less:.1f} m less span ({span - less:.1f} m)"
    )


def smaller(aircraft: AircraftFile, margin: float, *, folded: bool) -> Change:
    """The outline that goes down on a lift for which it is ``-margin`` too long or too wide."""
    fold = aircraft.model.fold
    span = fold.span.value if folded and fold is not None else aircraft.model.geometry.span.value
    less, state = -margin, "folded" if folded and fold is not None else "spread"
    text = f"{less:.1f} m less on the larger side of the outline, wings {state}, or so much more lift"
    return Change("span", -less, span - less, "m", less / span, text)
