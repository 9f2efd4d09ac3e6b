"""The catalogue's verbs: list, show, validate."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from shortdeck.cli.answer import console, emit, tell
from shortdeck.cli.options import Json
from shortdeck.errors import FileError


def list_names(
    kind: Annotated[str | None, typer.Option(help="aircraft, parked, ship or airfield")] = None,
    as_json: Json = False,
) -> None:
    """What the catalogue holds."""
    from shortdeck.catalog.loader import headings

    found = headings(kind)
    if as_json:
        emit({"entries": [heading._asdict() for heading in found]})
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("name", "kind", "title"):
        table.add_column(column, no_wrap=True)
    for heading in found:
        table.add_row(heading.name, heading.kind, heading.title)
    console().print(table)


def show(
    name: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    modes: Annotated[
        bool, typer.Option("--modes", help="Of an aircraft: its modes of motion on approach and in cruise.")
    ] = False,
    control: Annotated[
        bool, typer.Option("--control", help="Of an aircraft: its control loops and their margins.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Every number of an aircraft, ship or airfield: value, unit, source, confidence."""
    from shortdeck.catalog import display
    from shortdeck.catalog.loader import load, load_aircraft

    if not (modes or control):
        file = load(name)
        tell(display, file, as_json)
        return
    aircraft = load_aircraft(name)
    data: dict[str, Any] = {}
    if modes:
        from shortdeck.airframe import modes_table
        from shortdeck.airframe.modes import standard_conditions

        found = standard_conditions(aircraft)
        data["modes"] = modes_table.as_data(found)
        if not as_json:
            modes_table.show(found, console())
    if control:
        from shortdeck.autopilot.synthesis import report

        loops = report.loops(aircraft)
        data["control"] = report.as_data(loops)
        if not as_json:
            report.show(loops, console())
    if as_json:
        emit(display.as_data(aircraft) | data)


def validate(
    file: Annotated[str, typer.Argument(help="the path of a YAML file, or a name of the catalogue")],
    as_json: Json = False,
) -> None:
    """Check a file; name all its faults at once, each with its path and what is allowed."""
    from shortdeck.catalog.loader import load
    from shortdeck.catalog.numbers import numbers

    try:
        found = load(file)
    except FileError as error:
        if as_json:
            emit({"file": error.file, "valid": False, "faults": [fault._asdict() for fault in error.faults]})
        raise
    count = sum(1 for _ in numbers(found))
    if as_json:
        emit({"file": file, "valid": True, "kind": found.kind, "name": found.name, "numbers": count})
    else:
        print(f"{file}: valid; {found.kind} '{found.name}' with {count} numbers")
