"""A day of the deck cycle as a picture: one line an aircraft, and how many are on station."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from shortdeck.errors import InputError
from shortdeck.fleet.resource import HOUR
from shortdeck.fleet.sorties import Sorties
from shortdeck.fleet.tally import DAY, Run, Span

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "idle": ("#f0efec", ("idle",)),
    "prepared": ("#c9a24a", ("towed", "on the lift", "spreading", "refuelling", "checks", "starting")),
    "ready": ("#e9d9a6", ("ready",)),
    "on the runway, in the pattern": (
        "#5b4a8a",
        ("lining up", "clearing after a stop", "approach", "in the pattern", "clearing the runway"),
    ),
    "transit": ("#8db4d9", ("outbound", "inbound")),
    "on station": ("#2f6ea8", ("on station",)),
    "turn-round": ("#7fae82", ("post-flight", "folding")),
    "repair, inspection": ("#a65b4c", ("repair", "inspection")),
    "waiting": ("#d0312d", ()),
    "lost": ("#202020", ("lost", "no fuel aboard")),
}
"""Colours, and the states that share them; all waiting has one."""
_COLOUR = {state: colour for colour, states in GROUPS.values() for state in states}


def colour_of(state: str) -> str:
    """The colour of a state."""
    return GROUPS["waiting"][0] if state.startswith("waiting") else _COLOUR[state]


def draw(answer: Sorties, folder: Path, *, day: int | None = None) -> list[Path]:
    """Write PNG and SVG of a day (counted from 1) of the first replication; the same answer gives the same
    bytes. Default: the first day after the warm-up. Raises InputError."""
    import matplotlib

    run = answer.runs[0]
    last = -(-run.end // DAY)
    which = min(last, 1 + int(answer.warm_up // 86400.0)) if day is None else day
    if not 1 <= which <= last:
        raise InputError(f"day: from 1 to {last}, got {which}")
    figure = _figure(answer, run, which)
    files = [folder / "sorties-day.png", folder / "sorties-day.svg"]
    with matplotlib.rc_context({"svg.hashsalt": "shortdeck", "svg.fonttype": "none"}):
        FigureCanvasAgg(figure).print_png(str(files[0]), metadata={"Software": None})  # type: ignore[no-untyped-call]
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            str(files[1]), metadata={"Date": None, "Creator": None}
        )
    return files


def _figure(answer: Sorties, run: Run, day: int) -> Figure:
    start, end = (day - 1) * DAY, min(day * DAY, run.end)
    figure = Figure(figsize=(11.0, 2.4 + 0.26 * run.fleet), layout="constrained")
    lines, level = figure.subplots(2, 1, sharex=True, height_ratios=[max(2.0, 0.26 * run.fleet), 1.0])
    spans = [span for span in run.spans if span.end > start and span.start < end]
    _lines(lines, spans, run.fleet, start, end)
    _level(level, run, start, end)
    lines.set_title(
        f"day {day}: {run.fleet} {answer.aircraft.title} from {answer.ship.title}, policy "
        f"{answer.policy.name}, replication 0",
        fontsize=9, loc="left",
    )  # fmt: skip
    shown = [name for name, (colour, _) in GROUPS.items() if any(colour_of(s.state) == colour for s in spans)]
    lines.legend(
        handles=[Patch(facecolor=GROUPS[name][0], edgecolor="#808080", label=name) for name in shown],
        fontsize=7, ncols=len(shown), loc="upper center", bbox_to_anchor=(0.5, -0.02), frameon=False,
        handlelength=1.0, columnspacing=1.0,
    )  # fmt: skip
    return figure


def _lines(axis: Any, spans: list[Span], fleet: int, start: int, end: int) -> None:
    rows: dict[int, list[Span]] = {}
    for span in spans:
        rows.setdefault(span.tail, []).append(span)
    for tail, row in rows.items():
        pieces = [
            ((max(s.start, start) - start) / HOUR, (min(s.end, end) - max(s.start, start)) / HOUR)
            for s in row
        ]
        axis.broken_barh(
            pieces, (tail - 0.4, 0.8), facecolors=[colour_of(s.state) for s in row], edgecolor="none"
        )
    axis.set_ylim(fleet + 0.6, 0.4)
    axis.set_yticks(range(1, fleet + 1))
    axis.tick_params(labelsize=7)
    axis.set_ylabel("aircraft", fontsize=8)


def _level(axis: Any, run: Run, start: int, end: int) -> None:
    level, times, levels = 0, [0.0], [0]
    for when, step in run.station:
        level += step
        if when <= start:
            levels[0] = level
        elif when < end:
            times.append((when - start) / HOUR)
            levels.append(level)
    axis.step(
        [*times, (end - start) / HOUR], [*levels, levels[-1]], where="post", color=GROUPS["on station"][0]
    )
    axis.set_ylim(0.0, max(levels) + 0.5)
    axis.set_yticks(range(max(levels) + 1))
    axis.set_xlim(0.0, (end - start) / HOUR)
    axis.set_xticks(range(0, round((end - start) / HOUR) + 1, 2))
    axis.set_ylabel("on station", fontsize=8)
    axis.set_xlabel("hours of the day; crews of the night are on duty from 12 to 24", fontsize=8)
    axis.tick_params(labelsize=7)
    axis.grid(alpha=0.3)
