"""Rates at points: the flights that ``fly_table`` flies, counted right, with exact intervals."""

from math import radians

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.campaign.store import Store
from shortdeck.errors import InputError
from shortdeck.limits import flying
from shortdeck.limits.points import rates_at
from shortdeck.safety.binomial import clopper_pearson

POINTS = {"wind_over_deck": [8.0, 14.0, 20.0], "wind_angle": [0.0, 0.0, 1.2], "sea_state": 6}


def test_counts_are_those_of_the_table_of_cases_and_add_up() -> None:
    found = rates_at("recovery", "bayraktar-tb3", "izumo", POINTS, 24, 3)
    for k in range(3):
        n = 24
        columns = {
            "wind_over_deck": [POINTS["wind_over_deck"][k]] * n,
            "wind_angle": [POINTS["wind_angle"][k]] * n,
            "sea_state": [6] * n,
        }
        same = sd.fly_table("recovery", "bayraktar-tb3", "izumo", columns, seed=3).counts()
        assert {name: int(n[k]) for name, n in found.outcomes.items() if n[k]} == dict(same)
    kinds = sum(found.counts[name] for name in ("success", "safe abort", "mishap"))
    severities = sum(found.counts[name] for name in ("lost", "structural", "incident"))
    assert (kinds == 24).all()
    assert (severities == found.counts["mishap"]).all()
    assert found.counts["mishap"].any()
    share = found.share("mishap", level=0.9)
    for k, count in enumerate(found.counts["mishap"].tolist()):
        assert (share.low[k], share.high[k]) == clopper_pearson(count, 24, level=0.9)
    data = found.dataset()
    assert data["wind_over_deck"].attrs["units"] == "m s-1"
    assert data["p_mishap_high"].values == pytest.approx(found.share("mishap").high)
    assert found.as_data()["points"][1]["success"]["flights"] == found.counts["success"][1]


def test_a_store_saves_flights_and_changes_nothing(tmp_path) -> None:
    points = {"wind_over_deck": [12.0], "sea_state": [3]}
    told: list[int] = []
    first = rates_at("launch", "bayraktar-tb3", "izumo", points, 16, store=Store(tmp_path), told=told.append)
    assert sum(told) == 16
    again = rates_at("launch", "bayraktar-tb3", "izumo", points, 16, store=Store(tmp_path), told=told.append)
    assert sum(told) == 16
    assert again.as_data() == first.as_data()
    rates_at("launch", "bayraktar-tb3", "izumo", points, 16, 1, store=Store(tmp_path), told=told.append)
    assert sum(told) == 32


def test_what_cannot_be_flown_is_a_limit_with_a_reason() -> None:
    points = {"wind_over_deck": [50.0, 45.0, 12.0], "wind_angle": [0.0, radians(90), 0.0]}
    found = rates_at("recovery", "bayraktar-tb3", "izumo", points, 8)
    assert "makes no way" in found.reasons[0]
    assert "crosswind" in found.reasons[1]
    assert found.reasons[2] == ""
    assert found.flights.tolist() == [0, 0, 8]
    assert np.isnan(found.share("mishap").estimate[:2]).all()
    assert found.as_data()["points"][0]["mishap"]["share"] is None


@pytest.mark.parametrize("wind", [26.0, 29.0, 31.0, 33.0])
def test_a_crosswind_near_the_approach_speed_never_breaks_a_table(wind: float) -> None:
    points = {"wind_over_deck": [wind], "wind_angle": [radians(90)], "mass": [1250.0]}
    found = rates_at("recovery", "bayraktar-tb3", "izumo", points, 4)
    assert found.reasons[0] or found.flights[0] == 4


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({}, "at least one condition"),
        ({"wind_over_deck": [1.0, 2.0], "mass": [1.0, 2.0, 3.0]}, "one length"),
        ({"wind_over_deck": [5.0], "mass": [9999.0]}, "9999 kg"),
        ({"wind_over_deck": [80.0]}, "0 to 60"),
        ({"wind_over_dek": [5.0]}, "wind_over_deck"),
        ({"wind_over_deck": [5.0], "surface": ["icy"]}, "icy"),
        ({"wind_over_deck": [5.0], "case": [1]}, "leave it out"),
    ],
)
def test_bad_points_are_refused(points, message) -> None:
    with pytest.raises(InputError, match=message):
        rates_at("recovery", "bayraktar-tb3", "izumo", points, 4)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="one or more"):
        rates_at("launch", "bayraktar-tb3", "izumo", {"wind_over_deck": [5.0]}, 0)
    with pytest.raises(InputError, match="launch, recovery"):
        rates_at("landing", "bayraktar-tb3", "izumo", {"wind_over_deck": [5.0]}, 4)
    with pytest.raises(InputError, match="seed"):
        rates_at("launch", "bayraktar-tb3", "izumo", {"wind_over_deck": [5.0]}, 4, -1)
    found = rates_at("launch", "bayraktar-tb3", "izumo", {"wind_over_deck": [12.0]}, 2)
    with pytest.raises(InputError, match="known are"):
        found.share("success story")


def test_an_interruption_keeps_the_points_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fly(self, points, numbers, *, threads=None, told=None):
        calls.append(len(points))
        if len(calls) > 1:
            raise KeyboardInterrupt
        return flown(self, points, numbers)

    flown = flying.Points.fly
    monkeypatch.setattr(flying.Points, "fly", fly)
    points = {"wind_over_deck": [12.0, 13.0, 14.0]}
    found = rates_at("launch", "bayraktar-tb3", "izumo", points, 8, batch=16)
    assert found.interrupted
    assert found.flights.tolist() == [8, 8, 0]
