"""What an aircraft takes up where it stands: its outline, folded and spread, and its wheels.

Lengths are measured in the datum frame of ``catalog.aircraft``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shortdeck.catalog.quantity import (
    Angle,
    Claim,
    Length,
    Mass,
    NotNegative,
    Polygon,
    Positive,
    Record,
    Time,
)


class PlanPart(Record):
    """One part of an outline: what it covers seen from above, and between which heights."""

    name: str
    plan: Polygon = Field(description="corners in order: x aft of the nose, y to the right")
    low: NotNegative[Length] = Field(description="lowest point above the ground line")
    high: Positive[Length] = Field(description="highest point above the ground line")


class Ground(Record):
    """Where an aircraft stands, and how it turns under tow."""

    wheels: Polygon = Field(description="points of contact: x aft of the nose, y to the right")
    axle_x: Length = Field(description="station of the wheels that do not steer")
    tow_x: Length = Field(description="station of the wheel that steers, where the tow bar hooks on")
    steering: Positive[Angle] = Field(description="largest angle of that wheel under tow")


class Fold(Record):
    """The outline with wings folded; absent where the wings do not fold."""

    span: Positive[Length] = Field(description="width, wings folded")
    length: Positive[Length] = Field(description="length, wings folded")
    height: Positive[Length] = Field(description="height, wings folded")
    time: Positive[Time] = Field(description="time to spread or fold, with locks and checks")
    outline: tuple[PlanPart, ...] = Field(
        default=(), description="parts, wings folded; absent: drawn from the dimensions"
    )


class ParkedModel(Record):
    """An aircraft that only takes up room on the deck."""

    span: Positive[Length]
    length: Positive[Length]
    height: Positive[Length]
    mass: Positive[Mass]
    outline: tuple[PlanPart, ...] = Field(
        default=(), description="parts, rotors or wings spread; absent: one box of span, length and height"
    )
    ground: Ground | None = Field(
        default=None, description="wheels and steering; absent: judged from the dimensions"
    )
    fold: Fold | None = None


class ParkedFile(Record):
    """One file of the catalogue about an aircraft that stands on deck."""

    kind: Literal["parked"]
    name: str
    title: str
    summary: str
    model: ParkedModel
    published: tuple[Claim, ...] = ()
