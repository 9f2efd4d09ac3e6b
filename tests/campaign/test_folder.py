"""A folder shows a file whole or not at all, on the disk and elsewhere."""

from __future__ import annotations

import os
import uuid

import pytest

from shortdeck.campaign.folder import Disk, Remote, folder
from shortdeck.errors import InputError


@pytest.fixture(params=["disk", "memory", "moved"])
def place(request, tmp_path):
    if request.param == "disk":
        return folder(tmp_path / "deep" / "folder")
    found = folder(f"memory://{uuid.uuid4()}/folder")
    assert isinstance(found, Remote)
    found._whole = request.param == "memory"  # "moved": as where an object is seen half-written
    return found


def test_what_is_committed_is_read(place) -> None:
    assert place.names() == []
    assert place.size("a") is None
    place.commit("b", b"one")
    place.commit("a", b"two")
    place.commit("b", b"three")
    assert place.names() == ["a", "b"]
    assert (place.read("b"), place.size("b")) == (b"three", 5)
    place.remove("b")
    place.remove("b")
    assert place.names() == ["a"]
    with pytest.raises(FileNotFoundError):
        place.read("b")


def test_a_commit_that_fails_leaves_what_was_there(tmp_path, monkeypatch) -> None:
    place = folder(tmp_path)
    place.commit("a", b"one")

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        place.commit("a", b"two")
    assert place.names() == ["a"]
    assert place.read("a") == b"one"


def test_sweeping_takes_half_files_only(tmp_path) -> None:
    place = folder(tmp_path)
    place.commit("a", b"one")
    (tmp_path / "b.half").write_bytes(b"tw")
    place.sweep()
    assert place.names() == ["a"]


def test_one_writer_at_a_time(tmp_path) -> None:
    one, other = folder(tmp_path), folder(tmp_path)
    with one.held(), pytest.raises(InputError, match="another campaign is writing"), other.held():
        pass
    with other.held():
        pass


def test_an_address_of_this_disk_is_the_disk(tmp_path) -> None:
    found = folder(f"file://{tmp_path}")
    assert isinstance(found, Disk)
    found.commit("a", b"one")
    assert (tmp_path / "a").read_bytes() == b"one"


def test_an_unknown_address_is_named() -> None:
    with pytest.raises(InputError, match="zeppelin"):
        folder("zeppelin://bucket/folder")
