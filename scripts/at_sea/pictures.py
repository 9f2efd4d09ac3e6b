"""Ten flights of a row in one picture, and what is seen in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from at_sea import crosswind, engine_loss, launching
from at_sea.captions import INTRODUCTION, SEEN
from at_sea.kept import PICTURES, Kept
from at_sea.row import KNOT, SHIPS, Row
from at_sea.rows import follow, landings, rivals
from shortdeck.flight.fly import Flight
from shortdeck.flight.state import Setup

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DEGREES = 57.29577951
CASES = 10
FROM, TO = -400.0, 260.0  # m about the aim point


class Panel(NamedTuple):
    """A panel: its label, the channel, and the factor to the unit it is drawn in."""

    label: str
    channel: str
    scale: float = 1.0


PANELS = (
    Panel("wheels over the path / m", "over_path"), Panel("airspeed / kn", "airspeed", 1.0 / KNOT),
    Panel("angle of attack / deg", "alpha", DEGREES), Panel("pitch / deg", "pitch", DEGREES),
    Panel("elevator / deg", "elevator", DEGREES), Panel("throttle", "throttle"),
    Panel("aileron / deg", "aileron", DEGREES), Panel("rudder / deg", "rudder", DEGREES),
    Panel("deck at the aim point / m", "deck_height"), Panel("off the line / m", "off_line"),
    Panel("main gear load, larger / kN", "main_load", 1e-3), Panel("nose gear load / kN", "nose_load", 1e-3),
)  # fmt: skip


def save(figure: Figure, path: Path) -> None:
    """As a small PNG of few colours; the same figure gives the same bytes."""
    from PIL import Image

    made = io.BytesIO()
    figure.savefig(made, dpi=80, format="png", metadata={"Software": None})
    image = Image.open(made).convert("RGB").quantize(48, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def channels(flight: Flight, c: Setup) -> dict[str, np.ndarray]:
    """Channels of a flight and those made of them: height over the path (a launch: over the deck), offset."""
    h, law = flight.history, c.law
    made = {p.channel: h[p.channel].values for p in PANELS if p.channel in h}
    along = h["main_x"].values - law.aim_x
    if flight.task == "launch":
        made["over_path"] = -h["main_z"].values
    else:
        made["over_path"] = -h["down"].values - (law.aim_height - along * law.slope) - c.passage.deck_height
    made["main_load"] = np.maximum(h["left_load"].values, h["right_load"].values)
    lean = law.line_sin * law.deck_cos - law.line_cos * law.deck_sin
    made["off_line"] = h["main_y"].values - law.line_y - lean * h["main_x"].values
    return made | {"along": along}


def ten_flights(row: Row, path: Path, first: int = 0) -> None:
    """Ten flights of a row over distance: to the aim point, or for launches to the end of the deck."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 12.0), layout="constrained")
    axes = list(figure.subplots(len(PANELS) // 2, 2, sharex=True).flat)
    flights = row.fly(np.arange(first, first + CASES))
    launching_now = row.task == "launch"
    for case in range(CASES):
        made = channels(flights.flight(case), flights.flown.setup(case))
        shown = (made["along"] > FROM) & (made["along"] < TO)
        for ax, panel in zip(axes, PANELS, strict=True):
            ax.plot(made["along"][shown], made[panel.channel][shown] * panel.scale, lw=0.8, color=f"C{case}")
    controls = flights.flown.setup(0).controls
    limits = {
        "elevator": (-controls.elevator_up, controls.elevator_down),
        "rudder": (-controls.rudder, controls.rudder), "aileron": (-controls.aileron, controls.aileron),
    }  # fmt: skip
    for ax, panel in zip(axes, PANELS, strict=True):
        label = "wheels over the deck / m" if launching_now and panel.channel == "over_path" else panel.label
        ax.set_ylabel(label, fontsize="small")
        ax.grid(alpha=0.3)
        ax.axvline(0.0, color="0.4", lw=0.8)
        for limit in limits.get(panel.channel, ()):
            ax.axhline(limit * DEGREES, color="0.2", lw=0.8, ls=":")
    if not launching_now:
        axes[0].set_ylim(-6.0, 6.0)
    figure.suptitle(f"{row.key}: ten flights", fontsize="medium")
    what = "the end of the deck" if launching_now else "the aim point"
    for ax in axes[-2:]:
        ax.set_xlabel(f"main wheels beyond {what} / m")
    save(figure, path)


def chosen(kept: Kept) -> dict[str, Row]:
    """The rows that are drawn, by the name of their picture."""
    rows = {row.key: row for row in [*landings(), *follow(), *rivals()]}
    out: dict[str, Row] = {}
    for ship in SHIPS:
        start = f"bayraktar-tb3, {ship}: "
        for name, key in (
            ("calm", "calm sea, 20 kn over deck"), ("4-mean", "sea state 4, mean, 8.8 s, cos2"),
            ("4-top", "sea state 4, top, 13 s, cos2"), ("5", "sea state 5, bow quartering"),
            ("6", "sea state 6, bow quartering"),
        ):  # fmt: skip
            out[f"{name}-{ship}"] = rows[start + key]
        out[f"launch-{ship}"] = launching.Launches(ship, 0.0, "at-once").row
    out["launch-timed-izumo"] = launching.Launches("izumo", 0.0, "timed").row
    for how in ("following", "ignoring"):
        out[how] = rows[f"bayraktar-tb3, izumo: Hs 3.25 m, 12.5 s, bow quartering, {how} the deck"]
    for task in ("recovery", "launch"):
        item = crosswind.Crosswind(task, "izumo", "dry", "calm sea", "port")
        if item.key in kept:
            out[f"crosswind-{task}"] = item.row(max(kept[item.key]["limit"], 0))
    for task, place in (("launch", "at the lip"), ("recovery", "on final, wheels 12")):
        loss = engine_loss.Loss(task, "izumo")
        for moment in kept.get(loss.key, {}).get("moments", ()):
            if moment["where"].startswith(place):
                at = engine_loss.Moment(moment["where"], moment["time"], moment["airspeed"], moment["height"])
                out[f"engine-{task}"] = loss.row(at)
    for name in ("anka-s", "mq-9b-stol"):
        out[name] = rows[f"{name}, izumo: sea state 4, mean, 8.8 s"]
    return out


def draw(kept: Kept, only: str = "") -> None:
    """All pictures of ten flights, or those whose name holds a word."""
    for name, row in chosen(kept).items():
        if only in f"pictures {name} {row.key}":
            ten_flights(row, PICTURES / f"at-sea-{name}.png")
            print(f"at-sea-{name}.png", flush=True)


def show(kept: Kept) -> list[str]:
    """The pictures in the docs, each with what is seen in it."""
    out = ["### Ten flights of each", "", INTRODUCTION, ""]
    for name, row in chosen(kept).items():
        if (PICTURES / f"at-sea-{name}.png").exists():
            out += [
                f"![{row.key}](../pictures/at-sea-{name}.png)",
                "",
                f"*{row.key}.* {SEEN.get(name, '')}",
                "",
            ]
    return out
