"""What the control law is told: does it agree with where things are, but for the errors that it names?"""

import math

import numpy as np
import pytest

from shortdeck.autopilot.navigation import deck_state
from shortdeck.vessel.ship_motion import Knot, Knots, Motions, Passage, at_rest, pose_at

HEADING = 0.7
ANGLE = 0.06  # of the runway line to the centreline
COURSE = Passage(math.cos(HEADING), math.sin(HEADING), 17.0, 80.0, 8.0, -1.0, -1.0, 0.0, 0.0, 0.0)
LINE = (math.cos(HEADING + ANGLE), math.sin(HEADING + ANGLE))
AIM = (45.0, 4.0)
SIZE = np.array([0.6, 0.9, 1.4, 0.2, 0.08, 0.05])  # m, rad


def moved(motions, rates=(0.0,) * 6):
    knot = Knot(Motions(*map(float, motions)), Motions(*map(float, rates)))
    after = Knot(Motions(*(float(m + 1e-3 * r) for m, r in zip(motions, rates, strict=True))), knot.rate)
    return pose_at(COURSE, Knots(knot, after), 0.0, 1e-3)


def state_of(motions, rates=(0.0,) * 6):
    return deck_state(COURSE, moved(motions, rates), *AIM, *LINE)


class TestDeckState:
    def test_a_ship_at_rest_moves_nothing(self):
        assert deck_state(COURSE, at_rest(COURSE), *AIM, *LINE) == pytest.approx([0.0] * 6, abs=1e-12)

    @pytest.mark.parametrize(
        ("motion", "expected"),
        [
            ((0, 0, -1, 0, 0, 0), {"height": 1.0}),  # heave is down
            ((0, 1, 0, 0, 0, 0), {"side": math.cos(ANGLE)}),
            ((1, 0, 0, 0, 0, 0), {"side": -math.sin(ANGLE)}),
            ((0, 0, 0, 0, 0.01, 0), {"pitch": 0.01, "height": -0.01 * (80.0 - 45.0)}),  # the stern sinks
            ((0, 0, 0, 0.01, 0, 0), {"roll": 0.01, "height": -0.01 * 4.0, "side": 0.01 * 8.0}),
        ],
    )
    def test_signs(self, motion, expected):
        found = state_of(motion)._asdict()
        for name, value in expected.items():
            assert found[name] == pytest.approx(value, rel=0.03, abs=1e-9), name

    def test_speeds_are_derivatives(self):
        rates = SIZE * np.array([0.3, 0.4, 0.5, 0.5, 0.6, 0.4])
        h = 1e-4
        before, after = state_of(SIZE - h * rates), state_of(SIZE + h * rates)
        found = state_of(SIZE, rates)
        assert found.climb == pytest.approx((after.height - before.height) / (2 * h), abs=1e-5)
        assert found.side_speed == pytest.approx((after.side - before.side) / (2 * h), abs=1e-5)
        assert (found.pitch, found.roll) == pytest.approx((SIZE[4], SIZE[3]), abs=1e-9)
