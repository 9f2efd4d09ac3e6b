"""Verdicts: assess, compare."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from shortdeck.cli.answer import console, emit, save_and_tell
from shortdeck.cli.options import Again, Aircraft, Json, Seed


def assess(
    aircraft: Aircraft,
    ship: Annotated[str, typer.Argument(help="a ship or an airfield: a name, or a path")],
    depth: Annotated[str, typer.Option(help="quick, standard (minutes) or deep (hours)")] = "quick",
    seed: Seed = 0,
    again: Again = False,
    report: Annotated[str | None, typer.Option(help="also a page to read and print: FILE.html")] = None,
    as_json: Json = False,
) -> None:
    """Is this aircraft suitable for that ship, and on which number does that hang?"""
    from rich.console import Console

    from shortdeck.flight.block import fly_block
    from shortdeck.numerics.jit import is_cold
    from shortdeck.verdict import display
    from shortdeck.verdict.assess import assess as judge

    if report is not None:
        from shortdeck.verdict.report import check_name
        from shortdeck.verdict.report_gather import write

        check_name(report)
    errors = Console(stderr=True)
    first = " (compiling the flight kernels first: half a minute, once)" if is_cold(fly_block) else ""
    with errors.status(f"assessing{first}") as status:
        if first and not errors.is_terminal:
            print(f"assessing{first}", file=sys.stderr)
        found = judge(
            aircraft, ship, depth=depth, seed=seed, again=again,  # type: ignore[arg-type]
            progress=lambda what: status.update(f"{what}{first}"),
        )  # fmt: skip
        files = []
        if report is not None:
            told = {"seed": seed, "again": again, "progress": status.update}
            files = [write(found, aircraft, ship, report, **told)]  # type: ignore[arg-type]
    if as_json:
        emit(found.as_data() | ({"files": [str(path) for path in files]} if files else {}))
        return
    display.show(found, console())
    for path in files:
        print(path)


def compare_options(
    aircraft: Annotated[str, typer.Argument(help="names or paths, such as bayraktar-tb3,anka-s,mojave")],
    at: Annotated[str, typer.Option(help="ships and airfields, such as izumo,tcg-anadolu,airfield")],
    true_wind: Annotated[
        str, typer.Option(help="from ahead, to be counted on beside a ship's own speed, such as '10 kn'")
    ] = "0 kn",
    again: Again = False,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (JSON) and picture (PNG, SVG)")] = None,
) -> None:
    """Which aircraft, from which ship or field; where one fails, why, and the least change that would do."""
    from rich.console import Console

    from shortdeck.flight import report
    from shortdeck.verdict import compare_report
    from shortdeck.verdict.compare import compare

    names, places = ([part.strip() for part in text.split(",") if part.strip()] for text in (aircraft, at))
    with report.waking(), Console(stderr=True).status("comparing") as status:
        found = compare(names, places, true_wind=true_wind, again=again, progress=status.update)
    save_and_tell(compare_report, found, as_json, out)
