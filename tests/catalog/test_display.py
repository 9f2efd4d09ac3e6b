import io
import json

import pytest
from rich.console import Console

from shortdeck.catalog.display import as_data, derived, show
from shortdeck.catalog.loader import load, names
from shortdeck.catalog.numbers import numbers, with_value


def shown(file, width: int = 100) -> str:
    out = io.StringIO()
    show(file, Console(file=out, width=width))
    return out.getvalue()


@pytest.mark.parametrize("name", names())
def test_every_file_can_be_shown(name):
    file = load(name)
    text = shown(file)
    assert file.title in text
    json.dumps(as_data(file), allow_nan=False)


def test_markup_in_a_text_is_shown_as_it_is(example_ship):
    text = shown(example_ship.model_copy(update={"summary": "[bold]not bold[/bold] [x]"}))
    assert "[bold]not bold[/bold] [x]" in text


def test_an_address_is_never_cut(example_ship):
    file = load("tcg-anadolu")
    sources = {quantity.source for _, quantity in numbers(file) if quantity.source}
    text = shown(file, width=60)
    assert all(source in text for source in sources)


@pytest.mark.parametrize(
    "key",
    [
        "length",
        "beam",
        "draught",
        "displacement",
        "waterplane",
        "metacentric_height",
        "speed_max",
        "stern_overhang",
    ],
)
def test_every_number_of_the_hull_changes_a_derived_figure(example_ship, key):
    path = f"model.hull.{key}"
    value = dict(numbers(example_ship))[path].value
    before, after = derived(example_ship), derived(with_value(example_ship, path, 1.01 * value))
    assert [figure.value for figure in before] != [figure.value for figure in after]


def test_what_fuel_the_payload_leaves(example_aircraft):
    mass = example_aircraft.model.mass
    rows = {figure.name: figure.value for figure in derived(example_aircraft)}
    left = mass.takeoff[0].value - mass.empty.value - mass.payload.value
    assert rows["fuel beside full payload at 1450 kg"] == min(left, mass.fuel.value)
