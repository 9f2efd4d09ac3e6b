"""No-fit regions agree with distances that shapely measures."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from shortdeck.catalog.loader import load
from shortdeck.parking.contact import Body, Bounds, conflict, pieces, standing_room
from shortdeck.parking.outline import outline_of
from shortdeck.parking.place import Rules, place_of

CLEARANCE = 0.6
TB3 = Body(outline_of(load("bayraktar-tb3"), folded=True))
SH60 = Body(outline_of(load("sh-60k"), folded=True))
angles = st.floats(0.0, 2.0 * np.pi)


def gap(first, second, x, y, turn):
    moved = affinity.rotate(second.outline.shape, turn, origin=(0.0, 0.0), use_radians=True)
    return first.outline.shape.distance(affinity.translate(moved, x, y))


@given(turn=angles, x=st.floats(-12.0, 12.0), y=st.floats(-12.0, 12.0))
@settings(max_examples=150, deadline=None)
def test_a_pose_point_in_the_region_is_too_near_and_one_outside_is_not(turn, x, y):
    region = conflict(TB3, SH60, turn, CLEARANCE, False)
    distance = gap(TB3, SH60, x, y, turn)
    inside = region.contains(shapely.Point(x, y))
    if distance < CLEARANCE - 1e-9:
        assert inside
    if distance > 1.05 * CLEARANCE:
        assert not inside


@given(turn=angles)
@settings(max_examples=20, deadline=None)
def test_conflict_is_mutual(turn):
    """What the first forbids the second, the second forbids the first."""
    one = conflict(TB3, SH60, turn, CLEARANCE, False)
    other = conflict(SH60, TB3, -turn, CLEARANCE, False)
    # Offset of the first as the second sees it: turned back and reversed.
    seen = affinity.rotate(
        affinity.scale(other, -1.0, -1.0, origin=(0, 0)), turn, origin=(0, 0), use_radians=True
    )
    assert one.symmetric_difference(seen).area < 0.02 * one.area


def test_stacking_allows_parts_above_one_another_and_nothing_else(block):
    low, high = Body(block(4.0, 4.0, 1.0)), Body(outline_of(load("bayraktar-tb3"), folded=False))
    flat = conflict(high, low, 0.0, 0.1, False)
    stacked = conflict(high, low, 0.0, 0.1, True)
    assert stacked.within(flat.buffer(1e-6))
    # A wing tip at 1.5 m passes over a block of 1 m; the fuselage, on its legs, does not.
    assert flat.contains(shapely.Point(0.2, 5.5))
    assert not stacked.contains(shapely.Point(0.2, 5.5))
    assert stacked.contains(shapely.Point(0.0, 0.0))


@pytest.mark.parametrize("heading", [0.0, 0.7, 1.9])
def test_standing_room_in_a_rectangle_is_the_rectangle_less_the_reach(block, hangar, heading):
    body = Body(block(8.0, 4.0))
    room = standing_room(body, Bounds(hangar), heading)
    shape = affinity.rotate(body.outline.shape, heading, origin=(0, 0), use_radians=True)
    low_x, low_y, high_x, high_y = hangar.floor.bounds
    a, b, c, d = shape.bounds
    wanted = shapely.box(low_x - a + 1.0, low_y - b + 1.0, high_x - c - 1.0, high_y - d - 1.0)
    assert room.within(wanted.buffer(1e-6))
    assert room.area == pytest.approx(wanted.area, rel=0.02)


def test_a_wing_may_overhang_the_edge_only_where_that_is_asked_for(anadolu, tb3):
    body = Body(outline_of(tb3, folded=False))
    areas = {}
    for overhang in ("none", "edge"):
        deck = place_of(anadolu, "flight-deck", Rules(overhang=overhang), 14.0)
        areas[overhang] = standing_room(body, Bounds(deck), 1.5 * np.pi).area
    assert areas["edge"] > 1.3 * areas["none"]


def test_pieces_cover_a_shape_with_a_hole():
    shape = TB3.outline.shape
    found = [shapely.Polygon(piece) for piece in pieces(shape)]
    assert all(piece.convex_hull.area == pytest.approx(piece.area) for piece in found)
    assert shapely.union_all(found).symmetric_difference(shape).area < 1e-6
