"""The verbs of the command line. Each imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shortdeck.errors import FileError, InputError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from shortdeck.fleet.rates import Rates, Weather
    from shortdeck.flight.fly import Flight

app = typer.Typer(
    name="shortdeck",
    help="Can this unmanned aircraft fly from that ship, how safely, how many of them, how often?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Out = Annotated[str | None, typer.Option(help="folder for history (NetCDF) and picture (PNG)")]
Aircraft = Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")]
Ship = Annotated[str, typer.Argument(help="a ship or an airfield: a name, or the path of your own file")]
Mass = Annotated[str | None, typer.Option(help="such as '1450 kg'; default: the file's")]
Wind = Annotated[str | None, typer.Option(help="such as '25 kn', 10 m above the deck")]
WindAngle = Annotated[
    str | None, typer.Option(help="where from, relative to the bow, positive from starboard; deg")
]
ShipSpeed = Annotated[str, typer.Option(help="such as '20 kn'")]
Heading = Annotated[str, typer.Option(help="of the ship, from north; deg")]
Surface = Annotated[str, typer.Option(help="dry, wet or oily")]
Stores = Annotated[float, typer.Option(help="share of the payload carried outside, 0 to 1")]
SeaState = Annotated[int | None, typer.Option(help="NATO sea state; alone it brings its usual wind")]
Hs = Annotated[str | None, typer.Option(help="significant wave height, such as '3 m', with --tp")]
Tp = Annotated[str | None, typer.Option(help="peak period, such as '10 s'")]
WaveHeading = Annotated[str | None, typer.Option(help="180 head seas (default), 90 from starboard; deg")]
SpectrumOption = Annotated[str | None, typer.Option(help="bretschneider, jonswap, ochi-hubble, torsethaugen")]
SpreadingOption = Annotated[str | None, typer.Option(help="long-crested, cos2 (default), half-cos10")]
Ocean = Annotated[str | None, typer.Option(help="of the sea state: north-atlantic (default), north-pacific")]
RecordedOption = Annotated[str | None, typer.Option(help="a ship's recorded motion (CSV, NetCDF) for a sea")]
FlowOption = Annotated[str | None, typer.Option(help="the ship's airwake on a grid (NetCDF)")]
TurbulenceOption = Annotated[str | None, typer.Option(help="marine, dryden or none")]
AirwakeOption = Annotated[
    bool | None, typer.Option("--airwake/--no-airwake", help="default: with a seed or a sea")
]
NavigationOption = Annotated[
    str | None, typer.Option(help="nominal (default with a seed or a sea), none, a set of sensors, a file")
]
FaultOption = Annotated[
    list[str] | None, typer.Option(help="what fails, such as 'engine_stops=4 s'; may be repeated")
]
GustOption = Annotated[str | None, typer.Option(help="such as 'along=5 m/s, onset=20 s, rise=40 m'")]
CaseOption = Annotated[int, typer.Option(help="which draw of the seed")]
Replay = Annotated[
    str | None, typer.Option(metavar="[FILE.html]", help="also a page with a 3-D view (extra 'viewer')")
]
SpeedFactor = Annotated[float | None, typer.Option(help="over the stall speed, in place of the file's")]


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
        if as_json:
            emit(display.as_data(file))
        else:
            display.show(file, console())
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


@app.command()
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
    _report(flight, as_json, out, replay, aircraft, ship)


@app.command()
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
    _report(flight, as_json, out, replay, aircraft, ship)


@app.command("fly")
def fly_cases(
    task: Annotated[str, typer.Argument(help="launch or recovery")],
    aircraft: Aircraft,
    ship: Ship,
    cases: Annotated[str, typer.Option(help="CSV with one case a line; columns such as 'mass [kg]'")],
    seed: Annotated[int | None, typer.Option(help="draw the errors at the start of each approach")] = None,
    threads: Annotated[int | None, typer.Option(help="default: one a core")] = None,
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
    if as_json:
        emit(report.as_data(found))
    else:
        report.show(found, console())


@app.command("campaign")
def fly_campaign(
    study: Annotated[str, typer.Argument(help="a study (YAML): what varies, and how many flights")],
    out: Annotated[str, typer.Option(help="folder or address (s3://...) for the flights (Parquet)")],
    resume: Annotated[bool, typer.Option("--resume", help="go on with what is there")] = False,
    threads: Annotated[int | None, typer.Option(help="default: one a core")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="of a Dask cluster, such as tcp://host:8786 (extra 'cluster')")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fly a study of many flights; what is finished is kept, whatever happens."""
    from shortdeck.campaign import study_report

    found = study_report.run(study, out=out, resume=resume, threads=threads, scheduler=scheduler)
    if as_json:
        emit(study_report.as_data(found))
    else:
        study_report.show(found, console())
    raise typer.Exit(study_report.status(found))


