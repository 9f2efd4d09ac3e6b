"""What a flight leaves behind: first times of events, extremes, values at the moments that count."""

from __future__ import annotations

from typing import NamedTuple

NEVER = 1e9  # s, of an event that did not happen


class Figures(NamedTuple):
    """Times in s (``NEVER`` where it did not happen), lengths in m, speeds in m/s, loads in N."""

    # events of launch and recovery, first time each
    t_airborne: float  # last wheel left the deck in a launch
    t_touchdown: float  # first main wheel
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
    t_bow: float  # main wheels passed the forward end
    # a launch
    airborne_x: float
    airborne_speed: float
    bow_speed: float
    bow_climb: float
    bow_pitch_rate: float
    lowest_after_bow: float  # lowest main-wheel height over deck level after the bow, m
    lowest_speed: float  # airspeed when the vertical speed was least after the bow
    least_climb: float
    # a recovery
    touchdown_x: float
    touchdown_y: float
    touchdown_sink: float
    touchdown_airspeed: float
    touchdown_ground_speed: float
    touchdown_pitch: float
    touchdown_bank: float
    stop_x: float
    stop_y: float
    # extremes
    peak_nose: float
    peak_main: float
    largest_offset: float  # from the runway line while on the deck
    least_alpha_margin: float  # to the stall, in the air
    least_reserve: float  # share of elevator, aileron, rudder left, in the air
    least_tail: float  # clearance of tail and propeller to the deck, m
    least_prop: float
    largest_load_factor: float


def fresh() -> Figures:
    """Figures of a flight that has not begun."""
    values = dict.fromkeys(Figures._fields, 0.0)
    for name in Figures._fields:
        if name.startswith("t_"):
            values[name] = NEVER
        elif name.startswith(("least_", "lowest_after")):
            values[name] = 1e3
    return Figures(**values)
