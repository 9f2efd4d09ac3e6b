"""How often a launch or a recovery goes wrong, by sea state; and the sea of the hour.

The rates are an input. They belong to a computed envelope or to trials of this aircraft on this ship; where
none are given, ``ASSUMED`` stands in, and every result says so.

All attempts within one spell share its sea: a heavy sea spoils them together, which independent draws would
hide. The sea is a sea state, or one of the classes of height and period for which ``operability`` has found
the rates. A spell lasts three hours, the time for which a sea is usually taken as stationary; one spell's sea
is drawn from the climate without regard to the last, so that storms of days are understated.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from shortdeck.errors import InputError
from shortdeck.numerics.random import CLIMATE, draw_uniform
from shortdeck.sea.climate import Climate
from shortdeck.sea.states import sea_state

STATES = 10
"""Sea states 0 to 8, and 9 for above 8."""
SPELLS = 2**20
MOST_SEAS = 10000
"""Entries of a table of rates by classes of seas."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskRates:
    """Probabilities of one attempt in one sea state; what is left over is success.

    Of a launch: ``stop`` is an abort on deck. Of a recovery: ``stop`` is a wave-off or go-around.
    ``mishap`` loses the aircraft. An attempt that cannot succeed is not made: the aircraft waits.
    """

    stop: float = 0.0
    mishap: float = 0.0

    def __post_init__(self) -> None:
        if not (self.stop >= 0.0 and self.mishap >= 0.0 and self.stop + self.mishap <= 1.0):
            raise InputError(
                f"rates are probabilities whose sum is at most 1, got stop {self.stop:g} and mishap "
                f"{self.mishap:g}"
            )

    @property
    def closed(self) -> bool:
        """Whether no attempt can succeed."""
        return self.stop + self.mishap >= 1.0


NEVER = TaskRates(stop=1.0)
"""Not within limits: no attempt is made."""
MOST_OPEN = 0.999
"""A rate that is moved leaves at least this much short of certainty: what is flown stays flown."""


class End(NamedTuple):
    """How low and how high one of the chances may be, sea by sea as in the table that it belongs to."""

    task: str  # 'launch' or 'recovery'
    chance: str  # 'stop' or 'mishap'
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rates:
    """Rates of launch and recovery by sea state, lowest first; the last also holds for all above it. Or by
    the classes of seas of a ``Weather`` with ``seas``, in their order.

    A wave-off is ordered before the wheels touch, a go-around follows after they have; both cost one more
    pattern, and are told apart in the count. ``source`` says where the rates come from and is printed.
    """

    launch: tuple[TaskRates, ...]
    recovery: tuple[TaskRates, ...]
    go_around_share: float = 0.0  # of the stopped recoveries, those that had touched down
    source: str
    confidence: str = ""  # of the ends: 'estimate', or what they were counted in
    ends: tuple[End, ...] = ()

    def __post_init__(self) -> None:
        for name in ("launch", "recovery"):
            if not 1 <= len(getattr(self, name)) <= MOST_SEAS:
                raise InputError(f"rates of {name}: give 1 to {STATES} entries, for sea state 0 and up")
        for end in self.ends:
            if not len(end.low) == len(end.high) == len(getattr(self, end.task)):
                raise InputError(f"ends of {end.task}, {end.chance}: one for each of its rates is needed")
        if not 0.0 <= self.go_around_share <= 1.0:
            raise InputError(f"the share of go-arounds lies from 0 to 1, got {self.go_around_share:g}")
        if all(r.closed for r in self.launch) or all(r.closed for r in self.recovery):
            raise InputError("rates: neither launch nor recovery can succeed in any sea; give rates below 1")

    def at(self, task: str, state: int) -> TaskRates:
        """The rates of 'launch' or 'recovery' in a sea state, or in a class of seas."""
        table: tuple[TaskRates, ...] = getattr(self, task)
        return table[min(state, len(table) - 1)]

    def moved(self, end: End, *, high: bool) -> Rates:
        """The same rates with one chance at its lower or higher end in every sea in which it is flown."""
        table: tuple[TaskRates, ...] = getattr(self, end.task)
        ends = end.high if high else end.low
        other = "mishap" if end.chance == "stop" else "stop"
        rows = tuple(
            row
            if row.closed
            else dataclasses.replace(row, **{end.chance: min(value, MOST_OPEN - getattr(row, other))})
            for row, value in zip(table, ends, strict=True)
        )
        if end.task == "launch":
            return dataclasses.replace(self, launch=rows)
        return dataclasses.replace(self, recovery=rows)

    def as_data(self) -> dict[str, object]:
        """The rates as plain data, with their source."""
        return dataclasses.asdict(self)


