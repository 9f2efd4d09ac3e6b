"""What the control law is told: does it agree with where things are, but for the errors that it names?"""

import math
from math import radians

import numpy as np
import pytest

from shortdeck.autopilot import navigation, sensing
from shortdeck.autopilot.navigation import Truth
from shortdeck.autopilot.navigation_pack import PERFECT, pack_navigation, smoothing
from shortdeck.autopilot.sensing import Biases, DeckState, Errors, Sensing, SensorFaults
from shortdeck.catalog.loader import load
from shortdeck.catalog.sensors import navigation_set
from shortdeck.numerics.translate import Translation
from shortdeck.vessel import ship_motion
from shortdeck.vessel.ship_motion import Knot, Knots, Motions, Passage

plain = Translation(lambda function: function)  # the kernels' text as plain Python
look, receive, deck_state = plain(navigation.look), plain(navigation.receive), plain(navigation.deck_state)
pose_at, at_rest, course = plain(ship_motion.pose_at), plain(ship_motion.at_rest), plain(ship_motion.course)

HEADING = 0.7
ANGLE = 0.06  # of the runway line to the centreline
COURSE = Passage(math.cos(HEADING), math.sin(HEADING), 17.0, 80.0, 8.0, -1.0, -1.0, 0.0, 0.0, 0.0)
LINE = (math.cos(HEADING + ANGLE), math.sin(HEADING + ANGLE))
AIM = (45.0, 4.0)
SIZE = np.array([0.6, 0.9, 1.4, 0.2, 0.08, 0.05])  # m, rad
NEVER = SensorFaults(1e9, 1e9, 1e9)
NONE = Biases(*[0.0] * 20, 1e9, 1e9, 1e9, 1e9)
STILL = DeckState(*[0.0] * 8)
SHIP = load("tcg-anadolu").model.reference


def moved(motions, rates=(0.0,) * 6, passage=COURSE):
    knot = Knot(Motions(*map(float, motions)), Motions(*map(float, rates)))
    after = Knot(Motions(*(float(m + 1e-3 * r) for m, r in zip(motions, rates, strict=True))), knot.rate)
    return pose_at(passage, Knots(knot, after), 0.0, 1e-3)


def state_of(motions, rates=(0.0,) * 6):
    return deck_state(COURSE, course(COURSE, 0.0), moved(motions, rates), *AIM, *LINE)


class TestDeckState:
    def test_a_ship_at_rest_moves_nothing(self):
        found = deck_state(COURSE, course(COURSE, 0.0), at_rest(COURSE), *AIM, *LINE)
        assert found == pytest.approx([0.0] * 8, abs=1e-12)

    @pytest.mark.parametrize(
        ("motion", "expected"),
        [
            ((0, 0, -1, 0, 0, 0), {"height": 1.0}),  # heave is down
            ((0, 1, 0, 0, 0, 0), {"side": math.cos(ANGLE)}),
            ((1, 0, 0, 0, 0, 0), {"side": -math.sin(ANGLE)}),
            ((0, 0, 0, 0, 0.01, 0), {"pitch": 0.01, "height": -0.01 * (80.0 - 45.0)}),  # the stern sinks
            ((0, 0, 0, 0.01, 0, 0), {"roll": 0.01, "height": -0.01 * 4.0, "side": 0.01 * 8.0}),
        ],
    )
    def test_signs(self, motion, expected):
        found = state_of(motion)._asdict()
        for name, value in expected.items():
            assert found[name] == pytest.approx(value, rel=0.03, abs=1e-9), name

    def test_speeds_are_derivatives(self):
        rates = SIZE * np.array([0.3, 0.4, 0.5, 0.5, 0.6, 0.4])
        h = 1e-4
        before, after = state_of(SIZE - h * rates), state_of(SIZE + h * rates)
        found = state_of(SIZE, rates)
        assert found.climb == pytest.approx((after.height - before.height) / (2 * h), abs=1e-5)
        assert found.side_speed == pytest.approx((after.side - before.side) / (2 * h), abs=1e-5)
        assert (found.pitch, found.roll) == pytest.approx((SIZE[4], SIZE[3]), abs=1e-9)


TURNING = COURSE._replace(speed=6.0, turn_rate=radians(-1.5), turn_start=4.0, turn_time=30.0)


