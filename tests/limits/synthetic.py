"""Flights whose chances are known: a surface of risk over direction and speed in place of flights."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi

import numpy as np

from shortdeck.limits.record import Ended, What

WHAT = (
    What("stopped", "success", ""),
    What("waved off", "safe abort", ""),
    What("overrun", "mishap", "lost"),
)
GOOD, STOPPED, LOST = range(3)
MOST = 60_000


def draws(seed: int, count: int, *, common: bool) -> np.ndarray:
    """Uniform numbers (point, case): the same at all points, or of each its own."""
    rng = np.random.default_rng(seed)
    return np.broadcast_to(rng.random(MOST), (count, MOST)) if common else rng.random((count, MOST))


class Surface:
    """Flights with given chances of a mishap and of a safe abort at each point."""

    def __init__(self, mishap, abort=None, *, seed: int = 0, common: bool = True) -> None:
        self.mishap = np.asarray(mishap, float).ravel()
        self.abort = np.zeros_like(self.mishap) if abort is None else np.asarray(abort, float).ravel()
        self.u = draws(seed, len(self.mishap), common=common)
        self.flown = 0

    def __call__(self, points, cases) -> Ended:
        self.flown += len(points)
        u, m = self.u[points, cases], self.mishap[points]
        code = np.where(u < m, LOST, np.where(u < m + self.abort[points], STOPPED, GOOD))
        return Ended(code.astype(np.int64), WHAT)


@dataclass(frozen=True)
class Bowl:
    """Risk that rises towards too little and too much wind; both sides depend on the direction.

    The log odds of a mishap pass those of ``risk`` at ``low(angle)`` and ``high(angle)`` exactly.
    """

    angles: np.ndarray
    speeds: np.ndarray
    risk: float = 0.01
    slope: float = 1.5  # m/s in which the odds change by a factor e
    tight: float = 0.0  # m/s by which the good winds are fewer on all sides

    @classmethod
    def around(cls, directions: int = 12, speeds: int = 10, **words: float) -> Bowl:
        angles = np.array([2.0 * pi * k / directions for k in range(directions)])
        return cls(angles, np.linspace(2.5, 25.0, speeds), **words)

    def low(self, angle: np.ndarray) -> np.ndarray:
        return 10.0 - 4.0 * np.cos(angle) + self.tight

    def high(self, angle: np.ndarray) -> np.ndarray:
        return 17.0 + 4.3 * np.cos(angle) - self.tight

    def odds(self, angle: np.ndarray, speed: np.ndarray) -> np.ndarray:
        """Log odds of a mishap."""
        goal = log(self.risk / (1.0 - self.risk))
        outside = np.maximum(self.low(angle) - speed, speed - self.high(angle))
        return goal + outside / self.slope

    def mishap(self) -> np.ndarray:
        angle, speed = np.meshgrid(self.angles, self.speeds, indexing="ij")
        return 1.0 / (1.0 + np.exp(-self.odds(angle, speed)))

    def lines(self) -> list[np.ndarray]:
        shape = (len(self.angles), len(self.speeds))
        return list(np.arange(shape[0] * shape[1]).reshape(shape))
