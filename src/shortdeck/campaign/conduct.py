"""A campaign from its study to its last part: what is done is kept, what is left is flown."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shortdeck.campaign import manifest as manifests
from shortdeck.campaign.folder import Disk, Folder, folder
from shortdeck.campaign.identity import versions
from shortdeck.campaign.manifest import Manifest, Part, part_of
from shortdeck.campaign.parquet import Rows, merged, to_bytes, to_rows
from shortdeck.campaign.results import Campaign
from shortdeck.campaign.standing import Pace, Watch
from shortdeck.campaign.stopping import Stops
from shortdeck.campaign.study import Plan, Study, plan, read_study
from shortdeck.campaign.work import Result
from shortdeck.errors import InputError, StoppedError
from shortdeck.flight.waking import wake

_PART = re.compile(r"part-(\d+)\.parquet")
_ASIDE = re.compile(r"part-(\d+)\.unfinished")


@dataclass
class Run:
    """A campaign at work: the one writer of its folder."""

    plan: Plan
    folder: Folder
    manifest: Manifest
    watch: Watch | None
    stops: Stops
    aside: dict[int, Rows] = field(default_factory=dict)  # rows of parts that were cut off
    again: list[int] = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)

    @property
    def missing(self) -> list[int]:
        """Parts that are not done."""
        return [number for number in range(self.plan.parts) if number not in self.manifest.parts]

    @property
    def kept(self) -> int:
        """Finished flights of parts that were cut off."""
        return sum(len(rows["flight"]) for rows in self.aside.values())

    def tell(self, within: int = 0) -> None:
        """Progress, with that many flights done of parts that are not finished."""
        if self.watch is not None:
            done = self.manifest.done + within
            self.watch(self.pace.standing(done, self.manifest.flights, self.manifest.counts()))

    def finish(self, result: Result) -> None:
        """Commit a part and say so in the manifest. Raises StoppedError where the storage is full."""
        known = self.manifest.processor
        if known is not None and known != result.processor:
            raise InputError(
                f"part {result.number} was flown on a processor of another class ({result.processor}, the "
                f"others {known}), where last bits differ; use machines of one class, or a folder for each"
            )
        with _room(self.folder, self.manifest):
            self.folder.commit(manifests.part_name(result.number), result.content)
            self.manifest.processor = result.processor
            part = part_of(result.number, self.plan, result.content, result.outcomes)
            self._add(part)
            self.folder.remove(_aside_name(result.number))
            self.aside.pop(result.number, None)
        self.tell()

    def _add(self, part: Part) -> None:
        self.manifest.parts[part.part] = part
        try:
            self.folder.commit(manifests.NAME, self.manifest.to_bytes())
        except OSError:
            del self.manifest.parts[part.part]  # it is on the disk, and will be found there
            raise

    def keep(self, number: int, rows: list[Rows]) -> None:
        """Keep finished flights of a part that was cut off."""
        joined = merged(rows, "flight")
        with _room(self.folder, self.manifest):
            self.folder.commit(_aside_name(number), to_bytes(joined, self._about(number)))
        self.aside[number] = joined

    def _about(self, number: int) -> dict[str, str]:
        return {"inputs": self.manifest.inputs, "part": str(number)} | versions()

    def collect(self) -> None:
        """Take up what an earlier run left: check finished parts, adopt those not yet in the manifest."""
        self.folder.sweep()
        for number, part in list(self.manifest.parts.items()):
            if not _intact(self.folder, part):
                self.again.append(number)
                del self.manifest.parts[number]
        for name in self.folder.names():
            found = _PART.fullmatch(name)
            if found and int(found[1]) not in self.manifest.parts:
                self._adopt(int(found[1]), name)
            found = _ASIDE.fullmatch(name)
            if found:
                self._take_aside(int(found[1]), name)

    def _adopt(self, number: int, name: str) -> None:
        """A whole part that the manifest does not know: its writer died between the two."""
        content = self.folder.read(name)
        rows = self._own(number, name, content)
        if rows is None or number >= self.plan.parts or len(rows["flight"]) != len(self.plan.part(number)):
            return
        counts = Counter(str(outcome) for outcome in rows["outcome"])
        self.manifest.parts[number] = part_of(number, self.plan, content, counts)
        self.again = [other for other in self.again if other != number]

    def _take_aside(self, number: int, name: str) -> None:
        rows = None if number in self.manifest.parts else self._own(number, name, self.folder.read(name))
        if rows is None:
            self.folder.remove(name)
        else:
            self.aside[number] = rows

    def _own(self, number: int, name: str, content: bytes) -> Rows | None:
        """Rows of a file that belongs to this campaign; None where it is damaged."""
        import pyarrow as pa

        try:
            rows, about = to_rows(content)
        except (pa.ArrowException, OSError):
            return None
        if about.get("inputs") != self.manifest.inputs or about.get("part") != str(number):
            raise InputError(f"{self.folder.url}: {name} belongs to another campaign; name a new folder")
        return rows


def _aside_name(number: int) -> str:
    return f"part-{number:06d}.unfinished"


def _intact(where: Folder, part: Part) -> bool:
    """Whether a part is as written: by its checksum on a disk, by its length elsewhere."""
    if where.size(part.file) != part.bytes:
        return False
    return not isinstance(where, Disk) or hashlib.sha256(where.read(part.file)).hexdigest() == part.sha256


@contextlib.contextmanager
def _room(where: Folder, manifest: Manifest) -> Iterator[None]:
    """A full storage as an error that says what is kept."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "no space is left" if full else f"cannot write ({error})"
        raise StoppedError(
            f"{where.url}: {what}; {manifest.done} of {manifest.flights} flights are kept: "
            "make room, then go on with --resume"
        ) from error


