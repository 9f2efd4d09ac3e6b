"""The space of a flight's random inputs as independent standard normal numbers, and functions on it.

A ``Margin`` g takes points u of shape (n, d) and returns n values; a flight fails where g(u) <= 0, and g says
how close it came. Every point has a number of its own, the case of its random stream, so that an estimate
depends neither on how calls are cut into batches nor on what else is estimated beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from shortdeck.errors import InputError
from shortdeck.numerics.jit import driver
from shortdeck.numerics.random import normals

Numbers = NDArray[np.float64]
Margin = Callable[[Numbers], Numbers]
T = TypeVar("T")
# A method that hands out points, is sent their values, and returns its result.
Asking = Generator[Numbers, Numbers, T]

MOST_DIMENSIONS = 100_000
_LARGEST_SEED = 2**53
_RUNS = 4096  # runs of one estimate, each with a range of cases of its own
_CASES_PER_RUN = 2**53 // _RUNS


@driver
def _fill(seed: float, first: float, purpose: float, out: Numbers) -> None:
    for row in range(out.shape[0]):
        for pair in range(out.shape[1] // 2):
            out[row, 2 * pair], out[row, 2 * pair + 1] = normals(seed, first + row, purpose, float(pair))


def check_space(dimension: int, seed: int) -> None:
    """Refuse a space or a seed that no stream has."""
    if not 1 <= dimension <= MOST_DIMENSIONS or dimension != int(dimension):
        raise InputError(f"dimension {dimension}: a whole number from 1 to {MOST_DIMENSIONS} is needed")
    if isinstance(seed, bool) or not 0 <= seed < _LARGEST_SEED or seed != int(seed):
        raise InputError(f"seed {seed}: a whole number from 0 to {_LARGEST_SEED - 1} is needed")


def points(seed: int, first: int, count: int, dimension: int, purpose: int) -> Numbers:
    """Standard normal points of the cases ``first``, ``first`` + 1, ..., shape (count, dimension)."""
    out = np.empty((count, dimension + dimension % 2))  # numbers come in pairs
    _fill(float(seed), float(first), float(purpose), out)
    return np.ascontiguousarray(out[:, :dimension])


def first_case(run: int) -> int:
    """The first case of a run: each has 2^41 cases of its own."""
    if not 0 <= run < _RUNS:
        raise InputError(f"run {run}: one estimate has at most {_RUNS} runs")
    return run * _CASES_PER_RUN


class BudgetSpentError(Exception):
    """More calls would be needed than are allowed."""


class StoppedError(BudgetSpentError):
    """Somebody stopped the work: what was found until then counts."""


class Counted:
    """A margin that counts its calls, keeps to a budget, cuts batches and checks what comes back."""

    def __init__(self, g: Margin, *, dimension: int, budget: int | None = None, batch: int = 8192) -> None:
        if batch < 1:
            raise InputError(f"batch {batch}: one or more points at a time are needed")
        self.g, self.dimension, self.batch = g, dimension, batch
        self.budget = budget
        self.calls = 0
        self.kept: list[Numbers] | None = None  # values of all points, while somebody wants them

    @property
    def left(self) -> float:
        """Calls that the budget still allows."""
        return float("inf") if self.budget is None else self.budget - self.calls

    def __call__(self, u: Numbers) -> Numbers:
        if u.shape[0] > self.left:
            raise BudgetSpentError
        self.calls += u.shape[0]
        parts = [self._values(u[k : k + self.batch]) for k in range(0, u.shape[0], self.batch)]
        values = np.concatenate(parts) if parts else np.empty(0)
        if self.kept is not None:
            self.kept.append(values)
        return values

    def _values(self, u: Numbers) -> Numbers:
        values = np.asarray(self.g(u), dtype=float)
        if values.shape != (u.shape[0],):
            raise InputError(
                f"the margin returned shape {values.shape} for points of shape {u.shape}; "
                f"one value per point, shape ({u.shape[0]},), is needed"
            )
        if np.isnan(values).any():
            row = int(np.flatnonzero(np.isnan(values))[0])
            raise InputError(
                f"the margin is not a number at a point of norm {np.linalg.norm(u[row]):.3g}; "
                "return a value <= 0 where a flight failed and a positive one where it did not"
            )
        return values


def together(g: Counted, asking: Sequence[Asking[T]]) -> list[T]:
    """Let several methods ask at the same time, so that their points share calls; results in order."""
    results: dict[int, T] = {}
    waiting: dict[int, Numbers] = {}

    def send(k: int, values: Numbers | None) -> None:
        try:
            waiting[k] = next(asking[k]) if values is None else asking[k].send(values)
        except StopIteration as end:
            results[k] = end.value

    for k in range(len(asking)):
        send(k, None)
    while waiting:
        asked, waiting = waiting, {}
        values = g(np.concatenate(list(asked.values())))
        start = 0
        for k, u in asked.items():
            send(k, values[start : start + u.shape[0]])
            start += u.shape[0]
    return [results[k] for k in range(len(asking))]
