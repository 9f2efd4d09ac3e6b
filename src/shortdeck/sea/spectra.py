"""Wave spectra over frequency: Bretschneider, JONSWAP, Ochi-Hubble, Torsethaugen, and tabulated ones.

S(omega) is one-sided over circular wave frequency in rad/s and has the unit m2 s; its integral is the
variance m0 of the sea's elevation, and Hs = 4 sqrt(m0) throughout.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.errors import InputError
from shortdeck.sea.breaking import GRAVITY, check_breaking, check_breaking_by_energy
from shortdeck.sea.peak import Peak

Floats = NDArray[np.float64]
SpectrumName = Literal["bretschneider", "jonswap", "ochi-hubble", "torsethaugen"]

_GRID = 4001  # points of the table on which quantiles and peaks are sought


class Spectrum(ABC):
    """How the variance of the sea's elevation is spread over wave frequency.

    Every spectrum has ``hs``, its significant wave height 4 sqrt(m0) in m, and ``tp``, its peak period in s.
    """

    if TYPE_CHECKING:  # fields of some spectra, computed by others: a property here would hide the fields

        @property
        @abstractmethod
        def hs(self) -> float: ...

        @property
        @abstractmethod
        def tp(self) -> float: ...

    @abstractmethod
    def density(self, omega: ArrayLike) -> Floats:
        """S(omega), m2 s."""

    @abstractmethod
    def partial_moment(self, order: float, cutoff: ArrayLike) -> Floats:
        """Integral of omega^order S(omega) from 0 to each ``cutoff`` (rad/s; may be infinite)."""

    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Frequencies (rad/s) outside of which there is less than 1e-8 of the variance."""

    def moment(self, order: float, *, cutoff: float | None = None) -> float:
        """Spectral moment of that order, m2 (rad/s)^order.

        The fourth and higher moments hang on where the tail is cut off, so that they need ``cutoff`` (rad/s).
        Raises InputError without it, or where the moment is infinite.
        """
        if order >= 4 and cutoff is None:
            raise InputError(
                f"moment m{order:g} of a wave spectrum depends on where its tail is cut off: give a cut-off"
            )
        value = float(self.partial_moment(order, math.inf if cutoff is None else cutoff))
        if not math.isfinite(value):
            raise InputError(f"moment m{order:g} of this spectrum is infinite: give a cut-off frequency")
        return value

    @property
    def tm01(self) -> float:
        """Mean period 2 pi m0/m1, s."""
        return 2.0 * math.pi * self.moment(0) / self.moment(1)

    @property
    def tm02(self) -> float:
        """Mean zero-crossing period 2 pi sqrt(m0/m2), s."""
        return 2.0 * math.pi * math.sqrt(self.moment(0) / self.moment(2))

    @property
    def tm_10(self) -> float:
        """Energy period 2 pi m-1/m0, s."""
        return 2.0 * math.pi * self.moment(-1) / self.moment(0)

    def peak_period(self) -> float:
        """Period (s) at which the density is greatest."""
        grid = self._table[0]
        at = int(np.argmax(self.density(grid)))
        near = np.linspace(grid[max(at - 1, 0)], grid[min(at + 1, grid.size - 1)], 2001)  # to about 1e-6
        return 2.0 * math.pi / float(near[np.argmax(self.density(near))])

    def quantile(self, share: ArrayLike) -> Floats:
        """Frequency (rad/s) below which that share of the variance lies."""
        grid, cumulative = self._table
        return np.asarray(np.interp(np.asarray(share, dtype=float) * cumulative[-1], cumulative, grid))

    @cached_property
    def concentration(self) -> float:
        """Integral of S^2 over m0^2, s: the inverse of an equivalent bandwidth."""
        grid = self._table[0]
        return float(np.trapezoid(self.density(grid) ** 2, grid)) / self.moment(0) ** 2

    @cached_property
    def _table(self) -> tuple[Floats, Floats]:
        """Frequencies and the variance below each."""
        low, high = self.support()
        grid = np.geomspace(low, high, _GRID)
        return grid, np.maximum.accumulate(self.partial_moment(0, grid))


