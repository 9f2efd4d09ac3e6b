"""What may be said of a flight: the one record of its words, with their types, units, defaults and help.

``launch``, ``recover``, ``risk``, ``hinges`` and ``envelope`` spell these keywords out in their signatures,
the command line draws its options from here, tables of cases and studies take their columns' units, and the
tests change each word and look for a change in the flight. A word that is added here is added there, or a
test fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self, get_args

if TYPE_CHECKING:
    from shortdeck.air.pack import DiscreteGust
    from shortdeck.sea.choice import SeaWords

Quantity = float | str
"""A float in SI and radians, or a text that carries its unit."""


class Told(NamedTuple):
    """How a word is told to those who look for it."""

    help: str
    unit: str = ""  # SI unit of a quantity; empty where it is none
    task: str = ""  # launch or recover, where it counts in that one alone


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of one flight; None: not said.

    ``wind_over_deck`` None is what the sea state brings, or none; ``navigation``, ``turbulence`` and
    ``airwake`` None: there as soon as the flight is drawn (a seed) or at sea.
    """

    mass: Annotated[Quantity | None, Told("such as '1450 kg'; default: the file's", "kg")] = None
    wind_over_deck: Annotated[Quantity | None, Told("such as '25 kn', 10 m above the deck", "m/s")] = None
    wind_angle: Annotated[
        Quantity | None, Told("where from, relative to the bow, positive from starboard; deg", "rad")
    ] = None
    ship_speed: Annotated[Quantity, Told("such as '20 kn'", "m/s")] = 0.0
    heading: Annotated[Quantity, Told("of the ship, from north; deg", "rad")] = 0.0
    surface: Annotated[str, Told("dry, wet or oily")] = "dry"
    stores: Annotated[float, Told("share of the payload carried outside, 0 to 1")] = 0.0
    ramp: Annotated[bool, Told("as if the deck had no ramp")] = True
    deck_run: Annotated[
        Quantity | None, Told("length of deck to use, such as '120 m'", "m", task="launch")
    ] = None
    abort_at: Annotated[
        Quantity | None, Told("close throttle and brake at this station", "m", task="launch")
    ] = None
    release: Annotated[str, Told("at-once, or timed with the deck's motion", task="launch")] = "at-once"
    abort: Annotated[bool, Told("give up while it can stop, if too slow", task="launch")] = True
    speed_factor: Annotated[float | None, Told("over the stall speed, in place of the file's")] = None
    approach: Annotated[
        str, Told("at-once, or quiet: held astern until the deck has been quiet", task="recover")
    ] = "at-once"
    compensation: Annotated[bool, Told("follow the deck as foreseen at touchdown", task="recover")] = True
    sea_state: Annotated[int | None, Told("NATO sea state; alone it brings its usual wind")] = None
    hs: Annotated[Quantity | None, Told("significant wave height, such as '3 m', with --tp", "m")] = None
    tp: Annotated[Quantity | None, Told("peak period, such as '10 s'", "s")] = None
    wave_heading: Annotated[
        Quantity | None, Told("180 head seas (default), 90 from starboard; deg", "rad")
    ] = None
    spectrum: Annotated[str | None, Told("bretschneider, jonswap, ochi-hubble, torsethaugen")] = None
    spreading: Annotated[str | None, Told("long-crested, cos2 (default), half-cos10")] = None
    ocean: Annotated[str | None, Told("of the sea state: north-atlantic (default), north-pacific")] = None
    recorded: Annotated[str | Path | None, Told("a ship's recorded motion (CSV, NetCDF) for a sea")] = None
    record_start: Annotated[Quantity, Told("how far into the recorded motion the flight starts", "s")] = 0.0
    flow_field: Annotated[str | Path | None, Told("the ship's airwake on a grid (NetCDF)")] = None
    turbulence: Annotated[str | None, Told("marine, dryden or none")] = None
    airwake: Annotated[bool | None, Told("default: with a seed or a sea")] = None
    navigation: Annotated[
        str | None, Told("nominal (default with a seed or a sea), none, a set of sensors, a file")
    ] = None
    gust: Annotated["DiscreteGust | None", Told("such as 'along=5 m/s, onset=20 s, rise=40 m'")] = None
    faults: Annotated[
        Mapping[str, Quantity] | None, Told("what fails, such as 'engine_stops=4 s'; may be repeated")
    ] = None
    seed: Annotated[int | None, Told("draw sea and air; absent: 0 at sea")] = None
    case: Annotated[int, Told("which draw of the seed")] = 0

    @classmethod
    def among(cls, given: Mapping[str, Any]) -> Self:
        """The words among the arguments of a function, as ``locals()`` has them at its top."""
        return cls(**{name: given[name] for name in WORDS if name in given})

    def sea(self) -> "SeaWords":
        """What is said of the sea."""
        from shortdeck.sea.choice import SeaWords

        return SeaWords(**{name: getattr(self, name) for name in SEA})

    def idle(self, task: str) -> list[str]:
        """Words said that count in the other task alone; ``task`` is launch or recover."""
        return [
            name for name, word in WORDS.items()
            if word.told.task not in ("", task) and getattr(self, name) != word.default
        ]  # fmt: skip


class Word(NamedTuple):
    """A word, for those who lay out options and columns."""

    default: Any
    type: Any
    told: Told


WORDS = {item.name: Word(item.default, *get_args(item.type)) for item in fields(Words)}
"""All words by name, in the order in which they are told."""

SEA = ("sea_state", "hs", "tp", "wave_heading", "spectrum", "spreading", "ocean")
