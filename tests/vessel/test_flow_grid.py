"""A user's flow field: interpolation, units and axes, and what is refused."""

from __future__ import annotations

from math import pi, radians

import numpy as np
import pytest
import xarray as xr

from shortdeck.air.pack import pack_turbulence
from shortdeck.catalog.loader import load
from shortdeck.errors import InputError
from shortdeck.vessel.airflow import Place, advance_airflow, advance_airflow_on_grid, start_airflow
from shortdeck.vessel.airwake import steady_airwake
from shortdeck.vessel.airwake_pack import pack_airwake
from shortdeck.vessel.flow_field import pack_flow_grid, read_flow_field
from shortdeck.vessel.flow_grid import grid_flow, steady_on_grid

MODEL = load("tcg-anadolu").model
ANGLES = (-20.0, 0.0, 20.0)
X = np.array([-900.0, -500.0, -250.0, -100.0, -30.0, 0.0, 60.0, 130.0, 202.0, 260.0])
Y = np.array([-80.0, -30.0, -10.0, 0.0, 10.0, 30.0, 80.0])
Z = np.array([-15.0, 0.0, 3.0, 10.0, 40.0, 120.0])  # up


def linear(x, y, z, angle):
    """Something linear in each coordinate: trilinear interpolation is exact."""
    u = -np.cos(angle) * (1.0 - 1e-4 * (x + 200.0)) + 2e-4 * y - 1e-4 * z
    v = -np.sin(angle) + 1e-5 * x + 3e-4 * y
    w = 1e-4 * x - 2e-4 * z
    return u, v, w


def dataset(*, scale: float = 1.0, angles=ANGLES) -> xr.Dataset:
    a, x, y, z = np.meshgrid(np.radians(angles), X, Y, Z, indexing="ij")
    dims = ("wind_angle", "x", "y", "z")
    data = {n: (dims, scale * f, {"units": "1"}) for n, f in zip("uvw", linear(x, y, z, a), strict=True)}
    m, up = {"units": "m"}, {"units": "m", "positive": "up"}
    coords = {"wind_angle": ("wind_angle", list(angles), {"units": "degree"}),
              "x": ("x", X, m), "y": ("y", Y, m), "z": ("z", Z, up)}  # fmt: skip
    return xr.Dataset(data, coords)


def written(tmp_path, data: xr.Dataset):
    path = tmp_path / "flow.nc"
    data.to_netcdf(path, engine="h5netcdf")
    return path


def test_interpolation_is_exact_for_a_linear_field(tmp_path) -> None:
    field = read_flow_field(written(tmp_path, dataset()))
    for angle in (0.0, 20.0, -20.0):
        grid = pack_flow_grid(field, MODEL, wind_angle=radians(angle))
        for x, y, z in ((-420.0, 3.0, -33.0), (12.0, -7.0, -1.5), (202.0, 30.0, 10.0), (100.0, 0.0, 0.0)):
            u, v, w = linear(x, y, -z, radians(angle))
            assert grid_flow(grid, x, y, z) == pytest.approx((u, v, -w), abs=1e-12)


def test_between_two_winds_it_takes_their_mean(tmp_path) -> None:
    field = read_flow_field(written(tmp_path, dataset()))
    low, mid, high = (pack_flow_grid(field, MODEL, wind_angle=radians(a)) for a in (0.0, 10.0, 20.0))
    assert mid.flow == pytest.approx(0.5 * (low.flow + high.flow), abs=1e-12)


def test_feet_and_z_down_mean_the_same(tmp_path) -> None:
    first = read_flow_field(written(tmp_path, dataset()))
    data = dataset()
    for name in "xyz":
        data = data.assign_coords({name: (name, data[name].values / 0.3048, {"units": "ft"})})
    data = data.isel(z=slice(None, None, -1))
    data = data.assign_coords(z=("z", -data.z.values, {"units": "ft", "positive": "down"}))
    data["w"] = -data.w.assign_attrs(units="1")
    data["w"].attrs["units"] = "1"
    second = read_flow_field(written(tmp_path, data))
    assert first.z == pytest.approx(second.z, abs=1e-9)
    assert first.flow == pytest.approx(second.flow, abs=1e-12)


def test_it_replaces_the_parametric_mean_and_leaves_the_rest(tmp_path) -> None:
    grid = pack_flow_grid(read_flow_field(written(tmp_path, dataset())), MODEL, wind_angle=0.0)
    a = pack_airwake(MODEL, wind_over_deck=12.0, wind_angle=0.0, heading=0.0)
    own = steady_airwake(a, -60.0, -7.0, -6.0, -12.0, 0.0)
    s = steady_on_grid(a, grid, -60.0, -7.0, -6.0, -12.0, 0.0)
    u, v, w = linear(-60.0, -7.0, 6.0, 0.0)
    assert s[:3] == pytest.approx((12.0 * (u + 1.0), 12.0 * v, -12.0 * w), abs=1e-9)
    assert s[3:] == own[3:]
    far = steady_on_grid(a, grid, -60.0, 900.0, -6.0, -12.0, 0.0)
    assert abs(far.dx) < 0.01 * 12.0


