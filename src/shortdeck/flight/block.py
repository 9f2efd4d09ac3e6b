"""The driver: flies cases of a table in a block of lanes until each has ended.

A case is a row of numbers: parameters, state, last outputs, as ``COLUMNS`` names them. A lane whose flight
has ended writes its state back and takes a waiting case, so that short flights do not wait for long ones.
Nothing that a lane computes depends on its neighbours. Three clocks, all multiples of the step: the beat of
the control law, the breath of the air (two beats), and the knots of the ship's motion (eight beats), at which
alone cases come and move.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.sensing import BIASES, biases_of, start_biases
from shortdeck.flight.draws import BREATH_COLUMNS, Draws
from shortdeck.flight.forecast_lanes import SAMPLE_NAMES, SAMPLES, foresee_lanes
from shortdeck.flight.history import HISTORY, row_of
from shortdeck.flight.lanes import LANES, accessors, names_of, zeros
from shortdeck.flight.sea_lanes import (
    Seas,
    Waves,
    bring_back,
    draw_waves,
    read_record,
    set_apart,
    turn_knot,
)
from shortdeck.flight.state import Near, Outputs, Setup, State
from shortdeck.flight.step import (
    decide,
    ended,
    look_around,
    set_out_with,
    step,
    stir_on_grid,
    stir_with,
)
from shortdeck.flight.wave_lanes import KNOT_ROWS, turn_waves
from shortdeck.numerics.jit import driver, kernel, lane_loop, maker
from shortdeck.vessel.airflow import noise_of
from shortdeck.vessel.flow_grid import FlowGrid
from shortdeck.vessel.ship_motion import Knots, Moving, pose_at

WAITING, DONE = 0, 1
BREATH = 2  # beats
KNOT = 8  # beats

load_setup, store_setup, SETUP_ROWS = accessors(zeros(Setup), 0, in_place=True)
load_state, store_state, _after_state = accessors(zeros(State), SETUP_ROWS)
load_outputs, store_outputs, _SAMPLED = accessors(zeros(Outputs), _after_state, in_place=True)
ROWS = _SAMPLED + SAMPLES
load_near, store_near, _after_near = accessors(zeros(Near), ROWS, in_place=True)
load_knots, _, _after_knots = accessors(zeros(Knots), _after_near)
load_noise, store_noise, BLOCK_ROWS = accessors(((0.0,) * 6, (0.0,) * 3), _after_knots)

GROUNDED = _after_state - 1  # the last of the state
COLUMNS = (*(name for kind in (Setup, State, Outputs) for name in names_of(kind)), *SAMPLE_NAMES)
_KNOTS = _after_near * LANES  # where the knots of the block begin
_EACH = KNOT_ROWS * LANES
_LATER = _after_near + KNOT_ROWS  # row of the later knot


@lane_loop
def look_on_deck(block: NDArray[np.float64], width: int, interval: float, share: float) -> None:
    """The first half of a beat in every lane, that share of the way from knot to knot."""
    span = KNOT * interval
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        deck = pose_at(c.passage, load_knots(block, lane), share * span, span)
        s, near = look_around(c, s, o, deck, True)
        store_near(block, lane, near)
        store_state(block, lane, s)


@lane_loop
def look_in_air(block: NDArray[np.float64], width: int, interval: float, share: float) -> None:
    """The same where no part of the aircraft can touch."""
    span = KNOT * interval
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        deck = pose_at(c.passage, load_knots(block, lane), share * span, span)
        s, near = look_around(c, s, o, deck, False)
        store_near(block, lane, near)
        store_state(block, lane, s)


@lane_loop
def decide_on_deck(block: NDArray[np.float64], width: int, interval: float) -> None:
    """The second half: apart, because LLVM would put most of its numbers aside in a loop over both."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        store_state(block, lane, decide(c, s, o, load_near(block, lane), interval, True))