class TestTurn:
    def test_a_deck_point_keeps_its_place_on_the_turning_course(self):
        for time in (2.0, 5.0, 20.0, 34.0, 50.0):
            k = course(TURNING, time)
            knot = plain(ship_motion.turned)(TURNING, Knot(Motions(*[0.0] * 6), Motions(*[0.0] * 6)), time)
            still = pose_at(TURNING, Knots(knot, knot), 0.0, 1.0)
            # A knot held for a second is no motion: take the knot's own rates for the speeds.
            pose = still.pose
            n, e, _, _ = plain(ship_motion.on_course)(k, pose.north, pose.east, 0.0, 0.0)
            assert (n, e) == pytest.approx((0.0, 0.0), abs=1e-5), time

    def test_speeds_are_derivatives_of_places(self):
        h = 1e-3
        for time in (5.0, 20.0, 50.0):
            before, now, after = (course(TURNING, time + s) for s in (-h, 0.0, h))
            assert (after.north - before.north) / (2 * h) == pytest.approx(now.v_north, abs=1e-6)
            assert (after.east - before.east) / (2 * h) == pytest.approx(now.v_east, abs=1e-6)
            assert (after.angle - before.angle) / (2 * h) == pytest.approx(now.rate, abs=1e-9)
            assert math.hypot(now.cos, now.sin) == pytest.approx(1.0, abs=1e-6)

    def test_the_ship_keeps_her_speed_and_turns_by_the_angle(self):
        late = course(TURNING, 50.0)
        assert late.angle == pytest.approx(radians(-45.0))
        through = np.array([6.0 * math.cos(HEADING) + late.v_north, 6.0 * math.sin(HEADING) + late.v_east])
        assert np.hypot(*through) == pytest.approx(6.0, abs=1e-5)
        assert math.atan2(through[1], through[0]) == pytest.approx(HEADING - radians(45.0), abs=1e-6)


def truth(**changes):
    usual = {
        "airspeed": 33.0, "alpha": 0.08, "density": 1.2, "roll": 0.02, "pitch": 0.05, "heading_error": 0.01,
        "p": 0.01, "q": -0.02, "r": 0.03, "offset": 0.5, "offset_rate": 0.2, "along_rate": 25.0,
        "station": -300.0, "height": 20.0, "climb": -1.5, "wheel_height": 18.0, "mains_down": False,
        "nose_down": False, "airborne": True, "deck": STILL, "aim_x": 35.0, "aim_y": -3.0,
    }  # fmt: skip
    return Truth(**(usual | changes))


def told(a, t, time=10.0, *, biases=NONE, errors=None, faults=NEVER, deck=None, before=None):
    """What the law is told in a beat at ``time``."""
    s = before or Sensing(biases, errors or Errors(*[0.0] * 18), STILL, 0.0, t.airspeed, t.alpha)
    s = receive(a, faults, s, t, deck or at_rest(COURSE), *LINE, time, 0.02)
    return look(a, faults, s, t, time), s


class TestErrors:
    def test_perfect_sensors_tell_the_truth_to_the_last_bit(self):
        deck = DeckState(0.7, -0.3, 0.2, 0.1, 0.01, -0.02, 0.003, -0.004)
        t = truth(deck=deck)
        found, _ = told(PERFECT, t, errors=Errors(*np.linspace(-2.0, 2.0, 18)))
        for name in set(Truth._fields) - {"deck", "density", "aim_x", "aim_y"}:
            assert getattr(found, name) == getattr(t, name), name
        assert found[-9:] == (*deck, 0.0)

    def test_a_tenth_of_a_degree_of_the_ships_attitude_at_a_hundred_metres(self):
        """0.17 m of height, 3 m along the deck on a glideslope of 3.5 degrees."""
        a = PERFECT._replace(mark_x=135.0, level_x=135.0)
        t = truth(station=35.0, offset=0.0)
        found, _ = told(a, t, biases=NONE._replace(ship_pitch=radians(0.1)))
        error = found.wheel_height - t.wheel_height
        assert error == pytest.approx(0.1745, abs=2e-4)
        assert error / math.tan(radians(3.5)) == pytest.approx(2.85, abs=0.02)

    def test_a_tracker_sees_the_wheels_over_the_moving_deck_whatever_the_ships_attitude(self):
        a = PERFECT._replace(tracker=1.0, mark_x=72.0, mark_y=7.5, mark_z=-5.0)
        biases = NONE._replace(ship_pitch=radians(0.1), ship_roll=radians(-0.2))
        for station in (-700.0, 35.0):
            t = truth(station=station)
            found, _ = told(a, t, biases=biases)
            assert found.wheel_height == pytest.approx(t.wheel_height, abs=1e-9)
            level = radians(0.1) * station - radians(-0.2) * (t.aim_y + t.offset)
            assert found.height - t.height == pytest.approx(level, abs=1e-9)

    def test_angles_of_a_tracker_grow_with_distance(self):
        a = PERFECT._replace(tracker=1.0, noise_angle=1e-3)
        errors = Errors(*[0.0] * 18)._replace(across=1.0, up=-1.0)
        near, far = (told(a, truth(station=x, height=0.0), errors=errors)[0] for x in (-100.0, -800.0))
        assert (near.offset - 0.5, near.height) == pytest.approx((0.1, -0.1), rel=1e-3)
        assert (far.offset - 0.5, far.height) == pytest.approx((0.8, -0.8), rel=1e-3)

    def test_a_compass_that_is_wrong_turns_the_line(self):
        found, _ = told(PERFECT, truth(station=-500.0), biases=NONE._replace(ship_heading=0.002))
        assert found.offset - 0.5 == pytest.approx(0.002 * 500.0)  # seen to the right of the line
        assert found.heading_error - 0.01 == pytest.approx(-0.002)
        assert found.offset_rate - 0.2 == pytest.approx(-0.002 * 25.0)  # which closes as it comes near

    def test_the_antenna_is_not_the_centre_of_gravity(self):
        a = PERFECT._replace(arm=2.0, rise=0.5)
        found, _ = told(a, truth(), biases=NONE._replace(roll=0.01, pitch=0.02, heading=0.03))
        assert found.height - 20.0 == pytest.approx(-0.02 * 2.0)
        assert found.station + 300.0 == pytest.approx(0.02 * 0.5)
        assert found.offset - 0.5 == pytest.approx(-0.03 * 2.0 - 0.01 * 0.5)

    def test_pressure_is_that_of_the_airspeed_told(self):
        found, _ = told(PERFECT, truth(), biases=NONE._replace(airspeed=2.0))
        assert found.pressure == pytest.approx(0.5 * 1.2 * 35.0**2)


