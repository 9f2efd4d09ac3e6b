"""Floors, keep-outs and refusals."""

import pytest
import shapely

from shortdeck.catalog.loader import load
from shortdeck.errors import InputError
from shortdeck.parking.outline import outline_of
from shortdeck.parking.place import Rules, least_width, lift_misfit, place_of, places_of, too_large


def names_of(place) -> set[str]:
    return {keepout.name for keepout in place.keepouts}


def test_the_places_of_ships():
    assert places_of(load("tcg-anadolu")) == ("hangar", "light-garage", "flight-deck")
    assert places_of(load("izumo")) == ("hangar", "flight-deck")
    assert places_of(load("d-joao-ii")) == ("flight-deck",)


def test_a_deck_keeps_island_ramp_lifts_and_the_strip_in_use_free(anadolu):
    deck = place_of(anadolu, "flight-deck", Rules(), 14.0)
    assert names_of(deck) == {"island 1", "ramp", "runway", "lift aft", "lift forward"}
    parked_on = place_of(anadolu, "flight-deck", Rules(runway="clear", on_lifts=True), 14.0)
    assert names_of(parked_on) == {"island 1", "ramp"}


def test_the_strip_is_the_span_and_a_margin_either_side(anadolu):
    for span in (14.0, 10.0):
        deck = place_of(anadolu, "flight-deck", Rules(), span)
        strip = next(k.shape for k in deck.keepouts if k.name == "runway")
        line, margin = anadolu.model.deck.runway.y.value, anadolu.model.clearances.wing_tip.value
        assert strip.bounds[3] == pytest.approx(line + 0.5 * span + margin)


def test_landing_spots_are_kept_free_on_request(anadolu):
    deck = place_of(anadolu, "flight-deck", Rules(runway="clear", spots=("2", "5")), 14.0)
    assert {"spot 2", "spot 5"} <= names_of(deck)
    every = place_of(anadolu, "flight-deck", Rules(spots=("all",)), 14.0)
    assert sum(name.startswith("spot") for name in names_of(every)) == 6
    with pytest.raises(InputError, match="unknown landing spot '9' of tcg-anadolu; spots: 1, 2, 3, 4, 5, 6"):
        place_of(anadolu, "flight-deck", Rules(spots=("9",)), 14.0)


def test_the_deck_area_is_that_of_the_outline(anadolu):
    deck = place_of(anadolu, "flight-deck", Rules(), 14.0)
    assert deck.floor.equals(shapely.Polygon(anadolu.model.deck.outline.points))


def test_a_lift_within_the_garage_is_a_well_and_one_beside_the_hangar_is_not(anadolu, hangar):
    garage = place_of(anadolu, "light-garage", Rules(), 14.0)
    assert names_of(garage) == {"lift forward"}
    assert not hangar.keepouts
    # The way leads onto the platform.
    assert hangar.way.area > hangar.floor.area
    assert hangar.way.geom_type == "Polygon"


def test_a_deck_edge_lift_begins_at_the_side_of_the_hangar():
    hangar = place_of(load("izumo"), "hangar", Rules(), 14.0)
    aft = next(exit_ for exit_ in hangar.exits if exit_.name == "lift aft")
    assert aft.floor.bounds[1] == pytest.approx(hangar.floor.bounds[3])


def test_what_is_too_large_is_said_which_way_and_by_how_much(anadolu, hangar):
    anka = outline_of(load("anka-s"), folded=False)
    assert too_large(anka, hangar) == (
        "no lift takes it there: lift aft (17 m x 14 m): TUSAS ANKA-S spread (8.00 m x 17.30 m) has "
        "0.30 m too much width"
    )
    garage = place_of(anadolu, "light-garage", Rules(), 14.0)
    high = outline_of(load("mq-9b-stol"), folded=True)
    assert "is 6.50 m high, 0.50 m more than the clear height of 6.00 m" in str(too_large(high, garage))
    assert too_large(outline_of(load("bayraktar-tb3"), folded=True), hangar) is None


def test_a_lift_that_is_too_weak_refuses_by_mass(anadolu, folded):
    import dataclasses

    lift = anadolu.model.deck.lifts[0]
    heavy = dataclasses.replace(folded, mass=30_000.0)
    assert "3000 kg heavier than its 27000 kg" in str(lift_misfit(heavy, lift))


def test_what_is_wider_than_the_hangar_any_way_round_is_refused(block, hangar):
    reason = too_large(block(30.0, 25.0), hangar)
    assert "larger than the hangar: 5.00 m too much for the 20.00 m within the clearance" in str(reason)


def test_a_clearance_that_leaves_nothing_is_refused(anadolu, folded):
    narrow = place_of(anadolu, "hangar", Rules(structure=12.0), 14.0)
    assert "a clearance of 12 m to structure leaves nothing of the hangar" in str(too_large(folded, narrow))


def test_the_least_width_of_a_box_is_its_shorter_side(block):
    assert least_width(block(9.0, 4.0)) == pytest.approx(4.0)


def test_a_missing_place_names_those_that_there_are():
    with pytest.raises(InputError, match="izumo has no light-garage; she has hangar, flight-deck"):
        place_of(load("izumo"), "light-garage", Rules(), 14.0)
