"""Crosswind limits with the reason that binds: ahead component fixed, the cross component grows.

The limit is the highest whole knot at which at most one flight in a hundred fails to land (or to launch):
mishaps, wave-offs and go-arounds (or aborts) together. A second limit counts mishaps alone. What binds is
read off the flights just above the limit: their outcomes and reasons, and of some of them the last seconds
before it came to that: which control was at its stop, whether the tyres slid, how close a wing tip came.
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
MOST = 40  # kn of crosswind that is looked at
FIRST = 200  # flights after which a point that is clearly beyond the limit is left
CLEARLY = 0.08
LOOKED = 5  # failed flights whose last seconds are looked at
BEFORE = 3.0  # s
AHEAD = {"launch": 25.0, "recovery": 30.0}  # kn
SEAS: dict[str, dict[str, Any]] = {
    "calm sea": {"ship_speed": 17.0 * KNOT},
    "sea state 4": {"ship_speed": 6.0 * KNOT, "wave_heading": HEAD, "tp": 8.8} | MEAN,
}
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
        return self.row(0).told | {"risk": RISK, "most": MOST}

    def row(self, knots: int) -> Row:
        """Flights in so much crosswind."""
        ahead, sign = AHEAD[self.task], 1.0 if self.side == "starboard" else -1.0
        words = SEAS[self.sea] | {
            "wind_over_deck": math.hypot(ahead, knots) * KNOT, "surface": self.surface,
            "wind_angle": sign * math.atan2(knots, ahead),
        }  # fmt: skip
        words |= {"mass": 1450.0} if self.task == "launch" else {}
        return Row(f"{knots} kn", words, self.ship, task=self.task)

    def flown(self, count: int) -> dict[str, Any]:
        """Limits by bisection, and what binds just above the first."""
        points: dict[int, dict[str, Any]] = {}
        limit = self._limit(points, count, "failure")
        mishap = self._limit(points, count, "mishap")
        out: dict[str, Any] = {"limit": limit, "mishap_limit": mishap}
        out["points"] = {f"{k:02d}": v for k, v in sorted(points.items())}
        if limit < MOST:
            out["binding"] = self._binding(limit + 1, count, points[limit + 1])
        return out

    def _limit(self, points: dict[int, dict[str, Any]], count: int, what: Counted) -> int:
        """Highest whole knot within the risk; -1 where none is."""
        low, high = -1, MOST + 1
        while high - low > 1:
            middle = 0 if low < 0 and high > MOST else (low + high) // 2
            if middle not in points:
                points[middle] = self._point(middle, count)
            found = points[middle]
            if found[what] > RISK * found["flights"]:
                high = middle
            else:
                low = middle
        return min(low, MOST)

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

    def _binding(self, knots: int, count: int, point: dict[str, Any]) -> dict[str, Any]:
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
    return said + ("; before it: " + ", ".join(seen) if seen else "; no control at its stop before it")


def show(kept: Kept) -> list[str]:
    """The table of the docs, and what flies its failures again."""
    out = [
        f"### {TITLE}", "",
        "Wind over deck of {recovery:.0f} kn ahead for landings at 1250 kg, {launch:.0f} kn for launches at "
        "1450 kg, a cross component that grows; ship speed 17 kn in the calm, 6 kn in sea state 4 (mean, "
        "8.8 s, head seas). Limit: the highest whole knot at which at most one flight in a hundred is no "
        "landing (launch), or, in the next column, a mishap. As counted, {n} flights at a point.".format(
            **AHEAD, n=max((kept[i.key]["flights"] for i in items() if i.key in kept), default=0)
        ), "",
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
