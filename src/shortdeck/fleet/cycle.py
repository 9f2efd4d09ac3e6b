"""The deck cycle of one ship and her aircraft as SimPy processes: one replication.

An aircraft: in the hangar, by tractor and lift to its place on deck, wings spread, fuelled, checked, engine
started, ready; line up, launch; out, on station, back; approaches until one succeeds; clear of the runway,
post-flight, wings folded; repaired or inspected below where that is due. It keeps its place on deck while it
flies, so that whoever returns finds one. Time is in whole milliseconds and fuel in whole grams, so that
balances are exact.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from shortdeck.fleet import setup as s
from shortdeck.fleet.aircraft import (
    CLEAR,
    FOUL,
    HOOK_DOWN,
    LAUNCH_ATTEMPTS,
    LAUNCHES,
    RECOVERIES,
    RIDE_DOWN,
    TOW_ABOVE_DOWN,
    TOW_BELOW_DOWN,
    Aircraft,
)
from shortdeck.fleet.deadlock import DeadlockError
from shortdeck.fleet.deck import Deck, Steps, StepsTo
from shortdeck.fleet.rates import TaskRates
from shortdeck.fleet.resource import HOUR
from shortdeck.fleet.tally import Run, tally

BEFORE_THE_SEA = HOUR // 2
"""Who plans to be back does so half an hour before a sea in which nobody lands, ms."""


class DeckCycle(Deck):
    """One replication. ``run`` plays it and returns its books."""

    def run(self) -> Run:
        """Play the days and close the books. Raises DeadlockError."""
        self.keep_watch()
        for a in self.fleet:
            self.env.process(self.live(a))
        self.boss.ask()
        try:
            self.env.run(until=self.end)
        except DeadlockError as error:
            # SimPy raises a copy made from the message alone; the original names the cycle.
            raise (error.__cause__ if isinstance(error.__cause__, DeadlockError) else error) from None
        for a in self.fleet:
            self.enter(a, a.state)
        for resource in self.resources.values():
            resource.close()
        return tally(self)

    def live(self, a: Aircraft) -> Steps:
        while True:
            said = yield from self.await_order(a, "idle")
            a.sortie += 1
            a.draws = self.draw(self.seed, self.replication, a.tail, a.sortie)
            if said == "strike":
                yield from self.strike_below(a, HOOK_DOWN, TOW_ABOVE_DOWN, RIDE_DOWN, TOW_BELOW_DOWN)
                continue
            if a.below:
                yield from self.bring_up(a)
            if said == "bring up":
                continue
            if not (yield from self.make_ready(a)):
                continue
            yield from self.await_order(a, "ready")
            if not (yield from self._fly_sortie(a)):
                return

    def _fly_sortie(self, a: Aircraft) -> StepsTo:
        """Launch to the end of the turn-round. False where the aircraft is lost."""
        yield from self.get(a, s.LINKS)
        launched = yield from self._launch(a)
        if launched != "launched":
            self.put(a, s.LINKS)
            if launched == "lost":
                self._lose(a, "mishap at launch", s.STATIONS, s.DECK_PLACES)
                return False
            self.put(a, s.STATIONS)
            yield from self.mend(a, early=True)
            return True
        lift_off = self.now
        yield from self._away(a)
        landed = yield from self._recover(a)
        flown = self.now - lift_off
        a.flown += flown
        a.inspected += flown
        self.put(a, s.LINKS)
        if not landed:
            self._lose(a, "out of fuel" if a.fuel <= 0 else "mishap at recovery", s.STATIONS, s.DECK_PLACES)
            return False
        a.phase = "down"
        yield from self.turn_round(a)
        return True

    def sea(self, when: int) -> int:
        """The sea state at a time (ms)."""
        spell = when // self._spell
        found = self._seas.get(spell)
        if found is None:
            found = self.setup.weather.at(spell, seed=self.seed, replication=self.replication)
            self._seas[spell] = found
        return found

    def _rates(self, task: str, when: int | None = None) -> TaskRates:
        return self.setup.rates.at(task, self.sea(self.now if when is None else when))

    def _next_spell(self) -> int:
        """Milliseconds to the next sea."""
        return self._spell - self.now % self._spell

    def _home_by(self, a: Aircraft) -> int | None:
        """The latest time at which an aircraft that launches now can be back in a sea that lets it land.

        None where no such time lies between the shortest and the longest sortie.
        """
        m = self.setup.mission
        earliest = self.now + round(2e3 * m.transit)
        time = earliest + self._station_time(a.fuel - round(1e3 * m.transit * m.transit_burn))
        if not self.setup.weather.foreseen:
            return time
        while time >= earliest:
            shut = next((t for t in (time + BEFORE_THE_SEA, time) if self._rates("recovery", t).closed), None)
            if shut is None:
                return time
            time = shut // self._spell * self._spell - BEFORE_THE_SEA - 1
        return None

    def _launch(self, a: Aircraft) -> Generator[simpy.Event, Any, str]:
        """Attempts to launch: 'launched', 'lost', or 'stopped' after too many."""
        for attempt in range(LAUNCH_ATTEMPTS):
            slot = LAUNCHES + 3 * attempt
            yield from self.get(a, s.RUNWAY, priority=1)
            while self._rates("launch").closed or self._home_by(a) is None:
                self.put(a, s.RUNWAY)
                yield from self.stay(a, "waiting for the sea to launch", self._next_spell())
                yield from self.get(a, s.RUNWAY, priority=1)
            yield from self.do(a, "lining up", slot + 1, self.times.line_up)
            rates, chance = self._rates("launch"), a.draws.uniform(slot)
            if chance < rates.mishap:
                self._foul(a)
                return "lost"
            if chance >= rates.mishap + rates.stop and self._home_by(a) is not None:
                self.put_later(a, s.RUNWAY, a.draws.time(slot + 2, self.times.launch))
                self.launches.append(self.now)
                return "launched"
            self.counts["launch stopped"] += 1
            yield from self.do(a, "clearing after a stop", CLEAR, self.times.clear)
            self.put(a, s.RUNWAY)
        return "stopped"

    def _foul(self, a: Aircraft) -> None:
        """The runway stays taken until the wreck is off it."""
        self.put_later(a, s.RUNWAY, a.draws.time(FOUL, self.times.foul_deck))

    def _burn(self, a: Aircraft, milliseconds: int, rate: float) -> None:
        """Burn fuel for a time at a rate in kg/s, which is g/ms; never more than there is."""
        used = min(a.fuel, round(milliseconds * rate))
        a.fuel -= used
        self.burnt += used

    def _away(self, a: Aircraft) -> Steps:
        """Out, on station, back; a failure on the way sends it home."""
        m = self.setup.mission
        transit = round(1e3 * m.transit)
        healthy = a.life - a.flown  # ms until it fails
        home_by = self._home_by(a)
        a.arrives = self.now + transit
        assert home_by is not None, "no launch into a sea without a way back"
        a.leaves = home_by - transit
        a.phase, a.called = "flying", False
        self.boss.ask()
        out = transit if healthy >= transit else max(0, int(healthy))
        yield from self.stay(a, "outbound", out)
        self._burn(a, out, m.transit_burn)
        if out == transit:
            yield from self._loiter(a, healthy - transit)
        else:
            self.counts["failed in flight"] += 1
        a.phase = "returning"
        self.boss.ask()
        yield from self.stay(a, "inbound", out)
        self._burn(a, out, m.transit_burn)

    def _station_time(self, fuel: int) -> int:
        """Time on station that fuel there (g) and the longest time away allow, ms."""
        m = self.setup.mission
        stay = (fuel - 1e3 * (m.reserve + m.transit * m.transit_burn)) / m.loiter_burn
        if self.setup.longest_away is not None:
            stay = min(stay, 1e3 * (self.setup.longest_away - 2.0 * m.transit))
        return max(0, int(stay))

    def _loiter(self, a: Aircraft, healthy: float) -> Steps:
        """On station until fuel, the sea, a failure or an order sends it home."""
        arrived = self.now
        stay = max(0, a.leaves - arrived)
        if healthy < stay:
            self.counts["failed in flight"] += 1
            stay = max(0, int(healthy))
        self.station.append((arrived, 1))
        self.enter(a, "on station")
        if not a.called:
            a.recall = self.env.event()
            self.boss.ask()
            yield self.env.timeout(stay) | a.recall
            a.recall = None
        self.station.append((self.now, -1))
        self._burn(a, self.now - arrived, self.setup.mission.loiter_burn)

    def _recover(self, a: Aircraft) -> StepsTo:
        """Approaches until one succeeds; False where the aircraft is lost."""
        attempt = 0
        loiter = self.setup.mission.loiter_burn
        while True:
            began = self.now
            yield from self.get(a, s.RUNWAY, priority=0)
            while self._rates("recovery").closed:
                self.put(a, s.RUNWAY)
                lasts = int(max(0.0, a.fuel - loiter * (self.now - began)) / loiter) + 1
                yield from self.stay(a, "waiting for the sea to land", min(self._next_spell(), lasts))
                if round(loiter * (self.now - began)) >= a.fuel:
                    self._burn(a, self.now - began, loiter)
                    return False
                yield from self.get(a, s.RUNWAY, priority=0)
            slot = RECOVERIES + 4 * attempt
            yield from self.do(a, "approach", slot + 2, self.times.approach)
            self._burn(a, self.now - began, loiter)
            if a.fuel <= 0:
                self.put(a, s.RUNWAY)
                return False
            rates, chance = self._rates("recovery"), a.draws.uniform(slot)
            if chance < rates.mishap:
                self._foul(a)
                return False
            if chance >= rates.mishap + rates.stop:
                break
            touched = a.draws.uniform(slot + 1) < self.setup.rates.go_around_share
            self.counts["gone around" if touched else "waved off"] += 1
            self.put(a, s.RUNWAY)
            again = self.now
            yield from self.do(a, "in the pattern", slot + 3, self.times.pattern)
            self._burn(a, self.now - again, loiter)
            attempt += 1
        self.recoveries.append(self.now)
        yield from self.do(a, "clearing the runway", CLEAR, self.times.clear)
        self.put(a, s.RUNWAY)
        return True

    def _lose(self, a: Aircraft, why: str, *held: str) -> None:
        self.counts[why] += 1
        self.put(a, *held)
        self.fuel_lost += a.fuel
        a.fuel = 0
        a.phase = "lost"
        self.losses.append(self.now)
        self.enter(a, "lost")
        self.boss.ask()
