"""The sea that is drawn moves the ship as she was flown, and has the statistics of its spectrum."""

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.sea.choice import SeaWords, choose_sea
from shortdeck.vessel.response import GRAVITY, encounter_frequency
from shortdeck.vessel.seaway import seaway
from shortdeck.vessel.ship_response import ship_response
from shortdeck.viewer.sea_words import sea_of
from shortdeck.viewer.waves import significant_height, waves_of

SHIP = load_ship("izumo")
SPEED = 6.0


def drawn(seed, *, spreading="cos2", heading="150 deg", span=45.0):
    chosen = choose_sea(SeaWords(sea_state=5, wave_heading=heading, spreading=spreading))
    time = np.arange(0.0, span, 0.1)
    way = seaway(SHIP, chosen.sea, heading=0.0, speed=SPEED)
    motions = way.realise(seed=seed, case=0).motions(time)
    waves = waves_of(SHIP, chosen, speed=SPEED, seed=seed, case=0, time=time, motions=motions)
    return chosen, way, time, motions, waves


def moved(waves, way, time):
    """Motions that the ship's response makes of the waves alone, from what is kept of each."""
    number = np.hypot(waves.forward, waves.starboard)
    heading = np.arctan2(-waves.starboard, waves.forward)
    omega = np.sqrt(GRAVITY * number)
    answer = ship_response(SHIP)
    felt = omega <= answer.omega[-1]
    transfer = np.zeros((omega.size, 6), complex)
    transfer[felt] = answer.transfer(omega[felt], heading[felt], SPEED, roll_rate_rms=way.roll_rate_rms)
    turn = np.exp(1j * np.multiply.outer(time, waves.omega))
    return (turn @ (waves.amplitude[:, None] * transfer)).real, omega, heading


@pytest.mark.parametrize(("spreading", "heading"), [("cos2", "150 deg"), ("long-crested", "180 deg")])
def test_the_ship_s_response_to_these_waves_is_her_motion(spreading, heading):
    _, way, time, motions, waves = drawn(3, spreading=spreading, heading=heading)
    found, omega, to = moved(waves, way, time)
    assert waves.omega == pytest.approx(encounter_frequency(omega, to, SPEED), abs=1e-9)
    for k in (2, 3, 4):
        if way.rms()[k] > 1e-9:
            error = np.sqrt(np.mean((found[:, k] - motions[:, k]) ** 2)) / way.rms()[k]
            assert error < 0.25, k
    held = [k for k in (2, 3, 4) if way.rms()[k] > 1e-9]
    left = (found - motions)[:, held] / way.rms()[held]
    told = np.sqrt(np.mean(left**2) / np.mean((motions[:, held] / way.rms()[held]) ** 2))
    assert waves.misfit == pytest.approx(told, rel=0.2)  # what the page tells is so
    assert waves.misfit < 0.2


def test_heights_are_those_of_the_sea():
    found = []
    for seed in range(3):
        chosen, _, _, _, waves = drawn(seed)
        assert 0.75 * chosen.sea.hs < significant_height(waves) < 1.25 * chosen.sea.hs
        found.append(significant_height(waves))
    assert np.mean(found) == pytest.approx(chosen.sea.hs, rel=0.15)


def test_the_same_flight_has_the_same_waves_and_another_others():
    one, again, other = (drawn(seed)[-1] for seed in (3, 3, 4))
    assert np.array_equal(one.amplitude, again.amplitude)
    assert not np.array_equal(one.amplitude, other.amplitude)


def test_head_seas_come_from_ahead():
    waves = drawn(1, spreading="long-crested", heading="180 deg")[-1]
    # Away from her bow: the phase falls with time and with x.
    assert (waves.forward < 0.0).all()
    assert waves.starboard == pytest.approx(0.0, abs=1e-12)
    starboard = drawn(1, spreading="long-crested", heading="90 deg")[-1]
    assert (starboard.starboard < 0.0).all()  # from starboard, they travel to port


def test_a_long_wave_lifts_the_drawn_surface_with_the_ship():
    """At her centre of gravity the elevation goes with heave where the waves are long."""
    chosen = choose_sea(SeaWords(hs=3.0, tp=18.0, wave_heading="180 deg", spreading="long-crested"))
    time = np.arange(0.0, 60.0, 0.1)
    way = seaway(SHIP, chosen.sea, heading=0.0, speed=0.0)
    motions = way.realise(seed=5, case=0).motions(time)
    waves = waves_of(SHIP, chosen, speed=0.0, seed=5, case=0, time=time, motions=motions)
    surface = np.array([waves.elevation(t, np.zeros(1), np.zeros(1))[0] for t in time])
    assert np.corrcoef(surface, -motions[:, 2])[0, 1] > 0.85


@pytest.mark.parametrize(
    "words",
    [
        {"sea_state": 5},
        {"sea_state": 4, "ocean": "north-pacific", "spectrum": "jonswap", "spreading": "half-cos25"},
        {"hs": "2.4 m", "tp": "9 s", "spectrum": "torsethaugen", "wave_heading": "-35.5 deg"},
        {"hs": "2.4 m", "spectrum": "ochi-hubble", "spreading": "long-crested"},
        {"sea_state": 3, "spectrum": "jonswap", "gamma": 2.5, "spreading": "cos6.5"},
    ],
)
def test_a_sea_is_read_back_from_its_words(words):
    chosen = choose_sea(SeaWords(**({"wave_heading": "160 deg"} | words)))
    found = sea_of(f"{chosen.text}; and so on")
    assert found is not None
    tail = chosen.text[chosen.text.index("Hs") :]
    assert found.text.endswith(tail)
    assert found.sea.hs == pytest.approx(chosen.sea.hs, abs=0.005)
    assert found.ship_heading == chosen.ship_heading


def test_no_sea_in_the_words():
    assert sea_of("the usual wind of sea state 5") is None
