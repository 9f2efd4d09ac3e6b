"""Wave-off gates: each closes for its own reason, none for a good approach."""

import math

import pytest

from shortdeck.autopilot.gates import REASONS, gate_violated
from shortdeck.autopilot.law import Sensed
from shortdeck.autopilot.prediction import Forecast
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.flight.lanes import zeros
from shortdeck.flight.setup import Conditions, recovery_setup


@pytest.fixture(scope="module")
def law():
    k = Conditions(mass=1250.0, wind_over_deck=12.9)
    return recovery_setup(load_aircraft("bayraktar-tb3"), load_ship("izumo"), k)[0].law


def on_path(law, *, station=-40.0, **changes):
    """What is sensed on the path at a station of the main wheels, but for the changes."""
    ground = law.airspeed - 12.9
    height = law.aim_height + (law.aim_x - station) * law.slope
    words = {
        "airspeed": law.airspeed, "pitch": law.pitch_trim, "along_rate": ground, "station": station,
        "height": height, "climb": -ground * law.slope, "wheel_height": (law.aim_x - station) * law.slope,
    }  # fmt: skip
    return zeros(Sensed)._replace(**(words | changes))


def reason(law, sensed, lifted=0.0, **forecast):
    return REASONS[int(gate_violated(law, sensed, zeros(Forecast)._replace(**forecast), lifted))]


def test_a_good_approach_meets_no_gate_all_the_way_down(law):
    for station in range(-150, 50, 10):
        assert reason(law, on_path(law, station=float(station))) == ""


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"offset": 5.0}, "off the line"),
        ({"offset": -5.0}, "off the line"),
        ({"airspeed": 31.0}, "airspeed"),
        ({"airspeed": 40.0}, "airspeed"),
        ({"roll": 0.2}, "bank"),
        ({"climb": -3.4}, "sink"),
        ({"link_age": 1.5}, "link lost"),
    ],
)
def test_what_is_sensed(law, changes, name):
    assert reason(law, on_path(law, station=10.0, **changes)) == name


@pytest.mark.parametrize(
    ("forecast", "name"),
    [
        ({"climb_then": 2.0}, "closure with the deck foreseen"),
        ({"climb_then": 1.0, "climb_error": 0.5}, "closure with the deck foreseen"),
        ({"pitch_then": math.radians(4.0)}, "attitude to the deck foreseen"),
        ({"roll_then": math.radians(-6.0)}, "bank to the deck foreseen"),
    ],
)
def test_what_is_foreseen(law, forecast, name):
    assert reason(law, on_path(law, station=10.0), **forecast) == name


def test_high_and_low_of_the_path(law):
    s = on_path(law, station=20.0)
    assert reason(law, s._replace(height=s.height + 4.0)) == "high"
    assert reason(law, s._replace(height=s.height - 2.5)) == "low"
    # The path itself may have been lifted to follow the deck.
    assert reason(law, s._replace(height=s.height + 4.0), lifted=4.0) == ""


def test_a_stern_that_comes_up_is_met_before_it_strikes(law):
    s = on_path(law, station=-20.0)
    assert reason(law, s, height=1.0) == ""
    assert reason(law, s, height=3.6) == "too low over the stern"
    # Bow down lifts the stern, 61 m aft of the aim point.
    assert reason(law, s, pitch=math.radians(-3.2)) == "too low over the stern"
    assert reason(law, s, pitch=math.radians(2.5)) == ""
    assert reason(law, s, climb=3.2) == "too low over the stern"


def test_gates_narrow_on_the_way_down(law):
    side = 1.3 * law.gates.side
    assert reason(law, on_path(law, station=-150.0, offset=side)) == ""
    assert reason(law, on_path(law, station=20.0, offset=side)) == "off the line"
