"""The deck: aircraft ranged, made ready, turned round, mended and struck below, as SimPy processes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import inf
from typing import Any

import simpy

from shortdeck.fleet import setup as s
from shortdeck.fleet.airboss import AirBoss
from shortdeck.fleet.aircraft import (
    EMPTY_RIDE,
    FAULT,
    FOLD,
    FOLD_EARLY,
    HOOK_DOWN,
    HOOK_EARLY,
    HOOK_UP,
    INSPECTION,
    LIFE,
    POST_FLIGHT,
    PREFLIGHT,
    REFUEL,
    REPAIR,
    REPAIR_EARLY,
    RIDE_DOWN,
    RIDE_EARLY,
    RIDE_UP,
    SPREAD,
    START,
    TOW_ABOVE_DOWN,
    TOW_ABOVE_EARLY,
    TOW_ABOVE_UP,
    TOW_BELOW_DOWN,
    TOW_BELOW_EARLY,
    TOW_BELOW_UP,
    Aircraft,
)
from shortdeck.fleet.draws import Duration, SortieDraws
from shortdeck.fleet.policy import Policy
from shortdeck.fleet.resource import HOUR, Resource
from shortdeck.fleet.setup import Setup
from shortdeck.fleet.tally import DAY, Span

Steps = Generator[simpy.Event, Any, None]
StepsTo = Generator[simpy.Event, Any, bool]
Drawer = Callable[[int, int, int, int], SortieDraws]

COUNTED = (
    "launch stopped", "waved off", "gone around", "fault at checks", "failed in flight", "mishap at launch",
    "mishap at recovery", "out of fuel",
)  # fmt: skip
"""Events that are counted."""


class Deck:
    """Ship, resources and aircraft of one replication, and all that happens on deck and below."""

    def __init__(
        self, setup: Setup, policy: Policy, *, seed: int, replication: int, log: bool = False,
        draws: Drawer = SortieDraws,
    ) -> None:  # fmt: skip
        self.setup = setup
        self.times = setup.times
        self.seed = seed
        self.replication = replication
        self.env = simpy.Environment(initial_time=0)
        self.end = round(setup.days * DAY)
        self.resources = {name: Resource(self.env, name, units.day) for name, units in setup.units.items()}
        self.draw = draws
        self.ship_fuel = round(1e3 * setup.ship_fuel)
        self.burnt = self.fuel_lost = 0
        self.refused_fuel = False
        self._seas: dict[int, int] = {}
        self._spell = round(1e3 * setup.weather.spell)
        self.counts = dict.fromkeys(COUNTED, 0)
        self.launches: list[int] = []
        self.recoveries: list[int] = []
        self.losses: list[int] = []
        self.station: list[tuple[int, int]] = []  # time, +1 or -1
        on_deck = min(setup.fleet, setup.units[s.DECK_PLACES].day)
        self.fleet = [Aircraft(tail, tail > on_deck) for tail in range(1, setup.fleet + 1)]
        self.start_fuel = self.ship_fuel
        self.boss = AirBoss(self, policy.fresh())
        for a in self.fleet:
            a.log = [] if log else None
            self._begin(a)

    @property
    def now(self) -> int:
        """Time since the start, ms."""
        return int(self.env.now)

    def _begin(self, a: Aircraft) -> None:
        a.draws = self.draw(self.seed, self.replication, a.tail, 0)
        a.life = self.life(a)
        # No fleet is new on the first day: flight hours since inspection are spread over the interval.
        if self.times.inspection_every < inf:
            a.inspected = round(1e3 * self.times.inspection_every * (a.tail - 1) / self.setup.fleet)
        self.resources[s.HANGAR_PLACES if a.below else s.DECK_PLACES].take(a)

    def life(self, a: Aircraft) -> float:
        mean = self.times.between_failures
        return inf if mean == inf else a.draws.exponential(LIFE, mean)

    def enter(self, a: Aircraft, state: str) -> None:
        """Change state; the time in the last one goes into the books."""
        now = self.now
        if now > a.since:
            a.hours[a.state] = a.hours.get(a.state, 0) + now - a.since
            if a.log is not None:
                a.log.append(Span(a.tail, a.state, a.since, now))
            a.since = now
        a.state = state

    def get(self, a: Aircraft, name: str, priority: int = 5) -> Steps:
        """Take a unit of a resource, waiting where there is none free."""
        resource = self.resources[name]
        if resource.take(a):
            return
        event = resource.wait(a, priority)
        self.enter(a, f"waiting for {name}")
        a.wants = resource
        self.boss.look_for_deadlock()
        yield event
        a.wants = None

    def put(self, a: Aircraft, *names: str) -> None:
        for name in names:
            self.resources[name].release(a)

    def do(self, a: Aircraft, state: str, slot: int, duration: Duration) -> Steps:
        """Be busy with something for its time."""
        yield from self.stay(a, state, a.draws.time(slot, duration))

    def stay(self, a: Aircraft, state: str, milliseconds: int) -> Steps:
        self.enter(a, state)
        if milliseconds > 0:
            yield self.env.timeout(milliseconds)

    def await_order(self, a: Aircraft, state: str) -> Generator[simpy.Event, Any, str]:
        """Wait until the policy says something; what it said."""
        self.enter(a, state)
        a.for_order = True
        a.order = self.env.event()
        self.boss.ask()
        said: str = yield a.order
        return said

    def bring_up(self, a: Aircraft) -> Steps:
        """From the hangar to a place on deck, which comes first, so that nobody blocks a lift for one."""
        yield from self.get(a, s.DECK_PLACES)
        yield from self.get(a, s.TRACTORS)
        yield from self.do(a, "towed", HOOK_UP, self.times.hook_on)
        yield from self.do(a, "towed", TOW_BELOW_UP, self.times.tow_below)
        yield from self.get(a, s.LIFTS)
        yield from self.do(a, "on the lift", RIDE_UP, self.times.lift)
        self.put(a, s.HANGAR_PLACES)
        a.below = False
        self._off_the_lift(a)
        yield from self.do(a, "towed", TOW_ABOVE_UP, self.times.tow_above)
        self.put(a, s.TRACTORS)

    def strike_below(self, a: Aircraft, hook: int, above: int, ride: int, below: int) -> Steps:
        """From deck to hangar, a place there first."""
        yield from self.get(a, s.HANGAR_PLACES)
        yield from self.get(a, s.TRACTORS)
        yield from self.do(a, "towed", hook, self.times.hook_on)
        yield from self.do(a, "towed", above, self.times.tow_above)
        yield from self.get(a, s.LIFTS)
        self.put(a, s.DECK_PLACES)
        yield from self.do(a, "on the lift", ride, self.times.lift)
        a.below = True
        self._off_the_lift(a)
        yield from self.do(a, "towed", below, self.times.tow_below)
        self.put(a, s.TRACTORS)

    def _off_the_lift(self, a: Aircraft) -> None:
        """The lift goes back empty before it takes the next one: a second ride that nobody rides."""
        self.put_later(a, s.LIFTS, a.draws.time(EMPTY_RIDE, self.times.lift))

    def put_later(self, a: Aircraft, name: str, milliseconds: int) -> None:
        """Give a unit back after a time that does not depend on the aircraft any more."""
        resource, keeper = self.resources[name], object()
        resource.pass_on(a, keeper)
        self.later(milliseconds, lambda: resource.release(keeper))

    def later(self, milliseconds: int, action: Callable[[], object]) -> None:
        """Do something after a time."""

        def then(_: object) -> None:
            action()

        self.env.timeout(milliseconds).callbacks.append(then)

    def make_ready(self, a: Aircraft) -> StepsTo:
        """On its place: spread, fuel, check, start. False where it ended in repair."""
        yield from self.get(a, s.CREWS)
        yield from self.do(a, "spreading", SPREAD, self.times.fold)
        self.put(a, s.CREWS)
        if not (yield from self._refuel(a)):
            return False
        yield from self.get(a, s.STATIONS)
        yield from self.get(a, s.CREWS)
        yield from self.do(a, "checks", PREFLIGHT, self.times.preflight)
        if a.draws.uniform(FAULT) < self.times.fault:
            self.counts["fault at checks"] += 1
            self.put(a, s.CREWS, s.STATIONS)
            yield from self.mend(a, early=True)
            return False
        yield from self.do(a, "starting", START, self.times.start)
        self.put(a, s.CREWS)
        return True

    def _refuel(self, a: Aircraft) -> StepsTo:
        """Fill up to the fuel of a sortie from what the ship has. False where she has too little."""
        need = round(1e3 * self.setup.mission.fuel) - a.fuel
        if need > self.ship_fuel:
            self.refused_fuel = True
            yield from self.stay(a, "no fuel aboard", self.end - self.now)
            return False
        if need > 0:
            # Set aside when it is asked for: two that fuel at once cannot take the same last ton.
            self.ship_fuel -= need
            a.fuel += need
            yield from self.get(a, s.FUEL_POINTS)
            yield from self.get(a, s.CREWS)
            full = a.draws.time(REFUEL, self.times.refuel)
            yield from self.stay(a, "refuelling", round(full * need / (1e3 * self.setup.tanks)))
            self.put(a, s.CREWS, s.FUEL_POINTS)
        return True

    def mend(self, a: Aircraft, *, early: bool) -> Steps:
        """Repair, and inspect where due; below if there is a place, else where it stands."""
        a.phase = "down"
        if not a.below and self.resources[s.HANGAR_PLACES].free > 0 and self.setup.units[s.LIFTS].day > 0:
            if early:
                yield from self.get(a, s.CREWS)
                yield from self.do(a, "folding", FOLD_EARLY, self.times.fold)
                self.put(a, s.CREWS)
                yield from self.strike_below(a, HOOK_EARLY, TOW_ABOVE_EARLY, RIDE_EARLY, TOW_BELOW_EARLY)
            else:
                yield from self.strike_below(a, HOOK_DOWN, TOW_ABOVE_DOWN, RIDE_DOWN, TOW_BELOW_DOWN)
        yield from self.get(a, s.WORKSHOPS)
        if early or a.flown >= a.life:
            yield from self.do(a, "repair", REPAIR_EARLY if early else REPAIR, self.times.repair)
            a.flown = 0
            a.life = self.life(a)
        if a.inspected >= 1e3 * self.times.inspection_every:
            yield from self.do(a, "inspection", INSPECTION, self.times.inspection)
            a.inspected = 0
        self.put(a, s.WORKSHOPS)

    def turn_round(self, a: Aircraft) -> Steps:
        """On its place after a flight: shut down, looked over, folded; mended where due."""
        yield from self.get(a, s.CREWS)
        yield from self.do(a, "post-flight", POST_FLIGHT, self.times.post_flight)
        self.put(a, s.STATIONS)
        yield from self.do(a, "folding", FOLD, self.times.fold)
        self.put(a, s.CREWS)
        if a.flown >= a.life or a.inspected >= 1e3 * self.times.inspection_every:
            yield from self.mend(a, early=False)

    def keep_watch(self) -> None:
        """Crews of day and night relieve each other every twelve hours."""
        changing = [name for name, units in self.setup.units.items() if units.day != units.night]
        for name in changing:
            self.resources[name].shifts = True
        if changing:
            self.env.process(self._watch(changing))

    def _watch(self, changing: list[str]) -> Steps:
        half = round(s.NIGHT * HOUR)
        while True:
            yield self.env.timeout(DAY - half)
            for name in changing:
                self.resources[name].resize(self.setup.units[name].night)
            yield self.env.timeout(half)
            for name in changing:
                self.resources[name].resize(self.setup.units[name].day)
