"""The ship: motion, hull."""

from __future__ import annotations

from typing import Annotated

import typer

from shortdeck.cli.answer import console, emit, save_and_tell
from shortdeck.cli.options import Afloat, Json


def motion(
    ship: Afloat,
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
    save_and_tell(motion_report, found, as_json, out)


def compute_hull(
    ship: Afloat,
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
