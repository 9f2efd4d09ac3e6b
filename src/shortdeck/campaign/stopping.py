"""Stopping in good order: Ctrl-C and the end that a batch system announces, but never inside a commit."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any


class Stops:
    """While it is entered, SIGINT and SIGTERM (Slurm, PBS, systemd) raise KeyboardInterrupt inside ``heard``.

    Elsewhere they wait for the next ``heard``. Only Python's main thread hears signals; in another one
    nothing changes.
    """

    def __init__(self) -> None:
        self._came = False
        self._hearing = False
        self._before: dict[signal.Signals, Any] = {}

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._came = True
        if self._hearing:
            self._hearing = False  # once: what cleans up is not disturbed again
            raise KeyboardInterrupt

    def __enter__(self) -> Stops:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        """Where stopping does no harm. Raises KeyboardInterrupt, also for a signal that came before."""
        if self._came:
            raise KeyboardInterrupt
        self._hearing = True
        try:
            yield
        finally:
            self._hearing = False
