"""Plans by placing one aircraft after the other where it touches what is there already.

Each aircraft is put at the corner of the remaining free region of its pose point that lies farthest
towards one direction (bottom-left placement; Art 1966, Baker, Coffman and Rivest 1980). Directions,
headings and order are varied, parts of a plan are taken out and filled again; every pose that was tried is
kept for the exact choice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import pi
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import affinity

from shortdeck.parking.contact import Body, Bounds, Contacts, standing_room
from shortdeck.parking.place import Place

Geometry = Any
GRID = 1e-5
"""Precision of the free regions, m: differences of polygons are exact on a grid, and fail off it."""
TIE = 0.02
"""Weight of the cross direction against the main one."""


class Pose(NamedTuple):
    """An aircraft of a problem where it stands: index of its kind, pose point (m), heading (rad)."""

    kind: int
    x: float
    y: float
    heading: float


@dataclasses.dataclass(frozen=True)
class Problem:
    """What is to be placed where. ``most``: how many of each kind at most. ``weights``: what each is
    worth."""

    place: Place
    bodies: tuple[Body, ...]
    most: tuple[int, ...]
    weights: tuple[int, ...]
    headings: tuple[float, ...]

    @cached_property
    def contacts(self) -> Contacts:
        """No-fit regions between the kinds."""
        return Contacts(list(self.bodies), self.place.between, self.place.stacking)

    @cached_property
    def bounds(self) -> Bounds:
        """What limits the place."""
        return Bounds(self.place)

    @cached_property
    def _rooms(self) -> dict[tuple[int, int], Geometry]:
        return {}

    def room(self, kind: int, h: int) -> Geometry:
        """Free region of the pose point of a kind at heading number ``h``, the place empty."""
        if (kind, h) not in self._rooms:
            self._rooms[kind, h] = standing_room(self.bodies[kind], self.bounds, self.headings[h])
        return self._rooms[kind, h]

    def value(self, poses: Sequence[Pose]) -> int:
        """What a plan is worth."""
        return sum(self.weights[pose.kind] for pose in poses)

    def support(self, kind: int, heading: float, towards: tuple[float, float]) -> float:
        """How far the body reaches beyond its pose point in the direction ``towards``."""
        points = np.concatenate(self.bodies[kind].turned(heading))
        return float((points @ np.asarray(towards)).max())


def region_at(problem: Problem, pose: Pose, kind: int, heading: float) -> Geometry:
    """Where a ``kind`` at ``heading`` conflicts with an aircraft that stands at ``pose``."""
    region = problem.contacts.region(pose.kind, pose.heading, kind, heading)
    return affinity.translate(region, pose.x, pose.y)


def polygons(shape: Geometry) -> Geometry:
    """The shape without the lines and points that an overlay leaves where regions only touch."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.Polygon()


