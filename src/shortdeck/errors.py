"""Errors that are answers to a user: what was given, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class InputError(Exception):
    """Bad input. The text stands on its own; the command line prints it and exits with status 2."""


class Fault(NamedTuple):
    """One thing wrong in a file: where, and what was given against what is allowed."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class FileError(InputError):
    """A file that cannot be used, with every fault that was found in it."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = [f"{file}: {count}", *(f"  {fault}" for fault in self.faults)]
        super().__init__("\n".join(lines))


class StoppedError(Exception):
    """Work that cannot go on, such as on a full disk; the text says what is kept and how to go on.

    The command line prints it and exits with status 1.
    """
