"""The airwake on a grid: trilinear interpolation of a flow field read by ``vessel.flow_field``.

It gathers from memory, which no vector code does well: flights on a grid go one at a time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel
from shortdeck.vessel.airwake import Airwake, Steady, steady_airwake

Array = NDArray[np.float64]
MARGIN = 20.0  # m outside the grid over which what its face says fades to a half


class FlowGrid(NamedTuple):
    """The field in one wind over deck; ``flow[component, x, y, z]`` over its speed, z down."""

    x: Array
    y: Array
    z: Array
    flow: Array


@kernel
def cell_of(axis: Array, value: float) -> tuple[int, float]:
    """The cell that holds a value, and where in it (0 to 1); the value is held to the axis."""
    v = clip(value, axis[0], axis[-1])
    k = int(min(max(int(np.searchsorted(axis, v)) - 1, 0), axis.size - 2))
    return k, (v - axis[k]) / (axis[k + 1] - axis[k])


@kernel
def blend(flow: Array, c: int, i: int, j: int, k: int, a: float, b: float, d: float) -> float:
    """Trilinear interpolation of one component in a cell."""
    low = (flow[c, i, j, k] * (1.0 - a) + flow[c, i + 1, j, k] * a) * (1.0 - b)
    low = low + (flow[c, i, j + 1, k] * (1.0 - a) + flow[c, i + 1, j + 1, k] * a) * b
    up = (flow[c, i, j, k + 1] * (1.0 - a) + flow[c, i + 1, j, k + 1] * a) * (1.0 - b)
    up = up + (flow[c, i, j + 1, k + 1] * (1.0 - a) + flow[c, i + 1, j + 1, k + 1] * a) * b
    return float(low * (1.0 - d) + up * d)


@kernel
def grid_flow(g: FlowGrid, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Velocity over the wind over deck at a point; held to the grid."""
    i, a = cell_of(g.x, x)
    j, b = cell_of(g.y, y)
    k, d = cell_of(g.z, z)
    return (
        blend(g.flow, 0, i, j, k, a, b, d),
        blend(g.flow, 1, i, j, k, a, b, d),
        blend(g.flow, 2, i, j, k, a, b, d),
    )


@kernel
def steady_on_grid(
    a: Airwake, g: FlowGrid, x: float, y: float, z: float, wind_x: float, wind_y: float
) -> Steady:
    """As ``steady_airwake``, the mean disturbance taken from the grid; beyond its faces it fades."""
    s = steady_airwake(a, x, y, z, wind_x, wind_y)
    u, v, w = grid_flow(g, x, y, z)
    out = max(max(g.x[0] - x, x - g.x[-1]), max(g.y[0] - y, y - g.y[-1]))
    out = max(max(out, max(g.z[0] - z, z - g.z[-1])), 0.0) / MARGIN
    gain = a.speed / (1.0 + out * out)
    return Steady(gain * (u - a.to_x), gain * (v - a.to_y), gain * w, s.over, s.wake, s.random)
