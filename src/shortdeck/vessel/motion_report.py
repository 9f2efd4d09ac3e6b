"""Deck motion for those who read: tables in the field's units, plain data, files on disk."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.errors import InputError
from shortdeck.vessel.motion_statistics import Quantity
from shortdeck.vessel.recorded import SENSES
from shortdeck.vessel.response import MOTIONS

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

    from shortdeck.vessel.deck_motion import DeckMotion

_COURSE = "course frame (forward along the mean course, right, down), moving with the ship's mean velocity"


def shown(value: float, unit: str) -> tuple[float, str]:
    """A value in the unit that people read: angles in degrees."""
    return (math.degrees(value), "deg") if unit == "rad" else (value, unit)


def as_data(found: DeckMotion) -> dict[str, Any]:
    """All figures as plain data, SI and radians; a period that does not exist is null."""
    figures: dict[str, Any] = {}
    for q in found.quantities:
        seen = found.recorded(q.name)
        figures[q.name] = {
            "unit": q.unit,
            "record": seen._asdict() | {"crossing_period": seen.crossing_period or None},
        }
        if q.name in found.spectral:
            by = found.spectral[q.name]
            figures[q.name]["spectrum"] = {
                "rms": by.rms,
                "significant": 2.0 * by.rms,
                "crossing_period": by.crossing_period or None,
                "scatter_of_rms": by.scatter,
            }
    return {
        "ship": found.ship,
        "conditions": found.conditions,
        "method": found.method,
        "realisation": found.rule or None,
        "sea": None if found.sea is None else found.sea.as_data(),
        "duration_s": float(found.time[-1] + found.time[1]) if found.rule else float(found.time[-1]),
        "point_m": list(found.place),
        "figures": figures,
        "roll_rms_interval": None if found.roll_interval is None else found.roll_interval._asdict(),
        "limits": _limits(found),
    }


def _limits(found: DeckMotion) -> dict[str, Any]:
    quiet, limits = found.quiet(), found.limits
    each = {}
    for name, most in limits.most.items():
        by, seen = found.share_within(name)
        significant = 2.0 * _rms(found, name)
        each[name] = {
            "most": most,
            "significant": significant,
            "met": significant <= most,
            "share_of_time_by_spectrum": by,
            "share_of_time_in_record": seen,
        }
    return {
        "set": limits.name,
        "source": limits.source,
        "confidence": limits.confidence,
        "each": each,
        "met": all(one["met"] for one in each.values()),
        "share_of_time_in_record": quiet.share,
        "quiescent": {
            "least_s": found.least,
            "count": int(quiet.periods.size),
            "share_of_time": float(quiet.periods.sum() / (found.time[-1] + found.time[1])),
            "mean_s": _mean(quiet.periods),
            "longest_s": _most(quiet.periods),
            "mean_gap_s": _mean(quiet.gaps),
            "longest_gap_s": _most(quiet.gaps),
        },
    }


def _rms(found: DeckMotion, name: str) -> float:
    """By the spectrum, or of recorded motion."""
    return found.spectral[name].rms if name in found.spectral else found.recorded(name).rms


def _mean(values: Any) -> float | None:
    return float(values.mean()) if values.size else None


def _most(values: Any) -> float | None:
    return float(values.max()) if values.size else None


def dataset(found: DeckMotion) -> xr.Dataset:
    """The record: six motions, their rates, and the deck point."""
    import xarray as xr

    data: dict[str, Any] = {}
    for k, name in enumerate(MOTIONS):
        unit = "m" if k < 3 else "rad"
        data[name] = ("time", found.motions[:, k], {"units": unit, "positive": SENSES[name][0]})
        data[f"{name}_rate"] = (
            "time",
            found.rates[:, k],
            {"units": f"{unit}/s", "positive": SENSES[name][0]},
        )
    p = found.point
    at_rest = np.array([*found.place, -found.height])
    deck = "deck axes (forward, right, down)"
    for name, values, unit, frame in (
        ("point_position", p.displacement + at_rest, "m", _COURSE),
        ("point_velocity", p.velocity, "m/s", _COURSE),
        ("point_acceleration", p.acceleration, "m/s2", _COURSE),
        ("deck_attitude", p.attitude, "rad", "roll, pitch, yaw of the deck (3-2-1)"),
        ("deck_rates", p.rates, "rad/s", deck),
        ("deck_angular_acceleration", p.angular_acceleration, "rad/s2", deck),
    ):
        data[name] = (("time", "axis"), values, {"units": unit, "frame": frame})
    attributes = {
        "ship": found.ship,
        "conditions": found.conditions,
        "method": found.method,
        "realisation": found.rule,
        "motions": "surge, sway and heave of the ship's centre of gravity; yaw, pitch, roll in that order",
        "point": f"{found.place[0]:g} m forward of the stern edge, {found.place[1]:g} m right of the "
        "centreline at deck level; its position counts from the mean sea below the stern edge's middle",
    }
    coords = {"time": ("time", found.time, {"units": "s"}), "axis": ["forward", "right", "down"]}
    return xr.Dataset(data, coords=coords, attrs=attributes)


def save(found: DeckMotion, folder: str | Path) -> list[Path]:
    """Write the record (NetCDF) and a picture (PNG) into a folder; the same motion gives the same bytes."""
    data, picture = Path(folder) / "motion.nc", Path(folder) / "motion.png"
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        found.to_netcdf(data)
        found.plot().savefig(picture, dpi=120, metadata={"Software": None})
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return [data, picture]


def show(found: DeckMotion, console: Console) -> None:
    """Print conditions, figures, limits and where they come from."""
    from rich.text import Text

    console.print(Text(f"{found.ship}: {found.conditions}", style="bold"))
    console.print(Text(f"response: {found.method}" if found.rule else f"record: {found.method}"))
    if found.rule:
        console.print(Text(f"record of {found.time[-1] + found.time[1]:g} s: {found.rule}"))
    x, y = found.place
    side = "to starboard" if y > 0 else "to port"
    console.print(Text(f"deck point: {x:.1f} m forward of the stern edge, {abs(y):.1f} m {side}\n"))
    _figures(found, console)
    interval = found.roll_interval
    if interval is not None:
        rms, low, high = (math.degrees(x) for x in (found.spectral["roll"].rms, interval.low, interval.high))
        console.print(
            f"roll RMS {rms:.2f} deg; {low:.2f} to {high:.2f} deg for roll damping (besides that of waves) "
            f"+/- {interval.spread:.0%}"
        )
    elif found.rule:
        console.print("roll damping is built into this response: the interval that it leaves is not known")
    _show_limits(found, console)


def _figures(found: DeckMotion, console: Console) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("")
    by = ("RMS", "significant", "period / s") if found.spectral else ()
    for column in (*by, "record: RMS", "period / s", "largest"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    for q in found.quantities:
        table.add_row(*_row(found, q))
    console.print(table)


def _row(found: DeckMotion, q: Quantity) -> list[str]:
    seen = found.recorded(q.name)
    cells = [q.name]
    if q.name in found.spectral:
        by = found.spectral[q.name]
        cells += [f"{shown(by.rms, q.unit)[0]:.3f}", f"{2.0 * shown(by.rms, q.unit)[0]:.3f}"]
        cells.append(f"{by.crossing_period:.1f}" if by.crossing_period else "-")
    cells.append(f"{shown(seen.rms, q.unit)[0]:.3f}")
    cells.append(f"{seen.crossing_period:.1f}" if seen.crossing_period else "-")
    largest, unit = shown(seen.largest, q.unit)
    return [*cells, f"{largest:.3f}", unit]


def _show_limits(found: DeckMotion, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    data = _limits(found)
    console.print(Text(f"\nlimits: {data['set']} ({data['confidence']}: {data['source']})"))
    table = Table(box=None, pad_edge=False)
    columns = ("", "limit", "significant", "unit", "met", "time within, spectrum", "in record")
    for k, column in enumerate(columns):
        table.add_column(column, justify="right" if k in (1, 2, 5, 6) else "left", no_wrap=True)
    units = {q.name: q.unit for q in found.quantities}
    for name, one in data["each"].items():
        (most, unit), significant = shown(one["most"], units[name]), shown(one["significant"], units[name])[0]
        by = one["share_of_time_by_spectrum"]
        table.add_row(
            name, f"{most:.2f}", f"{significant:.2f}", unit, "yes" if one["met"] else "no",
            "-" if by is None else f"{by:.1%}", f"{one['share_of_time_in_record']:.1%}",
        )  # fmt: skip
    console.print(table)
    quiet = data["quiescent"]
    console.print(f"all at once: {data['share_of_time_in_record']:.1%} of the record")
    if not quiet["count"]:
        console.print(f"quiescent periods of {quiet['least_s']:g} s and more: none")
        return
    gaps = ""
    if quiet["mean_gap_s"] is not None:
        gaps = f"; gaps {quiet['mean_gap_s']:.0f} s in the mean, {quiet['longest_gap_s']:.0f} s at most"
    console.print(
        f"quiescent periods of {quiet['least_s']:g} s and more: {quiet['count']}, "
        f"{quiet['share_of_time']:.0%} of the time, {quiet['mean_s']:.0f} s in the mean, "
        f"{quiet['longest_s']:.0f} s at most{gaps}"
    )
