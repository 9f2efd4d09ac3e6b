"""What aircraft queue for: a resource of some units, with its books kept to the millisecond.

Built on SimPy events instead of ``simpy.PriorityResource``, which keeps no books, cannot change its
capacity at a change of shift, and does not say who holds it (needed to name a deadlock). Time is a whole
number of milliseconds, so that every balance is exact. Two books are kept in two ways that must agree
(Little's law): the length of the queue integrated over time, and the waits of those who queued, added up.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import simpy

HOUR = 3_600_000
"""Milliseconds in an hour."""
UNLIMITED = 1_000_000
"""Units of a resource that never makes anybody wait."""


class Resource:
    """``capacity`` units, granted by priority (lower first), then in order of asking."""

    __slots__ = (
        "_last", "_order", "_queue", "area_busy", "area_capacity", "area_queue", "asked", "capacity", "env",
        "held", "holders", "longest", "name", "shifts", "waited", "waits",
    )  # fmt: skip

    def __init__(self, env: simpy.Environment, name: str, capacity: int) -> None:
        self.env = env
        self.name = name
        self.capacity = capacity
        self.holders: dict[Any, int] = {}  # who holds a unit, since when
        self.shifts = False  # whether its capacity changes with time
        self._queue: list[tuple[int, int, Any, simpy.Event, int]] = []
        self._order = 0
        self._last = self.now
        self.area_queue = self.area_busy = self.area_capacity = 0  # unit-milliseconds
        self.asked = self.waits = 0  # requests, and those that had to wait
        self.waited = self.held = self.longest = 0  # ms: waiting and holding added up; longest wait

    @property
    def now(self) -> int:
        """Time since the start, ms."""
        return int(self.env.now)

    @property
    def queue(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def free(self) -> int:
        """Units that nobody holds; negative right after a shift with fewer."""
        return self.capacity - len(self.holders)

    def _advance(self) -> None:
        now = self.now
        passed = now - self._last
        if passed:
            self.area_queue += passed * len(self._queue)
            self.area_busy += passed * len(self.holders)
            self.area_capacity += passed * self.capacity
            self._last = now

    def take(self, who: Any) -> bool:
        """Take a unit if one is free and nobody waits for it."""
        if self._queue or self.free <= 0:
            return False
        self._advance()
        self.asked += 1
        self.holders[who] = self.now
        return True

    def wait(self, who: Any, priority: int) -> simpy.Event:
        """Queue for a unit; the event happens when it is granted."""
        self._advance()
        self.asked += 1
        self.waits += 1
        event = simpy.Event(self.env)
        heappush(self._queue, (priority, self._order, who, event, self.now))
        self._order += 1
        return event

    def release(self, who: Any) -> None:
        """Give a unit back."""
        self._advance()
        self.held += self.now - self.holders.pop(who)
        self._grant()

    def pass_on(self, who: Any, to: object) -> None:
        """Somebody else holds the unit from now on."""
        self.holders[to] = self.holders.pop(who)

    def resize(self, capacity: int) -> None:
        """Change the number of units; those who hold one keep it until they are done."""
        self._advance()
        self.capacity = capacity
        self._grant()

    def _grant(self) -> None:
        while self._queue and self.free > 0:
            _, _, who, event, since = heappop(self._queue)
            wait = self.now - since
            self.waited += wait
            self.longest = max(self.longest, wait)
            self.holders[who] = self.now
            event.succeed()

    def close(self) -> None:
        """End of the run: who still waits or holds is counted up to now."""
        self._advance()
        self.waited += sum(self.now - entry[4] for entry in self._queue)
        self.held += sum(self.now - since for since in self.holders.values())
