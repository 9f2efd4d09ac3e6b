"""What binds a limit, in few classes that a picture can tell apart, also without colour."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """A class of reasons: its name, letter, colour (Okabe and Ito's), line style."""

    name: str
    letter: str
    colour: str
    style: str | tuple[int, tuple[float, ...]]


END = Look("end of the deck", "E", "#D55E00", "solid")
SIDE = Look("off the side", "S", "#CC79A7", (0, (5, 1)))
SEA = Look("into the sea", "W", "#0072B2", (0, (3, 1, 1, 1)))
STRIKE = Look("strike", "K", "#E69F00", (0, (1, 1)))
GEAR = Look("gear", "G", "#009E73", (0, (6, 2, 1, 2)))
CONTROL = Look("lost control", "C", "#000000", (0, (2, 2)))
ABORT = Look("safe aborts", "A", "#56B4E9", "dashed")
CANNOT = Look("cannot be flown", "N", "#7F7F7F", (0, (1, 2)))
LOOKS = (END, SIDE, SEA, STRIKE, GEAR, CONTROL, ABORT, CANNOT)
_OF = {
    "overrun": END,
    "left the deck sideways": SIDE,
    "settled into the sea": SEA,
    "ramp strike": STRIKE, "tail strike": STRIKE, "wing strike": STRIKE, "propeller strike": STRIKE,
    "hard landing": GEAR, "gear overload": GEAR, "gear beyond limit load": GEAR, "bounce": GEAR,
    "nose-wheel-first touchdown": GEAR,
    "lost control": CONTROL, "unfinished": CONTROL,
    "waved off": ABORT, "went around": ABORT, "aborted": ABORT,
}  # fmt: skip


def look_of(reason: str) -> Look:
    """Class of an outcome, or of the message why something cannot be flown."""
    return _OF.get(reason, CANNOT)


def in_short(reason: str) -> str:
    """A reason in few words: an outcome as it is, a message cut to its cause."""
    if reason in _OF or not reason:
        return reason
    if "crosswind" in reason:
        return "crosswind beyond the airspeed"
    if "makes no way" in reason:
        return "no way against the wind"
    return "cannot be flown"
