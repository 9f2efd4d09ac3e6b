"""The verdict part by part: launch, recover, park, sustain, and the whole, each a sentence with its number.

A part says what was found at sea, not in a calm: flights by the thousand in the usual wind of a sea state
from ahead, plans of hangar and deck, a month of the deck cycle, the share of the year. Intervals are those
of chance alone at 95 %. What is unknown is told apart: the number of the two files that moves the part most
over its plus/minus, and what the part is at both ends. That the model is wrong is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.verdict.at_sea import KNOT, AtSea, Share, made
from shortdeck.verdict.effort import CLIMATE, FIRST_ATTEMPT, RISK, STATION
from shortdeck.verdict.hinge import Hinge
from shortdeck.verdict.lines import Line

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.sorties import Sorties
    from shortdeck.parking.result import Parking
    from shortdeck.safety.flight_risk import FlightRisk


@dataclass(frozen=True)
class Part:
    """One part of the verdict: its sentence, its number (SI), and whether it suffices.

    ``low`` and ``high``: the number's interval of chance; of parking, what was found and what no plan can
    hold more than; None where the number has no chance in it. ``mishap``: share of attempts, of launch and
    recovery and, for the whole, of sorties. ``hinge``: the unknown number that moves the part's number most;
    ``firm``: whether the part is judged alike at both ends of it (None: not judged there).
    """

    key: str  # launch, recover, park, sustain, year or whole
    sentence: str
    passes: bool | None  # None: nothing to judge by
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "1"
    mishap: Share | None = None
    hinge: Hinge | None = None
    firm: bool | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        own = {
            name: value._asdict() for name, value in (("mishap", self.mishap), ("hinge", self.hinge)) if value
        }
        return asdict(self) | own


def percent(share: Share) -> str:
    """A share with its interval, in words."""
    return f"{100.0 * share.value:.1f} % ({100.0 * share.low:.1f} to {100.0 * share.high:.1f} %)"


def odds(share: Share) -> str:
    """A small share as a count and a bound."""
    return f"{share.happened} of {share.flights} (at most {100.0 * share.high:.2g} %)"


def hanging(hinge: Hinge | None, word: Callable[[float], str], what: str) -> str:
    """What a part hangs on, as a sentence; empty where no unknown number moves it."""
    if hinge is None:
        return ""
    ends = sorted(end for end in (hinge.low, hinge.high) if end is not None)
    texts = list(dict.fromkeys(word(end) for end in ends))
    texts = texts if len(ends) == 2 else ["not at all", *texts]
    if len(texts) == 1:
        return f" No unknown number moves it more than {name_of(hinge)}: {texts[0]}{what} at both ends."
    return f" It hangs most on {name_of(hinge)}: {' to '.join(texts)}{what} over its plus/minus."


def name_of(hinge: Hinge) -> str:
    """The number, its file and its confidence."""
    return f"{hinge.path.removeprefix('model.')} of {hinge.file} ({hinge.confidence})"


def launch_part(
    aircraft: AircraftFile, ship: ShipFile, least: Mapping[float, float | None], flown: Sequence[AtSea],
    hinge: Hinge | None, rare: FlightRisk | None = None,
) -> Part:  # fmt: skip
    """Launches at the least wind over deck of a calm sea; the first mass that launches at all is judged."""
    mass = next((m for m in least if least[m] is not None), None)
    if mass is None or not flown:
        return Part("launch", "Launch: not in any wind over deck up to 50 kn.", False, unit="m/s")
    wind, state = least[mass] or 0.0, flown[0].sea_state
    others = "; ".join(
        f"at {m:.0f} kg " + ("in no wind" if w is None else f"from {w / KNOT:.0f} kn")
        for m, w in least.items()
    )
    sea = _by_state(flown, lambda at: f"mishaps {odds(at.mishap)}")
    short = wind - ship.model.hull.speed_max.value
    still = f" ({short / KNOT:.0f} kn more than she makes in still air)" if short > 0.0 else ""
    text = f"Launch: {others} over deck{still}; in the usual wind {sea}.{_rare(rare)}"
    text += hanging(hinge, lambda end: f"{end / KNOT:.0f}", f" kn at {mass:.0f} kg")
    worst = flown[0].mishap

    def good(end: float | None) -> bool:
        return end is not None and worst.high <= RISK and made(ship, wind=end, sea_state=state)

    passes = good(wind)
    firm = None if hinge is None else passes == good(hinge.low) == good(hinge.high)
    return Part("launch", text, passes, wind, None, None, "m/s", worst, hinge, firm)


def recover_part(flown: Sequence[AtSea], hinge: Hinge | None, rare: FlightRisk | None = None) -> Part:
    """Recoveries at landing mass; the first sea state is judged."""
    first = flown[0]
    if first.reason:
        return Part("recover", f"Recover: not flown: {first.reason}.", False)
    text = _by_state(
        flown, lambda at: f"{percent(at.success)} aboard at the first attempt, mishaps {odds(at.mishap)}"
    )
    s = first.success
    passes = s.low >= FIRST_ATTEMPT and first.mishap.high <= RISK
    text = f"Recover: {text}.{_rare(rare)}"
    text += hanging(hinge, lambda end: f"{100.0 * end:.1f}", " % aboard")
    ends = () if hinge is None else (hinge.low, hinge.high)
    firm = None if hinge is None else all((end or 0.0) >= FIRST_ATTEMPT for end in ends) == passes
    return Part("recover", text, passes, s.value, s.low, s.high, "1", first.mishap, hinge, firm)


def _rare(found: FlightRisk | None) -> str:
    """A risk that was estimated, where no count of flights would show it."""
    if found is None or "any" not in found.chances:
        return ""
    c = found.chances["any"]
    between = f"{c.low:.1e} to {c.high:.1e}"
    return f" Estimated in sea state 4: a mishap in {c.probability:.1e} ({between}) of attempts."


def _by_state(flown: Sequence[AtSea], word: Callable[[AtSea], str]) -> str:
    return "; ".join(
        f"in sea state {at.sea_state} " + (f"not flown ({at.reason})" if at.reason else word(at))
        for at in flown
    )


def park_part(aircraft: AircraftFile, found: Parking | None, refused: str, counted: Line | None) -> Part:
    """How many stand and can leave in turn; ``counted`` is the hangar's first count, whose number it hangs
    on."""
    if found is None:
        return Part("park", f"Park: not planned: {refused}", None)
    counts, total, most = [], 0, 0
    for place in found.places:
        number = (place.in_turn or place.geometric).count()
        name = place.place.name
        where = ("on the " if name == "flight-deck" else "in the ") + name.replace("-", " ")
        counts.append(f"{number} {where} (no plan holds more than {place.most})")
        total, most = total + number, most + place.most
    state = "wings folded" if aircraft.model.fold is not None else "its wings do not fold"
    text = f"Park: {', '.join(counts)}, {state}, each able to leave in turn."
    hinge = None if counted is None else counted.hinge
    text += hanging(hinge, lambda end: f"{end:.0f}", " in the hangar by a count of rectangles")
    return Part("park", text, total > 0, float(total), float(total), float(most), "1", None, hinge)


def sustain_part(found: Sorties | None, refused: str, hinge: Hinge | None) -> Part:
    """A fleet's month: sorties and hours on station a day."""
    if found is None:
        return Part("sustain", f"Sustain: not asked: {refused}", None, unit="1/day")
    day, hours = found.figures["sorties a day, sustained"], found.figures["hours on station a day"]
    text = (
        f"Sustain: {found.setup.fleet} aircraft with a station at {STATION / 1852.0:.0f} nmi fly "
        f"{day.mean:.1f} ({day.low:.1f} to {day.high:.1f}) sorties a day and are there for {hours.mean:.0f} "
        f"({hours.low:.0f} to {hours.high:.0f}) aircraft-hours."
    )
    text += hanging(hinge, lambda end: f"{end:.1f}", " sorties a day")
    return Part("sustain", text, day.mean > 0.0, day.mean, day.low, day.high, "1/day", None, hinge)


