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
MARGIN = 60.0
"""How far beyond the floor the outside is drawn, m: more than any aircraft is long."""
CORNERS = 16
"""Corners of the polygon drawn round a disc."""
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


def disc(clearance: float) -> Points:
    """Corners of a polygon round a disc of radius ``clearance`` (and the slack)."""
    angles = (np.arange(CORNERS) + 0.5) * 2.0 * pi / CORNERS
    radius = (clearance + SLACK) / cos(pi / CORNERS)
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def sums(fixed: Iterable[Points], moved: Iterable[Points]) -> Geometry:
    """Union of all Q + (-P): where the pose point of the moved pieces makes them touch the fixed ones."""
    moved = list(moved)
    clouds = [(q[:, None, :] - p[None, :, :]).reshape(-1, 2) for q in fixed for p in moved]
    if not clouds:
        return shapely.Polygon()
    index = np.repeat(np.arange(len(clouds)), [len(cloud) for cloud in clouds])
    return shapely.union_all(shapely.convex_hull(shapely.linestrings(np.concatenate(clouds), indices=index)))


def grown(shapes: Iterable[Points], clearance: float) -> list[Points]:
    """Corners of convex pieces (or points), each with everything within the clearance of it."""
    clouds = [(piece[:, None, :] + disc(clearance)[None, :, :]).reshape(-1, 2) for piece in shapes]
    return [_corners(shapely.MultiPoint(cloud).convex_hull) for cloud in clouds]


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
        return sums(grown(first.flat, clearance), second.turned(turn))
    found = []
    for low_1, high_1, pieces_1 in first.layers:
        for low_2, high_2, pieces_2 in second.layers:
            if low_1 < high_2 + clearance and low_2 < high_1 + clearance:
                turned = [placed(piece, 0.0, 0.0, turn) for piece in pieces_2]
                found.append(sums(grown(pieces_1, clearance), turned))
    return shapely.union_all(found) if found else shapely.Polygon()


class Bounds:
    """What limits a place: pieces of what is beyond its edge or kept clear, each grown by its clearance."""

    def __init__(self, place: Place) -> None:
        low_x, low_y, high_x, high_y = place.floor.bounds
        self.frame = box(low_x, low_y, high_x, high_y)
        wide = box(low_x - MARGIN, low_y - MARGIN, high_x + MARGIN, high_y + MARGIN)
        outside = pieces(wide.difference(place.floor))
        self.for_wheels = grown(outside, place.wheel_margin)
        self.for_parts = [] if place.overhang else grown(outside, place.wall)
        for keepout in place.keepouts:
            self.for_parts += grown(pieces(keepout.shape), keepout.clearance)


def standing_room(body: Body, bounds: Bounds, heading: float) -> Geometry:
    """Where the pose point may stand, the place being otherwise empty."""
    wheels = [placed(wheel, 0.0, 0.0, heading) for wheel in body.wheels]
    forbidden = [sums(bounds.for_wheels, wheels), sums(bounds.for_parts, body.turned(heading))]
    return bounds.frame.difference(shapely.union_all(forbidden))


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
