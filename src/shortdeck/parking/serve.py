"""Plans whose aircraft can get out: each is placed only where a towing path leads from it to an exit.

*In turn*: an aircraft is placed where it can leave past those that stand already; then all can leave one
at a time, the last one placed first. *Freely*: no aircraft is placed in the way of another either; then
each can leave while all others stay. Deep places are filled first. An aisle may be kept free from the
start.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from shapely.geometry import box

from shortdeck.parking.fill import DIRECTIONS, TIE, Filler, Pose, Problem, heading_sets
from shortdeck.parking.place import Keepout, Place
from shortdeck.parking.way_out import BUDGET, Mover, Path, Yard

TRIES = 240
"""Corners that are tried before a kind is held not to fit any more."""
SEARCHES = 12
"""Towing paths that are searched for in vain before that."""


@dataclasses.dataclass(frozen=True)
class Served:
    """A plan with a path for each aircraft, in the order in which they can leave."""

    poses: tuple[Pose, ...]
    paths: tuple[Path, ...]


def serve(
    problem: Problem,
    movers: Sequence[Mover],
    *,
    freely: bool,
    headings: Sequence[int],
    towards: tuple[float, float],
    cross: float = TIE,
    aisle: Keepout | None = None,
    budget: int = BUDGET // 4,
) -> tuple[Served, int]:
    """One such plan, and how many cells its towing paths opened. ``towards``: the direction filled up
    last."""
    planned = problem
    if aisle is not None:
        place = dataclasses.replace(problem.place, keepouts=(*problem.place.keepouts, aisle))
        planned = dataclasses.replace(problem, place=place)
    for mover in movers:
        mover.keep_to(None if aisle is None else aisle.shape)
    filler = Filler(planned, headings)
    yard = Yard(problem.place, movers)
    paths: list[Path] = []
    for kind in sorted(range(len(problem.bodies)), key=lambda kind: -problem.weights[kind]):
        while sum(pose.kind == kind for pose in yard.poses) < problem.most[kind]:
            path = _next(filler, yard, paths, kind, towards, cross, freely, budget)
            if path is None:
                break
            paths.append(path)
    return Served(tuple(reversed(yard.poses)), tuple(reversed(paths))), yard.opened


def _next(
    filler: Filler,
    yard: Yard,
    paths: list[Path],
    kind: int,
    towards: tuple[float, float],
    cross: float,
    freely: bool,
    budget: int,
) -> Path | None:
    """Place one more aircraft where it can leave; its path, or None."""
    searched = 0
    for pose in filler.corners(kind, towards, cross, TRIES):
        if not yard.can_start(pose):
            continue
        if searched == SEARCHES:
            return None
        yard.add(pose)
        number = len(yard.poses) - 1
        blocked = [
            other
            for other, path in enumerate(paths)
            if freely and not yard.keeps_free(path, yard.poses[other].kind, number)
        ]
        path = None
        if len(blocked) <= 2:
            searched += 1
            path = yard.path(number, None, budget)
        if path is not None:
            rerouted = {other: yard.path(other, None, budget) for other in blocked}
            if all(rerouted.values()):
                for other, way in rerouted.items():
                    assert way is not None
                    paths[other] = way
                filler.add(pose)
                return path
        yard.drop()
    return None


def aisles(place: Place, width: float) -> list[Keepout | None]:
    """No aisle, and one along either side or the middle of the floor, or across it at an exit."""
    low_x, low_y, high_x, high_y = place.floor.bounds
    found: list[Keepout | None] = [None]
    if high_y - low_y > 1.5 * width and place.headroom is not None:
        middle = 0.5 * (low_y + high_y - width)
        for y in (high_y - width, low_y, middle):
            found.append(Keepout("aisle", box(low_x, y, high_x, y + width), 0.0))
    return found


def trials(
    problem: Problem, movers: Sequence[Mover], freely: bool
) -> list[tuple[Sequence[int], tuple[float, float], Keepout | None]]:
    """Headings, direction and aisle of the plans worth trying, the likeliest first."""
    count = len(problem.headings)
    width = min(min(body.outline.extent) for body in problem.bodies) + problem.place.between
    fore, aft, starboard, port = DIRECTIONS[0], DIRECTIONS[4], DIRECTIONS[2], DIRECTIONS[6]
    eight, four = heading_sets(count)[:2]
    slants = [
        tuple(sorted({h, (h + count // 2) % count, (-h) % count, (count // 2 - h) % count}))
        for h in (count // 8, count // 16, 3 * count // 16)
    ]
    open_floor = [
        (headings, way, None)
        for headings in (eight, slants[1], four, slants[0], slants[2])
        for way in (fore, aft, starboard, port)
    ]
    along = [
        (headings, way, aisle)
        for headings in (four, slants[0])
        for aisle in aisles(problem.place, width)[1:]
        for way in (fore, aft)
    ]
    if not freely:
        return [*open_floor, *along]
    # With an aisle the way out of those behind stays open, so these come between the plans without.
    first = [(slants[0], way, None) for way in (starboard, port)]
    return [*first, *along, *[trial for trial in open_floor if trial not in first]]
