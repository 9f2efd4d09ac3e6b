"""How a column of a study varies: over a grid, a list or a distribution.

Values may be texts with a unit or numbers in SI; ``in_si`` leaves SI alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator
from scipy.special import ndtr, ndtri

from shortdeck.catalog.quantity import Record

Value = StrictBool | StrictInt | StrictFloat | StrictStr
Values = Annotated[tuple[Value, ...], Field(min_length=1)]
ToSI = Callable[[Value], Value]
GRIDS, LISTS = ("grid",), ("list",)
DISTRIBUTIONS = ("uniform", "normal", "triangular", "choice")
WAYS = (*GRIDS, *LISTS, *DISTRIBUTIONS)


class Span(Record):
    """Evenly spaced values, both ends among them."""

    first: Value
    last: Value
    count: int = Field(ge=2, le=100_000)


class Normal(Record):
    """A normal distribution, cut off at ``least`` and ``most`` where they are given."""

    mean: Value
    deviation: Value = Field(description="standard deviation, above zero")
    least: Value | None = None
    most: Value | None = None


class Variation(Record):
    """One of: ``grid``, ``list``, ``uniform``, ``normal``, ``triangular``, ``choice``.

    Grids are combined with each other; lists go side by side, line by line, and are combined with the grids;
    a distribution is drawn anew for each flight.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [way]} for way in WAYS]})

    grid: Values | Span | None = Field(default=None, description="values, or first, last and count")
    list: Values | None = Field(default=None, description="values beside those of the study's other lists")
    uniform: tuple[Value, Value] | None = Field(default=None, description="least and greatest")
    normal: Normal | None = None
    triangular: tuple[Value, Value, Value] | None = Field(default=None, description="least, mode, greatest")
    choice: Values | None = Field(default=None, description="values drawn as likely as their weights")
    weights: tuple[float, ...] | None = Field(default=None, description="of the choice; default: all alike")

    @model_validator(mode="after")
    def _one_way(self) -> Variation:
        given = [way for way in WAYS if getattr(self, way) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one of {', '.join(WAYS)} is needed, {len(given)} are given")
        if self.weights is not None:
            if self.choice is None:
                raise ValueError("weights belong to a choice")
            if len(self.weights) != len(self.choice):
                raise ValueError(f"{len(self.choice)} values to choose from, but {len(self.weights)} weights")
            if min(self.weights) < 0.0 or not 0.0 < sum(self.weights) < float("inf"):
                raise ValueError("weights are not negative and have a sum above zero")
        return self

    @property
    def way(self) -> str:
        """Which of ``WAYS`` it is."""
        return next(way for way in WAYS if getattr(self, way) is not None)

    def in_si(self, to_si: ToSI) -> Variation:
        """The same with every value in SI, a span spelt out. Raises ValueError for what makes no sense."""
        given = getattr(self, self.way)
        if isinstance(given, Span):
            first, last = _number(to_si(given.first)), _number(to_si(given.last))
            return Variation(grid=tuple(float(x) for x in np.linspace(first, last, given.count)))
        if isinstance(given, Normal):
            return Variation(normal=_normal_in_si(given, to_si))
        values = tuple(map(to_si, given))
        if self.way in ("uniform", "triangular"):
            ends = [_number(value) for value in values]
            if sorted(ends) != ends or ends[0] == ends[-1]:
                raise ValueError(f"{self.way}: values in rising order are needed, got {list(given)}")
            values = tuple(ends)
        return self.model_copy(update={self.way: values})

    def points(self) -> tuple[Value, ...]:
        """Values of a grid or list that is in SI."""
        found = self.grid if self.grid is not None else self.list
        assert isinstance(found, tuple)
        return found

    def quantile(self, u: NDArray[np.float64]) -> NDArray[Any]:
        """Values of a distribution in SI at probabilities ``u`` in (0, 1)."""
        if self.choice is not None:
            weights = np.ones(len(self.choice)) if self.weights is None else np.array(self.weights)
            steps = np.cumsum(weights / weights.sum())
            values = np.array(self.choice)
            return np.asarray(values[np.minimum(np.searchsorted(steps, u), len(values) - 1)])
        if self.uniform is not None:
            low, high = map(_number, self.uniform)
            return np.asarray(low + (high - low) * u)
        if self.triangular is not None:
            low, mode, high = map(_number, self.triangular)
            share = (mode - low) / (high - low)
            rising = low + np.sqrt(u * (high - low) * (mode - low))
            falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
            return np.asarray(np.where(u < share, rising, falling))
        assert self.normal is not None
        return _normal_quantile(self.normal, u)


def _number(value: Value) -> float:
    if isinstance(value, (str, bool)):
        raise ValueError(f"a number is needed, got {value!r}")
    return float(value)


def _normal_in_si(given: Normal, to_si: ToSI) -> Normal:
    mean, deviation = _number(to_si(given.mean)), _number(to_si(given.deviation))
    ends = [None if end is None else _number(to_si(end)) for end in (given.least, given.most)]
    if deviation <= 0.0:
        raise ValueError(f"normal: a deviation above zero is needed, got {given.deviation!r}")
    low, high = (-np.inf if ends[0] is None else ends[0]), (np.inf if ends[1] is None else ends[1])
    if not ndtr((high - mean) / deviation) - ndtr((low - mean) / deviation) > 1e-12:
        raise ValueError("normal: between least and most there is next to nothing of the distribution")
    return Normal(mean=mean, deviation=deviation, least=ends[0], most=ends[1])


def _normal_quantile(normal: Normal, u: NDArray[np.float64]) -> NDArray[np.float64]:
    mean, deviation = _number(normal.mean), _number(normal.deviation)
    low = 0.0 if normal.least is None else float(ndtr((_number(normal.least) - mean) / deviation))
    high = 1.0 if normal.most is None else float(ndtr((_number(normal.most) - mean) / deviation))
    x = mean + deviation * ndtri(low + (high - low) * u)
    least = -np.inf if normal.least is None else _number(normal.least)
    most = np.inf if normal.most is None else _number(normal.most)
    return np.asarray(np.clip(x, least, most))
