"""The catalogue's own Navion and Aerosonde, packed for the kernels, trim as published."""

from __future__ import annotations

from math import cos, pi

import numpy as np
import pytest
from scipy.optimize import brentq

from shortdeck.air.atmosphere import SEA_LEVEL_DENSITY
from shortdeck.airframe import propulsion
from shortdeck.airframe.pack import pack_aerodynamics
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.airframe.trim import Trim, trim
from shortdeck.catalog.loader import load_aircraft

BOOK_DENSITY = 1.2682  # kg/m^3, of the published trim
NAVION_SPEED = 176.0 * 0.3048  # m/s


def level(name: str, *, airspeed: float, density: float) -> Trim:
    model = load_aircraft(name).model
    return trim(
        pack_aerodynamics(model), mass=model.mass.reference.value, airspeed=airspeed, density=density,
        slope=0.0, flap=0.0, gear=0.0, thrust_z=0.0, thrust_tilt=0.0,
    )  # fmt: skip


def test_aerosonde_stall_blend_is_centred_where_the_published_set_has_it() -> None:
    a = pack_aerodynamics(load_aircraft("aerosonde").model)
    assert a.stall_alpha == pytest.approx(0.47, abs=1e-4)


def test_aerosonde_trims_at_the_published_state() -> None:
    found = level("aerosonde", airspeed=25.0, density=BOOK_DENSITY)
    assert found.alpha == pytest.approx(0.050107, abs=1e-4)
    assert found.elevator == pytest.approx(-0.125044, abs=1e-4)
    p = propulsion.pack_propulsion(load_aircraft("aerosonde").model)

    def excess(throttle: float) -> float:
        return steady(p, throttle, 25.0, BOOK_DENSITY).thrust - found.thrust

    # The published model feeds the whole airspeed, not its share along the shaft, to the propeller.
    assert brentq(excess, 0.2, 1.0) == pytest.approx(0.676776, abs=1e-4)


def test_navion_is_trimmed_with_controls_in_the_middle() -> None:
    found = level("navion", airspeed=NAVION_SPEED, density=SEA_LEVEL_DENSITY)
    assert abs(found.alpha) < 0.002
    assert abs(found.elevator) < 0.002
    drag = 0.05 * 0.5 * SEA_LEVEL_DENSITY * NAVION_SPEED**2 * 184.0 * 0.3048**2
    assert found.thrust * cos(found.alpha) == pytest.approx(drag, rel=0.02)


def test_navion_engine_and_propeller_hold_level_flight_at_the_published_speed() -> None:
    found = level("navion", airspeed=NAVION_SPEED, density=SEA_LEVEL_DENSITY)
    model = load_aircraft("navion").model
    p = propulsion.pack_propulsion(model)
    full = steady(p, 1.0, NAVION_SPEED, SEA_LEVEL_DENSITY)
    assert full.thrust > 1.3 * found.thrust
    assert model.propeller is not None
    assert full.omega == pytest.approx(model.propeller.speed.value, rel=1e-3)
    assert full.omega * 60.0 / (2.0 * pi) == pytest.approx(2300.0, rel=1e-3)
    assert np.isfinite(full.power)
