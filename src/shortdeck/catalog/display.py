"""A file of the catalogue for those who read: every number with its evidence, as a table or as JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.loader import CatalogFile
from shortdeck.catalog.quantity import Polygon, Quantity, Record
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import unit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PIPE_WIDTH = 120
"""Columns where the output is no terminal."""


def entries(record: Record, path: str) -> Iterator[tuple[str, Any]]:
    """Every leaf of a record: its path, and the quantity, outline, or plain choice that it holds."""
    for name in type(record).model_fields:
        yield from _entries(getattr(record, name), f"{path}.{name}")


def _entries(item: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(item, Record):
        yield from entries(item, path)
    elif isinstance(item, tuple):
        for index, part in enumerate(item):
            yield from _entries(part, f"{path}[{index}]")
    elif item is not None:
        yield path, item


def as_data(file: CatalogFile) -> dict[str, Any]:
    """The whole file as plain data: SI values, texts as written, evidence."""
    parts = [("model", file.model), ("derivation", getattr(file, "derivation", None))]
    leaves = [leaf for path, record in parts if record is not None for leaf in entries(record, path)]
    return {
        "kind": file.kind,
        "name": file.name,
        "title": file.title,
        "summary": file.summary,
        "numbers": [
            _number_data(path, item) for path, item in leaves if isinstance(item, (Quantity, Polygon))
        ],
        "choices": {path: item for path, item in leaves if not isinstance(item, (Quantity, Polygon))},
        "derived": [dataclasses.asdict(figure) for figure in derived(file)],
        "published": [claim.model_dump() for claim in file.published],
    }


def _number_data(path: str, item: Quantity | Polygon) -> dict[str, Any]:
    data = {"path": path, **dataclasses.asdict(item)}
    data["si_unit"] = item.si_unit if isinstance(item, Quantity) else "m"
    return data


@dataclasses.dataclass(frozen=True)
class Figure:
    """A number that follows from those of the file; SI."""

    name: str
    value: float
    unit: str
    plus_minus: float | None
    method: str


def derived(file: CatalogFile) -> list[Figure]:
    """What follows from a ship's hull alone; nothing for other files."""
    if not isinstance(file, ShipFile):
        return []
    from shortdeck.vessel import hydrostatics as h

    hull = file.model.hull
    length, beam, draught = hull.length.value, hull.beam.value, hull.draught.value
    block = h.block_coefficient(
        displacement=hull.displacement.value, length=length, beam=beam, draught=draught
    )
    waterplane = hull.waterplane.value
    heave = h.heave_period(draught=draught, block=block, waterplane=waterplane)
    high = h.HEAVE_ADDED_MASS + h.HEAVE_ADDED_MASS_SPREAD
    spread = h.heave_period(draught=draught, block=block, waterplane=waterplane, added_mass=high) - heave
    roll = h.roll_period(
        length=length, beam=beam, draught=draught, metacentric_height=hull.metacentric_height.value
    )
    stern = h.stern_from_midship(length=length, stern_overhang=hull.stern_overhang.value)
    froude = h.froude_number(speed=hull.speed_max.value, length=length)
    added = f"added mass {h.HEAVE_ADDED_MASS} +/- {h.HEAVE_ADDED_MASS_SPREAD} of the displacement"
    return [
        Figure("block coefficient", block, "1", None, "displacement / (1025 kg/m^3 L B T)"),
        Figure(
            "natural roll period", roll, "s", None, "2 C B / sqrt(GM), Intact Stability Code 2008, A 2.3.4"
        ),
        Figure("natural heave period", heave, "s", spread, added),
        Figure(
            "natural pitch period", h.PITCH_TO_HEAVE * heave, "s", h.PITCH_TO_HEAVE * spread, "0.95 of heave"
        ),
        Figure("stern edge aft of midship", stern, "m", None, "half the length, plus the overhang"),
        Figure("Froude number at largest speed", froude, "1", None, "V / sqrt(g L)"),
    ]


