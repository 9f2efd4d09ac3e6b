"""What a file says of sensors: those of an aircraft, and a ship's own reference with its link.

Noise is one standard deviation of an error that fades with a correlation time; a bias is one standard
deviation of an error that is drawn once for a flight. A set of sensors may stand in a file or be named: the
package holds some in ``data/sensors``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from shortdeck.catalog.faults import explain
from shortdeck.catalog.quantity import (
    CATALOGUE,
    Angle,
    AngularRate,
    Length,
    NotNegative,
    Number,
    Positive,
    Record,
    Speed,
    Time,
)
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError, InputError

SETS = Path(__file__).parent / "data" / "sensors"


class RelativePositioning(Record):
    """Where the aircraft is relative to the ship: of one measurement, before the inertial unit smooths it."""

    kind: Literal["satellite", "tracker"] = Field(
        description="satellite: between two antennas, in earth axes; tracker: from the ship, in her axes"
    )
    interval: Positive[Time] = Field(description="between measurements")
    latency: NotNegative[Time] = Field(description="from the moment of a measurement to its use")
    noise_along: NotNegative[Length]
    noise_across: NotNegative[Length]
    noise_up: NotNegative[Length]
    noise_angle: NotNegative[Angle] = Field(description="across and up, for each unit of distance")
    bias_along: NotNegative[Length]
    bias_across: NotNegative[Length]
    bias_up: NotNegative[Length]
    bias_angle: NotNegative[Angle] = Field(description="across and up, for each unit of distance")
    correlation: NotNegative[Time] = Field(description="of the noise; 0: each measurement has its own")
    outage_interval: Positive[Time] = Field(description="mean time between outages")
    outage: NotNegative[Time] = Field(description="mean time that one lasts")
    arm: Length = Field(description="antenna or reflector forward of the aircraft's centre of gravity")
    rise: Length = Field(description="the same above it")


class InertialUnit(Record):
    """Attitude and velocity of the aircraft, aided by satellites."""

    attitude_noise: NotNegative[Angle] = Field(description="roll and pitch")
    attitude_bias: NotNegative[Angle] = Field(description="roll and pitch, mounting included")
    heading_noise: NotNegative[Angle]
    heading_bias: NotNegative[Angle]
    correlation: Positive[Time] = Field(description="of the noise of attitude and heading")
    gyro_bias: NotNegative[AngularRate] = Field(description="left by the calibration before the flight")
    accelerometer_bias: NotNegative[Number] = Field(description="share of gravity")
    levelling: NotNegative[Time] = Field(
        description="a gyro's bias leaves an attitude error of that bias times this time"
    )
    speed_noise: NotNegative[Speed] = Field(description="along and across")
    climb_noise: NotNegative[Speed]
    speed_correlation: Positive[Time]
    blending: NotNegative[Time] = Field(description="over which positions are averaged with the unit's own")


class AirData(Record):
    """Airspeed and angle of attack."""

    interval: NotNegative[Time] = Field(description="between measurements; half of it adds to the lag")
    lag: NotNegative[Time] = Field(description="first-order, of lines and filter")
    speed_noise: NotNegative[Speed]
    speed_bias: NotNegative[Speed] = Field(description="position error left by calibration")
    alpha_noise: NotNegative[Angle]
    alpha_bias: NotNegative[Angle]
    correlation: Positive[Time]


class NavigationSensors(Record):
    """All that an aircraft navigates by."""

    relative: RelativePositioning
    inertial: InertialUnit
    air: AirData


class MotionUnit(Record):
    """The ship's own measurement of how she moves."""

    attitude_noise: NotNegative[Angle] = Field(description="roll and pitch")
    attitude_bias: NotNegative[Angle] = Field(description="roll and pitch, of the unit against the deck")
    heading_noise: NotNegative[Angle]
    heading_bias: NotNegative[Angle]
    attitude_correlation: Positive[Time]
    heave_noise: NotNegative[Length] = Field(description="at the unit's place")
    heave_share: NotNegative[Number] = Field(description="of the motion itself, a scale drawn for a flight")
    heave_rate_noise: NotNegative[Speed]
    side_noise: NotNegative[Length]
    side_rate_noise: NotNegative[Speed]
    correlation: Positive[Time] = Field(description="of heave and sway")


class Link(Record):
    """From the ship to the aircraft: her motion, and what relative positioning needs of her."""

    interval: Positive[Time] = Field(description="between messages")
    latency: NotNegative[Time] = Field(description="from measurement to use")
    outage_interval: Positive[Time] = Field(description="mean time between outages")
    outage: NotNegative[Time] = Field(description="mean time that one lasts")


class ShipSensors(Record):
    """A ship's motion unit and link."""

    motion: MotionUnit
    link: Link


class Place(Record):
    """Where on the ship, deck frame."""

    x: Length
    y: Length
    z: Length = Field(description="below the flight deck; above it: negative")


def sets(model: type[Record]) -> tuple[str, ...]:
    """Names of the sets of the package that hold sensors of an aircraft, or of a ship."""
    prefix = "ship-" if model is ShipSensors else ""
    found = (path.stem for path in sorted(SETS.glob("*.yaml")))
    return tuple(name for name in found if name.startswith("ship-") == bool(prefix))


def _named(model: type[Record]) -> Any:
    """A reader that takes the name of a set for the set."""

    def read(raw: object) -> object:
        if not isinstance(raw, str):
            return raw
        if raw not in sets(model):
            text = f"no set of sensors '{raw}'; allowed are {', '.join(sets(model))}, or the sensors"
            raise PydanticCustomError("quantity", "{text}", {"text": text, "faults": [("", text)]})
        return read_mapping(SETS / f"{raw}.yaml")

    return BeforeValidator(read, json_schema_input_type=str | model)


AircraftNavigation = Annotated[NavigationSensors, _named(NavigationSensors)]
NamedShipSensors = Annotated[ShipSensors, _named(ShipSensors)]


class ShipReference(Record):
    """What the ship knows of her own motion, and where it is measured."""

    unit: Place = Field(description="the motion unit")
    antenna: Place = Field(description="the reference antenna of satellite positioning")
    tracker: Place = Field(description="a tracker, where the aircraft navigates by one")
    sensors: NamedShipSensors = Field(description="the name of a set, or motion and link")


def navigation_set(name: str) -> NavigationSensors:
    """An aircraft's sensors by the name of a set of the package, or from a user's file. Raises InputError."""
    known = sets(NavigationSensors)
    path = SETS / f"{name}.yaml" if name in known else Path(name).expanduser()
    if name not in known and path.suffix not in (".yaml", ".yml"):
        raise InputError(
            f"navigation {name!r}: allowed are none, nominal, {', '.join(known)}, or a file ending in .yaml"
        )
    try:
        return NavigationSensors.model_validate(
            read_mapping(path), context=CATALOGUE if name in known else None
        )
    except ValidationError as error:
        raise FileError(str(path), explain(error, NavigationSensors)) from None
