"""Motions of a ship in a sea: a Gaussian process in six degrees of freedom, by encounter-frequency bin.

The directional spectrum is integrated over wave frequency and direction, never over encounter frequency: each
cell of variance v that the ship answers with the transfer functions H (6) adds v H H* to the cross-spectral
matrix of the bin that holds the magnitude of its encounter frequency (H is conjugated where the ship
overtakes the wave). A realisation draws one complex normal vector per bin with that covariance, so that
amplitudes are Rayleigh, phases uniform and the six motions keep their coherence, also in short-crested seas;
the frequency is drawn uniformly within its bin, so that nothing repeats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.numerics.random import SEA, WAVE_FREQUENCY, draw, draw_uniform
from shortdeck.sea.directional import DirectionalSpectrum
from shortdeck.sea.spreading import wave_heading
from shortdeck.vessel.response import MOTIONS, Response, encounter_frequency
from shortdeck.vessel.ship_response import centre_of_gravity as place_of_gravity
from shortdeck.vessel.ship_response import ship_response

COMPONENTS = 112  # bins; at least 100 are asked for, a multiple of the lanes of a vector
RANK = 6  # independent draws of a bin
RULE = (
    f"{COMPONENTS} bins of encounter frequency with equal shares of the variance of the motions, of their "
    "rates and accelerations; in each a complex normal vector (Rayleigh amplitudes, uniform phases), and a "
    "frequency drawn for the case"
)
_FREQUENCIES, _DIRECTIONS = 400, 72  # nodes of the quadrature

Real = NDArray[np.float64]
RecordTable = NDArray[np.float64]  # (knots, 12): six motions and their rates
Complex = NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Seaway:
    """A ship on a course at a speed in a sea. Motions as ``vessel.response`` defines them."""

    low: Real  # edges of the bins, rad/s, encounter frequency, shape (COMPONENTS,)
    high: Real
    covariance: Complex  # of the motions in each bin, (COMPONENTS, 6, 6)
    roll_rate_rms: float  # rad/s, for which the roll damping was linearised
    centre_x: float  # of the ship's gravity, deck frame, m
    centre_z: float

    @cached_property
    def factor(self) -> Complex:
        """F with F F* the covariance, (COMPONENTS, 6, RANK): motions are Re(F (g1 + i g2) e^{i w t})."""
        scale = np.sqrt(np.maximum(np.einsum("bii->i", self.covariance).real, 1e-300))
        values, vectors = np.linalg.eigh(self.covariance / (scale[:, None] * scale[None, :]))
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :] * scale[None, :, None])

    @property
    def middle(self) -> Real:
        """Middle of each bin, rad/s."""
        return 0.5 * (self.low + self.high)

    def rms(self) -> Real:
        """RMS of surge, sway, heave (m), roll, pitch, yaw (rad)."""
        return np.asarray(np.sqrt(np.einsum("bii->i", self.covariance).real))

    def point_transfer(self, x: float, y: float, z: float) -> Real:
        """Displacement forward, right, down of a deck point per unit of each motion, (3, 6), small angles."""
        rx, ry, rz = x - self.centre_x, y, z - self.centre_z
        return np.array([[1.0, 0.0, 0.0, 0.0, rz, -ry], [0.0, 1.0, 0.0, -rz, 0.0, rx],
                         [0.0, 0.0, 1.0, ry, -rx, 0.0]])  # fmt: skip

    def point_rms(self, x: float, y: float, z: float, *, derivative: int = 0) -> Real:
        """RMS of a deck point's displacement (m), velocity (1) or acceleration (2): forward, right, down."""
        t = self.point_transfer(x, y, z)
        weight = self._second_moment**derivative
        parts = np.einsum("ai,bij,aj,b->a", t, self.covariance, t, weight).real
        return np.asarray(np.sqrt(parts))

    @property
    def _second_moment(self) -> Real:
        """Mean square of the frequency over each bin."""
        return np.asarray((self.high**2 + self.high * self.low + self.low**2) / 3.0)

    def rate_rms(self) -> Real:
        """RMS of the rates of the six motions (m/s, rad/s)."""
        return np.asarray(np.sqrt(np.einsum("bii,b->i", self.covariance, self._second_moment).real))

    def crossing_frequency(self, motion: str) -> float:
        """Mean zero-crossing frequency of a motion, rad/s."""
        k = MOTIONS.index(motion)
        rms = float(self.rms()[k])
        return float(self.rate_rms()[k]) / rms if rms > 0.0 else 0.0

    def realise(self, *, seed: int, case: int) -> Realisation:
        """The motions of a case, the same as its flight sees."""
        share = draw_uniform(seed, case, WAVE_FREQUENCY, 2 * COMPONENTS)[::2]
        normal = draw(seed, case, SEA, 2 * COMPONENTS * RANK).reshape(COMPONENTS, RANK, 2)
        amplitude = np.einsum("bir,br->bi", self.factor, normal[..., 0] + 1j * normal[..., 1])
        return Realisation(self, self.low + share * (self.high - self.low), amplitude)


