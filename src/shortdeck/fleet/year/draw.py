"""Polar pictures: course x speed, what is within limits where, and the year as bars."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from shortdeck.fleet.year.worth import KNOT

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability

COLOURS = {"neither": "#d9d5cc", "launch": "#8db4d9", "recovery": "#c9a24a", "both": "#3f8f5f"}
NAMES = {"neither": "neither", "launch": "launch only", "recovery": "recovery only", "both": "both"}
BOUND, DOTS = "#a02c1f", "#202020"
MOST_POLARS = 9
RING = 5.0
"""kn between the rings of a polar."""


def chosen_seas(answer: Operability) -> list[int]:
    """One class of each sea state that occurs, the one whose height and period lie nearest to its mean; of
    the states beyond the last in which anything is within limits only the next."""
    seas = answer.seas
    found: list[int] = []
    for state in sorted(set(seas.state.tolist())):
        which = np.flatnonzero((seas.state == state) & (seas.share > 0.0))
        if len(which) == 0:
            continue
        mean = np.average(np.stack([seas.hs[which], seas.tp[which]]), axis=1, weights=seas.share[which])
        off = ((seas.hs[which] - mean[0]) / mean[0]) ** 2 + ((seas.tp[which] - mean[1]) / mean[1]) ** 2
        found.append(int(which[np.argmin(off)]))
    some = [k for k, sea in enumerate(found) if _any_within(answer, int(seas.state[sea]))]
    return found[: min(MOST_POLARS, (some[-1] if some else 0) + 2)]


def _any_within(answer: Operability, state: int) -> bool:
    """Whether some course and speed in some sea of a state is rather within limits than not."""
    which = answer.seas.state == state
    return any(
        bool((flags[which].mean(axis=3) > 0.5).any()) for flags in answer.within.flags.values()
    )  # fmt: skip


def figure(answer: Operability) -> Figure:
    """A polar for each sea state and the shares of the year."""
    chosen = chosen_seas(answer)
    columns = min(3, len(chosen))
    rows = math.ceil(len(chosen) / columns)
    sheet = Figure(figsize=(4.0 * columns, 4.3 * rows + 3.0), layout="constrained")
    parts: Any = sheet.subfigures(2, 1, height_ratios=[4.3 * rows + 0.4, 2.6])
    top, bottom = parts
    axes = np.atleast_1d(top.subplots(rows, columns, subplot_kw={"projection": "polar"})).ravel()
    for axis, sea in zip(axes, chosen, strict=False):
        _polar(axis, answer, sea)
    for axis in axes[len(chosen) :]:
        axis.set_visible(False)
    top.legend(
        handles=[
            *(Patch(facecolor=COLOURS[k], edgecolor="#808080", label=v) for k, v in NAMES.items()),
            Line2D([], [], color=BOUND, label="speed that she makes in that sea"),
            Line2D(
                [], [], color=DOTS, marker=".", markersize=4, linestyle="none",
                label="flights leave it open",
            ),
            Line2D(
                [], [], marker="*", color="#ffffff", markeredgecolor="#202020", markersize=11,
                linestyle="none", label="widest margin for both",
            ),
        ],
        loc="outside lower center", ncols=7, fontsize=8, frameon=False,
    )  # fmt: skip
    top.suptitle(
        f"{answer.aircraft.title} on {answer.ship.title}, {answer.seas.climate}: within limits, by the "
        "ship's heading from where sea and wind come (angle) and her speed (rings, kn)\n"
        f"within limits: chance of a mishap in one attempt at most {100 * answer.tolerance.mishap:g} %, of "
        f"success at least {100 * answer.tolerance.success:g} %",
        fontsize=10,
    )  # fmt: skip
    _bars(bottom.subplots(1, 1), answer)
    return sheet


def _polar(axis: Any, answer: Operability, sea: int) -> None:
    cells, within = answer.cells, answer.within
    share = {name: within.flags[name][sea].mean(axis=2) for name in ("launch", "recovery")}
    code = (share["launch"] > 0.5) * 1 + (share["recovery"] > 0.5) * 2
    made = cells.made[sea]
    # What holds at the last speed made holds up to the speed that she makes; beyond it is covered.
    last = made.shape[1] - 1 - np.argmax(made[:, ::-1], axis=1)
    code = np.take_along_axis(code, np.minimum(np.arange(made.shape[1]), last[:, None]), axis=1)
    # Clockwise from where sea and wind come from: into them is at the top.
    turn = np.mod(cells.course - np.pi, 2.0 * np.pi)
    order = np.argsort(turn)
    turn = turn[order]
    half = 0.5 * (turn[1] - turn[0])
    speed = cells.speed / KNOT
    edges = np.concatenate([[speed[0]], 0.5 * (speed[1:] + speed[:-1]), [speed[-1]]])
    axis.set_theta_zero_location("N")
    axis.set_theta_direction(-1)
    colours = ListedColormap([COLOURS[k] for k in ("neither", "launch", "recovery", "both")])
    axis.pcolormesh(
        np.append(turn - half, turn[-1] + half), edges, code[order].T, cmap=colours, vmin=-0.5, vmax=3.5
    )
    doubt = np.zeros(made.shape, bool)
    for of in share.values():
        doubt |= (of > 0.025) & (of < 0.975)
    dots = np.argwhere((doubt & made)[order])
    axis.plot(turn[dots[:, 0]], speed[dots[:, 1]], ".", color=DOTS, markersize=2.0, linestyle="none")
    bound = np.minimum(np.maximum(cells.attainable.speed[sea][order] / KNOT, speed[0]), speed[-1])
    around, limit = np.append(turn, turn[0] + 2.0 * np.pi), np.append(bound, bound[0])
    axis.fill_between(around, limit, edges[-1] + 1.0, color="#ffffff", linewidth=0)
    axis.plot(around, limit, color=BOUND, linewidth=1.2)
    best = answer.best[sea]
    if best is not None and best.sure > 0.5:
        axis.plot(
            [best.course - np.pi], [best.speed / KNOT], "*", color="#ffffff", markeredgecolor="#202020",
            markersize=11, zorder=4,
        )  # fmt: skip
    _label(axis, answer, sea, float(edges[-1]))


def _label(axis: Any, answer: Operability, sea: int, top: float) -> None:
    """Headings, rings, and what the sea is."""
    seas = answer.seas
    axis.set_title(
        f"sea state {_state(int(seas.state[sea]))}: Hs {seas.hs[sea]:.1f} m, Tp {seas.tp[sea]:.1f} s, "
        f"true wind {seas.wind[sea] / KNOT:.0f} kn",
        fontsize=8,
    )  # fmt: skip
    axis.set_thetagrids(
        range(0, 360, 45),
        ["into sea\nand wind", "45°", "sea on\nport beam", "135°", "following", "225°", "sea on\nstbd beam",
         "315°"],
        fontsize=6.5,
    )  # fmt: skip
    axis.tick_params(axis="x", pad=7)
    rings = np.arange(RING, top + 1e-6, RING)
    axis.set_rgrids(rings, [f"{ring:.0f}" for ring in rings], angle=157.5, fontsize=6.5)
    axis.set_ylim(0.0, top + 0.5)
    axis.grid(color="#707070", alpha=0.35, linewidth=0.5)


def _state(number: int) -> str:
    return "above 8" if number == 9 else str(number)


def _bars(axis: Any, answer: Operability) -> None:
    rows = [row for row in answer.rows if row.share > 0.0]
    places = np.arange(len(rows))
    every = [100 * r.share for r in rows]
    axis.bar(places, every, color=COLOURS["neither"], width=0.85, label="that sea state")
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
