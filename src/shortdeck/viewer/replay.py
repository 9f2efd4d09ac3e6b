"""A flight to look at: from its file or from its result to one page, and to MCAP."""

from __future__ import annotations

from pathlib import Path

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship, names
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.fly import Flight
from shortdeck.viewer.page import page_of
from shortdeck.viewer.record import Record, record_of
from shortdeck.viewer.scene import scene_of, sea_surface


def replay(
    flight: Flight | str | Path,
    path: str | Path | None = None,
    *,
    aircraft: str | Path | AircraftFile | None = None,
    ship: str | Path | ShipFile | AirfieldFile | None = None,
    mcap: str | Path | None = None,
) -> Path:
    """Write a flight as one HTML page with a 3-D view that works offline; returns its path.

    ``flight`` is a result of ``launch`` or ``recover``, or the NetCDF file of one. ``path`` is by default the
    flight's file with the ending ``.html``, or ``launch.html`` or ``recover.html`` in the working folder.
    ``aircraft`` and ``ship`` are needed where the flight's are not of the catalogue; their names must be
    those in the flight. ``mcap`` names a file for Foxglove and Rerun (extra 'mcap'). Needs the extra
    'viewer'. Raises InputError.
    """
    record = record_of(flight)
    craft, vessel = _files(record, aircraft, ship)
    default = (
        Path(flight).with_suffix(".html") if not isinstance(flight, Flight) else Path(default_name(record))
    )
    out = default if path is None else Path(path)
    sea = sea_surface(record, vessel)
    _write(out, page_of(scene_of(record, craft, vessel, sea)).encode())
    if mcap is not None:
        from shortdeck.viewer.to_mcap import write_mcap

        write_mcap(Path(mcap), record, craft, vessel, sea[0])
    return out


def page_beside(flight: Flight, name: str, folder: str | Path | None, *, aircraft: str, ship: str) -> Path:
    """The page of a flight just flown: under ``name``, or its usual name in the folder of its other files."""
    path = Path(name) if name else Path(folder or ".") / default_name(record_of(flight))
    return replay(flight, path, aircraft=aircraft, ship=ship)


def from_file(
    path: str, folder: str | None, *, aircraft: str | None, ship: str | None, mcap: bool
) -> list[Path]:
    """The page of a flight's file and, where it is asked for, its MCAP, side by side."""
    page = Path(path).with_suffix(".html")
    page = page if folder is None else Path(folder) / page.name
    other = page.with_suffix(".mcap") if mcap else None
    out = [replay(path, page, aircraft=aircraft, ship=ship, mcap=other)]
    return out if other is None else [*out, other]


def default_name(record: Record) -> str:
    """Name of the page of a flight that has no file."""
    return {"launch": "launch.html", "recovery": "recover.html"}[record.flight.task]


def _files(
    record: Record,
    aircraft: str | Path | AircraftFile | None,
    ship: str | Path | ShipFile | AirfieldFile | None,
) -> tuple[AircraftFile, ShipFile | AirfieldFile]:
    """The files of aircraft and ship, which must be those that flew."""
    flown = record.flight
    for name, given, what, kinds in (
        (flown.aircraft, aircraft, "aircraft", ("aircraft",)),
        (flown.ship, ship, "ship", ("ship", "airfield")),
    ):
        if given is None and name not in [known for kind in kinds for known in names(kind)]:
            raise InputError(f"{what} '{name}' is not of the catalogue: name its file ({what})")
    craft = load_aircraft(flown.aircraft if aircraft is None else aircraft)
    vessel = load_ship(flown.ship if ship is None else ship)
    for name, found, what in ((flown.aircraft, craft, "aircraft"), (flown.ship, vessel, "ship")):
        if found.name != name:
            raise InputError(f"{what}: '{name}' flew, the file describes '{found.name}'")
    return craft, vessel


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
