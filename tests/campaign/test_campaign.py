"""Campaigns for real: interrupted, killed, out of space; always the same flights, each once."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import shortdeck as sd
from shortdeck.campaign.conduct import fly_study
from shortdeck.campaign.results import open_campaign
from shortdeck.campaign.standing import Standing
from shortdeck.campaign.study import Study, read_study
from shortdeck.errors import InputError
from tests.campaign.commands import SHORT, Child, at_commit, content, flown, going_on, in_flight, parts_in


def test_one_row_a_flight_with_units_and_what_it_was_flown_from(whole) -> None:
    assert whole.complete
    assert (whole.done, len(whole.files)) == (256, 16)
    assert sum(whole.counts().values()) == 256
    assert whole.faults() == []
    rows = whole.rows()
    assert list(rows["flight"]) == list(range(256))
    assert set(rows["outcome"]) == set(whole.counts())
    data = whole.dataset(["touchdown_sink", "outcome"])
    assert data["touchdown_sink"].attrs["units"] == "m/s"
    assert data.attrs["seed"] == 7
    field = pq.read_schema(whole.files[0]).field("peak_main")
    assert field.metadata == {b"unit": b"N"}
    with pytest.raises(InputError, match="no column sink"):
        whole.table(["sink"])


def test_a_row_is_the_flight_of_its_case(study, tmp_path) -> None:
    few = read_study(study).model_copy(update={"flights": 40})
    rows = {name: values[70:73] for name, values in fly_study(few, out=tmp_path).rows().items()}
    names = ("case", "sea_state", "ship_speed", "wind_over_deck", "mass")
    alone = sd.fly_table("recovery", "bayraktar-tb3", "izumo", {n: rows[n] for n in names}, seed=7).table()
    for name in ("outcome", "time", "touchdown_x", "peak_main", "touchdown_bank"):
        assert np.array_equal(alone[name], rows[name], equal_nan=name == "time"), name


def test_the_same_bytes_for_any_number_of_threads(study, whole, tmp_path) -> None:
    flown(study, tmp_path / "out", "--threads", "1")
    assert content(tmp_path / "out") == content(whole)


def test_ctrl_c_keeps_every_finished_flight_and_resume_goes_on(study, whole, tmp_path) -> None:
    out = tmp_path / "out"
    moments = [
        at_commit(2, "before", signal.SIGINT), in_flight(2, signal.SIGINT),
        at_commit(4, "after", signal.SIGTERM), in_flight(3, signal.SIGTERM, 0.01),
        at_commit(3, "before", signal.SIGINT),
    ]  # fmt: skip
    for first in moments:
        running = Child(study, "--out", out, "--json", *going_on(out), first=first)
        assert running.ended() == 130, running.stderr
        said = json.loads(running.stdout)
        assert said["interrupted"]
        assert not said["complete"]
        assert 0 < said["done"] == 16 * parts_in(out) < 256
        aside = list(out.glob("*.unfinished"))
        assert said["unfinished"] == sum(pq.read_metadata(path).num_rows for path in aside)
    assert flown(study, out, "--resume").complete
    assert content(out) == content(whole)


def test_flights_finished_in_a_part_that_was_cut_off_are_not_flown_again(
    study, tmp_path, monkeypatch
) -> None:
    from shortdeck.campaign import work

    flown: list[int] = []
    real = work.fly_cases

    def cut_off(table, **options):
        """As far as Ctrl-C after ten flights."""
        found = real(table, **options)
        flown.append(len(table))
        if len(flown) == 2:
            found.status[10:] = 0
            found.interrupted = True
        return found

    monkeypatch.setattr(work, "fly_cases", cut_off)
    one = fly_study(study, out=tmp_path)
    assert (one.interrupted, one.done, one.unfinished) == (True, 16, 10)
    two = fly_study(study, out=tmp_path, resume=True)
    assert two.complete
    assert flown == [16, 16, 6, *[16] * 14]
    assert sorted(two.rows(["flight"])["flight"]) == list(range(256))


def test_a_coordinator_killed_at_any_moment_loses_and_doubles_nothing(study, whole, tmp_path) -> None:
    out = tmp_path / "out"
    kill, done = signal.SIGKILL, 0
    moments = [
        at_commit(1, "midst", kill), at_commit(2, "midst", kill), at_commit(2, "after", kill),
        at_commit(3, "midst", kill), at_commit(5, "after", kill),
        in_flight(2, kill), in_flight(1, kill, 0.01),
    ]  # fmt: skip
    for first in moments:
        assert Child(study, "--out", out, *going_on(out), first=first).ended() == -kill
        if (out / "manifest.json").exists():
            left = open_campaign(out)
            assert left.faults() == []
            assert left.done >= done
            done = left.done
    assert 48 <= done < 256
    assert flown(study, out, "--resume").complete
    assert content(out) == content(whole)


def test_a_part_that_its_killed_writer_did_not_note_is_taken_up(study, whole, tmp_path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole.folder.url, out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    del manifest["parts"][5]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (out / "part-000006.parquet.half").write_bytes(b"half")
    seen: list[Standing] = []
    again = fly_study(study, out=out, resume=True, watch=seen.append)
    assert [now.done for now in seen] == [256]
    assert again.again == ()
    assert content(out) == content(whole)


def test_a_damaged_or_missing_part_is_flown_again(study, whole, tmp_path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole.folder.url, out)
    path = out / "part-000002.parquet"
    damaged = bytearray(path.read_bytes())
    damaged[1000] ^= 1
    path.write_bytes(damaged)
    (out / "part-000009.parquet").unlink()
    assert open_campaign(out).faults() == [
        "part-000002.parquet: its content is not what was written", "part-000009.parquet: missing",
    ]  # fmt: skip
    assert fly_study(study, out=out, resume=True).again == (2, 9)
    assert content(out) == content(whole)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of 160 kB."""
    place = tmp_path / "small"
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=160k", "shortdeck-test", str(place)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("a small file system cannot be mounted here: no mount command")
    if done.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_keeps_what_is_finished_and_resume_goes_on(study, whole, small_disk) -> None:
    out = small_disk / "out"
    done = Child(study, "--out", out)
    assert done.ended() == 1
    assert "no space is left" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    left = open_campaign(out)
    assert 0 < left.done < 256
    assert f"{left.done} of 256 flights are kept" in done.stderr
    assert left.faults() == []
    assert not list(out.glob("*.half"))
    subprocess.run(["mount", "-o", "remount,size=10m", str(small_disk)], check=True)
    flown(study, out, "--resume")
    assert content(out) == content(whole)


