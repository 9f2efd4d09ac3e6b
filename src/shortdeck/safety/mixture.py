"""Where failures lie: a mixture of normal distributions fitted to points that failed.

Points are whole vectors u; the mixture lives in the few directions in which failed points differ from
standard normal ones (their second moment about the origin exceeds one), and is standard normal in all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi

import numpy as np
from scipy import special
from scipy.linalg import cholesky, eigh, solve_triangular

from shortdeck.safety.normal_space import Numbers

MOST_PARTS = 8
MOST_DIRECTIONS = 10
ENOUGH = 5.0  # points near failure for each dimension, with which slopes of parts can be told apart
DRAWN_IN = 0.05  # ridge of a regression with fewer, over the variance of a number
MOST_POINTS = 600  # about as many points, taken evenly, are enough for a fit
_WIDER = 1.25  # variance of a part over that of its points: tails of the proposal above those of the target
_LEAST_VARIANCE = 0.05
_FAR_OUT = 2.0  # second moment of a direction that counts; 1 for standard normal points
_LOG_2PI = log(2.0 * pi)


@dataclass(frozen=True)
class Mixture:
    """Parts N(mean, covariance) with shares, in the space spanned by ``basis`` (dimension, directions)."""

    basis: Numbers
    shares: Numbers
    means: Numbers
    factors: Numbers  # lower Cholesky factors of the covariances

    def sample(self, u: Numbers, chosen: Numbers) -> Numbers:
        """Points of the mixture from standard normal points and uniform numbers that choose the part."""
        part = np.minimum(np.searchsorted(np.cumsum(self.shares), chosen), len(self.shares) - 1)
        z = u @ self.basis
        moved = self.means[part] + np.einsum("nij,nj->ni", self.factors[part], z)
        return np.asarray(u + (moved - z) @ self.basis.T, dtype=float)

    def log_parts(self, u: Numbers) -> Numbers:
        """Logarithm of share times density of each part, less that of the standard normal one; (n, parts)."""
        z = u @ self.basis
        out = np.empty((u.shape[0], len(self.shares)))
        for k, (share, mean, factor) in enumerate(zip(self.shares, self.means, self.factors, strict=True)):
            x = solve_triangular(factor, (z - mean).T, lower=True)
            out[:, k] = log(share) - 0.5 * (x * x).sum(axis=0) - float(np.log(np.diag(factor)).sum())
        return np.asarray(out + 0.5 * (z * z).sum(axis=1)[:, None], dtype=float)

    def log_ratio(self, u: Numbers) -> Numbers:
        """Logarithm of the mixture's density over the standard normal one: minus that of the weight."""
        return np.asarray(special.logsumexp(self.log_parts(u), axis=1), dtype=float)


def _moments(failed: Numbers) -> tuple[Numbers, Numbers]:
    """Second moments about the origin and their directions, greatest first."""
    moments, vectors = eigh(failed.T @ failed / failed.shape[0])
    return moments[::-1], vectors[:, ::-1]


def directions(groups: Sequence[Numbers]) -> Numbers:
    """Directions in which failed points are further out than chance makes them; (dimension, directions).

    In many dimensions some directions always look far out among the points that chose them. A direction
    counts if it is so among points of other groups as well, which are independent of those that chose it.
    """
    d = groups[0].shape[1]
    if d <= MOST_DIRECTIONS:
        return np.eye(d)
    halves = [np.concatenate(groups[k::2]) for k in (0, 1)]
    kept = 1
    for own, other in ((0, 1), (1, 0)):
        chosen = _moments(halves[own])[1][:, :MOST_DIRECTIONS]
        elsewhere = ((halves[other] @ chosen) ** 2).mean(axis=0)
        kept = max(kept, int((elsewhere > _FAR_OUT).sum()))
    return np.ascontiguousarray(_moments(np.concatenate(halves))[1][:, :kept])


def _starts(z: Numbers, parts: int) -> Numbers:
    """Centres to begin with: the point furthest from the mean, then each furthest from those before."""
    centres = [z[int(np.argmax(((z - z.mean(axis=0)) ** 2).sum(axis=1)))]]
    for _ in range(parts - 1):
        nearest = np.min([((z - c) ** 2).sum(axis=1) for c in centres], axis=0)
        centres.append(z[int(np.argmax(nearest))])
    return np.array(centres)


def _covariance(z: Numbers, weights: Numbers, mean: Numbers) -> Numbers:
    """Covariance of weighted points, drawn towards 1 as far as they are few."""
    s = z.shape[1]
    total = float(weights.sum())
    spread = ((z - mean) * weights[:, None]).T @ (z - mean)
    trusted = 5.0 + s
    return np.asarray((spread + trusted * 0.5 * np.eye(s)) / (total + trusted), dtype=float)


def _log_densities(z: Numbers, shares: Numbers, means: Numbers, covariances: Numbers) -> Numbers:
    out = np.empty((z.shape[0], len(shares)))
    for k in range(len(shares)):
        factor = cholesky(covariances[k], lower=True)
        x = solve_triangular(factor, (z - means[k]).T, lower=True)
        out[:, k] = (
            log(shares[k]) - 0.5 * (x * x).sum(axis=0)
            - np.log(np.diag(factor)).sum() - 0.5 * z.shape[1] * _LOG_2PI
        )  # fmt: skip
    return out


