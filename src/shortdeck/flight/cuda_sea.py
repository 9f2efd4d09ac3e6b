"""The sea on a GPU: the waves of each case in memory, summed anew at every knot of the ship's motion.

On the CPU a lane turns the phases of its waves from knot to knot (``sea_lanes``). A thread of a GPU has no
room for 112 phases, and carrying them through memory is the dearer way: it keeps what does not change, 13
numbers of a component in ``waves`` [component's row, case], and takes sine and cosine at the time of the
knot. So nothing has to be turned again when a launch goes on with a case.

Plain functions in the kernels' language, translated by ``numerics.translate``.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from shortdeck.autopilot.prediction import COLUMNS, HORIZONS, LONGEST, SPACING, TAPS, Forecast
from shortdeck.numerics.elementary import clip, cos, sin
from shortdeck.numerics.random import SEA, WAVE_FREQUENCY, normals, uniforms
from shortdeck.vessel.seaway import COMPONENTS, RANK
from shortdeck.vessel.ship_motion import Knot, Motions, Passage, turned

WAVE_ROWS = 13  # of a component: its frequency, six cosine and six sine amplitudes

Rows = NDArray[Any]


def draw_component(
    low: Rows, width: Rows, factor: Rows, waves: Rows, i: int, b: int, sea: int, seed: float, case: float
) -> None:
    """Component ``b`` of the case in column ``i``, as ``sea_lanes.draw_sea`` draws it; below sea 0: calm."""
    row = b * WAVE_ROWS
    for j in range(WAVE_ROWS):
        waves[row + j, i] = 0.0
    if sea >= 0:
        share, _ = uniforms(seed, case, WAVE_FREQUENCY, float(b))
        waves[row, i] = low[sea, b] + share * width[sea, b]
        for r in range(RANK):
            first, second = normals(seed, case, SEA, float(b * RANK + r))
            for j in range(6):
                real, imaginary = factor[sea, b, j, r, 0], factor[sea, b, j, r, 1]
                waves[row + 1 + j, i] += real * first - imaginary * second
                waves[row + 7 + j, i] -= real * second + imaginary * first


def knot_of(p: Passage, waves: Rows, records: Rows, i: int, knot: int, span: float) -> Knot:
    """Motions and rates at a knot of the case in column ``i``: from its record, its waves, or none in calm.

    Beyond its end a record stands still.
    """
    x0, x1, x2, x3, x4, x5 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    v0, v1, v2, v3, v4, v5 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if p.record >= 0.0:
        which = int(p.record)
        k = min(max(int(p.record_start) + knot, 0), records.shape[1] - 1)
        x0, x1, x2 = records[which, k, 0], records[which, k, 1], records[which, k, 2]
        x3, x4, x5 = records[which, k, 3], records[which, k, 4], records[which, k, 5]
        v0, v1, v2 = records[which, k, 6], records[which, k, 7], records[which, k, 8]
        v3, v4, v5 = records[which, k, 9], records[which, k, 10], records[which, k, 11]
    elif p.sea >= 0.0:
        time = float(knot) * span + p.waited
        for b in range(COMPONENTS):
            row = b * WAVE_ROWS
            w = waves[row, i]
            c, s = cos(w * time), sin(w * time)
            wc, ws = w * c, w * s
            a, e = waves[row + 1, i], waves[row + 7, i]
            x0, v0 = x0 + (a * c + e * s), v0 + (e * wc - a * ws)
            a, e = waves[row + 2, i], waves[row + 8, i]
            x1, v1 = x1 + (a * c + e * s), v1 + (e * wc - a * ws)
            a, e = waves[row + 3, i], waves[row + 9, i]
            x2, v2 = x2 + (a * c + e * s), v2 + (e * wc - a * ws)
            a, e = waves[row + 4, i], waves[row + 10, i]
            x3, v3 = x3 + (a * c + e * s), v3 + (e * wc - a * ws)
            a, e = waves[row + 5, i], waves[row + 11, i]
            x4, v4 = x4 + (a * c + e * s), v4 + (e * wc - a * ws)
            a, e = waves[row + 6, i], waves[row + 12, i]
            x5, v5 = x5 + (a * c + e * s), v5 + (e * wc - a * ws)
    found = Knot(Motions(x0, x1, x2, x3, x4, x5), Motions(v0, v1, v2, v3, v4, v5))
    return turned(p, found, float(knot) * span) if p.turn_rate != 0.0 else found


def foresee(
    f: Forecast, moving: Rows, weights: Rows, i: int, first: int, which: int, now: float, wanted: float
) -> Forecast:
    """The deck foreseen from samples of the case in column ``i``, the newest put before the others.

    As ``forecast_lanes``: rows of ``moving`` from ``first`` on are the samples, ``weights[which]`` those of
    the case's sea or record, ``wanted`` the moment that the control law asks about.
    """
    for series in range(6):
        row = first + series * TAPS
        for k in range(TAPS - 1, 0, -1):
            moving[row + k, i] = moving[row + k - 1, i]
    moving[first, i] = f.height
    moving[first + TAPS, i] = f.climb
    moving[first + 2 * TAPS, i] = f.pitch
    moving[first + 3 * TAPS, i] = f.pitch_rate
    moving[first + 4 * TAPS, i] = f.roll
    moving[first + 5 * TAPS, i] = f.roll_rate
    ahead = clip(wanted - now, 0.0, LONGEST)
    at = ahead * (1.0 / SPACING)
    node = min(int(at), HORIZONS - 2)
    share = at - float(node)
    x0, x1, x2, v0, v1, v2 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(2 * TAPS):
        y = moving[first + k, i]
        a, b = weights[which, 0, 0, node, k], weights[which, 0, 0, node + 1, k]
        x0 = x0 + (a + share * (b - a)) * y
        a, b = weights[which, 0, 1, node, k], weights[which, 0, 1, node + 1, k]
        v0 = v0 + (a + share * (b - a)) * y
        y = moving[first + 2 * TAPS + k, i]
        a, b = weights[which, 1, 0, node, k], weights[which, 1, 0, node + 1, k]
        x1 = x1 + (a + share * (b - a)) * y
        a, b = weights[which, 1, 1, node, k], weights[which, 1, 1, node + 1, k]
        v1 = v1 + (a + share * (b - a)) * y
        y = moving[first + 4 * TAPS + k, i]
        a, b = weights[which, 2, 0, node, k], weights[which, 2, 0, node + 1, k]
        x2 = x2 + (a + share * (b - a)) * y
        a, b = weights[which, 2, 1, node, k], weights[which, 2, 1, node + 1, k]
        v2 = v2 + (a + share * (b - a)) * y
    a, b = weights[which, 0, 0, node, COLUMNS - 1], weights[which, 0, 0, node + 1, COLUMNS - 1]
    height_error = a + share * (b - a)
    a, b = weights[which, 0, 1, node, COLUMNS - 1], weights[which, 0, 1, node + 1, COLUMNS - 1]
    return Forecast(
        f.height, f.climb, f.pitch, f.pitch_rate, f.roll, f.roll_rate, now + ahead, x0, v0, x1, v1, x2, v2,
        height_error, a + share * (b - a),
    )  # fmt: skip
