"""Counted flights become the deck cycle's rates: each share in its place, limits kept, source told."""

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.fleet.rates import NEVER
from shortdeck.limits import fleet_rates
from shortdeck.limits.fleet_rates import measured_rates
from shortdeck.limits.points import PointRates
from shortdeck.safety.binomial import clopper_pearson


def surface(task, aircraft, ship, points, flights, seed, *, store=None, told=None):
    """Recoveries need 5 m/s of ship speed, and go wrong in high seas; launches are stopped in them."""
    state, speed = (np.asarray(points[name], float) for name in ("sea_state", "ship_speed"))
    n = np.full(len(state), flights)
    n[state == 6] = 0
    lost = n * ((speed < 5.0) | (state >= 5)) // 2 if task == "recovery" else n * 0
    incident = n // 200
    stop = (n * state / 20).astype(int)
    around = stop // 4
    zero = n * 0
    counts = {
        "success": n - lost - incident - stop, "safe abort": stop, "mishap": lost + incident, "lost": lost,
        "structural": zero, "incident": incident,
    }  # fmt: skip
    outcomes = {"went around": around, "waved off": stop - around}
    columns = {"sea_state": state, "ship_speed": speed}
    return PointRates(task, "a", "s", seed, columns, n, counts, outcomes, ("",) * len(n))


def test_each_share_is_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_rates, "rates_at", surface)
    found = measured_rates("bayraktar-tb3", "izumo", flights=400, aborts=0.22)
    rates = found.rates
    assert [r.stop for r in rates.launch[:5]] == pytest.approx([0.0, 0.05, 0.1, 0.15, 0.2])
    assert rates.launch[5:] == (NEVER, NEVER, NEVER)  # too many stops, cannot be flown, above the last
    assert all(r.mishap == 0.0 for r in rates.launch[:5])  # incidents lose no aircraft
    assert rates.recovery[4].stop == pytest.approx(0.2)
    assert rates.recovery[5] == NEVER  # beyond the risk
    assert (found.recovery.columns["ship_speed"] >= 5.0)[:5].all()  # the captain makes wind
    assert (found.launch.columns["ship_speed"] == 0.0)[:5].all()
    assert rates.go_around_share == pytest.approx(0.25, abs=0.01)
    assert "400 flights of launch" in rates.source
    assert "below" not in rates.source  # each had incidents


def test_each_chance_has_the_exact_limits_of_its_flights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_rates, "rates_at", surface)
    rates = measured_rates("bayraktar-tb3", "izumo", flights=400, aborts=0.22).rates
    ends = {(end.task, end.chance): end for end in rates.ends}
    assert len(ends) == 4
    for (task, chance), end in ends.items():
        for row, low, high in zip(getattr(rates, task), end.low, end.high, strict=True):
            assert row.closed or low <= getattr(row, chance) <= high
    lost = ends["recovery", "mishap"]
    assert (lost.low[0], lost.high[0]) == pytest.approx(clopper_pearson(0, 400))
    worst = rates.moved(lost, high=True)
    assert worst.recovery[0].mishap == pytest.approx(lost.high[0])
    assert worst.recovery[5] == NEVER
    assert worst.launch == rates.launch


def test_it_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(task, aircraft, ship, points, flights, seed, *, store=None, told=None):
        told(flights * len(points["sea_state"]))
        return surface(task, aircraft, ship, points, flights, seed)

    monkeypatch.setattr(fleet_rates, "rates_at", told)
    words: list[str] = []
    measured_rates("bayraktar-tb3", "izumo", flights=400, progress=words.append)
    assert words[0] == "measuring rates: launch, 0 of at most 6300 flights"
    assert any(text.startswith("measuring rates: recovery, 6300 of") for text in words)


def test_losses_are_those_that_cost_the_aircraft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_rates, "rates_at", surface)
    found = measured_rates("bayraktar-tb3", "izumo", flights=400, risk=0.6)
    assert found.rates.recovery[5].mishap == pytest.approx(0.5)


def test_bad_questions_are_refused() -> None:
    with pytest.raises(InputError, match="no ship"):
        measured_rates("bayraktar-tb3", "airfield")
    with pytest.raises(InputError, match="0, 1, 2"):
        measured_rates("bayraktar-tb3", "izumo", sea_states=(3, 4))


def test_real_flights_make_rates_with_a_source() -> None:
    found = measured_rates("bayraktar-tb3", "izumo", sea_states=(0, 1), flights=40)
    assert len(found.rates.launch) == 3
    assert found.launch.flights.tolist() == [40, 40]
    assert "measured with seed 0" in found.rates.source
