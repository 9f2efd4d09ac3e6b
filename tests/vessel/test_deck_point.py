"""A deck point moves as a point of a rigid ship does, and as the flights' kernel moves the deck."""

import math

import numpy as np
import pytest

from shortdeck.vessel.deck_point import attitude_matrix, point_motion
from shortdeck.vessel.ship_motion import Knot, Knots, Motions, Passage, pose_at

ARM = (-68.0, -5.5, -8.5)
RATE = np.array([0.31, 0.43, 0.52, 0.47, 0.61, 0.39])
SIZE = np.array([0.6, 0.9, 1.4, 0.2, 0.08, 0.05])  # m, rad: large, so that products of angles show


def motions(time, derivative=0):
    t = np.asarray(time)[:, None] * RATE + np.arange(6.0)
    return SIZE * RATE**derivative * (np.sin(t), np.cos(t), -np.sin(t))[derivative]


def at(time, arm=ARM):
    return point_motion(motions(time), motions(time, 1), motions(time, 2), arm=arm)


def slope(f, t, h=0.01):
    return (8.0 * (f(t + h) - f(t - h)) - f(t + 2 * h) + f(t - 2 * h)) / (12.0 * h)


def test_velocity_and_acceleration_are_derivatives():
    t = np.linspace(0.0, 60.0, 121)
    found = at(t)
    for got, f in (
        (found.velocity, lambda u: at(u).displacement),
        (found.acceleration, lambda u: at(u).velocity),
        (found.angular_acceleration, lambda u: at(u).rates),
    ):
        assert got == pytest.approx(slope(f, t), abs=1e-6 * np.abs(got).max())


def test_rates_turn_the_deck():
    """The matrix's derivative is the matrix times the cross product with the rates."""
    t = np.linspace(0.0, 60.0, 61)
    found = at(t)
    turning = slope(lambda u: attitude_matrix(at(u).attitude).reshape(-1, 9), t).reshape(-1, 3, 3)
    p, q, r = found.rates.T
    zero = np.zeros_like(p)
    cross = np.stack([zero, -r, q, r, zero, -p, -q, p, zero], axis=-1).reshape(-1, 3, 3)
    assert turning == pytest.approx(attitude_matrix(found.attitude) @ cross, abs=1e-8)
    assert np.linalg.det(attitude_matrix(found.attitude)) == pytest.approx(1.0)


def test_signs():
    """Starboard down lowers the starboard edge, bow up lifts the bow, bow to starboard swings it there."""
    still = np.zeros((1, 6))

    def moved(k, arm):
        one = still.copy()
        one[0, k] = math.radians(3.0)
        return point_motion(one, still, still, arm=arm).displacement[0]

    assert moved(3, (0.0, 15.0, 0.0))[2] == pytest.approx(15.0 * math.sin(math.radians(3.0)))
    assert moved(4, (100.0, 0.0, 0.0))[2] == pytest.approx(-100.0 * math.sin(math.radians(3.0)))
    assert moved(5, (100.0, 0.0, 0.0))[1] == pytest.approx(100.0 * math.sin(math.radians(3.0)))
    assert moved(3, (0.0, 0.0, -10.0))[1] == pytest.approx(10.0 * math.sin(math.radians(3.0)))


def test_the_centre_of_gravity_moves_by_surge_sway_and_heave_alone():
    t = np.linspace(0.0, 20.0, 11)
    found = at(t, arm=(0.0, 0.0, 0.0))
    assert found.displacement == pytest.approx(motions(t)[:, :3])
    assert found.acceleration == pytest.approx(motions(t, 2)[:, :3])


def test_the_flights_kernel_moves_the_deck_alike():
    """The pose between two knots, 0.16 s apart, against the exact point."""
    span, centre_x, centre_z, height = 0.16, 117.0, 8.5, 16.0
    x, y = centre_x + ARM[0], ARM[1]
    course = Passage(
        heading_cos=1.0, heading_sin=0.0, deck_height=height, centre_x=centre_x, centre_z=centre_z, sea=-1.0,
        record=-1.0, record_start=0.0, seed=0.0, case=0.0,
    )  # fmt: skip
    for start, t in ((0.0, 0.0), (3.2, 0.05), (10.0, 0.1), (20.0, 0.16)):
        ends = np.array([start, start + span])
        knots = Knots(
            *(Knot(Motions(*a), Motions(*b)) for a, b in zip(motions(ends), motions(ends, 1), strict=True))
        )
        pose = pose_at(course, knots, t, span).pose
        m = np.array(pose.m).reshape(3, 3)
        arm, rates = np.array([x, y, 0.0]), np.array([pose.p, pose.q, pose.r])
        exact = point_motion(*(motions([start + t], d) for d in range(3)), arm=(x - centre_x, y, -centre_z))
        place = np.array([pose.north, pose.east, pose.down]) + m @ arm
        assert place == pytest.approx(exact.displacement[0] + [x, y, -height], abs=1e-4)
        velocity = np.array([pose.v_north, pose.v_east, pose.v_down]) + m @ np.cross(rates, arm)
        assert velocity == pytest.approx(exact.velocity[0], abs=1e-3)
        assert m == pytest.approx(attitude_matrix(exact.attitude)[0], abs=1e-6)
        assert rates == pytest.approx(exact.rates[0], abs=1e-5)
