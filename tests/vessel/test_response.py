"""Transfer functions of the ships of the catalogue: limits, symmetries, phases, refusals, files."""

import math
from dataclasses import replace

import numpy as np
import pytest

from shortdeck.catalog import loader
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import InputError
from shortdeck.vessel.closed_form import closed_form
from shortdeck.vessel.hull_response import HullResponse, inverse_3x3
from shortdeck.vessel.response import (
    GRAVITY,
    MIRROR,
    TabulatedResponse,
    check_response,
    encounter_frequency,
)
from shortdeck.vessel.response_files import from_capytaine, read_response, tabulate, write_response
from shortdeck.vessel.ship_response import (
    centre_of_gravity,
    fallback,
    load_response,
    ship_response,
    shipped_path,
)

SHIPS = loader.names("ship")
KNOT = 1852.0 / 3600.0
HEADINGS = np.radians(np.arange(0.0, 360.0, 15.0))
LONG = 0.12  # rad/s: a wave of 4.3 km


def response(name):
    return ship_response(loader.load(name))


@pytest.mark.parametrize("name", SHIPS)
def test_every_ship_has_coefficients_for_her_hull(name):
    found = response(name)
    assert isinstance(found, HullResponse), f"{name}: run scripts/write_responses.py"
    assert shipped_path(name).stat().st_size < 300_000
    check_response(found)
    hull = loader.load(name).model.hull
    assert found.inertia[0] == pytest.approx(hull.displacement.value, rel=0.01)
    assert found.speed[-1] == pytest.approx(hull.speed_max.value)
    assert found.roll_frequency == pytest.approx(2.0 * math.pi / 16.0, rel=0.4)
    assert "capytaine" in found.provenance.versions


@pytest.mark.parametrize("speed", [0.0, 5.0, 15.0 * KNOT])
@pytest.mark.parametrize("name", ["izumo", "tcg-anadolu"])
def test_long_waves_carry_the_ship(name, speed):
    """Heave goes with the surface and pitch with its slope at every heading and speed."""
    motion = response(name).transfer(LONG, HEADINGS, speed)
    slope = LONG**2 / GRAVITY
    assert motion[:, 2] == pytest.approx(np.full(len(HEADINGS), -1.0), abs=0.02)
    assert motion[:, 4] / slope == pytest.approx(-1j * np.cos(HEADINGS), abs=0.05)


@pytest.mark.parametrize("heading", [0, 30, 45, 135, 180])
def test_at_rest_the_ship_drifts_with_the_water_of_a_long_wave(heading):
    """Surge and sway follow the orbit, which runs a quarter of a period behind the elevation."""
    beta = math.radians(heading)
    found = replace(response("izumo"), course_frequency=0.0)
    motion = found.transfer(LONG, beta, 0.0)
    assert motion[0] == pytest.approx(-1j * math.cos(beta), abs=0.03)
    assert motion[1] == pytest.approx(1j * math.sin(beta), abs=0.03)


def test_a_following_long_wave_lifts_the_stern_before_the_bow():
    found = response("izumo")
    omega = 0.25
    motion = found.transfer(omega, 0.0, 5.0)
    rate = float(encounter_frequency(omega, 0.0, 5.0))
    time = np.linspace(0.0, 2.0 * math.pi / rate, 2000, endpoint=False)
    turn = np.exp(1j * rate * time)

    def height(x):
        return -((motion[2] - x * motion[4]) * turn).real

    stern, bow = time[height(-110.0).argmax()], time[height(110.0).argmax()]
    lead = (bow - stern + math.pi / rate) % (2.0 * math.pi / rate) - math.pi / rate
    assert 0.0 < lead < 0.5 * math.pi / rate
    head = found.transfer(omega, math.pi, 5.0)
    rate = float(encounter_frequency(omega, math.pi, 5.0))
    turn = np.exp(1j * rate * time)
    rise = [(-((head[2] - x * head[4]) * turn).real).argmax() for x in (-110.0, 110.0)]
    late = ((time[rise[0]] - time[rise[1]]) + math.pi / rate) % (2.0 * math.pi / rate) - math.pi / rate
    assert late > 0.0  # the bow meets a head sea first


def test_a_wave_from_starboard_lifts_the_starboard_side_first():
    """In a long beam wave roll leads the ship's starboard side up while the crest comes from there."""
    motion = response("izumo").transfer(0.15, math.pi / 2, 0.0)
    starboard, port = (-(motion[2] + y * motion[3]) for y in (15.0, -15.0))
    assert np.angle(starboard / port) > 0.0


