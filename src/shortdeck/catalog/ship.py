"""What a file about a ship, or about an airfield, says.

Deck frame: x forward from the stern edge of the flight deck, y to starboard of the centreline, z down with 0
at deck level.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shortdeck.catalog.quantity import (
    Angle,
    Claim,
    Length,
    Mass,
    Number,
    Polygon,
    Record,
    Speed,
    Time,
)


class Hull(Record):
    """Particulars of the underwater hull."""

    length: Length = Field(description="waterline length")
    beam: Length = Field(description="waterline beam")
    draught: Length
    displacement: Mass
    waterplane: Number = Field(description="waterplane coefficient Cwp")
    metacentric_height: Length = Field(description="GM")
    speed_max: Speed
    stern_overhang: Length = Field(
        description="flight-deck stern edge aft of the after perpendicular (negative: forward of it)"
    )


class Ramp(Record):
    """A ski-jump at the forward end of the runway line."""

    length: Length = Field(description="horizontal, from the start of the rise to the lip")
    exit_angle: Angle
    transition: Number = Field(description="share of the length over which curvature builds up from zero")
    port: Length = Field(description="y of the port side of the ramp")
    starboard: Length = Field(description="y of the starboard side of the ramp")


class Island(Record):
    """One island block seen from above."""

    outline: Polygon
    height: Length = Field(description="above the flight deck")


class Runway(Record):
    """The line along which aircraft launch and land."""

    y: Length = Field(description="offset of the line from the centreline, where it crosses the stern edge")
    angle: Angle = Field(description="of the line to the centreline, positive towards starboard going forward")
    start: Length = Field(description="x of the aftmost place from which a launch can begin (main wheels)")
    stern_clearance: Length = Field(description="least height of the wheels over the stern edge on approach")


class Friction(Record):
    """Tyre braking coefficient that the surface offers."""

    dry: Number
    wet: Number
    oily: Number


class Lift(Record):
    """An aircraft lift."""

    name: str
    x: Length = Field(description="centre, deck frame")
    y: Length
    length: Length = Field(description="fore and aft, usable")
    width: Length = Field(description="athwartships, usable")
    capacity: Mass
    cycle: Time = Field(description="up or down with loading")
    to: Literal["hangar", "light-garage"]
    deck_edge: bool = Field(description="open on one side: tails may overhang")


class Bay(Record):
    """A stowage space below deck: a rectangle with a clear height."""

    length: Length
    width: Length
    height: Length = Field(description="clear height under the deck head")


class FlightDeck(Record):
    """Everything on the flight deck."""

    outline: Polygon
    height: Length = Field(description="above the design waterline")
    islands: tuple[Island, ...] = ()
    runway: Runway
    ramp: Ramp | None = None
    friction: Friction
    lifts: tuple[Lift, ...] = ()


class Clearances(Record):
    """Margins that the ship's operator asks for."""

    wing_tip: Length = Field(description="each wing tip to obstacles and deck edge on the runway line")
    between: Length = Field(description="between parked aircraft")
    structure: Length = Field(description="parked aircraft to structure")
    wheel_edge: Length = Field(description="wheel to deck edge")


class ShipModel(Record):
    """Every number here changes some output."""

    hull: Hull
    deck: FlightDeck
    hangar: Bay | None = None
    light_garage: Bay | None = None
    clearances: Clearances


class AirfieldModel(Record):
    """A runway ashore: a deck that does not move, with ground beyond its ends."""

    length: Length
    width: Length
    elevation: Length = Field(description="above the surroundings, so that a drop off the end shows")
    friction: Friction
    rolling_factor: Number = Field(description="multiplies the rolling resistance of the aircraft's tyres")
    clearances: Clearances


class ShipFile(Record):
    """One file of the catalogue about a ship."""

    kind: Literal["ship"]
    name: str
    title: str
    summary: str
    model: ShipModel
    published: tuple[Claim, ...] = ()


class AirfieldFile(Record):
    """One file of the catalogue about an airfield."""

    kind: Literal["airfield"]
    name: str
    title: str
    summary: str
    model: AirfieldModel
    published: tuple[Claim, ...] = ()
