"""From a space of flights to chances, criteria, attempts and sorties, where all chances are known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import ndtr

from shortdeck.catalog.standards import standards
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.safety import risk_report
from shortdeck.safety.breakdown import Chance
from shortdeck.safety.flight_risk import assess_space, sortie_of, verdict
from shortdeck.safety.flight_space import Group
from shortdeck.safety.margins import MISHAPS, PLENTY, least, members


class Space:
    """Flights in six dimensions whose mishaps are those of a table; a low last number waves off."""

    dimension, seed, rough = 6, 3, 0
    groups = (Group("air", 0, 6),)
    scales = np.ones(6)
    aircraft, ship = SimpleNamespace(name="kite"), SimpleNamespace(name="raft")

    def __init__(self, task: str, at: dict[str, float], stop_after: int | None = None) -> None:
        self.task, self.at, self.flights, self.stop_after = task, at, 0, stop_after
        self.conditions, self.progress = Conditions(mass=100.0), None

    def margins(self, u):
        self.flights += len(u)
        if self.stop_after is not None and self.flights > self.stop_after:
            raise KeyboardInterrupt
        if self.progress is not None:
            self.progress(self.flights)
        out = {name: np.full(len(u), PLENTY) for name in MISHAPS}
        return out | {name: beta - u[:, k] for k, (name, beta) in enumerate(self.at.items())}

    def margin(self, name):
        return lambda u: least(self.margins(u), members(name))

    def fly(self, u):
        return SimpleNamespace(waved_off=u[:, 5] < -1.0)


def test_each_class_and_mishap_is_told():
    """Hard landings are common, losses are not: the losses get an estimate of their own."""
    found = assess_space(Space("recovery", {"hard": 2.0, "sea": 4.2, "tail": 3.0}), budget=400_000)
    truth = {"hard": 2.0, "incident": 2.0, "sea": 4.2, "lost": 4.2, "tail": 3.0, "structural": 3.0}
    for name, beta in truth.items():
        chance = found.chances[name]
        assert 0.8 * chance.low <= ndtr(-beta) <= 1.25 * chance.high, name
        assert chance.high < 2.5 * ndtr(-beta)
    assert "lost" in found.estimates
    assert "incident" not in found.estimates  # any mishap has told it well enough
    assert found.chances["ramp"].probability == 0.0
    assert found.chances["ramp"].high < 1e-4
    assert found.flights <= 400_000 + 20_000  # and the flights that were flown again


def test_attempts_go_on_until_it_is_aboard():
    found = assess_space(Space("recovery", {"hard": 2.0}), attempts=3).recovered
    w, m = ndtr(-1.0), ndtr(-2.0)
    assert found.wave_off == pytest.approx(w, abs=0.03)
    attempts = 1.0 + found.wave_off + found.wave_off**2
    assert found.chances.attempts == pytest.approx(attempts)
    assert found.chances.mishap == pytest.approx(m * attempts, rel=0.3)
    assert found.per_recovered.low < m * attempts / (1.0 - w**3 - m * attempts) < found.per_recovered.high


def test_criteria_are_met_not_met_or_not_shown():
    found = assess_space(Space("recovery", {"hard": 2.0, "sea": 6.5}))
    held = {h.criterion.name: h for h in found.held}
    assert len(held) == len(standards().criteria)
    assert held["gear within limit load"].limit == "not met"
    assert held["aircraft not lost"].limit == "met"
    assert held["no wing tip strike"].average != "not met"
    assert verdict(Chance("x", 1e-6, 1e-7, 1e-5, ""), 2e-6) == "not shown"
    launch = assess_space(Space("launch", {"sea": 2.0}), budget=40_000)
    assert "no ramp strike" not in {h.criterion.name for h in launch.held}
    assert launch.recovered is None


def test_one_mishap_alone():
    found = assess_space(Space("launch", {"sea": 3.5, "hard": 2.0}), mishap="sea", budget=100_000)
    assert set(found.estimates) == {"sea"}
    assert found.chances["sea"].low <= ndtr(-3.5) <= found.chances["sea"].high
    assert found.held == ()


def test_an_interruption_keeps_what_is_done():
    found = assess_space(Space("launch", {"sea": 1.5, "hard": 4.5}, stop_after=1500))
    assert found.interrupted
    assert found.chances["any"].low < ndtr(-1.5) < found.chances["any"].high
    assert risk_report.exit_status(found) == 130
    rare = assess_space(Space("launch", {"sea": 4.5}, stop_after=5000))
    assert rare.interrupted
    assert rare.chances["any"].high < 0.01
    assert any("interrupted" in w for w in rare.warnings)


def test_a_sortie_is_launch_and_recovery():
    launch = assess_space(Space("launch", {"sea": 2.0}), budget=40_000)
    recovery = assess_space(Space("recovery", {"sea": 2.0}), budget=40_000)
    found = sortie_of(launch, recovery)
    attempts = recovery.recovered.chances.attempts
    m = launch.chances["any"].probability
    assert found.mishap.probability == pytest.approx(
        m + (1.0 - m) * attempts * recovery.chances["any"].probability
    )
    assert found.lost.low < found.lost.probability < found.lost.high


def test_the_data_are_plain_and_the_picture_stands(tmp_path):
    import json

    found = assess_space(Space("recovery", {"hard": 2.0, "sea": 4.2}), budget=100_000)
    data = risk_report.as_data(found)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["excluded"] == "model risk not included"
    assert data["estimates"]["any"]["seed"] == 3
    first, second = (risk_report.save(found, tmp_path / name) for name in ("a", "b"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_progress_is_told():
    heard = []
    assess_space(Space("launch", {"sea": 2.0}), budget=40_000, tell=lambda *a: heard.append(a))
    assert heard[0][0] == "any"
    assert heard[-1][1] > heard[0][1]
    assert heard[0][2] == 10_000


@pytest.mark.parametrize(
    ("words", "text"),
    [({"budget": 10}, "budget 10"), ({"attempts": 0}, "attempts 0"), ({"mishap": "kraken"}, "are any"),
     ({"level": 0.2}, "level 0.2"), ({"target_cov": 2.0}, "target_cov 2.0")],
)  # fmt: skip
def test_what_cannot_be_is_refused(words, text):
    with pytest.raises(InputError, match=text):
        assess_space(Space("launch", {"sea": 2.0}), **words)