@pytest.mark.parametrize("speed", [0.0, 15.0 * KNOT])
def test_port_is_starboard_mirrored(speed):
    found = response("tcg-anadolu")
    omega = np.linspace(0.2, 1.2, 30)
    for degrees in (0.0, 30.0, 90.0, 135.0, 180.0):
        beta = math.radians(degrees)
        here = found.transfer(omega, beta, speed)
        assert found.transfer(omega, -beta, speed) == pytest.approx(here * MIRROR, abs=1e-12)
        assert found.transfer(omega, beta + 2.0 * math.pi, speed) == pytest.approx(here, rel=1e-9, abs=1e-12)
    along = found.transfer(omega, np.array([0.0, math.pi])[:, None], speed)
    assert np.abs(along[..., 1::2]).max() < 1e-3


@pytest.mark.parametrize("degrees", [0, 30, 45])
def test_following_and_quartering_seas_at_15_knots_stay_finite(degrees):
    """The encounter frequency goes through zero; nothing may blow up there, and the motions are smooth."""
    found = response("izumo")
    omega = np.linspace(0.2, float(found.omega[-1]), 3000)
    rate = encounter_frequency(omega, math.radians(degrees), 15.0 * KNOT)
    assert rate.min() < (0.0 if degrees == 0 else 0.2)
    motion = found.transfer(omega, math.radians(degrees), 15.0 * KNOT, roll_rate_rms=0.03)
    heave, roll, pitch = np.abs(motion[:, [2, 3, 4]]).T
    assert heave.max() < 1.1
    assert np.degrees(roll).max() < 15.0
    assert np.degrees(pitch).max() < 1.5
    assert np.abs(motion[:, :2]).max() < 20.0
    slowest = np.abs(rate).argmin()
    step = np.abs(np.diff(motion[:, 2:5], axis=0)).max(axis=1)
    assert step[max(slowest - 2, 0) : slowest + 2].max() <= 3.0 * np.percentile(step, 99)


def test_speed_terms_vanish_at_rest_and_couple_with_opposite_signs():
    """Timman and Newman: what speed adds to the heave-pitch coupling it takes from pitch-heave."""
    found = response("izumo")
    rate = np.linspace(0.3, 1.2, 10)
    still, moving = found._matrix(rate, 0.0, 0.0), found._matrix(rate, 8.0, 0.0)
    change = moving - still
    for a, b in ((2, 4), (1, 5), (3, 5)):
        assert np.abs(change[:, a, b]).max() > 0.0
        # The two are each other's negative to the accuracy with which A and B of the panels are symmetric.
        gap = np.abs(change[:, a, b] + change[:, b, a])
        assert (gap <= 0.08 * np.abs(change[:, a, b]) + 1e-9).all()
    assert found.transfer(0.5, 2.0, 1e-9) == pytest.approx(found.transfer(0.5, 2.0, 0.0), rel=1e-6)
    assert change[:, 2, 2] == pytest.approx(0.0, abs=1e-3)


def test_motion_is_smooth_between_the_grid_points():
    """Leaving out every second heading and frequency changes little where the ship moves at all."""
    found = response("izumo")
    c = found.coefficients
    thin = replace(
        found,
        omega=found.omega[::3],
        heading=found.heading[::2],
        coefficients=replace(
            c, froude_krylov=c.froude_krylov[::2, ::3], reciprocity=c.reciprocity[:, ::2, ::3]
        ),
    )
    omega = np.linspace(0.2, 0.9, 40)[:, None]
    heading = np.radians(np.arange(2.0, 180.0, 7.0))
    full, coarse = found.transfer(omega, heading, 7.0), thin.transfer(omega, heading, 7.0)
    for mode in (2, 3, 4):
        assert np.abs(full - coarse)[..., mode].max() < 0.04 * np.abs(full)[..., mode].max()


