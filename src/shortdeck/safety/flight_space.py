"""The random inputs of one flight as independent standard normal numbers, and flights at given points.

Some inputs are *steered*: each is a coordinate of a point u that an estimator chooses. The others are *left
to chance*: they are drawn by the case's own generator, whose case number is a hash of the last coordinate, so
that the same point always flies the same flight, points with another last coordinate fly with independent
numbers, and points that share it differ by what is steered alone: a small move of these is a small change of
the flight (``ROUGH`` tells estimators). Whatever is steered, the flights of standard normal points are
distributed as those of any campaign; steering decides only how well an estimator finds its way. Steered are

* the errors at the start of an approach (height, line-up, speed),
* the biases of the sensors,
* the wave components: where in its bin each frequency lies, and the amplitudes that carry the ship's motion,
* the noise of turbulence and airwake as means over ``SPAN`` seconds: an aircraft hardly answers to what is
  faster; the differences from the mean within a span are left to chance, as is all noise after ``horizon``.

The noise of the sensors and their outages are left to chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from shortdeck.autopilot.sensing import BIASES
from shortdeck.campaign.cases import Task
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.approach import BODY, ERRORS, approach_of, start_approaches
from shortdeck.flight.batch import POSITION, Flown, fly_cases
from shortdeck.flight.block import BREATH, ROWS, SETUP_ROWS
from shortdeck.flight.block import COLUMNS as COLUMNS_OF_ROW
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.draws import BREATH_COLUMNS, Draws, layout
from shortdeck.flight.engine import begin, case_row
from shortdeck.flight.fly import SPREAD, seas_for
from shortdeck.flight.lanes import names_of
from shortdeck.flight.sea_lanes import Seas
from shortdeck.flight.setup import launch_setup, recovery_setup
from shortdeck.flight.state import State
from shortdeck.flight.step import BEAT
from shortdeck.numerics.jit import driver
from shortdeck.numerics.random import RISK_POINT, SEA, normals
from shortdeck.safety.margins import COLUMNS, Frame, least, margins, members
from shortdeck.safety.normal_space import Margin, Numbers, first_case, points
from shortdeck.vessel.airflow import noise_of
from shortdeck.vessel.pack import runway_line
from shortdeck.vessel.seaway import COMPONENTS, RANK

ROUGH = 1  # last coordinates that name what is left to chance: the flight has no slope in them
SPAN = 0.4  # s of noise that one steered number stands for
AT_ONCE = 512  # flights whose numbers are in memory together
CARRIED = 0.999  # share of the variance of the ship's motions that the steered components carry
PILOT_RUN = 4000
PILOTS = 64  # flights that say how long flights last
_BREATH = BREATH * BEAT  # s between updates of the air
_STATE = {name: k for k, name in enumerate(names_of(State))}
_PHASE = _STATE["memory.phase"]
_FIRST = COLUMNS_OF_ROW.index("body.n")
_SIGMA = np.array([SPREAD[name] for name in ERRORS])
_FIGURES = {name: _STATE[f"marks.{name}" if f"marks.{name}" in _STATE else f"log.{name}"] for name in COLUMNS}


class Group(NamedTuple):
    """Coordinates that steer one kind of input."""

    name: str
    first: int
    size: int


class Seen(NamedTuple):
    """Figures of flights by name, one value a flight, and the phase in which each control law ended."""

    figures: dict[str, Numbers]
    phase: Numbers

    @property
    def waved_off(self) -> NDArray[np.bool_]:
        """Which recoveries flew away again."""
        return np.less(self.figures["t_away"], self.figures["t_stopped"])


@driver
def _fill(
    seed: float, cases: Numbers, shares: Numbers, sea: Numbers, air: Numbers, out: Numbers, sea_at: int,
    air_at: int, breaths: int, each: int,
) -> None:  # fmt: skip
    """Random numbers of flights: steered ones as given, the others drawn. ``each``: breaths in a span."""
    ranks = sea.shape[1] // (2 * COMPONENTS)
    for i in range(out.shape[0]):
        if sea_at >= 0:
            for b in range(COMPONENTS):
                out[i, sea_at + b] = shares[i, b]
                for r in range(RANK):
                    k = sea_at + COMPONENTS + 2 * (b * RANK + r)
                    if r >= RANK - ranks:  # the last ranks carry most
                        j = 2 * (b * ranks + r - RANK + ranks)
                        out[i, k] = sea[i, j]
                        out[i, k + 1] = sea[i, j + 1]
                    else:
                        out[i, k], out[i, k + 1] = normals(seed, cases[i], SEA, float(b * RANK + r))
        for n in range(breaths):
            k = air_at + BREATH_COLUMNS * n
            a, w = noise_of(seed, cases[i], float(n))
            for j in range(6):
                out[i, k + j] = a[j]
            for j in range(3):
                out[i, k + 6 + j] = w[j]
        for span in range(breaths // each):
            for j in range(BREATH_COLUMNS):
                first = air_at + BREATH_COLUMNS * each * span + j
                total = 0.0
                for n in range(each):
                    total += out[i, first + BREATH_COLUMNS * n]
                # The mean of so many numbers, replaced by the steered one with the same distribution.
                shift = (air[i, BREATH_COLUMNS * span + j] / np.sqrt(each)) - total / each
                for n in range(each):
                    out[i, first + BREATH_COLUMNS * n] += shift


def hashed(u: Numbers) -> Numbers:
    """A whole number below 2^53 for each row, from all bits of it: a case."""
    words = np.ascontiguousarray(u).view(np.uint64)
    with np.errstate(over="ignore"):
        odd = np.arange(u.shape[1], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) | np.uint64(1)
        h = ((words ^ (words >> np.uint64(29))) * odd).sum(axis=1, dtype=np.uint64)
        # Finaliser of SplitMix64 (Steele, Lea and Flood 2014, https://doi.org/10.1145/2714064.2660195).
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h = h ^ (h >> np.uint64(31))
    return np.asarray(h >> np.uint64(11), dtype=np.float64)


def _ranks(seas: Seas, shortest: float = CARRIED) -> int:
    """How many of the independent draws of each component carry nearly all of the ship's motion."""
    power = (seas.factor[0] ** 2).sum(axis=(0, 3))[:, ::-1]  # motion, rank; greatest first
    share = np.cumsum(power / np.maximum(power.sum(axis=1, keepdims=True), 1e-300), axis=1)
    moved = power.sum(axis=1) > 0.0
    if not moved.any():
        return 0
    return min(int((share[moved].min(axis=0) < shortest).sum()) + 1, RANK)


