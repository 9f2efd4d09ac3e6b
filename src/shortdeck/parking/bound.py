"""How many can there be at most, wherever and at whatever heading they stand.

*Area*: outlines grown by half of the clearance do not overlap and lie within the usable floor grown as
much. *Spacing*: the pose points of two aircraft are never nearer than some distance d, and points d apart
in a region of area A, perimeter P and Euler characteristic X number at most 2 A / (sqrt(3) d^2) + P / (2
d) + X (Groemer 1960 for convex regions; Folkman and Graham 1969, "A packing inequality for compact convex
subsets of the plane", Canadian Mathematical Bulletin 12, for others; recalled, documents not seen). Both
hold for any plan, not only for the poses that were tried.
"""

from __future__ import annotations

import dataclasses
from math import floor, pi, sqrt
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import affinity

from shortdeck.parking.contact import Body, Bounds, pieces, standing_room, sums
from shortdeck.parking.fill import Problem
from shortdeck.parking.outline import placed
from shortdeck.parking.place import Place

Geometry = Any
HEADINGS = 24
"""Headings at which the floor that can be covered is looked at."""
TURNS = 90
"""Relative headings at which the spacing of two aircraft is measured."""
SHIFTS = tuple(np.arange(-2.0, 2.01, 0.5))
"""Points of the centreline tried as the point whose spacing is measured, m forward of the pose point."""


SMOOTHED = 0.988
"""GEOS may draw a buffer wider by a hundredth of its distance; here it must not be too wide."""


class Bound(NamedTuple):
    """At most so many aircraft (or, in a mix, so much value), and by which argument."""

    most: int
    by: str


def usable(place: Place) -> Geometry:
    """Where parts of aircraft can lie at all."""
    shape = place.floor.buffer(-place.wall)
    return shape.difference(shapely.union_all([k.shape.buffer(k.clearance) for k in place.keepouts]))


def coverable(problem: Problem) -> Geometry:
    """The usable floor that some aircraft can cover where it stands, at any heading.

    Headings are looked at every fifteen degrees; in between no point moves farther than ``slack``, so that
    walls and keep-outs are taken nearer, and what is covered is taken wider, by as much.
    """
    place, found = problem.place, []
    for body in problem.bodies:
        corners = np.concatenate(body.flat)
        slack = float(np.hypot(corners[:, 0], corners[:, 1]).max()) * pi / HEADINGS
        easier = dataclasses.replace(
            place,
            floor=place.floor.buffer(slack),
            wheel_margin=max(0.0, place.wheel_margin - slack),
            keepouts=tuple(
                dataclasses.replace(
                    k,
                    shape=k.shape.buffer(min(0.0, k.clearance - slack)),
                    clearance=max(0.0, k.clearance - slack),
                )
                for k in place.keepouts
            ),
        )
        limits = Bounds(easier)
        for heading in np.arange(HEADINGS) * 2.0 * pi / HEADINGS:
            room = standing_room(body, limits, float(heading))
            if not room.is_empty:
                mirrored = [-piece for piece in body.turned(float(heading))]
                found.append(sums(pieces(room), mirrored).buffer(slack))
    return usable(place).intersection(shapely.union_all(found)) if found else shapely.Polygon()


def by_area(problem: Problem) -> int | None:
    """The bound by area; None where outlines may overlap in plan or lie beyond the edge."""
    place = problem.place
    if place.stacking or place.overhang:
        return None
    half = 0.5 * place.between
    # Of a walled rectangle aircraft reach nearly everything: the finer look would gain nothing.
    reached = coverable(problem) if place.headroom is None else usable(place)
    room = reached.buffer(half).area
    need = [body.outline.shape.buffer(SMOOTHED * half).area for body in problem.bodies]
    # The most valuable per area first, the last one in part: the relaxed knapsack, never below the true one.
    total = 0.0
    ranked = sorted(range(len(need)), key=lambda kind: -problem.weights[kind] / need[kind])
    for kind in ranked:
        count = min(float(problem.most[kind]), room / need[kind])
        total += count * problem.weights[kind]
        room -= count * need[kind]
    return floor(total + 1e-9)


