"""One peak of a wave spectrum: the shape from which every parametric spectrum here is built.

With x = omega / omega_p, the density is proportional to x^-p exp(-(p/4) x^-4) gamma^r, where
r = exp(-(x - 1)^2 / (2 sigma^2)), sigma = 0.07 below the peak and 0.09 above it. p = 5 and gamma = 1 give
Bretschneider, p = 5 and gamma > 1 JONSWAP, p = 4 the peaks of Torsethaugen, p = 4 lambda + 1 those of Ochi
and Hubble. Without the enhancement gamma every moment is an incomplete gamma function; with it, a smooth
integral around the peak is added. Nothing is normalised by an approximate formula: m0 is Hs^2/16 to rounding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import exp1, gamma, gammaincc

Floats = NDArray[np.float64]

SIGMA_BELOW = 0.07  # Hasselmann et al. 1973 (JONSWAP), width of the enhancement below and above the peak
SIGMA_ABOVE = 0.09
_FROM, _TO = 0.4, 1.8  # beyond these x the enhancement differs from 1 by less than 1e-15
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)


def upper_gamma(q: float, x: Floats) -> Floats:
    """Upper incomplete gamma function, integral of t^(q-1) e^-t from x, for q > -2 and x >= 0.

    Infinite at x = 0 where q <= 0.
    """
    if q > 0.0:
        return np.asarray(gamma(q) * gammaincc(q, x))
    with np.errstate(divide="ignore"):
        if q == 0.0:
            return np.asarray(exp1(x))
        power = np.where(x > 0.0, np.power(x, q), math.inf)
        return np.asarray((upper_gamma(q + 1.0, x) - power * np.exp(-x)) / q)


@dataclass(frozen=True, kw_only=True)
class Peak:
    """A peak of significant height ``hs`` (m) at period ``tp`` (s).

    ``decay`` is the exponent p of the high-frequency tail omega^-p, ``gamma`` the enhancement (1: none).
    """

    hs: float
    tp: float
    decay: float
    gamma: float = 1.0

    @property
    def omega(self) -> float:
        """Peak frequency, rad/s."""
        return 2.0 * math.pi / self.tp

    def density(self, omega: ArrayLike) -> Floats:
        """S(omega), m2 s, one-sided over rad/s; zero at and below omega = 0."""
        x = np.asarray(omega, dtype=float) / self.omega
        safe = np.where(x > 0.0, x, 1.0)
        shape = self._plain(safe) * self._enhancement(safe)
        return np.asarray(np.where(x > 0.0, shape, 0.0) * (self.hs**2 / 16.0 / self.omega / self._area))

    def moment(self, order: float, cutoff: ArrayLike = math.inf) -> Floats:
        """Integral of omega^order S(omega) from 0 to ``cutoff`` (rad/s), m2 (rad/s)^order.

        Infinite where the tail makes it so: without a cut-off, from order p - 1 on.
        """
        x = np.asarray(cutoff, dtype=float) / self.omega
        scale = self.hs**2 / 16.0 / self._area * self.omega**order
        return np.asarray(scale * (self._plain_integral(order, x) + self._extra(order, x)))

    @cached_property
    def _area(self) -> float:
        everything = np.asarray(math.inf)
        return float(self._plain_integral(0.0, everything) + self._extra(0.0, everything))

    def _plain(self, x: Floats) -> Floats:
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.exp(-0.25 * self.decay * x**-4.0) * x**-self.decay)

    def _enhancement(self, x: Floats) -> Floats:
        sigma = np.where(x <= 1.0, SIGMA_BELOW, SIGMA_ABOVE)
        return np.asarray(self.gamma ** np.exp(-0.5 * ((x - 1.0) / sigma) ** 2))

    def _plain_integral(self, order: float, x: Floats) -> Floats:
        """Integral from 0 to x without the enhancement, with u = (p/4) x^-4 as variable."""
        b = 0.25 * self.decay
        q = 0.25 * (self.decay - order - 1.0)
        with np.errstate(divide="ignore"):
            u = np.where(x > 0.0, b * np.where(x > 0.0, x, 1.0) ** -4.0, math.inf)
        value = 0.25 * b**-q * upper_gamma(q, np.minimum(u, 700.0))
        return np.asarray(np.where(u < 700.0, value, 0.0))

    def _extra(self, order: float, x: Floats) -> Floats:
        """What the enhancement adds to the integral from 0 to x."""
        if self.gamma == 1.0:
            return np.zeros_like(x)
        total = np.zeros_like(x)
        for start, end in ((_FROM, 1.0), (1.0, _TO)):
            half = 0.5 * (np.clip(x, start, end) - start)[..., np.newaxis]
            at = start + half * (_NODES + 1.0)
            values = at**order * self._plain(at) * (self._enhancement(at) - 1.0)
            total = total + np.sum(half * _WEIGHTS * values, axis=-1)
        return total
