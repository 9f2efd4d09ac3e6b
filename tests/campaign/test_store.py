"""Results come back to the bit, only for the same question, and never half."""

import dataclasses
import os
import threading

import numpy as np
import pytest

import shortdeck as sd
from shortdeck.campaign import store as stores
from shortdeck.campaign.store import Store, file_hash, key_of
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import InputError


@dataclasses.dataclass
class Words:
    wind: float
    sea: int | None = None


def test_the_same_question_has_the_same_key_and_any_other_another() -> None:
    base = {"mass": 1450.0, "points": np.arange(3.0), "words": Words(5.0)}
    key = key_of("envelope", base)
    assert key == key_of("envelope", dict(reversed(base.items())))
    others = [
        key_of("rates", base),
        key_of("envelope", base | {"mass": np.nextafter(1450.0, 2e3)}),
        key_of("envelope", base | {"mass": 1450}),
        key_of("envelope", base | {"points": np.arange(3)}),
        key_of("envelope", base | {"points": np.arange(3.0)[:, None]}),
        key_of("envelope", base | {"words": Words(5.0, sea=4)}),
        key_of("envelope", {"mass": 1450.0}),
    ]
    assert len({key, *others}) == len(others) + 1


def test_a_number_of_a_file_changes_the_key() -> None:
    ship = sd.ship("izumo")
    changed = with_value(ship, "model.deck.friction.dry", 0.41)
    assert key_of("x", {"ship": ship}) == key_of("x", {"ship": sd.ship("izumo")})
    assert key_of("x", {"ship": ship}) != key_of("x", {"ship": changed})


def test_an_edit_of_the_package_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of("x", {})
    monkeypatch.setattr(stores, "package_hash", lambda: "another")
    assert key_of("x", {}) != before


def test_an_object_without_content_is_refused() -> None:
    with pytest.raises(TypeError, match="function"):
        key_of("x", {"law": lambda: None})


def test_contents_come_back_to_the_bit(tmp_path) -> None:
    kept = Store(tmp_path)
    data = {"a": [0.1, 1e-300, None, True], "b": "42°"}
    arrays = {"p": np.random.default_rng(1).random((3, 4)), "names": np.array(["a", "bc"])}
    assert kept.get("k1") is None
    assert kept.get_json("k1") is None
    assert kept.get_arrays("k1") is None
    assert kept.put_json("k1", data)
    assert kept.put_arrays("k2", arrays)
    again = Store(tmp_path)
    assert again.get_json("k1") == data
    found = again.get_arrays("k2")
    assert all((found[name] == arrays[name]).all() for name in arrays)
    assert again.clear() == 2
    assert again.get("k1") is None


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:10], lambda b: b"", lambda b: b[:70] + b"?" + b[71:]]
)
def test_a_damaged_entry_counts_as_absent(tmp_path, damage) -> None:
    kept = Store(tmp_path)
    kept.put("key", b"some content")
    (path,) = tmp_path.rglob("*.entry")
    path.write_bytes(damage(path.read_bytes()))
    assert kept.get("key") is None
    assert kept.put("key", b"anew")
    assert kept.get("key") == b"anew"


def test_what_was_unused_for_longest_goes_first(tmp_path) -> None:
    kept = Store(tmp_path, most_bytes=3 * (64 + 1000))
    for k, name in enumerate("abc"):
        kept.put(name, bytes(1000))
        os.utime(next(tmp_path.rglob(f"{name}.entry")), ns=(k, k))
    assert kept.get("a") is not None  # used just now
    kept.put("d", bytes(1000))
    assert [name for name in "abcd" if kept.get(name) is not None] == ["a", "c", "d"]
    assert not kept.put("e", bytes(4000))


def test_no_reader_sees_half_an_entry(tmp_path) -> None:
    contents = [bytes([k]) * 200_000 for k in range(4)]
    Store(tmp_path).put("key", contents[0])
    stop = threading.Event()

    def write(k: int) -> None:
        while not stop.is_set():
            Store(tmp_path).put("key", contents[k])

    writers = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for writer in writers:
        writer.start()
    seen = [Store(tmp_path).get("key") for _ in range(200)]
    stop.set()
    for writer in writers:
        writer.join()
    assert all(content in contents for content in seen)
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Store(tmp_path / "file" / "folder")
    assert not kept.put("key", b"content")
    assert kept.get("key") is None


def test_the_folder_is_the_users_choice(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTDECK_CACHE", str(tmp_path / "mine"))
    Store().put("key", b"content")
    assert list((tmp_path / "mine").rglob("*.entry"))


def test_a_users_file_counts_by_content(tmp_path) -> None:
    path = tmp_path / "record.csv"
    path.write_text("1")
    one = file_hash(path)
    path.write_text("2")
    assert file_hash(path) != one
    with pytest.raises(InputError, match="cannot be read"):
        file_hash(tmp_path / "none.csv")
