"""Published trims and modes, from the production step itself.

A trim is a state that one step leaves without acceleration. The modes are those of the map that one step is:
its eigenvalues z, as log(z)/dt. The map's state includes the accelerations of the step before, because the
rate of the angle of attack is taken from them; what they add decays at once and is left out below.
"""

from __future__ import annotations

from math import cos, sin
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq, fsolve

import shortdeck as sd
from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia
from shortdeck.airframe.propulsion import pack_propulsion
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.flight.rigid_body import Body, Inertia
from shortdeck.numerics.rotation import from_euler
from tests.verification.openloop import HIGH, STEP, STILL, open_loop, step

NAVION_SPEED = 176.0 * 0.3048
# Teper, NASA CR-96008 (1969); fastest first. Tolerances of the real ones: share.
OSCILLATIONS = {
    "short period": -2.496 + 2.556j,
    "Dutch roll": -0.4857 + 2.3465j,
    "phugoid": -0.0167 + 0.2139j,
}
SUBSIDENCES = {"roll": (-8.433, 0.02), "spiral": (-0.0084, 0.05)}


class Trim(NamedTuple):
    alpha: float
    elevator: float
    thrust: float


def level(speed: float, alpha: float) -> Body:
    return Body(0.0, 0.0, -HIGH, speed, 0.0, 0.0, *from_euler(0.0, alpha, 0.0), *([0.0] * 9))


class Airframe(NamedTuple):
    aero: Aerodynamics
    inertia: Inertia


def from_the_catalogue(name: str) -> Airframe:
    model = sd.aircraft(name).model
    return Airframe(pack_aerodynamics(model), pack_inertia(model, mass=model.mass.reference.value))


def level_trim(airframe: Airframe, speed: float, density: float, gravity: float = GRAVITY) -> Trim:
    aero, inertia = airframe

    def accelerations(x: NDArray[np.float64]) -> list[float]:
        setup = open_loop(aero=aero, inertia=inertia, thrust=x[2], density=density, gravity=gravity)
        after, _ = step(setup, STILL, level(speed, x[0]), float(x[1]), 0.0, 0.0, 0.0, STEP)
        return [after.an, after.ad, after.qdot]

    guess = [0.0, 0.0, 0.1 * inertia.mass * GRAVITY]
    return Trim(*(float(x) for x in fsolve(accelerations, guess, xtol=1e-13)))


def modes(airframe: Airframe, speed: float, density: float) -> NDArray[np.complex128]:
    """Eigenvalues of the step about level flight, rad/s, without those that die within a step."""
    aero, inertia = airframe
    trim = level_trim(airframe, speed, density)
    setup = open_loop(aero=aero, inertia=inertia, thrust=trim.thrust, density=density, gravity=GRAVITY)

    def stepped(x: NDArray[np.float64]) -> NDArray[np.float64]:
        # Velocity, attitude (small turns about earth axes), rates and last accelerations.
        attitude = turned_by(trim.alpha, x[3:6])
        values = (0.0, 0.0, -HIGH, speed + x[0], x[1], x[2], *attitude, *x[6:15])
        body = Body(*(float(value) for value in values))
        after, _ = step(setup, STILL, body, trim.elevator, 0.0, 0.0, 0.0, STEP)
        return np.array([after.vn - speed, after.ve, after.vd, *turn_of(trim.alpha, after), *after[10:19]])

    size = 1e-5
    columns = [(stepped(size * e) - stepped(-size * e)) / (2.0 * size) for e in np.eye(15)]
    z = np.linalg.eigvals(np.array(columns).T)
    lasting = z[np.abs(z) > 0.5].astype(complex)
    return np.log(lasting) / STEP


def multiply(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Product of quaternions."""
    vector = a[0] * b[1:] + b[0] * a[1:] + np.cross(a[1:], b[1:])
    return np.array([a[0] * b[0] - a[1:] @ b[1:], *vector])


def turned_by(alpha: float, turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """The trimmed attitude turned by a rotation vector in earth axes."""
    angle = max(float(np.linalg.norm(turn)), 1e-300)
    rotation = np.array([cos(0.5 * angle), *(sin(0.5 * angle) * turn / angle)])
    return multiply(rotation, np.array(from_euler(0.0, alpha, 0.0)))


def turn_of(alpha: float, body: Body) -> NDArray[np.float64]:
    """The small rotation vector, earth axes, from the trimmed attitude to that of the body."""
    back = np.array(from_euler(0.0, alpha, 0.0)) * np.array([1.0, -1.0, -1.0, -1.0])
    return 2.0 * multiply(np.array([body.q0, body.q1, body.q2, body.q3]), back)[1:]


class Oscillation(NamedTuple):
    frequency: float
    damping: float


def oscillations(eigenvalues: NDArray[np.complex128]) -> list[Oscillation]:
    """Undamped frequency and damping ratio of each pair, fastest first."""
    pairs = [x for x in eigenvalues if x.imag > 1e-3]
    return sorted((Oscillation(abs(x), -x.real / abs(x)) for x in pairs), reverse=True)


@pytest.fixture(scope="module")
def navion() -> NDArray[np.complex128]:
    return modes(from_the_catalogue("navion"), NAVION_SPEED, SEA_LEVEL_DENSITY)


@pytest.mark.parametrize("name", OSCILLATIONS)
def test_oscillations_of_the_navion(navion: NDArray[np.complex128], name: str) -> None:
    published = OSCILLATIONS[name]
    found = oscillations(navion)[list(OSCILLATIONS).index(name)]
    assert found.frequency == pytest.approx(abs(published), rel=0.02)
    assert found.damping == pytest.approx(-published.real / abs(published), abs=0.01)


@pytest.mark.parametrize("name", SUBSIDENCES)
def test_subsidences_of_the_navion(navion: NDArray[np.complex128], name: str) -> None:
    published, rel = SUBSIDENCES[name]
    real = [x.real for x in navion if abs(x.imag) < 1e-3]
    nearest = min(real, key=lambda x: abs(x - published))
    assert nearest == pytest.approx(published, rel=rel)


def test_short_period_without_the_alphadot_term() -> None:
    navion = from_the_catalogue("navion")
    without = navion._replace(aero=navion.aero._replace(Cm_alphadot=0.0))
    found = modes(without, NAVION_SPEED, SEA_LEVEL_DENSITY)
    short_period = max((x for x in found if x.imag > 0.0 and x.real < -1.0), key=abs)
    assert short_period.real == pytest.approx(-2.055, abs=0.02)
    assert short_period.imag == pytest.approx(2.922, abs=0.03)


def test_level_trim_of_the_aerosonde() -> None:
    """Throttle as in the book: the propeller meets the airspeed, not its part along the hub."""
    airspeed, density = 25.0, 1.2682
    trim = level_trim(from_the_catalogue("aerosonde"), airspeed, density, gravity=9.81)
    assert trim.alpha == pytest.approx(0.050107, abs=1e-4)
    assert trim.elevator == pytest.approx(-0.125044, abs=1e-4)
    drive = pack_propulsion(sd.aircraft("aerosonde").model)
    throttle = brentq(lambda x: steady(drive, x, airspeed, density).thrust - trim.thrust, 0.3, 1.0)
    assert throttle == pytest.approx(0.676776, abs=1e-4)
