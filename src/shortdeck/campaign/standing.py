"""How far a campaign is, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 60.0  # s over which the rate is taken: the first parts compile, seas change from part to part


@dataclass(frozen=True)
class Standing:
    """Flights done and in all, flights a second of late, and outcomes of the finished parts."""

    done: int
    total: int
    rate: float | None
    outcomes: Counter[str]

    @property
    def left(self) -> float | None:
        """Seconds to the end at that rate."""
        return (self.total - self.done) / self.rate if self.rate else None


Watch = Callable[[Standing], None]


@dataclass
class Pace:
    """Counts over the last ``WINDOW`` seconds, from the first flight of this run on."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def standing(self, done: int, total: int, outcomes: Counter[str]) -> Standing:
        """Take a count. The rate is known from the second count on."""
        now = time.monotonic()
        if len(self._seen) == 1 and done <= self._seen[0][1]:
            self._seen.clear()  # nothing flown yet: compiling, or preparing
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        since, before = self._seen[0]
        rate = (done - before) / (now - since) if done > before and now > since else None
        return Standing(done, total, rate, outcomes)
