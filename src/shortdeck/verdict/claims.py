"""The five claims made of the Bayraktar TB3 against what assessments found, in plain words.

The sentences are made from the lines of the assessments: when a number moves across a limit, the words
follow it. Everything stands for a calm sea, a deck that does not move and no turbulence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortdeck.verdict.assess import Assessment, assess
from shortdeck.verdict.lines import KNOT, Line

TB3, RIVALS = "bayraktar-tb3", ("anka-s", "mojave")
SHIPS, FIELDS = ("tcg-anadolu", "izumo"), ("airfield", "short-strip")
TITLES = {"bayraktar-tb3": "TB3", "anka-s": "ANKA-S", "mojave": "Mojave", "tcg-anadolu": "TCG Anadolu",
          "izumo": "Izumo", "airfield": "a paved runway", "short-strip": "a 300 m dirt strip"}  # fmt: skip

Assessments = Mapping[tuple[str, str], Assessment]


class Claim(NamedTuple):
    """A claim and what was found."""

    claim: str
    found: str


def assessments() -> dict[tuple[str, str], Assessment]:
    """Every assessment that the claims need; a few minutes."""
    pairs = [(craft, ship) for craft in (TB3, *RIVALS) for ship in SHIPS]
    pairs += [(TB3, field) for field in FIELDS]
    return {pair: assess(*pair, depth=None) for pair in pairs}


def claims(found: Assessments) -> list[Claim]:
    """The five claims, each beside what was found."""
    return [
        Claim("1. It takes off from and lands on TCG Anadolu without catapult or wires", _anadolu(found)),
        Claim("2. It suits the Izumo class", _izumo(found)),
        Claim("3. Folding wings let a ship carry more", _folding(found)),
        Claim("4. It is the only one of its kind that can", _only_one(found)),
        Claim("5. It is an option for ground, air and naval forces", _forces(found)),
    ]


def as_markdown(table: list[Claim]) -> str:
    """The table of the README."""
    lines = ["| claim | what was found |", "|---|---|"]
    return "\n".join(lines + [f"| {row.claim} | {row.found} |" for row in table]) + "\n"


def line_of(assessment: Assessment, key: str) -> Line:
    """The line of that key; KeyError where the assessment has none."""
    for line in assessment.lines:
        if line.key == key:
            return line
    raise KeyError(key)


def _launches(assessment: Assessment) -> list[tuple[str, Line]]:
    """Mass (text) and line of each launch, in the file's order."""
    keys = [line.key for line in assessment.lines if line.question.startswith("launch at ")]
    return [(key.removeprefix("launch_").replace("kg", " kg"), line_of(assessment, key)) for key in keys]


def _wind(line: Line) -> str:
    if line.value is None:
        return "not even in 50 kn"
    return "without wind" if line.value < 0.5 * KNOT else f"from {line.value / KNOT:.0f} kn"


def _own_speed(line: Line) -> str:
    """Whether the ship makes that wind herself."""
    if line.value is None or line.margin is None:
        return "never"
    if line.margin >= 0.0:
        return "which she makes herself"
    return f"{-line.margin / KNOT:.0f} kn more than she makes herself"


def _deck(assessment: Assessment) -> str:
    """Launches and landings in one sentence part."""
    launches = [f"{_wind(line)} over deck at {mass} ({_own_speed(line)})"
                for mass, line in _launches(assessment)]  # fmt: skip
    dry, wet = (line_of(assessment, f"landing_{surface}") for surface in ("dry", "wet"))
    return (
        f"launches {', '.join(launches)}; stops without wires {_wind(dry)} on a dry deck "
        f"({_own_speed(dry)}), {_wind(wet)} on a wet one ({_own_speed(wet)})"
    )


def _room(assessment: Assessment) -> str:
    line = line_of(assessment, "clearance")
    least = f"{line.value:.1f} m" if line.value is not None else "nothing"
    rule = "kept" if line.passes else "not kept"
    return f"wing tips stay {least} clear from touchdown to stop, the published 5 m rule is {rule}"


