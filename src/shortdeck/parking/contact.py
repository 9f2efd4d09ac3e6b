"""Where the pose point of one aircraft may not stand: no-fit regions by Minkowski sums of convex pieces.

For convex pieces P (of the aircraft to be placed, at its heading) and Q (of an obstacle), the pose points
at which they touch or overlap are Q + (-P), the hull of all differences of corners (Lozano-Perez 1983); a
clearance c adds a disc of radius c. The disc is drawn from outside, so that the regions are never too
small.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import cos, pi
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import box

from shortdeck.parking.outline import Outline, Points, placed
from shortdeck.parking.place import Place

Geometry = Any
QUADRANT = 4
"""Segments in a quarter of a disc."""
SMOOTHED = 1.012
SLACK = 1e-4
"""Added to every clearance, m, so that rounding cannot eat into it."""


def pieces(shape: Geometry) -> list[Points]:
    """Convex pieces that together cover a shape."""
    found = []
    for polygon in getattr(shape, "geoms", [shape]):
        if polygon.area < 1e-9:
            continue
        if not polygon.interiors and polygon.convex_hull.area - polygon.area < 1e-6 * polygon.area:
            found.append(_corners(polygon))
        else:
            triangles = shapely.constrained_delaunay_triangles(polygon)
            found += [_corners(triangle) for triangle in triangles.geoms]
    return found


def _corners(polygon: Geometry) -> Points:
    return np.asarray(polygon.exterior.coords)[:-1]


def grown(shape: Geometry, clearance: float) -> Geometry:
    """The shape and everything within ``clearance`` of it, by a disc drawn from outside.

    GEOS smooths away concavities of up to a hundredth of the distance before it buffers: hence SMOOTHED.
    """
    radius = (clearance * SMOOTHED + SLACK) / cos(0.25 * pi / QUADRANT)
    return shape.buffer(radius, quad_segs=QUADRANT)


def sums(fixed: Iterable[Points], moved: Iterable[Points]) -> Geometry:
    """Union of all Q + (-P): where the pose point of the moved pieces makes them touch the fixed ones."""
    moved = list(moved)
    hulls = []
    for q in fixed:
        for p in moved:
            hulls.append(shapely.multipoints((q[:, None, :] - p[None, :, :]).reshape(-1, 2)))
    if not hulls:
        return shapely.Polygon()
    return shapely.union_all(shapely.convex_hull(np.array(hulls)))


class Body:
    """The convex pieces of an outline in the outline frame, with their heights."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        shapes = [part.shape for part in outline.parts]
        kept = list(range(len(shapes)))
        for index in sorted(kept, key=lambda i: shapes[i].area):
            rest = [shapes[i] for i in kept if i != index]
            if rest and shapely.union_all(rest).buffer(1e-6).covers(shapes[index]):
                kept.remove(index)
        self.flat = [piece for i in kept for piece in pieces(shapes[i])]
        self.layers = [
            (part.low, part.high, pieces(shape)) for part, shape in zip(outline.parts, shapes, strict=True)
        ]
        self.wheels = [wheel[None, :] for wheel in outline.wheels]

    def turned(self, heading: float) -> list[Points]:
        """All pieces at a heading, the pose point at the origin."""
        return [placed(piece, 0.0, 0.0, heading) for piece in self.flat]


def conflict(first: Body, second: Body, turn: float, clearance: float, stacking: bool) -> Geometry:
    """Offsets of ``second``'s pose point from ``first``'s, ``first`` at heading 0 and ``second`` at ``turn``,
    at which they come nearer than the clearance. ``stacking``: only parts at the same height count."""
    if not stacking:
        return grown(sums(first.flat, second.turned(turn)), clearance)
    found = []
    for low_1, high_1, pieces_1 in first.layers:
        for low_2, high_2, pieces_2 in second.layers:
            if low_1 < high_2 + clearance and low_2 < high_1 + clearance:
                turned = [placed(piece, 0.0, 0.0, turn) for piece in pieces_2]
                found.append(sums(pieces_1, turned))
    return grown(shapely.union_all(found), clearance) if found else shapely.Polygon()


def standing_room(body: Body, place: Place, heading: float) -> Geometry:
    """Where the pose point may stand, the place being otherwise empty."""
    frame, outside = _outside(place)
    parts = body.turned(heading)
    wheels = [placed(wheel, 0.0, 0.0, heading) for wheel in body.wheels]
    forbidden = [grown(sums(outside, wheels), place.wheel_margin)]
    if not place.overhang:
        forbidden.append(grown(sums(outside, parts), place.wall))
    for keepout in place.keepouts:
        forbidden.append(grown(sums(pieces(keepout.shape), parts), keepout.clearance))
    return frame.difference(shapely.union_all(forbidden))


def _outside(place: Place) -> tuple[Geometry, list[Points]]:
    """A frame round the floor, and the convex pieces of what lies in it beyond the floor."""
    low_x, low_y, high_x, high_y = place.floor.bounds
    frame = box(low_x, low_y, high_x, high_y)
    margin = 60.0
    wide = box(low_x - margin, low_y - margin, high_x + margin, high_y + margin)
    return frame, pieces(wide.difference(place.floor))


class Contacts:
    """No-fit regions of the bodies of one problem, each computed once."""

    def __init__(self, bodies: list[Body], clearance: float, stacking: bool) -> None:
        self._bodies, self._clearance, self._stacking = bodies, clearance, stacking
        self._base = lru_cache(maxsize=None)(self._compute)
        self._turned = lru_cache(maxsize=None)(self._turn)
        self._within = lru_cache(maxsize=None)(self._shrunk)

    def _compute(self, first: int, second: int, turn: float) -> Geometry:
        return conflict(self._bodies[first], self._bodies[second], turn, self._clearance, self._stacking)

    def _turn(self, first: int, heading: float, second: int, turn: float) -> Geometry:
        base = self._base(first, second, turn)
        region = affinity.rotate(base, heading, origin=(0.0, 0.0), use_radians=True)
        shapely.prepare(region)
        return region

    def _shrunk(self, first: int, heading: float, second: int, turn: float) -> Geometry:
        region = self._turned(first, heading, second, turn).buffer(-0.5 * SLACK)
        shapely.prepare(region)
        return region

    def inner(self, first: int, heading: float, second: int, heading_2: float) -> Geometry:
        """As ``region``, less half of the slack: aircraft placed until they touched are not in conflict."""
        turn = round((heading_2 - heading) % (2.0 * pi), 9)
        return self._within(first, round(heading, 9), second, turn)

    def region(self, first: int, heading: float, second: int, heading_2: float) -> Geometry:
        """Offsets of ``second``'s pose point from ``first``'s at which they conflict, at these headings."""
        turn = round((heading_2 - heading) % (2.0 * pi), 9)
        return self._turned(first, round(heading, 9), second, turn)
