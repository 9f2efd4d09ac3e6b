"""Responses on disk: hull coefficients and tables of transfer functions as NetCDF.

A coefficient file holds the hydrodynamics of one hull and the loading for which it was last combined; a
table holds amplitude and phase over speed, heading and frequency. Both say in ``convention`` how to read
them and carry their provenance, and no date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from shortdeck.errors import InputError
from shortdeck.vessel.hull_response import Coefficients, HullResponse, Loading
from shortdeck.vessel.response import (
    MOTIONS,
    Complex,
    Provenance,
    Real,
    Response,
    TabulatedResponse,
)

AXES = np.array([1.0, -1.0, -1.0, 1.0, -1.0, -1.0])
"""Sign of each motion in axes forward, right, down against forward, port, up (Capytaine's and WAMIT's)."""
CONVENTION = (
    "axes forward, right, down; time factor exp(+i omega_e t); phase relative to the elevation (positive "
    "up) at the centre of gravity; omega is the wave frequency; heading 0 following, 90 deg from starboard, "
    "180 deg head seas"
)
_SCALARS = (
    "volume",
    "buoyancy_depth",
    "waterplane_area",
    "flotation",
    "inertia_transverse",
    "inertia_longitudinal",
    "forward_of_midship",
)
_BITS = 15


def from_capytaine(values: Complex) -> Complex:
    """Motions or forces (..., 6) per wave amplitude of Capytaine in the project's convention.

    Capytaine: axes forward, port, up; exp(-i omega t). The wave direction is the project's heading: both
    count from the bow's direction to where the wave goes, towards port.
    """
    return np.asarray(np.conj(values) * AXES, dtype=complex)


def _rounded(values: Complex) -> Complex:
    """Each motion to 15 bits of its largest value, by powers of two: small files, same bytes each time."""
    largest = np.abs(values).max(axis=tuple(range(values.ndim - 1)))
    step = 2.0 ** (np.ceil(np.log2(np.maximum(largest, 1e-30))) - _BITS)
    parts = np.round(values.real / step) * step + 1j * np.round(values.imag / step) * step
    return np.asarray(parts, dtype=complex)


def _parts(values: Complex) -> Real:
    """Real and imaginary part as a leading axis."""
    return np.stack([values.real, values.imag])


def write_response(response: Response, path: Path) -> None:
    """A file that ``read_response`` reads back; the same response gives the same bytes."""
    if isinstance(response, HullResponse):
        data = _coefficients_dataset(response)
    elif isinstance(response, TabulatedResponse):
        data = _table_dataset(response, response.motions)
    else:
        raise InputError(f"a response of kind {type(response).__name__} cannot be written")
    data.attrs |= {
        "convention": CONVENTION,
        "method": response.provenance.method,
        "mesh": response.provenance.mesh,
        "versions": response.provenance.versions,
        "particulars": json.dumps(dict(response.provenance.particulars), sort_keys=True),
    }
    encoding = {
        name: {"zlib": True, "complevel": 9, "shuffle": True, "dtype": "float32"}
        for name, variable in data.data_vars.items()
        if variable.ndim > 2
    }
    data.to_netcdf(path, engine="h5netcdf", encoding=encoding)


def _coefficients_dataset(response: HullResponse) -> xr.Dataset:
    c = response.coefficients
    forces = ("part", "heading", "omega", "mode")
    return xr.Dataset(
        {
            "added_mass": (("encounter", "force", "mode"), c.added_mass),
            "damping": (("encounter", "force", "mode"), c.damping),
            "froude_krylov": (forces, _parts(_rounded(c.froude_krylov))),
            "reciprocity": (("part", "speed", *forces[1:]), _parts(_rounded(c.reciprocity))),
        },
        coords={
            "encounter": ("encounter", c.encounter, {"units": "rad/s"}),
            "omega": ("omega", response.omega, {"units": "rad/s"}),
            "heading": ("heading", response.heading, {"units": "rad"}),
            "speed": ("speed", response.speed, {"units": "m/s"}),
            "mode": list(MOTIONS),
            "part": ["real", "imaginary"],
        },
        attrs={
            "kind": "coefficients",
            "hull": json.dumps({name: getattr(c, name) for name in _SCALARS}),
            "loading": json.dumps(response.loading._asdict()),
        },
    )


def _table_dataset(response: Response, motions: Complex) -> xr.Dataset:
    dims = ("speed", "heading", "omega", "mode")
    return xr.Dataset(
        {
            "amplitude": (dims, np.abs(motions), {"units": "m/m and rad/m"}),
            "phase": (dims, np.angle(motions), {"units": "rad"}),
        },
        coords={
            "omega": ("omega", response.omega, {"units": "rad/s"}),
            "heading": ("heading", response.heading, {"units": "rad"}),
            "speed": ("speed", response.speed, {"units": "m/s"}),
            "mode": list(MOTIONS),
        },
        attrs={"kind": "motions"},
    )


def tabulate(response: Response, *, roll_rate_rms: float = 0.0) -> TabulatedResponse:
    """The response as a plain table of transfer functions on its own grids, for others to use."""
    motions = np.stack(
        [
            response.transfer(
                response.omega, response.heading[:, None], float(u), roll_rate_rms=roll_rate_rms
            )
            for u in response.speed
        ]
    )
    return TabulatedResponse(response.omega, response.heading, response.speed, response.provenance, motions)


def read_response(path: Path | str) -> Response:
    """A response written by ``write_response``."""
    place = Path(path)
    if not place.is_file():
        raise InputError(f"{place}: no such file")
    try:
        with xr.open_dataset(place, engine="h5netcdf") as opened:
            data = opened.load()
    except (OSError, ValueError) as fault:
        raise InputError(f"{place}: not a NetCDF file that can be read ({fault})") from fault
    kind = data.attrs.get("kind")
    if kind not in ("coefficients", "motions"):
        raise InputError(f"{place}: no response of shortdeck; 'kind' is {kind!r}")
    provenance = Provenance(
        method=str(data.attrs["method"]),
        mesh=str(data.attrs["mesh"]),
        versions=str(data.attrs["versions"]),
        particulars=json.loads(data.attrs["particulars"]),
    )
    omega, heading, speed = (
        np.asarray(data[name].values, dtype=float) for name in ("omega", "heading", "speed")
    )
    if kind == "motions":
        motions = data["amplitude"].values * np.exp(1j * data["phase"].values)
        return TabulatedResponse(omega, heading, speed, provenance, np.asarray(motions, dtype=complex))
    loaded = Loading(**json.loads(data.attrs["loading"]))
    return HullResponse(omega, heading, speed, provenance, _read_coefficients(data), loaded)


def _read_coefficients(data: xr.Dataset) -> Coefficients:
    def joined(name: str) -> Complex:
        both = np.asarray(data[name].values, dtype=float)
        return np.asarray(both[0] + 1j * both[1], dtype=complex)

    hull: dict[str, Any] = json.loads(data.attrs["hull"])
    return Coefficients(
        encounter=np.asarray(data["encounter"].values, dtype=float),
        added_mass=np.asarray(data["added_mass"].values, dtype=float),
        damping=np.asarray(data["damping"].values, dtype=float),
        froude_krylov=joined("froude_krylov"),
        reciprocity=joined("reciprocity"),
        **{name: float(hull[name]) for name in _SCALARS},
    )
