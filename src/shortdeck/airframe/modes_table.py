"""Modes of motion as plain data and as tables."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from shortdeck.airframe.modes import FlightCondition, Mode

if TYPE_CHECKING:
    from rich.console import Console


def as_data(conditions: tuple[FlightCondition, ...]) -> list[dict[str, Any]]:
    """Conditions and modes in SI; a time that does not exist is None."""
    return [
        {
            "condition": c.name,
            "mass_kg": c.mass,
            "airspeed_m_s": c.airspeed,
            "altitude_m": c.altitude,
            "flap": c.flap,
            "gear": c.gear,
            "modes": [_mode_data(mode) for mode in c.modes],
        }
        for c in conditions
    ]


def _mode_data(mode: Mode) -> dict[str, Any]:
    return {
        "name": mode.name,
        "eigenvalue_rad_s": [mode.eigenvalue.real, mode.eigenvalue.imag],
        "frequency_rad_s": mode.frequency,
        "damping_ratio": mode.damping,
        "time_to_half_s": mode.time_to_half if isfinite(mode.time_to_half) else None,
        "time_to_double_s": mode.time_to_double if isfinite(mode.time_to_double) else None,
    }


def show(conditions: tuple[FlightCondition, ...], console: Console) -> None:
    """Print one table for each condition."""
    from rich.table import Table

    for c in conditions:
        title = f"modes, {c.name}: {c.mass:.0f} kg, {c.airspeed:.1f} m/s, {c.altitude:.0f} m, "
        title += f"flap {c.flap:g}, gear {c.gear:g}"
        table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("", no_wrap=True)
        for column in ("eigenvalue rad/s", "frequency rad/s", "damping ratio", "half s", "double s"):
            table.add_column(column, justify="right", no_wrap=True)
        for mode in c.modes:
            table.add_row(*_cells(mode))
        console.print(table)
        console.print()


def _cells(mode: Mode) -> tuple[str, ...]:
    x = mode.eigenvalue
    eigenvalue = f"{x.real:.4g} ± {x.imag:.4g}i" if x.imag > 0.0 else f"{x.real:.4g}"
    damping = f"{mode.damping:.3f}" if x.imag > 0.0 else "-"
    times = (f"{t:.3g}" if isfinite(t) else "-" for t in (mode.time_to_half, mode.time_to_double))
    return mode.name, eigenvalue, f"{mode.frequency:.4g}", damping, *times
