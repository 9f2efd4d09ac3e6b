"""A smooth chance over what an aircraft meets, learnt from counted flights, with the doubt that they leave.

The log odds f of an event are a Gaussian process over scaled coordinates: a constant, straight lines, and a
Matern 5/2 part with a length for each coordinate,

    k(x, x') = c^2 + (l^2 x.x' + s^2 m(r) + t^2 m(r/FINE)) / (g(x) g(x')),
    m = (1 + sqrt(5) r + 5 r^2/3) exp(-sqrt(5) r),   r^2 = sum ((x_d - x'_d)/length_d)^2.

g is how far what is met scatters about its mean, in proportion to the true wind plus a remainder: the same
excess over a limit is more standard deviations in a calm, and chances are steeper there. t stands for detail
finer than the places flown tell apart; it is not learnt, since places that are doubtful lie close together
and show little of it.


Events of n flights at a point are binomial. Mode and curvature by Newton's method (Laplace's approximation);
of lengths and s a few values each are tried, and several sets of them drawn by their evidence (C. E.
Rasmussen and C. K. I. Williams, "Gaussian processes for machine learning" (2006), algorithms 3.1 and 5.1 in
the form for binomial counts, and 2.25 for the process). Draws of the whole surface at once, at any number of
places, are made pathwise: a draw of the prior by random features plus the correction that the flights ask
for (J. T. Wilson et al., "Efficiently sampling functions from Gaussian process posteriors", ICML 2020).

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
SHAPES, CLIMBS = 10, 2
"""Shapes drawn, and passes towards the most likely one before."""
FINE, FINE_MOST = 0.3, 3.0
"""Lengths of the fine part over those of the smooth part, of which at most so much counts."""
CALM = 0.5
"""Scatter where there is no wind, in scaled true wind: 3 m/s."""
APART, APART_SIZE = 1.5, 1.0
"""Prior standard deviations of a variant's difference: constant and smooth part."""
RANDOM_FEATURES = 200
_JITTER = 1e-6
_DEGREES = 5.0  # of freedom: Matern 5/2's spectral density is Student's


class Shape(NamedTuple):
    """Size of the smooth part and its length in each coordinate; size of the fine part; and the coordinate
    of the true wind, with which chances are less steep (-1: none)."""

    size: float
    length: tuple[float, ...]
    fine: float = 0.0
    wind: int = -1

    def fine_length(self) -> Real:
        """Lengths of the fine part."""
        return np.asarray(FINE * np.minimum(np.asarray(self.length), FINE_MOST))

    def steepness(self, x: Real) -> Real:
        """1/g at scaled coordinates, (n,)."""
        if self.wind < 0:
            return np.ones(len(x))
        return np.asarray(2.0 / (x[:, self.wind] + CALM))


class Counts(NamedTuple):
    """Events among flights at points; ``variant`` 0 or 1 for each."""

    x: Real  # (points, coordinates), scaled
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
    steep = np.outer(shape.steepness(x), shape.steepness(y))
    parts = LINE**2 * (x @ y.T) + shape.size**2 * smooth
    if shape.fine:
        parts = parts + shape.fine**2 * matern(x, y, shape.fine_length())
    common = CONSTANT**2 + steep * parts
    if not (v.any() and w.any()):
        return np.asarray(common)
    return np.asarray(common + np.outer(v, w) * (APART**2 + APART_SIZE**2 * steep * smooth))


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
        """Most likely log odds at scaled coordinates, (n,)."""
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


@dataclass(frozen=True)
class Ensemble:
    """Surfaces whose shapes are drawn as likely as the flights make them, given equal weight.

    One shape, the most likely, would leave out that lengths and size are themselves learnt from the same
    flights: its bands are too narrow where chances change steeply.
    """

    surfaces: tuple[Surface, ...]

    @property
    def counts(self) -> Counts:
        """What was flown."""
        return self.surfaces[0].counts

    @property
    def shape(self) -> Shape:
        """The last shape drawn."""
        return self.surfaces[-1].shape

    def mean(self, x: Real, variant: float = 0.0) -> Real:
        """Log odds at scaled coordinates (n,), mean of the surfaces."""
        return np.asarray(np.mean([one.mean(x, variant) for one in self.surfaces], axis=0))

    def draws(self, count: int, *, rng: np.random.Generator) -> EnsembleDraws:
        """Whole surfaces as likely as the flights leave them, from each shape as many as from any other
        where the count allows it."""
        each = np.bincount(np.arange(count) % len(self.surfaces), minlength=len(self.surfaces))
        return EnsembleDraws(
            tuple(one.draws(int(n), rng=rng) for one, n in zip(self.surfaces, each, strict=True) if n)
        )


