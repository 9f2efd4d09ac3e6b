"""What is kept of the flights, item by item, in docs/background/at-sea.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from at_sea.row import Row
from shortdeck.numerics.jit import source_hash
from shortdeck.safety.binomial import clopper_pearson

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "background"
KEPT = FOLDER / "at-sea.json"
PICTURES = ROOT / "docs" / "pictures"
SAFE = ("waved off", "went around", "aborted")
GOOD = ("stopped", "launched")
Kept = dict[str, Any]


class Item(Protocol):
    """What is flown and kept under one key."""

    @property
    def key(self) -> str: ...

    @property
    def told(self) -> dict[str, Any]:
        """What it stands for: another one is flown anew."""
        ...

    def flown(self, count: int) -> dict[str, Any]:
        """What came of ``count`` flights (or of so many at each of its points)."""
        ...


def study(items: Iterable[Item], count: int) -> Kept:
    """Every item flown that is not kept already, from this code and as many flights."""
    kept: Kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    stamp = source_hash()
    for item in items:
        old = kept.get(item.key, {})
        if old.get("code") != stamp or old["flights"] < count or old["words"] != item.told:
            kept[item.key] = {"flights": count} | item.flown(count) | {"code": stamp, "words": item.told}
            KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
            print(item.key, flush=True)
    return kept


def tidied(kept: Kept, keys: set[str]) -> Kept:
    """Without what no part of the study flies any more; what other code has flown is marked as earlier."""
    stamp = source_hash()
    left = {
        key: {k: v for k, v in of.items() if k != "earlier"}
        | ({} if of["code"] == stamp else {"earlier": True})
        for key, of in kept.items()
        if key in keys
    }
    KEPT.write_text(json.dumps(left, indent=1, sort_keys=True) + "\n")
    return left


def counted(values: NDArray[Any]) -> dict[str, int]:
    """How often each word occurs; empty ones are left out."""
    return {k: n for k, n in sorted(Counter(map(str, values)).items()) if k}


def outcomes_of(table: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """Counts of what flights came to and why, and every mishap by case."""
    mishaps = np.flatnonzero(table["kind"] == "mishap")
    named: dict[str, list[int]] = {}
    for k in mishaps.tolist():
        named.setdefault(str(table["outcome"][k]), []).append(int(table["case"][k]))
    return {
        "outcomes": counted(table["outcome"]), "kinds": counted(table["kind"]),
        "reasons": counted(table["reason"]),
        "mishaps": {name: sorted(cases)[:40] for name, cases in sorted(named.items())},
    }  # fmt: skip


def moments(values: NDArray[Any]) -> list[float]:
    """Mean, standard deviation, least and greatest."""
    return [round(float(v), 3) for v in (values.mean(), values.std(), values.min(), values.max())]


def share(happened: int, flights: int) -> str:
    """A probability with its exact interval at 95 %, short."""
    low, high = clopper_pearson(happened, flights)
    return f"{happened}, {low:.1e} to {high:.1e}"


def percent(happened: int, flights: int) -> str:
    """A share in per cent; all and none are said so."""
    if happened == flights or not happened:
        return "all" if happened else "none"
    value = 100.0 * happened / flights
    return f"{value:.2g} %" if value < 10.0 else f"{value:.1f} %"


def in_words(outcomes: dict[str, int], flights: int, *, most: int = 4) -> str:
    """Outcomes with their shares, commonest first."""
    ordered = sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))[:most]
    return ", ".join(f"{name} {percent(n, flights)}" for name, n in ordered)


class RowItem:
    """A row of the tables as an item."""

    def __init__(self, row: Row) -> None:
        self.row = row

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def told(self) -> dict[str, Any]:
        return self.row.told

    def flown(self, count: int) -> dict[str, Any]:
        """Counts, touchdown or lowest point, reasons, mishaps by case."""
        flights = self.row.fly(count)
        table = flights.table()
        out = outcomes_of(table)
        if self.row.task == "launch":
            past = table["bow_speed"] > 0.0
            if past.any():
                out["lowest"] = moments(table["lowest_after_bow"][past])
            return out
        touched = table["touchdown_ground_speed"] > 0.0
        if touched.any():
            y = table["touchdown_y"] - flights.flown.parameter(0, "law.line_y")
            for name, values in (("x", table["touchdown_x"]), ("y", y), ("sink", table["touchdown_sink"])):
                out[name] = moments(values[touched])
        return out