def _rising(*rows: tuple[float, float]) -> tuple[TaskRates, ...]:
    """(stop, mishap) of sea states 0, 1, 2 ...; no attempts above the last."""
    return (*(TaskRates(stop=stop, mishap=mishap) for stop, mishap in rows), NEVER)


STOP_FACTOR, MISHAP_FACTOR = 2.0, 5.0
"""Within which factor, up or down, the assumed stops and mishaps are taken to lie; estimates like them."""
_LAUNCH = _rising((0.01, 1e-4), (0.01, 1e-4), (0.01, 1e-4), (0.02, 1e-4), (0.05, 3e-4), (0.15, 1e-3))
_RECOVERY = _rising((0.02, 3e-4), (0.02, 3e-4), (0.03, 3e-4), (0.06, 5e-4), (0.15, 1e-3), (0.4, 3e-3))


def _within_factors(task: str, table: tuple[TaskRates, ...]) -> tuple[End, ...]:
    """Both chances of a table within their factors."""
    return tuple(
        End(
            task, chance, tuple(getattr(row, chance) / factor for row in table),
            tuple(min(1.0, getattr(row, chance) * factor) for row in table),
        )
        for chance, factor in (("stop", STOP_FACTOR), ("mishap", MISHAP_FACTOR))
    )  # fmt: skip


ASSUMED = Rates(
    launch=_LAUNCH,
    recovery=_RECOVERY,
    go_around_share=0.3,
    source="assumed, from no trial and no computed envelope: stops (within a factor of "
    f"{STOP_FACTOR:g}) and mishaps (within a factor of {MISHAP_FACTOR:g}) that rise with the sea, nothing "
    "flown from sea state 6 on",
    confidence="estimate",
    ends=(*_within_factors("launch", _LAUNCH), *_within_factors("recovery", _RECOVERY)),
)
"""What is used where no rates are given: judgement, to be replaced by an envelope's figures."""

CALM = Rates(launch=(TaskRates(),), recovery=(TaskRates(),), source="every attempt succeeds in any sea")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Weather:
    """The sea of each spell: drawn from ``climate``, fixed at ``state``, or drawn from classes of seas with
    the shares ``seas`` of the year; exactly one is given."""

    climate: Climate | None = None
    state: int | None = None
    seas: tuple[float, ...] | None = None
    spell: float = 3.0 * 3600.0  # s, for which a sea lasts
    foreseen: bool = True  # whether the seas until an aircraft's return are known when it launches

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.climate, self.state, self.seas)) != 1:
            raise InputError("the sea: give either a climate or one sea state, or shares of classes of seas")
        if self.seas is not None and not (
            all(0.0 <= share <= 1.0 for share in self.seas) and abs(sum(self.seas) - 1.0) < 1e-6
        ):
            raise InputError(f"shares of classes of seas: from 0 to 1 with the sum 1, got {sum(self.seas):g}")
        if self.state is not None:
            sea_state(self.state)
        if not 60.0 <= self.spell <= 30.0 * 86400.0:
            raise InputError(f"a sea lasts from a minute to 30 days, got {self.spell:g} s")

    def at(self, spell: int, *, seed: int, replication: int) -> int:
        """The sea state, or the class of seas, of a spell of a replication."""
        if self.seas is not None:
            drawn = draw_uniform(seed, replication * SPELLS + spell, CLIMATE, 1)[0]
            place = int(np.searchsorted(np.cumsum(self.seas), drawn * sum(self.seas), side="right"))
            return min(place, len(self.seas) - 1)
        if self.climate is None:
            assert self.state is not None
            return self.state
        return self.climate.draw(seed=seed, case=replication * SPELLS + spell).sea_state

    def words(self) -> str:
        """What the sea stands for, in words."""
        if self.state is not None:
            return f"sea state {self.state} throughout"
        known = "foreseen for one sortie" if self.foreseen else "not foreseen"
        if self.climate is None:
            assert self.seas is not None
            drawn = f"{len(self.seas)} classes of seas"
        else:
            drawn = f"the climate {self.climate.name}"
        return f"sea drawn anew every {self.spell / 3600.0:g} h from {drawn}, {known}"
