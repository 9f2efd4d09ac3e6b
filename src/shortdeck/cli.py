"""The verbs of the command line. Each imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shortdeck.errors import FileError, InputError

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="shortdeck",
    help="Can this unmanned aircraft fly from that ship, how safely, how many of them, how often?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def console() -> Console:
    """Where tables go: as wide as the terminal, or a fixed width where there is none."""
    from rich.console import Console

    from shortdeck.catalog.display import PIPE_WIDTH

    here = Console()
    return here if here.is_terminal else Console(width=PIPE_WIDTH)


def emit(data: dict[str, Any]) -> None:
    """Print one JSON object; a number that is not finite would be no JSON and is an error."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


@app.command("list")
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


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    modes: Annotated[
        bool, typer.Option("--modes", help="Of an aircraft: its modes of motion on approach and in cruise.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Every number of an aircraft, ship or airfield: value, unit, source, confidence."""
    from shortdeck.catalog import display
    from shortdeck.catalog.loader import load, load_aircraft

    if not modes:
        file = load(name)
        if as_json:
            emit(display.as_data(file))
        else:
            display.show(file, console())
        return
    from shortdeck.airframe import modes_table
    from shortdeck.airframe.modes import standard_conditions

    aircraft = load_aircraft(name)
    found = standard_conditions(aircraft)
    if as_json:
        emit(display.as_data(aircraft) | {"modes": modes_table.as_data(found)})
    else:
        modes_table.show(found, console())


@app.command()
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


def main() -> None:
    """Entry point: bad input is one message on standard error and exit status 2, never a traceback."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as stop:
        if stop.code == 130:
            _interrupted()
        raise


def _interrupted() -> None:
    print("interrupted", file=sys.stderr)
    sys.exit(130)
