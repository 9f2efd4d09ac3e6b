"""An envelope as labelled data with units (xarray)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.limits.boundary import Limits, Side
from shortdeck.limits.criterion import GUESS, WEIGHT, Answer
from shortdeck.limits.envelope import Envelope, Slice
from shortdeck.limits.points import SEVERITIES
from shortdeck.limits.units import UNITS
from shortdeck.safety.binomial import anytime_interval

if TYPE_CHECKING:
    import xarray as xr

LEVEL = 0.95
_POINT = ("wind_angle", "wind_over_deck")


def dataset(found: Envelope) -> xr.Dataset:
    """Counts, shares with limits and answers at every point; limits by direction; highest mass by speed.

    Intervals of shares are of one point by itself, at 95 %, and hold although flying stopped when it pleased
    (``anytime_interval``). Limits that were not reached, and what was not flown, are NaN.
    """
    import xarray as xr

    parts = [_slice(found, one) for one in found.slices]
    joined = parts[0] if len(parts) == 1 else xr.combine_by_coords(parts, combine_attrs="override")
    assert isinstance(joined, xr.Dataset)
    joined.attrs = {
        "task": found.task, "aircraft": found.aircraft.name, "ship": found.ship.name, "risk": found.risk,
        "aborts": found.aborts, "confidence": found.confidence, "seed": found.seed,
        "most_flights": found.most_flights, "every_point": int(found.every),
        "interrupted": int(found.interrupted),
    } | {name: _attribute(value) for name, value in found.conditions.items()}  # fmt: skip
    return joined


def _attribute(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _slice(found: Envelope, one: Slice) -> xr.Dataset:
    import xarray as xr

    setting = {name: value for name, value in one.setting._asdict().items() if value is not None}
    data: dict[str, tuple[tuple[str, ...], NDArray[Any], dict[str, Any]]] = {
        name: (_POINT, v, a) for name, (v, a) in _points(found, one).items()
    }
    data |= {name: (("wind_angle",), v, a) for name, (v, a) in _sides(one.limits, "m s-1", "wind").items()}
    if one.masses is not None:
        sides = _sides(one.masses, "kg", "mass")
        data |= {f"highest_{k[5:]}" if k.startswith("high_") else k: (("wind_over_deck",), v, a)
                 for k, (v, a) in sides.items() if k.startswith("high_")}  # fmt: skip
    here = xr.Dataset(
        data,
        coords={
            "wind_angle": ("wind_angle", np.array(found.angles), {
                "units": "rad", "long_name": "where the wind over deck comes from, positive from starboard"}),
            "wind_over_deck": ("wind_over_deck", np.array(found.speeds), {"units": "m s-1"}),
        },
    )  # fmt: skip
    here = here.expand_dims({name: [value] for name, value in setting.items()})
    for name in setting:
        here[name].attrs["units"] = UNITS[name]
    return here


Column = tuple[NDArray[Any], dict[str, Any]]


def _points(found: Envelope, one: Slice) -> dict[str, Column]:
    known, shape = one.known, (len(found.angles), len(found.speeds))
    rare = {c.kind: c.most for c in found.criteria()}
    out: dict[str, Column] = {"flights": (known.flights, {"units": "1"})}
    for kind in ("success", "safe abort", "mishap"):
        out |= _shares(kind, known.count(kind=kind), known.flights, rare.get(kind, 1.0))
    for severity in SEVERITIES:
        out |= _shares(severity, known.count(severity=severity), known.flights, found.risk)
    meanings = {
        "flag_values": [int(a) for a in Answer],
        "flag_meanings": " ".join(a.name.lower() for a in Answer),
    }
    out["answer"] = (known.answer.astype(np.int8), meanings)
    out["within"] = (known.within.astype(np.int8), {"units": "1", "long_name": "within limits"})
    out["inferred"] = (
        known.inferred.astype(np.int8),
        {"units": "1", "long_name": "within limits as both sides are, and nothing speaks against it"},
    )
    out["cannot_fly"] = (np.array(known.reasons, dtype=str), {"long_name": "why it cannot be flown"})
    return {name: (values.reshape(shape), attributes) for name, (values, attributes) in out.items()}


def _shares(
    name: str, count: NDArray[np.int64], flights: NDArray[np.int64], most: float
) -> dict[str, Column]:
    """Count, share and limits of a kind whose share is expected around ``most``."""
    guess = {"guess": GUESS * most, "weight": WEIGHT / most}
    rows = []
    for k, n in zip(count.tolist(), flights.tolist(), strict=True):
        limits = anytime_interval(k, n, level=LEVEL, **guess) if n else (np.nan, np.nan)
        rows.append((k / n if n else np.nan, *limits))
    key = name.replace(" ", "_")
    share, low, high = np.array(rows, dtype=float).T
    one: dict[str, Any] = {"units": "1"}
    return {f"n_{key}": (count, one), f"p_{key}": (share, one), f"p_{key}_low": (low, one),
            f"p_{key}_high": (high, one)}  # fmt: skip


def _sides(limits: tuple[Limits, ...], units: str, what: str) -> dict[str, Column]:
    """Both sides' values by direction: within, beyond, estimate and what binds."""
    out: dict[str, Column] = {}
    for name in ("low", "high"):
        sides: list[Side | None] = [getattr(one, name) for one in limits]
        for part in ("within", "beyond", "estimate"):
            values = [np.nan if s is None else getattr(s, part) for s in sides]
            told = f"{name} limit of {what}: {_PARTS[part]}"
            found = np.array([np.nan if v is None else v for v in values], dtype=float)
            out[f"{name}_{what}_{part}"] = (found, {"units": units, "long_name": told})
        why = [one.why if s is None else s.reason for s, one in zip(sides, limits, strict=True)]
        out[f"{name}_{what}_reason"] = (np.array(why, dtype=str), {"long_name": "what binds"})
    return out


_PARTS = {
    "within": "outermost value within limits",
    "beyond": "next value that is not; NaN where none was reached",
    "estimate": "estimate between them",
}
