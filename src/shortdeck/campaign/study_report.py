"""A campaign as a command: flown with progress, told, and its exit status."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from shortdeck.campaign.conduct import fly_study
from shortdeck.campaign.results import Campaign
from shortdeck.campaign.standing import Standing

if TYPE_CHECKING:
    from rich.console import Console

EVERY = 10.0  # s between lines of progress where there is no terminal
COMPLETE, INTERRUPTED = 0, 130


def run(study: str, *, out: str, resume: bool, threads: int | None, scheduler: str | None) -> Campaign:
    """Fly the study of a YAML file with progress on standard error."""
    with _Progress() as progress:
        return fly_study(
            study, out=out, resume=resume, threads=threads, scheduler=scheduler, watch=progress.tell
        )


class _Progress:
    """A bar with rate, time left and outcomes; lines every ten seconds where there is no terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._errors = Console(stderr=True)
        self._bar = Progress(
            TextColumn("flying"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"),
            console=self._errors, disable=not self._errors.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("flying", total=None, told=_waking())
        self._next = time.monotonic() + EVERY

    def __enter__(self) -> _Progress:
        if not self._errors.is_terminal and _waking():
            self._errors.print(_waking())
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, now: Standing) -> None:
        """Take how far it is."""
        told = words(now)
        self._bar.update(self._task, completed=now.done, total=now.total, told=told or _waking())
        if not self._errors.is_terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            line = "; ".join(part for part in (f"{now.done} of {now.total} flights", told) if part)
            self._errors.print(line, soft_wrap=True)


def _waking() -> str:
    from shortdeck.flight.block import fly_block
    from shortdeck.numerics.jit import is_cold

    return "compiling the flight kernels first: half a minute, once" if is_cold(fly_block) else ""


def words(now: Standing) -> str:
    """Rate, time left and outcomes so far."""
    parts = []
    if now.rate is not None:
        parts.append(f"{now.rate:.0f} a second")
    if now.left is not None:
        minutes, seconds = divmod(round(now.left), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"{hours}:{minutes:02}:{seconds:02} left")
    if now.outcomes:
        parts.append(", ".join(f"{name} {count}" for name, count in now.outcomes.most_common()))
    return "; ".join(parts)


def as_data(found: Campaign) -> dict[str, Any]:
    """What was done as plain data."""
    study = found.manifest.study
    return {
        "title": study.get("title", ""), "task": study["task"], "aircraft": study["aircraft"],
        "ship": study["ship"], "seed": study["seed"], "flights": found.flights, "done": found.done,
        "complete": found.complete, "interrupted": found.interrupted, "unfinished": found.unfinished,
        "flown_again": list(found.again), "outcomes": dict(sorted(found.counts().items())),
        "inputs": found.manifest.inputs, "out": found.folder.url, "files": found.files,
    }  # fmt: skip


def show(found: Campaign, console: Console) -> None:
    """Outcomes with their counts, and where the flights are."""
    from rich.table import Table

    table = Table("outcome", "flights", "share", box=None, pad_edge=False)
    for name, count in found.counts().most_common():
        table.add_row(name, str(count), f"{100.0 * count / found.done:.2f} %")
    if found.done:
        console.print(table)
    more = f", and {found.unfinished} of a part that was cut off" if found.unfinished else ""
    console.print(f"{found.done} of {found.flights} flights in {len(found.files)} parts{more}")
    console.print(found.folder.url, soft_wrap=True)
    if found.again:
        console.print(f"flown again, because missing or damaged: parts {', '.join(map(str, found.again))}")
    if found.interrupted:
        console.print("interrupted; go on with --resume")


def status(found: Campaign) -> int:
    """Exit status."""
    return INTERRUPTED if found.interrupted else COMPLETE
