"""The production step against the check cases of NASA/TM-2015-218675 and the laws of conservation.

The check cases fly 30 s over a round, rotating earth; the tolerances say what a flat one may miss (Coriolis
and Eotvos terms). Their gravity is that of the case: local gravitation less the centrifugal part.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin, sqrt
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from shortdeck.air.atmosphere import density
from shortdeck.flight.rigid_body import Body, Inertia, advance, angular_momentum, at_mid_step
from shortdeck.numerics.rotation import matrix, to_earth

FOOT = 0.3048
SLUG = 14.59390294
STEP = 0.005
DURATION = 30.0
REST = Body(*([0.0] * 6), 1.0, *([0.0] * 12))
SPHERE = Inertia(SLUG, 3.6 * SLUG * FOOT**2, 3.6 * SLUG * FOOT**2, 3.6 * SLUG * FOOT**2, 0.0)


@numba.njit
def fall(body: Body, inertia: Inertia, drag_area: float, wind_east: float, dt: float, steps: int) -> Body:
    """A body under the check cases' gravity and drag D = rho V^2/2 CD S against the air's velocity."""
    for _ in range(steps):
        mid = at_mid_step(body, dt)
        altitude = -mid.d
        gravity = FOOT * (32.1988 - (32.1988 - 32.1065) * altitude / (30000.0 * FOOT) - 0.1112)
        east = mid.ve - wind_east
        speed = sqrt(mid.vn * mid.vn + east * east + mid.vd * mid.vd)
        scale = -0.5 * density(altitude) * drag_area * speed / inertia.mass
        acceleration = (scale * mid.vn, scale * east, gravity + scale * mid.vd)
        body = advance(body, inertia, acceleration, (0.0, 0.0, 0.0), dt)
    return body


DRAG_AREA = 0.1 * 0.1963495 * FOOT**2


class CheckCase(NamedTuple):
    start: Body
    drag_area: float
    wind_east: float
    altitude_ft: float
    tolerance_ft: float

    def end(self) -> Body:
        return fall(self.start, SPHERE, self.drag_area, self.wind_east, STEP, round(DURATION / STEP))


HIGH_UP = REST._replace(d=-30000.0 * FOOT)
CHECK_CASES = {
    "01 dropped sphere": CheckCase(HIGH_UP, 0.0, 0.0, 15598.904, 1.0),
    "06 with drag": CheckCase(HIGH_UP, DRAG_AREA, 0.0, 16284.444, 1.0),
    "07 in a wind": CheckCase(HIGH_UP, DRAG_AREA, 20.0 * FOOT, 16285.161, 1.0),
    "09 cannonball": CheckCase(REST._replace(ve=304.8, vd=-304.8), DRAG_AREA, 0.0, 10160.990, 65.0),
}


@pytest.mark.parametrize("name", CHECK_CASES)
def test_altitude_of_nasa_check_case(name: str) -> None:
    case = CHECK_CASES[name]
    assert -case.end().d / FOOT == pytest.approx(case.altitude_ft, abs=case.tolerance_ft)


def test_speed_of_the_dropped_sphere() -> None:
    end = CHECK_CASES["01 dropped sphere"].end()
    assert end.vd / FOOT == pytest.approx(960.293, abs=0.05)


def test_drift_of_the_sphere_in_a_wind() -> None:
    end = CHECK_CASES["07 in a wind"].end()
    assert end.ve / FOOT == pytest.approx(4.708, abs=2.2)


@numba.njit
def tumble(body: Body, inertia: Inertia, dt: float, steps: int) -> NDArray[np.float64]:
    """Angular momentum (earth axes) and rotational energy of a body without forces, at every step."""
    history = np.empty((steps + 1, 4))
    for k in range(steps + 1):
        momentum = angular_momentum(inertia, body.p, body.q, body.r)
        n, e, d = to_earth(matrix(body.q0, body.q1, body.q2, body.q3), *momentum)
        energy = 0.5 * (body.p * momentum[0] + body.q * momentum[1] + body.r * momentum[2])
        history[k] = (n, e, d, energy)
        body = advance(body, inertia, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), dt)
    return history


# The tumbling brick of NASA/TM-2015-218675 case 02, and the same with a product of inertia, tumbling fast.
BRICK = Inertia(2.3369 * 1.0, 0.002568 * 1.35582, 0.008421 * 1.35582, 0.009755 * 1.35582, 0.0)
SKEW = BRICK._replace(Ixz=0.002)


@pytest.mark.parametrize("inertia", [BRICK, SKEW], ids=["brick", "skew brick"])
@pytest.mark.parametrize("rates", [(0.174533, 0.349066, 0.523599), (2.0, 6.0, -4.0)], ids=["slow", "fast"])
def test_a_tumbling_body_keeps_momentum_and_energy(
    inertia: Inertia, rates: tuple[float, float, float]
) -> None:
    start = REST._replace(p=rates[0], q=rates[1], r=rates[2])
    history = tumble(start, inertia, STEP, round(60.0 / STEP))
    momentum, energy = history[:, :3], history[:, 3]
    assert np.abs(momentum - momentum[0]).max() < 1e-9 * np.linalg.norm(momentum[0])
    assert np.abs(energy - energy[0]).max() < 1e-9 * energy[0]


def test_symmetric_body_precesses_as_euler_says() -> None:
    """Axially symmetric, no moment: (q, r) turns at (Ixx - Iyy)/Iyy p in body axes."""
    inertia = Inertia(1.0, 2.0, 1.0, 1.0, 0.0)
    duration = 10.0
    body = REST._replace(p=1.0, q=0.5)
    for _ in range(round(duration / STEP)):
        body = advance(body, inertia, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), STEP)
    angle = (inertia.Ixx - inertia.Iyy) / inertia.Iyy * 1.0 * duration
    assert body.q == pytest.approx(0.5 * cos(angle), abs=1e-4)
    assert body.r == pytest.approx(0.5 * sin(angle), abs=1e-4)


def error_after(step: float, reference: Callable[[float], float]) -> float:
    """Error in height after 10 s of a body pulled back by a spring, from rest."""
    body = REST._replace(d=1.0)
    for _ in range(round(10.0 / step)):
        mid = at_mid_step(body, step)
        body = advance(body, SPHERE, (0.0, 0.0, -4.0 * mid.d), (0.0, 0.0, 0.0), step)
    return abs(body.d - reference(10.0))


def test_the_step_is_second_order() -> None:
    coarse, fine = (error_after(step, lambda t: cos(2.0 * t)) for step in (0.02, 0.01))
    assert coarse / fine == pytest.approx(4.0, rel=0.15)
