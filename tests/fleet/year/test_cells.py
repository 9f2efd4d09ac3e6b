"""What an aircraft meets on each course at each speed, and what the ship can make of it."""

import math

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.fleet.year.cells import (
    ACROSS,
    AHEAD,
    HEAVE,
    PITCH,
    ROLL,
    SCALES,
    TRUE,
    cells_of,
    coordinates,
    more_speeds,
    speeds_of,
)
from shortdeck.fleet.year.seas import Seas
from shortdeck.hydro.attainable_speed import STEERAGEWAY
from shortdeck.sea.choice import SeaWords, choose_sea
from shortdeck.vessel.seaway import seaway
from shortdeck.vessel.ship_response import ship_response

SHIP = load_ship("tcg-anadolu")
RESPONSE = ship_response(SHIP)
TOUCHDOWN = (50.0, -7.0)


@pytest.fixture(scope="module")
def two_seas():
    seas = Seas(
        climate="two seas", hs=np.array([1.88, 6.0]), tp=np.array([8.8, 11.5]), wind=np.array([9.0, 22.0]),
        share=np.array([0.7, 0.3]), state=np.array([4, 7]), counts=None,
    )  # fmt: skip
    return cells_of(SHIP, RESPONSE, seas, touchdown=TOUCHDOWN)


def test_wind_over_deck_is_the_triangle_of_true_wind_and_ship(two_seas):
    """Checked with vectors on the chart: waves and wind from north."""
    for sea, course, speed in ((0, 18, 3), (0, 4, 7), (1, 27, 5)):
        heading = two_seas.course[course] - math.pi  # of the ship, from north
        ship = two_seas.speed[speed] * np.array([math.cos(heading), math.sin(heading)])
        air = np.array([-two_seas.seas.wind[sea], 0.0])  # blows to the south
        relative = -(air - ship)  # where it comes from
        bow, side = (
            np.array([math.cos(heading), math.sin(heading)]),
            np.array([-math.sin(heading), math.cos(heading)]),
        )
        found = two_seas.features[sea, course, speed]
        assert found[AHEAD] == pytest.approx(relative @ bow)
        assert found[ACROSS] == pytest.approx(relative @ side)  # from starboard
        assert found[TRUE] == pytest.approx(two_seas.seas.wind[sea])
        assert two_seas.wind[sea, course, speed] == pytest.approx(math.hypot(*relative))


def test_the_deck_moves_as_in_flights_of_that_cell(two_seas):
    for sea, course, speed in ((0, 14, 3), (1, 20, 6)):
        words = SeaWords(
            hs=two_seas.seas.hs[sea], tp=two_seas.seas.tp[sea], wave_heading=float(two_seas.course[course])
        )
        one = seaway(SHIP, choose_sea(words).sea, heading=0.0, speed=float(two_seas.speed[speed]))
        rms = one.rms()
        deck = one.point_rms(*TOUCHDOWN, 0.0, derivative=1)[2]
        found = two_seas.features[sea, course, speed]
        assert found[[HEAVE, PITCH, ROLL]] == pytest.approx([deck, rms[4], rms[3]], rel=0.02)


def test_she_makes_what_power_allows_and_always_steerageway(two_seas):
    into = int(np.argmin(np.abs(two_seas.course - math.pi)))
    assert two_seas.speed[0] == STEERAGEWAY
    assert two_seas.speed[-1] == pytest.approx(SHIP.model.hull.speed_max.value)
    assert two_seas.made[:, :, 0].all()
    assert not two_seas.made[1, into, -1]
    assert two_seas.made[1, into].sum() < two_seas.made[0, into].sum()


def test_wind_from_abaft_is_not_flown(two_seas):
    following = 0
    assert not two_seas.flyable[1, following].any()
    assert (two_seas.features[two_seas.flyable][:, AHEAD] >= 0.0).all()


def test_a_surface_learns_over_the_angle_of_the_wind(two_seas):
    """Equal wind angles at different speeds lie in one plane; scales are undone."""
    found = coordinates(two_seas.features) * SCALES
    assert found[..., ACROSS] == pytest.approx(two_seas.wind_angle)
    for column in (AHEAD, TRUE, HEAVE, PITCH, ROLL):
        assert found[..., column] == pytest.approx(two_seas.features[..., column])


def test_a_faster_ship_keeps_the_speeds_of_the_slower():
    base = speeds_of(10.5)
    more = more_speeds(base, 13.1)
    assert more[: len(base)] == pytest.approx(base)
    assert more[-1] == pytest.approx(13.1)
    assert (np.diff(more) > 0.0).all()
