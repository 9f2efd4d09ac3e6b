"""Sea states: the table as cited, and that each of its numbers does something."""

import copy

import pytest
import yaml

from shortdeck.catalog.climate import SeaStatesFile
from shortdeck.catalog.quantity import CATALOGUE, Quantity
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError, InputError
from shortdeck.sea import climate
from shortdeck.sea.climate import TableClimate
from shortdeck.sea.states import FILE, number_of, oceans, sea_state, state_of, table, usual_wind

KNOT = 1852.0 / 3600.0


@pytest.mark.parametrize(
    ("number", "ocean", "hs", "tp", "wind", "share"),
    [
        (2, "north-atlantic", 0.3, 7.5, 8.5, 0.072),
        (4, "north-atlantic", 1.88, 8.8, 19.0, 0.287),
        (5, "north-atlantic", 3.25, 9.7, 24.5, 0.155),
        (6, "north-atlantic", 5.0, 12.4, 37.5, 0.187),
        (6, "north-pacific", 5.0, 13.8, 37.5, 0.163),
        (8, "north-pacific", 11.5, 18.0, 59.5, 0.022),
    ],
)
def test_rows_of_the_table(number, ocean, hs, tp, wind, share):
    state = sea_state(number, ocean)
    assert (state.hs, state.tp) == (hs, tp)
    assert state.wind_speed == pytest.approx(wind * KNOT)
    assert state.probability == pytest.approx(share)
    assert state.tp_range[0] < state.tp < state.tp_range[1]
    assert state.hs_range[0] < state.hs < state.hs_range[1]
    assert state.wind_range[0] < state.wind_speed < state.wind_range[1]


def test_every_state_of_every_ocean_is_a_sea():
    for ocean in oceans():
        states = [sea_state(number, ocean) for number in range(9)]
        for name in ("bretschneider", "jonswap", "torsethaugen", "ochi-hubble"):
            for state in states:
                assert state.spectrum(name).hs == pytest.approx(state.hs)
        assert [state.hs for state in states] == sorted(state.hs for state in states)
        assert states[5].spectrum().tp == states[5].tp
        assert states[5].spectrum("jonswap", gamma=5.0).gamma == 5.0


def test_mediterranean_periods_are_an_estimate_and_shorter():
    open_ocean, enclosed = sea_state(5), sea_state(5, "mediterranean")
    assert enclosed.tp == pytest.approx(0.8 * open_ocean.tp)
    assert enclosed.tp_range == pytest.approx(tuple(0.8 * tp for tp in open_ocean.tp_range))
    assert enclosed.hs == open_ocean.hs
    assert enclosed.probability is None
    factor = table().shorter["mediterranean"].factor
    assert factor.confidence == "estimate"
    assert factor.plus_minus == pytest.approx(0.05)


def test_wind_at_another_height():
    state = sea_state(5)
    assert state.wind_at(19.5) == pytest.approx(24.5 * KNOT)
    assert state.wind_at(10.0) == pytest.approx(24.5 * KNOT * (10.0 / 19.5) ** (1 / 7), rel=1e-6)


def test_the_state_and_the_wind_of_a_height():
    assert [number_of(hs) for hs in (0.0, 0.05, 0.3, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0)] == [
        1, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]  # fmt: skip
    assert usual_wind(3.25) == pytest.approx(24.5 * KNOT)
    assert usual_wind(2.5) == pytest.approx(22.0 * KNOT)
    assert usual_wind(99.0) == pytest.approx(71.0 * KNOT)


@pytest.mark.parametrize("number", [-1, 9, 2.5, True])
def test_other_numbers_are_refused(number):
    with pytest.raises(InputError, match="sea state: a whole number from 0 to 8"):
        sea_state(number)


def test_unknown_oceans_are_refused():
    with pytest.raises(InputError, match="north-atlantic, north-pacific, mediterranean"):
        sea_state(4, "baltic")


def quantities(record, path=()):
    """Every number of the file with its path."""
    if isinstance(record, Quantity):
        yield path, record
        return
    parts = record.items() if isinstance(record, dict) else None
    if parts is None and isinstance(record, tuple):
        parts = enumerate(record)
    elif parts is None:
        parts = ((name, getattr(record, name)) for name in type(record).model_fields)
    for name, part in parts:
        holds = isinstance(part, (Quantity, tuple, dict)) or hasattr(type(part), "model_fields")
        if holds and name != "numbers":
            yield from quantities(part, (*path, name))


def outputs(model):
    """Everything that the table is read for."""
    found = []
    for ocean in oceans(model):
        states = tuple(state_of(row, ocean, number=row.numbers[-1], model=model) for row in model.states)
        found += [*states, *(state.wind_at(10.0) for state in states)]
        if ocean in model.states[0].oceans:
            made = TableClimate(ocean, states)
            found += [tuple(made.probabilities), tuple(made.periods), tuple(map(tuple, made.heights))]
    return found


def test_every_number_of_the_table_matters():
    raw = read_mapping(FILE)
    base = outputs(SeaStatesFile.model_validate(raw, context=CATALOGUE).model)
    seen = 0
    for path, quantity in quantities(SeaStatesFile.model_validate(raw, context=CATALOGUE).model):
        changed = copy.deepcopy(raw)
        at = changed["model"]
        for part in path:
            at = at[part]
        number, _, unit = quantity.text.partition(" ")
        # 20.0 s three times is one period: such a band moves as a whole.
        at["value"] = f"{float(number) * 0.999 + (0.001 if float(number) == 0 else 0)} {unit}".strip()
        try:
            moved = outputs(SeaStatesFile.model_validate(changed, context=CATALOGUE).model)
        except InputError:
            moved = None  # no distribution fits any more: that, too, is an effect
        assert moved != base, path
        seen += 1
    assert seen > 100


def test_every_number_says_where_it_comes_from():
    confidences = {quantity.confidence for _, quantity in quantities(table())}
    assert confidences == {"press", "estimate"}
    for _, quantity in quantities(table()):
        assert quantity.source or (quantity.basis and quantity.plus_minus)


def test_a_faulty_table_is_refused(tmp_path):
    raw = read_mapping(FILE)
    raw["model"]["states"][3]["height"]["mean"] = "2 kn"
    raw["model"]["wind_hight"] = "19.5 m"
    path = tmp_path / "states.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(FileError, match=r"2 faults") as caught:
        table(path)
    assert "model.states[3].height.mean" in str(caught.value)
    assert "did you mean 'wind_height'" in str(caught.value)


def test_the_climate_uses_the_same_table():
    assert climate.ocean_climate("north-pacific").states[4].hs == sea_state(5, "north-pacific").hs
