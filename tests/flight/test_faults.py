"""Faults do in a flight what they say; sensors make flights differ and may be declined."""

from math import degrees, radians

import numpy as np
import pytest

from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight.faults import FAULTS, gyro_biases, read_faults
from shortdeck.flight.fly import launch, recover
from shortdeck.flight.report import split_faults
from shortdeck.flight.setup import Conditions
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.vessel.ship_response import centre_of_gravity, ship_response

WIND = "25 kn"


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


def recovered(tb3, izumo, *, wind_over_deck=WIND, **words):
    return recover(tb3, izumo, wind_over_deck=wind_over_deck, **words)


class TestEngine:
    def test_half_the_power_is_half_the_power(self, tb3, izumo):
        flight = launch(tb3, izumo, wind_over_deck=WIND, faults={"engine_stops": "4 s", "engine_left": 0.5})
        h = flight.history
        before, after = h.sel(time=slice(2, 4)).shaft_power.max(), h.sel(time=slice(8, 60)).shaft_power.max()
        assert float(after) == pytest.approx(0.5 * float(before), rel=0.05)

    def test_all_of_it_is_lost_without_a_share(self, tb3, izumo):
        flight = launch(tb3, izumo, wind_over_deck=WIND, abort=False, faults={"engine_stops": 4.0})
        power = flight.history.shaft_power
        assert float(power.sel(time=slice(30, 60)).max()) < 0.02 * float(power.sel(time=slice(2, 4)).max())


class TestJam:
    def test_one_surface_stays_where_it_is_and_the_others_move(self, tb3, izumo):
        h = recovered(tb3, izumo, seed=2, faults={"surfaces_jam": "5 s", "jammed": "aileron"}).history
        later = h.sel(time=slice(5.1, 12.0))
        assert float(later.aileron.std()) < 1e-9
        assert float(later.elevator.std()) > 1e-4

    def test_it_runs_to_the_position_given(self, tb3, izumo):
        faults = {"surfaces_jam": "5 s", "jammed": "rudder", "jam_position": "4 deg"}
        h = recovered(tb3, izumo, faults=faults).history
        assert degrees(float(h.sel(time=slice(6.0, 8.0)).rudder.mean())) == pytest.approx(4.0, abs=0.01)
        assert abs(float(h.sel(time=slice(0.0, 4.9)).rudder.max())) < radians(1.0)

    def test_the_flap_jams_too(self, tb3, izumo):
        h = recovered(tb3, izumo, faults={"surfaces_jam": 3.0, "jammed": "flap", "jam_position": 0.3}).history
        assert float(h.flap[-1]) == pytest.approx(0.3, abs=1e-6)


class TestTyres:
    @pytest.mark.parametrize(("side", "sign"), [("left", -1.0), ("right", 1.0)])
    def test_a_burst_main_tyre_pulls_to_its_side_until_the_other_brakes(self, tb3, izumo, side, sign):
        whole = recovered(tb3, izumo)
        burst = recovered(tb3, izumo, faults={f"{side}_tyre_bursts": 0.0})
        h = burst.history
        down = h.time[h.right_load + h.left_load > 0.0][0]
        early = [float(f.history.r.sel(time=down + 0.2, method="nearest")) for f in (burst, whole)]
        assert sign * (early[0] - early[1]) > 0.003
        assert sign * float(h["roll"].sel(time=down + 1.0, method="nearest")) > 0.01  # it stands lower there
        braking = [float(f.history.r.sel(time=down + 0.6, method="nearest")) for f in (burst, whole)]
        assert sign * (braking[0] - braking[1]) < -0.01  # half its braking is gone
        assert burst.figures.stop_x > whole.figures.stop_x + 5.0

    def test_a_burst_nose_tyre_drags(self, tb3, izumo):
        whole, burst = recovered(tb3, izumo), recovered(tb3, izumo, faults={"nose_tyre_bursts": 0.0})
        assert burst.outcome.name == whole.outcome.name == "stopped"
        assert burst.figures.stop_x != whole.figures.stop_x

    def test_a_brake_that_fails_on_one_side_turns_it_to_the_other(self, tb3, izumo):
        flight = recovered(tb3, izumo, faults={"left_brake": 0.0})
        assert flight.figures.stop_y > recovered(tb3, izumo).figures.stop_y