class PeakedSpectrum(Spectrum):
    """A spectrum that is a sum of peaks."""

    @property
    @abstractmethod
    def peaks(self) -> tuple[Peak, ...]:
        """The peaks, by falling importance in the source of the spectrum."""

    def density(self, omega: ArrayLike) -> Floats:
        """S(omega), m2 s; zero at and below omega = 0."""
        return np.asarray(sum(peak.density(omega) for peak in self.peaks))

    def partial_moment(self, order: float, cutoff: ArrayLike) -> Floats:
        """Integral of omega^order S(omega) from 0 to each ``cutoff`` (rad/s; may be infinite)."""
        return np.asarray(sum(peak.moment(order, cutoff) for peak in self.peaks))

    def support(self) -> tuple[float, float]:
        """Frequencies (rad/s) outside of which there is less than 1e-8 of the variance."""
        # exp(-(p/4) x^-4) is 1e-9 or less below x = 0.5 (p >= 4); the tail leaves about x^(1-p).
        highest = max(peak.omega * 1e8 ** (1.0 / (peak.decay - 1.0)) for peak in self.peaks)
        return 0.4 * min(peak.omega for peak in self.peaks), highest


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{name}: must be above zero, got {value:g}; a calm sea has no spectrum")


@dataclass(frozen=True, kw_only=True)
class Bretschneider(PeakedSpectrum):
    """The two-parameter spectrum of open, fully or partly developed seas (ITTC, ISSC; Bretschneider 1959).

    S = (5/16) Hs^2 omega_p^4 omega^-5 exp(-(5/4)(omega_p/omega)^4); ``hs`` in m, ``tp`` in s. Its mean
    periods are Tm01 = 0.7718, Tm02 = 0.7104 and Tm-10 = 0.8572 Tp. Raises InputError above the breaking
    limit.
    """

    hs: float
    tp: float

    def __post_init__(self) -> None:
        _positive(hs=self.hs, tp=self.tp)
        check_breaking(self.hs, self.tp)

    @property
    def peaks(self) -> tuple[Peak, ...]:
        """One peak with the tail omega^-5."""
        return (Peak(hs=self.hs, tp=self.tp, decay=5.0),)


@dataclass(frozen=True, kw_only=True)
class Jonswap(PeakedSpectrum):
    """The spectrum of growing, fetch-limited seas (Hasselmann et al. 1973), scaled to ``hs`` (m), ``tp`` (s).

    Bretschneider's form times gamma^r, with m0 normalised exactly. ``gamma`` from 1 (Bretschneider) to 10;
    3.3 is the mean of the JONSWAP experiment. Raises InputError above the breaking limit.
    """

    hs: float
    tp: float
    gamma: float = 3.3

    def __post_init__(self) -> None:
        _positive(hs=self.hs, tp=self.tp)
        if not 1.0 <= self.gamma <= 10.0:
            raise InputError(f"gamma: must be from 1 to 10, got {self.gamma:g}; 3.3 is usual")
        check_breaking(self.hs, self.tp)

    @property
    def peaks(self) -> tuple[Peak, ...]:
        """One enhanced peak with the tail omega^-5."""
        return (Peak(hs=self.hs, tp=self.tp, decay=5.0, gamma=self.gamma),)


