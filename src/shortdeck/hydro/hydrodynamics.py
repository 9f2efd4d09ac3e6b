"""Coefficients of a hull from Capytaine's zero-speed potentials.

Capytaine's axes are forward, port, up with the time factor exp(-i omega t); ``from_capytaine`` turns them
into the project's (forward, right, down; exp(+i omega_e t)). Radiation potentials are kept on the panels, so
that the diffraction force at speed can be had from reciprocity with the potentials at the encounter
frequency.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from shortdeck.errors import InputError
from shortdeck.hydro.form import Mesh
from shortdeck.vessel.hull_response import SEA_WATER, Coefficients
from shortdeck.vessel.response import GRAVITY, Complex, Real, encounter_frequency
from shortdeck.vessel.response_files import AXES

DOFS = ("Surge", "Sway", "Heave", "Roll", "Pitch", "Yaw")
Progress = Callable[[float, str], None]


class Panels(NamedTuple):
    """The wetted hull about O: centres (m), areas (m2), the six generalised normals, in Capytaine's axes."""

    centres: Real
    areas: Real
    normals: Real  # (panel, 6): n and r x n, pointing into the water


def load_capytaine() -> Any:
    """The library, quiet; a clear message where it is not installed."""
    try:
        import capytaine
    except ImportError as missing:
        raise InputError(
            "hull hydrodynamics need Capytaine, which is not installed; "
            "pip install 'shortdeck[hull]' brings it"
        ) from missing
    for name in ("capytaine", "capytaine.meshes", "capytaine.bem"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return capytaine


def hydrostatics(hull: Panels) -> dict[str, float]:
    """Volume, centres and waterplane by Gauss's theorem over the same panels as every force."""
    vertical = -hull.areas * hull.normals[:, 2]  # projected area, positive under the ship
    x, y, z = hull.centres.T
    volume = float(-(vertical * z).sum())
    area = float(vertical.sum())
    return {
        "volume": volume,
        "buoyancy_depth": float((vertical * z * z).sum() / 2.0 / volume),
        "buoyancy_x": float(-(vertical * z * x).sum() / volume),
        "waterplane_area": area,
        "flotation": float((vertical * x).sum() / area),
        "inertia_transverse": float((vertical * y * y).sum()),
        "inertia_longitudinal": float((vertical * x * x).sum()),
    }


def _body(half: Mesh) -> tuple[Any, Panels, dict[str, float]]:
    """Capytaine's body about O, its panels, its hydrostatics."""
    capytaine = load_capytaine()
    vertices, faces = half

    def build(shift: float) -> tuple[Any, Panels]:
        moved = vertices - np.array([shift, 0.0, 0.0])
        mesh = capytaine.ReflectionSymmetricMesh(capytaine.Mesh(vertices=moved, faces=faces), plane="xOz")
        centres = mesh.faces_centers
        n = mesh.faces_normals
        normals = np.concatenate([n, np.cross(centres, n)], axis=1)
        return mesh, Panels(centres, mesh.faces_areas, normals)

    _, hull = build(0.0)
    at = hydrostatics(hull)["buoyancy_x"]
    mesh, hull = build(at)
    body = capytaine.FloatingBody(
        mesh=mesh,
        lid_mesh=mesh.generate_lid(),  # without it, irregular frequencies would spoil the coefficients
        dofs=capytaine.rigid_body_dofs(rotation_center=(0.0, 0.0, 0.0)),
    )
    return body, hull, hydrostatics(hull) | {"forward_of_midship": at}


def radiate(body: Any, encounter: Real, progress: Progress) -> tuple[Real, Real, Complex]:
    """Added mass, damping (encounter, 6, 6) and unit-velocity potentials (encounter, 6, panel).

    In Capytaine's axes, but potentials with exp(+i omega t).
    """
    capytaine = load_capytaine()
    solver = capytaine.BEMSolver()
    count = len(encounter)
    mass, damping = np.empty((count, 6, 6)), np.empty((count, 6, 6))
    potentials = np.empty((count, 6, int(body.hull_mask.sum())), dtype=complex)
    for k, rate in enumerate(encounter):
        progress(k / count, f"{rate:.2f} rad/s")
        for j, dof in enumerate(DOFS):
            problem = capytaine.RadiationProblem(
                body=body, radiating_dof=dof, omega=float(rate), rho=SEA_WATER, g=GRAVITY
            )
            result = solver.solve(problem, keep_details=True, _check_wavelength=False)
            mass[k, :, j] = [result.added_masses[d] for d in DOFS]
            damping[k, :, j] = [result.radiation_dampings[d] for d in DOFS]
            potentials[k, j] = np.conj(np.asarray(result.potential)[body.hull_mask] / (-1j * rate))
    return mass, damping, potentials


def wave_normal_velocity(hull: Panels, omega: Real, heading: float) -> tuple[Complex, Complex]:
    """On each panel: wave elevation with its decay in depth, and normal velocity; shape (omega, panel)."""
    k = (omega * omega / GRAVITY)[:, None]
    c, s = np.cos(heading), np.sin(heading)
    x, y, z = hull.centres.T
    field = np.exp(k * z - 1j * k * (x * c + y * s))
    n = hull.normals
    return field, 1j * omega[:, None] * field * (n[:, 2] - 1j * (n[:, 0] * c + n[:, 1] * s))


def excitation(
    hull: Panels, potentials: CubicSpline[Any], omega: Real, heading: Real, speed: Real
) -> tuple[Complex, Complex]:
    """Froude-Krylov forces (heading, omega, 6) and reciprocity integrals (speed, heading, omega, 6)."""
    weighted = hull.normals * hull.areas[:, None]
    low, high = potentials.x[0], potentials.x[-1]
    steady = np.empty((len(heading), len(omega), 6), dtype=complex)
    moving = np.empty((len(speed), *steady.shape), dtype=complex)
    for h, beta in enumerate(heading):
        field, velocity = wave_normal_velocity(hull, omega, float(beta))
        steady[h] = -SEA_WATER * GRAVITY * field @ weighted
        for v, u in enumerate(speed):
            rate = encounter_frequency(omega, beta, float(u))
            chi = potentials(np.clip(np.abs(rate), low, high))
            chi = np.where((rate < 0.0)[:, None, None], np.conj(chi), chi)
            moving[v, h] = -SEA_WATER * np.einsum("wjp,wp->wj", chi, velocity * hull.areas)
    return steady, moving


def coefficients(
    half: Mesh,
    *,
    omega: Real,
    heading: Real,
    speed: Real,
    encounter: Real,
    progress: Progress = lambda share, text: None,
) -> Coefficients:
    """Everything that the hull's motions need, in the project's axes about O; ``half`` is its starboard
    side."""
    body, hull, still = _body(half)
    mass, damping, potentials = radiate(body, encounter, progress)
    steady, moving = excitation(hull, CubicSpline(encounter, potentials), omega, heading, speed)
    turn = AXES[:, None] * AXES
    return Coefficients(
        encounter=encounter,
        added_mass=mass * turn,
        damping=damping * turn,
        froude_krylov=steady * AXES,
        reciprocity=moving * AXES,
        volume=still["volume"],
        buoyancy_depth=still["buoyancy_depth"],
        waterplane_area=still["waterplane_area"],
        flotation=still["flotation"],
        inertia_transverse=still["inertia_transverse"],
        inertia_longitudinal=still["inertia_longitudinal"],
        forward_of_midship=still["forward_of_midship"],
    )


def encounter_grid(*, omega_max: float) -> NDArray[np.float64]:
    """Encounter frequencies at which the hull is made to radiate: close where its motions are large."""
    return np.concatenate([[0.03], np.arange(0.1, 1.5, 0.06), np.arange(1.5, 2.0 * omega_max, 0.15)])
