"""Speeds of the batch engine beside JSBSim's c172p, in one run; `make bench` keeps and lays them out.

Every figure is the median of five rounds, and in each round every task is timed once, in turn, so that a slow
moment of the machine hits all alike. A recovery is counted with 60 s, 12 000 steps.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import jsbsim
import numba
import numpy as np

import shortdeck as sd
from shortdeck.flight import block
from shortdeck.flight.batch import POSITION, fly_cases, table_of
from shortdeck.flight.block import KNOT
from shortdeck.flight.sea_lanes import Seas, seas_of
from shortdeck.flight.setup import Conditions, recovery_setup
from shortdeck.flight.wave_lanes import ROWS_EACH
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics import jit
from shortdeck.vessel.seaway import COMPONENTS

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
COUNTS = (1, 64, 1024, 16_384)
ROUNDS = 5
PEER_STEPS = 4000
STEPS_A_MINUTE = 12_000
SEA = Words(sea_state=4, wave_heading="150 deg", ship_speed="12 kn", seed=1)


def recoveries(count: int) -> tuple[np.ndarray, Seas]:
    """Landings of the TB3 on Izumo in sea state 4, each in a wind, sea and air of its own, 1300 kg."""
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("izumo")
    random = np.random.default_rng(1)
    kinds = min(count, 256)
    around = weather(ship, SEA)
    flights = [
        recovery_setup(
            aircraft, ship, Conditions(**(around | {"mass": 1300.0, "wind_over_deck": w, "height_error": h}))
        )[:2]
        for w, h in zip(random.uniform(9.0, 15.0, kinds), random.normal(0.0, 1.0, kinds), strict=True)
    ]
    table = table_of(flights)[np.arange(count) % kinds]
    table[:, POSITION["passage.case"]] = np.arange(count)
    return table, seas_of([around["seaway"]], [])


def peer() -> jsbsim.FGFDMExec:
    """JSBSim's c172p in the air at its usual 120 Hz."""
    fdm = jsbsim.FGFDMExec(None)
    fdm.set_debug_level(0)
    fdm.load_model("c172p")
    for name, value in (("ic/h-sl-ft", 3000.0), ("ic/vc-kts", 90.0), ("propulsion/set-running", -1)):
        fdm[name] = value
    fdm.run_ic()
    return fdm


@numba.njit(fastmath={"contract"})
def _multiply_add(values: np.ndarray, rounds: int) -> None:
    for _ in range(rounds):
        for k in range(values.shape[0]):
            x = values[k]
            for _ in range(32):
                x = x * 1.0000001 + 1e-9
            values[k] = x


def peak_rate() -> float:
    """Operations a second of one core on multiply-adds in registers: the best that code can reach."""
    values = np.ones(256)
    _multiply_add(values, 1)
    best = 0.0
    for _ in range(20):
        start = time.perf_counter()
        _multiply_add(values, 2000)
        best = max(best, 256 * 64 * 2000 / (time.perf_counter() - start))
    return best


def operations(loop: str) -> dict[str, float]:
    """Floating-point operations of one pass of a lane loop, per lane, from its machine code."""
    function = jit.lane_loop(getattr(block, loop).py_func)
    more = ", float64" if loop.startswith("look") else ""
    function.compile(f"void(float64[::1], int64, float64{more})")
    blocks = re.split(r"\n(?=\.L\w+:)", next(iter(function.inspect_asm().values())))
    body = max(blocks, key=lambda text: len(re.findall(r"pd\s", text)))
    found = Counter(re.findall(r"\sv?([a-z]+)\d*pd\s", body))
    simple = sum(found[name] for name in ("add", "sub", "mul", "max", "min", "div", "sqrt"))
    fused = sum(found[name] for name in ("fmadd", "fmsub", "fnmadd", "fnmsub"))
    return {"operations": simple + 2 * fused, "divisions": found["div"], "roots": found["sqrt"]}


def start_times() -> dict[str, float]:
    """Seconds to a first recovery in a new process, with nothing compiled and with the compiled code kept."""
    code = "import shortdeck as sd; sd.recover('bayraktar-tb3', 'izumo', wind_over_deck='24 kn')"
    with tempfile.TemporaryDirectory() as cache:
        times = []
        for _ in range(2):
            start = time.perf_counter()
            here = os.environ | {"XDG_CACHE_HOME": cache}
            subprocess.run([sys.executable, "-c", code], check=True, env=here)
            times.append(time.perf_counter() - start)
    return {"first_flight_cold_s": times[0], "first_flight_cached_s": times[1]}


