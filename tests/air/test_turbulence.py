"""Turbulence: intensities and lengths, variance and spectra against their formulas, rates, discrete gusts."""

from __future__ import annotations

from functools import cache
from math import cos, hypot, log, pi, radians, sin, sqrt

import numba
import numpy as np
import pytest
from scipy.signal import welch

from shortdeck.air.pack import DiscreteGust, pack_turbulence, surface_layer
from shortdeck.air.turbulence import (
    Gusts,
    Turbulence,
    advance_turbulence,
    gusts_at,
    height_factor,
    start_gusts,
)
from shortdeck.catalog.airflow import TurbulenceCoefficients, turbulence_coefficients, varied
from shortdeck.errors import InputError

KNOT = 1852.0 / 3600.0
SPAN = 14.0
SPEED = 35.0
STILL = (0.0,) * 6
COLUMNS = ("along", "across", "down", "p", "q", "r")


def packed(kind: str = "marine", *, wind: float = 15.0, towards: float = 0.0, line: float = 0.0, **more):
    return pack_turbulence(
        kind=kind, true_wind=wind, reference_height=30.0, wind_towards=towards, line_heading=line, span=SPAN,
        **more,
    )  # fmt: skip


@numba.njit
def _series(t, state, noise, height, airspeed, dt):
    out = np.empty((noise.shape[0], 6))
    g = state
    for k in range(noise.shape[0]):
        n = noise[k]
        g = advance_turbulence(
            t, g, (n[0], n[1], n[2], n[3], n[4], n[5]), height[k], airspeed[k], k * dt, dt
        )  # fmt: skip
        out[k, 0], out[k, 1], out[k, 2], out[k, 3], out[k, 4], out[k, 5] = (
            g.along, g.across, g.down, g.p, g.q, g.r,
        )  # fmt: skip
    return out


def series(t: Turbulence, *, dt: float, count: int, height=30.48, airspeed=SPEED, seed: int = 1):
    random = np.random.Generator(np.random.Philox(key=seed))
    first = start_gusts(t, tuple(float(n) for n in random.standard_normal(6)), float(np.ravel(height)[0]))
    h = np.broadcast_to(np.asarray(height, float), count).copy()
    v = np.broadcast_to(np.asarray(airspeed, float), count).copy()
    return _series(t, first, random.standard_normal((count, 6)), h, v, dt)


@cache
def long_series(kind: str, dt: float) -> np.ndarray:
    return series(packed(kind), dt=dt, count=int(30000.0 / dt))


# --- the surface of the sea --------------------------------------------------------------------------


@pytest.mark.parametrize("wind", [3.0, 8.0, 15.0, 25.0])
def test_friction_velocity_and_roughness_solve_their_equations(wind: float) -> None:
    k, (friction, roughness) = turbulence_coefficients(), surface_layer(wind=wind, height=30.0)
    assert friction / 0.4 * log(30.0 / roughness) == pytest.approx(wind, rel=1e-9)
    at10 = friction / 0.4 * log(10.0 / roughness)
    share = np.clip((at10 - 10.0) / 8.0, 0.0, 1.0)
    charnock = k.charnock.value + share * (k.charnock_strong.value - k.charnock.value)
    wanted = charnock * friction**2 / 9.80665 + k.smooth.value * 1.5e-5 / friction
    assert roughness == pytest.approx(wanted, rel=1e-6)
    # Drag coefficient of the sea at 10 m: 1.0e-3 to 2.5e-3 between 5 and 25 m/s (Garratt 1977).
    assert 0.9e-3 < (friction / at10) ** 2 < 2.6e-3


def test_dryden_figures_of_the_specification() -> None:
    """W20 30 kn at 100 ft, from the formulas of MIL-F-8785C (figures 10 and 11) as coded in JSBSim."""
    t = packed("dryden", wind_20ft=30.0 * KNOT)
    h, factor = height_factor(t, 30.48)
    assert t.sigma_w == pytest.approx(1.5433, abs=2e-4)
    assert t.sigma_u * factor == pytest.approx(2.6481, abs=2e-4)
    assert t.length_w * h == pytest.approx(30.48, abs=1e-6)
    assert t.length_u * h * factor**3 == pytest.approx(153.98, abs=0.01)
    assert t.length_v * h * factor**3 == pytest.approx(153.98, abs=0.01)


def test_scales_stop_at_ten_and_a_thousand_feet() -> None:
    t = packed("dryden")
    assert height_factor(t, 0.0) == height_factor(t, 3.048)
    assert height_factor(t, 5000.0) == height_factor(t, 304.8)
    assert height_factor(t, 20.0)[0] == 20.0


def test_marine_intensities_are_those_of_a_neutral_layer() -> None:
    t, friction = packed("marine"), surface_layer(wind=15.0, height=30.0).friction_velocity
    k = turbulence_coefficients()
    assert t.sigma_u / friction == pytest.approx(k.sigma_u.value)
    # Over the sea in a strong breeze the intensity along the wind is 6 to 11 % at 30 m.
    assert 0.06 < t.sigma_u / 15.0 < 0.11
    assert t.sigma_w < t.sigma_v < t.sigma_u
    assert height_factor(t, 200.0) == (k.length_height.value, 1.0)


