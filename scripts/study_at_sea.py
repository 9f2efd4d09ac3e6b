"""Fly landings and launches at sea by the thousand and write docs/background/at-sea.md with its pictures.

    python scripts/study_at_sea.py [--flights 10000] [--only WORD]

One table, each row so many flights of the TB3 at landing mass, cases 0, 1, 2, ... of one seed, on every core.
Counts are kept in docs/background/at-sea.json, row by row, so that an interrupted study goes on where it was;
a row is flown anew when the code of the flights has changed. Takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import shortdeck as sd
from shortdeck.numerics.jit import source_hash
from shortdeck.safety.binomial import clopper_pearson

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "background"
KEPT = FOLDER / "at-sea.json"
PICTURES = ROOT / "docs" / "pictures"
KNOT = 1852.0 / 3600.0
SEED = 20
HEAD, QUARTER = math.pi, math.radians(135.0)
CALM = {"wind_over_deck": 20.0 * KNOT, "ship_speed": 17.0 * KNOT}
STATE_4 = {"wind_over_deck": 25.0 * KNOT, "ship_speed": 6.0 * KNOT, "wave_heading": HEAD}
MEAN, TOP = {"hs": 1.88}, {"hs": 2.5}


@dataclass(frozen=True)
class Row:
    """One row of the table: what is flown, and under which name."""

    name: str
    words: dict[str, Any]
    ship: str = "izumo"
    aircraft: str = "bayraktar-tb3"
    task: str = "recovery"
    setup: dict[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.aircraft}, {self.ship}: {self.name}"

    def columns(self, count: int, first: int = 0) -> dict[str, Any]:
        return {k: [v] * count for k, v in self.words.items()} | {"case": np.arange(first, first + count)}

    def command(self, case: int) -> str:
        """What flies one of its cases again."""
        units = {"mass": "kg", "hs": "m", "tp": "s"}
        options = []
        for name, value in self.words.items():
            text = f"'{value:g} {units[name]}'" if name in units else str(value)
            text = f"'{value / KNOT:g} kn'" if name in ("wind_over_deck", "ship_speed") else text
            text = f"{math.degrees(value):g}" if name in ("wave_heading", "wind_angle") else text
            flag = f"--{name.replace('_', '-')}"
            options.append({True: flag, False: f"--no-{flag[2:]}"}.get(value, f"{flag} {text}"))
        verb = "recover" if self.task == "recovery" else "launch"
        return f"shortdeck {verb} {self.aircraft} {self.ship} {' '.join(options)} --seed {SEED} --case {case}"


def landings() -> list[Row]:
    """Calm, sea state 4 at its mean and top, 5 and 6, on both ships; rivals; turbulence of the handbook."""
    rows = []
    for ship in ("tcg-anadolu", "izumo"):
        rows.append(Row("calm sea, 20 kn over deck", CALM, ship))
        for height, sea in (("mean", MEAN), ("top", TOP)):
            for period in (8.8, 13.0):
                for crests in ("long-crested", "cos2"):
                    words = STATE_4 | sea | {"tp": period, "spreading": crests}
                    rows.append(Row(f"sea state 4, {height}, {period:g} s, {crests}", words, ship))
        rough = STATE_4 | TOP | {"tp": 8.8, "turbulence": "dryden"}
        rows.append(Row("sea state 4, top, 8.8 s, Dryden", rough, ship))
        for state, wind in ((5, 30.0), (6, 37.0)):
            for heading, name in ((HEAD, "head"), (QUARTER, "bow quartering")):
                words = {"sea_state": state, "wave_heading": heading, "wind_over_deck": wind * KNOT,
                         "ship_speed": 10.0 * KNOT}  # fmt: skip
                rows.append(Row(f"sea state {state}, {name}", words, ship))
    return rows


def follow() -> list[Row]:
    """With and without following the deck: sea state 5 on the bow, and long waves."""
    rows = []
    for ship in ("tcg-anadolu", "izumo"):
        seas = {
            "sea state 5, bow quartering": {"sea_state": 5},
            "Hs 3.25 m, 12.5 s, bow quartering": {"hs": 3.25, "tp": 12.5},
        }
        for name, sea in seas.items():
            for air, turbulence in (("", "marine"), (", still air", "none")):
                for on in (True, False):
                    words = sea | {"wave_heading": QUARTER, "wind_over_deck": 25.0 * KNOT, "compensation": on,
                                   "ship_speed": 10.0 * KNOT, "turbulence": turbulence}  # fmt: skip
                    words |= {} if turbulence == "marine" else {"airwake": False}
                    how = "following" if on else "ignoring"
                    rows.append(Row(f"{name}{air}, {how} the deck", words, ship))
    return rows


def rivals() -> list[Row]:
    """Rivals on Izumo, and the TB3 on a wet deck."""
    words = STATE_4 | MEAN | {"tp": 8.8}
    rows = [Row("sea state 4, mean, 8.8 s", words, "izumo", name)
            for name in ("anka-s", "mojave", "mq-9b-stol", "bayraktar-tb2")]  # fmt: skip
    return [*rows, Row("sea state 4, mean, 8.8 s, wet deck", words | {"surface": "wet"})]


def faults() -> list[Row]:
    """What fails on final, in the go-around, after touchdown."""
    sea = STATE_4 | MEAN | {"tp": 8.8}
    cases = {
        "engine loses all power at 10 s": {"engine_stops": 10.0},
        "engine loses half its power at 10 s": {"engine_stops": 10.0, "engine_left": 0.5},
        "link lost at 20 s": {"link_lost": 20.0},
        "elevator jams at 20 s": {"surfaces_jam": 20.0, "jammed": "elevator"},
        "left brake fails": {"left_brake": 0.0},
        "left tyre burst": {"left_tyre_bursts": 0.0},
        "air data freeze at 10 s": {"air_data_freezes": 10.0},
        "ship turns 3 deg/s from 10 s": {"turn_rate": math.radians(3.0), "turn_starts": 10.0},
    }
    return [Row(f"sea state 4, {name}", sea | words) for name, words in cases.items()]


def launches() -> list[Row]:
    """Launches at the least wind over deck of a calm sea, in sea state 4, released at once and in time."""
    rows = []
    for ship in ("tcg-anadolu", "izumo"):
        craft, vessel = sd.aircraft("bayraktar-tb3"), sd.ship(ship)
        from shortdeck.flight.conditions import Conditions
        from shortdeck.verdict.launching import least_wind

        wind = least_wind(craft, vessel, Conditions(mass=1450.0)).wind
        for release in ("at-once", "timed"):
            words = {"mass": 1450.0, "sea_state": 4, "wave_heading": HEAD, "wind_over_deck": wind,
                     "ship_speed": 12.0 * KNOT, "release": release}  # fmt: skip
            rows.append(Row(f"1450 kg, sea state 4, released {release}", words, ship, task="launch"))
        for when in (5.0, 8.0, 11.0, 14.0):
            words = {"mass": 1450.0, "wind_over_deck": wind, "ship_speed": 12.0 * KNOT, "engine_stops": when}
            name = f"1450 kg, calm, engine stops {when - 3.0:g} s into the run"
            rows.append(Row(name, words, ship, task="launch"))
    return rows


PARTS = {"landings": landings, "follow": follow, "rivals": rivals, "faults": faults, "launches": launches}


PANELS = (
    ("wheels over the path / m", "over_path"), ("airspeed / kn", "airspeed"),
    ("angle of attack / deg", "alpha"),
    ("elevator / deg", "elevator"), ("throttle", "throttle"), ("deck at the aim point / m", "deck_height"),
    ("main gear load / kN", "main_load"),
)  # fmt: skip
SCALES = {"airspeed": 1.0 / KNOT, "alpha": 57.2958, "elevator": 57.2958, "main_load": 1e-3}


def ten_flights(row: Row, name: str) -> None:
    """Ten flights of a row over distance to the aim point, as a picture of the docs."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 13.0), layout="constrained")
    axes = list(figure.subplots(len(PANELS), 1, sharex=True))
    flights = sd.fly_table(row.task, row.aircraft, row.ship, row.columns(10), seed=SEED)
    for case in range(10):
        flight = flights.flight(case)
        h, law = flight.history, flights.flown.setup(case).law
        along = h["main_x"].values - law.aim_x
        made = {
            "over_path": -h["down"].values - (law.aim_height - along * law.slope)
            - flights.flown.parameter(case, "passage.deck_height"),
            "main_load": np.maximum(h["left_load"].values, h["right_load"].values),
        }
        for ax, (label, key) in zip(axes, PANELS, strict=True):
            values = made[key] if key in made else h[key].values
            ax.plot(along, values * SCALES.get(key, 1.0), lw=0.8, alpha=0.8)
            ax.set_ylabel(label)
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.axvline(0.0, color="0.4", lw=0.8)
    axes[0].set_ylim(-4.0, 4.0)
    axes[0].set_title(f"{row.key}: ten flights", fontsize="medium")
    axes[-1].set_xlabel("main wheels beyond the aim point / m")
    axes[-1].set_xlim(-500.0, 190.0)
    figure.savefig(PICTURES / f"{name}.png", dpi=100, metadata={"Software": None})


