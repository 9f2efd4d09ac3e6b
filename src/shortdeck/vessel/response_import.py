"""Motions that users bring along: Capytaine, NEMOH, WAMIT, CSV.

All come in as tables in the project's convention (``shortdeck.vessel.response``) at rest or at the one speed
that is given; the file's reference point must be the ship's centre of gravity. What each program writes:

| program | axes | time | rotations | direction |
|---|---|---|---|---|
| Capytaine (NetCDF data set) | forward, port, up | exp(-i w t) | rad/m | where to, towards port; rad |
| NEMOH 3 (RAO.dat) | forward, port, up | exp(-i w t) | deg/m | where to, towards port; deg |
| WAMIT (.4) | forward, port, up | exp(+i w t) | rad over ULEN | where to, towards port; deg |
| CSV | as the project | exp(+i w_e t) | deg/m | as the project; deg |

NEMOH as in its source (Swegbloo/Nemoh, MPP_Compute_RAOs); WAMIT as in its manual (recalled, not seen).
"""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import numpy as np
import xarray as xr

from shortdeck.errors import InputError
from shortdeck.vessel.response import (
    MIRROR,
    MOTIONS,
    Complex,
    Provenance,
    Real,
    TabulatedResponse,
    check_response,
)
from shortdeck.vessel.response_files import AXES, from_capytaine

GRID = "every heading must come with the same frequencies"
Points = dict[tuple[float, float], Complex]  # (heading deg, omega) -> motions in the project's convention


def import_response(path: Path | str, *, length: float, speed: float = 0.0) -> TabulatedResponse:
    """The response in a file, by its name: ``.nc`` Capytaine, ``RAO.dat`` NEMOH, ``.4`` WAMIT, ``.csv``.

    ``length`` (m) is the ship's, for the check in long waves; with WAMIT it must be the file's ULEN.
    ``speed`` (m/s) is the one at which the motions were computed.
    """
    place = Path(path)
    if not place.is_file():
        raise InputError(f"{place}: no such file")
    if place.suffix == ".nc":
        points, maker = _capytaine(place), "Capytaine"
    elif place.suffix == ".4":
        points, maker = _wamit(place, length), "WAMIT"
    elif place.suffix == ".dat":
        points, maker = _nemoh(place), "NEMOH"
    elif place.suffix == ".csv":
        points, maker = _csv(place), "CSV"
    else:
        raise InputError(
            f"{place}: motions are read from .nc (Capytaine), .dat (NEMOH), .4 (WAMIT) and .csv files"
        )
    omega, heading, motions = _grid(points, str(place))
    found = TabulatedResponse(
        omega, heading, np.array([speed]), Provenance(f"read from {place.name} ({maker})"), motions[None]
    )
    check_response(found, length=length)
    return found


def _grid(points: Points, place: str) -> tuple[Real, Real, Complex]:
    """Points onto a grid over headings 0..180 deg; headings from port are mirrored."""
    folded: Points = {}
    for (beta, omega), motion in points.items():
        turn = beta % 360.0
        if turn > 180.0:
            folded.setdefault((round(360.0 - turn, 6), omega), motion * MIRROR)
        else:
            folded[(round(turn, 6), omega)] = motion
    headings = sorted({beta for beta, _ in folded})
    omegas = sorted({omega for _, omega in folded})
    gaps = [(b, w) for b in headings for w in omegas if (b, w) not in folded]
    if gaps:
        raise InputError(
            f"{place}: nothing is given at heading {gaps[0][0]:g} deg, {gaps[0][1]:g} rad/s; {GRID}"
        )
    if len(omegas) < 4 or not headings or headings[0] > 1e-6 or headings[-1] < 180.0 - 1e-6:
        raise InputError(
            f"{place}: at least four frequencies and headings from 0 to 180 deg are needed; found "
            f"{len(omegas)} and {', '.join(f'{b:g}' for b in headings)}"
        )
    motions = np.array([[folded[(b, w)] for w in omegas] for b in headings])
    return np.array(omegas), np.radians(headings), motions


