"""Outlines keep to the dimensions of their files, and stand where they are put."""

from math import pi

import numpy as np
import pytest
import shapely

from shortdeck.catalog.loader import load, names
from shortdeck.catalog.numbers import with_value
from shortdeck.parking.outline import outline_of, placed, under_tow

DRAWN = ("bayraktar-tb3", "bayraktar-tb2", "anka-s", "mojave", "mq-9b-stol", "mq-1c", "navion", "aerosonde")


@pytest.mark.parametrize("name", DRAWN)
def test_an_outline_is_as_long_wide_and_high_as_its_file_says(name):
    craft = load(name)
    outline = outline_of(craft, folded=False)
    g = craft.model.geometry
    length, width = outline.extent
    assert length == pytest.approx(g.length.value, abs=0.35)
    assert width == pytest.approx(g.span.value, abs=1e-6)
    assert outline.height == pytest.approx(g.height.value, abs=0.6)


@pytest.mark.parametrize("name", names("parked"))
@pytest.mark.parametrize("folded", [True, False])
def test_a_neighbour_is_drawn_within_its_dimensions(name, folded):
    craft = load(name)
    outline = outline_of(craft, folded=folded)
    body = craft.model.fold if folded and craft.model.fold is not None else craft.model
    length, width = outline.extent
    assert length == pytest.approx(body.length.value, abs=0.7)
    assert width == pytest.approx(body.span.value, abs=0.1)
    assert outline.height == pytest.approx(body.height.value, abs=0.05)


def test_between_the_booms_of_a_tb3_is_a_hole():
    shape = outline_of(load("bayraktar-tb3"), folded=False).shape
    # The propeller stands free in the hole, its shaft is not drawn.
    frame = max(shapely.get_parts(shape), key=lambda part: part.area)
    assert len(frame.interiors) == 1
    assert shapely.Polygon(frame.interiors[0]).area > 4.0
    assert shape.area < 0.25 * shape.envelope.area


def test_folding_makes_it_narrower_and_higher():
    craft = load("bayraktar-tb3")
    spread, folded = outline_of(craft, folded=False), outline_of(craft, folded=True)
    assert (spread.extent[1], folded.extent[1]) == (pytest.approx(14.0), pytest.approx(7.0))
    assert (spread.height, folded.height) == (pytest.approx(2.6, abs=0.01), pytest.approx(4.9))
    assert folded.fold_time == 480.0
    assert spread.fold_time == 0.0


def test_what_does_not_fold_is_the_same_folded():
    craft = load("anka-s")
    one, other = outline_of(craft, folded=True), outline_of(craft, folded=False)
    assert one.shape.equals(other.shape)
    assert not one.folded


def test_the_pose_point_lies_between_the_main_wheels():
    outline = outline_of(load("bayraktar-tb3"), folded=True)
    nose, left, right = outline.wheels
    assert left[0] == right[0] == 0.0
    assert left[1] == -right[1]
    assert nose[0] == pytest.approx(outline.wheelbase)


def test_the_turning_radius_is_wheelbase_over_tangent():
    craft = load("bayraktar-tb3")
    outline = outline_of(craft, folded=True)
    gear = craft.model.gear
    base = gear.main.x.value - gear.nose.x.value
    assert outline.turning_radius == pytest.approx(base / np.tan(gear.steering.value))


def test_heading_turns_the_nose_from_the_bow_to_starboard():
    nose = np.array([[3.0, 0.0]])
    assert placed(nose, 10.0, 5.0, 0.0)[0] == pytest.approx([13.0, 5.0])
    assert placed(nose, 10.0, 5.0, 0.5 * pi)[0] == pytest.approx([10.0, 8.0])


def test_the_tractor_stands_ahead_of_the_nose_wheel(anadolu):
    outline = outline_of(load("bayraktar-tb3"), folded=True)
    towed = under_tow(outline, anadolu.model.tractor)
    ahead = towed.parts[-1].shape.bounds
    assert ahead[0] == pytest.approx(outline.tow)
    assert ahead[2] - ahead[0] == pytest.approx(anadolu.model.tractor.length.value)
    assert under_tow(outline, None) is outline


def test_a_helicopter_is_towed_by_its_tail_wheel(anadolu):
    outline = outline_of(load("sh-60k"), folded=True)
    assert outline.tow < 0.0
    assert under_tow(outline, anadolu.model.tractor).parts[-1].shape.bounds[2] == pytest.approx(outline.tow)


def test_an_aircraft_without_drawn_parts_is_a_box():
    craft = load("f-35b")
    bare = craft.model_copy(update={"model": craft.model.model_copy(update={"outline": (), "ground": None})})
    outline = outline_of(bare, folded=False)
    assert outline.shape.equals(shapely.box(*outline.shape.bounds))
    assert outline.extent == pytest.approx((15.7, 10.7))


def test_a_smaller_folded_span_shows():
    craft = with_value(load("bayraktar-tb3"), "model.fold.span", 5.5)
    assert outline_of(craft, folded=True).extent[1] == pytest.approx(5.5)
