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

load_setup, store_setup, SETUP_ROWS = accessors(zeros(Setup), 0)
load_state, store_state, _after_state = accessors(zeros(State), SETUP_ROWS)
load_outputs, store_outputs, _after_outputs = accessors(zeros(Outputs), _after_state)
load_near, store_near, ROWS = accessors(zeros(Near), _after_outputs)

GROUNDED = ROWS - 1  # the last of the surroundings
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
def step_on_deck(block: NDArray[np.float64], width: int, dt: float) -> None:
    """One step in every lane, with the gear."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, o = step(c, load_near(block, lane), s, o, dt, True)
        store_state(block, lane, s)
        store_outputs(block, lane, o)


@lane_loop
def step_in_air(block: NDArray[np.float64], width: int, dt: float) -> None:
    """One step in every lane, where no wheel can touch."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, o = step(c, load_near(block, lane), s, o, dt, False)
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


@lane_loop
def line_up(
    table: NDArray[np.float64], queue: NDArray[np.int64], lines: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Sort the cases of a queue into those in the air (0) and those on or near the deck (1)."""
    for k in range(queue.shape[0]):
        line = 1 if table[queue[k], GROUNDED] > 0.5 else 0
        lines[line, counts[line]] = queue[k]
        counts[line] += 1


@lane_loop
def fill_lanes(
    table: NDArray[np.float64], block: NDArray[np.float64], lanes: NDArray[np.int64],
    line: NDArray[np.int64], waiting: int,
) -> int:  # fmt: skip
    """Give empty lanes the last of the waiting cases; how many still wait."""
    for lane in range(LANES):
        if lanes[lane] < 0 and waiting > 0:
            waiting -= 1
            lanes[lane] = line[waiting]
            board(table, line[waiting], block, lane)
    return waiting


@lane_loop
def settle_lanes(
    table: NDArray[np.float64], status: NDArray[np.int8], block: NDArray[np.float64],
    lanes: NDArray[np.int64], dt: float,
) -> int:  # fmt: skip
    """Empty the lanes whose flight has ended; how many go on."""
    live = 0
    for lane in range(LANES):
        if lanes[lane] >= 0:
            c, s = load_setup(block, lane), load_state(block, lane)
            if ended(s.log) or s.time >= c.time_limit - 0.5 * dt:
                retire(table, lanes[lane], block, lane)
                status[lanes[lane]] = DONE
                lanes[lane] = -1
            else:
                live += 1
    return live


@lane_loop
def move_lanes(
    table: NDArray[np.float64], block: NDArray[np.float64], lanes: NDArray[np.int64],
    mode: int, other: NDArray[np.int64], waiting: int,
) -> int:  # fmt: skip
    """Empty the lanes that have left the air or the deck into the other line; how many wait there."""
    for lane in range(LANES):
        if lanes[lane] >= 0 and (1 if load_near(block, lane).grounded > 0.5 else 0) != mode:
            retire(table, lanes[lane], block, lane)
            other[waiting] = lanes[lane]
            waiting += 1
            lanes[lane] = -1
    return waiting


@driver
def fly_block(
    table: NDArray[np.float64], status: NDArray[np.int8], queue: NDArray[np.int64],
    block: NDArray[np.float64], dt: float, beats: int, budget: int, every: int,
    history: NDArray[np.float64],
) -> tuple[int, int]:  # fmt: skip
    """Fly the cases of ``queue`` for at most ``budget`` beats of ``beats`` steps; steps flown, rows written.

    Cases in the air and cases near the deck fly in turn, so that those in the air need no gear. Where
    ``history`` has rows, the first lane leaves one there every ``every`` steps and one at the end; this is
    meant for a single case.
    """
    lanes = np.full(LANES, -1, np.int64)
    lines = np.zeros((2, queue.shape[0] + LANES), np.int64)
    counts = np.zeros(2, np.int64)
    line_up(table, queue, lines, counts)
    for lane in range(LANES):
        board(table, queue[0], block, lane)  # so that a lane that stays empty holds numbers, never read
    mode = 0
    flown = 0
    count = 0
    for tick in range(budget):
        if counts[mode] == 0 and np.max(lanes) < 0:
            mode = 1 - mode
        counts[mode] = fill_lanes(table, block, lanes, lines[mode], counts[mode])
        if np.max(lanes) < 0:
            break
        beat_lanes(block, LANES, beats * dt)
        last = lanes[0]
        live = settle_lanes(table, status, block, lanes, dt)
        if last >= 0 and lanes[0] < 0 and count < history.shape[0]:
            record(block, history, count)
            count += 1
        for k in range(beats):
            if lanes[0] >= 0 and count < history.shape[0] and (tick * beats + k) % every == 0:
                record(block, history, count)
                count += 1
            if mode == 1:
                step_on_deck(block, LANES, dt)
            else:
                step_in_air(block, LANES, dt)
        flown += live * beats
        other = 1 - mode
        counts[other] = move_lanes(table, block, lanes, mode, lines[other], counts[other])
    for lane in range(LANES):
        if lanes[lane] >= 0:
            retire(table, lanes[lane], block, lane)
    return flown, count
