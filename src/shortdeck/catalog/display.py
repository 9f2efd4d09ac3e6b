"""A file of the catalogue for those who read: every number with its evidence, as a table or as JSON."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import CatalogFile
from shortdeck.catalog.quantity import Polygon, Quantity, Record
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import unit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

PIPE_WIDTH = 120
"""Columns where the output is no terminal."""
_ADDRESS = re.compile(r"https?://[^\s)]+")


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
    leaves = _leaves(file)
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
    """What follows from the file alone: a ship's hull and areas, what fuel an aircraft's payload leaves."""
    if isinstance(file, ShipFile):
        return [*_of_hull(file), *_areas(file)]
    return _useful_load(file) if isinstance(file, AircraftFile) else []


def _useful_load(file: AircraftFile) -> list[Figure]:
    m = file.model.mass
    rows = []
    for mass in m.takeoff:
        fuel = min(m.fuel.value, mass.value - m.empty.value - m.payload.value)
        method = "take-off mass less empty mass and payload, the tanks at most"
        rows.append(Figure(f"fuel beside full payload at {mass.value:g} kg", fuel, "kg", None, method))
    return rows


def _areas(file: ShipFile) -> list[Figure]:
    from shapely.geometry import Polygon as Shape

    deck = file.model.deck
    area = Shape(deck.outline.points).area - sum(Shape(i.outline.points).area for i in deck.islands)
    rows = [Figure("flight deck area", area, "m^2", None, "outline less islands")]
    for index, island in enumerate(deck.islands, start=1):
        top = deck.height.value + island.height.value
        rows.append(Figure(f"top of island {index} above the waterline", top, "m", None, "deck plus island"))
    for name, bay in (("hangar", file.model.hangar), ("light garage", file.model.light_garage)):
        if bay is not None:
            floor = bay.length.value * bay.width.value
            rows.append(Figure(f"{name} area", floor, "m^2", None, "length times width"))
            room = floor * bay.height.value
            rows.append(Figure(f"{name} volume", room, "m^3", None, "area times clear height"))
    return rows


def _of_hull(file: ShipFile) -> list[Figure]:
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


class References:
    """Web addresses in the order of their first mention; the tables show their numbers instead."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def short(self, *texts: str | None) -> Text:
        """The texts, joined, with [n] for every address."""
        from rich.text import Text

        joined = "; ".join(text for text in texts if text)
        return Text(_ADDRESS.sub(self._mark, joined) or "-")

    def _mark(self, match: re.Match[str]) -> str:
        address = match[0].rstrip(".,;:")
        if address not in self.addresses:
            self.addresses.append(address)
        return f"[{self.addresses.index(address) + 1}]{match[0][len(address) :]}"


def show(file: CatalogFile, console: Console) -> None:
    """Print the file: a table for each section, what follows from it, what others claim, the sources."""
    from rich.text import Text

    references = References()
    console.print(Text(f"{file.title}  [{file.kind}: {file.name}]", style="bold"))
    console.print(Text(file.summary + "\n"))
    sections: dict[str, list[tuple[str, Any]]] = {}
    for path, item in _leaves(file):
        section, _, key = path.removeprefix("model.").rpartition(".")
        sections.setdefault(section or "model", []).append((key, item))
    for section, rows in sections.items():
        _section(section, rows, references, console)
    _derived(derived(file), console)
    _published(file, references, console)
    for index, address in enumerate(references.addresses, start=1):
        # Not wrapped: an address cut in two cannot be followed.
        console.print(Text(f"[{index}] {address}"), soft_wrap=True)


def _leaves(file: CatalogFile) -> list[tuple[str, Any]]:
    parts = [("model", file.model), ("derivation", getattr(file, "derivation", None))]
    return [leaf for path, record in parts if record is not None for leaf in entries(record, path)]


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        last = index == len(columns) - 1
        table.add_column(column, overflow="fold", no_wrap=not last, ratio=1 if last else None)
    return table


def _section(title: str, rows: list[tuple[str, Any]], references: References, console: Console) -> None:
    from rich.text import Text

    table = _table(title, "", "value", "SI", "plus/minus", "confidence", "source or basis")
    for key, item in rows:
        if not isinstance(item, (Quantity, Polygon)):
            word = ("yes" if item else "no") if isinstance(item, bool) else str(item)
            table.add_row(Text(key), Text(word), "", "", "", "")
            continue
        note = f"note: {item.note}" if item.note else None
        evidence = references.short(item.source, item.basis, note)
        table.add_row(Text(key), *(Text(cell) for cell in _cells(item)), item.confidence, evidence)
        for other in item.alternatives:
            why = references.short(other.source, other.note)
            table.add_row(Text("  or"), Text(other.text), "", "", "", why)
    console.print(table)
    console.print()


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
    return "" if plus_minus is None else f"{plus_minus / unit(text).factor:.4g} {text}".strip()


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


def _published(file: CatalogFile, references: References, console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not file.published:
        return
    console.print(Text("what is published", style="italic bold"))
    for claim in file.published:
        console.print(Text.assemble((claim.quantity, "bold"), ": ", claim.value))
        note = f"note: {claim.note}" if claim.note else None
        about = references.short(claim.confidence, f"held against: {claim.compare}", claim.source, note)
        console.print(Padding(about, (0, 0, 0, 4)))
        for other in claim.alternatives:
            console.print(
                Padding(references.short(f"or {other.value}", other.source, other.note), (0, 0, 0, 4))
            )
    console.print()
