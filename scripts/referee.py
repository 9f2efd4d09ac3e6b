"""Count mishaps of launches by brute force: what every other estimate of their risk is held against.

    python scripts/referee.py [--case NAME] [--flights N] [--threads N] [--estimate]

``--estimate`` asks the estimators instead, and keeps their answer beside the counts. Flights are those of an
ordinary campaign, numbered from 0. After every chunk the counts go to ``docs/background/referee.json``, so
that an interrupted study goes on where it stopped. Counts of other code are worth nothing: if the flight code
has changed since, the script says so and begins anew with ``--anew``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from shortdeck.campaign.flights import fly_table
from shortdeck.numerics.jit import source_hash
from shortdeck.safety.asked import risk
from shortdeck.safety.binomial import clopper_pearson
from shortdeck.safety.flight_risk import FlightRisk
from shortdeck.safety.margins import ANY, happened, members

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "background" / "referee.json"
CHUNK = 20_000
KNOT = 1852.0 / 3600.0
AIRCRAFT, SHIP, SEED = "bayraktar-tb3", "tcg-anadolu", 2024
CONDITIONS: dict[str, dict[str, Any]] = {
    # A TB3 at full mass over the ramp from a short run: a lull after the bow lets it settle into the sea.
    name: {"mass": 1450.0, "deck_run": 90.0, "sea_state": 4, "ship_speed": 8.0, "wind_over_deck": wind * KNOT}
    for name, wind in (("one in ten thousand", 18.9), ("one in a hundred thousand", 19.2))
}
WANTED = {"one in ten thousand": 1_000_000, "one in a hundred thousand": 10_000_000}


def results() -> dict[str, dict[str, Any]]:
    """Counts so far, by case."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}


def keep(found: dict[str, dict[str, Any]]) -> None:
    """Write the counts: all of them, or none."""
    part = RESULTS.with_suffix(".part")
    part.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(part, RESULTS)


def begin(name: str) -> dict[str, Any]:
    """A case of which nothing was flown."""
    conditions = CONDITIONS[name]
    return {
        "task": "launch", "aircraft": AIRCRAFT, "ship": SHIP, "conditions": conditions, "seed": SEED,
        "source": source_hash(), "flights": 0, "counts": dict.fromkeys((ANY, *members(ANY)), 0),
    }  # fmt: skip


def fly(row: dict[str, Any], flights: int, threads: int | None) -> bool:
    """Add that many flights to a case's counts; whether all were flown."""
    first = row["flights"]
    columns = {name: np.full(flights, value) for name, value in row["conditions"].items()}
    columns["case"] = np.arange(first, first + flights)
    found = fly_table(row["task"], row["aircraft"], row["ship"], columns, seed=row["seed"], threads=threads)
    if found.flown.interrupted:
        return False
    events = happened(found.flown.figures_table())
    for name, values in events.items():
        row["counts"][name] += int(values.sum())
    row["counts"][ANY] += int(np.any(list(events.values()), axis=0).sum())
    row["flights"] += flights
    return True


def estimate(name: str, threads: int | None) -> dict[str, Any]:
    """What the estimators say of a case."""
    conditions = CONDITIONS[name]
    found = risk("launch", AIRCRAFT, SHIP, **conditions, mishap=ANY, budget=100_000, seed=1, threads=threads)
    assert isinstance(found, FlightRisk)
    if found.interrupted:
        sys.exit(130)
    answer = found.estimates[ANY]
    return {
        "source": source_hash(), "method": answer.method, "probability": answer.probability,
        "low": answer.low, "high": answer.high, "flights": answer.calls, "seed": answer.seed,
        "agreement": answer.agreement, "missed": answer.missed, "warnings": list(answer.warnings),
        "methods": [part.__dict__ for part in answer.parts],
    }  # fmt: skip


def main() -> None:
    """Fly on until each case has its flights."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--case", choices=list(CONDITIONS), action="append", help="default: all")
    words.add_argument("--flights", type=int, help="in all; default: 1e6 and 1e7")
    words.add_argument("--threads", type=int, help="default: one a core")
    words.add_argument("--estimate", action="store_true", help="ask the estimators instead of counting")
    words.add_argument("--anew", action="store_true", help="forget what was counted with other code")
    asked = words.parse_args()
    for name in asked.case or CONDITIONS:
        row = results().get(name, begin(name))
        if row["source"] != source_hash():
            if not asked.anew:
                sys.exit(f"{name}: counted with other flight code ({row['source']}); --anew begins again")
            row = begin(name)
        if asked.estimate:
            row["estimate"] = estimate(name, asked.threads)
            keep(results() | {name: row})
            print(json.dumps(row["estimate"], indent=1))
            continue
        while row["flights"] < (asked.flights or WANTED[name]):
            if not fly(row, CHUNK, asked.threads):
                sys.exit(130)
            told = results().get(name, {})
            if "estimate" in told:
                row["estimate"] = told["estimate"]
            keep(results() | {name: row})
            low, high = clopper_pearson(row["counts"][ANY], row["flights"])
            print(f"{name}: {row['counts'][ANY]} in {row['flights']}, {low:.2e} to {high:.2e}", flush=True)


if __name__ == "__main__":
    main()
