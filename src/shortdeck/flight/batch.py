"""Many flights at once: a table of cases, flown in blocks of lanes by a pool of threads.

What a case comes to depends on its row alone: not on threads, blocks, order or how often the work was cut.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.gates import REASONS
from shortdeck.errors import InputError
from shortdeck.flight.block import COLUMNS, DONE, ROWS, SETUP_ROWS, Table, fly_block
from shortdeck.flight.draws import NO_DRAWS, Draws, columns_of
from shortdeck.flight.engine import CALM, Driver, case_row, lane_memory, packed, state_in
from shortdeck.flight.figures import Figures, pitch_and_bank
from shortdeck.flight.history import HISTORY
from shortdeck.flight.lanes import LANES, names_of, rebuilt, zeros
from shortdeck.flight.outcome import Outcome, Outcomes, outcome_of, outcomes_of
from shortdeck.flight.sea_lanes import Seas, waves_of
from shortdeck.flight.state import Setup, State
from shortdeck.flight.step import BEAT, STEP
from shortdeck.flight.waking import wake

CHUNK = 256  # cases that a thread takes at a time
APART = 512  # cases of a chunk, at most, that keep their waves while they wait for a lane: 8 MB a thread
SLICE = 0.25  # s that one call of the kernel shall take, so that Ctrl-C works
FIRST_BUDGET = 500  # beats of a first call, from which the next ones' are scaled

Numbers = NDArray[np.float64]
Progress = Callable[[int, int], None]
_LIKE = zeros(State)
_PARAMETERS = zeros(Setup)
POSITION = {name: k for k, name in enumerate(COLUMNS[:SETUP_ROWS])}
_STATE = names_of(State)
_PHASE = _STATE.index("memory.phase")
_REASON = _STATE.index("memory.reason")


def table_of(flights: Iterable[tuple[Setup, State]], *, dt: float = STEP) -> Numbers:
    """One row per flight that has not begun; the columns are ``block.COLUMNS``."""
    rows = [case_row(c, s, dt=dt) for c, s in flights]
    return np.array(rows).reshape(len(rows), ROWS)


@dataclass
class Flown:
    """Cases after their flights."""

    kept: Table
    status: NDArray[np.int8]
    seas: Seas = CALM
    draws: Draws = NO_DRAWS
    driver: Driver = fly_block  # or one with a control law of one's own in it
    steps: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def done(self) -> NDArray[np.bool_]:
        """Which cases were flown to their end."""
        return np.equal(self.status, DONE)

    @property
    def table(self) -> Numbers:
        """All columns of all cases, as ``block.COLUMNS`` names them."""
        out = np.empty((len(self.status), ROWS))
        out[:, :SETUP_ROWS] = self.kept.shared
        out[:, self.kept.columns] = self.kept.own
        out[:, SETUP_ROWS:] = self.kept.moving
        return out

    def parameter(self, case: int, name: str) -> float:
        """A parameter of a case by its name among ``block.COLUMNS``."""
        column = self.column(name)
        return float(column[case if len(column) > 1 else 0])

    def setup(self, case: int) -> Setup:
        """Parameters of a case."""
        row = self.kept.shared.copy()
        row[self.kept.columns] = self.kept.own[case]
        c: Setup = rebuilt(_PARAMETERS, iter(row))
        return c

    def state(self, case: int) -> State:
        """Last state of a case."""
        return state_in(self.kept.moving[case], _LIKE)

    def reasons(self) -> NDArray[np.str_]:
        """Why each case was waved off, went around or was given up; empty where it was not."""
        numbers = np.rint(self.kept.moving[:, _REASON]).astype(int)
        return np.array([REASONS[k] for k in numbers.tolist()], dtype=np.str_)

    def figures(self, case: int) -> Figures:
        """Figures of a case."""
        return self.state(case).figures

    @property
    def ended(self) -> Numbers:
        """Time of each case's last state, s."""
        return self.kept.moving[:, _STATE.index("time")]

    def figures_table(self) -> dict[str, Numbers]:
        """Figures of all cases by name: what ``figures`` says of each."""
        found = {
            name.split(".")[1]: self.kept.moving[:, k]
            for k, name in enumerate(_STATE)
            if name.startswith(("marks.", "log."))
        }
        pitch, bank = found["touchdown_pitch_sine"].tolist(), found["touchdown_bank_sine"].tolist()
        # The C library's arc sine, as for one flight: numpy's may differ in the last bit.
        angles = np.array(list(map(pitch_and_bank, pitch, bank))).reshape(-1, 2)
        found |= {"touchdown_pitch": angles[:, 0], "touchdown_bank": angles[:, 1]}
        return {name: found[name] for name in Figures._fields}

    def outcomes(self) -> Outcomes:
        """What all cases came to: what ``outcome`` says of each."""
        figures = self.figures_table()
        launching = np.broadcast_to(self.column("launching") > 0.5, self.status.shape)
        return outcomes_of(figures, launching=launching, touched=figures["touchdown_ground_speed"] > 0.0)

    def column(self, name: str) -> Numbers:
        """A parameter of all cases by its name among ``block.COLUMNS``; one number where they share it."""
        where = np.flatnonzero(self.kept.columns == POSITION[name])
        return self.kept.own[:, where[0]] if len(where) else self.kept.shared[POSITION[name], None]

    def outcome(self, case: int) -> Outcome:
        """What a case came to."""
        f = self.figures(case)
        launching = self.parameter(case, "launching") > 0.5
        touched = f.touchdown_ground_speed > 0.0
        phase = float(self.kept.moving[case, _PHASE])
        return outcome_of(f, launching=launching, phase=phase, touched=touched)


