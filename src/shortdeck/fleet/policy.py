"""Who flies when: the policies, and what a policy of your own sees and says.

A policy is any object with a ``name`` and a method ``decide(view)`` that returns ``Orders``. It is asked at
the start, whenever an aircraft's status changes, and at the time it asked for. It keeps no state between
calls unless it says how a fresh copy starts (``fresh``): every replication begins with a fresh one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple, Protocol

from shortdeck.errors import InputError


class OnStation(NamedTuple):
    """An aircraft that is on station or on its way there."""

    tail: int
    arrives: float  # s, since the start of the run
    leaves: float  # s, when its fuel sends it home


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """What a policy sees. Times in s since the start of the run; aircraft by tail number."""

    now: float
    fleet: int
    idle: tuple[int, ...]  # serviceable on deck, not ordered
    below: tuple[int, ...]  # serviceable in the hangar, not ordered
    preparing: tuple[int, ...]  # being ranged, fuelled, checked, started
    ready: tuple[int, ...]  # waiting at their places for the order to launch, longest first
    launching: tuple[int, ...]  # ordered, not yet in the air
    flying: tuple[OnStation, ...]  # outbound and on station
    returning: tuple[int, ...]  # inbound and recovering
    down: tuple[int, ...]  # turned round, repaired or inspected
    lost: tuple[int, ...]
    free_places: int  # on deck, promised to nobody
    free_hangar: int
    prepare_time: float  # s, mean, from the order to readiness on deck, without waiting
    transit: float  # s, one way
    on_station: float  # s, as planned


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Orders:
    """What a policy says. Numbers are of aircraft; more than there are means all."""

    prepare: int = 0  # make ready: first those on deck, then from the hangar while places are free
    launch: int = 0  # of the ready ones, longest ready first
    recall: tuple[int, ...] = ()  # home from the station
    strike: tuple[int, ...] = ()  # idle on deck: send below
    bring_up: tuple[int, ...] = ()  # idle below: bring up even while no place is free
    ask_at: float | None = None  # s, be asked again then at the latest


class Policy(Protocol):
    """What a policy is."""

    @property
    def name(self) -> str:
        """Its name, for tables and messages."""

    def fresh(self) -> Policy:
        """A copy as at the start of a run."""

    def decide(self, view: View) -> Orders:
        """What to do now."""


@dataclasses.dataclass(frozen=True)
class FlexDeck:
    """Whoever can fly flies: prepared as soon as serviceable, launched as soon as ready."""

    name: str = "flex-deck"

    def fresh(self) -> FlexDeck:
        """Itself: it keeps no state."""
        return self

    def decide(self, view: View) -> Orders:
        """Prepare and launch all."""
        return Orders(prepare=view.fleet, launch=len(view.ready))


@dataclasses.dataclass
class FixedInterval:
    """One launch at every multiple of ``interval`` (s); a slot without a ready aircraft is used late."""

    interval: float
    name: str = "fixed-interval"
    _flown: int = 0

    def __post_init__(self) -> None:
        _positive("interval", self.interval)

    def fresh(self) -> FixedInterval:
        """The same interval with no slot used."""
        return FixedInterval(self.interval, self.name)

    def decide(self, view: View) -> Orders:
        """Keep as many ahead in preparation as an interval asks for; launch in each slot."""
        ahead = 1 + ceil(view.prepare_time / self.interval)
        due = floor(view.now / self.interval + 1e-9) + 1
        launch = min(len(view.ready), max(0, due - self._flown))
        self._flown += launch
        if not view.ready and self._flown < due - 1:
            self._flown = due - 1  # slots missed by more than one are gone
        prepare = ahead - len(view.preparing) - (len(view.ready) - launch)
        return Orders(prepare=max(0, prepare), launch=launch, ask_at=due * self.interval)


@dataclasses.dataclass
class Cyclic:
    """Cyclic operations: at every multiple of ``cycle`` (s) all that are ready launch, at most ``size``;
    those of the last event but ``length`` - 1 come home behind them."""

    cycle: float
    size: int | None = None
    length: int = 1
    name: str = "cyclic"
    _event: int = 0
    _launched: tuple[tuple[int, int], ...] = ()  # event, tail

    def __post_init__(self) -> None:
        _positive("cycle", self.cycle)
        if self.length < 1 or (self.size is not None and self.size < 1):
            raise InputError("cyclic operations launch at least 1 aircraft and last at least 1 cycle")

    def fresh(self) -> Cyclic:
        """The same cycle before its first event."""
        return Cyclic(self.cycle, self.size, self.length, self.name)

    def decide(self, view: View) -> Orders:
        """Prepare all between events; at an event launch those ready and call home the earlier ones."""
        number = floor(view.now / self.cycle + 1e-9)
        ask_at = (number + 1) * self.cycle
        if number <= self._event:
            return Orders(prepare=self._wanted(view), ask_at=ask_at)
        self._event = number
        out = {f.tail for f in view.flying}
        home = tuple(tail for event, tail in self._launched if event <= number - self.length and tail in out)
        going = view.ready[: self.size]
        kept = [(e, t) for e, t in self._launched if t in out and t not in home]
        self._launched = (*kept, *((number, tail) for tail in going))
        return Orders(prepare=self._wanted(view), launch=len(going), recall=home, ask_at=ask_at)

    def _wanted(self, view: View) -> int:
        size = view.fleet if self.size is None else self.size
        return max(0, size - len(view.preparing) - len(view.ready))


@dataclasses.dataclass(frozen=True)
class KeepOnStation:
    """Keep ``count`` aircraft on station: each is relieved before its fuel sends it home.

    ``margin`` (s) before the moment of relief at which the next one should arrive; ``spare`` aircraft more
    than needed are kept ready on deck.
    """

    count: int
    margin: float = 600.0
    spare: int = 1
    name: str = "keep-on-station"

    def __post_init__(self) -> None:
        if self.count < 1 or self.spare < 0 or self.margin < 0.0:
            raise InputError(
                f"keep at least 1 on station, with 0 or more spare aircraft and seconds of margin; got "
                f"{self.count}, {self.spare} and {self.margin:g}"
            )

    def fresh(self) -> KeepOnStation:
        """Itself: it keeps no state."""
        return self

    def decide(self, view: View) -> Orders:
        """Launch what would be missing after one transit; prepare what would be missing a little later."""
        ends = sorted(flight.leaves for flight in view.flying)
        lead = view.transit + self.margin
        early = lead + view.prepare_time
        missing = self._missing(ends, view.now + lead) - len(view.launching)
        launch = min(max(0, missing), len(view.ready))
        wanted = self._missing(ends, view.now + early) + self.spare - len(view.launching)
        prepare = wanted - len(view.ready) - len(view.preparing)
        times = [end - ahead for end in ends for ahead in (lead, early) if end - ahead > view.now + 1e-3]
        return Orders(
            prepare=max(0, prepare), launch=launch, ask_at=min(times) if times else None
        )  # fmt: skip

    def _missing(self, ends: Sequence[float], then: float) -> int:
        # A millisecond: times are whole ones, and the question is put at the very moment of relief.
        return self.count - sum(end > then + 1e-3 for end in ends)


def _positive(name: str, value: float) -> None:
    if not value > 0.0:
        raise InputError(f"{name} must be above 0 s, got {value:g} s")


def policy_of(text: str, *, on_station: int | None = None) -> Policy:
    """'flex-deck', 'interval:90min', 'cyclic:4h'; or, given a number on station, 'keep-on-station'.

    Raises InputError.
    """
    from shortdeck.catalog.units import parse

    name, _, value = text.partition(":")
    if name == "flex-deck" and not value:
        return FlexDeck()
    if name == "keep-on-station" and not value:
        return KeepOnStation(1 if on_station is None else on_station)
    if name in ("interval", "fixed-interval") and value:
        return FixedInterval(parse(value, "s", name="interval"))
    if name == "cyclic" and value:
        return Cyclic(parse(value, "s", name="cycle"))
    raise InputError(
        "policies are flex-deck, keep-on-station, interval:TIME and cyclic:TIME such as cyclic:4h; got "
        f"{text!r}"
    )
