"""Parts on the workers of a Dask cluster (extra ``[cluster]``).

Workers hand their parts back; the coordinator alone writes. A worker that dies takes nothing with it but the
part it was flying, which the scheduler gives to another.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from shortdeck.campaign.work import Result, fly_part
from shortdeck.errors import InputError, StoppedError

if TYPE_CHECKING:
    from shortdeck.campaign.conduct import Run

WAITING = 30  # s for the scheduler to answer
AHEAD = 2  # parts a worker thread may have in hand or in line: memory is bounded, nobody waits


def _dask() -> Any:
    """Dask distributed, which has no types. Raises InputError where it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise InputError("a scheduler needs Dask: pip install 'shortdeck[cluster]'") from None


def _client(scheduler: str) -> Any:
    try:
        return _dask().Client(scheduler, timeout=WAITING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"scheduler {scheduler!r}: no answer ({error}); give an address such as tcp://host:8786"
        ) from error


def on_cluster(run: Run, scheduler: str) -> Iterator[Result]:
    """Results of the missing parts as they come."""
    client = _client(scheduler)

    def submit(number: int) -> Any:
        # The plan goes with each part: kept on a worker it would die with it.
        return client.submit(
            fly_part, run.plan, number, run.manifest.inputs, run.manifest.versions, pure=False,
            key=f"shortdeck-{run.manifest.inputs[:16]}-{number}",
        )  # fmt: skip

    try:
        todo = iter(run.missing)
        places = max(1, sum(client.nthreads().values()))
        first = [submit(number) for number in islice(todo, AHEAD * places)]
        waiting = _dask().as_completed(first, loop=client.loop)
        while not waiting.is_empty():
            with run.stops.heard():
                future = next(waiting)
                result = _result(future)
            future.release()
            for number in islice(todo, 1):
                waiting.add(submit(number))
            yield result
    finally:
        client.close()


def _result(future: Any) -> Result:
    try:
        found: Result = future.result()
    except _dask().KilledWorker as error:
        raise StoppedError(
            f"{error}; finished parts are kept: look at the workers' memory and logs, then --resume"
        ) from error
    return found
