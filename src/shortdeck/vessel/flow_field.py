"""A user's own flow field about the ship, from CFD or a wind tunnel, in place of the parametric airwake.

A NetCDF file with dimensions ``x``, ``y``, ``z`` and, for one wind or several, ``wind_angle``; variables
``u``, ``v``, ``w``: the velocity of the air along x, y, z over the wind over deck (unit 1), the ship at rest.
x forward from the stern edge of the flight deck, y to starboard, z from deck level, with the attribute
``positive`` ``up`` or ``down``; ``wind_angle`` is where the wind comes from, from the bow, positive from
starboard. Coordinates carry their ``units``. Cells inside the ship hold zero velocity.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, degrees, pi, radians, sin, tan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from shortdeck.catalog.ship import ShipModel
from shortdeck.catalog.units import KINDS, UnitError, convert
from shortdeck.errors import InputError
from shortdeck.vessel.flow_grid import Array, FlowGrid
from shortdeck.vessel.pack import runway_line

if TYPE_CHECKING:
    import xarray as xr

ANGLES_APART = radians(30.0)  # of neighbouring winds between which is interpolated, at most


@dataclass(frozen=True)
class FlowField:
    """A checked file: winds ascending, ``flow[wind, component, x, y, z]``, z down from deck level."""

    name: str
    angles: Array
    x: Array
    y: Array
    z: Array
    flow: Array


def _coordinate(data: xr.Dataset, name: str, kind: str, file: str) -> Array:
    """One coordinate in SI, ascending in its own order or turned so."""
    if name not in data.coords:
        raise InputError(f"{file}: coordinate '{name}' is missing; needed are x, y, z (and wind_angle)")
    unit = str(data[name].attrs.get("units", ""))
    try:
        factor, _ = convert(f"1 {unit}", KINDS[kind])
    except UnitError as error:
        raise InputError(
            f"{file}: coordinate '{name}' needs its units as an attribute, such as "
            f"{'degree' if kind == 'angle' else 'm'}: {error}"
        ) from None
    values = np.atleast_1d(np.asarray(data[name].values, dtype=float)) * factor
    if not np.isfinite(values).all() or (np.diff(values) <= 0.0).any():
        raise InputError(f"{file}: coordinate '{name}' must ascend and hold no gaps")
    return values


def _variable(data: xr.Dataset, name: str, file: str) -> Array:
    if name not in data:
        raise InputError(
            f"{file}: variable '{name}' is missing; needed are u, v and w over the wind over deck"
        )
    unit = str(data[name].attrs.get("units", ""))
    if unit not in ("1", "dimensionless"):
        raise InputError(
            f"{file}: variable '{name}' has units {unit!r}; it must be divided by the wind over deck "
            f"and have units '1'"
        )
    order = [d for d in ("wind_angle", "x", "y", "z") if d in data[name].dims]
    if set(data[name].dims) != set(order) or not {"x", "y", "z"} <= set(order):
        raise InputError(
            f"{file}: variable '{name}' has dimensions {', '.join(map(str, data[name].dims))}; needed are "
            f"x, y, z (and wind_angle)"
        )
    values = np.asarray(data[name].transpose(*order).values, dtype=float)
    if not np.isfinite(values).all():
        count = int((~np.isfinite(values)).sum())
        raise InputError(
            f"{file}: variable '{name}' has {count} missing values; fill cells inside the ship with zero"
        )
    return values if "wind_angle" in order else values[np.newaxis]


def read_flow_field(path: str | Path) -> FlowField:
    """A flow field from a NetCDF file, checked for units, gaps and the direction of its wind.

    Raises InputError.
    """
    import xarray as xr

    file = str(path)
    try:
        with xr.open_dataset(path, engine="h5netcdf") as opened:
            data = opened.load()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {file} as NetCDF-4: {error}") from None
    strange = sorted(str(name) for name in set(data.data_vars) - {"u", "v", "w"})
    if strange:
        raise InputError(f"{file}: unknown variables {', '.join(strange)}; known are u, v and w")
    x, y, z = (_coordinate(data, name, "length", file) for name in ("x", "y", "z"))
    if min(x.size, y.size, z.size) < 2:
        raise InputError(f"{file}: at least two points are needed along each of x, y and z")
    angles = _coordinate(data, "wind_angle", "angle", file)
    flow = np.stack([_variable(data, name, file) for name in ("u", "v", "w")], axis=1)
    way = data["z"].attrs.get("positive")
    if way not in ("up", "down"):
        raise InputError(f"{file}: coordinate 'z' needs the attribute positive: 'up' or 'down', got {way!r}")
    if way == "up":
        z, flow = -z[::-1], flow[..., ::-1].copy()
        flow[:, 2] *= -1.0
    field = FlowField(file, angles, x, y, z, flow)
    for k in range(angles.size):
        _check_inflow(field, k)
    return field


def _check_inflow(field: FlowField, k: int) -> None:
    """The air that enters must have the speed and direction that the file says."""
    angle = float(field.angles[k])
    flow, high = field.flow[k], field.z < 0.5 * field.z[0]
    ahead, side = cos(angle), sin(angle)
    if abs(ahead) >= abs(side):
        face = flow[:, -1 if ahead > 0.0 else 0][:, :, high]
    else:
        face = flow[:, :, -1 if side > 0.0 else 0][:, :, high]
    mean = face.reshape(3, -1).mean(axis=1)
    off = np.hypot(mean[0] + ahead, mean[1] + side)
    if off > 0.3:
        raise InputError(
            f"{field.name}: with the wind from {degrees(angle):g} degrees the air that enters has "
            f"u {mean[0]:.2f} and v {mean[1]:.2f}, not {-ahead:.2f} and {-side:.2f}; divide by the wind over "
            f"deck, and check the axes (x forward, y to starboard)"
        )


def _check_covers(field: FlowField, model: ShipModel, *, approach: float, span: float, slope: float) -> None:
    """The grid must hold the approach, the runway line and the roll, with room for the wings."""
    line, half = runway_line(model), 0.5 * span
    ends = [line.y + x * tan(line.angle) for x in (-approach, line.end)]
    needs = (
        ("x", field.x, -approach, line.end, "from the start of the approach to the end of the runway line"),
        ("y", field.y, min(ends) - half, max(ends) + half, "across the runway line and the wings"),
        ("z (down)", field.z, -(approach * tan(slope) + 10.0), 0.0, "from deck level to the glideslope"),
    )
    for name, values, low, high, why in needs:
        if values[0] > low or values[-1] < high:
            raise InputError(
                f"{field.name} does not cover the approach: {name} runs from {values[0]:g} to "
                f"{values[-1]:g} m, and {low:.0f} to {high:.0f} m are needed, {why}; enlarge the grid, "
                f"filling it with undisturbed air"
            )


def pack_flow_grid(
    field: FlowField,
    model: ShipModel,
    *,
    wind_angle: float,
    approach: float = 800.0,
    span: float = 14.0,
    slope: float = radians(3.5),
) -> FlowGrid:
    """The field in one wind, between the two nearest winds of the file. Raises InputError.

    ``approach``: where the approach begins, m astern; ``span`` of the aircraft; ``slope`` of the glidepath.
    """
    _check_covers(field, model, approach=approach, span=span, slope=slope)
    angle = float((wind_angle + pi) % (2.0 * pi) - pi)
    k = int(np.clip(np.searchsorted(field.angles, angle), 1, max(field.angles.size - 1, 1)))
    low, high = field.angles[k - 1], field.angles[min(k, field.angles.size - 1)]
    slack = radians(0.5)
    if not low - slack <= angle <= high + slack or high - low > ANGLES_APART:
        known = ", ".join(f"{degrees(a):g}" for a in field.angles)
        raise InputError(
            f"{field.name} has winds from {known} degrees: none next to {degrees(angle):g}, with at most "
            f"{degrees(ANGLES_APART):g} degrees between neighbours"
        )
    share = 0.0 if high <= low else min(max((angle - low) / (high - low), 0.0), 1.0)
    flow = (1.0 - share) * field.flow[k - 1] + share * field.flow[min(k, field.angles.size - 1)]
    return FlowGrid(field.x, field.y, field.z, np.ascontiguousarray(flow))
