"""Count mishaps of launches by brute force: what every other estimate of their risk is held against.

    python scripts/referee.py [--case NAME] [--flights N] [--threads N] [--estimate] [--carry | --anew]

The law of the day decides in which wind a launch has the risk that is wanted: a pilot, subset simulation in a
few winds, chooses it and is kept beside the counts. Then flights are counted, those of an ordinary campaign,
numbered from 0. After every chunk the counts go to ``docs/background/referee.json``, so that an interrupted
study goes on where it stopped. ``--estimate`` asks the estimators instead, with another seed, and keeps their
answer beside the counts. Counts of other code are worth nothing: if the flight code has changed since, the
script says so. ``--carry`` flies the pilot again and goes on if all its answers are the same to the bit, with
a note of the code before; ``--anew`` begins again with a pilot of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight.from_words import conditions_of
from shortdeck.flight.words import Words
from shortdeck.numerics.jit import source_hash
from shortdeck.safety.asked import risk
from shortdeck.safety.binomial import clopper_pearson
from shortdeck.safety.flight_risk import FlightRisk
from shortdeck.safety.flight_space import FlightSpace
from shortdeck.safety.margins import ANY, happened, members
from shortdeck.safety.subset import subset

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "background" / "referee.json"
CHUNK = 20_000
KNOT = 1852.0 / 3600.0
AIRCRAFT, SHIP, SEED, PILOT_SEED, ESTIMATE_SEED = "bayraktar-tb3", "tcg-anadolu", 2024, 2025, 1
# A light TB3 over the ramp from a very short run: a lull after the bow lets it settle into the sea. Light and
# short, so that a flight is over soon: 18 s, a third less than at full mass from 90 m.
BASE: dict[str, Any] = {"mass": 1050.0, "deck_run": 40.0, "sea_state": 4, "ship_speed": 8.0}
SLOWEST, FASTEST = 12.0, 30.0  # kn of wind over deck among which the pilot looks
RISKS = {"one in a hundred thousand": 1e-5, "one in ten thousand": 1e-4}
WANTED = {"one in a hundred thousand": 10_000_000, "one in ten thousand": 1_000_000}


def results() -> dict[str, dict[str, Any]]:
    """Counts so far, by case."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}


def keep(found: dict[str, dict[str, Any]]) -> None:
    """Write the counts: all of them, or none."""
    part = RESULTS.with_suffix(".part")
    part.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(part, RESULTS)


def in_wind(knots: float) -> dict[str, Any]:
    """Conditions of the launch in so much wind over deck."""
    return BASE | {"wind_over_deck": round(knots * KNOT, 4)}


def quick_risk(conditions: dict[str, Any], threads: int | None, runs: int = 4, samples: int = 400) -> float:
    """A rough answer of subset simulation."""
    craft, ship = load_aircraft(AIRCRAFT), load_ship(SHIP)
    k = conditions_of("launch", craft, ship, Words(**conditions, seed=PILOT_SEED))
    space = FlightSpace("launch", craft, ship, k, PILOT_SEED, threads=threads)
    found = subset(
        space.margin(ANY), space.dimension, seed=PILOT_SEED, runs=runs, samples=samples, rough=space.rough
    )
    return found.probability or found.interval.high


def choose(target: float, threads: int | None, steps: int = 7) -> tuple[dict[str, Any], list[list[float]]]:
    """Conditions whose risk is near ``target``, and what the pilot saw: knots and risks."""
    low, high, seen = SLOWEST, FASTEST, []
    for _ in range(steps):
        middle = round(0.5 * (low + high), 2)
        found = quick_risk(in_wind(middle), threads)
        seen.append([middle, found])
        print(f"pilot: {middle:.2f} kn, about {found:.1e}", flush=True)
        low, high = (middle, high) if found > target else (low, middle)
    seen.sort()
    above = max((s for s in seen if s[1] > target), default=seen[0])
    below = min((s for s in seen if s[1] <= target), default=seen[-1])
    knots = 0.5 * (above[0] + below[0])
    if above[1] > target > below[1] > 0.0:  # a straight line between the logarithms
        share = math.log(above[1] / target) / math.log(above[1] / below[1])
        knots = above[0] + share * (below[0] - above[0])
    return in_wind(round(knots, 1)), seen


