from pathlib import Path
from typing import Any

import pytest

from shortdeck.catalog.loader import from_mapping, read_file
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def aircraft_raw() -> dict[str, Any]:
    return read_mapping(DATA / "example-aircraft.yaml")


@pytest.fixture
def ship_raw() -> dict[str, Any]:
    return read_mapping(DATA / "example-ship.yaml")


@pytest.fixture(scope="session")
def example_aircraft():
    return read_file(DATA / "example-aircraft.yaml")


@pytest.fixture(scope="session")
def example_ship():
    return read_file(DATA / "example-ship.yaml")


@pytest.fixture(scope="session")
def faults():
    """Path and message of every fault in a mapping; empty where there is none."""

    def found(raw: dict[str, Any], *, catalogue: bool = False) -> dict[str, str]:
        try:
            from_mapping(raw, file="mine.yaml", catalogue=catalogue)
        except FileError as error:
            return dict(error.faults)
        return {}

    return found


@pytest.fixture(scope="session")
def put():
    """Set the value at a dotted path of a mapping (list entries by number)."""

    def change(raw: Any, path: str, value: Any) -> None:
        *parents, last = (int(key) if key.isdigit() else key for key in path.split("."))
        for key in parents:
            raw = raw[key]
        if value is None:
            del raw[last]
        else:
            raw[last] = value

    return change
