"""What the control law is told of the ship."""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.numerics.elementary import atan2
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import cross, to_earth
from shortdeck.vessel.ship_motion import Moving, Passage


class DeckState(NamedTuple):
    """Motion of a deck point and attitude of the deck, against the ship at rest on her mean course."""

    height: float  # above where it is at rest, m
    climb: float  # m/s, up
    side: float  # to the right of the runway line's mean, m
    side_speed: float  # m/s
    pitch: float  # of the ship, bow up, rad
    roll: float  # starboard down, rad


@kernel
def deck_state(p: Passage, deck: Moving, x: float, y: float, line_cos: float, line_sin: float) -> DeckState:
    """Motion of the point (x, y) of the flight deck; the runway line's heading by its cosine and sine."""
    pose = deck.pose
    n, e, d = to_earth(pose.m, x, y, 0.0)
    wx, wy, wz = cross(pose.p, pose.q, pose.r, x, y, 0.0)
    vn, ve, vd = to_earth(pose.m, wx, wy, wz)
    north = pose.north + n - (x * p.heading_cos - y * p.heading_sin)
    east = pose.east + e - (x * p.heading_sin + y * p.heading_cos)
    return DeckState(
        -p.deck_height - pose.down - d,
        -pose.v_down - vd,
        east * line_cos - north * line_sin,
        (pose.v_east + ve) * line_cos - (pose.v_north + vn) * line_sin,
        deck.pitch,
        atan2(pose.m[7], pose.m[8]),
    )