class TestSensorFaults:
    def test_frozen_air_data_stay(self, tb3, izumo):
        columns = {"wind_over_deck": [13.0] * 2, "air_data_freezes": [10.0, 1e9]}
        table = fly_table("recovery", tb3, izumo, columns, seed=4)
        frozen, working = (table.flown.state(k) for k in (0, 1))
        assert frozen.sensing.airspeed > 30.0  # standing on the deck
        assert working.sensing.airspeed < 20.0  # of the wind over deck
        assert frozen.sensing.errors.airspeed != working.sensing.errors.airspeed
        assert frozen.figures.touchdown_airspeed != working.figures.touchdown_airspeed

    def test_a_lost_link_leaves_the_last_message(self, tb3, izumo):
        table = fly_table(
            "recovery", tb3, izumo, {"sea_state": [4, 4], "link_lost": [4.0, 1e9], "ship_speed": [3.0, 3.0]},
            seed=6,
        )  # fmt: skip
        lost, kept = (table.flown.state(k) for k in (0, 1))
        assert lost.sensing.stamp == pytest.approx(3.94, abs=0.061)
        assert kept.time - kept.sensing.stamp < 0.2

    def test_gyros_calibrated_on_a_rolling_deck(self, izumo):
        words = Words(sea_state=5, wave_heading="120 deg", seed=3)
        usual = weather(izumo, words)
        short, long = (
            gyro_biases(Conditions(mass=1250.0, gyro_calibration=T, **usual)) for T in (3.0, 60.0)
        )
        # Against the record that the flights of many cases see.
        seen = []
        for case in range(40):
            angles = usual["seaway"].realise(seed=3, case=case).motions(np.arange(0.0, 300.0, 3.0))[:, 3:]
            seen.append(np.diff(angles, axis=0) / 3.0)
        assert short == pytest.approx(np.sqrt(np.mean(np.concatenate(seen) ** 2, axis=0)), rel=0.07)
        assert max(long) < 0.2 * max(short)
        assert short[0] > radians(0.1)

    def test_they_tilt_the_attitude_that_is_told(self, tb3, izumo):
        columns = {"sea_state": [5] * 40, "ship_speed": [3.0] * 40, "gyro_calibration": [3.0] * 40}
        table = fly_table("recovery", tb3, izumo, columns, seed=3)
        biases = [table.flown.state(k).sensing.biases for k in range(40)]
        # The seas are heads-on: what rolls little pitches.
        assert np.std([b.pitch for b in biases]) > radians(0.5)
        assert np.std([b.q for b in biases]) == pytest.approx(table.flown.setup(0).navigation.bias_q, rel=0.3)


TURN = {"turn_rate": "0.3 deg/s", "turn_starts": "1 s", "turn_angle": "3 deg"}


class TestTurn:
    def test_it_lands_on_the_line_of_the_ship_that_has_turned(self, tb3, izumo):
        flight = recovered(tb3, izumo, ship_speed="12 kn", faults=TURN)
        assert flight.figures.touchdown_ground_speed > 0.0, flight.outcome
        h = flight.history
        down = h.time[h.right_load + h.left_load > 0.0][0]
        track = np.arctan2(h.v_east, h.v_north).sel(time=down)
        straight = recovered(tb3, izumo, ship_speed="12 kn")
        assert abs(flight.figures.touchdown_y - straight.figures.touchdown_y) < 1.0
        # The ship's velocity has turned from north: in the frame of her first one the track bends with it.
        assert degrees(float(track)) > 2.0

    def test_the_deck_is_where_the_turn_has_brought_it(self, tb3, izumo):
        """Stations and offsets that the flight had over the deck, against the way of a ship on an arc."""
        flight = recovered(tb3, izumo, ship_speed="12 kn", faults=TURN)
        h, speed, rate = flight.history, 12.0 * 1852.0 / 3600.0, radians(0.3)
        centre = centre_of_gravity(izumo, ship_response(izumo))[0]
        for time in (5.0, 20.0, 35.0):
            row = h.sel(time=time, method="nearest")
            turned = min(rate * (time - 1.0), radians(3.0))
            arc, after = turned / rate, max(time - 11.0, 0.0)
            # Of her centre of gravity, in a frame that goes straight on.
            x = centre + speed / rate * np.sin(turned) - speed * arc + after * speed * (np.cos(turned) - 1.0)
            y = speed / rate * (1.0 - np.cos(turned)) + after * speed * np.sin(turned)
            n, e = float(row.north) - x, float(row.east) - y
            station = n * np.cos(turned) + e * np.sin(turned) + centre
            offset = e * np.cos(turned) - n * np.sin(turned)
            assert float(row.main_x) == pytest.approx(station, abs=1.0)  # wheels aft of the aircraft's centre
            assert float(row.main_y) == pytest.approx(offset, abs=0.35)  # it banks
        assert flight.outcome.name == "stopped"