@app.command("envelope")
def find_envelope(
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
    hs: Hs = None,
    tp: Tp = None,
    wave_heading: WaveHeading = None,
    spectrum: SpectrumOption = None,
    spreading: SpreadingOption = None,
    ocean: Ocean = None,
    surface: Surface = "dry",
    stores: Stores = 0.0,
    flat: Annotated[bool, typer.Option("--flat", help="as if the deck had no ramp")] = False,
    deck_run: Annotated[str | None, typer.Option(help="length of deck to use, such as '120 m'")] = None,
    speed_factor: SpeedFactor = None,
    turbulence: TurbulenceOption = None,
    airwake: AirwakeOption = None,
    navigation: NavigationOption = None,
    release: Annotated[str, typer.Option(help="at-once, or timed with the deck's motion")] = "at-once",
    abort: Annotated[bool, typer.Option(help="give up a launch while it can stop, if too slow")] = True,
    compensation: Annotated[bool, typer.Option(help="follow the deck as foreseen at touchdown")] = True,
    highest_mass: Annotated[
        bool | None, typer.Option("--highest-mass/--no-highest-mass", help="default: for launches")
    ] = None,
    every: Annotated[bool, typer.Option("--every-point", help="decide each point; infer none")] = False,
    flights: Annotated[int, typer.Option(help="most flights at one point")] = 12_000,
    seed: Annotated[int, typer.Option(help="the same seed gives the same answer")] = 0,
    threads: Annotated[int | None, typer.Option(help="default: one a core")] = None,
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
            directions=command.directions(directions), speeds=command.speeds(speeds) or SPEEDS, hs=hs, tp=tp,
            wave_heading=wave_heading, spectrum=spectrum, spreading=spreading, ocean=ocean, surface=surface,
            stores=stores, ramp=not flat, deck_run=deck_run, speed_factor=speed_factor, turbulence=turbulence,
            airwake=airwake, navigation=navigation, release=release, abort=abort, compensation=compensation,
            highest_mass=highest_mass, every=every, flights=flights, seed=seed,
            threads=threads, cache=cache, progress=tell,
        )  # fmt: skip
    files = [] if out is None else report.save(found, out)
    if as_json:
        emit(report.as_data(found) | {"files": [str(path) for path in files]})
    else:
        report.show(found, console())
        for path in files:
            print(path)
    if found.interrupted:
        sys.exit(130)


def _report(
    flight: Flight, as_json: bool, out: str | None, replay: str | None, aircraft: str, ship: str
) -> None:
    """A flight on standard output, in a folder where one is named, and as a page where one is asked for."""
    from shortdeck.flight import report

    files = [] if out is None else report.save(flight, out)
    if replay is not None:
        from shortdeck.viewer.replay import page_beside

        files.append(page_beside(flight, replay, out, aircraft=aircraft, ship=ship))
    if as_json:
        emit(report.as_data(flight) | {"files": [str(path) for path in files]})
        return
    report.show(flight, console())
    for path in files:
        print(path)


@app.command("replay")
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