@dataclass(frozen=True, kw_only=True)
class OchiHubble(PeakedSpectrum):
    """Swell and wind sea by six parameters (Ochi and Hubble 1976, Proc. 15th Coastal Eng. Conf., 301-328).

    Each part has a significant height (m), a peak period (s) and a shape ``lam`` (lambda) with the tail
    omega^-(4 lambda + 1); lambda = 1 is Bretschneider's. Part 1 has the longer period. lambda is above 0.5,
    so that the zero-crossing period exists. Raises InputError above the breaking limit (by Tm-10, as there
    are two peaks).
    """

    hs1: float
    tp1: float
    lam1: float
    hs2: float
    tp2: float
    lam2: float

    def __post_init__(self) -> None:
        _positive(hs1=self.hs1, tp1=self.tp1, hs2=self.hs2, tp2=self.tp2)
        for name, lam in (("lam1", self.lam1), ("lam2", self.lam2)):
            if not 0.5 < lam <= 20.0:
                raise InputError(f"{name}: must be above 0.5 and at most 20, got {lam:g}")
        if self.tp1 < self.tp2:
            raise InputError(f"tp1: part 1 is the longer one, got {self.tp1:g} s before {self.tp2:g} s")
        check_breaking_by_energy(self.hs, self.tm_10)

    @classmethod
    def most_probable(cls, *, hs: float) -> Self:
        """The most probable of the family of North Atlantic seas of that ``hs`` (m), which sets the periods.

        Hs1 = 0.84 Hs, omega1 = 0.70 exp(-0.046 Hs), lambda1 = 3.00; Hs2 = 0.54 Hs,
        omega2 = 1.15 exp(-0.039 Hs), lambda2 = 1.54 exp(-0.062 Hs). The two heights, given to two figures,
        are scaled by 1.0014 to yield Hs.
        """
        _positive(hs=hs)
        scale = hs / math.hypot(0.84, 0.54)
        return cls(
            hs1=0.84 * scale,
            tp1=2.0 * math.pi / (0.70 * math.exp(-0.046 * hs)),
            lam1=3.0,
            hs2=0.54 * scale,
            tp2=2.0 * math.pi / (1.15 * math.exp(-0.039 * hs)),
            lam2=1.54 * math.exp(-0.062 * hs),
        )

    @property
    def hs(self) -> float:
        """Significant wave height, m."""
        return math.hypot(self.hs1, self.hs2)

    @cached_property
    def tp(self) -> float:
        """Period of the higher peak, s."""
        return self.peak_period()

    @property
    def peaks(self) -> tuple[Peak, ...]:
        """Part 1 and part 2."""
        return (
            Peak(hs=self.hs1, tp=self.tp1, decay=4.0 * self.lam1 + 1.0),
            Peak(hs=self.hs2, tp=self.tp2, decay=4.0 * self.lam2 + 1.0),
        )


@dataclass(frozen=True, kw_only=True)
class Torsethaugen(PeakedSpectrum):
    """Wind sea and swell from ``hs`` (m) and ``tp`` (s) alone: the simplified two-peaked spectrum.

    Torsethaugen and Haver 2004, "Simplified double peak spectral model for ocean waves", ISOPE 2004-JSC-193,
    fitted to the Norwegian continental shelf (Hs 0.5 to 11 m, Tp 3.5 to 19 s). Peaks with the tail omega^-4,
    the primary one enhanced. Up to ``tp`` = 6.6 Hs^(1/3) the sea is wind sea with some swell, above it swell
    with some wind sea.
    Raises InputError above the breaking limit.
    """

    hs: float
    tp: float

    def __post_init__(self) -> None:
        _positive(hs=self.hs, tp=self.tp)
        check_breaking(self.hs, self.tp)

    @cached_property
    def peaks(self) -> tuple[Peak, ...]:
        """The primary and the secondary peak; table 1 of the source."""
        developed = 6.6 * self.hs ** (1.0 / 3.0)  # s, peak period of a locally fully developed sea
        if self.tp <= developed:
            shortest = 2.0 * math.sqrt(self.hs)
            below = min((developed - self.tp) / (developed - shortest), 1.0)
            primary = self.hs * (0.7 + 0.3 * math.exp(-((below / 0.5) ** 2)))
            secondary = math.sqrt(max(self.hs**2 - primary**2, 0.0))
            gamma = self._enhancement(primary, self.tp)
            other = developed + 2.0
        else:
            above = min((self.tp - developed) / (25.0 - developed), 1.0)
            primary = self.hs * (0.6 + 0.4 * math.exp(-((above / 0.3) ** 2)))
            secondary = math.sqrt(max(self.hs**2 - primary**2, 0.0))
            gamma = self._enhancement(self.hs, developed) * (1.0 + 6.0 * above)
            other = 6.6 * secondary ** (1.0 / 3.0)
        first = Peak(hs=primary, tp=self.tp, decay=4.0, gamma=max(gamma, 1.0))
        return (first, Peak(hs=secondary, tp=other, decay=4.0)) if secondary > 0.0 else (first,)

    @staticmethod
    def _enhancement(hs: float, tp: float) -> float:
        return float(35.0 * (2.0 * math.pi * hs / (GRAVITY * tp**2)) ** (6.0 / 7.0))