class TestWords:
    @pytest.mark.parametrize(
        ("faults", "word"),
        [
            ({"engine_stop": 3.0}, "did you mean engine_stops"),
            ({"engine_left": 0.5}, "only with engine_stops"),
            ({"engine_stops": "3 m"}, "fault engine_stops"),
            ({"left_brake": 1.5}, "a share, 0 to 1"),
            ({"surfaces_jam": 1.0, "jammed": "wing"}, "allowed are all, elevator"),
            ({"link_lost": -1.0}, "from 0 s"),
        ],
    )
    def test_what_cannot_be_is_refused(self, faults, word):
        with pytest.raises(InputError, match=word):
            read_faults(faults)

    @pytest.mark.parametrize(
        ("words", "faults", "word"),
        [
            ({}, {"gyro_calibration": "5 s"}, "does not move"),
            ({"sea_state": 4, "navigation": "none"}, {"gyro_calibration": "5 s"}, "no gyros"),
            ({}, {"turn_rate": "1 deg/s", "turn_angle": "90 deg"}, "up to 60 deg"),
            ({}, {"surfaces_jam": 1.0, "jam_position": "3 deg"}, "which surface"),
            ({}, {"link_lost": 5.0, "link_back": 4.0}, "lost at 5 s"),
            ({"navigation": "gps"}, {}, "allowed are none, nominal"),
        ],
    )
    def test_what_would_change_nothing_is_refused(self, tb3, izumo, words, faults, word):
        with pytest.raises(InputError, match=word):
            recovered(tb3, izumo, faults=faults, **words)

    def test_the_command_line_splits_and_asks_for_units(self):
        given = split_faults(["engine_stops=4 s", "left_brake = 0.5", "jammed=rudder", "surfaces_jam=1 min"])
        assert read_faults(given) == {
            "engine_stops": 4.0, "left_brake": 0.5, "jammed": "rudder", "surfaces_jam": 60.0,
        }  # fmt: skip
        for texts, word in ((["engine_stops=4"], "unit"), (["x"], "name=value"), (["a=1", "a=2"], "once")):
            with pytest.raises(InputError, match=word):
                read_faults(split_faults(texts))

    def test_every_fault_is_a_condition(self):
        Conditions(mass=1250.0, **dict.fromkeys(FAULTS, 0.0) | {"jammed": "all"})


class TestNavigation:
    def test_a_flight_that_is_drawn_has_errors_unless_they_are_declined(self, tb3, izumo):
        calm = {"turbulence": "none", "airwake": False}
        drawn, declined = recovered(tb3, izumo, seed=1, **calm), recovered(
            tb3, izumo, seed=1, navigation="none", **calm
        )
        assert (drawn.conditions.navigation, declined.conditions.navigation) == ("nominal", "none")
        assert drawn.figures.touchdown_y != declined.figures.touchdown_y
        assert recovered(tb3, izumo).conditions.navigation == "none"

    def test_sets_differ_and_seeds_differ(self, tb3, izumo):
        found = {
            recovered(tb3, izumo, seed=seed, navigation=name, turbulence="none").figures.touchdown_x
            for seed in (1, 2)
            for name in ("satellite-inertial", "optical-tracker", "radar-tracker")
        }
        assert len(found) == 6

    def test_errors_of_the_file_scatter_the_touchdowns(self, tb3, izumo):
        """Line-up: what the compass and the satellites leave, with nothing else that scatters."""
        columns = {"wind_over_deck": [12.0] * 64, "turbulence": ["none"] * 64, "airwake": [False] * 64}
        zero = dict.fromkeys(("height_error", "side_error", "speed_error"), [0.0] * 64)
        table = fly_table("recovery", tb3, izumo, columns | zero, seed=5).table()
        exact = fly_table(
            "recovery", tb3, izumo, columns | zero | {"navigation": ["none"] * 64}, seed=5
        ).table()
        assert np.std(exact["touchdown_y"]) < 1e-6
        assert 0.05 < np.std(table["touchdown_y"]) < 0.5
