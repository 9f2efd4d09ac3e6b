"""Half the step, the same flight: the figures of a touchdown and of a launch move by less than 1 %."""

from __future__ import annotations

import pytest

import shortdeck as sd
from shortdeck.flight.engine import fly
from shortdeck.flight.figures import Figures
from shortdeck.flight.setup import Conditions, launch_setup, recovery_setup
from shortdeck.flight.step import STEP

WIND = 12.0  # m/s over deck


def figures(task: str, step: float) -> Figures:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("izumo")
    mass = aircraft.model.mass
    if task == "launch":
        of = Conditions(mass=mass.takeoff[0].value, wind_over_deck=WIND)
        setup, state, _ = launch_setup(aircraft, ship, of)
    else:
        of = Conditions(mass=mass.landing.value, wind_over_deck=WIND)
        setup, state, _ = recovery_setup(aircraft, ship, of)
    end, _ = fly(setup, state, duration=120.0, dt=step)
    return end.figures


TOUCHDOWN = (
    "touchdown_sink",
    "touchdown_airspeed",
    "touchdown_ground_speed",
    "touchdown_pitch",
    "touchdown_x",
    "stop_x",
    "peak_main",
    "peak_nose",
)
LAUNCH = ("airborne_x", "airborne_speed", "bow_speed", "lowest_after_bow", "least_climb", "peak_nose")


@pytest.mark.parametrize(("task", "names"), [("recovery", TOUCHDOWN), ("launch", LAUNCH)])
def test_halving_the_step_changes_little(task: str, names: tuple[str, ...]) -> None:
    coarse, fine = figures(task, STEP), figures(task, 0.5 * STEP)
    for name in names:
        assert getattr(coarse, name) == pytest.approx(getattr(fine, name), rel=0.01), name
