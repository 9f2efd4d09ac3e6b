"""Places and attitudes over time are those that the engine flew."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight.step import STEP
from shortdeck.viewer import craft, poses
from shortdeck.viewer.record import record_of


@pytest.mark.parametrize("which", ["landing", "take_off"])
def test_wheels_on_the_drawn_deck_are_where_the_engine_had_them(which, request):
    """The engine's main wheels in the deck frame, from the drawn poses alone."""
    flight = request.getfixturevalue(which)
    record = record_of(flight)
    aircraft, ship = load_aircraft(flight.aircraft), load_ship(flight.ship)
    air = poses.aircraft_track(record)
    deck = poses.deck_track(record, ship, height=ship.model.deck.height.value)
    left, right = (np.array(craft.wheel_points(aircraft)[side]) for side in ("left", "right"))
    wheels = air.place + Rotation.from_quat(air.attitude).apply(0.5 * (left + right))
    seen = Rotation.from_quat(deck.attitude).inv().apply(wheels - deck.place)
    moving = Rotation.from_quat(deck.attitude).magnitude().max()
    assert moving > 2e-3  # the deck does move
    # The engine notes them in the middle of its last step (farther astern, of its last beat), and carries the
    # pose on between its looks at it.
    c = record.channels
    near = (c["main_x"] > -25.0) & (c["main_z"] > -4.0) & (record.time > 0.1)
    assert near.sum() > 200
    for name, column, sign in (("main_x", 0, 1.0), ("main_y", 2, 1.0), ("main_z", 1, -1.0)):
        noted = np.interp(record.time - 0.5 * STEP, record.time, sign * seen[:, column])
        assert noted[near] == pytest.approx(c[name][near], abs=0.01), name


def test_wind_at_the_aircraft_is_the_air_that_it_flies_in(landing, record):
    """Far above the deck the mean over the approach is the wind over deck, to within turbulence."""
    wind = poses.wind_at_aircraft(record)
    early = record.time < 25.0
    assert wind[early].mean(axis=0) == pytest.approx(poses.wind_over_deck(record), abs=2.0)
    assert wind[early].std() > 0.3  # turbulence is in it


def test_attitudes_do_not_jump(record):
    air = poses.aircraft_track(record)
    assert np.sum(air.attitude[1:] * air.attitude[:-1], axis=1).min() > 0.999


def test_calm_water_moves_no_deck(take_off):
    from shortdeck.flight import fly

    flight = fly.launch("bayraktar-tb3", "izumo", wind_over_deck="25 kn", heading="70 deg")
    record = record_of(flight)
    ship = load_ship("izumo")
    deck = poses.deck_track(record, ship, height=16.0)
    assert deck.place == pytest.approx(np.broadcast_to([0.0, 16.0, 0.0], deck.place.shape), abs=1e-12)
    # Along the course whatever the heading: it takes off over the runway line.
    air = poses.aircraft_track(record)
    assert air.place[:, 2] == pytest.approx(-5.5, abs=1.5)
