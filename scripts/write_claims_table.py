"""Write the five claims against what was found into README.md; a few minutes."""

from __future__ import annotations

from pathlib import Path

from shortdeck.verdict.claims import as_markdown, assessments, claims

PAGE = Path(__file__).resolve().parent.parent / "README.md"
START = "<!-- claims: scripts/write_claims_table.py -->\n"
END = "<!-- end of claims -->\n"


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    return before + START + "\n" + as_markdown(claims(assessments())) + "\n" + END + after


if __name__ == "__main__":
    table = with_table(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(table, encoding="utf-8")
