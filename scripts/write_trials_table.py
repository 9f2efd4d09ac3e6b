"""Write the table of published trials against what flights imply into docs/trials.md."""

from __future__ import annotations

from pathlib import Path

from shortdeck.verdict.trials import as_markdown, rows

PAGE = Path(__file__).resolve().parent.parent / "docs" / "trials.md"
START = "<!-- table: scripts/write_trials_table.py -->\n"
END = "<!-- end of table -->\n"


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    return before + START + "\n" + as_markdown(list(rows())) + "\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
