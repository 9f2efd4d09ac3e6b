"""The tables of docs/background/at-sea.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from at_sea import crosswind, engine_loss, launching, pictures, trade
from at_sea.kept import FOLDER, SAFE, Item, Kept, RowItem, share
from at_sea.row import Row
from at_sea.rows import faults, follow, landings, quiet, rivals

PAGE = FOLDER / "at-sea.md"
START = "<!-- table: scripts/study_at_sea.py -->\n"
END = "<!-- end of table -->\n"
HEADER = (
    "| what | flights | success | mishaps, 95 % | touchdown along, m | across, σ m |",
    "|---|---|---|---|---|---|",
)


class Part(NamedTuple):
    """A part of the study: what is flown for it, and what the page says of it."""

    items: Callable[[], list[Any]]
    show: Callable[[Kept], list[str]]


def line(row: Row, of: dict[str, Any]) -> str:
    """One line of a table of landings."""
    n = of["flights"]
    mishaps = of["kinds"].get("mishap", 0)
    good = 100.0 * of["kinds"].get("success", 0) / n
    place = "{:.1f} ± {:.1f}".format(*of["x"][:2]) if "x" in of else ""
    side = "{:.2f}".format(of["y"][1]) if "y" in of else ""
    names = {k: v for k, v in of["outcomes"].items() if k not in ("stopped", "launched", *SAFE)}
    worst = ", ".join(f"{k} {v}" for k, v in sorted(names.items(), key=lambda item: -item[1])[:3])
    said = f" ({worst})" if worst else ""
    count = f"{n} †" if "earlier" in of else f"{n}"
    return f"| {row.key} | {count} | {good:.1f} % | {share(mishaps, n)}{said} | {place} | {side} |"


def _table(title: str, make: Callable[[], list[Row]]) -> Callable[[Kept], list[str]]:
    def show(kept: Kept) -> list[str]:
        lines = [line(row, kept[row.key]) for row in make() if row.key in kept]
        old = any("earlier" in kept.get(row.key, {}) for row in make())
        note = ["† Flown before the last changes of the code of the flights.", ""] if old else []
        return [f"### {title}", "", *HEADER, *lines, "", *note]

    return show


def _rows(make: Callable[[], list[Row]]) -> Callable[[], list[Item]]:
    return lambda: [RowItem(row) for row in make()]


TABLES = {
    "landings": ("Landings", landings), "follow": ("Following the deck, or not", follow),
    "quiet": ("Waiting for a quiet deck, or not", quiet), "rivals": ("Others, and a wet deck", rivals),
    "faults": ("When something fails", faults),
}  # fmt: skip
PARTS: dict[str, Part] = {
    name: Part(_rows(make), _table(title, make)) for name, (title, make) in TABLES.items()
} | {
    "trade": Part(trade.items, trade.show),
    "crosswind": Part(crosswind.items, crosswind.show),
    "engine": Part(engine_loss.items, engine_loss.show),
    "launching": Part(launching.items, launching.show),
}


def again(kept: Kept) -> list[str]:
    """Every mishap of the tables of landings by case, and what flies them again."""
    out = [
        "### Mishaps to fly again", "",
        "Put the case's number in the place of N; at most forty of an outcome are listed in a row.", "",
    ]  # fmt: skip
    for _, make in TABLES.values():
        for row in make():
            found = kept.get(row.key, {}).get("mishaps", {})
            if found:
                said = "; ".join(
                    f"{name}: {', '.join(map(str, cases[:40]))}" for name, cases in sorted(found.items())
                )
                out.append(f"- {row.key}: `{row.command('N')}`: {said}")
    return [*out, ""]


def text(kept: Kept) -> str:
    """All parts that have been flown, the mishaps, the pictures."""
    out: list[str] = []
    for part in PARTS.values():
        if any(item.key in kept for item in part.items()):
            out += part.show(kept)
    return "\n".join([*out, *again(kept), *pictures.show(kept)])


def write(kept: Kept) -> None:
    """Put the tables into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(START)[0], page.split(END)[1]
    PAGE.write_text(before + START + "\n" + text(kept) + "\n" + END + after, encoding="utf-8")
