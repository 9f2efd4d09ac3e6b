"""Inputs with their own distributions: tails, names, flights."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.safety.inputs import Inputs
from shortdeck.safety.risk import estimate

TWO = Inputs({"wind": stats.weibull_min(2.0, scale=8.0), "mass": stats.norm(1450.0, 20.0)})


def test_values_have_their_distributions_far_into_both_tails():
    u = np.array([[-7.5, 1.0], [0.0, -2.0], [7.5, 8.0]])
    found = TWO.columns(u)
    assert list(found) == ["wind", "mass"]
    assert found["mass"] == pytest.approx(1450.0 + 20.0 * u[:, 1], rel=1e-12)
    wind, tail = stats.weibull_min(2.0, scale=8.0), stats.norm.sf(7.5)
    assert wind.sf(found["wind"][2]) == pytest.approx(tail, rel=1e-9)
    assert wind.cdf(found["wind"][0]) == pytest.approx(tail, rel=1e-9)


def test_a_risk_by_names():
    found = estimate(TWO.margin(lambda x: 30.0 - x["wind"]), TWO.dimension, seed=1)
    truth = stats.weibull_min(2.0, scale=8.0).sf(30.0)
    assert truth < 1e-6
    assert found.low < truth < found.high


def test_bad_inputs_are_refused():
    with pytest.raises(InputError, match="no inputs"):
        Inputs({})
    with pytest.raises(InputError, match=r"\(n, 2\) is needed"):
        TWO.columns(np.zeros((3, 1)))
    with pytest.raises(InputError, match="wind: its distribution"):
        Inputs({"wind": stats.norm(0.0, -1.0)}).columns(np.zeros((1, 1)))
