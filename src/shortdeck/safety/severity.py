"""How bad a mishap is: three classes, by the worst of all that happened in a flight.

*Lost*: the aircraft is gone, or so far off the deck that it will be. *Structural*: it is there, and cannot
fly before repair. *Incident*: a limit was passed, it is inspected and flies again. Which event belongs to
which class is a judgement (a propeller strike may cost the aircraft, a wing strike may cost a lamp), made
once, in the catalogue's file of standards.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.standards import severity_of
from shortdeck.flight.figures import NEVER
from shortdeck.flight.outcome import Kind
from shortdeck.safety.margins import EVENT_OF


class Severity(StrEnum):
    """Class of a mishap, worst first."""

    LOST = "lost"
    STRUCTURAL = "structural"
    INCIDENT = "incident"


EVENTS: Mapping[str, Severity] = {
    EVENT_OF[mishap]: Severity(severity) for mishap, severity in severity_of().items() if mishap in EVENT_OF
}
"""Class of each event that makes a mishap, by its figure."""


def severities(table: Mapping[str, NDArray[np.generic]]) -> NDArray[np.str_]:
    """Class of each flight of a table (``Flights.table()``); empty where it was no mishap.

    The worst event counts, also where a lesser one came first and named the outcome: a hard landing that
    goes on over the bow is a loss. A flight that came to no end in its time counts as lost, as nothing
    better is known.
    """
    kind = np.asarray(table["kind"])
    mishap = kind == str(Kind.MISHAP)
    out = np.where(mishap, str(Severity.LOST), "").astype(f"<U{len(Severity.STRUCTURAL)}")
    happened = {name: _happened(np.asarray(table[name], dtype=float)) for name in EVENTS}
    known = np.any(list(happened.values()), axis=0)
    for severity in (Severity.INCIDENT, Severity.STRUCTURAL, Severity.LOST):
        of = np.any([there for name, there in happened.items() if EVENTS[name] is severity], axis=0)
        out[mishap & known & of] = str(severity)
    return out


def _happened(times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether an event has a time."""
    return np.isfinite(times) & (times < NEVER)
