"""One flight: launch, recover, replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shortdeck.cli.answer import emit, tell
from shortdeck.cli.options import (
    Aircraft,
    AirwakeOption,
    CaseOption,
    FaultOption,
    FlowOption,
    GustOption,
    Heading,
    Hs,
    Json,
    Mass,
    NavigationOption,
    Ocean,
    Out,
    RecordedOption,
    Replay,
    SeaState,
    Ship,
    ShipSpeed,
    SpectrumOption,
    SpeedFactor,
    SpreadingOption,
    Stores,
    Surface,
    Tp,
    TurbulenceOption,
    WaveHeading,
    Wind,
    WindAngle,
)

if TYPE_CHECKING:
    from shortdeck.flight.fly import Flight


def launch(
    aircraft: Aircraft,
    ship: Ship,
    mass: Mass = None,
    wind_over_deck: Wind = None,
    wind_angle: WindAngle = None,
    ship_speed: ShipSpeed = "0 kn",
    heading: Heading = "0 deg",
    surface: Surface = "dry",
    stores: Stores = 0.0,
    flat: Annotated[bool, typer.Option("--flat", help="as if the deck had no ramp")] = False,
    deck_run: Annotated[str | None, typer.Option(help="length of deck to use, such as '120 m'")] = None,
    abort_at: Annotated[str | None, typer.Option(help="close throttle and brake at this station")] = None,
    release: Annotated[str, typer.Option(help="at-once, or timed with the deck's motion")] = "at-once",
    abort: Annotated[bool, typer.Option(help="give up while it can stop, if too slow")] = True,
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
    seed: Annotated[int | None, typer.Option(help="draw sea and air; absent: 0 at sea")] = None,
    case: CaseOption = 0,
    replay: Replay = None,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Fly one launch: outcome, deck run, speeds, lowest point after the bow, loads."""
    from shortdeck.flight import fly, report

    with report.waking():
        flight = fly.launch(
            aircraft, ship, mass=mass, wind_over_deck=wind_over_deck, wind_angle=wind_angle,
            ship_speed=ship_speed, heading=heading, surface=surface, stores=stores, ramp=not flat,
            deck_run=deck_run, abort_at=abort_at, release=release, abort=abort, speed_factor=speed_factor,
            sea_state=sea_state, hs=hs, tp=tp, wave_heading=wave_heading, spectrum=spectrum,
            spreading=spreading, ocean=ocean, recorded=recorded, flow_field=flow_field,
            turbulence=turbulence, airwake=airwake, navigation=navigation, gust=report.read_gust(gust),
            faults=report.split_faults(fault), seed=seed, case=case,
        )  # fmt: skip
    _tell(flight, as_json, out, replay, aircraft, ship)


def recover(
    aircraft: Aircraft,
    ship: Ship,
    mass: Mass = None,
    wind_over_deck: Wind = None,
    wind_angle: WindAngle = None,
    ship_speed: ShipSpeed = "0 kn",
    heading: Heading = "0 deg",
    surface: Surface = "dry",
    stores: Stores = 0.0,
    speed_factor: SpeedFactor = None,
    compensation: Annotated[bool, typer.Option(help="follow the deck as foreseen at touchdown")] = True,
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
    seed: Annotated[int | None, typer.Option(help="draw errors at the start, sea, air")] = None,
    case: CaseOption = 0,
    replay: Replay = None,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Fly one landing attempt: outcome, touchdown, loads, stopping point."""
    from shortdeck.flight import fly, report

    with report.waking():
        flight = fly.recover(
            aircraft, ship, mass=mass, wind_over_deck=wind_over_deck, wind_angle=wind_angle,
            ship_speed=ship_speed, heading=heading, surface=surface, stores=stores,
            speed_factor=speed_factor, compensation=compensation,
            sea_state=sea_state, hs=hs, tp=tp, wave_heading=wave_heading, spectrum=spectrum,
            spreading=spreading, ocean=ocean, recorded=recorded, flow_field=flow_field,
            turbulence=turbulence, airwake=airwake, navigation=navigation, gust=report.read_gust(gust),
            faults=report.split_faults(fault), seed=seed, case=case,
        )  # fmt: skip
    _tell(flight, as_json, out, replay, aircraft, ship)


def _tell(flight: Flight, as_json: bool, out: str | None, replay: str | None, craft: str, ship: str) -> None:
    """A flight on standard output, in a folder where one is named, and as a page where one is asked for."""
    from shortdeck.flight import report

    files = [] if out is None else report.save(flight, out)
    if replay is not None:
        from shortdeck.viewer.replay import page_beside

        files.append(page_beside(flight, replay, out, aircraft=craft, ship=ship))
    tell(report, flight, as_json, files)


def write_replay(
    flight: Annotated[str, typer.Argument(help="the NetCDF file of a launch or a recovery")],
    aircraft: Annotated[str | None, typer.Option(help="its file, where it is not of the catalogue")] = None,
    ship: Annotated[str | None, typer.Option(help="its file, where it is not of the catalogue")] = None,
    mcap: Annotated[bool, typer.Option("--mcap", help="also for Foxglove, Rerun (extra 'mcap')")] = False,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder; default: beside the flight's file")] = None,
) -> None:
    """A flight as one HTML page with a 3-D view, instruments and events; it needs no network."""
    from shortdeck.viewer.replay import from_file

    files = from_file(flight, out, aircraft=aircraft, ship=ship, mcap=mcap)
    if as_json:
        emit({"files": [str(path) for path in files]})
        return
    for path in files:
        print(path)