def begin(name: str, conditions: dict[str, Any], pilot: list[list[float]]) -> dict[str, Any]:
    """A case of which nothing was flown."""
    return {
        "task": "launch", "aircraft": AIRCRAFT, "ship": SHIP, "conditions": conditions, "pilot": pilot,
        "risk_wanted": RISKS[name], "seed": SEED, "source": source_hash(), "flights": 0,
        "counts": dict.fromkeys((ANY, *members(ANY)), 0),
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


def estimate(row: dict[str, Any], threads: int | None) -> dict[str, Any]:
    """What the estimators say of a case."""
    found = risk(
        "launch", AIRCRAFT, SHIP, **row["conditions"], mishap=ANY, budget=250_000, seed=ESTIMATE_SEED,
        threads=threads,
    )  # fmt: skip
    assert isinstance(found, FlightRisk)
    if found.interrupted:
        sys.exit(130)
    answer = found.estimates[ANY]
    return {
        "source": source_hash(), "method": answer.method, "probability": answer.probability,
        "low": answer.low, "high": answer.high, "flights": answer.calls, "seed": answer.seed,
        "agreement": answer.agreement, "missed": answer.missed, "warnings": list(answer.warnings),
        "methods": [part.__dict__ for part in answer.parts], "dimension": found.dimension,
    }  # fmt: skip


def carried(row: dict[str, Any], threads: int | None) -> dict[str, Any]:
    """A case counted with other code, if the pilot's tens of thousands of flights are the same to the bit."""
    conditions, seen = choose(row["risk_wanted"], threads)
    if (conditions, seen) != (row["conditions"], row["pilot"]):
        sys.exit("the pilot flies otherwise with this code: --anew begins again")
    before = row.get("carried", {"sources": []})["sources"]
    row["carried"] = {
        "flights": row["flights"], "sources": [*before, row["source"]],
        "why": "flown with code whose flights of the pilot, in seven winds, are the same to the bit",
    }  # fmt: skip
    row["source"] = source_hash()
    if "estimate" in row:
        row["estimate"]["source"] = row["source"]
    return row


def row_of(name: str, threads: int | None, *, anew: bool = False, carry: bool = False) -> dict[str, Any]:
    """The case as it stands, carried over from other code, or begun with a pilot."""
    row = results().get(name)
    if row is not None and row["source"] != source_hash():
        if not anew and not carry:
            sys.exit(f"{name}: counted with other flight code ({row['source']}); --carry or --anew?")
        row = carried(row, threads) if carry else None
    if row is None:
        row = begin(name, *choose(RISKS[name], threads))
    keep(results() | {name: row})
    return row


def count(name: str, row: dict[str, Any], flights: int, threads: int | None) -> None:
    """Fly on until the case has its flights."""
    while row["flights"] < flights:
        start = time.monotonic()
        if not fly(row, CHUNK, threads):
            sys.exit(130)
        told = results().get(name, {})
        if "estimate" in told:  # asked for beside the count
            row["estimate"] = told["estimate"]
        keep(results() | {name: row})
        low, high = clopper_pearson(row["counts"][ANY], row["flights"])
        rate = CHUNK / (time.monotonic() - start)
        left = (flights - row["flights"]) / rate / 60.0
        print(
            f"{name}: {row['counts'][ANY]} in {row['flights']}, {low:.2e} to {high:.2e}; "
            f"{rate:.0f} a second, {left:.0f} min left", flush=True,
        )  # fmt: skip


def main() -> None:
    """Choose, count or estimate."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--case", choices=list(RISKS), action="append", help="default: all")
    words.add_argument("--flights", type=int, help="in all; default: 1e7 and 1e6")
    words.add_argument("--threads", type=int, default=1, help="default: 1, as it takes hours")
    words.add_argument("--estimate", action="store_true", help="ask the estimators instead of counting")
    words.add_argument("--carry", action="store_true", help="go on with other code that flies the same")
    words.add_argument("--anew", action="store_true", help="forget what was counted with other code")
    asked = words.parse_args()
    for name in asked.case or RISKS:
        row = row_of(name, asked.threads, anew=asked.anew, carry=asked.carry)
        if asked.estimate:
            told = estimate(row, asked.threads)
            keep(results() | {name: results()[name] | {"estimate": told}})
            print(json.dumps(told, indent=1))
            continue
        count(name, row, asked.flights or WANTED[name], asked.threads)


if __name__ == "__main__":
    main()
