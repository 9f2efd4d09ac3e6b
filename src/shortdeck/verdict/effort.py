"""How much a verdict spends at each depth, and what it is asked by."""

from __future__ import annotations

from typing import Literal, NamedTuple

RISK = 1e-2  # mishap in one attempt, at most
FIRST_ATTEMPT = 0.9  # share aboard at the first attempt, at least
STATION = 200.0 * 1852.0  # m
FLEET = 12
CLIMATE = "north-pacific"
Depth = Literal["quick", "standard", "deep"]


class Limits(NamedTuple):
    """The grid of an envelope, refined where its boundary runs, and what it is judged by."""

    sea_states: tuple[int, ...]
    ship_speed: str
    directions: int
    speeds: tuple[str, ...]
    risk: float
    flights: int  # at a point, at most


class Effort(NamedTuple):
    """What a depth spends."""

    flights: int  # a question
    sea_states: tuple[int, ...]
    parking: float  # factor on the work of planning: a tenth takes about 5 s a place
    replications: int
    hinge_replications: int  # with each number of the deck cycle at either end
    study: bool  # what holds the fleet back, what a year hangs on
    envelope: Limits
    year_flights: int  # at least as many as a first look takes
    wide: bool  # limits over wind and the share of the year belong to the verdict, not to the report alone
    rare: bool  # risks as small as one in a million


_COARSE = Limits((4,), "12 kn", 8, ("10 kn", "17.5 kn", "25 kn", "32.5 kn", "40 kn"), 0.05, 400)
_FINE = Limits((3, 4, 5), "12 kn", 6, ("5 kn", "10 kn", "20 kn", "30 kn", "40 kn"), RISK, 1600)
EFFORTS: dict[Depth, Effort] = {
    "quick": Effort(1000, (4,), 0.1, 10, 2, False, _COARSE, 0, False, False),
    "standard": Effort(2000, (3, 4, 5), 1.0, 20, 4, True, _FINE, 40_000, True, False),
    "deep": Effort(
        20_000, (3, 4, 5, 6), 2.0, 50, 10, True, _FINE._replace(sea_states=(3, 4, 5, 6), flights=6000),
        150_000, True, True,
    ),
}  # fmt: skip
