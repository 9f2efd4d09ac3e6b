"""What a flight came to: the first event in time names it, later ones are listed."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from shortdeck.flight.figures import NEVER, Figures

ONE_CONTACT = 0.5  # s: a load that goes on past ultimate within it was never a mere hard landing


class Kind(StrEnum):
    """Three kinds of outcome."""

    SUCCESS = "success"
    SAFE_ABORT = "safe abort"
    MISHAP = "mishap"


class Outcome(NamedTuple):
    """Name of the outcome, its kind, its time (s), and all events in order of time."""

    name: str
    kind: Kind
    time: float
    events: tuple[tuple[float, str], ...]


# Of events in the same step, the one named first here is the cause of the others.
_MISHAPS = {
    "t_ramp": "ramp strike",
    "t_overload": "gear overload",
    "t_hard": "hard landing",
    "t_nose_first": "nose-wheel-first touchdown",
    "t_bounce": "bounce",
    "t_tail": "tail strike",
    "t_wing": "wing strike",
    "t_propeller": "propeller strike",
    "t_sideways": "left the deck sideways",
    "t_overrun": "overrun",
    "t_sea": "settled into the sea",
    "t_lost": "lost control",
}
_LAUNCH_NAMES = {"t_hard": "gear beyond limit load"}


def outcome_of(f: Figures, *, launching: bool, phase: float, touched: bool) -> Outcome:
    """Outcome of a flight from its figures; ``phase`` as the control law left it."""
    events = []
    for name, text in _MISHAPS.items():
        when = getattr(f, name)
        if when < NEVER and not (name == "t_hard" and f.t_overload - when < ONE_CONTACT):
            events.append((when, _LAUNCH_NAMES.get(name, text) if launching else text))
    if launching:
        end = (f.t_away, "launched", Kind.SUCCESS)
        stop = (f.t_stopped, "aborted", Kind.SAFE_ABORT)
    else:
        away = "went around" if touched else "waved off"
        end = (f.t_stopped, "stopped", Kind.SUCCESS)
        stop = (f.t_away, away, Kind.SAFE_ABORT)
    good = min(end, stop)
    if good[0] < NEVER:
        events.append((good[0], good[1]))
    events.sort(key=lambda event: event[0])
    if not events:
        return Outcome("unfinished", Kind.MISHAP, NEVER, ())
    time, name = events[0]
    kind = good[2] if name == good[1] else Kind.MISHAP
    return Outcome(name, kind, time, tuple(events))
