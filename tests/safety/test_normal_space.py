"""Points by number, margins that are checked, methods that share calls."""

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.numerics.random import RISK_POINT, draw
from shortdeck.safety.normal_space import BudgetSpentError, Counted, check_space, points, together


@pytest.mark.parametrize("dimension", [1, 2, 7, 300])
def test_a_point_is_the_draw_of_its_case(dimension):
    u = points(5, 40, 3, dimension, RISK_POINT)
    for k in range(3):
        assert u[k] == pytest.approx(draw(5, 40 + k, RISK_POINT, dimension), abs=0.0)


def test_batches_are_cut_and_counted():
    sizes = []

    def g(u):
        sizes.append(len(u))
        return u[:, 0]

    counted = Counted(g, dimension=2, budget=25, batch=10)
    u = points(1, 0, 25, 2, RISK_POINT)
    assert counted(u) == pytest.approx(u[:, 0], abs=0.0)
    assert sizes == [10, 10, 5]
    assert (counted.calls, counted.left) == (25, 0)
    with pytest.raises(BudgetSpentError):
        counted(u[:1])


def test_methods_that_ask_together_get_their_own_values():
    def ask(start, turns):
        total = 0.0
        for k in range(turns):
            values = yield np.full((k + 1, 1), start)
            assert values.shape == (k + 1,)
            total += values.sum()
        return total

    asked = []

    def g(u):
        asked.append(len(u))
        return 2.0 * u[:, 0]

    assert together(Counted(g, dimension=1), [ask(1.0, 3), ask(10.0, 1), ask(5.0, 2)]) == [12.0, 20.0, 30.0]
    assert asked == [3, 4, 3]


@pytest.mark.parametrize(
    ("g", "message"),
    [
        (lambda u: u, r"shape \(4, 2\)"),
        (lambda u: np.full(len(u), np.nan), "not a number"),
        (lambda u: 0.0, r"shape \(\)"),
    ],
)
def test_a_margin_that_answers_nonsense_is_refused(g, message):
    with pytest.raises(InputError, match=message):
        Counted(g, dimension=2)(np.zeros((4, 2)))


def test_spaces_and_seeds_that_are_none_are_refused():
    for dimension, seed in ((0, 1), (2.5, 1), (2, -1), (2, 2**53), (2, True)):
        with pytest.raises(InputError):
            check_space(dimension, seed)
