"""Hold the bands of operability against fresh flights; write the outcome into docs/background/operability.md.

Takes some minutes on two cores. What was flown is kept, so that an interrupted check goes on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from shortdeck.fleet.operability import operability
from shortdeck.fleet.year.check import GROUPS, Checked, check

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "background" / "operability.md"
RESULTS = ROOT / "docs" / "background" / "operability-check.json"
START = "<!-- check: scripts/check_operability.py -->\n"
END = "<!-- end of check -->\n"
PAIRS = (
    ("bayraktar-tb3", "tcg-anadolu", "north-pacific", 0),
    ("bayraktar-tb3", "izumo", "north-atlantic", 1),
)


def told(found: Checked) -> dict[str, Any]:
    """What the page and the results hold."""
    return {
        "task": found.task, "chance": found.chance, "places": len(found.places),
        "flights": int(found.flights.sum()),
        "compatible": int(found.compatible.sum()),
        "compatible_if_honest": float(found.expected_compatible.sum()),
        "as_few_if_honest": found.chance_compatible,
        "foreseen": int(found.foreseen.sum()), "foreseen_if_honest": float(found.expected_foreseen.sum()),
        "as_few_foreseen_if_honest": found.chance_foreseen,
        "groups": {group: found.of(group) for group in GROUPS},
        "each": [
            {
                "sea": int(p.sea), "course": int(p.course), "speed": int(p.speed), "group": group,
                "events": int(k), "flights": int(n), "low": round(low, 5), "middle": round(middle, 5),
                "high": round(high, 5),
            }
            for p, group, k, n, low, middle, high in zip(
                found.places, found.group, found.events, found.flights, found.low.tolist(),
                found.middle.tolist(), found.high.tolist(), strict=True,
            )
        ],
    }  # fmt: skip


def table(results: list[dict[str, Any]]) -> str:
    """Rows of the page."""
    lines = [
        "| pair, ocean, seed | chance | places | compatible | if honest | as few, if honest | foreseen "
        "| if honest | as few, if honest |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in results:
        for row in one["checked"]:
            lines.append(
                f"| {one['aircraft']}, {one['ship']}, {one['climate']}, {one['seed']} | {row['chance']} at "
                f"{row['task']} | {row['places']} | {row['compatible']} | {row['compatible_if_honest']:.1f} "
                f"| {row['as_few_if_honest']:.2f} | {row['foreseen']} | {row['foreseen_if_honest']:.1f} "
                f"| {row['as_few_foreseen_if_honest']:.2f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Both pairs."""
    results = []
    for aircraft, ship, climate, seed in PAIRS:
        answer = operability(aircraft, ship, climate=climate, seed=seed, study=False)
        checked = [told(found) for found in check(answer)]
        results.append(
            {"aircraft": aircraft, "ship": ship, "climate": climate, "seed": seed, "checked": checked}
        )
        share = np.round(100 * np.array(answer.shares["both"].flights), 1).tolist()
        print(aircraft, ship, "both, % of the year:", share)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(START)
        PAGE.write_text(
            before + START + "\n" + table(results) + "\n\n" + END + rest.split(END)[1], encoding="utf-8"
        )
    print(table(results))


if __name__ == "__main__":
    main()
