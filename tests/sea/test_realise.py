"""Realisations: what they hold exactly, how they scatter, and that they do not repeat."""

import math

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.sea.realise import (
    LEAST_COMPONENTS,
    REALISATION_RULE,
    Realisation,
    component_count,
    natural_scatter,
    realise,
)
from shortdeck.sea.spectra import Bretschneider, Jonswap, OchiHubble, TabulatedSpectrum, Torsethaugen

HOUR = 3600.0
SEA = Bretschneider(hs=3.25, tp=14.0)


def test_cells_hold_m0_exactly_whatever_their_number():
    omega = np.linspace(0.3, 2.0, 30)
    measured = TabulatedSpectrum(omega, SEA.density(omega))
    seas = (SEA, Jonswap(hs=2.0, tp=8.0), Torsethaugen(hs=2.0, tp=6.0), OchiHubble.most_probable(hs=4.0))
    for sea in (*seas, measured):
        for count in (100, 333):
            made = realise(sea, duration=60.0, seed=1, case=2, components=count)
            assert made.variance.sum() == pytest.approx(sea.moment(0), rel=1e-12)
            assert made.omega.size == count


def test_the_same_case_has_the_same_sea_and_another_case_another():
    one, same, other, reseeded = (
        realise(SEA, duration=60.0, seed=seed, case=case) for seed, case in ((1, 5), (1, 5), (1, 6), (2, 5))
    )
    for name in ("omega", "cosine", "sine"):
        assert np.array_equal(getattr(one, name), getattr(same, name))
        assert not np.any(getattr(one, name) == getattr(other, name))
        assert not np.any(getattr(one, name) == getattr(reseeded, name))


def test_elevation_is_the_sum_of_its_components():
    one = Realisation(np.array([0.5]), np.array([2.0]), np.array([1.0]), np.array([1.0]))
    t = np.array([0.0, 1.3])
    assert one.elevation(t) == pytest.approx(2.0 * np.cos(0.5 * t) + np.sin(0.5 * t))
    assert one.elevation(t) == pytest.approx(one.amplitude * np.cos(0.5 * t + one.phase))
    assert one.elevation(0.0) == pytest.approx(2.0)


@pytest.mark.parametrize(("duration", "step"), [(100.0, 0.5), (7.0, 0.3), (1.0, 1.0)])
def test_a_record_is_the_elevation_at_equal_steps(duration, step):
    made = realise(SEA, duration=60.0, seed=3, case=0)
    time = np.arange(math.ceil(duration / step)) * step
    assert made.record(duration, step) == pytest.approx(made.elevation(time), abs=1e-12)


def test_amplitudes_are_rayleigh_and_phases_uniform():
    seas = [realise(SEA, duration=60.0, seed=7, case=case) for case in range(200)]
    energy = np.concatenate([sea.amplitude**2 / (2.0 * sea.variance) for sea in seas])  # exponential, mean 1
    assert energy.mean() == pytest.approx(1.0, abs=4.0 / math.sqrt(energy.size))
    assert np.mean(energy > 2.0) == pytest.approx(math.exp(-2.0), abs=4.0 * 0.34 / math.sqrt(energy.size))
    phase = np.concatenate([sea.phase for sea in seas])
    assert abs(np.mean(np.exp(1j * phase))) < 4.0 / math.sqrt(phase.size)


def test_frequencies_follow_the_spectrum_over_the_cases():
    """Over cases the variance by frequency is the spectrum itself, not a comb of lines."""
    seas = [realise(SEA, duration=60.0, seed=7, case=case) for case in range(200)]
    omega, variance = (np.concatenate([getattr(sea, name) for sea in seas]) for name in ("omega", "variance"))
    edges = SEA.quantile(np.linspace(0.02, 0.98, 13))
    found = np.histogram(omega, edges, weights=variance)[0] / len(seas)
    assert found == pytest.approx(np.diff(SEA.partial_moment(0, edges)), rel=0.02)
    assert np.unique(omega).size == omega.size


