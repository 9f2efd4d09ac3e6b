"""Numbers that are unknown, as against random: which of them an answer hangs on, and whether a claim holds.

A catalogue's uncertain number has a value and a plus/minus; its true value is one, somewhere within. That
is propagated apart from chance and never averaged into a risk: a response is asked at whole sets of values.
It shall be cheap and smooth to know (the least wind over deck, a quantile of a margin from a fixed set of
flights with common random numbers), not itself a rare probability.

A ``Response`` takes values of shape (n, numbers), in the order of the unknowns, and returns n values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from shortdeck.errors import InputError
from shortdeck.numerics.random import UNKNOWN, draw_uniform
from shortdeck.safety.binomial import Interval, clopper_pearson
from shortdeck.safety.normal_space import Numbers

Response = Callable[[Numbers], Numbers]
_BITS = 2**30  # of Sobol's points
RESAMPLES = 500  # of a bootstrap interval


class Unknown(NamedTuple):
    """A number with its spread; every value within is held equally likely."""

    name: str
    value: float
    plus_minus: float


class Slope(NamedTuple):
    """What one number does by itself, the others at their values."""

    name: str
    down: float  # change of the response at value - plus_minus
    up: float  # and at value + plus_minus

    @property
    def effect(self) -> float:
        """The greater of both changes, without sign."""
        return max(abs(self.down), abs(self.up))


class Screened(NamedTuple):
    """Elementary effects of a number over its whole spread (Morris): mean size, mean, scatter."""

    name: str
    size: float  # mean of the sizes, mu*: what ranks
    mean: float
    scatter: float  # large beside ``size`` where the effect bends or depends on other numbers
    error: float  # standard error of ``size``


class Shares(NamedTuple):
    """Sobol indices: shares of the response's variance."""

    name: str
    first: float  # by this number alone: what measuring it would take away on the average
    first_interval: Interval
    total: float  # with all it does together with others
    total_interval: Interval


class Claim(NamedTuple):
    """Whether a claim holds, given what is unknown."""

    probability: float
    interval: Interval
    level: float
    answers: Numbers  # the response at each set of values
    sets: Numbers  # the values, (n, numbers)


class Worth(NamedTuple):
    """What knowing one number exactly would do for the verdict on a claim."""

    name: str
    wrong_before: float  # chance of a wrong verdict on what is known now
    wrong_after: float  # the same, on the average, once the number is known

    @property
    def gain(self) -> float:
        """Chance of a wrong verdict that the measurement takes away."""
        return self.wrong_before - self.wrong_after


def _check(unknowns: Sequence[Unknown]) -> None:
    if not unknowns:
        raise InputError("no unknown numbers: one or more are needed")
    for u in unknowns:
        if not u.plus_minus > 0.0 or not np.isfinite([u.value, u.plus_minus]).all():
            raise InputError(
                f"{u.name}: {u.value} ± {u.plus_minus}: a finite value and a plus/minus above 0 are needed"
            )
    names = [u.name for u in unknowns]
    if len(set(names)) < len(names):
        raise InputError(f"unknown numbers {', '.join(names)}: a name stands more than once")


def _ask(response: Response, sets: Numbers) -> Numbers:
    values = np.asarray(response(sets), dtype=float)
    if values.shape != (sets.shape[0],) or not np.isfinite(values).all():
        raise InputError(
            f"the response returned shape {values.shape} for {sets.shape[0]} sets of values, or values that "
            f"are not finite; {sets.shape[0]} finite values are needed"
        )
    return values


def _scaled(unknowns: Sequence[Unknown], shares: Numbers) -> Numbers:
    """Values of numbers from shares of their spread in [0, 1]."""
    value = np.array([u.value for u in unknowns])
    spread = np.array([u.plus_minus for u in unknowns])
    return np.asarray(value + (2.0 * shares - 1.0) * spread, dtype=float)


def slopes(response: Response, unknowns: Sequence[Unknown]) -> tuple[Slope, ...]:
    """Each number moved alone to both ends of its spread, greatest effect first; 2 k + 1 sets of values.

    Blind to what numbers do together, and to anything between the ends.
    """
    _check(unknowns)
    k = len(unknowns)
    shares = np.full((2 * k + 1, k), 0.5)
    shares[np.arange(k), np.arange(k)] = 0.0
    shares[k + np.arange(k), np.arange(k)] = 1.0
    y = _ask(response, _scaled(unknowns, shares))
    found = [Slope(u.name, float(y[j] - y[-1]), float(y[k + j] - y[-1])) for j, u in enumerate(unknowns)]
    return tuple(sorted(found, key=lambda s: -s.effect))


def _path(seed: int, case: int, k: int) -> tuple[Numbers, NDArray[np.int64], Numbers]:
    """One path: its k + 1 points, the order in which the numbers change, and by how much."""
    chance = draw_uniform(seed, case, UNKNOWN, 3 * k).reshape(3, k)
    order = np.argsort(chance[0])
    up = chance[1] < 0.5
    steps = np.where(up, 2.0 / 3.0, -2.0 / 3.0)
    start = np.where(chance[2] < 0.5, 0.0, 1.0 / 3.0) + np.where(up, 0.0, 2.0 / 3.0)
    changed = np.zeros((k + 1, k))
    for n, j in enumerate(order, start=1):
        changed[n:, j] = steps[j]
    return start + changed, order, steps


