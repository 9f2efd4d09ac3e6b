"""One sea out of a spectrum: component frequencies, Rayleigh amplitudes and random phases of a case.

A realisation with fixed amplitudes has the same Hs every time and so understates the tails of whatever
responds to it; amplitudes are therefore drawn (Tucker, Challenor and Carter 1984, "Numerical simulation of a
random sea", Applied Ocean Research 6(2), 118-122).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.errors import InputError
from shortdeck.numerics.random import SEA, WAVE_FREQUENCY, draw, draw_uniform
from shortdeck.sea.directional import frequency_edges
from shortdeck.sea.spectra import Spectrum

Floats = NDArray[np.float64]

LEAST_COMPONENTS = 100
_OVER_NATURAL = 0.25
"""Most that the number of components may add to the natural variance of the realised m0, as a share."""

REALISATION_RULE = (
    "Wave components: the spectrum is cut into cells, half of them following its variance and half of equal "
    "frequency ratio; one component for each cell, its frequency drawn within it in proportion to the "
    "spectrum, its two amplitudes (cosine and sine) drawn as independent normal numbers with the variance of "
    "the cell, so that the amplitude is Rayleigh and the phase uniform. The cells hold m0 exactly. At least "
    "100 components; more for long runs, so that they add at most a quarter to the natural variance of the "
    "realised m0. Frequencies are irregular: nothing repeats. All draws from the stream of the case."
)
"""How a sea is realised, in words for results."""


def natural_scatter(spectrum: Spectrum, duration: float) -> float:
    """Relative variance of the variance of a record of that ``duration`` (s) of a Gaussian sea.

    (2 pi / T) times the integral of S^2 over m0^2, for T well above the sea's correlation time; the realised
    Hs scatters by half its square root.
    """
    return 2.0 * math.pi * spectrum.concentration / duration


def component_count(spectrum: Spectrum, duration: float) -> int:
    """How many components a run of ``duration`` (s) needs: ``REALISATION_RULE``. Raises InputError."""
    if not (math.isfinite(duration) and duration > 0.0):
        raise InputError(f"duration of a realisation: must be above 0 s, got {duration}")
    # n components in cells of at most twice the mean variance add at most 2/n to the relative variance.
    return max(LEAST_COMPONENTS, math.ceil(2.0 / (_OVER_NATURAL * natural_scatter(spectrum, duration))))


@dataclass(frozen=True, eq=False)
class Realisation:
    """The sea's elevation at one point that does not move: a sum of components.

    elevation = sum of ``cosine`` cos(omega t) + ``sine`` sin(omega t), m, positive upwards; ``omega`` in
    rad/s. ``variance`` (m2) is that of each component over all realisations; its sum is m0.
    """

    omega: Floats
    cosine: Floats
    sine: Floats
    variance: Floats

    @property
    def amplitude(self) -> Floats:
        """Amplitude of each component, m."""
        return np.hypot(self.cosine, self.sine)

    @property
    def phase(self) -> Floats:
        """Phase lead of each component, rad: elevation = sum of amplitude cos(omega t + phase)."""
        return np.arctan2(-self.sine, self.cosine)

    def elevation(self, time: ArrayLike) -> Floats:
        """Elevation (m) at each ``time`` (s)."""
        angle = np.multiply.outer(np.asarray(time, dtype=float), self.omega)
        return np.asarray(np.cos(angle) @ self.cosine + np.sin(angle) @ self.sine)

    def record(self, duration: float, step: float) -> Floats:
        """Elevation (m) at 0, ``step``, ... up to but not including ``duration`` (s).

        The same as ``elevation``, but by products of two short sets of rotations, many times as fast.
        """
        count = math.ceil(duration / step - 1e-9)
        block = math.ceil(math.sqrt(count))
        near = _rotations(step * self.omega, block)
        far = _rotations(step * block * self.omega, math.ceil(count / block))
        # einsum, not @: for so flat a product the threads of a BLAS cost more than they do.
        blocks = np.einsum("ik,jk->ij", far * (self.cosine + 1j * self.sine), near)
        return np.asarray(blocks.real.ravel()[:count])

    def autocorrelation(self, lag: ArrayLike) -> Floats:
        """Correlation of the elevation with itself after ``lag`` (s), over all amplitudes and phases.

        A value near 1 after the first few waves would mean that the sea repeats.
        """
        angle = np.multiply.outer(np.asarray(lag, dtype=float), self.omega)
        return np.asarray(np.cos(angle) @ self.variance / self.variance.sum())


def _rotations(angle: Floats, count: int) -> NDArray[np.complex128]:
    """exp(-i k angle) for k = 0 ... ``count`` - 1, one row for each k."""
    turns = np.ones((count, angle.size), dtype=complex)
    turns[1:] = np.exp(-1j * angle)
    return np.asarray(np.cumprod(turns, axis=0))


@functools.lru_cache(maxsize=32)
def _held(spectrum: Spectrum, count: int) -> Floats:
    """Variance below each edge of the cells, the same for every case in that sea."""
    held = spectrum.partial_moment(0, frequency_edges(spectrum, count))
    held.setflags(write=False)
    return held


def realise(
    spectrum: Spectrum, *, duration: float, seed: int, case: int, components: int | None = None
) -> Realisation:
    """The sea of one case by ``REALISATION_RULE``, for a run of ``duration`` (s).

    ``components`` replaces the number that the rule gives; at least 100. Same seed and case, same sea.
    Raises InputError.
    """
    count = component_count(spectrum, duration) if components is None else components
    if count < LEAST_COMPONENTS:
        raise InputError(f"components: at least {LEAST_COMPONENTS} are needed, got {count}")
    held = _held(spectrum, count)
    variance = np.diff(held)
    within = draw_uniform(seed, case, WAVE_FREQUENCY, count)
    # The last cell is open: what lies beyond the table of quantiles is put at its end.
    omega = spectrum.quantile((held[:-1] + within * variance) / held[-1])
    cosine, sine = np.sqrt(variance) * draw(seed, case, SEA, 2 * count).reshape(2, count)
    return Realisation(omega, cosine, sine, variance)