def check_table(table: Numbers) -> None:
    """Refuse what is no table of cases."""
    if table.ndim != 2 or table.shape[1] != ROWS or table.dtype != np.float64:
        given = f"{table.dtype} of shape {table.shape}"
        raise InputError(f"a table of cases is float64 with {ROWS} columns, this is {given}")
    bad = np.argwhere(~np.isfinite(table[:, :SETUP_ROWS]))
    if not len(bad):
        bad = np.argwhere(~np.isfinite(table))
    if len(bad):
        case, column = (int(v) for v in bad[0])
        raise InputError(
            f"case {case}: {COLUMNS[column]} is {table[case, column]}; a finite number is needed "
            f"({len({int(r) for r, _ in bad})} of {len(table)} cases are affected)"
        )


def check_seas(table: Numbers, seas: Seas) -> None:
    """Refuse cases that refer to a sea or a record that is not there."""
    for name, there in (("sea", len(seas.low)), ("record", len(seas.records))):
        column = table[:, POSITION[f"passage.{name}"]]
        if len(column) and column.max() >= there:
            case = int(column.argmax())
            raise InputError(f"case {case}: {name} number {column[case]:.0f}, but there are {there}")


def check_draws(draws: Draws, cases: int, seas: Seas) -> None:
    """Refuse given random numbers that do not belong to the cases."""
    columns = columns_of(draws)
    if not columns:
        return
    if draws.numbers.shape[0] != cases or draws.numbers.shape[1] < columns:
        raise InputError(
            f"given random numbers of shape {draws.numbers.shape}: ({cases}, {columns}) are needed"
        )
    if draws.breaths > 0 and len(seas.flow_x) > 1:
        raise InputError("given random numbers of the air are not for a user's flow field")


@dataclass
class _Work:
    """What the threads share."""

    flown: Flown
    dt: float
    chunks: deque[NDArray[np.int64]]
    apart: int  # cases of a chunk that keep their waves while they wait
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def thread(self) -> None:
        """Fly chunks until none is left, in calls of about ``SLICE`` seconds."""
        flown = self.flown
        block, waves = lane_memory(), waves_of(self.apart, len(flown.status))
        history = np.zeros((0, HISTORY))
        beats = max(1, round(BEAT / self.dt))
        budget = FIRST_BUDGET
        while not self.stop.is_set():
            try:
                queue = self.chunks.popleft()
            except IndexError:
                return
            kept = queue[: self.apart]
            waves.slot[kept] = np.arange(len(kept))
            while len(queue) and not self.stop.is_set():
                start = time.perf_counter()
                steps, _ = flown.driver(
                    flown.kept,
                    flown.status,
                    queue,
                    flown.seas,
                    block,
                    waves,
                    self.dt,
                    beats,
                    budget,
                    1,
                    history,
                    flown.draws,
                )
                took = max(time.perf_counter() - start, 1e-6)
                busy = max(steps / (beats * LANES), 1.0)
                budget = int(min(max(busy * SLICE / took, 50.0), 1e7))
                queue = queue[flown.status[queue] != DONE]
                with self.lock:
                    flown.steps += steps


def fly_cases(
    table: Numbers, *, seas: Seas = CALM, threads: int | None = None, dt: float = STEP, chunk: int = CHUNK,
    order: NDArray[np.int64] | None = None, progress: Progress | None = None, draws: Draws = NO_DRAWS,
    driver: Driver = fly_block,
) -> Flown:  # fmt: skip
    """Fly every case of a table, which is left as it was; ``progress`` is told cases done and cases in all.

    On Ctrl-C what is done is returned with ``interrupted`` set; ``resume`` goes on from there.
    ``draws`` gives random numbers in place of those that the cases draw.
    Raises InputError for numbers that are not finite.
    """
    check_table(table)
    check_seas(table, seas)
    check_draws(draws, len(table), seas)
    flown = Flown(packed(table), np.zeros(len(table), np.int8), seas, draws, driver)
    return resume(flown, threads=threads, dt=dt, chunk=chunk, order=order, progress=progress)


def resume(
    flown: Flown, *, threads: int | None = None, dt: float = STEP, chunk: int = CHUNK,
    order: NDArray[np.int64] | None = None, progress: Progress | None = None,
) -> Flown:  # fmt: skip
    """Fly on what was interrupted, in place."""
    if flown.driver is fly_block:
        wake()
    cases = np.arange(len(flown.status)) if order is None else np.asarray(order, np.int64)
    cases = cases[flown.status[cases] != DONE]
    chunks = deque(cases[k : k + chunk] for k in range(0, len(cases), chunk))
    work = _Work(flown, dt, chunks, min(chunk, len(cases), APART))
    workers = max(1, min(threads or os.cpu_count() or 1, len(chunks) or 1))
    start = time.perf_counter()
    flown.interrupted = False
    with ThreadPoolExecutor(workers, "shortdeck") as pool:
        pending: set[Future[None]] = {pool.submit(work.thread) for _ in range(workers)}
        try:
            while pending:
                finished, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
                for future in finished:
                    future.result()
                if progress is not None:
                    progress(int(np.count_nonzero(flown.done)), len(flown.status))
        except KeyboardInterrupt:
            flown.interrupted = True
        finally:
            work.stop.set()
    flown.seconds += time.perf_counter() - start
    return flown
