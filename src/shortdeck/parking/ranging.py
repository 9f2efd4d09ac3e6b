"""How long it takes to bring a plan's aircraft to the launch line with wings spread.

One tractor tows in the place, one on deck; each lift takes one aircraft, and comes back for the next;
wings are spread at the launch line, all crews at once. Hooking on and chains are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin
from typing import NamedTuple

from shortdeck.catalog.quantity import Quantity
from shortdeck.catalog.ship import ShipFile
from shortdeck.parking.way_out import Path
from shortdeck.vessel.pack import runway_line

HAND_SPEED = 0.5
"""Speed of an aircraft pushed by hand, m/s, where the file names no tractor."""


class Ranging(NamedTuple):
    """Time until the first and until all aircraft are ready, s; with the interval of the times given."""

    first: float
    all: float
    first_interval: tuple[float, float]
    all_interval: tuple[float, float]


def ranging(ship: ShipFile, paths: Sequence[Path], fold_times: Sequence[Quantity | None]) -> Ranging | None:
    """Times to range the aircraft in the order of ``paths``; ``fold_times``: of each, None where nothing
    folds."""
    if not paths:
        return None
    middle = _ready(ship, paths, fold_times, 0.0)
    early, late = (_ready(ship, paths, fold_times, side) for side in (-1.0, 1.0))
    return Ranging(min(middle), max(middle), (min(early), min(late)), (max(early), max(late)))


def _at(quantity: Quantity, side: float) -> float:
    """A number moved by its plus/minus (``side``: -1 to 1), never below a tenth of itself."""
    return max(0.1 * quantity.value, quantity.value + side * (quantity.plus_minus or 0.0))


def _ready(
    ship: ShipFile, paths: Sequence[Path], fold_times: Sequence[Quantity | None], side: float
) -> list[float]:
    """When each aircraft is ready; ``side``: -1 all times short, 1 all long."""
    tractor = ship.model.tractor
    speed = _at(tractor.speed, -side) if tractor is not None else HAND_SPEED
    line = runway_line(ship.model)
    mark = (line.start * cos(line.angle), line.y + line.start * sin(line.angle))
    below = above = 0.0
    free: dict[str, float] = {}
    found = []
    for path, fold in zip(paths, fold_times, strict=True):
        below += path.length / speed
        lift = path.exit.lift
        if lift is not None:
            cycle = _at(lift.cycle, side)
            up = max(below, free.get(lift.name, 0.0)) + cycle
            free[lift.name] = up + cycle
            distance = hypot(lift.x.value - mark[0], lift.y.value - mark[1])
            above = max(above, up) + distance / speed
            there = above
        else:
            there = below
        found.append(there + (_at(fold, side) if fold is not None else 0.0))
    return found
