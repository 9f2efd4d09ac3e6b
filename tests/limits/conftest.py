"""Envelopes over flights whose ends are known functions of their conditions."""

import numpy as np
import pytest

from shortdeck.limits import flying
from shortdeck.limits.record import Ended
from tests.limits.synthetic import GOOD, LOST, STOPPED, WHAT


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """No test finds what another left, nor leaves anything behind."""
    monkeypatch.setenv("SHORTDECK_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def plain_flights(monkeypatch: pytest.MonkeyPatch):
    """Flights fail below 8 m/s and above 20 m/s of wind, are stopped from more than 100 degrees off the bow.

    Heavier aircraft need more wind. Returns the list of (points, columns) that were flown.
    """
    flown = []

    def fly(self, points, numbers, *, threads=None, told=None):
        flown.append((points, {name: values[points] for name, values in self.columns.items()}))
        column = flown[-1][1]
        rng = np.random.default_rng(self.seed)
        u = rng.random(20_000)[numbers]
        least = 8.0 + 0.02 * (column.get("mass", np.full(len(points), 1250.0)) - 1250.0)
        speed, angle = column["wind_over_deck"], np.abs(column["wind_angle"])
        mishap = 1.0 / (1.0 + np.exp(4.595 - 4.6 * np.maximum(least - speed, speed - 20.0) / 1.2))
        stop = np.where(angle > 1.75, 0.6, 0.02)
        code = np.where(u < mishap, LOST, np.where(u > 1.0 - stop, STOPPED, GOOD))
        if told is not None:
            told(len(points))
        return Ended(code.astype(np.int64), WHAT)

    monkeypatch.setattr(flying.Points, "fly", fly)
    return flown
