"""Towing parked aircraft to the lift or to the launch line: who can leave, past whom, in which order.

An aircraft is towed with the tractor ahead of its steered wheel; its fixed wheels roll without side slip,
so the pose point follows arcs of at least the turning radius. It keeps half of the clearance that it has
when parked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from math import pi
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import box

from shortdeck.parking import tow_search
from shortdeck.parking.contact import Body, pieces, sums
from shortdeck.parking.fill import Pose
from shortdeck.parking.outline import Points, placed, under_tow
from shortdeck.parking.place import Exit, Place

Floats = npt.NDArray[np.float64]
CELL = 0.5
HEADINGS = 64
STEP = 0.55
"""Length of an arc, m: longer than a cell is wide, so that each arc leads into a new cell."""
TURN_COST = 4.0
"""A change between pulling and pushing costs as much as this distance, m."""
BUDGET = 40_000
"""Cells opened before a search gives up."""
OFF_AISLE = 4.0
"""What a metre outside the aisle costs, where aircraft are to keep to one."""
FRAME = 60.0


@dataclasses.dataclass(frozen=True)
class Path:
    """A towing path: poses (n, 3), where it leads, its length in m."""

    poses: Floats
    exit: Exit

    @cached_property
    def samples(self) -> Floats:
        """Poses along it, a tenth of a metre apart."""
        return dense(self.poses)

    @property
    def length(self) -> float:
        """Length of the pose point's path, m."""
        return float(np.hypot(*np.diff(self.poses[:, :2], axis=0).T).sum())


