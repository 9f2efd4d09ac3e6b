"""In which wind over deck an aircraft may launch or land, at a chosen risk: the question and its answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import pi
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.store import Store, key_of
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.flight.words import WORDS, Quantity, Words
from shortdeck.limits.boundary import Known, Limits, limits_of
from shortdeck.limits.criterion import Criterion, criteria
from shortdeck.limits.flying import MOST_WIND, TASKS, Points, points_of
from shortdeck.limits.keep import from_arrays, to_arrays
from shortdeck.limits.record import Whole
from shortdeck.limits.search import search
from shortdeck.limits.words import COMMON

RISK, ABORTS, CONFIDENCE, MOST_FLIGHTS = 1e-2, 0.2, 0.95, 12_000
DIRECTIONS = 12
KNOT = 1852.0 / 3600.0
SPEEDS = tuple(5.0 * k * KNOT for k in range(1, 11))
"""5 to 50 kn."""
MASS_STEP = 50.0  # kg, between the masses among which the highest is looked for

Progress = Callable[[str], None]


class Setting(NamedTuple):
    """What one envelope of several is flown at; SI. ``sea_state`` None: the sea that is common to all."""

    sea_state: int | None
    mass: float
    ship_speed: float


@dataclass(frozen=True)
class Slice:
    """One envelope: what is known at each direction and speed, and the limits of each direction.

    Points are in order of direction, then speed. ``masses``: for launches, the limits of mass in wind from
    ahead at each speed; None where they were not asked for.
    """

    setting: Setting
    known: Known
    limits: tuple[Limits, ...]
    masses: tuple[Limits, ...] | None
    flown: int  # flights in all, those for the masses among them


@dataclass(frozen=True)
class Envelope:
    """Limits of wind over deck at a risk, for each setting.

    All answers of one envelope (``slices[k]``) hold together with ``confidence``: no point is found within
    limits of which mishaps or safe aborts have a share above theirs, and none beyond them of which both lie
    below.
    """

    task: str
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    conditions: Mapping[str, Any]  # common to all settings
    risk: float
    aborts: float
    confidence: float
    most_flights: int
    every: bool
    seed: int
    angles: tuple[float, ...]  # rad, where the wind comes from, relative to the bow, positive from starboard
    speeds: tuple[float, ...]  # m/s
    masses: tuple[float, ...]  # kg, among which the highest was looked for
    slices: tuple[Slice, ...]
    interrupted: bool = False

    def criteria(self) -> tuple[Criterion, ...]:
        """What was asked of each point."""
        return _criteria(self.risk, self.aborts, self.confidence, len(self.angles) * len(self.speeds),
                         self.most_flights)  # fmt: skip

    def ahead(self) -> int:
        """The direction nearest to the bow."""
        return int(np.argmin(np.abs(self.angles)))


def envelope(
    task: str,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    *,
    risk: float = RISK,
    aborts: float = ABORTS,
    confidence: float = CONFIDENCE,
    sea_state: int | Sequence[int] | None = None,
    mass: Quantity | Sequence[Quantity] | None = None,
    ship_speed: Quantity | Sequence[Quantity] = 0.0,
    directions: int | Sequence[Quantity] = DIRECTIONS,
    speeds: Sequence[Quantity] = SPEEDS,
    hs: Quantity | None = None,
    tp: Quantity | None = None,
    wave_heading: Quantity | None = None,
    spectrum: str | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    surface: str = "dry",
    stores: float = 0.0,
    ramp: bool = True,
    deck_run: Quantity | None = None,
    speed_factor: float | None = None,
    turbulence: str | None = None,
    airwake: bool | None = None,
    navigation: str | None = None,
    release: str = "at-once",
    abort: bool = True,
    approach: str = "at-once",
    compensation: bool = True,
    highest_mass: bool | None = None,
    every: bool = False,
    flights: int = MOST_FLIGHTS,
    seed: int = 0,
    threads: int | None = None,
    store: Store | None = None,
    cache: bool = True,
    progress: Progress | None = None,
) -> Envelope:
    """Limits of wind over deck for 'launch' or 'recover' at a ``risk`` of a mishap in one attempt.

    A wind is within limits where the share of mishaps is at most ``risk`` and that of safe aborts
    (wave-offs, go-arounds, aborted launches) at most ``aborts``. Floats are SI and radians; a text carries
    its unit. Several ``sea_state``, ``mass`` and ``ship_speed`` give an envelope for each combination.
    ``directions``: a number of them around the bow, or the angles. Waves come from ahead unless
    ``wave_heading`` says otherwise, whatever the wind. At no point more than ``flights`` are spent.
    ``every``: no point is taken for acceptable because those on both sides are. ``highest_mass`` (default:
    for launches): also the limits of mass in wind from ahead.

    Results are kept on disk (``store``, default the user's cache) and found again by the same question;
    ``cache=False`` neither looks nor keeps. Ctrl-C returns what is known by then. Raises InputError.
    """
    given = locals()
    words = Words(**{name: given[name] for name in COMMON})
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    if task not in TASKS:
        raise InputError(f"task {task!r}: allowed are launch, recover")
    launching = task == "launch"
    asked = _Asked(
        task=TASKS[task], aircraft=craft, ship=vessel, conditions=_conditions(words, launching),
        risk=risk, aborts=aborts, confidence=confidence, most_flights=flights, every=every, seed=seed,
        angles=_angles(directions), speeds=_speeds(speeds),
        masses=_masses(craft) if (launching if highest_mass is None else highest_mass) else (),
    )  # fmt: skip
    _refuse_idle(words, launching, highest_mass)
    settings = _settings(asked, sea_state, mass, ship_speed)
    kept = (store or Store()) if cache else None
    slices: list[Slice] = []
    interrupted = False
    for k, setting in enumerate(settings):
        number = f"envelope {k + 1} of {len(settings)}: " if len(settings) > 1 else ""
        found, interrupted = _slice(asked, setting, kept, threads, number, progress)
        slices.append(found)
        if interrupted:
            break
    return Envelope(**vars(asked), slices=tuple(slices), interrupted=interrupted)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked, common to all settings; fields as of ``Envelope``."""

    task: str
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    conditions: Mapping[str, Any]
    risk: float
    aborts: float
    confidence: float
    most_flights: int
    every: bool
    seed: int
    angles: tuple[float, ...]
    speeds: tuple[float, ...]
    masses: tuple[float, ...]

    def points(self, setting: Setting, columns: Mapping[str, NDArray[np.float64]]) -> Points:
        """Points of a setting; columns come over what it says."""
        same = {name: value for name, value in setting._asdict().items() if value is not None}
        all_columns = {**self.conditions, **same, **columns}
        return points_of(self.task, self.aircraft, self.ship, all_columns, self.seed)

    def rose(self, setting: Setting) -> tuple[Points, list[Whole]]:
        """Points of all directions and speeds, and those of each direction."""
        angle, speed = np.meshgrid(self.angles, self.speeds, indexing="ij")
        found = self.points(setting, {"wind_angle": angle.ravel(), "wind_over_deck": speed.ravel()})
        return found, list(np.arange(angle.size).reshape(angle.shape))

    def heavier(self, setting: Setting) -> tuple[Points, list[Whole]]:
        """Points of all speeds from ahead and masses, and those of each speed."""
        speed, mass = np.meshgrid(self.speeds, self.masses, indexing="ij")
        zero = np.zeros(speed.size)
        columns = {"wind_over_deck": speed.ravel(), "wind_angle": zero, "mass": mass.ravel()}
        return self.points(setting, columns), list(np.arange(speed.size).reshape(speed.shape))


def _slice(
    asked: _Asked, setting: Setting, store: Store | None, threads: int | None, number: str,
    progress: Progress | None,
) -> tuple[Slice, bool]:  # fmt: skip
    """One envelope, and whether it was interrupted."""
    tell = _Tell(progress, number)
    known, asked_each, interrupted = _survey(asked, setting, asked.rose, store, threads, tell)
    lines = np.arange(len(known.flights)).reshape(len(asked.angles), -1)
    limits = tuple(limits_of(known, line, asked.speeds, asked_each) for line in lines)
    flown, masses = int(known.flights.sum()), None
    if asked.masses and not interrupted:
        tell.number = f"{number}highest mass: "
        heavy, asked_each, interrupted = _survey(asked, setting, asked.heavier, store, threads, tell)
        lines = np.arange(len(heavy.flights)).reshape(len(asked.speeds), -1)
        masses = tuple(limits_of(heavy, line, asked.masses, asked_each) for line in lines)
        flown += int(heavy.flights.sum())
    return Slice(setting, known, limits, masses, flown), interrupted


def _survey(
    asked: _Asked, setting: Setting, of: Callable[[Setting], tuple[Points, list[Whole]]],
    store: Store | None, threads: int | None, tell: _Tell,
) -> tuple[Known, tuple[Criterion, ...], bool]:  # fmt: skip
    """What is known of points after a search along their lines; found again where it was asked before."""
    points, lines = of(setting)
    each = _criteria(asked.risk, asked.aborts, asked.confidence, len(points), asked.most_flights)
    key = ""
    if store is not None:
        question = {**vars(asked), "columns": points.columns, "lines": [line.tolist() for line in lines]}
        key = key_of("envelope", question)
        kept = store.get_arrays(key)
        if kept is not None:
            return from_arrays(kept), each, False
    reasons = points.reasons()
    can = np.array([not reason for reason in reasons])
    record = points.record(store=store, threads=threads, told=tell.flights)
    found = search(record, lines, each, can=can, every=asked.every, told=tell.found)
    record.save()
    known = Known(
        record.flights.copy(), record.counts(), tuple(record.what), found.answers, found.answer,
        found.inferred, tuple(reasons),
    )  # fmt: skip
    if store is not None and not found.interrupted:
        store.put_arrays(key, to_arrays(known))
    return known, each, found.interrupted


class _Tell:
    """Progress in words: flights, their rate, and how much is known."""

    def __init__(self, progress: Progress | None, number: str) -> None:
        from time import perf_counter

        self.number, self._progress, self._clock = number, progress, perf_counter
        self._start, self._count, self._known = perf_counter(), 0, ""

    def flights(self, more: int) -> None:
        """So many more were flown."""
        self._count += more
        self._say()

    def found(self, found: Any) -> None:
        """What is known by now."""
        total = found.answer.size
        settled = int(np.count_nonzero((found.answer != 0) | found.inferred))
        self._known = f", {settled} of {total} points settled"
        self._say()

    def _say(self) -> None:
        if self._progress is not None:
            took = max(self._clock() - self._start, 1e-3)
            self._progress(
                f"{self.number}{self._count} flights, {self._count / took:.0f} a second{self._known}"
            )


def _criteria(risk: float, aborts: float, confidence: float, points: int, most: int) -> tuple[Criterion, ...]:
    return criteria(risk=risk, aborts=aborts, confidence=confidence, points=points, most_flights=most)


def _conditions(words: Words, launching: bool) -> dict[str, Any]:
    """Conditions common to all points, SI; what was not said, or counts in the other task, is left out."""
    said = {name: getattr(words, name) for name in COMMON}
    other = "recover" if launching else "launch"
    return {
        name: si_value(value, WORDS[name].told.unit, name=name.replace("_", " "))
        if WORDS[name].told.unit else value
        for name, value in said.items()
        if value is not None and WORDS[name].told.task != other
    }  # fmt: skip


def _refuse_idle(words: Words, launching: bool, highest_mass: bool | None) -> None:
    """Refuse words that would change nothing."""
    idle = words.idle("launch" if launching else "recover")
    if highest_mass and not launching:
        idle.append("highest_mass")
    for name in idle:
        tasks = "recoveries" if launching else "launches"
        raise InputError(f"{name.replace('_', ' ')}: it counts in {tasks} only; leave it out")


def _angles(directions: int | Sequence[Quantity]) -> tuple[float, ...]:
    """Directions from -pi (not itself) to pi, rising."""
    if isinstance(directions, int):
        if not 1 <= directions <= 360:
            raise InputError(f"directions {directions}: a number from 1 to 360, or a list of angles")
        turns = [2.0 * pi * k / directions for k in range(directions)]
        return tuple(sorted(a - 2.0 * pi if a > pi + 1e-9 else a for a in turns))
    angles = [si_value(a, "rad", name="direction") for a in directions]
    if not angles or any(not -pi - 1e-9 <= a <= pi + 1e-9 for a in angles) or len(set(angles)) < len(angles):
        raise InputError("directions: different angles from -180 to 180 deg, positive from starboard")
    return tuple(sorted(angles))


def _speeds(speeds: Sequence[Quantity]) -> tuple[float, ...]:
    found = tuple(si_value(v, "m/s", name="wind over deck") for v in speeds)
    rising = all(b > a for a, b in itertools.pairwise(found))
    if not found or not rising or found[0] < 0.0 or found[-1] > MOST_WIND:
        raise InputError(f"speeds: rising speeds from 0 to {MOST_WIND:g} m/s, got {list(speeds)}")
    return found


def _masses(aircraft: AircraftFile) -> tuple[float, ...]:
    """From the empty aircraft to its highest take-off mass, which is among them."""
    m = aircraft.model.mass
    top = max(v.value for v in m.takeoff)
    count = max(int((top - m.empty.value) / MASS_STEP), 1)
    return tuple(top - MASS_STEP * k for k in reversed(range(count)))


def _settings(
    asked: _Asked, sea_state: int | Sequence[int] | None, mass: Quantity | Sequence[Quantity] | None,
    ship_speed: Quantity | Sequence[Quantity],
) -> list[Setting]:  # fmt: skip
    model = asked.aircraft.model.mass
    usual = model.takeoff[0].value if asked.task == "launch" else model.landing.value
    seas = [sea_state] if sea_state is None or isinstance(sea_state, int) else list(sea_state)
    masses = [usual] if mass is None else [si_value(m, "kg", name="mass") for m in _listed(mass)]
    ships = [si_value(v, "m/s", name="ship speed") for v in _listed(ship_speed)]
    for name, values in (("sea state", seas), ("mass", masses), ("ship speed", ships)):
        if not values or len(set(values)) < len(values):
            raise InputError(f"{name}: one value, or several different ones")
    return [Setting(*one) for one in itertools.product(seas, masses, ships)]


def _listed(given: Quantity | Sequence[Quantity]) -> list[Quantity]:
    return [given] if isinstance(given, (int, float, str)) else list(given)
