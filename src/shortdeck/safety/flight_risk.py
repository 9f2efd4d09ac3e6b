"""The risk of a launch, a recovery or a sortie: each mishap, each class of severity, against the standards.

``risk`` estimates the probability of any mishap in one attempt in given conditions and of each class of
severity that its flights do not tell well enough, and what is within them. A recovery's attempts become those
of an aircraft that tries until it is aboard, diverts or is out of fuel; launch and recovery become a sortie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from shortdeck.catalog.standards import SEVERITIES, Criterion, standards
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.numerics.random import RISK_POINT
from shortdeck.safety.attempts import Recovery, recover_until_aboard
from shortdeck.safety.binomial import Interval, check_level, clopper_pearson
from shortdeck.safety.breakdown import Chance, failures, within
from shortdeck.safety.flight_space import FlightSpace
from shortdeck.safety.margins import ANY, LANDING_ONLY, MISHAPS, UNFINISHED, members
from shortdeck.safety.normal_space import Margin, Numbers, StoppedError, first_case, points
from shortdeck.safety.risk import Estimate, estimate

MODEL_RISK = "model risk not included"
LOOKED_AT = 2000  # flights that tell how often a recovery is waved off
_WAVE_OFF_RUN = 4010
Verdict = Literal["met", "not met", "not shown"]
Tell = Callable[[str, int, int], None]
"""Told what is estimated, the flights flown for it so far, and the most that it may take."""


class Held(NamedTuple):
    """A criterion against what was found in these conditions."""

    criterion: Criterion
    chance: Chance
    average: Verdict  # if it were always flown in these conditions
    limit: Verdict  # if these are the worst in which it is flown


class Recovered(NamedTuple):
    """An aircraft that tries until it is aboard or out of attempts."""

    attempts: int  # that its fuel allows
    chances: Recovery
    per_recovered: Interval  # of mishaps for each aircraft that comes aboard
    wave_off: float
    wave_off_interval: Interval


@dataclass(frozen=True)
class FlightRisk:
    """What was found for one task in one set of conditions."""

    task: str
    aircraft: str
    ship: str
    conditions: Conditions
    seed: int
    level: float
    dimension: int  # inputs that were steered
    steered: dict[str, int]  # how many of which kind
    flights: int
    chances: dict[str, Chance]
    estimates: dict[str, Estimate]
    held: tuple[Held, ...]
    recovered: Recovered | None
    interrupted: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortieRisk:
    """Launch and recovery of one sortie; each in its own conditions."""

    launch: FlightRisk
    recovery: FlightRisk
    mishap: Chance
    lost: Chance


@dataclass
class _Work:
    """One task being estimated."""

    space: FlightSpace
    target_cov: float
    budget: int
    level: float
    tell: Tell | None
    estimates: dict[str, Estimate] = field(default_factory=dict)
    chances: dict[str, Chance] = field(default_factory=dict)
    interrupted: bool = False

    def margin(self, name: str) -> Margin:
        """Margin whose interruption ends an estimate rather than the program."""
        of = self.space.margin(name)
        before = self.space.flights

        def told(flights: int) -> None:
            if self.tell is not None:
                self.tell(name, flights - before, self.budget)

        self.space.progress = told

        def value(u: Numbers) -> Numbers:
            try:
                return of(u)
            except KeyboardInterrupt:
                self.interrupted = True
                raise StoppedError from None

        return value

    def ask(self, name: str) -> None:
        """Estimate an event by itself, and what is within it as far as it was not known better."""
        found = estimate(
            self.margin(name), self.space.dimension, seed=self.space.seed, target_cov=self.target_cov,
            budget=self.budget, level=self.level, batch=4096, scales=self.space.scales,
            rough=self.space.rough,
        )  # fmt: skip
        self.estimates[name] = found
        self.chances[name] = Chance(name, found.probability, found.low, found.high, found.method)
        try:
            self._within(name, found)
        except KeyboardInterrupt:
            self.interrupted = True

    def _within(self, name: str, found: Estimate) -> None:
        failed = failures(found)
        flags: dict[str, Any] = {}
        if len(failed.run):
            margins = self.space.margins(failed.points)
            flags = {mishap: values <= 0.0 for mishap, values in margins.items()}
        never = LANDING_ONLY if self.space.task == "launch" else ()
        parts: dict[str, tuple[str, ...]] = {m: (m,) for m in members(name) if m not in never}
        if name == ANY:
            parts |= {str(c): members(c) for c in SEVERITIES}
            parts |= {c.name: c.mishaps for c in self.criteria()}
        for part, names in parts.items():
            chance = within(found, failed, flags, part, names)
            if part not in self.chances or _better(chance, self.chances[part]):
                self.chances[part] = chance

    def criteria(self) -> list[Criterion]:
        """Criteria for this task."""
        return [c for c in standards().criteria if self.space.task in c.tasks]


def _better(one: Chance, other: Chance) -> bool:
    """Whether the first interval is shorter, on the scale of factors."""
    if (one.low > 0.0) != (other.low > 0.0):
        return one.low > 0.0
    return one.high < other.high if one.low == 0.0 else one.high / one.low < other.high / other.low


def verdict(chance: Chance, allowed: float) -> Verdict:
    """Whether a chance is shown to be within what is allowed, or beyond it."""
    return "met" if chance.high <= allowed else "not met" if chance.low > allowed else "not shown"


def _held(work: _Work) -> tuple[Held, ...]:
    """Criteria against the chances that were found."""
    out = []
    for criterion in work.criteria():
        chance = work.chances.get(criterion.name)
        exact = next((n for n in (*MISHAPS, *SEVERITIES) if _same(n, criterion.mishaps)), None)
        if exact in work.chances:
            chance = work.chances[exact]._replace(name=criterion.name)
        if chance is not None:
            average, limit = criterion.average.value, criterion.limit.value
            out.append(Held(criterion, chance, verdict(chance, average), verdict(chance, limit)))
    return tuple(out)


def _same(name: str, mishaps: tuple[str, ...]) -> bool:
    """Whether a criterion is about just this event; what never came to an end is in no criterion."""
    return set(members(name)) - {UNFINISHED} == set(mishaps)


def _recovered(work: _Work, attempts: int) -> Recovered | None:
    """From one attempt to an aircraft aboard; all hours alike, as the conditions are."""
    u = points(work.space.seed, first_case(_WAVE_OFF_RUN), LOOKED_AT, work.space.dimension, RISK_POINT)
    try:
        away = int(work.space.fly(u).waved_off.sum())
    except KeyboardInterrupt:
        work.interrupted = True
        return None
    w = away / LOOKED_AT
    interval = clopper_pearson(away, LOOKED_AT, level=work.level)
    any_ = work.chances[ANY]

    def per(m: float, wave_off: float) -> float:
        m = min(m, 1.0 - wave_off)
        return recover_until_aboard(m, wave_off, attempts=attempts).mishap_per_recovered

    chances = recover_until_aboard(min(any_.probability, 1.0 - w), w, attempts=attempts)
    ends = Interval(per(any_.low, interval.low), per(any_.high, interval.high))
    return Recovered(attempts, chances, ends, w, interval)


def assess_space(
    space: FlightSpace, *, target_cov: float = 0.2, budget: int = 400_000, level: float = 0.95,
    attempts: int = 4, mishap: str | None = None, tell: Tell | None = None,
) -> FlightRisk:  # fmt: skip
    """Risk of one attempt, by all its mishaps or one of them (``mishap``), in at most ``budget`` flights."""
    check_level(level)
    if not 1 <= attempts <= 100:
        raise InputError(f"attempts {attempts}: 1 to 100 are allowed")
    if mishap is not None:
        members(mishap)  # raises for what is none
    names = (ANY, *SEVERITIES) if mishap is None else (mishap,)
    if budget < 1000 * len(names):
        raise InputError(f"budget {budget}: {1000 * len(names)} flights or more are needed")
    work = _Work(space, target_cov, budget // len(names), level, tell)
    for name in names:
        known = work.chances.get(name)
        if not work.interrupted and (known is None or not known.known):
            work.ask(name)
    recovered = None
    if space.task == "recovery" and mishap in (None, ANY) and not work.interrupted:
        recovered = _recovered(work, attempts)
    warnings = tuple(f"{name}: {w}" for name, e in work.estimates.items() for w in e.warnings)
    return FlightRisk(
        space.task, space.aircraft.name, space.ship.name, space.conditions, space.seed, level,
        space.dimension, {group.name: group.size for group in space.groups}, space.flights, work.chances,
        work.estimates, _held(work) if mishap is None else (), recovered, work.interrupted, warnings,
    )  # fmt: skip


def sortie_of(launch: FlightRisk, recovery: FlightRisk) -> SortieRisk:
    """Chances of a sortie: of its launch, or of its recovery if that was none.

    The interval joins the two ends on each side, which covers at least the level. An aircraft that runs out
    of attempts diverts.
    """
    r = recovery.recovered
    flown = 1.0 if r is None else r.chances.attempts

    def join(name: str) -> Chance:
        a, b = launch.chances[name], recovery.chances[name]
        p = a.probability + (1.0 - a.probability) * min(flown * b.probability, 1.0)
        low = a.low + (1.0 - a.low) * min(flown * b.low, 1.0)
        high = a.high + (1.0 - a.high) * min(flown * b.high, 1.0)
        return Chance(name, p, low, min(high, 1.0), "launch and recovery")

    return SortieRisk(launch, recovery, join(ANY), join("lost"))
