"""Envelopes for those who read: tables in knots, plain data, files on disk."""

from __future__ import annotations

from math import degrees
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.errors import InputError
from shortdeck.limits.boundary import Limits, Side
from shortdeck.limits.criterion import Answer
from shortdeck.limits.envelope import KNOT, Envelope, Slice
from shortdeck.limits.reasons import in_short

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def direction(angle: float) -> str:
    """Where the wind comes from, as people say it."""
    turn = round(degrees(angle), 1)
    if turn == 0.0:
        return "ahead"
    if abs(turn) == 180.0:
        return "astern"
    return f"{abs(turn):g}° {'starboard' if turn > 0.0 else 'port'}"


def setting_text(found: Envelope, one: Slice) -> str:
    """The conditions of one envelope in one line."""
    s = one.setting
    words = [f"{s.mass:.0f} kg", f"ship {s.ship_speed / KNOT:.3g} kn"]
    if s.sea_state is not None:
        words.append(f"sea state {s.sea_state}")
    for name, value in found.conditions.items():
        if name == "wave_heading":
            words.append(f"wave heading {degrees(value):g}°")
        elif name in ("hs", "tp", "deck_run"):
            words.append(f"{name.replace('_', ' ')} {value:g} {'s' if name == 'tp' else 'm'}")
        elif name == "stores" and value:
            words.append(f"{100.0 * value:g} % of the payload outside")
        elif name == "ramp":
            words += [] if value else ["flat, without ramp"]
        elif name == "airwake":
            words.append("airwake" if value else "no airwake")
        elif name in ("compensation", "abort"):
            words += [] if value else [f"no {name}"]
        elif name == "surface":
            words.append(f"deck {value}")
        elif name != "stores" and value != "at-once":
            words.append(f"{name.replace('_', ' ')} {value}")
    return ", ".join(words)


def claim(found: Envelope) -> str:
    """What is held to be within limits, and how surely."""
    text = f"within limits: mishaps in at most {100.0 * found.risk:g} % of attempts"
    if found.aborts < 1.0:
        text += f" and safe aborts in at most {100.0 * found.aborts:g} %"
    sure = f"{100.0 * found.confidence:g} % sure of all limits of an envelope together"
    return f"{text}; {sure}; chance alone: that the model is right is not part of it"


def show(found: Envelope, console: Console) -> None:
    """Print the limits of every envelope."""
    from rich.text import Text

    title = f"{found.aircraft.name}, {found.task}, {found.ship.name}: limits of wind over deck"
    console.print(Text(title, style="bold"))
    console.print(claim(found), highlight=False)
    for one in found.slices:
        console.print(Text(f"\n{setting_text(found, one)}", style="bold"))
        console.print(_rose(found, one))
        if found.task == "launch":
            console.print(_least(found, one), highlight=False)
        if one.masses is not None:
            console.print(_masses(found, one))
        console.print(effort(found, one), highlight=False)
    if found.interrupted:
        console.print("interrupted: what is not yet known counts as outside of the limits")


def effort(found: Envelope, one: Slice) -> str:
    """Flights spent, and what points were taken for acceptable without being decided."""
    known = one.known
    text = f"{one.flown} flights, seed {found.seed}"
    count = int(known.inferred.sum())
    if count:
        n = int(known.flights[known.inferred].min())
        text += (
            f"; {count} points between acceptable ones taken for acceptable after {n} flights without a "
            f"mishap each (one above {100.0 * (1.0 - 0.05 ** (1.0 / n)):.1f} % would have shown, at 95 %)"
        )
    undecided = int((known.answer == Answer.UNDECIDED).sum())
    if undecided:
        text += f"; {undecided} points too near the limit to be told"
    return text


def _rose(found: Envelope, one: Slice) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    limit = ("limit between", "what binds")
    for name in ("wind from", "from / kn", *limit, "to / kn", *limit):
        table.add_column(name, justify="right" if "kn" in name else "left", no_wrap="kn" in name)
    for angle, limits in zip(found.angles, one.limits, strict=True):
        if limits.low is None or limits.high is None:
            table.add_row(direction(angle), "none", "", in_short(limits.why))
            continue
        apart = f" (also {', '.join(f'{v / KNOT:.3g}' for v in limits.apart)})" if limits.apart else ""
        low, high = _cells(limits.low, KNOT), _cells(limits.high, KNOT)
        table.add_row(direction(angle), *low, high[0] + apart, *high[1:])
    return table