def test_dryden_is_about_twice_as_strong() -> None:
    marine, dryden = packed("marine"), packed("dryden")
    assert 1.6 < dryden.sigma_w / marine.sigma_w < 2.3


def test_without_wind_or_without_model_the_air_is_still() -> None:
    for t in (packed("none"), packed("marine", wind=0.0), packed("dryden", wind=0.0)):
        assert not series(t, dt=0.02, count=50).any()


# --- variance and spectra ----------------------------------------------------------------------------


def wanted_sigmas(t: Turbulence, height: float = 30.48) -> np.ndarray:
    """Analytic standard deviations; q and r by integrating their spectra."""
    h, factor = height_factor(t, height)
    length = t.length_w * h
    roll = t.sigma_w * sqrt(0.8 * pi**2 / (8.0 * SPAN * length) * (pi * length / (4.0 * SPAN)) ** (1 / 3))
    return np.array([t.sigma_u * factor, t.sigma_v * factor, t.sigma_w, roll])


@pytest.mark.parametrize("kind", ["marine", "dryden"])
@pytest.mark.parametrize("dt", [0.02, 0.04, 0.5])
def test_variance_is_right_at_any_step(kind: str, dt: float) -> None:
    found = long_series(kind, dt).std(axis=0)[:4]
    assert found == pytest.approx(wanted_sigmas(packed(kind)), rel=0.06)


def wanted_spectra(t: Turbulence, omega: np.ndarray) -> dict[str, np.ndarray]:
    """One-sided spectra over time frequency, (unit)^2/(rad/s), at 30.48 m and SPEED."""
    h, factor = height_factor(t, 30.48)
    wave = omega / SPEED

    def transverse(sigma: float, length: float) -> np.ndarray:
        x = (length * wave) ** 2
        return sigma**2 * length / pi * (1.0 + 3.0 * x) / (1.0 + x) ** 2 / SPEED

    lu, lv, lw = t.length_u * h * factor**3, t.length_v * h * factor**3, t.length_w * h
    across, down = transverse(t.sigma_v * factor, lv), transverse(t.sigma_w, lw)
    return {
        "along": (t.sigma_u * factor) ** 2 * 2.0 * lu / pi / (1.0 + (lu * wave) ** 2) / SPEED,
        "across": across,
        "down": down,
        "p": t.sigma_w**2 / (SPEED * lw) * 0.8 * (pi * lw / (4 * SPAN)) ** (1 / 3)
        / (1.0 + (4.0 * SPAN * wave / pi) ** 2),
        "q": wave**2 / (1.0 + (4.0 * SPAN * wave / pi) ** 2) * down,
        "r": wave**2 / (1.0 + (3.0 * SPAN * wave / pi) ** 2) * across,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["marine", "dryden"])
def test_spectra_are_those_of_the_formulas(kind: str) -> None:
    dt = 0.04
    data = long_series(kind, dt)
    for k, name in enumerate(COLUMNS):
        f, psd = welch(data[:, k], fs=1.0 / dt, nperseg=4096)
        band = (f > 0.02) & (f < 2.5)  # a tenth of the sampling rate: above it, sampling folds power back
        ratio = psd[band] / (2.0 * pi * wanted_spectra(packed(kind), 2.0 * pi * f[band])[name])
        for part in np.array_split(ratio, 12):
            assert part.mean() == pytest.approx(1.0, abs=0.09), name


def test_components_are_independent() -> None:
    found = np.corrcoef(long_series("marine", 0.5)[:, :4].T)
    assert np.abs(found - np.eye(4)).max() < 0.05


def test_variance_holds_while_height_and_airspeed_change() -> None:
    """Descent from 80 m to the deck while slowing from 50 m/s to 10 m/s: 4000 flights, each instant alike."""
    t, count, flights = packed("dryden"), 60, 4000
    height, airspeed = np.linspace(80.0, 20.0, count), np.linspace(50.0, 10.0, count)
    runs = np.array(
        [
            series(t, dt=0.5, count=count, height=height, airspeed=airspeed, seed=seed)
            for seed in range(flights)
        ]
    )
    for k in (0, 20, 40, 59):
        wanted = wanted_sigmas(t, height[k])
        assert runs[:, k].std(axis=0)[:4] == pytest.approx(wanted, rel=0.05)


def test_at_no_airspeed_the_field_is_frozen_and_finite() -> None:
    data = series(packed("marine"), dt=0.02, count=200, airspeed=0.0)
    assert np.isfinite(data).all()
    assert np.ptp(data, axis=0) == pytest.approx(0.0, abs=1e-12)
    assert np.abs(data[0, :3]).max() > 0.0