def fly(row: Row, count: int) -> dict[str, Any]:
    """What came of a row: counts, touchdown, reasons, mishaps by case."""
    flights = sd.fly_table(row.task, row.aircraft, row.ship, row.columns(count), seed=SEED)
    table = flights.table()
    touched = table["touchdown_ground_speed"] > 0.0
    line = flights.flown.parameter(0, "law.line_y")
    mishaps = np.flatnonzero(table["kind"] == "mishap")
    out: dict[str, Any] = {
        "flights": count,
        "outcomes": dict(sorted(Counter(map(str, table["outcome"])).items())),
        "kinds": dict(sorted(Counter(map(str, table["kind"])).items())),
        "reasons": {k: v for k, v in sorted(Counter(map(str, table["reason"])).items()) if k},
        "mishaps": [[int(table["case"][k]), str(table["outcome"][k])] for k in mishaps[:12]],
    }
    figures = {"x": table["touchdown_x"], "y": table["touchdown_y"] - line, "sink": table["touchdown_sink"]}
    if row.task == "launch":
        touched, figures = table["bow_speed"] > 0.0, {"lowest": table["lowest_after_bow"]}
    for name, values in figures.items():
        if touched.any():
            chosen = values[touched]
            out[name] = [
                round(float(v), 3) for v in (chosen.mean(), chosen.std(), chosen.min(), chosen.max())
            ]
    return out


