"""Problems whose probability of failure is known: from the literature, and own ones in many dimensions.

The RP problems are those of the black-box reliability challenge (A. Rozsas and A. Slobbe, 2019,
https://rprepo.readthedocs.io/en/latest/reliability_problems.html), whose figures ``PUBLISHED`` holds. The
truths are integrated here, in closed form or along one axis, and do not come from sampling.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt
from typing import NamedTuple

import numpy as np
from scipy import integrate, stats
from scipy.special import ndtr, ndtri

from shortdeck.safety.flight_space import hashed


class Problem(NamedTuple):
    """A margin in a number of dimensions, and its probability of failure."""

    dimension: int
    g: Callable[[np.ndarray], np.ndarray]
    truth: float
    rough: int = 0  # last coordinates in which the margin has no slope


# Figures as published, to the digits given there.
PUBLISHED = {
    "RP22": 4.2073e-3, "RP24": 2.86e-3, "RP25": 4.148566e-5, "RP31": 3.2267e-3, "RP33": 2.57e-3,
    "RP63": 3.79e-4, "RP75": 9.8193e-3, "four branches": 2.2228e-3, "linear": 1e-6,
}  # fmt: skip


def _over(f, low=-12.0, high=12.0) -> float:
    """Mean of f over a standard normal number between two limits."""
    bell = lambda x: f(x) * np.exp(-0.5 * x * x) / sqrt(2.0 * pi)  # noqa: E731
    return integrate.quad(bell, low, high, points=[0.0], limit=400, epsabs=1e-16, epsrel=1e-10)[0]


def rp22(u):
    return 2.5 - (u[:, 0] + u[:, 1]) / sqrt(2.0) + 0.1 * (u[:, 0] - u[:, 1]) ** 2


def rp24(u):
    x = 10.0 + 3.0 * u
    return 2.5 - 0.2357 * (x[:, 0] - x[:, 1]) + 0.00463 * (x[:, 0] + x[:, 1] - 20.0) ** 4


def rp25(u):
    return np.maximum(u[:, 0] ** 2 - 8.0 * u[:, 1] + 16.0, -16.0 * u[:, 0] + u[:, 1] + 32.0)


def rp31(u):
    return 2.0 - u[:, 1] + (4.0 * u[:, 0]) ** 4


def rp33(u):
    return np.minimum(3.0 * sqrt(3.0) - u.sum(axis=1), 3.0 - u[:, 2])


def rp63(u):
    return 0.1 * (u[:, 1:] ** 2).sum(axis=1) - u[:, 0] - 4.5


def rp75(u):
    return 3.0 - u[:, 0] * u[:, 1]


def branches(a: float, k: float):
    """Four branches: two bent ones at the distance a, two straight ones at k / 2."""

    def g(u):
        along, across = (u[:, 0] + u[:, 1]) / sqrt(2.0), u[:, 0] - u[:, 1]
        return np.minimum(a + 0.1 * across**2 - abs(along), k / sqrt(2.0) - abs(across))

    return g


def _branches_truth(a: float, k: float) -> float:
    return 2.0 * ndtr(-k / 2.0) + _over(lambda z: 2.0 * ndtr(-a - 0.2 * z * z), -k / 2.0, k / 2.0)


def linear(u):
    return 4.753424 - u.sum(axis=1) / sqrt(u.shape[1])


def two_sides(u):
    """Two opposite branches in many dimensions."""
    return 4.5 - abs(u.sum(axis=1)) / sqrt(u.shape[1])


DISTANCES = (4.5, 4.7, 5.0)


def three_ways(u):
    """Three unequal branches at right angles to each other in 300 dimensions."""
    parts = [b - u[:, 100 * k : 100 * (k + 1)].sum(axis=1) / 10.0 for k, b in enumerate(DISTANCES)]
    return np.min(parts, axis=0)


def radius(u):
    """Failure far out in any direction: no point or branch stands for it."""
    return 110.0 - (u * u).sum(axis=1)


def noisy(u):
    """A fifth of the margin's variance is a number drawn by a hash of the last coordinate, as in flights."""
    drawn = ndtri((hashed(u[:, -1:]) + 0.5) / 2.0**53)
    return 4.0 - sqrt(0.8) * u[:, :-1].sum(axis=1) / sqrt(u.shape[1] - 1.0) - sqrt(0.2) * drawn


def misleading(u):
    """The branch that falls fastest at first never fails first: it draws the early levels to itself."""
    return np.minimum(5.0 - u[:, 0], 1.0 / (1.0 + np.exp(-2.0 * (u[:, 1] + 4.0))) - 0.5)


def _rp25_truth() -> float:
    return _over(lambda x: np.maximum(ndtr(-(x * x + 16.0) / 8.0) - ndtr(32.0 - 16.0 * x), 0.0), 1.9, 9.0)


def _rp33_truth() -> float:
    both = stats.multivariate_normal([0.0, 0.0], [[1.0, 1 / sqrt(3.0)], [1 / sqrt(3.0), 1.0]])
    return 1.0 - float(both.cdf([3.0, 3.0]))


def _rp63_truth() -> float:
    return integrate.quad(lambda c: stats.chi2.pdf(c, 99) * ndtr(4.5 - 0.1 * c), 20.0, 250.0)[0]


PROBLEMS = {
    "RP22": Problem(2, rp22, _over(lambda z: ndtr(-2.5 - 0.2 * z * z))),
    "RP24": Problem(2, rp24, _over(lambda z: ndtr(-(2.5 + 0.00463 * 324.0 * z**4) / (0.2357 * sqrt(18.0))))),
    "RP25": Problem(2, rp25, _rp25_truth()),
    "RP31": Problem(2, rp31, _over(lambda z: ndtr(-2.0 - (4.0 * z) ** 4))),
    "RP33": Problem(3, rp33, _rp33_truth()),
    "RP63": Problem(100, rp63, _rp63_truth()),
    "RP75": Problem(2, rp75, 2.0 * _over(lambda x: ndtr(-3.0 / x), 1e-9, 12.0)),
    "four branches": Problem(2, branches(3.0, 7.0), _branches_truth(3.0, 7.0)),
    "four far branches": Problem(2, branches(5.0, 8.5), _branches_truth(5.0, 8.5)),
    "linear": Problem(10, linear, float(ndtr(-4.753424))),
    "two sides of 300": Problem(300, two_sides, 2.0 * float(ndtr(-4.5))),
    "three ways of 300": Problem(300, three_ways, 1.0 - float(np.prod(1.0 - ndtr(-np.array(DISTANCES))))),
    "radius of 50": Problem(50, radius, float(stats.chi2.sf(110.0, 50))),
    "noisy 101": Problem(101, noisy, float(ndtr(-4.0)), 1),
    "misleading": Problem(2, misleading, float(1.0 - (1.0 - ndtr(-5.0)) * (1.0 - ndtr(-4.0)))),
}
