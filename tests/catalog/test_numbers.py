import math
import time

import pytest

from shortdeck.catalog.loader import load, names
from shortdeck.catalog.numbers import number, numbers, with_value
from shortdeck.errors import FileError, InputError


def test_every_number_has_a_path_of_its_own(example_aircraft, example_ship):
    paths = [path for path, _ in numbers(example_aircraft)]
    assert len(paths) == len(set(paths)) > 100
    assert {"model.geometry.span", "model.mass.takeoff[1]", "model.gear.nose.x"} <= set(paths)
    assert not any("v_tail" in path or "derivation" in path for path in paths)
    ship = dict(numbers(example_ship))
    assert ship["model.deck.outline[3].x"].value == 190.0
    assert ship["model.deck.outline[3].y"].plus_minus == 1.0
    assert ship["model.deck.islands[0].outline[2].y"].value == 13.0
    assert ship["model.deck.lifts[1].capacity"].value == 20e3


@pytest.mark.parametrize("name", names())
def test_every_number_can_be_read_and_replaced_alone(name):
    file = load(name)
    before = dict(numbers(file))
    for path, quantity in before.items():
        assert number(file, path) == quantity
        changed = with_value(file, path, quantity.value + 0.125, check_file=False)
        after = dict(numbers(changed))
        assert [key for key in before if after[key].value != before[key].value] == [path]
        assert after[path].value == quantity.value + 0.125
        assert after[path].plus_minus == quantity.plus_minus
    assert dict(numbers(file)) == before


def test_a_replaced_number_is_written_in_si(example_aircraft):
    changed = with_value(example_aircraft, "model.recovery.glideslope", math.radians(4.0))
    slope = changed.model.recovery.glideslope
    assert (slope.unit, slope.text) == ("rad", "0.0698132 rad")
    assert with_value(example_aircraft, "model.recovery.flap", 0.5).model.recovery.flap.text == "0.5"


def test_a_replaced_number_is_checked_unless_told_otherwise(example_aircraft, example_ship):
    with pytest.raises(FileError, match=r"model\.mass\.empty: must be above 0, got '-1 kg'"):
        with_value(example_aircraft, "model.mass.empty", -1.0)
    with pytest.raises(FileError, match=r"model\.mass\.takeoff\[0\]: must be above 0"):
        with_value(example_aircraft, "model.mass.takeoff[0]", -1.0)
    with pytest.raises(FileError, match="outside the wheelbase"):
        with_value(example_aircraft, "model.mass.cg_x", 1.0)
    with pytest.raises(FileError, match="turns back"):
        with_value(example_ship, "model.deck.outline[2].x", 100.0)
    unchecked = with_value(example_aircraft, "model.mass.cg_x", 1.0, check_file=False)
    assert unchecked.model.mass.cg_x.value == 1.0


@pytest.mark.parametrize(
    "path",
    [
        "model.mass.emty",
        "model.mass",
        "model.mass.takeoff[7]",
        "model.mass.takeoff",
        "",
        "model..mass",
        "title",
        "model.controls.v_tail",
        "model.mass.empty.value",
    ],
)
def test_an_unknown_path_suggests_the_nearest(example_aircraft, path):
    with pytest.raises(InputError, match="example-aircraft has no number"):
        with_value(example_aircraft, path, 1.0)


def test_the_suggestion_is_the_nearest_path(example_aircraft):
    with pytest.raises(InputError, match=r"did you mean model\.mass\.empty"):
        number(example_aircraft, "model.mass.emty")


def test_unknown_corners(example_ship):
    for path in ("model.deck.outline[9].x", "model.deck.outline[1].z", "model.deck.outline[1]"):
        with pytest.raises(InputError, match="has no number"):
            number(example_ship, path)


def test_replacing_is_quick(example_aircraft, example_ship):
    start = time.perf_counter()
    for _ in range(50):
        with_value(example_aircraft, "model.mass.cg_x", 3.9)
        with_value(example_ship, "model.deck.outline[3].y", -9.0)
    assert (time.perf_counter() - start) / 100 < 2e-3
