"""Limits of wind: envelope."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from shortdeck.cli.answer import save_and_tell
from shortdeck.cli.options import Aircraft, Json, Said, Seed, Ship, Threads, saying
from shortdeck.limits.words import COMMON


@saying(*COMMON, abort="give up a launch while it can stop, if too slow")
def find_envelope(
    *,
    task: Annotated[str, typer.Argument(help="launch or recover")],
    aircraft: Aircraft,
    ship: Ship,
    risk: Annotated[float, typer.Option(help="largest share of attempts that end in a mishap")] = 1e-2,
    aborts: Annotated[float, typer.Option(help="largest share of safe aborts (wave-offs); 1: any")] = 0.2,
    confidence: Annotated[float, typer.Option(help="of all limits of an envelope together")] = 0.95,
    sea_state: Annotated[str | None, typer.Option(help="NATO sea states, such as 4 or 3,4,5")] = None,
    mass: Annotated[str | None, typer.Option(help="such as '1250 kg,1450 kg'; default: the file's")] = None,
    ship_speed: Annotated[str, typer.Option(help="such as '12 kn' or '0 kn,12 kn'")] = "0 kn",
    directions: Annotated[str | None, typer.Option(help="12 (default) around the bow, or -30,0,30")] = None,
    speeds: Annotated[str | None, typer.Option(help="default '5 kn:50 kn:5 kn'; or '10 kn,15 kn'")] = None,
    words: Said,
    highest_mass: Annotated[
        bool | None, typer.Option("--highest-mass/--no-highest-mass", help="default: for launches")
    ] = None,
    every: Annotated[bool, typer.Option("--every-point", help="decide each point; infer none")] = False,
    flights: Annotated[int, typer.Option(help="most flights at one point")] = 12_000,
    seed: Seed = 0,
    threads: Threads = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="keep and use earlier results")] = True,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (NetCDF) and pictures")] = None,
) -> None:
    """In which wind over deck does it launch or land, at a chosen risk?"""
    from rich.console import Console

    from shortdeck.flight.report import waking
    from shortdeck.limits import command, report
    from shortdeck.limits.envelope import SPEEDS, envelope

    with waking(), command.progress(Console(stderr=True)) as tell:
        found = envelope(
            task, aircraft, ship, risk=risk, aborts=aborts, confidence=confidence,
            sea_state=command.sea_states(sea_state), mass=command.several(mass, "kg", name="--mass"),
            ship_speed=command.several(ship_speed, "m/s", name="--ship-speed") or 0.0,
            directions=command.directions(directions), speeds=command.speeds(speeds) or SPEEDS,
            highest_mass=highest_mass, every=every, flights=flights, seed=seed, threads=threads, cache=cache,
            progress=tell, **words,
        )  # fmt: skip
    save_and_tell(report, found, as_json, out)
    if found.interrupted:
        sys.exit(130)
