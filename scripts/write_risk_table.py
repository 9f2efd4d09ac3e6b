"""Repeat estimates of known risks and write into docs/background/risk.md how often they held the truth.

Takes a quarter of an hour. Each problem goes to docs/background/risk-coverage.json when it is done, so that
an interrupted study goes on; delete the file to begin anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from shortdeck.safety.risk import estimate  # noqa: E402
from tests.verification.rare_event_problems import PROBLEMS  # noqa: E402
from tests.verification.test_rare_events import FIRST_SEED, LONG  # noqa: E402

PAGE = ROOT / "docs" / "background" / "risk.md"
RESULTS = ROOT / "docs" / "background" / "risk-coverage.json"
START = "<!-- coverage: scripts/write_risk_table.py -->\n"
END = "<!-- end of coverage -->\n"


def study(name: str) -> dict[str, Any]:
    """Repetitions of one problem: coverage, bias, scatter, stated error, calls."""
    dimension, g, truth, rough = PROBLEMS[name]
    found = [estimate(g, dimension, seed=FIRST_SEED + k, rough=rough) for k in range(LONG)]
    ratio = np.array([f.probability for f in found]) / truth
    return {
        "dimension": dimension, "truth": float(truth), "repetitions": LONG,
        "inside": int(sum(f.low <= truth <= f.high for f in found)),
        "bias": float(ratio.mean() - 1.0), "scatter": float(ratio.std(ddof=1)),
        "stated": float(np.mean([f.cov for f in found])), "calls": float(np.mean([f.calls for f in found])),
        "two_methods": sum(f.agreement is not None for f in found),
    }  # fmt: skip


def with_table(page: str, results: dict[str, dict[str, Any]]) -> str:
    """The page with its table replaced."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = [
        "| problem | numbers | probability | truth inside | bias | scatter | stated | calls | two methods |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, r in results.items():
        lines.append(
            f"| {name} | {r['dimension']} | {r['truth']:.4e} | {r['inside']} of {r['repetitions']} "
            f"| {100 * r['bias']:+.1f} % | {r['scatter']:.3f} | {r['stated']:.3f} | {r['calls']:.0f} "
            f"| {r['two_methods']} |"
        )
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    done = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for problem in PROBLEMS:
        if problem not in done:
            done[problem] = study(problem)
            RESULTS.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
            print(f"{problem}: {done[problem]['inside']} of {LONG}", flush=True)
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), done), encoding="utf-8")
