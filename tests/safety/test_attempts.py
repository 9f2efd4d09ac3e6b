"""Attempts until aboard: against flights played out, and what sharing an hour does."""

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.safety.attempts import recover_until_aboard, sortie_mishap


def played_out(mishap, wave_off, attempts, repetitions, key):
    """Aircraft played out one by one: shares of aboard, mishap, out of attempts; attempts of each."""
    rng = np.random.Generator(np.random.Philox(key=key))
    ends, flown = [], []
    for _ in range(repetitions):
        hour = rng.integers(len(mishap))
        chances = rng.random(attempts)
        ended = np.flatnonzero(chances >= wave_off[hour])
        if len(ended) == 0:
            ends.append(2)
        else:
            ends.append(1 if chances[ended[0]] < wave_off[hour] + mishap[hour] else 0)
        flown.append(ended[0] + 1 if len(ended) else attempts)
    return np.bincount(ends, minlength=3) / repetitions, float(np.mean(flown))


def test_the_chances_are_those_of_aircraft_played_out():
    mishap, wave_off = [0.02, 0.1, 0.2], [0.1, 0.5, 0.7]
    found = recover_until_aboard(mishap, wave_off, attempts=3)
    shares, flown = played_out(mishap, wave_off, 3, 20_000, 5)
    assert found[:3] == pytest.approx(shares, abs=4 * (0.25 / 20_000) ** 0.5)
    assert found.attempts == pytest.approx(flown, abs=0.03)
    assert sum(found[:3]) == pytest.approx(1.0)
    assert found.mishap_per_recovered == pytest.approx(found.mishap / found.aboard)


def test_one_attempt_is_itself_and_no_wave_off_needs_one():
    assert recover_until_aboard(0.01, 0.2, attempts=1)[:3] == pytest.approx((0.79, 0.01, 0.2))
    assert recover_until_aboard(0.01, 0.0, attempts=9) == pytest.approx((0.99, 0.01, 0.0, 1.0))


def test_hours_that_are_shared_leave_more_aircraft_out_of_attempts():
    """Waved off nine times of ten in one hour of ten: chances averaged beforehand hide it."""
    wave_off = np.array([0.0] * 9 + [0.9])
    shared = recover_until_aboard(0.0, wave_off, attempts=4)
    mixed = recover_until_aboard(0.0, wave_off.mean(), attempts=4)
    assert shared.out_of_attempts > 100.0 * mixed.out_of_attempts


def test_a_sortie_in_one_sea_is_safer_than_in_two_of_the_same_kind():
    """Bad hours coincide: one mishap there is enough."""
    hours = np.array([0.0, 0.0, 0.0, 0.4])
    assert sortie_mishap(hours, hours) == pytest.approx(0.25 * (1.0 - 0.6**2))
    assert sortie_mishap(hours, hours) < sortie_mishap(hours.mean(), hours.mean())


def test_bad_chances_are_refused():
    with pytest.raises(InputError, match="wave_off"):
        recover_until_aboard(0.1, 1.2, attempts=2)
    with pytest.raises(InputError, match="add up to more than 1"):
        recover_until_aboard(0.5, 0.6, attempts=2)
    with pytest.raises(InputError, match="attempts 0"):
        recover_until_aboard(0.1, 0.2, attempts=0)
