"""Known answers: where a known surface of risk passes its limit, the band holds it; flights go there."""

import numpy as np
import pytest
from scipy import stats

from shortdeck.limits.boundary import Known, limits_of
from shortdeck.limits.criterion import Answer, criteria
from shortdeck.limits.record import Record
from shortdeck.limits.search import CHECK, SCOUT, search
from shortdeck.safety.binomial import clopper_pearson
from tests.limits.synthetic import Bowl, Surface

CONFIDENCE = 0.95


def survey(surface: Surface, lines, *, every=False, can=None, aborts=0.2, most_flights=12_000, risk=0.01):
    count = len(surface.mishap)
    asked = criteria(risk=risk, aborts=aborts, confidence=CONFIDENCE, points=count, most_flights=most_flights)
    record = Record(count, surface)
    able = np.ones(count, bool) if can is None else can
    found = search(record, lines, asked, can=able, every=every)
    reasons = tuple("" if a else "no way" for a in able)
    known = Known(record.flights, record.counts(), tuple(record.what), found.answers, found.answer,
                  found.inferred, reasons)  # fmt: skip
    return known, asked, found


def holds(bowl: Bowl, known: Known, asked) -> tuple[bool, float]:
    """Whether every band holds the true limit, and the mean width of bands over the step of speeds."""
    right, widths = True, []
    step = float(bowl.speeds[1] - bowl.speeds[0])
    truth = bowl.mishap()
    for k, line in enumerate(bowl.lines()):
        limits = limits_of(known, line, bowl.speeds, asked)
        low, high = float(bowl.low(bowl.angles[k])), float(bowl.high(bowl.angles[k]))
        if limits.low is None:
            right &= not (known.answer[line] == Answer.ACCEPTABLE).any()
            continue
        right &= bool((truth[k][known.within[line]] <= bowl.risk).all())
        for side, true in ((limits.low, low), (limits.high, high)):
            beyond = side.within if side.beyond is None else side.beyond
            if side.reached and side.beyond is not None:
                right &= min(side.within, beyond) <= true <= max(side.within, beyond)
                widths.append(abs(beyond - side.within) / step)
    return right, float(np.mean(widths)) if widths else 0.0


@pytest.mark.parametrize("common", [True, False])
def test_bands_hold_the_true_limits_in_nearly_all_repetitions(common: bool) -> None:
    bowl = Bowl.around()
    found = [holds(bowl, *survey(Surface(bowl.mishap(), seed=s, common=common), bowl.lines())[:2])
             for s in range(40)]  # fmt: skip
    assert sum(right for right, _ in found) >= 37
    assert np.mean([width for _, width in found]) < 2.5  # steps, in each of which the risk changes fivefold


@pytest.mark.slow
@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("words", [{}, {"slope": 0.5}, {"slope": 3.0, "tight": -2.0}, {"risk": 0.05}])
def test_coverage_over_two_hundred_repetitions(words, common: bool) -> None:
    bowl = Bowl.around(**words)
    count = 0
    for seed in range(200):
        surface = Surface(bowl.mishap(), seed=1000 + seed, common=common)
        known, asked, _ = survey(surface, bowl.lines(), risk=bowl.risk)
        count += holds(bowl, known, asked)[0]
    assert count >= 185


def full_grid(p: np.ndarray, known: Known, asked) -> int:
    """Flights of the smallest full grid that comes to the same answers in half of its repetitions.

    Every point is flown equally often, which is fixed beforehand, and judged by exact intervals at the same
    error; the answers wanted are those of the points that the search decided by flying.
    """
    decided = (known.answer == Answer.ACCEPTABLE) | (known.answer == Answer.UNACCEPTABLE)
    good, risks, error, most = (
        known.answer[decided] == Answer.ACCEPTABLE,
        p[decided],
        asked[0].error,
        asked[0].most,
    )
    for flights in range(800, 60_000, 100):
        limits = [
            clopper_pearson(k, flights, level=1.0 - error) for k in range(int(2.5 * most * flights) + 9)
        ]
        accepted = max((k for k, limit in enumerate(limits) if limit.high <= most), default=-1)
        refused = next(k for k, limit in enumerate(limits) if limit.low > most)
        chances = np.where(
            good, stats.binom.cdf(accepted, flights, risks), stats.binom.sf(refused - 1, flights, risks)
        )
        if np.prod(chances) >= 0.5:
            return flights * len(p)
    raise AssertionError("no full grid comes to the same")


@pytest.mark.parametrize("words", [{}, {"slope": 0.7}, {"tight": -2.0}])
def test_a_full_grid_needs_at_least_five_times_the_flights_for_the_same_boundary(words) -> None:
    bowl = Bowl.around(**words)
    spent, needed = 0, 0
    for seed in range(4):
        surface = Surface(bowl.mishap(), seed=seed)
        known, asked, _ = survey(surface, bowl.lines(), aborts=1.0)
        spent += int(known.flights.sum())
        needed += full_grid(surface.mishap, known, asked)
    assert needed >= 5 * spent


def test_flights_go_where_the_limit_is() -> None:
    bowl = Bowl.around()
    known, _, _ = survey(Surface(bowl.mishap(), seed=1), bowl.lines())
    near = np.abs(np.log(bowl.mishap().ravel() / bowl.risk)) < 2.0
    assert known.flights[near].mean() > 8.0 * known.flights[~near].mean()


