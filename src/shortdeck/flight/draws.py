"""Random numbers of a batch of flights that are given, in place of those that each case draws.

Estimates of rare risks choose the random numbers of their flights. A row of ``numbers`` belongs to a case of
the table; what has no columns there, or comes later in a flight than they reach, the case draws as ever.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    air: int  # first of BREATH_COLUMNS columns for each update of the air; the first is the flight's start
    breaths: int  # how many updates


NO_DRAWS = Draws(np.zeros((0, 0)), -1, -1, 0)


def layout(*, sea: bool, breaths: int) -> tuple[int, Draws]:
    """How many columns a row has with or without a sea and with so many updates of the air; no rows yet."""
    before = SEA_COLUMNS if sea else 0
    columns = before + BREATH_COLUMNS * breaths
    empty = np.zeros((0, columns))
    return columns, Draws(empty, 0 if sea else -1, before if breaths else -1, breaths)
