"""A smooth chance over what an aircraft meets, learnt from counted flights, with the doubt that they leave.

The log odds f of an event are a Gaussian process over scaled features: a constant, straight lines, and a
Matern 5/2 part with a length for each feature,

    k(x, x') = c^2 + l^2 x.x' + s^2 m(r),   m = (1 + sqrt(5) r + 5 r^2/3) exp(-sqrt(5) r),
    r^2 = sum ((x_d - x'_d)/length_d)^2,

k of n flights at a point are binomial. Mode and curvature by Newton's method (Laplace's approximation);
lengths and s by the evidence, from a few values each (C. E. Rasmussen and C. K. I. Williams, "Gaussian
processes for machine learning" (2006), algorithms 3.1 and 5.1 in the form for binomial counts, and 2.25 for
the process). Draws of the whole surface at once, at any number of places, are made pathwise: a draw of the
prior by random features plus the correction that the flights ask for (J. T. Wilson et al., "Efficiently
sampling functions from Gaussian process posteriors", ICML 2020).

``variant`` marks flights of a second design: its surface is the first one's plus a further process, so that
what flights say of one also counts for the other, and the difference between both is drawn with them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.special import expit

Real = NDArray[np.float64]

CONSTANT, LINE = 4.0, 1.0
"""Prior standard deviations of the constant and of each slope, log odds."""
LENGTHS = (0.4, 1.0, 2.0, 4.0, 12.0)
SIZES = (1.0, 2.0, 4.0, 8.0)
APART, APART_SIZE = 1.5, 1.0
"""Prior standard deviations of a variant's difference: constant and smooth part."""
RANDOM_FEATURES = 400
_JITTER = 1e-6
_DEGREES = 5.0  # of freedom: Matern 5/2's spectral density is Student's


class Shape(NamedTuple):
    """Size of the smooth part and its length in each feature."""

    size: float
    length: tuple[float, ...]


class Counts(NamedTuple):
    """Events among flights at points; ``variant`` 0 or 1 for each."""

    x: Real  # (points, features), scaled
    events: Real
    flights: Real
    variant: Real


def matern(x: Real, y: Real, length: Real) -> Real:
    """Matern 5/2 with unit variance, (len(x), len(y))."""
    a, b = x / length, y / length
    square = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None, :] - 2.0 * a @ b.T
    r = np.sqrt(5.0 * np.maximum(square, 0.0))
    return np.asarray((1.0 + r + r * r / 3.0) * np.exp(-r))


def kernel(shape: Shape, x: Real, v: Real, y: Real, w: Real) -> Real:
    """Prior covariance of f between places ``x`` of variants ``v`` and ``y`` of ``w``."""
    smooth = matern(x, y, np.asarray(shape.length))
    common = CONSTANT**2 + LINE**2 * (x @ y.T) + shape.size**2 * smooth
    return np.asarray(common + np.outer(v, w) * (APART**2 + APART_SIZE**2 * smooth))


@dataclass(frozen=True)
class Surface:
    """Log odds of an event over the features, as the flights leave them."""

    shape: Shape
    counts: Counts
    mode: Real  # f at the points
    weight: Real  # n p (1 - p) there
    gradient: Real  # events - n p = K^-1 f
    evidence: float

    def mean(self, x: Real, variant: float = 0.0) -> Real:
        """Most likely log odds at scaled features, (n,)."""
        c = self.counts
        return np.asarray(kernel(self.shape, x, np.full(len(x), variant), c.x, c.variant) @ self.gradient)

    def draws(self, count: int, *, rng: np.random.Generator) -> Draws:
        """Whole surfaces as likely as the flights leave them."""
        return _draws(self, count, rng)


def fit(counts: Counts, shape: Shape) -> Surface:
    """Mode, curvature and log evidence for a shape."""
    k = kernel(shape, counts.x, counts.variant, counts.x, counts.variant)
    k[np.diag_indices_from(k)] += _JITTER * (CONSTANT**2 + shape.size**2)
    f, gradient = np.zeros(len(k)), np.zeros(len(k))
    objective = -math.inf
    for _ in range(60):
        p = expit(f)
        w = counts.flights * p * (1.0 - p) + 1e-9
        root = np.sqrt(w)
        lower = cholesky(np.eye(len(k)) + root[:, None] * k * root[None, :], lower=True)
        b = w * f + counts.events - counts.flights * p
        step = b - root * cho_solve((lower, True), root * (k @ b)) - gradient
        # Newton's step is halved until it gains: the first one can overshoot where counts are extreme.
        share, found = 1.0, -math.inf
        while share > 1e-4:
            trial = gradient + share * step
            found = _objective(trial, k @ trial, counts)
            if found > objective:
                break
            share *= 0.5
        gained, gradient = found - objective, gradient + share * step
        f, objective = k @ gradient, found
        if gained < 1e-8 * (1.0 + abs(objective)):
            break
    p = expit(f)
    w = counts.flights * p * (1.0 - p) + 1e-9
    root = np.sqrt(w)
    lower = cholesky(np.eye(len(k)) + root[:, None] * k * root[None, :], lower=True)
    evidence = objective - float(np.log(np.diag(lower)).sum())
    return Surface(shape, counts, f, w, gradient, evidence)


