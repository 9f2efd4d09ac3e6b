"""The picture of the airwake shows the field, and is drawn from it."""

from __future__ import annotations

from math import radians

import numpy as np
import pytest

from shortdeck.catalog.loader import load
from shortdeck.vessel.airwake import steady_airwake
from shortdeck.vessel.airwake_pack import pack_airwake
from shortdeck.vessel.airwake_plot import airwake_sheet, field


def test_field_is_the_wind_with_its_disturbance_over_the_wind_over_deck() -> None:
    a = pack_airwake(load("izumo").model, wind_over_deck=10.0, wind_angle=radians(15.0), heading=1.0)
    found = field(a, np.array([[-50.0, 100.0]]), np.array([[-3.0, 4.0]]), np.array([[-8.0, -2.0]]))
    assert found.shape == (1, 2, 4)
    s = steady_airwake(a, 100.0, 4.0, -2.0, 10.0 * a.to_x, 10.0 * a.to_y)
    assert found[0, 1] == pytest.approx(
        (a.to_x + s.dx / 10.0, a.to_y + s.dy / 10.0, s.dz / 10.0, a.random_down * s.random)
    )


def test_sheet_has_its_three_views_and_is_written(tmp_path) -> None:
    figure = airwake_sheet(
        load("tcg-anadolu").model, title="TCG Anadolu", wind_over_deck=12.0, wind_angle=radians(20.0)
    )
    panels = [ax for ax in figure.axes if ax.get_title()]
    assert [ax.get_title().split()[0] for ax in panels] == ["side", "plan", "on"]
    lost = next(line for line in panels[2].lines if line.get_label() == "headwind lost")
    assert 0.3 < np.max(lost.get_ydata()) < 0.9  # through the island's wake
    path = tmp_path / "airwake.png"
    figure.savefig(path, dpi=40)
    assert path.stat().st_size > 10_000