def _anadolu(found: Assessments) -> str:
    a = found[TB3, "tcg-anadolu"]
    able = all(line.passes for _, line in _launches(a)) and bool(line_of(a, "landing_dry").passes)
    ramps = [line for line in a.lines if line.key.endswith("_ramp")]
    paths = [
        line.answer.partition("judged by the path alone")[2]
        .rpartition(": ")[2]
        .replace(" without,", " without it,")
        for line in ramps
    ]
    path = "; ".join(
        f"at {line.question.rpartition(', ')[2]}: {text}" for line, text in zip(ramps, paths, strict=True)
    )
    gain = max((line.value or 0.0 for line in ramps), default=0.0)
    helps = (
        f"By that speed the ramp saves up to {gain / KNOT:.0f} kn"
        if gain > 0.5 * KNOT
        else "By that speed the ramp gains nothing"
    )
    return (
        f"{'Yes' if able else 'No'}, with wind. By the lift-off speed of its file (1.10 of the stall speed) "
        f"it {_deck(a)}. {helps}; judged by the path alone "
        f"(never below deck level) least winds over deck are, {path}. Its {_room(a)}; she has flown it "
        "since November 2024."
    )


def _izumo(found: Assessments) -> str:
    a = found[TB3, "izumo"]
    failed = [line.question for line in a.lines if line.passes is False]
    word = "Yes, in a calm sea" if not failed else f"Not in all: {', '.join(failed)}"
    spread = line_of(a, "lift_spread")
    lift = "It goes down on her lifts with wings folded"
    lift += " and even spread" if spread.margin is not None and spread.margin >= 0.0 else ", not spread"
    return (
        f"{word}: without a ramp it {_deck(a)}; {_room(a)}. {lift}. "
        "Her deck, island and lifts are partly estimates."
    )


def _folding(found: Assessments) -> str:
    parts = []
    for ship in SHIPS:
        folded, spread = (line_of(found[TB3, ship], f"hangar_{s}").value or 0.0 for s in ("folded", "spread"))
        parts.append(f"{folded:.0f} folded against {spread:.0f} spread in {TITLES[ship]}'s hangar")
    more = all(
        (line_of(found[TB3, ship], "hangar_folded").value or 0.0)
        > (line_of(found[TB3, ship], "hangar_spread").value or 0.0)
        for ship in SHIPS
    )
    return (
        f"{'Yes' if more else 'No'}: {', '.join(parts)}, counted as rectangles in rows with nothing else in "
        "the hangar. The folded span is an estimate, and the count hangs on it."
    )


def _only_one(found: Assessments) -> str:
    parts, others = [], []
    for rival in RIVALS:
        for ship in SHIPS:
            a = found[rival, ship]
            failed = [line.question for line in a.lines if line.passes is False]
            flies = all(line.passes for _, line in _launches(a)) and bool(line_of(a, "landing_dry").passes)
            if flies:
                others.append(f"{TITLES[rival]} from {TITLES[ship]}")
            mass, launch = _launches(a)[-1]
            text = f"{TITLES[rival]} with {TITLES[ship]} launches {_wind(launch)} over deck at {mass}"
            text += f" and stops {_wind(line_of(a, 'landing_dry'))}"
            parts.append(text + (f" (not met: {'; '.join(failed)})" if failed else ""))
    word = "Not by its flying" if others else "Yes, of those tried"
    return (
        f"{word}: {'; '.join(parts)}. Mojave has flown from Dokdo and HMS Prince of Wales. "
        "What sets the TB3 apart here is that it folds: neither rival does. Whether the ANKA's gear and "
        "controls could be made fit for a deck is not asked."
    )


def _forces(found: Assessments) -> str:
    parts = []
    for field in FIELDS:
        a = found[TB3, field]
        launches = ", ".join(f"{_wind(line)} at {mass}" for mass, line in _launches(a))
        parts.append(
            f"from {TITLES[field]} it launches {launches} and stops {_wind(line_of(a, 'landing_dry'))} (dry)"
        )
    return (
        f"As far as take-off and landing go: {'; '.join(parts)}. "
        "Tasks, stores and sensors are no part of this."
    )