def measure() -> dict[str, float]:
    """All figures of one run."""
    tables = {count: recoveries(count) for count in COUNTS}
    tasks = [(count, threads) for count in COUNTS for threads in (1, 2) if not (count < 64 and threads == 2)]
    rates: dict[tuple[int, int], list[float]] = {task: [] for task in tasks}
    ratios: list[float] = []
    peers: list[float] = []
    two: list[float] = []
    fdm = peer()
    fly_cases(tables[64][0], seas=tables[64][1], threads=1)  # compiles
    for _ in range(ROUNDS):
        for count, threads in tasks:
            table, seas = tables[count]
            flown = fly_cases(table, seas=seas, threads=threads)
            kept = sum(part.nbytes for part in (flown.kept.own, flown.kept.moving, flown.status))
            rates[count, threads].append(flown.steps / flown.seconds)
            if (count, threads) == (1024, 1):
                start = time.perf_counter()
                for _ in range(PEER_STEPS):
                    fdm.run()
                peers.append(PEER_STEPS / (time.perf_counter() - start))
                ratios.append(rates[1024, 1][-1] / peers[-1])
        two.append(rates[1024, 2][-1] / rates[1024, 1][-1])
    out = {f"steps_per_s_{count}_on_{threads}": statistics.median(v) for (count, threads), v in rates.items()}
    out["jsbsim_c172p_steps_per_s"] = statistics.median(peers)
    out["over_jsbsim_c172p"] = statistics.median(ratios)
    out |= {"two_cores_over_one": statistics.median(two), "bytes_per_case": kept / len(table)}
    for loop in (
        "look_in_air",
        "look_on_deck",
        "decide_in_air",
        "decide_on_deck",
        "stir_lanes",
        "step_in_air",
        "step_on_deck",
    ):
        out |= {f"{loop}_{name}": value for name, value in operations(loop).items()}
    out["peak_operations_per_s"], step = peak_rate(), 0.0
    for place, share in (("in_air", 0.75), ("on_deck", 0.25)):
        beat = out[f"look_{place}_operations"] + out[f"decide_{place}_operations"]
        step += share * (out[f"step_{place}_operations"] + 0.25 * beat)
    step += 0.125 * out["stir_lanes_operations"]
    step += COMPONENTS * (ROWS_EACH + 31) / (KNOT * 4)  # turning and summing the waves, per knot
    out["operations_per_step"] = step
    out["share_of_peak"] = out["steps_per_s_1024_on_1"] * step / out["peak_operations_per_s"]
    return out | start_times()


HEAD = """# Benchmarks

Written by `make bench` on the machine that ran it; medians of five interleaved rounds, float64, full
physics: propulsion, aerodynamics with ground effect, gear on a deck that moves with 112 wave components,
turbulence, airwake, control laws, figures. A landing of the TB3 on Izumo in sea state 4 is flown per case.

| cases | million steps/s, one core | 60 s recoveries/s | million steps/s, two cores | 60 s recoveries/s |
|---|---|---|---|---|
"""
FACTS = {
    "JSBSim's c172p, called step by step from Python": "{jsbsim_c172p_steps_per_s:,.0f} steps/s",
    "1024 cases on one core, over JSBSim's c172p in the same round": "{over_jsbsim_c172p:.0f}",
    "two cores over one, 1024 cases": "{two_cores_over_one:.2f}",
    "memory per case without histories": "{bytes_per_case:.0f} bytes",
    "first flight in a new process, nothing compiled": "{first_flight_cold_s:.0f} s",
    "first flight in a new process, compiled code kept": "{first_flight_cached_s:.1f} s",
    "operations of a step in the air": "{step_in_air_operations:.0f}, of these "
    "{step_in_air_divisions:.0f} divisions and {step_in_air_roots:.0f} roots",
    "operations of a step on deck": "{step_on_deck_operations:.0f}, of these "
    "{step_on_deck_divisions:.0f} divisions and {step_on_deck_roots:.0f} roots",
    "operations of a look around, every fourth step (aloft, at the deck)": "{look_in_air_operations:.0f}, "
    "{look_on_deck_operations:.0f}",
    "operations of a decision after it (sensors, control law): likewise": "{decide_in_air_operations:.0f}, "
    "{decide_on_deck_operations:.0f}",
    "operations of an update of turbulence and airwake, every eighth step": "{stir_lanes_operations:.0f}",
    "operations of an average step, three quarters of them in the air": "{operations_per_step:.0f}",
    "one core's best rate on multiply-adds, measured": "{peak_operations_per_s:.3g} operations/s",
    "share of it at 1024 cases": "{share_of_peak:.0%}",
}


def page(found: dict[str, float]) -> str:
    """The figures as a page."""
    lines = []
    for count in COUNTS:
        cells = []
        for threads in (1, 2):
            rate = found.get(f"steps_per_s_{count}_on_{threads}")
            cells += ["–", "–"] if rate is None else [f"{rate / 1e6:.1f}", f"{rate / STEPS_A_MINUTE:.0f}"]
        lines.append(f"| {count} | " + " | ".join(cells) + " |")
    lines += ["", "| what | figure |", "|---|---|"]
    lines += [f"| {what} | {text.format(**found)} |" for what, text in FACTS.items()]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    figures = {name: float(f"{value:.3g}") for name, value in measure().items()}
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(old | figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    notes = text[text.index("## Where the rest goes") :] if "## Where the rest goes" in text else ""
    PAGE.write_text(page(figures) + ("\n" + notes if notes else ""), encoding="utf-8")
    print(page(figures))
