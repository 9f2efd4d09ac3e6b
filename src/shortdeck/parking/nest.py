"""Free nesting in a rectangle by spyrrow (the sparrow algorithm): a start for plans, and the benchmark for
them.

spyrrow packs a strip of given height as short as it can. It is stopped by the clock only, and the same
seed may give another layout each time: so a plan that it found for a problem is stored and used again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from math import radians
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs
import shapely

from shortdeck.errors import InputError
from shortdeck.parking import bound as bounds
from shortdeck.parking.fill import Filler, Pose, Problem, region_at
from shortdeck.parking.outline import Points

MISSING = (
    "a start by nesting needs spyrrow, which is not installed: python -m pip install 'shortdeck[parking]'"
)


class Item(NamedTuple):
    """A shape to nest: corners, how many, and headings allowed in degrees (None: any)."""

    corners: Points
    demand: int
    headings: tuple[float, ...] | None


class Layout(NamedTuple):
    """Where the items lie: index, translation, rotation (rad); the length of the strip, and its density."""

    placed: tuple[tuple[int, float, float, float], ...]
    length: float
    density: float


def nest(
    items: Sequence[Item], height: float, *, seconds: float, seed: int, separation: float = 0.0
) -> Layout:
    """Nest all items in a strip of the given height."""
    try:
        import spyrrow
    except ImportError:
        raise InputError(MISSING) from None
    made = [
        spyrrow.Item(
            str(index), [(float(x), float(y)) for x, y in item.corners], demand=item.demand,
            allowed_orientations=None if item.headings is None else list(item.headings),
        )
        for index, item in enumerate(items)
    ]  # fmt: skip
    config = spyrrow.StripPackingConfig(
        early_termination=False, total_computation_time=max(1, round(seconds)), num_workers=1, seed=seed,
        min_items_separation=separation or None,
    )  # fmt: skip
    found = spyrrow.StripPackingInstance("nest", strip_height=height, items=made).solve(config)
    placed = tuple(
        (int(item.id), float(item.translation[0]), float(item.translation[1]), radians(item.rotation))
        for item in found.placed_items
    )
    area = sum(shapely.Polygon(item.corners).area * item.demand for item in items)
    return Layout(placed, float(found.width), area / (float(found.width) * height))


def start_plan(problem: Problem, seconds: float, seed: int) -> tuple[list[Pose], str]:
    """A plan for one kind in a free rectangle, and what to say of it; no poses where nesting does not
    apply."""
    place = problem.place
    if len(problem.bodies) != 1 or place.keepouts or place.headroom is None or place.stacking:
        return [], "no start by nesting: spyrrow knows one kind in a rectangle without keep-outs only"
    file = _store(problem, seconds, seed)
    if file.is_file():
        poses = [Pose(0, *map(float, row)) for row in json.loads(file.read_text(encoding="utf-8"))]
        return poses, f"start nested by spyrrow in an earlier run, used again ({len(poses)} aircraft)"
    poses = _nested(problem, seconds, seed)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([[pose.x, pose.y, pose.heading] for pose in poses]), encoding="utf-8")
    note = (
        f"start nested by spyrrow ({len(poses)} aircraft): stopped by the clock after {seconds:g} s, so "
        f"another run could give another; it is stored and used again ({file})"
    )
    return poses, note


def _store(problem: Problem, seconds: float, seed: int) -> Path:
    """Where the plan of this very problem is kept."""
    outline = problem.bodies[0].outline
    facts = [problem.place.floor.wkt, problem.place.wall, problem.place.between, problem.headings, seconds,
             seed, [part.corners.tolist() for part in outline.parts]]  # fmt: skip
    name = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:20]
    return Path(platformdirs.user_cache_dir("shortdeck")) / "nests" / f"{name}.json"


def _nested(problem: Problem, seconds: float, seed: int) -> list[Pose]:
    """As many as spyrrow nests within the length of the floor, put into place and made to fit the planner."""
    place, body = problem.place, problem.bodies[0]
    low_x, low_y, _, high_y = place.floor.buffer(-place.wall, join_style="mitre").bounds
    shape = body.outline.shape
    # The propeller of a pusher stands free within the booms: the largest part is all the rest.
    frame = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    hull = np.asarray(shapely.Polygon(frame.exterior).simplify(0.005).exterior.coords)
    headings = tuple(float(np.degrees(h)) for h in problem.headings)
    count = min(problem.most[0], max(1, bounds.by_area(problem) or 1))
    best: list[Pose] = []
    # How many fit in the length is not known: a strip that is too long loses its last ones.
    for demand in sorted({max(1, round(count * share)) for share in (0.5, 0.56, 0.62)}):
        layout = nest([Item(hull, demand, headings)], high_y - low_y, seconds=seconds / 3.0, seed=seed,
                      separation=place.between * 1.01)  # fmt: skip
        poses = [
            Pose(0, low_x + x, low_y + y, _nearest(turn, problem.headings)) for _, x, y, turn in layout.placed
        ]
        kept: list[Pose] = []
        for pose in sorted(poses, key=lambda p: p.x):
            room = problem.room(0, problem.headings.index(pose.heading))
            point = shapely.Point(pose.x, pose.y)
            clear = all(not region_at(problem, other, 0, pose.heading).contains(point) for other in kept)
            if clear and room.covers(point):
                kept.append(pose)
        best = max(best, kept, key=len)
    filler = Filler(problem, range(0, len(problem.headings), 6), best)
    filler.fill([0], (1.0, 0.0), 0.02, 1.0)
    return filler.poses


def _nearest(turn: float, headings: Sequence[float]) -> float:
    """The heading of the planner that is meant."""
    differences: list[Any] = [abs(np.sin(0.5 * (turn - heading))) for heading in headings]
    return headings[int(np.argmin(differences))]
