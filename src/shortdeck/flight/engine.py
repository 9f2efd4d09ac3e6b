"""One flight with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.flight.block import (
    BLOCK_ROWS,
    GROUNDED,
    KNOT,
    ROWS,
    SETUP_ROWS,
    Table,
    fly_block,
    load_setup,
    load_state,
    store_outputs,
    store_setup,
    store_state,
)
from shortdeck.flight.draws import NO_DRAWS
from shortdeck.flight.history import HISTORY
from shortdeck.flight.lanes import LANES, rebuilt
from shortdeck.flight.loads import total_loads
from shortdeck.flight.sea_lanes import Seas, seas_of, waves_of
from shortdeck.flight.state import Setup, State
from shortdeck.flight.step import BEAT, STEP
from shortdeck.flight.surroundings import surroundings
from shortdeck.flight.waking import wake
from shortdeck.numerics.jit import driver
from shortdeck.vessel.ship_motion import at_rest


@driver
def _put(c: Setup, s: State, block: NDArray[np.float64]) -> None:
    """Parameters and state into the first lane."""
    store_setup(block, 0, c)
    store_state(block, 0, s)


@driver
def _begin(rows: NDArray[np.float64], dt: float, block: NDArray[np.float64]) -> None:
    """Add the outputs that calm water gives, and whether the gear may touch, to parameters and state."""
    for case in range(rows.shape[0]):
        for k in range(ROWS):
            block[k * LANES] = rows[case, k]
        c, s = load_setup(block, 0), load_state(block, 0)
        near, grounded = surroundings(c, s.body, at_rest(c.passage), s.time, True)
        _, _, out, _ = total_loads(c, near, s.airflow, s.body, s.actuators, 0.0, c.power, s.time, dt, True)
        store_outputs(block, 0, out)
        block[GROUNDED * LANES] = grounded
        for k in range(SETUP_ROWS, ROWS):
            rows[case, k] = block[k * LANES]


CALM = seas_of([], [])
Driver = Callable[..., tuple[int, int]]


def driver_of(law: Mapping[str, Callable[..., Any]] | None) -> Driver:
    """The driver of one flight: compiled, or plain Python with a control law of one's own."""
    if not law:
        return fly_block
    from shortdeck.flight.own_law import plain_block

    driver: Driver = plain_block(law)
    return driver


def lane_memory() -> NDArray[np.float64]:
    """A block for one thread."""
    return np.zeros(BLOCK_ROWS * LANES)


def bare_row(c: Setup, s: State) -> NDArray[np.float64]:
    """Parameters and state of a flight as a row of the table of cases; ``begin`` adds the rest."""
    block = lane_memory()
    _put(c, s, block)
    return block[: ROWS * LANES : LANES].copy()


def begin(rows: NDArray[np.float64], *, dt: float = STEP) -> NDArray[np.float64]:
    """Rows with parameters and first states made ready to fly, in place."""
    _begin(rows, dt, lane_memory())
    return rows


def case_row(c: Setup, s: State, *, dt: float = STEP) -> NDArray[np.float64]:
    """A flight that has not begun as a row of the table of cases."""
    row = bare_row(c, s)
    begin(row[None, :], dt=dt)
    return row


def packed(rows: NDArray[np.float64]) -> Table:
    """Rows of cases as the engine keeps them: columns that all cases share are kept once."""
    setups = rows[:, :SETUP_ROWS]
    columns = np.flatnonzero((setups != setups[:1]).any(axis=0))
    shared = setups[0].copy() if len(rows) else np.zeros(SETUP_ROWS)
    return Table(shared, columns, setups[:, columns].copy(), rows[:, SETUP_ROWS:].copy())


def state_in(moving: NDArray[np.float64], like: State) -> State:
    """The state in what changes of a case."""
    state: State = rebuilt(like, iter(moving))
    return state


def fly(
    c: Setup, s: State, *, duration: float | None = None, dt: float = STEP, sample: float | None = None,
    seas: Seas | None = None, driver: Driver = fly_block,
) -> tuple[State, NDArray[np.float64]]:  # fmt: skip
    """Fly to the end or for ``duration`` s (None: its limit); a history row every ``sample`` s, if any.

    ``driver``: ``fly_block``, or one with a control law of one's own in it.
    """
    limit = c.time_limit if duration is None else duration
    table = packed(case_row(c._replace(time_limit=limit), s, dt=dt)[None, :])
    beats = max(1, round(BEAT / dt))
    budget = round(limit / (beats * dt)) + 2 * KNOT
    every = max(1, round((sample or limit) / dt))
    history = np.zeros((0 if sample is None else budget * beats // every + 2, HISTORY))
    status, queue, block, waves = np.zeros(1, np.int8), np.zeros(1, np.int64), lane_memory(), waves_of(1, 1)
    waves.slot[0] = 0
    found = CALM if seas is None else seas
    if driver is fly_block:
        wake()
    _, count = driver(
        table, status, queue, found, block, waves, dt, beats, budget, every, history, NO_DRAWS
    )  # fmt: skip
    return state_in(table.moving[0], s), history[:count]
