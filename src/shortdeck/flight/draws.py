"""Random numbers of a batch of flights that are given, in place of those that each case draws.

Estimates of rare risks choose the random numbers of their flights. A row of ``numbers`` belongs to a case of
the table; what has no columns there, or comes later in a flight than they reach, the case draws as ever.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.sensing import BIASES
from shortdeck.vessel.seaway import COMPONENTS, RANK

SEA_COLUMNS = COMPONENTS * (1 + 2 * RANK)
"""Of a sea: where in its bin each frequency lies (uniform), then pairs of standard normal numbers of
``normals(seed, case, SEA, component * RANK + rank)``."""
BREATH_COLUMNS = 9
"""Of one update of the air: six standard normal numbers of the turbulence and three of the airwake."""


class Draws(NamedTuple):
    """Given random numbers; columns below 0: none are given."""

    numbers: NDArray[np.float64]  # (cases, columns)
    sea: int  # first of SEA_COLUMNS columns
    sensors: int  # first of BIASES columns: standard normal numbers of the sensors' biases
    air: int  # first of BREATH_COLUMNS columns for each update of the air; the first is the flight's start
    breaths: int  # how many updates


NO_DRAWS = Draws(np.zeros((0, 0)), -1, -1, -1, 0)


def layout(*, sea: bool = False, sensors: bool = False, breaths: int = 0) -> tuple[int, Draws]:
    """How many columns a row has with or without each kind, and where they begin; no rows yet."""
    first_sensor = SEA_COLUMNS if sea else 0
    first_breath = first_sensor + (BIASES if sensors else 0)
    columns = first_breath + BREATH_COLUMNS * breaths
    return columns, Draws(
        np.zeros((0, columns)), 0 if sea else -1, first_sensor if sensors else -1,
        first_breath if breaths else -1, breaths,
    )  # fmt: skip


def columns_of(draws: Draws) -> int:
    """How many columns the given numbers need."""
    ends = [
        draws.sea + SEA_COLUMNS if draws.sea >= 0 else 0,
        draws.sensors + BIASES if draws.sensors >= 0 else 0,
        draws.air + BREATH_COLUMNS * draws.breaths if draws.breaths > 0 else 0,
    ]
    return max(ends)
