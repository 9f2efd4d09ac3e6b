"""Speeds, as ratios to a peer timed in the same run; `make bench` prints them.

The peer is JSBSim flying the same airframe in free air at its own usual step, called from a Python loop.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import shortdeck as sd
from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.airframe.pack import pack_aerodynamics
from shortdeck.flight.engine import fly
from shortdeck.flight.setup import Conditions, recovery_setup
from shortdeck.flight.step import STEP
from tests.verification import jsbsim_peer

PEER_STEP = 1.0 / 120.0


def best_of(task: Callable[[], object], repeats: int = 5) -> float:
    """Shortest wall time of a task, s."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def seconds_per_step_of_the_peer(folder: Path) -> float:
    model = sd.aircraft("bayraktar-tb3").model
    stall = pack_aerodynamics(model).stall_alpha
    fdm = jsbsim_peer.load(model, folder, gravity=GRAVITY, stall_alpha=stall)
    fdm.set_dt(PEER_STEP)
    start = jsbsim_peer.Start(u=45.0)
    jsbsim_peer.start_at(fdm, start, altitude=1000.0, density=SEA_LEVEL_DENSITY, thrust=700.0)
    count = 2000

    def run() -> None:
        for _ in range(count):
            fdm.run()

    return best_of(run) / count


def test_one_flight_with_full_history(tmp_path: Path) -> None:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("izumo")
    of = Conditions(mass=aircraft.model.mass.landing.value, wind_over_deck=12.0)
    setup, state, _ = recovery_setup(aircraft, ship, of)
    end, _ = fly(setup, state, duration=120.0, sample=STEP)  # compiles
    ours = best_of(lambda: fly(setup, state, duration=120.0, sample=STEP))
    peer = seconds_per_step_of_the_peer(tmp_path)
    per_step = ours / (end.time / STEP)
    per_minute = ours / end.time * 60.0
    print(f"\none flight, a row of history each step: {1e3 * per_minute:.1f} ms for 60 s of flight")
    print(f"a step: {1e6 * per_step:.2f} us, JSBSim's (free air, no wheels) {1e6 * peer:.2f} us")
    print(f"ratio per second flown: {peer / PEER_STEP / (per_step / STEP):.1f}")
    assert per_minute < 0.1
    assert per_step < peer


@pytest.mark.parametrize("module", ["shortdeck"])
def test_import(module: str) -> None:
    def seconds(code: str) -> float:
        return best_of(lambda: subprocess.run([sys.executable, "-c", code], check=True))

    took = seconds(f"import {module}") - seconds("pass")
    print(f"\nimport {module}: {1e3 * took:.0f} ms more than an empty Python")
    assert took < 0.3
