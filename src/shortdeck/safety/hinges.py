"""On which unknown numbers of the catalogue a flight's safety hangs, and what measuring them is worth.

The response is a quantile of the margin to a mishap over the same few flights (common random numbers), or the
least wind over deck in which that is above zero: both are smooth and cheap to know; a rare risk is neither.
All uncertain numbers are screened (Morris), the ten that matter most get their shares of the variance
(Sobol), and the claim that the quantile is a safe flight gets its probability given what is unknown, with the
worth of measuring each. Numbers keep to their plus/minus in the files; none is averaged into a risk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

import numpy as np

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import number, numbers, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.approach import BODY, ERRORS, approach_of, start_approaches
from shortdeck.flight.batch import POSITION, fly_cases
from shortdeck.flight.block import COLUMNS, ROWS
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.engine import bare_row, begin
from shortdeck.flight.fly import drawn_errors, seas_for
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.state import Setup, State
from shortdeck.safety.least_wind import LeastWind
from shortdeck.safety.margins import ANY, Frame, least, margins, members
from shortdeck.safety.normal_space import Numbers
from shortdeck.safety.unknowns import Claim, Screened, Shares, Unknown, Worth, claim, screen, sobol, worth
from shortdeck.vessel.pack import runway_line

MOST = 10  # numbers that get shares of the variance
MOST_FLIGHTS = 256
AT_ONCE = 4096  # flights
NO_FLIGHT = -1.0  # the margin where the numbers make no aircraft that can fly so
_FIRST = COLUMNS.index("body.n")
_SHIP, _AIRCRAFT = "ship", "aircraft"
# Sections whose numbers act on a single flight. Those of a hull act through her response to waves, which is
# computed beforehand: ``motion`` tells what that hangs on.
SECTIONS = {
    _AIRCRAFT: (
        "model.aerodynamics", "model.navigation", "model.gear", "model.propeller", "model.engine",
        "model.geometry", "model.controls", "model.mass", "model.launch", "model.recovery",
    ),
    _SHIP: (
        "model.deck.height", "model.deck.runway", "model.deck.ramp", "model.deck.friction", "model.reference",
    ),
}  # fmt: skip
Ship = ShipFile | AirfieldFile
Asked = Literal["margin", "least-wind"]


class Measure(NamedTuple):
    """One unknown number: where it stands, and what it does."""

    file: str
    path: str
    confidence: str
    unknown: Unknown
    screened: Screened
    shares: Shares | None  # of the ten that matter most
    worth: Worth | None


@dataclass(frozen=True)
class Hinges:
    """What an answer hangs on. ``response``: with every number at its value."""

    task: str
    asked: Asked  # what the response is
    mishap: str
    share: float  # the quantile: of flights, so many come closer
    flights: int  # for each set of values
    response: float  # quantile of the margin, or least wind over deck, m/s
    wind: float  # over deck, m/s: that of the flights, or with which the least wind is compared
    numbers: int  # that were screened
    measures: tuple[Measure, ...]  # what matters most first
    claim: Claim
    flown: int
    grounded: int  # sets of values with which there is no flight


@dataclass
class VariedFlights:
    """The aircraft and ships that unknown numbers make, and their flights."""

    task: str
    aircraft: AircraftFile
    ship: Ship
    conditions: Conditions
    event: str
    share: float
    flights: int
    threads: int | None
    tell: Callable[[int], None] | None
    flown: int = 0
    grounded: int = 0

    def __post_init__(self) -> None:
        k = self.conditions
        # The point of the deck that is forecast stays where it is as the files stand.
        self.seas = seas_for(k, self._make()(self.aircraft, self.ship, k)[0])
        self.cases = np.arange(self.flights)
        drawn = drawn_errors(k.seed, self.cases)
        self.errors = np.stack([drawn[name] for name in ERRORS], axis=1)
        self.names = members(self.event)

    def _make(self) -> Callable[..., tuple[Setup, State, dict[str, float]]]:
        return launch_setup if self.task == "launch" else recovery_setup

    def changed(self, keys: Sequence[tuple[str, str]], values: Numbers) -> tuple[AircraftFile, Ship]:
        """Both files with numbers at other values."""
        aircraft, ship = self.aircraft, self.ship
        for (which, path), value in zip(keys, values, strict=True):
            if which == _AIRCRAFT:
                aircraft = with_value(aircraft, path, float(value), check_file=False)
            else:
                ship = with_value(ship, path, float(value), check_file=False)
        return aircraft, ship

    def rows(self, aircraft: AircraftFile, ship: Ship) -> tuple[Numbers, Frame]:
        """Rows of the flights of one aircraft and ship, and what their margins are measured by."""
        c, state, _ = self._make()(aircraft, ship, self.conditions)
        rows = np.repeat(bare_row(c, state)[None, :], self.flights, axis=0)
        rows[:, POSITION["passage.case"]] = self.cases
        if self.task == "recovery":
            line = runway_line(ship.model)
            approach = np.array([approach_of(c, heading=self.conditions.heading, line=line)])
            bodies = np.empty((self.flights, BODY))
            start_approaches(np.repeat(approach, self.flights, axis=0), self.errors, bodies)
            rows[:, _FIRST : _FIRST + BODY] = bodies
        return rows, Frame(c.limits, c.passage.deck_height)

    def respond(self, keys: Sequence[tuple[str, str]], sets: Numbers) -> Numbers:
        """The margin's quantile for each set of values."""
        out = np.full(len(sets), NO_FLIGHT)
        together = max(AT_ONCE // self.flights, 1)
        for k in range(0, len(sets), together):
            self._some(keys, sets, range(k, min(k + together, len(sets))), out)
        return out

    def _some(self, keys: Sequence[tuple[str, str]], sets: Numbers, which: range, out: Numbers) -> None:
        made: list[tuple[int, Numbers, Frame]] = []
        for i in which:
            try:
                rows, frame = self.rows(*self.changed(keys, sets[i]))
                if not np.isfinite(rows).all():
                    raise InputError("no flight")
                made.append((i, rows, frame))
            except (InputError, ValueError, ArithmeticError):
                self.grounded += 1
        if not made:
            return
        table = begin(np.concatenate([rows for _, rows, _ in made]).reshape(-1, ROWS))
        found = fly_cases(table, seas=self.seas, threads=self.threads)
        if found.interrupted:
            raise KeyboardInterrupt
        figures = found.figures_table()
        for n, (i, _, frame) in enumerate(made):
            own = slice(n * self.flights, (n + 1) * self.flights)
            values = least(margins({name: f[own] for name, f in figures.items()}, frame), self.names)
            out[i] = np.quantile(values, self.share)
        self.flown += len(table)
        if self.tell is not None:
            self.tell(self.flown)


@dataclass
class _Flown:
    """What all flights of an answer come to, whatever wind they are flown in."""

    tell: Callable[[int], None] | None
    fleets: list[VariedFlights] = field(default_factory=list)

    @property
    def flights(self) -> int:
        return sum(one.flown for one in self.fleets)

    @property
    def grounded(self) -> int:
        return max((one.grounded for one in self.fleets), default=0)

    def told(self, _: int) -> None:
        if self.tell is not None:
            self.tell(self.flights)


def unknowns_of(aircraft: AircraftFile, ship: Ship) -> dict[tuple[str, str], Unknown]:
    """Uncertain numbers that act on a flight, by file and path."""
    out = {}
    for which, file in ((_AIRCRAFT, aircraft), (_SHIP, ship)):
        for path, quantity in numbers(file):
            if quantity.plus_minus and path.startswith(SECTIONS[which]):
                out[which, path] = Unknown(f"{file.name}: {path}", quantity.value, quantity.plus_minus)
    return out


def hinges_of(
    task: str, aircraft: AircraftFile, ship: Ship, conditions: Conditions, *, mishap: str = ANY,
    share: float = 0.05, flights: int = 32, paths: int = 6, size: int = 32, sets: int = 400,
    threads: int | None = None, tell: Callable[[int], None] | None = None, asked: Asked = "margin",
) -> Hinges:  # fmt: skip
    """Screen all uncertain numbers of a flight, then tell the ten that matter most apart.

    The response is the quantile of the margin or the least wind over deck (``asked``); the claim, that no
    more than ``share`` of flights come to the mishap, or that the least wind is at most that of the
    conditions. ``share`` is the quantile of the margin over ``flights`` flights; ``paths`` of the screening,
    ``size`` and ``sets`` of values for the shares of the variance and for the claim.
    """
    if not 1 <= flights <= MOST_FLIGHTS:
        raise InputError(f"flights {flights}: 1 to {MOST_FLIGHTS} for each set of values are allowed")
    if not 0.0 < share < 1.0:
        raise InputError(f"share {share}: a quantile between 0 and 1 is needed")
    if asked not in get_args(Asked):
        raise InputError(f"response {asked!r}: allowed are {', '.join(get_args(Asked))}")
    flown = _Flown(tell)

    def fleet(k: Conditions) -> VariedFlights:
        one = VariedFlights(task, aircraft, ship, k, mishap, share, flights, threads, flown.told)
        flown.fleets.append(one)
        return one

    wind = conditions.wind_over_deck
    if asked == "margin":
        respond = fleet(conditions).respond
        nominal = float(respond([], np.zeros((1, 0)))[0])
        hold: Callable[[Numbers], Numbers] = holds
    else:
        least_wind = LeastWind(lambda k: fleet(k).respond, conditions)
        respond, nominal = least_wind.respond, least_wind.nominal
        hold = lambda found: np.asarray(found <= wind)  # noqa: E731
    unknowns = unknowns_of(aircraft, ship)
    keys = list(unknowns)
    seed = conditions.seed

    def of(chosen: list[tuple[str, str]]) -> Callable[[Numbers], Numbers]:
        return lambda values: respond(chosen, values)

    screened = screen(of(keys), [unknowns[key] for key in keys], seed=seed, paths=paths)
    by_name = {unknowns[key].name: key for key in keys}
    chosen = [by_name[s.name] for s in screened[:MOST] if s.size > 0.0]
    if not chosen:
        raise InputError("no uncertain number moves this response")
    some = [unknowns[key] for key in chosen]
    shares = {s.name: s for s in sobol(of(chosen), some, seed=seed, size=size)}
    found = claim(of(chosen), some, hold, seed=seed, sets=sets)
    gains = {w.name: w for w in worth(found, some, hold, bins=max(min(10, sets // 50), 2))}
    measures = tuple(
        _measure(by_name[s.name], aircraft, ship, unknowns, s, shares.get(s.name), gains.get(s.name))
        for s in screened
    )
    return Hinges(
        task, asked, mishap, share, flights, nominal, wind, len(keys), measures, found, flown.flights,
        flown.grounded,
    )  # fmt: skip


def holds(quantile: Numbers) -> Numbers:
    """Whether no more than the share of flights comes to the mishap."""
    return np.asarray(quantile > 0.0)


def _measure(
    key: tuple[str, str], aircraft: AircraftFile, ship: Ship, unknowns: dict[tuple[str, str], Unknown],
    screened: Screened, shares: Shares | None, gain: Worth | None,
) -> Measure:  # fmt: skip
    which, path = key
    file = aircraft if which == _AIRCRAFT else ship
    confidence = str(number(file, path).confidence)
    return Measure(file.name, path, confidence, unknowns[key], screened, shares, gain)
