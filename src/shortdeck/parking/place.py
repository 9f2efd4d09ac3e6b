"""Where aircraft can stand: hangar, light garage and flight deck with what must be kept clear.

Everything in the deck frame (x forward from the stern edge of the flight deck, y to starboard), m.
"""

from __future__ import annotations

import dataclasses
from math import cos, sin, tan

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon, box

from shortdeck.catalog.ship import Bay, Lift, ShipFile, Spot, Tractor
from shortdeck.errors import InputError
from shortdeck.parking.outline import Outline
from shortdeck.vessel.pack import runway_line

HANGAR, GARAGE, DECK = "hangar", "light-garage", "flight-deck"
PLACES = (HANGAR, GARAGE, DECK)
DOOR_REACH = 1.0
"""How far a lift that adjoins a bay is taken into it, so that floor and platform are one surface, m."""


@dataclasses.dataclass(frozen=True)
class Keepout:
    """What no part may come nearer to than ``clearance``."""

    name: str
    shape: Polygon
    clearance: float


@dataclasses.dataclass(frozen=True)
class Exit:
    """Where an aircraft is taken: a lift, or the start of the launch line.

    The pose point is brought to within ``reach`` of (x, y) at one of ``headings`` (rad), or at any heading
    that leaves the aircraft within ``floor`` where there is one.
    """

    name: str
    x: float
    y: float
    reach: float
    headings: tuple[float, ...]
    floor: Polygon | None = None
    lift: Lift | None = None


@dataclasses.dataclass(frozen=True)
class Place:
    """A floor with an edge, and the rules on it.

    ``wall``: clearance of every part to the edge. ``wheel_margin``: clearance of wheels to the edge.
    ``overhang``: parts other than wheels may reach beyond the edge. ``headroom``: height under the deck
    head. ``stacking``: parts of two aircraft may overlap in plan where one passes above the other.
    ``way``: the floor over which aircraft are towed; ``tow_share``: clearance under tow over that when
    parked.
    """

    name: str
    ship: str
    floor: Polygon
    wall: float
    wheel_margin: float
    between: float
    keepouts: tuple[Keepout, ...]
    exits: tuple[Exit, ...]
    way: Polygon
    obstacles: tuple[Polygon, ...]
    headroom: float | None = None
    overhang: bool = False
    stacking: bool = False
    tow_share: float = 0.5
    tractor: Tractor | None = None

    @property
    def clear(self) -> Polygon:
        """The floor less everything that must be kept clear (without clearances)."""
        return self.floor.difference(shapely.union_all([item.shape for item in self.keepouts]))


@dataclasses.dataclass(frozen=True)
class Rules:
    """What the user asks for; clearances in m, ``None``: as the ship's file says.

    ``runway``: 'in-use' keeps the strip with its wing-tip margin free, 'clear' of flying lets it be parked
    on. ``spots``: names of landing spots to keep free. ``overhang``: 'none', 'edge', 'aircraft' or 'both'.
    """

    between: float | None = None
    structure: float | None = None
    wheel_edge: float | None = None
    runway: str = "in-use"
    spots: tuple[str, ...] = ()
    overhang: str = "none"
    on_lifts: bool = False


def places_of(ship: ShipFile) -> tuple[str, ...]:
    """The places that a ship has."""
    bays = {HANGAR: ship.model.hangar, GARAGE: ship.model.light_garage}
    return tuple(name for name in PLACES if name == DECK or bays.get(name) is not None)


def place_of(ship: ShipFile, name: str, rules: Rules, runway_span: float) -> Place:
    """One place of a ship. ``runway_span``: of the widest aircraft that flies, for the strip."""
    if name not in places_of(ship):
        raise InputError(f"{ship.name} has no {name}; she has {', '.join(places_of(ship))}")
    return _deck(ship, rules, runway_span) if name == DECK else _bay(ship, name, rules)


def platform(lift: Lift) -> Polygon:
    """The lift's platform at deck level."""
    half, wide = 0.5 * lift.length.value, 0.5 * lift.width.value
    x, y = lift.x.value, lift.y.value
    return box(x - half, y - wide, x + half, y + wide)


