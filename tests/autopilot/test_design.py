"""Gains follow from the model: they regulate it, and their feed-forward is its steady flight."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from shortdeck.airframe.trim import trim
from shortdeck.autopilot import design as designs
from shortdeck.autopilot.design import design, measured
from shortdeck.autopilot.regulator import LINE_SIGNALS, PATH_SIGNALS
from shortdeck.autopilot.synthesis import plant as plants
from shortdeck.autopilot.synthesis.weights import DEFAULT, Weights
from shortdeck.flight.step import BEAT
from tests.autopilot.airframes import NAMES, condition


def test_the_design_counts_on_the_beat_of_the_flights() -> None:
    assert plants.BEAT == BEAT


@pytest.mark.parametrize("scale", [0.0, 1e-3, 1.0, 30.0])
def test_a_matrix_exponential_is_that_of_its_peer(scale) -> None:
    A = scale * np.random.Generator(np.random.Philox(3)).normal(size=(13, 13)) / 4.0
    peer = expm(A)
    assert np.abs(plants.exponential(A) - peer).max() < 1e-12 * np.abs(peer).max()


@pytest.mark.parametrize("name", NAMES)
def test_the_closed_loops_settle(name) -> None:
    c = condition(name)
    f, (g, _) = plants.airframe_at(c), design(c)
    for model, signals, rows in (
        (plants.longitudinal, PATH_SIGNALS, (g.elevator, g.throttle)),
        (plants.lateral, LINE_SIGNALS, (g.aileron, g.rudder)),
    ):
        p = model(f)
        poles = np.linalg.eigvals(p.F - p.G @ np.array(rows) @ measured(p, signals))
        assert np.log(np.abs(poles).max()) / BEAT < -0.05  # 1/s


@pytest.mark.parametrize("name", NAMES)
def test_a_steady_climb_is_flown_as_the_trim_says(name) -> None:
    c = condition(name)
    pitch, alpha, elevator, throttle = design(c)[0].climb
    held = {
        "mass": c.inertia.mass, "airspeed": c.airspeed, "density": c.density, "flap": c.flap, "gear": 1.0,
        "thrust_z": c.hub_z, "thrust_tilt": c.tilt,
    }  # fmt: skip
    low, high = (trim(c.aero, slope=c.slope + d, **held) for d in (-0.01, 0.01))
    climb = 0.02 * c.airspeed
    assert alpha * climb == pytest.approx(high.alpha - low.alpha, abs=2e-4)
    assert pitch * climb == pytest.approx(0.02 + high.alpha - low.alpha, abs=2e-4)
    assert elevator * climb == pytest.approx(high.elevator - low.elevator, abs=2e-4)
    thrust = throttle * climb * plants.airframe_at(c).thrust_per_throttle
    assert thrust == pytest.approx(high.thrust - low.thrust, rel=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_a_steady_sideslip_leaves_no_force_and_no_moment(name) -> None:
    c = condition(name)
    m = plants.airframe_at(c).model
    bank, aileron, rudder = design(c)[0].slip
    rates = m.A_lateral @ [c.airspeed, 0.0, 0.0, bank] + m.B_lateral @ [aileron, rudder]
    assert np.abs(rates[:3] / [9.81, 1.0, 1.0]).max() < 1e-9


@pytest.mark.parametrize("name", NAMES)
def test_a_moving_path_is_followed_better_when_its_acceleration_is_told(name) -> None:
    """A ramp that heaves by half a metre in ten seconds."""
    c = condition(name)
    p, (g, _) = plants.longitudinal(plants.airframe_at(c)), design(c)
    K = np.array([g.elevator, g.throttle])
    M = measured(p, PATH_SIGNALS)

    def miss(told: float) -> float:
        x, errors = np.zeros(len(p.names)), []
        rate = 2.0 * np.pi / 10.0
        for k in range(3000):
            t = k * BEAT
            height, climb = 0.5 * np.sin(rate * t), 0.5 * rate * np.cos(rate * t)
            pull = -told * rate * rate * height
            z = M @ x
            errors.append(z[2] - height)
            names = ("pitch", "alpha", "elevator", "throttle")
            wanted = dict(zip(names, np.array(g.climb) * climb, strict=True))
            for name, share in zip(("pitch", "alpha", "q", "elevator", "throttle"), g.pull, strict=True):
                wanted[name] = wanted.get(name, 0.0) + share * pull
            z = z - [
                0.5 / rate * (1.0 - np.cos(rate * t)), 0.0, height, climb, 0.0, wanted["pitch"],
                wanted["q"], wanted["alpha"], 0.0, wanted["elevator"], wanted["throttle"],
                wanted["elevator"], wanted["throttle"],
            ]  # fmt: skip
            x = p.F @ x + p.G @ (np.array([wanted["elevator"], wanted["throttle"]]) - K @ z)
        return float(np.std(errors[1500:]))

    told, untold = miss(1.0), miss(0.0)
    assert told < 0.6 * untold
    assert told < 0.05


def test_gains_of_half_the_size_come_from_a_file_that_allows_twice_the_error() -> None:
    tight, loose = (design(condition("bayraktar-tb3"), Weights(height=h))[0] for h in (0.13, 1.3))
    place = PATH_SIGNALS.index("height")
    assert abs(loose.elevator[place]) < 0.5 * abs(tight.elevator[place])


def test_a_slower_surface_is_known_to_the_design() -> None:
    c = condition("bayraktar-tb3")
    slow = c._replace(actuation=c.actuation._replace(surface_lag=0.3))
    assert design(slow)[0].elevator != design(c)[0].elevator
    assert design(slow)[0].surface_share < design(c)[0].surface_share


def test_where_a_speed_cannot_be_trimmed_the_next_faster_one_is_designed_for() -> None:
    c = condition("bayraktar-tb3")
    slow = c._replace(airspeed=0.6 * c.airspeed)
    gains, _ = design(slow, DEFAULT)
    assert gains.pressure > 0.5 * slow.density * slow.airspeed**2
    assert designs.settled(slow).condition.airspeed < c.airspeed
