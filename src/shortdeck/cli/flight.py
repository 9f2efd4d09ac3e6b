"""One flight: launch, recover, replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shortdeck.cli.answer import emit, tell
from shortdeck.cli.options import Aircraft, Json, Said, Ship, saying, words_of

if TYPE_CHECKING:
    from shortdeck.flight.fly import Flight

Out = Annotated[str | None, typer.Option(help="folder for history (NetCDF) and picture (PNG)")]
Replay = Annotated[
    str | None, typer.Option(metavar="[FILE.html]", help="also a page with a 3-D view (extra 'viewer')")
]


@saying(*words_of("launch"))
def launch(
    *,
    aircraft: Aircraft,
    ship: Ship,
    words: Said,
    replay: Replay = None,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Fly one launch: outcome, deck run, speeds, lowest point after the bow, loads."""
    from shortdeck.flight import fly, report

    with report.waking():
        flight = fly.launch(aircraft, ship, **words)
    _tell(flight, as_json, out, replay, aircraft, ship)


@saying(*words_of("recover"), seed="draw errors at the start, sea, air")
def recover(
    *,
    aircraft: Aircraft,
    ship: Ship,
    words: Said,
    replay: Replay = None,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Fly one landing attempt: outcome, touchdown, loads, stopping point."""
    from shortdeck.flight import fly, report

    with report.waking():
        flight = fly.recover(aircraft, ship, **words)
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
