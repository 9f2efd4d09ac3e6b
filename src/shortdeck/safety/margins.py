"""How close a flight came to each mishap: a continuous number, at most 0 where it happened.

A margin is a distance, a time or a share of a load over a length, a time or a limit that makes 1 plenty. Its
sign is that of the flight's own events; between flights that come ever closer it falls to 0 without a jump.
What can make it jump is another course of events: a wave-off puts the gear out of reach, and a flight ends
with its first loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.standards import SEVERITIES, severity_of
from shortdeck.errors import InputError
from shortdeck.flight.figures import NEVER
from shortdeck.flight.notes import BOUNCE, BURIED
from shortdeck.flight.outcome import MISHAP_NAMES
from shortdeck.flight.state import Limits

Numbers = NDArray[np.float64]
Columns = Mapping[str, Numbers]
PLENTY = 10.0  # no margin is shown beyond
_LEAST = 1e-9  # of a flight to which it did not happen
UNFINISHED = "unfinished"
ANY = "any"


class Frame(NamedTuple):
    """What margins are measured by: the gear's limits and the deck's height over the sea, m."""

    limits: Limits
    deck_height: float


def _gear(f: Columns, nose: float, main: float, sink: float) -> Numbers:
    used = np.maximum(f["peak_nose"] / nose, f["peak_main"] / main)
    return np.asarray(1.0 - np.maximum(used, f["touchdown_sink"] / sink))


def _nose_first(f: Columns, frame: Frame) -> Numbers:
    """Seconds by which the main wheels came first."""
    touched = np.minimum(f["t_nose"], f["t_touchdown"]) < NEVER
    return np.where(touched, f["t_nose"] - f["t_touchdown"], PLENTY)


CLEARANCE = 1.0  # m of clearance that count as 1
TO_SIDE = 5.0  # m to the deck's side
AHEAD = 50.0  # m of deck ahead

_MEASURES: dict[str, Callable[[Columns, Frame], Numbers]] = {
    "ramp": lambda f, _: (f["least_stern"] + BURIED) / CLEARANCE,
    "overload": lambda f, k: _gear(f, k.limits.nose_ultimate, k.limits.main_ultimate, k.limits.sink_ultimate),
    "hard": lambda f, k: _gear(f, k.limits.nose_limit, k.limits.main_limit, k.limits.sink_limit),
    "nose_first": _nose_first,
    "bounce": lambda f, _: 1.0 - f["highest_bounce"] / BOUNCE,
    "tail": lambda f, _: f["least_tail"] / CLEARANCE,
    "wing": lambda f, _: f["least_tip"] / CLEARANCE,
    "propeller": lambda f, _: np.minimum(f["least_prop"], f["least_nose"]) / CLEARANCE,
    "sideways": lambda f, _: f["least_edge"] / TO_SIDE,
    "overrun": lambda f, _: f["least_ahead"] / AHEAD,
    "sea": lambda f, k: f["least_sea"] / k.deck_height,
    "control": lambda f, _: f["least_upright"],
}
EVENT_OF = {name: "t_lost" if name == "control" else f"t_{name}" for name in _MEASURES}
LANDING_ONLY = ("ramp", "nose_first", "bounce")
MISHAPS = (*_MEASURES, UNFINISHED)
"""Names of all mishaps; ``title`` says what they are."""
COLUMNS = (
    "t_touchdown", "t_nose", "peak_nose", "peak_main", "touchdown_sink", "least_stern", "highest_bounce",
    "least_tail", "least_tip", "least_prop", "least_nose", "least_edge", "least_ahead", "least_sea",
    "least_upright", "t_stopped", "t_away", *EVENT_OF.values(),
)  # fmt: skip
"""Figures that margins are made of."""


def title(name: str, *, launching: bool) -> str:
    """What a mishap, a severity class or any mishap is called."""
    if name == ANY:
        return "any mishap"
    if name in SEVERITIES:
        return {"lost": "aircraft lost", "structural": "structural damage", "incident": "incident"}[name]
    if name == "hard":
        # Here beyond ultimate load counts as well: what is beyond ultimate is beyond limit.
        return "gear beyond limit load" if launching else "hard landing or worse"
    return UNFINISHED if name == UNFINISHED else MISHAP_NAMES[EVENT_OF[name]]


def happened(f: Columns) -> dict[str, NDArray[np.bool_]]:
    """Which mishaps happened in each flight, whichever came first; gear beyond ultimate is beyond limit."""
    out = {name: f[event] < NEVER for name, event in EVENT_OF.items()}
    out["hard"] = out["hard"] | out["overload"]
    ended = np.minimum(f["t_stopped"], f["t_away"]) < NEVER
    out[UNFINISHED] = ~(np.any(list(out.values()), axis=0) | ended)
    return out


def margins(f: Columns, frame: Frame) -> dict[str, Numbers]:
    """Margin of each flight to each mishap, from arrays of its figures (SI), one value a flight."""
    events = happened(f)
    out: dict[str, Numbers] = {}
    for name, measure in _MEASURES.items():
        # A flight whose state broke down has no figures that mean anything.
        value = np.nan_to_num(measure(f, frame), nan=PLENTY, posinf=PLENTY, neginf=-PLENTY)
        value = np.clip(value, -PLENTY, PLENTY)
        out[name] = np.where(events[name], np.minimum(value, 0.0), np.maximum(value, _LEAST))
    out[UNFINISHED] = np.where(events[UNFINISHED], -1.0, PLENTY)
    return out


def members(name: str) -> tuple[str, ...]:
    """Mishaps that an event is made of: itself, those of a severity class, or all."""
    if name == ANY:
        return MISHAPS
    if name in SEVERITIES:
        graded = severity_of()
        return tuple(m for m in MISHAPS if graded[m] == name)
    if name not in MISHAPS:
        allowed = ", ".join((ANY, *SEVERITIES, *(m for m in MISHAPS if m not in SEVERITIES)))
        raise InputError(f"mishap {name!r}: allowed are {allowed}")
    return (name,)


def least(of: Mapping[str, Numbers], names: Sequence[str]) -> Numbers:
    """The least of several margins: at most 0 where any of these mishaps happened."""
    return np.asarray(np.min([of[name] for name in names], axis=0))
