import shutil
import time
from pathlib import Path

import pytest

from shortdeck.catalog import loader
from shortdeck.catalog.loader import (
    DATA,
    FOLDERS,
    headings,
    load,
    load_aircraft,
    load_parked,
    load_ship,
    names,
    read_file,
)
from shortdeck.errors import FileError, InputError

EXAMPLES = Path(__file__).parents[1] / "data"
AIRCRAFT, SHIP = EXAMPLES / "example-aircraft.yaml", EXAMPLES / "example-ship.yaml"


@pytest.mark.parametrize("name", names())
def test_every_file_of_the_catalogue_is_valid_and_in_its_place(name):
    file = load(name)
    assert file.name == name
    assert (DATA / FOLDERS[file.kind] / f"{name}.yaml").is_file()


def test_names_by_kind():
    assert "bayraktar-tb3" in names("aircraft")
    assert "tcg-anadolu" in names("ship")
    assert sorted(names()) == sorted(name for kind in FOLDERS for name in names(kind))
    with pytest.raises(InputError, match="unknown kind 'ships'; kinds are aircraft, parked, ship, airfield"):
        names("ships")


def test_headings_introduce_every_file():
    found = headings()
    assert sorted(heading.name for heading in found) == sorted(names())
    assert all(heading.title and heading.summary for heading in found)


@pytest.mark.parametrize("given", ["tcg-anadulu", "Anadolu", "TCG Anadolu", "anadolu"])
def test_an_unknown_name_suggests_the_nearest(given):
    with pytest.raises(
        InputError, match=f"unknown ship or airfield '{given}'; did you mean 'tcg-anadolu'"
    ) as caught:
        load_ship(given)
    assert "or give the path of your own file" in str(caught.value)


def test_a_name_like_nothing_lists_what_there_is():
    with pytest.raises(InputError, match=r"unknown aircraft 'zzzz'; Known names: .*bayraktar-tb3"):
        load_aircraft("zzzz")


def test_the_wrong_kind_says_what_is_needed():
    with pytest.raises(
        InputError, match=r"'tcg-anadolu' is a ship, and an aircraft that flies is needed here"
    ):
        load_aircraft("tcg-anadolu")
    with pytest.raises(
        InputError, match=r"is an aircraft that flies, and a ship or an airfield is needed here"
    ):
        load_ship(AIRCRAFT)


def test_own_files_stand_wherever_a_name_does(tmp_path, monkeypatch):
    assert load_aircraft(AIRCRAFT).name == "example-aircraft"
    assert load_ship(str(SHIP)).name == "example-ship"
    shutil.copy(SHIP, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    assert load("mine").kind == "ship"


def test_what_is_loaded_already_passes_through():
    aircraft, ship = load_aircraft(AIRCRAFT), load_ship(SHIP)
    assert load_aircraft(aircraft) is aircraft
    assert load_ship(ship) is ship
    assert load_parked(aircraft) is aircraft


def test_a_file_of_the_catalogue_is_read_once():
    assert load("tcg-anadolu") is load("tcg-anadolu")


def test_catalogue_files_must_cite_and_own_files_need_not(tmp_path, monkeypatch):
    assert load(SHIP).model.hull.length.confidence == "given"
    (tmp_path / "ships").mkdir()
    shutil.copy(SHIP, tmp_path / "ships")
    monkeypatch.setattr(loader, "DATA", tmp_path)
    with pytest.raises(FileError, match="gives value, source or basis, and confidence"):
        read_file(tmp_path / "ships" / SHIP.name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: ship\nkind: ship\n", "line 1, column 1: not valid YAML: key 'kind' is given twice"),
        ("kind: [ship\n", "not valid YAML"),
        ("- 1\n", "expected keys kind, name, title"),
        ("name: x\n", "kind: missing: aircraft, parked, ship, airfield"),
        ("kind: boat\n", "kind: must be one of aircraft, parked, ship, airfield, got 'boat'"),
        ("kind: ship\n\x07", "not valid YAML"),
        ("kind: !!python/object:os.system {}\n", "not valid YAML"),
        ("kind: ship\n? [1, 2]\n: 3\n", "not valid YAML"),
        ("kind: ship\n3: 4\n", "keys should be strings, got 3"),
    ],
)
def test_what_is_no_such_file(tmp_path, text, message):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(FileError) as caught:
        load(path)
    assert message in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*none\.yaml: No such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="Is a directory"):
        load(tmp_path)
    (tmp_path / "mine.yaml").write_bytes(b"\xff\xfe\x00k")
    with pytest.raises(FileError, match="not UTF-8"):
        load(tmp_path / "mine.yaml")


def test_merge_keys_share_evidence(tmp_path):
    text = SHIP.read_text().replace(
        "dry: 0.5, wet: 0.3", "dry: &a {value: 0.5, basis: b}, wet: {<<: *a, value: 0.3}"
    )
    (tmp_path / "mine.yaml").write_text(text)
    friction = load(tmp_path / "mine.yaml").model.deck.friction
    assert (friction.wet.value, friction.wet.basis) == (0.3, "b")


def test_an_aircraft_and_a_ship_load_quickly():
    read_file(AIRCRAFT), read_file(SHIP)
    best = min(_seconds(lambda: (read_file(AIRCRAFT), read_file(SHIP))) for _ in range(5))
    assert best < 0.1


def _seconds(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