def _begin(found: Plan, where: Folder, resume: bool, watch: Watch | None, stops: Stops) -> Run:
    """The folder as it is, checked against the study."""
    fresh = manifests.new(found)
    names = where.names()
    if manifests.NAME in names:
        old = manifests.read(where.read(manifests.NAME), where.url)
        if not resume:
            raise InputError(
                f"{where.url} holds a campaign with {old.done} of {old.flights} flights done; "
                "go on there with --resume (resume=True), or name a new folder"
            )
        manifests.check_same(old, fresh, where.url)
        fresh = old
    elif any(_PART.fullmatch(name) for name in names):
        raise InputError(f"{where.url} holds parts of a campaign, but no {manifests.NAME}; name a new folder")
    run = Run(found, where, fresh, watch, stops)
    run.collect()
    with _room(where, fresh):
        where.commit(manifests.NAME, fresh.to_bytes())
    return run


def fly_study(
    study: Study | str | Path, *, out: str | Path, resume: bool = False, threads: int | None = None,
    scheduler: str | None = None, watch: Watch | None = None,
) -> Campaign:  # fmt: skip
    """Fly every flight of a study into a folder (a path, or an address that fsspec knows).

    On threads of this machine (``threads``; default: one a core), or on the workers of the Dask scheduler at
    that address (extra ``[cluster]``). The files are the same to the byte whichever it was and however often
    the work was cut; a folder that holds a part of this campaign is gone on with by ``resume``. On Ctrl-C
    and SIGTERM the flights that are done are kept, and the result says ``interrupted``.
    Raises InputError for studies and folders that cannot be used, StoppedError where the storage is full or
    workers die again and again; what was finished before is kept then too.
    """
    found = plan(study) if isinstance(study, Study) else plan(read_study(study))
    if threads is not None and threads < 1:
        raise InputError(f"threads {threads}: one or more are needed")
    if threads is not None and scheduler is not None:
        raise InputError("threads: a scheduler's workers fly one part each at a time; leave threads out")
    where = folder(out)
    interrupted = False
    with Stops() as stops, where.held():
        run = _begin(found, where, resume, watch, stops)
        try:
            with stops.heard():
                wake()
            run.tell(run.kept)
            for result in _results(run, threads, scheduler):
                run.finish(result)
        except KeyboardInterrupt:
            interrupted = True
    return Campaign(where, run.manifest, interrupted, run.kept, tuple(run.again))


def _results(run: Run, threads: int | None, scheduler: str | None) -> Iterator[Result]:
    if scheduler is not None:
        from shortdeck.campaign.cluster import on_cluster

        return on_cluster(run, scheduler)
    from shortdeck.campaign.local import on_threads

    return on_threads(run, threads)