@pytest.fixture(scope="module")
def hours():
    """Variance of 200 records of an hour."""
    seas = (realise(SEA, duration=HOUR, seed=11, case=case) for case in range(200))
    return np.array([np.mean(sea.record(HOUR, 3.0) ** 2) for sea in seas])


def test_the_realised_variance_is_m0_within_sampling_error(hours):
    error = math.sqrt(1.25 * natural_scatter(SEA, HOUR) / hours.size)
    assert hours.mean() / SEA.moment(0) == pytest.approx(1.0, abs=4.0 * error)
    assert error < 0.01


def test_realised_hs_over_an_hour_scatters_as_seas_do(hours):
    """2.5 to 3.6 % for wind seas: a realisation with fixed amplitudes would not scatter at all."""
    hs = 4.0 * np.sqrt(hours)
    scatter = hs.std(ddof=1) / hs.mean()
    assert 0.025 * 0.9 < scatter < 0.036 * 1.1  # 5 % sampling error of a standard deviation of 200
    assert scatter == pytest.approx(0.5 * math.sqrt(natural_scatter(SEA, HOUR)), rel=0.25)


def test_natural_scatter_falls_with_the_root_of_the_duration():
    assert 0.5 * math.sqrt(natural_scatter(SEA, HOUR)) == pytest.approx(0.0296, abs=0.001)
    assert natural_scatter(SEA, 4.0 * HOUR) == pytest.approx(0.25 * natural_scatter(SEA, HOUR))
    peaked = Jonswap(hs=3.25, tp=12.0)
    assert natural_scatter(peaked, HOUR) > natural_scatter(SEA, HOUR)


def test_flights_need_a_hundred_components_and_hours_more():
    assert component_count(SEA, 90.0) == LEAST_COMPONENTS == 100
    hour = component_count(SEA, HOUR)
    assert hour > 1000
    made = realise(SEA, duration=HOUR, seed=1, case=1)
    assert made.omega.size == hour
    added = np.sum(made.variance**2) / made.variance.sum() ** 2
    assert added < 0.25 * natural_scatter(SEA, HOUR)


@pytest.mark.parametrize(("components", "largest"), [(100, 0.45), (None, 0.06)])
def test_nothing_repeats_within_an_hour(components, largest):
    """Beyond the first waves the sea never comes back; a comb of as many lines does, wholly."""
    lag = np.arange(120.0, HOUR, 1.0)
    for case in range(2):
        made = realise(SEA, duration=HOUR, seed=2, case=case, components=components)
        assert np.abs(made.autocorrelation(lag)).max() < largest
        assert made.autocorrelation(0.0) == pytest.approx(1.0)
    comb = np.linspace(0.3, 1.5, 100)
    even = Realisation(comb, comb, comb, SEA.density(comb))
    assert np.abs(even.autocorrelation(lag)).max() > 0.99


def test_the_autocorrelation_is_that_of_the_spectrum():
    lag = np.linspace(0.0, 20.0, 41)
    omega = np.linspace(0.05, 20.0, 100_001)
    exact = [np.trapezoid(SEA.density(omega) * np.cos(omega * at), omega) / SEA.moment(0) for at in lag]
    made = realise(SEA, duration=HOUR, seed=2, case=0)
    assert made.autocorrelation(lag) == pytest.approx(np.array(exact), abs=0.01)


def test_the_rule_is_in_words():
    assert "Rayleigh" in REALISATION_RULE
    assert "At least 100" in REALISATION_RULE
    assert "  " not in REALISATION_RULE


def test_bad_requests_are_refused():
    with pytest.raises(InputError, match="at least 100"):
        realise(SEA, duration=60.0, seed=1, case=1, components=50)
    with pytest.raises(InputError, match="duration"):
        realise(SEA, duration=0.0, seed=1, case=1)
    with pytest.raises(InputError, match="case"):
        realise(SEA, duration=60.0, seed=1, case=-1)
