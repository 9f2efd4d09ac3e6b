"""Still-water resistance: the worked example of Holtrop and Mennen (1982), and what any hull must show."""

import math

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship, names
from shortdeck.hydro.attainable_speed import bare_hull, notes_of, propulsion_of
from shortdeck.hydro.still_water import (
    Bare,
    correlation_allowance,
    entrance_angle,
    form_factor,
    friction_coefficient,
    outside,
    run_length,
    still_water_resistance,
    wave_making,
    wave_resistance,
    wetted_surface,
)

EXAMPLE = Bare(
    length=205.0, beam=32.0, draught=10.0, volume=37500.0, midship=0.98, waterplane=0.75, buoyancy=-0.0075
)
SPEED = 25.0 * 1852.0 / 3600.0
BULB, TRANSOM = 0.7595, 0.9592  # c2 and c5 of the example's bulb and transom, which this module leaves out


@pytest.mark.parametrize(
    ("found", "printed", "last_digit"),
    [
        (EXAMPLE.prismatic, 0.5833, 1e-4),
        (run_length(EXAMPLE), 81.385, 1e-3),
        (wetted_surface(EXAMPLE) + 2.38 * 20.0 / EXAMPLE.block, 7381.45, 0.01),  # with the bulb's share
        (form_factor(EXAMPLE, stern=10.0), 1.156, 1e-3),
        (entrance_angle(EXAMPLE), 12.08, 0.01),
        (wave_making(EXAMPLE).c1, 1.398, 1e-3),
        (wave_making(EXAMPLE).m1, -2.1274, 1e-4),
        (wave_making(EXAMPLE).length, 0.6513, 1e-4),
        (float(friction_coefficient(EXAMPLE, SPEED)), 0.001390, 1e-6),
        (correlation_allowance(EXAMPLE), 0.000352, 1e-6),
        (float(wave_resistance(EXAMPLE, SPEED)) * BULB * TRANSOM, 557.11e3, 0.3e3),
    ],
)
def test_the_published_example(found, printed, last_digit):
    assert found == pytest.approx(printed, abs=last_digit)


def test_the_whole_is_its_parts():
    v = np.array([5.0, 9.0, SPEED])
    coefficient = friction_coefficient(EXAMPLE, v) * form_factor(EXAMPLE) + correlation_allowance(EXAMPLE)
    viscous = 0.5 * 1025.0 * v**2 * wetted_surface(EXAMPLE) * coefficient
    assert still_water_resistance(EXAMPLE, v) == pytest.approx(viscous + wave_resistance(EXAMPLE, v))


@pytest.mark.parametrize("name", names("ship"))
def test_ships_of_the_catalogue_lie_in_the_range_and_need_more_power_to_go_faster(name):
    drive = propulsion_of(load_ship(name))
    assert notes_of(drive) == []
    v = np.linspace(0.0, drive.speed_max, 60)
    resistance = still_water_resistance(drive.bare, v)
    assert resistance[0] == 0.0
    assert (np.diff(v * resistance) > 0.0).all()


def test_installed_power_is_plausible():
    """Thrust power is a little above half of what is installed: 22 MW in two pods of TCG Anadolu's class, and
    four LM2500 of 18 to 25 MW in Izumo (both commonly quoted, no document seen)."""
    assert 0.45 < propulsion_of(load_ship("tcg-anadolu")).power / 22e6 < 0.75
    assert 0.35 < propulsion_of(load_ship("izumo")).power / 82e6 < 0.75


def test_a_hull_outside_the_range_is_named():
    slow = bare_hull(load_ship("izumo"))
    assert outside(slow, speed=0.2 * math.sqrt(9.81 * slow.length)) == []
    (told,) = outside(slow, speed=0.5 * math.sqrt(9.81 * slow.length))
    assert "Froude number" in told