def by_spacing(problem: Problem) -> int | None:
    """The bound by spacing, for one kind; None for a mix and for stacking."""
    place = problem.place
    if len(problem.bodies) != 1 or place.stacking:
        return None
    body = problem.bodies[0]
    shift = max(SHIFTS, key=lambda s: spacing(body, place.between, s, 12))
    apart = spacing(body, place.between, shift, TURNS)
    if apart <= 0.0:
        return None
    return points_apart(_points_room(body, place, shift), apart)


def points_apart(region: Geometry, apart: float) -> int:
    """At most so many points of a region are at least ``apart`` from one another."""
    total = 0.0
    for part in shapely.get_parts(region):
        holes = len(part.interiors)
        total += floor(
            2.0 * part.area / (sqrt(3.0) * apart**2) + part.length / (2.0 * apart) + 1 - holes + 1e-9
        )
    return int(total)


def spacing(body: Body, clearance: float, shift: float, turns: int) -> float:
    """Least distance of the points ``shift`` forward of the pose points of two such aircraft, at any
    headings.

    Between the headings looked at the aircraft turns by at most pi / turns, so that no point of it moves
    by more than that times its distance: the clearance is made smaller by as much.
    """
    points = [piece - np.array([shift, 0.0]) for piece in body.flat]
    reach = max(float(np.hypot(p[:, 0], p[:, 1]).max()) for p in points)
    given = clearance - reach * pi / turns
    origin = shapely.Point(0.0, 0.0)
    least = np.inf
    for turn in np.arange(turns) * 2.0 * pi / turns:
        turned = [placed(piece, 0.0, 0.0, float(turn)) for piece in points]
        hulls = [
            shapely.MultiPoint((q[:, None, :] - p[None, :, :]).reshape(-1, 2)).convex_hull
            for q in points
            for p in turned
        ]
        region = shapely.union_all(hulls).buffer(SMOOTHED * given)
        if not region.contains(origin):
            return 0.0
        least = min(least, float(region.boundary.distance(origin)))
    return least


def _points_room(body: Body, place: Place, shift: float) -> Geometry:
    """Where the measured points can lie: at least the least half-breadth of the aircraft inside the walls."""
    hull = affinity.translate(shapely.convex_hull(body.outline.shape), -shift, 0.0)
    corners = shapely.get_coordinates(hull)
    angles = np.arange(720) * 2.0 * pi / 720
    support = (corners @ np.array([np.cos(angles), np.sin(angles)])).max(axis=0)
    least = max(0.0, float(support.min()) - float(np.hypot(*corners.T).max()) * pi / 720)
    if place.overhang:  # wheels alone stay inside, and the pose point between them
        inside = place.floor.convex_hull.buffer(abs(shift))
    else:
        inside = _shrunk(place.floor, place.wall, least)
    blocked = [k.shape.buffer(k.clearance) for k in place.keepouts]
    covered = body.outline.shape.buffer(1e-9).contains(shapely.Point(shift, 0.0))
    return inside.difference(shapely.union_all(blocked)) if covered else inside


def _shrunk(floor_: Geometry, wall: float, least: float) -> Geometry:
    """A convex floor shrinks by the half-breadth too; of another only the clearance is sure."""
    convex = floor_.convex_hull.area - floor_.area < 1e-6 * floor_.area
    return floor_.buffer(-(wall + (least if convex else 0.0)), join_style="mitre")


def bound(problem: Problem) -> Bound:
    """The least of the bounds that apply."""
    found = [
        Bound(sum(m * w for m, w in zip(problem.most, problem.weights, strict=True)), "the number asked for")
    ]
    area, apart = by_area(problem), by_spacing(problem)
    if area is not None:
        found.append(Bound(area, "area"))
    if apart is not None:
        found.append(Bound(apart, "spacing"))
    return min(found, key=lambda item: item.most)
