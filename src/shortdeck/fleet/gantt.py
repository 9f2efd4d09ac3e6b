"""A day of the deck cycle as a picture: one line an aircraft, and how many are on station."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from shortdeck.errors import InputError
from shortdeck.fleet.mission import NMI
from shortdeck.fleet.resource import HOUR
from shortdeck.fleet.setup import NIGHT as NIGHT_HOURS
from shortdeck.fleet.sorties import Sorties
from shortdeck.fleet.tally import DAY, Run, Span

SEA_WAITS = ("waiting for the sea to launch", "waiting for the sea to land")
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
    "waiting for the sea": ("#4fa3a5", (*SEA_WAITS,)),
    "waiting in a queue": ("#d0312d", ()),
    "lost": ("#202020", ("lost", "no fuel aboard")),
}
"""Colours, and the states that share them; all queueing has one, with its causes in the legend."""
NIGHT = "#e6e8ef"
_COLOUR = {state: colour for colour, states in GROUPS.values() for state in states}


def colour_of(state: str) -> str:
    """The colour of a state."""
    return _COLOUR.get(state) or GROUPS["waiting in a queue"][0]


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
    _level(level, run, start, end, answer.wanted if answer.judged_by == "share of time on station" else None)
    for axis in (lines, level):
        half = NIGHT_HOURS / 24.0
        axis.axvspan(24.0 * half, 24.0, color=NIGHT, zorder=-1, linewidth=0)
    lines.set_title(
        f"day {day} of {answer.setup.days:g}: {run.fleet} {answer.aircraft.title} from {answer.ship.title}, "
        f"policy {answer.policy.name}, station {answer.mission.distance / NMI:.0f} nmi away; first of "
        f"{len(answer.runs)} runs",
        fontsize=9, loc="left",
    )  # fmt: skip
    shown = [name for name, (colour, _) in GROUPS.items() if any(colour_of(s.state) == colour for s in spans)]
    lines.legend(
        handles=[
            Patch(facecolor=GROUPS[name][0], edgecolor="#808080", label=_told(name, spans, start, end))
            for name in shown
        ],
        fontsize=7, ncols=6, loc="upper center", bbox_to_anchor=(0.5, -0.02), frameon=False,
        handlelength=1.0, columnspacing=1.5,
    )  # fmt: skip
    return figure


def _told(name: str, spans: list[Span], start: int, end: int) -> str:
    """A group for the legend; what was queued for, longest first, with its hours of that day."""
    if name != "waiting in a queue":
        return name
    hours: dict[str, float] = {}
    for span in spans:
        if colour_of(span.state) == GROUPS[name][0]:
            cause = span.state.removeprefix("waiting for ")
            hours[cause] = hours.get(cause, 0.0) + (min(span.end, end) - max(span.start, start)) / HOUR
    causes = sorted(hours, key=lambda cause: -hours[cause])
    told = ", ".join(f"{cause} {hours[cause]:.1f} h" for cause in causes[:3] if hours[cause] >= 0.05)
    return f"{name}: {told}" if told else name


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


def _level(axis: Any, run: Run, start: int, end: int, wanted: int | None = None) -> None:
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
    if wanted is not None:
        axis.axhline(wanted, color="#303030", linestyle="--", linewidth=0.8)
        axis.annotate("wanted", (0.0, wanted), (3.0, 2.0), textcoords="offset points", fontsize=7)
    top = max(*levels, wanted or 0)
    axis.set_ylim(0.0, top + 0.6)
    axis.set_yticks(range(top + 1))
    axis.set_xlim(0.0, (end - start) / HOUR)
    axis.set_xticks(range(0, round((end - start) / HOUR) + 1, 2))
    axis.set_ylabel("on station", fontsize=8)
    axis.set_xlabel("hours since the day's crews came on duty; shaded: the night's crews", fontsize=8)
    axis.tick_params(labelsize=7)
    axis.grid(alpha=0.3)