class TestLink:
    LATE = PERFECT._replace(link_interval=0.1, link_latency=0.06)

    def test_messages_come_at_their_interval_and_age_between(self):
        s, ages = None, []
        for beat in range(20):
            found, s = told(self.LATE, truth(), 0.02 * beat, before=s)
            ages.append(found.link_age)
        assert ages[5:15] == pytest.approx([0.06, 0.08, 0.1, 0.12, 0.14] * 2)

    def test_what_comes_is_the_deck_of_then_carried_on(self):
        """Heave as a sine: the error is of third order in the delay for height, of first for speed."""
        w, amplitude, time = 0.6, 1.5, 3.0
        motions, rates = np.zeros(6), np.zeros(6)
        motions[2], rates[2] = -amplitude * math.sin(w * time), -amplitude * w * math.cos(w * time)
        knot = Knot(Motions(*motions), Motions(*rates))
        phase = w * (time + 0.1)
        heave, rate = -amplitude * math.sin(phase), -amplitude * w * math.cos(phase)
        after = Knot(Motions(0.0, 0.0, heave, 0.0, 0.0, 0.0), Motions(0.0, 0.0, rate, 0.0, 0.0, 0.0))
        deck = pose_at(COURSE, Knots(knot, after), 0.0, 0.1)
        state = deck_state(COURSE, course(COURSE, 0.0), deck, *AIM, *LINE)
        found, _ = told(self.LATE, truth(deck=state), time, deck=deck)
        then = time - 0.06
        assert found.deck_climb == pytest.approx(amplitude * w * math.cos(w * then), abs=2e-3)
        expected = amplitude * math.sin(w * then) + 0.06 * amplitude * w * math.cos(w * then)
        assert found.deck_height == pytest.approx(expected, abs=1e-4)
        assert abs(found.deck_height - state.height) < 2e-3

    def test_a_lost_link_leaves_the_last_message_and_the_inertial_unit(self):
        a = self.LATE._replace(noise_speed=0.1, noise_climb=0.05)
        errors = Errors(*[0.0] * 18)._replace(v_across=1.0, v_up=-1.0)
        faults = SensorFaults(5.0, 9.0, 1e9)
        deck = DeckState(0.7, -0.3, *[0.0] * 6)
        s = None
        for beat in range(250):
            _, s = told(a, truth(deck=deck), 0.02 * beat, errors=errors, faults=faults, before=s)
        lost, s = told(a, truth(deck=STILL), 8.0, faults=faults, before=s)
        assert lost.link_age == pytest.approx(8.0 - 4.84, abs=0.021)
        assert lost.deck_height == pytest.approx(0.718 - 0.3)  # carried on for a second, no more
        assert lost.offset - 0.5 == pytest.approx(0.1 * 3.0)
        assert lost.height - 20.0 == pytest.approx(-0.05 * 3.0)
        back, _ = told(a, truth(deck=STILL), 9.0, faults=faults, before=s)
        assert back.link_age == pytest.approx(0.06)
        assert back.height == pytest.approx(20.0, abs=1e-9)


