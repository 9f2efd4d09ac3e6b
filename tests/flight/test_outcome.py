"""What a flight came to, for one and for many."""

from __future__ import annotations

import numpy as np

from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.outcome import outcome_of, outcomes_of


def test_many_outcomes_are_those_of_each() -> None:
    random = np.random.default_rng(1)
    count = 4000
    # Few distinct times, so that ties and short intervals come up; most things never happen.
    values = random.choice([1.0, 1.25, 1.5, 2.0, 9.0], size=(count, len(Figures._fields)))
    values[random.random(values.shape) < 0.9] = NEVER
    table = dict(zip(Figures._fields, values.T, strict=True))
    launching, touched = random.random(count) < 0.5, random.random(count) < 0.5
    many = outcomes_of(table, launching=launching, touched=touched)
    for k in range(count):
        one = outcome_of(Figures(*values[k]), launching=launching[k], phase=0.0, touched=touched[k])
        assert (many.name[k], many.kind[k], many.time[k]) == (one.name, one.kind, one.time)
    assert len(set(many.name)) == 19
