"""The question and its answer: bits, intervals, studies, refusals, what is written."""

import dataclasses
import json
import time

import pytest
from scipy import stats

import shortdeck as sd
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import FileError, InputError
from shortdeck.fleet import report, studies
from shortdeck.fleet import setup as s
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.hinges import of_rates
from shortdeck.fleet.policy import FlexDeck, KeepOnStation, Orders
from shortdeck.fleet.rates import ASSUMED, CALM, End, Rates, TaskRates, Weather
from shortdeck.fleet.replicate import estimate, figures, replicate
from shortdeck.fleet.setup import Units
from shortdeck.fleet.sorties import compare, sorties
from shortdeck.sea.climate import ocean_climate
from tests.fleet.deck import HOUR, MINUTE, SCATTERED, TIMES, deck, fixed

NMI = 1852.0
QUICK = {"fleet": 4, "days": 6.0, "station": "100 nmi", "away": "8 h", "replications": 4}


@pytest.fixture(scope="module")
def answer():
    return sorties("bayraktar-tb3", "tcg-anadolu", on_station=1, climate="north-pacific", **QUICK)


def test_the_answer_says_what_it_rests_on(answer):
    text = " ".join(report.notes(answer))
    assert "assumed, from no trial" in text
    assert "taken roughly, by area" in text
    assert "north-pacific" in text
    data = report.as_data(answer)
    assert data["rates"]["recovery"][5]["stop"] == ASSUMED.recovery[5].stop
    json.dumps(data, allow_nan=False)


def test_shares_of_time_add_up(answer):
    assert sum(level.mean for level in answer.on_station) == pytest.approx(1.0)
    assert answer.figures["share of time on station"].mean == pytest.approx(
        sum(level.mean for level in answer.on_station[1:])
    )


def test_hours_on_station_are_sorties_times_their_length(answer):
    for run in answer.runs:
        assert run.hours["on station"] == sum(k * t for k, t in enumerate(run.on_station(0)))
        assert run.faults() == []


def test_the_same_bits_for_any_number_of_workers():
    setup = deck(
        fleet=4,
        days=6.0,
        times=SCATTERED,
        rates=ASSUMED,
        weather=Weather(climate=ocean_climate("north-pacific")),
    )
    one = replicate(setup, KeepOnStation(1), seed=5, replications=5)
    two = replicate(setup, KeepOnStation(1), seed=5, replications=5, workers=2)
    assert one == two
    assert len({run.launches for run in one}) == 5


def test_a_policy_that_cannot_travel_is_refused():
    @dataclasses.dataclass
    class Local:
        name: str = "local"

        def fresh(self):
            return self

        def decide(self, view):
            return Orders()

    with pytest.raises(InputError, match="define its class in a module, or use workers=1"):
        replicate(deck(fleet=1), Local(), seed=0, replications=2, workers=2)


def test_intervals_cover_as_often_as_they_say():
    """Student's t: of 400 intervals from 6 normal values each, 95 % hold the mean, within three errors."""
    draws = stats.norm.rvs(size=(400, 6), random_state=1)
    held = sum(e.low <= 0.0 <= e.high for e in map(estimate, draws))
    assert held / 400 == pytest.approx(0.95, abs=3 * (0.95 * 0.05 / 400) ** 0.5)
    assert estimate([2.0]) == (2.0, 2.0, 2.0)


def test_common_random_numbers_narrow_a_comparison():
    """One station more, with the same random numbers and with others."""
    fewer = deck(fleet=6, days=20.0, times=SCATTERED, units={s.STATIONS: Units(3, 3)})
    more = s.with_units(fewer, s.STATIONS, 4)

    def flown(setup, seed):
        return [len(run.launches) for run in replicate(setup, FlexDeck(), seed=seed, replications=12)]

    base, paired, apart = flown(fewer, 1), flown(more, 1), flown(more, 2)
    shared = estimate([b - a for a, b in zip(base, paired, strict=True)])
    independent = estimate([b - a for a, b in zip(base, apart, strict=True)])
    assert shared.low > 0.0
    assert shared.half_width < 0.8 * independent.half_width