def test_an_address_of_fsspec(tmp_path) -> None:
    found = fly_study(SHORT, out="memory://campaign-test/one")
    again = fly_study(SHORT, out="memory://campaign-test/one", resume=True)
    here = fly_study(SHORT, out=tmp_path / "one")
    assert found.complete
    assert again.again == ()
    opened = open_campaign("memory://campaign-test/one")
    for remote, local in zip(opened.manifest.parts.values(), here.files, strict=True):
        assert opened.folder.read(remote.file) == Path(local).read_bytes()
    assert opened.study == again.study


def test_duckdb_reads_the_parts(whole) -> None:
    duckdb = pytest.importorskip("duckdb")
    where = f"{whole.folder.url}/*.parquet"
    counts = dict(duckdb.sql(f"SELECT outcome, count(*) FROM '{where}' GROUP BY outcome").fetchall())
    assert counts == dict(whole.counts())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 3}, "seed: 2 there, 3 here"),
        ({"flights": 5}, "flights: 4 there, 5 here"),
        ({"aircraft": "mojave", "fixed": {}}, "the aircraft's file is not the same"),
    ],
)
def test_another_study_is_not_mixed_in(tmp_path, change, told) -> None:
    fly_study(SHORT, out=tmp_path)
    before = content(tmp_path)
    other = Study.model_validate(SHORT.model_dump() | change)
    with pytest.raises(InputError, match=told):
        fly_study(other, out=tmp_path, resume=True)
    with pytest.raises(InputError, match="go on there with --resume"):
        fly_study(SHORT, out=tmp_path)
    assert content(tmp_path) == before


def test_another_version_is_not_mixed_in(tmp_path, monkeypatch) -> None:
    from shortdeck.campaign import manifest

    fly_study(SHORT, out=tmp_path)
    old = manifest.versions()
    monkeypatch.setattr(manifest, "versions", lambda: old | {"numpy": "9.9"})
    with pytest.raises(InputError, match=r"begun with another version \(numpy .* there, 9.9 here\)"):
        fly_study(SHORT, out=tmp_path, resume=True)


def test_a_flight_that_cannot_be_is_named(tmp_path) -> None:
    heavy = SHORT.model_copy(update={"fixed": {"mass": 9000.0}})
    with pytest.raises(
        InputError, match=r"part 0 \(its cases are flights 0 to 4 of the study\): case 0: mass 9000"
    ):
        fly_study(heavy, out=tmp_path)


def test_progress_tells_rate_time_left_and_outcomes(study, tmp_path) -> None:
    seen: list[Standing] = []
    found = fly_study(study, out=tmp_path, watch=seen.append)
    assert [now.done for now in seen] == sorted(now.done for now in seen)
    assert (seen[-1].done, seen[-1].total, seen[-1].outcomes) == (256, 256, found.counts())
    assert seen[-1].left == 0.0
    assert seen[-1].rate == pytest.approx(256, rel=10.0)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--threads", "0"], "one or more"),
        (["--threads", "2", "--scheduler", "tcp://127.0.0.1:1"], "leave threads out"),
        (["--scheduler", "nowhere"], "such as tcp://host:8786"),
    ],
)
def test_bad_options_are_one_message(study, tmp_path, options, told) -> None:
    done = Child(study, "--out", tmp_path / "out", *options)
    assert done.ended() == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_storage_that_fails_is_told_in_python_too(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be made a folder"):
        fly_study(SHORT, out=tmp_path / "file" / "out")
