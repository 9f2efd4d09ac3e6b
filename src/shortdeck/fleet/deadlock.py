"""Deadlock: aircraft that wait for one another for ever, named with the chain of what they hold and want.

Reduction of the resource graph (Holt 1972, "Some deadlock properties of computer systems", ACM Computing
Surveys 4; recalled, document not seen): whoever is not waiting will finish some day and give back what it
holds; whoever waits for a resource with a free unit, or one that somebody who will finish holds, will get
it and finish too. Those left over never will.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from shortdeck.errors import InputError
from shortdeck.fleet.resource import Resource


class Waiter(Protocol):
    """An aircraft as the search sees it."""

    tail: int
    wants: Resource | None  # what it queues for
    for_order: bool  # idle or ready: it moves when the policy says so


class DeadlockError(InputError):
    """Nothing can ever move again. ``cycle`` names what is held and wanted, in order."""

    def __init__(self, message: str, cycle: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.cycle = tuple(cycle)


def stuck(fleet: Iterable[Waiter], *, orders_may_come: bool) -> list[Waiter]:
    """Aircraft that can never move again; those that only await orders count where others wait for them."""
    fleet = list(fleet)
    # Granted at this very moment, but not yet resumed, is going too.
    going = {a.tail for a in fleet if not a.for_order and (a.wants is None or a in a.wants.holders)}
    # A policy is asked whenever an aircraft's status changes: while one moves, orders may come.
    if orders_may_come or going:
        going |= {a.tail for a in fleet if a.for_order}
    left = [a for a in fleet if a.tail not in going]
    while True:
        able = [a for a in left if a.wants is not None and _granted(a.wants, going)]
        if not able:
            break
        going |= {a.tail for a in able} | {a.tail for a in left if a.for_order}
        left = [a for a in left if a.tail not in going]
    return left if any(a.wants is not None for a in left) else []


def _granted(resource: Resource, going: set[int]) -> bool:
    """Whether a unit will come free some day."""
    if resource.shifts or resource.free > 0:
        return True
    return any(getattr(who, "tail", -1) in going or not hasattr(who, "tail") for who in resource.holders)


def explain(left: Sequence[Waiter], policy: str, day: float) -> DeadlockError:
    """The error that names who waits for what, and who holds it."""
    by_tail = {a.tail: a for a in left}
    here = next(a for a in left if a.wants is not None)
    cycle: list[str] = []
    seen: list[int] = []
    while here.tail not in seen:
        seen.append(here.tail)
        if here.wants is None:
            cycle += [f"aircraft {here.tail} waits for an order of policy '{policy}'"]
            break
        holders = [who for who in here.wants.holders if who.tail in by_tail]
        held_by = ", ".join(str(who.tail) for who in holders)
        cycle.append(f"aircraft {here.tail} waits for {here.wants.name}, held by aircraft {held_by}")
        # Whoever waits for something closes the circle sooner than whoever waits for an order.
        others = sorted((by_tail[who.tail] for who in holders), key=lambda a: a.wants is None)
        if not others:
            break
        here = others[0]
    chain = "; ".join(cycle)
    return DeadlockError(
        f"deadlock on day {day:.2f} under policy '{policy}': {chain}. {len(left)} aircraft can never move "
        "again; let the policy order fewer at once, or give more of what is waited for",
        cycle,
    )