def screen(
    response: Response, unknowns: Sequence[Unknown], *, seed: int, paths: int = 20
) -> tuple[Screened, ...]:
    """Morris screening: ``paths`` (k + 1) sets of values; greatest mean size first.

    Each path changes one number after another by two thirds of its spread, from a random start on a grid of
    four values and in a random order. Morris, Technometrics 33 (1991) 161-174,
    https://doi.org/10.1080/00401706.1991.10484804; mu*: Campolongo, Cariboni and Saltelli, Environmental
    Modelling and Software 22 (2007) 1509-1518, https://doi.org/10.1016/j.envsoft.2006.10.004.
    """
    _check(unknowns)
    if paths < 2:
        raise InputError(f"paths {paths}: two or more are needed")
    k = len(unknowns)
    walks = [_path(seed, p, k) for p in range(paths)]
    designs = np.concatenate([design for design, _, _ in walks])
    y = _ask(response, _scaled(unknowns, designs)).reshape(paths, k + 1)
    effects = np.empty((paths, k))
    for p, (_, order, steps) in enumerate(walks):
        effects[p, order] = np.diff(y[p]) / steps[order]
    sizes = np.abs(effects)
    found = [
        Screened(
            u.name, float(sizes[:, j].mean()), float(effects[:, j].mean()), float(effects[:, j].std(ddof=1)),
            float(sizes[:, j].std(ddof=1)) / paths**0.5,
        )
        for j, u in enumerate(unknowns)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda s: -s.size))


def _indices(y: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices from the answers at a, at b, and at a with one number from b each."""
    a, b, mixed = y[0], y[1], y[2:]
    variance = float(y[:2].var())
    if variance == 0.0:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    first = ((b - y[:2].mean()) * (mixed - a)).mean(axis=1) / variance
    return first, ((a - mixed) ** 2).mean(axis=1) / (2.0 * variance)


def sobol(
    response: Response, unknowns: Sequence[Unknown], *, seed: int, size: int = 256, level: float = 0.95
) -> tuple[Shares, ...]:
    """First-order and total Sobol indices with bootstrap intervals, greatest total first.

    Estimators (b) and (f) of Saltelli et al., table 2, Computer Physics Communications 181 (2010) 259-270,
    https://doi.org/10.1016/j.cpc.2009.09.018, the latter Jansen's, on Sobol's points under a random digital
    shift. Asks for ``size`` (k + 2) sets of values; ``size`` is a power of two.
    """
    _check(unknowns)
    if size < 16 or size & (size - 1):
        raise InputError(f"size {size}: a power of two from 16 on is needed")
    k = len(unknowns)
    net = (qmc.Sobol(2 * k, scramble=False).random(size) * _BITS).astype(np.int64)
    shift = (draw_uniform(seed, 0, UNKNOWN, 2 * k) * _BITS).astype(np.int64)
    both = ((net ^ shift) + 0.5) / _BITS
    a, b = both[:, :k], both[:, k:]
    mixed = np.repeat(a[None], k, axis=0)
    mixed[np.arange(k), :, np.arange(k)] = b.T
    y = _ask(response, _scaled(unknowns, np.concatenate([a, b, mixed.reshape(-1, k)]))).reshape(k + 2, size)
    picks = (draw_uniform(seed, 1, UNKNOWN, RESAMPLES * size) * size).astype(int).reshape(RESAMPLES, size)
    first, total = _indices(y)
    again = np.array([_indices(y[:, pick]) for pick in picks])
    ends = np.quantile(again, [0.5 * (1.0 - level), 0.5 * (1.0 + level)], axis=0)
    shares = [
        Shares(
            u.name, float(first[j]), Interval(float(ends[0, 0, j]), float(ends[1, 0, j])), float(total[j]),
            Interval(float(ends[0, 1, j]), float(ends[1, 1, j])),
        )
        for j, u in enumerate(unknowns)
    ]  # fmt: skip
    return tuple(sorted(shares, key=lambda s: -s.total))


def claim(
    response: Response,
    unknowns: Sequence[Unknown],
    holds: Callable[[Numbers], Numbers],
    *,
    seed: int,
    sets: int = 1000,
    level: float = 0.95,
) -> Claim:
    """Probability, over what is unknown, that ``holds(response)`` is true, with its interval."""
    _check(unknowns)
    shares = np.array([draw_uniform(seed, case, UNKNOWN, len(unknowns)) for case in range(sets)])
    values = _scaled(unknowns, shares)
    answers = _ask(response, values)
    true = int(np.count_nonzero(holds(answers)))
    return Claim(true / sets, clopper_pearson(true, sets, level=level), level, answers, values)


def worth(
    found: Claim, unknowns: Sequence[Unknown], holds: Callable[[Numbers], Numbers], *, bins: int = 10
) -> tuple[Worth, ...]:
    """Worth of measuring each number exactly, greatest gain first, from the sets that ``claim`` has asked.

    Now the likelier verdict is wrong with the chance min(P, 1 - P); once a number is known, with the mean of
    that over its values, here in ``bins`` equal parts of its spread: the value of perfect information on one
    number for a verdict of which both errors cost the same. Each part should hold 50 sets or more: fewer make
    every number look worth a little.
    """
    _check(unknowns)
    if bins < 2 or len(found.answers) < 20 * bins:
        raise InputError(f"bins {bins}, {len(found.answers)} sets: two or more, of 20 sets each, are needed")
    true = np.asarray(holds(found.answers), dtype=bool)
    before = float(min(true.mean(), 1.0 - true.mean()))
    out = []
    for j, u in enumerate(unknowns):
        share = (found.sets[:, j] - u.value + u.plus_minus) / (2.0 * u.plus_minus)
        which = np.clip((share * bins).astype(int), 0, bins - 1)
        count = np.bincount(which, minlength=bins)
        held = np.bincount(which, weights=true, minlength=bins)
        out.append(Worth(u.name, before, float(np.minimum(held, count - held).sum()) / len(true)))
    return tuple(sorted(out, key=lambda w: -w.gain))
