"""The sea in the lanes: wave components of each lane's ship, advanced by rotation, and the knots they give.

A component is one encounter frequency with the amplitudes of six motions. Its rows in an array of components
are, for each: cosine and sine of its phase, those of the angle from knot to knot, the frequency, six cosine
amplitudes and six sine amplitudes. At each knot every phase is turned by one step and motions and rates are
summed up. A case that leaves its lane takes its components with it; where they were lost (an interruption),
they are drawn again and turned from the first knot by the same loop, to the bits of a case that stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.prediction import COLUMNS as FORECAST_COLUMNS
from shortdeck.autopilot.prediction import HORIZONS, SIGNALS, forecaster, forecaster_at, record_spectra
from shortdeck.flight.draws import Draws
from shortdeck.flight.lanes import LANES
from shortdeck.flight.wave_lanes import KNOT_ROWS, ROWS_EACH, sum_waves, turn_waves
from shortdeck.numerics.elementary import cos, sin
from shortdeck.numerics.jit import lane_loop, maker
from shortdeck.numerics.random import SEA, WAVE_FREQUENCY, normals, uniforms
from shortdeck.vessel.flow_grid import FlowGrid
from shortdeck.vessel.seaway import COMPONENTS, RANK, RecordTable, Seaway, calm
from shortdeck.vessel.ship_motion import Knot, Motions, Passage, turned

_SIZE = COMPONENTS * ROWS_EACH
_COS, _SIN, _TURN_COS, _TURN_SIN, _OMEGA, _AHEAD, _ASIDE = 0, 1, 2, 3, 4, 5, 11
Numbers = NDArray[np.float64]


class Seas(NamedTuple):
    """Seas and records that cases refer to by number."""

    low: Numbers  # (seas, COMPONENTS), rad/s
    width: Numbers
    factor: Numbers  # (seas, COMPONENTS, 6, RANK, 2): real and imaginary part
    records: Numbers  # (records, knots, 12)
    forecasters: Numbers  # (seas + records, ...): weights of ``autopilot.prediction``, in that order
    flow_x: Numbers  # a user's airwake on a grid, which all cases share; a single node: there is none
    flow_y: Numbers
    flow_z: Numbers
    flow: Numbers  # (3, x, y, z), over the wind over deck


def seas_of(
    seaways: list[Seaway], records: list[RecordTable], flow: FlowGrid | None = None, *,
    watched: Sequence[Watched] = (),
) -> Seas:  # fmt: skip
    """The tables of the engine; never empty, so that their types do not change.

    ``watched``: for each sea, then for each record, the point of the deck that is forecast; none: nothing is.
    """
    count = max(len(seaways), 1)
    low = np.full((count, COMPONENTS), 1.0)
    width = np.zeros((count, COMPONENTS))
    factor = np.zeros((count, COMPONENTS, 6, RANK, 2))
    for k, seaway in enumerate(seaways):
        low[k], width[k] = seaway.low, seaway.high - seaway.low
        factor[k, ..., 0], factor[k, ..., 1] = seaway.factor.real, seaway.factor.imag
    longest = max((len(record) for record in records), default=1)
    table = np.zeros((max(len(records), 1), longest, KNOT_ROWS))
    for k, record in enumerate(records):
        table[k, : len(record)] = record
        table[k, len(record) :] = record[-1]
    one = np.zeros(1)
    grid = FlowGrid(one, one, one, np.zeros((3, 1, 1, 1))) if flow is None else flow
    forecasters = _forecasters(seaways, records, watched, count + len(table))
    return Seas(low, width, factor, table, forecasters, grid.x, grid.y, grid.z, grid.flow)


class Watched(NamedTuple):
    """A point of the deck (deck frame, m), and the knots' spacing (s) of recorded motion."""

    x: float
    y: float
    centre_x: float  # of the ship's gravity, deck frame
    centre_z: float
    spacing: float


def _forecasters(
    seaways: list[Seaway], records: list[RecordTable], watched: Sequence[Watched], count: int
) -> Numbers:
    """Weights for each sea and record; zero, which foresees the mean, where nothing is watched."""
    out = np.zeros((count, SIGNALS, 2, HORIZONS, FORECAST_COLUMNS))
    if not watched:
        return out
    for k, (seaway, at) in enumerate(zip(seaways, watched, strict=False)):
        out[k] = forecaster_at(seaway, at.x, at.y)
    for k, (record, at) in enumerate(zip(records, watched[len(seaways) :], strict=True)):
        still = calm(centre_x=at.centre_x, centre_z=at.centre_z).point_transfer(at.x, at.y, 0.0)
        spectra = record_spectra(record, spacing=at.spacing, transfer=still)
        out[max(len(seaways), 1) + k] = forecaster(*spectra)
    return out


