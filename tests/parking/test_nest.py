"""Free nesting by spyrrow: what it reaches on known instances, and as a start that is stored."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import affinity

from shortdeck.parking import nest
from shortdeck.parking.nest import Item
from shortdeck.parking.place import Rules, place_of
from shortdeck.parking.verify import Stand, faults

DATA = Path(__file__).parents[1] / "data" / "nesting"
# Density: best known (ESICUP records), and what spyrrow 0.9 was measured to reach in 30 to 60 s on one core.
KNOWN = {"swim": (0.7983, 0.753), "shirts": (0.9092, 0.874), "trousers": (0.9262, 0.894)}


def instance(name: str) -> tuple[list[Item], float]:
    raw = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    items = [Item(np.array(i["corners"]), i["demand"], tuple(i["headings"])) for i in raw["items"]]
    return items, float(raw["strip_height"])


def shapes_of(items: list[Item], layout: nest.Layout) -> list[shapely.Polygon]:
    found = []
    for index, x, y, turn in layout.placed:
        shape = affinity.rotate(
            shapely.Polygon(items[index].corners), turn, origin=(0.0, 0.0), use_radians=True
        )
        found.append(affinity.translate(shape, x, y))
    return found


def check(items: list[Item], height: float, layout: nest.Layout) -> None:
    """Everything is placed, within the strip, and nothing overlaps by more than rounding."""
    shapes = shapes_of(items, layout)
    assert len(shapes) == sum(item.demand for item in items)
    strip = shapely.box(0.0, 0.0, layout.length, height).buffer(1e-3 * height)
    assert all(strip.contains(shape) for shape in shapes)
    tree = shapely.STRtree(shapes)
    for first, second in tree.query(shapes, predicate="intersects").T:
        if first < second:
            overlap = shapes[first].intersection(shapes[second]).area
            assert overlap < 1e-3 * min(shapes[first].area, shapes[second].area)


def test_four_squares_fill_a_strip():
    square = Item(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), 4, (0.0,))
    layout = nest.nest([square], 2.001, seconds=1.0, seed=1)
    assert layout.length == pytest.approx(2.0, abs=0.02)
    check([square], 2.001, layout)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_instances_come_within_what_the_authors_reach(name):
    items, height = instance(name)
    layout = nest.nest(items, height, seconds=45.0, seed=1)
    check(items, height, layout)
    best, reached = KNOWN[name]
    assert 0.96 * reached < layout.density <= best + 0.005


def test_a_nested_start_is_sound_stored_and_used_again(monkeypatch, tmp_path, problem, folded, hangar):
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path))
    made = problem(folded, hangar, headings=48)
    poses, note = nest.start_plan(made, 3.0, 1)
    assert "stopped by the clock after 3 s" in note
    assert len(poses) >= 8
    assert faults(hangar, [Stand(folded, pose.x, pose.y, pose.heading) for pose in poses]) == []
    assert len(list((tmp_path / "nests").glob("*.json"))) == 1
    again, note = nest.start_plan(made, 3.0, 1)
    assert "used again" in note
    assert again == poses


def test_where_nesting_does_not_apply_it_says_so(anadolu, problem, folded):
    deck = place_of(anadolu, "flight-deck", Rules(), 14.0)
    poses, note = nest.start_plan(problem(folded, deck), 3.0, 1)
    assert poses == []
    assert "rectangle without keep-outs" in note
