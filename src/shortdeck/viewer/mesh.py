"""Triangles: the few solids of which aircraft and ships are drawn.

Axes of everything drawn: x forward, y up, z to starboard (right-handed), m. ``to_view`` turns forward, right,
down into them, for points, rotation vectors and quaternions alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Real = NDArray[np.float64]
Index = NDArray[np.int64]


class Mesh(NamedTuple):
    """Vertices (n, 3) and triangles (m, 3), which are drawn from both sides."""

    vertices: Real
    faces: Index


def to_view(vectors: ArrayLike) -> Real:
    """Forward, right, down (..., 3) as forward, up, starboard."""
    v = np.asarray(vectors, dtype=float)
    return np.stack([v[..., 0], -v[..., 2], v[..., 1]], axis=-1)


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Several meshes as one."""
    offsets = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = [mesh.faces + offset for mesh, offset in zip(meshes, offsets[:-1], strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(faces))


def mirrored(mesh: Mesh) -> Mesh:
    """The mesh on the other side of the plane of symmetry."""
    return Mesh(mesh.vertices * np.array([1.0, 1.0, -1.0]), mesh.faces[:, ::-1])


def grid(rows: Real, *, closed: bool = False) -> Mesh:
    """A surface through rows of points (rows, points, 3); ``closed`` joins the last point to the first."""
    count, width = rows.shape[:2]
    k, j = np.meshgrid(np.arange(count - 1), np.arange(width if closed else width - 1), indexing="ij")
    a, b = k * width + j, k * width + (j + 1) % width
    quads = np.stack([a, b, b + width, a + width], axis=-1).reshape(-1, 4)
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return Mesh(rows.reshape(-1, 3), faces)


def loft(rings: Sequence[Real]) -> Mesh:
    """A closed solid through rings of points (n, 3), one after the other, with flat ends."""
    rows = np.array(rings)
    side = grid(rows, closed=True)
    width, last = rows.shape[1], (len(rows) - 1) * rows.shape[1]
    fan = np.array([(0, j + 1, j) for j in range(1, width - 1)])
    faces = np.concatenate([side.faces, fan, fan[:, ::-1] + last])
    return Mesh(side.vertices, faces)


def tube(start: ArrayLike, end: ArrayLike, radius: float, *, sides: int = 10, taper: float = 1.0) -> Mesh:
    """A cylinder between two points; ``taper`` is the radius at its end over that at its start."""
    a, b = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    along = (b - a) / np.linalg.norm(b - a)
    other = np.array([0.0, 1.0, 0.0]) if abs(along[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    one = np.cross(along, other)
    one /= np.linalg.norm(one)
    two = np.cross(along, one)
    turn = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    ring = np.cos(turn)[:, None] * one + np.sin(turn)[:, None] * two
    return loft([a + radius * ring, b + radius * taper * ring])


def flat(corners: ArrayLike, height: float) -> Mesh:
    """A polygon (n, 2) of x forward, z starboard as a sheet at a height."""
    from shapely import Polygon, constrained_delaunay_triangles

    ring = np.asarray(Polygon(np.asarray(corners, dtype=float)).exterior.coords)[:-1]
    place = {tuple(point): k for k, point in enumerate(ring)}
    parts = constrained_delaunay_triangles(Polygon(ring)).geoms
    faces = np.array([[place[tuple(point)] for point in part.exterior.coords[:3]] for part in parts])
    return Mesh(np.insert(ring, 1, height, axis=1), faces)


def prism(corners: ArrayLike, low: float, high: float) -> Mesh:
    """A polygon (n, 2) of x forward, z starboard, raised from one height to another."""
    top, bottom = flat(corners, high), flat(corners, low)
    walls = grid(np.stack([bottom.vertices, top.vertices]), closed=True)
    return join([walls, top, bottom])
