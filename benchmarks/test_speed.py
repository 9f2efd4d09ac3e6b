"""Speeds, as ratios to a peer timed in the same run; `make bench` keeps them in results.json.

The peer is JSBSim flying the same airframe in free air at its own usual step, called from a Python loop.
"""

from __future__ import annotations

import json
import statistics
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


RESULTS = Path(__file__).parent / "results.json"


def seconds(task: Callable[[], object]) -> float:
    """Wall time of a task, s."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def in_turn(*tasks: Callable[[], object], rounds: int = 5) -> list[float]:
    """Median wall time of each task, s; run in turn, so that a slow moment hits all alike."""
    times = [[seconds(task) for task in tasks] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def keep(**figures: float) -> None:
    """Add figures to the results."""
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    new = old | {name: float(f"{value:.3g}") for name, value in figures.items()}
    RESULTS.write_text(json.dumps(new, indent=2, sort_keys=True) + "\n", encoding="utf-8")


PEER_COUNT = 2000


def peer_flight(folder: Path) -> Callable[[], None]:
    """A task that makes the peer take ``PEER_COUNT`` steps."""
    model = sd.aircraft("bayraktar-tb3").model
    stall = pack_aerodynamics(model).stall_alpha
    fdm = jsbsim_peer.load(model, folder, gravity=GRAVITY, stall_alpha=stall)
    fdm.set_dt(PEER_STEP)
    start = jsbsim_peer.Start(u=45.0)
    jsbsim_peer.start_at(fdm, start, altitude=1000.0, density=SEA_LEVEL_DENSITY, thrust=700.0)

    def run() -> None:
        for _ in range(PEER_COUNT):
            fdm.run()

    return run


def test_one_flight_with_full_history(tmp_path: Path) -> None:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("izumo")
    of = Conditions(mass=aircraft.model.mass.landing.value, wind_over_deck=12.0)
    setup, state, _ = recovery_setup(aircraft, ship, of)
    end, _ = fly(setup, state, duration=120.0, sample=STEP)  # compiles
    ours, theirs = in_turn(lambda: fly(setup, state, duration=120.0, sample=STEP), peer_flight(tmp_path))
    peer = theirs / PEER_COUNT
    per_step = ours / (end.time / STEP)
    per_minute = ours / end.time * 60.0
    keep(
        flight_of_60_s_ms=1e3 * per_minute,
        step_us=1e6 * per_step,
        jsbsim_step_us=1e6 * peer,
        jsbsim_over_ours_per_step=peer / per_step,
    )
    assert per_minute < 0.1
    assert per_step < peer


@pytest.mark.parametrize("module", ["shortdeck"])
def test_import(module: str) -> None:
    def python(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    loaded, empty = in_turn(python(f"import {module}"), python("pass"))
    took = loaded - empty
    keep(import_ms=1e3 * took)
    assert took < 0.3