def study(rows: list[Row], count: int) -> dict[str, Any]:
    """Every row flown that is not kept already."""
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    stamp = source_hash()
    for row in rows:
        old = kept.get(row.key, {})
        if old.get("code") != stamp or old["flights"] < count or old["words"] != plain(row):
            kept[row.key] = fly(row, count) | {"code": stamp, "words": plain(row)}
            KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
        print(row.key, {k: kept[row.key].get(k) for k in ("outcomes", "x", "y")}, flush=True)
    return kept


def plain(row: Row) -> dict[str, Any]:
    """The conditions of a row as they are kept."""
    return {k: float(f"{v:.9g}") if isinstance(v, float) else v for k, v in row.words.items()}


PAGE = FOLDER / "at-sea.md"
START = "<!-- table: scripts/study_at_sea.py -->\n"
END = "<!-- end of table -->\n"
TITLES = {
    "landings": "Landings", "follow": "Following the deck, or not", "rivals": "Others, and a wet deck",
    "faults": "When something fails", "launches": "Launches",
}  # fmt: skip


def line(row: Row, of: dict[str, Any]) -> str:
    """One line of the table."""
    n = of["flights"]
    mishaps = of["kinds"].get("mishap", 0)
    low, high = clopper_pearson(mishaps, n)
    good = 100.0 * of["kinds"].get("success", 0) / n
    place = "{:.1f} ± {:.1f}".format(*of["x"][:2]) if "x" in of else ""
    side = "{:.2f}".format(of["y"][1]) if "y" in of else ""
    names = {k: v for k, v in of["outcomes"].items() if k not in ("stopped", "launched", *SAFE)}
    worst = ", ".join(f"{k} {v}" for k, v in sorted(names.items(), key=lambda item: -item[1])[:3])
    said = f" ({worst})" if worst else ""
    return (
        f"| {row.key} | {n} | {good:.1f} % | {mishaps}, {low:.1e} to {high:.1e}{said} | {place} | {side} |"
    )


SAFE = ("waved off", "went around", "aborted")


def mishaps_of(rows: list[Row], kept: dict[str, Any]) -> list[str]:
    """Each of the first mishaps with what flies it again; those of faults are the fault's."""
    out = []
    for row in rows:
        for case, outcome in kept[row.key]["mishaps"][:3]:
            out.append(f"- {row.key}: {outcome}: `{row.command(case)}`")
    return out


def page(kept: dict[str, Any]) -> str:
    """The tables of the page, and the flights that anyone can replay."""
    out: list[str] = []
    for part, make in PARTS.items():
        rows = [row for row in make() if row.key in kept]
        if not rows:
            continue
        out += [
            f"### {TITLES[part]}", "",
            "| what | flights | success | mishaps, 95 % | touchdown along, m | across, σ m |",
            "|---|---|---|---|---|---|", *(line(row, kept[row.key]) for row in rows), "",
        ]  # fmt: skip
    again = mishaps_of([row for row in [*landings(), *follow()] if row.key in kept], kept)
    out += ["### Mishaps to fly again", "", *again, ""]
    return "\n".join(out)


def write(kept: dict[str, Any]) -> None:
    """Put the tables into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[1]
    PAGE.write_text(before + START + "\n" + page(kept) + "\n" + END + after, encoding="utf-8")


def pictures() -> None:
    """Ten flights each of a calm, a sea state 4 and a sea state 5."""
    rows = {row.key: row for row in landings()}
    for key, name in (
        ("bayraktar-tb3, tcg-anadolu: calm sea, 20 kn over deck", "at-sea-calm"),
        ("bayraktar-tb3, izumo: sea state 4, top, 13 s, cos2", "at-sea-state-4"),
        ("bayraktar-tb3, izumo: sea state 5, bow quartering", "at-sea-state-5"),
    ):
        ten_flights(rows[key], name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flights", type=int, default=10_000)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    chosen = [row for part, make in PARTS.items() for row in make() if given.only in f"{part} {row.key}"]
    write(study(chosen, given.flights))
    pictures()
