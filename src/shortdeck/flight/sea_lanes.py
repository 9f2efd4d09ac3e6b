"""The sea in the lanes: wave components of each lane's ship, advanced by rotation, and the knots they give.

A component is one encounter frequency with the amplitudes of six motions. Its rows in the array ``waves``
are, for each component: cosine and sine of its phase, those of the angle from knot to knot, the frequency,
six cosine amplitudes and six sine amplitudes. At each knot every phase is turned by one step and motions and
rates are summed up. A case that comes back into a lane is turned from its first knot again, by the same
loop, so that it has the same bits as if it had stayed.
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
from shortdeck.numerics.elementary import cos, sin
from shortdeck.numerics.jit import lane_loop
from shortdeck.numerics.random import SEA, WAVE_FREQUENCY, normals, uniforms
from shortdeck.vessel.flow_grid import FlowGrid
from shortdeck.vessel.seaway import COMPONENTS, RANK, RecordTable, Seaway, calm
from shortdeck.vessel.ship_motion import Knot, Motions, Passage, turned

ROWS_EACH = 17  # of a component
_COS, _SIN, _TURN_COS, _TURN_SIN, _OMEGA, _AHEAD, _ASIDE = 0, 1, 2, 3, 4, 5, 11
KNOT_ROWS = 12  # six motions, six rates

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


@lane_loop
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


@lane_loop
def turn_waves(waves: Numbers, turns: Numbers, width: int) -> None:
    """Turn every phase of the lanes with ``turns`` left by one step."""
    for b in range(COMPONENTS):
        row = b * ROWS_EACH * LANES
        for lane in range(width):
            k = row + lane
            c, s = waves[k], waves[k + _SIN * LANES]
            tc, ts = waves[k + _TURN_COS * LANES], waves[k + _TURN_SIN * LANES]
            on = turns[lane] > 0.5
            turned_c = c * tc - s * ts
            turned_s = s * tc + c * ts
            waves[k] = turned_c if on else c
            waves[k + _SIN * LANES] = turned_s if on else s
    for lane in range(width):
        turns[lane] -= 1.0


@lane_loop
def sum_waves(waves: Numbers, sums: Numbers, width: int) -> None:
    """Motions and rates of every lane at its present phases, into ``sums`` [12, lane].

    The six motions are written out: a loop over them inside that over the lanes would be no vector code.
    """
    for k in range(KNOT_ROWS * LANES):
        sums[k] = 0.0
    for b in range(COMPONENTS):
        row = b * ROWS_EACH * LANES
        for lane in range(width):
            k = row + lane
            c, s, w = waves[k], waves[k + _SIN * LANES], waves[k + _OMEGA * LANES]
            wc, ws = w * c, w * s
            a0, e0 = waves[k + 5 * LANES], waves[k + 11 * LANES]
            a1, e1 = waves[k + 6 * LANES], waves[k + 12 * LANES]
            a2, e2 = waves[k + 7 * LANES], waves[k + 13 * LANES]
            a3, e3 = waves[k + 8 * LANES], waves[k + 14 * LANES]
            a4, e4 = waves[k + 9 * LANES], waves[k + 15 * LANES]
            a5, e5 = waves[k + 10 * LANES], waves[k + 16 * LANES]
            sums[0 * LANES + lane] += a0 * c + e0 * s
            sums[1 * LANES + lane] += a1 * c + e1 * s
            sums[2 * LANES + lane] += a2 * c + e2 * s
            sums[3 * LANES + lane] += a3 * c + e3 * s
            sums[4 * LANES + lane] += a4 * c + e4 * s
            sums[5 * LANES + lane] += a5 * c + e5 * s
            sums[6 * LANES + lane] += e0 * wc - a0 * ws
            sums[7 * LANES + lane] += e1 * wc - a1 * ws
            sums[8 * LANES + lane] += e2 * wc - a2 * ws
            sums[9 * LANES + lane] += e3 * wc - a3 * ws
            sums[10 * LANES + lane] += e4 * wc - a4 * ws
            sums[11 * LANES + lane] += e5 * wc - a5 * ws


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
