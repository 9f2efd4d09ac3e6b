"""Load against wind, one panel a place: what each aircraft gives, and which are bettered by none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shortdeck.verdict.compare import KNOT, Comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 2
_MARKERS = "os^DvPX*"
# Okabe and Ito's colours, told apart by most eyes; the markers differ too.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")


def sheet(found: Comparison) -> Figure:
    """The picture: filled markers are loads that no other aircraft there launches and lands in less wind."""
    from matplotlib.figure import Figure

    rows = -(-len(found.places) // COLUMNS)
    columns = min(COLUMNS, len(found.places))
    figure = Figure(figsize=(5.2 * columns, 3.9 * rows), layout="constrained")
    axes: list[Axes] = list(figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).flat)
    for ax, place in zip(axes, found.places, strict=False):
        _panel(ax, found, place)
    for ax in axes[len(found.places) :]:
        ax.set_axis_off()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize="small", frameon=False)
    return figure


def _panel(ax: Axes, found: Comparison, place: str) -> None:
    front = set(found.front(place))
    for k, name in enumerate(found.aircraft):
        option = found.option(name, place)
        able = [load for load in option.loads if load.wind is not None]
        colour, marker = _COLOURS[k % len(_COLOURS)], _MARKERS[k % len(_MARKERS)]
        winds = [(load.wind or 0.0) / KNOT for load in able]
        ax.plot(
            winds, [load.load for load in able], color=colour, lw=1.2, marker=marker, mfc="white", label=name
        )
        best = [load for load in able if (name, load) in front]
        ax.plot(
            [(load.wind or 0.0) / KNOT for load in best], [load.load for load in best],
            color=colour, lw=0.0, marker=marker,
        )  # fmt: skip
    counted = next(option.wind for option in found.options if option.place == place) / KNOT
    ax.axvline(counted, color="0.4", ls="--", lw=1.0)
    ax.annotate(
        f"counted on: {counted:.0f} kn", (counted, 1.0), xycoords=("data", "axes fraction"), rotation=90,
        ha="right", va="top", fontsize="small", color="0.3", xytext=(-3, -4), textcoords="offset points",
    )  # fmt: skip
    need = next(option.need for option in found.options if option.place == place)
    ax.set_title(f"{place} ({need})", fontsize="medium")
    ax.set_xlabel("wind over deck to launch and land / kn")
    ax.set_ylabel("load above empty / kg")
    ax.grid(alpha=0.3)


def fronts(found: Comparison, stem: Path) -> list[Path]:
    """Save the picture as PNG and SVG; the same comparison gives the same bytes."""
    import matplotlib as mpl

    paths = [stem.with_suffix(".png"), stem.with_suffix(".svg")]
    with mpl.rc_context({"svg.hashsalt": "shortdeck", "svg.fonttype": "none"}):
        sheet(found).savefig(paths[0], dpi=120, metadata={"Software": None})
        sheet(found).savefig(paths[1], metadata={"Date": None, "Creator": None})
    return paths