class Filler:
    """Free regions of a plan in the making."""

    def __init__(self, problem: Problem, headings: Sequence[int], kept: Sequence[Pose] = ()) -> None:
        self.problem = problem
        kinds = range(len(problem.bodies))
        self.free = {(kind, h): problem.room(kind, h) for kind in kinds for h in headings}
        self.poses: list[Pose] = list(kept)
        if kept:
            for (kind, h), room in self.free.items():
                taken = shapely.union_all(
                    [region_at(problem, pose, kind, problem.headings[h]) for pose in kept]
                )
                self.free[kind, h] = polygons(room.difference(taken, grid_size=GRID))

    def _add(self, pose: Pose) -> None:
        self.poses.append(pose)
        for (kind, h), room in self.free.items():
            if not room.is_empty:
                taken = region_at(self.problem, pose, kind, self.problem.headings[h])
                self.free[kind, h] = polygons(room.difference(taken, grid_size=GRID))

    def best(self, kind: int, towards: tuple[float, float], cross: float, reach: float) -> Pose | None:
        """The corner of the free region at which the aircraft reaches least far against ``towards``."""
        best_cost, best = np.inf, None
        direction = np.array([towards[0] - cross * towards[1], towards[1] + cross * towards[0]])
        for (which, h), room in self.free.items():
            if which != kind or room.is_empty:
                continue
            corners = shapely.get_coordinates(room)
            heading = self.problem.headings[h]
            costs = corners @ direction + reach * self.problem.support(kind, heading, towards)
            index = int(np.argmin(costs))
            if costs[index] < best_cost - 1e-9:
                best_cost, best = (
                    costs[index],
                    Pose(kind, float(corners[index][0]), float(corners[index][1]), heading),
                )
        return best

    def corners(self, kind: int, towards: tuple[float, float], cross: float, most: int) -> list[Pose]:
        """Up to ``most`` corners of the free regions: the best of each heading first, then the second best
        ..."""
        direction = np.array([towards[0] - cross * towards[1], towards[1] + cross * towards[0]])
        ranked: list[tuple[int, float, Pose]] = []
        for (which, h), room in self.free.items():
            if which != kind or room.is_empty:
                continue
            points = np.unique(shapely.get_coordinates(room), axis=0)
            heading = self.problem.headings[h]
            costs = points @ direction + self.problem.support(kind, heading, towards)
            for rank, index in enumerate(np.argsort(costs, kind="stable")[:most]):
                pose = Pose(kind, float(points[index][0]), float(points[index][1]), heading)
                ranked.append((rank // 2, float(costs[index]), pose))
        return [pose for _, _, pose in sorted(ranked)[:most]]

    def add(self, pose: Pose) -> None:
        """Place an aircraft."""
        self._add(pose)

    def fill(self, order: Sequence[int], towards: tuple[float, float], cross: float, reach: float) -> None:
        """Place kinds in the given order, each until no more fits or as many stand as there may be."""
        for kind in order:
            while sum(pose.kind == kind for pose in self.poses) < self.problem.most[kind]:
                pose = self.best(kind, towards, cross, reach)
                if pose is None:
                    break
                self._add(pose)


def coarse(count: int) -> tuple[int, ...]:
    """Eight headings of ``count``, all round."""
    return tuple(range(0, count, max(1, count // 8)))


def heading_sets(count: int) -> list[tuple[int, ...]]:
    """Sets of headings to plan with: eight all round, both ways along each line, one alone, a line and its
    cross."""
    half, quarter = count // 2, count // 4
    sets = [coarse(count), tuple(range(0, count, quarter))]
    sets += [(first, first + half) for first in range(half)]
    sets += [(first,) for first in coarse(count)]
    sets += [(first, (first + quarter) % count) for first in coarse(count)]
    return sets


DIRECTIONS = tuple(
    (round(float(np.cos(a)), 12), round(float(np.sin(a)), 12)) for a in np.arange(8) * pi / 4.0
)


class Planner:
    """Plans of one problem and every pose that they tried. ``rng`` belongs to the problem."""

    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        self.problem, self.rng = problem, rng
        self.pool: dict[Pose, int] = {}
        self.best: list[Pose] = []
        self._order = sorted(range(len(problem.bodies)), key=lambda kind: -problem.weights[kind])
        self._sets = heading_sets(len(problem.headings))

    def keep(self, poses: list[Pose]) -> None:
        """Remember a plan: its poses, each with the value of the best plan that had it, and whether it
        leads."""
        value = self.problem.value(poses)
        for pose in poses:
            self.pool[pose] = max(value, self.pool.get(pose, 0))
        if value >= self.problem.value(self.best):
            self.best = poses

    def _filled(
        self,
        headings: Sequence[int],
        kept: Sequence[Pose],
        towards: tuple[float, float],
        cross: float,
        reach: float,
    ) -> list[Pose]:
        filler = Filler(self.problem, headings, kept)
        filler.fill(self._order, towards, cross, reach)
        more = set(coarse(len(self.problem.headings))) - set(headings)
        # What is far from the best so far is not worth filling up.
        if more and self.problem.value(filler.poses) >= 0.85 * self.problem.value(self.best):
            filler = Filler(self.problem, sorted(more), filler.poses)
            filler.fill(self._order, towards, cross, 1.0)
        return filler.poses

    def from_nothing(self) -> Iterator[None]:
        """A plan from the empty place with each set of headings, from two sides; one at a time."""
        for index, headings in enumerate(self._sets):
            turn = int(self.rng.integers(8))
            for towards in (DIRECTIONS[turn], DIRECTIONS[(turn + 4 + index % 3) % 8]):
                self.keep(self._filled(headings, (), towards, TIE * (1.0 if index % 2 else -1.0), 1.0))
                yield

    def again(self) -> None:
        """Take out what stands near one aircraft of the best plan, and fill again."""
        rng, best = self.rng, self.best
        if not best:
            return
        centre = best[int(rng.integers(len(best)))]
        out = max(1, round(rng.uniform(0.15, 0.6) * len(best)))
        nearest = sorted(best, key=lambda pose: (pose.x - centre.x) ** 2 + (pose.y - centre.y) ** 2)
        kept = nearest[out:]
        chance = rng.random()
        count = len(self.problem.headings)
        if chance < 0.4:
            headings = self._sets[int(rng.integers(len(self._sets)))]
        elif chance < 0.7:
            headings = coarse(count)
        else:
            used = {round(pose.heading / (2.0 * pi) * count) % count for pose in best}
            headings = tuple(sorted(used | {(h + count // 2) % count for h in used}))
        towards = DIRECTIONS[int(rng.integers(8))]
        cross, reach = TIE * float(rng.choice([-1.0, 1.0])), float(rng.choice([0.0, 0.5, 1.0]))
        self.keep(self._filled(headings, kept, towards, cross, reach))
