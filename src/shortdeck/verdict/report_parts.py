"""What a report is made of: sections with figures, each with its data, and tables."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

Cell = str | float | int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under named columns; a column that holds numbers is set to the right."""

    name: str  # of the file to save, without ending
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    digits: int = 4  # significant ones that are shown; the file has all

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers."""
        values = [row[column] for row in self.rows if row[column] is not None]
        return bool(values) and all(isinstance(value, (int, float)) for value in values)

    def text(self, value: Cell) -> str:
        """A cell as it is shown."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            shown = f"{value:.{self.digits}g}"
            shown = f"{value:.0f}" if "e" in shown and 1e3 <= abs(value) < 1e9 else shown
            return shown.replace("-", "\u2212", 1) if shown.startswith("-") else shown
        return str(value)

    def csv(self) -> str:
        """The rows as CSV."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()

    @property
    def address(self) -> str:
        """The CSV as a data address that a browser saves as a file."""
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(self.csv().encode()).decode()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture: its title, what it shows in words, the drawing, and the numbers behind it."""

    name: str
    title: str
    words: str
    svg: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the report; ``missing`` says why it holds nothing."""

    name: str
    title: str
    says: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = field(default=())
    missing: str = ""


def svg_of(drawing: Drawing, name: str, words: str) -> str:
    """A matplotlib figure as an element of the page: no ids in common with others, text as text, labelled."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    canvas: Any = FigureCanvasSVG(drawing)
    out = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        canvas.print_svg(out, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'((?:xlink:)?href=")#', rf"\1#{name}-", text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    # The width of the page, not of paper; what it shows, for those who do not see it.
    text = re.sub(r'(<svg[^>]*?)\s(?:width|height)="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?)\s(?:width|height)="[^"]*"', r"\1", text, count=1)
    escaped = words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return text.replace("<svg", f'<svg role="img" aria-label="{escaped}"', 1).strip()
