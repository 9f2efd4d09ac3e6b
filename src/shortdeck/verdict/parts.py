"""The verdict part by part: launch, recover, park, sustain, and the whole, each a sentence with its number.

A part says what was found at sea, not in a calm: flights by the thousand in the usual wind of a sea state
from ahead, plans of hangar and deck, a month of the deck cycle, the share of the year. How much is spent on
each is the depth. Intervals are those of chance alone at 95 %; that the model is wrong is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError

KNOT = 1852.0 / 3600.0
LEAST_WAY = 6.0 * KNOT  # speed that the ship keeps for steering, m/s
RISK = 1e-2  # mishap in one attempt, at most
FIRST_ATTEMPT = 0.9  # share aboard at the first attempt, at least
STATION = 200.0 * 1852.0  # m
FLEET = 12
Depth = Literal["quick", "standard", "deep"]
Progress = Callable[[str], None]


class Effort(NamedTuple):
    """What a depth spends."""

    flights: int  # a question
    sea_states: tuple[int, ...]
    parking: float  # factor on the work of planning: a tenth takes about 5 s a place
    replications: int
    envelopes: bool  # limits over wind and the share of the year as well
    rare: bool  # risks as small as one in a million


EFFORTS: dict[Depth, Effort] = {
    "quick": Effort(1000, (4,), 0.1, 10, False, False),
    "standard": Effort(2000, (3, 4, 5), 1.0, 20, True, False),
    "deep": Effort(20_000, (3, 4, 5, 6), 2.0, 50, True, True),
}


@dataclass(frozen=True)
class Part:
    """One part of the verdict: its sentence, the number in it with its interval, and whether it suffices."""

    key: str  # launch, recover, park, sustain, year or whole
    sentence: str
    passes: bool | None  # None: nothing to judge by
    value: float | None
    low: float | None
    high: float | None
    unit: str


class Share(NamedTuple):
    """A share of flights with its exact interval."""

    value: float
    low: float
    high: float
    happened: int
    flights: int


class AtSea(NamedTuple):
    """What flights in the usual wind of a sea state came to."""

    sea_state: int
    ship_speed: float  # m/s
    success: Share
    mishap: Share
    outcomes: dict[str, int]


def fly_at_sea(
    task: str, aircraft: AircraftFile, ship: ShipFile, *, sea_state: int, ship_speed: float, flights: int,
    mass: float, seed: int,
) -> AtSea:  # fmt: skip
    """Flights in head seas and the usual wind, turbulence, airwake and sensors on; cases 0, 1, 2, ..."""
    from shortdeck.limits.points import rates_at

    words: dict[str, list[float]] = {
        "sea_state": [sea_state], "wave_heading": [3.141592653589793], "ship_speed": [ship_speed],
        "mass": [mass],
    }  # fmt: skip
    found = rates_at(task, aircraft, ship, words, flights, seed)
    if found.reasons[0]:
        none = Share(0.0, 0.0, 1.0, 0, 0)
        return AtSea(sea_state, ship_speed, none, none, {found.reasons[0]: 0})
    shares = {}
    for name in ("success", "mishap"):
        s = found.share(name)
        count = int(found.counts[name][0])
        shares[name] = Share(float(s.estimate[0]), float(s.low[0]), float(s.high[0]), count, flights)
    outcomes = {name: int(n[0]) for name, n in found.outcomes.items() if n[0]}
    return AtSea(sea_state, ship_speed, shares["success"], shares["mishap"], outcomes)


def percent(share: Share) -> str:
    """A share with its interval, in words."""
    return f"{100.0 * share.value:.1f} % ({100.0 * share.low:.1f} to {100.0 * share.high:.1f} %)"


def odds(share: Share) -> str:
    """A small share as a count and a bound."""
    return f"{share.happened} of {share.flights} (at most {100.0 * share.high:.2g} %)"


def speed_for(ship: ShipFile, *, wanted: float, sea_state: int) -> float:
    """Ship speed that makes the wanted wind over deck with the usual wind of a sea state from ahead, m/s."""
    true = usual_wind(ship, sea_state=sea_state)
    return min(max(wanted - true, LEAST_WAY), ship.model.hull.speed_max.value)


def usual_wind(ship: ShipFile, *, sea_state: int) -> float:
    """True wind of a sea state at the reference height over a ship's deck, m/s."""
    from shortdeck.air.wind import REFERENCE_HEIGHT
    from shortdeck.sea.states import DEFAULT_OCEAN
    from shortdeck.sea.states import sea_state as state_of
    from shortdeck.vessel.pack import deck_height

    return state_of(sea_state, DEFAULT_OCEAN).wind_at(deck_height(ship.model) + REFERENCE_HEIGHT)


def _made(ship: ShipFile, *, wind: float, sea_state: int) -> bool:
    """Whether a wind over deck is made with the usual wind of a sea state."""
    return wind <= usual_wind(ship, sea_state=sea_state) + ship.model.hull.speed_max.value


