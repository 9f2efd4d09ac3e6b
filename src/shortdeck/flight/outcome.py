"""What a flight came to: the first event in time names it, later ones are listed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
MISHAP_NAMES = {
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
    for name, text in MISHAP_NAMES.items():
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


class Outcomes(NamedTuple):
    """Outcomes of many flights: name, kind and time (s; ``NEVER`` where nothing happened) of each."""

    name: NDArray[np.str_]
    kind: NDArray[np.str_]
    time: NDArray[np.float64]


def outcomes_of(
    f: Mapping[str, NDArray[np.float64]], *, launching: NDArray[np.bool_], touched: NDArray[np.bool_]
) -> Outcomes:
    """What ``outcome_of`` says of each of many flights, from their figures by name."""
    times = {(text, _LAUNCH_NAMES.get(name, text)): f[name] for name, text in MISHAP_NAMES.items()}
    hard = ("hard landing", _LAUNCH_NAMES["t_hard"])
    times[hard] = np.where(f["t_overload"] - f["t_hard"] < ONE_CONTACT, NEVER, times[hard])
    kinds = [Kind.MISHAP] * len(times)
    # Of two good ends at one time the first here counts, as for one flight.
    for end, flown, name, kind in (
        ("t_stopped", launching, "aborted", Kind.SAFE_ABORT),
        ("t_away", launching, "launched", Kind.SUCCESS),
        ("t_stopped", ~launching, "stopped", Kind.SUCCESS),
        ("t_away", ~launching & touched, "went around", Kind.SAFE_ABORT),
        ("t_away", ~launching & ~touched, "waved off", Kind.SAFE_ABORT),
    ):
        times[name, name] = np.where(flown, f[end], NEVER)
        kinds.append(kind)
    every = np.stack(list(times.values()))
    which = np.argmin(every, axis=0)
    time = np.take_along_axis(every, which[None], axis=0)[0]
    which = np.where(time < NEVER, which, len(times))
    names = np.array([*times, ("unfinished", "unfinished")])
    kind_of = np.array([*map(str, kinds), str(Kind.MISHAP)])
    return Outcomes(names[which, launching.astype(int)], kind_of[which], time)
