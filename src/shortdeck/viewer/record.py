"""A flight as the viewer sees it: read from its file, or as it was just flown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.errors import InputError
from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.fly import Flight
from shortdeck.flight.outcome import Kind, Outcome
from shortdeck.viewer.mesh import Real

if TYPE_CHECKING:
    import xarray as xr

    from shortdeck.flight.conditions import Conditions

_MARKS = {
    "t_airborne": "lift-off",
    "t_bow": "past the bow",
    "t_touchdown": "touchdown",
}
_NUMBERS = ("mass", "wind_over_deck", "wind_angle", "ship_speed", "heading", "density", "stores")
GO_AROUND = 6.0  # phase of the control law


@dataclass(frozen=True)
class Record:
    """Outcome, figures, conditions, and every channel over time (SI), the propeller's angle among them."""

    flight: Flight  # without its rows
    attributes: dict[str, Any]
    channels: dict[str, Real]

    @property
    def time(self) -> Real:
        """Times of the rows, s."""
        return self.channels["time"]

    @property
    def notes(self) -> str:
        """What was said of sea and wind."""
        return str(self.attributes["notes"])

    def events(self) -> list[tuple[float, str]]:
        """Marks and events in order of time; each event once."""
        found = list(self.flight.outcome.events)
        named = {what for _, what in found}
        for name, what in _MARKS.items():
            when = float(getattr(self.flight.figures, name))
            if when < NEVER and what not in named:
                found.append((when, what))
        away = np.flatnonzero(self.channels["phase"] == GO_AROUND)
        if self.flight.task == "recovery" and len(away):
            why = self.flight.reason
            found.append((float(self.time[away[0]]), f"wave-off: {why}" if why else "wave-off"))
        return sorted(found)


def record_of(flight: Flight | str | Path) -> Record:
    """A flight, or the NetCDF file of one. Raises InputError."""
    if isinstance(flight, Flight):
        if not len(flight._rows):
            raise InputError("this flight has no history to look at; fly it with one")
        return _read(flight.history)
    import xarray as xr

    path = Path(flight)
    if not path.is_file():
        raise InputError(f"{path}: no such file; `shortdeck launch` and `recover` write one with --out")
    try:
        with xr.open_dataset(path, engine="h5netcdf") as opened:
            return _read(opened.load(), str(path))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a NetCDF file that can be read ({error})") from None


def _read(history: xr.Dataset, name: str = "flight") -> Record:
    attributes = {key: _plain(value) for key, value in history.attrs.items()}
    if attributes.get("task") not in ("launch", "recovery"):
        raise InputError(
            f"{name}: no flight of shortdeck; `shortdeck launch` and `recover` write one with --out"
        )
    if "events" not in attributes or "ship_heave" not in history:
        raise InputError(f"{name}: written before the ship's motion was kept; fly it again")
    figures = Figures(**{key: float(attributes[f"figure_{key}"]) for key in Figures._fields})
    targets = {key[7:]: float(v) for key, v in attributes.items() if key.startswith("target_")}
    events = tuple((float(when), str(what)) for when, what in json.loads(attributes["events"]))
    outcome = Outcome(
        str(attributes["outcome"]),
        Kind(attributes["outcome_kind"]),
        events[0][0] if events else NEVER,
        events,
    )
    flight = Flight(
        attributes["task"],
        attributes["aircraft"],
        attributes["ship"],
        _conditions(attributes),
        outcome,
        figures,
        targets,
        str(attributes["reason"]),
        np.zeros((0, 0)),
    )
    channels = {str(key): np.asarray(history[key].values, dtype=float) for key in history.variables}
    if len(channels["time"]) < 2:
        raise InputError(f"{name}: holds fewer than two moments of a flight")
    turned = np.diff(channels["time"]) * channels["propeller_speed"][1:]
    channels["propeller_angle"] = np.concatenate([[0.0], np.cumsum(turned)])
    return Record(flight, attributes, channels)


def _conditions(attributes: dict[str, Any]) -> Conditions:
    from shortdeck.flight.conditions import Conditions

    a = {key: float(attributes[key]) for key in _NUMBERS}
    return Conditions(
        mass=a["mass"],
        wind_over_deck=a["wind_over_deck"],
        wind_angle=a["wind_angle"],
        ship_speed=a["ship_speed"],
        heading=a["heading"],
        density=a["density"],
        stores=a["stores"],
        surface=attributes["surface"],
        ramp=bool(attributes["ramp"]),
        turbulence=attributes["turbulence"],
        airwake=bool(attributes["airwake"]),
        seed=int(attributes["seed"]),
        case=int(attributes["case"]),
        notes=tuple(line for line in str(attributes["notes"]).split("\n") if line),
    )


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
