"""Published trials answered by flights: the mass, wind, fuel or drag that each of them implies.

The rows of the table in ``docs/trials.md``. What a trial leaves open is solved for by bisection over flights
in calm air on a deck that does not move; the judgement is made from the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from shortdeck.airframe.performance import endurance
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.numbers import with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.fly import fly_launch
from shortdeck.flight.setup import Conditions
from shortdeck.verdict.landing import stop_at
from shortdeck.verdict.launching import Least, least_wind

KNOT = 0.514444
HOUR = 3600.0
MOJAVE_TAKEOFF_RUN, MOJAVE_LANDING_RUN, MOJAVE_DOKDO_RUN = 178.6, 102.1, 90.0  # m
TB3_MASSES = (1100.0, 1250.0, 1450.0, 1600.0)  # kg
TB3_FUEL, LOITER_ALTITUDE = 320.0, 5500.0  # kg; m: as in the table of performance
ROLLING_LANDINGS = (90.0, 150.0)  # m, as published for F-35B (HMS Prince of Wales's file)
STRONG_WIND = 30.0 * KNOT  # above it the ships of these trials need a fresh true wind as well as full speed


class Trial(NamedTuple):
    """One trial: what is published, what the model finds, the judgement, and the number found (SI)."""

    name: str
    published: str
    found: str
    judgement: str
    value: float | None


def rows() -> Iterator[Trial]:
    """All trials, in the order of the table."""
    yield from mojave_on_dirt()
    yield from mojave_on_dokdo()
    yield from tb3_on_anadolu()
    yield from tb3_endurance()
    yield from rolling_landings()


def mojave_on_dirt() -> Iterator[Trial]:
    """The mass that the take-off run implies, and the wind that the landing run implies."""
    mojave, strip = load_aircraft("mojave"), load_ship("short-strip")
    heavy, light = (m.value for m in mojave.model.mass.takeoff)

    def run(mass: float) -> float:
        flight = fly_launch(mojave, strip, Conditions(mass=mass), sample=None)
        if flight.outcome.name != "launched":
            return 1e3  # longer than the strip
        return flight.figures.airborne_x - flight.targets["start_x"]

    mass = _rising(run, MOJAVE_TAKEOFF_RUN, light, heavy, within=2.0)
    where = f"between the {light:.0f} kg and the {heavy:.0f} kg that are published"
    judged = f"a mass {where}: plausible" if light < mass < heavy else f"no mass {where} does it: doubtful"
    found = f"{run(light):.0f} m at {light:.0f} kg; {MOJAVE_TAKEOFF_RUN:g} m is the run at {mass:.0f} kg"
    yield Trial("Mojave, take-off run on dirt, no wind", f"{MOJAVE_TAKEOFF_RUN:g} m", found, judged, mass)

    k = Conditions(mass=mojave.model.mass.landing.value)

    def shorter(wind: float) -> float:
        distance = stop_at(mojave, strip, replace(k, wind_over_deck=wind)).distance
        return -1e3 if distance is None else -distance

    wind = _rising(shorter, -MOJAVE_LANDING_RUN, 0.0, STRONG_WIND, within=0.05)
    found = f"{-shorter(0.0):.0f} m without wind at {k.mass:.0f} kg; {MOJAVE_LANDING_RUN:g} m in "
    found += f"{wind / KNOT:.0f} kn from ahead"
    usual = wind < 15.0 * KNOT
    judged = "a usual breeze, or firmer ground: plausible" if usual else "a strong wind: brakes doubtful"
    yield Trial("Mojave, landing run on dirt", f"{MOJAVE_LANDING_RUN:g} m", found, judged, wind)


def mojave_on_dokdo() -> Iterator[Trial]:
    """The wind over deck that the run on the ship implies, light and heavy."""
    mojave, dokdo = load_aircraft("mojave"), load_ship("dokdo")
    heavy, light = (m.value for m in mojave.model.mass.takeoff)
    for mass in (light, heavy):
        wind = least_wind(mojave, dokdo, Conditions(mass=mass, deck_run=MOJAVE_DOKDO_RUN)).wind
        name = f"Mojave off Dokdo at {mass:.0f} kg"
        yield Trial(name, f"{MOJAVE_DOKDO_RUN:g} m of deck", _least(wind), _within_speed(dokdo, wind), wind)


def tb3_on_anadolu() -> Iterator[Trial]:
    """Least wind over deck at each mass, by the speed criterion and by the path alone."""
    for mass in TB3_MASSES:
        speed, path = tb3_winds(mass)
        ship = load_ship("tcg-anadolu")
        found = f"{_least(speed.wind)} at the file's lift-off speed; {_least(path.wind)} by its path alone"
        judged = f"by speed: {_within_speed(ship, speed.wind)}; by path: {_within_speed(ship, path.wind)}"
        name = f"TB3 off TCG Anadolu's ramp at {mass:.0f} kg"
        yield Trial(name, "done since November 2024", found, judged, speed.wind)


def tb3_winds(mass: float) -> tuple[Least, Least]:
    """Least wind over TCG Anadolu's deck for a TB3 of that mass: by speed, by path."""
    tb3, anadolu, k = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu"), Conditions(mass=mass)
    return least_wind(tb3, anadolu, k), least_wind(tb3, anadolu, k, by_path=True)


