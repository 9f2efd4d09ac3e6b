"""The independent check finds what is broken: each rule, broken on purpose, is named."""

import dataclasses
from math import pi

import numpy as np
import pytest

from shortdeck.catalog.loader import load
from shortdeck.parking.outline import outline_of
from shortdeck.parking.place import Rules, place_of
from shortdeck.parking.verify import Stand, faults, path_faults


@pytest.fixture
def pair(folded):
    return [Stand(folded, 30.0, 0.0, 0.5 * pi), Stand(folded, 38.0, 0.0, 0.5 * pi)]


def test_a_sound_plan_has_no_faults(hangar, pair):
    assert faults(hangar, pair) == []


def test_aircraft_too_near_are_found(hangar, pair):
    moved = [pair[0], pair[1]._replace(x=37.59)]
    assert faults(hangar, moved) == ["aircraft 1 and 2 are 0.5900 m apart, 0.6 m are asked for"]
    over = [pair[0], pair[1]._replace(x=33.0)]
    assert faults(hangar, over) == ["aircraft 1 and 2 are 0.0000 m apart, 0.6 m are asked for"]


def test_aircraft_too_near_to_the_wall_are_found(hangar, pair):
    found = faults(hangar, [pair[0]._replace(x=25.4)])
    assert any("from the edge" in fault for fault in found)
    found = faults(hangar, [pair[0]._replace(x=22.0)])
    assert any("reaches beyond the floor" in fault for fault in found)


def test_aircraft_too_high_are_found(hangar, pair):
    low = dataclasses.replace(hangar, headroom=4.5)
    assert sum("4.900 m high under 4.500 m" in fault for fault in faults(low, pair)) == 2


def test_keep_outs_are_kept(anadolu, folded):
    deck = place_of(anadolu, "flight-deck", Rules(), 14.0)
    found = faults(deck, [Stand(folded, 40.0, 3.0, 0.0)])
    assert any("from runway" in fault for fault in found)
    assert faults(deck, [Stand(folded, 40.0, 10.5, 0.0)]) == []


def test_wheels_at_the_edge_are_found_even_where_wings_may_overhang(anadolu, folded):
    deck = place_of(anadolu, "flight-deck", Rules(overhang="edge"), 14.0)
    assert faults(deck, [Stand(folded, 40.0, 13.0, 0.0)]) == []
    found = faults(deck, [Stand(folded, 40.0, 14.2, 0.0)])
    assert found == ["a wheel of aircraft 1 (bayraktar-tb3) is nearer than 1 m to the edge"]


def test_by_height_a_wing_passes_over_a_low_block(hangar, block):
    tb3 = outline_of(load("bayraktar-tb3"), folded=False)
    over = [Stand(tb3, 40.0, 0.0, 0.0), Stand(block(3.0, 3.0, 0.4), 40.2, 5.0, 0.0)]
    assert any("aircraft 1 and 2" in fault for fault in faults(hangar, over))
    assert faults(dataclasses.replace(hangar, stacking=True), over) == []


@pytest.fixture
def straight():
    return np.column_stack([np.arange(30.0, 20.0, -0.5), np.full(20, 4.0), np.full(20, pi)])


def test_a_straight_pull_is_sound(hangar, folded, straight):
    stand = Stand(folded, 30.0, 4.0, pi)
    assert path_faults(hangar, stand, folded, straight, []) == []


def test_a_path_through_an_aircraft_through_a_wall_or_sideways_is_not(hangar, folded, straight):
    stand = Stand(folded, 30.0, 4.0, pi)
    blocked = path_faults(hangar, stand, folded, straight, [Stand(folded, 25.0, -3.2, 0.0)])
    assert len(blocked) == 1
    assert "parked aircraft" in blocked[0]
    through = straight + np.array([0.0, 5.5, 0.0])
    assert "leaves the way" in path_faults(hangar, stand._replace(y=9.5), folded, through, [])[0]
    aside = straight.copy()
    aside[5:, 1] += 0.2
    assert any("slips sideways" in fault for fault in path_faults(hangar, stand, folded, aside, []))
    sharp = straight.copy()
    sharp[5:, 2] += 1.0
    assert any("turns by" in fault for fault in path_faults(hangar, stand, folded, sharp, []))
    assert "does not begin" in path_faults(hangar, stand._replace(x=31.0), folded, straight, [])[0]
