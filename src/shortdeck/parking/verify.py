"""An independent check of a plan: nothing overlaps, every clearance is kept, everything is inside and low
enough.

This module takes no geometry from the planner: it places whole outlines by itself and
measures distances, where the planner compares pose points with Minkowski sums and the search for paths has
its own kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import degrees, hypot, pi
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import affinity

from shortdeck.parking.outline import Outline
from shortdeck.parking.place import Place

Geometry = Any
TOLERANCE = 1e-6
SAMPLES = 6
"""Poses checked on each arc of a path."""
CHORD = 0.02
"""How far a chord between two poses of a path may lie from the arc, m."""


class Stand(NamedTuple):
    """An outline and where it stands: pose point (m) and heading (rad)."""

    outline: Outline
    x: float
    y: float
    heading: float


def _at(shape: Geometry, x: float, y: float, heading: float) -> Geometry:
    turned = affinity.rotate(shape, degrees(heading), origin=(0.0, 0.0))
    return affinity.translate(turned, x, y)


def shape_at(stand: Stand) -> Geometry:
    """The whole outline where it stands."""
    return _at(stand.outline.shape, stand.x, stand.y, stand.heading)


def faults(place: Place, stands: Sequence[Stand]) -> list[str]:
    """What is wrong with a plan, in words; nothing where it is sound."""
    return [*_inside(place, stands), *_apart(place, stands)]


def _inside(place: Place, stands: Sequence[Stand]) -> Iterator[str]:
    edge = place.floor.boundary
    for number, stand in enumerate(stands, start=1):
        shape = shape_at(stand)
        name = f"aircraft {number} ({stand.outline.name})"
        if place.headroom is not None and stand.outline.height > place.headroom + TOLERANCE:
            yield f"{name} is {stand.outline.height:.3f} m high under {place.headroom:.3f} m"
        if not place.overhang:
            if not place.floor.buffer(TOLERANCE).contains(shape):
                yield f"{name} reaches beyond the floor"
            elif shape.distance(edge) < place.wall - TOLERANCE:
                yield f"{name} is {shape.distance(edge):.4f} m from the edge, {place.wall:g} m are asked for"
        for wheel in stand.outline.wheels:
            point = _at(shapely.Point(wheel), stand.x, stand.y, stand.heading)
            if not place.floor.contains(point) or point.distance(edge) < place.wheel_margin - TOLERANCE:
                yield f"a wheel of {name} is nearer than {place.wheel_margin:g} m to the edge"
        for keepout in place.keepouts:
            gap = shape.distance(keepout.shape)
            overlap = shape.intersection(keepout.shape).area
            if gap < keepout.clearance - TOLERANCE or overlap > TOLERANCE:
                yield f"{name} is {gap:.4f} m from {keepout.name}, {keepout.clearance:g} m are asked for"


def _apart(place: Place, stands: Sequence[Stand]) -> Iterator[str]:
    shapes = [shape_at(stand) for stand in stands]
    for i in range(len(stands)):
        for j in range(i + 1, len(stands)):
            if place.stacking:
                gap = _gap_by_height(stands[i], stands[j], place.between)
            else:
                gap = float(shapes[i].distance(shapes[j]))
            if gap < place.between - TOLERANCE:
                yield f"aircraft {i + 1} and {j + 1} are {gap:.4f} m apart, {place.between:g} m are asked for"


def _gap_by_height(one: Stand, other: Stand, clearance: float) -> float:
    """Least distance in plan between parts that are not one above the other."""
    least = float("inf")
    for a in one.outline.parts:
        for b in other.outline.parts:
            if a.low >= b.high + clearance or b.low >= a.high + clearance:
                continue
            first = _at(a.shape, one.x, one.y, one.heading)
            second = _at(b.shape, other.x, other.y, other.heading)
            least = min(least, float(first.distance(second)))
    return least


def path_faults(
    place: Place, stand: Stand, moving: Outline, poses: Any, others: Sequence[Stand]
) -> list[str]:
    """What is wrong with a towing path past other aircraft; ``moving``: the outline with its tractor."""
    found = list(_kinematics(stand, poses))
    share = place.tow_share
    standing = shapely.union_all([shape_at(other) for other in others])
    blocks = shapely.union_all(list(place.obstacles))
    structure = max((k.clearance for k in place.keepouts if k.name.startswith("island")), default=place.wall)
    samples = _sampled(np.asarray(poses))
    shapes = _at_each(moving.shape, samples)
    contained = shapes if place.headroom is not None else _at_each(shapely.MultiPoint(moving.wheels), samples)
    margin = (place.wheel_margin if place.headroom is None else place.wall) * share - CHORD
    inner = place.way.buffer(-margin)
    shapely.prepare(inner)
    shapely.prepare(standing)
    shapely.prepare(blocks)
    wrong = {"leaves the way": ~shapely.contains(inner, contained)}
    if not standing.is_empty:
        near = place.between * share - CHORD
        wrong["comes too near to a parked aircraft"] = shapely.dwithin(standing, shapes, near)
    if not blocks.is_empty:
        wrong["comes too near to structure"] = shapely.dwithin(blocks, shapes, structure * share - CHORD)
    every = np.stack(list(wrong.values()))
    if every.any():
        first = int(np.argmax(every.any(axis=0)))  # the first place, and of what is wrong there the first
        x, y, _ = samples[first]
        found.append(f"{list(wrong)[int(np.argmax(every[:, first]))]} at ({x:.2f}, {y:.2f}) m")
    return found


def _at_each(shape: Geometry, samples: Any) -> Any:
    """The shape at each of many poses (n, 3), as an array."""
    copies = np.full(len(samples), shape)
    corners = shapely.get_coordinates(shape)
    c, s = np.cos(samples[:, 2, None]), np.sin(samples[:, 2, None])
    x = c * corners[:, 0] - s * corners[:, 1] + samples[:, 0, None]
    y = s * corners[:, 0] + c * corners[:, 1] + samples[:, 1, None]
    return shapely.set_coordinates(copies, np.stack([x, y], axis=-1).reshape(-1, 2))


def _sampled(poses: Any) -> Any:
    """Poses of a path and between them, evenly."""
    shares = np.arange(SAMPLES)[None, :, None] / SAMPLES
    between = poses[:-1, None, :] + shares * (poses[1:] - poses[:-1])[:, None, :]
    return np.concatenate([between.reshape(-1, 3), poses[-1:]])


def _kinematics(stand: Stand, poses: Any) -> Iterator[str]:
    """The path begins where the aircraft stands, and its fixed wheels neither slip nor turn too sharply."""
    if hypot(poses[0][0] - stand.x, poses[0][1] - stand.y) > TOLERANCE:
        yield "does not begin where the aircraft stands"
    sharpest = 1.0 / max(stand.outline.turning_radius, 0.5)
    for here, there in pairwise(poses):
        dx, dy = there[0] - here[0], there[1] - here[1]
        turn = there[2] - here[2]
        chord = hypot(dx, dy)
        if abs(turn) > sharpest * chord * (1.0 + 0.05) + 1e-9:
            yield f"turns by {degrees(turn):.1f} degrees in {chord:.2f} m"
            return
        along = abs((np.arctan2(dy, dx) - here[2] - 0.5 * turn + 0.5 * pi) % pi - 0.5 * pi)
        if chord > 0.0 and along > 1e-6:
            yield f"slips sideways at ({here[0]:.2f}, {here[1]:.2f}) m"
            return
