"""Closed forms for wheels on a deck: ground roll, drop on a strut, energy on a ramp.

The kernels of the gear, the deck, the air loads and the rigid-body step are joined as in a flight: loads at
mid-step, one evaluation a step.
"""

from __future__ import annotations

from math import pi, sqrt, tan
from typing import NamedTuple

import numba
import pytest

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.aerodynamics import Aerodynamics, air_loads
from shortdeck.airframe.gear import Leg, leg_loads
from shortdeck.flight.rigid_body import Body, Inertia, advance, at_mid_step
from shortdeck.numerics.rotation import matrix, to_body, to_earth
from shortdeck.vessel.deck import Deck, Pose, deck_contact

STEP = 0.005
LEVEL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
AT_ORIGIN = Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, LEVEL, 0.0, 0.0, 0.0)
PORT = (-50.0, *([0.0] * 21))
STARBOARD = (50.0, *([0.0] * 21))
FLAT = Deck(2000.0, PORT, STARBOARD, 1e9, 1.0, 0.0, -50.0, 50.0, 0.8, 0.0)
NO_AIR = Aerodynamics(*([0.0] * len(Aerodynamics._fields)))._replace(
    area=20.0,
    span=20.0,
    chord=1.0,
    CL_alpha=1e-9,
    stall_alpha=10.0,
    stall_alpha_flap=10.0,
    stall_sharpness=20.0,
)


@numba.njit
def roll_step(
    body: Body,
    inertia: Inertia,
    aero: Aerodynamics,
    legs: tuple[Leg, Leg, Leg],
    deck: Deck,
    pose: Pose,
    thrust: float,
    headwind: float,
    gravity: float,
    dt: float,
) -> tuple[Body, float, float]:
    """One step on three wheels; also the load and the compression of the first leg at mid-step."""
    mid = at_mid_step(body, dt)
    m = matrix(mid.q0, mid.q1, mid.q2, mid.q3)
    u, v, w = to_body(m, mid.vn + headwind, mid.ve, mid.vd)
    air = air_loads(aero, u, v, w, mid.p, mid.q, mid.r, 0.0, 1.225, 0.0, 0.0, 0.0, 0.0, 0.0, 1e6, 0.0)
    X, Y, Z, L, M, N = air.X + thrust, air.Y, air.Z, air.L, air.M, air.N
    first_load = 0.0
    first_compression = 0.0
    for k in range(3):
        leg = legs[k]
        on, oe, od = to_earth(m, leg.x, leg.y, leg.z)
        contact = deck_contact(deck, pose, mid.n + on, mid.e + oe, mid.d + od)
        loads = leg_loads(
            leg, deck, contact, m, (mid.vn, mid.ve, mid.vd), (mid.p, mid.q, mid.r), 0.0, 0.0, dt
        )
        X, Y, Z = X + loads.X, Y + loads.Y, Z + loads.Z
        L, M, N = L + loads.L, M + loads.M, N + loads.N
        if k == 0:
            first_load, first_compression = loads.load, loads.compression
    an, ae, ad = to_earth(m, X / inertia.mass, Y / inertia.mass, Z / inertia.mass)
    return advance(body, inertia, (an, ae, ad + gravity), (L, M, N), dt), first_load, first_compression


def leg(x: float, y: float, z: float, *, stiffness: float, damping: float, rolling: float = 0.0) -> Leg:
    return Leg(x, y, z, stiffness, damping, damping, 10.0, rolling, 5.0, 0.0, 1.0, 0.0)


NO_LEG = leg(0.0, 0.0, -1000.0, stiffness=0.0, damping=0.0)


# --- ground roll -------------------------------------------------------------------------------------------

MASS, AREA, LIFT, DRAG, ROLLING, LIFT_OFF = 4000.0, 20.0, 0.9, 0.06, 0.02, 60.0


@numba.njit
def distance_to_airspeed(
    body: Body,
    inertia: Inertia,
    aero: Aerodynamics,
    legs: tuple[Leg, Leg, Leg],
    deck: Deck,
    pose: Pose,
    thrust: float,
    headwind: float,
    airspeed: float,
    gravity: float,
    dt: float,
) -> float:
    """Distance over the deck, m, at which the airspeed is reached (interpolated inside the step)."""
    while True:
        before = body
        body, _, _ = roll_step(body, inertia, aero, legs, deck, pose, thrust, headwind, gravity, dt)
        if body.vn + headwind >= airspeed:
            share = (airspeed - headwind - before.vn) / (body.vn - before.vn)
            return before.n + share * (body.n - before.n)


