"""Flights in wind, sea and air: what the words mean, what moves, and what does not matter."""

from __future__ import annotations

import math

import numpy as np
import pytest
import xarray as xr

import shortdeck as sd
from shortdeck.air.pack import DiscreteGust
from shortdeck.errors import InputError
from shortdeck.flight.block import KNOT
from shortdeck.flight.report import read_gust
from shortdeck.flight.step import BEAT
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.vessel.ship_motion import Knot, Knots, Motions, Passage, later, pose_at


@pytest.fixture(scope="module")
def izumo():
    return sd.ship("izumo")


def land(**words):
    return sd.recover("bayraktar-tb3", "izumo", **({"mass": 1300.0, "wind_over_deck": 12.0} | words))


@pytest.fixture(scope="module")
def at_sea():
    return land(sea_state=5, wave_heading="150 deg", ship_speed="12 kn", seed=3)


def test_a_sea_state_alone_brings_its_usual_wind_from_its_waves(izumo) -> None:
    ahead = weather(izumo, Words(sea_state=4, ship_speed=6.0))
    assert ahead["wind_angle"] == pytest.approx(0.0)
    still = weather(izumo, Words(sea_state=4))
    assert ahead["wind_over_deck"] == pytest.approx(still["wind_over_deck"] + 6.0)
    beam = weather(izumo, Words(sea_state=4, wave_heading=0.5 * math.pi, ship_speed=6.0))
    true = still["wind_over_deck"]
    assert beam["wind_over_deck"] == pytest.approx(math.hypot(true, 6.0))
    assert beam["wind_angle"] == pytest.approx(math.atan2(true, 6.0))  # waves and wind from starboard
    assert "usual wind of sea state 4" in beam["notes"][-1]


def test_an_explicit_wind_overrides_the_wind_only_and_says_so(izumo) -> None:
    found = weather(izumo, Words(sea_state=4, wind_over_deck="5 kn"))
    assert found["wind_over_deck"] == pytest.approx(5 * 1852 / 3600)
    assert found["seaway"].rms()[2] > 0.0
    assert "not the usual wind of sea state 4" in found["notes"][-1]


def test_an_ocean_has_its_own_periods(izumo) -> None:
    one, two = (weather(izumo, Words(sea_state=6, ocean=o)) for o in (None, "north-pacific"))
    assert one["seaway"].rms()[2] != two["seaway"].rms()[2]


def test_air_is_still_without_seed_and_sea_and_stirred_with_either(izumo) -> None:
    assert weather(izumo, Words())["turbulence"] == "none"
    assert not weather(izumo, Words())["airwake"]
    for words in (Words(seed=1), Words(hs=2.0, tp=9.0)):
        assert weather(izumo, words)["turbulence"] == "marine"
        assert weather(izumo, words)["airwake"]
    declined = weather(izumo, Words(seed=1, turbulence="none", airwake=False))
    assert declined["turbulence"] == "none"
    assert not declined["airwake"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (Words(sea_state=4, hs=2.0), "give one of"),
        (Words(wind_angle=0.2), "give the wind over deck"),
        (Words(turbulence="heavy"), "allowed are"),
        (Words(wind_over_deck=99.0), "allowed are 0 to 60"),
        (Words(record_start=5.0), "only with recorded motion"),
        (Words(hs=9.0, tp=5.0), "break"),
        (Words(recorded="there-is-none.csv"), "there-is-none"),
    ],
)
def test_what_cannot_be_is_refused(izumo, words, told) -> None:
    with pytest.raises(InputError, match=told):
        weather(izumo, words)


def test_an_airfield_has_no_sea_and_no_airwake() -> None:
    field = sd.ship("airfield")
    with pytest.raises(InputError, match="does not float"):
        weather(field, Words(sea_state=3))
    with pytest.raises(InputError, match="no ship"):
        weather(field, Words(airwake=True))


def test_the_same_words_give_the_same_flight(at_sea) -> None:
    again = land(sea_state=5, wave_heading="150 deg", ship_speed="12 kn", seed=3)
    assert again.figures == at_sea.figures
    assert np.array_equal(again.history["north"], at_sea.history["north"])


