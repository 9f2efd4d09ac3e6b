"""Small motions: published modes, what the matrices must hold, and the table of the command line."""

from __future__ import annotations

import json
from math import log

import numpy as np
import pytest

from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.airframe.modes import (
    LinearModel,
    Mode,
    linearise,
    linearise_airframe,
    modes,
    standard_conditions,
)
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia
from shortdeck.catalog.loader import load_aircraft
from shortdeck.errors import InputError

NAVION_SPEED = 176.0 * 0.3048
NAMES = {"short period", "phugoid", "roll", "Dutch roll", "spiral"}


def navion(**changed: float) -> dict[str, Mode]:
    """Modes at the published condition, with some coefficients changed."""
    model = load_aircraft("navion").model
    a = pack_aerodynamics(model)._replace(**changed)
    i = pack_inertia(model, mass=model.mass.reference.value)
    small = linearise_airframe(a, i, airspeed=NAVION_SPEED, density=SEA_LEVEL_DENSITY)
    return {mode.name: mode for mode in modes(small)}


# NASA CR-96008 (Teper 1969) and Nelson, Flight Stability and Automatic Control, app. B.
@pytest.mark.parametrize(
    ("name", "published"),
    [("short period", -2.496 + 2.556j), ("phugoid", -0.0167 + 0.2139j), ("Dutch roll", -0.4857 + 2.3465j)],
)
def test_oscillations_of_the_navion(name: str, published: complex) -> None:
    found = navion()[name]
    assert found.frequency == pytest.approx(abs(published), rel=0.02)
    assert found.damping == pytest.approx(-published.real / abs(published), abs=0.01)


@pytest.mark.parametrize(("name", "published", "rel"), [("roll", -8.433, 0.02), ("spiral", -0.0084, 0.05)])
def test_subsidences_of_the_navion(name: str, published: float, rel: float) -> None:
    found = navion()[name]
    assert found.eigenvalue == pytest.approx(published, rel=rel)
    assert found.damping == 1.0
    assert found.time_to_half == pytest.approx(log(2.0) / -published, rel=rel)
    assert found.time_to_double == float("inf")


def test_short_period_without_the_alphadot_term() -> None:
    found = navion(Cm_alphadot=0.0)["short period"].eigenvalue
    assert found.real == pytest.approx(-2.055, abs=0.001)
    assert found.imag == pytest.approx(2.922, abs=0.001)


@pytest.fixture(scope="module")
def approach() -> LinearModel:
    tb3 = load_aircraft("bayraktar-tb3")
    return linearise(tb3, mass=1250.0, airspeed=36.0, flap=0.5, gear=1.0)


def test_matrices_hold_the_kinematics(approach: LinearModel) -> None:
    theta = approach.trim.alpha
    assert approach.A_longitudinal[3] == pytest.approx([0.0, 0.0, 1.0, 0.0], abs=1e-12)
    assert approach.A_lateral[3] == pytest.approx([0.0, 1.0, np.tan(theta), 0.0], abs=1e-12)
    assert approach.A_lateral[0, 3] == pytest.approx(GRAVITY * np.cos(theta), rel=1e-9)
    assert approach.A_lateral[0, 2] == pytest.approx(-36.0 * np.cos(theta), rel=0.02)


def test_controls_act_as_their_derivatives_say(approach: LinearModel) -> None:
    model = load_aircraft("bayraktar-tb3").model
    a, i = pack_aerodynamics(model), pack_inertia(model, mass=1250.0)
    pressure = 0.5 * SEA_LEVEL_DENSITY * 36.0**2
    moment = np.array([[i.Ixx, -i.Ixz], [-i.Ixz, i.Izz]]) @ approach.B_lateral[1:3]
    side = pressure * a.area * np.array([a.CY_aileron, a.CY_rudder])
    rolling = pressure * a.area * a.span * np.array([a.Cl_aileron, a.Cl_rudder]) - a.arm_z * side
    yawing = pressure * a.area * a.span * np.array([a.Cn_aileron, a.Cn_rudder]) + a.arm_x * side
    assert moment[0] == pytest.approx(rolling, rel=0.02)  # ailerons lose the share that has separated
    assert moment[1] == pytest.approx(yawing, rel=1e-4)
    assert approach.B_longitudinal[0, 1] == pytest.approx(1.0 / 1250.0, rel=0.01)  # thrust pushes forward


def test_drag_that_rises_with_less_thrust_damps_the_phugoid() -> None:
    """A governed propeller pulls less at more speed, which a constant force does not."""
    tb3 = load_aircraft("bayraktar-tb3")
    a, i = pack_aerodynamics(tb3.model), pack_inertia(tb3.model, mass=1450.0)
    governed = {m.name: m for m in modes(linearise(tb3, mass=1450.0, airspeed=50.0))}
    constant = {m.name: m for m in modes(linearise_airframe(a, i, airspeed=50.0, density=SEA_LEVEL_DENSITY))}
    assert governed["phugoid"].eigenvalue.real < constant["phugoid"].eigenvalue.real
    assert governed["phugoid"].frequency == pytest.approx(2.0**0.5 * GRAVITY / 50.0, rel=0.15)  # Lanchester
    assert governed["short period"].eigenvalue == pytest.approx(constant["short period"].eigenvalue, rel=0.02)


def test_an_unstable_airframe_doubles() -> None:
    worst = max(navion(Cm_alpha=0.5).values(), key=lambda mode: mode.eigenvalue.real)
    assert worst.eigenvalue.real > 0.0
    assert worst.time_to_double == pytest.approx(log(2.0) / worst.eigenvalue.real)
    assert worst.time_to_half == float("inf")


def test_a_speed_that_cannot_be_held_is_bad_input() -> None:
    with pytest.raises(InputError, match="bayraktar-tb3: no steady flight"):
        linearise(load_aircraft("bayraktar-tb3"), mass=1450.0, airspeed=12.0)


@pytest.mark.parametrize(
    "name", ["bayraktar-tb3", "bayraktar-tb2", "mojave", "mq-1c", "anka-s", "mq-9b-stol"]
)
def test_modes_of_the_catalogue_are_those_of_aeroplanes(name: str) -> None:
    conditions = standard_conditions(load_aircraft(name))
    assert [c.name for c in conditions] == ["approach", "cruise"]
    for condition in conditions:
        found = {mode.name: mode for mode in condition.modes}
        assert set(found) == NAMES
        assert 0.3 < found["short period"].damping < 1.0
        assert 0.05 < found["Dutch roll"].damping < 0.6
        assert found["roll"].time_to_half < 0.3
        assert found["spiral"].time_to_double > 4.0  # MIL-F-8785C, level 3


def test_command_shows_both_conditions(run) -> None:
    code, out, _ = run("show", "bayraktar-tb3", "--modes")
    assert code == 0
    assert "modes, approach: 1250 kg" in out
    assert "modes, cruise: 1450 kg" in out
    assert all(name in out for name in NAMES)


def test_command_gives_json_without_infinities(run) -> None:
    code, out, _ = run("show", "bayraktar-tb3", "--modes", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["numbers"]
    first = data["modes"][0]
    assert first["condition"] == "approach"
    assert {mode["name"] for mode in first["modes"]} == NAMES
    spiral = next(mode for mode in first["modes"] if mode["name"] == "spiral")
    assert spiral["eigenvalue_rad_s"][1] == 0.0
    assert (spiral["time_to_half_s"] is None) != (spiral["time_to_double_s"] is None)


def test_a_ship_has_no_modes(run) -> None:
    code, _, err = run("show", "tcg-anadolu", "--modes")
    assert code == 2
    assert "Traceback" not in err
