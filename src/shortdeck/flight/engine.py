"""One flight with its history."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shortdeck.flight.block import (
    ROWS,
    SETUP_ROWS,
    fly_block,
    store_near,
    store_outputs,
    store_setup,
    store_state,
)
from shortdeck.flight.history import HISTORY
from shortdeck.flight.lanes import LANES, rebuilt
from shortdeck.flight.loads import total_loads
from shortdeck.flight.state import Setup, State
from shortdeck.flight.step import BEAT, STEP
from shortdeck.flight.surroundings import surroundings
from shortdeck.numerics.jit import driver


@driver
def begin(c: Setup, s: State, dt: float, block: NDArray[np.float64]) -> None:
    """Put a flight that has not begun into the first lane, with its first surroundings and outputs."""
    near = surroundings(c, s.body)
    _, _, out, _ = total_loads(c, near, s.body, s.actuators, 0.0, c.power, dt, True)
    store_setup(block, 0, c)
    store_state(block, 0, s)
    store_outputs(block, 0, out)
    store_near(block, 0, near)


def case_row(c: Setup, s: State, *, dt: float = STEP) -> NDArray[np.float64]:
    """A flight that has not begun as a row of the table of cases."""
    block = np.zeros(ROWS * LANES)
    begin(c, s, dt, block)
    return block[::LANES].copy()


def state_in(row: NDArray[np.float64], like: State) -> State:
    """The state in a row of the table of cases."""
    state: State = rebuilt(like, iter(row[SETUP_ROWS:]))
    return state


def fly(
    c: Setup, s: State, *, duration: float | None = None, dt: float = STEP, sample: float | None = None
) -> tuple[State, NDArray[np.float64]]:
    """Fly to the end or for ``duration`` s (None: its limit); a history row every ``sample`` s, if any."""
    limit = c.time_limit if duration is None else duration
    table = case_row(c._replace(time_limit=limit), s, dt=dt)[None, :]
    beats = max(1, round(BEAT / dt))
    budget = round(limit / (beats * dt)) + 2
    every = max(1, round((sample or limit) / dt))
    history = np.zeros((0 if sample is None else budget * beats // every + 2, HISTORY))
    status, block = np.zeros(1, np.int8), np.zeros(ROWS * LANES)
    queue = np.zeros(1, np.int64)
    _, count = fly_block(table, status, queue, block, dt, beats, budget, every, history)
    return state_in(table[0], s), history[:count]