def test_the_deck_of_a_flight_is_that_of_the_realisation(at_sea) -> None:
    """Wheels at rest on the moving deck: their height over the mean deck is the deck's own."""
    history, k = at_sea.history, at_sea.conditions
    time = history["time"].values
    resting = (time > at_sea.figures.t_touchdown + 4.0) & (history["nose_load"].values > 0.0)
    assert resting.sum() > 20
    motion = k.seaway.realise(seed=k.seed, case=k.case)
    sink = [
        motion.point(t, x, y, 0.0)[2]
        for t, x, y in zip(time[resting], history["main_x"][resting], history["main_y"][resting], strict=True)
    ]
    # The centre of gravity stands a nearly constant height over the deck below it.
    height = -history["down"].values[resting] - sd.ship("izumo").model.deck.height.value + np.array(sink)
    assert np.std(np.array(sink)) > 0.05
    assert np.std(height) < 0.06


def test_a_launch_stands_on_the_moving_deck_from_the_start() -> None:
    flight = sd.launch("bayraktar-tb3", "izumo", mass=1300.0, wind_over_deck=15.0, sea_state=5, seed=8)
    history = flight.history
    early = history["time"] < 2.5
    assert flight.outcome.name == "launched"
    for wheel in ("nose", "left", "right"):
        assert float(history[f"{wheel}_load"][early].min()) > 0.0
        assert float(np.abs(history[f"{wheel}_depth"][early]).max()) < 0.3
    assert float(np.ptp(history["main_x"].values[early.values])) < 0.8  # full power creeps against the brakes
    assert float(np.ptp(history["down"].values[early.values])) > 0.02


def test_recorded_motion_moves_the_deck(tmp_path) -> None:
    """A record made of one of the engine's own seas, flown instead of it: nearly the same flight."""
    # Sensors and forecast would tell the two apart: the forecast knows the sea from elsewhere.
    words = {"turbulence": "none", "airwake": False, "case": 2, "seed": 3, "compensation": False}
    sea = land(sea_state=5, ship_speed="12 kn", **words)
    time = np.arange(0.0, 130.0, 0.1)
    motions = sea.conditions.seaway.realise(seed=3, case=2).motions(time)
    path = tmp_path / "motion.csv"
    head = "time [s],surge [m],sway [m],heave [m],roll [rad],pitch [rad],yaw [rad]"
    np.savetxt(path, np.column_stack([time, motions]), delimiter=",", header=head, comments="", fmt="%.9f")
    record = land(recorded=path, ship_speed="12 kn", **words)
    still = land(ship_speed="12 kn", **words)
    assert record.figures.touchdown_x == pytest.approx(sea.figures.touchdown_x, abs=0.05)
    assert record.figures.touchdown_sink == pytest.approx(sea.figures.touchdown_sink, abs=0.01)
    assert abs(still.figures.touchdown_x - sea.figures.touchdown_x) > 0.1
    weather_late = weather(sd.ship("izumo"), Words(recorded=path, record_start="60 s"))
    assert weather_late["record_start"] == round(60.0 / (KNOT * BEAT))


def flow_field(path, slower: float):
    """Uniform wind, slower by a share in a box over and astern of the deck."""
    angles = np.array([-10.0, 0.0, 10.0])
    x, y, z = np.linspace(-900.0, 300.0, 25), np.linspace(-80.0, 80.0, 9), np.linspace(-20.0, 130.0, 16)
    shape = (3, 25, 9, 16)
    inside = (np.abs(y)[:, None] < 50.0) & (z[None, :] < 60.0)
    gain = 1.0 - slower * np.broadcast_to(inside, shape)
    a = np.radians(angles)[:, None, None, None]
    values = {"u": -np.cos(a) * gain, "v": -np.sin(a) * gain, "w": np.zeros(shape)}
    data = {n: (("wind_angle", "x", "y", "z"), v, {"units": "1"}) for n, v in values.items()}
    up = {"units": "m", "positive": "up"}
    coords = {
        "wind_angle": ("wind_angle", angles, {"units": "degree"}), "x": ("x", x, {"units": "m"}),
        "y": ("y", y, {"units": "m"}), "z": ("z", z, up),
    }  # fmt: skip
    xr.Dataset(data, coords).to_netcdf(path, engine="h5netcdf")
    return path