def _fit(z: Numbers, parts: int) -> tuple[float, Numbers, Numbers, Numbers]:
    """Expectation and maximisation (Dempster, Laird, Rubin 1977); the mean log likelihood comes first."""
    centres = _starts(z, parts)
    nearest = np.argmin([((z - c) ** 2).sum(axis=1) for c in centres], axis=0)
    belongs = np.eye(parts)[nearest]
    likelihood = -np.inf
    for _ in range(40):
        total = belongs.sum(axis=0) + 1e-9
        shares = total / total.sum()
        means = (belongs.T @ z) / total[:, None]
        covariances = np.array([_covariance(z, belongs[:, k], means[k]) for k in range(parts)])
        logs = _log_densities(z, shares, means, covariances)
        sums = special.logsumexp(logs, axis=1)
        belongs = np.exp(logs - sums[:, None])
        before, likelihood = likelihood, float(sums.mean())
        if likelihood - before < 1e-3:
            break
    return likelihood, shares, means, covariances


def _parts(z: Numbers, independent: float) -> tuple[Numbers, Numbers, Numbers]:
    """Shares, means and covariances of the mixture of greatest likelihood less Schwarz's penalty."""
    z = z[:: max(z.shape[0] // MOST_POINTS, 1)]
    s = z.shape[1]
    best, score, worse = _fit(z, 1), -np.inf, 0
    for parts in range(1, MOST_PARTS + 1):
        free = parts * (1 + s + s * (s + 1) / 2) - 1
        if parts > 1 and 3.0 * free > independent * s:
            break
        found = _fit(z, parts)
        value = found[0] * independent - 0.5 * free * log(independent)
        worse = 0 if value > score else worse + 1
        if worse == 0:
            best, score = found, value
        elif worse == 2:
            break
    return best[1:]


def _slopes(u: Numbers, margins: Numbers, belongs: Numbers) -> Numbers:
    """Direction in which the margin falls fastest among the points of each part; (dimension, parts).

    Linear regression with weights; the margin tells the direction far better than the scatter of the points.
    """
    out = np.empty((u.shape[1], belongs.shape[1]))
    for k in range(belongs.shape[1]):
        w = belongs[:, k] / belongs[:, k].sum()
        x = u - w @ u
        y = margins - w @ margins
        moments = (x * w[:, None]).T @ x
        ridge = 1e-3 * float(np.trace(moments)) / u.shape[1]
        slope = np.linalg.solve(moments + ridge * np.eye(u.shape[1]), x.T @ (w * y))
        out[:, k] = -slope / max(float(np.linalg.norm(slope)), 1e-300)
    return out


def _common_slope(
    u: Numbers, margins: Numbers, first: Sequence[tuple[Numbers, Numbers]], scales: Numbers | None
) -> Numbers:
    """One direction in which the margin falls, from all points that there are; (dimension, 1).

    Where there are too few points near failure for so many dimensions, the independent points of the first
    level say more; each kind of points has a mean of its own. ``scales`` are what is expected of the slopes'
    sizes beforehand: a number with little power cannot matter much.
    """
    early = np.concatenate([x for x, _ in first])
    early_margins = np.concatenate([g for _, g in first])
    expected = np.ones(u.shape[1]) if scales is None else scales
    x = np.concatenate([early - early.mean(axis=0), u - u.mean(axis=0)]) * expected
    y = np.concatenate([early_margins - early_margins.mean(), margins - margins.mean()])
    moments = x.T @ x
    ridge = DRAWN_IN * float(np.trace(moments)) / u.shape[1]
    slope = expected * np.linalg.solve(moments + ridge * np.eye(u.shape[1]), x.T @ y)
    return np.asarray(-slope[:, None] / max(float(np.linalg.norm(slope)), 1e-300))


def _sharpened(basis: Numbers, z: Numbers, independent: float, u: Numbers, margins: Numbers) -> Numbers:
    """Directions from the margin's slope in each part, in place of those from the points' scatter."""
    shares, means, covariances = _parts(z, independent)
    logs = _log_densities(u @ basis, shares, means, covariances)
    belongs = np.exp(logs - special.logsumexp(logs, axis=1)[:, None])
    slopes = _slopes(u, margins, belongs[:, belongs.sum(axis=0) > 0.5 * u.shape[1] ** 0.5])
    axes, sizes, _ = np.linalg.svd(slopes, full_matrices=False)
    return np.ascontiguousarray(axes[:, sizes > 0.3 * sizes[0]][:, :MOST_DIRECTIONS])


def fit(
    groups: Sequence[Numbers],
    independent: float,
    near: Numbers,
    margins: Numbers,
    first: Sequence[tuple[Numbers, Numbers]] = (),
    scales: Numbers | None = None,
) -> Mixture:
    """Mixture for groups of failed points, which together are worth ``independent`` independent ones.

    ``near`` are points near failure with their ``margins``: in many dimensions these give the directions.
    Where they are too few for so many dimensions, ``first``, independent points and their margins, give one
    (``scales``: sizes expected of its components).
    The number of parts follows from Schwarz's criterion (Ann. Stat. 6 (1978) 461-464).
    """
    failed = np.concatenate(groups)
    d = failed.shape[1]
    if d <= MOST_DIRECTIONS:
        basis = np.eye(d)
    elif first and len(near) < ENOUGH * d:
        basis = _common_slope(near, margins, first, scales)
    else:
        basis = directions(groups)
        basis = _sharpened(basis, failed @ basis, independent, near, margins)
    z = failed @ basis
    shares, means, covariances = _parts(z, independent)
    shares = np.maximum(shares, 0.02)
    wide = _WIDER * covariances + _LEAST_VARIANCE * np.eye(z.shape[1])
    factors = np.array([cholesky(c, lower=True) for c in wide])
    return Mixture(basis, shares / shares.sum(), means, factors)
