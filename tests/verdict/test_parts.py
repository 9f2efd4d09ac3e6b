"""The verdict part by part: what its sentences say is what was flown and counted."""

import pytest

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.verdict import parts
from shortdeck.verdict.assess import assess
from shortdeck.verdict.parts import Effort, Part, Share
from shortdeck.verdict.parts_of import least_winds

FEW = Effort(60, (4,), 0.02, 3, False, False)


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


def test_a_launch_counts_mishaps_at_sea_and_keeps_the_wind_of_the_calm(tb3, izumo):
    part, flown = parts.launch_part(tb3, izumo, FEW, {1450.0: 9.0, 1600.0: None}, seed=1)
    assert part.value == 9.0
    assert "at 1450 kg from 17 kn" in part.sentence
    assert "at 1600 kg in no wind" in part.sentence
    at = flown[0]
    assert sum(at.outcomes.values()) == 60 == at.mishap.flights
    assert f"{at.mishap.happened} of 60" in part.sentence
    assert at.mishap.high > 0.01  # sixty flights cannot show one in a hundred ...
    assert part.passes is False  # ... so it is not said to be met


def test_without_a_wind_that_suffices_there_is_no_launch(tb3, izumo):
    part, flown = parts.launch_part(tb3, izumo, FEW, {1450.0: None}, seed=1)
    assert (part.passes, flown) == (False, [])


def test_the_ship_makes_the_wind_that_is_wanted(izumo):
    top = izumo.model.hull.speed_max.value
    slow = parts.speed_for(izumo, wanted=0.0, sea_state=4)
    some = parts.speed_for(izumo, wanted=15.0, sea_state=4)
    assert slow == parts.LEAST_WAY < some < top
    assert parts.speed_for(izumo, wanted=60.0, sea_state=4) == top
    assert parts.speed_for(izumo, wanted=15.0, sea_state=5) < some


def test_a_recovery_tells_share_and_interval(tb3, izumo):
    part, flown = parts.recover_part(tb3, izumo, FEW, seed=1)
    s = flown[0].success
    assert (part.value, part.low, part.high) == (s.value, s.low, s.high)
    assert s.low <= s.value <= s.high
    assert s.value == s.happened / 60


def test_parking_and_sorties_are_told_by_number(tb3, izumo):
    park, plans = parts.park_part(tb3, izumo, FEW, seed=0)
    assert park.value == sum((p.in_turn or p.geometric).count() for p in plans.places) > 0
    assert park.high >= park.value
    sustain, runs = parts.sustain_part(tb3, izumo, FEW, 4.0, seed=0)
    assert sustain.low <= sustain.value <= sustain.high
    assert runs.setup is not None
    assert "4 aircraft" in sustain.sentence


def test_the_whole_names_what_is_not_met(tb3, izumo):
    met = Part("launch", "", True, None, None, None, "1")
    missed = Part("recover", "", False, None, None, None, "1")
    good = parts.whole_part(tb3, izumo, [met, met], "tb3 wing (estimate)", 4)
    bad = parts.whole_part(tb3, izumo, [met, missed], "", 4)
    assert good.passes
    assert "hangs most on tb3 wing" in good.sentence
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