@dataclass
class FlightSpace:
    """One task in given conditions as a function of standard normal points of shape (n, ``dimension``)."""

    task: Task
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    conditions: Conditions
    seed: int
    threads: int | None = None
    progress: Callable[[int], None] | None = None
    horizon: float | None = None  # s of noise that is steered; None: as long as most flights last
    span: float = SPAN
    flights: int = field(default=0, init=False)  # flown so far

    def __post_init__(self) -> None:
        k = self.conditions
        self.conditions = k = replace(k, seed=self.seed, case=0)
        make = launch_setup if self.task == "launch" else recovery_setup
        self.setup, self.first, self.targets = make(self.aircraft, self.ship, k)
        self.seas = seas_for(k, self.setup)
        self.frame = Frame(self.setup.limits, self.setup.passage.deck_height)
        self._each = max(round(self.span / _BREATH), 1)
        self._stirred = k.turbulence != "none" or k.airwake
        steady = self._groups(0)
        if all(group.name == "rest" for group in steady) and not self._stirred:
            raise InputError(
                "nothing is left to chance: give a sea (--sea-state) or turbulence (--turbulence marine)"
            )
        if self._stirred and self.horizon is None:
            self.horizon = 0.0
            self._lay(0)
            self.horizon = self._lasting()
            self.flights = 0
        self._lay(round((self.horizon or 0.0) / (self._each * _BREATH)) if self._stirred else 0)

    def _groups(self, spans: int) -> tuple[Group, ...]:
        groups: list[Group] = []
        self._sea_ranks = _ranks(self.seas) if self.conditions.seaway is not None else 0
        counts = {
            "approach": len(ERRORS) if self.task == "recovery" else 0,
            "sensors": BIASES if self.conditions.navigation != "none" else 0,
            "frequencies": COMPONENTS if self._sea_ranks else 0,
            "sea": 2 * COMPONENTS * self._sea_ranks,
            "air": BREATH_COLUMNS * spans,
            "rest": ROUGH,
        }
        first = 0
        for name, count in counts.items():
            if count:
                groups.append(Group(name, first, count))
                first += count
        return tuple(groups)

    def _lay(self, spans: int) -> None:
        """Settle what is steered, with so many spans of noise."""
        self.groups = self._groups(spans)
        self.dimension = sum(group.size for group in self.groups)
        names = {group.name for group in self.groups}
        self.columns, self._draws = layout(
            sea="sea" in names, sensors="sensors" in names, breaths=spans * self._each
        )
        self._spans = spans
        self._row = case_row(self.setup, self.first)
        if self.task == "recovery":
            line = runway_line(self.ship.model)
            self._approach = np.array(approach_of(self.setup, heading=self.conditions.heading, line=line))

    def _lasting(self) -> float:
        """Seconds after which nearly all flights have ended, from a few flights that count for nothing."""
        u = points(self.seed, first_case(PILOT_RUN), PILOTS, max(self.dimension, 1), RISK_POINT)
        seen = self._fly(u[:, : self.dimension], np.arange(PILOTS, dtype=float))
        ended = np.sort(seen.kept.moving[:, _STATE["time"]])
        return float(ended[int(0.95 * PILOTS)])

    @property
    def rough(self) -> int:
        """How many of the last coordinates have no slope."""
        return ROUGH

    @property
    def scales(self) -> Numbers:
        """How much each coordinate may matter: of waves, the root of its share in the ship's motions."""
        out = np.ones(self.dimension)
        for group in self.groups:
            if group.name == "sea":
                power = (self.seas.factor[0] ** 2).sum(axis=3)  # component, motion, rank
                share = power / np.maximum(power.sum(axis=(0, 2)), 1e-300)[None, :, None]
                carried = share.sum(axis=1)[:, RANK - self._sea_ranks :]
                size = np.sqrt(np.repeat(carried, 2, axis=1).ravel())
                out[group.first : group.first + group.size] = size / np.sqrt((size * size).mean())
        return out

    def part(self, u: Numbers, name: str) -> Numbers:
        """The coordinates of one group."""
        for group in self.groups:
            if group.name == name:
                return np.ascontiguousarray(u[:, group.first : group.first + group.size])
        return np.zeros((u.shape[0], 0))

    def _rows(self, u: Numbers, cases: Numbers) -> Numbers:
        """Rows of the table of cases."""
        rows = np.repeat(self._row[None, :], len(u), axis=0)
        rows[:, POSITION["passage.case"]] = cases
        errors = self.part(u, "approach")
        if not errors.shape[1]:
            return rows
        bodies = np.empty((len(u), BODY))
        start_approaches(np.repeat(self._approach[None, :], len(u), axis=0), errors * _SIGMA, bodies)
        rows[:, _FIRST : _FIRST + BODY] = bodies
        return begin(rows)

    def _given(self, u: Numbers, cases: Numbers) -> Draws:
        numbers = np.zeros((len(u), self.columns))
        draws = self._draws
        if draws.sensors >= 0:
            numbers[:, draws.sensors : draws.sensors + BIASES] = self.part(u, "sensors")
        _fill(
            float(self.seed), cases, ndtr(self.part(u, "frequencies")), self.part(u, "sea"),
            self.part(u, "air"), numbers, draws.sea, draws.air, draws.breaths, self._each,
        )  # fmt: skip
        return draws._replace(numbers=numbers)

    def _fly(self, u: Numbers, cases: Numbers) -> Flown:
        """Flights at points, with what is left to chance drawn by their case numbers."""
        flown = fly_cases(
            self._rows(u, cases), seas=self.seas, threads=self.threads, draws=self._given(u, cases),
            chunk=AT_ONCE // 4,
        )  # fmt: skip
        if flown.interrupted:
            raise KeyboardInterrupt
        return flown

    def fly(self, u: Numbers) -> Seen:
        """Flights at points (n, ``dimension``). KeyboardInterrupt passes through."""
        parts = []
        for k in range(0, len(u), AT_ONCE):
            some = u[k : k + AT_ONCE]
            parts.append(self._fly(some, hashed(some[:, -ROUGH:])).kept.moving)
            self.flights += len(some)
            if self.progress is not None:
                self.progress(self.flights)
        moving = np.concatenate(parts) if parts else np.zeros((0, ROWS - SETUP_ROWS))
        figures = {name: moving[:, column].copy() for name, column in _FIGURES.items()}
        return Seen(figures, moving[:, _PHASE].copy())

    def margins(self, u: Numbers) -> dict[str, Numbers]:
        """Margin to each mishap at points."""
        return margins(self.fly(u).figures, self.frame)

    def margin(self, name: str) -> Margin:
        """The margin to one mishap, a severity class or any mishap, for an estimator."""
        names: Sequence[str] = members(name)
        return lambda u: least(self.margins(u), names)
