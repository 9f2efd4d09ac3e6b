"""The estimate as a whole: which method answers, what it says of itself, and that it keeps to its budget."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.risk import BOTH, DISAGREE, _of_both, _Work, agreement, estimate
from shortdeck.safety.subset import Subset, log_interval


def far(distance):
    return lambda u: distance - u[:, 0]


def uneven(u):
    """Two ways to fail, one ten times as likely as the other."""
    return np.minimum(3.8 - u[:, 0], 4.3 + u[:, 1])


def test_common_failures_are_counted():
    found = estimate(far(1.5), 3, seed=1)
    truth = stats.norm.sf(1.5)
    assert found.method == "crude Monte Carlo"
    assert found.low < truth < found.high
    assert found.cov == pytest.approx(0.1, abs=0.005)
    assert found.calls < 4000
    assert found.warnings == ()


def test_rare_failures_are_answered_by_two_methods():
    found = estimate(far(4.753424), 5, seed=1)
    assert found.method == BOTH
    assert found.low < 1e-6 < found.high
    assert found.high / found.low < 1.5
    assert found.agreement > DISAGREE
    methods = {p.method for p in found.parts}
    assert methods == {"crude Monte Carlo", "subset simulation", "importance sampling"}
    assert all(p.low < 1e-6 < p.high for p in found.parts)
    assert found.calls < 90_000
    [only] = found.branches
    assert only.distance == pytest.approx(4.753424, abs=0.4)
    assert only.point[0] == pytest.approx(4.753424, abs=0.4)


def test_branches_with_their_shares():
    found = estimate(uneven, 4, seed=2)
    first, second = found.branches
    assert first.share == pytest.approx(stats.norm.sf(3.8) / stats.norm.sf([3.8, 4.3]).sum(), abs=0.03)
    assert first.share + second.share == pytest.approx(1.0, abs=1e-6)
    assert first.point[0] > 3.8
    assert second.point[1] < -4.3
    assert first.probability == pytest.approx(first.share * found.probability)


def test_same_seed_same_answer_for_any_batch():
    whole = estimate(uneven, 3, seed=3, budget=60_000)
    cut = estimate(uneven, 3, seed=3, budget=60_000, batch=77)
    other = estimate(uneven, 3, seed=4, budget=60_000)
    for field in dataclasses.fields(whole):
        if field.compare and field.name != "branches":
            assert getattr(whole, field.name) == getattr(cut, field.name), field.name
    assert [r.probability for r in whole.runs] == [r.probability for r in cut.runs]
    assert [b[:3] for b in whole.branches] == [b[:3] for b in cut.branches]
    assert other.probability != whole.probability


@pytest.mark.parametrize("budget", [200, 5000, 30_000, 60_000])
@pytest.mark.parametrize("distance", [2.0, 4.0, 7.0])
def test_the_budget_is_kept_and_the_answer_still_true(budget, distance):
    calls = []

    def g(u):
        calls.append(len(u))
        return far(distance)(u)

    found = estimate(g, 2, seed=5, budget=budget)
    assert sum(calls) == found.calls <= budget
    assert found.low <= stats.norm.sf(distance) <= found.high
    assert found.cov <= 0.1 or found.warnings


def test_a_budget_too_small_for_rare_failures_says_what_it_takes():
    found = estimate(far(5.0), 2, seed=1, budget=5000)
    assert found.method == "crude Monte Carlo"
    assert found.probability == 0.0
    assert found.high == pytest.approx(3.69 / 5000, rel=0.01)
    needed = int(found.warnings[0].split("need ")[1].split(";")[0])
    assert estimate(far(5.0), 2, seed=1, budget=needed).probability > 0.0


def test_a_flat_margin_is_not_taken_for_safety():
    """All that is known is how far the margin fell: the rest is not claimed."""
    found = estimate(lambda u: np.where(u[:, 0] > 4.0, 1.0, 5.0 - u[:, 0]), 2, seed=1)
    assert found.probability == 0.0
    assert found.high > stats.norm.sf(4.0)
    assert any("the margin is flat" in w for w in found.warnings)


def _says(probability, cov):
    return Subset(probability, cov, log_interval(probability, cov, 7.0, 0.95), 0.95, 1000, ())


def test_methods_that_agree_and_methods_that_do_not():
    assert agreement(_says(1e-6, 0.1), _says(1.1e-6, 0.1), 7.0) > 0.3
    assert agreement(_says(1e-6, 0.1), _says(3e-6, 0.1), 7.0) < DISAGREE


def test_contradiction_widens_the_answer_to_both(monkeypatch):
    """Importance sampling at fault, made so: the interval then holds what subset simulation says as well."""
    seen = {}

    def spoilt(work: _Work, weighed, checked, counted, looks):
        wrong = dataclasses.replace(weighed, probability=0.3 * weighed.probability, interval=log_interval(
            0.3 * weighed.probability, weighed.cov, 100.0, 0.95))  # fmt: skip
        seen["checked"] = checked
        return _of_both(work, wrong, checked, counted, looks)

    monkeypatch.setattr("shortdeck.safety.risk._of_both", spoilt)
    found = estimate(far(4.5), 2, seed=1)
    assert found.agreement < DISAGREE
    assert found.low < 0.3 * stats.norm.sf(4.5)
    assert found.high == seen["checked"].interval.high > stats.norm.sf(4.5)
    assert "interval spans both" in found.warnings[-1]


def test_bad_input_is_refused():
    for bad, message in (
        ({"budget": 10}, "budget 10"),
        ({"level": 95.0}, "level 95"),
        ({"target_cov": 0.0}, "target_cov 0"),
        ({"method": "form"}, "method 'form'"),
        ({"batch": 0}, "batch 0"),
        ({"seed": -1}, "seed -1"),
    ):
        with pytest.raises(InputError, match=message):
            estimate(far(2.0), 2, **({"seed": 1} | bad))
