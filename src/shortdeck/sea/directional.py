"""Directional wave spectra S(omega, direction): parametric with a spreading, or on a grid from measurements.

Omega is wave frequency (rad/s), never encounter frequency; direction is where the waves come from (rad, from
north, positive towards east). The integral over both is the variance m0.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.errors import InputError
from shortdeck.sea.spectra import Spectrum, TabulatedSpectrum
from shortdeck.sea.spreading import Spreading

Floats = NDArray[np.float64]

FREQUENCIES = 200
DIRECTIONS = 36
ENERGY_SHARE = 0.5
"""Share of the frequency cells that follow the variance; the rest are of equal ratio, for the tails."""
_LOW, _HIGH = 1e-6, 1e-4  # shares of the variance in the first cell and in the last, which is open


class Quadrature(NamedTuple):
    """A rule for integrals over a directional spectrum.

    The integral of f(omega, direction) S is the sum of ``variance`` times f at the nodes. ``omega`` has n
    values (rad/s), ``direction`` m (rad), ``variance`` n x m (m2), which sum to m0 to rounding, as do its
    products with omega to m1.
    """

    omega: Floats
    direction: Floats
    variance: Floats


def frequency_edges(spectrum: Spectrum, count: int) -> Floats:
    """Edges (rad/s, from 0 to infinity) of ``count`` cells that together hold all of the variance.

    Half of them follow the variance, half are of equal ratio between the frequencies that leave 1e-6 of the
    variance below and 1e-4 above, so that neither the peak nor a resonance in the tail falls between cells.
    Raises InputError for fewer than 10.
    """
    if count < 10:
        raise InputError(f"frequencies: at least 10 are needed to stand for a spectrum, got {count}")
    low, high = spectrum.quantile(np.array([_LOW, 1.0 - _HIGH]))
    grid = np.geomspace(low, high, 10001)
    held = spectrum.partial_moment(0, grid)
    energy = (held - held[0]) / (held[-1] - held[0])
    mixed = ENERGY_SHARE * energy + (1.0 - ENERGY_SHARE) * np.linspace(0.0, 1.0, grid.size)
    inner = np.interp(np.linspace(0.0, 1.0, count - 1), mixed, grid)
    return np.concatenate(([0.0], inner, [math.inf]))


class DirectionalSpectrum(ABC):
    """How the variance of the sea's elevation is spread over wave frequency and direction."""

    if TYPE_CHECKING:  # a field of one kind, computed by the other

        @property
        @abstractmethod
        def spectrum(self) -> Spectrum: ...

    @abstractmethod
    def density(self, omega: ArrayLike, direction: ArrayLike) -> Floats:
        """S(omega, direction), m2 s/rad; the arguments are broadcast against each other."""

    @abstractmethod
    def rotated(self, angle: float) -> Self:
        """The same sea from directions turned by ``angle`` (rad, positive towards east)."""

    @abstractmethod
    def _shares(self, edges: Floats, directions: int) -> tuple[Floats, Floats]:
        """Directions, and the variance of each frequency cell from each of them."""

    def quadrature(self, *, frequencies: int = FREQUENCIES, directions: int = DIRECTIONS) -> Quadrature:
        """Nodes and variances for sums over the spectrum; each frequency is its cell's centroid.

        ``directions`` is ignored by a long-crested sea, which has one.
        """
        spectrum = self.spectrum
        edges = frequency_edges(spectrum, frequencies)
        held = np.diff(spectrum.partial_moment(0, edges))
        first = np.diff(spectrum.partial_moment(1, edges))
        direction, variance = self._shares(edges, directions)
        full = held > 0.0
        return Quadrature(first[full] / held[full], direction, variance[full])

    @property
    def hs(self) -> float:
        """Significant wave height, m."""
        return self.spectrum.hs

    @property
    def tp(self) -> float:
        """Peak period of the spectrum over frequency, s."""
        return self.spectrum.tp

    @cached_property
    def _first_harmonic(self) -> complex:
        """Mean of exp(i direction) over the variance."""
        rule = self.quadrature()
        weights = rule.variance.sum(axis=0)
        return complex(np.sum(weights * np.exp(1j * rule.direction)) / weights.sum())

    @property
    def mean_direction(self) -> float:
        """Direction from which the waves come in the mean over the variance, rad, -pi to pi."""
        return float(np.angle(self._first_harmonic))

    @property
    def directional_spread(self) -> float:
        """Circular standard deviation sqrt(2 (1 - |mean exp(i direction)|)), rad (Kuik et al. 1988)."""
        return math.sqrt(max(2.0 * (1.0 - abs(self._first_harmonic)), 0.0))


