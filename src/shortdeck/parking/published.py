"""What folding buys, and published numbers of aircraft aboard against plans: two tables of the docs.

The words of a row are made from its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import InputError
from shortdeck.parking.plan import park
from shortdeck.parking.result import PlacePlan

EFFORT = 1.0
TB3, ANADOLU, IZUMO, SISTER, CAVOUR = "bayraktar-tb3", "tcg-anadolu", "izumo", "juan-carlos-i", "cavour"
HANGAR, GARAGE, DECK = "hangar", "light-garage", "flight-deck"
FOLDS = ((ANADOLU, HANGAR), (ANADOLU, GARAGE), (ANADOLU, DECK), (IZUMO, HANGAR), (IZUMO, DECK))
PLACE_WORDS = {HANGAR: "hangar", GARAGE: "light garage", DECK: "deck, runway in use"}
SHIP_WORDS = {ANADOLU: "TCG Anadolu", IZUMO: "Izumo", SISTER: "Canberra class", CAVOUR: "Cavour"}

BELOW_GEOMETRY = 1.2
"""A claim this many times below the geometric count calls for a reason."""

Tell = Callable[[str], None]


class Counts(NamedTuple):
    """The three answers and the bound, of one place or of several together."""

    geometric: int
    in_turn: int
    freely: int
    most: int

    def plus(self, other: Counts) -> Counts:
        """Both places together."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    def words(self) -> str:
        """'16 / 12 / 5'."""
        return f"{self.geometric} / {self.in_turn} / {self.freely}"


class Published(NamedTuple):
    """A claim, who says it, and where the counts that answer it come from."""

    claim: str
    number: int
    source: str
    aircraft: str
    places: tuple[tuple[str, str], ...]


PRESIDENCY = (
    "https://www.gazetevatan.com/gundem/dunyanin-ilk-siha-gemisi-tgc-anadolu-tskya-teslim-ediliyor-2090907"
)
AHVAL = "https://ahval.me/turkey-drones/turkeys-baykar-gives-new-details-about-upcoming-naval-drone"
JANES = "http://www.dmitryshulgin.com/2014/11/28/great-ships-require-deep-waters/"
GKTODAY = "https://www.gktoday.in/current-affairs/izumo-japans-biggest-warship-unveiled/"
TRAFFICNEWS = "https://trafficnews.jp/photo/80129"
MARINA = "https://www.marina.difesa.it/EN/thefleet/home/Pagine/cavour.aspx"
BELOW = ((ANADOLU, HANGAR), (ANADOLU, GARAGE))
SISTER_BELOW = ((SISTER, HANGAR), (SISTER, GARAGE))
CLAIMS = (
    Published("TCG Anadolu: 11 unmanned aircraft on deck", 11, PRESIDENCY, TB3, ((ANADOLU, DECK),)),
    Published('TCG Anadolu: 30 in the "hangar", taken as the hangar alone', 30, PRESIDENCY, TB3, BELOW[:1]),
    Published('TCG Anadolu: 30 in the "hangar", taken with the light garage', 30, PRESIDENCY, TB3, BELOW),
    Published("TCG Anadolu: 50 aboard, upper end of 30 to 50", 50, AHVAL, TB3, (*BELOW, (ANADOLU, DECK))),
    Published('TCG Anadolu: 19 helicopters in "hangar" and light garage', 19, PRESIDENCY, "nh90", BELOW),
    Published("Canberra class: 8 medium helicopters in 990 m2", 8, JANES, "nh90", SISTER_BELOW[:1]),
    Published("Canberra class: 18 with the light vehicle deck", 18, JANES, "nh90", SISTER_BELOW),
    Published("Izumo: 14 helicopters, taken as in the hangar", 14, GKTODAY, "sh-60k", ((IZUMO, HANGAR),)),
    Published("Izumo: about 10 F-35B in the hangar", 10, TRAFFICNEWS, "f-35b", ((IZUMO, HANGAR),)),
    Published("Cavour: 12 helicopters in 134 m x 21 m", 12, MARINA, "aw101", ((CAVOUR, HANGAR),)),
    Published("Cavour: 8 AV-8B or F-35B in that hangar", 8, MARINA, "f-35b", ((CAVOUR, HANGAR),)),
)


