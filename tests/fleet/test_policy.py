"""Policies: each does what its name says; one's own works; a deadlock is named."""

import dataclasses

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.fleet import setup as s
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.deadlock import DeadlockError
from shortdeck.fleet.policy import Cyclic, FixedInterval, FlexDeck, KeepOnStation, Orders, policy_of
from shortdeck.fleet.setup import Units
from tests.fleet.deck import HOUR, MINUTE, SCATTERED, TIMES, deck, fixed

MS = 1000


def play(setup, policy, seed=0):
    return DeckCycle(setup, policy, seed=seed, replication=0, log=True).run()


def test_flex_deck_flies_all_that_can_fly():
    run = play(deck(fleet=5, days=3.0), FlexDeck())
    assert "ready" not in run.hours
    assert run.hours.get("idle", 0) == 0


def test_fixed_interval_launches_by_the_clock():
    run = play(deck(fleet=12, days=6.0), FixedInterval(2 * HOUR))
    steady = np.array(run.launches[3:])
    # Order at the full interval, line up for two minutes.
    assert set(steady % round(2 * HOUR * MS)) == {round(2 * MINUTE * MS)}
    assert np.all(np.diff(steady) == round(2 * HOUR * MS))


def test_fixed_interval_flies_what_it_has_where_the_fleet_is_too_small():
    one_per_hour = play(deck(fleet=2, days=6.0), FixedInterval(HOUR))
    flat_out = play(deck(fleet=2, days=6.0), FlexDeck())
    assert len(one_per_hour.launches) == pytest.approx(len(flat_out.launches), abs=4)


