"""The year as classes of seas."""

import numpy as np
import pytest

from shortdeck.fleet.year.seas import HEIGHTS, PERIODS, drawn_shares, seas_of
from shortdeck.sea.breaking import largest_height
from shortdeck.sea.climate import ocean_climate
from shortdeck.sea.scatter import read_scatter
from shortdeck.sea.states import sea_state

HEADINGS = "hs_low [m],hs_high [m],tp_low [s],tp_high [s],direction_low [deg],direction_high [deg],occurrence"


@pytest.fixture(scope="module", params=["north-atlantic", "north-pacific"])
def seas(request):
    return seas_of(ocean_climate(request.param), deck_height=16.0)


def test_they_are_the_year_of_the_table(seas):
    assert seas.share.sum() == pytest.approx(1.0)
    for state in (4, 5, 6):
        here = seas.state == state
        assert here.sum() == HEIGHTS * PERIODS
        known = sea_state(state, seas.climate)
        assert seas.share[here].sum() == pytest.approx(known.probability, rel=0.02)
        assert np.average(seas.hs[here], weights=seas.share[here]) == pytest.approx(known.hs, rel=0.02)
        assert known.tp_range[0] < np.median(seas.tp[here]) < known.tp_range[1]


def test_none_breaks_and_each_has_its_wind_at_the_deck(seas):
    assert all(h <= largest_height(t) * (1.0 + 1e-6) for h, t in zip(seas.hs, seas.tp, strict=True))
    calm, rough = seas.wind[seas.state == 4].mean(), seas.wind[seas.state == 6].mean()
    assert calm == pytest.approx(sea_state(4).wind_at(26.0), rel=0.1)
    assert rough > calm


def test_the_other_table_of_an_ocean_widens_what_is_known(seas):
    assert len(seas.other_shares) == 1
    assert seas.other_shares[0].sum() == pytest.approx(1.0)
    drawn = drawn_shares(seas, rng=np.random.default_rng(0), count=50)
    assert len(np.unique(drawn, axis=0)) == 2


def test_a_scatter_diagram_keeps_its_cells_without_their_directions(tmp_path):
    path = tmp_path / "own.csv"
    rows = ["0,1,4,6,0,90,100", "0,1,4,6,90,180,150", "1,2,6,8,0,90,250"]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    seas = seas_of(read_scatter(path), deck_height=16.0)
    assert seas.hs == pytest.approx([0.5, 1.5])
    assert seas.share == pytest.approx([0.5, 0.5])
    assert seas.counts == 500
    drawn = drawn_shares(seas, rng=np.random.default_rng(0), count=4000)
    assert drawn.mean(axis=0) == pytest.approx(seas.share, abs=0.002)
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(0.25 / 501), rel=0.05)  # binomial


def test_parts_of_a_total_are_no_observations(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("\n".join([HEADINGS, "0,1,4,6,0,90,0.3", "1,2,6,8,0,90,0.7"]) + "\n", encoding="utf-8")
    seas = seas_of(read_scatter(path), deck_height=16.0)
    assert seas.counts is None
    drawn = drawn_shares(seas, rng=np.random.default_rng(0), count=5)
    assert drawn == pytest.approx(np.tile(seas.share, (5, 1)))