class TestRollDamping:
    """Quadratic damping linearised for a sea."""

    @staticmethod
    def sea(hs=3.25, tp=9.7, towards=45.0):
        omega = np.linspace(0.25, 1.4, 120)
        peak = 2.0 * math.pi / tp
        density = 5.0 / 16.0 * hs**2 * peak**4 / omega**5 * np.exp(-1.25 * (peak / omega) ** 4)
        spread = np.radians(np.arange(-85.0, 90.0, 10.0))
        share = np.cos(spread) ** 2 / (np.cos(spread) ** 2).sum()
        variance = (density * (omega[1] - omega[0]))[:, None] * share
        return omega[:, None], math.radians(towards) + spread, variance

    def test_the_rate_reproduces_itself(self):
        found = response("izumo")
        omega, heading, variance = self.sea()
        speed = 15.0 * KNOT
        rms = found.linearise(omega, heading, speed, variance)
        roll = found.transfer(omega, heading, speed, roll_rate_rms=rms)[..., 3]
        rate = encounter_frequency(omega, heading, speed)
        assert math.sqrt((np.abs(rate * roll) ** 2 * variance).sum()) == pytest.approx(rms, rel=1e-6)

    def test_twice_the_sea_rolls_less_than_twice_as_much(self):
        found = response("izumo")
        omega, heading, variance = self.sea()
        once = found.linearise(omega, heading, 5.0, variance)
        assert once < found.linearise(omega, heading, 5.0, 4.0 * variance) < 1.9 * once

    def test_the_interval_that_damping_leaves(self):
        found = response("izumo")
        omega, heading, variance = self.sea()
        spread = found.loading.roll_spread
        assert 0.1 <= spread <= 0.6
        low, mid, high = (
            found.with_roll_damping(factor).linearise(omega, heading, 15.0 * KNOT, variance)
            for factor in (1.0 + spread, 1.0, 1.0 - spread)
        )
        assert low < mid < high
        assert found.with_roll_damping(1.0).linearise(omega, heading, 15.0 * KNOT, variance) == mid

    def test_roll_damping_touches_neither_heave_nor_pitch(self):
        found = response("izumo")
        a, b = (found.transfer(0.5, 1.0, 5.0, roll_rate_rms=rms) for rms in (0.0, 0.05))
        assert a[[0, 2, 4]] == pytest.approx(b[[0, 2, 4]], rel=1e-12)
        assert abs(b[3]) < abs(a[3])

    def test_a_table_has_its_damping_built_in(self):
        omega, heading, variance = self.sea()
        table = tabulate(response("izumo"), roll_rate_rms=0.01)
        rms = table.linearise(omega, heading, 5.0, variance)
        roll = table.transfer(omega, heading, 5.0)[..., 3]
        rate = encounter_frequency(omega, heading, 5.0)
        assert rms == pytest.approx(math.sqrt((np.abs(rate * roll) ** 2 * variance).sum()))


@pytest.mark.parametrize("key", ["roll_gyradius", "pitch_gyradius", "metacentric_height", "roll_damping",
                                 "bilge_keel_length", "bilge_keel_breadth", "midship"])  # fmt: skip
def test_the_loading_in_the_file_counts(key):
    ship = loader.load("izumo")
    value = getattr(ship.model.hull, key).value
    moved = with_value(ship, f"model.hull.{key}", 1.03 * value, check_file=False)
    omega = np.linspace(0.3, 0.7, 5)
    before = ship_response(ship).transfer(omega, 1.0, 5.0, roll_rate_rms=0.02)
    after = ship_response(moved).transfer(omega, 1.0, 5.0, roll_rate_rms=0.02)
    assert np.abs(after / before - 1.0)[:, 2:5].max() > 1e-4


class TestRefusals:
    """What is no response of a ship is refused with the reason."""

    @pytest.fixture
    def table(self):
        return tabulate(response("izumo"))

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda m: 0.8 * m, "heave at heading"),
            (lambda m: np.conj(m), "pitch over wave slope"),
            (lambda m: m * np.where(np.arange(6) >= 3, 180.0 / math.pi, 1.0), "check units"),
            (lambda m: -m, "heave at heading"),
            (lambda m: m * np.nan, "not finite"),
        ],
    )
    def test_a_response_that_does_not_tend_to_the_wave(self, table, spoil, words):
        check_response(table)
        with pytest.raises(InputError, match=words):
            check_response(replace(table, motions=spoil(table.motions)))

    def test_a_table_without_long_waves(self, table):
        with pytest.raises(InputError, match="four ship lengths"):
            check_response(table, length=20_000.0)

    def test_frequencies_and_speeds_beyond_the_grid(self):
        found = response("izumo")
        with pytest.raises(InputError, match="cut the spectrum"):
            found.transfer(9.0, 0.0, 0.0)
        with pytest.raises(InputError, match="ship speed"):
            found.transfer(0.5, 0.0, 40.0)
        with pytest.raises(InputError, match="ship speed"):
            found.transfer(0.5, 0.0, -1.0)

    def test_a_file_that_is_none(self, tmp_path):
        with pytest.raises(InputError, match="no such file"):
            read_response(tmp_path / "absent.nc")
        (tmp_path / "text.nc").write_text("waves")
        with pytest.raises(InputError, match="not a NetCDF file"):
            read_response(tmp_path / "text.nc")


