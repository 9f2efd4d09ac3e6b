"""A flight for those who read: a table in the field's units, plain data, files on disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import degrees, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from shortdeck.air.pack import DiscreteGust
from shortdeck.catalog.units import parse
from shortdeck.errors import InputError
from shortdeck.flight.faults import ordered
from shortdeck.flight.outcome import Kind
from shortdeck.flight.setup import NOT_ON_DECK

if TYPE_CHECKING:
    from rich.console import Console

    from shortdeck.flight.fly import Flight

_KNOTS = 3600.0 / 1852.0
_COLOURS = {Kind.SUCCESS: "green", Kind.SAFE_ABORT: "yellow", Kind.MISHAP: "red"}
COMPILING = "compiling the flight kernels: once after installing, about half a minute"


class Line(NamedTuple):
    """How one figure of ``Flight.summary`` is shown: its name, factor from SI, unit, digits.

    ``least`` or ``most`` names the target that it is held against, where there is one.
    """

    name: str
    factor: float
    unit: str
    digits: int
    least: str = ""
    most: str = ""


LINES = {
    "deck_run_m": Line("deck run to lift-off", 1.0, "m", 1),
    "deck_available_m": Line("deck available", 1.0, "m", 1),
    "airborne_speed_m_s": Line("airspeed at lift-off", _KNOTS, "kn", 1),
    "speed_over_stall": Line("lift-off over stall speed", 1.0, "", 2),
    "bow_speed_m_s": Line("airspeed at the bow", _KNOTS, "kn", 1),
    "bow_pitch_rate_rad_s": Line("pitch rate at the bow", degrees(1.0), "deg/s", 1),
    "lowest_after_bow_m": Line("lowest wheel height over deck level after the bow", 1.0, "m", 2),
    "least_climb_m_s": Line("least vertical speed after the bow", 1.0, "m/s", 2),
    "touchdown_x_m": Line("touchdown, main wheels forward of the stern edge", 1.0, "m", 1),
    "touchdown_offset_m": Line("touchdown, right of the runway line", 1.0, "m", 2),
    "touchdown_sink_m_s": Line("touchdown, closure normal to the deck", 1.0, "m/s", 2, most="sink_limit"),
    "touchdown_airspeed_m_s": Line("touchdown, airspeed", _KNOTS, "kn", 1),
    "touchdown_ground_speed_m_s": Line("touchdown, speed over the deck", _KNOTS, "kn", 1),
    "touchdown_bank_deg": Line("touchdown, bank", 1.0, "deg", 1),
    "touchdown_pitch_deg": Line("touchdown, pitch", 1.0, "deg", 1),
    "stop_x_m": Line("stop, main wheels forward of the stern edge", 1.0, "m", 1),
    "stopping_distance_m": Line("touchdown to stop", 1.0, "m", 1),
    "deck_left_m": Line("deck left ahead of the main wheels", 1.0, "m", 1),
    "largest_offset_m": Line("largest distance from the runway line on deck", 1.0, "m", 2),
    "peak_nose_load_N": Line("peak load, nose leg", 1e-3, "kN", 1, most="nose_load_limit"),
    "peak_main_load_N": Line("peak load, one main leg", 1e-3, "kN", 1, most="main_load_limit"),
    "tail_clearance_m": Line("least clearance of the tail to the deck", 1.0, "m", 2, least="asked_clearance"),
    "propeller_clearance_m": Line(
        "least clearance of the propeller to the deck", 1.0, "m", 2, least="asked_clearance"
    ),
    "climb_gradient": Line("steady climb gradient, gear down", 100.0, "%", 1, least="asked_climb_gradient"),
    "least_control_reserve": Line(
        "least share of a control left in the air", 100.0, "%", 0, least="asked_control_reserve"
    ),
    "alpha_margin_deg": Line("least margin of angle of attack to the stall", 1.0, "deg", 1),
}
"""In the order of the table; a figure that a flight did not reach is left out."""


_GUST = {"along": "m/s", "across": "m/s", "down": "m/s", "onset": "s", "rise": "m", "hold": "m"}


def read_gust(text: str | None) -> DiscreteGust | None:
    """A discrete gust from 'along=5 m/s, onset=20 s, rise=40 m'. Raises InputError."""
    if text is None:
        return None
    values = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in _GUST or not equals or name in values:
            raise InputError(f"--gust {text!r}: give each of {', '.join(_GUST)} once at most, as name=value")
        values[name] = parse(value, _GUST[name], name=f"--gust {name}")
    return DiscreteGust(**values)


def split_faults(texts: list[str] | None) -> dict[str, float | str]:
    """Faults from 'engine_stops=4 s' and the like: words for ``launch`` and ``recover``."""
    out: dict[str, float | str] = {}
    for text in texts or []:
        name, equals, value = (piece.strip() for piece in text.partition("="))
        if not equals or not value or name in out:
            raise InputError(f"--fault {text!r}: give each once, as name=value")
        out[name] = value
    return out


def conditions_text(flight: Flight) -> str:
    """The conditions in one line."""
    k = flight.conditions
    words = [
        f"{k.mass:.0f} kg",
        f"wind over deck {k.wind_over_deck * _KNOTS:.1f} kn from {degrees(k.wind_angle):g} deg",
        f"ship {k.ship_speed * _KNOTS:.1f} kn on {degrees(k.heading):g} deg",
        f"deck {k.surface}",
    ]
    if k.stores:
        words.append(f"{100.0 * k.stores:g} % of the payload outside")
    if not k.ramp:
        words.append("flat, without ramp")
    if k.deck_run is not None:
        words.append(f"{k.deck_run:g} m of deck")
    if k.abort_station < NOT_ON_DECK:
        words.append(f"abort at {k.abort_station:g} m")
    if k.speed_factor is not None:
        words.append(f"speed factor {k.speed_factor:g}")
    if k.height_error or k.side_error or k.speed_error:
        words.append(
            f"starts {k.height_error:+.2f} m high, {k.side_error:+.2f} m right, {k.speed_error:+.2f} m/s fast"
        )
    words.append(f"turbulence {k.turbulence}" if k.turbulence != "none" else "no turbulence")
    words.append("airwake" if k.airwake else "no airwake")
    words.append(f"navigation {k.navigation}" if k.navigation != "none" else "no navigation errors")
    words += ordered(k)
    if k.gust is not None:
        words.append(f"gust {k.gust.along:g}, {k.gust.across:g}, {k.gust.down:g} m/s at {k.gust.onset:g} s")
    if k.seaway is not None or k.turbulence != "none":
        words.append(f"seed {k.seed}, case {k.case}")
    return ", ".join(words) + "".join(f"\n{note}" for note in k.notes)


def show(flight: Flight, console: Console) -> None:
    """Print outcome, conditions, figures and events."""
    from rich.table import Table
    from rich.text import Text

    summary = flight.summary()
    title = f"{flight.aircraft}, {flight.task}, {flight.ship}: "
    kind = flight.outcome.kind
    why = f": {flight.reason}" if flight.reason else ""
    told = Text(f"{flight.outcome.name} ({kind}){why}", style=_COLOURS[kind])
    console.print(Text(title, style="bold") + told)
    console.print(Text(conditions_text(flight) + "\n"))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("figure")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("asked", no_wrap=True)
    for key, line in LINES.items():
        value = summary.get(key)
        if value is not None:
            text = f"{value * line.factor:.{line.digits}f}"
            table.add_row(line.name, text, line.unit, asked(line, flight.targets))
    console.print(table)
    console.print(Text("\n" + "\n".join(f"{when:7.2f} s  {what}" for when, what in flight.outcome.events)))


def asked(line: Line, targets: dict[str, float]) -> str:
    """What a figure is held against, in its own unit; empty where there is nothing."""
    for word, name in (("at least", line.least), ("at most", line.most)):
        if name in targets:
            return f"{word} {targets[name] * line.factor:.{line.digits}f} {line.unit}"
    return ""


def as_data(flight: Flight) -> dict[str, Any]:
    """Summary, conditions and targets as plain data, SI and radians; what is not finite is null."""
    data = flight.summary()
    conditions = dict(vars(flight.conditions))
    for name in ("seaway", "record", "flow"):  # told in words
        conditions[name] = conditions[name] is not None
    conditions["gust"] = None if conditions["gust"] is None else conditions["gust"]._asdict()
    if conditions["abort_station"] >= NOT_ON_DECK:
        conditions["abort_station"] = None
    finite = {key: _finite(value) for key, value in data.items()}
    targets = {key: _finite(value) for key, value in flight.targets.items()}
    return finite | {"conditions": conditions, "targets": targets}


def _finite(value: Any) -> Any:
    """A number that a lost flight drove beyond all bounds has no JSON."""
    return None if isinstance(value, float) and not isfinite(value) else value


def save(flight: Flight, folder: str | Path) -> list[Path]:
    """Write history (NetCDF) and picture (PNG) into a folder; the same flight gives the same bytes."""
    name = {"launch": "launch", "recovery": "recover"}[flight.task]
    data, picture = Path(folder) / f"{name}.nc", Path(folder) / f"{name}.png"
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        flight.to_netcdf(data)
        # Matplotlib's version would make the bytes differ between installations for no reason.
        flight.plot().savefig(picture, dpi=120, metadata={"Software": None})
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return [data, picture]


@contextmanager
def waking() -> Iterator[None]:
    """Say on standard error, and show signs of life, while the kernels compile for the first time."""
    from shortdeck.flight.block import fly_block
    from shortdeck.numerics.jit import is_cold

    if not is_cold(fly_block):
        yield
        return
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(COMPILING):
            yield
    else:
        print(COMPILING, file=sys.stderr, flush=True)
        yield
