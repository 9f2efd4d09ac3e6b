"""Search for a towing path: a body that turns about its fixed wheels, among convex obstacles.

A path is a chain of arcs, forward or backward, straight or at the least turning radius, found by A* over
cells of position and heading, each cell keeping the first pose that reached it (hybrid A*, Dolgov et al.
2008). An arc is free where the body keeps the clearance at its middle with the whole sweep added, or else
at every sub-step with half of a sub-step's sweep added: so it is free all along, not only at samples.

Compiled with numba; this file holds all that is compiled together, so that numba's own cache sees every
edit.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
import numpy.typing as npt

MAX_SWEEP = 0.2
"""Farthest that any point of the body moves in a sub-step, m."""
EAGER = 1.2
"""Weight of the way still to go: above 1 the search hurries, and the path may be longer by as much."""
F = TypeVar("F", bound=Callable[..., Any])
Array = npt.NDArray[Any]


class World(NamedTuple):
    """The body under tow and what stands in its way.

    ``body`` (p, v, 2) with ``body_n`` corners each, in the outline frame; ``wheel`` marks pieces that only
    meet obstacles for wheels. ``obstacle`` (m, v, 2), ``obstacle_n``, ``box`` (m, 4) round each,
    ``clearance`` (m), ``owner`` (m): number of the aircraft, -1 structure, -2 structure for wheels only.
    ``active``: which stand.
    """

    body: Array
    body_n: Array
    wheel: Array
    obstacle: Array
    obstacle_n: Array
    box: Array
    clearance: Array
    owner: Array
    active: Array


class Grid(NamedTuple):
    """Cells of heading and position: ``goal`` (h, iy, ix), ``guide`` and ``toll`` (iy, ix).

    ``guide``: cost still to come from a cell (inf: no way); ``toll``: cost of a metre in it.
    """

    origin: Array
    cell: float
    goal: Array
    guide: Array
    toll: Array


class Drive(NamedTuple):
    """How the body moves: length of an arc, sharpest curvature, farthest point, cost of changing
    direction."""

    step: float
    curvature: float
    lever: float
    turn_cost: float


class Scratch(NamedTuple):
    """What a search writes on, for each cell; clean again when it ends."""

    cost: Array
    parent: Array
    gear: Array
    done: Array
    pose: Array
    touched: Array


def scratch(cells: int) -> Scratch:
    """Clean cells."""
    return Scratch(
        np.full(cells, np.inf, dtype=np.float32), np.full(cells, -1, dtype=np.int32),
        np.zeros(cells, dtype=np.int8),
        np.zeros(cells, dtype=np.bool_), np.empty((cells, 3)), np.empty(cells, dtype=np.int64),
    )  # fmt: skip


def _compiled(function: F) -> F:
    compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return compiled  # type: ignore[no-any-return]


@_compiled
def _segment_distance2(px: float, py: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Squared distance of a point to a segment."""
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    t = 0.0
    if length2 > 0.0:
        t = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / length2))
    ex, ey = px - ax - t * dx, py - ay - t * dy
    return ex * ex + ey * ey


@_compiled
def _separated(a: Array, na: int, b: Array, nb: int, clearance: float) -> bool:
    """Whether two convex polygons keep the clearance (more than it)."""
    if clearance <= 0.0 or na < 3 or nb < 3:
        apart = _axis_between(a, na, b, nb, clearance) or _axis_between(b, nb, a, na, clearance)
        if na >= 3 and nb >= 3:
            return apart
    limit = clearance * clearance
    for i in range(na):
        for j in range(nb):
            k = j + 1 if j + 1 < nb else 0
            if _segment_distance2(a[i, 0], a[i, 1], b[j, 0], b[j, 1], b[k, 0], b[k, 1]) < limit:
                return False
    for i in range(nb):
        for j in range(na):
            k = j + 1 if j + 1 < na else 0
            if _segment_distance2(b[i, 0], b[i, 1], a[j, 0], a[j, 1], a[k, 0], a[k, 1]) < limit:
                return False
    if na >= 3 and nb >= 3:
        return _axis_between(a, na, b, nb, 0.0) or _axis_between(b, nb, a, na, 0.0)
    if nb >= 3:
        return _axis_between(b, nb, a, na, 0.0)
    return True