@maker
def draw_sea(
    seas: Seas, waves: Numbers, lane: int, sea: int, seed: float, case: float, span: float, draws: Draws,
    row: int,
) -> None:  # fmt: skip
    """The components of a case at its first knot; ``sea`` below 0 is calm.

    Its random numbers are those of a row of ``draws``, where the sea's stand there, or else the case's own.
    """
    ahead = np.zeros((6, COMPONENTS))
    aside = np.zeros((6, COMPONENTS))
    first = np.zeros(COMPONENTS)
    second = np.zeros(COMPONENTS)
    omega = np.ones(COMPONENTS)
    if sea >= 0:
        for b in range(COMPONENTS):
            if draws.sea >= 0:
                share = draws.numbers[row, draws.sea + b]
            else:
                share, _ = uniforms(seed, case, WAVE_FREQUENCY, float(b))
            omega[b] = seas.low[sea, b] + share * seas.width[sea, b]
        for r in range(RANK):
            if draws.sea >= 0:
                for b in range(COMPONENTS):
                    k = draws.sea + COMPONENTS + 2 * (b * RANK + r)
                    first[b], second[b] = draws.numbers[row, k], draws.numbers[row, k + 1]
            else:
                for b in range(COMPONENTS):
                    first[b], second[b] = normals(seed, case, SEA, float(b * RANK + r))
            for i in range(6):
                for b in range(COMPONENTS):
                    real, imaginary = seas.factor[sea, b, i, r, 0], seas.factor[sea, b, i, r, 1]
                    ahead[i, b] += real * first[b] - imaginary * second[b]
                    aside[i, b] -= real * second[b] + imaginary * first[b]
    for b in range(COMPONENTS):
        at = b * ROWS_EACH * LANES + lane
        waves[at + _COS * LANES] = 1.0
        waves[at + _SIN * LANES] = 0.0
        waves[at + _TURN_COS * LANES] = cos(omega[b] * span)
        waves[at + _TURN_SIN * LANES] = sin(omega[b] * span)
        waves[at + _OMEGA * LANES] = omega[b]
        for i in range(6):
            waves[at + (_AHEAD + i) * LANES] = ahead[i, b]
            waves[at + (_ASIDE + i) * LANES] = aside[i, b]


class Waves(NamedTuple):
    """Wave components of one thread's lanes, and of its cases that wait for a lane."""

    lanes: Numbers  # [component, row, lane], flat
    sums: Numbers  # [12, lane], flat: motions and rates that the lanes' phases give
    bench: Numbers  # as ``lanes``: where the components of a case are drawn and turned to its time
    apart: Numbers  # (slots, components and rows, then 12 motions and rates): of cases that have left a lane
    slot: NDArray[np.int64]  # (cases,): slot of each case of the table, -1 where it has none
    whose: NDArray[np.int64]  # (slots,): the case whose components are there, -1 where none are


def waves_of(slots: int, cases: int) -> Waves:
    """Memory for one thread that flies ``slots`` cases of a table of ``cases`` at a time."""
    return Waves(
        np.zeros(_SIZE * LANES), np.zeros(KNOT_ROWS * LANES), np.zeros(_SIZE * LANES),
        np.zeros((slots, _SIZE + KNOT_ROWS)), np.full(cases, -1), np.full(slots, -1),
    )  # fmt: skip


@lane_loop
def set_apart(waves: Waves, lane: int, case: int, block: Numbers, knot: int) -> None:
    """Keep the components of a case that leaves its lane before its end, and its knot in the block's rows
    from ``knot`` on, if it has a slot."""
    slot = waves.slot[case]
    if slot >= 0:
        for k in range(_SIZE):
            waves.apart[slot, k] = waves.lanes[k * LANES + lane]
        for k in range(KNOT_ROWS):
            waves.apart[slot, _SIZE + k] = block[(knot + k) * LANES + lane]
        waves.whose[slot] = case


@lane_loop
def bring_back(waves: Waves, lane: int, case: int, block: Numbers, knot: int) -> bool:
    """Put what was set apart of a case into a lane; whether there was anything."""
    slot = waves.slot[case]
    if slot < 0 or waves.whose[slot] != case:
        return False
    for k in range(_SIZE):
        waves.lanes[k * LANES + lane] = waves.apart[slot, k]
    for k in range(KNOT_ROWS):
        block[(knot + k) * LANES + lane] = waves.apart[slot, _SIZE + k]
    return True


@maker
def draw_waves(
    seas: Seas, waves: Waves, lane: int, sea: int, seed: float, case: float, span: float, turns: int,
    sums: Numbers, draws: Draws, row: int,
) -> None:  # fmt: skip
    """Draw the components of a case into a lane and turn them to a knot; ``sums`` is working memory."""
    draw_sea(seas, waves.bench, 0, sea, seed, case, span, draws, row)
    sum_waves(waves.bench, sums)
    for _ in range(turns):
        turn_waves(waves.bench, sums)
    for k in range(_SIZE):
        waves.lanes[k * LANES + lane] = waves.bench[k * LANES]
    for k in range(KNOT_ROWS):
        waves.sums[k * LANES + lane] = sums[k * LANES]


@lane_loop
def read_record(seas: Seas, sums: Numbers, lane: int, record: int, knot: int) -> None:
    """Motions and rates of a record in place of the waves'; beyond its end it stands still."""
    last = seas.records.shape[1] - 1
    k = min(max(knot, 0), last)
    for i in range(KNOT_ROWS):
        sums[i * LANES + lane] = seas.records[record, k, i]


@lane_loop
def turn_knot(p: Passage, sums: Numbers, lane: int, time: float) -> None:
    """A lane's motions and rates with the ship's turn added, in place."""
    k = lane
    before = Knot(
        Motions(
            sums[k], sums[k + LANES], sums[k + 2 * LANES], sums[k + 3 * LANES], sums[k + 4 * LANES],
            sums[k + 5 * LANES],
        ),
        Motions(
            sums[k + 6 * LANES], sums[k + 7 * LANES], sums[k + 8 * LANES], sums[k + 9 * LANES],
            sums[k + 10 * LANES], sums[k + 11 * LANES],
        ),
    )  # fmt: skip
    after = turned(p, before, time)
    for i in range(6):
        sums[k + i * LANES] = after.at[i]
        sums[k + (6 + i) * LANES] = after.rate[i]
