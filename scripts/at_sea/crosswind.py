"""Crosswind limits with the reason that binds: ahead component fixed, the cross component grows.

The limit is the highest whole knot up to which at most one flight in a hundred fails to land (or to launch):
mishaps, wave-offs and go-arounds (or aborts) together. Risk need not grow with the crosswind (an island's
wake lies on the runway line in some winds only), so a grid is flown first, and the first point that fails
counts. A second limit counts mishaps alone. What binds is read off the flights just above the limit: their
outcomes and reasons, and of some of them the last seconds before it came to that: which control was at its
stop, whether the tyres slid, how close a wing tip came.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, Literal, NamedTuple

import numpy as np

from at_sea.kept import Kept, in_words, outcomes_of
from at_sea.row import HEAD, KNOT, MEAN, SHIPS, Row
from shortdeck.autopilot.phases import ABORT, GO_AROUND
from shortdeck.campaign.flights import Flights
from shortdeck.errors import InputError

RISK = 1e-2
GRID = (0, 2, 5, 10, 15, 20, 25, 30, 35, 40)  # kn of crosswind
MOST = GRID[-1]
FIRST = 200  # flights after which a point that is clearly beyond the limit is left
CLEARLY = 0.08
LOOKED = 5  # failed flights whose last seconds are looked at
BEFORE = 3.0  # s
AHEAD = {"launch dry": 25.0, "launch wet": 25.0, "recovery dry": 25.0, "recovery wet": 30.0}  # kn
USUAL = 19.0  # kn of true wind ahead in sea state 4
SHIP = 17.0  # kn of ship speed in a calm
SEAS: dict[str, dict[str, Any]] = {"calm sea": {}, "sea state 4": {"wave_heading": HEAD, "tp": 8.8} | MEAN}
TITLE = "Crosswind limits, and what binds"
Counted = Literal["failure", "mishap"]


class Why(NamedTuple):
    """What a failed flight did in its last seconds before it came to that."""

    stops: tuple[str, ...]  # controls at their stops
    slid: bool  # the tyres used all their friction
    lifted: bool  # one main wheel carried nothing on the deck
    tip: float  # least clearance of a wing tip, m
    deck_side_speed: float  # m/s


class Crosswind:
    """One ship, deck and sea, the wind growing from one side."""

    def __init__(self, task: str, ship: str, surface: str, sea: str, side: str) -> None:
        self.task, self.ship, self.surface, self.sea, self.side = task, ship, surface, sea, side

    @property
    def key(self) -> str:
        return f"crosswind, {self.task}, {self.ship}: {self.surface} deck, {self.sea}, from {self.side}"

    @property
    def told(self) -> dict[str, Any]:
        return self.row(0).told | {"risk": RISK, "grid": list(GRID)}

    def row(self, knots: int) -> Row:
        """Flights in so much crosswind."""
        ahead = AHEAD[f"{self.task} {self.surface}"]
        sign = 1.0 if self.side == "starboard" else -1.0
        words = SEAS[self.sea] | {
            "ship_speed": (ahead - USUAL if SEAS[self.sea] else SHIP) * KNOT,
            "wind_over_deck": math.hypot(ahead, knots) * KNOT, "surface": self.surface,
            "wind_angle": sign * math.atan2(knots, ahead),
        }  # fmt: skip
        words |= {"mass": 1450.0} if self.task == "launch" else {}
        return Row(f"{knots} kn", words, self.ship, task=self.task)

    def flown(self, count: int) -> dict[str, Any]:
        """Points on a grid, limits between them by bisection, and what binds just above the first."""
        points: dict[int, dict[str, Any]] = {}
        for knots in GRID:
            points[knots] = self._point(knots, count)
            if points[knots]["mishap"] > CLEARLY * points[knots]["flights"]:
                break
        out: dict[str, Any] = {"limit": self._limit(points, count, "failure")}
        out["mishap_limit"] = self._limit(points, count, "mishap")
        out["again"] = [k for k in GRID if k > out["limit"] and k in points and within(points[k], "failure")]
        out["points"] = {f"{k:02d}": v for k, v in sorted(points.items())}
        if out["limit"] < MOST:
            out["binding"] = self._binding(out["limit"] + 1, points[out["limit"] + 1])
        return out

    def _limit(self, points: dict[int, dict[str, Any]], count: int, what: Counted) -> int:
        """Highest whole knot up to which the risk is kept at all points of the grid; -1 where none is."""
        high = next((k for k in GRID if k in points and not within(points[k], what)), MOST + 1)
        low = max((k for k in GRID if k < high), default=-1)
        while high <= MOST and high - low > 1:
            middle = (low + high) // 2
            points[middle] = points.get(middle) or self._point(middle, count)
            low, high = (middle, high) if within(points[middle], what) else (low, middle)
        return low

    def _point(self, knots: int, count: int) -> dict[str, Any]:
        """Flights in so much crosswind; few where it is clearly too much."""
        row = self.row(knots)
        for flights in (min(FIRST, count), count):
            try:
                table = row.fly(flights).table()
            except InputError as error:
                return {"flights": 1, "failure": 1, "mishap": 0, "outcomes": {str(error): 1}, "reasons": {}}
            found = outcomes_of(table)
            kinds = found["kinds"]
            failed = flights - kinds.get("success", 0)
            if kinds.get("mishap", 0) > CLEARLY * flights:
                break
        del found["mishaps"], found["kinds"]
        return {"flights": flights, "failure": failed, "mishap": kinds.get("mishap", 0)} | found

    def _binding(self, knots: int, point: dict[str, Any]) -> dict[str, Any]:
        """What the first failed flights there did, and what flies one of them again."""
        row = self.row(knots)
        flights = row.fly(point["flights"])
        failed = np.flatnonzero(flights.table()["kind"] != "success")[:LOOKED].tolist()
        seen = [why(flights, k) for k in failed]
        return {
            "looked": len(seen),
            "stops": dict(sorted(Counter(name for s in seen for name in s.stops).items())),
            "slid": sum(s.slid for s in seen), "lifted": sum(s.lifted for s in seen),
            "tip": round(min((s.tip for s in seen), default=99.0), 2),
            "deck_side_speed": round(max((s.deck_side_speed for s in seen), default=0.0), 2),
            "replay": row.command(failed[0]) if failed else "",
        }  # fmt: skip


def within(point: dict[str, Any], what: Counted) -> bool:
    """Whether a point keeps the risk, as counted."""
    return bool(point[what] <= RISK * point["flights"])


def why(flights: Flights, row: int) -> Why:
    """The last seconds of a failed flight before it was waved off, given up, or came to harm."""
    flight = flights.flight(row)
    h, g = flight.history, flights.flown.setup(row).controls
    time, phase = h.time.values, h.phase.values
    given_up = time[np.isin(phase, (GO_AROUND, ABORT))]
    end = min(flight.outcome.time, given_up[0] if len(given_up) else 1e9)
    last = (time >= end - BEFORE) & (time <= end)
    pitch = np.where(h.elevator.values < 0.0, g.elevator_up, g.elevator_down)
    up = np.abs(h.elevator.values) / pitch
    rudder = np.abs(h.rudder.values) / g.rudder
    used = {"rudder": rudder, "aileron": np.abs(h.aileron.values) / g.aileron, "elevator": up}
    if g.v_tail > 0.5:
        used["tail surface"] = up + np.abs(h.rudder.values) / g.elevator_up
    loads = h.left_load.values + h.right_load.values
    on_deck = last & (loads > 0.0)
    light = np.minimum(h.left_load.values, h.right_load.values) <= 0.0
    return Why(
        tuple(name for name, share in used.items() if (share[last] > 0.98).sum() > 5),
        bool((h.friction_use.values[on_deck] > 0.99).sum() > 5),
        bool((on_deck & light & (loads > 500.0)).sum() > 5),
        float(h.tip_clearance.values[last].min(initial=99.0)),
        float(np.abs(h.deck_side_speed.values[last]).max(initial=0.0)),
    )


def items() -> list[Crosswind]:
    """Both ships, tasks, decks and seas, wind from either side."""
    return [
        Crosswind(task, ship, surface, sea, side)
        for task in ("recovery", "launch") for ship in SHIPS for surface in ("dry", "wet") for sea in SEAS
        for side in ("port", "starboard")
    ]  # fmt: skip


def _limit_text(limit: int) -> str:
    if limit < 0:
        return "none: too often without crosswind"
    return f"over {MOST} kn" if limit >= MOST else f"{limit} kn"


def _bound(of: dict[str, Any]) -> str:
    """What binds, in words."""
    if "binding" not in of:
        return ""
    point = of["points"][f"{of['limit'] + 1:02d}"]
    bad = {k: v for k, v in point["outcomes"].items() if k not in ("stopped", "launched")}
    n = point["flights"]
    said = f"{of['limit'] + 1} kn: {in_words(bad, n, most=2)}"
    if point["reasons"]:
        said += f" ({in_words(point['reasons'], n, most=2)})"
    b = of["binding"]
    k = b["looked"]
    seen = [f"{name} at its stop {count} of {k}" for name, count in b["stops"].items()]
    seen += [f"tyres slide {b['slid']} of {k}"] if b["slid"] else []
    seen += [f"one main wheel light {b['lifted']} of {k}"] if b["lifted"] else []
    seen += [f"tip clearance down to {b['tip']:.1f} m"] if b["tip"] < 1.0 else []
    seen += [f"deck sideways {b['deck_side_speed']:.1f} m/s"] if b["deck_side_speed"] > 0.3 else []
    if of["again"] and of["again"][-1] > of["limit"] + 2:
        seen.append(f"kept again at {', '.join(map(str, of['again']))} kn")
    return said + ("; " + ", ".join(seen) if seen else "; no control at its stop")


def _flights(kept: Kept) -> str:
    """How many flights were flown at a point, or at least and at most."""
    counts = sorted({kept[item.key]["flights"] for item in items() if item.key in kept})
    return " to ".join(str(n) for n in dict.fromkeys((counts[0], counts[-1]))) if counts else "0"


def show(kept: Kept) -> list[str]:
    """The table of the docs, and what flies its failures again."""
    out = [
        f"### {TITLE}", "",
        "25 kn of wind over deck ahead (30 kn for landings on a wet deck), a growing cross component; "
        "landings at 1250 kg, launches at 1450 kg; ship speed 17 kn in the calm, in sea state 4 (mean, "
        "8.8 s, head seas) such that 19 kn of true wind make the rest. Limit: the highest whole knot up to "
        "which at most one flight in a hundred is no landing (launch), or, in the next column, a mishap; "
        f"as counted, {_flights(kept)} flights at a point.", "",
        "| task, ship | deck, sea | from | no landing, launch | mishap | what binds, a knot above |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    again = []
    for item in items():
        of = kept.get(item.key)
        if not of:
            continue
        task = "landing" if item.task == "recovery" else "launch"
        out.append(
            f"| {task}, {item.ship} | {item.surface}, {item.sea} | {item.side} | {_limit_text(of['limit'])} "
            f"| {_limit_text(of['mishap_limit'])} | {_bound(of)} |"
        )
        replay = of.get("binding", {}).get("replay")
        if replay:
            again.append(f"- {item.key.removeprefix('crosswind, ')}: `{replay}`")
    return [*out, "", *again, ""]
