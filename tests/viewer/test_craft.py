"""The aircraft that is drawn has the size of its file, and its parts turn the way that the controls act."""

import numpy as np
import pytest

from shortdeck.catalog.loader import load_aircraft
from shortdeck.viewer import craft

FLYING = ("bayraktar-tb3", "bayraktar-tb2", "anka-s", "mojave", "mq-1c", "mq-9b-stol")


def corners(parts):
    return np.concatenate([part.mesh.vertices for part in parts])


@pytest.mark.parametrize("name", FLYING)
def test_true_size(name):
    file = load_aircraft(name)
    g = file.model.geometry
    points = corners(craft.parts_of(file))
    low, high = points.min(axis=0), points.max(axis=0)
    assert high[2] - low[2] == pytest.approx(g.span.value, abs=0.03)
    assert high[0] - low[0] == pytest.approx(g.length.value, abs=0.02)
    assert high[2] == pytest.approx(-low[2])
    assert np.isfinite(points).all()


@pytest.mark.parametrize("name", FLYING)
def test_wheels_hang_by_their_extension_below_the_ground_line(name):
    file = load_aircraft(name)
    parts = {part.name: part for part in craft.parts_of(file)}
    up = file.model.mass.cg_z.value
    for label, leg in (("nose", file.model.gear.nose), ("left", file.model.gear.main)):
        lowest = parts[f"wheel {label}"].mesh.vertices[:, 1].min() + up
        assert lowest == pytest.approx(-leg.extension.value, abs=0.01)
        assert craft.wheel_points(file)[label][1] + up == pytest.approx(-leg.extension.value)


def turned(part, angle, *, second=0.0):
    """Centre of a part before and after its channels turn it."""
    m = part.moves
    total = m.gain * angle + m.second_gain * second
    axis = np.array(m.axis) / np.linalg.norm(m.axis)
    arm = part.mesh.vertices.mean(axis=0) - np.array(m.pivot)
    moved = (
        arm * np.cos(total)
        + np.cross(axis, arm) * np.sin(total)
        + axis * np.dot(axis, arm) * (1 - np.cos(total))
    )
    return arm, moved


@pytest.mark.parametrize("name", FLYING)
def test_controls_turn_the_way_that_they_act(name):
    file = load_aircraft(name)
    parts = {part.name: part for part in craft.parts_of(file)}
    aero = file.model.aerodynamics
    for side in ("left", "right"):
        # A positive elevator and a flap go down.
        for what in (f"tail control {side}", f"flap {side}"):
            before, after = turned(parts[what], 0.2)
            assert after[1] < before[1], what
    roll = np.sign(aero.Cl_aileron.value)
    right = turned(parts["aileron right"], 0.2)
    left = turned(parts["aileron left"], 0.2)
    # Rolling to the right, the right aileron goes up and the left one down.
    assert roll * (right[1][1] - right[0][1]) > 0.0
    assert roll * (left[1][1] - left[0][1]) < 0.0
    # Yawing to the right takes a force to the left at the tail: each panel's edge goes to the right.
    yaw = np.sign(aero.Cn_rudder.value)
    for side in ("left", "right"):
        before, after = turned(parts[f"tail control {side}"], 0.0, second=0.2)
        assert yaw * (after[2] - before[2]) > 0.0, side


def test_a_positive_nose_wheel_turns_to_the_right():
    parts = {part.name: part for part in craft.parts_of(load_aircraft("bayraktar-tb3"))}
    moves = parts["wheel nose"].moves
    ahead = np.array([1.0, 0.0, 0.0])
    turned_ahead = np.cross(np.array(moves.axis), ahead) * moves.gain  # a small angle
    assert turned_ahead[2] > 0.0


def test_without_a_derivation_the_outline_is_raised():
    file = load_aircraft("bayraktar-tb3").model_copy(update={"derivation": None})
    points = corners(craft.parts_of(file))
    low, high = points.min(axis=0), points.max(axis=0)
    assert high[2] - low[2] == pytest.approx(file.model.geometry.span.value, abs=0.05)
    assert high[0] - low[0] == pytest.approx(file.model.geometry.length.value, abs=0.05)
