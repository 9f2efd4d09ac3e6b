"""A ship's response computed anew from her file: what ``shortdeck hull SHIP`` does."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np

from shortdeck.catalog.ship import ShipFile
from shortdeck.hydro.form import BUOYANCY, FLOTATION, Form, panels
from shortdeck.hydro.hydrodynamics import Progress, coefficients, encounter_grid, load_capytaine
from shortdeck.vessel.hull_response import HullResponse, Loading
from shortdeck.vessel.response import Provenance, check_response
from shortdeck.vessel.response_files import write_response
from shortdeck.vessel.ship_response import frequency_grid, hull_block, hull_midship, loading, speeds

METHOD = (
    "parametric hull; zero-speed radiation potentials by Capytaine with a lid against irregular frequencies; "
    "diffraction by reciprocity and speed terms of Salvesen, Tuck and Faltinsen at the encounter frequency"
)
HEADINGS = 37


def form_of(ship: ShipFile) -> Form:
    """The parametric hull with the particulars of the file."""
    hull = ship.model.hull
    length = hull.length.value
    buoyancy = hull.buoyancy_centre.value / length if hull.buoyancy_centre else BUOYANCY
    flotation = hull.flotation_centre.value / length if hull.flotation_centre else FLOTATION
    return Form(
        length=length,
        beam=hull.beam.value,
        draught=hull.draught.value,
        block=hull_block(hull),
        waterplane=hull.waterplane.value,
        midship=hull_midship(hull),
        buoyancy=buoyancy,
        flotation=flotation,
    )


def compute(
    ship: ShipFile,
    *,
    out: Path | None = None,
    stations: int = 60,
    girth: int = 12,
    progress: Progress = lambda share, text: None,
) -> HullResponse:
    """The response of a ship from her particulars; written to ``out`` where given. Takes a minute or two.

    ``stations`` x ``girth`` panels on each side. Needs Capytaine (extra ``hull``).
    """
    hull = ship.model.hull
    form = form_of(ship)
    omega = frequency_grid(form.length)
    heading = np.linspace(0.0, np.pi, HEADINGS)
    speed = speeds(ship)
    found = coefficients(
        panels(form, stations=stations, girth=girth),
        omega=omega,
        heading=heading,
        speed=speed,
        encounter=encounter_grid(omega_max=float(omega[-1])),
        progress=progress,
    )
    provenance = Provenance(
        method=METHOD,
        mesh=f"{2 * stations * girth} panels on {stations} stations, lid on the waterplane",
        versions=f"capytaine {load_capytaine().__version__}, numpy {np.__version__}, python "
        f"{platform.python_version()}",
        particulars=form._asdict(),
    )
    bare = HullResponse(omega, heading, speed, provenance, found, Loading(1.0, 1.0, 1.0, 1.0))
    response = HullResponse(omega, heading, speed, provenance, found, loading(hull, bare))
    check_response(response)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_response(response, out)
    return response
