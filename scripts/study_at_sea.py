"""Fly landings and launches at sea by the thousand and write docs/background/at-sea.md with its pictures.

    python scripts/study_at_sea.py [--flights 10000] [--only WORD]

Tables of landings, the trade between wave-offs and mishaps, crosswind limits, engine loss, launches: the TB3
at its usual masses, cases 0, 1, 2, ... of one seed, on every core. What came of it is kept in
docs/background/at-sea.json, item by item, so that an interrupted study goes on where it was; an item is flown
anew when the code of the flights has changed. Takes about half an hour on two cores. ``--only`` flies and
draws only what has the word in its part (landings, follow, quiet, rivals, faults, trade, crosswind, engine,
launching, pictures) or its name; the page is written from all that is kept.
"""

from __future__ import annotations

import argparse

from at_sea import pictures, trade
from at_sea.kept import study, tidied
from at_sea.page import PARTS, write

POINTS = {"crosswind": 0.1, "engine": 0.1, "abort": 0.05}
"""Share of the flights of a row that a point of these parts takes: each item has many points."""


def main() -> None:
    """Fly, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flights", type=int, default=10_000, help="a row; fewer at each point of a search")
    parser.add_argument("--only", default="", help="a word of a part's or a row's name")
    given = parser.parse_args()
    every = {item.key for part in PARTS.values() for item in part.items()}
    kept = study([], 0)
    for name, part in PARTS.items():
        for item in part.items():
            if given.only in f"{name} {item.key}":
                points = next((s for word, s in POINTS.items() if item.key.startswith(word)), 1.0)
                kept = study([item], max(1, round(points * given.flights)))
    kept = tidied(kept, every)
    if all(item.key in kept for item in trade.items()):
        trade.picture(kept)
    pictures.draw(kept, given.only)
    write(kept)


if __name__ == "__main__":
    main()
