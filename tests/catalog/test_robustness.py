"""Whatever stands in a file, the answer is a valid file or a list of faults, never another error."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from shortdeck.catalog.loader import from_mapping
from shortdeck.errors import Fault, FileError

ODD = (
    None,
    [],
    {},
    "x",
    "",
    True,
    -1,
    0,
    1e308,
    "1e308 m",
    "0 m",
    "-3 kg",
    [[1, 2]],
    {"value": None},
    {"a": {1: 2}},
)


def places(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def faults_of(raw: dict[str, Any]) -> tuple[Fault, ...]:
    try:
        from_mapping(raw, file="mine.yaml")
    except FileError as error:
        return error.faults
    return ()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("fixture", ["aircraft_raw", "ship_raw"])
def test_an_odd_value_anywhere_gives_faults_or_a_file(request, fixture, odd):
    raw = request.getfixturevalue(fixture)
    for path in places(raw):
        changed = copy.deepcopy(raw)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = odd
        assert all(fault.message for fault in faults_of(changed))
