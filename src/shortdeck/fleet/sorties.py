"""How many sorties, how many on station, and what holds them back: the question and its answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.fleet import studies
from shortdeck.fleet.hinges import Hinge, hinges
from shortdeck.fleet.mission import ALTITUDE, Mission, plan_mission
from shortdeck.fleet.policy import FlexDeck, KeepOnStation, Policy, policy_of
from shortdeck.fleet.rates import ASSUMED, Rates, Weather
from shortdeck.fleet.replicate import Estimate, estimate, figures, replicate
from shortdeck.fleet.setup import Setup, set_up, turnround_of
from shortdeck.fleet.studies import Orbit, Removal
from shortdeck.fleet.tally import Run
from shortdeck.sea.climate import Climate, ocean_climate
from shortdeck.sea.states import DEFAULT_OCEAN

REPLICATIONS = 20
LONGEST_WARM_UP = 3.0
"""Days at the start that are left out of sustained figures; a fifth of the run where that is less."""


@dataclasses.dataclass(frozen=True)
class Sorties:
    """What a fleet sustains. ``figures``: means over replications with their 95 % intervals."""

    aircraft: AircraftFile
    ship: ShipFile
    setup: Setup
    policy: Policy
    wanted: int  # on station, whose share of time is given
    warm_up: float  # s
    seed: int
    runs: tuple[Run, ...]
    figures: Mapping[str, Estimate]
    on_station: tuple[Estimate, ...]  # share of time with 0, 1, 2 ... on station
    uses: Mapping[str, Estimate]  # share of each resource's time in use
    judged_by: str  # the figure in which removals are measured
    removals: tuple[Removal, ...]
    orbits: tuple[Orbit, ...]
    hinges: tuple[Hinge, ...]  # uncertain numbers, farthest reach first
    promise: float

    @property
    def mission(self) -> Mission:
        """The sortie as planned."""
        return self.setup.mission

    @property
    def bottleneck(self) -> Removal | None:
        """The resource whose limit costs most; None where no resource's does, more than chance shows."""
        return studies.bottleneck(self.removals)

    @property
    def fleet_needed(self) -> int | None:
        """The smallest fleet that keeps the orbit as promised; None where none that fits does, or none was
        looked for."""
        return next((o.fleet for o in self.orbits if o.share.mean >= self.promise), None)


