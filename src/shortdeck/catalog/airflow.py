"""Coefficients of the turbulence and airwake models, each with its evidence.

They belong to the models, not to an aircraft or a ship; two files of the package hold them.
"""

from __future__ import annotations

import functools
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from shortdeck.catalog.faults import explain
from shortdeck.catalog.loader import DATA
from shortdeck.catalog.quantity import (
    CATALOGUE,
    Length,
    Number,
    Positive,
    Range,
    Record,
    Share,
    Speed,
)
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError

Model = TypeVar("Model", bound=Record)


class TurbulenceCoefficients(Record):
    """Of the marine surface layer: roughness of the sea, intensities, lengths."""

    charnock: Positive[Number] = Field(description="z0 g / u*^2 in light winds")
    charnock_strong: Positive[Number] = Field(description="the same in strong winds")
    wind_light: Positive[Speed] = Field(description="wind at 10 m up to which charnock holds")
    wind_strong: Positive[Speed] = Field(description="wind at 10 m from which charnock_strong holds")
    smooth: Positive[Number] = Field(description="roughness of smooth water over nu / u*")
    sigma_u: Positive[Number] = Field(description="along the wind, over the friction velocity")
    sigma_v: Positive[Number] = Field(description="across")
    sigma_w: Positive[Number] = Field(description="vertical")
    length_u: Positive[Number] = Field(description="over height above the sea")
    length_v: Positive[Number] = Field(description="over height above the sea")
    length_w: Positive[Number] = Field(description="over height above the sea")
    length_height: Positive[Length] = Field(description="height above which the lengths no longer grow")


class AirwakeCoefficients(Record):
    """Of the airwake; what belongs to one ship is in her own file."""

    hull_drag: Annotated[Number, Range(above=0.0, below=2.0)]
    island_drag: Annotated[Number, Range(above=0.0, below=2.0)]
    near_deficit: Annotated[Share, Range(above=0.0)]
    wake_height: Positive[Number]
    wake_width: Positive[Number]
    bubble_length: Positive[Number]
    bubble_height: Positive[Number]
    layer_growth: Positive[Number]
    layer_deficit: Share
    layer_recovery: Positive[Number]
    ramp_follow: Share
    blocking: Positive[Number]
    pitch_down: Number
    pitch_along: Number
    pitch_reach_down: Positive[Length]
    pitch_reach_along: Positive[Length]
    carrier_length: Positive[Length]
    convection: Positive[Number]
    random_along: Share
    random_across: Share
    random_down: Share
    random_length: Positive[Number]


def _read(name: str, model: type[Model]) -> Model:
    path = DATA / "air" / name
    try:
        return model.model_validate(read_mapping(path), context=CATALOGUE)
    except ValidationError as error:
        raise FileError(str(path), explain(error, model)) from None


@functools.cache
def turbulence_coefficients() -> TurbulenceCoefficients:
    """The package's coefficients of turbulence over the sea."""
    return _read("turbulence.yaml", TurbulenceCoefficients)


@functools.cache
def airwake_coefficients() -> AirwakeCoefficients:
    """The package's coefficients of the airwake."""
    return _read("airwake.yaml", AirwakeCoefficients)


def varied(coefficients: Model, **values: float) -> Model:
    """A copy with the named coefficients set to other values (SI); their evidence stays."""
    import dataclasses

    changed = {
        name: dataclasses.replace(getattr(coefficients, name), value=value, text=f"{value:g}")
        for name, value in values.items()
    }
    return coefficients.model_copy(update=changed)
