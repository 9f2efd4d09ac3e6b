"""Studies: their points and columns, units, what is refused, and the schema that editors read."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import yaml

from shortdeck.campaign import study as studies
from shortdeck.campaign.manifest import inputs_hash
from shortdeck.campaign.study import Study, plan, read_study
from shortdeck.errors import FileError, InputError

TEXT = """
title: stops on a wet deck
task: recovery
aircraft: bayraktar-tb3
ship: izumo
fixed: {surface: wet, ship_speed: 12 kn, wave_heading: 150}
vary:
  wind_over_deck: {grid: {first: 20 kn, last: 30 kn, count: 3}}
  mass: {uniform: [1300 kg, 1450 kg]}
  sea_state: {grid: [3, 5]}
  left_brake: {list: [1.0, 0.5]}
  right_brake: {list: [1.0, 0.9]}
  ramp: {choice: [true, false]}
flights: 4
seed: 3
"""
KNOT = 1852.0 / 3600.0


def write(folder: Path, text: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def study(tmp_path) -> Study:
    return read_study(write(tmp_path, TEXT))


def test_quantities_come_out_in_si(study) -> None:
    assert study.fixed["ship_speed"] == pytest.approx(12.0 * KNOT)
    assert study.fixed["wave_heading"] == pytest.approx(np.radians(150.0))
    assert study.vary["wind_over_deck"].points() == pytest.approx([20 * KNOT, 25 * KNOT, 30 * KNOT])
    assert study.vary["mass"].uniform == (1300.0, 1450.0)
    assert study.vary["sea_state"].points() == (3, 5)


def test_points_are_every_line_of_the_lists_with_every_combination_of_the_grids(study) -> None:
    found = plan(study)
    assert (found.points, found.flights, found.parts) == (12, 48, 1)
    columns = found.columns(np.arange(48))
    names = ("left_brake", "right_brake", "wind_over_deck", "sea_state")
    at = list(zip(*(columns[name].tolist() for name in names), strict=True))
    assert len(set(at[:12])) == 12
    assert at[:12] == at[12:24] == at[24:36] == at[36:]
    assert {(a, b) for a, b, _, _ in at} == {(1.0, 1.0), (0.5, 0.9)}
    assert columns["mass"].min() >= 1300.0
    assert len(set(columns["mass"])) == 48
    assert columns["ramp"].dtype == bool
    assert list(columns)[:4] == ["case", "surface", "ship_speed", "wave_heading"]


def test_columns_of_a_flight_do_not_depend_on_those_beside_it_nor_on_how_many_there_are(study) -> None:
    found, more = plan(study), plan(study.model_copy(update={"flights": 40, "rows_per_part": 7}))
    every, some = found.columns(np.arange(48)), more.columns(np.array([45, 3]))
    for name, values in some.items():
        assert list(values) == [every[name][45], every[name][3]], name


def test_common_random_numbers_are_those_of_the_repetition(study) -> None:
    own, common = plan(study), plan(study.model_copy(update={"common_random_numbers": True}))
    assert list(own.columns(np.arange(48))["case"]) == list(range(48))
    columns = common.columns(np.arange(48))
    assert list(columns["case"]) == [k // 12 for k in range(48)]
    assert len(set(columns["mass"])) == 4


def test_the_same_study_in_other_words_is_the_same(study, tmp_path) -> None:
    other = Study.model_validate(
        study.model_dump(exclude_none=True)
        | {"fixed": {"wave_heading": "150 deg", "ship_speed": 12.0 * KNOT, "surface": "wet"}}
    )
    text = TEXT.replace("12 kn", "22.224 km/h").replace("wave_heading: 150", "wave_heading: 150 deg")
    assert plan(other).canonical() == plan(study).canonical()
    assert inputs_hash(plan(read_study(write(tmp_path, text)))) == inputs_hash(plan(study))


def test_every_key_of_a_study_changes_what_it_is(study) -> None:
    changes = {
        "title": "another", "task": "launch", "aircraft": "mojave", "ship": "tcg-anadolu", "flights": 5,
        "seed": 4, "common_random_numbers": True, "rows_per_part": 10,
        "fixed": {"surface": "dry"}, "vary": {"mass": {"uniform": [1300.0, 1440.0]}},
    }  # fmt: skip
    assert set(changes) == set(Study.model_fields)
    one = inputs_hash(plan(study))
    for key, value in changes.items():
        assert inputs_hash(plan(Study.model_validate(study.model_dump() | {key: value}))) != one, key


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("12 kn", "12", "fixed.ship_speed: expected a speed such as '25 kn', got 12, which has no unit"),
        ("12 kn", "12 kg", "fixed.ship_speed: expected a speed"),
        ("20 kn", "20 kg", "vary.wind_over_deck: expected a speed"),
        ("surface: wet", "surface: 3", "fixed.surface: expected a word"),
        ("[3, 5]", "[3.5, 5]", "vary.sea_state: expected a whole number"),
        ("[true, false]", "[1, 0]", "vary.ramp: expected true or false"),
        ("flights: 4", "flights: 0", "flights: input should be greater than or equal to 1"),
        ("flights: 4", "flihgts: 4", "flihgts: unknown key"),
        ("task: recovery", "task: landing", "task: input should be 'launch' or 'recovery'"),
        ("right_brake: {list: [1.0, 0.9]}", "right_brake: {list: [1.0]}", "lists stand side by side"),
        ("ship: izumo", "ship: izumi", "did you mean 'izumo'"),
        ("surface: wet", "mass: 1300 kg", "vary.mass: it is among the fixed ones too"),
        ("{uniform: [1300 kg, 1450 kg]}", "{uniform: [1450 kg, 1300 kg]}", "vary.mass: uniform: values in"),
        ("{uniform: [1300 kg, 1450 kg]}", "{unifrom: [1450 kg, 1300 kg]}", "unifrom: unknown key"),
        ("  mass:", "  aircraft.model.mass.emty:", "emty"),
        ("  left_brake:", "  leftbrake:", "did you mean left_brake"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, before, after, told) -> None:
    assert before in TEXT
    with pytest.raises(InputError) as found:
        read_study(write(tmp_path, TEXT.replace(before, after)))
    assert told in str(found.value)


def test_every_fault_is_named_at_once(tmp_path) -> None:
    with pytest.raises(FileError) as found:
        read_study(write(tmp_path, TEXT.replace("12 kn", "12").replace("[3, 5]", "[a]")))
    assert {fault.path for fault in found.value.faults} == {"fixed.ship_speed", "vary.sea_state"}


def test_a_study_in_python_takes_si_and_texts() -> None:
    study = Study(
        task="launch", aircraft="bayraktar-tb3", ship="izumo",
        vary={"wind_over_deck": {"grid": [10.0, "20 kn"]}, "wind_angle": {"grid": [0.5]}},
    )  # fmt: skip
    found = plan(study).study
    assert found.vary["wind_over_deck"].points() == pytest.approx((10.0, 20.0 * KNOT))
    assert found.vary["wind_angle"].points() == (0.5,)
    with pytest.raises(InputError, match="at least one column"):
        plan(Study(task="launch", aircraft="bayraktar-tb3", ship="izumo"))


def test_the_schema_is_that_of_the_model_and_tells_good_from_bad() -> None:
    kept = json.loads(studies.SCHEMA.read_text(encoding="utf-8"))
    assert kept == studies.schema(), "run make schema"
    check = jsonschema.Draft202012Validator(kept)
    good = yaml.safe_load(TEXT)
    check.validate(good)
    for bad in (
        good | {"flihgts": 4},
        good | {"task": "landing"},
        good | {"vary": {"mass": {"uniform": ["1 kg"]}}},
        good | {"vary": {"mass": {"grid": ["1 kg"], "list": ["1 kg"]}}},
        good | {"vary": {"mass": {}}},
    ):
        assert list(check.iter_errors(bad)), bad
