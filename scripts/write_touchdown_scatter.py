"""Write what turbulence, airwake and sea do to touchdowns into docs/background/turbulence.md.

Takes about half a minute: 256 landings a row, the same seed for all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import shortdeck as sd

PAGE = Path(__file__).resolve().parent.parent / "docs" / "background" / "turbulence.md"
START = "<!-- scatter: scripts/write_touchdown_scatter.py -->\n"
END = "<!-- end of scatter -->\n"
COUNT = 256
SEED = 1
ROWS: dict[str, dict[str, Any]] = {
    "errors at the start alone": {"turbulence": "none", "airwake": False},
    "marine turbulence": {"turbulence": "marine", "airwake": False},
    "Dryden turbulence": {"turbulence": "dryden", "airwake": False},
    "airwake": {"turbulence": "none", "airwake": True},
    "marine turbulence and airwake": {"turbulence": "marine", "airwake": True},
    "the same in sea state 4": {"turbulence": "marine", "airwake": True, "sea_state": 4},
    "Dryden turbulence and airwake in sea state 4": {"turbulence": "dryden", "airwake": True, "sea_state": 4},
}


def row(name: str, air: dict[str, Any]) -> str:
    """Mean and standard deviation of touchdown place and closure, and how many landings stopped."""
    columns = {"wind_over_deck": [13.0] * COUNT, "ship_speed": [6.0] * COUNT, "mass": [1300.0] * COUNT}
    table = sd.fly_table(
        "recovery", "bayraktar-tb3", "izumo", columns | {k: [v] * COUNT for k, v in air.items()}, seed=SEED
    ).table()
    touched = ~np.isnan(table["t_touchdown"])
    place, closure = table["touchdown_x"][touched], table["touchdown_sink"][touched]
    stopped = int(np.count_nonzero(table["outcome"] == "stopped"))
    return (
        f"| {name} | {place.mean():.1f} ± {place.std():.1f} | {closure.mean():.2f} ± {closure.std():.2f} | "
        f"{closure.max():.2f} | {stopped} of {COUNT} |"
    )


def with_table(page: str) -> str:
    """The page with its table replaced."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = [
        "| air and sea | touchdown forward of the stern edge, m | closure, m/s | largest | stopped |",
        "|---|---|---|---|---|",
        *(row(name, air) for name, air in ROWS.items()),
    ]
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
