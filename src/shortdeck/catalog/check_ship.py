"""What the numbers of a ship or airfield must be to one another. Each check names paths under ``model``."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from shortdeck.catalog.ship import COUNTS
from shortdeck.errors import Fault

STERN_TOLERANCE = 0.5
"""How far the aftmost point of the outline may lie from x = 0, in m: drawings are not read more finely."""
EDGE_REACH = 1.0
"""How far from the deck edge a deck-edge lift may begin, in m."""
WATER_DENSITY = 1025.0


def _shape(points: Any) -> Any:
    import shapely

    return shapely.Polygon(points)


def _crossing(points: Any) -> str | None:
    """Where an outline crosses itself, in words; None where it does not."""
    import shapely

    shape = _shape(points)
    return None if shape.is_valid and shape.area > 0.0 else str(shapely.is_valid_reason(shape))


def deck_outline(model: Any) -> Iterator[Fault]:
    """The outline is simple, begins at the stern edge, and has one port and one starboard edge at every x."""
    points = model.deck.outline.points
    path = "model.deck.outline.points"
    reason = _crossing(points)
    if reason:
        yield Fault(
            path, f"the outline crosses or touches itself ({reason}): give the corners in order, once round"
        )
        return
    stern = min(x for x, _ in points)
    if abs(stern) > STERN_TOLERANCE:
        yield Fault(
            path, f"x counts from the stern edge of the flight deck: the aftmost x is 0, got {stern:g} m"
        )
    turn = _turning_back(points)
    if turn is not None:
        yield Fault(
            path,
            f"the outline turns back at ({turn[0]:g}, {turn[1]:g}) m: from stern to bow each of its two "
            "sides must have one y at every x; replace the recess by a straight edge",
        )


def _turning_back(points: tuple[tuple[float, float], ...]) -> tuple[float, float] | None:
    """The first corner at which a side of the outline turns back; None where both sides only run one way."""
    fore = max(range(len(points)), key=lambda index: points[index][0])
    round_trip = [*points[fore:], *points[:fore], points[fore]]
    aft = min(range(len(round_trip)), key=lambda index: round_trip[index][0])
    for side in (round_trip[: aft + 1], round_trip[: aft - 1 if aft else None : -1]):
        for here, there in itertools.pairwise(side):
            if there[0] > here[0]:
                return here
    return None


def runway(model: Any) -> Iterator[Fault]:
    """The runway line starts and ends on the deck."""
    import shapely

    deck, line = model.deck, model.deck.runway
    xs = [x for x, _ in deck.outline.points]
    slope = math.tan(line.angle.value)
    start = line.start.value
    shape = _shape(deck.outline.points)
    if not shape.is_valid:
        return
    at_start = line.y.value + slope * start
    if not shape.buffer(STERN_TOLERANCE).contains(shapely.Point(start, at_start)):
        yield Fault(
            "model.deck.runway.start",
            f"the launch would begin at ({start:g}, {at_start:.4g}) m, outside the deck outline "
            f"(x from {min(xs):g} to {max(xs):g} m)",
        )


def ramp(model: Any) -> Iterator[Fault]:
    """The ramp lies on the deck, at the forward end of the runway line."""
    import shapely

    deck, rise = model.deck, model.deck.ramp
    if rise is None:
        return
    port, starboard = rise.port.value, rise.starboard.value
    bow = max(x for x, _ in deck.outline.points)
    if not port < starboard:
        yield Fault(
            "model.deck.ramp.port", f"must lie to port of {rise.starboard.text!r}, got {rise.port.text!r}"
        )
        return
    if rise.length.value >= bow:
        yield Fault(
            "model.deck.ramp.length", f"must be shorter than the deck ({bow:g} m), got {rise.length.text!r}"
        )
        return
    shape = _shape(deck.outline.points)
    if not shape.is_valid:
        return
    plan = shapely.box(bow - rise.length.value, port, bow, starboard)
    if shape.intersection(plan).area < 0.5 * plan.area:
        yield Fault(
            "model.deck.ramp", f"lies outside the deck outline: y from {port:g} to {starboard:g} m at the bow"
        )
    at_lip = deck.runway.y.value + math.tan(deck.runway.angle.value) * bow
    if not port <= at_lip <= starboard:
        yield Fault(
            "model.deck.ramp",
            f"the runway line passes the bow at y = {at_lip:.4g} m, beside the ramp "
            f"({port:g} to {starboard:g} m)",
        )


def islands(model: Any) -> Iterator[Fault]:
    """Islands are simple outlines on the deck, clear of the runway line."""
    import shapely

    deck = model.deck
    shape = _shape(deck.outline.points)
    bow = max(x for x, _ in deck.outline.points)
    slope = math.tan(deck.runway.angle.value)
    line = shapely.LineString([(x, deck.runway.y.value + slope * x) for x in (0.0, bow)])
    for index, island in enumerate(deck.islands):
        path = f"model.deck.islands[{index}].outline.points"
        reason = _crossing(island.outline.points)
        if reason:
            yield Fault(path, f"the outline crosses itself ({reason}): give the corners in order, once round")
            continue
        block = _shape(island.outline.points)
        if shape.is_valid and not shape.intersects(block):
            yield Fault(path, "the island stands outside the deck outline")
        if block.intersects(line):
            yield Fault(path, "the runway line runs through the island")


def lifts(model: Any) -> Iterator[Fault]:
    """Lifts lie in the deck or at its edge, and lead to a space that the ship has."""
    import shapely

    shape = _shape(model.deck.outline.points)
    for index, lift in enumerate(model.deck.lifts):
        path = f"model.deck.lifts[{index}]"
        x, y = lift.x.value, lift.y.value
        half, wide = 0.5 * lift.length.value, 0.5 * lift.width.value
        plan = shapely.box(x - half, y - wide, x + half, y + wide)
        if shape.is_valid and not lift.deck_edge and not shape.contains(plan.centroid):
            yield Fault(path, f"lies outside the deck outline at ({x:g}, {y:g}) m, and is no deck-edge lift")
        if shape.is_valid and lift.deck_edge and shape.distance(plan) > EDGE_REACH:
            yield Fault(
                path,
                f"a deck-edge lift begins at the deck edge; this one is {shape.distance(plan):.3g} m off",
            )
        space = "hangar" if lift.to == "hangar" else "light_garage"
        if getattr(model, space) is None:
            yield Fault(f"{path}.to", f"leads to '{lift.to}', but the file has no model.{space}")


def hull(model: Any) -> Iterator[Fault]:
    """The hull displaces what a hull of these dimensions can."""
    body = model.hull
    box = WATER_DENSITY * body.length.value * body.beam.value * body.draught.value
    block = body.displacement.value / box
    if not 0.2 < block < 1.0:
        yield Fault(
            "model.hull.displacement",
            f"gives a block coefficient of {block:.2f} with this length, beam and draught; "
            f"0.2 to 1.0 is possible, that is {0.2 * box / 1000:.0f} to {box / 1000:.0f} t",
        )


def friction(model: Any) -> Iterator[Fault]:
    """A wet surface grips no better than a dry one, an oily one no better than a wet one."""
    grip = (model.deck if hasattr(model, "deck") else model).friction
    path = "model.deck.friction" if hasattr(model, "deck") else "model.friction"
    for name, better in (("wet", "dry"), ("oily", "wet")):
        worse, limit = getattr(grip, name), getattr(grip, better)
        if worse.value > limit.value:
            yield Fault(f"{path}.{name}", f"must not exceed {better} = {limit.value:g}, got {worse.text!r}")


def handling(model: Any) -> Iterator[Fault]:
    """Things that are counted come in whole numbers, and without crews by day nothing ever moves."""
    found = model.handling
    if found is None:
        return
    for name in COUNTS:
        number = getattr(found, name)
        if number.value != int(number.value):
            yield Fault(f"model.handling.{name}", f"must be a whole number, got {number.text!r}")
    for name in COUNTS:
        number = getattr(found, name)
        if name != "crews_night" and number.value < 1.0:
            yield Fault(f"model.handling.{name}", f"must be at least 1, got {number.text!r}")


SHIP_CHECKS = (deck_outline, runway, ramp, islands, lifts, hull, friction, handling)
AIRFIELD_CHECKS = (friction,)
