"""Answers of the verdict kept on disk, so that a second question costs only what is new.

An answer is kept under everything that it depends on: what was asked, the content of the files that went in,
the options, this package's code and the processor (``campaign.store``). It is kept as Python's own objects,
in the user's cache beside the compiled kernels, which are read with the same trust.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from shortdeck.campaign.store import Store, key_of

Answer = TypeVar("Answer")


class Asked(NamedTuple):
    """How many answers were found, and how many had to be worked out."""

    found: int
    worked: int


class Answers:
    """Answers by question in a store; ``fresh`` looks nothing up, but keeps what it works out."""

    def __init__(self, store: Store | None = None, *, fresh: bool = False) -> None:
        self._store = Store() if store is None else store
        self._fresh = fresh
        self._lock = threading.Lock()
        self.asked = Asked(0, 0)

    def get(self, what: str, inputs: Mapping[str, Any], work: Callable[[], Answer]) -> Answer:
        """The answer to ``what`` for these inputs: the kept one, or that of ``work``, which is then kept.

        Inputs are all that the answer depends on beside this package: plain data, files of the catalogue,
        dataclasses, arrays. Raises TypeError for others, and whatever ``work`` raises (which is not kept).
        """
        key = key_of(f"verdict: {what}", inputs)
        content = None if self._fresh else self._store.get(key)
        if content is not None:
            self._count(found=1)
            return cast(Answer, pickle.loads(content))
        answer = work()
        self._store.put(key, pickle.dumps(answer, protocol=5))
        self._count(worked=1)
        return answer

    def _count(self, *, found: int = 0, worked: int = 0) -> None:
        with self._lock:
            self.asked = Asked(self.asked.found + found, self.asked.worked + worked)