def tb3_endurance() -> Iterator[Trial]:
    """The fuel, or the drag with all fuel burnt, that each long flight implies."""
    tb3 = load_aircraft("bayraktar-tb3")
    flights = (("32 h over 5700 km", 32.0 * HOUR, 49.5, 0.0),
               ("27 h 19 min over 4600 km with turret", 27.0 * HOUR + 19.0 * 60.0, 46.8, 0.5))  # fmt: skip
    for text, time, speed, stores in flights:

        def hours(fuel: float, factor: float = 1.0, speed: float = speed, stores: float = stores) -> float:
            CD_0 = tb3.model.aerodynamics.CD_0.value
            craft = with_value(tb3, "model.aerodynamics.CD_0", factor * CD_0, check_file=False)
            return endurance(
                craft.model, takeoff_mass=1450.0, fuel=fuel, altitude=LOITER_ALTITUDE, speed=speed,
                stores=stores,
            )  # fmt: skip

        def shortened(factor: float, hours: Callable[[float, float], float] = hours) -> float:
            return -hours(TB3_FUEL, factor)

        fuel = _rising(hours, time, 50.0, 450.0, within=0.5)
        factor = _rising(shortened, -time, 0.5, 3.0, within=0.005)
        left = TB3_FUEL - fuel
        found = f"{hours(TB3_FUEL) / HOUR:.1f} h on {TB3_FUEL:.0f} kg; {text.split(' over')[0]} takes "
        found += f"{fuel:.0f} kg, or all of it with {factor:.2f} of the least drag"
        judged = f"leaves {left:.0f} kg ({left / TB3_FUEL:.0%}) unburnt: plausible" if left >= 0.0 else (
            f"lacks {-left:.0f} kg of fuel: within its estimate" if fuel <= tb3.model.mass.fuel.value
            else f"lacks {-left:.0f} kg of fuel: doubtful"
        )  # fmt: skip
        yield Trial("TB3, endurance from 1450 kg", text, found, judged, fuel)


def rolling_landings() -> Iterator[Trial]:
    """Stopping distance of a TB3 on a dry deck beside that of other landings without wires."""
    tb3, anadolu = load_aircraft("bayraktar-tb3"), load_ship("tcg-anadolu")
    low, high = ROLLING_LANDINGS
    for knots in (20.0, 25.0, 30.0):
        k = Conditions(mass=tb3.model.mass.landing.value, wind_over_deck=knots * KNOT)
        stop = stop_at(tb3, anadolu, k)
        found = stop.outcome if stop.distance is None else f"{stop.distance:.0f} m from touchdown to stop"
        fits = stop.distance is not None and low <= stop.distance <= high
        judged = "within the range: plausible" if fits else "outside the range"
        name = f"TB3 at {k.mass:.0f} kg, dry deck, {knots:.0f} kn over deck"
        yield Trial(
            name, f"rolling landings of F-35B stop in {low:.0f} to {high:.0f} m", found, judged, stop.distance
        )


def as_markdown(trials: list[Trial]) -> str:
    """The table of the docs."""
    lines = ["| trial | published | found | judgement |", "|---|---|---|---|"]
    lines += [f"| {t.name} | {t.published} | {t.found} | {t.judgement} |" for t in trials]
    return "\n".join(lines) + "\n"


def _least(wind: float | None) -> str:
    if wind is None:
        return "no wind up to 50 kn suffices"
    if wind < 0.5 * KNOT:
        return "no wind needed"
    return f"{wind / KNOT:.0f} kn over deck"


def _within_speed(ship: ShipFile | AirfieldFile, wind: float | None) -> str:
    top = ship.model.hull.speed_max.value if isinstance(ship, ShipFile) else 0.0
    if wind is None:
        return "not feasible"
    if wind <= top:
        return f"feasible in still air (she makes {top / KNOT:.0f} kn)"
    return f"feasible with {(wind - top) / KNOT:.0f} kn of true wind from ahead at {top / KNOT:.0f} kn"


def _rising(function: Callable[[float], float], goal: float, low: float, high: float, within: float) -> float:
    """Where a rising function meets a goal; the nearer end of the bracket where it does not."""
    while high - low > within:
        middle = 0.5 * (low + high)
        if function(middle) < goal:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
