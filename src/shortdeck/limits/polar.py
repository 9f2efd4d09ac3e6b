"""The picture that pilots know: wind from ahead at the top, port and starboard, the limits round the bow.

Each direction that was flown stands for the sector half way to its neighbours. Green: within limits.
Hatched: the band in which the limit lies. The arc on its inner side is the limit to fly by, in the colour,
line style and letter of what binds beyond it. Marks are the points that were flown.
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.limits.boundary import Limits, Side
from shortdeck.limits.criterion import Answer
from shortdeck.limits.envelope import KNOT, Envelope, Slice
from shortdeck.limits.reasons import LOOKS, Look, look_of
from shortdeck.limits.report import claim, setting_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WITHIN, BAND = "#d8ead3", "0.45"
_CENTRED: dict[str, Any] = {"ha": "center", "va": "center", "fontweight": "bold"}
_MARKS = {
    Answer.ACCEPTABLE: ("o", "black", "within limits, shown"),
    Answer.UNDECIDED: ("o", "white", "too near the limit to be told"),
    Answer.UNACCEPTABLE: ("x", "black", "outside, shown"),
    Answer.CANNOT: ("+", "0.5", "cannot be flown"),
    Answer.OPEN: (".", "black", "within limits, as both sides are"),
}


def polar(found: Envelope, one: Slice) -> Figure:
    """The limits of one envelope."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 9.6), layout="constrained")
    axes: Any = figure.add_subplot(projection="polar")
    edges = _edges(found.angles)
    used: dict[Look, None] = {}
    for k, limits in enumerate(one.limits):
        for look in _sector(axes, found, limits, edges[k]):
            used[look] = None
    seen = _points(axes, found, one)
    _ship(axes, found.speeds[0] / KNOT)
    _dress(axes, found)
    # One text over two sizes: a title of its own would lie on these lines, which reach beyond the axes.
    words = [setting_text(found, one), *claim(found).split("; ", 1)]
    figure.suptitle(f"{found.aircraft.title}: {found.task}, {found.ship.title}\n", fontsize="large")
    axes.set_title("\n".join(words), fontsize="small", pad=14.0)
    _legend(figure, [look for look in LOOKS if look in used], seen)
    return figure


def _edges(angles: tuple[float, ...]) -> list[tuple[float, float]]:
    """Sector of each direction: half way to its neighbours; a single direction has 30 degrees."""
    if len(angles) == 1:
        return [(angles[0] - pi / 12.0, angles[0] + pi / 12.0)]
    around = [angles[-1] - 2.0 * pi, *angles, angles[0] + 2.0 * pi]
    half = pi / 6.0  # no direction stands for more than 30 degrees to each side
    return [
        (b - min(0.5 * (b - a), half), b + min(0.5 * (c - b), half))
        for a, b, c in zip(around, around[1:], around[2:], strict=False)
    ]


def _sector(axes: Any, found: Envelope, limits: Limits, edge: tuple[float, float]) -> list[Look]:
    """One direction; the classes of reasons that bind in it."""
    top = found.speeds[-1] / KNOT
    if limits.low is None or limits.high is None:
        look = look_of(limits.why)
        # Between the marks of two speeds.
        place = 0.5 * sum(edge), 0.5 * sum(found.speeds[-3:-1]) / KNOT if len(found.speeds) > 2 else 0.5 * top
        axes.text(*place, look.letter, color=look.colour, zorder=5, bbox=_circle(look), **_CENTRED)
        return [look]
    low, high = limits.low.within / KNOT, limits.high.within / KNOT
    bottom = low if limits.low.reached else 0.0
    _fill(axes, edge, bottom, high, color=WITHIN, zorder=1)
    out = []
    for side in (limits.low, limits.high):
        if side.reached:
            out.append(_side(axes, side, edge, end=0.0 if side is limits.low else top))
    return out


