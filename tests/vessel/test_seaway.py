"""Motions in a sea: what is realised is what the spectrum says, for every heading, also overtaking waves."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from shortdeck.catalog import loader
from shortdeck.errors import InputError
from shortdeck.sea.directional import SpreadSea
from shortdeck.sea.spreading import CosinePower, LongCrested, wave_direction, wave_heading
from shortdeck.sea.states import sea_state
from shortdeck.vessel.motion_statistics import quantities, record, spectral
from shortdeck.vessel.response import MIRROR, MOTIONS, encounter_frequency
from shortdeck.vessel.seaway import COMPONENTS, seaway
from shortdeck.vessel.ship_response import ship_response

KNOT = 1852.0 / 3600.0
SHIP = loader.load("izumo")
RESPONSE = ship_response(SHIP)
POINT = (49.0, -5.5, 0.0)
STATE = sea_state(5)


def sea(heading, *, long_crested=False):
    """Sea state 5 that meets a ship heading north at ``heading`` (deg)."""
    mean = float(wave_direction(math.radians(heading), ship_heading=0.0))
    return SpreadSea(STATE.spectrum(), LongCrested(mean=mean) if long_crested else CosinePower(mean=mean))


def way(heading, speed=15.0, **options):
    return seaway(SHIP, sea(heading, **options), heading=0.0, speed=speed * KNOT, response=RESPONSE)


def cells(heading, speed, roll_rate_rms, **options):
    """The sums that the bins stand for: transfer functions, signed encounter frequencies, variances."""
    omega, direction, variance = sea(heading, **options).quadrature(frequencies=400, directions=72)
    kept = omega <= RESPONSE.omega[-1]
    grid, angle = np.broadcast_arrays(omega[kept, None], wave_heading(direction, ship_heading=0.0)[None, :])
    motions = RESPONSE.transfer(grid, angle, speed * KNOT, roll_rate_rms=roll_rate_rms)
    rate = encounter_frequency(grid, angle, speed * KNOT)
    return motions.reshape(-1, 6), rate.ravel(), variance[kept].ravel()


@pytest.mark.parametrize("long_crested", [False, True])
@pytest.mark.parametrize("heading", [0, 30, 45, 90, 150])
def test_variances_are_the_integrals_over_wave_frequency(heading, long_crested):
    """Motions to rounding, velocities of the deck within 2 %, accelerations within 2 % (uniform bins)."""
    found = way(heading, long_crested=long_crested)
    motions, rate, variance = cells(heading, 15.0, found.roll_rate_rms, long_crested=long_crested)
    for q in quantities(found.point_transfer(*POINT)):
        wanted = np.sqrt(np.sum(variance * np.abs(motions @ q.weights) ** 2 * rate ** (2 * q.derivative)))
        got = spectral(found, q, duration=3600.0).rms
        assert got == pytest.approx(wanted, rel=(1e-9, 0.02, 0.02)[q.derivative], abs=1e-6), q.name
    assert found.rms()[2] == pytest.approx(np.sqrt(np.sum(variance * np.abs(motions[:, 2]) ** 2)), rel=1e-9)


@pytest.mark.parametrize(("heading", "long_crested"), [(45, False), (45, True), (150, False), (0, False)])
def test_200_realisations_have_the_variance_of_the_spectrum(heading, long_crested):
    """Heave, roll, pitch and the deck point's vertical velocity; their scatter is that of a Gaussian sea."""
    found = way(heading, long_crested=long_crested)
    transfer = found.point_transfer(*POINT)
    asked = [q for q in quantities(transfer) if q.name in ("heave", "roll", "pitch", "vertical-velocity")]
    assert len(asked) == 4
    count, duration = 200, 1200.0
    variances = np.empty((count, 4))
    for case in range(count):
        _, motions, rates, _ = record(found.realise(seed=5, case=case), duration=duration, step=0.5)
        series = [(rates if q.derivative else motions) @ q.weights for q in asked]
        variances[case] = [np.mean(x * x) for x in series]
    for q, realised in zip(asked, variances.T, strict=True):
        by = spectral(found, q, duration=duration)
        scatter = 2.0 * by.scatter  # of the variance
        assert realised.mean() == pytest.approx(by.rms**2, rel=4.0 * scatter / math.sqrt(count)), q.name
        assert realised.std() / by.rms**2 == pytest.approx(scatter, rel=0.35), q.name
        assert 0.05 < scatter < 0.6


