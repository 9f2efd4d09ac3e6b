"""The verdict part by part: what its sentences say is what was flown and counted."""

from dataclasses import replace

import pytest

from shortdeck.campaign.store import Store
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.verdict import at_sea, parts
from shortdeck.verdict.assess import assess
from shortdeck.verdict.at_sea import Share
from shortdeck.verdict.effort import EFFORTS
from shortdeck.verdict.gathering import Gathering
from shortdeck.verdict.hinge import Hinge
from shortdeck.verdict.parts import Part
from shortdeck.verdict.parts_of import least_winds, parts_of
from shortdeck.verdict.store import Answers

FEW = EFFORTS["quick"]._replace(flights=60, parking=0.02, replications=3, hinge_replications=1)
WING = Hinge("bayraktar-tb3", "model.geometry.wing_area", 12.0, 1.0, "estimate", 11.0, 7.0, 2.0)


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


@pytest.fixture(scope="module")
def gathering(tb3, izumo, tmp_path_factory):
    store = Answers(Store(tmp_path_factory.mktemp("answers")))
    return Gathering(tb3, izumo, effort=FEW, seed=1, answers=store, say=lambda _: None)


def test_a_launch_counts_mishaps_at_sea_and_keeps_the_wind_of_the_calm(tb3, izumo, gathering):
    flown = gathering.launches(1450.0, 9.0)
    part = parts.launch_part(tb3, izumo, {1450.0: 9.0, 1600.0: None}, flown, WING)
    assert part.value == 9.0
    assert "at 1450 kg from 17 kn" in part.sentence
    assert "at 1600 kg in no wind" in part.sentence
    assert "geometry.wing_area of bayraktar-tb3 (estimate): 14 to 21 kn at 1450 kg" in part.sentence
    at = flown[0]
    assert sum(at.outcomes.values()) == 60 == part.mishap.flights
    assert f"{at.mishap.happened} of 60" in part.sentence
    assert part.mishap.high > 0.01  # sixty flights cannot show one in a hundred ...
    assert part.passes is False  # ... so it is not said to be met


def test_a_launch_that_turns_within_what_is_unknown_is_not_firm(tb3, izumo):
    sure = Share(0.0, 0.0, 0.001, 0, 4000)
    flown = [at_sea.AtSea("launch", 4, 3.0, 1450.0, Share(1.0, 0.99, 1.0, 4000, 4000), sure, {})]
    firm = parts.launch_part(tb3, izumo, {1450.0: 9.0}, flown, WING)
    assert (firm.passes, firm.firm) == (True, True)
    loose = parts.launch_part(tb3, izumo, {1450.0: 9.0}, flown, WING._replace(low=None))
    assert (loose.passes, loose.firm) == (True, False)
    assert "not at all to 14 kn" in loose.sentence
    whole = parts.whole_part(tb3, izumo, [loose], 4)
    assert "turns within what is unknown: launch on geometry.wing_area" in whole.sentence


def test_without_a_wind_that_suffices_there_is_no_launch(tb3, izumo):
    assert parts.launch_part(tb3, izumo, {1450.0: None}, [], None).passes is False


def test_the_ship_makes_the_wind_that_is_wanted(izumo):
    top = izumo.model.hull.speed_max.value
    slow = at_sea.speed_for(izumo, wanted=0.0, sea_state=4)
    some = at_sea.speed_for(izumo, wanted=15.0, sea_state=4)
    assert slow == at_sea.LEAST_WAY < some < top
    assert at_sea.speed_for(izumo, wanted=60.0, sea_state=4) == top
    assert at_sea.speed_for(izumo, wanted=15.0, sea_state=5) < some


def test_a_recovery_tells_share_and_interval(gathering):
    flown = gathering.recoveries()
    part = parts.recover_part(flown, None)
    s = flown[0].success
    assert (part.value, part.low, part.high) == (s.value, s.low, s.high)
    assert s.low <= s.value <= s.high
    assert s.value == s.happened / 60


def test_a_recovery_hangs_on_a_number_that_moves_it(tb3, izumo):
    found = at_sea.recovery_hinge(tb3, izumo, sea_state=5, seed=1, screened=2, counted=60)
    assert found.plus_minus > 0.0
    assert min(found.low, found.high) >= 0.0
    assert found.spread >= abs(found.low - found.high) / 2.0 - 1e-12
    again = at_sea.recovery_hinge(tb3, izumo, sea_state=5, seed=1, screened=2, counted=60)
    assert again == found


def test_parking_and_sorties_are_told_by_number_and_hang_together(tb3, gathering):
    plans = gathering.parking()
    park = parts.park_part(tb3, plans, "", None)
    assert park.value == sum((p.in_turn or p.geometric).count() for p in plans.places) > 0
    assert park.high >= park.value
    runs = gathering.sorties()
    hinge = gathering.sustain_hinge(runs)
    sustain = parts.sustain_part(runs, "", hinge)
    assert sustain.low <= sustain.value <= sustain.high
    assert runs.setup.fleet == min(12, park.value)
    assert runs.setup.units["deck places"].day == next(
        p.in_turn.count() for p in plans.places if p.place.name == "flight-deck"
    )
    assert hinge.spread > 0.0
    assert hinge.path in sustain.sentence.replace("hangs most on ", "hangs most on model.")


def test_what_was_worked_out_is_found_again(tb3, izumo, gathering):
    lines = gathering.lines()
    parts_of(gathering, lines)
    store = gathering.answers._store
    again = Gathering(tb3, izumo, effort=FEW, seed=1, answers=Answers(store), say=lambda _: None)
    found, stands_on = parts_of(again, again.lines())
    assert again.answers.asked.worked == 0
    assert [part.key for part in found] == ["launch", "recover", "park", "sustain", "whole"]
    assert set(stands_on) == {"launch", "recover", "park", "sustain"}
    assert all(part.hinge is not None for part in found[:4])
    data = found[0].as_data()
    assert data["hinge"]["path"].startswith("model.")
    assert data["mishap"]["flights"] == 60


def test_the_whole_names_what_is_not_met(tb3, izumo):
    met = Part("launch", "", True, mishap=Share(0.0, 0.0, 0.004, 0, 1000))
    missed = Part("recover", "", False, mishap=Share(0.01, 0.005, 0.02, 10, 1000))
    good = parts.whole_part(tb3, izumo, [met, replace(missed, passes=True)], 4)
    bad = parts.whole_part(tb3, izumo, [met, missed], 4)
    assert good.passes
    assert "2 of 2 judged parts met" in good.sentence
    assert good.high == pytest.approx(0.024)
    assert "at most 2.4 %" in good.sentence
    assert not bad.passes
    assert "recover not met" in bad.sentence


def test_words_of_shares():
    assert parts.percent(Share(0.5, 0.4, 0.6, 5, 10)) == "50.0 % (40.0 to 60.0 %)"
    assert parts.odds(Share(0.0, 0.0, 0.0037, 0, 1000)) == "0 of 1000 (at most 0.37 %)"


def test_depth_is_checked_and_an_airfield_has_no_parts(tb3):
    with pytest.raises(InputError, match="quick, standard, deep"):
        assess(tb3, "izumo", depth="thorough")
    found = assess(tb3, "airfield")
    assert found.parts == ()
    assert "parts" not in found.as_data()
    assert set(least_winds(found.lines)) == {m.value for m in tb3.model.mass.takeoff}
