"""Spreading over direction, and sums over directional spectra."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.errors import InputError
from shortdeck.sea.directional import GriddedSea, SpreadSea, frequency_edges
from shortdeck.sea.spectra import Bretschneider, Jonswap, OchiHubble, Torsethaugen
from shortdeck.sea.spreading import CosineHalf, CosinePower, LongCrested, wave_direction, wave_heading, wrap

SPREADINGS = [
    CosinePower(mean=0.4),
    CosinePower(mean=-2.0, exponent=1.0),
    CosinePower(mean=3.0, exponent=90.0),
    CosineHalf(mean=1.0),
    CosineHalf(mean=0.0, s=0.5),
    CosineHalf(mean=5.0, s=75.0),
    CosineHalf(mean=5.0, s=900.0),
]


def gridded(sea, *, frequencies=120, directions=36, offset=0.0):
    omega = np.linspace(0.2, 3.5, frequencies)
    direction = offset + np.arange(directions) * 2.0 * math.pi / directions
    return GriddedSea(omega, direction, sea.density(omega[:, np.newaxis], direction))


@pytest.mark.parametrize("spreading", SPREADINGS, ids=repr)
def test_a_spreading_has_the_integral_one(spreading):
    direction = np.linspace(-math.pi, math.pi, 200_001)
    assert np.trapezoid(spreading.density(direction), direction) == pytest.approx(1.0, abs=1e-6)
    nodes = spreading.nodes(36)
    assert nodes.share.sum() == pytest.approx(1.0, rel=1e-12)
    # The nodes' first harmonic is the density's.
    exact = np.trapezoid(spreading.density(direction) * np.exp(1j * direction), direction)
    assert np.sum(nodes.share * np.exp(1j * nodes.direction)) == pytest.approx(exact, abs=2e-3)


@pytest.mark.parametrize("spreading", SPREADINGS, ids=repr)
def test_a_spreading_is_symmetric_about_its_mean_and_greatest_there(spreading):
    off = np.linspace(0.0, 3.0, 31)
    right, left = spreading.density(spreading.mean + off), spreading.density(spreading.mean - off)
    assert right == pytest.approx(left, abs=1e-12)
    assert np.all(np.diff(right) <= 0.0)


@pytest.mark.parametrize("spreading", [CosinePower(mean=0.4), CosineHalf(mean=0.4)], ids=["power", "half"])
def test_every_parameter_moves_the_spreading(spreading):
    direction = np.linspace(-1.0, 1.5, 40)
    for field in dataclasses.fields(spreading):
        moved = dataclasses.replace(spreading, **{field.name: 1.01 * getattr(spreading, field.name)})
        assert np.abs(moved.density(direction) - spreading.density(direction)).max() > 1e-3, field.name


def test_cosine_squared_in_closed_form():
    made = CosinePower(mean=0.0)
    assert made.density(0.0) == pytest.approx(2.0 / math.pi)
    assert made.density(1.0) == pytest.approx(2.0 / math.pi * math.cos(1.0) ** 2)
    assert made.density(2.0) == 0.0
    assert CosineHalf(mean=0.0, s=1.0).density(1.0) == pytest.approx(math.cos(0.5) ** 2 / math.pi)


@settings(max_examples=50, deadline=None)
@given(st.floats(-10.0, 10.0), st.floats(-10.0, 10.0), st.floats(-10.0, 10.0))
def test_turning_a_sea_turns_its_density(mean, angle, direction):
    sea = SpreadSea(Bretschneider(hs=3.0, tp=10.0), CosineHalf(mean=mean, s=6.0))
    turned = sea.rotated(angle)
    assert turned.density(0.6, direction + angle) == pytest.approx(float(sea.density(0.6, direction)))
    assert abs(wrap(turned.mean_direction - sea.mean_direction - angle)) < 1e-9
    assert turned.quadrature(frequencies=20).variance == pytest.approx(
        sea.quadrature(frequencies=20).variance
    )


def test_wave_headings_are_those_of_a_ship():
    north = 0.0
    assert wave_heading(north, ship_heading=0.0) == pytest.approx(math.pi)  # from ahead: head seas
    assert wave_heading(math.pi, ship_heading=0.0) == pytest.approx(0.0)  # from astern: following seas
    assert wave_heading(math.pi / 2, ship_heading=0.0) == pytest.approx(math.pi / 2)  # from starboard
    assert wave_heading(math.radians(30), ship_heading=math.radians(30)) == pytest.approx(math.pi)
    # Waves 30 deg off the starboard bow of a ship that heads east come from 120 deg.
    assert math.degrees(wave_direction(math.radians(150), ship_heading=math.pi / 2)) == pytest.approx(120.0)


@given(st.floats(-7.0, 7.0), st.floats(-7.0, 7.0))
def test_heading_and_direction_invert_each_other(direction, ship):
    back = wave_direction(wave_heading(direction, ship_heading=ship), ship_heading=ship)
    assert abs(wrap(back - direction)) < 1e-9


@pytest.mark.parametrize("count", [10, 60, 200])
@pytest.mark.parametrize(
    "sea",
    [
        Bretschneider(hs=3.0, tp=10.0),
        Jonswap(hs=1.0, tp=6.0, gamma=6.0),
        OchiHubble.most_probable(hs=5.0),
        Torsethaugen(hs=6.0, tp=11.0),
    ],
    ids=lambda sea: type(sea).__name__,
)
@pytest.mark.parametrize("spreading", [LongCrested(mean=1.0), CosinePower(mean=1.0)], ids=["long", "short"])
def test_quadrature_holds_the_variance_and_the_mean_frequency(sea, spreading, count):
    rule = SpreadSea(sea, spreading).quadrature(frequencies=count)
    assert rule.variance.shape == (rule.omega.size, rule.direction.size)
    assert np.all(rule.variance >= 0.0)
    assert rule.variance.sum() == pytest.approx(sea.moment(0), rel=1e-10)
    assert np.sum(rule.variance * rule.omega[:, np.newaxis]) == pytest.approx(sea.moment(1), rel=1e-10)
    assert np.all(np.diff(rule.omega) > 0.0)


@pytest.mark.parametrize(
    "sea", [Bretschneider(hs=3.0, tp=10.0), Torsethaugen(hs=4.0, tp=9.0)], ids=["b", "t"]
)
def test_quadrature_is_fine_enough_for_a_lightly_damped_resonance(sea):
    """|H|^2 of an oscillator with 3 % damping, on the peak and in both flanks."""
    rule = SpreadSea(sea, LongCrested(mean=0.0)).quadrature()
    omega = np.linspace(0.1, 30.0, 400_001)
    for natural in (0.3, 0.35, 0.45, 0.65, 1.0, 2.0):

        def response(w, natural=natural):
            return 1.0 / ((1.0 - (w / natural) ** 2) ** 2 + (2.0 * 0.03 * w / natural) ** 2)

        exact = np.trapezoid(response(omega) * sea.density(omega), omega)
        assert np.sum(rule.variance[:, 0] * response(rule.omega)) == pytest.approx(exact, rel=0.01)


def test_density_is_the_product_of_its_parts_and_quadrature_integrates_it():
    sea = SpreadSea(Jonswap(hs=2.0, tp=9.0), CosinePower(mean=0.7))
    omega, direction = np.array([0.5, 0.7, 1.1]), np.array([0.1, 0.7])
    grid = sea.density(omega[:, np.newaxis], direction)
    assert grid.shape == (3, 2)
    assert grid == pytest.approx(np.outer(sea.spectrum.density(omega), sea.spreading.density(direction)))
    rule = sea.quadrature()
    mean_square = np.sum(rule.variance * np.cos(rule.direction - 0.7) ** 2) / rule.variance.sum()
    assert mean_square == pytest.approx(0.75, rel=1e-6)  # of cos^2 under cos^2 spreading


def test_spread_and_mean_direction():
    narrow = SpreadSea(Bretschneider(hs=2.0, tp=9.0), CosineHalf(mean=-1.0, s=75.0))
    # Kuik et al. 1988: sqrt(2/(s+1)) for cos^2s.
    assert narrow.directional_spread == pytest.approx(math.sqrt(2.0 / 76.0), rel=1e-6)
    assert narrow.mean_direction == pytest.approx(-1.0)
    tank = SpreadSea(Bretschneider(hs=2.0, tp=9.0), LongCrested(mean=2.0))
    assert tank.directional_spread == pytest.approx(0.0, abs=1e-7)
    with pytest.raises(InputError, match="no density over direction"):
        tank.density(0.6, 2.0)


def test_frequency_cells_hold_all_of_the_variance_and_cover_the_tails():
    sea = Jonswap(hs=3.0, tp=10.0)
    edges = frequency_edges(sea, 100)
    assert edges[0] == 0.0
    assert edges[-1] == math.inf
    assert np.all(np.diff(edges) > 0.0)
    held = np.diff(sea.partial_moment(0, edges))
    assert held.sum() == pytest.approx(sea.moment(0), rel=1e-12)
    assert held.max() < 2.1 / 100 * sea.moment(0)
    inner = np.diff(np.log(edges[1:-1]))
    assert inner.max() < 2.1 / 98 * math.log(edges[-2] / edges[1])


def test_a_gridded_sea_is_the_sea_it_was_made_from():
    sea = SpreadSea(Bretschneider(hs=3.0, tp=10.0), CosinePower(mean=2.0))
    made = gridded(sea)
    assert made.hs == pytest.approx(3.0, rel=2e-3)
    assert made.tp == pytest.approx(10.0, rel=0.03)  # the nearest frequency of the grid
    assert made.mean_direction == pytest.approx(2.0, abs=1e-3)
    assert made.directional_spread == pytest.approx(sea.directional_spread, rel=0.01)
    assert made.density(0.6123, 1.9) == pytest.approx(float(sea.density(0.6123, 1.9)), rel=0.02)
    assert made.density(9.0, 2.0) == 0.0


@pytest.mark.parametrize("directions", [12, 36, 90])
def test_quadrature_of_a_gridded_sea_is_exact(directions):
    made = gridded(SpreadSea(Jonswap(hs=3.0, tp=10.0), CosinePower(mean=2.0)), frequencies=30, directions=24)
    rule = made.quadrature(frequencies=80, directions=directions)
    assert rule.direction.size >= directions
    assert rule.variance.sum() == pytest.approx(made.spectrum.moment(0), rel=1e-10)
    first = np.sum(rule.variance * rule.omega[:, np.newaxis])
    assert first == pytest.approx(made.spectrum.moment(1), rel=1e-10)
    by_frequency = rule.variance.sum(axis=1)
    edges = frequency_edges(made.spectrum, 80)
    held = np.diff(made.spectrum.partial_moment(0, edges))
    assert by_frequency == pytest.approx(held[held > 0.0], rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.floats(-7.0, 7.0), st.floats(-7.0, 7.0), st.floats(0.3, 3.0))
def test_turning_a_gridded_sea_turns_its_density(angle, direction, omega):
    made = gridded(SpreadSea(Bretschneider(hs=3.0, tp=10.0), CosineHalf(mean=2.0)), frequencies=40)
    turned = made.rotated(angle)
    assert turned.density(omega, direction + angle) == pytest.approx(
        float(made.density(omega, direction)), rel=1e-6, abs=1e-9
    )
    assert turned.hs == made.hs


def test_faulty_grids_are_refused():
    sea = SpreadSea(Bretschneider(hs=3.0, tp=10.0), CosinePower(mean=2.0))
    good = gridded(sea)
    broken = good.values.copy()
    broken[20, 3] = math.nan
    with pytest.raises(InputError, match=r"no value at .* Hz from 30 deg"):
        GriddedSea(good.omega, good.direction, broken)
    with pytest.raises(InputError, match="negative"):
        GriddedSea(good.omega, good.direction, good.values - 1.0)
    with pytest.raises(InputError, match="equal steps"):
        GriddedSea(good.omega, good.direction**1.1, good.values)
    with pytest.raises(InputError, match="equal steps"):
        GriddedSea(good.omega, 0.5 * good.direction, good.values)
    with pytest.raises(InputError, match="frequency x direction"):
        GriddedSea(good.omega, good.direction, good.values.T)
    with pytest.raises(InputError, match="waves break"):
        GriddedSea(good.omega * 2.0, good.direction, good.values)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: CosinePower(mean=math.nan), "mean direction"),
        (lambda: CosinePower(mean=0.0, exponent=0.2), "exponent"),
        (lambda: CosineHalf(mean=0.0, s=5000.0), "s of the"),
        (lambda: CosinePower(mean=0.0).nodes(1), "at least 2"),
        (lambda: frequency_edges(Bretschneider(hs=1.0, tp=8.0), 5), "at least 10"),
    ],
)
def test_bad_parameters_are_refused(make, match):
    with pytest.raises(InputError, match=match):
        make()
