"""Between the policy and the deck: shows it what there is, does what it says, notices when all stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortdeck.errors import InputError
from shortdeck.fleet import setup as s
from shortdeck.fleet.deadlock import explain, stuck
from shortdeck.fleet.policy import OnStation, Orders, Policy, View
from shortdeck.fleet.resource import HOUR

if TYPE_CHECKING:
    from shortdeck.fleet.aircraft import Aircraft
    from shortdeck.fleet.deck import Deck

PATIENCE = 7 * 24 * HOUR
"""Where only the policy's next alarm could move anything, so long is waited for it to do so, ms."""


class AirBoss:
    """Asks the policy once for all that happens at a moment."""

    def __init__(self, cycle: Deck, policy: Policy) -> None:
        self.cycle = cycle
        self.policy = policy
        self._asked = False
        self._wake: int | None = None  # when the policy is asked again, ms
        self._still_since: int | None = None  # since when only the alarm could move anything

    def ask(self) -> None:
        """Have the policy asked, after everything else that happens now."""
        if not self._asked:
            self._asked = True
            self.cycle.later(0, self._decide)

    def _decide(self) -> None:
        self._asked = False
        view = self.view()
        orders = self.policy.decide(view)
        self._follow(orders, view)
        self._set_alarm(orders)
        self.look_for_deadlock()

    def _set_alarm(self, orders: Orders) -> None:
        if orders.ask_at is None:
            self._wake = None
            return
        now = self.cycle.now
        when = round(1e3 * orders.ask_at)
        if when == now < 1e3 * orders.ask_at:
            when += 1  # later, but by less than the clock can tell
        if when <= now:
            raise InputError(
                f"policy '{self.policy.name}' asked at {now / 1e3:g} s to be asked again at "
                f"{orders.ask_at:g} s, which is not later"
            )
        if when == self._wake:
            return
        self._wake = when
        self.cycle.later(when - now, lambda: self._alarm(when))

    def _alarm(self, when: int) -> None:
        if self._wake == when:
            self._wake = None
            self.ask()

    def view(self) -> View:
        """What the policy sees now."""
        c = self.cycle
        groups: dict[str, list[int]] = {
            k: [] for k in ("idle", "below", "preparing", "launching", "returning", "down", "lost")
        }
        flying, ready = [], []
        for a in c.fleet:
            group = self._group(a)
            if group == "flying":
                flying.append(OnStation(a.tail, 1e-3 * a.arrives, 1e-3 * a.leaves))
            elif group == "ready":
                ready.append((a.since, a.tail))
            else:
                groups[group].append(a.tail)
        return View(
            now=1e-3 * c.now, fleet=len(c.fleet), flying=tuple(flying),
            ready=tuple(tail for _, tail in sorted(ready)), free_places=self._free(s.DECK_PLACES),
            free_hangar=self._free(s.HANGAR_PLACES), prepare_time=c.setup.prepare_time,
            transit=c.setup.mission.transit, on_station=c.setup.on_station,
            **{name: tuple(tails) for name, tails in groups.items()},
        )  # fmt: skip

    def _group(self, a: Aircraft) -> str:
        """What an aircraft is doing, as the policy counts it."""
        if not a.for_order:
            return a.phase
        if a.state == "ready":
            return "ready"
        return "below" if a.below else "idle"

    def _free(self, name: str) -> int:
        """Places that nobody holds or waits for."""
        resource = self.cycle.resources[name]
        return max(0, resource.free - resource.queue)

    def _follow(self, orders: Orders, view: View) -> None:
        idle = [tail for tail in view.idle if tail not in orders.strike]
        for tail in orders.strike:
            self._tell(tail, view.idle, "strike", "down")
        for tail in orders.bring_up:
            self._tell(tail, view.below, "bring up", "preparing")
        chosen = idle[: max(0, orders.prepare)]
        more = max(0, min(orders.prepare - len(chosen), view.free_places - len(orders.bring_up)))
        chosen += [tail for tail in view.below if tail not in orders.bring_up][:more]
        for tail in chosen:
            self._tell(tail, (*view.idle, *view.below), "prepare", "preparing")
        for tail in view.ready[: max(0, orders.launch)]:
            self._tell(tail, view.ready, "launch", "launching")
        on_station = {flight.tail for flight in view.flying}
        for tail in orders.recall:
            if tail not in on_station:
                raise self._wrong(tail, "is neither outbound nor on station and cannot be recalled")
            a = self.cycle.fleet[tail - 1]
            a.called = True
            if a.recall is not None and not a.recall.triggered:
                a.recall.succeed()

    def _tell(self, tail: int, allowed: tuple[int, ...], what: str, phase: str) -> None:
        if tail not in allowed:
            raise self._wrong(tail, f"cannot be ordered to {what}: it is not waiting for that")
        a = self.cycle.fleet[tail - 1]
        assert a.order is not None
        a.phase, a.for_order = phase, False
        a.order.succeed(what)

    def _wrong(self, tail: int, why: str) -> InputError:
        return InputError(f"policy '{self.policy.name}': aircraft {tail} {why}")

    def look_for_deadlock(self) -> None:
        """Raise DeadlockError where some aircraft can never move again."""
        c = self.cycle
        if not any(a.wants is not None and not a.wants.shifts for a in c.fleet):
            return
        left = stuck(c.fleet, orders_may_come=self._asked)
        if not left:
            self._still_since = None
            return
        if self._still_since is None:
            self._still_since = c.now
        if self._wake is None or c.now - self._still_since > PATIENCE:
            raise explain(left, self.policy.name, c.now / 86_400_000)
