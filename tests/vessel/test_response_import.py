"""Motions from other programs arrive in the project's convention."""

import math

import numpy as np
import pytest

from shortdeck.catalog import loader
from shortdeck.errors import InputError
from shortdeck.vessel.response import MOTIONS
from shortdeck.vessel.response_import import import_response
from shortdeck.vessel.ship_response import ship_response

LENGTH = 238.0
OMEGA = np.array([0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8])
DEGREES = np.arange(0.0, 181.0, 30.0)
FLIP = np.array([1.0, -1.0, -1.0, 1.0, -1.0, -1.0])  # forward-right-down to forward-port-up


@pytest.fixture(scope="module")
def motions():
    """Izumo at rest: (heading, omega, 6)."""
    return ship_response(loader.load("izumo")).transfer(OMEGA, np.radians(DEGREES)[:, None], 0.0)


def write_nemoh(path, motions, header='VARIABLES="w (rad/s)"', frequency=lambda w: w):
    lines = [header + " |X| (m/m) |Y| (m/m)", " Number of column (Nvariables*Nbody)= 6"]
    for beta, block in zip(DEGREES, motions, strict=True):
        lines.append(f"beta= {beta:10.3f} (deg), Number of pulsation=  {len(OMEGA)}")
        for omega, motion in zip(OMEGA, block, strict=True):
            theirs = np.conj(motion * FLIP)
            size = np.abs(theirs) * np.where(np.arange(6) < 3, 1.0, 180.0 / math.pi)
            row = [frequency(omega), *size, *np.degrees(np.angle(theirs))]
            lines.append(" ".join(f"{v:.9E}" for v in row))
    path.write_text("\n".join(lines) + "\n")


def write_wamit(path, motions):
    lines = ["  PER  BETA  I  Mod  Pha  Re  Im"]
    for beta, block in zip(DEGREES, motions, strict=True):
        for omega, motion in zip(OMEGA, block, strict=True):
            theirs = motion * FLIP * np.where(np.arange(6) < 3, 1.0, LENGTH)
            for mode, value in enumerate(theirs, start=1):
                row = (abs(value), math.degrees(np.angle(value)), value.real, value.imag)
                numbers = " ".join(f"{v:.6E}" for v in row)
                lines.append(f" {2 * math.pi / omega:.8E} {beta:.4E} {mode} {numbers}")
    path.write_text("\n".join(lines) + "\n")


def write_csv(path, motions, columns=None):
    names = ["heading_deg", "omega_rad_s"]
    names += [f"{m}_{part}" for m in MOTIONS for part in ("amplitude", "phase_deg")]
    lines = [",".join(columns or names)]
    for beta, block in zip(DEGREES, motions, strict=True):
        for omega, motion in zip(OMEGA, block, strict=True):
            size = np.abs(motion) * np.where(np.arange(6) < 3, 1.0, 180.0 / math.pi)
            pairs = np.stack([size, np.degrees(np.angle(motion))], axis=-1).ravel()
            lines.append(",".join(f"{v:.9g}" for v in (beta, omega, *pairs)))
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("name", "write"), [("RAO.dat", write_nemoh), ("ship.4", write_wamit), ("ship.csv", write_csv)]
)
def test_what_was_written_comes_back(tmp_path, motions, name, write):
    write(tmp_path / name, motions)
    found = import_response(tmp_path / name, length=LENGTH)
    assert found.transfer(OMEGA, np.radians(DEGREES)[:, None], 0.0) == pytest.approx(motions, abs=2e-5)
    assert name in found.provenance.method


def test_nemoh_in_periods(tmp_path, motions):
    write_nemoh(tmp_path / "RAO.dat", motions, 'VARIABLES="T (s)"', lambda w: 2.0 * math.pi / w)
    found = import_response(tmp_path / "RAO.dat", length=LENGTH)
    assert found.omega == pytest.approx(OMEGA, rel=1e-6)


