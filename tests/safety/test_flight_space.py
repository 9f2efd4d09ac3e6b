"""Flights at standard normal points are those of a campaign; a point always flies the same flight."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety import flight_space
from shortdeck.safety.flight_space import FlightSpace, hashed
from shortdeck.safety.margins import ANY, least, members
from shortdeck.safety.normal_space import points

MASS = {"launch": 1450.0, "recovery": 1250.0}
COUNT = 320


def space(task: str, **more) -> FlightSpace:
    craft, ship = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    words = weather(ship, Words(sea_state=4, ship_speed=8.0, wind_over_deck=13.0, seed=1))
    run = {"deck_run": 90.0} if task == "launch" else {}
    return FlightSpace(task, craft, ship, Conditions(**(words | {"mass": MASS[task]} | run)), 7, **more)


@pytest.fixture(scope="module", params=["launch", "recovery"])
def flown(request):
    """A space, points in it, and their flights."""
    of = space(request.param)
    u = points(3, 0, COUNT, of.dimension, RISK_POINT)
    return of, u, of.fly(u)


def test_flights_are_distributed_as_those_of_a_campaign(flown):
    of, _, seen = flown
    columns = {"mass": MASS[of.task], "sea_state": 4, "ship_speed": 8.0, "wind_over_deck": 13.0}
    columns |= {"deck_run": 90.0} if of.task == "launch" else {}
    table = fly_table(
        of.task, "bayraktar-tb3", "tcg-anadolu", {n: np.full(COUNT, v) for n, v in columns.items()}, seed=99
    ).flown.figures_table()
    names = ["peak_main", "least_upright", "least_prop", "least_sea"]
    names += ["least_edge"] if of.task == "launch" else ["touchdown_sink", "t_touchdown", "least_stern"]
    for name in names:
        p = stats.ks_2samp(seen.figures[name], table[name]).pvalue
        assert p > 1e-3, name


def test_every_kind_of_input_is_steered(flown):
    of, *_ = flown
    kinds = {group.name for group in of.groups}
    own = {"approach"} if of.task == "recovery" else set()
    assert kinds == {"sensors", "frequencies", "sea", "air", "rest"} | own
    assert of.dimension == sum(group.size for group in of.groups)


def test_a_point_flies_the_same_flight_whatever_flies_beside_it(flown, monkeypatch):
    of, u, seen = flown
    monkeypatch.setattr(flight_space, "AT_ONCE", 7)
    again = of.fly(u[40:60])
    for name, values in seen.figures.items():
        assert np.array_equal(again.figures[name], values[40:60]), name


def test_a_small_move_makes_a_small_change(flown):
    """What subset simulation stands on; what is left to chance is drawn anew by any move."""
    of, u, _ = flown
    s = 0.15
    moved = np.sqrt(1.0 - s * s) * u + s * points(4, 0, COUNT, of.dimension, RISK_POINT)
    near, far = of.margins(moved), of.margins(points(5, 0, COUNT, of.dimension, RISK_POINT))
    before = of.margins(u)
    name = "sea" if of.task == "launch" else "hard"
    close = np.corrcoef(before[name], near[name])[0, 1]
    assert close > 0.6
    assert abs(np.corrcoef(before[name], far[name])[0, 1]) < 0.3


def test_each_kind_moves_the_flight(flown):
    of, u, seen = flown
    for group in of.groups:
        moved = u[:24].copy()
        moved[:, group.first : group.first + group.size] *= -1.0
        again = of.fly(moved)
        assert not np.array_equal(again.figures["least_upright"], seen.figures["least_upright"][:24])


def test_a_small_move_is_a_small_change_unless_it_draws_the_rest_anew(flown):
    """What is left to chance hangs on the last coordinate alone."""
    of, u, seen = flown
    before = seen.figures["least_upright"][:64]
    step = points(9, 0, 64, of.dimension, RISK_POINT)
    near = np.cos(1e-6) * u[:64] + np.sin(1e-6) * step
    near[:, -of.rough :] = u[:64, -of.rough :]
    anew = u[:64].copy()
    anew[:, -of.rough :] = step[:, -of.rough :]
    moved = np.abs(of.fly(near).figures["least_upright"] - before)
    drawn = np.abs(of.fly(anew).figures["least_upright"] - before)
    assert 0.0 < np.median(moved) < 0.01 * np.median(drawn)


def test_the_case_is_a_hash_of_all_of_a_row():
    u = points(1, 0, 50_000, 3, RISK_POINT)
    cases = hashed(u)
    assert len(np.unique(cases)) == len(cases)
    assert ((cases >= 0) & (cases < 2**53) & (cases == np.floor(cases))).all()
    assert stats.kstest(cases / 2.0**53, "uniform").pvalue > 1e-3
    for k in range(3):
        other = u.copy()
        other[:, k] = np.nextafter(other[:, k], 9.0)
        assert (hashed(other) != cases).all()
        assert abs(np.corrcoef(hashed(other), cases)[0, 1]) < 0.02


def test_the_margin_is_the_least_of_its_mishaps(flown):
    of, u, _ = flown
    assert np.array_equal(of.margin(ANY)(u[:16]), least(of.margins(u[:16]), members(ANY)))


def test_where_nothing_is_random_there_is_no_risk():
    craft, ship = load_aircraft("bayraktar-tb3"), load_ship("izumo")
    with pytest.raises(InputError, match="nothing is left to chance"):
        FlightSpace("launch", craft, ship, Conditions(mass=1450.0, wind_over_deck=12.0), 1)


def test_an_interruption_passes_through(flown):
    of, u, _ = flown

    def press(_: int) -> None:
        raise KeyboardInterrupt

    of.progress = press
    try:
        with pytest.raises(KeyboardInterrupt):
            of.fly(u[:8])
    finally:
        of.progress = None
