"""One row of flights: what is flown, under which name, and what flies one of its cases again."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

import shortdeck as sd
from shortdeck.campaign.flights import Flights
from shortdeck.flight.faults import FAULTS

KNOT = 1852.0 / 3600.0
SEED = 20
HEAD, QUARTER = math.pi, math.radians(135.0)
SHIPS = ("tcg-anadolu", "izumo")
TB3 = "bayraktar-tb3"
CALM: dict[str, Any] = {"wind_over_deck": 20.0 * KNOT, "ship_speed": 17.0 * KNOT}
STATE_4: dict[str, Any] = {"wind_over_deck": 25.0 * KNOT, "ship_speed": 6.0 * KNOT, "wave_heading": HEAD}
MEAN, TOP = {"hs": 1.88}, {"hs": 2.5}
_UNITS = {"mass": "kg", "hs": "m", "tp": "s", "deck_run": "m", "abort_at": "m"}
_SPEEDS, _ANGLES = ("wind_over_deck", "ship_speed"), ("wave_heading", "wind_angle")


@dataclass(frozen=True)
class Row:
    """So many flights that differ in their case alone: conditions (SI and radians) and numbers changed."""

    name: str
    words: dict[str, Any]
    ship: str = "izumo"
    aircraft: str = TB3
    task: str = "recovery"
    changed: dict[str, float] = field(default_factory=dict)  # compiled parameters, as columns name them

    @property
    def key(self) -> str:
        return f"{self.aircraft}, {self.ship}: {self.name}"

    @property
    def told(self) -> dict[str, Any]:
        """What it stands for, as it is kept."""
        return plain({"task": self.task} | self.words | self.changed)

    def columns(self, cases: NDArray[Any]) -> dict[str, Any]:
        """A table's columns for those cases."""
        words = {{"abort_at": "abort_station"}.get(k, k): v for k, v in self.words.items()}
        return {k: [v] * len(cases) for k, v in (words | self.changed).items()} | {"case": cases}

    def fly(self, cases: NDArray[Any] | int) -> Flights:
        """Those cases, or so many from the first."""
        numbers = np.arange(cases) if isinstance(cases, int) else cases
        return sd.fly_table(
            "launch" if self.task == "launch" else "recovery", self.aircraft, self.ship,
            self.columns(numbers), seed=SEED,
        )  # fmt: skip

    def command(self, case: int | str) -> str:
        """What flies one of its cases again."""
        if self.changed:
            columns = ", ".join(f"{k!r}: [{v!r}]" for k, v in plain(self.words | self.changed).items())
            return (
                f"sd.fly_table({self.task!r}, {self.aircraft!r}, {self.ship!r}, "
                f"{{{columns}, 'case': [{case}]}}, seed={SEED}).flight(0)"
            )
        verb = "recover" if self.task == "recovery" else "launch"
        said = " ".join(_option(name, value) for name, value in self.words.items())
        return f"shortdeck {verb} {self.aircraft} {self.ship} {said} --seed {SEED} --case {case}"


def _option(name: str, value: Any) -> str:
    """A condition as the command line takes it."""
    flag = f"--{name.replace('_', '-')}"
    if value is True or value is False:
        return flag if value else f"--no-{flag[2:]}"
    if name in FAULTS:
        unit = {"time": " s", "angle": " rad", "rate": " rad/s"}.get(FAULTS[name].kind, "")
        return f"--fault '{name}={value:.6g}{unit}'" if unit or not isinstance(value, str) else (
            f"--fault '{name}={value}'"
        )  # fmt: skip
    if name in _UNITS:
        return f"{flag} '{value:.9g} {_UNITS[name]}'"
    if name in _SPEEDS:
        return f"{flag} '{value / KNOT:.9g} kn'"
    return f"{flag} {math.degrees(value):.9g}" if name in _ANGLES else f"{flag} {value}"


def plain(words: dict[str, Any]) -> dict[str, Any]:
    """Conditions as they are kept."""
    return {k: float(f"{v:.9g}") if isinstance(v, float) else v for k, v in words.items()}
