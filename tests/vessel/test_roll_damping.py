"""Roll damping by the regression on Ikeda's method."""

import math

import numpy as np
import pytest

from shortdeck.vessel.roll_damping import RollHull, bilge_keels, eddy, lift, roll_damping

# L/B 6, B/T 4, Cb 0.65, Cm 0.98, OG/T -0.2, keels 0.2 L and 0.025 B, omega sqrt(B/2g) 0.6
BASE = RollHull(
    length=300.0, beam=50.0, draught=12.5, volume=300.0 * 50.0 * 12.5 * 0.65, block=0.65, midship=0.98,
    gravity_depth=-2.5, keel_length=60.0, keel_breadth=1.25, frequency=0.6 / math.sqrt(25.0 / 9.80665),
)  # fmt: skip


def test_the_authors_program():
    """Eddy and bilge-keel parts at 10 deg, evaluated once from the expressions of NLRD.f."""
    amplitude = np.radians([10.0])
    assert eddy(BASE, amplitude) == pytest.approx([0.000995030], rel=1e-5)
    assert bilge_keels(BASE, amplitude) == pytest.approx([0.005652703], rel=1e-5)


def test_linear_and_quadratic_parts_give_the_regression_back():
    found = roll_damping(BASE)
    amplitude = np.radians([3.0, 6.0, 10.0])
    whole = found.linear + 8.0 / (3.0 * math.pi) * BASE.frequency * amplitude * found.quadratic
    unit = 1025.0 * BASE.volume * BASE.beam**2 * math.sqrt(2.0 * 9.80665 / BASE.beam)
    assert whole == pytest.approx(unit * (eddy(BASE, amplitude) + bilge_keels(BASE, amplitude)), rel=0.05)
    assert found.linear >= 0.0
    assert found.quadratic > 0.0


@pytest.mark.parametrize(("key", "factor"), [("keel_length", 1.3), ("keel_breadth", 1.3)])
def test_larger_keels_damp_more(key, factor):
    larger = roll_damping(BASE._replace(**{key: factor * getattr(BASE, key)}))
    assert larger.quadratic > roll_damping(BASE).quadratic


def test_without_keels_little_is_left():
    bare = roll_damping(BASE._replace(keel_length=0.0))
    assert 0.0 < bare.quadratic < 0.4 * roll_damping(BASE).quadratic
    assert bare.lift == roll_damping(BASE).lift > 0.0


def test_a_higher_centre_of_gravity_gives_lift_more_lever():
    assert lift(BASE._replace(gravity_depth=-6.0)) > lift(BASE) > 0.0


def test_particulars_outside_the_regression_are_moved_to_its_edge():
    edge, beyond = BASE._replace(block=0.5, midship=0.75), BASE._replace(block=0.45, midship=0.7)
    amplitude = np.radians([5.0])
    assert eddy(beyond, amplitude) == pytest.approx(eddy(edge, amplitude))
    assert bilge_keels(beyond, amplitude) == pytest.approx(bilge_keels(edge, amplitude))
