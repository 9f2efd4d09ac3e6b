"""Risk from the words of a user: the conditions of ``launch`` and ``recover``, then estimates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from shortdeck.air.pack import DiscreteGust
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.from_words import conditions_of
from shortdeck.flight.words import Words
from shortdeck.safety.flight_risk import FlightRisk, SortieRisk, assess_space, sortie_of
from shortdeck.safety.flight_space import FlightSpace
from shortdeck.safety.hinges import Asked, Hinges, hinges_of
from shortdeck.safety.margins import ANY

TASKS = ("launch", "recover", "sortie")
Named = str | Path
Task = Literal["launch", "recover", "sortie"]


def _check(task: str, words: Words) -> None:
    """Refuse what would have no effect."""
    if task not in TASKS:
        raise InputError(f"task {task!r}: allowed are {', '.join(TASKS)}")
    if task == "recover":
        for name in words.idle("recover"):
            raise InputError(f"{name.replace('_', ' ')}: it is a launch's; leave it out of a recovery")
    if task == "sortie" and words.mass is not None:
        raise InputError("mass: a sortie leaves and returns at two; they are those of the aircraft's file")


def risk(
    task: Task,
    aircraft: Named | AircraftFile,
    ship: Named | ShipFile | AirfieldFile,
    *,
    mass: float | str | None = None,
    wind_over_deck: float | str | None = None,
    wind_angle: float | str | None = None,
    ship_speed: float | str = 0.0,
    heading: float | str = 0.0,
    surface: str = "dry",
    stores: float = 0.0,
    ramp: bool = True,
    deck_run: float | str | None = None,
    abort_at: float | str | None = None,
    speed_factor: float | None = None,
    sea_state: int | None = None,
    hs: float | str | None = None,
    tp: float | str | None = None,
    wave_heading: float | str | None = None,
    spectrum: str | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    recorded: str | Path | None = None,
    record_start: float | str = 0.0,
    flow_field: str | Path | None = None,
    turbulence: str | None = None,
    airwake: bool | None = None,
    navigation: str | None = None,
    gust: DiscreteGust | None = None,
    faults: Mapping[str, float | str] | None = None,
    seed: int = 0,
    target_cov: float = 0.2,
    budget: int = 400_000,
    level: float = 0.95,
    attempts: int = 4,
    mishap: str | None = None,
    threads: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> FlightRisk | SortieRisk:
    """How often a launch, a recovery or a sortie goes wrong in given conditions, with intervals.

    Conditions are those of ``launch`` and ``recover``; sea, air, sensors and the errors at the start of an
    approach are random. ``task`` is launch, recover or sortie (both, at the masses of the file, in the same
    sea and wind). ``target_cov`` is the relative standard error aimed at, ``budget`` the most flights for
    each of launch and recovery, ``level`` the confidence of every interval. ``attempts`` are as many as the
    fuel of a recovery allows. ``mishap`` estimates one mishap or class of severity (lost, structural,
    incident) alone. The interval is that of chance: that the model is wrong, or a number unknown, is not in
    it.

    Ctrl-C ends an estimate and returns what was found until then (``interrupted``).
    Raises InputError for conditions the aircraft or the ship cannot have.
    """
    words = Words.among(locals())
    _check(task, words)
    craft, vessel = load_aircraft(aircraft), load_ship(ship)

    def one(which: str) -> FlightRisk:
        k = conditions_of(which, craft, vessel, words)
        kind: Literal["launch", "recovery"] = "launch" if which == "launch" else "recovery"
        space = FlightSpace(kind, craft, vessel, k, seed, threads=threads)
        return assess_space(
            space, target_cov=target_cov, budget=budget, level=level, attempts=attempts, mishap=mishap,
            tell=None if progress is None else lambda what, *n: progress(f"{which}: {what}", *n),
        )  # fmt: skip

    if task != "sortie":
        return one(task)
    if mishap is not None:
        raise InputError("mishap: a sortie is told by all of them; ask for a launch or a recovery")
    return sortie_of(one("launch"), one("recover"))


def hinges(
    task: Literal["launch", "recover"],
    aircraft: Named | AircraftFile,
    ship: Named | ShipFile | AirfieldFile,
    *,
    mass: float | str | None = None,
    wind_over_deck: float | str | None = None,
    wind_angle: float | str | None = None,
    ship_speed: float | str = 0.0,
    heading: float | str = 0.0,
    surface: str = "dry",
    stores: float = 0.0,
    ramp: bool = True,
    deck_run: float | str | None = None,
    abort_at: float | str | None = None,
    speed_factor: float | None = None,
    sea_state: int | None = None,
    hs: float | str | None = None,
    tp: float | str | None = None,
    wave_heading: float | str | None = None,
    spectrum: str | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    recorded: str | Path | None = None,
    record_start: float | str = 0.0,
    flow_field: str | Path | None = None,
    turbulence: str | None = None,
    airwake: bool | None = None,
    navigation: str | None = None,
    gust: DiscreteGust | None = None,
    faults: Mapping[str, float | str] | None = None,
    seed: int = 0,
    mishap: str = ANY,
    share: float = 0.05,
    flights: int = 32,
    response: Asked = "margin",
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Hinges:
    """On which unknown numbers of both files the safety of a launch or recovery hangs.

    Conditions as in ``risk``. The response is the quantile ``share`` of the margin to ``mishap`` over the
    same ``flights`` flights (at most 256), or the least wind over deck in which that is above zero
    (``response``: margin, least-wind). All uncertain numbers that act on a flight are screened by Morris'
    method, the ten that matter most get Sobol indices; ``claim`` is the probability, given what is unknown,
    that no more than ``share`` of flights comes to the mishap, or that the least wind is at most
    ``wind_over_deck``; and each number's ``worth`` what measuring it takes from the chance of a wrong
    verdict. No unknown number is averaged into a risk.
    Raises InputError for conditions the aircraft or the ship cannot have.
    """
    words = Words.among(locals())
    _check(task, words)
    if task not in ("launch", "recover"):
        raise InputError(f"task {task!r}: ask for the launch or the recovery of a sortie")
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    k = conditions_of(task, craft, vessel, words)
    return hinges_of(
        "launch" if task == "launch" else "recovery", craft, vessel, k, mishap=mishap,
        share=share, flights=flights, threads=threads, tell=progress, asked=response,
    )  # fmt: skip
