"""Pictures of a place's plans, to scale: the three answers one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from shortdeck.parking.result import Parking, PlacePlan, Plan
from shortdeck.parking.verify import Stand, shape_at

WIDTH = 11.0
"""Width of a picture, inches."""
COLOURS = ("#3b6ea5", "#c9803a", "#5a9367", "#8d5a97", "#a14a4a")
HEADINGS = {
    "geometric": "stand without touching",
    "in_turn": "can all leave, one at a time (numbers: order of leaving)",
    "freely": "can each leave past all others",
}


def draw(parking: Parking, plan: PlacePlan, folder: Path) -> list[Path]:
    """Write SVG and PNG of one place; the same plan gives the same bytes."""
    import matplotlib

    shown = [(name, getattr(plan, name)) for name in HEADINGS if getattr(plan, name) is not None]
    low_x, low_y, high_x, high_y = plan.place.way.union(plan.place.floor).bounds
    scale = (WIDTH - 1.0) / (high_x - low_x + 4.0)
    each = scale * (high_y - low_y + 4.0) + 0.75
    figure = Figure(figsize=(WIDTH, each * len(shown)), layout="constrained")
    axes = figure.subplots(len(shown), 1, squeeze=False)[:, 0]
    for axis, (name, answer) in zip(axes, shown, strict=True):
        _panel(axis, parking, plan, answer, name)
        axis.set_xlim(low_x - 2.0, high_x + 2.0)
        axis.set_ylim(high_y + 2.0, low_y - 2.0)
    files = [folder / f"{plan.place.name}.svg", folder / f"{plan.place.name}.png"]
    with matplotlib.rc_context({"svg.hashsalt": "shortdeck", "svg.fonttype": "none"}):
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            str(files[0]), metadata={"Date": None, "Creator": None}
        )
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            str(files[1]), metadata={"Software": None}
        )
    return files


def _panel(axis: Any, parking: Parking, plan: PlacePlan, answer: Plan, name: str) -> None:
    place = plan.place
    axis.add_patch(_patch(place.way, facecolor="#f4f4f2", edgecolor="#b5b5b0", linewidth=0.6, linestyle=":"))
    axis.add_patch(_patch(place.floor, facecolor="#eceae4", edgecolor="black", linewidth=1.2))
    for keepout in place.keepouts:
        dark = keepout.name.startswith("island")
        face = "#9a9a96" if dark else "#e3c9c0"
        axis.add_patch(_patch(keepout.shape, facecolor=face, edgecolor="#8a6a60", linewidth=0.5, alpha=0.8))
        spot = keepout.shape.representative_point()
        axis.text(spot.x, spot.y, keepout.name, fontsize=6, ha="center", va="center", color="#5a4038")
    for number, pose in enumerate(answer.poses, start=1):
        stand = Stand(plan.outlines[pose.kind], pose.x, pose.y, pose.heading)
        colour = COLOURS[pose.kind % len(COLOURS)]
        axis.add_patch(
            _patch(shape_at(stand), facecolor=colour, edgecolor="#1c2b3a", linewidth=0.5, alpha=0.85)
        )
        axis.text(
            pose.x, pose.y, str(number), fontsize=6, ha="center", va="center", color="white", weight="bold"
        )
    for path in answer.paths:
        axis.plot(path.poses[:, 0], path.poses[:, 1], color="#b3261e", linewidth=0.6, alpha=0.7)
    words = " + ".join(
        f"{answer.count(kind)} {craft.title}"
        for kind, craft in enumerate(parking.crafts)
        if answer.count(kind)
    )
    axis.set_title(f"{words or 'none'}: {HEADINGS[name]}", fontsize=9, loc="left")
    axis.set_aspect("equal")
    axis.tick_params(labelsize=6)
    axis.set_xlabel("m forward of the stern edge", fontsize=6)
    axis.set_ylabel("m to starboard", fontsize=6)


def _patch(shape: Any, **style: Any) -> PathPatch:
    points: list[Any] = []
    codes: list[Any] = []
    for ring in _rings(shape):
        corners = list(ring.coords)
        points += corners
        codes += [Outline.MOVETO, *[Outline.LINETO] * (len(corners) - 2), Outline.CLOSEPOLY]
    return PathPatch(Outline(points, codes), **style)


def _rings(shape: Any) -> Iterator[Any]:
    for part in shapely.get_parts(shape):
        yield part.exterior
        yield from part.interiors