@_compiled
def _axis_between(a: Array, na: int, b: Array, nb: int, gap: float) -> bool:
    """Whether a side of ``a`` parts it from ``b`` by at least ``gap``."""
    area = 0.0
    for i in range(na):
        k = i + 1 if i + 1 < na else 0
        area += a[i, 0] * a[k, 1] - a[k, 0] * a[i, 1]
    sense = 1.0 if area >= 0.0 else -1.0
    for i in range(na):
        k = i + 1 if i + 1 < na else 0
        nx, ny = sense * (a[k, 1] - a[i, 1]), -sense * (a[k, 0] - a[i, 0])
        length = (nx * nx + ny * ny) ** 0.5
        if length == 0.0:
            continue
        least = np.inf
        for j in range(nb):
            least = min(least, (b[j, 0] - a[i, 0]) * nx + (b[j, 1] - a[i, 1]) * ny)
        if least >= gap * length:
            return True
    return False


@_compiled
def is_free(x: float, y: float, heading: float, extra: float, world: World, work: Array) -> bool:
    """Whether the body at a pose keeps every clearance plus ``extra``; ``work``: room for one piece."""
    cos, sin = np.cos(heading), np.sin(heading)
    for p in range(world.body.shape[0]):
        corners = world.body_n[p]
        low_x = low_y = np.inf
        high_x = high_y = -np.inf
        for i in range(corners):
            f, r = world.body[p, i, 0], world.body[p, i, 1]
            wx, wy = x + f * cos - r * sin, y + f * sin + r * cos
            work[i, 0], work[i, 1] = wx, wy
            low_x, high_x = min(low_x, wx), max(high_x, wx)
            low_y, high_y = min(low_y, wy), max(high_y, wy)
        for m in range(world.obstacle.shape[0]):
            who = world.owner[m]
            if who >= 0:
                if world.wheel[p] or not world.active[who]:
                    continue
            elif world.wheel[p] != (who == -2):
                continue
            c = world.clearance[m] + extra
            box = world.box[m]
            if low_x - c > box[2] or high_x + c < box[0] or low_y - c > box[3] or high_y + c < box[1]:
                continue
            if not _separated(work, corners, world.obstacle[m], world.obstacle_n[m], c):
                return False
    return True


@_compiled
def _moved(x: float, y: float, heading: float, length: float, curvature: float) -> tuple[float, float, float]:
    """The pose at the end of an arc of the given length (negative: backward)."""
    turn = length * curvature
    if abs(turn) < 1e-12:
        return x + length * np.cos(heading), y + length * np.sin(heading), heading
    radius = 1.0 / curvature
    return (
        x + radius * (np.sin(heading + turn) - np.sin(heading)),
        y - radius * (np.cos(heading + turn) - np.cos(heading)),
        heading + turn,
    )


@_compiled
def _arc_free(
    x: float,
    y: float,
    heading: float,
    length: float,
    curvature: float,
    lever: float,
    world: World,
    work: Array,
) -> bool:
    """Whether the body keeps its clearances all along an arc."""
    sweep = abs(length) * (1.0 + lever * abs(curvature))
    mx, my, mh = _moved(x, y, heading, 0.5 * length, curvature)
    if is_free(mx, my, mh, 0.5 * sweep, world, work):
        return True
    steps = int(np.ceil(sweep / MAX_SWEEP))
    for i in range(steps, 0, -1):
        sx, sy, sh = _moved(x, y, heading, length * i / steps, curvature)
        if not is_free(sx, sy, sh, 0.5 * sweep / steps, world, work):
            return False
    return True


@_compiled
def path_free(poses: Array, extra: float, world: World) -> bool:
    """Whether the body is free at every one of the poses (n, 3)."""
    work = np.empty((world.body.shape[1], 2))
    for i in range(poses.shape[0]):
        if not is_free(poses[i, 0], poses[i, 1], poses[i, 2], extra, world, work):
            return False
    return True


@_compiled
def _traced(index: Any, parent: Array, pose: Array) -> Array:
    """The poses that led to a cell, from the start."""
    length = 1
    at = index
    while parent[at] >= 0:
        at = parent[at]
        length += 1
    path = np.empty((length, 3))
    at = index
    for i in range(length - 1, -1, -1):
        path[i] = pose[at]
        at = parent[at]
    return path


@_compiled
def _cell(x: float, y: float, heading: float, grid: Grid) -> int:
    """Index of a cell; -1 outside the grid or where there is no way on."""
    headings, rows, columns = grid.goal.shape
    if x < grid.origin[0] or y < grid.origin[1]:
        return -1
    ix, iy = int((x - grid.origin[0]) / grid.cell), int((y - grid.origin[1]) / grid.cell)
    if ix >= columns or iy >= rows or np.isinf(grid.guide[iy, ix]):
        return -1
    ih = int(np.floor(heading / (2.0 * np.pi) * headings + 0.5)) % headings
    index: int = (ih * rows + iy) * columns + ix
    return index


