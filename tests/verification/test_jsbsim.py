"""The same airframe, flown open loop through the same doublets here and in JSBSim."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia, stall_speed
from shortdeck.airframe.trim import trim
from shortdeck.catalog.aircraft import AircraftModel
from shortdeck.flight.rigid_body import Body
from shortdeck.numerics.rotation import from_euler
from tests.verification import jsbsim_peer as peer
from tests.verification.openloop import HIGH, STEP, fly, open_loop

DURATION = 20.0
EVERY = 0.05
FLOOR = dict.fromkeys("uvw", 0.02) | dict.fromkeys("pqr", 0.005)
FLOOR |= dict.fromkeys(("roll", "pitch", "yaw"), 0.001)


class Case(NamedTuple):
    """An airframe in steady level flight and the doublets it is given."""

    model: AircraftModel
    aerodynamics: Aerodynamics
    airspeed: float
    alpha: float
    elevator: float
    thrust: float
    flap: float
    density: float
    stall_alpha: float
    doublet: float


def level_flight(
    name: str, *, factor: float, doublet: float, flap: float = 0.0, density: float = SEA_LEVEL_DENSITY
) -> Case:
    """An aircraft of the catalogue, trimmed at ``factor`` times its stall speed, gear down."""
    model = sd.aircraft(name).model
    a = pack_aerodynamics(model)
    mass = model.mass.reference.value
    airspeed = factor * stall_speed(a, mass=mass, density=density, flap=flap)
    steady = trim(
        a,
        mass=mass,
        airspeed=airspeed,
        density=density,
        slope=0.0,
        flap=flap,
        gear=1.0,
        thrust_z=0.0,
        thrust_tilt=0.0,
    )
    stall_alpha = a.stall_alpha + flap * (a.stall_alpha_flap - a.stall_alpha)
    return Case(model, a, airspeed, *steady, flap, density, stall_alpha, doublet)


CASES: dict[str, Callable[[], Case]] = {
    "navion": lambda: level_flight("navion", factor=1.8, doublet=0.04),
    "aerosonde": lambda: level_flight("aerosonde", factor=1.5, doublet=0.04, density=1.2682),
    "TB3 clean": lambda: level_flight("bayraktar-tb3", factor=1.5, doublet=0.03),
    "TB3 half flap": lambda: level_flight("bayraktar-tb3", factor=1.4, doublet=0.03, flap=0.5),
    "TB3 through the stall": lambda: level_flight("bayraktar-tb3", factor=1.1, doublet=0.2),
}


def doublet(time: float, start: float, height: float) -> float:
    """+height for one second from ``start``, -height for the next."""
    # Half a microsecond decides for which side of an edge a rounded time counts.
    return height * ((start <= time + 5e-7 < start + 1.0) - (start + 1.0 <= time + 5e-7 < start + 2.0))


def doublets(case: Case) -> Callable[[float], peer.Controls]:
    """Elevator, aileron and rudder, one after the other."""

    def controls(time: float) -> peer.Controls:
        return peer.Controls(
            elevator=case.elevator + doublet(time, 1.0, 0.5 * case.doublet),
            aileron=doublet(time, 6.0, case.doublet),
            rudder=doublet(time, 11.0, case.doublet),
            flap=case.flap,
        )

    return controls


def both(case: Case, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Histories of the channels here and in JSBSim."""
    controls = doublets(case)
    u, w = case.airspeed * cos(case.alpha), case.airspeed * sin(case.alpha)
    theirs = peer.fly(
        case.model,
        folder,
        peer.Start(u=u, w=w, pitch=case.alpha),
        controls,
        thrust=case.thrust,
        density=case.density,
        gravity=GRAVITY,
        duration=DURATION,
        every=EVERY,
        stall_alpha=case.stall_alpha,
    )
    attitude = from_euler(0.0, case.alpha, 0.0)
    body = Body(0.0, 0.0, -HIGH, case.airspeed, 0.0, 0.0, *attitude, *([0.0] * 9))
    schedule = np.array([controls(k * STEP)[:4] for k in range(round(DURATION / STEP))])
    setup = open_loop(
        aero=case.aerodynamics,
        inertia=pack_inertia(case.model, mass=case.model.mass.reference.value),
        thrust=case.thrust,
        density=case.density,
        gravity=GRAVITY,
    )
    ours = fly(setup, body, schedule)
    stride = round(EVERY / STEP)
    return {channel: ours[channel][::stride] for channel in peer.CHANNELS}, theirs


@pytest.mark.parametrize("name", CASES)
def test_open_loop_flight_agrees_with_jsbsim(name: str, tmp_path: Path) -> None:
    ours, theirs = both(CASES[name](), tmp_path)
    for channel in peer.CHANNELS:
        allowed = max(0.01 * np.ptp(theirs[channel]), FLOOR[channel])
        assert np.abs(ours[channel] - theirs[channel]).max() < allowed, channel
    assert np.ptp(theirs["roll"]) > 0.03, "the doublets must stir every axis"
    assert np.ptp(theirs["q"]) > 0.03


def test_the_stall_case_stalls(tmp_path: Path) -> None:
    case = CASES["TB3 through the stall"]()
    ours, _ = both(case, tmp_path)
    assert np.arctan2(ours["w"], ours["u"]).max() > 0.9 * case.stall_alpha
