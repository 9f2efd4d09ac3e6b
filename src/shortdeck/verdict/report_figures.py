"""The pictures of a report that are drawn nowhere else: trajectories, parking plans, a day of the deck cycle.

They are read in colour, in grey and on paper: what a colour tells, a line style, a hatch or a word tells too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.flight.outcome import Kind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from shortdeck.fleet.sorties import Sorties
    from shortdeck.flight.fly import Flight
    from shortdeck.parking.result import Parking, PlacePlan, Plan

_STYLES = {Kind.SUCCESS: "-", Kind.SAFE_ABORT: "--", Kind.MISHAP: ":"}
_COLOURS = {Kind.SUCCESS: "#1b6ca8", Kind.SAFE_ABORT: "#b07a00", Kind.MISHAP: "#b3261e"}
_HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "oo", "++", "||||", "..//", "**")
KNOT = 1852.0 / 3600.0
_FIRST = 2
"""First row that is drawn: before the first step a history holds what calm water gives."""


def trajectories(flights: Sequence[Flight]) -> Figure:
    """Height of the main wheels over deck level, and distance from the runway line, along the deck."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.0, 6.6), layout="constrained")
    height, side = figure.subplots(2, 1, sharex=True, height_ratios=[1.5, 1.0])
    seen: dict[Kind, int] = {}
    low, high = 0.0, 0.0
    for flight in flights:
        h, kind = flight.history, flight.outcome.kind
        look = {"ls": _STYLES[kind], "color": _COLOURS[kind], "lw": 1.1, "alpha": 0.9}
        label = f"{kind}" if kind not in seen else None
        seen[kind] = seen.get(kind, 0) + 1
        x, up = h["main_x"].values[_FIRST:], -h["main_z"].values[_FIRST:]
        low, high = min(low, float(x.min())), max(high, float(x.max()))
        height.plot(x, up, label=label, **look)
        side.plot(x, h["main_y"].values[_FIRST:] - _line_y(flight, h), **look)
        height.plot(x[-1], up[-1], marker="o", ms=3.5, color=_COLOURS[kind])
    end = flights[0].targets["deck_end_x"]
    for axis in (height, side):
        axis.axvspan(0.0, end, color="0.9", zorder=0)
        axis.grid(alpha=0.3)
    height.text(0.5 * end, 0.02, "deck", transform=height.get_xaxis_transform(), ha="center", fontsize=9)
    height.set_ylabel("main wheels over deck level / m")
    side.set_ylabel("right of the runway line / m")
    side.set_xlabel("main wheels forward of the stern edge / m")
    height.legend(loc="upper left" if flights[0].task == "launch" else "upper right", fontsize=9)
    height.set_xlim(max(low, -850.0) - 10.0, min(high, end + 400.0) + 10.0)
    return figure


def _line_y(flight: Flight, history: Any) -> Any:
    """The runway line at each station; a launch begins on it."""
    return flight.targets.get("line_y", float(history["main_y"].values[0]))


def parking_plan(parking: Parking, plan: PlacePlan, answer: Plan) -> Figure:
    """One place with its aircraft, to scale: true outlines, numbered."""
    from matplotlib.figure import Figure

    from shortdeck.parking.draw import _patch
    from shortdeck.parking.verify import Stand, shape_at

    place = plan.place
    low_x, low_y, high_x, high_y = place.way.union(place.floor).bounds
    scale = 10.0 / (high_x - low_x + 4.0)
    figure = Figure(figsize=(11.0, max(scale * (high_y - low_y + 4.0) + 0.9, 2.0)), layout="constrained")
    axis = figure.subplots()
    axis.add_patch(_patch(place.way, facecolor="#f6f6f4", edgecolor="#8c8c88", linewidth=0.6, linestyle=":"))
    axis.add_patch(_patch(place.floor, facecolor="#eceae4", edgecolor="black", linewidth=1.2))
    for keepout in place.keepouts:
        style = {"facecolor": "#dadad6", "edgecolor": "#555550", "linewidth": 0.5, "hatch": "///"}
        axis.add_patch(_patch(keepout.shape, **style))
        spot = keepout.shape.representative_point()
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.8}
        axis.text(spot.x, spot.y, keepout.name, fontsize=7, ha="center", va="center", bbox=box)
    for number, pose in enumerate(answer.poses, start=1):
        shape = shape_at(Stand(plan.outlines[pose.kind], pose.x, pose.y, pose.heading))
        face = ("#3b6ea5", "#8a5a12", "#3d6b47", "#6b4275")[pose.kind % 4]
        axis.add_patch(_patch(shape, facecolor=face, edgecolor="black", linewidth=0.5))
        axis.text(
            pose.x, pose.y, str(number), fontsize=7, ha="center", va="center", color="white", weight="bold"
        )
    axis.set_xlim(low_x - 2.0, high_x + 2.0)
    axis.set_ylim(high_y + 2.0, low_y - 2.0)
    axis.set_aspect("equal")
    axis.tick_params(labelsize=8)
    axis.set_xlabel("m forward of the stern edge", fontsize=8)
    axis.set_ylabel("m to starboard", fontsize=8)
    return figure