@dataclass(frozen=True, eq=False)
class Realisation:
    """One record of the motions: sums of COMPONENTS harmonics."""

    seaway: Seaway
    omega: Real  # (COMPONENTS,)
    amplitude: Complex  # (COMPONENTS, 6)

    def motions(self, time: ArrayLike, *, derivative: int = 0) -> Real:
        """Surge, sway, heave, roll, pitch, yaw or their time derivatives, shape (..., 6)."""
        t = np.asarray(time, dtype=float)
        turn = np.exp(1j * t[..., None] * self.omega) * (1j * self.omega) ** derivative
        return np.asarray((turn @ self.amplitude).real)

    def point(self, time: ArrayLike, x: float, y: float, z: float, *, derivative: int = 0) -> Real:
        """Displacement, velocity or acceleration of a deck point, forward, right, down, shape (..., 3)."""
        return self.motions(time, derivative=derivative) @ self.seaway.point_transfer(x, y, z).T


def centre_of_gravity(ship: ShipFile, response: Response) -> tuple[float, float]:
    """Station and depth of the ship's centre of gravity in the deck frame, m."""
    x, _, z = place_of_gravity(ship, response)
    return x, z


def seaway(
    ship: ShipFile, sea: DirectionalSpectrum, *, heading: float, speed: float,
    response: Response | None = None,
) -> Seaway:  # fmt: skip
    """The seaway of a ship heading ``heading`` (rad from north) at ``speed`` (m/s).

    Waves shorter than the response covers move no ship and are left out. Raises InputError for a speed beyond
    the response.
    """
    answer = ship_response(ship) if response is None else response
    omega, direction, variance = sea.quadrature(frequencies=_FREQUENCIES, directions=_DIRECTIONS)
    kept = omega <= answer.omega[-1]
    if not kept.any():
        raise InputError("the sea holds only waves shorter than the ship's response covers")
    omega, variance = omega[kept], variance[kept]
    to = wave_heading(direction, ship_heading=heading)
    grid, angle = np.broadcast_arrays(omega[:, None], to[None, :])
    rms = answer.linearise(grid, angle, speed, variance)
    motions = answer.transfer(grid, angle, speed, roll_rate_rms=rms)
    rate = encounter_frequency(grid, angle, speed)
    motions = np.where(rate[..., None] < 0.0, motions.conj(), motions).reshape(-1, len(MOTIONS))
    low, high, where = _bins(np.abs(rate).ravel(), variance.ravel(), motions)
    covariance = np.zeros((COMPONENTS, len(MOTIONS), len(MOTIONS)), complex)
    products = motions[:, :, None] * motions[:, None, :].conj()
    np.add.at(covariance, where, variance.ravel()[:, None, None] * products)
    return Seaway(low, high, covariance, rms, *centre_of_gravity(ship, answer))


def _bins(rate: Real, variance: Real, motions: Complex) -> tuple[Real, Real, NDArray[np.int64]]:
    """Edges of bins with equal shares of the variance of motions and derivatives, and each cell's bin."""
    order = np.argsort(rate, kind="stable")
    square = variance[:, None] * np.abs(motions) ** 2
    every = np.concatenate([square * rate[:, None] ** p for p in (0, 2, 4)], axis=1)[order]
    total = every.sum(axis=0)
    share = np.cumsum(every[:, total > 0.0] / total[total > 0.0], axis=0).mean(axis=1)
    sorted_rate = rate[order]
    inner = np.interp(np.arange(1, COMPONENTS) / COMPONENTS, share, sorted_rate)
    edges = np.concatenate([[max(sorted_rate[0] - 1e-6, 0.0)], inner, [sorted_rate[-1] + 1e-6]])
    edges = np.maximum.accumulate(edges)
    where = np.clip(np.searchsorted(edges, rate, side="right") - 1, 0, COMPONENTS - 1)
    _trim_tails(edges, sorted_rate, where[order], np.diff(share, prepend=0.0))
    return edges[:-1], edges[1:], where


def _trim_tails(edges: Real, rate: Real, where: NDArray[np.int64], share: Real) -> None:
    """Move the outer edges so that the first and the last bin keep their mean square frequency if uniform.

    They hold the long, thin tails of the spectrum: drawn uniformly as far as the tails reach, the last one
    alone would raise accelerations of the deck by up to a fifth.
    """
    for outer, inner, number in ((0, 1, 0), (-1, -2, COMPONENTS - 1)):
        part = where == number
        if not part.any():
            continue
        mean_square = np.average(rate[part] ** 2, weights=share[part] + 1e-30)
        free = 0.5 * (math.sqrt(max(12.0 * mean_square - 3.0 * edges[inner] ** 2, 0.0)) - edges[inner])
        edges[outer] = np.clip(free, *sorted((edges[outer], edges[inner])))


def calm(*, centre_x: float = 0.0, centre_z: float = 0.0) -> Seaway:
    """No waves."""
    edges = np.linspace(0.1, 1.0, COMPONENTS + 1)
    still = np.zeros((COMPONENTS, len(MOTIONS), len(MOTIONS)), complex)
    return Seaway(edges[:-1], edges[1:], still, 0.0, centre_x, centre_z)
