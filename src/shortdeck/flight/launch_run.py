"""How a launch runs: when it is released, how fast it ought to be at its place, and when it is given up.

With a constant acceleration ``a`` the square of the speed over the deck grows by 2 a for each metre. A launch
that has less than ``ABORT_SHARE`` of the speed due at its place is given up while it can still stop.
"""

from __future__ import annotations

from math import cos, sqrt
from typing import Any

import numpy as np

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.autopilot.prediction import SPACING, TAPS, signal_spectra
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.state import Setup
from shortdeck.vessel.pack import Line

ABORT_SHARE = 0.8  # of the speed due; two thirds of the power give it
BRAKED = 0.5  # of friction times weight, while the wings still carry a part
REACTION = 1.0  # s from the decision to throttle closed and brakes on
LEAD = 1.5  # s: how much the lip's vertical speed counts against its height, as in the law
HOLD_TIME = 3.0  # s of full power against the brakes
QUIET_SHARE = 0.5  # of its standard deviation by which the lip is to be up when a timed release is made
LONGEST_WAIT = 40.0  # s for the right moment


def launch_run(
    c: Setup, k: Conditions, line: Line, *, start: float, lift_off: float, static: float, excess: float
) -> dict[str, Any]:
    """What the law is told; ``static`` thrust in N, ``excess`` of it over weight at ``lift_off`` (m/s)."""
    rolling = c.right.rolling_resistance * GRAVITY
    acceleration = max(0.5 * (static / k.mass - rolling + excess * GRAVITY), 0.3)
    over_deck = max(lift_off - k.wind_over_deck * cos(k.wind_angle), 1.0)
    end = sqrt(min(over_deck**2, 2.0 * acceleration * (line.end - start)))
    timed = k.release == "timed" and k.seaway is not None
    return {
        "aim_x": line.end,
        "hold_time": TAPS * SPACING if timed else HOLD_TIME,
        "stop_station": line.end,
        "braking": BRAKED * c.deck.friction * GRAVITY,
        "reaction": REACTION,
        "go_speed": 1e6,  # a launch is not gone around from
        "abort_share": ABORT_SHARE if k.abort else 0.0,
        "run_gain": 2.0 * acceleration,
        "run_time": end / acceleration,
        "release_level": QUIET_SHARE * _lip_deviation(k, line) if timed else 0.0,
        "release_wait": LONGEST_WAIT if timed else 0.0,
    }


def _lip_deviation(k: Conditions, line: Line) -> float:
    """Standard deviation of the lip's height with its speed ``LEAD`` ahead, m."""
    if k.seaway is None:
        return 0.0
    height = signal_spectra(k.seaway, x=line.end, y=line.y)[0]
    return float(np.sqrt(np.sum(height * (1.0 + (LEAD * k.seaway.middle) ** 2))))