@_compiled
def _clean(on: Scratch, touched: int) -> None:
    """Make the cells that were touched as they were."""
    for i in range(touched):
        index = on.touched[i]
        on.cost[index], on.parent[index], on.gear[index], on.done[index] = np.inf, -1, 0, False


@_compiled
def _enter(on: Scratch, cell: int, touched: int, cost: float, parent: Any, gear: int, pose: Any) -> int:
    """Write a cell; how many cells have been touched now."""
    if np.isinf(on.cost[cell]):
        on.touched[touched] = cell
        touched += 1
    on.cost[cell], on.parent[cell], on.gear[cell] = cost, parent, gear
    on.pose[cell, 0], on.pose[cell, 1], on.pose[cell, 2] = pose
    return touched


@_compiled
def search(
    start: Array, grid: Grid, drive: Drive, budget: int, world: World, on: Scratch
) -> tuple[Array, int]:
    """Poses (n, 3) from ``start`` to a goal cell, and how many cells were opened.

    No rows: no path was found, within ``budget`` cells if that many were opened. ``on`` is clean again at
    the end.
    """
    columns = grid.guide.shape[1]
    plane = columns * grid.guide.shape[0]
    guide, toll, goal = grid.guide.ravel(), grid.toll.ravel(), grid.goal.ravel()
    work = np.empty((world.body.shape[1], 2))
    path = np.empty((0, 3))
    heap = [(0.0, np.int64(0))]
    heap.pop()
    touched = opened = 0
    first = _cell(start[0], start[1], start[2], grid)
    if first >= 0:
        touched = _enter(on, first, 0, 0.0, -1, 0, (start[0], start[1], start[2]))
        heapq.heappush(heap, (0.0, np.int64(first)))
    while len(heap) > 0 and opened < budget:
        _, index = heapq.heappop(heap)
        if on.done[index]:
            continue
        on.done[index] = True
        opened += 1
        if goal[index]:
            path = _traced(index, on.parent, on.pose)
            break
        x, y, heading = on.pose[index, 0], on.pose[index, 1], on.pose[index, 2]
        for move in range(6):
            way = 1.0 if move < 3 else -1.0
            bend = drive.curvature * (move % 3 - 1)
            nx, ny, nh = _moved(x, y, heading, way * drive.step, bend)
            other = _cell(nx, ny, nh, grid)
            if other < 0 or on.done[other]:
                continue
            more = drive.step * toll[other % plane] * (1.0 if bend == 0.0 else 1.05)
            if on.gear[index] * way < 0.0:
                more += drive.turn_cost
            if on.cost[index] + more >= on.cost[other] - 1e-4:
                continue
            if not _arc_free(x, y, heading, way * drive.step, bend, drive.lever, world, work):
                continue
            touched = _enter(on, other, touched, on.cost[index] + more, index, int(way), (nx, ny, nh))
            heapq.heappush(heap, (on.cost[other] + EAGER * guide[other % plane], np.int64(other)))
    _clean(on, touched)
    return path, opened


@_compiled
def distances(passable: Array, seeds: Array, toll: Array, cell: float) -> Array:
    """Least cost to a seed over passable cells of a grid, in eight directions; inf where there is no way."""
    rows, columns = passable.shape
    found = np.full((rows, columns), np.inf)
    heap = [(0.0, np.int64(0))]
    heap.pop()
    for iy in range(rows):
        for ix in range(columns):
            if seeds[iy, ix]:
                found[iy, ix] = 0.0
                heapq.heappush(heap, (0.0, np.int64(iy * columns + ix)))
    while len(heap) > 0:
        so_far, index = heapq.heappop(heap)
        iy, ix = index // columns, index % columns
        if so_far > found[iy, ix]:
            continue
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                jy, jx = iy + dy, ix + dx
                if jy < 0 or jx < 0 or jy >= rows or jx >= columns or not passable[jy, jx]:
                    continue
                new = so_far + cell * toll[jy, jx] * (dx * dx + dy * dy) ** 0.5
                if new < found[jy, jx] - 1e-9:
                    found[jy, jx] = new
                    heapq.heappush(heap, (new, np.int64(jy * columns + jx)))
    return found
