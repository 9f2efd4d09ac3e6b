"""What the command line adds to a plan: reading a mix, showing that something is going on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shortdeck.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from shortdeck.parking.desk import Progress

QUIET = 5.0
"""Seconds between lines of progress where there is no terminal."""


def mix_of(text: str | None) -> dict[str, int]:
    """'bayraktar-tb3=12,sh-60k=2' as numbers by name. Raises InputError."""
    found: dict[str, int] = {}
    for item in (text or "").split(","):
        if not item.strip():
            continue
        name, sign, number = (part.strip() for part in item.partition("="))
        if not sign or not name or not number.isdigit():
            raise InputError(
                f"a mix reads NAME=NUMBER,NAME=NUMBER such as bayraktar-tb3=12,sh-60k=2; got {item!r}"
            )
        if name in found:
            raise InputError(f"the mix names '{name}' twice")
        found[name] = int(number)
    return found


@contextmanager
def progress(errors: Console) -> Iterator[Progress]:
    """A line on standard error that says what is being done; Ctrl-C keeps the best so far."""
    if errors.is_terminal:
        with errors.status("planning (Ctrl-C keeps the best so far)") as status:
            yield lambda what: status.update(f"{what} (Ctrl-C keeps the best so far)")
        return
    last = [time.monotonic()]

    def tell(what: str) -> None:
        if time.monotonic() - last[0] > QUIET:
            last[0] = time.monotonic()
            print(what, file=sys.stderr)

    yield tell