def _capytaine(place: Path) -> Points:
    """Motions solved from a data set with inertia and hydrostatic stiffness, as Capytaine's own ``rao``."""
    try:
        with xr.open_dataset(place) as opened:
            data = opened.load()
    except (OSError, ValueError) as fault:
        raise InputError(f"{place}: not a NetCDF file that can be read ({fault})") from fault
    needed = ("added_mass", "radiation_damping", "inertia_matrix", "hydrostatic_stiffness")
    missing = [name for name in needed if name not in data]
    forces = [name for name in ("Froude_Krylov_force", "diffraction_force") if name in data]
    if missing or (len(forces) < 2 and "excitation_force" not in data):
        raise InputError(
            f"{place}: the data set lacks {', '.join(missing) or 'wave forces'}; motions need "
            f"{', '.join(needed)} and the Froude-Krylov and diffraction forces"
        )
    dofs = [name.capitalize() for name in MOTIONS]
    given = [str(name) for name in data["radiating_dof"].values]
    if sorted(given) != sorted(dofs):
        raise InputError(f"{place}: six degrees of freedom named {', '.join(dofs)} are needed, found {given}")
    data = data.sel(radiating_dof=dofs, influenced_dof=dofs)
    force = sum(_complex(data[name]) for name in (forces if len(forces) == 2 else ["excitation_force"]))
    order = ("omega", "influenced_dof", "radiating_dof")
    added, damping = (data[name].transpose(*order).values for name in ("added_mass", "radiation_damping"))
    inertia = data["inertia_matrix"].transpose(*order[1:]).values
    stiffness = data["hydrostatic_stiffness"].transpose(*order[1:]).values
    excitation = xr.DataArray(force).transpose("omega", "wave_direction", "influenced_dof").values
    points: Points = {}
    for k, omega in enumerate(data["omega"].values.astype(float)):
        if omega <= 0.0:
            continue
        matrix = -(omega**2) * (inertia + added[k]) - 1j * omega * damping[k] + stiffness
        # Surge, sway and yaw have no stiffness; they are moved by inertia and so the matrix is regular.
        for j, beta in enumerate(data["wave_direction"].values.astype(float)):
            motion = np.linalg.solve(matrix, excitation[k, j])
            points[(round(math.degrees(beta), 6), float(omega))] = from_capytaine(motion)
    return points


def _complex(values: xr.DataArray) -> xr.DataArray:
    """Complex numbers from the real and imaginary parts that NetCDF holds."""
    if "complex" not in values.dims:
        return values
    real, imaginary = values.sel(complex="re", drop=True), values.sel(complex="im", drop=True)
    return real + 1j * imaginary


def _nemoh(place: Path) -> Points:
    """RAO.dat: blocks by direction, each line frequency, six amplitudes, six phases in degrees."""
    lines = place.read_text(encoding="utf-8").splitlines()
    if not lines or "VARIABLES" not in lines[0]:
        raise InputError(f"{place}: no RAO.dat of NEMOH 3; its first line names the variables")
    units = {"w (rad/s)": (1.0, 1), "f (Hz)": (2.0 * math.pi, 1), "T (s)": (2.0 * math.pi, -1)}
    unit = next((name for name in units if name in lines[0]), None)
    if unit is None:
        raise InputError(f"{place}: the frequency must be given as {', '.join(units)}")
    scale, power = units[unit]
    points: Points = {}
    beta = None
    for number, line in enumerate(lines[1:], start=2):
        found = re.search(r"beta=\s*([-+.\dEe]+)", line)
        if found:
            beta = float(found.group(1))
            continue
        words = line.split()
        if len(words) != 13:
            continue
        if beta is None:
            raise InputError(f"{place}, line {number}: numbers before the first 'beta='")
        row = _floats(words, place, number)
        size = row[1:7] * np.where(np.arange(6) < 3, 1.0, math.pi / 180.0)
        motion = np.asarray(size * np.exp(1j * np.radians(row[7:13])), dtype=complex)
        points[(round(beta, 6), round(scale * float(row[0]) ** power, 9))] = from_capytaine(motion)
    return points


def _wamit(place: Path, length: float) -> Points:
    """The .4 file: period, direction, mode, modulus, phase, real, imaginary part; rotations times ULEN."""
    parts: dict[tuple[float, float], Complex] = {}
    for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), start=1):
        words = line.split()
        if not words or not re.match(r"[-+.\d]", words[0]):
            continue
        if len(words) != 7:
            raise InputError(f"{place}, line {number}: seven numbers are expected, found {len(words)}")
        row = _floats(words, place, number)
        mode = int(row[2])
        if not 1 <= mode <= 6:
            raise InputError(f"{place}, line {number}: mode {mode}; one ship has modes 1 to 6")
        key = (round(float(row[1]), 6), round(2.0 * math.pi / float(row[0]), 9))
        motion = parts.setdefault(key, np.zeros(6, dtype=complex))
        motion[mode - 1] = (row[5] + 1j * row[6]) / (1.0 if mode <= 3 else length)
    return {key: np.asarray(motion * AXES) for key, motion in parts.items()}


def _csv(place: Path) -> Points:
    """Columns heading_deg, omega_rad_s and for each motion NAME_amplitude, NAME_phase_deg."""
    with place.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        wanted = ["heading_deg", "omega_rad_s"]
        wanted += [f"{name}_{part}" for name in MOTIONS for part in ("amplitude", "phase_deg")]
        missing = [name for name in wanted if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"{place}: the columns {', '.join(missing)} are missing; amplitudes are m/m and deg/m"
            )
        points: Points = {}
        for number, line in enumerate(reader, start=2):
            row = _floats([line[name] or "" for name in wanted], place, number)
            size = row[2::2] * np.where(np.arange(6) < 3, 1.0, math.pi / 180.0)
            points[(float(row[0]), float(row[1]))] = np.asarray(size * np.exp(1j * np.radians(row[3::2])))
    return points


def _floats(words: list[str], place: Path, number: int) -> Real:
    try:
        return np.array([float(word) for word in words])
    except ValueError as fault:
        raise InputError(f"{place}, line {number}: {fault}") from fault
