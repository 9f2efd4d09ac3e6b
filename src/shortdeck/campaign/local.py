"""Parts on the threads of this machine: while one is flown the next is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from shortdeck.campaign.parquet import Rows
from shortdeck.campaign.work import Prepared, Result, fly, prepare, result_of, rows_of

if TYPE_CHECKING:
    from shortdeck.campaign.conduct import Run


def on_threads(run: Run, threads: int | None) -> Iterator[Result]:
    """Results of the missing parts in order; on Ctrl-C the flights done of the current one are kept."""
    todo = run.missing
    pool = ThreadPoolExecutor(1, "shortdeck-prepare")
    try:
        ready = [_ahead(pool, run, number) for number in todo[:1]]
        for place, number in enumerate(todo):
            with run.stops.heard():
                now = ready.pop().result()
            if place + 1 < len(todo):
                ready.append(_ahead(pool, run, todo[place + 1]))
            yield _whole(run, number, now, threads)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ahead(pool: ThreadPoolExecutor, run: Run, number: int) -> Future[Prepared]:
    rows = run.aside.get(number)
    return pool.submit(prepare, run.plan, number, None if rows is None else rows["flight"])


def _whole(run: Run, number: int, ready: Prepared, threads: int | None) -> Result:
    """A part from what was kept of it and what is flown now. Raises KeyboardInterrupt when cut off."""
    kept = run.aside.get(number)
    before = 0 if kept is None else len(kept["flight"])
    with run.stops.heard():
        flown = fly(ready, threads=threads, progress=lambda done, _: run.tell(before + done))
    rows: list[Rows] = [*([] if kept is None else [kept]), rows_of(run.plan, ready, flown)]
    if not flown.done.all():
        run.keep(number, rows)
        raise KeyboardInterrupt
    return result_of(run.plan, number, rows, run.manifest.inputs)
