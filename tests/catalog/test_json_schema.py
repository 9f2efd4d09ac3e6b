import json

import jsonschema
import pytest

from shortdeck.catalog.json_schema import FOLDER, schema, text
from shortdeck.catalog.loader import DATA, FILES, FOLDERS
from shortdeck.catalog.reading import read_mapping


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_schema_is_up_to_date(kind):
    shipped = (FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert shipped == text(kind), "run scripts/write_schemas.py"


@pytest.mark.parametrize("kind", FILES)
def test_the_schema_is_one(kind):
    jsonschema.Draft202012Validator.check_schema(schema(kind))


# Tables of seas and airs stand beside the catalogue; a user does not write such files.
PATHS = sorted(path for folder in set(FOLDERS.values()) for path in (DATA / folder).glob("*.yaml"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_file_of_the_catalogue_meets_its_schema(path):
    raw = read_mapping(path)
    jsonschema.Draft202012Validator(schema(raw["kind"])).validate(raw)


def test_users_own_files_meet_it_too_and_faults_do_not(aircraft_raw, ship_raw):
    for raw in (aircraft_raw, ship_raw):
        raw = json.loads(json.dumps(raw))
        checker = jsonschema.Draft202012Validator(schema(raw["kind"]))
        assert checker.is_valid(raw)
        raw["model"]["colour"] = "grey"
        assert not checker.is_valid(raw)
        del raw["model"]["colour"], raw["model"][next(iter(raw["model"]))]
        assert not checker.is_valid(raw)


def test_a_range_is_said_in_words():
    angle = schema("ship")["$defs"]["Ramp"]["properties"]["exit_angle"]
    assert angle["$ref"] == "#/$defs/angle"
    assert angle["description"] == "at least 0 and below 30 deg"