@lane_loop
def decide_in_air(block: NDArray[np.float64], width: int, interval: float) -> None:
    """The same where no wheel can touch."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        store_state(block, lane, decide(c, s, o, load_near(block, lane), interval, False))


@lane_loop
def noise_lanes(block: NDArray[np.float64], width: int, interval: float) -> None:
    """Normal numbers of every lane's case for this update of the air."""
    for lane in range(width):
        c, s = load_setup(block, lane), load_state(block, lane)
        count = floor(s.time / interval + 0.5) + 1.0
        store_noise(block, lane, noise_of(c.passage.seed, c.passage.case, count))


@lane_loop
def hand_out(block: NDArray[np.float64], draws: Draws, lanes: NDArray[np.int64], interval: float) -> None:
    """Given numbers in place of them, as far as they reach."""
    for lane in range(LANES):
        count = int(load_state(block, lane).time / interval + 0.5) + 1
        if lanes[lane] >= 0 and count < draws.breaths:
            first = draws.air + BREATH_COLUMNS * count
            for k in range(BREATH_COLUMNS):
                block[(_after_knots + k) * LANES + lane] = draws.numbers[lanes[lane], first + k]


@lane_loop
def stir_lanes(block: NDArray[np.float64], width: int, interval: float) -> None:
    """The airflow of every lane carried on with its numbers."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        air, wake = load_noise(block, lane)
        store_state(block, lane, stir_with(c, s, load_near(block, lane), o, interval, air, wake))


@lane_loop
def stir_on_grid_lanes(block: NDArray[np.float64], seas: Seas, width: int, interval: float) -> None:
    """The same with a user's flow field, one lane after the other: looking up a grid is no vector code."""
    grid = FlowGrid(seas.flow_x, seas.flow_y, seas.flow_z, seas.flow)
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        air, wake = load_noise(block, lane)
        s = stir_on_grid(c, s, load_near(block, lane), o, interval, grid, air, wake)
        store_state(block, lane, s)


@lane_loop
def step_on_deck(block: NDArray[np.float64], width: int, dt: float) -> None:
    """One step in every lane, with the gear."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, o = step(c, load_near(block, lane), s, o, dt, True)
        store_outputs(block, lane, o)
        store_state(block, lane, s)


@lane_loop
def step_in_air(block: NDArray[np.float64], width: int, dt: float) -> None:
    """One step in every lane, where no wheel can touch."""
    for lane in range(width):
        c, s, o = load_setup(block, lane), load_state(block, lane), load_outputs(block, lane)
        s, o = step(c, load_near(block, lane), s, o, dt, False)
        store_outputs(block, lane, o)
        store_state(block, lane, s)


class Table(NamedTuple):
    """Cases in memory: what all share, what is each case's own, and what changes in flight."""

    shared: NDArray[np.float64]  # (SETUP_ROWS,)
    columns: NDArray[np.int64]  # which parameters are each case's own
    own: NDArray[np.float64]  # (cases, len(columns))
    moving: NDArray[np.float64]  # (cases, ROWS - SETUP_ROWS): state and last outputs


@lane_loop
def board(table: Table, case: int, block: NDArray[np.float64], lane: int) -> None:
    """Put a case into a lane."""
    for row in range(SETUP_ROWS):
        block[row * LANES + lane] = table.shared[row]
    for k in range(table.columns.shape[0]):
        block[table.columns[k] * LANES + lane] = table.own[case, k]
    for row in range(SETUP_ROWS, ROWS):
        block[row * LANES + lane] = table.moving[case, row - SETUP_ROWS]


@lane_loop
def retire(table: Table, case: int, block: NDArray[np.float64], lane: int) -> None:
    """Write what has changed back to the case."""
    for row in range(SETUP_ROWS, ROWS):
        table.moving[case, row - SETUP_ROWS] = block[row * LANES + lane]


@lane_loop
def record(block: NDArray[np.float64], history: NDArray[np.float64], count: int) -> None:
    """A row of the history of the first lane."""
    row = row_of(load_state(block, 0), load_near(block, 0), load_outputs(block, 0))
    for j in range(HISTORY):
        history[count, j] = row[j]


