"""Flights at cells: counted once, kept, and the same random numbers for another design."""

import dataclasses

import numpy as np
import pytest

from shortdeck.campaign.flights import fly_table
from shortdeck.campaign.store import Store
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.fleet.year import flying
from shortdeck.fleet.year.flying import CANNOT, Design, Flyer, Place
from shortdeck.flight.outcome import Kind

TB3, ANADOLU = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
DESIGN = Design(aircraft=TB3, ship=ANADOLU, masses={"launch": 1450.0, "recovery": 1250.0})
INTO = 18  # of 36 courses


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(flying, "EACH", 8)


def places(cells):
    sea = int(np.flatnonzero(cells.seas.state == 4)[0])
    return [Place(sea, INTO, 5), Place(sea, INTO + 2, 6)]


def test_they_are_the_flights_of_the_table_with_the_same_cases(cells, tmp_path):
    one = places(cells)[0]
    found = Flyer("launch", DESIGN, cells, 3, Store(tmp_path)).fly([one], 2)[0]
    at = (one.sea, one.course, one.speed)
    columns = {
        "mass": 1450.0, "hs": cells.seas.hs[one.sea], "tp": cells.seas.tp[one.sea],
        "wave_heading": cells.course[INTO], "ship_speed": cells.speed[5], "wind_over_deck": cells.wind[at],
        "wind_angle": cells.wind_angle[at],
    }  # fmt: skip
    table = {name: np.full(8, value) for name, value in columns.items()} | {"case": np.arange(1024, 1032)}
    counts = fly_table("launch", TB3, ANADOLU, table, seed=3).counts()
    assert {name: n for (_, name), n in found.outcomes.items()} == dict(counts)
    assert found.flights == 8


def test_what_was_flown_is_kept_and_places_do_not_share_their_draws(cells, tmp_path):
    told = []
    first = Flyer("recovery", DESIGN, cells, 0, Store(tmp_path), told.append)
    found = first.fly(places(cells), 0)
    again = Flyer("recovery", DESIGN, cells, 0, Store(tmp_path), told.append)
    assert [r.outcomes for r in again.fly(places(cells), 0)] == [r.outcomes for r in found]
    assert first.flown == 16
    assert again.flown == 0
    assert told == [16, 16]


def test_another_design_meets_the_same_waves_and_gusts(cells, tmp_path, monkeypatch):
    seen = []
    real = flying.fly_table

    def watched(task, aircraft, ship, columns, *, seed):
        seen.append((columns["case"].tolist(), seed, columns["ramp"][0]))
        return real(task, aircraft, ship, columns, seed=seed)

    monkeypatch.setattr(flying, "fly_table", watched)
    for design in (DESIGN, dataclasses.replace(DESIGN, ramp=False)):
        Flyer("launch", design, cells, 0, Store(tmp_path)).fly(places(cells), 1)
    assert seen[0][:2] == seen[1][:2]
    assert (seen[0][2], seen[1][2]) == (True, False)


def test_without_waves_the_wind_stays(cells, tmp_path):
    one = places(cells)[0]
    flyer = Flyer("recovery", DESIGN, cells, 0, Store(tmp_path))
    calm = flyer._row(one._replace(height=0.05))
    rough = flyer._row(one)
    assert calm["hs"] == pytest.approx(0.05 * rough["hs"])
    assert calm["wind_over_deck"] == rough["wind_over_deck"]


def test_a_place_without_a_first_state_counts_as_no_success(cells, tmp_path):
    one = places(cells)[0]
    windy = cells.features.copy()
    windy[one.sea, one.course, one.speed, :2] = (0.0, 45.0)  # more across than the approach speed
    odd = dataclasses.replace(cells, features=windy)
    found = Flyer("recovery", DESIGN, odd, 0, Store(tmp_path)).fly([one], 0)[0]
    assert dict(found.outcomes) == {("safe abort", CANNOT): 8}
    assert found.of(Kind.SUCCESS) == 0
