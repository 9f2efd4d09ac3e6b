"""Closed forms for wheels on a deck: ground roll, drop on a strut, energy on a ramp."""

from __future__ import annotations

from math import pi, sqrt, tan
from typing import NamedTuple

import numpy as np
import pytest

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.gear import Leg
from shortdeck.flight.rigid_body import Body, Inertia
from shortdeck.vessel.deck import Deck
from tests.verification.openloop import FLAT, Wheels, fly, hands_off, open_loop

DENSITY = 1.225
NO_AIR = Aerodynamics(*([0.0] * len(Aerodynamics._fields)))._replace(
    area=20.0,
    span=20.0,
    chord=1.0,
    CL_alpha=1e-9,
    stall_alpha=10.0,
    stall_alpha_flap=10.0,
    stall_sharpness=20.0,
)


def leg(x: float, y: float, z: float, *, stiffness: float, damping: float, rolling: float = 0.0) -> Leg:
    return Leg(x, y, z, stiffness, damping, damping, 10.0, rolling, 5.0, 0.0, 1.0, 0.0)


def level(*, north: float, height: float, speed: float, sink: float = 0.0, pull: float = 0.0) -> Body:
    """Wings and nose level; ``pull`` is the downward acceleration of the step before."""
    start = Body(north, 0.0, -height, speed, 0.0, sink, 1.0, *([0.0] * 12))
    return start._replace(ad=pull)


# --- ground roll ---

MASS, AREA, LIFT, DRAG, ROLLING, LIFT_OFF = 4000.0, 20.0, 0.9, 0.06, 0.02, 60.0


ROLLS = [
    (12e3, 0.0, 701.669),
    (12e3, 10.0, 492.414),
    (12e3, 15.0, 401.210),
    (20e3, 0.0, 394.014),
    (20e3, 10.0, 275.264),
    (20e3, 15.0, 223.711),
]


def ground_roll(thrust: float, wind: float) -> float:
    """Distance over the deck to the lift-off airspeed, m."""
    places = ((3.0, 0.0), (-1.0, -2.0), (-1.0, 2.0))
    setup = open_loop(
        aero=NO_AIR._replace(area=AREA, CL_0=LIFT, CD_0=DRAG),
        inertia=Inertia(MASS, 1e4, 1e9, 1e9, 0.0),  # too heavy to pitch: the closed form has no attitude
        thrust=thrust,
        density=DENSITY,
        gravity=GRAVITY,
        headwind=wind,
        wheels=Wheels(*(leg(x, y, 1.0, stiffness=1e6, damping=4e4, rolling=ROLLING) for x, y in places)),
    )
    sag = MASS * GRAVITY / 3e6
    start = level(north=0.0, height=1.0 - sag, speed=1e-3)
    history = fly(setup, start, hands_off(30.0))
    airspeed = history["v_north"] + wind
    until = int(np.argmax(airspeed >= LIFT_OFF)) + 1
    return float(np.interp(LIFT_OFF, airspeed[:until], history["north"][:until]))


@pytest.mark.parametrize(("thrust", "wind", "published"), ROLLS)
def test_ground_roll_with_constant_coefficients(thrust: float, wind: float, published: float) -> None:
    assert ground_roll(thrust, wind) == pytest.approx(published, rel=1e-3)


# --- drop on one strut ---


class Drop(NamedTuple):
    load: float
    compression: float


DROPS = {
    "1 m/s no lift": (1.0, GRAVITY, Drop(36829.0, 0.17736)),
    "1 m/s lift equals weight": (1.0, 0.0, Drop(16418.0, 0.07561)),
    "3 m/s no lift": (3.0, GRAVITY, Drop(65111.0, 0.30761)),
}


def peak_of_drop(sink: float, gravity: float, height: float) -> Drop:
    """Peak load (N) and compression (m) of a drop that reaches ``sink`` as the wheel touches."""
    setup = open_loop(
        aero=NO_AIR,
        inertia=Inertia(2000.0, 1e9, 1e9, 1e9, 0.0),
        thrust=0.0,
        density=DENSITY,
        gravity=gravity,
        wheels=Wheels(nose=leg(0.0, 0.0, 1.0, stiffness=200e3, damping=8e3)),
    )
    speed = sqrt(sink * sink - 2.0 * gravity * height)
    start = level(north=100.0, height=1.0 + height, speed=0.0, sink=speed, pull=gravity)
    history = fly(setup, start, hands_off(2.0))
    return Drop(float(history["nose_load"].max()), float(history["nose_depth"].max()))


@pytest.mark.parametrize("height", [0.0, 0.0012, 0.0037], ids=lambda h: f"{1000 * h:g} mm above")
@pytest.mark.parametrize("name", DROPS)
def test_drop_on_one_strut(name: str, height: float) -> None:
    """The first wheel contact falls anywhere inside a step: the answer must not depend on where."""
    sink, gravity, published = DROPS[name]
    found = peak_of_drop(sink, gravity, height)
    assert found.load == pytest.approx(published.load, rel=5e-3)
    assert found.compression == pytest.approx(published.compression, rel=5e-3)


# --- ramp ---


def ramp(exit_angle: float, length: float, start: float) -> Deck:
    """A ramp whose curvature builds up over its first fifth."""
    onset = 0.2 * length
    cubic = tan(exit_angle) / (3.0 * (length**2 - (length - onset) ** 2))
    return FLAT._replace(length=start + length, ramp_start=start, ramp_onset=onset, ramp_cubic=cubic)


@pytest.mark.parametrize("thrust", [0.0, 4000.0])
@pytest.mark.parametrize("speed", [25.0, 35.0])
def test_energy_on_a_ramp_without_friction(thrust: float, speed: float) -> None:
    """V^2 = V0^2 + 2 (T/m) s - 2 g dh at the lip, but for what goes into pitch rate and dampers."""
    mass = 1450.0
    places = ((2.0, 0.0), (-0.5, -1.2), (-0.5, 1.2))
    deck = ramp(12.0 * pi / 180.0, 50.0, 80.0)
    setup = open_loop(
        aero=NO_AIR,
        inertia=Inertia(mass, 2000.0, 1500.0, 3000.0, 0.0),
        thrust=thrust,
        density=DENSITY,
        gravity=GRAVITY,
        wheels=Wheels(*(leg(x, y, 1.0, stiffness=80e3, damping=4e3) for x, y in places)),
        deck=deck,
    )
    history = fly(setup, level(north=20.0, height=0.94, speed=speed), hands_off(8.0))
    at_lip = int(np.argmax(history["north"] + places[0][0] >= deck.length))
    north, down = history["north"][: at_lip + 1], history["down"][: at_lip + 1]
    way = np.hypot(np.diff(north), np.diff(down)).sum()
    rise = down[0] - down[-1]
    found = history["v_north"][at_lip] ** 2 + history["v_down"][at_lip] ** 2
    assert rise > 3.0
    assert found == pytest.approx(speed**2 + 2.0 * thrust / mass * way - 2.0 * GRAVITY * rise, rel=2e-3)
