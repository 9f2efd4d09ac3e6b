"""Why an approach is not carried on: each gate with its reason, on what is sensed and on what is foreseen.

Gates are open from ``gate_height`` of the main wheels over the deck down to ``commit_height``, below which a
go-around would touch all the same. Those on the path and the line narrow on the way down. A gate must be
violated for ``gate_wait`` before it counts, so that one gust or one noisy sample waves nobody off; what is
foreseen of the deck counts with its error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shortdeck.autopilot.prediction import Forecast
from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel

if TYPE_CHECKING:
    from shortdeck.autopilot.law import Law, Sensed

REASONS = (
    "", "off the line", "high", "low", "airspeed", "bank", "sink", "closure with the deck foreseen",
    "attitude to the deck foreseen", "bank to the deck foreseen", "too low over the stern", "link lost",
    "touched down too far along or too fast", "would not stop", "too slow for its place",
)  # fmt: skip
SIDE, HIGH, LOW, AIRSPEED, BANK, SINK, CLOSURE = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
ATTITUDE, DECK_BANK, STERN, LINK, LATE, NO_STOP, SLOW = (8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0)
ERRORS = 2.0  # standard errors of the forecast that count
FORESIGHT = 2.0  # s for which the deck's present motion says where the stern will be
SWING = 0.4  # 1/s2, square of the frequency with which it swings back
AHEAD = 1.0  # s for which a wrong sink goes on before it is flown out


class Gates(NamedTuple):
    """Limits of the gates; SI, heights of the main wheels over the mean deck."""

    height: float
    commit: float
    wait: float  # s of violation
    widen: float  # growth of the gates on line and path per metre above ``commit``
    side: float  # m from the line
    high: float  # m above the path
    low: float  # m below it
    airspeed: float  # m/s off the approach speed
    bank: float  # rad, also against the deck as foreseen
    sink: float  # m/s
    closure: float  # m/s, foreseen
    attitude: float  # least pitch against the deck as foreseen, rad
    stern: float  # least height of the wheels over the stern edge as foreseen, m
    link: float  # oldest data from the ship, s


@kernel
def path_error(a: Law, s: Sensed, lifted: float) -> float:
    """Height over the path to the aim point, which is ``lifted`` to follow the deck, m."""
    return s.height - a.aim_height - (a.aim_x - s.station) * a.slope - lifted


@kernel
def gate_violated(a: Law, s: Sensed, f: Forecast, lifted: float) -> float:
    """The first gate that is violated, as a number of ``REASONS``; 0 where none is."""
    g = a.gates
    wide = 1.0 + g.widen * max(s.wheel_height - g.commit, 0.0)
    off = path_error(a, s, lifted)
    ground = max(s.along_rate, 1.0)
    # At the stern edge: where the path passes it, with the error of now and what the sink adds to it soon,
    # over the deck as it will be there, from how it moves now.
    to_stern = clip(-s.station / ground, 0.0, FORESIGHT)
    drift = (s.climb + ground * a.slope) * min(to_stern, AHEAD)
    deck, rise = f.height - f.pitch * a.aim_x, f.climb - f.pitch_rate * a.aim_x
    deck = deck + to_stern * (rise - 0.5 * to_stern * SWING * deck)
    stern = s.height - a.aim_height + s.station * a.slope + drift - deck
    sink = max(a.flare_sink, 0.0) if a.flare_height > 0.0 else ground * a.slope
    closure = sink + f.climb_then + ERRORS * f.climb_error
    reason = 0.0
    reason = SIDE if abs(s.offset) > g.side * wide else reason
    reason = HIGH if off > g.high * wide else reason
    reason = LOW if off < -g.low * wide else reason
    reason = AIRSPEED if abs(s.airspeed - a.airspeed) > g.airspeed else reason
    reason = BANK if abs(s.roll) > g.bank * wide else reason
    reason = SINK if -s.climb > g.sink else reason
    reason = DECK_BANK if abs(f.roll_then) > g.bank else reason
    reason = CLOSURE if closure > g.closure else reason
    reason = ATTITUDE if a.pitch_trim - f.pitch_then < g.attitude else reason
    reason = LINK if s.link_age > g.link else reason
    return STERN if s.station < 0.0 and stern < g.stern else reason
