"""Waits for a quiet deck are held against the motion that they were found in."""

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.vessel.deck_motion import touchdown_point
from shortdeck.vessel.quiescence import LONGEST, QUIET, WATCHED, quiet_waits

CASES = range(40)


@pytest.fixture(scope="module")
def izumo():
    return sd.ship("izumo")


@pytest.fixture(scope="module")
def sea(izumo):
    return weather(izumo, Words(sea_state=5, ship_speed="8 kn", seed=3))["seaway"]


def rms_before(sea, at, case, wait):
    times = np.linspace(wait - WATCHED, wait, 400)
    speed = sea.realise(seed=3, case=case).point(times, *at, 0.0, derivative=1)[:, 2]
    return float(np.sqrt(np.mean(speed**2)))


def test_the_deck_was_quiet_when_the_wait_ended_and_not_from_the_start(izumo, sea):
    at = touchdown_point(izumo)
    usual = float(sea.point_rms(*at, 0.0, derivative=1)[2])
    waits = quiet_waits(sea, *at, seed=3, cases=CASES)
    before = np.array([rms_before(sea, at, case, wait) for case, wait in zip(CASES, waits, strict=True)])
    ended = waits < LONGEST
    assert ended.mean() > 0.8
    assert (before[ended] < 1.1 * QUIET * usual).all()
    restless = waits > 0.0
    at_first = np.array([rms_before(sea, at, case, 0.0) for case in CASES])
    assert 0.2 < restless.mean() < 1.0
    assert (at_first[restless] > 0.9 * QUIET * usual).all()


def test_nothing_after_the_decision_is_looked_at(sea, izumo):
    """A wait is the same whatever the longest one may be."""
    at = touchdown_point(izumo)
    waits = quiet_waits(sea, *at, seed=3, cases=CASES)
    for case, wait in zip(CASES, waits, strict=True):
        if 0.0 < wait < LONGEST:
            earlier = [rms_before(sea, at, case, t) for t in np.arange(0.0, wait - 0.6, 0.64)]
            assert min(earlier) > 0.85 * QUIET * float(sea.point_rms(*at, 0.0, derivative=1)[2])


def test_the_flight_begins_in_the_sea_that_was_waited_for(izumo):
    quiet = sd.recover("bayraktar-tb3", izumo, sea_state=5, ship_speed="8 kn", seed=3, approach="quiet")
    waited = quiet.targets["waited"]
    assert waited > 0.0
    words = Words(sea_state=5, ship_speed="8 kn", seed=3)
    realised = weather(izumo, words)["seaway"].realise(seed=3, case=0)
    times = quiet.history["time"].values
    heave = realised.motions(waited + times)[:, 2]
    assert quiet.history["ship_heave"].values == pytest.approx(heave, abs=0.02)


def test_tables_wait_as_single_flights_do(izumo):
    from shortdeck.campaign.flights import fly_table

    columns = {
        "sea_state": [5] * 4,
        "ship_speed": ["8 kn"] * 4,
        "approach": ["quiet", "quiet", "at-once", "quiet"],
    }
    flown = fly_table("recovery", "bayraktar-tb3", izumo, columns, seed=3).flown
    waited = flown.column("passage.waited")
    one = sd.recover("bayraktar-tb3", izumo, sea_state=5, ship_speed="8 kn", seed=3, case=1, approach="quiet")
    assert waited[2] == 0.0
    assert waited[1] == one.targets["waited"]
    assert flown.figures(1) == one.figures


def test_without_a_sea_there_is_nothing_to_wait_for(izumo):
    with pytest.raises(sd.InputError, match="approach quiet"):
        sd.recover("bayraktar-tb3", izumo, wind_over_deck="25 kn", approach="quiet")
