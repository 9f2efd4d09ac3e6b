"""Motions over seas, courses and speeds at once: the same as those of a single seaway."""

import math

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.hydro.polar import (
    COURSES,
    Measure,
    cell_variances,
    courses,
    frequency_cells,
    polar_motions,
    spread,
    spreading_shares,
)
from shortdeck.sea.choice import SeaWords, choose_sea
from shortdeck.vessel.seaway import seaway
from shortdeck.vessel.ship_response import ship_response

SHIP = load_ship("tcg-anadolu")
RESPONSE = ship_response(SHIP)
POINT = (60.0, -7.0, -10.0)  # forward, right, down of the centre of gravity
MEASURES = (
    Measure("heave", (0.0, 0.0, 1.0, 0.0, 0.0, 0.0)),
    Measure("roll", (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)),
    Measure("pitch", (0.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
    Measure("deck velocity", (0.0, 0.0, 1.0, POINT[1], -POINT[0], 0.0), 1),
)
HS, TP = np.array([1.88, 3.25, 5.0]), np.array([8.8, 9.7, 13.8])
SPEED = np.array([0.0, 5.0, 10.0])


@pytest.fixture(scope="module")
def found():
    return polar_motions(RESPONSE, MEASURES, hs=HS, tp=TP, speed=SPEED)


@pytest.mark.parametrize(
    ("sea", "course", "speed"), [(0, 18, 2), (1, 4, 2), (1, 30, 1), (2, 9, 0), (2, 0, 1)]
)
def test_a_single_seaway_moves_alike(found, sea, course, speed):
    words = SeaWords(hs=HS[sea], tp=TP[sea], wave_heading=float(found.course[course]))
    one = seaway(SHIP, choose_sea(words).sea, heading=0.0, speed=SPEED[speed], response=RESPONSE)
    rms = one.rms()
    deck = one.point_rms(POINT[0] + one.centre_x, POINT[1], POINT[2] + one.centre_z, derivative=1)[2]
    wanted = {"heave": rms[2], "roll": rms[3], "pitch": rms[4], "deck velocity": deck}
    for name, value in wanted.items():
        assert found.rms[name][sea, course, speed] == pytest.approx(value, rel=0.02), name


def test_port_and_starboard_courses_move_the_centreline_alike(found):
    mirrored = (-np.arange(COURSES)) % COURSES
    for name in ("heave", "roll", "pitch"):
        assert found.rms[name][:, mirrored] == pytest.approx(found.rms[name], rel=1e-6)
    # A point to port of the centreline moves more with waves from one side: roll and pitch go together there.
    deck = found.rms["deck velocity"]
    assert np.abs(deck[:, mirrored] - deck).max() > 0.01 * deck.max()


def test_the_cells_hold_the_sea():
    edges, _ = frequency_cells(3.0)
    held = cell_variances(np.array([4.0]), np.array([10.0]), edges)
    assert held.sum() == pytest.approx(1.0, rel=0.02)  # Hs^2/16; beyond 3 rad/s there is 1 %
    shares = spreading_shares()
    assert shares.sum() == pytest.approx(1.0)
    assert shares.argmax() == 0
    assert spread(np.ones(len(shares)), shares) == pytest.approx(np.ones(COURSES))


def test_relative_motion_vanishes_in_long_waves_and_is_the_wave_itself_in_short_ones():
    """A ship follows long waves; short ones pass a ship that does not move."""
    at = Measure("relative", (0.0, 0.0, 1.0, 0.0, -50.0, 0.0), 0, 50.0)
    found = polar_motions(
        RESPONSE, (at,), hs=np.array([1.0, 0.5]), tp=np.array([30.0, 4.5]), speed=np.array([0.0])
    )
    head = int(np.argmin(np.abs(courses() - math.pi)))
    long, short = found.rms["relative"][:, head, 0]
    assert long < 0.1 * 0.25
    # Not all of so short a sea lies within the frequencies that the response covers.
    assert 0.6 * 0.125 < short < 1.15 * 0.125
