"""Many flights: fly, campaign."""

from __future__ import annotations

from typing import Annotated

import typer

from shortdeck.cli.answer import tell
from shortdeck.cli.options import Aircraft, Json, Ship, Threads


def fly_cases(
    task: Annotated[str, typer.Argument(help="launch or recovery")],
    aircraft: Aircraft,
    ship: Ship,
    cases: Annotated[str, typer.Option(help="CSV with one case a line; columns such as 'mass [kg]'")],
    seed: Annotated[int | None, typer.Option(help="draw the errors at the start of each approach")] = None,
    threads: Threads = None,
    device: Annotated[str, typer.Option(help="cpu or cuda")] = "cpu",
    history: Annotated[str, typer.Option(help="cases to save with their history, such as 0,12")] = "",
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for the table and histories (NetCDF)")] = None,
) -> None:
    """Fly a table of cases; one row of figures each."""
    from shortdeck.campaign import report

    found = report.run(
        task, aircraft, ship, cases=cases, seed=seed, threads=threads, device=device, history=history, out=out
    )
    tell(report, found, as_json)


def fly_campaign(
    study: Annotated[str, typer.Argument(help="a study (YAML): what varies, and how many flights")],
    out: Annotated[str, typer.Option(help="folder or address (s3://...) for the flights (Parquet)")],
    resume: Annotated[bool, typer.Option("--resume", help="go on with what is there")] = False,
    threads: Threads = None,
    scheduler: Annotated[
        str | None, typer.Option(help="of a Dask cluster, such as tcp://host:8786 (extra 'cluster')")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fly a study of many flights; what is finished is kept, whatever happens."""
    from shortdeck.campaign import study_report

    found = study_report.run(study, out=out, resume=resume, threads=threads, scheduler=scheduler)
    tell(study_report, found, as_json)
    raise typer.Exit(study_report.status(found))