def year_part(found: Operability | None, refused: str) -> Part:
    """The share of the year in which both launch and recovery are within limits."""
    if found is None:
        return Part("year", f"Year: not asked: {refused}", None)
    both = found.shares["both"].climate
    text = (
        f"Year: within limits for both launch and recovery for {100.0 * both.mean:.0f} % "
        f"({100.0 * both.low:.0f} to {100.0 * both.high:.0f} %) of a year in the "
        f"{CLIMATE.replace('-', ' ').title()}."
    )
    return Part("year", text, None, both.mean, both.low, both.high)


def sortie_mishap(launch: Share, recover: Share) -> Share:
    """Mishaps in a sortie of one launch and one attempt to land: both shares added, and their bounds.

    Bonferroni: each bound holds with 97.5 % on its side, both together with 95 %.
    """
    return Share(
        launch.value + recover.value, launch.low + recover.low, min(launch.high + recover.high, 1.0),
        launch.happened + recover.happened, min(launch.flights, recover.flights),
    )  # fmt: skip


def whole_part(aircraft: AircraftFile, ship: ShipFile, parts: Sequence[Part], state: int) -> Part:
    """All of it in one sentence."""
    short = [part.key for part in parts if part.passes is False]
    judged = [part for part in parts if part.passes is not None]
    shares = [part.mishap for part in parts if part.key in ("launch", "recover") and part.mishap]
    sortie = sortie_mishap(*shares) if len(shares) == 2 else None
    loose = [part for part in parts if part.firm is False]
    risk = ""
    if sortie is not None:
        most = f"{100.0 * sortie.high:.2g} %"
        risk = f" A sortie ends in a mishap in at most {most} (95 % confidence, chance alone)."
    if short:
        text = f"Whole: {aircraft.name} does not suit {ship.name} as asked: {', '.join(short)} not met."
    else:
        text = (
            f"Whole: {aircraft.name} suits {ship.name} in sea state {state} and its usual wind: "
            f"{len(judged)} of {len(judged)} judged parts met."
        )
    if loose:
        names = "; ".join(f"{part.key} on {name_of(part.hinge)}" for part in loose if part.hinge)
        text += f"{risk} It turns within what is unknown: {names}."
    else:
        text += f"{risk} No single unknown number turns it within its plus/minus."
    return Part(
        "whole", text, not short, None if sortie is None else sortie.value,
        None if sortie is None else sortie.low, None if sortie is None else sortie.high, "1", sortie,
        loose[0].hinge if loose else None, not loose,
    )  # fmt: skip
