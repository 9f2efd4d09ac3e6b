"""A flight's file holds all that a replay needs, and says what it lacks."""

import numpy as np
import pytest
import xarray as xr

from shortdeck.errors import InputError
from shortdeck.vessel.seaway import calm
from shortdeck.viewer.record import record_of


def test_file_and_flight_are_the_same_record(landing, landing_file):
    one, two = record_of(landing), record_of(landing_file)
    assert one.flight.summary() == two.flight.summary() == landing.summary()
    assert one.events() == two.events()
    for name, values in one.channels.items():
        assert np.array_equal(values, two.channels[name]), name
    assert two.flight.conditions.wind_over_deck == landing.conditions.wind_over_deck
    assert two.notes.startswith("sea state 5")


def test_the_ship_s_motion_is_that_of_her_seaway(landing):
    history = landing.history
    k = landing.conditions
    exact = k.seaway.realise(seed=k.seed, case=k.case).motions(history["time"].values)
    for j, name in enumerate(("surge", "sway", "heave", "roll", "pitch", "yaw")):
        kept = history[f"ship_{name}"].values
        assert kept == pytest.approx(exact[:, j], abs=2e-3 * np.abs(exact[:, j]).max())
        assert history[f"ship_{name}"].attrs["units"] == ("m" if j < 3 else "rad")
    assert calm().rms().max() == 0.0


def test_touchdown_is_among_the_events(record):
    times = {what: when for when, what in record.events()}
    assert times["touchdown"] == pytest.approx(record.flight.figures.t_touchdown)
    assert list(times.values()) == sorted(times.values())


def test_a_wave_off_is_among_the_events(landing):
    from dataclasses import replace

    from shortdeck.catalog.loader import load_aircraft, load_ship
    from shortdeck.flight.fly import fly_recovery

    # So far beside the line that it cannot be back on it in time.
    beside = replace(landing.conditions, side_error=200.0)
    flight = fly_recovery(load_aircraft("bayraktar-tb3"), load_ship("izumo"), beside)
    assert flight.outcome.name == "waved off"
    found = {what: when for when, what in record_of(flight).events()}
    (began,) = (when for what, when in found.items() if what.startswith("wave-off"))
    assert 5.0 < began < found["waved off"]
    assert f"wave-off: {flight.reason}" in found
    assert "touchdown" not in found


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.write_text("nothing"), "not a NetCDF file"),
        (lambda path: xr.Dataset({"a": 1.0}).to_netcdf(path, engine="h5netcdf"), "no flight"),
        (
            lambda path: xr.Dataset({"a": 1.0}, attrs={"task": "launch"}).to_netcdf(path, engine="h5netcdf"),
            "fly it again",
        ),
    ],
)
def test_what_is_no_flight(tmp_path, make, message):
    path = tmp_path / "flight.nc"
    make(path)
    with pytest.raises(InputError, match=message):
        record_of(path)
