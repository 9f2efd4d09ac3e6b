"""The seas of a year: a climate as classes of height and period, each with its wind and its share.

A sea state of an ocean's table becomes classes of equal share: ``HEIGHTS`` heights over its band times
``PERIODS`` periods of their distribution, cut off where waves would break. A scatter diagram's cells stay as
they are, without their direction, since only the ship's course to the waves counts here. The wind is the one
that usually goes with the height, from where the waves come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shortdeck.air.wind import REFERENCE_HEIGHT
from shortdeck.catalog.quantity import Quantity
from shortdeck.sea.breaking import shortest_period
from shortdeck.sea.climate import Climate, ScatterClimate, TableClimate
from shortdeck.sea.states import number_of, table, usual_wind

Real = NDArray[np.float64]

HEIGHTS, PERIODS = 3, 3
CALMEST = 0.05
"""m: a lower sea is taken as this one."""


@dataclass(frozen=True, kw_only=True)
class Seas:
    """Classes of seas: (n,) each. ``wind`` is the true wind at the reference height above the deck."""

    climate: str
    hs: Real  # m
    tp: Real  # s
    wind: Real  # m/s
    share: Real  # of the year; sum 1
    state: NDArray[np.int64]  # NATO number; 9 is above 8
    counts: float | None  # observations behind the shares, where known
    other_shares: tuple[Real, ...] = ()  # by other tables of the same ocean

    def __len__(self) -> int:
        return len(self.hs)

    @property
    def likely(self) -> Real:
        """Shares of the year, the mean of all tables: by which flights are planned."""
        return np.asarray(np.mean([self.share, *self.other_shares], axis=0))


def seas_of(climate: Climate, *, deck_height: float) -> Seas:
    """The classes of a climate for a ship with her flight deck that high above the water (m)."""
    if isinstance(climate, TableClimate):
        hs, tp, share, others = _of_table(climate)
    else:
        hs, tp, share = _of_cells(climate)
        others = ()
    model = table()
    lift = ((deck_height + REFERENCE_HEIGHT) / model.wind_height.value) ** model.wind_exponent.value
    return Seas(
        climate=climate.name, hs=np.maximum(hs, CALMEST), tp=tp,
        wind=np.array([usual_wind(float(h)) * lift for h in hs]), share=share,
        state=np.array([number_of(float(h)) for h in hs], dtype=np.int64),
        counts=climate.observations if isinstance(climate, ScatterClimate) else None, other_shares=others,
    )  # fmt: skip


def _of_table(climate: TableClimate) -> tuple[Real, Real, Real, tuple[Real, ...]]:
    """Heights, periods and shares of an ocean's table, and the shares by the alternatives that it quotes."""
    hs, tp, which = [], [], []
    for row, state in enumerate(climate.states):
        low, high = state.hs_range
        for i in range(HEIGHTS):
            height = low + (i + 0.5) / HEIGHTS * (high - low)
            shortest = shortest_period(height)
            steep = climate.periods[row].cdf(shortest)
            for j in range(PERIODS):
                rank = steep + (j + 0.5) / PERIODS * (1.0 - steep)
                hs.append(height)
                tp.append(max(climate.periods[row].quantile(rank), shortest))
                which.append(row)
    rows = np.array(which)
    each = 1.0 / (HEIGHTS * PERIODS)
    share = climate.probabilities[rows] * each
    others = [other[rows] * each for other in _alternatives(climate)]
    kept = (share > 0.0) | np.any([other > 0.0 for other in others] or [share > 0.0], axis=0)
    return np.array(hs)[kept], np.array(tp)[kept], share[kept], tuple(other[kept] for other in others)


def _alternatives(climate: TableClimate) -> list[Real]:
    """Shares of the sea states with the other figures that the table quotes put in their place, if any."""
    model = table()
    found: list[Quantity] = []
    for row in model.states:
        place = row.oceans.get(climate.name)
        if place is None:
            return []
        found.append(place.probability)
    if not any(number.alternatives for number in found):
        return []
    shares = np.array([n.alternatives[0].value if n.alternatives else n.value for n in found], dtype=float)
    return [np.asarray(shares / shares.sum())]


def _of_cells(climate: Climate) -> tuple[Real, Real, Real]:
    """Middles and shares of a scatter diagram's cells, those that differ in direction alone put together."""
    together: dict[tuple[float, float], float] = {}
    for which, share in enumerate(climate.probabilities):
        hs, tp, _ = climate.middle(which)
        place = (round(hs, 6), round(tp, 6))
        together[place] = together.get(place, 0.0) + float(share)
    hs_tp = np.array(list(together))
    return hs_tp[:, 0], hs_tp[:, 1], np.array(list(together.values()))


def drawn_shares(seas: Seas, *, rng: np.random.Generator, count: int) -> Real:
    """Shares of the year as uncertain as they are known, (count, n).

    Where the number of observations is known, a Dirichlet draw around the shares (observations taken as
    independent, which those a few hours apart are not: a lower bound of the uncertainty); where another table
    of the ocean is quoted, one of the two at random; else the shares as they are.
    """
    if seas.counts is not None:
        return np.asarray(rng.dirichlet(np.maximum(seas.share * seas.counts, 1e-6), size=count))
    tables = np.stack([seas.share, *seas.other_shares])
    return np.asarray(tables[rng.integers(0, len(tables), size=count)])