@app.command()
def assess(
    aircraft: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    ship: Annotated[str, typer.Argument(help="a ship or an airfield: a name, or a path")],
    depth: Annotated[str, typer.Option(help="quick, standard (minutes) or deep (hours)")] = "quick",
    seed: Annotated[int, typer.Option(help="the same seed gives the same answer")] = 0,
    again: Annotated[bool, typer.Option("--again", help="work everything out anew")] = False,
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
        say = status.update
        files = [] if report is None else [write(found, aircraft, ship, report, seed=seed, progress=say)]
    if as_json:
        emit(found.as_data() | ({"files": [str(path) for path in files]} if files else {}))
        return
    display.show(found, console())
    for path in files:
        print(path)


@app.command("compare")
def compare_options(
    aircraft: Annotated[str, typer.Argument(help="names or paths, such as bayraktar-tb3,anka-s,mojave")],
    at: Annotated[str, typer.Option(help="ships and airfields, such as izumo,tcg-anadolu,airfield")],
    true_wind: Annotated[
        str, typer.Option(help="from ahead, to be counted on beside a ship's own speed, such as '10 kn'")
    ] = "0 kn",
    again: Annotated[bool, typer.Option("--again", help="work everything out anew")] = False,
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
    files = [] if out is None else compare_report.save(found, out)
    if as_json:
        emit(compare_report.as_data(found) | {"files": [str(path) for path in files]})
        return
    compare_report.show(found, console())
    for path in files:
        print(path)


@app.command()
def motion(
    ship: Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")],
    sea_state: Annotated[int | None, typer.Option(help="NATO sea state, 0 to 8")] = None,
    hs: Annotated[str | None, typer.Option(help="significant wave height in place of it: '3 m'")] = None,
    tp: Annotated[str | None, typer.Option(help="and its peak period: '9 s'")] = None,
    wave_heading: Annotated[str | None, typer.Option(help="180 head seas, 90 from starboard; deg")] = None,
    ship_speed: Annotated[str | None, typer.Option(help="such as '12 kn'; default: at rest")] = None,
    spectrum: Annotated[
        str | None, typer.Option(help="bretschneider (default), jonswap, ochi-hubble, torsethaugen")
    ] = None,
    gamma: Annotated[float | None, typer.Option(help="peak enhancement of jonswap; default 3.3")] = None,
    spreading: Annotated[
        str | None, typer.Option(help="long-crested, cos2 (default; any power), half-cos10 (any s)")
    ] = None,
    ocean: Annotated[str | None, typer.Option(help="of the sea state; default north-atlantic")] = None,
    spectrum_file: Annotated[str | None, typer.Option(help="a measured sea (extra 'sea')")] = None,
    spectrum_source: Annotated[str | None, typer.Option(help="era5, ww3, swan, ndbc, wavespectra")] = None,
    spectrum_time: Annotated[str | None, typer.Option(help="of several in the file: UTC timestamp")] = None,
    spectrum_place: Annotated[int | None, typer.Option(help="of several in the file: index")] = None,
    heading: Annotated[str | None, typer.Option(help="of the ship in a measured sea, from north")] = None,
    rao: Annotated[str | None, typer.Option(help="a response of your own: .nc, RAO.dat, .4, .csv")] = None,
    rao_speed: Annotated[str | None, typer.Option(help="ship speed for which it was computed")] = None,
    recorded: Annotated[str | None, typer.Option(help="recorded motion (CSV, NetCDF) for a sea")] = None,
    signs: Annotated[str | None, typer.Option(help="of the record: forward-port-up, or heave=up,...")] = None,
    zero: Annotated[str | None, typer.Option(help="motions that it lacks: surge,sway,yaw")] = None,
    duration: Annotated[str | None, typer.Option(help="of the record; default 1 h, or all of it")] = None,
    seed: Annotated[int | None, typer.Option(help="of the realised record; default 0")] = None,
    case: Annotated[int | None, typer.Option(help="the same motion as this case's flight; default 0")] = None,
    point: Annotated[str | None, typer.Option(help="of the deck, such as '49 m,-5.5 m'")] = None,
    limits: Annotated[
        str, typer.Option(help="unmanned, helicopter, or 'roll=2 deg,vertical-velocity=1 m/s'")
    ] = "unmanned",
    quiet_for: Annotated[str, typer.Option(help="least length of a quiescent period")] = "10 s",
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for the record (NetCDF) and a picture")] = None,
) -> None:
    """How the deck moves: spectrum, record, limits, quiescent periods."""
    from shortdeck.vessel import deck_motion, motion_report

    found = deck_motion.motion(
        ship, sea_state=sea_state, hs=hs, tp=tp, wave_heading=wave_heading, ship_speed=ship_speed,
        spectrum=spectrum, gamma=gamma, spreading=spreading, ocean=ocean, spectrum_file=spectrum_file,
        spectrum_source=spectrum_source, spectrum_time=spectrum_time, spectrum_place=spectrum_place,
        heading=heading, rao=rao, rao_speed=rao_speed, recorded=recorded, signs=signs, zero=zero,
        duration=duration, seed=seed, case=case, point=point, limits=limits, quiet_for=quiet_for,
    )  # fmt: skip
    files = [] if out is None else motion_report.save(found, out)
    if as_json:
        emit(motion_report.as_data(found) | {"files": [str(path) for path in files]})
        return
    motion_report.show(found, console())
    for path in files:
        print(path)


@app.command("hull")
def compute_hull(
    ship: Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")],
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for coefficients, motions and a picture")] = None,
) -> None:
    """Compute anew how a ship answers waves, from her particulars (a minute or two; extra 'hull')."""
    from shortdeck.hydro import report

    found = report.hull(ship, out=out)
    name = report.short_name(ship)
    if as_json:
        emit(report.as_data(found, name))
    else:
        report.show(found, name, console())


@app.command()
def park(
    aircraft: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    ship: Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")],
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
    files = [] if out is None else report.save(found, out)
    if as_json:
        emit(report.as_data(found) | {"files": [str(path) for path in files]})
        return
    report.show(found, console())
    for path in files:
        print(path)


@app.command("sorties")
def fly_sorties(
    aircraft: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    ship: Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")],
    fleet: Annotated[int, typer.Option(help="aircraft aboard")],
    station: Annotated[str, typer.Option(help="distance of the station, such as 200nmi")],
    days: Annotated[float, typer.Option(help="length of the run")] = 30.0,
    on_station: Annotated[int | None, typer.Option(help="keep so many there")] = None,
    policy: Annotated[
        str | None, typer.Option(help="flex-deck, keep-on-station, interval:90min, cyclic:4h")
    ] = None,
    away: Annotated[str | None, typer.Option(help="longest time off the deck, such as 12h")] = None,
    mass: Mass = None,
    payload: Annotated[str | None, typer.Option(help="such as '150 kg'; default: the file's")] = None,
    altitude: Annotated[str, typer.Option(help="of transit and station")] = "3000 m",
    climate: Annotated[str | None, typer.Option(help="north-atlantic (default) or north-pacific")] = None,
    sea_state: Annotated[int | None, typer.Option(help="one NATO sea state throughout")] = None,
    rates: Annotated[
        str | None,
        typer.Option(
            help="wave-offs and mishaps: measured (flown, kept), or an operability.json; default: assumed"
        ),
    ] = None,
    deck_places: Annotated[int | None, typer.Option(help="default: roughly, by area")] = None,
    hangar_places: Annotated[int | None, typer.Option(help="default: roughly, by area")] = None,
    replications: Annotated[int, typer.Option(help="runs with other random numbers")] = 20,
    seed: Annotated[int, typer.Option(help="the same seed gives the same answer")] = 0,
    workers: Annotated[int, typer.Option(help="processes; any number gives the same answer")] = 1,
    study: Annotated[bool, typer.Option(help="look for the bottleneck and for the fleet needed")] = True,
    promise: Annotated[float, typer.Option(help="share of time that counts as round the clock")] = 0.95,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (NetCDF) and the picture of a day")] = None,
) -> None:
    """How many sorties a fleet sustains, how many are on station, and what holds them back."""
    from rich.console import Console

    from shortdeck.fleet import report
    from shortdeck.fleet.sorties import sorties

    with Console(stderr=True).status("flying") as status:
        given, weather = _rates(rates, aircraft, ship, mass, status.update)
        found = sorties(
            aircraft, ship, fleet=fleet, days=days, station=station, on_station=on_station, policy=policy,
            away=away, mass=mass, payload=payload, altitude=altitude, climate=climate, sea_state=sea_state,
            rates=given, weather=weather, deck_places=deck_places, hangar_places=hangar_places,
            replications=replications, seed=seed, workers=workers, study=study, promise=promise,
            progress=status.update,
        )  # fmt: skip
    files = [] if out is None else report.save(found, out)
    if as_json:
        emit(report.as_data(found) | {"files": [str(path) for path in files]})
        return
    report.show(found, console())
    for path in files:
        print(path)


def _rates(
    text: str | None, aircraft: str, ship: str, mass: str | None, tell: Callable[[str], None]
) -> tuple[Rates | None, Weather | None]:
    """Rates of launch and recovery for the deck cycle, and the seas to which they belong, if to any."""
    if text is None:
        return None, None
    if text == "measured":
        from shortdeck.campaign.store import Store
        from shortdeck.catalog.units import si_value
        from shortdeck.limits.fleet_rates import measured_rates

        kilograms = None if mass is None else si_value(mass, "kg", name="mass")
        found = measured_rates(aircraft, ship, launch_mass=kilograms, store=Store(), progress=tell)
        return found.rates, None
    from shortdeck.fleet.year.hourly import read_rates

    return read_rates(text)


@app.command("operability")
def share_of_year(
    aircraft: Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")],
    ship: Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")],
    climate: Annotated[
        str, typer.Option(help="north-atlantic, north-pacific, or a scatter diagram (.csv)")
    ] = "north-atlantic",
    mass: Mass = None,
    landing_mass: Annotated[str | None, typer.Option(help="such as '1250 kg'; default: the file's")] = None,
    mishap: Annotated[float, typer.Option(help="most of one attempt's chance of a mishap")] = 0.01,
    success: Annotated[float, typer.Option(help="least chance that the first attempt succeeds")] = 0.5,
    flights: Annotated[int, typer.Option(help="most that are flown for the answer, about")] = 16000,
    study: Annotated[bool, typer.Option(help="the worth of a ramp, speed, stabilisers, less mass")] = True,
    seed: Annotated[int, typer.Option(help="the same seed gives the same answer")] = 0,
    as_json: Json = False,
    out: Annotated[str | None, typer.Option(help="folder for data (JSON, NetCDF) and polar pictures")] = None,
) -> None:
    """How much of the year is within limits, on which courses and at which speeds, and what limits it."""
    from shortdeck.fleet.operability import operability
    from shortdeck.fleet.year import report

    with report.progress() as tell:
        found = operability(
            aircraft, ship, climate=climate, mass=mass, landing_mass=landing_mass, mishap=mishap,
            success=success, flights=flights, study=study, seed=seed, progress=tell,
        )  # fmt: skip
    files = [] if out is None else report.save(found, out)
    if as_json:
        emit(report.as_data(found) | {"files": [str(path) for path in files]})
        return
    report.show(found, console())
    for path in files:
        print(path)


@app.command("risk")
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
    seed: Annotated[int, typer.Option(help="the same seed gives the same answer")] = 0,
    threads: Annotated[int | None, typer.Option(help="default: one a core")] = None,
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
    with report.waking(), risk_report.progress() as tell:
        found = asked.risk(task, aircraft, ship, attempts=attempts, progress=tell, **words)  # type: ignore[arg-type]
    files = [] if out is None else risk_report.save(found, out)
    if as_json:
        emit(risk_report.as_data(found) | {"files": [str(path) for path in files]})
    else:
        risk_report.show(found, console())
        for path in files:
            print(path)
    status = risk_report.exit_status(found)
    if status:
        raise typer.Exit(status)


def _hinges(
    task: str, aircraft: str, ship: str, words: dict[str, Any], as_json: bool, out: str | None
) -> None:
    """What a risk hangs on, told or as data."""
    from shortdeck.flight import report
    from shortdeck.safety import asked, hinges_report

    with report.waking(), hinges_report.progress() as tell:
        found = asked.hinges(task, aircraft, ship, progress=tell, **words)  # type: ignore[arg-type]
    files = [] if out is None else hinges_report.save(found, out, aircraft, ship)
    if as_json:
        emit(hinges_report.as_data(found) | {"files": [str(path) for path in files]})
        return
    hinges_report.show(found, console())
    for path in files:
        print(path)


def main() -> None:
    """Entry point: bad input is one message on standard error and exit status 2, never a traceback."""
    try:
        app(args=_spelled_out(sys.argv[1:]))
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except StoppedError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as stop:
        if stop.code == 130:
            _interrupted()
        raise


def _spelled_out(words: list[str]) -> list[str]:
    """``--replay`` may stand alone: only a name that ends in .html after it is its value."""
    out: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        alone = word == "--replay" and not following.endswith((".html", ".htm"))
        out.append("--replay=" if alone else word)
    return out


def _interrupted() -> None:
    print("interrupted", file=sys.stderr)
    sys.exit(130)