@dataclass(frozen=True)
class SpreadSea(DirectionalSpectrum):
    """A spectrum over frequency with one spreading for all frequencies: S(omega) D(direction)."""

    spectrum: Spectrum
    spreading: Spreading

    def density(self, omega: ArrayLike, direction: ArrayLike) -> Floats:
        """S(omega, direction), m2 s/rad. Raises InputError for a long-crested sea, which has none."""
        return np.asarray(self.spectrum.density(omega) * self.spreading.density(direction))

    def rotated(self, angle: float) -> Self:
        """The same sea from directions turned by ``angle`` (rad, positive towards east)."""
        return replace(self, spreading=self.spreading.rotated(angle))

    def _shares(self, edges: Floats, directions: int) -> tuple[Floats, Floats]:
        direction, share = self.spreading.nodes(directions)
        return direction, np.diff(self.spectrum.partial_moment(0, edges))[:, np.newaxis] * share


@dataclass(frozen=True, eq=False)
class GriddedSea(DirectionalSpectrum):
    """A directional spectrum on a grid: ``values`` (m2 s/rad) over ``omega`` (rad/s) x ``direction`` (rad).

    Linear between the grid's points, periodic over direction. Directions are where waves come from, rising
    and equally spaced over the whole circle. Raises InputError on gaps, missing or negative values, uneven
    directions, and a sea above the breaking limit.
    """

    omega: Floats
    direction: Floats
    values: Floats

    def __post_init__(self) -> None:
        omega, direction, values = (
            np.array(given, dtype=float) for given in (self.omega, self.direction, self.values)
        )
        if values.shape != (omega.size, direction.size) or direction.size < 4:
            raise InputError(
                f"a gridded sea needs densities over frequency x direction with at least 4 directions, got "
                f"{omega.size} frequencies, {direction.size} directions and values of shape {values.shape}"
            )
        step = 2.0 * math.pi / direction.size
        if not np.allclose(np.diff(direction), step, atol=1e-3 * step):
            raise InputError("directions of a gridded sea must rise in equal steps over the whole circle")
        if not np.all(np.isfinite(values)):
            row, column = np.argwhere(~np.isfinite(values))[0]
            raise InputError(
                f"the spectrum has no value at {omega[row] / (2.0 * math.pi):.4g} Hz from "
                f"{math.degrees(direction[column]):.4g} deg: choose a time or place without gaps"
            )
        if np.any(values < 0.0):
            raise InputError("the densities of a spectrum must not be negative")
        for name, array in (("omega", omega), ("direction", direction), ("values", values)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        _ = self.spectrum  # checks the frequencies and the breaking limit

    @cached_property
    def spectrum(self) -> Spectrum:
        """The spectrum over frequency: the sum over directions."""
        return TabulatedSpectrum(self.omega, self.values.sum(axis=1) * self._step)

    @property
    def _step(self) -> float:
        return 2.0 * math.pi / self.direction.size

    def density(self, omega: ArrayLike, direction: ArrayLike) -> Floats:
        """S(omega, direction), m2 s/rad; zero outside the grid's frequencies."""
        given, direction = np.broadcast_arrays(np.asarray(omega, float), np.asarray(direction, float))
        row = np.clip(np.searchsorted(self.omega, given, side="right") - 1, 0, self.omega.size - 2)
        up = (given - self.omega[row]) / (self.omega[row + 1] - self.omega[row])
        place = ((direction - self.direction[0]) / self._step) % self.direction.size
        column = np.floor(place).astype(int) % self.direction.size
        after = (column + 1) % self.direction.size
        side = place - np.floor(place)
        lower = self.values[row, column] * (1.0 - side) + self.values[row, after] * side
        upper = self.values[row + 1, column] * (1.0 - side) + self.values[row + 1, after] * side
        inside = (given >= self.omega[0]) & (given <= self.omega[-1])
        return np.asarray(np.where(inside, lower * (1.0 - up) + upper * up, 0.0))

    def rotated(self, angle: float) -> Self:
        """The same sea from directions turned by ``angle`` (rad, positive towards east)."""
        return replace(self, direction=self.direction + angle)

    def _shares(self, edges: Floats, directions: int) -> tuple[Floats, Floats]:
        # A whole number of nodes for each step keeps the sum over direction exact.
        finer = max(1, math.ceil(directions / self.direction.size))
        direction = self.direction[0] + self._step / finer * np.arange(finer * self.direction.size)
        columns = self.density(self.omega[:, np.newaxis], direction) * (self._step / finer)
        return direction, _cell_integrals(self.omega, columns, edges)


def _cell_integrals(omega: Floats, columns: Floats, edges: Floats) -> Floats:
    """Integrals between the edges of the functions in the columns, linear between the frequencies."""
    cells = np.diff(omega)[:, np.newaxis] * 0.5 * (columns[1:] + columns[:-1])
    whole = np.vstack((np.zeros(columns.shape[1]), np.cumsum(cells, axis=0)))
    cut = np.clip(edges, omega[0], omega[-1])
    cell = np.clip(np.searchsorted(omega, cut, side="right") - 1, 0, omega.size - 2)
    part = cut - omega[cell]
    up = (part / (omega[cell + 1] - omega[cell]))[:, np.newaxis]
    at = columns[cell] * (1.0 - up) + columns[cell + 1] * up
    return np.asarray(np.diff(whole[cell] + 0.5 * part[:, np.newaxis] * (columns[cell] + at), axis=0))