def _side(axes: Any, side: Side, edge: tuple[float, float], *, end: float) -> Look:
    """Band and arc of one side."""
    look = look_of(side.reason)
    within = side.within / KNOT
    beyond = end if side.beyond is None else side.beyond / KNOT
    band = {"facecolor": "none", "edgecolor": BAND, "hatch": "////", "linewidth": 0.0}
    _fill(axes, edge, min(within, beyond), max(within, beyond), zorder=2, **band)
    arc = np.linspace(*edge, 30)
    axes.plot(arc, np.full(30, within), color=look.colour, linestyle=look.style, linewidth=3.5, zorder=4)
    if side.estimate is not None:
        axes.plot(arc, np.full(30, side.estimate / KNOT), color="0.25", linewidth=0.9, zorder=3)
    place = 0.5 * sum(edge) + 0.3 * (edge[1] - edge[0]), 0.5 * (within + beyond)
    axes.text(*place, look.letter, color=look.colour, zorder=5, bbox=_circle(look), **_CENTRED)
    return look


def _circle(look: Look) -> dict[str, Any]:
    """What stands round a letter."""
    return {"boxstyle": "circle,pad=0.15", "fc": "white", "ec": look.colour, "lw": 0.8}


def _fill(axes: Any, edge: tuple[float, float], low: float, high: float, **look: Any) -> None:
    axes.bar(0.5 * sum(edge), high - low, width=edge[1] - edge[0], bottom=low, **look)


def _points(axes: Any, found: Envelope, one: Slice) -> list[Answer]:
    """Marks of the points that were flown; the answers among them."""
    angle, speed = np.meshgrid(found.angles, np.array(found.speeds) / KNOT, indexing="ij")
    seen = []
    for answer, (mark, face, _) in _MARKS.items():
        there = one.known.answer == answer
        if answer is Answer.OPEN:
            there &= one.known.inferred
        if there.any():
            edge = {} if mark in "x+" else {"edgecolors": "black", "linewidths": 0.7}
            place = angle.ravel()[there], speed.ravel()[there]
            axes.scatter(*place, marker=mark, c=face, s=22, zorder=6, **edge)
            seen.append(answer)
    return seen


def _ship(axes: Any, size: float) -> None:
    """A hull at the middle, bow up."""
    x = np.array([0.0, 0.32, 0.32, -0.32, -0.32, 0.0]) * 0.55 * size
    y = np.array([1.0, 0.35, -0.85, -0.85, 0.35, 1.0]) * 0.55 * size
    axes.fill(np.arctan2(x, y), np.hypot(x, y), color="0.6", zorder=3)


def _dress(axes: Any, found: Envelope) -> None:
    top = found.speeds[-1] / KNOT
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_rlim(0.0, 1.04 * top)
    axes.set_thetagrids(
        np.arange(0, 360, 30),
        ["ahead", "30°", "60°", "starboard", "120°", "150°", "astern", "150°", "120°", "port", "60°", "30°"],
    )
    for label, turn in zip(axes.get_xticklabels(), range(0, 360, 30), strict=True):
        label.set_horizontalalignment("center" if turn % 180 == 0 else "left" if turn < 180 else "right")
    step = 10.0 if top > 25.0 else 5.0
    rings = np.arange(step, top + 1e-6, step)
    axes.set_rgrids(rings, [f"{r:g} kn" for r in rings], angle=15.0, fontsize="small", color="0.3", zorder=7)
    axes.grid(alpha=0.35)
    axes.set_axisbelow(False)


def _legend(figure: Any, looks: list[Look], seen: list[Answer]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    band = Patch(facecolor="none", edgecolor=BAND, hatch="////", linewidth=0.0)
    handles: list[tuple[Any, str]] = [
        (Patch(facecolor=WITHIN), "within limits"),
        (band, "band in which the limit lies"),
        (Line2D([], [], color="0.25", linewidth=0.9), "estimate of the limit"),
    ]
    for look in looks:
        style: Any = look.style
        line = Line2D([], [], color=look.colour, linestyle=style, linewidth=3.0)
        handles.append((line, f"{look.letter}: {look.name}"))
    for answer in seen:
        mark, face, text = _MARKS[answer]
        edge = face if mark in "x+" else "black"
        one = Line2D([], [], linestyle="none", marker=mark, markerfacecolor=face, markeredgecolor=edge)
        handles.append((one, text))
    drawn, texts = zip(*handles, strict=True)
    figure.legend(drawn, texts, loc="outside lower center", ncols=3, fontsize="small", frameon=False)
