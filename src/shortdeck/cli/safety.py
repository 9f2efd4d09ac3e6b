"""Chances of a mishap: risk."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from shortdeck.cli.answer import save_and_tell, tell
from shortdeck.cli.options import (
    Aircraft,
    AirwakeOption,
    FaultOption,
    FlowOption,
    GustOption,
    Heading,
    Hs,
    Json,
    Mass,
    NavigationOption,
    Ocean,
    RecordedOption,
    SeaState,
    Seed,
    Ship,
    ShipSpeed,
    SpectrumOption,
    SpeedFactor,
    SpreadingOption,
    Stores,
    Surface,
    Threads,
    Tp,
    TurbulenceOption,
    WaveHeading,
    Wind,
    WindAngle,
)


def tell_risk(
    task: Annotated[str, typer.Argument(help="launch, recover or sortie (both)")],
    aircraft: Aircraft,
    ship: Ship,
    mass: Mass = None,
    wind_over_deck: Wind = None,
    wind_angle: WindAngle = None,
    ship_speed: ShipSpeed = "0 kn",
    heading: Heading = "0 deg",
    surface: Surface = "dry",
    stores: Stores = 0.0,
    flat: Annotated[bool, typer.Option("--flat", help="launch as if the deck had no ramp")] = False,
    deck_run: Annotated[str | None, typer.Option(help="of a launch, such as '120 m'")] = None,
    abort_at: Annotated[str | None, typer.Option(help="abort the launch at this station")] = None,
    speed_factor: SpeedFactor = None,
    sea_state: SeaState = None,
    hs: Hs = None,
    tp: Tp = None,
    wave_heading: WaveHeading = None,
    spectrum: SpectrumOption = None,
    spreading: SpreadingOption = None,
    ocean: Ocean = None,
    recorded: RecordedOption = None,
    flow_field: FlowOption = None,
    turbulence: TurbulenceOption = None,
    airwake: AirwakeOption = None,
    navigation: NavigationOption = None,
    gust: GustOption = None,
    fault: FaultOption = None,
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
    seed: Seed = 0,
    threads: Threads = None,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (JSON) and a picture (PNG)")] = None,
) -> None:
    """How often a launch or recovery goes wrong: each mishap down to one in a million and below."""
    from shortdeck.flight import report
    from shortdeck.safety import asked, risk_report

    words: dict[str, Any] = {
        "mass": mass, "wind_over_deck": wind_over_deck, "wind_angle": wind_angle, "ship_speed": ship_speed,
        "heading": heading, "surface": surface, "stores": stores, "ramp": not flat, "deck_run": deck_run,
        "abort_at": abort_at, "speed_factor": speed_factor, "sea_state": sea_state, "hs": hs, "tp": tp,
        "wave_heading": wave_heading, "spectrum": spectrum, "spreading": spreading, "ocean": ocean,
        "recorded": recorded, "flow_field": flow_field, "turbulence": turbulence, "airwake": airwake,
        "navigation": navigation, "gust": report.read_gust(gust), "faults": report.split_faults(fault),
        "seed": seed, "threads": threads,
    }  # fmt: skip
    if unknowns:
        _hinges(task, aircraft, ship, words | ({} if mishap is None else {"mishap": mishap}), as_json, out)
        return
    words |= {"mishap": mishap, "target_cov": target_cov, "budget": budget, "level": level}
    with report.waking(), risk_report.progress() as progress:
        found = asked.risk(task, aircraft, ship, attempts=attempts, progress=progress, **words)  # type: ignore[arg-type]
    save_and_tell(risk_report, found, as_json, out)
    status = risk_report.exit_status(found)
    if status:
        raise typer.Exit(status)


def _hinges(
    task: str, aircraft: str, ship: str, words: dict[str, Any], as_json: bool, out: str | None
) -> None:
    """What a risk hangs on, told or as data."""
    from shortdeck.flight import report
    from shortdeck.safety import asked, hinges_report

    with report.waking(), hinges_report.progress() as progress:
        found = asked.hinges(task, aircraft, ship, progress=progress, **words)  # type: ignore[arg-type]
    files = [] if out is None else hinges_report.save(found, out, aircraft, ship)
    tell(hinges_report, found, as_json, files)