class TestAirData:
    def test_it_lags(self):
        a, s = PERFECT._replace(air_lag=0.2), None
        told(a, truth(), 0.0, before=s)
        _, s = told(a, truth(airspeed=30.0), 0.0)
        for beat in range(1, 11):
            found, s = told(a, truth(airspeed=34.0), 0.02 * beat, before=s)
        assert found.airspeed == pytest.approx(34.0 - 4.0 * math.exp(-1.0), abs=0.1)

    def test_frozen_it_stays(self):
        faults = SensorFaults(1e9, 1e9, 1.0)
        _, s = told(PERFECT, truth(), 0.98, faults=faults)
        found, _ = told(PERFECT, truth(airspeed=20.0, alpha=0.2), 4.0, faults=faults, before=s)
        assert (found.airspeed, found.alpha) == (33.0, 0.08)


class TestPack:
    def test_blending_leaves_what_the_formula_says(self):
        """Noise of 0.3 s, measured every 0.05 s, through a first-order filter of 1 s."""
        sensor = navigation_set("optical-tracker").relative
        left, correlation = smoothing(sensor, 1.0)
        rng = np.random.default_rng(1)
        interval, own = sensor.interval.value, sensor.correlation.value
        keep, a = math.exp(-interval / own), math.exp(-interval / 1.0)
        x, y, out = rng.standard_normal(), 0.0, []
        for n in rng.standard_normal(400_000):
            x = keep * x + math.sqrt(1.0 - keep * keep) * n
            y = a * y + (1.0 - a) * x
            out.append(y)
        y = np.array(out[1000:])
        assert np.std(y) == pytest.approx(left, rel=0.05)
        lag = round(correlation / interval)
        assert np.corrcoef(y[:-lag], y[lag:])[0, 1] == pytest.approx(math.exp(-1.0), abs=0.1)

    def test_no_sensors_are_perfect_ones(self):
        assert pack_navigation(None, SHIP) == PERFECT

    def test_the_antenna_of_one_kind_and_the_tracker_of_the_other(self):
        satellite = pack_navigation(navigation_set("satellite-inertial"), SHIP)
        tracker = pack_navigation(navigation_set("radar-tracker"), SHIP)
        assert satellite.mark_x == SHIP.antenna.x.value
        assert satellite.level_x == SHIP.antenna.x.value - SHIP.unit.x.value
        assert (tracker.mark_x, tracker.level_x) == (SHIP.tracker.x.value, -SHIP.unit.x.value)


class TestProcesses:
    A = pack_navigation(navigation_set("satellite-inertial"), SHIP)

    def test_each_channel_has_unit_variance_and_its_correlation_time(self):
        wander, e, out = plain(sensing.wander), plain(sensing.start_errors)(7.0, 0.0), []
        for count in range(1, 6001):
            e = wander(self.A, e, NEVER, 7.0, 0.0, float(count), 0.04 * count)
            if count % 5 == 0:
                out.append(e)
        values = np.array(out)
        keeps = {
            "up": self.A.keep_position, "v_up": self.A.keep_speed, "pitch": self.A.keep_attitude,
            "ship_roll": self.A.keep_ship_attitude, "heave": self.A.keep_ship, "alpha": self.A.keep_air,
        }  # fmt: skip
        for name, keep in keeps.items():
            x = values[:, Errors._fields.index(name)]
            samples = len(x) * (1.0 - keep) / (1.0 + keep)  # of independent ones
            assert np.mean(x * x) == pytest.approx(1.0, abs=4.5 / math.sqrt(samples)), name
            assert np.corrcoef(x[:-1], x[1:])[0, 1] == pytest.approx(keep, abs=0.06), name

    def test_biases_have_the_spread_that_the_files_say(self):
        found = np.array([plain(sensing.start_biases)(self.A, 5.0, float(k)) for k in range(600)])
        by_name = dict(zip(Biases._fields, found.T, strict=True))
        assert by_name["up"].std() == pytest.approx(self.A.bias_up, rel=0.12)
        assert by_name["ship_pitch"].std() == pytest.approx(self.A.bias_ship_attitude, rel=0.12)
        levelled = math.hypot(self.A.bias_attitude, self.A.levelling * self.A.bias_q)
        assert by_name["pitch"].std() == pytest.approx(levelled, rel=0.12)
        assert by_name["link_lost"].mean() == pytest.approx(self.A.link_outage_interval, rel=0.2)
        lasted = by_name["link_back"] - by_name["link_lost"]
        assert lasted.mean() == pytest.approx(self.A.link_outage, rel=0.2)

    def test_a_flight_begins_in_the_steady_state(self):
        found = np.array([plain(sensing.start_errors)(5.0, float(k)) for k in range(600)])
        assert found.std(axis=0) == pytest.approx(np.ones(18), abs=0.13)
        assert np.abs(np.corrcoef(found.T) - np.eye(18)).max() < 0.2
