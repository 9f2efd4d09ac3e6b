"""How a sea is spread over direction.

Directions are those that waves come *from*, in rad from north, positive towards east, as winds and measured
spectra are given. A ship meets them at her wave heading: 180 deg head seas, 90 deg from starboard, 0
following; ``wave_heading`` and ``wave_direction`` turn one into the other.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.errors import InputError

Floats = NDArray[np.float64]
_NARROW = 7.0  # standard deviations beyond which a narrow spreading is nothing: exp(-24)


def wrap(angle: ArrayLike) -> Floats:
    """The same angle from -pi up to pi, rad."""
    return np.asarray((np.asarray(angle, dtype=float) + math.pi) % (2.0 * math.pi) - math.pi)


def wave_heading(direction: ArrayLike, *, ship_heading: float) -> Floats:
    """Wave heading (rad, 0 to 2 pi) of waves from ``direction`` for a ship that heads ``ship_heading``.

    180 deg are head seas, 90 deg waves from starboard, 0 following seas.
    """
    return np.asarray((math.pi - (np.asarray(direction, dtype=float) - ship_heading)) % (2.0 * math.pi))


def wave_direction(heading: ArrayLike, *, ship_heading: float) -> Floats:
    """Direction (rad, 0 to 2 pi) from which waves come that meet the ship at that wave ``heading``."""
    return wave_heading(heading, ship_heading=ship_heading)  # pi + ship - x undoes itself


class DirectionNodes(NamedTuple):
    """Directions that stand for a spreading, and the share of the variance of each (their sum is 1)."""

    direction: Floats
    share: Floats


@dataclass(frozen=True, kw_only=True)
class Spreading(ABC):
    """A spreading about the ``mean`` direction (rad, from where the waves come)."""

    mean: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.mean):
            raise InputError(f"mean direction of the waves: expected an angle in rad, got {self.mean}")

    @abstractmethod
    def density(self, direction: ArrayLike) -> Floats:
        """D(direction), 1/rad; its integral over all directions is 1."""

    @abstractmethod
    def nodes(self, count: int) -> DirectionNodes:
        """``count`` directions for sums over direction."""

    def rotated(self, angle: float) -> Self:
        """The same spreading about a mean direction turned by ``angle`` (rad, positive towards east)."""
        return replace(self, mean=self.mean + angle)


@dataclass(frozen=True, kw_only=True)
class LongCrested(Spreading):
    """All waves from one direction, as in a towing tank."""

    def density(self, direction: ArrayLike) -> Floats:
        """A long-crested sea has no density over direction. Raises InputError."""
        raise InputError("a long-crested sea has no density over direction; sum over its nodes instead")

    def nodes(self, count: int) -> DirectionNodes:
        """The mean direction, whatever ``count``."""
        return DirectionNodes(np.array([self.mean]), np.ones(1))


class _Smooth(Spreading):
    """A spreading with a density."""

    @abstractmethod
    def _half_width(self) -> float:
        """Angle from the mean (rad) beyond which there is nothing."""

    def nodes(self, count: int) -> DirectionNodes:
        """``count`` equally spaced directions; for so smooth a density the midpoint rule is nearly exact."""
        if count < 2:
            raise InputError(f"directions: a spread sea needs at least 2, got {count}")
        half = self._half_width()
        direction = self.mean + half * (2.0 * (np.arange(count) + 0.5) / count - 1.0)
        density = self.density(direction)
        return DirectionNodes(direction, density / density.sum())


@dataclass(frozen=True, kw_only=True)
class CosinePower(_Smooth):
    """cos^n of the angle from the mean direction, within 90 deg of it (St. Denis and Pierson 1953: n = 2).

    D = Gamma(n/2 + 1) / (sqrt(pi) Gamma(n/2 + 1/2)) cos^n. n = 2 is usual for wind seas in naval work (ITTC),
    6 and more for swell. ``exponent`` from 1 to 500.
    """

    exponent: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1.0 <= self.exponent <= 500.0:
            raise InputError(f"exponent of the cos^n spreading: from 1 to 500, got {self.exponent:g}")

    def density(self, direction: ArrayLike) -> Floats:
        """D(direction), 1/rad."""
        n = self.exponent
        off = wrap(np.asarray(direction, dtype=float) - self.mean)
        peak = math.exp(math.lgamma(0.5 * n + 1.0) - math.lgamma(0.5 * n + 0.5)) / math.sqrt(math.pi)
        return np.asarray(
            peak * np.where(np.abs(off) < 0.5 * math.pi, np.maximum(np.cos(off), 0.0) ** n, 0.0)
        )

    def _half_width(self) -> float:
        return min(0.5 * math.pi, _NARROW / math.sqrt(self.exponent))


@dataclass(frozen=True, kw_only=True)
class CosineHalf(_Smooth):
    """cos^2s of half the angle from the mean direction (Longuet-Higgins, Cartwright and Smith 1963).

    D = 2^(2s-1) Gamma(s + 1)^2 / (pi Gamma(2s + 1)) cos^2s(angle/2). ``s`` about 10 for wind seas, 25 to 75
    for swell (Goda); from 0.5 to 1000.
    """

    s: float = 10.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0.5 <= self.s <= 1000.0:
            raise InputError(f"s of the cos^2s spreading: from 0.5 to 1000, got {self.s:g}")

    def density(self, direction: ArrayLike) -> Floats:
        """D(direction), 1/rad."""
        s = self.s
        off = wrap(np.asarray(direction, dtype=float) - self.mean)
        peak = (2.0 * s - 1.0) * math.log(2.0) + 2.0 * math.lgamma(s + 1.0) - math.lgamma(2.0 * s + 1.0)
        return np.asarray(math.exp(peak) / math.pi * np.maximum(np.cos(0.5 * off), 0.0) ** (2.0 * s))

    def _half_width(self) -> float:
        return min(math.pi, _NARROW * math.sqrt(2.0 / self.s))
