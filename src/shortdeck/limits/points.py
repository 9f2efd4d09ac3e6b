"""How often launches or recoveries end well, are broken off safely, or end in a mishap, at given points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.store import Store
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.limits.flying import MOST_ROWS, Told, points_of
from shortdeck.limits.record import KINDS, Record
from shortdeck.limits.units import UNITS
from shortdeck.safety.binomial import clopper_pearson
from shortdeck.safety.severity import Severity

if TYPE_CHECKING:
    import xarray as xr

Real = NDArray[np.float64]
SEVERITIES = tuple(str(s) for s in Severity)
LEVEL = 0.95


class Share(NamedTuple):
    """Share of the flights at each point with its limits; NaN where no flight was possible."""

    estimate: Real
    low: Real
    high: Real


@dataclass(frozen=True)
class PointRates:
    """What flights at points came to.

    ``counts`` has, by point, flights by kind (success, safe abort, mishap) and by severity of the mishap
    (lost, structural, incident, which add up to mishap); ``outcomes`` by the name of the outcome.
    ``reasons`` says why a point cannot be flown, and is empty where it can. All points flew the same cases
    of ``seed``.
    """

    task: str
    aircraft: str
    ship: str
    seed: int
    columns: Mapping[str, NDArray[Any]]
    flights: NDArray[np.int64]
    counts: Mapping[str, NDArray[np.int64]]
    outcomes: Mapping[str, NDArray[np.int64]]
    reasons: tuple[str, ...]
    interrupted: bool = False

    def __len__(self) -> int:
        return len(self.flights)

    def share(self, what: str, *, level: float = LEVEL) -> Share:
        """Share of flights that came to a kind, a severity or a named outcome, with exact limits."""
        found = self.counts.get(what, self.outcomes.get(what))
        if found is None:
            known = ", ".join([*self.counts, *self.outcomes])
            raise InputError(f"{what!r}: no flight came to that; known are {known}")
        rows = [
            (k / n, *clopper_pearson(int(k), int(n), level=level)) if n else (np.nan, np.nan, np.nan)
            for k, n in zip(found.tolist(), self.flights.tolist(), strict=True)
        ]
        return Share(*(np.array(column, dtype=float) for column in zip(*rows, strict=True)))

    def dataset(self, *, level: float = LEVEL) -> xr.Dataset:
        """Columns, counts and shares with their limits by point."""
        import xarray as xr

        data: dict[str, Any] = {
            name: ("point", values, {"units": UNITS[name]} if name in UNITS else {})
            for name, values in self.columns.items()
        }
        data["flights"] = ("point", self.flights, {"units": "1"})
        for name in self.counts:
            share, key = self.share(name, level=level), name.replace(" ", "_")
            data[f"n_{key}"] = ("point", self.counts[name], {"units": "1"})
            data[f"p_{key}"] = ("point", share.estimate, {"units": "1"})
            data[f"p_{key}_low"] = ("point", share.low, {"units": "1"})
            data[f"p_{key}_high"] = ("point", share.high, {"units": "1"})
        data["reason"] = ("point", np.array(self.reasons, dtype=str), {"long_name": "why not flown"})
        attributes = {
            "task": self.task, "aircraft": self.aircraft, "ship": self.ship, "seed": self.seed,
            "level": level, "intervals": "Clopper-Pearson, at each point by itself",
        }  # fmt: skip
        return xr.Dataset(data, attrs=attributes)

    def as_data(self, *, level: float = LEVEL) -> dict[str, Any]:
        """Plain data, SI and radians; null where no flight was possible."""
        shares = {name: self.share(name, level=level) for name in self.counts}
        points = []
        for k in range(len(self)):
            one: dict[str, Any] = {name: values[k].item() for name, values in self.columns.items()}
            one["flights"] = int(self.flights[k])
            one |= {
                name: {
                    "flights": int(self.counts[name][k]),
                    "share": _number(of.estimate[k]), "low": _number(of.low[k]), "high": _number(of.high[k]),
                }
                for name, of in shares.items()
            }  # fmt: skip
            one["outcomes"] = {name: int(n[k]) for name, n in self.outcomes.items() if n[k]}
            one["cannot_fly"] = self.reasons[k] or None
            points.append(one)
        return {
            "task": self.task, "aircraft": self.aircraft, "ship": self.ship, "seed": self.seed,
            "level": level, "interrupted": self.interrupted, "points": points,
        }  # fmt: skip


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def rates_at(
    task: str,
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    points: Mapping[str, Sequence[Any] | NDArray[Any] | float | int | str | bool],
    flights: int,
    seed: int = 0,
    *,
    batch: int = MOST_ROWS,
    store: Store | None = None,
    threads: int | None = None,
    told: Told | None = None,
) -> PointRates:
    """Outcomes of ``flights`` flights at each point; all points meet the same draws (cases 0, 1, 2, ...).

    ``points``: conditions by name, as columns of ``fly_table``; a single value stands for all points. A
    point without ``wind_over_deck`` has the usual wind of its sea state. Conditions that cannot be flown
    have no flights and a reason. ``batch`` flights are flown together. With a ``store`` flights that were
    flown before are not flown again. Ctrl-C returns the points that are done, with ``interrupted``. Raises
    InputError.
    """
    if flights < 1:
        raise InputError(f"flights {flights}: one or more at each point are needed")
    found = points_of(task, aircraft, ship, points, seed)
    reasons = found.reasons()
    record = found.record(store=store, threads=threads, told=told)
    can = np.array([not reason for reason in reasons])
    interrupted = False
    try:
        # A table at a time, so that an interruption keeps the points before it.
        each = max(1, batch // flights)
        where = np.flatnonzero(can)
        for start in range(0, len(where), each):
            wanted = np.zeros(len(found), np.int64)
            wanted[where[start : start + each]] = flights
            record.reach(wanted)
    except KeyboardInterrupt:
        interrupted = True
    record.save()
    return PointRates(
        found.task, found.aircraft.name, found.ship.name, seed, found.columns, record.flights,
        kinds_and_severities(record), by_outcome(record), tuple(reasons), interrupted,
    )  # fmt: skip


def kinds_and_severities(record: Record) -> dict[str, NDArray[np.int64]]:
    """Flights of each point by kind and by severity."""
    kinds = {kind: record.count(kind=kind) for kind in KINDS}
    return kinds | {severity: record.count(severity=severity) for severity in SEVERITIES}


def by_outcome(record: Record) -> dict[str, NDArray[np.int64]]:
    """Flights of each point by the name of their outcome."""
    return {name: record.count(outcome=name) for name in sorted({w.outcome for w in record.what})}
