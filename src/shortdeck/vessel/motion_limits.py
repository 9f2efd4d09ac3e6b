"""Deck-motion limits: how far a deck may move for aircraft to come and go.

Published limits are significant single amplitudes (the mean of the highest third, twice the RMS of a narrow
process): they say whether a sea is workable. Held against the motion at each instant, the same numbers say
when the deck is quiet.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.vessel.response import MOTIONS

UNITS = {
    **{name: "m" if name in MOTIONS[:3] else "rad" for name in MOTIONS},
    "forward-velocity": "m/s",
    "lateral-velocity": "m/s",
    "vertical-velocity": "m/s",
    "forward-acceleration": "m/s2",
    "lateral-acceleration": "m/s2",
    "vertical-acceleration": "m/s2",
}
"""What can be limited: motions of the ship, velocity and acceleration of the deck point; SI."""


class Limits(NamedTuple):
    """A set of limits: largest magnitudes by name, SI, with where they come from."""

    name: str
    most: dict[str, float]
    source: str
    confidence: str


_DEGREE = 0.017453292519943295
HELICOPTER = Limits(
    "helicopter",
    {"roll": 5.0 * _DEGREE, "pitch": 3.0 * _DEGREE, "vertical-velocity": 2.0},
    "design limits of helicopter operations, significant single amplitudes: roll 5 deg, pitch 3 deg, "
    "vertical velocity at the spot 2 m/s (Naval Postgraduate School, Total Ship Systems Engineering, Sea "
    "TENTACLE, "
    "http://www.nps.edu/documents/103424733/107333286/USW2025TSSESeaTentacleBrief.zip/"
    "7d7c0134-cb0c-4fd4-9574-16abfc5d29fe); STANAG 4154 is commonly quoted with half of each as RMS, "
    "document not seen",
    "published",
)
UNMANNED = Limits(
    "unmanned",
    {name: 0.5 * most for name, most in HELICOPTER.most.items()},
    "half of the helicopter limits, because the sink rate of a landing on wheels adds to the deck's own "
    "velocity; no published limit for a fixed-wing unmanned aircraft was found",
    "estimate",
)
SETS = {found.name: found for found in (UNMANNED, HELICOPTER)}
DEFAULT = UNMANNED.name


def read_limits(text: str) -> Limits:
    """A set by its name, or limits of one's own such as ``roll=2 deg,vertical-velocity=1.2 m/s``."""
    if text in SETS:
        return SETS[text]
    most = {}
    for part in text.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        if name not in UNITS or not value:
            raise InputError(
                f"limits: {part.strip()!r} is neither a set ({', '.join(SETS)}) nor NAME=VALUE with one of "
                f"{', '.join(UNITS)}"
            )
        if name in most:
            raise InputError(f"limits: {name} is there twice")
        most[name] = _value(name, value)
        if not most[name] > 0.0:
            raise InputError(f"limits: {name} must be above zero, got {value}")
    return Limits("own", most, "given with the command", "given")


def _value(name: str, text: str) -> float:
    if not name.endswith("acceleration"):
        return si_value(text, UNITS[name], name=f"limits: {name}")
    # Accelerations are no kind of the catalogue: m/s2 or g.
    from shortdeck.catalog.units import UnitError, split, unit

    try:
        number, word = split(text)
        found = unit("m/s^2" if word == "m/s2" else "standard_gravity" if word == "g" else word)
    except UnitError as error:
        raise InputError(f"limits: {name}: {error}") from None
    if found.dimension != "meter^1 second^-2":
        raise InputError(
            f"limits: {name}: expected an acceleration such as '1 m/s2' or '0.1 g', got {text!r}"
        )
    return number * found.factor
