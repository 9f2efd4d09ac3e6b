"""A deck cycle of plain numbers for tests: every time fixed, nothing fails, unless a test says otherwise."""

import dataclasses
from math import inf

from shortdeck.fleet import setup as s
from shortdeck.fleet.draws import Duration
from shortdeck.fleet.mission import Mission
from shortdeck.fleet.rates import CALM, Weather
from shortdeck.fleet.setup import Setup, Times, Units

MINUTE = 60.0
HOUR = 3600.0
MANY = 1000


def fixed(seconds: float) -> Duration:
    return Duration(seconds, 0.0)


TIMES = Times(
    preflight=fixed(20 * MINUTE), start=fixed(10 * MINUTE), line_up=fixed(2 * MINUTE), launch=fixed(MINUTE),
    approach=fixed(3 * MINUTE), clear=fixed(MINUTE), pattern=fixed(6 * MINUTE), fold=fixed(5 * MINUTE),
    refuel=fixed(30 * MINUTE), post_flight=fixed(40 * MINUTE), hook_on=fixed(2 * MINUTE),
    tow_below=fixed(MINUTE), tow_above=fixed(2 * MINUTE), lift=fixed(1.5 * MINUTE),
    foul_deck=fixed(HOUR), repair=fixed(5 * HOUR), inspection=fixed(4 * HOUR), fault=0.0,
    between_failures=inf, inspection_every=inf,
)  # fmt: skip
SCATTERED = dataclasses.replace(
    TIMES,
    **{
        field.name: Duration(getattr(TIMES, field.name).mean, 0.4)
        for field in dataclasses.fields(Times)
        if isinstance(getattr(TIMES, field.name), Duration)
    },
    fault=0.05, between_failures=20 * HOUR, inspection_every=30 * HOUR,
)  # fmt: skip
MISSION = Mission(
    distance=100e3, altitude=3000.0, transit_speed=100e3 / HOUR, transit_burn=0.01, loiter_burn=0.005,
    transit=HOUR, fuel=72.0 + 72.0 + 9.0, reserve=9.0, on_station=4 * HOUR, radius=360e3, payload=0.0,
)  # fmt: skip


def deck(*, fleet: int, days: float = 10.0, places: int = MANY, below: int = 0, **changes) -> Setup:
    """A deck with plenty of everything; ``changes`` by the names of ``Setup``; resources in ``units``."""
    units = {name: Units(MANY, MANY) for name in s.RESOURCES}
    units |= {s.DECK_PLACES: Units(places, places), s.HANGAR_PLACES: Units(below, below)}
    units |= {s.RUNWAY: Units(1, 1), **changes.pop("units", {})}
    plain = {
        "times": TIMES, "mission": MISSION, "tanks": 306.0, "ship_fuel": 1e6, "rates": CALM,
        "weather": Weather(state=0),
    }  # fmt: skip
    return Setup(fleet=fleet, days=days, units=units, **(plain | changes))
