"""The driver: flies cases of a table in a block of lanes until each has ended.

A case is a row of the table: parameters, state, last outputs, surroundings, as ``COLUMNS`` names them. A lane
whose flight has ended writes its state back and takes the next waiting case at the next beat, so that short
flights do not wait for long ones. Nothing that a lane computes depends on its neighbours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shortdeck.flight.history import HISTORY, row_of
from shortdeck.flight.lanes import LANES, accessors, names_of, zeros
from shortdeck.flight.state import Near, Outputs, Setup, State
from shortdeck.flight.step import beat, ended, step
from shortdeck.numerics.jit import driver, lane_loop

WAITING, DONE = 0, 1

load_setup, _, SETUP_ROWS = accessors(zeros(Setup), 0)
load_state, store_state, _after_state = accessors(zeros(State), SETUP_ROWS)
load_outputs, store_outputs, _after_outputs = accessors(zeros(Outputs), _after_state)
load_near, store_near, ROWS = accessors(zeros(Near), _after_outputs)

COLUMNS = tuple(name for kind in (Setup, State, Outputs, Near) for name in names_of(kind))


@lane_loop
def beat_lanes(block: NDArray[np.float64], width: int, interval: float) -> None:
    """One beat of the control law in every lane."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, near = beat(c, s, o, interval)
        store_state(block, lane, s)
        store_near(block, lane, near)


@lane_loop
def step_lanes(block: NDArray[np.float64], width: int, dt: float) -> None:
    """One step in every lane."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, o = step(c, load_near(block, lane), s, o, dt)
        store_state(block, lane, s)
        store_outputs(block, lane, o)


@lane_loop
def board(table: NDArray[np.float64], case: int, block: NDArray[np.float64], lane: int) -> None:
    """Put a case into a lane."""
    for row in range(ROWS):
        block[row * LANES + lane] = table[case, row]


@lane_loop
def retire(table: NDArray[np.float64], case: int, block: NDArray[np.float64], lane: int) -> None:
    """Write what has changed back to the case."""
    for row in range(SETUP_ROWS, ROWS):
        table[case, row] = block[row * LANES + lane]


@lane_loop
def record(block: NDArray[np.float64], history: NDArray[np.float64], count: int) -> None:
    """A row of the history of the first lane."""
    row = row_of(load_state(block, 0), load_near(block, 0), load_outputs(block, 0))
    for j in range(HISTORY):
        history[count, j] = row[j]


@driver
def fly_block(
    table: NDArray[np.float64], status: NDArray[np.int8], queue: NDArray[np.int64],
    block: NDArray[np.float64], dt: float, beats: int, budget: int, every: int,
    history: NDArray[np.float64],
) -> tuple[int, int]:  # fmt: skip
    """Fly the cases of ``queue`` for at most ``budget`` beats of ``beats`` steps; steps flown, rows written.

    Where ``history`` has rows, the first lane leaves one there every ``every`` steps and one at the end; this
    is meant for a single case.
    """
    lanes = np.full(LANES, -1, np.int64)
    waiting = 0
    flown = 0
    count = 0
    for tick in range(budget):
        live = 0
        for lane in range(LANES):
            if lanes[lane] < 0 and waiting < queue.shape[0]:
                lanes[lane] = queue[waiting]
                board(table, queue[waiting], block, lane)
                waiting += 1
            elif tick == 0 and lanes[lane] < 0:
                board(table, queue[0], block, lane)  # idle: computed along, never read
            live += 1 if lanes[lane] >= 0 else 0
        if live == 0:
            break
        beat_lanes(block, LANES, beats * dt)
        for lane in range(LANES):
            if lanes[lane] >= 0:
                c, s = load_setup(block, lane), load_state(block, lane)
                if ended(s.log) or s.time >= c.time_limit - 0.5 * dt:
                    if lane == 0 and count < history.shape[0]:
                        record(block, history, count)
                        count += 1
                    retire(table, lanes[lane], block, lane)
                    status[lanes[lane]] = DONE
                    lanes[lane] = -1
                    live -= 1
        for k in range(beats):
            if lanes[0] >= 0 and count < history.shape[0] and (tick * beats + k) % every == 0:
                record(block, history, count)
                count += 1
            step_lanes(block, LANES, dt)
        flown += live * beats
    for lane in range(LANES):
        if lanes[lane] >= 0:
            retire(table, lanes[lane], block, lane)
    return flown, count