def test_longer_way_less_alike() -> None:
    """Correlation over a distance follows exp(-d/L) whatever the speed it was flown at."""
    t = packed("marine")
    h, _ = height_factor(t, 30.48)
    for speed in (15.0, 60.0):
        data = series(t, dt=0.25, count=100_000, airspeed=speed)[:, 0]
        lag = round(120.0 / (speed * 0.25))
        found = np.corrcoef(data[:-lag], data[lag:])[0, 1]
        wanted = np.exp(-lag * speed * 0.25 / (t.length_u * h))
        assert found == pytest.approx(wanted, abs=0.04)


# --- axes, signs, discrete gusts ---------------------------------------------------------------------


def gust(**values: float) -> Gusts:
    return Gusts(*(0.0,) * 15)._replace(**values)


@pytest.mark.parametrize("towards", [0.0, 0.7, pi / 2, -2.0])
def test_gusts_point_along_the_wind_and_to_its_right(towards: float) -> None:
    t = packed(towards=towards)
    north, east, down, *_ = gusts_at(t, gust(along=2.0, down=0.5))
    assert (north, east, down) == pytest.approx((2.0 * cos(towards), 2.0 * sin(towards), 0.5))
    north, east, *_ = gusts_at(t, gust(across=1.0))
    assert (north, east) == pytest.approx((-sin(towards), cos(towards)))


def flown(g: DiscreteGust, *, line: float = pi, dt: float = 0.02, count: int = 400):
    t = packed("none", line=line, gust=g)
    state, rows = start_gusts(t, STILL, 20.0), []
    for k in range(count):
        state = advance_turbulence(t, state, STILL, 20.0, 40.0, k * dt, dt)
        rows.append((state.along, state.across, state.down, state.p, state.q, state.r))
    return np.array(rows)


def test_a_discrete_gust_rises_holds_and_falls_where_it_should() -> None:
    data = flown(DiscreteGust(along=6.0, down=-2.0, onset=1.0, rise=40.0, hold=80.0))
    time = np.arange(1, 401) * 0.02
    assert not data[time < 1.0].any()
    way = 40.0 * (time - 1.0)
    for distance, share in ((20.0, 0.5), (40.0, 1.0), (100.0, 1.0), (140.0, 0.5), (161.0, 0.0)):
        k = int(np.abs(way - distance).argmin())
        assert data[k, 0] == pytest.approx(6.0 * share, abs=0.12)
        assert data[k, 2] == pytest.approx(-2.0 * share, abs=0.04)
    assert data[:, 0].max() == pytest.approx(6.0, abs=1e-9)


def test_rates_have_the_sign_of_the_field_s_gradients() -> None:
    """Flying into more and more downdraft: dw/dx > 0, so q = -dw/dx < 0. Into wind, body right is -across."""
    rise = 400.0
    data = flown(DiscreteGust(down=4.0, rise=rise))
    k = 250  # half-way up, the gradient steady over the span
    assert data[k, 4] == pytest.approx(-0.5 * pi * 4.0 / rise, rel=0.05)
    data = flown(DiscreteGust(across=4.0, rise=rise))
    assert data[k, 5] == pytest.approx(-0.5 * pi * 4.0 / rise, rel=0.05)
    downwind = flown(DiscreteGust(across=4.0, rise=rise), line=0.0)
    assert downwind[:, 5] == pytest.approx(-data[:, 5])


def test_a_crosswind_turns_gusts_along_into_yaw() -> None:
    data = flown(DiscreteGust(along=5.0, rise=100.0), line=radians(90.0))
    assert data[:, 5].min() < -0.01
    assert np.abs(flown(DiscreteGust(along=5.0, rise=100.0), line=0.0)[:, 5]).max() < 1e-12


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"kind": "kaimal"}, "marine"),
        ({"wind": -1.0}, "wind"),
        ({"kind": "marine", "wind_20ft": 10.0}, "dryden"),
        ({"gust": DiscreteGust(rise=0.0)}, "rise"),
        ({"gust": DiscreteGust(hold=-1.0)}, "hold"),
    ],
)
def test_bad_input_is_refused_in_words(given: dict, word: str) -> None:
    with pytest.raises(InputError, match=word):
        packed(**given)


def digest(t: Turbulence) -> list[float]:
    data = series(t, dt=0.1, count=300, height=np.linspace(400.0, 2.0, 300))
    north, east, *_ = gusts_at(t, gust(along=1.0, across=0.4))
    return [*np.abs(data).sum(axis=0), hypot(*data[-1]), north, east]


@pytest.mark.parametrize("name", TurbulenceCoefficients.model_fields)
def test_every_coefficient_changes_something(name: str) -> None:
    k = turbulence_coefficients()
    more = varied(k, **{name: 1.05 * getattr(k, name).value})
    assert any(
        digest(packed(wind=wind)) != digest(packed(wind=wind, coefficients=more)) for wind in (5.0, 16.0)
    )


@pytest.mark.parametrize("name", Turbulence._fields)
def test_every_parameter_changes_something(name: str) -> None:
    t = packed("dryden", towards=0.4, line=1.0, gust=DiscreteGust(1.0, 2.0, 3.0, 4.0, 50.0, 60.0))
    assert digest(t) != digest(t._replace(**{name: 1.05 * getattr(t, name)}))
