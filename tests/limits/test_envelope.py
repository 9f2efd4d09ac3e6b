"""The question put to flights, and its answer kept."""

import dataclasses
from math import pi, radians

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.campaign.store import Store
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import InputError
from shortdeck.limits import flying
from shortdeck.limits.criterion import Answer
from shortdeck.limits.envelope import KNOT, envelope
from shortdeck.limits.flying import points_of
from shortdeck.limits.report import as_data
from shortdeck.limits.search import search

SMALL = {"directions": 4, "speeds": [5.0, 7.0, 9.0, 12.0, 18.0, 21.0, 24.0], "highest_mass": False}


def launch(**words):
    return envelope("launch", "bayraktar-tb3", "izumo", **({"mass": 1250.0} | SMALL | words))


def test_limits_by_direction(plain_flights) -> None:
    found = launch()
    assert found.angles == pytest.approx((-pi / 2, 0.0, pi / 2, pi))
    one = found.slices[0]
    for k in range(3):
        low, high = one.limits[k].low, one.limits[k].high
        assert (low.within, low.beyond) == (9.0, 7.0)
        assert 7.0 < low.estimate < 9.0
        assert (high.within, high.beyond) == (18.0, 21.0)
        assert (high.criterion, high.reason) == ("mishap", "overrun")
    assert not one.limits[3].some
    assert one.limits[3].why == "waved off"
    assert found.ahead() == 1
    assert one.flown == one.known.flights.sum() == sum(len(points) for points, _ in plain_flights)


def test_the_same_question_is_answered_from_the_store(plain_flights, tmp_path) -> None:
    first = launch()
    flown = len(plain_flights)
    assert as_data(launch()) == as_data(first)
    assert len(plain_flights) == flown
    other = launch(risk=0.02)  # another risk flies on from the same flights
    more = sum(len(points) for points, _ in plain_flights[flown:])
    assert more < other.slices[0].flown
    assert as_data(launch(risk=0.02, cache=False)) == as_data(other)
    before = len(plain_flights)
    launch(cache=False)
    assert len(plain_flights) > before
    apart = launch(store=Store(tmp_path / "another"))
    assert as_data(apart) == as_data(first)
    assert (tmp_path / "another").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"aborts": 0.9}, {"confidence": 0.6}, {"seed": 4}, {"every": True}, {"flights": 1500}, {"risk": 0.2},
        {"directions": [0.0, "20 deg"]}, {"speeds": ["10 kn", "20 kn", "30 kn"]}, {"mass": "1450 kg"},
    ],
)  # fmt: skip
def test_each_part_of_the_question_changes_the_answer(plain_flights, change) -> None:
    plain, other = launch(), launch(**change)
    assert as_data(plain)["envelopes"] != as_data(other)["envelopes"]


@pytest.mark.parametrize(
    ("word", "value", "column", "flown"),
    [
        ("sea_state", 4, "sea_state", 4), ("ship_speed", "12 kn", "ship_speed", 12.0 * KNOT),
        ("wave_heading", "135 deg", "wave_heading", radians(135)), ("surface", "wet", "surface", "wet"),
        ("stores", 0.5, "stores", 0.5), ("ramp", False, "ramp", False),
        ("deck_run", "150 m", "deck_run", 150.0),
        ("speed_factor", 1.1, "speed_factor", 1.1), ("turbulence", "none", "turbulence", "none"),
        ("airwake", False, "airwake", False), ("spectrum", "jonswap", "spectrum", "jonswap"),
        ("spreading", "long-crested", "spreading", "long-crested"),
        ("ocean", "north-pacific", "ocean", "north-pacific"),
    ],
)  # fmt: skip
def test_conditions_reach_the_flights(plain_flights, word, value, column, flown) -> None:
    sea = {"sea_state": 4} if word in ("wave_heading", "spectrum", "spreading", "ocean") else {}
    launch(**(sea | {word: value}))
    seen = np.unique(plain_flights[0][1][column])
    assert seen.tolist() == [pytest.approx(flown)] if isinstance(flown, float) else [flown]


