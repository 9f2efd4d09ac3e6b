"""One aircraft of the deck cycle, and what the random numbers of one of its sorties are for."""

from __future__ import annotations

from math import inf

import simpy

from shortdeck.fleet.draws import SortieDraws
from shortdeck.fleet.resource import Resource
from shortdeck.fleet.tally import Span

# Slots of a sortie's random numbers: what each is for. Attempts take further ones from the last on.
(
    REFUEL, SPREAD, PREFLIGHT, START, CLEAR, POST_FLIGHT, FOLD, REPAIR, INSPECTION, HOOK_UP, TOW_BELOW_UP,
    TOW_ABOVE_UP, RIDE_UP, HOOK_DOWN, TOW_BELOW_DOWN, TOW_ABOVE_DOWN, RIDE_DOWN, FAULT, LIFE, FOUL,
    REPAIR_EARLY, HOOK_EARLY, TOW_BELOW_EARLY, TOW_ABOVE_EARLY, RIDE_EARLY, FOLD_EARLY, EMPTY_RIDE,
) = range(27)  # fmt: skip
LAUNCHES = 28
"""First slot of launch attempts: each takes three (outcome, line-up, interval) of twelve."""
RECOVERIES = 64
"""First slot of recovery attempts: each takes four (outcome, touched down, approach, pattern)."""
LAUNCH_ATTEMPTS = 12


class Aircraft:
    """One aircraft: where it is, what it has, what it waits for."""

    __slots__ = (
        "arrives", "below", "called", "draws", "flown", "for_order", "fuel", "hours", "inspected", "leaves",
        "life", "log", "order", "phase", "recall", "since", "sortie", "state", "tail", "wants",
    )  # fmt: skip

    def __init__(self, tail: int, below: bool) -> None:
        self.tail = tail
        self.below = below
        self.state = "idle"
        self.phase = "preparing"  # as the policy counts it
        self.since = 0
        self.hours: dict[str, int] = {}  # ms in each state
        self.log: list[Span] | None = None
        self.fuel = 0  # g
        self.sortie = 0
        self.flown = 0  # ms of flight since the last repair
        self.inspected = 0  # ms of flight since the last inspection
        self.life = inf  # ms of flight between the last repair and the next failure
        self.wants: Resource | None = None
        self.for_order = False
        self.order: simpy.Event | None = None
        self.recall: simpy.Event | None = None
        self.called = False  # home, by the policy
        self.arrives = self.leaves = 0
        self.draws: SortieDraws
