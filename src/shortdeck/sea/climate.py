"""Wave climates: how often which seas occur, from the annual tables of an ocean or from a scatter diagram.

A climate is a joint distribution of significant wave height, peak period and, where known, direction. Whoever
reports a result over it says so: a sea state then stands for a draw, not for one fixed sea.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import root
from scipy.special import ndtr, ndtri

from shortdeck.errors import InputError
from shortdeck.numerics.random import CLIMATE, draw_uniform
from shortdeck.sea.breaking import largest_height, shortest_period
from shortdeck.sea.states import SeaState, number_of, state_of, table, usual_wind

Floats = NDArray[np.float64]


class SeaDraw(NamedTuple):
    """A sea drawn from a climate."""

    hs: float  # m
    tp: float  # s
    direction: float | None  # rad from north, from where the waves come; None where the climate has none
    sea_state: int  # NATO number of hs; 9 is above 8
    wind_speed: float  # m/s, the wind that usually goes with hs, at 19.5 m above the sea


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Seas of heights, peak periods and directions between two values each, and their share of the year.

    Heights in m, periods in s, directions in rad (from where the waves come; ``direction[1]`` is the greater,
    and may exceed 2 pi; None: no direction is known). ``label`` is how messages call it.
    """

    hs: tuple[float, float]
    tp: tuple[float, float]
    direction: tuple[float, float] | None
    probability: float
    label: str


class Climate(ABC):
    """A joint distribution of seas over the year."""

    name: str

    @property
    @abstractmethod
    def probabilities(self) -> Floats:
        """Share of the year of each class of seas; their sum is 1."""

    @property
    @abstractmethod
    def heights(self) -> Floats:
        """Least and greatest significant height (m) of each class, n x 2."""

    @abstractmethod
    def _within(self, which: int, shares: Floats) -> tuple[float, float, float | None]:
        """Height, period and direction at three shares (0 to 1) of a class."""

    def draw(self, *, seed: int, case: int) -> SeaDraw:
        """The sea of one case, from the case's own stream."""
        shares = draw_uniform(seed, case, CLIMATE, 4)
        cumulative = np.cumsum(self.probabilities)
        which = int(np.searchsorted(cumulative, shares[0] * cumulative[-1], side="right"))
        hs, tp, direction = self._within(min(which, cumulative.size - 1), shares[1:])
        return SeaDraw(hs, tp, direction, number_of(hs), usual_wind(hs))

    def middle(self, which: int) -> tuple[float, float, float | None]:
        """Height, period and direction in the middle of a class."""
        return self._within(which, np.full(3, 0.5))

    def exceedance(self, hs: ArrayLike) -> Floats:
        """Share of the year with a significant height above ``hs`` (m); uniform within each class."""
        low, high = self.heights.T
        above = np.clip((high - np.asarray(hs, dtype=float)[..., np.newaxis]) / (high - low), 0.0, 1.0)
        return np.asarray(above @ self.probabilities)


@dataclass(frozen=True)
class TwoPieceNormal:
    """A normal distribution with one standard deviation below its mode and another above it."""

    mode: float
    below: float
    above: float

    @classmethod
    def through(cls, *, low: float, mode: float, high: float) -> TwoPieceNormal:
        """The one with that mode whose 5th and 95th percentiles are ``low`` and ``high``."""
        if high - low < 1e-9 * mode:
            return cls(mode, 0.0, 0.0)

        def error(logs: Floats) -> Floats:
            made = cls(mode, *np.exp(logs))
            return np.array([made.cdf(low) - 0.05, made.cdf(high) - 0.95])

        start = np.log(np.maximum([mode - low, high - mode], 0.2 * (high - low)) / 1.645)
        found = root(error, start, method="hybr", tol=1e-12)
        if not np.abs(error(found.x)).max() < 1e-7:
            raise InputError(
                f"no distribution of periods has its 5th percentile at {low:g} s, its mode at {mode:g} s and "
                f"its 95th percentile at {high:g} s"
            )
        return cls(mode, *(float(sigma) for sigma in np.exp(found.x)))

    def cdf(self, x: float) -> float:
        """Probability of a value below ``x``."""
        if self.below == 0.0:
            return float(x >= self.mode)
        share = self.below / (self.below + self.above)
        if x < self.mode:
            return float(2.0 * share * ndtr((x - self.mode) / self.below))
        return float(1.0 - 2.0 * (1.0 - share) * ndtr(-(x - self.mode) / self.above))

    def quantile(self, probability: float) -> float:
        """The value below which that probability lies."""
        if self.below == 0.0:
            return self.mode
        share = self.below / (self.below + self.above)
        if probability < share:
            return float(self.mode + self.below * ndtri(probability / (2.0 * share)))
        return float(self.mode - self.above * ndtri((1.0 - probability) / (2.0 * (1.0 - share))))