@lane_loop
def line_up(
    table: Table, queue: NDArray[np.int64], lines: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Sort the cases of a queue into those in the air (0) and those on or near the deck (1)."""
    for k in range(queue.shape[0]):
        line = 1 if table.moving[queue[k], GROUNDED - SETUP_ROWS] > 0.5 else 0
        lines[line, counts[line]] = queue[k]
        counts[line] += 1


@lane_loop
def fill_lanes(
    table: Table, block: NDArray[np.float64], lanes: NDArray[np.int64],
    line: NDArray[np.int64], waiting: int, fresh: NDArray[np.float64],
) -> int:  # fmt: skip
    """Give empty lanes the last of the waiting cases, marked in ``fresh``; how many still wait."""
    for lane in range(LANES):
        fresh[lane] = 0.0
        if lanes[lane] < 0 and waiting > 0:
            waiting -= 1
            lanes[lane] = line[waiting]
            board(table, line[waiting], block, lane)
            fresh[lane] = 1.0
    return waiting


@kernel
def next_knots(block: NDArray[np.float64], seas: Seas, waves: Waves, span: float) -> None:
    """Move every lane on by one knot: the one after becomes the one before."""
    for k in range(_EACH):
        block[_KNOTS + k] = block[_KNOTS + _EACH + k]
    turn_waves(waves.lanes, waves.sums)
    for lane in range(LANES):
        read_knot(block, seas, waves, lane, span, 1)


@kernel
def read_knot(
    block: NDArray[np.float64], seas: Seas, waves: Waves, lane: int, span: float, ahead: int
) -> None:
    """The later knot of a lane, ``ahead`` of its time, from its waves or its record."""
    c, s = load_setup(block, lane), load_state(block, lane)
    if c.passage.record >= 0.0:
        knot = int(c.passage.record_start) + int(s.time / span + 0.5) + ahead
        read_record(seas, waves.sums, lane, int(c.passage.record), knot)
    if c.passage.turn_rate != 0.0:
        turn_knot(c.passage, waves.sums, lane, (float(int(s.time / span + 0.5)) + ahead) * span)
    for k in range(KNOT_ROWS):
        block[_KNOTS + _EACH + k * LANES + lane] = waves.sums[k * LANES + lane]


@lane_loop
def first_of(c: Setup, s: State, deck: Moving, draws: Draws, row: int) -> State:
    """The first state of a flight in the air that is given to it, or that it draws."""
    air, wake = noise_of(c.passage.seed, c.passage.case, 0.0)
    biases = start_biases(c.navigation, c.passage.seed, c.passage.case)
    if draws.breaths > 0:
        n = draws.numbers[row, draws.air : draws.air + BREATH_COLUMNS]
        air, wake = (n[0], n[1], n[2], n[3], n[4], n[5]), (n[6], n[7], n[8])
    if draws.sensors >= 0:
        z = draws.numbers[row, draws.sensors : draws.sensors + BIASES]
        given = (
            z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7], z[8], z[9],
            z[10], z[11], z[12], z[13], z[14], z[15], z[16], z[17], z[18], z[19],
        )  # fmt: skip
        biases = biases_of(c.navigation, given, c.passage.seed, c.passage.case)
    return set_out_with(c, s, deck, air, wake, biases)


@maker
def put_to_sea(
    block: NDArray[np.float64], seas: Seas, waves: Waves, lanes: NDArray[np.int64],
    fresh: NDArray[np.float64], span: float, sums: NDArray[np.float64], draws: Draws,
) -> None:  # fmt: skip
    """Waves of the cases that have just come, turned to their time; first states of those that begin."""
    for lane in range(LANES):
        if fresh[lane] > 0.5:
            c, s = load_setup(block, lane), load_state(block, lane)
            if not bring_back(waves, lane, lanes[lane], block, _LATER):
                sea, turns = int(c.passage.sea), int((s.time + c.passage.waited) / span + 0.5)
                draw_waves(
                    seas, waves, lane, sea, c.passage.seed, c.passage.case, span, turns, sums, draws,
                    lanes[lane],
                )  # fmt: skip
                read_knot(block, seas, waves, lane, span, 0)
            for i in range(KNOT_ROWS):
                block[_KNOTS + i * LANES + lane] = block[_KNOTS + _EACH + i * LANES + lane]
            if s.time == 0.0:
                deck = pose_at(c.passage, load_knots(block, lane), 0.0, span)
                store_state(block, lane, first_of(c, s, deck, draws, lanes[lane]))


@kernel
def settle_lanes(
    table: Table, status: NDArray[np.int8], block: NDArray[np.float64],
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
    table: Table, block: NDArray[np.float64], lanes: NDArray[np.int64],
    mode: int, other: NDArray[np.int64], waiting: int, waves: Waves,
) -> int:  # fmt: skip
    """Empty the lanes that have left the air or the deck into the other line; how many wait there."""
    for lane in range(LANES):
        if lanes[lane] >= 0 and (1 if load_state(block, lane).grounded > 0.5 else 0) != mode:
            retire(table, lanes[lane], block, lane)
            set_apart(waves, lane, lanes[lane], block, _LATER)
            other[waiting] = lanes[lane]
            waiting += 1
            lanes[lane] = -1
    return waiting


@driver
def fly_block(
    table: Table, status: NDArray[np.int8], queue: NDArray[np.int64], seas: Seas,
    block: NDArray[np.float64], waves: Waves, dt: float, beats: int, budget: int, every: int,
    history: NDArray[np.float64], draws: Draws,
) -> tuple[int, int]:  # fmt: skip
    """Fly the cases of ``queue`` for at most ``budget`` beats of ``beats`` steps; steps flown, rows written.

    Cases in the air and cases near the deck fly in turn, so that those in the air need no gear. Where
    ``history`` has rows, the first lane leaves one there every ``every`` steps and one at the end; this is
    meant for a single case.
    """
    lanes = np.full(LANES, -1, np.int64)
    fresh = np.zeros(LANES)
    sums = np.zeros(_EACH)
    lines = np.zeros((2, queue.shape[0] + LANES), np.int64)
    counts = np.zeros(2, np.int64)
    line_up(table, queue, lines, counts)
    for lane in range(LANES):
        board(table, queue[0], block, lane)  # so that a lane that stays empty holds numbers, never read
    interval = beats * dt
    mode = 0
    flown = 0
    count = 0
    for tick in range(max(budget // KNOT, 1) * KNOT):
        phase = tick % KNOT
        if phase == 0:
            if counts[mode] == 0 and np.max(lanes) < 0:
                mode = 1 - mode
            counts[mode] = fill_lanes(table, block, lanes, lines[mode], counts[mode], fresh)
            if np.max(lanes) < 0:
                break
            if np.max(fresh) > 0.5:
                put_to_sea(block, seas, waves, lanes, fresh, KNOT * interval, sums, draws)
            next_knots(block, seas, waves, KNOT * interval)
        if mode == 1:
            look_on_deck(block, LANES, interval, phase / KNOT)
            decide_on_deck(block, LANES, interval)
        else:
            look_in_air(block, LANES, interval, phase / KNOT)
            decide_in_air(block, LANES, interval)
        if phase == 0:
            foresee_lanes(block, seas.forecasters, seas.low.shape[0], KNOT * interval)
        last = lanes[0]
        live = settle_lanes(table, status, block, lanes, dt)
        if last >= 0 and lanes[0] < 0 and count < history.shape[0]:
            record(block, history, count)
            count += 1
        if phase % BREATH == 0:
            noise_lanes(block, LANES, BREATH * interval)
            if draws.breaths > 0:
                hand_out(block, draws, lanes, BREATH * interval)
            if seas.flow_x.shape[0] > 1:
                stir_on_grid_lanes(block, seas, LANES, BREATH * interval)
            else:
                stir_lanes(block, LANES, BREATH * interval)
        for k in range(beats):
            if lanes[0] >= 0 and count < history.shape[0] and (tick * beats + k) % every == 0:
                record(block, history, count)
                count += 1
            if mode == 1:
                step_on_deck(block, LANES, dt)
            else:
                step_in_air(block, LANES, dt)
        flown += live * beats
        if phase == KNOT - 1:
            other = 1 - mode
            counts[other] = move_lanes(table, block, lanes, mode, lines[other], counts[other], waves)
    for lane in range(LANES):
        if lanes[lane] >= 0:
            retire(table, lanes[lane], block, lane)
            set_apart(waves, lane, lanes[lane], block, _LATER)
    return flown, count
