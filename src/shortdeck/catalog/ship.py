"""What a file about a ship, or about an airfield, says.

Deck frame: x forward from the stern edge of the flight deck, y to starboard of the centreline, z down with 0
at deck level.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from shortdeck.catalog.quantity import (
    Angle,
    Claim,
    Length,
    Mass,
    NotNegative,
    Number,
    Polygon,
    Positive,
    Range,
    Record,
    Share,
    Speed,
    Time,
)
from shortdeck.catalog.sensors import ShipReference

Grip = Annotated[Number, Range(above=0.0, most=1.5)]


class Hull(Record):
    """Particulars of the underwater hull."""

    length: Positive[Length] = Field(description="waterline length")
    beam: Positive[Length] = Field(description="waterline beam")
    draught: Positive[Length]
    displacement: Positive[Mass]
    waterplane: Share = Field(description="waterplane coefficient Cwp")
    metacentric_height: Positive[Length] = Field(description="GM")
    midship: Share | None = Field(default=None, description="midship section coefficient Cm")
    buoyancy_centre: Length | None = Field(
        default=None, description="centre of buoyancy forward of midship; counts when a hull is computed anew"
    )
    flotation_centre: Length | None = Field(
        default=None,
        description="centre of flotation forward of midship; counts when a hull is computed anew",
    )
    roll_gyradius: Positive[Length] | None = Field(
        default=None, description="radius of gyration in roll of the ship without the water moving with her"
    )
    pitch_gyradius: Positive[Length] | None = Field(default=None, description="the same in pitch and yaw")
    bilge_keel_length: NotNegative[Length] | None = Field(
        default=None, description="of the keel on each side"
    )
    bilge_keel_breadth: NotNegative[Length] | None = None
    roll_damping: Positive[Number] | None = Field(
        default=None, description="multiplies the computed roll damping by eddies, bilge keels and lift"
    )
    speed_max: Positive[Speed]
    stern_overhang: Length = Field(
        description="flight-deck stern edge aft of the after perpendicular (negative: forward of it)"
    )


class Ramp(Record):
    """A ski-jump at the forward end of the runway line."""

    length: Positive[Length] = Field(description="horizontal, from the start of the rise to the lip")
    exit_angle: Annotated[Angle, Range(least=0.0, below=math.radians(30.0))]
    transition: Share = Field(description="share of the length over which curvature builds up from zero")
    port: Length = Field(description="y of the port side of the ramp")
    starboard: Length = Field(description="y of the starboard side of the ramp")


class Island(Record):
    """One island block seen from above."""

    outline: Polygon
    height: Positive[Length] = Field(description="above the flight deck")


class Runway(Record):
    """The line along which aircraft launch and land."""

    y: Length = Field(description="offset of the line from the centreline, where it crosses the stern edge")
    angle: Annotated[Angle, Range(above=-math.radians(30.0), below=math.radians(30.0))] = Field(
        description="of the line to the centreline, positive towards starboard going forward"
    )
    start: NotNegative[Length] = Field(
        description="x of the aftmost place from which a launch can begin (main wheels)"
    )
    stern_clearance: NotNegative[Length] = Field(
        description="least height of the wheels over the stern edge on approach"
    )


class Friction(Record):
    """Tyre braking coefficient that the surface offers."""

    dry: Grip
    wet: Grip
    oily: Grip


class Lift(Record):
    """An aircraft lift."""

    name: str
    x: Length = Field(description="centre, deck frame")
    y: Length
    length: Positive[Length] = Field(description="fore and aft, usable")
    width: Positive[Length] = Field(description="athwartships, usable")
    capacity: Positive[Mass]
    cycle: Positive[Time] = Field(description="up or down with loading")
    to: Literal["hangar", "light-garage"]
    deck_edge: bool = Field(description="open on one side: tails may overhang")


class Spot(Record):
    """A landing spot for helicopters on the flight deck."""

    name: str
    x: Length = Field(description="middle, deck frame")
    y: Length
    diameter: Positive[Length] = Field(description="of the circle to be kept clear while it is in use")


class Tractor(Record):
    """What tows aircraft on deck and in the hangar, with its tow bar."""

    length: Positive[Length] = Field(description="from the towed wheel to the far end")
    width: Positive[Length]
    height: Positive[Length]
    speed: Positive[Speed] = Field(description="with an aircraft behind it")


class Bay(Record):
    """A stowage space below deck: a rectangle with a clear height."""

    x: Length | None = Field(
        default=None, description="after bulkhead, deck frame; absent: forward of the lift that leads there"
    )
    y: Length | None = Field(default=None, description="middle, deck frame; absent: the centreline")
    length: Positive[Length]
    width: Positive[Length]
    height: Positive[Length] = Field(description="clear height under the deck head")


class FlightDeck(Record):
    """Everything on the flight deck."""

    outline: Polygon
    height: Positive[Length] = Field(description="above the design waterline")
    islands: tuple[Island, ...] = ()
    runway: Runway
    ramp: Ramp | None = None
    friction: Friction
    lifts: tuple[Lift, ...] = ()
    spots: tuple[Spot, ...] = ()


Count = Annotated[Number, Range(least=0.0, most=1000.0)]


class Handling(Record):
    """People, equipment and times that move aircraft between hangar, deck and air.

    Crews: each prepares, turns round or moves one aircraft at a time. Numbers of things are whole.
    """

    tractors: Count = Field(description="that tow at once; where there is none, parties that push")
    crews: Count = Field(description="on duty by day, each at one aircraft")
    crews_night: Count = Field(description="on duty during the twelve hours of night")
    control_stations: Count = Field(description="each controls one aircraft, from checks to shutdown")
    links: Count = Field(description="aircraft in the air at once that the data links carry")
    fuel_points: Count = Field(description="aircraft fuelled at once")
    workshops: Count = Field(description="aircraft under repair or inspection at once")
    aviation_fuel: Positive[Mass] = Field(description="carried for aircraft")
    hook_on: Positive[Time] = Field(description="chains off and tow bar on, or the reverse")
    launch_interval: Positive[Time] = Field(description="runway taken by a launch after lining up")
    recovery_interval: Positive[Time] = Field(description="runway kept clear for an approach, to the stop")
    foul_deck: Positive[Time] = Field(description="runway closed after a mishap")
    spread: NotNegative[Number] = Field(
        description="standard deviation over mean of these times, of lift rides and of towing"
    )


COUNTS = ("tractors", "crews", "crews_night", "control_stations", "links", "fuel_points", "workshops")
"""Numbers of ``Handling`` that count things."""


class Clearances(Record):
    """Margins that the ship's operator asks for."""

    wing_tip: NotNegative[Length] = Field(
        description="each wing tip to obstacles and deck edge on the runway line"
    )
    between: NotNegative[Length] = Field(description="between parked aircraft")
    structure: NotNegative[Length] = Field(description="parked aircraft to structure")
    wheel_edge: NotNegative[Length] = Field(description="wheel to deck edge")


class ShipModel(Record):
    """Every number here changes some output."""

    hull: Hull
    deck: FlightDeck
    hangar: Bay | None = None
    light_garage: Bay | None = None
    tractor: Tractor | None = Field(default=None, description="absent: aircraft are pushed by hand")
    handling: Handling | None = Field(default=None, description="absent: no deck cycle can be run")
    reference: ShipReference | None = Field(
        default=None, description="absent: she knows without error how she moves, and the link has no delay"
    )
    clearances: Clearances


class RunwayMargins(Record):
    """Margins that an airfield's operator asks for."""

    wing_tip: NotNegative[Length] = Field(description="each wing tip to the runway's edge")
    wheel_edge: NotNegative[Length] = Field(description="wheel to the runway's edge")


class AirfieldModel(Record):
    """A runway ashore: a deck that does not move, with ground beyond its ends."""

    length: Positive[Length]
    width: Positive[Length]
    elevation: NotNegative[Length] = Field(
        description="above the surroundings, so that a drop off the end shows"
    )
    friction: Friction
    rolling_factor: Positive[Number] = Field(
        description="multiplies the rolling resistance of the aircraft's tyres"
    )
    clearances: RunwayMargins


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
