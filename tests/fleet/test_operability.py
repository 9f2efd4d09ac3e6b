"""The share of the year of a real pair, with few flights in a coarse year."""

import dataclasses
import json

import numpy as np
import pytest

from shortdeck.campaign.store import Store
from shortdeck.catalog.loader import load_ship
from shortdeck.errors import InputError
from shortdeck.fleet import operability as asked
from shortdeck.fleet.sorties import sorties
from shortdeck.fleet.year import flying, hourly, plan, report, seas, shares
from shortdeck.fleet.year.shares import ANSWERS
from shortdeck.fleet.year.worth import with_ramp

PAIR = ("bayraktar-tb3", "tcg-anadolu")
FEW = {"climate": "north-pacific", "flights": 900, "success": 0.2, "mishap": 0.1}


@pytest.fixture(scope="module")
def coarse():
    """A year of one class a sea state, 16 flights at 14 places and more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seas, "HEIGHTS", 1)
        patch.setattr(seas, "PERIODS", 1)
        for module in (flying, plan, asked):
            patch.setattr(module, "EACH", 16)
        for module in (plan, asked):
            patch.setattr(module, "FIRST", 12)
            patch.setattr(module, "STILL", 2)
            patch.setattr(module, "ROUND", 6)
        patch.setattr(asked, "LEAST_FLIGHTS", 400)
        for module in (shares, asked):
            patch.setattr(module, "DRAWS", 40)
        yield


@pytest.fixture(scope="module")
def year(coarse, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    return asked.operability(*PAIR, **FEW, store=store), store


def test_shares_are_ordered_and_add_up(year):
    found, _ = year
    for kind in ("flights", "climate"):
        both, launch, recovery = (getattr(found.shares[n], kind) for n in ("both", "launch", "recovery"))
        assert 0.0 <= both.mean <= min(launch.mean, recovery.mean) + 1e-12
        assert both.low <= both.high
    assert sum(row.share for row in found.rows) == pytest.approx(1.0)
    for name in ANSWERS:
        by_state = sum(row.share * row.within[name].mean for row in found.rows)
        assert by_state == pytest.approx(found.shares[name].flights.mean)


def test_what_is_within_limits_the_ship_can_make(year):
    found, _ = year
    cells = found.cells
    for flags in found.within.flags.values():
        assert not (flags & ~(cells.made & cells.flyable)[..., None]).any()
    for best in found.best:
        if best is not None:
            bound = cells.attainable.speed[best.sea][np.argmin(np.abs(cells.course - best.course))]
            assert best.speed <= max(bound, cells.speed[0]) + 1e-9


def test_four_changes_are_weighed_and_more_speed_does_no_harm(year):
    found, _ = year
    assert [w.change for w in found.worths] == [
        "her ramp", "5 kn more ship speed", "stabilisers", "150 kg less"
    ]  # fmt: skip
    faster = found.worths[1]
    for name in ANSWERS:
        assert faster.share[name].low >= -1e-9
        assert faster.courses[name].low >= -1e-9
    ramp = found.worths[0]
    assert ramp.share["recovery"] == (0.0, 0.0, 0.0)  # a ramp changes no landing


def test_the_same_question_gives_the_same_answer_and_flies_nothing(year, tmp_path, monkeypatch):
    found, store = year

    def never(*_, **__):
        raise AssertionError("flown again")

    monkeypatch.setattr(flying, "fly_table", never)
    again = asked.operability(*PAIR, **FEW, store=store)
    assert json.dumps(report.as_data(again)) == json.dumps(report.as_data(found))
    files = [report.save(answer, tmp_path / name) for answer, name in ((found, "a"), (again, "b"))]
    for one, other in zip(*files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    assert {path.suffix for path in files[0]} == {".json", ".nc", ".png"}


def test_the_deck_cycle_takes_its_rates_and_seas(year, tmp_path):
    found, _ = year
    report.save(found, tmp_path)
    rates, weather = hourly.read_rates(tmp_path / "operability.json")
    assert len(rates.launch) == len(weather.seas) == len(found.seas)
    made = hourly.rates_of(found)
    assert made[0].launch == rates.launch
    for sea, recovery in enumerate(rates.recovery):
        margin = np.where(found.cells.made & found.cells.flyable, found.margins["recovery"], -np.inf)[sea]
        assert recovery.closed == (not margin.max() > 0.0)
        if not recovery.closed:
            assert recovery.mishap <= found.tolerance.mishap * 1.001
            assert recovery.stop + recovery.mishap <= 1.0 - found.tolerance.success * 0.999
    run = sorties(*PAIR, fleet=2, days=4.0, station="50 nmi", away="6 h", rates=rates, weather=weather,
                  replications=2, study=False)  # fmt: skip
    assert "classes of seas" in run.setup.weather.words()


def test_a_ship_without_a_ramp_gets_that_of_another(coarse):
    flat = load_ship("izumo")
    assert flat.model.deck.ramp is None
    ramp = with_ramp(flat).model.deck.ramp
    line = flat.model.deck.runway
    bow = max(x for x, _ in flat.model.deck.outline.points)
    middle = line.y.value + np.tan(line.angle.value) * bow
    assert 0.5 * (ramp.port.value + ramp.starboard.value) == pytest.approx(middle)
    with pytest.raises(InputError, match="has a ramp"):
        with_ramp(load_ship("tcg-anadolu"))


def test_a_heavier_aircraft_is_another_question(year):
    found, store = year
    heavy = asked.operability(*PAIR, **FEW, mass="1600 kg", study=False, store=store)
    assert heavy.design.masses["launch"] == 1600.0
    assert report.as_data(heavy)["share_of_year"] != report.as_data(found)["share_of_year"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"flights": 100}, "at least"),
        ({"mishap": 0.0}, "a probability of mishap"),
        ({"success": 1.5}, "a probability of mishap"),
        ({"seed": -1}, "from 0 upwards"),
        ({"landing_mass": "1500 kg"}, "above the mass at take-off"),
        ({"climate": "mediterranean"}, "no annual table"),
        ({"climate": "nowhere.csv"}, "cannot read"),
        ({"mass": "1500"}, "has no unit"),
    ],
)
def test_bad_input_is_one_message(change, message):
    with pytest.raises(InputError, match=message):
        asked.operability(*PAIR, **({"climate": "north-pacific"} | change))


def test_an_airfield_has_no_sea():
    with pytest.raises(InputError, match="needs a ship"):
        asked.operability("bayraktar-tb3", "airfield")


def test_rates_from_anything_else_are_refused(tmp_path):
    path = tmp_path / "other.json"
    path.write_text(json.dumps({"figures": {}}))
    with pytest.raises(InputError, match="holds none"):
        hourly.read_rates(path)
    with pytest.raises(InputError, match="cannot read"):
        hourly.read_rates(tmp_path / "none.json")


def test_every_field_of_an_answer_is_told(year):
    found, _ = year
    inner = {"known", "margins", "within", "design", "best"}
    called = {"tolerance": "mishap", "shares": "share_of_year", "rows": "sea_states", "worths": "worth"}
    told = report.as_data(found)
    for field in dataclasses.fields(found):
        assert field.name in inner or called.get(field.name, field.name) in told