@pytest.mark.parametrize(
    ("task", "word", "value"),
    [
        ("launch", "release", "timed"), ("launch", "abort", False), ("recover", "compensation", False),
        ("recover", "navigation", "none"),
    ],
)  # fmt: skip
def test_conditions_of_one_task_reach_its_flights(plain_flights, task, word, value) -> None:
    words = SMALL | {"highest_mass": None, "speeds": [12.0], "directions": 1, "sea_state": 4}
    envelope(task, "bayraktar-tb3", "izumo", **words, **{word: value})
    assert np.unique(plain_flights[0][1][word]).tolist() == [value]


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("recover", {"highest_mass": True}), ("recover", {"deck_run": 100.0}),
        ("recover", {"release": "timed"}),
        ("recover", {"abort": False}), ("launch", {"compensation": False}),
    ],
)  # fmt: skip
def test_words_that_would_change_nothing_are_refused(plain_flights, task, words) -> None:
    with pytest.raises(InputError, match="leave it out"):
        envelope(task, "bayraktar-tb3", "izumo", **words)


def test_a_timed_release_without_a_sea_is_refused(plain_flights) -> None:
    with pytest.raises(InputError, match="say which sea"):
        launch(release="timed")


def test_a_sea_by_height_and_period_reaches_the_flights(plain_flights) -> None:
    launch(hs="2 m", tp="9 s")
    columns = plain_flights[0][1]
    assert (columns["hs"][0], columns["tp"][0]) == (2.0, 9.0)


def test_every_combination_of_settings_has_an_envelope(plain_flights) -> None:
    found = launch(mass=["1250 kg", 1450.0], ship_speed=[0.0, "10 kn"], sea_state=[2, 3])
    settings = {tuple(one.setting) for one in found.slices}
    assert len(settings) == 8
    assert (3, 1450.0, 10.0 * KNOT) in settings
    heavier = [one.limits[1].low.within for one in found.slices if one.setting.mass == 1450.0]
    assert heavier == [18.0] * 4  # needs 12 m/s, where just half a percent go wrong, or a little more


def test_highest_mass_in_each_wind_from_ahead(plain_flights) -> None:
    found = launch(highest_mass=True, speeds=[6.0, 10.0, 14.0])
    assert len(found.masses) > 8
    top = max(found.masses)
    limits = found.slices[0].masses
    for speed, one in zip(found.speeds, limits, strict=True):
        most = 1250.0 + (speed - 8.0) / 0.02
        if most >= top:
            assert not one.high.reached
            assert one.high.within == top
        elif one.some:
            assert one.high.within <= most <= one.high.beyond
    assert any(one.some and one.high.reached for one in limits)
    assert envelope("launch", "bayraktar-tb3", "izumo", **(SMALL | {"highest_mass": None})).slices[0].masses


def test_an_interruption_gives_what_is_known_and_is_not_kept(plain_flights, monkeypatch) -> None:
    whole = launch()
    fly, calls = flying.Points.fly, []

    def stop(self, points, numbers, **words):
        calls.append(len(points))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return fly(self, points, numbers, **words)

    monkeypatch.setattr(flying.Points, "fly", stop)
    part = launch(seed=2, sea_state=[3, 4])
    assert part.interrupted
    assert len(part.slices) == 1
    assert 0 < part.slices[0].flown < whole.slices[0].flown
    assert (part.slices[0].known.answer == Answer.OPEN).any()
    as_data(part)
    monkeypatch.setattr(flying.Points, "fly", fly)
    before = len(plain_flights)
    again = launch(seed=2, sea_state=3)
    assert not again.interrupted
    flown = sum(len(points) for points, _ in plain_flights[before:])
    assert flown == again.slices[0].flown - part.slices[0].flown  # what was flown is not flown again