def test_nothing_within_limits_and_everything_within_limits() -> None:
    lines = [np.arange(10)]
    known, asked, _ = survey(Surface(np.full(10, 0.3)), lines)
    limits = limits_of(known, lines[0], range(10), asked)
    assert not limits.some
    assert limits.why == "overrun"
    known, asked, _ = survey(Surface(np.zeros(10)), lines)
    limits = limits_of(known, lines[0], range(10), asked)
    assert (limits.low.within, limits.high.within) == (0.0, 9.0)
    assert not limits.low.reached
    assert not limits.high.reached
    assert limits.low.beyond is None
    assert known.inferred.sum() == 8
    assert (known.flights[1:9] == CHECK).all()


def test_a_pocket_between_good_points_is_found_and_cuts_the_limits() -> None:
    p = np.zeros(12)
    p[7] = 0.3
    lines = [np.arange(12)]
    known, asked, _ = survey(Surface(p), lines)
    assert known.answer[7] == Answer.UNACCEPTABLE
    limits = limits_of(known, lines[0], range(12), asked)
    assert (limits.low.within, limits.high.within, limits.high.beyond) == (0.0, 6.0, 7.0)
    assert limits.apart == (8.0, 9.0, 10.0, 11.0)
    p[7] = 0.035  # shows in the check, not in the first flights
    known, asked, _ = survey(Surface(p, seed=3), lines)
    assert SCOUT * 0.035 < 2.0
    assert known.answer[7] == Answer.UNACCEPTABLE


def test_every_point_decided_infers_none() -> None:
    bowl = Bowl.around(4, 8, tight=-1.0)
    known, _, _ = survey(Surface(bowl.mishap(), seed=2), bowl.lines(), every=True)
    assert not known.inferred.any()
    assert not (known.answer == Answer.OPEN).any()
    some, _, _ = survey(Surface(bowl.mishap(), seed=2), bowl.lines())
    assert some.flights.sum() < known.flights.sum()
    both = some.answer != Answer.OPEN
    assert (some.answer[both] == known.answer[both]).all()


def test_safe_aborts_bind_where_they_are_too_many() -> None:
    lines = [np.arange(8)]
    aborts = np.array([0.0, 0.01, 0.02, 0.05, 0.1, 0.5, 0.9, 1.0])
    known, asked, _ = survey(Surface(np.zeros(8), aborts), lines)
    limits = limits_of(known, lines[0], range(8), asked)
    assert (limits.high.within, limits.high.beyond) == (4.0, 5.0)
    assert (limits.high.criterion, limits.high.reason) == ("safe abort", "waved off")
    assert 4.0 < limits.high.estimate < 5.0
    known, asked, _ = survey(Surface(np.zeros(8), aborts), lines, aborts=1.0)
    assert not limits_of(known, lines[0], range(8), asked).high.reached


def test_what_cannot_be_flown_is_a_limit_and_is_not_flown() -> None:
    lines = [np.arange(6)]
    surface = Surface(np.zeros(6))
    can = np.array([True] * 4 + [False] * 2)
    known, asked, _ = survey(surface, lines, can=can)
    limits = limits_of(known, lines[0], range(6), asked)
    assert (limits.high.within, limits.high.beyond) == (3.0, 4.0)
    assert (limits.high.criterion, limits.high.reason) == ("cannot be flown", "no way")
    assert limits.high.estimate is None
    assert (known.flights[~can] == 0).all()
    known, asked, _ = survey(surface, lines, can=np.zeros(6, bool))
    assert limits_of(known, lines[0], range(6), asked).why == "no way"


def test_the_estimate_lies_near_the_true_limit() -> None:
    bowl = Bowl.around(12, 20)
    known, asked, _ = survey(Surface(bowl.mishap(), seed=4, common=False), bowl.lines(), aborts=1.0)
    errors = []
    for k, line in enumerate(bowl.lines()):
        limits = limits_of(known, line, bowl.speeds, asked)
        for side, true in ((limits.low, bowl.low), (limits.high, bowl.high)):
            if side is not None and side.estimate is not None:
                errors.append(side.estimate - float(true(bowl.angles[k])))
    assert len(errors) > 12
    assert np.abs(errors).mean() < 0.6  # m/s, half a step


def test_the_cases_of_a_seed_decide_and_nothing_else() -> None:
    bowl = Bowl.around(6, 8)
    one, two = (survey(Surface(bowl.mishap(), seed=9), bowl.lines())[0] for _ in range(2))
    assert (one.flights == two.flights).all()
    assert (one.answer == two.answer).all()


def test_an_interruption_keeps_what_is_known() -> None:
    bowl = Bowl.around(6, 8)
    surface = Surface(bowl.mishap(), seed=9)
    calls = []

    def fly(points, cases):
        calls.append(len(points))
        if len(calls) > 3:
            raise KeyboardInterrupt
        return surface(points, cases)

    asked = criteria(risk=0.01, aborts=1.0, confidence=CONFIDENCE, points=48, most_flights=4000)
    record = Record(48, fly)
    found = search(record, bowl.lines(), asked, can=np.ones(48, bool))
    assert found.interrupted
    assert record.flights.sum() == sum(calls[:3])
    assert (found.answer == Answer.UNACCEPTABLE).any()
    known = Known(record.flights, record.counts(), tuple(record.what), found.answers, found.answer,
                  found.inferred, ("",) * 48)  # fmt: skip
    for line in bowl.lines():
        limits_of(known, line, bowl.speeds, asked)
