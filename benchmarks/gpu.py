"""Landings on a GPU against the same landings on the CPU: outcomes, touchdowns, steps a second.

    python benchmarks/gpu.py [--cases 100000]     flies them on both, half in calm, half at sea, float64 and
                                                  float32: some minutes, most of it compilation
    python benchmarks/gpu.py --resources          needs no GPU: registers, spills, operations, roofline

Passes (exit status 0) when float64 gives the CPU's outcome in at least 99.9 % of the cases.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

import numpy as np

from shortdeck.campaign.cases import cases as choose
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight import batch, cuda
from shortdeck.flight.block import KNOT
from shortdeck.flight.cuda_compile import parts, per_step, ptx, resources
from shortdeck.flight.cuda_sea import WAVE_ROWS
from shortdeck.flight.sea_lanes import Seas
from shortdeck.flight.step import BEAT, STEP
from shortdeck.vessel.seaway import COMPONENTS

FIGURES = ("touchdown_x", "touchdown_y", "touchdown_sink", "touchdown_ground_speed")
AGREEMENT = 0.999
# One fused multiply-add counts two: NVIDIA H200 data sheet, 34 TFLOP/s float64 and 67 float32.
PEAK = {False: 34e12, True: 67e12}
EXPANDED = 10  # instructions of a division or a root in machine code; estimate, +/- 3


def landings(cases: int) -> tuple[np.ndarray, Seas]:
    """Landings of the TB3 on TCG Anadolu: every other one in calm and still air, the rest in sea state 4.

    Errors at the start, sea and air are drawn for each case, the wind over deck is one of 64.
    """
    random = np.random.default_rng(1)
    winds = np.clip(random.normal(10.0, 2.0, 64), 4.0, 16.0)[random.integers(64, size=cases)]
    at_sea = np.arange(cases) % 2 == 1
    aircraft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    still: dict[str, Any] = {"turbulence": "none", "airwake": False}
    parts = []
    for chosen, around in ((~at_sea, still), (at_sea, {"sea_state": 4})):
        count = int(chosen.sum())
        columns = {"case": np.flatnonzero(chosen), "wind_over_deck": winds[chosen]}
        columns |= {name: np.full(count, value) for name, value in (around | {"ship_speed": 5.0}).items()}
        parts.append(choose("recovery", aircraft, ship, columns, seed=1).table())
    (calm, _), (rough, seas) = parts
    table = np.empty((cases, calm.shape[1]))
    table[~at_sea], table[at_sea] = calm, rough
    return table, seas


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


def compare(cases: int) -> dict[str, float]:
    """Fly on CPU and GPU; a few flights compile and are not timed."""
    told = time.perf_counter()

    def say(what: str) -> None:
        print(f"{time.perf_counter() - told:6.1f} s  {what}", file=sys.stderr, flush=True)

    table, seas = landings(cases)
    few = table[:: max(cases // 2048, 1)]
    say(f"{cases} cases are set up")
    batch.fly_cases(few[:64], seas=seas)
    exact = batch.fly_cases(table, seas=seas)
    say(f"flown on the CPU, {exact.steps / exact.seconds:.3g} steps/s")
    names, figures = exact.outcomes().name, exact.figures_table()
    at_sea = exact.column("passage.sea") >= 0.0
    result = {"cases": float(cases), "cpu_steps_per_s": exact.steps / exact.seconds}
    for single in (False, True):
        word = "float32" if single else "float64"
        cuda.fly_cases(few, seas=seas, single=single)
        say(f"{word} is compiled")
        found = cuda.fly_cases(table, seas=seas, single=single)
        say(f"flown on the GPU in {word}, {found.steps / found.seconds:.3g} steps/s")
        same = found.outcomes().name == names
        result[f"{word}_steps_per_s"] = found.steps / found.seconds
        result[f"{word}_same_outcome"] = float(np.mean(same))
        result[f"{word}_same_outcome_calm"] = float(np.mean(same[~at_sea]))
        result[f"{word}_same_outcome_at_sea"] = float(np.mean(same[at_sea]))
        others = found.figures_table()
        for name in FIGURES:
            apart = np.abs(others[name] - figures[name])[same]
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
