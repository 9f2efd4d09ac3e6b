"""A fleet at sea: sorties, operability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shortdeck.cli.answer import save_and_tell
from shortdeck.cli.options import Afloat, Aircraft, Json, Mass, Seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shortdeck.fleet.rates import Rates, Weather


def fly_sorties(
    aircraft: Aircraft,
    ship: Afloat,
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
    seed: Seed = 0,
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
    save_and_tell(report, found, as_json, out)


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


def share_of_year(
    aircraft: Aircraft,
    ship: Afloat,
    climate: Annotated[
        str, typer.Option(help="north-atlantic, north-pacific, or a scatter diagram (.csv)")
    ] = "north-atlantic",
    mass: Mass = None,
    landing_mass: Annotated[str | None, typer.Option(help="such as '1250 kg'; default: the file's")] = None,
    mishap: Annotated[float, typer.Option(help="most of one attempt's chance of a mishap")] = 0.01,
    success: Annotated[float, typer.Option(help="least chance that the first attempt succeeds")] = 0.5,
    flights: Annotated[int, typer.Option(help="most that are flown for the answer, about")] = 16000,
    study: Annotated[bool, typer.Option(help="the worth of a ramp, speed, stabilisers, less mass")] = True,
    seed: Seed = 0,
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
    save_and_tell(report, found, as_json, out)
