"""What an estimate is made of: shares of its failures, with intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from shortdeck.safety.breakdown import Chance, failures, within
from shortdeck.safety.risk import estimate


def parts(u: np.ndarray, near: float, far: float) -> dict[str, np.ndarray]:
    """Two mishaps that do not know of each other, and one that never happens."""
    return {"near": near - u[:, 0], "far": far - u[:, 1], "never": np.full(len(u), 9.0)}


def told(near: float, far: float, seed: int) -> dict[str, Chance]:
    found = estimate(
        lambda u: np.min(list(parts(u, near, far).values()), axis=0), 5, seed=seed, target_cov=0.1
    )
    failed = failures(found)
    flags = {name: values <= 0.0 for name, values in parts(failed.points, near, far).items()}
    names = {"near": ("near",), "far": ("far",), "never": ("never",), "all": ("near", "far", "never")}
    return {name: within(found, failed, flags, name, of) for name, of in names.items()}


@pytest.mark.parametrize(("near", "far"), [(2.0, 2.6), (4.0, 4.3)])
def test_each_part_has_its_probability(near, far):
    """Counted, and by subset simulation: of 12 repetitions at 95 % one may miss."""
    truth = {"near": ndtr(-near), "far": ndtr(-far)}
    truth["all"] = truth["near"] + truth["far"]
    found = [told(near, far, seed) for seed in range(12)]
    for name, p in truth.items():
        assert sum(f[name].low <= p <= f[name].high for f in found) >= 11
        assert np.mean([f[name].probability for f in found]) == pytest.approx(p, rel=0.25)
    for f in found:
        assert f["never"].probability == 0.0 == f["never"].low
        assert 0.0 < f["never"].high < 0.1 * f["all"].high
        assert f["never"].method == "not seen"


def test_an_estimate_without_failures_leaves_upper_limits():
    found = estimate(lambda u: 30.0 - u[:, 0], 1, seed=1, budget=3000, method="crude")
    chance = within(found, failures(found), {}, "x", ("x",))
    assert (chance.probability, chance.low) == (0.0, 0.0)
    assert 0.0 < chance.high < 0.01
    assert not chance.known
