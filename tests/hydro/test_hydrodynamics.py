"""The coefficients against Capytaine itself and against exact relations between them."""

import numpy as np
import pytest

from shortdeck.hydro import hydrodynamics
from shortdeck.hydro.form import panels
from shortdeck.hydro.hydrodynamics import DOFS
from shortdeck.vessel.hull_response import SEA_WATER
from shortdeck.vessel.response import GRAVITY
from shortdeck.vessel.response_files import from_capytaine
from tests.hydro.reference import LHD220_FORM, lhd220, s175


@pytest.fixture(scope="module")
def small():
    """A coarse hull in Capytaine's hands."""
    half = panels(LHD220_FORM._replace(flotation=-0.02, buoyancy=-0.01, midship=0.85), stations=16, girth=5)
    body, hull, still = hydrodynamics._body(half)
    return half, body, hull, still


def test_hydrostatics_are_capytaines(small):
    _, body, _, still = small
    assert still["volume"] == pytest.approx(body.disp_volume, rel=5e-3)
    assert still["buoyancy_depth"] == pytest.approx(-body.center_of_buoyancy[2], rel=0.02)
    assert still["waterplane_area"] == pytest.approx(body.waterplane_area, rel=1e-6)
    bm = still["inertia_transverse"] / still["volume"]
    assert bm == pytest.approx(body.transversal_metacentric_radius, rel=0.02)


@pytest.mark.parametrize("heading", [0.4, np.pi / 2, 2.4])
def test_reciprocity_gives_capytaines_diffraction_forces(small, heading):
    """At rest, wave and encounter frequency are one: its own diffraction problem must give the same force."""
    capytaine = hydrodynamics.load_capytaine()
    half, body, _, _ = small
    omega = 0.6
    problem = capytaine.DiffractionProblem(
        body=body, omega=omega, wave_direction=heading, rho=SEA_WATER, g=GRAVITY
    )
    result = capytaine.BEMSolver().solve(problem, _check_wavelength=False)
    diffraction = from_capytaine(np.array([result.forces[dof] for dof in DOFS]))
    froude_krylov = capytaine.bem.airy_waves.froude_krylov_force(problem)
    found = hydrodynamics.coefficients(
        half,
        omega=np.array([0.3, omega]),
        heading=np.array([heading]),
        speed=np.array([0.0]),
        encounter=np.array([0.3, 0.5, omega, 0.7]),
    )
    ours = 1j * omega * found.reciprocity[0, 0, 1]
    assert ours == pytest.approx(diffraction, rel=0.03, abs=3e-3 * np.abs(diffraction).max())
    steady = from_capytaine(np.array([froude_krylov[dof] for dof in DOFS]))
    assert found.froude_krylov[0, 1] == pytest.approx(steady, rel=1e-3, abs=1e-5 * np.abs(steady).max())


def test_added_mass_and_damping_are_symmetric_and_positive():
    c = s175().coefficients
    for matrix in (c.added_mass, c.damping):
        scale = np.sqrt(np.einsum("kjj,kll->kjl", np.abs(matrix), np.abs(matrix))).max(axis=0)
        assert (np.abs(matrix - matrix.transpose(0, 2, 1)) <= 0.03 * scale).all()
    for mode in range(6):
        assert (c.added_mass[:3, mode, mode] > 0.0).all()
        assert (c.damping[1:, mode, mode] >= -1e-3 * c.damping[:, mode, mode].max()).all()


def test_port_and_starboard_do_not_mix():
    c = lhd220().coefficients
    upright, sideways = [0, 2, 4], [1, 3, 5]
    for matrix in (c.added_mass, c.damping):
        mixed = np.abs(matrix[:, upright][:, :, sideways])
        assert mixed.max() < 1e-5 * np.abs(matrix).max()
    for force in (c.froude_krylov, c.reciprocity[0]):
        head, following = force[-1], force[0]
        assert np.abs(head[:, sideways]).max() < 1e-3 * np.abs(force[..., sideways]).max()
        assert np.abs(following[:, sideways]).max() < 1e-3 * np.abs(force[..., sideways]).max()


def test_a_missing_library_is_said_clearly(monkeypatch):
    import sys

    from shortdeck.errors import InputError

    monkeypatch.setitem(sys.modules, "capytaine", None)
    with pytest.raises(InputError, match=r"shortdeck\[hull\]"):
        hydrodynamics.load_capytaine()