def floor_of(bay: Bay, lifts: list[Lift]) -> Polygon:
    """The rectangle of a bay; where the file does not say, forward of the aftmost lift that leads to it."""
    half = 0.5 * bay.width.value
    y = bay.y.value if bay.y is not None else 0.0
    ends = [platform(lift).bounds[2] for lift in lifts]
    x = bay.x.value if bay.x is not None else min(ends, default=0.0)
    return box(x, y - half, x + bay.length.value, y + half)


def _well(lift: Lift, floor: Polygon) -> Polygon:
    """The platform at the level of a bay; that of a deck-edge lift begins at the bay's side."""
    well = platform(lift)
    if not lift.deck_edge:
        return well
    _, low_y, _, high_y = floor.bounds
    _, b, _, d = well.bounds
    shift = high_y - b if b + d > low_y + high_y else low_y - d
    return affinity.translate(well, 0.0, shift)


def _bay(ship: ShipFile, name: str, rules: Rules) -> Place:
    model = ship.model
    bay = model.hangar if name == HANGAR else model.light_garage
    assert bay is not None
    lifts = [lift for lift in model.deck.lifts if lift.to == name]
    floor = floor_of(bay, lifts)
    between, wall, _ = _clearances(ship, rules)
    keepouts, exits, way = [], [], floor
    for lift in lifts:
        well = _well(lift, floor)
        hole = well.intersection(floor)
        if hole.area > 1e-6:
            keepouts.append(Keepout(f"lift {lift.name}", hole, between))
        x, y = well.centroid.x, well.centroid.y
        exits.append(Exit(f"lift {lift.name}", x, y, 0.0, (), floor=well, lift=lift))
        way = way.union(_passage(well, floor))
    return Place(
        name=name, ship=ship.name, floor=floor, wall=wall, wheel_margin=wall, between=between,
        keepouts=tuple(keepouts), exits=tuple(exits), way=way, obstacles=(), headroom=bay.height.value,
        stacking=rules.overhang in ("aircraft", "both"), tractor=model.tractor,
    )  # fmt: skip


def _passage(well: Polygon, floor: Polygon) -> Polygon:
    """The platform and what lies between it and the bay."""
    a, b, c, d = well.bounds
    low_x, low_y, high_x, high_y = floor.bounds
    a, c = min(a, high_x - DOOR_REACH), max(c, low_x + DOOR_REACH)
    b, d = min(b, high_y - DOOR_REACH), max(d, low_y + DOOR_REACH)
    return box(a, b, c, d)


def _deck(ship: ShipFile, rules: Rules, span: float) -> Place:
    model, deck = ship.model, ship.model.deck
    between, structure, wheel = _clearances(ship, rules)
    floor = Polygon(deck.outline.points)
    islands = [Polygon(island.outline.points) for island in deck.islands]
    keepouts = [Keepout(f"island {i}", shape, structure) for i, shape in enumerate(islands, start=1)]
    line = runway_line(model)
    low, high = floor.bounds[0], floor.bounds[2]
    if model.deck.ramp is not None:
        ramp = model.deck.ramp
        slope = box(high - ramp.length.value, ramp.port.value, high, ramp.starboard.value)
        keepouts.append(Keepout("ramp", slope.intersection(floor), 0.0))
    if rules.runway == "in-use":
        half = 0.5 * span + model.clearances.wing_tip.value
        ends = [(x, line.y + x * tan(line.angle)) for x in (low - 50.0, high + 50.0)]
        strip = LineString(ends).buffer(half, cap_style="flat").intersection(floor)
        keepouts.append(Keepout("runway", strip, 0.0))
    keepouts += [Keepout(f"spot {s.name}", _circle(s.x.value, s.y.value, s.diameter.value), 0.0)
                 for s in _spots(ship, rules)]  # fmt: skip
    if not rules.on_lifts:
        keepouts += [Keepout(f"lift {lift.name}", platform(lift), between) for lift in deck.lifts]
    start = line.start
    launch = Exit(
        "launch line", start * cos(line.angle), line.y + start * sin(line.angle), 2.0, (line.angle,)
    )
    way = shapely.union_all([floor, *(platform(lift) for lift in deck.lifts if lift.deck_edge)])
    return Place(
        name=DECK, ship=ship.name, floor=floor, wall=0.0, wheel_margin=wheel, between=between,
        keepouts=tuple(keepouts), exits=(launch,), way=way, obstacles=tuple(islands),
        overhang=rules.overhang in ("edge", "both"), stacking=rules.overhang in ("aircraft", "both"),
        tractor=model.tractor,
    )  # fmt: skip