def test_cyclic_operations_launch_together_and_come_home_behind_the_next():
    cycle = 3 * HOUR
    run = play(deck(fleet=8, days=5.0), Cyclic(cycle, size=3))
    events = {launch // round(cycle * MS) for launch in run.launches}
    assert len(events) > 20
    for launch in run.launches:
        assert launch % round(cycle * MS) < 3 * 3 * MINUTE * MS + 1
    per_event = [sum(launch // round(cycle * MS) == event for launch in run.launches) for event in events]
    assert max(per_event) == 3
    # Called home at the next event: on station for what the way out leaves of the cycle.
    stays = [span.end - span.start for span in run.spans if span.state == "on station"]
    assert max(stays[:-3]) < (cycle - HOUR) * MS


def test_a_longer_cycle_lets_them_stay_two():
    run = play(deck(fleet=8, days=5.0), Cyclic(2 * HOUR, size=2, length=2))
    stays = [span.end - span.start for span in run.spans if span.state == "on station"]
    assert max(stays) > 2 * HOUR * MS


@pytest.mark.parametrize("count", [1, 2])
def test_keep_on_station_keeps_them_there_without_a_gap(count):
    run = play(deck(fleet=8, days=10.0), KeepOnStation(count))
    day = round(24 * HOUR * MS)
    times = run.on_station(day)
    assert sum(times[count:]) == run.end - day
    assert run.gaps(day, count) == []
    assert times[count] > 0.9 * (run.end - day)  # and not many more than asked for


def test_keep_on_station_flies_no_more_than_it_must():
    run = play(deck(fleet=8, days=10.0), KeepOnStation(1))
    # Four hours each, ten minutes of overlap.
    assert len(run.launches) == pytest.approx(10 * 24 / (4 - 1 / 6), abs=2)


def test_scatter_and_failures_open_gaps():
    run = play(deck(fleet=5, days=20.0, times=SCATTERED), KeepOnStation(1, spare=0))
    day = round(24 * HOUR * MS)
    gaps = run.gaps(day, 1)
    assert gaps
    assert sum(gaps) == run.on_station(day)[0]


@dataclasses.dataclass(frozen=True)
class Daylight:
    """A user's own: flies all it has from 6 to 18 hours, nothing at night."""

    name: str = "daylight"

    def fresh(self):
        return self

    def decide(self, view):
        hour = view.now / 3600.0 % 24.0
        if 6.0 <= hour < 18.0:
            return Orders(
                prepare=view.fleet, launch=len(view.ready), ask_at=view.now - view.now % 86400 + 18 * HOUR
            )
        later = view.now - view.now % 86400 + 6 * HOUR
        return Orders(ask_at=later if later > view.now else later + 86400)


def test_a_policy_of_ones_own():
    run = play(deck(fleet=4, days=6.0), Daylight())
    hours = np.array(run.launches) / MS / 3600 % 24
    assert len(hours) > 20
    assert hours.min() > 6.0
    assert hours.max() < 18.1


@dataclasses.dataclass(frozen=True)
class AllOrNothing:
    """Launches only when ``size`` stand ready at once; asks again every hour."""

    size: int
    again: bool
    name: str = "all-or-nothing"

    def fresh(self):
        return self

    def decide(self, view):
        launch = self.size if len(view.ready) >= self.size else 0
        ask_at = (view.now // 3600 + 1) * 3600 if self.again else None
        return Orders(prepare=view.fleet, launch=launch, ask_at=ask_at)


@pytest.mark.parametrize("again", [False, True], ids=["asked when something happens", "asked every hour"])
def test_a_policy_that_waits_for_what_it_holds_up_itself_is_named_with_the_cycle(again):
    setup = deck(fleet=6, days=20.0, units={s.STATIONS: Units(3, 3)})
    with pytest.raises(DeadlockError, match=r"deadlock on day .* policy 'all-or-nothing'") as caught:
        play(setup, AllOrNothing(4, again))
    chain = caught.value.cycle
    assert chain[0] == "aircraft 4 waits for control stations, held by aircraft 1, 2, 3"
    assert chain[1] == "aircraft 1 waits for an order of policy 'all-or-nothing'"
    assert all(link in str(caught.value) for link in chain)


def test_the_same_policy_is_no_deadlock_where_there_is_enough():
    setup = deck(fleet=6, days=5.0, units={s.STATIONS: Units(4, 4)})
    assert len(play(setup, AllOrNothing(4, False)).launches) > 8


@dataclasses.dataclass
class Swap:
    """Sends one below and brings one up when both are full: neither can begin."""

    name: str = "swap"
    done: bool = False

    def fresh(self):
        return Swap()

    def decide(self, view):
        if self.done:
            return Orders()
        self.done = True
        return Orders(strike=view.idle[:1], bring_up=view.below[:1])


def test_a_swap_without_a_free_place_is_a_deadlock_of_places():
    full = deck(fleet=4, days=5.0, places=2, below=2)
    with pytest.raises(DeadlockError) as caught:
        play(full, Swap())
    chain = caught.value.cycle
    assert chain == (
        "aircraft 1 waits for hangar places, held by aircraft 3, 4",
        "aircraft 3 waits for deck places, held by aircraft 1, 2",
    )
    run = play(deck(fleet=4, days=5.0, places=2, below=3), Swap())
    assert run.hours["on the lift"] == 2 * 1.5 * MINUTE * MS


@dataclasses.dataclass(frozen=True)
class Says:
    """Says one thing at the start."""

    orders: Orders
    name: str = "says"

    def fresh(self):
        return self

    def decide(self, view):
        return self.orders


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (Orders(recall=(1,)), "aircraft 1 is neither outbound nor on station"),
        (Orders(strike=(2,)), "aircraft 2 cannot be ordered to strike"),
        (Orders(ask_at=0.0), "which is not later"),
    ],
)
def test_orders_that_cannot_be_followed_are_refused(orders, words):
    with pytest.raises(InputError, match=words):
        play(deck(fleet=2, places=1, below=1), Says(orders))


def test_a_policy_that_does_nothing_is_no_error():
    run = play(deck(fleet=2), Says(Orders()))
    assert run.launches == ()
    assert run.hours == {"idle": 2 * run.end}


def test_policies_by_name():
    assert policy_of("flex-deck") == FlexDeck()
    assert policy_of("interval:90min") == FixedInterval(5400.0)
    assert policy_of("cyclic:4h") == Cyclic(4 * HOUR)
    assert policy_of("keep-on-station", on_station=2) == KeepOnStation(2)
    for wrong in ("flexdeck", "cyclic", "interval:", "cyclic:4", "interval:-1h", "cyclic:4kg"):
        with pytest.raises(InputError):
            policy_of(wrong)


def test_numbers_that_make_no_policy_are_refused():
    for make in (
        lambda: FixedInterval(0.0), lambda: Cyclic(-1.0), lambda: Cyclic(HOUR, size=0),
        lambda: KeepOnStation(0), lambda: KeepOnStation(1, spare=-1),
    ):  # fmt: skip
        with pytest.raises(InputError):
            make()


def test_preparation_is_begun_in_time_where_it_takes_long():
    times = dataclasses.replace(TIMES, preflight=fixed(3 * HOUR))
    run = play(deck(fleet=8, days=10.0, times=times), KeepOnStation(1))
    day = round(24 * HOUR * MS)
    assert run.gaps(day, 1) == []
