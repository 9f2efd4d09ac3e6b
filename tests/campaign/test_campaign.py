"""Campaigns for real: interrupted, killed, out of space, on a cluster; always the same flights, each once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import shortdeck as sd
from shortdeck.campaign.conduct import fly_study
from shortdeck.campaign.results import Campaign, open_campaign
from shortdeck.campaign.standing import Standing
from shortdeck.campaign.study import Study, read_study
from shortdeck.errors import InputError, StoppedError

STUDY = """
title: many landings
task: recovery
aircraft: bayraktar-tb3
ship: izumo
fixed: {sea_state: 4, ship_speed: 12 kn}
vary:
  wind_over_deck: {grid: [20 kn, 26 kn]}
  mass: {normal: {mean: 1350 kg, deviation: 30 kg, least: 1250 kg, most: 1450 kg}}
flights: 256
seed: 7
rows_per_part: 32
"""
SHORT = Study(
    task="launch", aircraft="bayraktar-tb3", ship="izumo", seed=2, flights=4, rows_per_part=5,
    fixed={"mass": 1450.0}, vary={"wind_over_deck": {"grid": ["14 kn", "18 kn", "22 kn"]}},
)  # fmt: skip
CODE = "from shortdeck.cli import main; main()"


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(study, tmp_path_factory) -> Campaign:
    """The campaign in one go."""
    out = tmp_path_factory.mktemp("whole") / "out"
    return flown(study, out)


def content(folder: Path | Campaign) -> dict[str, bytes]:
    path = Path(folder.folder.url) if isinstance(folder, Campaign) else folder
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", CODE, "campaign", *map(str, arguments)]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False, timeout=300)


def flown(*arguments: str | Path) -> Campaign:
    """The campaign flown to its end by the command, into the second argument."""
    done = run(arguments[0], "--out", *arguments[1:])
    assert done.returncode == 0, done.stderr
    return open_campaign(arguments[1])


def begin(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(there: Callable[[], bool], running: subprocess.Popen[str] | None = None) -> None:
    end = time.monotonic() + 200.0
    while not there():
        if running is not None and running.poll() is not None:
            raise AssertionError(f"it ended too early: {running.communicate()}")
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)


def parts_in(out: Path) -> int:
    """Parts that the manifest names; it is whole whenever it is read."""
    try:
        return len(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["parts"])
    except FileNotFoundError:
        return 0


def test_one_row_a_flight_with_units_and_what_it_was_flown_from(whole) -> None:
    assert whole.complete
    assert (whole.done, len(whole.files)) == (512, 16)
    assert sum(whole.counts().values()) == 512
    assert whole.faults() == []
    rows = whole.rows()
    assert list(rows["flight"]) == list(range(512))
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
    for count, number in ((1, signal.SIGINT), (4, signal.SIGTERM), (8, signal.SIGINT)):
        running = begin(
            study, "--out", out, "--json", "--threads", "1", *(["--resume"] if out.exists() else [])
        )
        wait_for(lambda count=count: parts_in(out) >= count, running)
        time.sleep(0.03)
        running.send_signal(number)
        stdout, stderr = running.communicate(timeout=60)
        assert running.returncode == 130, stderr
        said = json.loads(stdout)
        assert said["interrupted"]
        assert not said["complete"]
        assert said["done"] == 32 * parts_in(out) < 512
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
    assert (one.interrupted, one.done, one.unfinished) == (True, 32, 10)
    two = fly_study(study, out=tmp_path, resume=True)
    assert two.complete
    assert flown == [32, 32, 22, *[32] * 14]
    assert sorted(two.rows(["flight"])["flight"]) == list(range(512))


def test_a_coordinator_killed_at_any_moment_loses_and_doubles_nothing(study, whole, tmp_path) -> None:
    out = tmp_path / "out"
    for count in (1, 3, 4, 7, 11):
        running = begin(study, "--out", out, "--threads", "1", *(["--resume"] if out.exists() else []))
        wait_for(lambda count=count: parts_in(out) >= count, running)
        running.kill()
        running.communicate()
        left = open_campaign(out)
        assert left.faults() == []
        assert list(left.rows(["flight"])["flight"]) == list(range(left.done))
    flown(study, out, "--resume")
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
    assert [now.done for now in seen] == [512]
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
    done = run(study, "--out", out, "--resume", "--json")
    assert json.loads(done.stdout)["flown_again"] == [2, 9]
    assert content(out) == content(whole)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of 300 kB."""
    place = tmp_path / "small"
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=300k", "shortdeck-test", str(place)]
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
    done = run(study, "--out", out)
    assert done.returncode == 1
    assert "no space is left" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    left = open_campaign(out)
    assert 0 < left.done < 512
    assert f"{left.done} of 512 flights are kept" in done.stderr
    assert left.faults() == []
    assert not list(out.glob("*.half"))
    subprocess.run(["mount", "-o", "remount,size=10m", str(small_disk)], check=True)
    flown(study, out, "--resume")
    assert content(out) == content(whole)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


def test_a_cluster_gives_the_same_bytes(study, whole, cluster, tmp_path) -> None:
    flown(study, tmp_path / "out", "--scheduler", cluster.scheduler_address)
    assert content(tmp_path / "out") == content(whole)


def test_a_killed_worker_loses_and_doubles_nothing(study, whole, cluster, tmp_path) -> None:
    from distributed import Client

    out = tmp_path / "out"
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        workers = client.run(os.getpid)
        running = begin(study, "--out", out, "--scheduler", cluster.scheduler_address)
        wait_for(lambda: parts_in(out) >= 2, running)
        os.kill(next(iter(workers.values())), signal.SIGKILL)
        _, stderr = running.communicate(timeout=200)
        assert running.returncode == 0, stderr
        wait_for(lambda: len(client.scheduler_info()["workers"]) == 2)
        assert set(client.run(os.getpid).values()) != set(workers.values())
    assert content(out) == content(whole)


def test_a_coordinator_of_a_cluster_killed_is_gone_on_with_on_threads(
    study, whole, cluster, tmp_path
) -> None:
    out = tmp_path / "out"
    running = begin(study, "--out", out, "--scheduler", cluster.scheduler_address)
    wait_for(lambda: parts_in(out) >= 3, running)
    running.kill()
    running.communicate()
    flown(study, out, "--resume")
    assert content(out) == content(whole)


def test_an_address_of_fsspec(tmp_path) -> None:
    found = fly_study(SHORT, out="memory://campaign-test/one")
    again = fly_study(SHORT, out="memory://campaign-test/one", resume=True)
    here = fly_study(SHORT, out=tmp_path / "one")
    assert found.complete
    assert again.again == ()
    opened = open_campaign("memory://campaign-test/one")
    assert opened.table().equals(here.table())
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
    assert (seen[-1].done, seen[-1].total, seen[-1].outcomes) == (512, 512, found.counts())
    assert seen[-1].left == 0.0
    assert seen[-1].rate == pytest.approx(512, rel=10.0)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--threads", "0"], "one or more"),
        (["--threads", "2", "--scheduler", "tcp://127.0.0.1:1"], "leave threads out"),
        (["--scheduler", "nowhere"], "no answer"),
    ],
)
def test_bad_options_are_one_message(study, tmp_path, options, told) -> None:
    done = run(study, "--out", tmp_path / "out", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_storage_that_fails_is_told_in_python_too(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises((StoppedError, InputError)):
        fly_study(SHORT, out=tmp_path / "file" / "out")
