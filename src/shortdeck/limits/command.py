"""Words of the command line for an envelope, and its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shortdeck.catalog.units import parse
from shortdeck.errors import InputError
from shortdeck.limits.envelope import DIRECTIONS

if TYPE_CHECKING:
    from rich.console import Console


def several(text: str | None, unit: str, *, name: str) -> list[float] | None:
    """Quantities from '1250 kg,1450 kg'."""
    return None if text is None else [parse(part.strip(), unit, name=name) for part in text.split(",")]


def sea_states(text: str | None) -> list[int] | None:
    """Sea states from '3,4,5'."""
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise InputError(f"--sea-state {text!r}: give whole numbers such as 4 or 3,4,5") from None


def speeds(text: str | None) -> list[float] | None:
    """Speeds from '5 kn,10 kn,15 kn', or from first, last and step: '5 kn:50 kn:5 kn'."""
    if text is None:
        return None
    if ":" not in text:
        return several(text, "m/s", name="--speeds")
    parts = [parse(part.strip(), "m/s", name="--speeds") for part in text.split(":")]
    if len(parts) != 3 or parts[2] <= 0.0 or parts[1] < parts[0]:
        raise InputError(f"--speeds {text!r}: give first, last and step, such as '5 kn:50 kn:5 kn'")
    first, last, step = parts
    return [first + k * step for k in range(int((last - first) / step + 1e-6) + 1)]


def directions(text: str | None) -> int | list[float]:
    """Directions from '12' (all around), or from angles such as '-30,0,30' or '-30 deg,0 deg'."""
    if text is None:
        return DIRECTIONS
    if text.strip().isdigit():
        return int(text)
    angles = several(text, "rad", name="--directions")
    assert angles is not None
    return angles


@contextmanager
def progress(console: Console) -> Iterator[Callable[[str], None]]:
    """Where progress is told: a line that is written anew, or nothing where there is no terminal."""
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("envelope") as status:
        yield lambda text: status.update(text)
