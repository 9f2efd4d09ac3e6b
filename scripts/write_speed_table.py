"""Write the speeds of benchmarks/results.json into README.md; `make bench` measures them and runs this."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = "<!-- speed: scripts/write_speed_table.py -->\n"
END = "<!-- end of speed -->\n"
ROWS = {
    "flight_of_60_s_ms": "60 s of flight, one row of history a step: {} ms",
    "step_us": "one step (wheels, controls and deck included): {} us",
    "jsbsim_step_us": "one step of JSBSim, same airframe in free air, called from Python: {} us",
    "jsbsim_over_ours_per_step": "JSBSim's step over ours: {}",
    "steps_per_s_1024_on_1": "1024 landings at sea at once, one core, steps a second: {}",
    "over_jsbsim_c172p": "the same over JSBSim's c172p in the same round: {}",
    "import_ms": "`import shortdeck`, more than an empty Python: {} ms",
}


def with_table(page: str, results: dict[str, float]) -> str:
    """The page with its speeds replaced."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = ["| what | median of five, in one run |", "|---|---|"]
    for name, text in ROWS.items():
        what, value = text.format(f"{results[name]:g}").rsplit(": ", 1)
        lines.append(f"| {what} | {value} |")
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    figures = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    page = ROOT / "README.md"
    page.write_text(with_table(page.read_text(encoding="utf-8"), figures), encoding="utf-8")
