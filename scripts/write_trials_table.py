"""Write what published trials imply, found by flights, into docs/validation.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scipy.optimize import brentq

import shortdeck as sd
from shortdeck.air.atmosphere import density
from shortdeck.flight.fly import fly_launch
from shortdeck.flight.setup import Conditions
from shortdeck.verdict.landing import least_wind_to_stop, stop_at
from shortdeck.verdict.launching import least_wind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "validation.md"
START = "<!-- table: scripts/write_trials_table.py -->\n"
END = "<!-- end of table -->\n"
KNOT = 0.514444
EL_MIRAGE = float(density(866.0))  # kg/m3 at the strip's elevation, standard day
MOJAVE_MASSES = (1550.0, 2000.0)  # kg: as flown by press reports, and the masses between that and full
STRONGEST = 15.0  # m/s of wind that is searched


class Row(NamedTuple):
    trial: str
    at: str
    found: str


def deck_run(aircraft: str, ship: str, k: Conditions) -> float:
    """Run to lift-off, m; a long way where it did not lift off."""
    flight = fly_launch(sd.aircraft(aircraft), sd.ship(ship), k, sample=None)
    run = flight.summary()["deck_run_m"]
    return 1e3 if run is None or flight.outcome.name != "launched" else float(run)


def stopping_distance(aircraft: str, ship: str, k: Conditions) -> float:
    """From touchdown to stop, m; a long way where it did not stop."""
    found = stop_at(sd.aircraft(aircraft), sd.ship(ship), k).distance
    return 1e3 if found is None else found


def wind_for(distance: Callable[[float], float], published: float) -> str:
    """The still-air distance, and the wind that makes it the published one."""
    still = distance(0.0)
    if still < published:
        return f"{still:.0f} m in still air: shorter than the run flown"
    wind = brentq(lambda w: distance(w) - published, 0.0, STRONGEST, xtol=0.02)
    shown = f"{still:.0f} m" if still < 1e3 else "more than the strip"
    return f"{shown} in still air; the published run needs {wind / KNOT:.0f} kn of wind"


def still_air_mass(ship: str, air: float, published: float) -> float:
    """Mass at which the Mojave's run in still air is the published one, kg."""

    def excess(mass: float) -> float:
        return deck_run("mojave", ship, Conditions(mass=mass, density=air)) - published

    return float(brentq(excess, 1200.0, 2400.0, xtol=1.0))


def mojave() -> Iterator[Row]:
    for trial, ship, air, published in (
        ("Mojave, dirt strip, take-off run 178.6 m", "short-strip", EL_MIRAGE, 178.6),
        ("Mojave, ROKS Dokdo, take-off run 90 m", "dokdo", float(density(0.0)), 90.0),
    ):
        for mass in MOJAVE_MASSES:

            def run(wind: float, mass: float = mass, ship: str = ship, air: float = air) -> float:
                return deck_run("mojave", ship, Conditions(mass=mass, wind_over_deck=wind, density=air))

            yield Row(trial, f"{mass:.0f} kg", wind_for(run, published))
        mass = still_air_mass(ship, air, published)
        yield Row(trial, "still air", f"the published run is that of {round(mass, -1):.0f} kg")
    for mass in MOJAVE_MASSES:

        def stop(wind: float, mass: float = mass) -> float:
            k = Conditions(mass=mass, wind_over_deck=wind, density=EL_MIRAGE)
            return stopping_distance("mojave", "short-strip", k)

        yield Row("Mojave, dirt strip, landing run 102.1 m", f"{mass:.0f} kg", wind_for(stop, 102.1))


def bayraktar_on_anadolu() -> Iterator[Row]:
    aircraft, ship = sd.aircraft("bayraktar-tb3"), sd.ship("tcg-anadolu")
    for mass in aircraft.model.mass.takeoff:
        k = Conditions(mass=mass.value)
        by_speed, by_path = (least_wind(aircraft, ship, k, by_path=path).wind for path in (False, True))
        said = [
            f"{text} from {wind / KNOT:.0f} kn over deck" if wind is not None else f"{text} in no wind"
            for text, wind in (("1.10 of the stall speed", by_speed), ("flies away without sinking", by_path))
        ]
        yield Row("TB3 takes off from TCG Anadolu", f"{mass.value:.0f} kg", "; ".join(said))
    landing = Conditions(mass=aircraft.model.mass.landing.value)
    wind = least_wind_to_stop(aircraft, ship, landing).wind
    found = "overruns in every wind" if wind is None else f"stops from {wind / KNOT:.0f} kn over deck"
    yield Row("TB3 lands on TCG Anadolu without wires", f"{landing.mass:.0f} kg", found)


def rolling_landings() -> Iterator[Row]:
    mass = sd.aircraft("bayraktar-tb3").model.mass.landing.value
    for knots in (20, 25, 30):
        k = Conditions(mass=mass, wind_over_deck=knots * KNOT)
        stop = stopping_distance("bayraktar-tb3", "tcg-anadolu", k)
        found = f"{stop:.0f} m from touchdown to stop"
        yield Row("rolling landings stop in 90 to 150 m", f"TB3, {mass:.0f} kg, {knots} kn over deck", found)


def rows() -> Iterator[Row]:
    yield from mojave()
    yield from bayraktar_on_anadolu()
    yield from rolling_landings()


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = ["| trial | at | found by flights |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows()]
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