def test_files_come_back_and_have_the_same_bytes(tmp_path):
    found = response("izumo")
    for name, kept in (("hull.nc", found), ("table.nc", tabulate(found))):
        write_response(kept, tmp_path / name)
        again = read_response(tmp_path / name)
        write_response(kept, tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()
        point = (0.55, 2.2, 6.0)
        assert again.transfer(*point) == pytest.approx(kept.transfer(*point), rel=1e-3, abs=1e-6)
        assert again.provenance == kept.provenance
    assert isinstance(load_response(tmp_path / "table.nc", loader.load("izumo")), TabulatedResponse)
    assert load_response(tmp_path / "hull.nc", loader.load("izumo")).loading == found.loading


def test_a_table_agrees_with_the_hull_it_was_made_from():
    found = response("izumo")
    table = tabulate(found)
    for omega, heading, speed in ((0.5, math.pi, 0.0), (0.6, 2.5, float(found.speed[2])), (0.4, 1.2, 0.0)):
        ours = table.transfer(omega, heading, speed)
        assert ours[[2, 4]] == pytest.approx(
            found.transfer(omega, heading, speed)[[2, 4]], rel=0.03, abs=1e-4
        )


@pytest.mark.parametrize("name", ["izumo", "juan-carlos-i", "d-joao-ii"])
def test_where_the_centre_of_gravity_lies(name):
    ship = loader.load(name)
    x, y, z = centre_of_gravity(ship, ship_response(ship))
    rough = centre_of_gravity(ship, fallback(ship))
    hull, deck = ship.model.hull, ship.model.deck
    assert y == 0.0
    assert x == pytest.approx(hull.stern_overhang.value + 0.485 * hull.length.value, abs=0.5)
    assert 0.0 < z < deck.height.value  # below the flight deck, above the water
    assert rough == pytest.approx((x, y, z), abs=0.3)


def test_a_table_keeps_its_roll_damping():
    table = fallback(loader.load("izumo"))
    assert table.with_roll_damping(1.0) is table
    assert table.roll_spread == 0.0
    with pytest.raises(InputError, match="built in"):
        table.with_roll_damping(0.7)


def test_a_ship_nobody_computed_gets_the_closed_forms():
    ship = loader.load("tests/data/example-ship.yaml")
    found = ship_response(ship)
    assert "closed forms" in found.provenance.method
    check_response(found)
    beam = found.transfer(0.6, math.pi / 2, 0.0)
    assert abs(beam[4]) < 1e-12  # they know no pitch in beam seas
    other = with_value(loader.load("izumo"), "model.hull.length", 280.0, check_file=False)
    assert "closed forms" in ship_response(other).provenance.method


def test_closed_forms_are_within_their_known_distance_of_the_computed_hull():
    ship = loader.load("izumo")
    rough, computed = fallback(ship), ship_response(ship)
    omega = np.linspace(0.25, 0.42, 10)
    upright = [2, 4]
    rough, computed = (r.transfer(omega, math.pi, 0.0)[:, upright] for r in (rough, computed))
    heave, pitch = np.abs(rough / computed).T
    assert ((heave > 0.35) & (heave < 1.45)).all()
    assert ((pitch > 0.5) & (pitch < 1.4)).all()


def test_closed_forms_stay_finite_where_the_encounter_frequency_vanishes():
    g, speed = GRAVITY, 10.0
    omega = np.array([0.2, 0.5, g / speed, 1.2])
    found = closed_form(
        length=200.0, beam=30.0, draught=7.0, block=0.6, roll_period=15.0, omega=omega,
        heading=np.linspace(0.0, math.pi, 5), speed=np.array([0.0, speed]),
    )  # fmt: skip
    assert np.isfinite(found.motions).all()
    assert np.abs(found.motions).max() < 3.0


def test_capytaines_frame_is_turned_into_ours():
    """Its long following wave: heave 1, pitch (bow down) -i k, with exp(-i w t)... so 1 and +i k there."""
    k = 0.01
    theirs = np.array([1j, 0.0, 1.0, 0.0, -1j * k, 0.0])
    assert from_capytaine(theirs) == pytest.approx([-1j, 0.0, -1.0, 0.0, -1j * k, 0.0])


def test_inverse_of_small_matrices():
    rng = np.random.default_rng(1)
    a = rng.normal(size=(7, 2, 3, 3)) + 1j * rng.normal(size=(7, 2, 3, 3))
    assert inverse_3x3(a) == pytest.approx(np.linalg.inv(a), rel=1e-9)
