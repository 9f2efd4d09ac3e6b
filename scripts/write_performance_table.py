"""Write the table of published against computed performance into docs/background/performance.md."""

from __future__ import annotations

from pathlib import Path

from shortdeck.airframe.performance_table import as_markdown, performance_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "background" / "performance.md"
START = "<!-- table: scripts/write_performance_table.py -->\n"
END = "<!-- end of table -->\n"


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    return before + START + "\n" + as_markdown(performance_table()) + "\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
