"""How often a launch or a recovery goes wrong, by sea state; and the sea of the hour.

The rates are an input. They belong to a computed envelope or to trials of this aircraft on this ship; where
none are given, ``ASSUMED`` stands in, and every result says so.

All attempts within one spell share its sea: a heavy sea spoils them together, which independent draws would
hide. A spell lasts three hours, the time for which a sea is usually taken as stationary; one spell's sea is
drawn from the climate without regard to the last, so that storms of days are understated.
"""

from __future__ import annotations

import dataclasses

from shortdeck.errors import InputError
from shortdeck.sea.climate import Climate
from shortdeck.sea.states import sea_state

STATES = 10
"""Sea states 0 to 8, and 9 for above 8."""
SPELLS = 2**20


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rates:
    """Rates of launch and recovery by sea state, lowest first; the last also holds for all above it.

    A wave-off is ordered before the wheels touch, a go-around follows after they have; both cost one more
    pattern, and are told apart in the count. ``source`` says where the rates come from and is printed.
    """

    launch: tuple[TaskRates, ...]
    recovery: tuple[TaskRates, ...]
    go_around_share: float = 0.0  # of the stopped recoveries, those that had touched down
    source: str

    def __post_init__(self) -> None:
        for name in ("launch", "recovery"):
            if not 1 <= len(getattr(self, name)) <= STATES:
                raise InputError(f"rates of {name}: give 1 to {STATES} entries, for sea state 0 and up")
        if not 0.0 <= self.go_around_share <= 1.0:
            raise InputError(f"the share of go-arounds lies from 0 to 1, got {self.go_around_share:g}")
        if self.launch[0].closed or self.recovery[0].closed:
            raise InputError(
                "rates: neither launch nor recovery can succeed in sea state 0; give rates below 1"
            )

    def at(self, task: str, state: int) -> TaskRates:
        """The rates of 'launch' or 'recovery' in a sea state."""
        table: tuple[TaskRates, ...] = getattr(self, task)
        return table[min(state, len(table) - 1)]

    def as_data(self) -> dict[str, object]:
        """The rates as plain data, with their source."""
        return dataclasses.asdict(self)


def _rising(*rows: tuple[float, float]) -> tuple[TaskRates, ...]:
    """(stop, mishap) of sea states 0, 1, 2 ...; no attempts above the last."""
    return (*(TaskRates(stop=stop, mishap=mishap) for stop, mishap in rows), NEVER)


ASSUMED = Rates(
    launch=_rising((0.01, 1e-4), (0.01, 1e-4), (0.01, 1e-4), (0.02, 1e-4), (0.05, 3e-4), (0.15, 1e-3)),
    recovery=_rising((0.02, 3e-4), (0.02, 3e-4), (0.03, 3e-4), (0.06, 5e-4), (0.15, 1e-3), (0.4, 3e-3)),
    go_around_share=0.3,
    source="assumed, from no trial and no computed envelope: stops and mishaps that rise with the sea, "
    "nothing flown from sea state 6 on",
)
"""What is used where no rates are given: judgement, to be replaced by an envelope's figures."""

CALM = Rates(launch=(TaskRates(),), recovery=(TaskRates(),), source="every attempt succeeds in any sea")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Weather:
    """The sea of each spell: drawn from ``climate``, or fixed at ``state``; exactly one is given."""

    climate: Climate | None = None
    state: int | None = None
    spell: float = 3.0 * 3600.0  # s, for which a sea lasts
    foreseen: bool = True  # whether the seas until an aircraft's return are known when it launches

    def __post_init__(self) -> None:
        if (self.climate is None) == (self.state is None):
            raise InputError("the sea: give either a climate or one sea state")
        if self.state is not None:
            sea_state(self.state)
        if not 60.0 <= self.spell <= 30.0 * 86400.0:
            raise InputError(f"a sea lasts from a minute to 30 days, got {self.spell:g} s")

    def at(self, spell: int, *, seed: int, replication: int) -> int:
        """The sea state of a spell of a replication."""
        if self.climate is None:
            assert self.state is not None
            return self.state
        return self.climate.draw(seed=seed, case=replication * SPELLS + spell).sea_state

    def words(self) -> str:
        """What the sea stands for, in words."""
        if self.climate is None:
            return f"sea state {self.state} throughout"
        known = "foreseen for one sortie" if self.foreseen else "not foreseen"
        return f"sea drawn anew every {self.spell / 3600.0:g} h from the climate {self.climate.name}, {known}"
