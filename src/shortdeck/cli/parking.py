"""Parking plans: park."""

from __future__ import annotations

from typing import Annotated

import typer

from shortdeck.cli.answer import save_and_tell
from shortdeck.cli.options import Afloat, Aircraft, Json


def park(
    aircraft: Aircraft,
    ship: Afloat,
    hangar: Annotated[bool, typer.Option("--hangar", help="plan the hangar")] = False,
    garage: Annotated[bool, typer.Option("--garage", help="plan the light garage")] = False,
    deck: Annotated[bool, typer.Option("--deck", help="plan the flight deck; default: all places")] = False,
    mix: Annotated[str | None, typer.Option(help="numbers, such as bayraktar-tb3=12,sh-60k=2")] = None,
    folded: Annotated[bool | None, typer.Option("--folded/--spread", help="default: folded")] = None,
    spread_on: Annotated[list[str] | None, typer.Option(help="a place where wings stay spread")] = None,
    clearance: Annotated[str | None, typer.Option(help="between aircraft, such as 0.6m")] = None,
    structure: Annotated[str | None, typer.Option(help="to walls and island, such as 1m")] = None,
    wheel_edge: Annotated[str | None, typer.Option(help="of wheels to the deck edge")] = None,
    runway: Annotated[str, typer.Option(help="in-use: kept free; clear: no flying, parked on")] = "in-use",
    spots: Annotated[str, typer.Option(help="landing spots to keep free: names such as 1,2, or all")] = "",
    overhang: Annotated[str, typer.Option(help="none, edge, aircraft (over each other) or both")] = "none",
    on_lifts: Annotated[bool, typer.Option("--on-lifts", help="park on the lifts too")] = False,
    nest: Annotated[float | None, typer.Option(help="seconds for spyrrow to nest a start")] = None,
    seed: Annotated[int, typer.Option(help="the same seed and effort give the same plan")] = 0,
    effort: Annotated[float, typer.Option(help="factor on the work; counted, not timed")] = 1.0,
    time_limit: Annotated[str | None, typer.Option(help="stop by the clock, such as '30 s'")] = None,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for plans (GeoJSON) and pictures")] = None,
) -> None:
    """How many fit in hangar and on deck, and can each get out? With proof of how far from the best."""
    from rich.console import Console

    from shortdeck.parking import command, plan, report

    asked = {"hangar": hangar, "light-garage": garage, "flight-deck": deck}
    with command.progress(Console(stderr=True)) as tell:
        found = plan.park(
            aircraft, ship, mix=command.mix_of(mix), places=[name for name, want in asked.items() if want],
            folded=folded, spread_on=spread_on or (), clearance=clearance, structure=structure,
            wheel_edge=wheel_edge, runway=runway, spots=[name for name in spots.split(",") if name],
            overhang=overhang, on_lifts=on_lifts, nest=nest, seed=seed, effort=effort, time_limit=time_limit,
            progress=tell,
        )  # fmt: skip
    save_and_tell(report, found, as_json, out)
