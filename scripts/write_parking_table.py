"""Write what folding buys, and published numbers aboard against plans, into docs/background/parking.md."""

from __future__ import annotations

import sys
from pathlib import Path

from shortdeck.parking import published

PAGE = Path(__file__).resolve().parent.parent / "docs" / "background" / "parking.md"
FOLDING = "<!-- folding: scripts/write_parking_table.py -->\n", "<!-- end of folding -->\n"
CLAIMS = "<!-- claims: scripts/write_parking_table.py -->\n", "<!-- end of claims -->\n"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def tables() -> tuple[str, str]:
    """Both tables, planned anew: some fifteen minutes of one core."""
    claims = published.as_markdown(published.CLAIMS_HEAD, published.claim_rows(_say))
    folding = published.as_markdown(published.FOLDING_HEAD, published.folding_rows(_say))
    return folding, claims


def with_tables(page: str, folding: str, claims: str) -> str:
    """The page with these tables."""
    return _put(_put(page, CLAIMS, claims), FOLDING, folding)


def _put(page: str, marks: tuple[str, str], table: str) -> str:
    before, rest = page.split(marks[0])
    after = rest.split(marks[1])[1]
    return before + marks[0] + "\n" + table + "\n" + marks[1] + after


if __name__ == "__main__":
    made = tables()
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), *made), encoding="utf-8")
