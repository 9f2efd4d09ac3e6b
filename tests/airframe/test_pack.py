"""From files to parameters: the stall that a file states is the stall that the kernel has."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

import numpy as np
import pytest

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import lift_drag
from shortdeck.airframe.pack import largest_lift, pack_aerodynamics, pack_inertia, pack_leg, stall_speed
from shortdeck.catalog.loader import headings, load_aircraft

AIRCRAFT = [heading.name for heading in headings("aircraft")]


@pytest.mark.parametrize("name", AIRCRAFT)
def test_largest_lift_is_that_of_the_file(name: str) -> None:
    model = load_aircraft(name).model
    a = pack_aerodynamics(model)
    assert largest_lift(a, flap=0.0) == pytest.approx(model.aerodynamics.CL_max.value, abs=1e-4)
    assert largest_lift(a, flap=1.0) == pytest.approx(model.aerodynamics.CL_max_flap.value, abs=1e-4)


def test_no_angle_gives_more_than_the_largest_lift() -> None:
    a = pack_aerodynamics(load_aircraft("bayraktar-tb3").model)
    angles = np.linspace(0.0, 0.6, 400)
    lifts = [lift_drag(a, x, sin(x), cos(x), 0.5, 0.0, 1.0)[0] for x in map(float, angles)]
    assert max(lifts) == pytest.approx(largest_lift(a, flap=0.5), abs=1e-4)
    assert lifts[-1] < 0.9 * max(lifts)  # beyond the stall


def test_stall_speed_carries_the_weight() -> None:
    model = load_aircraft("bayraktar-tb3").model
    a = pack_aerodynamics(model)
    for flap, CL in ((0.0, model.aerodynamics.CL_max.value), (1.0, model.aerodynamics.CL_max_flap.value)):
        found = stall_speed(a, mass=1450.0, density=1.1, flap=flap)
        assert found == pytest.approx(sqrt(2.0 * 1450.0 * GRAVITY / (1.1 * a.area * CL)), rel=1e-4)


def test_stall_speed_scales_with_the_root_of_weight_over_density() -> None:
    a = pack_aerodynamics(load_aircraft("mojave").model)
    base = stall_speed(a, mass=1500.0, density=1.225, flap=1.0)
    assert stall_speed(a, mass=3000.0, density=1.225, flap=1.0) == pytest.approx(sqrt(2.0) * base)
    assert stall_speed(a, mass=1500.0, density=0.6125, flap=1.0) == pytest.approx(sqrt(2.0) * base)


def test_stores_add_drag_and_nothing_else() -> None:
    model = load_aircraft("bayraktar-tb3").model
    clean, loaded = pack_aerodynamics(model), pack_aerodynamics(model, stores=0.5)
    assert pytest.approx(0.5 * model.aerodynamics.CD_stores.value) == loaded.CD_0 - clean.CD_0
    assert loaded._replace(CD_0=clean.CD_0) == clean


def test_polar_of_the_kernel_is_that_of_the_file() -> None:
    model = load_aircraft("bayraktar-tb3").model
    a, g = pack_aerodynamics(model), model.geometry
    ratio = g.span.value**2 / g.wing_area.value
    far = a._replace(stall_alpha=10.0, stall_alpha_flap=10.0)  # nothing separated
    lift, drag, _, _ = lift_drag(far, 0.02, sin(0.02), cos(0.02), 0.0, 0.0, 1.0)
    induced = (lift - a.CL_min_drag) ** 2 / (pi * ratio * model.aerodynamics.oswald.value)
    assert drag == pytest.approx(model.aerodynamics.CD_0.value + 0.02 * a.CD_alpha + induced)


def test_centre_of_gravity_moves_the_reference() -> None:
    model = load_aircraft("bayraktar-tb3").model
    here, aft = pack_aerodynamics(model), pack_aerodynamics(model, cg_x=model.mass.cg_x.value + 0.1)
    assert aft.arm_x - here.arm_x == pytest.approx(0.1)


def test_inertia_is_in_proportion_to_mass() -> None:
    model = load_aircraft("bayraktar-tb3").model
    m = model.mass
    assert pack_inertia(model, mass=m.reference.value).Iyy == pytest.approx(m.Iyy.value)
    assert pack_inertia(model, mass=2.0 * m.reference.value).Ixz == pytest.approx(2.0 * m.Ixz.value)


def test_legs_mirror_and_reach_the_deck() -> None:
    model = load_aircraft("bayraktar-tb3").model
    cg = (model.mass.cg_x.value, model.mass.cg_z.value)
    legs = [
        pack_leg(model.gear.main, side=side, cg=cg, brake_force=1.0, antiskid=0.8, steers=0.0)
        for side in (-1.0, 1.0)
    ]
    assert legs[0].y == -legs[1].y < 0.0
    assert legs[0].x == cg[0] - model.gear.main.x.value < 0.0  # main wheels stand behind
    assert legs[0].z >= cg[1]  # unloaded, the wheel hangs below the static ground line