def sorties(
    aircraft: str | AircraftFile,
    ship: str | ShipFile,
    *,
    fleet: int,
    days: float = 30.0,
    station: str | float,
    on_station: int | None = None,
    policy: str | Policy | None = None,
    away: str | float | None = None,
    mass: str | float | None = None,
    payload: str | float | None = None,
    altitude: str | float = ALTITUDE,
    climate: str | Climate | None = None,
    sea_state: int | None = None,
    weather: Weather | None = None,
    rates: Rates | None = None,
    deck_places: int | None = None,
    hangar_places: int | None = None,
    replications: int = REPLICATIONS,
    seed: int = 0,
    workers: int = 1,
    study: bool = True,
    promise: float = studies.PROMISE,
    progress: Callable[[str], None] | None = None,
) -> Sorties:
    """What a fleet of one aircraft sustains from a ship for some days, at a station some distance away.

    ``policy``: an object (see ``shortdeck.fleet.policy``) or 'flex-deck', 'keep-on-station',
    'interval:90min', 'cyclic:4h'; default: keep ``on_station`` there, or flex-deck where that is not given.
    ``away``: longest time from lift-off to return; default: as long as the fuel lasts. ``mass`` at take-off
    and ``payload``: default the file's largest. The sea: ``climate`` (default the North Atlantic's),
    ``sea_state`` throughout, or ``weather``. ``rates`` of wave-offs and mishaps: default an assumption that
    the result names. Places: default roughly by area. ``study``: also look for the bottleneck, for the
    fleet that keeps an orbit (of ``on_station``, default 1) for ``promise`` of the time, and for the numbers
    of the two files on which the answer hangs. Raises InputError.
    """
    question = _Question(
        fleet=fleet, days=days, distance=si_value(station, "m", name="station"),
        mass=_maybe(mass, "kg", "mass"), payload=_maybe(payload, "kg", "payload"),
        altitude=si_value(altitude, "m", name="altitude"), away=_maybe(away, "s", "away"),
        weather=_weather(climate, sea_state, weather), rates=rates or ASSUMED, deck_places=deck_places,
        hangar_places=hangar_places,
    )  # fmt: skip
    if not 0.0 < promise < 1.0:
        raise InputError(f"promise: a share of time between 0 and 1, got {promise:g}")
    if on_station is not None and not 1 <= on_station <= fleet:
        raise InputError(f"on station: a whole number from 1 to the fleet's {fleet}, got {on_station}")
    return _answer(
        question, load_aircraft(aircraft), _ship(ship), _policy(policy, on_station), on_station, replications,
        seed, workers, study, promise, progress or (lambda _: None),
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked, whatever the two files say; SI."""

    fleet: int
    days: float
    distance: float
    mass: float | None
    payload: float | None
    altitude: float
    away: float | None
    weather: Weather
    rates: Rates
    deck_places: int | None
    hangar_places: int | None

    def setup(self, craft: AircraftFile, vessel: ShipFile) -> Setup:
        """The numbers of a run with these files. Raises InputError."""
        mission = plan_mission(
            craft, distance=self.distance, takeoff_mass=self.mass, payload=self.payload,
            altitude=self.altitude, reserve=turnround_of(craft).reserve.value,
        )  # fmt: skip
        return set_up(
            craft, vessel, mission=mission, fleet=self.fleet, days=self.days, rates=self.rates,
            weather=self.weather, deck_places=self.deck_places, hangar_places=self.hangar_places,
            longest_away=self.away,
        )  # fmt: skip


def _answer(
    question: _Question, craft: AircraftFile, vessel: ShipFile, policy: Policy, on_station: int | None,
    replications: int, seed: int, workers: int, study: bool, promise: float, tell: Callable[[str], None],
) -> Sorties:  # fmt: skip
    """Fly, sum up, and look into what holds the fleet back."""
    setup = question.setup(craft, vessel)
    tell("flying")
    runs = replicate(setup, policy, seed=seed, replications=replications, workers=workers)
    warm_up = 86400.0 * min(LONGEST_WARM_UP, 0.2 * setup.days)
    count = policy.count if isinstance(policy, KeepOnStation) else on_station
    wanted = 1 if count is None else count
    judged_by = "sorties a day, sustained" if count is None else "share of time on station"

    def figure(run: Run) -> float:
        return figures(run, wanted=wanted, warm_up=warm_up)[judged_by]

    answer = Sorties(
        craft, vessel, setup, policy, wanted, warm_up, seed, runs, _figures(runs, wanted, warm_up),
        _levels(runs, warm_up), _uses(runs), judged_by, (), (), (), promise,
    )  # fmt: skip
    if not study:
        return answer
    return dataclasses.replace(
        answer,
        removals=studies.removals(
            setup, policy, runs, figure=figure, seed=seed, workers=workers, tell=tell
        ),
        orbits=studies.orbits(
            setup, count=wanted, promise=promise, warm_up=warm_up, seed=seed, replications=replications,
            workers=workers, tell=tell,
        ),
        hinges=hinges(
            craft, vessel, question.setup, policy, runs, figure=figure, seed=seed, workers=workers, tell=tell
        ),
    )  # fmt: skip


def _maybe(given: str | float | None, si: str, name: str) -> float | None:
    return None if given is None else si_value(given, si, name=name)


def compare(first: Sorties, second: Sorties) -> dict[str, Estimate]:
    """What the second answer has more of each figure than the first: intervals of paired differences.

    Both share seed and replications, and so their random numbers. Raises InputError.
    """
    if first.seed != second.seed:
        raise InputError(f"compare answers with the same seed; these have {first.seed} and {second.seed}")
    one, other = ([_of(run, answer) for run in answer.runs] for answer in (first, second))
    if len(one) != len(other):
        raise InputError(f"compare answers with as many replications; these have {len(one)} and {len(other)}")
    return {
        name: estimate([b.get(name, 0.0) - a.get(name, 0.0) for a, b in zip(one, other, strict=True)])
        for name in dict.fromkeys((*first.figures, *second.figures))
    }


def _of(run: Run, answer: Sorties) -> dict[str, float]:
    return figures(run, wanted=answer.wanted, warm_up=answer.warm_up)


def _ship(ship: str | ShipFile) -> ShipFile:
    vessel = load_ship(ship)
    if not isinstance(vessel, ShipFile):
        raise InputError(f"'{vessel.name}' is an airfield; a deck cycle needs a ship")
    return vessel


def _policy(policy: str | Policy | None, on_station: int | None) -> Policy:
    if policy is None:
        return FlexDeck() if on_station is None else KeepOnStation(on_station)
    return policy_of(policy, on_station=on_station) if isinstance(policy, str) else policy


def _weather(climate: str | Climate | None, state: int | None, weather: Weather | None) -> Weather:
    if sum(item is not None for item in (climate, state, weather)) > 1:
        raise InputError("the sea: give one of climate, sea_state and weather")
    if weather is not None:
        return weather
    if state is not None:
        return Weather(state=state)
    named = DEFAULT_OCEAN if climate is None else climate
    return Weather(climate=ocean_climate(named) if isinstance(named, str) else named)


def _figures(runs: tuple[Run, ...], wanted: int, warm_up: float) -> dict[str, Estimate]:
    each = [figures(run, wanted=wanted, warm_up=warm_up) for run in runs]
    names = dict.fromkeys(name for row in each for name in row)
    return {name: estimate([row.get(name, 0.0) for row in each]) for name in names}


def _levels(runs: tuple[Run, ...], warm_up: float) -> tuple[Estimate, ...]:
    since = round(1e3 * warm_up)
    shares = [[time / (run.end - since) for time in run.on_station(since)] for run in runs]
    columns = [estimate(column) for column in zip(*shares, strict=True)]
    while len(columns) > 1 and columns[-1].mean == 0.0:
        columns.pop()
    return tuple(columns)


def _uses(runs: tuple[Run, ...]) -> dict[str, Estimate]:
    names = [use.name for use in runs[0].uses]
    return {name: estimate([run.uses[k].share for run in runs]) for k, name in enumerate(names)}