@dataclass(frozen=True, eq=False)
class TabulatedSpectrum(Spectrum):
    """A spectrum by its density ``values`` (m2 s) at frequencies ``omega`` (rad/s, rising, above zero).

    Linear between the frequencies, nothing outside them; its moments are exact for that. Raises InputError on
    gaps, negative or missing values, and above the breaking limit (by Tm-10).
    """

    omega: Floats
    values: Floats

    def __post_init__(self) -> None:
        omega, values = (np.array(given, dtype=float) for given in (self.omega, self.values))
        if omega.ndim != 1 or omega.shape != values.shape or omega.size < 3:
            raise InputError("a tabulated spectrum needs one density for each of at least three frequencies")
        if not (np.all(np.isfinite(omega)) and omega[0] > 0.0 and np.all(np.diff(omega) > 0.0)):
            raise InputError("frequencies of a tabulated spectrum must rise, from above zero, without gaps")
        if not np.all(np.isfinite(values)):
            missing = omega[~np.isfinite(values)] / (2.0 * math.pi)
            raise InputError(f"the spectrum has no value at {missing[0]:.4g} Hz; fill the gap")
        if np.any(values < 0.0) or not np.any(values > 0.0):
            raise InputError("the densities of a spectrum must not be negative nor all zero")
        for array in (omega, values):
            array.setflags(write=False)
        object.__setattr__(self, "omega", omega)
        object.__setattr__(self, "values", values)
        check_breaking_by_energy(self.hs, self.tm_10)

    @cached_property
    def hs(self) -> float:
        """Significant wave height, m."""
        return 4.0 * math.sqrt(self.moment(0))

    @property
    def tp(self) -> float:
        """Peak period, s: of the highest value of the table."""
        return 2.0 * math.pi / float(self.omega[np.argmax(self.values)])

    def density(self, omega: ArrayLike) -> Floats:
        """S(omega), m2 s; zero outside the table."""
        return np.asarray(np.interp(np.asarray(omega, dtype=float), self.omega, self.values, 0.0, 0.0))

    def partial_moment(self, order: float, cutoff: ArrayLike) -> Floats:
        """Integral of omega^order S(omega) from the table's start to each ``cutoff`` (rad/s)."""
        start, end = self.omega[:-1], self.omega[1:]
        slope = np.diff(self.values) / (end - start)
        level = self.values[:-1] - slope * start

        def integral(upper: Floats, lower: Floats, a: Floats, b: Floats) -> Floats:
            return a * _power_integral(order, upper, lower) + b * _power_integral(order + 1.0, upper, lower)

        cumulative = np.concatenate(([0.0], np.cumsum(integral(end, start, level, slope))))
        cut = np.clip(np.asarray(cutoff, dtype=float), self.omega[0], self.omega[-1])
        cell = np.clip(np.searchsorted(self.omega, cut, side="right") - 1, 0, start.size - 1)
        return np.asarray(cumulative[cell] + integral(cut, start[cell], level[cell], slope[cell]))

    def support(self) -> tuple[float, float]:
        """The range of the table, rad/s."""
        return float(self.omega[0]), float(self.omega[-1])


def _power_integral(order: float, upper: Floats, lower: Floats) -> Floats:
    """Integral of omega^order between the limits."""
    if order == -1.0:
        return np.asarray(np.log(upper / lower))
    return np.asarray((upper ** (order + 1.0) - lower ** (order + 1.0)) / (order + 1.0))


def spectrum(
    name: SpectrumName, *, hs: float, tp: float | None = None, gamma: float | None = None
) -> PeakedSpectrum:
    """The named spectrum of significant height ``hs`` (m) and peak period ``tp`` (s).

    'ochi-hubble' is the most probable one of its Hs and takes no ``tp``; ``gamma`` belongs to 'jonswap' (3.3
    unless given). Raises InputError on anything that would have no effect.
    """
    if gamma is not None and name != "jonswap":
        raise InputError(f"gamma: only a JONSWAP spectrum has a peak enhancement, not {name!r}")
    if name == "ochi-hubble":
        if tp is not None:
            raise InputError("tp: the most probable Ochi-Hubble sea follows from Hs alone; leave tp out")
        return OchiHubble.most_probable(hs=hs)
    if name not in ("bretschneider", "jonswap", "torsethaugen"):
        raise InputError(
            f"unknown spectrum {name!r}; spectra are bretschneider, jonswap, ochi-hubble, torsethaugen"
        )
    if tp is None:
        raise InputError(f"tp: a {name} spectrum needs a peak period")
    if name == "bretschneider":
        return Bretschneider(hs=hs, tp=tp)
    return Torsethaugen(hs=hs, tp=tp) if name == "torsethaugen" else Jonswap(hs=hs, tp=tp, gamma=gamma or 3.3)