def test_compare_pairs_two_answers(answer):
    other = sorties(
        "bayraktar-tb3", "tcg-anadolu", on_station=1, climate="north-pacific", **QUICK | {"fleet": 2}
    )
    found = compare(answer, other)
    assert found["share of time on station"].high < 0.0
    same = compare(answer, answer)
    assert all(value == (0.0, 0.0, 0.0) for value in same.values())
    with pytest.raises(InputError, match="same seed"):
        compare(answer, dataclasses.replace(other, seed=9))


def test_the_bottleneck_is_found_where_there_is_one():
    """Two control stations for six aircraft whose cycle is two thirds of the time at a station."""
    setup = deck(fleet=6, days=10.0, times=SCATTERED, units={s.STATIONS: Units(2, 2), s.CREWS: Units(6, 6)})
    base = replicate(setup, FlexDeck(), seed=0, replications=5)

    def figure(run):
        return figures(run, wanted=1, warm_up=86400.0)["sorties a day, sustained"]

    found = studies.removals(setup, FlexDeck(), base, figure=figure, seed=0, workers=1, tell=lambda _: None)
    neck = studies.bottleneck(found)
    assert neck is not None
    assert neck.what == s.STATIONS
    freed = estimate([figure(run) for run in replicate(
        s.with_units(setup, s.STATIONS, 6), FlexDeck(), seed=0, replications=5
    )])  # fmt: skip
    held = estimate([figure(run) for run in base])
    assert neck.gain.mean == pytest.approx(freed.mean - held.mean, rel=0.05)
    assert neck.gain.mean > 0.8 * held.mean


def test_want_of_places_on_deck_is_found_though_nobody_queues_for_them():
    setup = deck(fleet=6, days=10.0, places=1, below=8)
    base = replicate(setup, FlexDeck(), seed=0, replications=2)
    assert all(use.waited == 0 for run in base for use in run.uses if use.name == s.DECK_PLACES)
    found = studies.removals(
        setup, FlexDeck(), base, figure=lambda run: float(len(run.launches)), seed=0, workers=1,
        tell=lambda _: None,
    )  # fmt: skip
    neck = studies.bottleneck(found)
    assert neck is not None
    assert neck.what == s.DECK_PLACES
    assert neck.gain.mean == pytest.approx(5 * len(base[0].launches), rel=0.1)


def test_no_bottleneck_is_named_where_nobody_waits():
    setup = deck(fleet=1, days=5.0)
    base = replicate(setup, FlexDeck(), seed=0, replications=3)
    found = studies.removals(
        setup, FlexDeck(), base, figure=lambda run: float(len(run.launches)), seed=0, workers=1,
        tell=lambda _: None,
    )  # fmt: skip
    assert studies.bottleneck(found) is None
    more = next(removal for removal in found if removal.what == "want of one more aircraft")
    assert more.gain.mean == pytest.approx(len(base[0].launches), abs=1)