def _spots(ship: ShipFile, rules: Rules) -> list[Spot]:
    known = {spot.name: spot for spot in ship.model.deck.spots}
    if rules.spots == ("all",):
        return list(known.values())
    for name in rules.spots:
        if name not in known:
            have = ", ".join(known) if known else "none is given in her file"
            raise InputError(f"unknown landing spot '{name}' of {ship.name}; spots: {have}")
    return [known[name] for name in rules.spots]


def _circle(x: float, y: float, diameter: float) -> Polygon:
    return shapely.Point(x, y).buffer(0.5 * diameter, quad_segs=8)


def _clearances(ship: ShipFile, rules: Rules) -> tuple[float, float, float]:
    """Between aircraft, to structure, of wheels to the deck edge."""
    own = ship.model.clearances
    between = own.between.value if rules.between is None else rules.between
    structure = own.structure.value if rules.structure is None else rules.structure
    wheel = own.wheel_edge.value if rules.wheel_edge is None else rules.wheel_edge
    return between, structure, wheel


def too_large(outline: Outline, place: Place) -> str | None:
    """Why the aircraft can never stand in a place or come into it, and by how much; None where it can."""
    if place.headroom is not None and outline.height > place.headroom:
        over = outline.height - place.headroom
        return (
            f"{outline.title} {outline.state} is {outline.height:.2f} m high, {over:.2f} m more than the "
            f"clear height of {place.headroom:.2f} m of the {place.name}"
        )
    misfit = _misfit(outline, place)
    if misfit:
        return misfit
    lifts = [exit_.lift for exit_ in place.exits if exit_.lift is not None]
    reasons = [reason for lift in lifts if (reason := lift_misfit(outline, lift))]
    if lifts and len(reasons) == len(lifts):
        return f"no lift takes it there: {'; '.join(reasons)}"
    return None


def _misfit(outline: Outline, place: Place) -> str | None:
    """Larger than the whole floor, whichever way round."""
    a, b, c, d = place.floor.bounds
    long, wide = c - a - 2.0 * place.wall, d - b - 2.0 * place.wall
    if min(long, wide) <= 0.0:
        return (
            f"a clearance of {place.wall:g} m to structure leaves nothing of the {place.name} "
            f"({c - a:g} m x {d - b:g} m): give a smaller one"
        )
    if place.overhang:
        return None
    length, width = outline.extent
    least, room = least_width(outline), min(long, wide)
    if least > room:
        return (
            f"{outline.title} {outline.state} ({length:.2f} m x {width:.2f} m, nowhere narrower than "
            f"{least:.2f} m) is larger than the {place.name}: {least - room:.2f} m too much for the "
            f"{room:.2f} m within the clearance"
        )
    return None


def least_width(outline: Outline) -> float:
    """Least distance of two parallel lines with the outline between them, m (along a side of its hull)."""
    corners = np.asarray(shapely.convex_hull(outline.shape).exterior.coords)
    sides = np.diff(corners, axis=0)
    across = np.column_stack([-sides[:, 1], sides[:, 0]]) / np.hypot(sides[:, 0], sides[:, 1])[:, None]
    reach = corners @ across.T
    return float((reach.max(axis=0) - reach.min(axis=0)).min())


def lift_misfit(outline: Outline, lift: Lift) -> str | None:
    """Why a lift does not take the aircraft, and by how much; the better of the two ways round."""
    length, width = outline.extent
    room = (lift.length.value, lift.width.value)
    ways = [(room[0] - length, room[1] - width), (room[0] - width, room[1] - length)]
    best = max(ways, key=min)
    if min(best) < 0.0:
        sides = ("length", "width") if best is ways[0] else ("width", "length")
        which = sides[0] if best[0] <= best[1] else sides[1]
        return (
            f"lift {lift.name} ({room[0]:g} m x {room[1]:g} m): {outline.title} {outline.state} "
            f"({length:.2f} m x {width:.2f} m) has {-min(best):.2f} m too much {which}"
        )
    if outline.mass > lift.capacity.value:
        over = outline.mass - lift.capacity.value
        capacity = lift.capacity.value
        return f"lift {lift.name}: {outline.title} is {over:.0f} kg heavier than its {capacity:.0f} kg"
    return None
