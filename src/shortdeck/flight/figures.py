"""What a flight leaves behind: first times of events, extremes, values at the moments that count.

``Marks`` are taken at every step (touchdown, bow, peak loads), ``Log`` on each beat of the control law.
``Figures`` is both.
"""

from __future__ import annotations

from math import asin, cos
from typing import NamedTuple

NEVER = 1e9  # s, of an event that did not happen


class Marks(NamedTuple):
    """Taken at every step. Times in s (``NEVER`` where it did not happen), lengths in m, m/s, N."""

    t_touchdown: float  # first main wheel, located inside the step
    t_nose: float  # first load on the nose wheel of a recovery
    t_bow: float  # main wheels passed the forward end
    t_broken: float  # the state was no longer finite
    touchdown_x: float
    touchdown_y: float
    touchdown_sink: float
    touchdown_airspeed: float
    touchdown_ground_speed: float
    touchdown_pitch_sine: float  # of pitch, and of bank times the cosine of pitch
    touchdown_bank_sine: float
    bow_speed: float
    bow_climb: float
    bow_pitch_rate: float
    peak_nose: float
    peak_main: float


class Log(NamedTuple):
    """Taken on each beat. Times in s (``NEVER`` where it did not happen), lengths in m, m/s."""

    t_airborne: float  # last wheel left the deck in a launch
    t_nose_first: float
    t_bounce: float
    t_hard: float
    t_overload: float
    t_tail: float
    t_wing: float
    t_propeller: float
    t_ramp: float  # struck the stern below deck level
    t_sideways: float
    t_overrun: float
    t_sea: float
    t_lost: float
    t_stopped: float
    t_away: float  # climbing at safe height: launch done, or wave-off done
    airborne_x: float
    airborne_speed: float
    lowest_after_bow: float  # lowest main-wheel height over deck level after the bow, m
    lowest_speed: float  # airspeed when the vertical speed was least after the bow
    least_climb: float
    stop_x: float
    stop_y: float
    largest_offset: float  # from the runway line while on the deck
    least_alpha_margin: float  # to the stall, in the air
    least_reserve: float  # share of elevator, aileron, rudder left, in the air
    least_tail: float  # clearance of tail and propeller to the deck, m
    least_prop: float
    largest_load_factor: float
    # how close it came, m
    least_tip: float  # clearance of the lower wing tip to the deck
    least_nose: float  # of the nose
    least_stern: float  # height of the lowest point over the surface while the stern edge is passed
    least_edge: float  # main wheels to the deck's side while on wheels
    least_ahead: float  # deck ahead of the nose wheel while it rolls to a stop
    least_sea: float  # lowest main wheel over the mean sea, off the deck
    least_upright: float  # 1 upright and level, 0 where control counts as lost
    highest_bounce: float  # main wheels over the deck after touchdown


class Figures(NamedTuple):
    """Times in s (``NEVER`` where it did not happen), lengths in m, speeds in m/s, loads in N, rad."""

    t_airborne: float
    t_touchdown: float
    t_nose: float
    t_nose_first: float
    t_bounce: float
    t_hard: float
    t_overload: float
    t_tail: float
    t_wing: float
    t_propeller: float
    t_ramp: float
    t_sideways: float
    t_overrun: float
    t_sea: float
    t_lost: float
    t_stopped: float
    t_away: float
    t_bow: float
    airborne_x: float
    airborne_speed: float
    bow_speed: float
    bow_climb: float
    bow_pitch_rate: float
    lowest_after_bow: float
    lowest_speed: float
    least_climb: float
    touchdown_x: float
    touchdown_y: float
    touchdown_sink: float
    touchdown_airspeed: float
    touchdown_ground_speed: float
    touchdown_pitch: float
    touchdown_bank: float
    stop_x: float
    stop_y: float
    peak_nose: float
    peak_main: float
    largest_offset: float
    least_alpha_margin: float
    least_reserve: float
    least_tail: float
    least_prop: float
    largest_load_factor: float
    least_tip: float
    least_nose: float
    least_stern: float
    least_edge: float
    least_ahead: float
    least_sea: float
    least_upright: float
    highest_bounce: float


def _start(name: str) -> float:
    if name.startswith("t_"):
        return NEVER
    return 1e3 if name.startswith(("least_", "lowest_after")) else 0.0


def fresh() -> tuple[Marks, Log]:
    """Figures of a flight that has not begun."""
    return Marks(*map(_start, Marks._fields)), Log(*map(_start, Log._fields))


def _arc(sine: float) -> float:
    """Arc sine of what rounding may have put beyond one."""
    return asin(min(max(sine, -1.0), 1.0))


def pitch_and_bank(pitch_sine: float, bank_sine: float) -> tuple[float, float]:
    """Angles from the sine of pitch and the sine of bank times the cosine of pitch, rad."""
    pitch = _arc(pitch_sine)
    return pitch, _arc(bank_sine / max(cos(pitch), 1e-6))


def figures_of(marks: Marks, log: Log) -> Figures:
    """Both as one, the touchdown attitude as angles."""
    values = marks._asdict() | log._asdict()
    pitch, bank = pitch_and_bank(values.pop("touchdown_pitch_sine"), values.pop("touchdown_bank_sine"))
    del values["t_broken"]
    return Figures(touchdown_pitch=pitch, touchdown_bank=bank, **values)