def _cells(side: Side, unit: float) -> tuple[str, str, str]:
    """The value within limits, the band of the limit, what binds."""
    within = f"{side.within / unit:.4g}"
    if not side.reached:
        return within, "not reached", ""
    if side.beyond is None:
        return within, f"beyond {within}", in_short(side.reason)
    low, high = sorted((side.within / unit, side.beyond / unit))
    about = "" if side.estimate is None else f", near {side.estimate / unit:.4g}"
    return within, f"{low:.4g} and {high:.4g}{about}", in_short(side.reason)


def _least(found: Envelope, one: Slice) -> str:
    """Least wind over deck from ahead, in words."""
    k = found.ahead()
    limits, where = one.limits[k], direction(found.angles[k])
    if limits.low is None:
        return f"least wind over deck from {where}: none is within limits ({in_short(limits.why)})"
    within, band, why = _cells(limits.low, KNOT)
    rest = f"limit between {band} kn: {why}" if limits.low.reached else "the least that was asked for"
    return f"least wind over deck from {where}: {within} kn ({rest})"


def _masses(found: Envelope, one: Slice) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("wind from ahead / kn", "highest mass / kg", "limit between", "what binds"):
        table.add_column(name, justify="right" if "/" in name else "left")
    for speed, limits in zip(found.speeds, one.masses or (), strict=True):
        if limits.high is None:
            table.add_row(f"{speed / KNOT:.3g}", "none", "", in_short(limits.why))
        else:
            table.add_row(f"{speed / KNOT:.3g}", *_cells(limits.high, 1.0))
    return table


def as_data(found: Envelope) -> dict[str, Any]:
    """Everything as plain data, SI and radians."""
    return {
        "task": found.task, "aircraft": found.aircraft.name, "ship": found.ship.name,
        "conditions": dict(found.conditions), "risk": found.risk, "aborts": found.aborts,
        "confidence": found.confidence, "claim": claim(found), "most_flights": found.most_flights,
        "every_point": found.every, "seed": found.seed, "interrupted": found.interrupted,
        "wind_angle": list(found.angles), "wind_over_deck": list(found.speeds),
        "envelopes": [_slice(found, one) for one in found.slices],
    }  # fmt: skip


def _slice(found: Envelope, one: Slice) -> dict[str, Any]:
    shape = (len(found.angles), len(found.speeds))
    known = one.known
    points = {
        "flights": known.flights, "success": known.count(kind="success"),
        "safe_abort": known.count(kind="safe abort"), "mishap": known.count(kind="mishap"),
        "within": known.within.astype(int), "inferred": known.inferred.astype(int),
    }  # fmt: skip
    names = [Answer(a).name.lower().replace("_", " ") for a in known.answer.tolist()]
    return {
        "setting": one.setting._asdict(),
        "limits": [
            {"wind_angle": angle} | limits.as_data()
            for angle, limits in zip(found.angles, one.limits, strict=True)
        ],
        "highest_mass": None if one.masses is None else _mass_data(found, one.masses),
        "flights": one.flown,
        "points": {name: values.reshape(shape).tolist() for name, values in points.items()}
        | {"answer": [names[k : k + shape[1]] for k in range(0, len(names), shape[1])]},
    }


def _mass_data(found: Envelope, masses: tuple[Limits, ...]) -> list[dict[str, Any]]:
    return [
        {"wind_over_deck": speed, "limit": None if one.high is None else vars(one.high), "why": one.why}
        for speed, one in zip(found.speeds, masses, strict=True)
    ]


def save(found: Envelope, folder: str | Path) -> list[Path]:
    """Write data (NetCDF) and a picture of each envelope (PNG, SVG); the same answer gives the same bytes."""
    from matplotlib import rc_context

    from shortdeck.limits.data import dataset
    from shortdeck.limits.polar import polar

    out = Path(folder)
    verb = "launch" if found.task == "launch" else "recover"
    name = f"envelope-{verb}-{found.aircraft.name}-{found.ship.name}"
    files = [out / f"{name}.nc"]
    try:
        out.mkdir(parents=True, exist_ok=True)
        dataset(found).to_netcdf(files[0], engine="h5netcdf")
        for one in found.slices:
            figure = polar(found, one)
            s = one.setting
            sea = "" if s.sea_state is None else f"-sea{s.sea_state}"
            part = f"{sea}-{s.mass:.0f}kg-{s.ship_speed / KNOT:.0f}kn" if len(found.slices) > 1 else ""
            for suffix, metadata in (("png", {"Software": None}), ("svg", {"Date": None, "Creator": None})):
                files.append(out / f"{name}{part}.{suffix}")
                # The salt makes the names inside an SVG the same every time.
                with rc_context({"svg.hashsalt": "shortdeck"}):
                    figure.savefig(files[-1], dpi=130, metadata=metadata)
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return files
