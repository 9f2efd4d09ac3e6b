"""The kernels are the matrix law of the design, with its limits."""

from __future__ import annotations

import numpy as np
import pytest

from shortdeck.autopilot.design import design
from shortdeck.autopilot.regulator import (
    LINE_SIGNALS,
    PATH_SIGNALS,
    Flown,
    Held,
    Path,
    crab,
    estimate_wind,
    hold_pitch,
    track_line,
    track_path,
)
from shortdeck.flight.lanes import zeros
from shortdeck.flight.step import BEAT
from tests.autopilot.airframes import condition

GAINS, TRIM = design(condition("bayraktar-tb3"))
SPEED = condition("bayraktar-tb3").airspeed
STEADY = zeros(Flown)._replace(
    airspeed=SPEED, alpha=TRIM.alpha, pitch=TRIM.pitch, along_rate=SPEED, height=20.0, climb=TRIM.climb
)
SETTLED = zeros(Held)._replace(
    elevator=TRIM.elevator, last_elevator=TRIM.elevator, power=TRIM.throttle, last_throttle=TRIM.throttle
)
ON_PATH = Path(20.0, TRIM.climb, 0.0, SPEED, True, -1.0)
ALPHA_MAX = 0.3


def tracked(held: Held = SETTLED, flown: Flown = STEADY, path: Path = ON_PATH, scale: float = 1.0):
    """Elevator, throttle and integrals."""
    return track_path(GAINS, held, TRIM, flown, path, ALPHA_MAX, scale, BEAT)


def test_on_the_path_the_trim_is_asked_for() -> None:
    elevator, throttle, height_sum, speed_sum = tracked()
    assert (elevator, throttle) == pytest.approx((TRIM.elevator, TRIM.throttle), abs=1e-12)
    assert (height_sum, speed_sum) == (0.0, 0.0)


@pytest.mark.parametrize("scale", [1.0, 0.8])
@pytest.mark.parametrize("signal", PATH_SIGNALS)
def test_each_signal_acts_by_its_gain(signal: str, scale: float) -> None:
    d = 1e-3
    held, flown = SETTLED, STEADY
    if signal in Held._fields:
        held = held._replace(**{signal: getattr(held, signal) + d})
    elif signal == "head_gust":
        flown = flown._replace(along_rate=flown.along_rate - d)
    elif signal == "airspeed":  # of the aircraft, not of a gust: its way over the ship grows with it
        flown = flown._replace(airspeed=flown.airspeed + d, along_rate=flown.along_rate + d)
    else:
        flown = flown._replace(**{signal: getattr(flown, signal) + d})
    before, after = tracked(scale=scale), tracked(held, flown, scale=scale)
    k = PATH_SIGNALS.index(signal)
    of_surface = signal in ("elevator", "last_elevator")
    per_elevator = GAINS.elevator[k] * (1.0 if of_surface else scale)
    per_throttle = GAINS.throttle[k] * (1.0 / scale if of_surface else 1.0)
    assert after[0] - before[0] == pytest.approx(-per_elevator * d, rel=1e-6, abs=1e-12)
    assert after[1] - before[1] == pytest.approx(-per_throttle * d, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("signal", LINE_SIGNALS)
def test_each_signal_across_acts_by_its_gain(signal: str) -> None:
    d = 1e-3
    held, flown = SETTLED, STEADY
    if signal in Held._fields:
        held = held._replace(**{signal: d})
    else:
        name = "heading_error" if signal == "heading" else signal
        flown = flown._replace(**{name: d})
    aileron, rudder, _ = track_line(GAINS, held, flown, 0.0, 0.0, 1.0, BEAT)
    k = LINE_SIGNALS.index(signal)
    assert (aileron, rudder) == pytest.approx((-GAINS.aileron[k] * d, -GAINS.rudder[k] * d), rel=1e-9)


def test_a_height_error_beyond_the_capture_asks_for_no_more_and_is_not_summed() -> None:
    near = tracked(flown=STEADY._replace(height=20.0 - GAINS.capture))
    far = tracked(flown=STEADY._replace(height=10.0))
    assert far[0] == pytest.approx(near[0])
    assert far[2] == 0.0
    assert tracked(flown=STEADY._replace(height=19.9))[2] == pytest.approx(-0.1 * BEAT)


def test_a_saturated_throttle_sums_no_speed_error() -> None:
    slow = tracked(flown=STEADY._replace(airspeed=SPEED - 15.0, along_rate=SPEED - 15.0))
    assert slow[1] == 1.0
    assert slow[3] == 0.0


def test_near_the_stall_the_elevator_pulls_no_further() -> None:
    low = STEADY._replace(height=18.0, climb=TRIM.climb - 2.0)
    free = tracked(flown=low)[0]
    stalling = low._replace(alpha=ALPHA_MAX)
    guarded = tracked(flown=stalling)[0]
    assert free < TRIM.elevator  # trailing edge up
    assert guarded == pytest.approx(
        hold_pitch(GAINS, SETTLED, stalling, TRIM.elevator, stalling.pitch, 0.0, 1.0, 1e3)
    )


def test_only_the_climb_is_held_where_no_height_is_asked_for() -> None:
    path = ON_PATH._replace(hold_height=False)
    low = tracked(flown=STEADY._replace(height=15.0), path=path)
    assert low[:3] == pytest.approx((TRIM.elevator, TRIM.throttle, 0.0), abs=1e-12)


def test_the_heading_of_a_crab_stands_still_across_the_line() -> None:
    held = SETTLED._replace(cross_wind=6.0)
    heading = crab(held, SPEED, 0.0)
    assert SPEED * np.sin(heading) + 6.0 == pytest.approx(0.0, abs=2e-3)
    slip = -0.1
    assert crab(held, SPEED, slip) == pytest.approx(heading - slip)


def test_the_wind_is_learned_from_airspeed_heading_and_way() -> None:
    held = SETTLED
    heading = -0.15
    flown = STEADY._replace(
        heading_error=heading, offset_rate=5.0 + SPEED * np.sin(heading), along_rate=SPEED - 12.0
    )
    for _ in range(2000):
        ahead, across = estimate_wind(GAINS, held, flown, True)
        held = held._replace(head_wind=ahead, cross_wind=across)
    assert (held.head_wind, held.cross_wind) == pytest.approx((12.0, 5.0), abs=0.05)
    assert estimate_wind(GAINS, held, STEADY, False) == (held.head_wind, held.cross_wind)


def test_a_pitch_far_off_is_brought_back_at_a_limited_rate() -> None:
    """At that rate the surface is where it would be on the wanted pitch, however far off it is."""
    swiftest = 0.1
    for off in (-0.4, -0.2, 0.2, 0.4):
        back = STEADY._replace(pitch=TRIM.pitch + off, q=-swiftest if off > 0.0 else swiftest)
        held = hold_pitch(GAINS, SETTLED, back, TRIM.elevator, TRIM.pitch, 0.0, 1.0, swiftest)
        there = hold_pitch(GAINS, SETTLED, STEADY, TRIM.elevator, TRIM.pitch, 0.0, 1.0, swiftest)
        assert held == pytest.approx(there, abs=1e-9)