@dataclass(frozen=True)
class EnsembleDraws:
    """Drawn surfaces of several shapes."""

    parts: tuple[Draws, ...]

    def at(self, x: Real, variant: float = 0.0) -> Real:
        """Log odds at scaled coordinates, (places, draws)."""
        return np.concatenate([part.at(x, variant) for part in self.parts], axis=1)


def learn(
    counts: Counts, start: Shape | None = None, *, rng: np.random.Generator, shapes: int = SHAPES
) -> Ensemble:
    """Surfaces with ``shapes`` shapes drawn by their evidence, from a uniform prior over the values tried.

    From the most likely shape near ``start``, going through its numbers one at a time (Gibbs), each drawn
    given all others; one shape is kept after every pass.
    """
    known: dict[Shape, Surface] = {}

    def fitted(shape: Shape) -> Surface:
        if shape not in known:
            known[shape] = fit(counts, shape)
        return known[shape]

    features = counts.x.shape[1]
    shape = start or Shape(2.0, (2.0,) * features)
    for _ in range(CLIMBS):
        before = fitted(shape).evidence
        for number in range(features + 1):
            shape = max(_others(shape, number), key=lambda other: fitted(other).evidence)
        if fitted(shape).evidence < before + 0.1:
            break
    kept = []
    for step in range(1 + shapes):
        for number in rng.permutation(features + 1):
            others = _others(shape, int(number))
            evidence = np.array([fitted(other).evidence for other in others])
            weight = np.exp(evidence - evidence.max())
            shape = others[int(rng.choice(len(others), p=weight / weight.sum()))]
        if step:  # the first pass leaves the most likely shape behind
            kept.append(fitted(shape))
    return Ensemble(tuple(kept))


def _others(shape: Shape, number: int) -> list[Shape]:
    """The shape with each value of its size (0) or of one of its lengths (from 1 on)."""
    if number == 0:
        return [shape._replace(size=size) for size in SIZES]
    before, after = shape.length[: number - 1], shape.length[number:]
    return [shape._replace(length=(*before, length, *after)) for length in LENGTHS]


@dataclass(frozen=True)
class Draws:
    """Drawn surfaces: ``at`` evaluates all of them at once."""

    surface: Surface
    frequency: Real  # (coordinates, RANDOM_FEATURES)
    phase: Real
    constant: Real  # (draws, 2): common, apart
    slope: Real  # (draws, coordinates)
    smooth: Real  # (draws, RANDOM_FEATURES)
    fine: Real  # (draws, RANDOM_FEATURES)
    apart: Real  # (draws, RANDOM_FEATURES)
    correction: Real  # (points, draws)

    def prior(self, x: Real, variant: Real) -> Real:
        """The prior's draws, (places, draws)."""
        shape = self.surface.shape
        wave = self._waves(x / np.asarray(shape.length))
        steep = shape.steepness(x)[:, None]
        parts = x @ self.slope.T + wave @ self.smooth.T
        if shape.fine:
            parts += self._waves(x / shape.fine_length()) @ self.fine.T
        common = self.constant[:, 0] + steep * parts
        if not variant.any():
            return np.asarray(common)
        apart = self.constant[:, 1] + steep * (wave @ self.apart.T)
        return np.asarray(common + variant[:, None] * apart)

    def _waves(self, x: Real) -> Real:
        """Random features of unit length."""
        return np.asarray(math.sqrt(2.0 / RANDOM_FEATURES) * np.cos(x @ self.frequency + self.phase))

    def at(self, x: Real, variant: float = 0.0, *, chunk: int = 4096) -> Real:
        """Log odds at scaled coordinates, (places, draws)."""
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
    made = Draws(
        surface, normal * spread, rng.uniform(0.0, 2.0 * math.pi, RANDOM_FEATURES),
        rng.standard_normal((count, 2)) * np.array([CONSTANT, APART]),
        LINE * rng.standard_normal((count, features)),
        shape.size * rng.standard_normal((count, RANDOM_FEATURES)),
        shape.fine * rng.standard_normal((count, RANDOM_FEATURES)),
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
    """Standard deviation of the log odds at scaled coordinates."""
    c, shape = surface.counts, surface.shape
    v = np.full(len(x), variant)
    k = kernel(shape, c.x, c.variant, c.x, c.variant)
    lower = cholesky(k + np.diag(1.0 / surface.weight + _JITTER), lower=True)
    part = solve_triangular(lower, kernel(shape, c.x, c.variant, x, v), lower=True)
    steep = shape.steepness(x) ** 2
    own = CONSTANT**2 + steep * (LINE**2 * (x * x).sum(axis=1) + shape.size**2 + shape.fine**2)
    own = own + v * (APART**2 + steep * APART_SIZE**2)
    return np.asarray(np.sqrt(np.maximum(own - (part * part).sum(axis=0), 0.0)))
