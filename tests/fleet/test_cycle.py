"""One replication: what must balance, and what plain numbers give by hand."""

import dataclasses
import itertools

import numpy as np
import pytest

from shortdeck.fleet import setup as s
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.policy import Cyclic, FixedInterval, FlexDeck, KeepOnStation
from shortdeck.fleet.rates import ASSUMED, CALM, NEVER, Rates, TaskRates, Weather
from shortdeck.fleet.setup import Units, with_units
from shortdeck.sea.climate import ocean_climate
from tests.fleet.deck import HOUR, MINUTE, MISSION, SCATTERED, TIMES, deck, fixed

MS = 1000
PREPARE = 5 + 15 + 20 + 10  # min: spread, fuel half of the tanks, check, start
AWAY = 6 * 60  # min: out, four hours there, back
LEFT = 9.0 - 3 * MINUTE * 0.005  # kg in the tanks after a sortie: the reserve less the approach
CYCLE = PREPARE + 2 + AWAY + 3 + 1 + 40 + 5  # min: with lining up, approach, clearing, post-flight, folding
AGAIN = CYCLE - 30 * LEFT / 306.0  # min: it need not be filled from empty


def play(setup, policy=FlexDeck(), *, seed=0, replication=0):  # noqa: B008 - frozen
    return DeckCycle(setup, policy, seed=seed, replication=replication, log=True).run()


def busy():
    """Everything at once: scattered times, scarce resources, rough seas, mishaps, night shifts, a hangar."""
    return deck(
        fleet=9, days=40.0, places=5, below=6, times=SCATTERED, rates=ASSUMED, ship_fuel=4.5e4,
        weather=Weather(climate=ocean_climate("north-pacific")),
        units={
            s.CREWS: Units(3, 2), s.TRACTORS: Units(1, 1), s.LIFTS: Units(1, 1), s.STATIONS: Units(4, 4),
            s.LINKS: Units(4, 4), s.FUEL_POINTS: Units(1, 1), s.WORKSHOPS: Units(1, 1),
        },
    )  # fmt: skip


POLICIES = (FlexDeck(), KeepOnStation(2), FixedInterval(1.5 * HOUR), Cyclic(4 * HOUR))


def test_one_aircraft_alone_flies_as_often_as_its_times_add_up_to():
    days = 20.0
    run = play(deck(fleet=1, days=days))
    first = (PREPARE + 2) * MINUTE * MS
    assert run.launches[0] == first
    assert np.diff(run.launches) == pytest.approx(AGAIN * MINUTE * MS, abs=5)
    assert len(run.launches) == 1 + int((days * 1440 - PREPARE - 2) / AGAIN)
    assert run.hours["on station"] / (24 * HOUR * MS) == pytest.approx(days * 240 / AGAIN, abs=0.2)


def test_fuel_of_one_sortie_is_what_was_planned():
    run = play(deck(fleet=1, days=(PREPARE + 2 + AWAY + 50) / 1440.0))
    # 72 kg out and back, 72 kg on station, and three minutes of loiter for the approach.
    assert run.fuel["burnt"] == pytest.approx(1000 * (72.0 + 72.0 + 3 * MINUTE * 0.005), abs=2)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_nothing_is_created_or_lost(policy):
    run = play(busy(), policy, seed=3)
    assert len(run.launches) > 50
    assert sum(run.hours.values()) == run.fleet * run.end
    assert run.fuel["at start"] == sum(v for k, v in run.fuel.items() if k != "at start")
    in_air = (
        len(run.launches) - len(run.recoveries) - run.counts["mishap at recovery"] - run.counts["out of fuel"]
    )
    assert 0 <= in_air <= run.fleet
    assert len(run.losses) == sum(
        run.counts[name] for name in ("mishap at launch", "mishap at recovery", "out of fuel")
    )
    assert run.faults() == []


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_little_s_law_holds_on_every_resource(policy):
    run = play(busy(), policy, seed=4)
    waited_for = 0
    for use in run.uses:
        assert use.queue_area == use.waited, use.name
        assert use.busy_area == use.held, use.name
        waited_for += use.waited > 0
    assert waited_for >= 3


def test_a_balance_that_does_not_close_is_seen():
    run = play(busy())
    broken = dataclasses.replace(run, fuel=run.fuel | {"burnt": run.fuel["burnt"] + 1})
    assert broken.faults() == ["fuel"]


def test_spans_of_an_aircraft_follow_one_another_without_a_gap():
    run = play(busy())
    for tail in range(1, run.fleet + 1):
        spans = [span for span in run.spans if span.tail == tail]
        assert spans[0].start == 0
        assert spans[-1].end == run.end
        assert all(a.end == b.start for a, b in itertools.pairwise(spans))