@pytest.mark.parametrize("turn_round", [0.5 * HOUR, 4.0 * HOUR, 9.0 * HOUR])
def test_the_fleet_for_one_orbit_is_the_cycle_over_the_time_on_station(turn_round):
    """With fixed times: n aircraft keep one on station if n times its stay covers a whole cycle."""
    times = dataclasses.replace(
        TIMES, post_flight=fixed(turn_round), fold=fixed(0.0), preflight=fixed(0.0), start=fixed(0.0),
        refuel=fixed(0.0), approach=fixed(0.0), clear=fixed(0.0), line_up=fixed(0.0), launch=fixed(1.0),
    )  # fmt: skip
    setup = deck(fleet=1, days=12.0, times=times, places=12)
    found = studies.orbits(
        setup, count=1, promise=0.999, warm_up=2 * 86400.0, seed=0, replications=1, workers=1,
        tell=lambda _: None,
    )  # fmt: skip
    stay = 4.0 * HOUR - 10.0 * MINUTE  # the next one comes ten minutes early
    cycle = 2.0 * HOUR + 4.0 * HOUR + turn_round
    assert found[-1].share.mean >= 0.999
    assert found[-1].fleet == -int(-cycle // stay)


def test_an_answer_hangs_on_the_scarce_thing_of_its_files():
    """Four aircraft, four control stations give or take two: with two the sorties halve, and that shows."""
    found = sorties("bayraktar-tb3", "tcg-anadolu", sea_state=2, **QUICK)
    first = found.hinges[0]
    assert first.path == "model.handling.control_stations"
    assert (first.low, first.high) == (2.0, 6.0)
    assert first.shows
    assert first.at_low.high < 0.0
    paths = {(hinge.file, hinge.path) for hinge in found.hinges}
    assert ("bayraktar-tb3", "model.fold.time") in paths
    assert ("tcg-anadolu", "model.deck.lifts[0].cycle") in paths
    assert not any("length" in path for _, path in paths)
    tractors = next(hinge for hinge in found.hinges if hinge.path == "model.handling.tractors")
    assert not tractors.shows


def test_surge_flies_more_than_can_be_sustained():
    """All are fit on the first day; later some are in repair."""
    times = dataclasses.replace(SCATTERED, between_failures=10 * HOUR)
    runs = replicate(deck(fleet=8, days=12.0, times=times), FlexDeck(), seed=0, replications=6)
    rows = [figures(run, wanted=1, warm_up=3 * 86400.0) for run in runs]
    surge, sustained = (
        estimate([row[f"sorties a day, {which}"] for row in rows]) for which in ("surge", "sustained")
    )
    assert surge.low > sustained.high


def test_better_rates_and_calmer_seas_help():
    def share(**changes):
        found = sorties(
            "bayraktar-tb3", "izumo", on_station=1, study=False, **QUICK | {"replications": 6} | changes
        )
        return found.figures["share of time on station"].mean

    rough = share(climate="north-atlantic")
    assert share(sea_state=2) > rough
    rates = Rates(launch=(TaskRates(),), recovery=(TaskRates(stop=0.1),), source="flies in any sea")
    assert share(climate="north-atlantic", rates=rates) > rough


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fleet": 200}, "does not fit aboard"),
        ({"fleet": 0}, "the fleet: a whole number"),
        ({"station": "3000 nmi"}, "beyond the radius of action"),
        ({"station": "-5 nmi"}, "give a distance of 0 or more"),
        ({"station": "200"}, "station"),
        ({"days": -1.0}, "days: above 0"),
        ({"away": "1 h"}, "leaves no time on station"),
        ({"payload": "2000 kg"}, "give less payload or more mass"),
        ({"replications": 0}, "replications: a whole number"),
        ({"workers": 0}, "workers: a whole number"),
        ({"policy": "chaos"}, "policies are"),
        ({"on_station": 9}, "on station: a whole number from 1"),
        ({"sea_state": 3, "climate": "north-pacific"}, "give one of climate"),
        ({"sea_state": 12}, "sea state"),
        ({"climate": "atlantis"}, "unknown ocean"),
        ({"deck_places": 0}, "no place on deck"),
        ({"hangar_places": -2}, "hangar places: a whole number"),
        ({"altitude": "15 km"}, "between the sea and its ceiling"),
        ({"altitude": "-100 m"}, "between the sea and its ceiling"),
        ({"promise": 1.5}, "promise"),
    ],
)
def test_bad_questions_are_refused(changes, words):
    with pytest.raises(InputError, match=words):
        sorties("bayraktar-tb3", "tcg-anadolu", **QUICK | changes)


def test_aircraft_and_ships_that_say_too_little_are_refused():
    with pytest.raises(InputError, match=r"needs a section model\.turnround"):
        sorties("navion", "izumo", **QUICK)
    with pytest.raises(InputError, match="needs a ship"):
        sorties("bayraktar-tb3", "airfield", **QUICK)
    ship = load_ship("izumo")
    silent = ship.model_copy(update={"model": ship.model.model_copy(update={"handling": None})})
    with pytest.raises(InputError, match=r"needs a section model\.handling"):
        sorties("bayraktar-tb3", silent, **QUICK)


def test_negative_times_and_half_tractors_are_refused_by_the_files():
    with pytest.raises(FileError, match=r"model\.turnround\.preflight: must be above 0"):
        with_value(load_aircraft("bayraktar-tb3"), "model.turnround.preflight", -60.0)
    with pytest.raises(FileError, match="must be a whole number"):
        with_value(load_ship("izumo"), "model.handling.tractors", 2.5)
    with pytest.raises(FileError, match="must be at least 1"):
        with_value(load_ship("izumo"), "model.handling.crews", 0.0)