def test_undisturbed_air_on_the_grid_disturbs_nothing(tmp_path) -> None:
    data = dataset()
    for name, f in (("u", np.cos), ("v", np.sin)):
        data[name] = (-f(np.radians(data.wind_angle)) + 0.0 * data.u).transpose("wind_angle", "x", "y", "z")
        data[name].attrs["units"] = "1"
    data["w"] = (0.0 * data.u).assign_attrs(units="1")
    grid = pack_flow_grid(read_flow_field(written(tmp_path, data)), MODEL, wind_angle=radians(20.0))
    a = pack_airwake(MODEL, wind_over_deck=10.0, wind_angle=radians(20.0), heading=0.0)
    assert steady_on_grid(a, grid, -60.0, -7.0, -6.0, 0.0, 0.0)[:3] == pytest.approx(
        (0.0, 0.0, 0.0), abs=1e-6
    )


def test_a_flight_s_airflow_can_be_carried_on_with_it(tmp_path) -> None:
    grid = pack_flow_grid(read_flow_field(written(tmp_path, dataset())), MODEL, wind_angle=0.0)
    a = pack_airwake(MODEL, wind_over_deck=12.0, wind_angle=0.0, heading=0.0)
    t = pack_turbulence(
        kind="marine", true_wind=8.0, reference_height=30.0, wind_towards=pi, line_heading=0.0, span=14.0
    )
    noise, wake = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), (0.3, 0.2, 0.1)
    f = start_airflow(t, noise, wake, 40.0)
    rest = (noise, wake, Place(30.0, -60.0, -7.0, -9.0), -12.0, 0.0, 30.0, 0.01, 0.0, 0.0, 0.1)
    one, two = advance_airflow(t, a, f, *rest), advance_airflow_on_grid(t, a, grid, f, *rest)
    assert one.gusts == two.gusts
    assert one.north != two.north
    assert np.isfinite([two.north, two.east, two.down]).all()


def broken(change):
    data = dataset()
    result = change(data)
    return data if result is None else result


def with_gap(data):
    data.u[0, 1, 1, 1] = np.nan


def without_unit(data):
    data.x.attrs.clear()


def in_metres_per_second(data):
    data.u.attrs["units"] = "m/s"


def sideways(data):
    data["u"], data["v"] = data.v.copy(), data.u.copy()


def lacking_sign(data):
    del data.z.attrs["positive"]


def with_more(data):
    data["k"] = 1.0 * data.u


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_gap, "missing values"),
        (without_unit, "units"),
        (in_metres_per_second, "divided by the wind over deck"),
        (sideways, "check the axes"),
        (lacking_sign, "positive"),
        (with_more, "unknown variables k"),
        (lambda d: d.drop_vars("w"), "'w' is missing"),
        (lambda d: d.isel(x=slice(None, None, -1)), "ascend"),
        (lambda d: d.isel(y=slice(0, 1)), "two points"),
        (lambda d: dataset(scale=12.0), "divide by the wind over deck"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(tmp_path, change, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_flow_field(written(tmp_path, broken(change)))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"x": slice(2, None)}, "x runs from -250"),
        ({"x": slice(None, -2)}, "x runs from"),
        ({"y": slice(2, None)}, "y runs from"),
        ({"z": slice(0, 4)}, "down. runs from"),
    ],
)
def test_a_grid_that_does_not_cover_the_approach_is_refused(tmp_path, part, words: str) -> None:
    field = read_flow_field(written(tmp_path, dataset().isel(part)))
    with pytest.raises(InputError, match=words):
        pack_flow_grid(field, MODEL, wind_angle=0.0, approach=800.0)


def test_a_wind_that_the_file_lacks_is_refused(tmp_path) -> None:
    field = read_flow_field(written(tmp_path, dataset()))
    with pytest.raises(InputError, match="none next to 45"):
        pack_flow_grid(field, MODEL, wind_angle=radians(45.0))
    wide = read_flow_field(written(tmp_path, dataset(angles=(-40.0, 40.0))))
    with pytest.raises(InputError, match="with at most 30"):
        pack_flow_grid(wide, MODEL, wind_angle=0.0)


def test_no_file_and_no_netcdf_are_said_so(tmp_path) -> None:
    path = tmp_path / "flow.nc"
    with pytest.raises(InputError, match="cannot read"):
        read_flow_field(path)
    path.write_text("u v w")
    with pytest.raises(InputError, match="cannot read"):
        read_flow_field(path)
