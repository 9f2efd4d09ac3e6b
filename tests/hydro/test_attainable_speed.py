"""The speed that a ship makes in a sea."""

import dataclasses
import math

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.hydro.added_resistance import added_resistance
from shortdeck.hydro.attainable_speed import (
    STEERAGEWAY,
    attainable_speed,
    bare_hull,
    propulsion_of,
    waterline_of,
    wave_resistances,
)
from shortdeck.hydro.polar import PolarMotions, courses, polar_motions
from shortdeck.hydro.slamming import NAVAL, bow_measures, bow_of
from shortdeck.hydro.still_water import still_water_resistance
from shortdeck.hydro.wind_resistance import frontal_area, wind_resistance
from shortdeck.sea.spectra import Bretschneider
from shortdeck.vessel.ship_response import ship_response

SHIP = load_ship("tcg-anadolu")
RESPONSE = ship_response(SHIP)
TOP = SHIP.model.hull.speed_max.value
SPEED = np.linspace(0.0, TOP, 9)
HEAD = int(np.argmin(np.abs(courses() - math.pi)))


def in_seas(hs, tp) -> PolarMotions:
    measures = bow_measures(bow_of(SHIP, RESPONSE))
    return polar_motions(RESPONSE, measures, hs=np.array(hs), tp=np.array(tp), speed=SPEED)


@pytest.fixture(scope="module")
def seas():
    return in_seas([0.01, 2.0, 4.0, 7.0, 10.0], [8.0, 9.0, 10.5, 12.5, 14.5])


def test_in_still_water_and_air_she_makes_her_maximum_on_every_course(seas):
    found = attainable_speed(SHIP, RESPONSE, seas, wind=np.zeros(5))
    assert found.speed[0] == pytest.approx(np.full(len(courses()), TOP), rel=1e-4)
    assert (found.held_by[0] == "power").all()


def test_power_balances_at_the_speed_found(seas):
    """Checked with the resistances themselves, at the speed, not with the table between speeds."""
    wind = np.array([0.0, 8.0, 12.0, 18.0, 22.0])
    found = attainable_speed(SHIP, RESPONSE, seas, wind=wind)
    drive = propulsion_of(SHIP)
    v = float(found.involuntary[3, HEAD])
    assert v < 0.95 * TOP
    waves = wave_resistances(drive.waterline, hs=seas.hs[3:4], tp=seas.tp[3:4], speed=np.array([v]))
    height = SHIP.model.deck.height.value
    true = 18.0 * math.log(0.5 * height / 2e-4) / math.log((height + 10.0) / 2e-4)
    air = wind_resistance(drive.area, true + v, 0.0)
    total = float(still_water_resistance(drive.bare, v)) + float(waves[0, HEAD, 0]) + float(air)
    assert v * total == pytest.approx(drive.power, rel=0.02)


def test_head_seas_cost_more_than_following_and_high_more_than_low(seas):
    found = attainable_speed(SHIP, RESPONSE, seas, wind=np.array([0.0, 8.0, 12.0, 18.0, 22.0]))
    assert (np.diff(found.involuntary[:, HEAD]) < 0.0).all()
    assert (found.involuntary[2:, 0] > found.involuntary[2:, HEAD]).all()
    assert (found.speed <= found.involuntary + 1e-9).all()
    mirrored = (-np.arange(len(courses()))) % len(courses())
    assert found.speed[:, mirrored] == pytest.approx(found.speed, rel=1e-6)


def test_a_captain_slows_down_for_her_bow_but_keeps_steerageway(seas):
    strict = NAVAL._replace(acceleration=0.25)
    found = attainable_speed(SHIP, RESPONSE, seas, wind=np.zeros(5), limits=strict)
    assert (found.held_by[3:, HEAD] == "acceleration of the bow").all()
    assert found.speed[3, HEAD] < found.involuntary[3, HEAD]
    assert found.speed[4].min() == pytest.approx(STEERAGEWAY)


def test_added_resistance_in_a_sea_is_its_integral():
    """2 integral of S(omega, direction) R over both, on a much finer grid."""
    waterline = waterline_of(SHIP)
    table = wave_resistances(waterline, hs=np.array([3.0]), tp=np.array([9.0]), speed=np.array([7.0]))
    omega = np.linspace(0.2, 1.6, 1500)
    offset = (np.arange(360) + 0.5) / 360.0 * math.pi - 0.5 * math.pi
    weight = np.cos(offset) ** 2
    density = Bretschneider(hs=3.0, tp=9.0).density(omega)
    for course in (0, 9, HEAD):
        each = added_resistance(waterline, omega[:, None], courses()[course] + offset, 7.0)
        mean = (each * weight).sum(axis=1) / weight.sum()
        fine = float(np.trapezoid(2.0 * density * mean, omega))
        assert table[0, course, 0] == pytest.approx(fine, rel=0.02, abs=1e3)


def test_more_power_makes_more_speed_in_a_sea(seas):
    wind = np.array([0.0, 8.0, 12.0, 18.0, 22.0])
    more = dataclasses.replace(propulsion_of(SHIP), speed_max=TOP + 1.0)
    base = attainable_speed(SHIP, RESPONSE, seas, wind=wind).involuntary[3, HEAD]
    assert attainable_speed(SHIP, RESPONSE, seas, wind=wind, drive=more).involuntary[3, HEAD] > base + 0.3


def test_the_hull_is_that_of_the_file():
    hull, bare = SHIP.model.hull, bare_hull(SHIP)
    assert bare.volume * 1025.0 == pytest.approx(hull.displacement.value)
    assert waterline_of(SHIP).entrance + waterline_of(SHIP).run < bare.length
    across = SHIP.model.deck.islands[0].outline.points
    width = max(y for _, y in across) - min(y for _, y in across)
    island = width * SHIP.model.deck.islands[0].height.value
    assert frontal_area(SHIP) == pytest.approx(hull.beam.value * SHIP.model.deck.height.value + island)
    assert float(wind_resistance(100.0, 10.0, 0.0)) == pytest.approx(0.5 * 1.225 * 0.8 * 100.0 * 100.0)
    assert float(wind_resistance(100.0, -10.0, 0.0)) < 0.0
