"""What a risk hangs on, for those who read: a table, plain data, a file, and a count of flights."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.errors import InputError
from shortdeck.safety.hinges import MOST, Hinges, Measure

if TYPE_CHECKING:
    from rich.console import Console


def _measure(m: Measure) -> dict[str, Any]:
    s, w = m.shares, m.worth
    return {
        "file": m.file, "path": m.path, "value": m.unknown.value, "plus_minus": m.unknown.plus_minus,
        "confidence": m.confidence, "effect": m.screened.size, "effect_error": m.screened.error,
        "first": None if s is None else s.first,
        "first_interval": None if s is None else list(s.first_interval),
        "total": None if s is None else s.total,
        "total_interval": None if s is None else list(s.total_interval),
        "wrong_verdict_taken_away": None if w is None else w.gain,
    }  # fmt: skip


def as_data(found: Hinges) -> dict[str, Any]:
    """What was found as plain data."""
    c = found.claim
    return {
        "task": found.task, "mishap": found.mishap, "share": found.share,
        "response": found.response if isfinite(found.response) else None,
        "flights_each": found.flights, "flights": found.flown, "numbers": found.numbers,
        "claim": f"no more than {100.0 * found.share:g} % of flights come to it",
        "claim_holds": c.probability, "claim_interval": list(c.interval), "level": c.level,
        "wrong_verdict": min(c.probability, 1.0 - c.probability),
        "sets_without_flight": found.grounded,
        "measures": [_measure(m) for m in found.measures],
    }  # fmt: skip


def show(found: Hinges, console: Console) -> None:
    """Print what was found."""
    from rich.table import Table

    c = found.claim
    console.print(
        f"{found.task}, {found.mishap}: {100.0 * found.share:g} % of {found.flights} flights come closer "
        f"than a margin of {found.response:.3f} with every number at its value"
    )
    console.print(
        f"given what is unknown, no more than {100.0 * found.share:g} % of flights come to it with a chance "
        f"of {c.probability:.2f} ({c.interval.low:.2f} to {c.interval.high:.2f})"
    )
    table = Table(
        "unknown number", "confidence", "moves the margin by", "share alone", "with others", "worth",
        box=None, pad_edge=False,
    )  # fmt: skip
    for m in found.measures[:MOST]:
        first = "-" if m.shares is None else f"{100.0 * m.shares.first:.0f} %"
        total = "-" if m.shares is None else f"{100.0 * m.shares.total:.0f} %"
        gain = "-" if m.worth is None else f"{m.worth.gain:.3f}"
        table.add_row(
            f"{m.file}: {m.path.removeprefix('model.')}", m.confidence,
            f"{m.screened.size:.3f} ± {m.screened.error:.3f}", first, total, gain,
        )  # fmt: skip
    console.print(table)
    if found.grounded:
        console.print(f"note: {found.grounded} sets of values make no aircraft that can fly so")
    console.print(
        f"{found.numbers} uncertain numbers screened, {found.flown} flights; worth: chance of a wrong "
        "verdict on the claim that knowing the number takes away; chance itself is no part of this"
    )


def save(found: Hinges, folder: str | Path, aircraft: str, ship: str) -> list[Path]:
    """Write the data into a folder."""
    name = f"unknowns-{found.task}-{Path(aircraft).stem}-{Path(ship).stem}.json"
    path = Path(folder) / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(as_data(found), indent=2, ensure_ascii=False, allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return [path]


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """How many flights were flown, on standard error."""
    from rich.console import Console

    errors = Console(stderr=True)
    if not errors.is_terminal:
        print("screening unknown numbers: some 100 000 flights, a minute or two", file=sys.stderr, flush=True)
        yield lambda flown: None
        return
    with errors.status("screening unknown numbers") as status:
        yield lambda flown: status.update(f"screening unknown numbers: {flown} flights")