@pytest.mark.parametrize(
    ("thrust", "wind", "published"),
    [
        (12e3, 0.0, 701.669),
        (12e3, 10.0, 492.414),
        (12e3, 15.0, 401.210),
        (20e3, 0.0, 394.014),
        (20e3, 10.0, 275.264),
        (20e3, 15.0, 223.711),
    ],
)
def test_ground_roll_with_constant_coefficients(thrust: float, wind: float, published: float) -> None:
    aero = NO_AIR._replace(area=AREA, CL_0=LIFT, CD_0=DRAG)
    inertia = Inertia(MASS, 1e4, 1e9, 1e9, 0.0)  # too heavy to pitch: the closed form has no attitude
    legs = tuple(
        leg(x, y, 1.0, stiffness=1e6, damping=4e4, rolling=ROLLING)
        for x, y in ((3.0, 0.0), (-1.0, -2.0), (-1.0, 2.0))
    )
    sag = MASS * GRAVITY / 3e6
    start = Body(0.0, 0.0, -1.0 + sag, 1e-3, 0.0, 0.0, 1.0, *([0.0] * 12))
    found = distance_to_airspeed(
        start, inertia, aero, legs, FLAT, AT_ORIGIN, thrust, wind, LIFT_OFF, GRAVITY, STEP
    )
    assert found == pytest.approx(published, rel=1e-3)


# --- drop on one strut -------------------------------------------------------------------------------------


class Drop(NamedTuple):
    load: float
    compression: float


@numba.njit
def peak_of_drop(
    body: Body, inertia: Inertia, legs: tuple[Leg, Leg, Leg], deck: Deck, pose: Pose, aero: Aerodynamics,
    gravity: float, dt: float, steps: int,
) -> tuple[float, float]:  # fmt: skip
    load = 0.0
    compression = 0.0
    for _ in range(steps):
        body, now, depth = roll_step(body, inertia, aero, legs, deck, pose, 0.0, 0.0, gravity, dt)
        load = max(load, now)
        compression = max(compression, depth)
    return load, compression


@pytest.mark.parametrize("height", [0.0, 0.0012, 0.0037], ids=lambda h: f"{1000 * h:g} mm above")
@pytest.mark.parametrize(
    ("sink", "gravity", "published"),
    [
        (1.0, GRAVITY, Drop(36829.0, 0.17736)),
        (1.0, 0.0, Drop(16418.0, 0.07561)),
        (3.0, GRAVITY, Drop(65111.0, 0.30761)),
    ],
    ids=["1 m/s no lift", "1 m/s lift equals weight", "3 m/s no lift"],
)
def test_drop_on_one_strut(sink: float, gravity: float, published: Drop, height: float) -> None:
    """The first wheel contact falls anywhere inside a step: the answer must not depend on where."""
    strut = leg(0.0, 0.0, 1.0, stiffness=200e3, damping=8e3)
    speed = sqrt(sink * sink - 2.0 * gravity * height)
    start = Body(100.0, 0.0, -1.0 - height, 0.0, 0.0, speed, 1.0, *([0.0] * 12))._replace(ad=gravity)
    inertia = Inertia(2000.0, 1e9, 1e9, 1e9, 0.0)
    found = Drop(
        *peak_of_drop(start, inertia, (strut, NO_LEG, NO_LEG), FLAT, AT_ORIGIN, NO_AIR, gravity, STEP, 400)
    )
    assert found.load == pytest.approx(published.load, rel=5e-3)
    assert found.compression == pytest.approx(published.compression, rel=5e-3)


# --- ramp --------------------------------------------------------------------------------------------------


def ramp(exit_angle: float, length: float, start: float) -> Deck:
    """A ramp whose curvature builds up over its first fifth."""
    onset = 0.2 * length
    cubic = tan(exit_angle) / (3.0 * (length**2 - (length - onset) ** 2))
    return FLAT._replace(length=start + length, ramp_start=start, ramp_onset=onset, ramp_cubic=cubic)


@numba.njit
def over_the_ramp(
    body: Body, inertia: Inertia, legs: tuple[Leg, Leg, Leg], deck: Deck, pose: Pose, aero: Aerodynamics,
    thrust: float, gravity: float, dt: float,
) -> tuple[Body, float]:  # fmt: skip
    """The body as its nose wheel reaches the lip, and the way it went."""
    way = 0.0
    while body.n + legs[0].x < deck.length:
        before = body
        body, _, _ = roll_step(body, inertia, aero, legs, deck, pose, thrust, 0.0, gravity, dt)
        way += sqrt((body.n - before.n) ** 2 + (body.d - before.d) ** 2)
    return body, way


@pytest.mark.parametrize("thrust", [0.0, 4000.0])
@pytest.mark.parametrize("speed", [25.0, 35.0])
def test_energy_on_a_ramp_without_friction(thrust: float, speed: float) -> None:
    mass = 1450.0
    inertia = Inertia(mass, 2000.0, 1500.0, 3000.0, 0.0)
    legs = tuple(
        leg(x, y, 1.0, stiffness=80e3, damping=4e3) for x, y in ((2.0, 0.0), (-0.5, -1.2), (-0.5, 1.2))
    )
    start = Body(20.0, 0.0, -0.94, speed, 0.0, 0.0, 1.0, *([0.0] * 12))
    deck = ramp(12.0 * pi / 180.0, 50.0, 80.0)
    end, way = over_the_ramp(start, inertia, legs, deck, AT_ORIGIN, NO_AIR, thrust, GRAVITY, STEP)
    rise = start.d - end.d
    expected = speed**2 + 2.0 * thrust / mass * way - 2.0 * GRAVITY * rise
    assert rise > 3.0
    assert end.vn**2 + end.vd**2 == pytest.approx(expected, rel=2e-3)
