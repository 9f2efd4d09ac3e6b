"""Landings in a row each: seas, with and without following the deck, rivals, faults, waiting for quiet."""

from __future__ import annotations

import math
from typing import Any

from at_sea.row import CALM, HEAD, KNOT, MEAN, QUARTER, SHIPS, STATE_4, TOP, Row


def landings() -> list[Row]:
    """Calm, sea state 4 at its mean and top, 5 and 6, on both ships; turbulence of the handbook."""
    rows = []
    for ship in SHIPS:
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


LONG_SEAS: dict[str, dict[str, Any]] = {
    "sea state 5, bow quartering": {"sea_state": 5},
    "Hs 3.25 m, 12.5 s, bow quartering": {"hs": 3.25, "tp": 12.5},
}
ON_BOW: dict[str, Any] = {"wave_heading": QUARTER, "wind_over_deck": 25.0 * KNOT, "ship_speed": 10.0 * KNOT}


def follow() -> list[Row]:
    """With and without following the deck: sea state 5 on the bow, and long waves."""
    rows = []
    for ship in SHIPS:
        for name, sea in LONG_SEAS.items():
            for air, turbulence in (("", "marine"), (", still air", "none")):
                for on in (True, False):
                    words = ON_BOW | sea | {"compensation": on, "turbulence": turbulence}
                    words |= {} if turbulence == "marine" else {"airwake": False}
                    how = "following" if on else "ignoring"
                    rows.append(Row(f"{name}{air}, {how} the deck", words, ship))
    return rows


def quiet() -> list[Row]:
    """With and without waiting for a quiet deck: sea state 5 on the bow, and long waves."""
    seas: dict[str, dict[str, Any]] = LONG_SEAS | {
        "Hs 3.25 m, 13 s, bow quartering": {"hs": 3.25, "tp": 13.0}
    }
    return [
        Row(f"{name}, {how}", ON_BOW | sea | {"approach": word}, ship)
        for ship in SHIPS for name, sea in seas.items()
        for how, word in (("waits for quiet", "quiet"), ("does not wait", "at-once"))
    ]  # fmt: skip


def rivals() -> list[Row]:
    """Rivals on Izumo, and the TB3 on a wet deck."""
    words = STATE_4 | MEAN | {"tp": 8.8}
    rows = [Row("sea state 4, mean, 8.8 s", words, "izumo", name)
            for name in ("anka-s", "mojave", "mq-9b-stol", "bayraktar-tb2")]  # fmt: skip
    return [*rows, Row("sea state 4, mean, 8.8 s, wet deck", words | {"surface": "wet"})]


def faults() -> list[Row]:
    """What fails on final, in the go-around, after touchdown."""
    sea = STATE_4 | MEAN | {"tp": 8.8}
    cases: dict[str, dict[str, Any]] = {
        "engine loses half its power at 10 s": {"engine_stops": 10.0, "engine_left": 0.5},
        "link lost at 20 s": {"link_lost": 20.0},
        "elevator jams at 20 s": {"surfaces_jam": 20.0, "jammed": "elevator"},
        "left brake fails": {"left_brake": 0.0},
        "left tyre burst": {"left_tyre_bursts": 0.0},
        "air data freeze at 10 s": {"air_data_freezes": 10.0},
        "ship turns 3 deg/s from 10 s": {"turn_rate": math.radians(3.0), "turn_starts": 10.0},
    }
    return [Row(f"sea state 4, {name}", sea | words) for name, words in cases.items()]
