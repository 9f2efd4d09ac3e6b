"""How every verb answers: a table for people, or one JSON object; files where a folder is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

Found = TypeVar("Found", contravariant=True)


class Report(Protocol[Found]):
    """A module that tells one kind of result."""

    def as_data(self, found: Found, /) -> dict[str, Any]:
        """Plain data."""

    def show(self, found: Found, console: Console, /) -> None:
        """Print it."""


class Kept(Report[Found], Protocol[Found]):
    """One that also writes files."""

    def save(self, found: Found, folder: str, /) -> list[Path]:
        """Write files into a folder."""


def console() -> Console:
    """Where tables go: as wide as the terminal, or a fixed width where there is none."""
    from rich.console import Console

    from shortdeck.catalog.display import PIPE_WIDTH

    here = Console()
    return here if here.is_terminal else Console(width=PIPE_WIDTH)


def emit(data: dict[str, Any]) -> None:
    """Print one JSON object; a number that is not finite would be no JSON and is an error."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def tell(report: Report[Found], found: Found, as_json: bool, files: Sequence[Path] | None = None) -> None:
    """A result on standard output, with the names of its files where it could have some."""
    if as_json:
        emit(report.as_data(found) | ({} if files is None else {"files": [str(path) for path in files]}))
        return
    report.show(found, console())
    for path in files or ():
        print(path)


def save_and_tell(report: Kept[Found], found: Found, as_json: bool, out: str | None) -> None:
    """As ``tell``, with its files in a folder where one is named."""
    tell(report, found, as_json, [] if out is None else report.save(found, out))
