"""Flights of many points: in order of their cases, gone on with, and found again."""

import numpy as np
import pytest

from shortdeck.campaign.store import Store
from shortdeck.limits.record import IS_ABORT, IS_MISHAP, Ended, Record, What, ended

WHAT = (
    What("stopped", "success", ""),
    What("overrun", "mishap", "lost"),
    What("waved off", "safe abort", ""),
)


class Flown:
    """Flights whose end is a known function of point and case; counts them."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []
        self.interrupt_at: int | None = None

    def __call__(self, points, cases) -> Ended:
        if self.interrupt_at is not None and len(self.calls) + len(points) > self.interrupt_at:
            raise KeyboardInterrupt
        self.calls += list(zip(points.tolist(), cases.tolist(), strict=True))
        return Ended(np.array([end_of(p, c) for p, c in zip(points, cases, strict=True)]), WHAT)


def end_of(point: int, case: int) -> int:
    return (7 * case + 3 * point + case * case) % 3


def count(point: int, flights: int, end: int) -> int:
    return sum(end_of(point, case) == end for case in range(flights))


def test_every_point_flies_the_same_cases_in_order_and_goes_on_where_it_stopped() -> None:
    flown = Flown()
    record = Record(3, flown)
    record.reach(np.array([4, 0, 2]))
    record.reach(np.array([2, 3, 5]))
    assert record.flights.tolist() == [4, 3, 5]
    assert sorted(flown.calls) == [(p, c) for p, n in enumerate((4, 3, 5)) for c in range(n)]
    assert record.count(kind=IS_MISHAP).tolist() == [count(p, n, 1) for p, n in enumerate((4, 3, 5))]
    assert record.count(outcome="waved off").tolist() == record.count(kind=IS_ABORT).tolist()
    assert record.count(severity="lost").tolist() == record.count(kind=IS_MISHAP).tolist()
    assert record.counts().sum(axis=1).tolist() == [4, 3, 5]
    assert record.came_to(2, IS_MISHAP).tolist() == [end_of(2, case) == 1 for case in range(5)]


def test_what_was_flown_before_is_not_flown_again_and_changes_no_answer(tmp_path) -> None:
    keys = ["a" * 64, "b" * 64]
    first = Record(2, Flown(), store=Store(tmp_path), keys=keys)
    first.reach(np.array([50, 10]))
    first.save()
    flown = Flown()
    again = Record(2, flown, store=Store(tmp_path), keys=keys)
    again.reach(np.array([20, 12]))
    assert sorted(flown.calls) == [(1, 10), (1, 11)]
    assert again.flown == 2
    assert again.flights.tolist() == [20, 12]
    assert again.count(kind=IS_MISHAP).tolist() == [count(0, 20, 1), count(1, 12, 1)]
    again.save()  # the longer run of the first point stays
    third = Record(2, flown, store=Store(tmp_path), keys=keys)
    third.reach(np.array([50, 12]))
    assert third.flown == 0
    assert third.count(kind=IS_ABORT).tolist() == [count(0, 50, 2), count(1, 12, 2)]


def test_an_interruption_leaves_nothing_half_done() -> None:
    flown = Flown()
    record = Record(2, flown)
    record.reach(np.array([4, 4]))
    flown.interrupt_at = 10
    with pytest.raises(KeyboardInterrupt):
        record.reach(np.array([9, 9]))
    assert record.flights.tolist() == [4, 4]
    assert record.counts().sum() == 8


def test_flights_are_told_apart_by_outcome_kind_and_severity() -> None:
    found = ended(["a", "b", "a", "a"], ["k", "k", "k", "l"], ["", "", "", "s"])
    assert [found.what[code] for code in found.code] == [
        What("a", "k", ""), What("b", "k", ""), What("a", "k", ""), What("a", "l", "s"),
    ]  # fmt: skip
    assert ended([], [], []).code.size == 0
