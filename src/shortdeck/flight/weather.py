"""Wind, sea and air of a flight from the words of a user: what a sea state implies, what overrides what.

A sea alone brings that sea state's usual wind, from where its waves come; an explicit wind over deck
overrides the wind only, and its departure from the usual one is named. Turbulence is that of the marine
surface layer and the ship has her airwake as soon as a flight is drawn (a seed) or at sea; without either
both are left out unless asked for.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Any

from shortdeck.air.pack import KINDS
from shortdeck.air.wind import REFERENCE_HEIGHT
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.flight.block import KNOT
from shortdeck.flight.step import BEAT
from shortdeck.flight.words import Words
from shortdeck.sea.choice import ChosenSea, SeaWords, choose_sea
from shortdeck.sea.states import DEFAULT_OCEAN, sea_state
from shortdeck.vessel.flow_field import pack_flow_grid, read_flow_field
from shortdeck.vessel.pack import deck_height
from shortdeck.vessel.recorded import read_motion
from shortdeck.vessel.seaway import RULE, Seaway, seaway

Ship = ShipFile | AirfieldFile
_KNOTS = 3600.0 / 1852.0


def weather(ship: Ship, words: Words, *, span: float = 0.0) -> dict[str, Any]:
    """Fields of ``Conditions`` from words, for an aircraft of that ``span`` (m) in a flow field.

    Raises InputError for what cannot be or would be ignored.
    """
    speed = _within("ship speed", si_value(words.ship_speed, "m/s", name="ship speed"))
    heading = si_value(words.heading, "rad", name="heading")
    sea = _headed(words.sea())
    chosen = _chosen(ship, words, sea)
    wind, angle, notes = _wind(ship, words, sea, speed)
    moving = chosen is not None or words.recorded is not None
    drawn = words.seed is not None or moving
    asked = drawn or words.flow_field is not None
    kind = words.turbulence or ("marine" if drawn else "none")
    if kind not in KINDS:
        raise InputError(f"turbulence {kind!r}: allowed are {', '.join(KINDS)}")
    out: dict[str, Any] = {
        "wind_over_deck": wind, "wind_angle": angle, "ship_speed": speed, "heading": heading,
        "turbulence": kind, "gust": words.gust, "seed": words.seed or 0, "case": words.case,
        "navigation": words.navigation or ("nominal" if drawn else "none"),
        "airwake": (asked if words.airwake is None else words.airwake) and isinstance(ship, ShipFile),
    }  # fmt: skip
    if words.airwake and not isinstance(ship, ShipFile):
        raise InputError(f"airwake: {ship.name} is no ship")
    if chosen is not None and isinstance(ship, ShipFile):
        out["seaway"] = _seaway(_Key(ship, chosen), speed)
        notes = (f"{chosen.text}; {RULE}", *notes)
    if words.recorded is not None:
        record = read_motion(words.recorded)
        out["record"] = record.knots(KNOT * BEAT)
        start = si_value(words.record_start, "s", name="record start")
        if not 0.0 <= start < record.duration:
            raise InputError(
                f"record start {start:g} s: allowed are 0 s up to the record's {record.duration:.0f} s"
            )
        out["record_start"] = round(start / (KNOT * BEAT))
        notes = (f"recorded motion ({record.origin})", *notes)
    elif si_value(words.record_start, "s", name="record start") != 0.0:
        raise InputError("record start: it counts only with recorded motion")
    if words.flow_field is not None:
        if not isinstance(ship, ShipFile) or not out["airwake"]:
            raise InputError("flow field: it is a ship's airwake; fly at a ship, with an airwake")
        field = read_flow_field(words.flow_field)
        out["flow"] = pack_flow_grid(field, ship.model, wind_angle=angle, span=span)
        notes = (*notes, f"airwake of {field.name}")
    return out | {"notes": notes}


def _within(name: str, value: float) -> float:
    if not math.isfinite(value) or not 0.0 <= value <= 60.0:
        raise InputError(f"{name} {value} m/s: allowed are 0 to 60 m/s")
    return value


def _chosen(ship: Ship, words: Words, sea: SeaWords) -> ChosenSea | None:
    """The sea asked for; head seas unless the words say otherwise."""
    said = words.sea().said()
    if not said:
        return None
    if not isinstance(ship, ShipFile):
        raise InputError(f"{', '.join(said)}: {ship.name} does not float; leave the sea out")
    if words.recorded is not None:
        raise InputError(f"{', '.join(said)}: the recorded motion has its own sea; give one of the two")
    return choose_sea(sea)


def _headed(sea: SeaWords) -> SeaWords:
    """The words with head seas where nothing says how the waves meet her."""
    return replace(sea, wave_heading=math.pi) if sea.wave_heading is None else sea


def _wind(
    ship: Ship, words: Words, sea: SeaWords, ship_speed: float
) -> tuple[float, float, tuple[str, ...]]:  # fmt: skip
    """Wind over deck (m/s), its angle (rad), and what is to be said of them."""
    usual = _usual(ship, sea, ship_speed)
    if words.wind_over_deck is None:
        if words.wind_angle is not None:
            raise InputError("wind angle: give the wind over deck that comes from there")
        if usual is None:
            return 0.0, 0.0, ()
        return *usual, (f"the usual wind of sea state {sea.sea_state}",)
    wind = _within("wind over deck", si_value(words.wind_over_deck, "m/s", name="wind over deck"))
    angle = 0.0 if words.wind_angle is None else si_value(words.wind_angle, "rad", name="wind angle")
    if not math.isfinite(angle):
        raise InputError(f"wind angle is {angle}: a finite number is needed")
    if usual is None:
        return wind, angle, ()
    text = f"{usual[0] * _KNOTS:.1f} kn from {math.degrees(usual[1]):.0f} deg"
    return wind, angle, (f"not the usual wind of sea state {sea.sea_state}, {text} over deck",)


def _usual(ship: Ship, sea: SeaWords, ship_speed: float) -> tuple[float, float] | None:
    """Wind over deck that a sea state brings, from where its waves come: true wind plus the ship's own."""
    if sea.sea_state is None:
        return None
    state = sea_state(sea.sea_state, sea.ocean or DEFAULT_OCEAN)
    true = state.wind_at(deck_height(ship.model) + REFERENCE_HEIGHT)
    to = si_value(sea.wave_heading or 0.0, "rad", name="wave heading")
    # Waves at heading pi meet the bow; from starboard (pi/2) they come from +90 degrees of the bow.
    side = math.pi - to
    ahead, across = true * math.cos(side) + ship_speed, true * math.sin(side)
    return math.hypot(ahead, across), math.atan2(across, ahead)


class _Key:
    """A ship in a sea by its words: campaigns ask for the same ones many times."""

    def __init__(self, ship: ShipFile, chosen: ChosenSea) -> None:
        self.ship, self.chosen = ship, chosen

    def __hash__(self) -> int:
        return hash((id(self.ship), self.chosen.text, self.chosen.ship_heading))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key) and self.ship is other.ship and self.chosen.text == other.chosen.text
            and self.chosen.ship_heading == other.chosen.ship_heading
        )  # fmt: skip


@lru_cache(maxsize=256)
def _seaway(key: _Key, speed: float) -> Seaway:
    return seaway(key.ship, key.chosen.sea, heading=key.chosen.ship_heading, speed=speed)
