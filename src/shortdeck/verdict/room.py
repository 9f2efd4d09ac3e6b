"""Room on deck, on the lift and in the hangar: clearances on the runway line, first counts by rectangles."""

from __future__ import annotations

from math import floor, tan
from typing import NamedTuple

from shapely.geometry import LineString, Polygon, box
from shapely.ops import unary_union

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, Bay, Clearances, Lift, ShipFile
from shortdeck.vessel.pack import runway_line


class LineClearance(NamedTuple):
    """Least distance of the wing tips, m, on the part of the line that is used; negative: overlap."""

    island: float | None  # None: no island
    edge: float  # to the deck edge on either side
    rule: float  # the margin asked for


class Footprint(NamedTuple):
    """A rectangle with a height, m."""

    length: float
    width: float
    height: float


class LiftFit(NamedTuple):
    """Spare length and width on the lift (m; negative: too large), and spare capacity (kg)."""

    lift: str
    to: str
    length: float
    width: float
    capacity: float

    @property
    def fits(self) -> bool:
        """Whether the aircraft goes down on it."""
        return min(self.length, self.width, self.capacity) >= 0.0


def outline(aircraft: AircraftFile, *, folded: bool) -> Footprint:
    """The aircraft's rectangle; folded where it folds."""
    g, fold = aircraft.model.geometry, aircraft.model.fold
    if folded and fold is not None:
        return Footprint(fold.length.value, fold.span.value, fold.height.value)
    return Footprint(g.length.value, g.span.value, g.height.value)


def line_clearance(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, *, first: float, last: float
) -> LineClearance:
    """Wing-tip distances along the runway line between two stations."""
    span = aircraft.model.geometry.span.value
    rule = ship.model.clearances.wing_tip.value
    if isinstance(ship, AirfieldFile):
        return LineClearance(None, 0.5 * (ship.model.width.value - span), rule)
    line = runway_line(ship.model)
    ends = [(x, line.y + x * tan(line.angle)) for x in (max(first, 0.0), min(last, line.end))]
    path = LineString(ends)
    deck = ship.model.deck
    islands = [Polygon(i.outline.points) for i in deck.islands]
    island = path.distance(unary_union(islands)) - 0.5 * span if islands else None
    # The stern and bow edges cross the line and are no lateral limits: measure to the sides alone.
    shape = Polygon(deck.outline.points)
    low, high = shape.bounds[0], shape.bounds[2]
    sides = shape.exterior.intersection(box(low + 0.5, -1e3, high - 0.5, 1e3))
    inside = path.intersection(box(low + 0.5, -1e3, high - 0.5, 1e3))
    return LineClearance(island, sides.distance(inside) - 0.5 * span, rule)


def on_lift(aircraft: AircraftFile, lift: Lift, *, folded: bool, mass: float) -> LiftFit:
    """The better of the two ways to stand on a lift."""
    print_ = outline(aircraft, folded=folded)
    length, width = lift.length.value, lift.width.value
    ways = [(length - print_.length, width - print_.width), (length - print_.width, width - print_.length)]
    best = max(ways, key=min)
    return LiftFit(lift.name, lift.to, best[0], best[1], lift.capacity.value - mass)


def in_bay(aircraft: AircraftFile, bay: Bay, clearances: Clearances, *, folded: bool) -> int:
    """How many rectangles stand in rows in a bay; 0 where the deck head is too low."""
    p = outline(aircraft, folded=folded)
    if p.height > bay.height.value:
        return 0
    gap, wall = clearances.between.value, clearances.structure.value

    def along(room: float, size: float) -> int:
        return max(0, floor((room - 2.0 * wall + gap) / (size + gap) + 1e-9))

    length, width = bay.length.value, bay.width.value
    return max(
        along(length, p.length) * along(width, p.width), along(length, p.width) * along(width, p.length)
    )
