"""The trade between wave-offs and mishaps: the gates of an approach wider and narrower, and none.

Every gate's allowed departure from the planned approach is scaled by one factor: off the line and the path,
off the airspeed, in bank, in sink and closure over the planned sink, below the planned height over the stern
edge, in the age of the ship's data. All else of the control law stays. The gate on the pitch against the
deck stays too: the same number is the law's floor for the nose, and it hardly ever waves off.

A wider gate changes nothing in a flight that no narrower one has waved off. So each factor flies only those
cases again that a gate stopped at the factor before; the test flies all of some cases to see that it is so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from at_sea.kept import PICTURES, Kept, counted, percent, share
from at_sea.row import KNOT, QUARTER, SHIPS, STATE_4, TOP, Row
from shortdeck.autopilot.gates import ATTITUDE, LINK, REASONS, SIDE
from shortdeck.safety.binomial import clopper_pearson

FACTORS = (0.4, 0.6, 0.8, 1.0, 1.5, 2.5, 1e3)
BY_GATE = frozenset(REASONS[int(SIDE) : int(LINK) + 1]) - {REASONS[int(ATTITUDE)]}
TITLE = "The trade between wave-offs and mishaps"


def seas() -> dict[str, dict[str, Any]]:
    """The seas in which it is flown, by name."""
    rough = {"wave_heading": QUARTER, "ship_speed": 10.0 * KNOT}
    return {
        "sea state 4, top, 13 s, head": STATE_4 | TOP | {"tp": 13.0},
        "sea state 5, bow quartering": rough | {"sea_state": 5, "wind_over_deck": 30.0 * KNOT},
        "sea state 6, bow quartering": rough | {"sea_state": 6, "wind_over_deck": 37.0 * KNOT},
    }


def scaled(law: Any, wind: float, factor: float) -> dict[str, float]:
    """Compiled gates of a control law whose allowed departures are ``factor`` times the file's; SI."""
    g = law.gates
    sink, stern = (law.airspeed - wind) * law.slope, law.aim_x * law.slope
    limits = {name: factor * getattr(g, name) for name in ("side", "high", "low", "airspeed", "bank", "link")}
    limits |= {name: sink + factor * (getattr(g, name) - sink) for name in ("sink", "closure")}
    limits["stern"] = stern - factor * (stern - g.stern)
    return {f"setup.law.gates.{name}": float(f"{value:.9g}") for name, value in limits.items()}


class Trade:
    """One ship and sea over all factors."""

    def __init__(self, ship: str, sea: str, words: dict[str, Any]) -> None:
        self.sea = sea
        self.base = Row(f"{sea}, gates scaled", words, ship)

    @property
    def key(self) -> str:
        return self.base.key

    @property
    def told(self) -> dict[str, Any]:
        return self.base.told | {"factors": list(FACTORS)}

    def row(self, factor: float) -> Row:
        """The row of one factor."""
        law = self.base.fly(1).flown.setup(0).law
        wind = float(self.base.words["wind_over_deck"])
        return replace(self.base, changed=scaled(law, wind, factor))

    def flown(self, count: int) -> dict[str, Any]:
        """Outcomes by factor; each flies only what a gate of the factor before has stopped."""
        left = np.arange(count)
        names = ("outcome", "kind", "reason")
        whole: dict[str, NDArray[Any]] = {name: np.full(count, "", dtype="U60") for name in names}
        out = {}
        for factor in FACTORS:
            row = self.row(factor)
            if len(left):
                table = row.fly(left).table()
                for name in names:
                    whole[name][left] = table[name]
            bad = np.flatnonzero(whole["kind"] == "mishap")
            out[f"{factor:g}"] = {name + "s": counted(whole[name]) for name in names} | {
                "replay": row.command(int(bad[0])) if len(bad) else ""
            }
            left = np.flatnonzero(np.isin(whole["reason"], list(BY_GATE)))
        return {"factors": out}


def items() -> list[Trade]:
    """Three seas on both ships."""
    return [Trade(ship, sea, words) for ship in SHIPS for sea, words in seas().items()]


def _shares(found: dict[str, Any]) -> tuple[int, int]:
    """Flights that did not land without a mishap, and mishaps."""
    return found["kinds"].get("safe abort", 0), found["kinds"].get("mishap", 0)


def picture(kept: Kept) -> None:
    """Share waved off against the probability of a mishap, both ships."""
    from matplotlib.figure import Figure

    from at_sea.pictures import save

    figure = Figure(figsize=(9.5, 4.6), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True, sharex=True)
    for ax, ship in zip(axes, SHIPS, strict=True):
        for colour, marker, item in zip(
            ("#0072B2", "#E69F00", "#D55E00"), "os^", [i for i in items() if i.base.ship == ship], strict=True
        ):
            of = kept[item.key]
            count = of["flights"]
            points = [_shares(of["factors"][f"{f:g}"]) for f in FACTORS]
            x = [100.0 * safe / count for safe, _ in points]
            bounds = [clopper_pearson(bad, count) for _, bad in points]
            y = [max(bad / count, 0.3 / count) for _, bad in points]
            ax.plot(x, y, color=colour, lw=1.0, label=item.sea)
            for factor, a, b, (low, high), (_, bad) in zip(FACTORS, x, y, bounds, points, strict=True):
                ax.plot([a, a], [max(low, 1e-5), high], color=colour, lw=0.8)
                ax.plot(a, b, marker, color=colour, ms=5, mfc=colour if bad else "white")
                name = "off" if factor > 100.0 else f"{factor:g}"
                ax.annotate(name, (a, b), textcoords="offset points", xytext=(4, 4), fontsize=7)
        ax.set_yscale("log")
        ax.set_title(ship)
        ax.grid(alpha=0.3, which="both")
        ax.set_xlabel("waved off or gone around / %")
    axes[0].set_ylabel("mishap in one attempt, 95 %")
    axes[0].legend(fontsize="small")
    save(figure, PICTURES / "at-sea-trade.png")


def show(kept: Kept) -> list[str]:
    """The table and the picture of the docs."""
    out = [
        f"### {TITLE}", "",
        "Allowed departures of all gates times a factor: off the line, the path, the airspeed, in bank, "
        "sink, closure, height over the stern edge, age of the ship's data. The gate on the pitch stays (it "
        "is the nose's floor in the law too), and so do the go-arounds after touchdown. The same cases at "
        "each factor. A hollow mark in the picture stands for no mishap, drawn at a third of one flight.", "",
        "| what | factor | landed | waved off, went around | mishaps, 95 % | most of them |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    again = []
    for item in items():
        of = kept.get(item.key)
        if not of:
            continue
        n = of["flights"]
        for factor in FACTORS:
            found = of["factors"][f"{factor:g}"]
            safe, bad = _shares(found)
            name = "off" if factor > 100.0 else f"{factor:g}"
            worst = {k: v for k, v in found["outcomes"].items()
                     if k not in ("stopped", "waved off", "went around")}  # fmt: skip
            said = ", ".join(f"{k} {v}" for k, v in sorted(worst.items(), key=lambda i: -i[1])[:3])
            landed = percent(found["kinds"].get("success", 0), n)
            out.append(
                f"| {item.base.ship}, {item.sea} | {name} | {landed} | {percent(safe, n)} "
                f"| {share(bad, n)} | {said} |"
            )
        off = of["factors"][f"{FACTORS[-1]:g}"]["replay"]
        if off:
            again.append(f"- {item.base.ship}, {item.sea}, no gates, the first mishap: `{off}`")
    return [*out, "", "![Wave-offs against mishaps](../pictures/at-sea-trade.png)", "", *again, ""]
