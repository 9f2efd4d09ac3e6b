"""Branches of a failure: separate ways in which it happens, each with its share and its likeliest point."""

from __future__ import annotations

from math import acos, sin
from typing import NamedTuple

import numpy as np

from shortdeck.safety.mixture import Mixture
from shortdeck.safety.normal_space import Counted, Numbers

STEPS = 9  # points on the way between two parts
LEAST_SHARE = 1e-3  # parts with less of the probability are not shown


class Branch(NamedTuple):
    """One way to fail: its probability, and the likeliest of the points that failed so."""

    probability: float
    share: float
    distance: float  # of the point from the origin, in standard deviations
    point: Numbers  # standard normal inputs


def _way(a: Numbers, b: Numbers) -> Numbers:
    """Points between a and b on the arc about the origin, as far out as the further of them."""
    size_a, size_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    ends = (a / (size_a or 1.0), b / (size_b or 1.0))
    reach = max(size_a, size_b)
    t = np.linspace(0.0, 1.0, STEPS + 2)[1:-1, None]
    angle = acos(min(max(float(ends[0] @ ends[1]), -1.0), 1.0))
    if angle < 1e-6:
        return np.asarray(a + t * (b - a), dtype=float)
    arc = (np.sin((1.0 - t) * angle) * ends[0] + np.sin(t * angle) * ends[1]) / max(sin(angle), 1e-12)
    return np.asarray(reach * arc, dtype=float)


def _groups(connected: list[tuple[int, int]], count: int) -> list[int]:
    """Name of the group of each part: parts joined by a chain of connections share one."""
    name = list(range(count))
    for a, b in connected:
        old, new = name[b], name[a]
        name = [new if n == old else n for n in name]
    return name


def branches(g: Counted, mixture: Mixture, failed: Numbers, weights: Numbers) -> tuple[Branch, ...]:
    """Branches of a failure from weighted points of a mixture, likeliest first.

    Two parts of the mixture belong to one branch if every point on the arc between their centres fails. A
    strongly bent branch can so be counted as several, never two as one unless a way of failures joins them.
    """
    parts = mixture.means.shape[0]
    part = np.argmax(mixture.log_parts(failed), axis=1)
    total = np.array([weights[part == k].sum() for k in range(parts)])
    shown = [k for k in range(parts) if total[k] > LEAST_SHARE * total.sum()]
    centres = mixture.means @ mixture.basis.T
    pairs = [(i, j) for n, i in enumerate(shown) for j in shown[n + 1 :]]
    joined: list[tuple[int, int]] = []
    if pairs:
        on_the_way = g(np.concatenate([_way(centres[i], centres[j]) for i, j in pairs])) <= 0.0
        failing = np.asarray(on_the_way).reshape(-1, STEPS).all(axis=1)
        joined = [pairs[k] for k in np.flatnonzero(failing)]
    name = np.array(_groups(joined, parts))
    found: list[Branch] = []
    for group in sorted(set(name[shown].tolist())):
        inside = (name[part] == group) & (weights > 0.0)
        z = failed[inside] @ mixture.basis
        nearest = z[int(np.argmin((z * z).sum(axis=1)))]
        share = float(weights[inside].sum() / total.sum())
        point = mixture.basis @ nearest
        found.append(Branch(share, share, float(np.linalg.norm(nearest)), point))
    return tuple(sorted(found, key=lambda b: -b.share))
