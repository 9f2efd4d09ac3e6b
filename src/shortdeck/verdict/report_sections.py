"""Sections of a report about the verdict itself: its lines, what to measure next, every input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shortdeck.verdict.report_parts import Cell, Section, Table

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftFile
    from shortdeck.catalog.ship import AirfieldFile, ShipFile
    from shortdeck.verdict.assess import Assessment

KNOT = 1852.0 / 3600.0
_ANSWERS = {True: "yes", False: "no", None: "\u2013"}


def verdict(assessment: Assessment) -> Section:
    """Each line of the verdict with its margin and what it hangs on."""
    from shortdeck.verdict.display import hanging, margin

    rows: list[tuple[Cell, ...]] = [
        (line.question, _ANSWERS[line.passes], line.answer, margin(line), hanging(line))
        for line in assessment.lines
    ]
    table = Table(
        name="verdict",
        caption="What was asked and what was found",
        columns=("question", "met", "found", "margin", "hangs on"),
        rows=tuple(rows),
    )
    failed = [line for line in assessment.lines if line.passes is False]
    met = [line for line in assessment.lines if line.passes]
    says = [f"{len(met)} of {len(met) + len(failed)} questions that are judged are met."]
    says += [f"Not met: {line.question}: {line.answer}." for line in failed]
    return Section(name="lines", title="Questions and answers", says=tuple(says), tables=(table,))


def ranking(assessment: Assessment, measured: Sequence[tuple[Cell, ...]] = ()) -> Section:
    """Which number to measure next: those on which lines of the verdict hang, widest reach first.

    ``measured``: rows (question, file, number, confidence, lowest, highest, unit, reach) of a better ranking.
    """
    title = "What to measure next"
    rows = list(measured)
    if not rows:
        for line in assessment.lines:
            h = line.hinge
            if h is None:
                continue
            scale, unit = (1.0 / KNOT, "kn") if line.unit == "m/s" else (1.0, line.unit)
            low, high = (None if v is None else v * scale for v in (h.low, h.high))
            reach = None if h.spread >= 1e8 else h.spread * scale
            rows.append(
                (line.question, h.file, h.path.removeprefix("model."), h.confidence, low, high, unit, reach)
            )
        # No answer at one end is the widest reach there is.
        rows.sort(key=lambda row: -math.inf if row[7] is None else -float(row[7]))
    if not rows:
        return Section(name="ranking", title=title, missing="No answer hangs on an unsure number.")
    table = Table(
        name="measure-next",
        caption="Numbers on which answers hang, each over its plus/minus",
        columns=(
            "question",
            "file",
            "number",
            "confidence",
            "answer at low end",
            "at high end",
            "unit",
            "reach",
        ),
        rows=tuple(rows),
        digits=3,
    )
    first = rows[0]
    says = (f"First: {first[2]} of {first[1]} ({first[3]}), on which hangs: {first[0]}.",)
    return Section(name="ranking", title=title, says=says, tables=(table,))


def inputs(files: Sequence[AircraftFile | ShipFile | AirfieldFile]) -> Section:
    """Every number of the files with value, plus/minus, confidence and source."""
    from shortdeck.catalog.display import as_data

    tables = []
    counts: dict[str, int] = {}
    for file in files:
        rows: list[tuple[Cell, ...]] = []
        for item in as_data(file)["numbers"]:
            spread = item["plus_minus"]
            value = item.get("text") or f"{len(item.get('points', ()))} corners"
            evidence = "; ".join(str(item[key]) for key in ("source", "basis", "note") if item.get(key))
            confidence = str(item["confidence"])
            counts[confidence] = counts.get(confidence, 0) + 1
            rows.append(
                (
                    item["path"].removeprefix("model."),
                    str(value),
                    None if spread is None else f"{spread:.3g} {item['si_unit']}".removesuffix(" 1"),
                    confidence,
                    evidence,
                )
            )
        tables.append(
            Table(
                name=f"inputs-{file.name}",
                caption=f"{file.title}: every number",
                columns=("number", "value", "plus/minus", "confidence", "source or basis"),
                rows=tuple(rows),
            )
        )
    said = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return Section(
        name="inputs", title="Inputs, with source and confidence", says=(f"{said}.",), tables=tuple(tables)
    )