def test_progress_tells_flights_and_points(plain_flights) -> None:
    told: list[str] = []
    launch(progress=told.append)
    assert any("flights" in text and "points settled" in text for text in told)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"directions": 0}, "directions"), ({"directions": [0.0, 0.0]}, "different"),
        ({"directions": ["200 deg"]}, "-180 to 180"), ({"speeds": [5.0, 5.0]}, "rising"),
        ({"speeds": [70.0]}, "60 m/s"), ({"speeds": []}, "rising"), ({"mass": "9999 kg"}, "9999"),
        ({"mass": []}, "mass"), ({"ship_speed": [1.0, 1.0]}, "different"), ({"risk": 2.0}, "risk"),
        ({"flights": 10}, "fewer than"), ({"surface": "icy"}, "icy"), ({"seed": -1}, "seed"),
        ({"sea_state": 12}, "12"), ({"tp": "9 s"}, "sea"), ({"turbulence": "much"}, "much"),
    ],
)  # fmt: skip
def test_bad_questions_are_refused(plain_flights, words, message) -> None:
    with pytest.raises(InputError, match=message):
        launch(**words)
    with pytest.raises(InputError, match="launch, recover"):
        envelope("land", "bayraktar-tb3", "izumo")


def test_limits_that_no_flight_can_pass() -> None:
    """Recoveries in more wind than the aircraft flies: limits with a reason, not errors."""
    found = envelope(
        "recover",
        "bayraktar-tb3",
        "izumo",
        directions=[0.0, "90 deg"],
        speeds=["80 kn", "90 kn"],
        cache=False,
    )
    ahead, across = found.slices[0].limits
    assert "makes no way" in ahead.why
    assert "crosswind" in across.why
    assert found.slices[0].flown == 0


def symmetric_ship():
    """Izumo with a rectangular deck, the runway along its middle, nothing standing on it."""
    ship = with_value(
        with_value(sd.ship("izumo"), "model.deck.runway.y", 0.0), "model.deck.runway.angle", 0.0
    )
    deck = ship.model.deck
    length = max(x for x, _ in deck.outline.points)
    points = ((0.0, -16.0), (length, -16.0), (length, 16.0), (0.0, 16.0))
    outline = dataclasses.replace(deck.outline, points=points)
    flat = deck.model_copy(update={"outline": outline, "islands": ()})
    return ship.model_copy(update={"model": ship.model.model_copy(update={"deck": flat})})


def test_a_symmetric_ship_and_propeller_give_a_mirrored_envelope() -> None:
    """Shares in wind from port and starboard differ by no more than chance."""
    from scipy import stats

    angles, speeds = np.radians([40.0, 75.0]), np.array([8.0, 12.0, 15.0])
    angle, speed = (v.ravel() for v in np.meshgrid(np.concatenate((-angles, angles)), speeds, indexing="ij"))
    columns = {"wind_angle": angle, "wind_over_deck": speed, "ship_speed": 3.0, "setup.propulsion.sense": 0.0}
    points = points_of("launch", "bayraktar-tb3", symmetric_ship(), columns, 0)
    record = points.record()
    record.reach(np.full(len(points), 150))
    mishaps = record.count(kind="mishap")
    assert 0 < mishaps.sum() < 150 * len(points)  # the risk passes its limit somewhere among them
    for port, starboard in mishaps.reshape(2, -1).T:
        pair = [[port, 150 - port], [starboard, 150 - starboard]]
        assert stats.fisher_exact(pair).pvalue > 1e-3


def test_a_small_envelope_of_real_launches() -> None:
    found = envelope(
        "launch", "bayraktar-tb3", "tcg-anadolu", directions=[0.0, "90 deg"], speeds=["10 kn", "35 kn"],
        risk=0.2, aborts=1.0, confidence=0.8, highest_mass=False, cache=False,
    )  # fmt: skip
    ahead, across = found.slices[0].limits
    assert ahead.some
    assert not ahead.high.reached
    assert across.high.within < 35.0 * KNOT  # what no aircraft rolls straight in
    assert across.high.reason


def test_search_and_envelope_agree(plain_flights) -> None:
    found = launch()
    angle, speed = np.meshgrid(found.angles, found.speeds, indexing="ij")
    columns = {"wind_angle": angle.ravel(), "wind_over_deck": speed.ravel(), "mass": 1250.0}
    points = points_of("launch", "bayraktar-tb3", "izumo", columns, 0)
    lines = list(np.arange(angle.size).reshape(angle.shape))
    same = search(points.record(), lines, found.criteria(), can=np.ones(angle.size, bool))
    assert (same.answer == found.slices[0].known.answer).all()
