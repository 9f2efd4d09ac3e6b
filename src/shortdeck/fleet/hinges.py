"""On which unknown number an answer hangs: each estimate moved over its plus/minus, one at a time, and the
rates of stops and mishaps over theirs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.ship import COUNTS, ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.policy import Policy
from shortdeck.fleet.replicate import Estimate, gain, replicate
from shortdeck.fleet.setup import Setup
from shortdeck.fleet.tally import Run

SECTIONS = (
    "model.turnround.",
    "model.handling.",
    "model.fold.time",
    "model.deck.lifts",
    "model.tractor.speed",
)
"""Where the numbers stand that the deck cycle reads."""
RUNS = 4
"""Replications of each move, at most."""
RATES = "rates"
"""In place of a file, where a chance of the rates is moved."""
LEAST = 0.1
"""No number is moved below this share of itself: a time or a rate stays above zero."""

Tell = Callable[[str], None]
Build = Callable[[AircraftFile, ShipFile], Setup]


class Hinge(NamedTuple):
    """A number, and the figure at its lower and upper end less the figure as it stands."""

    file: str
    path: str
    confidence: str
    low: float  # the number, SI
    high: float
    at_low: Estimate
    at_high: Estimate

    @property
    def reach(self) -> float:
        """How far the two ends take the figure apart, or either from where it stands."""
        low, high = self.at_low.mean, self.at_high.mean
        return max(abs(low - high), abs(low), abs(high))

    @property
    def shows(self) -> bool:
        """Whether either end takes the figure farther than chance would."""
        return any(end.low > 0.0 or end.high < 0.0 for end in (self.at_low, self.at_high))


def hinges(
    aircraft: AircraftFile, ship: ShipFile, build: Build, policy: Policy, base: tuple[Run, ...], *,
    figure: Callable[[Run], float], seed: int, workers: int, tell: Tell,
) -> tuple[Hinge, ...]:  # fmt: skip
    """Every uncertain number of the deck cycle at both ends of its plus/minus; the farthest reach first.

    With the random numbers of ``base``, of which the first few replications are compared. What cannot be
    built at one end (a station out of reach) counts as no change there.
    """
    base = base[:RUNS]
    setup = build(aircraft, ship)

    def moved(craft: AircraftFile, vessel: ShipFile) -> Estimate:
        try:
            changed = build(craft, vessel)
        except InputError:
            return Estimate(0.0, 0.0, 0.0)
        runs = replicate(changed, policy, seed=seed, replications=len(base), workers=workers)
        return gain(base, runs, figure)

    found: list[Hinge] = []
    for path, name, confidence, low, high in _uncertain(aircraft):
        tell(f"hinge: {path}")
        ends = [moved(with_value(aircraft, path, end, check_file=False), ship) for end in (low, high)]
        found.append(Hinge(name, path, confidence, low, high, *ends))
    for path, name, confidence, low, high in _uncertain(ship):
        tell(f"hinge: {path}")
        ends = [moved(aircraft, with_value(ship, path, end, check_file=False)) for end in (low, high)]
        found.append(Hinge(name, path, confidence, low, high, *ends))
    found += of_rates(base, setup, policy, figure=figure, seed=seed, workers=workers, tell=tell)
    return tuple(sorted(found, key=lambda hinge: -hinge.reach))


def of_rates(
    base: tuple[Run, ...], setup: Setup, policy: Policy, *, figure: Callable[[Run], float], seed: int,
    workers: int, tell: Tell,
) -> list[Hinge]:  # fmt: skip
    """Each chance of the rates at both ends, in all seas at once. Its ends are told as means of the seas in
    which it is flown."""
    found = []
    for end in setup.rates.ends:
        tell(f"hinge: rates of {end.task}, {end.chance}")
        flown = [k for k, row in enumerate(getattr(setup.rates, end.task)) if not row.closed]
        low, top = (sum(values[k] for k in flown) / len(flown) for values in (end.low, end.high))
        gains = []
        for high in (False, True):
            moved = dataclasses.replace(setup, rates=setup.rates.moved(end, high=high))
            runs = replicate(moved, policy, seed=seed, replications=len(base), workers=workers)
            gains.append(gain(base, runs, figure))
        path = f"{end.task}.{end.chance}"
        found.append(Hinge(RATES, path, setup.rates.confidence, low, top, gains[0], gains[1]))
    return found


def _uncertain(file: AircraftFile | ShipFile) -> Iterator[tuple[str, str, str, float, float]]:
    """Path, file, confidence and ends of the numbers that the deck cycle reads and that have a width."""
    for path, number in numbers(file):
        if not number.plus_minus or not path.startswith(SECTIONS):
            continue
        if path.startswith("model.deck.lifts") and not path.endswith(".cycle"):
            continue
        low = max(LEAST * number.value, number.value - number.plus_minus)
        high = number.value + number.plus_minus
        if path.rpartition(".")[2] in COUNTS:
            low, high = max(1.0, round(low)), round(high)
        yield path, file.name, number.confidence, low, high