def _packed(shapes: Sequence[Points]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Polygons of different numbers of corners in one array."""
    most = max((len(shape) for shape in shapes), default=1)
    found = np.zeros((len(shapes), most, 2))
    for index, shape in enumerate(shapes):
        found[index, : len(shape)] = shape
    return found, np.array([len(shape) for shape in shapes], dtype=np.int64)


class Mover:
    """One kind of aircraft under tow in one place, and the goals of its exits."""

    def __init__(self, body: Body, place: Place) -> None:
        outline = body.outline
        self.moving = Body(under_tow(outline, place.tractor))
        self.parked, self.place = body, place
        wheels = self.moving.wheels
        flat = self.moving.flat
        self.shapes, self.counts = _packed([*flat, *wheels])
        self.is_wheel = np.array([False] * len(flat) + [True] * len(wheels))
        corners = np.concatenate(flat)
        self.lever = float(np.hypot(corners[:, 0], corners[:, 1]).max())
        self.curvature = float(1.0 / max(outline.turning_radius, 0.5))
        low_x, low_y, high_x, high_y = place.way.bounds
        self.origin = np.array([low_x, low_y])
        self.columns = int(np.ceil((high_x - low_x) / CELL))
        self.rows = int(np.ceil((high_y - low_y) / CELL))
        xs = low_x + CELL * (np.arange(self.columns) + 0.5)
        ys = low_y + CELL * (np.arange(self.rows) + 0.5)
        self.xs, self.ys = np.meshgrid(xs, ys)
        self.scratch = tow_search.scratch(HEADINGS * self.rows * self.columns)
        self.drive = tow_search.Drive(STEP, self.curvature, self.lever, TURN_COST)
        self.goals = [(exit_, self._goal(exit_)) for exit_ in place.exits]
        self._passable = shapely.contains_xy(place.way, self.xs, self.ys)
        for obstacle in place.obstacles:
            self._passable &= ~shapely.contains_xy(obstacle, self.xs, self.ys)
        self.keep_to(None)

    def keep_to(self, aisle: Any) -> None:
        """Make a metre outside an aisle cost several within it; None: all floor costs the same."""
        self.toll = np.ones((self.rows, self.columns))
        if aisle is not None:
            self.toll[~shapely.contains_xy(aisle, self.xs, self.ys)] = OFF_AISLE
        self.guides = [self._guide(goal) for _, goal in self.goals]

    def cell(self, pose: Pose) -> tuple[int, int]:
        """Row and column of the cell in which a pose point lies."""
        ix, iy = int((pose.x - self.origin[0]) / CELL), int((pose.y - self.origin[1]) / CELL)
        return min(max(iy, 0), self.rows - 1), min(max(ix, 0), self.columns - 1)

    def _goal(self, exit_: Exit) -> npt.NDArray[np.bool_]:
        """Cells of heading and position at which the aircraft has arrived."""
        found = np.zeros((HEADINGS, self.rows, self.columns), dtype=bool)
        for h in range(HEADINGS):
            heading = 2.0 * pi * h / HEADINGS
            if exit_.floor is not None:
                outside = pieces(_frame(exit_.floor).difference(exit_.floor))
                region = exit_.floor.difference(sums(outside, self.parked.turned(heading)))
                if not region.is_empty:
                    found[h] = shapely.contains_xy(region, self.xs, self.ys)
            elif any(abs((heading - want + pi) % (2.0 * pi) - pi) < 0.15 for want in exit_.headings):
                found[h] = np.hypot(self.xs - exit_.x, self.ys - exit_.y) < exit_.reach
        return found

    def _guide(self, goal: npt.NDArray[np.bool_]) -> Floats:
        """Cost of the way to the goal for the pose point alone."""
        found: Floats = tow_search.distances(self._passable, np.asarray(goal.any(axis=0)), self.toll, CELL)
        return found


def _frame(shape: Any) -> Any:
    low_x, low_y, high_x, high_y = shape.bounds
    return box(low_x - FRAME, low_y - FRAME, high_x + FRAME, high_y + FRAME)


def dense(poses: Floats, most: float = 0.1) -> Floats:
    """The path with poses at most ``most`` metres apart, along its arcs."""
    found = [poses[:1]]
    for here, there in pairwise(poses):
        turn = float(there[2] - here[2])
        chord = float(np.hypot(there[0] - here[0], there[1] - here[1]))
        ahead = (there[0] - here[0]) * np.cos(here[2] + 0.5 * turn) + (there[1] - here[1]) * np.sin(
            here[2] + 0.5 * turn
        )
        length = np.copysign(chord if abs(turn) < 1e-9 else chord * 0.5 * turn / np.sin(0.5 * turn), ahead)
        share = np.linspace(0.0, 1.0, max(1, int(np.ceil(abs(length) / most))) + 1)[1:]
        half = 0.5 * share * turn
        # Chord of a part of the arc: its length times sin(half turn) / half turn, along the mean heading.
        part = share * length * np.sinc(half / pi)
        x = here[0] + part * np.cos(here[2] + half)
        y = here[1] + part * np.sin(here[2] + half)
        found.append(np.column_stack([x, y, here[2] + share * turn]))
    return np.concatenate(found)


class Yard:
    """Parked aircraft and structure as obstacles to towing; aircraft can be added one by one."""

    def __init__(self, place: Place, movers: Sequence[Mover], poses: Sequence[Pose] = ()) -> None:
        self.place, self.movers = place, movers
        self.poses: list[Pose] = []
        self.opened = 0  # cells opened by all searches so far
        self._shapes: list[Points] = []
        self._clearances: list[float] = []
        self._owners: list[int] = []
        self._structure()
        for pose in poses:
            self._park(pose)
        self._pack()

    def _structure(self) -> None:
        place, share = self.place, self.place.tow_share
        # On deck wings may swing over the edge; below, walls stop them. Wheels always stay on the floor.
        open_edge = place.headroom is None
        for piece in pieces(_frame(place.way).difference(place.way)):
            margin = place.wheel_margin if open_edge else place.wall
            self._stand(piece, margin * share, -2 if open_edge else -1)
        structure = max(
            (k.clearance for k in place.keepouts if k.name.startswith("island")), default=place.wall
        )
        for obstacle in place.obstacles:
            for piece in pieces(obstacle):
                self._stand(piece, structure * share, -1)

    def _stand(self, shape: Points, clearance: float, owner: int) -> None:
        self._shapes.append(shape)
        self._clearances.append(clearance)
        self._owners.append(owner)

    def _park(self, pose: Pose) -> None:
        for piece in self.movers[pose.kind].parked.flat:
            shape = placed(piece, pose.x, pose.y, pose.heading)
            self._stand(shape, self.place.between * self.place.tow_share, len(self.poses))
        self.poses.append(pose)

    def _pack(self) -> None:
        self.shapes, self.counts = _packed(self._shapes)
        boxes = [[*shape.min(axis=0), *shape.max(axis=0)] for shape in self._shapes]
        self.boxes = np.array(boxes).reshape(-1, 4)
        self.clearances = np.array(self._clearances)
        self.owners = np.array(self._owners, dtype=np.int64)

    def add(self, pose: Pose) -> None:
        """Park one more aircraft."""
        self._park(pose)
        self._pack()

    def drop(self) -> None:
        """Take the aircraft that was added last away again."""
        last = len(self.poses) - 1
        while self._owners and self._owners[-1] == last:
            self._shapes.pop()
            self._clearances.pop()
            self._owners.pop()
        self.poses.pop()
        self._pack()

    def path(
        self, number: int, standing: npt.NDArray[np.bool_] | None = None, budget: int = BUDGET
    ) -> Path | None:
        """A towing path of one aircraft past the ``standing`` ones to its nearest exit; None: none was
        found."""
        pose = self.poses[number]
        mover = self.movers[pose.kind]
        active = np.ones(len(self.poses), dtype=bool) if standing is None else standing.copy()
        active[number] = False
        start = np.array([pose.x, pose.y, pose.heading])
        world = self._world(mover, active)
        if not tow_search.path_free(start[None, :], 0.0, world):
            return None
        iy, ix = mover.cell(pose)
        for way in sorted(range(len(mover.goals)), key=lambda way: float(mover.guides[way][iy, ix])):
            exit_, goal = mover.goals[way]
            if not np.isfinite(mover.guides[way][iy, ix]):
                continue
            grid = tow_search.Grid(mover.origin, CELL, goal, mover.guides[way], mover.toll)
            poses, opened = tow_search.search(start, grid, mover.drive, budget, world, mover.scratch)
            self.opened += int(opened)
            if len(poses):
                return Path(poses, exit_)
        return None

    def can_start(self, pose: Pose) -> bool:
        """Whether there is room at a pose for the aircraft with the tractor ahead of it."""
        active = np.ones(len(self.poses), dtype=bool)
        start = np.array([[pose.x, pose.y, pose.heading]])
        return bool(tow_search.path_free(start, 0.0, self._world(self.movers[pose.kind], active)))

    def keeps_free(self, path: Path, kind: int, number: int) -> bool:
        """Whether aircraft ``number`` stands clear of a path of a ``kind``."""
        active = np.zeros(len(self.poses), dtype=bool)
        active[number] = True
        return bool(tow_search.path_free(path.samples, 0.05, self._world(self.movers[kind], active)))

    def _world(self, mover: Mover, active: npt.NDArray[np.bool_]) -> tow_search.World:
        return tow_search.World(
            mover.shapes, mover.counts, mover.is_wheel, self.shapes, self.counts, self.boxes, self.clearances,
            self.owners, active,
        )  # fmt: skip


def freely(yard: Yard, budget: int = BUDGET) -> dict[int, Path]:
    """The aircraft that can leave while all others stand, with their paths."""
    paths = {number: yard.path(number, None, budget) for number in range(len(yard.poses))}
    return {number: path for number, path in paths.items() if path is not None}


def in_turn(yard: Yard, budget: int = BUDGET) -> list[tuple[int, Path]]:
    """Aircraft in an order in which each can leave past those that still stand; the rest never can."""
    standing = np.ones(len(yard.poses), dtype=bool)
    order: list[tuple[int, Path]] = []
    # Those nearest to an exit first: they open the way for the others.
    queue = sorted(range(len(yard.poses)), key=lambda number: _to_go(yard, number))
    moved = True
    while moved:
        moved = False
        for number in [number for number in queue if standing[number]]:
            path = yard.path(number, standing, budget)
            if path is not None:
                order.append((number, path))
                standing[number] = False
                moved = True
                break
    return order


def _to_go(yard: Yard, number: int) -> float:
    pose = yard.poses[number]
    mover = yard.movers[pose.kind]
    iy, ix = mover.cell(pose)
    return min((float(guide[iy, ix]) for guide in mover.guides), default=np.inf)