@pytest.mark.parametrize("heading", [0, 20, 45, 150])
def test_motions_keep_their_phases(heading):
    """Covariances between motions at a time lag are those of the waves with signed encounter frequencies."""
    found = way(heading, speed=20.0)
    motions, rate, variance = cells(heading, 20.0, found.roll_rate_rms)
    overtaken = variance[rate < 0.0].sum() / variance.sum()
    assert (overtaken > 0.05) == (heading < 90)
    rms = found.rms()
    for lag in (-7.0, 0.0, 3.0, 12.0):
        turn = variance * np.exp(1j * rate * lag)
        wanted = np.einsum("c,ci,cj->ij", turn, motions, motions.conj()).real
        half = 0.5 * (found.high - found.low) * lag
        mean = np.exp(1j * found.middle * lag) * np.sinc(half / math.pi)  # over the uniform bin
        got = np.einsum("b,bij->ij", mean, found.covariance).real
        assert got / np.outer(rms, rms) == pytest.approx(wanted / np.outer(rms, rms), abs=0.02)


def test_phases_would_be_wrong_without_the_fold():
    """The check above can tell: overtaken waves alone have conjugate covariances."""
    found = way(0, speed=20.0, long_crested=True)
    motions, rate, variance = cells(0, 20.0, found.roll_rate_rms, long_crested=True)
    back = rate < 0.0
    cross = np.sum(variance[back] * motions[back, 2] * motions[back, 4].conj())
    assert abs(cross.imag) > 0.2 * abs(cross)


@pytest.mark.parametrize("derivative", [1, 2])
def test_velocity_is_the_derivative_of_position(derivative):
    one = way(120).realise(seed=3, case=7)
    t, h = np.linspace(0.0, 600.0, 301), 0.01
    for f in (
        lambda time, d: one.motions(time, derivative=d),
        lambda time, d: one.point(time, *POINT, derivative=d),
    ):
        before = derivative - 1
        slope = (
            8.0 * (f(t + h, before) - f(t - h, before)) - f(t + 2 * h, before) + f(t - 2 * h, before)
        ) / (12.0 * h)
        got = f(t, derivative)
        assert np.abs(got).max() > 0.01
        assert got == pytest.approx(slope, abs=1e-6 * np.abs(got).max())


@pytest.mark.parametrize("heading", [45, 100])
def test_port_is_starboard_mirrored(heading):
    one, other = way(heading), way(360 - heading)
    assert other.low == pytest.approx(one.low, rel=1e-3)  # waves from both sides share a frequency
    mirrored = one.covariance * np.outer(MIRROR, MIRROR)
    scale = np.outer(one.rms(), one.rms()) / COMPONENTS
    assert other.covariance / scale == pytest.approx(mirrored / scale, abs=0.02)
    assert one.rms() == pytest.approx(other.rms(), rel=1e-6)
    assert one.point_rms(*POINT) == pytest.approx(other.point_rms(POINT[0], -POINT[1], 0.0), rel=1e-6)


def test_ship_and_sea_turned_together_move_alike():
    turned = seaway(
        SHIP, sea(150).rotated(1.0), heading=1.0, speed=15.0 * KNOT, response=RESPONSE
    )  # fmt: skip
    t = np.linspace(0.0, 300.0, 50)
    one = way(150).realise(seed=1, case=4).motions(t)
    assert turned.realise(seed=1, case=4).motions(t) == pytest.approx(one, abs=0.01 * np.abs(one).max())
    assert turned.rms() == pytest.approx(way(150).rms(), rel=1e-6)
    alone = seaway(SHIP, sea(150), heading=-1.0, speed=15.0 * KNOT, response=RESPONSE)
    assert alone.rms()[3] > 1.3 * turned.rms()[3]


def test_long_crested_head_seas_leave_the_ship_upright_and_short_crested_ones_do_not():
    long, short = way(180, long_crested=True).rms(), way(180).rms()
    lateral = [MOTIONS.index(name) for name in ("sway", "roll", "yaw")]
    assert long[lateral] == pytest.approx(0.0, abs=1e-9)
    assert (short[lateral] > 1e-4).all()
    assert (long[[0, 2, 4]] > 1e-4).all()


def test_nothing_repeats_within_an_hour():
    """At no lag between two minutes and an hour do motions come close to what they were."""
    for heading in (45, 150):
        found = way(heading)
        one = found.realise(seed=2, case=0)
        lag = np.arange(120.0, 3600.0, 0.5)
        share = 0.5 * np.abs(one.amplitude) ** 2
        share /= share.sum(axis=0)
        correlation = (np.cos(lag[:, None] * one.omega) @ share)[:, 2:5].mean(axis=1)
        assert np.abs(correlation).max() < 0.8


