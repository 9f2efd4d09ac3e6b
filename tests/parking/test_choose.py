"""The exact choice and the bounds, against answers known beforehand."""

import dataclasses

import numpy as np
import pytest
import shapely

from shortdeck.parking import bound
from shortdeck.parking.choose import choose, cliques, conflicts
from shortdeck.parking.contact import Body
from shortdeck.parking.fill import Planner, Pose
from shortdeck.parking.verify import Stand, faults


def rows(problem, outline, place, **kwargs):
    planner = Planner(problem(outline, place, **kwargs), np.random.Generator(np.random.Philox(key=3)))
    for _ in planner.from_nothing():
        pass
    return planner


@pytest.mark.parametrize(("length", "width", "most"), [(8.0, 4.0, 18), (12.59, 6.0, 9), (19.0, 4.5, 7)])
def test_boxes_that_tile_the_hangar_are_found_and_proven(problem, block, hangar, length, width, most):
    """39 m x 20 m within the walls: with 0.6 m between, as many boxes as rows and columns give, or more."""
    planner = rows(problem, block(length, width), hangar)
    along = int((39.0 + 0.6) / (length + 0.6)) * int((20.0 + 0.6) / (width + 0.6))
    across = int((39.0 + 0.6) / (width + 0.6)) * int((20.0 + 0.6) / (length + 0.6))
    assert max(along, across) <= len(planner.best) <= bound.by_area(planner.problem)
    assert len(planner.best) >= most - 2


def test_a_box_as_large_as_the_hangar_stands_once(problem, block, hangar):
    planner = rows(problem, block(38.9, 19.9), hangar)
    assert len(planner.best) == 1
    assert bound.by_area(planner.problem) == 1


def test_the_choice_is_the_best_of_all_subsets(problem, folded, hangar):
    """Against every subset of a few poses."""
    made = problem(folded, hangar)
    rng = np.random.Generator(np.random.Philox(key=7))
    poses = [
        Pose(
            0,
            float(rng.uniform(26.0, 57.0)),
            float(rng.uniform(-6.0, 6.0)),
            made.headings[int(rng.integers(8))],
        )
        for _ in range(13)
    ]
    conflict = conflicts(made, poses)
    best = 0
    for mask in range(1 << len(poses)):
        chosen = [i for i in range(len(poses)) if mask >> i & 1]
        if len(chosen) > best and not conflict[np.ix_(chosen, chosen)].sum() > len(chosen):
            best = len(chosen)
    found = choose(made, poses, hint=(), seed=1, work=5.0)
    assert found.proven
    assert len(found.chosen) == found.bound == best


def test_conflicts_are_those_that_distances_show(problem, folded, hangar):
    made = problem(folded, hangar)
    rng = np.random.Generator(np.random.Philox(key=8))
    poses = [
        Pose(
            0,
            float(rng.uniform(26.0, 57.0)),
            float(rng.uniform(-6.0, 6.0)),
            made.headings[int(rng.integers(8))],
        )
        for _ in range(40)
    ]
    found = conflicts(made, poses)
    stands = [Stand(folded, p.x, p.y, p.heading) for p in poses]
    free = dataclasses.replace(hangar, floor=hangar.floor.buffer(50.0))
    for i in range(len(poses)):
        for j in range(i):
            apart = not faults(free, [stands[i], stands[j]])
            if found[i, j] == apart:  # within the slack of a millimetre or so
                assert apart
                assert faults(dataclasses.replace(free, between=free.between * 1.06), [stands[i], stands[j]])


def test_cliques_hold_every_conflict_and_nothing_else(problem, folded, hangar):
    planner = rows(problem, folded, hangar)
    poses = sorted(planner.pool)[:80]
    conflict = conflicts(planner.problem, poses)
    covered = np.eye(len(poses), dtype=bool)
    for clique in cliques(conflict):
        assert conflict[np.ix_(clique, clique)].all()
        covered[np.ix_(clique, clique)] = True
    assert (covered == conflict).all()


def test_the_same_poses_and_seed_give_the_same_choice(problem, folded, hangar):
    planner = rows(problem, folded, hangar)
    poses = sorted(planner.pool)[:150]
    first = choose(planner.problem, poses, hint=planner.best, seed=4, work=0.5)
    second = choose(planner.problem, poses, hint=planner.best, seed=4, work=0.5)
    assert first == second


def test_points_a_metre_apart_in_a_square_stay_below_the_bound():
    """A 10 m square holds 11 x 11 points a metre apart, and 12 rows of the denser hexagons."""
    square = shapely.box(0.0, 0.0, 10.0, 10.0)
    hexagons = sum(11 if row % 2 == 0 else 10 for row in range(int(10.0 / (3.0**0.5 / 2.0)) + 1))
    assert hexagons <= bound.points_apart(square, 1.0)
    assert bound.points_apart(square, 1.0) < 1.2 * hexagons


def test_the_spacing_of_discs_is_their_diameter(block):
    """A regular polygon of many corners stands for a disc: spacing is diameter plus clearance."""
    outline = block(2.0, 2.0)
    angles = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    part = dataclasses.replace(
        outline.parts[0], corners=2.0 * np.column_stack([np.cos(angles), np.sin(angles)])
    )
    disc = Body(dataclasses.replace(outline, parts=(part,)))
    assert bound.spacing(disc, 0.6, 0.0, 180) == pytest.approx(4.6, rel=0.02)
    assert bound.spacing(disc, 0.6, 0.0, 180) < 4.6


def test_no_plan_exceeds_its_bounds(problem, folded, hangar):
    planner = rows(problem, folded, hangar)
    made = planner.problem
    assert len(planner.best) <= min(bound.by_area(made), bound.by_spacing(made))


def test_where_wings_may_overhang_the_bound_by_spacing_stands(problem, folded, hangar):
    made = problem(folded, dataclasses.replace(hangar, overhang=True))
    assert bound.by_area(made) is None
    assert bound.by_spacing(made) > bound.by_spacing(problem(folded, hangar))


def test_no_area_bound_where_outlines_may_overlap(problem, folded, hangar):
    stacked = problem(folded, dataclasses.replace(hangar, stacking=True), most=9)
    assert bound.by_area(stacked) is None
    assert bound.bound(stacked) == (9, "the number asked for")
