"""What the file of sea states says: heights, winds, periods and probabilities, each with its evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shortdeck.catalog.quantity import (
    Length,
    NotNegative,
    Number,
    Positive,
    Range,
    Record,
    Share,
    Speed,
    Time,
)


class HeightBand(Record):
    """Significant wave heights of a sea state."""

    least: NotNegative[Length]
    mean: Positive[Length]
    greatest: Positive[Length]


class WindBand(Record):
    """Sustained winds that go with a sea state."""

    least: NotNegative[Speed]
    mean: Positive[Speed]
    greatest: Positive[Speed]


class PeriodBand(Record):
    """Modal (peak) periods that go with a sea state in an ocean."""

    low: Positive[Time] = Field(description="5th percentile")
    most_probable: Positive[Time]
    high: Positive[Time] = Field(description="95th percentile")


class InOcean(Record):
    """A sea state in one ocean."""

    probability: Share = Field(description="share of the year")
    period: PeriodBand


class StateRow(Record):
    """One row of the table."""

    numbers: tuple[int, ...] = Field(description="sea states for which the row stands; 9 is above 8")
    height: HeightBand
    wind: WindBand
    oceans: dict[str, InOcean]


class Shorter(Record):
    """A sea whose periods are shorter than those of an ocean in the table; it has no probabilities."""

    of: str
    factor: Annotated[Number, Range(above=0.0, most=1.0)] = Field(description="on every modal period")


class SeaStatesModel(Record):
    """Every number here changes some output."""

    wind_height: Positive[Length] = Field(description="above the sea, at which the winds are meant")
    wind_exponent: Share = Field(description="of the power law that moves the winds to another height")
    states: tuple[StateRow, ...]
    shorter: dict[str, Shorter] = Field(default_factory=dict)


class SeaStatesFile(Record):
    """The file of sea states."""

    kind: Literal["sea-states"]
    name: str
    title: str
    summary: str
    model: SeaStatesModel
