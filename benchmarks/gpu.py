"""Landings on a GPU against the same landings on the CPU: outcomes, touchdowns, steps a second.

    python benchmarks/gpu.py [--cases 100000]     flies them on both, in float64 and float32
    python benchmarks/gpu.py --resources          needs no GPU: registers, spills, operations, roofline

Passes (exit status 0) when float64 gives the CPU's outcome in at least 99.9 % of the cases.
"""

from __future__ import annotations

import argparse
import json
import sys

import numpy as np

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight import batch, cuda
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.cuda_compile import ptx, resources
from shortdeck.flight.setup import recovery_setup
from shortdeck.numerics.random import START_ERRORS, draw

FIGURES = ("touchdown_x", "touchdown_y", "touchdown_sink", "touchdown_ground_speed")
AGREEMENT = 0.999
# One fused multiply-add counts two: NVIDIA H200 data sheet, 34 TFLOP/s float64 and 67 float32.
PEAK = {False: 34e12, True: 67e12}
EXPANDED = 10  # instructions of a division or a root in machine code; estimate, +/- 3


def landings(cases: int) -> np.ndarray:
    """Errors at the start and the wind over deck drawn; all else the same."""
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    flights = []
    for case in range(cases):
        wind, height, side, speed = draw(1, case, START_ERRORS, 4)
        k = Conditions(
            mass=aircraft.model.mass.landing.value, wind_over_deck=max(10.0 + 2.0 * wind, 0.0),
            height_error=height, side_error=2.0 * side, speed_error=0.7 * speed,
        )  # fmt: skip
        flights.append(recovery_setup(aircraft, ship, k)[:2])
    return batch.table_of(flights)


def roofline() -> list[dict[str, float | str]]:
    """What the compiler made of a step, and the most steps that the arithmetic alone would allow."""
    lines: list[dict[str, float | str]] = []
    for single in (False, True):
        r = resources(ptx(single=single), single=single)
        issued = r.issued + (EXPANDED - 1) * r.divisions
        lines.append(
            {"precision": "float32" if single else "float64"} | r._asdict()
            | {"occupancy": r.occupancy, "instructions_estimated": issued,
               "steps_per_s_at_peak": PEAK[single] / 2.0 / issued}
        )  # fmt: skip
    return lines


def compare(cases: int) -> dict[str, float]:
    """Fly on CPU and GPU; the first flights compile and are not timed."""
    table = landings(cases)
    batch.fly_cases(table[:64])
    exact = batch.fly_cases(table)
    names = [exact.outcome(k).name for k in range(cases)]
    result = {"cases": float(cases), "cpu_steps_per_s": exact.steps / exact.seconds}
    for single in (False, True):
        cuda.fly_cases(table, single=single)
        found = cuda.fly_cases(table, single=single)
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
    result = compare(arguments.cases)
    print(json.dumps(result, indent=1))
    return 0 if result["float64_same_outcome"] >= AGREEMENT else 1


if __name__ == "__main__":
    sys.exit(main())