def _objective(gradient: Real, f: Real, c: Counts) -> float:
    """Log posterior of f = K gradient, but for constants."""
    likelihood = c.events * f - c.flights * np.logaddexp(0.0, f)
    return float(likelihood.sum() - 0.5 * gradient @ f)


def learn(counts: Counts, start: Shape | None = None, *, sweeps: int = 2) -> Surface:
    """The surface whose size and lengths explain the flights best, by going through them one at a time."""
    features = counts.x.shape[1]
    shape = start or Shape(2.0, (2.0,) * features)
    best = fit(counts, shape)
    for _ in range(sweeps):
        before = best.evidence
        for size in SIZES:
            if size != best.shape.size:
                best = _better(best, replace_size(best.shape, size))
        for d in range(features):
            for length in LENGTHS:
                if length != best.shape.length[d]:
                    lengths = (*best.shape.length[:d], length, *best.shape.length[d + 1 :])
                    best = _better(best, Shape(best.shape.size, lengths))
        if best.evidence < before + 0.1:
            break
    return best


def replace_size(shape: Shape, size: float) -> Shape:
    """The shape with another size."""
    return shape._replace(size=size)


def _better(best: Surface, shape: Shape) -> Surface:
    other = fit(best.counts, shape)
    return other if other.evidence > best.evidence else best


@dataclass(frozen=True)
class Draws:
    """Drawn surfaces: ``at`` evaluates all of them at once."""

    surface: Surface
    frequency: Real  # (features, RANDOM_FEATURES)
    phase: Real
    constant: Real  # (draws, 2): common, apart
    slope: Real  # (draws, features)
    smooth: Real  # (draws, RANDOM_FEATURES)
    apart: Real  # (draws, RANDOM_FEATURES)
    correction: Real  # (points, draws)

    def prior(self, x: Real, variant: Real) -> Real:
        """The prior's draws, (places, draws)."""
        wave = math.sqrt(2.0 / RANDOM_FEATURES) * np.cos(x @ self.frequency + self.phase)
        common = self.constant[:, 0] + x @ self.slope.T + wave @ self.smooth.T
        if not variant.any():
            return np.asarray(common)
        return np.asarray(common + variant[:, None] * (self.constant[:, 1] + wave @ self.apart.T))

    def at(self, x: Real, variant: float = 0.0, *, chunk: int = 4096) -> Real:
        """Log odds at scaled features, (places, draws)."""
        c, shape = self.surface.counts, self.surface.shape
        out = np.empty((len(x), self.constant.shape[0]))
        for start in range(0, len(x), chunk):
            part = x[start : start + chunk]
            v = np.full(len(part), variant)
            held = kernel(shape, part, v, c.x, c.variant)
            out[start : start + chunk] = self.prior(part, v) + held @ self.correction
        return out


def _draws(surface: Surface, count: int, rng: np.random.Generator) -> Draws:
    shape, c = surface.shape, surface.counts
    features = c.x.shape[1]
    normal = rng.standard_normal((features, RANDOM_FEATURES))
    spread = np.sqrt(_DEGREES / rng.chisquare(_DEGREES, RANDOM_FEATURES))
    frequency = normal * spread / np.asarray(shape.length)[:, None]
    made = Draws(
        surface, frequency, rng.uniform(0.0, 2.0 * math.pi, RANDOM_FEATURES),
        rng.standard_normal((count, 2)) * np.array([CONSTANT, APART]),
        LINE * rng.standard_normal((count, features)),
        shape.size * rng.standard_normal((count, RANDOM_FEATURES)),
        APART_SIZE * rng.standard_normal((count, RANDOM_FEATURES)), np.zeros((len(c.x), count)),
    )  # fmt: skip
    k = kernel(shape, c.x, c.variant, c.x, c.variant)
    k[np.diag_indices_from(k)] += _JITTER * (CONSTANT**2 + shape.size**2)
    # Laplace: f at the points is normal about the mode with (K^-1 + W)^-1 = K - K (K + W^-1)^-1 K. Matheron's
    # rule with pseudo-observations mode + W^-1 gradient of variance W^-1 draws it together with all else.
    noise = 1.0 / surface.weight
    lower = cholesky(k + np.diag(noise), lower=True)
    target = surface.mode + noise * surface.gradient
    wanted = target[:, None] + np.sqrt(noise)[:, None] * rng.standard_normal((len(c.x), count))
    correction = cho_solve((lower, True), wanted - made.prior(c.x, c.variant))
    return replace(made, correction=correction)


def deviation(surface: Surface, x: Real, variant: float = 0.0) -> Real:
    """Standard deviation of the log odds at scaled features."""
    c, shape = surface.counts, surface.shape
    v = np.full(len(x), variant)
    k = kernel(shape, c.x, c.variant, c.x, c.variant)
    lower = cholesky(k + np.diag(1.0 / surface.weight + _JITTER), lower=True)
    part = solve_triangular(lower, kernel(shape, c.x, c.variant, x, v), lower=True)
    own = CONSTANT**2 + LINE**2 * (x * x).sum(axis=1) + shape.size**2
    own = own + v * (APART**2 + APART_SIZE**2)
    return np.asarray(np.sqrt(np.maximum(own - (part * part).sum(axis=0), 0.0)))