def test_a_case_has_bits_of_its_own():
    found = way(150)
    one, again = (found.realise(seed=1, case=4) for _ in range(2))
    assert np.array_equal(one.amplitude, again.amplitude)
    assert np.array_equal(one.omega, again.omega)
    for other in (found.realise(seed=1, case=5), found.realise(seed=2, case=4)):
        assert not np.isclose(one.amplitude, other.amplitude).any()
        assert (one.omega != other.omega).any()
    assert one.omega.size >= 100
    assert (np.diff(one.omega) > 0.0).all()


def test_quick_record_is_the_sum_of_harmonics():
    one = way(30).realise(seed=1, case=0)
    time, *series = record(one, duration=400.0, step=0.1)
    assert time.size == 4000
    for derivative, got in enumerate(series):
        assert got == pytest.approx(one.motions(time, derivative=derivative), abs=1e-9)


def test_quartering_roll_at_15_knots_in_sea_state_5():
    """Long-crested, 45 deg off the stern: 4 to 9 deg; damping leaves an interval about it."""
    rolls = [math.degrees(way(heading, long_crested=True).rms()[3]) for heading in (0, 30, 45)]
    assert rolls[0] == pytest.approx(0.0, abs=1e-9)
    assert 4.0 < rolls[2] < 9.0
    assert 0.5 * rolls[2] < rolls[1] < rolls[2]
    low, high = (
        math.degrees(
            seaway(
                SHIP, sea(45, long_crested=True), heading=0.0, speed=15.0 * KNOT,
                response=RESPONSE.with_roll_damping(factor),
            ).rms()[3]
        )
        for factor in (1.0 + RESPONSE.roll_spread, 1.0 - RESPONSE.roll_spread)
    )  # fmt: skip
    assert low < 0.95 * rolls[2]
    assert high > 1.05 * rolls[2]


@pytest.mark.parametrize("heading", [0, 30, 45])
def test_following_seas_leave_all_motions_finite_and_small(heading):
    """Where the encounter frequency passes through zero nothing grows without bound."""
    found = way(heading, long_crested=True)
    assert found.low[0] < 0.35
    assert (np.degrees(found.rms()[3:]) < 9.0).all()
    assert (found.rms()[:3] < 1.0).all()
    assert np.isfinite(found.covariance).all()


def test_refusals():
    with pytest.raises(InputError, match="lies outside the response's 0 to"):
        way(150, speed=40.0)
    ripple = SpreadSea(sea_state(5).spectrum().__class__(hs=0.05, tp=1.0), LongCrested(mean=0.0))
    with pytest.raises(InputError, match="only waves shorter"):
        seaway(SHIP, ripple, heading=0.0, speed=0.0, response=RESPONSE)


def page_rows():
    """Ship, and roll RMS with its interval, long- and short-crested, from the table of the docs (deg)."""
    page = Path(__file__).parents[2] / "docs" / "background" / "deck-motion.md"
    row = re.compile(r"^\| ([^|]+) \|" + r" ([\d.]+)° \(([\d.]+)° to ([\d.]+)°\) \|" * 2 + "$")
    names = {"Dokdo": "dokdo", "Hyūga": "hyuga", "TCG Anadolu": "tcg-anadolu", "Izumo": "izumo"}
    found = [row.match(line) for line in page.read_text(encoding="utf-8").splitlines()]
    return [(names[m[1].split(",")[0]], [float(x) for x in m.groups()[1:]]) for m in found if m]


@pytest.mark.parametrize(("name", "shown"), page_rows(), ids=lambda x: x if isinstance(x, str) else "")
def test_the_page_shows_the_quartering_roll_that_is_computed(name, shown):
    ship = loader.load(name)
    response = ship_response(ship)
    for long_crested, values in ((True, shown[:3]), (False, shown[3:])):
        factors = (1.0, 1.0 + response.roll_spread, 1.0 - response.roll_spread)
        for factor, value in zip(factors, values, strict=True):
            found = seaway(
                ship, sea(45, long_crested=long_crested), heading=0.0, speed=15.0 * KNOT,
                response=response.with_roll_damping(factor),
            )  # fmt: skip
            assert math.degrees(found.rms()[3]) == pytest.approx(value, abs=0.051)


def test_the_page_has_its_rows():
    assert [name for name, _ in page_rows()] == ["izumo", "hyuga", "dokdo", "tcg-anadolu"]
