import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortdeck.vessel import hydrostatics as h


def test_a_box_has_block_coefficient_one():
    box = 100.0 * 20.0 * 5.0 * h.SEA_WATER
    assert h.block_coefficient(displacement=box, length=100.0, beam=20.0, draught=5.0) == pytest.approx(1.0)


def test_roll_period_of_a_known_ship():
    # B/T = 4, L = 100 m: C = 0.373 + 0.092 - 0.043 = 0.422.
    assert h.roll_coefficient(length=100.0, beam=20.0, draught=5.0) == pytest.approx(0.422)
    period = h.roll_period(length=100.0, beam=20.0, draught=5.0, metacentric_height=1.0)
    assert period == pytest.approx(2 * 0.422 * 20.0)


@given(st.floats(0.3, 5.0), st.floats(1.1, 4.0))
def test_a_stiffer_ship_rolls_faster(metacentric_height, factor):
    hull = {"length": 200.0, "beam": 30.0, "draught": 7.0}
    soft = h.roll_period(**hull, metacentric_height=metacentric_height)
    stiff = h.roll_period(**hull, metacentric_height=factor * metacentric_height)
    assert stiff == pytest.approx(soft / math.sqrt(factor))


def test_a_box_without_added_mass_heaves_as_a_pendulum_of_its_draught():
    period = h.heave_period(draught=6.0, block=1.0, waterplane=1.0, added_mass=0.0)
    assert period == pytest.approx(2 * math.pi * math.sqrt(6.0 / h.GRAVITY))


def test_heave_and_pitch_of_a_large_ship_are_near_seven_seconds():
    hull = {"draught": 6.95, "block": 0.635, "waterplane": 0.81}
    assert h.heave_period(**hull) == pytest.approx(6.7, abs=0.1)
    assert h.pitch_period(**hull) == pytest.approx(0.95 * h.heave_period(**hull))


def test_froude_number_and_stern():
    assert h.froude_number(speed=math.sqrt(h.GRAVITY * 100.0), length=100.0) == pytest.approx(1.0)
    assert h.stern_from_midship(length=200.0, stern_overhang=3.0) == 103.0
