"""Chances of a mishap: risk."""

from __future__ import annotations

from typing import Annotated

import typer

from shortdeck.cli.answer import save_and_tell, tell
from shortdeck.cli.options import Aircraft, Json, Said, Seed, Ship, Threads, saying, words_of
from shortdeck.errors import InputError


@saying(
    *words_of("launch", without=("release", "abort", "seed", "case")),
    deck_run="of a launch, such as '120 m'",
    abort_at="abort the launch at this station",
)
def tell_risk(
    *,
    task: Annotated[str, typer.Argument(help="launch, recover or sortie (both)")],
    aircraft: Aircraft,
    ship: Ship,
    words: Said,
    mishap: Annotated[
        str | None, typer.Option(help="one mishap or class alone: lost, structural, incident, ramp, sea, ...")
    ] = None,
    target_cov: Annotated[float, typer.Option(help="relative standard error aimed at")] = 0.2,
    budget: Annotated[int, typer.Option(help="most flights, for each of launch and recovery")] = 400_000,
    level: Annotated[float, typer.Option(help="confidence of the intervals")] = 0.95,
    attempts: Annotated[int, typer.Option(help="of a recovery that the fuel allows")] = 4,
    unknowns: Annotated[
        bool, typer.Option("--unknowns", help="instead: on which unknown numbers it hangs, what to measure")
    ] = False,
    response: Annotated[
        str | None,
        typer.Option(help="with --unknowns: margin (default) of the flights, or least-wind over deck"),
    ] = None,
    seed: Seed = 0,
    threads: Threads = None,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (JSON) and a picture (PNG)")] = None,
) -> None:
    """How often a launch or recovery goes wrong: each mishap down to one in a million and below."""
    from shortdeck.flight import report
    from shortdeck.safety import asked, risk_report

    words |= {"seed": seed, "threads": threads}
    usual = {"target_cov": 0.2, "budget": 400_000, "level": 0.95, "attempts": 4}
    given = {"target_cov": target_cov, "budget": budget, "level": level, "attempts": attempts}
    if unknowns:
        for name in [name for name in usual if given[name] != usual[name]]:
            raise InputError(f"--{name.replace('_', '-')}: it is a risk's; leave it out with --unknowns")
        words |= {} if mishap is None else {"mishap": mishap}
        words |= {} if response is None else {"response": response}
        _hinges(task, aircraft, ship, words, as_json, out)
        return
    if response is not None:
        raise InputError("--response: it is what unknown numbers move; ask for --unknowns as well")
    words |= {"mishap": mishap, "target_cov": target_cov, "budget": budget, "level": level}
    with report.waking(), risk_report.progress() as progress:
        found = asked.risk(task, aircraft, ship, attempts=attempts, progress=progress, **words)  # type: ignore[arg-type]
    save_and_tell(risk_report, found, as_json, out)
    status = risk_report.exit_status(found)
    if status:
        raise typer.Exit(status)


def _hinges(task: str, aircraft: str, ship: str, words: Said, as_json: bool, out: str | None) -> None:
    """What a risk hangs on, told or as data."""
    from shortdeck.flight import report
    from shortdeck.safety import asked, hinges_report

    with report.waking(), hinges_report.progress() as progress:
        found = asked.hinges(task, aircraft, ship, progress=progress, **words)  # type: ignore[arg-type]
    files = [] if out is None else hinges_report.save(found, out, aircraft, ship)
    tell(hinges_report, found, as_json, files)
