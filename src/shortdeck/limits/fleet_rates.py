"""Measured rates of launches and recoveries by sea state, for the deck cycle in place of its assumption."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shortdeck.campaign.store import Store
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.rates import NEVER, STATES, End, Rates, TaskRates
from shortdeck.limits.points import LEVEL, PointRates, rates_at
from shortdeck.safety.binomial import clopper_pearson, upper_limit

SEA_STATES = tuple(range(7))
SHIP_SPEEDS = 5
"""Speeds from none to her full speed among which the captain chooses."""
FLIGHTS = 1000
MOST_ABORTS = 0.5
KNOTS = 3600.0 / 1852.0


@dataclass(frozen=True)
class Measured:
    """Rates for the deck cycle and the flights they were counted in."""

    rates: Rates
    launch: PointRates
    recovery: PointRates


def measured_rates(
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile,
    *,
    sea_states: Sequence[int] = SEA_STATES,
    flights: int = FLIGHTS,
    risk: float = 1e-2,
    aborts: float = MOST_ABORTS,
    launch_mass: float | None = None,
    recovery_mass: float | None = None,
    seed: int = 0,
    store: Store | None = None,
    progress: Callable[[str], None] | None = None,
) -> Measured:
    """Rates counted in ``flights`` launches and recoveries in each sea state, lowest first.

    The sea and its usual wind come from ahead; the ship makes the speed, of five up to her full one, at
    which in a quarter as many flights of other draws the fewest ended in a mishap or, among equals, the
    most succeeded. An attempt is made where the shares of mishaps and of safe aborts counted so are at most
    ``risk`` and ``aborts``; above the last sea state none is. To the deck cycle a mishap is the loss of the
    aircraft: those classed lost or structural count as one, incidents as success after an inspection.
    Raises InputError.
    """
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    if not isinstance(vessel, ShipFile):
        raise InputError(f"{vessel.name} is no ship; a fleet's rates are measured at sea")
    states = list(sea_states)
    if states != list(range(len(states))) or not 1 <= len(states) <= STATES - 1:
        raise InputError(f"sea states {states}: give 0, 1, 2 ... up to {STATES - 2} at most")
    found = {}
    for task, mass in (("launch", launch_mass), ("recovery", recovery_mass)):
        points: dict[str, Sequence[float]] = {} if mass is None else {"mass": [mass]}
        told = None if progress is None else _Told(progress, task, len(states), flights)
        found[task] = _at_best_speed(task, craft, vessel, states, points, flights, seed, store, told)
    tables = {task: _by_state(rates, risk, aborts) for task, rates in found.items()}
    away = found["recovery"].outcomes.get("went around", np.zeros(1, np.int64))
    stopped = found["recovery"].counts["safe abort"]
    rates = Rates(
        launch=tables["launch"], recovery=tables["recovery"],
        go_around_share=float(away.sum() / max(stopped.sum(), 1)),
        source=_source(found["launch"], found["recovery"], risk, aborts),
        confidence=f"counted, {100 * LEVEL:g} % interval at each sea state",
        ends=tuple(end for task, rates in found.items() for end in _ends(task, rates)),
    )  # fmt: skip
    return Measured(rates, found["launch"], found["recovery"])


class _Told:
    """Says how many flights of a task are done, how fast, and how long the rest may take."""

    def __init__(self, progress: Callable[[str], None], task: str, states: int, flights: int) -> None:
        self.progress, self.task = progress, task
        self.most = states * (SHIP_SPEEDS * max(flights // 4, 1) + flights)
        self.done, self.since = 0, time.monotonic()
        self(0)

    def __call__(self, flights: int) -> None:
        """So many more."""
        self.done += flights
        words = f"measuring rates: {self.task}, {self.done} of at most {self.most} flights"
        passed = time.monotonic() - self.since
        if self.done and passed > 1.0:
            rate = self.done / passed
            words += f", {rate:.0f}/s, {max(self.most - self.done, 0) / rate:.0f} s left"
        self.progress(words)


def _at_best_speed(
    task: str, aircraft: AircraftFile, ship: ShipFile, states: list[int], points: dict[str, Sequence[float]],
    flights: int, seed: int, store: Store | None, told: Callable[[int], None] | None,
) -> PointRates:  # fmt: skip
    """Rates in each sea state at the ship speed that suits it best."""
    speeds = np.linspace(0.0, ship.model.hull.speed_max.value, SHIP_SPEEDS)
    state, speed = (values.ravel() for values in np.meshgrid(states, speeds, indexing="ij"))
    trial = rates_at(
        task, aircraft, ship, {**points, "sea_state": state, "ship_speed": speed}, max(flights // 4, 1),
        seed + 1, store=store, told=told,
    )  # fmt: skip
    if trial.interrupted:
        raise KeyboardInterrupt
    shape = (len(states), len(speeds))
    mishaps, good = (trial.counts[kind].reshape(shape) for kind in ("mishap", "success"))
    flown = trial.flights.reshape(shape) > 0
    # Fewest mishaps, then most successes; what cannot be flown comes last.
    rank = np.where(flown, mishaps * (flights + 1.0) - good, np.inf)
    best = speeds[np.argmin(rank, axis=1)]
    chosen = {**points, "sea_state": states, "ship_speed": best}
    found = rates_at(task, aircraft, ship, chosen, flights, seed, store=store, told=told)
    if found.interrupted:
        raise KeyboardInterrupt
    return found


def _by_state(found: PointRates, risk: float, aborts: float) -> tuple[TaskRates, ...]:
    """Rates of each sea state, and no attempts above the last."""
    out = []
    for k, n in enumerate(found.flights.tolist()):
        mishap, stop = (int(found.counts[kind][k]) for kind in ("mishap", "safe abort"))
        gone = int(found.counts["lost"][k] + found.counts["structural"][k])
        within = n > 0 and mishap <= risk * n and stop <= aborts * n
        out.append(TaskRates(stop=stop / n, mishap=gone / n) if within else NEVER)
    return (*out, NEVER)


def _ends(task: str, found: PointRates) -> tuple[End, ...]:
    """Exact limits of both chances in each sea state, as the flights there leave them."""
    gone = found.counts["lost"] + found.counts["structural"]
    out = []
    for chance, counted in (("stop", found.counts["safe abort"]), ("mishap", gone)):
        limits = [
            clopper_pearson(int(k), int(n), level=LEVEL) if n else (1.0, 1.0)
            for k, n in zip(counted.tolist(), found.flights.tolist(), strict=True)
        ]
        low, high = zip(*limits, strict=True)
        out.append(End(task, chance, (*low, 1.0), (*high, 1.0)))
    return tuple(out)


def _source(launch: PointRates, recovery: PointRates, risk: float, aborts: float) -> str:
    """Where the rates come from, in words."""
    words = []
    for found in (launch, recovery):
        n = int(found.flights.max())
        none = int(np.count_nonzero((found.counts["mishap"] == 0) & (found.flights > 0)))
        speeds = ", ".join(f"{v * KNOTS:.0f}" for v in found.columns["ship_speed"].tolist())
        text = f"{n} flights of {found.task} in each sea state, ship at {speeds} kn"
        if none and n:
            text += f" (no mishap in {none} of them: below {upper_limit(0, n):.1g} each at 95 %)"
        words.append(text)
    return (
        f"measured with seed {launch.seed}: {'; '.join(words)}; sea and usual wind from ahead; "
        f"no attempts at a risk above {risk:g} or with more than {100.0 * aborts:g} % safe aborts"
    )
