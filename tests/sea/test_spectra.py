"""Spectra of the sea: their moments, their limits, and what scales with what."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.errors import InputError
from shortdeck.sea.breaking import ENERGY_OVER_PEAK, largest_height, shortest_period
from shortdeck.sea.peak import Peak, upper_gamma
from shortdeck.sea.spectra import (
    Bretschneider,
    Jonswap,
    OchiHubble,
    TabulatedSpectrum,
    Torsethaugen,
    spectrum,
)

SEAS = [
    Bretschneider(hs=3.25, tp=9.7),
    Jonswap(hs=3.25, tp=9.7),
    Jonswap(hs=3.25, tp=9.7, gamma=7.0),
    OchiHubble.most_probable(hs=3.25),
    Torsethaugen(hs=3.25, tp=7.0),
    Torsethaugen(hs=3.25, tp=14.0),
]
IDS = [f"{type(sea).__name__}-{number}" for number, sea in enumerate(SEAS)]


@pytest.mark.parametrize("sea", SEAS, ids=IDS)
def test_moments_are_the_integrals_of_the_density(sea):
    omega = np.geomspace(0.05, 40.0, 200_001)
    density = sea.density(omega)
    assert np.all(density >= 0.0)
    assert density.max() > 0.0
    for order, tolerance in ((-1, 1e-6), (0, 1e-6), (1, 1e-6), (2, 1e-6), (4, 1e-6)):
        cut = sea.moment(order, cutoff=40.0)
        assert cut == pytest.approx(np.trapezoid(omega**order * density, omega), rel=tolerance)


@pytest.mark.parametrize("sea", SEAS, ids=IDS)
def test_hs_is_four_roots_of_m0(sea):
    assert 4.0 * math.sqrt(sea.moment(0)) == pytest.approx(3.25, rel=1e-12)
    assert sea.hs == pytest.approx(3.25, rel=1e-12)


@pytest.mark.parametrize("sea", SEAS, ids=IDS)
def test_mean_periods_follow_the_moments_and_their_order(sea):
    m_1, m0, m1, m2 = (sea.moment(order) for order in (-1, 0, 1, 2))
    assert sea.tm01 == pytest.approx(2 * math.pi * m0 / m1)
    assert sea.tm02 == pytest.approx(2 * math.pi * math.sqrt(m0 / m2))
    assert sea.tm_10 == pytest.approx(2 * math.pi * m_1 / m0)
    assert sea.tm02 < sea.tm01 < sea.tm_10


@pytest.mark.parametrize(
    ("sea", "tm01", "tm02", "tm_10"),
    [
        (Bretschneider(hs=2.0, tp=10.0), 0.77178, 0.7104, 0.8572),
        (Jonswap(hs=2.0, tp=10.0), 0.8343, 0.7775, 0.9033),
    ],
)
def test_mean_periods_over_the_peak_period(sea, tm01, tm02, tm_10):
    """Known ratios of the two spectra: those of Bretschneider are ratios of gamma functions."""
    assert sea.tm01 / 10.0 == pytest.approx(tm01, rel=3e-3)
    assert sea.tm02 / 10.0 == pytest.approx(tm02, rel=3e-3)
    assert sea.tm_10 / 10.0 == pytest.approx(tm_10, rel=3e-3)


def test_bretschneider_in_closed_form():
    omega, hs, peak = 0.7, 3.0, 2 * math.pi / 9.0
    expected = 5 / 16 * hs**2 * peak**4 / omega**5 * math.exp(-1.25 * (peak / omega) ** 4)
    assert Bretschneider(hs=hs, tp=9.0).density(omega) == pytest.approx(expected, rel=1e-12)


def test_jonswap_with_gamma_one_is_bretschneider():
    omega = np.linspace(0.0, 3.0, 50)
    plain = Bretschneider(hs=3.0, tp=9.0).density(omega)
    assert Jonswap(hs=3.0, tp=9.0, gamma=1.0).density(omega) == pytest.approx(plain, rel=1e-12)
    assert plain[0] == 0.0


def test_ochi_hubble_with_lambda_one_is_two_bretschneiders():
    omega = np.linspace(0.1, 3.0, 50)
    pair = OchiHubble(hs1=2.0, tp1=12.0, lam1=1.0, hs2=1.5, tp2=7.0, lam2=1.0)
    sum_of_two = Bretschneider(hs=2.0, tp=12.0).density(omega) + Bretschneider(hs=1.5, tp=7.0).density(omega)
    assert pair.density(omega) == pytest.approx(sum_of_two, rel=1e-12)
    assert pair.hs == pytest.approx(2.5)
    assert pair.moment(0) == pytest.approx(2.5**2 / 16)


@pytest.mark.parametrize("sea", [SEAS[0], SEAS[1], SEAS[4], SEAS[5]])
def test_the_density_is_greatest_at_the_peak_period(sea):
    assert sea.peak_period() == pytest.approx(sea.tp, rel=0.03)
    assert Bretschneider(hs=3.0, tp=9.0).peak_period() == pytest.approx(9.0, rel=1e-5)


def test_two_peaks_are_two():
    sea = OchiHubble(hs1=1.5, tp1=14.0, lam1=3.0, hs2=1.0, tp2=6.0, lam2=1.5)
    omega = np.linspace(0.3, 2.0, 2000)
    slope = np.sign(np.diff(sea.density(omega)))
    assert np.sum((slope[:-1] > 0) & (slope[1:] < 0)) == 2


def test_torsethaugen_is_wind_sea_below_the_developed_period_and_swell_above():
    developed = 6.6 * 3.0 ** (1 / 3)
    wind, swell = Torsethaugen(hs=3.0, tp=0.75 * developed), Torsethaugen(hs=3.0, tp=1.5 * developed)
    assert wind.peaks[1].tp > wind.tp
    assert swell.peaks[1].tp < swell.tp
    assert len(Torsethaugen(hs=3.0, tp=developed).peaks) == 1
    for sea in (wind, swell):
        assert math.hypot(*(peak.hs for peak in sea.peaks)) == pytest.approx(3.0)


def test_the_fourth_moment_needs_a_cutoff():
    for sea in SEAS:
        with pytest.raises(InputError, match=r"m4 .* cut-off"):
            sea.moment(4)
    # One octave further adds (5/16) Hs^2 omega_p^4 ln 2 where the tail is omega^-5.
    sea = Bretschneider(hs=3.0, tp=9.0)
    grown = sea.moment(4, cutoff=40.0) - sea.moment(4, cutoff=20.0)
    assert grown == pytest.approx(5 / 16 * 9.0 * (2 * math.pi / 9.0) ** 4 * math.log(2.0), rel=1e-4)


def test_an_infinite_moment_is_refused():
    sea = OchiHubble(hs1=1.0, tp1=12.0, lam1=3.0, hs2=1.0, tp2=7.0, lam2=0.55)
    with pytest.raises(InputError, match="infinite"):
        sea.moment(3)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 2.0), st.floats(8.0, 18.0), st.floats(0.3, 1.5), st.floats(1.0, 7.0))
def test_the_density_grows_with_the_square_of_hs(hs, tp, factor, gamma):
    omega = np.linspace(0.1, 3.0, 40)
    once = Jonswap(hs=hs, tp=tp, gamma=gamma)
    more = Jonswap(hs=factor * hs, tp=tp, gamma=gamma)
    assert more.density(omega) == pytest.approx(factor**2 * once.density(omega), rel=1e-9, abs=1e-30)
    assert more.tm02 == pytest.approx(once.tm02)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 1.0), st.floats(8.0, 12.0), st.floats(1.0, 1.6), st.floats(1.0, 7.0))
def test_seas_of_other_periods_are_similar(hs, tp, factor, gamma):
    """S(omega; k Tp) = k S(k omega; Tp)."""
    omega = np.linspace(0.1, 3.0, 40)
    short, long = Jonswap(hs=hs, tp=tp, gamma=gamma), Jonswap(hs=hs, tp=factor * tp, gamma=gamma)
    assert long.density(omega) == pytest.approx(factor * short.density(factor * omega), rel=1e-9, abs=1e-30)
    for name in ("tm01", "tm02", "tm_10"):
        assert getattr(long, name) == pytest.approx(factor * getattr(short, name), rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.6, 8.0), st.floats(1.0, 1.8))
def test_quantiles_invert_the_variance_below(hs, factor):
    sea = Torsethaugen(hs=hs, tp=factor * max(shortest_period(hs), 4.0))
    shares = np.array([0.01, 0.3, 0.5, 0.9, 0.99])
    held = sea.partial_moment(0, sea.quantile(shares)) / sea.moment(0)
    assert held == pytest.approx(shares, abs=1e-4)


def test_incomplete_gamma_below_zero():
    x = np.array([0.3, 1.0, 4.0])
    t = np.geomspace(0.1, 60.0, 400_001)
    for q in (-0.25, -0.75, -1.5, 0.0):
        for at in x:
            above = t[t >= at]
            above = np.concatenate(([at], above))
            assert upper_gamma(q, np.asarray(at)) == pytest.approx(
                np.trapezoid(above ** (q - 1) * np.exp(-above), above), rel=1e-6
            )


def test_a_peak_has_all_its_variance_below_infinity():
    peak = Peak(hs=4.0, tp=8.0, decay=5.0, gamma=3.3)
    assert peak.moment(0) == pytest.approx(1.0, rel=1e-12)
    assert peak.moment(0, 0.0) == 0.0
    cuts = peak.moment(0, np.linspace(0.0, 5.0, 60))
    assert np.all(np.diff(cuts) >= 0.0)


@pytest.mark.parametrize("make", [Bretschneider, Jonswap, Torsethaugen])
def test_seas_that_break_are_refused(make):
    for period in (5.0, 11.0, 20.0):
        limit = largest_height(period)
        make(hs=0.99 * limit, tp=period)
        with pytest.raises(InputError, match=r"waves break above .* at least .* s of peak period"):
            make(hs=1.01 * limit, tp=period)


def test_the_breaking_limit_and_its_inverse():
    assert largest_height(8.0) == pytest.approx(9.80665 * 64 / (2 * math.pi) / 15)
    assert largest_height(15.0) == pytest.approx(9.80665 * 225 / (2 * math.pi) / 25)
    assert Bretschneider(hs=1.0, tp=10.0).tm_10 == pytest.approx(10.0 * ENERGY_OVER_PEAK, rel=1e-6)
    for hs in (0.1, 2.0, 8.0, 15.0):
        assert largest_height(shortest_period(hs)) == pytest.approx(hs)


def test_a_two_peaked_sea_that_breaks_is_refused():
    with pytest.raises(InputError, match="energy period"):
        OchiHubble(hs1=3.0, tp1=6.0, lam1=2.0, hs2=5.0, tp2=5.0, lam2=2.0)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: Bretschneider(hs=0.0, tp=8.0), "hs: must be above zero"),
        (lambda: Bretschneider(hs=1.0, tp=math.nan), "tp: must be above zero"),
        (lambda: Jonswap(hs=1.0, tp=8.0, gamma=0.5), "gamma: must be from 1"),
        (lambda: OchiHubble(hs1=1, tp1=6, lam1=2, hs2=1, tp2=9, lam2=2), "part 1 is the longer"),
        (lambda: OchiHubble(hs1=1, tp1=9, lam1=0.4, hs2=1, tp2=6, lam2=2), "lam1"),
        (lambda: spectrum("bretschneider", hs=1.0, tp=8.0, gamma=3.3), "only a JONSWAP"),
        (lambda: spectrum("ochi-hubble", hs=1.0, tp=8.0), "leave tp out"),
        (lambda: spectrum("torsethaugen", hs=1.0), "needs a peak period"),
        (lambda: spectrum("phillips", hs=1.0, tp=8.0), "unknown spectrum"),
    ],
)
def test_bad_parameters_are_refused(make, match):
    with pytest.raises(InputError, match=match):
        make()


def test_spectra_by_name():
    assert spectrum("bretschneider", hs=2.0, tp=8.0) == Bretschneider(hs=2.0, tp=8.0)
    assert spectrum("jonswap", hs=2.0, tp=8.0, gamma=2.0) == Jonswap(hs=2.0, tp=8.0, gamma=2.0)
    assert spectrum("jonswap", hs=2.0, tp=8.0) == Jonswap(hs=2.0, tp=8.0, gamma=3.3)
    assert spectrum("torsethaugen", hs=2.0, tp=8.0) == Torsethaugen(hs=2.0, tp=8.0)
    assert spectrum("ochi-hubble", hs=2.0) == OchiHubble.most_probable(hs=2.0)


def test_spectra_do_not_change():
    with pytest.raises(AttributeError):
        SEAS[0].hs = 1.0


def test_a_table_of_a_spectrum_is_that_spectrum():
    sea = Jonswap(hs=3.0, tp=10.0)
    omega = np.linspace(0.2, 6.0, 3000)
    made = TabulatedSpectrum(omega, sea.density(omega))
    for order in (-1, 0, 1, 2):
        assert made.moment(order) == pytest.approx(sea.moment(order, cutoff=6.0), rel=1e-4)
    assert made.tp == pytest.approx(10.0, rel=2e-3)
    assert made.density(7.0) == 0.0
    assert made.moment(0, cutoff=0.65) == pytest.approx(sea.moment(0, cutoff=0.65), rel=1e-3)


def test_a_triangle_has_the_moments_of_a_triangle():
    made = TabulatedSpectrum(np.array([0.5, 1.0, 1.5]), np.array([0.0, 0.2, 0.0]))
    assert made.moment(0) == pytest.approx(0.1)
    assert made.moment(1) == pytest.approx(0.1)
    assert made.moment(2) == pytest.approx(0.1 * (1.0 + 0.25 / 6))
    assert made.partial_moment(0, np.array([0.0, 0.75, 1.0, 9.0])) == pytest.approx([0, 0.0125, 0.05, 0.1])


@pytest.mark.parametrize(
    ("omega", "values", "match"),
    [
        ([0.5, 1.0, 1.5], [0.1, math.nan, 0.1], "no value at 0.1592 Hz"),
        ([0.5, 1.0, 1.5], [0.1, -0.1, 0.1], "negative"),
        ([0.5, 1.0, 1.5], [0.0, 0.0, 0.0], "all zero"),
        ([0.5, 0.4, 1.5], [0.1, 0.1, 0.1], "must rise"),
        ([0.5, 1.0], [0.1, 0.1], "at least three"),
        ([2.0, 3.0, 4.0], [0.1, 3.0, 0.1], "waves break"),
    ],
)
def test_a_faulty_table_is_refused(omega, values, match):
    with pytest.raises(InputError, match=match):
        TabulatedSpectrum(np.array(omega), np.array(values))


@pytest.mark.parametrize(
    "sea",
    [SEAS[0], SEAS[1], SEAS[4], SEAS[5], OchiHubble(hs1=2, tp1=12, lam1=2, hs2=1, tp2=7, lam2=1.5)],
    ids=["bretschneider", "jonswap", "torsethaugen-wind", "torsethaugen-swell", "ochi-hubble"],
)
def test_every_parameter_moves_the_density(sea):
    omega = np.linspace(0.3, 2.0, 50)
    base = sea.density(omega)
    for field in dataclasses.fields(sea):
        moved = dataclasses.replace(sea, **{field.name: 1.01 * getattr(sea, field.name)})
        assert np.abs(moved.density(omega) - base).max() > 1e-4 * base.max(), field.name
