"""The verdict as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortdeck.verdict.assess import Assessment
from shortdeck.verdict.lines import KNOT, Line

if TYPE_CHECKING:
    from rich.console import Console

_MARK = {True: "yes", False: "NO", None: "-"}
LEFT_OUT = (
    "Left out so far: deck motion, turbulence and airwake; rigid aircraft and hull; steady ship course; "
    "no tyre heating, spray or icing. Calm sea, nominal control."
)


LEFT_OUT_AT_SEA = (
    "Left out: aircraft and hull that bend, heave and pitch that are not linear, turbulence that changes, "
    "an airwake that feels the aircraft, turns of the ship, tyre heating, spray, icing, heel from wind. The "
    "parts fly at sea, the lines in a calm."
)


def show(assessment: Assessment, console: Console) -> None:
    """Verdict first, then each line with what it hangs on."""
    from rich.table import Table
    from rich.text import Text

    if assessment.parts:
        for part in assessment.parts:
            mark = f"[{_MARK[part.passes]}] "
            console.print(Text(mark + part.sentence, style="bold" if part.key == "whole" else ""))
        console.print(Text("\nIn a calm sea and still air, line by line:", style="dim"))
    else:
        console.print(Text(assessment.sentence, style="bold"))
    table = Table(box=None, pad_edge=False, show_header=True, padding=(0, 2, 0, 0))
    for column in ("question", "met", "found", "margin", "hangs on"):
        table.add_column(column, overflow="fold")
    for line in assessment.lines:
        table.add_row(line.question, _MARK[line.passes], line.answer, margin(line), hanging(line))
    console.print(table)
    console.print(Text(LEFT_OUT if not assessment.parts else LEFT_OUT_AT_SEA, style="dim"))


def amount(value: float | None, unit: str) -> str:
    """A number in the unit that people read."""
    if value is None:
        return "none"
    if unit == "m/s":
        return f"{value / KNOT:.1f} kn"
    return f"{value:.0f}" if unit == "1" else f"{value:.1f} {unit}"


def margin(line: Line) -> str:
    """The margin with its sign; of a wind, what the ship's own speed leaves."""
    if line.margin is None:
        return ""
    sign = "+" if line.margin >= 0.0 else "-"
    return sign + amount(abs(line.margin), line.unit)


def hanging(line: Line) -> str:
    """The number that moves the line most over its plus/minus, and that number's confidence."""
    h = line.hinge
    if h is None:
        return ""
    return (
        f"{h.file} {h.path.removeprefix('model.')} ({h.confidence}): "
        f"{amount(h.low, line.unit)} to {amount(h.high, line.unit)}"
    )
