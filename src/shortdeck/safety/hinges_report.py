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
from shortdeck.safety.least_wind import KNOT

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


def _claim(found: Hinges) -> str:
    """What holds or does not, given what is unknown."""
    few = f"no more than {100.0 * found.share:g} % of flights come to it"
    return few if found.asked == "margin" else f"{few} in {found.wind / KNOT:.1f} kn over deck or less"


def as_data(found: Hinges) -> dict[str, Any]:
    """What was found as plain data."""
    c = found.claim
    return {
        "task": found.task, "mishap": found.mishap, "share": found.share, "asked": found.asked,
        "unit": "1" if found.asked == "margin" else "m/s", "wind_over_deck": found.wind,
        "response": found.response if isfinite(found.response) else None,
        "flights_each": found.flights, "flights": found.flown, "numbers": found.numbers,
        "claim": _claim(found),
        "claim_holds": c.probability, "claim_interval": list(c.interval), "level": c.level,
        "wrong_verdict": min(c.probability, 1.0 - c.probability),
        "sets_without_flight": found.grounded,
        "measures": [_measure(m) for m in found.measures],
    }  # fmt: skip


def show(found: Hinges, console: Console) -> None:
    """Print what was found."""
    from rich.table import Table

    c = found.claim
    what = f"{found.task}, {found.mishap}: {100.0 * found.share:g} % of {found.flights} flights"
    if found.asked == "margin":
        told = f"{what} come closer than a margin of {found.response:.3f}"
        scale, head = 1.0, "moves the margin by"
    else:
        told = f"{what} come to it in {found.response / KNOT:.1f} kn over deck, fewer in more"
        scale, head = KNOT, "moves the least wind by, kn"
    console.print(f"{told}, with every number at its value")
    console.print(
        f"given what is unknown, {_claim(found)} with a chance of {c.probability:.2f} "
        f"({c.interval.low:.2f} to {c.interval.high:.2f})"
    )
    table = Table(
        "unknown number", "confidence", head, "share alone", "with others", "worth", box=None, pad_edge=False,
    )  # fmt: skip
    for m in found.measures[:MOST]:
        first = "-" if m.shares is None else f"{100.0 * m.shares.first:.0f} %"
        total = "-" if m.shares is None else f"{100.0 * m.shares.total:.0f} %"
        gain = "-" if m.worth is None else f"{m.worth.gain:.3f}"
        table.add_row(
            f"{m.file}: {m.path.removeprefix('model.')}", m.confidence,
            f"{m.screened.size / scale:.3f} ± {m.screened.error / scale:.3f}", first, total, gain,
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
    what = "unknowns" if found.asked == "margin" else "unknowns-least-wind"
    name = f"{what}-{found.task}-{Path(aircraft).stem}-{Path(ship).stem}.json"
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
        told = "screening unknown numbers: some 50 000 flights, seven times as many for the least wind"
        print(told, file=sys.stderr, flush=True)
        yield lambda flown: None
        return
    with errors.status("screening unknown numbers") as status:
        yield lambda flown: status.update(f"screening unknown numbers: {flown} flights")