def show(file: CatalogFile, console: Console) -> None:
    """Print the file: a table for each section, then what follows from it, then what others claim."""
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(f"{file.title}  [{file.kind}: {file.name}]", style="bold"))
    console.print(Padding(Text(file.summary), (0, 0, 1, 0)))
    sections: dict[str, list[tuple[str, Any]]] = {}
    parts = [("model", file.model), ("derivation", getattr(file, "derivation", None))]
    for root, record in parts:
        for path, item in entries(record, root) if record is not None else ():
            section, _, key = path.removeprefix("model.").rpartition(".")
            sections.setdefault(section or root, []).append((key, item))
    for section, rows in sections.items():
        _section(section, rows, console)
    _derived(derived(file), console)
    _published(file, console)


def _table(title: str, *columns: str) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        last = index == len(columns) - 1
        table.add_column(column, overflow="fold", no_wrap=not last and index > 0, ratio=1 if last else None)
    return table


def _section(title: str, rows: list[tuple[str, Any]], console: Console) -> None:
    from rich.text import Text

    table = _table(title, "", "value", "SI", "plus/minus", "confidence", "source or basis")
    for key, item in rows:
        if not isinstance(item, (Quantity, Polygon)):
            word = ("yes" if item else "no") if isinstance(item, bool) else str(item)
            table.add_row(Text(key), Text(word), "", "", "", "")
            continue
        value, si, spread = _cells(item)
        table.add_row(Text(key), Text(value), Text(si), Text(spread), item.confidence, _evidence(item))
        for other in item.alternatives:
            why = Text("; ".join(part for part in (other.source, other.note) if part))
            table.add_row(Text("  or"), Text(other.text), Text(""), Text(""), Text(""), why)
    console.print(table)
    console.print()


def _evidence(item: Quantity | Polygon) -> Text:
    from rich.text import Text

    parts = [part for part in (item.source, item.basis, item.note and f"note: {item.note}") if part]
    return Text("; ".join(parts) or "-")


def _cells(item: Quantity | Polygon) -> tuple[str, str, str]:
    """Value as written, in SI where that differs, and plus/minus in the unit as written."""
    if isinstance(item, Polygon):
        xs, ys = zip(*item.points, strict=True)
        text = f"{len(item.points)} corners"
        reach = f"x {min(xs):g}..{max(xs):g} m, y {min(ys):g}..{max(ys):g} m"
        return text, reach, _spread(item.plus_minus, item.unit)
    differs = unit(item.unit)[:2] != (1.0, 0.0)
    si = f"{item.value:.6g} {item.si_unit}".removesuffix(" 1") if differs else ""
    return item.text, si, _spread(item.plus_minus, item.unit)


def _spread(plus_minus: float | None, text: str) -> str:
    if plus_minus is None or math.isnan(plus_minus):
        return ""
    return f"{plus_minus / unit(text).factor:.4g} {text}".strip()


def _derived(figures: list[Figure], console: Console) -> None:
    if not figures:
        return
    table = _table("what follows from the hull", "", "value", "plus/minus", "method")
    for figure in figures:
        name = "" if figure.unit == "1" else f" {figure.unit}"
        spread = "" if figure.plus_minus is None else f"{figure.plus_minus:.2g}{name}"
        table.add_row(figure.name, f"{figure.value:.4g}{name}", spread, figure.method)
    console.print(table)
    console.print()


def _published(file: CatalogFile, console: Console) -> None:
    from rich.text import Text

    if not file.published:
        return
    table = _table("what is published", "", "value", "confidence", "held against", "source")
    for claim in file.published:
        why = Text("; ".join(part for part in (claim.source, claim.note and f"note: {claim.note}") if part))
        table.add_row(Text(claim.quantity), Text(claim.value), claim.confidence, Text(claim.compare), why)
        for other in claim.alternatives:
            why = Text("; ".join(part for part in (other.source, other.note) if part))
            table.add_row(Text("  or"), Text(other.value), "", "", why)
    console.print(table)
