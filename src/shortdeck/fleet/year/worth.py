"""What a change of ship or aircraft is worth: the same seas, courses, streams and surfaces with and without
it.

A ramp and a lighter aircraft are flown: the same flights again, with the same random numbers, and some of
their own; one surface with a difference stands for both designs. A faster ship and stabilisers change what
the aircraft meets, not the aircraft: the same drawn surfaces are asked at other winds and motions.
Differences are taken draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shortdeck.catalog.loader import load_ship
from shortdeck.catalog.quantity import Quantity
from shortdeck.catalog.ship import Ramp, ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.replicate import Estimate
from shortdeck.fleet.year.seas import Seas
from shortdeck.fleet.year.shares import ANSWERS, Within, interval

KNOT = 1852.0 / 3600.0
MORE_SPEED = 5.0 * KNOT
LESS_MASS = 150.0
STABILISED = 3.0
"""Roll damping with stabilising fins over that without: about half the roll where it is at resonance; an
estimate, to within a factor of two (fins of small naval ships are commonly quoted to take away half to two
thirds)."""
PATTERN = "tcg-anadolu"
"""The ship whose ramp is tried on one that has none."""


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a change gains: share of the year and degrees of course (mean of the year), by answer."""

    change: str
    share: dict[str, Estimate]
    courses: dict[str, Estimate]
    note: str


def worth_of(change: str, base: Within, other: Within, *, note: str) -> Worth:
    """Gains of ``other`` over ``base``; both hold the same draws."""
    seas: Seas = base.cells.seas
    share, courses = {}, {}
    for answer in ANSWERS:
        gained = seas.share @ (other.able(answer).astype(float) - base.able(answer))
        share[answer] = interval(np.asarray(gained))
        courses[answer] = interval(np.asarray(seas.share @ (other.courses(answer) - base.courses(answer))))
    return Worth(change=change, share=share, courses=courses, note=note)


def negated(worth: Worth, change: str) -> Worth:
    """The worth of having what the change takes away."""

    def turned(values: dict[str, Estimate]) -> dict[str, Estimate]:
        return {name: Estimate(0.0 - e.mean, 0.0 - e.high, 0.0 - e.low) for name, e in values.items()}

    return replace(worth, change=change, share=turned(worth.share), courses=turned(worth.courses))


def with_ramp(ship: ShipFile) -> ShipFile:
    """The ship with the ramp of ``PATTERN`` at the bow end of her runway line, if she has none."""
    if ship.model.deck.ramp is not None:
        raise InputError(f"{ship.name} has a ramp")
    pattern = load_ship(PATTERN)
    assert isinstance(pattern, ShipFile)
    assert pattern.model.deck.ramp is not None
    ramp, runway = pattern.model.deck.ramp, ship.model.deck.runway
    middle = 0.5 * (ramp.port.value + ramp.starboard.value)
    y = runway.y.value + np.tan(runway.angle.value) * max(x for x, _ in ship.model.deck.outline.points)
    moved = {name: _moved(getattr(ramp, name), float(y) - middle) for name in ("port", "starboard")}
    deck = ship.model.deck.model_copy(update={"ramp": Ramp.model_construct(**dict(ramp) | moved)})
    return ship.model_copy(update={"model": ship.model.model_copy(update={"deck": deck})})


def _moved(number: Quantity, by: float) -> Quantity:
    value = number.value + by
    return replace(number, value=value, text=f"{value:.2f} m")
