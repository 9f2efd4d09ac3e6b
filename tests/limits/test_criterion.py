"""One point: wrong answers are as rare as asked, however often one looks and whenever one stops."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.limits.criterion import GUESS, WEIGHT, Answer, Criterion, criteria, fewest_flights, together
from shortdeck.safety.binomial import anytime_interval, upper_limit

ERROR = 0.05
REPETITIONS = 200


def criterion(most: float = 0.02, error: float = ERROR, flights: int = 3000) -> Criterion:
    return Criterion("mishap", "mishap", most, error, flights)


def wrong_share(p: float, wrong: Answer, repetitions: int = REPETITIONS) -> float:
    """Share of campaigns that, looked at after every flight, give the wrong answer at least once."""
    asked, rng, n = criterion(), np.random.default_rng(5), np.arange(1, 2501)
    found = [(asked.answers(np.cumsum(rng.random(len(n)) < p), n) == wrong).any() for _ in range(repetitions)]
    return float(np.mean(found))


def test_a_point_at_its_limit_is_seldom_told_from_it() -> None:
    for p, wrong in ((0.02, Answer.UNACCEPTABLE), (0.0201, Answer.ACCEPTABLE)):
        seen = round(REPETITIONS * wrong_share(p, wrong))
        assert stats.binom.sf(seen - 1, REPETITIONS, ERROR) > 1e-3  # no more than chance allows
        assert seen > 0  # and not idle


def test_points_away_from_the_limit_are_told() -> None:
    asked = criterion(error=1e-3)
    assert asked.answer(0, asked.enough(0, 32)) is Answer.ACCEPTABLE
    assert asked.answer(0, asked.enough(0, 32) - 1) is Answer.OPEN
    assert asked.answer(3, asked.enough(3, 100)) is Answer.ACCEPTABLE
    assert asked.answer(16, 32) is Answer.UNACCEPTABLE
    assert asked.answer(0, 0) is Answer.OPEN


def test_flights_that_cannot_decide_are_not_spent() -> None:
    asked = criterion()
    assert asked.answer(20, 1000) is Answer.UNDECIDED  # at the limit, after a third of what is allowed
    assert asked.answer(1, 50) is Answer.OPEN  # at the limit too, but it may turn out elsewhere
    assert asked.answer(39, 3000) is Answer.UNDECIDED  # all is spent
    low, high = asked.near
    assert low < asked.most < high
    assert criterion(flights=300_000).near.low > low


def test_answers_are_those_of_the_interval_that_always_holds() -> None:
    asked, rng = criterion(), np.random.default_rng(0)
    for n in rng.integers(1, 2999, 60).tolist():
        k = int(rng.binomial(n, rng.choice([0.0, 0.005, 0.02, 0.08])))
        low, high = anytime_interval(
            k, n, level=1.0 - asked.error, guess=GUESS * asked.most, weight=WEIGHT / asked.most
        )
        answer = asked.answer(k, n)
        assert (answer is Answer.ACCEPTABLE) == (high < asked.most)
        assert (answer is Answer.UNACCEPTABLE) == (low > asked.most)


def test_acceptance_costs_little_more_than_the_fewest_flights_that_could_show_it() -> None:
    error = 0.05 / 240
    least = next(n for n in range(100, 2000) if upper_limit(0, n, level=1.0 - error) <= 0.01)
    assert least <= fewest_flights(0.01, error) <= 1.15 * least


def test_errors_are_shared_among_all_answers() -> None:
    two = criteria(risk=0.01, aborts=0.2, confidence=0.95, points=120, most_flights=4000)
    assert [c.kind for c in two] == ["mishap", "safe abort"]
    assert sum(c.error for c in two) * 120 == pytest.approx(0.05)
    (one,) = criteria(risk=0.01, aborts=1.0, confidence=0.95, points=120, most_flights=4000)
    assert one.error * 120 == pytest.approx(0.05)


def test_answers_together() -> None:
    a, u, d, o = Answer.ACCEPTABLE, Answer.UNACCEPTABLE, Answer.UNDECIDED, Answer.OPEN
    assert together([a, a]) is a
    assert together([a, u]) is together([d, u]) is together([o, u]) is u
    assert together([a, d]) is together([o, d]) is d
    assert together([a, o]) is o


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"risk": 0.0}, "risk"), ({"risk": 0.7}, "risk"), ({"aborts": 0.0}, "aborts"),
        ({"aborts": 1.5}, "aborts"), ({"confidence": 0.3}, "confidence"),
        ({"most_flights": 100}, "fewer than"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(change, message) -> None:
    words = {"risk": 0.01, "aborts": 0.2, "confidence": 0.95, "points": 120, "most_flights": 4000}
    with pytest.raises(InputError, match=message):
        criteria(**(words | change))
