"""Polar pictures: course x speed, what is within limits where, and the year as bars."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from shortdeck.fleet.year.worth import KNOT

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability

COLOURS = {
    "neither": "#e4e2dd", "launch": "#8db4d9", "recovery": "#c9a24a", "both": "#3f8f5f",
    "speed not made": "#ffffff",
}  # fmt: skip
MOST_POLARS = 9


def chosen_seas(answer: Operability) -> list[int]:
    """One class of each sea state that occurs: the one whose height and period lie nearest to its mean."""
    seas = answer.seas
    found = []
    for state in sorted(set(seas.state.tolist())):
        which = np.flatnonzero((seas.state == state) & (seas.share > 0.0))
        if len(which) == 0:
            continue
        mean = np.average(np.stack([seas.hs[which], seas.tp[which]]), axis=1, weights=seas.share[which])
        off = ((seas.hs[which] - mean[0]) / mean[0]) ** 2 + ((seas.tp[which] - mean[1]) / mean[1]) ** 2
        found.append(int(which[np.argmin(off)]))
    return found[:MOST_POLARS]


def figure(answer: Operability) -> Figure:
    """A polar for each sea state and the shares of the year."""
    chosen = chosen_seas(answer)
    columns = min(3, len(chosen))
    rows = math.ceil(len(chosen) / columns)
    sheet = Figure(figsize=(4.0 * columns, 4.1 * rows + 2.6), layout="constrained")
    parts: Any = sheet.subfigures(2, 1, height_ratios=[4.1 * rows, 2.6])
    top, bottom = parts
    axes = np.atleast_1d(top.subplots(rows, columns, subplot_kw={"projection": "polar"})).ravel()
    for axis, sea in zip(axes, chosen, strict=False):
        _polar(axis, answer, sea)
    for axis in axes[len(chosen) :]:
        axis.set_visible(False)
    names = {"neither": "neither", "launch": "launch only", "recovery": "recovery only", "both": "both"}
    top.legend(
        handles=[
            *(Patch(facecolor=COLOURS[k], edgecolor="#808080", label=v) for k, v in names.items()),
            Patch(facecolor="#ffffff", edgecolor="#808080", label="speed not made in that sea"),
            Patch(facecolor="#ffffff", edgecolor="#303030", hatch="....", label="flights leave it open"),
        ],
        loc="outside lower center", ncols=6, fontsize=8, frameon=False,
    )  # fmt: skip
    top.suptitle(
        f"{answer.aircraft.title} on {answer.ship.title}: course of the ship, sea and wind from 0 deg; kn\n"
        f"mishap at most {answer.tolerance.mishap:g}, success at the first attempt at least "
        f"{answer.tolerance.success:g}",
        fontsize=10,
    )  # fmt: skip
    _bars(bottom.subplots(1, 1), answer)
    return sheet


def _polar(axis: Any, answer: Operability, sea: int) -> None:
    cells, within = answer.cells, answer.within
    share = {name: within.flags[name][sea].mean(axis=2) for name in ("launch", "recovery")}
    launch, recovery = (share[name] > 0.5 for name in ("launch", "recovery"))
    code = launch * 1 + recovery * 2
    code = np.where(cells.made[sea], code, 4)
    # Clockwise from where sea and wind come from: into them is at the top.
    angle = cells.course - np.pi
    order = np.argsort(np.mod(angle, 2.0 * np.pi))
    turn = np.mod(angle, 2.0 * np.pi)[order]
    half = 0.5 * (turn[1] - turn[0])
    theta = np.append(turn - half, turn[-1] + half)
    speed = cells.speed / KNOT
    edges = np.concatenate(
        [[speed[0] - 0.5 * (speed[1] - speed[0])], 0.5 * (speed[1:] + speed[:-1]), [speed[-1]]]
    )
    axis.set_theta_zero_location("N")
    axis.set_theta_direction(-1)
    colours = ListedColormap(
        [COLOURS[k] for k in ("neither", "launch", "recovery", "both", "speed not made")]
    )
    axis.pcolormesh(theta, np.maximum(edges, 0.0), code[order].T, cmap=colours, vmin=-0.5, vmax=4.5)
    doubt = np.zeros(code.shape, bool)
    for name in share:
        doubt |= (share[name] > 0.025) & (share[name] < 0.975)
    dots = np.argwhere(doubt[order] & cells.made[sea][order])
    axis.plot(turn[dots[:, 0]], speed[dots[:, 1]], ".", color="#303030", markersize=1.5, linestyle="none")
    bound = answer.cells.attainable.speed[sea][order] / KNOT
    axis.plot(
        np.append(turn, turn[0] + 2.0 * np.pi), np.append(bound, bound[0]), color="#a65b4c", linewidth=1.0
    )
    best = answer.best[sea]
    if best is not None and best.sure > 0.5:
        axis.plot([best.course - np.pi], [best.speed / KNOT], "*", color="#ffffff", markeredgecolor="#202020",
                  markersize=11)  # fmt: skip
    seas = answer.seas
    axis.set_title(
        f"sea state {_state(int(seas.state[sea]))}: Hs {seas.hs[sea]:.1f} m, Tp {seas.tp[sea]:.1f} s, wind "
        f"{seas.wind[sea] / KNOT:.0f} kn",
        fontsize=8,
    )  # fmt: skip
    axis.set_rlabel_position(112)
    axis.tick_params(labelsize=6)
    axis.set_ylim(0.0, float(edges[-1]))


def _state(number: int) -> str:
    return "above 8" if number == 9 else str(number)


def _bars(axis: Any, answer: Operability) -> None:
    rows = [row for row in answer.rows if row.share > 0.0]
    places = np.arange(len(rows))
    axis.bar(places, [100 * r.share for r in rows], color=COLOURS["neither"], width=0.85, label="occurs")
    for offset, name in ((-0.27, "launch"), (0.0, "recovery"), (0.27, "both")):
        mean = np.array([100 * r.share * r.within[name].mean for r in rows])
        low = np.array([100 * r.share * r.within[name].low for r in rows])
        high = np.array([100 * r.share * r.within[name].high for r in rows])
        axis.bar(places + offset, mean, width=0.25, color=COLOURS[name], label=f"{name} within limits")
        axis.errorbar(
            places + offset, mean, yerr=[np.maximum(mean - low, 0.0), np.maximum(high - mean, 0.0)],
            fmt="none", ecolor="#303030", capsize=2, linewidth=0.8,
        )  # fmt: skip
    axis.set_xticks(places, [_state(r.state) for r in rows])
    axis.set_xlabel("sea state", fontsize=8)
    axis.set_ylabel("% of the year", fontsize=8)
    axis.tick_params(labelsize=7)
    axis.legend(fontsize=7, frameon=False)


def draw(answer: Operability, folder: Path) -> list[Path]:
    """Write the sheet as PNG; the same answer gives the same bytes (as SVG polar axes would not)."""
    file = folder / "operability.png"
    FigureCanvasAgg(figure(answer)).print_png(str(file), metadata={"Software": None})  # type: ignore[no-untyped-call]
    return [file]