def test_a_flow_field_takes_the_place_of_the_airwake(tmp_path, izumo) -> None:
    """A headwind that a file makes slower is felt as so much more speed over the deck at touchdown."""
    undisturbed = land()
    even = land(flow_field=flow_field(tmp_path / "even.nc", 0.0), turbulence="none")
    slow = land(flow_field=flow_field(tmp_path / "slow.nc", 0.2), turbulence="none")
    one, two, three = (f.figures.touchdown_ground_speed for f in (undisturbed, even, slow))
    assert two == pytest.approx(one, abs=0.7)  # the island's and deck's random parts remain
    assert three - two == pytest.approx(0.2 * 12.0, abs=0.8)
    with pytest.raises(InputError, match="with an airwake"):
        weather(izumo, Words(flow_field=tmp_path / "slow.nc", airwake=False))


class TestPose:
    passage = Passage(math.cos(0.4), math.sin(0.4), 16.0, 120.0, 12.0, 0.0, -1.0, 0.0, 1.0, 2.0)
    span = KNOT * BEAT

    @staticmethod
    def knot(t: float) -> Knot:
        """Six harmonics as of a heavy sea."""
        size = np.array([0.3, 0.4, 1.2, 0.07, 0.03, 0.01])
        rate = np.array([0.5, 0.6, 0.7, 0.45, 0.8, 0.5])
        phase = rate * t + np.arange(6.0)
        at, speed = size * np.sin(phase), size * rate * np.cos(phase)
        return Knot(Motions(*map(float, at)), Motions(*map(float, speed)))

    @property
    def knots(self) -> Knots:
        return Knots(self.knot(0.0), self.knot(self.span))

    def at(self, t: float):
        return pose_at(self.passage, self.knots, t, self.span)

    @pytest.mark.parametrize("t", [0.01, 0.05, 0.1, 0.15])
    def test_velocity_is_the_derivative_of_position(self, t: float) -> None:
        h = 1e-5
        before, now, after = self.at(t - h).pose, self.at(t).pose, self.at(t + h).pose
        for place, speed in (("north", "v_north"), ("east", "v_east"), ("down", "v_down")):
            slope = (getattr(after, place) - getattr(before, place)) / (2.0 * h)
            assert getattr(now, speed) == pytest.approx(slope, abs=1e-6)

    @pytest.mark.parametrize("t", [0.01, 0.05, 0.1, 0.15])
    def test_rates_turn_the_attitude(self, t: float) -> None:
        h = 1e-5
        m, p = self.at(t).pose.m, self.at(t).pose
        turn = (np.array(self.at(t + h).pose.m) - np.array(self.at(t - h).pose.m)).reshape(3, 3) / (2.0 * h)
        spin = np.array(m).reshape(3, 3).T @ turn
        assert (spin[2, 1], spin[0, 2], spin[1, 0]) == pytest.approx((p.p, p.q, p.r), abs=1e-8)

    @pytest.mark.parametrize("t", [0.01, 0.05, 0.1])
    def test_accelerations_are_derivatives_of_velocity(self, t: float) -> None:
        h = 1e-5
        before, after, now = self.at(t - h).pose, self.at(t + h).pose, self.at(t)
        for speed, name in (("v_north", "a_north"), ("v_east", "a_east"), ("v_down", "a_down")):
            slope = (getattr(after, speed) - getattr(before, speed)) / (2.0 * h)
            assert getattr(now, name) == pytest.approx(slope, abs=0.06)  # products of rates: 120 m x 0.02^2

    def test_a_beat_later_is_nearly_the_pose_then(self) -> None:
        guess, true = later(self.at(0.05), BEAT), self.at(0.05 + BEAT).pose
        assert (guess.north, guess.east, guess.down) == pytest.approx(
            (true.north, true.east, true.down), abs=2e-4
        )
        assert guess.m == pytest.approx(true.m, abs=2e-5)
        assert guess.v_down == pytest.approx(true.v_down, abs=5e-3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("along", "as name=value"),
        ("up=3 m/s", "as name=value"),
        ("along=3", "speed"),
        ("along=1 m/s, along=1 m/s", "once"),
    ],
)
def test_a_faulty_gust_is_refused(text, told) -> None:
    with pytest.raises(InputError, match=told):
        read_gust(text)


def test_a_gust_in_words() -> None:
    assert read_gust("down=2 kn, onset=20 s, rise=40 m") == DiscreteGust(
        down=pytest.approx(2 * 1852 / 3600), onset=20.0, rise=40.0
    )
    assert read_gust(None) is None
