"""Wave climates: sums to one, draws that follow the table, and scatter diagrams of a user's own."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.errors import InputError
from shortdeck.sea.breaking import largest_height
from shortdeck.sea.climate import TwoPieceNormal, ocean_climate
from shortdeck.sea.scatter import TZ_OVER_TP, read_scatter
from shortdeck.sea.states import number_of, usual_wind

HEADINGS = "hs_low [m],hs_high [m],tp_low [s],tp_high [s],direction_low [deg],direction_high [deg],occurrence"
ROWS = ["0,1,4,6,337.5,22.5,30", "1,2,5,8,22.5,67.5,50", "2,4,7,10,202.5,247.5,20"]


def scatter(tmp_path, headings=HEADINGS, rows=ROWS):
    path = tmp_path / "diagram.csv"
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return read_scatter(path)


@pytest.fixture(scope="module", params=["north-atlantic", "north-pacific"])
def annual(request):
    made = ocean_climate(request.param)
    return made, [made.draw(seed=5, case=case) for case in range(4000)]


def test_probabilities_sum_to_one(annual):
    made, _ = annual
    assert made.probabilities.sum() == pytest.approx(1.0, rel=1e-12)
    assert np.all(made.probabilities >= 0.0)
    assert made.exceedance(0.0) == pytest.approx(1.0)
    assert made.exceedance(30.0) == 0.0


def test_draws_follow_the_table(annual):
    made, drawn = annual
    numbers = np.array([sea.sea_state for sea in drawn])
    for state, share in zip(made.states, made.probabilities, strict=True):
        error = math.sqrt(share * (1.0 - share) / len(drawn))
        assert np.mean(numbers == state.number) == pytest.approx(share, abs=4.0 * error + 1e-9)
        here = [sea for sea in drawn if sea.sea_state == state.number]
        if len(here) > 200:
            tp = np.array([sea.tp for sea in here])
            assert np.mean([sea.hs for sea in here]) == pytest.approx(state.hs, rel=0.05)
            assert np.mean(tp < state.tp_range[0]) == pytest.approx(0.05, abs=0.03)
            assert np.mean(tp > state.tp_range[1]) == pytest.approx(0.05, abs=0.03)


def test_no_drawn_sea_breaks_and_each_has_its_wind(annual):
    _, drawn = annual
    for sea in drawn:
        assert sea.hs <= largest_height(sea.tp) * (1.0 + 1e-9)
        assert sea.sea_state == number_of(sea.hs)
        assert sea.wind_speed == usual_wind(sea.hs)
        assert sea.direction is None


def test_exceedance_is_the_share_of_draws(annual):
    made, drawn = annual
    heights = np.array([sea.hs for sea in drawn])
    levels = np.array([0.8, 2.5, 5.0, 8.0])
    above = np.mean(heights[:, np.newaxis] > levels, axis=0)
    assert above == pytest.approx(made.exceedance(levels), abs=0.03)


def test_a_draw_belongs_to_its_case(annual):
    made, drawn = annual
    assert made.draw(seed=5, case=17) == drawn[17]
    assert made.draw(seed=6, case=17) != drawn[17]


def test_no_annual_table_of_the_mediterranean():
    with pytest.raises(InputError, match="no annual table"):
        ocean_climate("mediterranean")


@settings(max_examples=60, deadline=None)
@given(st.floats(5.0, 15.0), st.floats(0.5, 4.0), st.floats(0.5, 4.0))
def test_a_two_piece_normal_meets_its_percentiles(mode, down, up):
    made = TwoPieceNormal.through(low=mode - down, mode=mode, high=mode + up)
    assert made.cdf(mode - down) == pytest.approx(0.05, abs=1e-6)
    assert made.cdf(mode + up) == pytest.approx(0.95, abs=1e-6)
    for probability in (0.02, 0.3, 0.6, 0.99):
        assert made.cdf(made.quantile(probability)) == pytest.approx(probability)


def test_a_symmetric_one_is_normal_and_one_without_width_a_constant():
    made = TwoPieceNormal.through(low=8.0, mode=10.0, high=12.0)
    assert made.below == pytest.approx(made.above) == pytest.approx(2.0 / 1.6449, rel=1e-4)
    assert TwoPieceNormal.through(low=20.0, mode=20.0, high=20.0).quantile(0.1) == 20.0
    with pytest.raises(InputError, match="no distribution of periods"):
        TwoPieceNormal.through(low=9.0, mode=8.0, high=12.0)


def test_a_scatter_diagram(tmp_path):
    made = scatter(tmp_path)
    assert made.probabilities == pytest.approx([0.3, 0.5, 0.2])
    drawn = [made.draw(seed=1, case=case) for case in range(2000)]
    assert np.mean([sea.hs > 2.0 for sea in drawn]) == pytest.approx(0.2, abs=0.04)
    for sea in drawn:
        degrees = math.degrees(sea.direction)
        assert sea.hs <= largest_height(sea.tp) * (1.0 + 1e-9)
        if sea.hs < 1.0:
            assert 4.0 <= sea.tp <= 6.0
            assert degrees >= 337.5 or degrees <= 22.5
        elif sea.hs > 2.0:
            assert 202.5 <= degrees <= 247.5
    assert made.exceedance(2.0) == pytest.approx(0.2)


def test_a_scatter_diagram_without_directions_and_in_other_units(tmp_path):
    plain = scatter(
        tmp_path,
        "hs_low (ft), hs_high (ft), tz_low (s), tz_high (s), probability (%)",
        ["0, 3, 3, 5, 40", "3, 6, 4, 6, 60"],
    )
    assert plain.cells[1].hs == pytest.approx((0.9144, 1.8288))
    assert plain.cells[1].tp == pytest.approx((4.0 / 0.7104, 6.0 / 0.7104), rel=1e-4)
    assert pytest.approx(0.7104, rel=1e-4) == TZ_OVER_TP
    assert plain.probabilities == pytest.approx([0.4, 0.6])
    assert plain.draw(seed=1, case=1).direction is None


def test_a_cell_that_reaches_beyond_breaking_gives_seas_that_stand(tmp_path):
    made = scatter(tmp_path, rows=["0,9,4,6,0,0,1"])
    drawn = [made.draw(seed=1, case=case) for case in range(300)]
    assert max(sea.hs for sea in drawn) > 0.9 * largest_height(6.0)
    assert all(sea.hs <= largest_height(sea.tp) * (1.0 + 1e-9) for sea in drawn)
    assert len({round(math.degrees(sea.direction) // 90) for sea in drawn}) == 4  # 0 to 0: the whole circle


@pytest.mark.parametrize(
    ("headings", "rows", "match"),
    [
        (HEADINGS.replace("hs_low [m]", "hs_low"), ROWS, r"hs_low: has no unit.*hs_low \[m\]"),
        (HEADINGS.replace("tp_low [s]", "tp_low [m]"), ROWS, "tp_low: expected a time"),
        (HEADINGS.replace("tp_high [s]", "tp_hgh [s]"), ROWS, "unknown heading"),
        (HEADINGS.replace("hs_high [m]", "hs_low [m]"), ROWS, "given twice"),
        (HEADINGS.replace("occurrence", "probability"), ROWS, "sum to 100, not to 1"),
        (HEADINGS.replace("occurrence", "probability [m]"), ROWS, "plain number"),
        (HEADINGS.replace(",occurrence", ""), ["0,1,4,6,0,45"], "one column of occurrence"),
        (HEADINGS.replace("direction_low [deg],", ""), ["0,1,4,6,45,30"], "direction_low: missing"),
        (HEADINGS.replace("tp_low", "tz_low"), ROWS, "either peak periods"),
        (HEADINGS, ["0,1,4,6,0,45"], "line 2: has 6 values for 7 headings"),
        (HEADINGS, ["0,1,4,,0,45,3"], "line 2, tp_high: expected a number, got ''"),
        (HEADINGS, ["0,1,4,nan,0,45,3"], "line 2, tp_high: expected a number"),
        (HEADINGS, ["1,1,4,6,0,45,3"], "hs_low must be below hs_high"),
        (HEADINGS, ["0,1,4,6,0,45,-3"], "must not be negative"),
        (HEADINGS, ["0,1,4,6,0,45,0"], "at least one cell"),
        (HEADINGS, [], "expected a line of headings"),
        (HEADINGS, ["6,8,4,6,0,45,3"], "line 2 has seas steeper"),
    ],
)
def test_a_faulty_scatter_diagram_is_refused(tmp_path, headings, rows, match):
    with pytest.raises(InputError, match=match):
        scatter(tmp_path, headings, rows)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot read"):
        read_scatter(tmp_path / "none.csv")