def test_rates_that_are_no_probabilities_are_refused():
    with pytest.raises(InputError, match="sum is at most 1"):
        TaskRates(stop=0.9, mishap=0.2)
    with pytest.raises(InputError, match="neither launch nor recovery"):
        Rates(launch=(TaskRates(stop=1.0),), recovery=(TaskRates(),), source="")
    with pytest.raises(InputError, match="either a climate or one sea state"):
        Weather()


def test_each_rate_is_moved_to_both_ends_where_it_is_flown():
    for end in ASSUMED.ends:
        low, high = (ASSUMED.moved(end, high=which) for which in (False, True))
        for k, row in enumerate(getattr(ASSUMED, end.task)):
            ends = [getattr(getattr(rates, end.task)[k], end.chance) for rates in (low, high)]
            if row.closed:
                assert ends == [getattr(row, end.chance)] * 2
            else:
                assert ends[0] < getattr(row, end.chance) < ends[1]
                assert not getattr(high, end.task)[k].closed
    assert {(end.task, end.chance) for end in ASSUMED.ends} == {
        (task, chance) for task in ("launch", "recovery") for chance in ("stop", "mishap")
    }
    with pytest.raises(InputError, match="one for each of its rates"):
        dataclasses.replace(ASSUMED, recovery=(TaskRates(),))


def test_more_mishaps_at_recovery_lose_aircraft_and_the_hinge_shows_it():
    """A rate between 0 and 0.3 an attempt: its upper end costs sorties, its lower end gains them."""
    wide = End("recovery", "mishap", (0.0,), (0.3,))
    rates = Rates(
        launch=(TaskRates(),), recovery=(TaskRates(mishap=0.05),), source="wide", confidence="estimate",
        ends=(wide,),
    )  # fmt: skip
    setup = deck(fleet=3, days=8.0, times=SCATTERED, rates=rates)
    base = replicate(setup, FlexDeck(), seed=0, replications=4)
    (hinge,) = of_rates(
        base, setup, FlexDeck(), figure=lambda run: float(len(run.launches)), seed=0, workers=1,
        tell=lambda _: None,
    )  # fmt: skip
    assert hinge.at_high.mean < 0.0 < hinge.at_low.mean
    assert (hinge.file, hinge.path, hinge.low, hinge.high) == ("rates", "recovery.mishap", 0.0, 0.3)


@pytest.mark.parametrize("ship", ["tcg-anadolu", "izumo", "hms-prince-of-wales", "d-joao-ii"])
def test_every_fleet_is_served_by_some_ship(ship):
    places = {"deck_places": 6, "hangar_places": 6}
    found = sd.sorties("bayraktar-tb3", ship, study=False, **QUICK | places | {"replications": 1})
    assert found.figures["sorties a day, sustained"].mean > 0.5


def test_files_hold_the_answer_and_come_out_the_same(answer, tmp_path):
    import xarray as xr

    first, again = (report.save(answer, tmp_path / name) for name in ("a", "b"))
    assert [path.name for path in first] == [
        "sorties.json",
        "sorties.nc",
        "sorties-day.png",
        "sorties-day.svg",
    ]
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.name
    with xr.open_dataset(first[1], engine="h5netcdf") as data:
        share = float(data.figures.sel(figure="share of time on station").mean())
        assert share == pytest.approx(answer.figures["share of time on station"].mean)
        assert data.sizes["replication"] == 4
        assert set(data.span_aircraft.values.tolist()) == {1, 2, 3, 4}
        assert float(data.span_end.max()) == 6 * 86400.0


def test_a_month_of_twelve_aircraft_takes_less_than_a_second():
    setup = sorties(
        "bayraktar-tb3", "tcg-anadolu", fleet=12, days=30.0, station=200 * NMI, away=12 * HOUR,
        replications=1, study=False,
    ).setup  # fmt: skip
    began = time.process_time()
    run = DeckCycle(setup, FlexDeck(), seed=1, replication=0).run()
    assert time.process_time() - began < 1.0
    assert len(run.launches) > 100


def test_calm_rates_leave_every_sea_open():
    assert not any(CALM.at(task, state).closed for task in ("launch", "recovery") for state in range(10))
    assert ASSUMED.at("recovery", 9).closed
