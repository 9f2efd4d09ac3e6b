"""Launches in sea state 4 at the least wind over deck of a calm sea and below it; the abort line.

The least wind is that of ``shortdeck assess``: every criterion of the aircraft's file met in a calm.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

import shortdeck as sd
from at_sea.kept import Kept, moments, outcomes_of, share
from at_sea.row import HEAD, KNOT, SHIPS, TB3, Row
from shortdeck.flight.conditions import Conditions
from shortdeck.verdict.launching import SETTLING, least_wind

MASS = 1450.0
DEEP = 2.0  # m below deck level: the second limit on settling
LESS = (0.0, 2.0, 4.0)  # kn less wind than the least
TITLE = "Launches at the least wind over deck, and below it"
STEP = 5.0  # m between stations at which launches are given up


@lru_cache(maxsize=8)
def least_wind_of(ship: str) -> float:
    """Least wind over deck of a calm sea, m/s."""
    wind = least_wind(sd.aircraft(TB3), sd.ship(ship), Conditions(mass=MASS)).wind
    if wind is None:
        raise RuntimeError(f"{TB3} does not launch from {ship} at {MASS} kg in any wind")
    return float(wind)


@lru_cache(maxsize=8)
def stop_from(ship: str, surface: str = "dry") -> float:
    """Station of the main wheels from which a launch still stops by the law's stopping distance, m."""
    flights = sd.fly_table(
        "launch", TB3, ship,
        {"mass": [MASS], "wind_over_deck": [least_wind_of(ship)], "ship_speed": [12.0 * KNOT],
         "surface": [surface]},
    )  # fmt: skip
    flight, law = flights.flight(0), flights.flown.setup(0).law
    h = flight.history
    rolling = h.time.values < min(flight.figures.t_airborne, flight.figures.t_bow)
    x, t = h.main_x.values[rolling], h.time.values[rolling]
    v = np.gradient(x, t)
    stop = x + v * (law.reaction + 0.5 * v / law.braking)
    return float(x[stop <= law.stop_station][-1])


def _words(ship: str, less: float) -> dict[str, Any]:
    return {
        "mass": MASS, "sea_state": 4, "wave_heading": HEAD, "ship_speed": 12.0 * KNOT,
        "wind_over_deck": least_wind_of(ship) - less * KNOT,
    }  # fmt: skip


class Launches:
    """Launches in sea state 4 in one wind, released one way."""

    def __init__(self, ship: str, less: float, release: str) -> None:
        self.less, self.release = less, release
        name = "the least wind" if less == 0.0 else f"{less:g} kn less"
        words = _words(ship, less) | {"release": release}
        self.row = Row(f"launch at {MASS:g} kg, sea state 4, {name}, {release}", words, ship, task="launch")

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def told(self) -> dict[str, Any]:
        return self.row.told | {"deep": DEEP}

    def flown(self, count: int) -> dict[str, Any]:
        """Outcomes, how low they came, how many of them below each limit."""
        table = self.row.fly(count).table()
        past = table["bow_speed"] > 0.0
        lowest = table["lowest_after_bow"][past]
        out = outcomes_of(table) | {
            "below": int((lowest < -SETTLING).sum()),
            "deep": int((lowest < -DEEP).sum()),
        }
        if past.any():
            out["lowest"] = moments(lowest)
            worst = int(np.flatnonzero(past)[lowest.argmin()])
            out["replay"] = self.row.command(int(table["case"][worst]))
        return out


class AbortLine:
    """Launches given up at stations about the line from which the law's stopping distance ends on deck."""

    def __init__(self, ship: str, surface: str) -> None:
        self.ship, self.surface = ship, surface

    @property
    def key(self) -> str:
        return f"abort line, {self.ship}, {self.surface}"

    @property
    def told(self) -> dict[str, Any]:
        return self.row(0.0).told | {"step": STEP}

    def row(self, station: float) -> Row:
        words = _words(self.ship, 0.0) | {"surface": self.surface, "abort_at": station}
        return Row(f"given up at {station:.0f} m", words, self.ship, task="launch")

    def flown(self, count: int) -> dict[str, Any]:
        """From the planned line forwards until launches overrun, and back until none does."""
        planned = stop_from(self.ship, self.surface)
        found: dict[int, dict[str, Any]] = {}

        def stops(k: int) -> bool:
            if k not in found:
                found[k] = outcomes_of(self.row(planned + k * STEP).fly(count).table())
            return set(found[k]["outcomes"]) <= {"aborted"}

        last = 0
        while stops(last) and last < 12:
            last += 1
        while not stops(last) and last > -12:
            last -= 1
        beyond = found.get(last + 1, found[last])
        return {"planned": planned, "last": planned + last * STEP, "beyond": beyond["outcomes"]}


def items() -> list[Launches | AbortLine]:
    """Both ships, at the least wind and below it, both ways of release; abort lines dry and wet."""
    rows = [
        Launches(ship, less, release) for ship in SHIPS for less in LESS for release in ("at-once", "timed")
    ]
    return [*rows, *(AbortLine(ship, surface) for ship in SHIPS for surface in ("dry", "wet"))]


def show(kept: Kept) -> list[str]:
    """The tables of the docs."""
    out = [
        f"### {TITLE}", "",
        f"{MASS:g} kg, sea state 4 in head seas, ship speed 12 kn; the least wind over deck of "
        f"`shortdeck assess` (every criterion met in a calm sea) and less. Settled: main wheels more than "
        f"{SETTLING:g} m below deck level after the bow (the limit of `assess`: an unloaded wheel hangs that "
        f"much lower), and more than {DEEP:g} m.", "",
        f"| ship, wind over deck | released | launched | given up | settled over {SETTLING:g} m, 95 % "
        f"| over {DEEP:g} m, 95 % | left sideways, 95 % | other mishaps | lowest, m |",
        "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    again = []
    for item in items():
        of = kept.get(item.key)
        if not of or isinstance(item, AbortLine):
            continue
        n, outcomes = of["flights"], of["outcomes"]
        side = outcomes.get("left the deck sideways", 0)
        others = of["kinds"].get("mishap", 0) - side
        low = "{:.2f} ± {:.2f}, least {:.2f}".format(*of["lowest"][:3]) if "lowest" in of else ""
        wind = of["words"]["wind_over_deck"] / KNOT
        out.append(
            f"| {item.row.ship}, {wind:.1f} kn | {item.release} | {outcomes.get('launched', 0)} "
            f"| {outcomes.get('aborted', 0)} | {share(of['below'], n)} | {share(of['deep'], n)} "
            f"| {share(side, n)} | {others} | {low} |"
        )
        if "replay" in of:
            again.append(f"- {item.row.ship}, {wind:.1f} kn, {item.release}, the lowest: `{of['replay']}`")
    out += [
        "", "Abort line: the last station of the main wheels at which a launch that closes its throttle and "
        "brakes still stops on the deck, by the law's own stopping distance, and as flown in sea state 4 "
        f"(stations every {STEP:g} m from the planned one; every flight of the last one stopped).", "",
        "| ship, deck | planned, m | flown, m | a step beyond |", "|---|---|---|---|",
    ]  # fmt: skip
    for item in items():
        of = kept.get(item.key)
        if of and isinstance(item, AbortLine):
            beyond = ", ".join(f"{name} {count}" for name, count in of["beyond"].items())
            out.append(f"| {item.ship}, {item.surface} | {of['planned']:.0f} | {of['last']:.0f} | {beyond} |")
    return [*out, "", *again, ""]
