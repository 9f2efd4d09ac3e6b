"""An assessment as one page that a decision can rest on: self-contained, printable, with its data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from shortdeck.errors import InputError
from shortdeck.verdict import report_fleet, report_flying
from shortdeck.verdict import report_sections as sections
from shortdeck.verdict.report_parts import Cell, Section

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftFile
    from shortdeck.catalog.ship import AirfieldFile, ShipFile
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.sorties import Sorties
    from shortdeck.flight.fly import Flight
    from shortdeck.limits.envelope import Envelope
    from shortdeck.parking.result import Parking
    from shortdeck.safety.flight_risk import FlightRisk
    from shortdeck.verdict.assess import Assessment
    from shortdeck.vessel.deck_motion import DeckMotion

_HERE = Path(__file__).parent
_SIGNS = {"yes": "✔", "no": "✖", "open": "◆"}
LEFT_OUT = (
    "Aircraft and hull are rigid; heave and pitch are linear, roll damping is linearised for each sea.",
    "Turbulence is frozen; the airwake does not feel the aircraft; no measurement of these ships tested it.",
    "The ship keeps a steady course and does not heel in the wind; stabilising fins are left out.",
    "No hydroplaning, tyre heating, spray or icing.",
    "Stores are a mass and a drag. Weapons, sensors and targets are no part of this.",
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One part of the verdict: what it is about, how it is answered, and the sentence with its number."""

    name: str
    kind: str  # yes, no, open
    says: str

    @property
    def word(self) -> str:
        """The answer in a word."""
        return {"yes": "Yes.", "no": "No.", "open": "Open."}[self.kind]

    @property
    def sign(self) -> str:
        """The answer as a sign, for those who skim."""
        return _SIGNS[self.kind]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a report is made of. What is None or empty is left out, with a sentence that says so."""

    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile
    assessment: Assessment
    sentence: str
    command: str
    seed: int = 0
    answers: tuple[Answer, ...] = ()
    envelopes: Sequence[Envelope] = ()
    flights: Sequence[Flight] = ()
    parking: Parking | None = None
    motions: Sequence[DeckMotion] = ()
    sorties: Sorties | None = None
    operability: Operability | None = None
    risks: Mapping[str, FlightRisk] | None = None
    measured: Sequence[tuple[Cell, ...]] = field(default=())
    left_out: tuple[str, ...] = LEFT_OUT
    facts: tuple[tuple[str, str], ...] = ()


def sections_of(m: Material) -> list[Section]:
    """All sections in the order of the page."""
    return [
        sections.verdict(m.assessment),
        report_flying.envelopes(m.envelopes),
        report_flying.flights(m.flights),
        report_flying.risk(m.risks),
        report_flying.motion(m.motions),
        report_fleet.parking(m.parking),
        report_fleet.sorties(m.sorties),
        report_fleet.operability(m.operability),
        sections.ranking(m.assessment, m.measured),
        sections.inputs([m.aircraft, m.ship]),
    ]


def html_of(m: Material) -> str:
    """The page; the same material gives the same text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from shortdeck import __version__

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = (
        ("software", f"shortdeck {__version__}"),
        ("seed", str(m.seed)),
        ("aircraft", f"{m.aircraft.title} ({m.aircraft.name})"),
        ("ship", f"{m.ship.title} ({m.ship.name})"),
        *m.facts,
    )
    text: str = environment.get_template("report.html.j2").render(
        title=f"{m.aircraft.title} with {m.ship.title}: assessment",
        style=(_HERE / "report.css").read_text(encoding="utf-8"),
        aircraft=m.aircraft.title,
        ship=m.ship.title,
        sentence=m.sentence,
        answers=m.answers,
        sections=sections_of(m),
        left_out=m.left_out,
        command=m.command,
        facts=facts,
        version=__version__,
        open_tables=("lines", "risk", "parking", "sorties", "ranking"),
    )
    return text


def write_report(material: Material, path: str | Path) -> Path:
    """Write the page. Raises InputError where it cannot be written."""
    out = check_name(path)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(html_of(material), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    return out


def check_name(path: str | Path) -> Path:
    """The path of a report. Raises InputError for a name that no browser would open."""
    if Path(path).suffix.lower() not in (".html", ".htm"):
        raise InputError(f"report {path}: give a name that ends in .html")
    return Path(path)


def answers_of(assessment: Assessment) -> tuple[Answer, ...]:
    """Launch, recover, park and so on: the parts of an assessment, or else what its lines say."""
    if assessment.parts:
        kinds = {True: "yes", False: "no", None: "open"}
        return tuple(
            Answer(name=part.key, kind=kinds[part.passes], says=part.sentence.partition(": ")[2])
            for part in assessment.parts
            if part.key != "whole"
        )
    groups = (
        ("launch", "launch_"),
        ("recover", "landing_"),
        ("wing tips", "clearance"),
        ("lift", "lift_"),
    )
    found = []
    for name, prefix in groups:
        lines = [x for x in assessment.lines if x.key.startswith(prefix) and x.passes is not None]
        if not lines:
            continue
        failed = [line for line in lines if not line.passes]
        shown = failed or lines
        says = "; ".join(f"{line.question}: {_first(line.answer)}" for line in shown)
        found.append(Answer(name=name, kind="no" if failed else "yes", says=says))
    return tuple(found)


def _first(answer: str) -> str:
    """The answer up to its details."""
    return answer.split(";")[0].split(" (touchdown")[0]