def day_of(answer: Sorties, day: int) -> Figure:
    """A day of the deck cycle: one line an aircraft; every kind of state has a hatch besides its colour."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    from shortdeck.fleet.gantt import GROUPS, _level, colour_of
    from shortdeck.fleet.resource import HOUR
    from shortdeck.fleet.tally import DAY

    run = answer.runs[0]
    start, end = (day - 1) * DAY, min(day * DAY, run.end)
    figure = Figure(figsize=(11.0, 2.8 + 0.26 * run.fleet), layout="constrained")
    lines, level = figure.subplots(2, 1, sharex=True, height_ratios=[max(2.0, 0.26 * run.fleet), 1.0])
    groups = list(GROUPS)
    by_colour = {colour: name for name, (colour, _) in GROUPS.items()}
    seen = set()
    for span in run.spans:
        if span.end <= start or span.start >= end:
            continue
        colour = colour_of(span.state)
        name = by_colour[colour]
        seen.add(name)
        first, last = max(span.start, start) - start, min(span.end, end) - start
        lines.broken_barh(
            [(first / HOUR, (last - first) / HOUR)],
            (span.tail - 0.4, 0.8),
            facecolors=colour,
            edgecolor="#303030",
            linewidth=0.25,
            hatch=_HATCHES[groups.index(name)],
        )
    lines.set_ylim(run.fleet + 0.6, 0.4)
    lines.set_yticks(range(1, run.fleet + 1))
    lines.set_ylabel("aircraft")
    _level(level, run, start, end)
    handles = [
        Patch(facecolor=GROUPS[n][0], edgecolor="#303030", hatch=_HATCHES[groups.index(n)], label=n)
        for n in groups
        if n in seen
    ]
    figure.legend(
        handles=handles, fontsize=8, ncols=min(len(handles), 5), loc="outside lower center", frameon=False
    )
    return figure


def first_day(answer: Sorties) -> int:
    """The first whole day after the warm-up, counted from 1."""
    from shortdeck.fleet.tally import DAY

    return int(min(-(-answer.runs[0].end // DAY), 1 + int(answer.warm_up // 86400.0)))


def path_rows(flights: Sequence[Flight], step: float = 0.5) -> list[tuple[str | float, ...]]:
    """The trajectories as rows: flight, time, station, height, offset, airspeed (kn)."""
    rows: list[tuple[str | float, ...]] = []
    for number, flight in enumerate(flights, start=1):
        h = flight.history
        time = h["time"].values
        at = np.searchsorted(time, np.arange(time[_FIRST], time[-1], step))
        offset = h["main_y"].values - _line_y(flight, h)
        for k in at:
            rows.append(
                (
                    f"{flight.task} {number}",
                    round(float(time[k]), 2),
                    round(float(h["main_x"].values[k]), 2),
                    round(-float(h["main_z"].values[k]), 3),
                    round(float(offset[k]), 3),
                    round(float(h["airspeed"].values[k]) / KNOT, 2),
                )
            )
    return rows