def test_no_resource_is_held_beyond_its_units():
    setup = busy()
    run = play(setup)
    for use in run.uses:
        if setup.units[use.name].day == setup.units[use.name].night:
            assert use.busy_area <= use.capacity_area, use.name


def test_the_runway_serves_one_at_a_time():
    run = play(deck(fleet=20, days=3.0, times=SCATTERED))
    on_it = ("lining up", "approach", "clearing the runway")
    spans = sorted((span.start, span.end) for span in run.spans if span.state in on_it)
    assert len(spans) > 50
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_recoveries_go_before_launches():
    """Ready aircraft wait at the runway's edge as long as somebody wants to land."""
    times = dataclasses.replace(TIMES, approach=fixed(45 * MINUTE))
    run = play(deck(fleet=12, days=4.0, times=times))
    landing = [
        (span.start, span.end)
        for before, span in zip(run.spans, run.spans[1:], strict=False)
        if span.state == "waiting for runway" and before.state == "inbound" and before.tail == span.tail
    ]
    launches = [span.start for span in run.spans if span.state == "lining up"]
    assert len(landing) > 10
    assert len(launches) > 10
    assert not any(start < launch < end for launch in launches for start, end in landing)
    assert run.hours["waiting for runway"] > sum(end - start for start, end in landing)


def test_the_same_case_gives_the_same_books_and_another_does_not():
    assert play(busy(), seed=1, replication=2) == play(busy(), seed=1, replication=2)
    assert play(busy(), seed=1, replication=2).launches != play(busy(), seed=1, replication=3).launches
    assert play(busy(), seed=2, replication=2).launches != play(busy(), seed=1, replication=2).launches


def test_two_options_share_the_random_numbers_of_each_sortie():
    """A resource nobody waits for changes nothing at all, to the millisecond."""
    base = deck(fleet=4, days=10.0, times=SCATTERED)
    more = with_units(base, s.WORKSHOPS, 5000)
    assert play(base).launches == play(more).launches


def test_no_attempts_in_a_sea_without_limits_to_fly_in():
    rates = Rates(launch=(TaskRates(), NEVER), recovery=(TaskRates(), NEVER), source="calm only")
    shut = play(deck(fleet=3, days=5.0, rates=rates, weather=Weather(state=2)))
    assert shut.launches == ()
    assert shut.hours["waiting for the sea to launch"] > 0.9 * 3 * shut.end
    assert len(play(deck(fleet=3, days=5.0, rates=rates)).launches) > 20


def test_a_foreseen_sea_loses_nobody_and_an_unforeseen_one_does():
    rates = Rates(launch=(TaskRates(),), recovery=(*[TaskRates()] * 4, NEVER), source="up to sea state 3")
    climate = ocean_climate("north-pacific")

    def lost(foreseen):
        weather = Weather(climate=climate, foreseen=foreseen)
        return play(deck(fleet=6, days=20.0, rates=rates, weather=weather)).counts["out of fuel"]

    assert lost(True) == 0
    assert lost(False) == 6


