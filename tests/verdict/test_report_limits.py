"""Sections of a report about limits: envelopes over invented flights, a coarse year over real ones."""

from dataclasses import replace

import numpy as np
import pytest

from shortdeck.limits.envelope import KNOT, envelope
from shortdeck.verdict import report_fleet, report_flying
from shortdeck.verdict.report import html_of
from tests.fleet.test_operability import FEW, coarse
from tests.limits.conftest import own_cache, plain_flights
from tests.report_material import bare

FIXTURES = (coarse, own_cache, plain_flights)


def test_an_envelope_s_table_says_where_its_limits_lie(plain_flights):
    found = envelope(
        "launch", "bayraktar-tb3", "izumo", mass="1250 kg", sea_state=3, directions=6, highest_mass=False,
        speeds=["5 kn", "10 kn", "15 kn", "20 kn", "25 kn", "30 kn", "35 kn", "40 kn", "45 kn"],
    )  # fmt: skip
    section = report_flying.envelopes([found])
    (figure,) = section.figures
    assert "sea state 3, 1250 kg" in figure.title
    rows = {round(row[0]): row for row in figure.tables[0].rows}
    limits = found.slices[0].limits[found.ahead()]
    ahead = rows[0]
    # Invented flights fail below 8 m/s (15.6 kn): outside at 15 kn, within from 20 kn.
    assert ahead[1] == pytest.approx(limits.low.beyond / KNOT) == pytest.approx(15.0)
    assert ahead[2] == pytest.approx(20.0)
    assert ahead[3] == pytest.approx(limits.high.within / KNOT)
    assert limits.low.reason in ahead[5]
    # From abaft the beam they are stopped: no wind is within limits, and the reason is told.
    behind = rows[max(rows)]
    assert behind[2] is None
    assert behind[5]
    text = html_of(replace(bare(), envelopes=(found,)))
    assert "envelope-launch-1" in text
    assert "No envelope was asked for" not in text


@pytest.mark.slow
def test_the_year_is_told_with_its_intervals(coarse, tmp_path):
    from shortdeck.campaign.store import Store
    from shortdeck.fleet.operability import operability

    found = operability("bayraktar-tb3", "tcg-anadolu", **FEW, store=Store(tmp_path))
    section = report_fleet.operability(found)
    shares = {(row[0], row[1]): row[2:] for row in section.figures[0].tables[0].rows}
    both, low, high = shares["both", "flights and climate"]
    assert 0.0 <= low <= both <= high <= 1.0
    assert both == pytest.approx(found.shares["both"].climate.mean)
    states = section.figures[0].tables[1].rows
    one = {row[0]: row[1] for row in states}
    assert np.sum(list(one.values())) == pytest.approx(1.0, abs=0.02)
    assert section.says