def launch_part(
    aircraft: AircraftFile, ship: ShipFile, effort: Effort, least: dict[float, float | None], seed: int
) -> tuple[Part, list[AtSea]]:
    """Launches at the least wind over deck of a calm sea, or the least that a sea brings."""
    mass = next((m for m in least if least[m] is not None), None)
    if mass is None:
        text = "Launch: not in any wind over deck up to 50 kn."
        return Part("launch", text, False, None, None, None, "m/s"), []
    wind = least[mass] or 0.0
    flown = [
        fly_at_sea("launch", aircraft, ship, sea_state=state, mass=mass, seed=seed, flights=effort.flights,
                   ship_speed=speed_for(ship, wanted=wind, sea_state=state))
        for state in effort.sea_states
    ]  # fmt: skip
    others = "; ".join(
        f"at {m:.0f} kg " + ("in no wind" if w is None else f"from {w / KNOT:.0f} kn")
        for m, w in least.items()
    )
    sea = _by_state(flown, "mishaps", lambda at: odds(at.mishap))
    short = wind - ship.model.hull.speed_max.value
    still = f" ({short / KNOT:.0f} kn more than she makes in still air)" if short > 0.0 else ""
    text = f"Launch: {others} over deck{still}; in the usual wind {sea}."
    worst = flown[0].mishap
    passes = worst.high <= RISK and _made(ship, wind=wind, sea_state=effort.sea_states[0])
    return Part("launch", text, passes, wind, worst.low, worst.high, "m/s"), flown


def recover_part(
    aircraft: AircraftFile, ship: ShipFile, effort: Effort, seed: int
) -> tuple[Part, list[AtSea]]:
    """Recoveries at landing mass in the usual wind of each sea state."""
    flown = [
        fly_at_sea("recovery", aircraft, ship, sea_state=state, mass=aircraft.model.mass.landing.value,
                   seed=seed, flights=effort.flights, ship_speed=LEAST_WAY)
        for state in effort.sea_states
    ]  # fmt: skip
    first = flown[0]
    text = _by_state(
        flown, "", lambda at: f"{percent(at.success)} aboard at the first attempt, mishaps {odds(at.mishap)}"
    )
    passes = first.success.low >= FIRST_ATTEMPT and first.mishap.high <= RISK
    s = first.success
    return Part("recover", f"Recover: {text}.", passes, s.value, s.low, s.high, "1"), flown


def _by_state(flown: list[AtSea], what: str, word: Callable[[AtSea], str]) -> str:
    head = f"{what} " if what else ""
    return "; ".join(f"in sea state {at.sea_state} {head}{word(at)}" for at in flown)


def park_part(aircraft: AircraftFile, ship: ShipFile, effort: Effort, seed: int) -> tuple[Part, Any]:
    """How many stand and can leave in turn, wings folded where they fold."""
    from shortdeck.parking.plan import park

    try:
        found = park(aircraft, ship, effort=effort.parking, seed=seed)
    except InputError as error:
        return Part("park", f"Park: not planned: {error}", None, None, None, None, "1"), None
    counts, total, most = [], 0, 0
    for place in found.places:
        number = (place.in_turn or place.geometric).count()
        name = place.place.name
        where = ("on the " if name == "flight-deck" else "in the ") + name.replace("-", " ")
        counts.append(f"{number} {where} (no plan holds more than {place.most})")
        total, most = total + number, most + place.most
    state = "wings folded" if aircraft.model.fold is not None else "its wings do not fold"
    text = f"Park: {', '.join(counts)}, {state}, each able to leave in turn."
    return Part("park", text, total > 0, float(total), float(total), float(most), "1"), found


def sustain_part(
    aircraft: AircraftFile, ship: ShipFile, effort: Effort, places: float | None, seed: int
) -> tuple[Part, Any]:
    """A fleet's month: sorties and hours on station a day."""
    from shortdeck.fleet.sorties import sorties

    fleet = FLEET if not places else int(min(FLEET, places))
    try:
        found = sorties(
            aircraft, ship, fleet=fleet, station=STATION, replications=effort.replications, seed=seed,
            study=False,
        )  # fmt: skip
    except InputError as error:
        return Part("sustain", f"Sustain: not asked: {error}", None, None, None, None, "1/day"), None
    day, hours = found.figures["sorties a day, sustained"], found.figures["hours on station a day"]
    text = (
        f"Sustain: {fleet} aircraft with a station at {STATION / 1852.0:.0f} nmi fly {day.mean:.1f} "
        f"({day.low:.1f} to {day.high:.1f}) sorties a day and are there for {hours.mean:.0f} aircraft-hours."
    )
    return Part("sustain", text, day.mean > 0.0, day.mean, day.low, day.high, "1/day"), found


def year_part(aircraft: AircraftFile, ship: ShipFile, seed: int) -> tuple[Part, Any]:
    """The share of the year in which both launch and recovery are within limits."""
    from shortdeck.fleet.operability import operability

    found = operability(aircraft, ship, climate="north-pacific", study=False, seed=seed)
    both = found.shares["both"].climate
    text = (
        f"Year: within limits for both launch and recovery for {100.0 * both.mean:.0f} % "
        f"({100.0 * both.low:.0f} to {100.0 * both.high:.0f} %) of a year in the North Pacific."
    )
    return Part("year", text, None, both.mean, both.low, both.high, "1"), found


def whole_part(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, parts: list[Part], hangs_on: str, state: int
) -> Part:
    """All of it in one sentence."""
    short = [part.key for part in parts if part.passes is False]
    judged = sum(part.passes is not None for part in parts)
    hang = f"; it hangs most on {hangs_on}" if hangs_on else ""
    if short:
        text = f"Whole: {aircraft.name} does not suit {ship.name} as asked: {', '.join(short)} not met{hang}."
    else:
        text = (
            f"Whole: {aircraft.name} suits {ship.name} in sea state {state} and its usual wind: "
            f"{judged} of {judged} judged parts met, mishaps below {100.0 * RISK:g} % an attempt with 95 % "
            f"confidence, model risk not included{hang}."
        )
    return Part("whole", text, not short, float(judged - len(short)), None, None, "1")
