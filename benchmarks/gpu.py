"""Landings on a GPU against the same landings on the CPU: outcomes, touchdowns, steps a second.

    python benchmarks/gpu.py [--cases 100000]     flies them on both, in calm and at sea, float64 and float32
    python benchmarks/gpu.py --resources          needs no GPU: registers, spills, operations, roofline

Passes (exit status 0) when float64 gives the CPU's outcome in at least 99.9 % of the cases.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import numpy as np

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight import batch, cuda
from shortdeck.flight.block import KNOT
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.cuda_compile import parts, per_step, ptx, resources
from shortdeck.flight.cuda_sea import WAVE_ROWS
from shortdeck.flight.sea_lanes import Seas, seas_of
from shortdeck.flight.setup import recovery_setup
from shortdeck.flight.step import BEAT, STEP
from shortdeck.flight.weather import Weather, weather
from shortdeck.numerics.random import START_ERRORS, draw
from shortdeck.sea.choice import SeaWords
from shortdeck.vessel.seaway import COMPONENTS

FIGURES = ("touchdown_x", "touchdown_y", "touchdown_sink", "touchdown_ground_speed")
AGREEMENT = 0.999
# One fused multiply-add counts two: NVIDIA H200 data sheet, 34 TFLOP/s float64 and 67 float32.
PEAK = {False: 34e12, True: 67e12}
EXPANDED = 10  # instructions of a division or a root in machine code; estimate, +/- 3


def landings(cases: int, *, at_sea: bool) -> tuple[np.ndarray, Seas]:
    """Errors at the start and the wind over deck drawn; at sea a sea state 4, turbulence and airwake."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    sea = weather(ship, Weather(ship_speed=5.0, sea=SeaWords(sea_state=4), seed=1))["seaway"]
    around: dict[str, Any] = {"seaway": sea, "turbulence": "marine", "airwake": True} if at_sea else {}
    flights = []
    for case in range(cases):
        wind, height, side, speed = draw(1, case, START_ERRORS, 4)
        k = Conditions(
            mass=aircraft.model.mass.landing.value, wind_over_deck=max(10.0 + 2.0 * wind, 0.0),
            ship_speed=5.0, height_error=height, side_error=2.0 * side, speed_error=0.7 * speed, seed=1,
            case=case, **around,
        )  # fmt: skip
        flights.append(recovery_setup(aircraft, ship, k)[:2])
    return batch.table_of(flights), seas_of([sea], [])


def roofline() -> list[dict[str, Any]]:
    """What the compiler made of a flight, and the most steps that the arithmetic alone would allow."""
    lines: list[dict[str, Any]] = []
    for single in (False, True):
        r = resources(ptx(single=single), single=single)
        found = parts(single=single)
        steps = per_step(found, expanded=EXPANDED)
        waves = COMPONENTS * WAVE_ROWS * (4 if single else 8) * STEP / (KNOT * BEAT)
        lines.append(
            {"precision": "float32" if single else "float64"} | r._asdict()
            | {"code": r.code._asdict(), "occupancy": r.occupancy}
            | {"parts": {name: part._asdict() for name, part in found.items()}}
            | {"instructions_a_step": steps, "bytes_of_waves_a_step": waves}
            | {"steps_per_s_at_peak": {name: PEAK[single] / 2.0 / n for name, n in steps.items()}}
        )  # fmt: skip
    return lines


def compare(cases: int, *, at_sea: bool) -> dict[str, float]:
    """Fly on CPU and GPU; the first flights compile and are not timed."""
    table, seas = landings(cases, at_sea=at_sea)
    batch.fly_cases(table[:64], seas=seas)
    exact = batch.fly_cases(table, seas=seas)
    names = [exact.outcome(k).name for k in range(cases)]
    result = {"cases": float(cases), "cpu_steps_per_s": exact.steps / exact.seconds}
    for single in (False, True):
        cuda.fly_cases(table, seas=seas, single=single)
        found = cuda.fly_cases(table, seas=seas, single=single)
        word = "float32" if single else "float64"
        same = [found.outcome(k).name == names[k] for k in range(cases)]
        result[f"{word}_steps_per_s"] = found.steps / found.seconds
        result[f"{word}_same_outcome"] = float(np.mean(same))
        for name in FIGURES:
            pairs = [(getattr(found.figures(k), name), getattr(exact.figures(k), name)) for k in range(cases)]
            apart = np.abs(np.diff(np.array(pairs)[same], axis=1))
            result[f"{word}_{name}_largest"] = float(apart.max())
            result[f"{word}_{name}_99.9_percent"] = float(np.quantile(apart, 0.999))
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--resources", action="store_true")
    arguments = parser.parse_args()
    if arguments.resources:
        print(json.dumps(roofline(), indent=1))
        return 0
    result = {name: compare(arguments.cases, at_sea=name == "at_sea") for name in ("calm", "at_sea")}
    print(json.dumps(result, indent=1))
    return 0 if all(found["float64_same_outcome"] >= AGREEMENT for found in result.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