def counts_of(plan: PlacePlan) -> Counts:
    """The counts of one place; zero where nothing can stand there."""
    if plan.refusal is not None:
        return Counts(0, 0, 0, 0)
    assert plan.in_turn is not None
    assert plan.freely is not None
    return Counts(plan.geometric.count(), plan.in_turn.count(), plan.freely.count(), plan.most)


@cache
def planned(aircraft: str, ship: str, place: str, folded: bool, span: float | None = None) -> Counts:
    """The counts of an aircraft in a place; ``span``: another folded span than the file's, m."""
    craft: str | AircraftFile = aircraft
    if span is not None:
        craft = folded_to(load_aircraft(aircraft), span)
    try:
        found = park(craft, ship, places=[place], folded=folded, effort=EFFORT)
    except InputError:
        return Counts(0, 0, 0, 0)
    return counts_of(found.places[0])


def folded_to(craft: AircraftFile, span: float) -> AircraftFile:
    """The aircraft with its hinges moved: the upright panel grows by what the wing between them loses."""
    fold = craft.model.fold
    assert fold is not None
    height = fold.height.value + 0.5 * (fold.span.value - span)
    moved = with_value(craft, "model.fold.span", span)
    return with_value(moved, "model.fold.height", height)


def judgement(claimed: int, found: Counts) -> str:
    """What the counts say of a claimed number."""
    if claimed <= found.freely:
        words = "holds: each of them can leave without another being moved"
    elif claimed <= found.in_turn:
        words = "holds: all can leave one at a time, but not without moving others"
    elif claimed <= found.geometric:
        words = "they fit, but in no plan found could all leave"
    elif claimed <= found.most:
        words = f"no plan found holds so many; more than {found.most} are ruled out"
    else:
        words = f"cannot be: more than {found.most} are ruled out"
    if found.geometric >= BELOW_GEOMETRY * claimed:
        reason = (
            "getting out explains it"
            if claimed > found.freely
            else "practice leaves more room than plans need"
        )
        words += f"; below geometry: {reason}"
    return words


def ratio(folded: int, spread: int) -> str:
    """'2.4', or words where nothing stands spread."""
    if spread == 0:
        return "none spread" if folded else "none either way"
    return f"{folded / spread:.1f}"


def folding_rows(tell: Tell) -> Iterator[tuple[str, ...]]:
    """Place, aircraft, counts spread and folded, ratio in turn, and its interval from the folded span."""
    for ship, place in FOLDS:
        where = f"{SHIP_WORDS[ship]}, {PLACE_WORDS[place]}"
        tell(where)
        spread = planned(TB3, ship, place, False)
        folded = planned(TB3, ship, place, True)
        ends = [planned(TB3, ship, place, True, span) for span in (8.5, 5.5)]
        ratios = [ratio(count.in_turn, spread.in_turn) for count in (*ends, folded)]
        low, high = min(ratios, key=_number), max(ratios, key=_number)
        interval = f"{low} to {high}" if low != high else low
        yield where, "TB3", spread.words(), folded.words(), ratio(folded.in_turn, spread.in_turn), interval
        rival = planned("mq-9b-stol", ship, place, False), planned("mq-9b-stol", ship, place, True)
        yield (
            where,
            "MQ-9B",
            rival[0].words(),
            rival[1].words(),
            ratio(rival[1].in_turn, rival[0].in_turn),
            "-",
        )
        yield where, "ANKA-S", planned("anka-s", ship, place, False).words(), "does not fold", "-", "-"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def claim_rows(tell: Tell) -> Iterator[tuple[str, ...]]:
    """Claim, aircraft planned with, the three counts, what is ruled out, judgement."""
    for claim in CLAIMS:
        tell(claim.claim)
        found = Counts(0, 0, 0, 0)
        for ship, place in claim.places:
            found = found.plus(planned(claim.aircraft, ship, place, True))
        yield (
            f"[{claim.claim}]({claim.source})", claim.aircraft, found.words(), f"over {found.most}",
            judgement(claim.number, found),
        )  # fmt: skip


def as_markdown(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A table of the documentation."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


FOLDING_HEAD = (
    "place",
    "aircraft",
    "spread",
    "folded",
    "folded : spread",
    "for a folded span of 8.5 to 5.5 m",
)
CLAIMS_HEAD = ("claim", "planned with", "stand / leave in turn / leave freely", "ruled out", "judgement")