def test_attempts_of_one_hour_share_its_sea():
    """In a sea that waves all off, all landings of a spell come to nothing together: their number scatters
    far more than that of independent attempts with the same mean."""
    heavy = Rates(
        launch=(TaskRates(),), recovery=(*[TaskRates()] * 5, TaskRates(stop=0.9)), source="waved off above 4"
    )
    weather = Weather(climate=ocean_climate("north-atlantic"))
    run = play(deck(fleet=30, days=60.0, rates=heavy, weather=weather, times=SCATTERED))
    spell = 3 * HOUR * MS
    each = [0] * (run.end // round(spell) + 1)
    for span in run.spans:
        if span.state == "in the pattern":
            each[span.start // round(spell)] += 1
    mean = sum(each) / len(each)
    variance = sum((n - mean) ** 2 for n in each) / (len(each) - 1)
    assert mean > 0.3
    assert variance > 3.0 * mean  # a Poisson number would have as much as its mean


def test_mishaps_take_aircraft_and_close_the_runway():
    rates = Rates(launch=(TaskRates(),), recovery=(TaskRates(mishap=0.999),), source="none lands")
    quick = dataclasses.replace(TIMES, foul_deck=fixed(10 * MINUTE))
    run = play(deck(fleet=3, days=2.0, rates=rates, times=quick))
    assert run.counts["mishap at recovery"] == len(run.losses) == 3
    assert run.hours["lost"] > 0
    runway = next(use for use in run.uses if use.name == s.RUNWAY)
    # Three launches and three approaches, each with a wreck to clear.
    assert runway.held == 3 * (2 + 1 + 3 + 10) * MINUTE * MS


def test_who_waits_behind_a_wreck_may_run_out_of_fuel():
    rates = Rates(launch=(TaskRates(),), recovery=(TaskRates(mishap=0.999),), source="none lands")
    run = play(deck(fleet=3, days=2.0, rates=rates))  # an hour to clear, half an hour of reserve
    assert run.counts["mishap at recovery"] == 1
    assert run.counts["out of fuel"] == 2
    assert run.fuel["lost with aircraft"] > 0


def test_wave_offs_cost_a_pattern_and_its_fuel():
    rates = Rates(launch=(TaskRates(),), recovery=(TaskRates(stop=0.5),), go_around_share=0.5, source="half")
    run = play(deck(fleet=6, days=60.0, rates=rates))
    stopped = run.counts["waved off"] + run.counts["gone around"]
    landings = len(run.recoveries)
    assert stopped / (stopped + landings) == pytest.approx(0.5, abs=4 * 0.5 / (stopped + landings) ** 0.5)
    assert run.counts["gone around"] == pytest.approx(run.counts["waved off"], rel=0.3)
    assert run.hours["in the pattern"] == stopped * 6 * MINUTE * MS - sum(
        6 * MINUTE * MS - (span.end - span.start)
        for span in run.spans
        if span.state == "in the pattern" and span.end == run.end
    )


def test_failures_come_as_often_as_the_hours_flown_say():
    times = dataclasses.replace(TIMES, between_failures=20 * HOUR, repair=TIMES.fold)
    run = play(deck(fleet=30, days=30.0, times=times))
    flying = sum(
        run.hours[state] for state in ("outbound", "on station", "inbound", "approach", "clearing the runway")
    )
    repairs = sum(span.state == "repair" for span in run.spans)
    expected = flying / (20 * HOUR * MS)
    # A failure in flight ends the sortie, and the way home is flown without another: slightly fewer.
    assert repairs == pytest.approx(expected, rel=0.15)
    assert repairs < expected
    assert run.counts["failed in flight"] <= repairs


def test_inspections_fall_due_by_flight_hours():
    times = dataclasses.replace(TIMES, inspection_every=30 * HOUR)
    run = play(deck(fleet=10, days=60.0, times=times))
    flown = len(run.recoveries) * (AWAY + 4) / 60.0
    inspections = sum(span.state == "inspection" for span in run.spans)
    # Every 30 h falls due in the sixth sortie of 6.07 h, if not in the fifth.
    assert flown / 37.0 < inspections < flown / 29.0


def test_an_empty_ship_stops_flying_and_says_so():
    run = play(deck(fleet=4, days=10.0, ship_fuel=1000.0))
    assert run.out_of_fuel_aboard
    assert run.fuel["aboard ship"] >= 0
    assert len(run.launches) <= 1000.0 / 144.0 + 1
    assert run.hours["no fuel aboard"] > 0


def test_those_below_come_up_when_a_place_is_free():
    """Two places on deck, four aircraft: two wait below until others go down for repair."""
    times = dataclasses.replace(SCATTERED, between_failures=8 * HOUR)
    run = play(deck(fleet=4, days=20.0, places=2, below=4, times=times))
    flown = {span.tail for span in run.spans if span.state == "on station"}
    assert flown == {1, 2, 3, 4}
    deck_use = next(use for use in run.uses if use.name == s.DECK_PLACES)
    assert deck_use.busy_area <= deck_use.capacity_area


def test_without_a_hangar_repairs_are_done_on_deck():
    run = play(deck(fleet=2, days=10.0, times=SCATTERED, units={s.LIFTS: Units(0, 0)}))
    assert run.hours["repair"] > 0
    assert "on the lift" not in run.hours


def test_night_crews_are_fewer():
    lively = deck(fleet=8, days=10.0, units={s.CREWS: Units(4, 4)})
    asleep = deck(fleet=8, days=10.0, units={s.CREWS: Units(4, 0)})
    run = play(asleep)
    assert 0 < len(run.launches) < len(play(lively).launches)
    half = round(12 * HOUR * MS)
    begun = [span.start // half % 2 for span in run.spans if span.state == "checks"]
    assert begun
    assert set(begun) == {0}


def test_calm_means_that_every_attempt_succeeds():
    run = play(deck(fleet=3, days=5.0, rates=CALM))
    assert run.counts["waved off"] == run.counts["gone around"] == run.counts["launch stopped"] == 0


def test_a_shorter_time_away_shortens_the_time_on_station():
    setup = deck(fleet=1, days=10.0, longest_away=4 * HOUR)
    run = play(setup)
    stays = {span.end - span.start for span in run.spans if span.state == "on station"}
    assert stays == {round(2 * HOUR * MS)}
    assert setup.on_station == 2 * HOUR
    assert MISSION.on_station == 4 * HOUR