@dataclass(frozen=True)
class TableClimate(Climate):
    """The annual table of an ocean: a class for each sea state.

    Within a sea state the height is uniform over its band (so that its mean is the table's) and the modal
    period independent of it: a two-piece normal with the table's mode and 5th and 95th percentiles, cut off
    where the drawn height would break.
    """

    name: str
    states: tuple[SeaState, ...]

    @cached_property
    def probabilities(self) -> Floats:
        """Share of the year of each sea state; the table's percentages, which round, scaled to the sum 1."""
        shares = np.array([state.probability for state in self.states], dtype=float)
        return np.asarray(shares / shares.sum())

    @cached_property
    def heights(self) -> Floats:
        """Least and greatest significant height (m) of each sea state."""
        return np.array([state.hs_range for state in self.states])

    @cached_property
    def periods(self) -> tuple[TwoPieceNormal, ...]:
        """Distribution of the modal period in each sea state."""
        return tuple(
            TwoPieceNormal.through(low=state.tp_range[0], mode=state.tp, high=state.tp_range[1])
            for state in self.states
        )

    def _within(self, which: int, shares: Floats) -> tuple[float, float, float | None]:
        low, high = self.states[which].hs_range
        hs = low + float(shares[0]) * (high - low)
        periods = self.periods[which]
        shortest = shortest_period(hs)
        steep = periods.cdf(shortest)
        return hs, max(periods.quantile(steep + float(shares[1]) * (1.0 - steep)), shortest), None


@dataclass(frozen=True)
class ScatterClimate(Climate):
    """A scatter diagram: cells of height, peak period and direction, uniform within each.

    Seas above the breaking limit are left out of a cell that reaches beyond it. Raises InputError where a
    cell lies wholly beyond it.
    """

    name: str
    cells: tuple[Cell, ...]
    observations: float | None = None  # behind the shares, where known

    def __post_init__(self) -> None:
        if not self.cells:
            raise InputError(f"{self.name}: a scatter diagram needs at least one cell with occurrences")
        for cell in self.cells:
            if cell.hs[0] >= largest_height(cell.tp[1]):
                raise InputError(
                    f"{self.name}: {cell.label} has seas steeper than the sea can be: Hs from "
                    f"{cell.hs[0]:g} m at a peak period of at most {cell.tp[1]:.3g} s, where waves break "
                    f"above {largest_height(cell.tp[1]):.3g} m"
                )

    @cached_property
    def probabilities(self) -> Floats:
        """Share of the year of each cell."""
        shares = np.array([cell.probability for cell in self.cells])
        return np.asarray(shares / shares.sum())

    @cached_property
    def heights(self) -> Floats:
        """Least and greatest significant height (m) of each cell, without what would break."""
        return np.array([(cell.hs[0], min(cell.hs[1], largest_height(cell.tp[1]))) for cell in self.cells])

    def _within(self, which: int, shares: Floats) -> tuple[float, float, float | None]:
        cell = self.cells[which]
        low, high = self.heights[which]
        hs = float(low + shares[0] * (high - low))
        shortest = max(cell.tp[0], shortest_period(hs))
        tp = shortest + float(shares[1]) * max(cell.tp[1] - shortest, 0.0)
        if cell.direction is None:
            return hs, tp, None
        start, end = cell.direction
        return hs, tp, float((start + shares[2] * (end - start)) % (2.0 * math.pi))


def ocean_climate(ocean: str) -> TableClimate:
    """The annual climate of 'north-atlantic' or 'north-pacific'. Raises InputError where none is known."""
    model = table()
    states = tuple(state_of(row, ocean, number=row.numbers[-1], model=model) for row in model.states)
    if any(state.probability is None for state in states):
        raise InputError(
            f"no annual table of sea states is known for {ocean!r}, only its periods; give a scatter "
            f"diagram of your own, or use {' or '.join(model.states[0].oceans)}"
        )
    return TableClimate(ocean, states)
