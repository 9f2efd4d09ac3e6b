"""Two flights at sea, with their files, for all tests of the viewer."""

from pathlib import Path

import pytest

from shortdeck.flight import fly
from shortdeck.viewer.record import record_of
from shortdeck.viewer.replay import replay


@pytest.fixture(scope="session")
def landing():
    return fly.recover(
        "bayraktar-tb3", "izumo", sea_state=5, ship_speed="12 kn", wave_heading="150 deg", seed=1
    )


@pytest.fixture(scope="session")
def take_off():
    return fly.launch(
        "bayraktar-tb3", "tcg-anadolu", sea_state=4, ship_speed="15 kn", heading="40 deg", seed=2
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("viewer")


@pytest.fixture(scope="session")
def landing_file(landing, folder) -> Path:
    path = folder / "recover.nc"
    landing.to_netcdf(path)
    return path


@pytest.fixture(scope="session")
def landing_page(landing_file) -> Path:
    return replay(landing_file)


@pytest.fixture(scope="session")
def record(landing_file):
    return record_of(landing_file)
