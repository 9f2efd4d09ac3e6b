"""What ``shortdeck hull SHIP`` computes, tells and keeps."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.catalog.loader import load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.hydro.compute import compute
from shortdeck.vessel.hull_response import HullResponse
from shortdeck.vessel.response import GRAVITY
from shortdeck.vessel.response_files import tabulate, write_response

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

HEADINGS = (180, 135, 90, 45, 0)  # deg, in tables and pictures
WAVES = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)  # wave lengths over the ship's, in tables
SMALL_ROLL = math.radians(2.0)  # rad/s, RMS roll rate for which tables and pictures linearise


def hull(ship: str, *, out: str | Path | None = None, quiet: bool = False) -> HullResponse:
    """Compute a ship's response anew from her particulars (a minute or two), and keep it in a folder.

    ``ship`` is a name of the catalogue or the path of a file. In ``out``: NAME.nc, which ``load_response``
    reads; NAME-motions.nc, amplitude and phase as a table; NAME-motions.png. Needs the extra ``hull``.
    """
    from rich.console import Console
    from rich.progress import Progress

    file = load_ship(ship)
    if not isinstance(file, ShipFile):
        raise InputError(f"{file.name} is an airfield: it has no hull")
    with Progress(console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(f"radiation of {file.name}", total=1.0)

        def progress(share: float, text: str) -> None:
            bar.update(task, completed=share, description=f"radiation of {file.name}, {text}")

        found = compute(file, progress=progress)
        bar.update(task, completed=1.0, description=f"radiation of {file.name}")
    if out is not None:
        save(found, file.name, Path(out))
    return found


def short_name(ship: str) -> str:
    """The name that a ship's file gives itself."""
    return load_ship(ship).name


def save(response: HullResponse, name: str, folder: Path) -> list[Path]:
    """Coefficients, a table of motions and a picture, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.nc", folder / f"{name}-motions.nc", folder / f"{name}-motions.png"]
    write_response(response, paths[0])
    write_response(tabulate(response, roll_rate_rms=SMALL_ROLL), paths[1])
    sheet(response, name).savefig(paths[2], dpi=110, metadata={"Software": None})
    return paths


def _rows(response: HullResponse, speed: float) -> list[dict[str, float]]:
    length = response.provenance.particulars["length"]
    rows = []
    for heading in HEADINGS:
        for ratio in WAVES:
            omega = math.sqrt(2.0 * math.pi * GRAVITY / (ratio * length))
            motion = np.abs(response.transfer(omega, math.radians(heading), speed, roll_rate_rms=SMALL_ROLL))
            slope = omega * omega / GRAVITY
            rows.append(
                {
                    "heading_deg": float(heading),
                    "wave_length_over_ship_length": ratio,
                    "heave": float(motion[2]),
                    "roll_over_slope": float(motion[3]) / slope,
                    "pitch_over_slope": float(motion[4]) / slope,
                }
            )
    return rows


def as_data(response: HullResponse, name: str) -> dict[str, Any]:
    """The result as plain data."""
    load = response.loading
    critical = 2.0 * response.restoring[3, 3] / response.roll_frequency
    top = float(response.speed[-1])
    return {
        "ship": name,
        "method": response.provenance.method,
        "mesh": response.provenance.mesh,
        "versions": response.provenance.versions,
        "particulars": dict(response.provenance.particulars),
        "displacement_kg": float(response.inertia[0]),
        "centre_of_gravity_above_water_m": -response.centre_of_gravity,
        "roll_period_s": 2.0 * math.pi / response.roll_frequency,
        "roll_damping_share_of_critical": {
            "linear_at_rest": load.roll_linear / critical,
            "lift_at_full_speed": load.roll_lift * top / critical,
            "quadratic_at_5_deg": 8.0
            / (3.0 * math.pi)
            * response.roll_frequency
            * math.radians(5.0)
            * load.roll_quadratic
            / critical,
            "plus_minus_share": load.roll_spread,
        },
        "motions": {f"{u:.2f} m/s": _rows(response, float(u)) for u in (0.0, 0.5 * top)},
    }


def show(response: HullResponse, name: str, console: Console) -> None:
    """A table for those who read."""
    from rich.table import Table

    data = as_data(response, name)
    console.print(
        f"{name}: {data['displacement_kg'] / 1e6:.1f} thousand t, roll period {data['roll_period_s']:.1f} s, "
        f"centre of gravity {data['centre_of_gravity_above_water_m']:.1f} m above the water"
    )
    damping = data["roll_damping_share_of_critical"]
    console.print(
        f"roll damping besides waves: {damping['linear_at_rest']:.1%} of critical, "
        f"{damping['lift_at_full_speed']:.1%} more at full speed, {damping['quadratic_at_5_deg']:.1%} more "
        f"at 5 deg of roll; +/- {damping['plus_minus_share']:.0%} of it"
    )
    for speed, rows in data["motions"].items():
        table = Table(title=f"at {speed}: heave, roll and pitch over wave slope")
        for column in ("heading / deg", "wave / ship length", "heave", "roll", "pitch"):
            table.add_column(column, justify="right")
        for row in rows:
            values = list(row.values())
            table.add_row(f"{values[0]:.0f}", f"{values[1]:g}", *(f"{v:.2f}" for v in values[2:]))
        console.print(table)


def sheet(response: HullResponse, name: str) -> Figure:
    """Heave, roll and pitch over frequency at five headings, at rest and at half speed."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.0, 9.0), layout="constrained")
    axes = figure.subplots(3, 2, sharex=True, sharey="row")
    omega = np.linspace(0.05, float(response.omega[-1]), 400)
    slope = omega * omega / GRAVITY
    for column, speed in enumerate((0.0, 0.5 * float(response.speed[-1]))):
        axes[0][column].set_title(f"{name}, {speed:.1f} m/s")
        for heading in HEADINGS:
            motion = np.abs(response.transfer(omega, math.radians(heading), speed, roll_rate_rms=SMALL_ROLL))
            for row, values in enumerate((motion[:, 2], motion[:, 3] / slope, motion[:, 4] / slope)):
                axes[row][column].plot(omega, values, label=f"{heading} deg", lw=1.2)
        axes[2][column].set_xlabel("wave frequency / rad/s")
    for row, label in enumerate(("heave", "roll over wave slope", "pitch over wave slope")):
        axes[row][0].set_ylabel(label)
        for ax in axes[row]:
            ax.grid(alpha=0.3)
    axes[0][1].legend(fontsize="small", title="heading")
    return figure
