"""NATO sea states: wave height, modal period and usual wind by number and ocean."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from shortdeck.catalog.climate import InOcean, SeaStatesFile, SeaStatesModel, StateRow
from shortdeck.catalog.faults import explain
from shortdeck.catalog.quantity import CATALOGUE
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError, InputError
from shortdeck.sea.spectra import PeakedSpectrum, SpectrumName, spectrum

FILE = Path(__file__).parents[1] / "catalog" / "data" / "climates" / "nato-sea-states.yaml"
HIGHEST = 8
DEFAULT_OCEAN = "north-atlantic"


@dataclass(frozen=True, kw_only=True)
class SeaState:
    """A sea state of one ocean as the table has it. Heights in m, periods in s, winds in m/s.

    ``hs`` is the mean of the band ``hs_range``, ``tp`` the most probable modal period, ``tp_range`` its 5th
    and 95th percentiles, ``wind_speed`` the usual sustained wind at ``wind_height`` above the sea (m), from
    ``wind_range``. ``probability`` is the share of the year; None where no table gives it.
    """

    number: int
    ocean: str
    hs: float
    hs_range: tuple[float, float]
    tp: float
    tp_range: tuple[float, float]
    wind_speed: float
    wind_range: tuple[float, float]
    wind_height: float
    wind_exponent: float
    probability: float | None

    def wind_at(self, height: float) -> float:
        """The usual wind (m/s) at ``height`` (m) above the sea: wind_speed (height / wind_height)^(1/7)."""
        return float(self.wind_speed * (height / self.wind_height) ** self.wind_exponent)

    def spectrum(self, name: SpectrumName = "bretschneider", *, gamma: float | None = None) -> PeakedSpectrum:
        """The named spectrum of this sea state; 'ochi-hubble' takes its periods from the height alone."""
        return spectrum(name, hs=self.hs, tp=None if name == "ochi-hubble" else self.tp, gamma=gamma)


@functools.cache
def table(file: Path = FILE) -> SeaStatesModel:
    """The checked table of sea states. Raises FileError."""
    try:
        found = SeaStatesFile.model_validate(read_mapping(file), context=CATALOGUE)
    except ValidationError as error:
        raise FileError(str(file), explain(error, SeaStatesFile)) from None
    return found.model


def oceans(model: SeaStatesModel | None = None) -> tuple[str, ...]:
    """Oceans and seas for which there are sea states."""
    model = model or table()
    return (*model.states[0].oceans, *model.shorter)


def sea_state(number: int, ocean: str = DEFAULT_OCEAN, *, model: SeaStatesModel | None = None) -> SeaState:
    """NATO sea state ``number`` (0 to 8) in an ocean: 'north-atlantic', 'north-pacific', 'mediterranean'.

    The table has one row for 0 and 1. Raises InputError.
    """
    model = model or table()
    if isinstance(number, bool) or number != int(number) or not 0 <= number <= HIGHEST:
        raise InputError(f"sea state: a whole number from 0 to {HIGHEST}, got {number}")
    row = next(row for row in model.states if number in row.numbers)
    return state_of(row, ocean, number=int(number), model=model)


def state_of(row: StateRow, ocean: str, *, number: int, model: SeaStatesModel) -> SeaState:
    """The sea state that a row of the table describes in an ocean. Raises InputError."""
    place, factor, known = _in_ocean(row, ocean, model)
    return SeaState(
        number=number,
        ocean=ocean,
        hs=row.height.mean.value,
        hs_range=(row.height.least.value, row.height.greatest.value),
        tp=factor * place.period.most_probable.value,
        tp_range=(factor * place.period.low.value, factor * place.period.high.value),
        wind_speed=row.wind.mean.value,
        wind_range=(row.wind.least.value, row.wind.greatest.value),
        wind_height=model.wind_height.value,
        wind_exponent=model.wind_exponent.value,
        probability=place.probability.value if known else None,
    )


def _in_ocean(row: StateRow, ocean: str, model: SeaStatesModel) -> tuple[InOcean, float, bool]:
    """What the table says of that ocean, the factor on its periods, and whether its probability holds."""
    if ocean in row.oceans:
        return row.oceans[ocean], 1.0, True
    shorter = model.shorter.get(ocean)
    if shorter is None:
        raise InputError(f"unknown ocean {ocean!r}; sea states are known for {', '.join(oceans(model))}")
    return row.oceans[shorter.of], shorter.factor.value, False


def number_of(hs: float, *, model: SeaStatesModel | None = None) -> int:
    """The NATO sea state to which a significant wave height (m) belongs; 9 is above 8."""
    edges = [row.height.least.value for row in (model or table()).states]
    row = (model or table()).states[max(int(np.searchsorted(edges, hs, side="right")) - 1, 0)]
    return row.numbers[-1]


def usual_wind(hs: float, *, model: SeaStatesModel | None = None) -> float:
    """The wind (m/s, at the table's wind height) that usually goes with a significant wave height (m).

    Linear within a band of heights, from the least to the greatest wind of its sea state; the small steps
    between bands are the table's.
    """
    model = model or table()
    row = next(row for row in model.states if number_of(hs, model=model) in row.numbers)
    heights = (row.height.least.value, row.height.greatest.value)
    return float(np.interp(hs, heights, (row.wind.least.value, row.wind.greatest.value)))
