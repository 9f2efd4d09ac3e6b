"""Room on deck, on the lift and in the hangar: clearances on the runway line, first counts by rectangles."""

from __future__ import annotations

from math import floor, hypot, tan
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
    wheel: float  # of the main wheels to the deck edge
    wheel_rule: float  # the margin asked for it


class Footprint(NamedTuple):
    """A rectangle with a height, m."""

    length: float
    width: float
    height: float


class LiftFit(NamedTuple):
    """Spare length and width on the lift (m; negative: too large), and spare capacity (kg).

    ``ready`` is the time from the hangar floor to wings spread on deck, s: one lift ride and unfolding.
    """

    lift: str
    to: str
    length: float
    width: float
    capacity: float
    ready: float

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
    gear = aircraft.model.gear
    half_track = gear.main.y.value if gear is not None else 0.0
    asked = ship.model.clearances
    rules = (asked.wing_tip.value, asked.wheel_edge.value)
    if isinstance(ship, AirfieldFile):
        half = 0.5 * ship.model.width.value
        return LineClearance(None, half - 0.5 * span, rules[0], half - half_track, rules[1])
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
    edge = float(sides.distance(inside))
    return LineClearance(island, edge - 0.5 * span, rules[0], edge - half_track, rules[1])


def on_lift(aircraft: AircraftFile, lift: Lift, *, folded: bool, mass: float) -> LiftFit:
    """The better of the two ways to stand on a lift."""
    print_ = outline(aircraft, folded=folded)
    length, width = lift.length.value, lift.width.value
    ways = [(length - print_.length, width - print_.width), (length - print_.width, width - print_.length)]
    best = max(ways, key=min)
    fold = aircraft.model.fold
    ready = lift.cycle.value + (fold.time.value if folded and fold is not None else 0.0)
    return LiftFit(lift.name, lift.to, best[0], best[1], lift.capacity.value - mass, ready)


def tow_distance(ship: ShipFile, lift: Lift) -> float:
    """From the centre of a lift to the mark where a launch begins, as the crow flies, m."""
    line = runway_line(ship.model)
    mark = line.y + line.start * tan(line.angle)
    return hypot(lift.x.value - line.start, lift.y.value - mark)


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
