"""What holds the fleet back, what removing it buys, and how many aircraft an orbit round the clock takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import NamedTuple

from shortdeck.fleet import setup as s
from shortdeck.fleet.policy import KeepOnStation, Policy
from shortdeck.fleet.rates import Weather
from shortdeck.fleet.replicate import Estimate, estimate, figures, gain, replicate
from shortdeck.fleet.resource import UNLIMITED
from shortdeck.fleet.setup import Setup, with_units, without_failures
from shortdeck.fleet.tally import Run

WORTH_A_LOOK = 0.01
"""Share of all waiting below which a resource is not tried without its limit."""
PROMISE = 0.95
"""Share of time with enough on station that counts as round the clock, where none is given."""

Tell = Callable[[str], None]


class Removal(NamedTuple):
    """What one limit less buys, in the figure that is asked for."""

    what: str
    is_resource: bool
    gain: Estimate


class Orbit(NamedTuple):
    """A fleet and the share of time with enough on station that it gives."""

    fleet: int
    share: Estimate


def removals(
    setup: Setup, policy: Policy, base: Sequence[Run], *, figure: Callable[[Run], float], seed: int,
    workers: int, tell: Tell,
) -> tuple[Removal, ...]:  # fmt: skip
    """Each limit taken away on its own, with the same random numbers; the largest gain first.

    Tried: every resource for which somebody waited for a noticeable time, places on deck where some
    aircraft must stay below, the sea (calm throughout), failures and inspections (none), and one aircraft
    more where she has a place.
    """
    options: list[tuple[str, bool, Setup]] = []
    waited = {
        name: sum(use.waited for run in base for use in run.uses if use.name == name) for name in s.RESOURCES
    }
    least = WORTH_A_LOOK * sum(waited.values())
    for name, wait in waited.items():
        # Nobody is ordered up while the deck is full: want of places shows in no queue.
        short = name == s.DECK_PLACES and setup.fleet > setup.units[name].day
        if short or wait > max(least, 0.0):
            options.append((name, True, with_units(setup, name, UNLIMITED)))
    calm = dataclasses.replace(setup, weather=Weather(state=0))
    options += [("rough seas", False, calm), ("failures and inspections", False, without_failures(setup))]
    if setup.fleet < setup.units[s.DECK_PLACES].day + setup.units[s.HANGAR_PLACES].day:
        options.append(
            ("want of one more aircraft", False, dataclasses.replace(setup, fleet=setup.fleet + 1))
        )
    found = []
    for what, is_resource, changed in options:
        tell(f"without: {what}")
        other = replicate(changed, policy, seed=seed, replications=len(base), workers=workers)
        found.append(Removal(what, is_resource, gain(base, other, figure)))
    return tuple(sorted(found, key=lambda removal: -removal.gain.mean))


def bottleneck(found: Sequence[Removal]) -> Removal | None:
    """The resource whose limit costs most, where more than chance shows it."""
    return next((removal for removal in found if removal.is_resource and removal.gain.low > 0.0), None)


def orbits(
    setup: Setup, *, count: int, promise: float, warm_up: float, seed: int, replications: int, workers: int,
    tell: Tell,
) -> tuple[Orbit, ...]:  # fmt: skip
    """Fleets from ``count`` up until one keeps ``count`` on station for ``promise`` of the time.

    Up to what fits aboard; the last row reaches the promise, or nothing that fits does.
    """
    most = setup.units[s.DECK_PLACES].day + setup.units[s.HANGAR_PLACES].day
    found: list[Orbit] = []
    for fleet in range(count, most + 1):
        tell(f"an orbit with {fleet} aircraft")
        runs = replicate(
            dataclasses.replace(setup, fleet=fleet), KeepOnStation(count), seed=seed,
            replications=replications, workers=workers,
        )  # fmt: skip
        shares = [figures(run, wanted=count, warm_up=warm_up)["share of time on station"] for run in runs]
        found.append(Orbit(fleet, estimate(shares)))
        if found[-1].share.mean >= promise or _no_better(found):
            break
    return tuple(found)


def _no_better(found: Sequence[Orbit]) -> bool:
    """Whether the last three aircraft together bought less than half a per cent: more will not either."""
    return len(found) > 3 and found[-1].share.mean - found[-4].share.mean < 0.005
