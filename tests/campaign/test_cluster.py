"""Campaigns on a cluster of Dask: the same flights, whoever is killed."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shortdeck.campaign.conduct import fly_study
from shortdeck.campaign.results import Campaign, open_campaign
from tests.campaign.commands import apart, content, parts_in


def test_a_scheduler_gives_the_same_bytes(study, whole, tmp_path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=50
    ) as cluster:
        found = fly_study(study, out=tmp_path / "out", scheduler=cluster.scheduler_address)
    assert found.complete
    assert content(tmp_path / "out") == content(whole)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def whole_apart(study, tmp_path_factory) -> Campaign:
    """The campaign as any fresh process flies it: with the kernels as they are kept on disk."""
    out = tmp_path_factory.mktemp("apart") / "out"
    done = subprocess.run(apart(study, "--out", out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return open_campaign(out)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    study, whole_apart, cluster, tmp_path
) -> None:
    from distributed import Client

    def doomed() -> None:
        """Have this worker killed while it flies its third part."""
        import os

        from shortdeck.campaign import work

        real, count = work.fly_cases, itertools.count(1)

        def fly_cases(*arguments: Any, **options: Any) -> Any:
            if next(count) == 3:
                os.kill(os.getpid(), 9)
            return real(*arguments, **options)

        work.fly_cases = fly_cases

    out, address = tmp_path / "out", cluster.scheduler_address
    with Client(address, set_as_default=False) as client:
        before = client.run(os.getpid)
        client.run(doomed, workers=[next(iter(before))])
        done = subprocess.run(
            apart(study, "--out", out, "--scheduler", address), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        client.wait_for_workers(2, timeout=60)
        after = client.run(os.getpid)
    assert len(set(before.values()) & set(after.values())) == 1
    assert content(out) == content(whole_apart)


@pytest.mark.slow
def test_a_coordinator_of_a_cluster_killed_is_gone_on_with_on_threads(
    study, whole_apart, cluster, tmp_path
) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(apart(study, "--out", out, "--scheduler", cluster.scheduler_address)) as running:
        while parts_in(out) < 2 and running.poll() is None:
            time.sleep(0.001)
        running.kill()
    assert open_campaign(out).faults() == []
    done = subprocess.run(apart(study, "--out", out, "--resume"), check=False)
    assert done.returncode == 0
    assert content(out) == content(whole_apart)
