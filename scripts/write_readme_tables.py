"""Write the short table of published against computed figures into README.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shortdeck.airframe.performance_table import performance_table
from shortdeck.verdict.trials import mojave_on_dirt, rolling_landings

PAGE = Path(__file__).resolve().parent.parent / "README.md"
START = "<!-- validation: scripts/write_readme_tables.py -->\n"
END = "<!-- end of validation -->\n"
SHOWN = ("maximum speed", "ceiling, demonstrated", "endurance, demonstrated")
FACTORS = {"m/s": (1 / 0.514444, "kn"), "s": (1 / 3600.0, "h"), "m": (1.0, "m")}


def rows() -> Iterator[tuple[str, str, str]]:
    """What, published, computed."""
    for row in performance_table(["bayraktar-tb3"]):
        if row.quantity in SHOWN:
            factor, unit = FACTORS[row.unit]
            yield (
                f"TB3, {row.quantity} ({row.conditions})",
                f"{row.published * factor:.0f} {unit}",
                f"{row.computed * factor:.0f} {unit}",
            )
    for trial in (*mojave_on_dirt(), list(rolling_landings())[1]):
        yield trial.name, trial.published, trial.found


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = ["| figure | published | this model |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows()]
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    table = with_table(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(table, encoding="utf-8")
