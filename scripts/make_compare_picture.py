"""Draw docs/pictures/compare.png: load against wind, four aircraft from two ships, a strip, an airfield."""

from __future__ import annotations

from pathlib import Path

import shortdeck as sd
from shortdeck.verdict.compare_plot import sheet

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "compare.png"
AIRCRAFT = ("bayraktar-tb3", "anka-s", "mojave", "mq-9b-stol")
PLACES = ("izumo", "tcg-anadolu", "short-strip", "airfield")


def main() -> None:
    """Compare, from what is kept on disk where it is there, and draw; ten minutes where nothing is."""
    sheet(sd.compare(AIRCRAFT, PLACES)).savefig(OUT, dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
