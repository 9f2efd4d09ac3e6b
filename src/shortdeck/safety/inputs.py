"""Random inputs of flights with their own distributions, as standard normal numbers and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shortdeck.errors import InputError
from shortdeck.safety.normal_space import Margin, Numbers


class Distribution(Protocol):
    """A frozen distribution of ``scipy.stats``."""

    def ppf(self, q: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Value below which the share q lies."""
        ...

    def isf(self, q: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Value above which the share q lies."""
        ...


@dataclass(frozen=True)
class Inputs:
    """Independent inputs by name: the first column of a point is the first of them, and so on.

    Values are SI and radians. What depends on each other is given through what does not: a crosswind and a
    headwind by the speed and the angle of which they are parts.
    """

    distributions: Mapping[str, Distribution]

    def __post_init__(self) -> None:
        if not self.distributions:
            raise InputError("no inputs: one or more distributions are needed")

    @property
    def dimension(self) -> int:
        """How many standard normal numbers make one flight."""
        return len(self.distributions)

    def columns(self, u: Numbers) -> dict[str, Numbers]:
        """Values by name for points of shape (n, dimension): F^-1(Phi(u)), exact in both tails."""
        if u.ndim != 2 or u.shape[1] != self.dimension:
            raise InputError(f"points of shape {u.shape}: (n, {self.dimension}) is needed")
        out: dict[str, Numbers] = {}
        for k, (name, of) in enumerate(self.distributions.items()):
            tail = special.ndtr(-abs(u[:, k]))
            values = np.where(u[:, k] > 0.0, of.isf(tail), of.ppf(tail))
            if not np.isfinite(values).all():
                raise InputError(f"{name}: its distribution gives values that are not finite")
            out[name] = np.asarray(values, dtype=float)
        return out

    def margin(self, of: Callable[[dict[str, Numbers]], Numbers]) -> Margin:
        """Margin on points from one on columns of values, such as a table of cases that is flown."""
        return lambda u: of(self.columns(u))