def test_capytaines_data_set_gives_its_own_motions(tmp_path):
    import capytaine as cpt
    import xarray as xr
    from capytaine.io.xarray import export_dataset

    from shortdeck.hydro.form import Form, panels

    form = Form(220.0, 32.0, 7.5, 0.6, 0.8, 0.85)
    vertices, faces = panels(form, stations=16, girth=5)
    mesh = cpt.ReflectionSymmetricMesh(cpt.Mesh(vertices=vertices, faces=faces), plane="xOz")
    centre = np.array([float(cpt.FloatingBody(mesh=mesh).center_of_buoyancy[0]), 0.0, 5.0])
    mesh = mesh.translated((-centre[0], 0.0, 0.0))
    centre[0] = 0.0
    body = cpt.FloatingBody(
        mesh=mesh, dofs=cpt.rigid_body_dofs(rotation_center=centre), center_of_mass=centre
    )
    rho = 1025.0
    body.inertia_matrix = body.compute_rigid_body_inertia(rho=rho)
    body.hydrostatic_stiffness = body.compute_hydrostatic_stiffness(rho=rho)
    mass = rho * body.disp_volume
    radii = np.array([0.0, 0.0, 0.0, 12.0, 55.0, 55.0])
    for j in range(6):
        body.inertia_matrix.values[j, :] = 0.0
        body.inertia_matrix.values[j, j] = mass * (1.0 if j < 3 else radii[j] ** 2)
    headings = np.radians([0.0, 90.0, 180.0])
    test = xr.Dataset(
        coords={
            "omega": [0.1, 0.2, 0.3, 0.5],
            "wave_direction": headings,
            "radiating_dof": list(body.dofs),
            "rho": [rho],
        }
    )
    data = cpt.BEMSolver().fill_dataset(test, body, progress_bar=False)
    export_dataset(tmp_path / "hull.nc", data)
    found = import_response(tmp_path / "hull.nc", length=220.0)
    theirs = cpt.post_pro.rao(data).transpose("omega", "wave_direction", "radiating_dof").values
    ours = found.transfer(np.array([0.2, 0.3, 0.5])[:, None], headings, 0.0)
    assert ours == pytest.approx(np.conj(theirs[1:]) * FLIP, rel=1e-6, abs=1e-9)


class TestRefusals:
    def test_wrong_units(self, tmp_path, motions):
        spoilt = motions * np.where(np.arange(6) >= 3, 180.0 / math.pi, 1.0)
        write_csv(tmp_path / "ship.csv", spoilt)
        with pytest.raises(InputError, match="check units"):
            import_response(tmp_path / "ship.csv", length=LENGTH)

    def test_wamit_with_another_length(self, tmp_path, motions):
        write_wamit(tmp_path / "ship.4", motions)
        with pytest.raises(InputError, match="pitch over wave slope"):
            import_response(tmp_path / "ship.4", length=0.8 * LENGTH)

    def test_a_missing_column(self, tmp_path, motions):
        write_csv(tmp_path / "ship.csv", motions, columns=["heading", "omega"])
        with pytest.raises(InputError, match="heading_deg"):
            import_response(tmp_path / "ship.csv", length=LENGTH)

    def test_a_gap(self, tmp_path, motions):
        write_csv(tmp_path / "ship.csv", motions)
        lines = (tmp_path / "ship.csv").read_text().splitlines()
        (tmp_path / "ship.csv").write_text("\n".join(lines[:10] + lines[11:]) + "\n")
        with pytest.raises(InputError, match="nothing is given at heading 30 deg"):
            import_response(tmp_path / "ship.csv", length=LENGTH)

    def test_only_some_headings(self, tmp_path, motions):
        write_csv(tmp_path / "ship.csv", motions)
        lines = (tmp_path / "ship.csv").read_text().splitlines()
        (tmp_path / "ship.csv").write_text("\n".join(lines[: 1 + 3 * len(OMEGA)]) + "\n")
        with pytest.raises(InputError, match="headings from 0 to 180"):
            import_response(tmp_path / "ship.csv", length=LENGTH)

    def test_no_number(self, tmp_path, motions):
        write_csv(tmp_path / "ship.csv", motions)
        text = (tmp_path / "ship.csv").read_text().splitlines()
        text[4] = text[4].replace(text[4].split(",")[5], "calm", 1)
        (tmp_path / "ship.csv").write_text("\n".join(text) + "\n")
        with pytest.raises(InputError, match="line 5"):
            import_response(tmp_path / "ship.csv", length=LENGTH)

    @pytest.mark.parametrize("name", ["ship.txt", "absent.csv"])
    def test_other_files(self, tmp_path, name):
        (tmp_path / "ship.txt").write_text("waves")
        with pytest.raises(InputError, match=r"motions are read from|no such file"):
            import_response(tmp_path / name, length=LENGTH)
