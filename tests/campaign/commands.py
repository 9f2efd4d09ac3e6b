"""Studies for the tests, and the command that flies them in processes which are interrupted or killed."""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shortdeck import cli
from shortdeck.campaign.folder import Disk
from shortdeck.campaign.results import Campaign, open_campaign
from shortdeck.campaign.study import Study

STUDY = """
title: many landings
task: recovery
aircraft: bayraktar-tb3
ship: izumo
fixed: {sea_state: 4, ship_speed: 12 kn}
vary:
  wind_over_deck: {grid: [20 kn, 26 kn]}
  mass: {normal: {mean: 1350 kg, deviation: 30 kg, least: 1250 kg, most: 1450 kg}}
flights: 128
seed: 7
rows_per_part: 16
"""
SHORT = Study(
    task="launch", aircraft="bayraktar-tb3", ship="izumo", seed=2, flights=4, rows_per_part=5,
    fixed={"mass": 1450.0}, vary={"wind_over_deck": {"grid": ["14 kn", "18 kn", "22 kn"]}},
)  # fmt: skip


def content(folder: Path | Campaign) -> dict[str, bytes]:
    path = Path(folder.folder.url) if isinstance(folder, Campaign) else folder
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


class Child:
    """The command in a process of its own, forked from this one: it need not load anything again.

    ``first`` is called there before the command begins, to let something happen to it.
    """

    def __init__(self, *arguments: str | Path, first: Callable[[], None] = lambda: None) -> None:
        folder = Path(tempfile.mkdtemp())
        self._out, self._err = folder / "out", folder / "err"
        self.pid = os.fork()
        if self.pid == 0:
            status = 70
            try:
                with self._out.open("w") as sys.stdout, self._err.open("w") as sys.stderr:
                    sys.argv = ["shortdeck", "campaign", *map(str, arguments)]
                    first()
                    try:
                        cli.main()
                        status = 0
                    except SystemExit as stop:
                        status = int(stop.code or 0)
                    except BaseException:
                        traceback.print_exc()
            finally:
                os._exit(status)

    def ended(self) -> int:
        """Its exit status; of a killed one, the negative signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    @property
    def stdout(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return self._err.read_text(encoding="utf-8")


def at_commit(number: int, stage: str, what: int) -> Callable[[], None]:
    """Have a process send itself a signal before, in the midst of, or after its commit of that number.

    Commits are: 1 the first manifest, then part and manifest in turn.
    """

    def first() -> None:
        real, count = Disk.commit, itertools.count(1)

        def commit(self: Disk, name: str, content: bytes) -> None:
            now = next(count) == number
            if now and stage == "after":
                real(self, name, content)
            if now and stage == "midst":
                (self.path / f"{name}.half").write_bytes(content[: len(content) // 2])
            if now:
                os.kill(os.getpid(), what)
            if not (now and stage == "after"):
                real(self, name, content)

        Disk.commit = commit  # type: ignore[method-assign]

    return first


def in_flight(call: int, what: int, delay: float = 0.0) -> Callable[[], None]:
    """Have a process send itself a signal while it flies the part of that number (of its own, from 1)."""

    def first() -> None:
        from shortdeck.campaign import work

        real, count = work.fly_cases, itertools.count(1)

        def fly_cases(*arguments: Any, **options: Any) -> Any:
            if next(count) == call:
                threading.Timer(delay, os.kill, (os.getpid(), what)).start()
            return real(*arguments, **options)

        work.fly_cases = fly_cases

    return first


def flown(study: Path, out: Path, *options: str) -> Campaign:
    """The campaign flown to its end by the command."""
    child = Child(study, "--out", out, *options)
    assert child.ended() == 0, child.stderr
    return open_campaign(out)


def apart(*arguments: str | Path) -> list[str]:
    """The command as a user's shell would start it."""
    return [sys.executable, "-c", "from shortdeck.cli import main; main()", "campaign", *map(str, arguments)]


def going_on(out: Path) -> list[str]:
    return ["--resume"] if out.exists() else []


def parts_in(out: Path) -> int:
    """Parts that the manifest names; it is whole whenever it is read."""
    try:
        return len(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["parts"])
    except FileNotFoundError:
        return 0
