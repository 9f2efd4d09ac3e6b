"""Added resistance in waves, held against another program and against what long and short waves must do."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortdeck.hydro.added_resistance import Waterline, added_resistance
from shortdeck.vessel.hydrostatics import GRAVITY, SEA_WATER

HULL = Waterline(length=205.7, beam=29.5, draught=6.95, block=0.635, gyradius=0.25, entrance=65.0, run=60.0)
UNIT = SEA_WATER * GRAVITY * HULL.beam**2 / HULL.length

# Speed (m/s), heading (deg, 180 head seas), wave frequency (rad/s), coefficient by ship_model_lib 1.0.2
# (SINTEF), class AddedResistanceBySNNM, motion and reflection together, for this hull.
PEER = [
    (0.0, 180, 0.45, 0.07259), (0.0, 150, 0.8, 1.38921), (0.0, 100, 0.8, 0.75829), (0.0, 60, 0.8, -0.8547),
    (0.0, 0, 0.45, -0.064), (4.0, 180, 0.45, 0.33434), (4.0, 180, 0.8, 1.26391), (4.0, 150, 0.45, 0.31196),
    (4.0, 100, 0.8, 1.98022), (4.0, 89, 0.8, 1.40717), (4.0, 60, 0.45, -0.08067), (4.0, 20, 0.8, -0.20533),
    (4.0, 0, 0.45, -0.07756), (4.0, 0, 0.8, 0.06548), (10.5, 180, 0.45, 2.28956), (10.5, 180, 0.8, 1.81121),
    (10.5, 150, 0.45, 1.23674), (10.5, 100, 0.45, 0.2955), (10.5, 89, 0.8, 3.14913),
    (10.5, 60, 0.45, 0.07806), (10.5, 20, 0.45, 0.38054), (10.5, 0, 0.8, 0.37446),
]  # fmt: skip


@pytest.mark.parametrize(("speed", "heading", "omega", "coefficient"), PEER)
def test_an_independent_program_finds_the_same(speed, heading, omega, coefficient):
    found = float(added_resistance(HULL, omega, math.radians(heading), speed)) / UNIT
    assert found == pytest.approx(coefficient, rel=0.01, abs=5e-4)  # its gravity is 9.81 m/s2


def test_the_peak_of_a_container_ship_is_where_and_as_high_as_in_experiments():
    """S-175 in head seas: the peak lies at waves a little longer than the ship and near 10 at Fn 0.25 (as
    commonly plotted from the tanks of Nakamura and Naito, and of Fujii and Takahashi; recalled)."""
    hull = Waterline(
        length=175.0, beam=25.4, draught=9.5, block=0.572, gyradius=0.24, entrance=61.0, run=52.0
    )
    over = np.linspace(0.6, 2.0, 141)
    omega = np.sqrt(2.0 * math.pi * GRAVITY / (over * hull.length))
    speed = 0.25 * math.sqrt(GRAVITY * hull.length)
    found = added_resistance(hull, omega, math.pi, speed) / (SEA_WATER * GRAVITY * hull.beam**2 / hull.length)
    assert 1.0 < over[found.argmax()] < 1.3
    assert 8.0 < found.max() < 12.5


@given(heading=st.floats(0.0, 2.0 * math.pi), omega=st.floats(0.2, 1.5), speed=st.floats(0.0, 12.0))
def test_port_and_starboard_are_alike(heading, omega, speed):
    one = added_resistance(HULL, omega, heading, speed)
    assert float(added_resistance(HULL, omega, -heading, speed)) == pytest.approx(
        float(one), rel=1e-9, abs=1e-6
    )


def test_long_waves_add_nothing_and_head_seas_more_than_following():
    assert abs(float(added_resistance(HULL, 0.2, math.pi, 10.0))) < 0.05 * UNIT
    omega = np.linspace(0.35, 1.2, 40)
    head, stern = (added_resistance(HULL, omega, angle, 8.0) for angle in (math.pi, 0.0))
    assert (head > stern).all()
    assert (head > 0.0).all()


def test_a_slow_ship_is_pushed_by_the_sea_behind_her_and_a_fast_one_held():
    omega = 0.55  # group velocity 8.9 m/s
    assert float(added_resistance(HULL, omega, 0.0, 1.0)) < 0.0
    assert float(added_resistance(HULL, omega, 0.0, 12.0)) > 0.0
