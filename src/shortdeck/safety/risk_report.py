"""Risk for those who read: a table, plain data, files on disk, and a bar of progress."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.standards import SEVERITIES
from shortdeck.errors import InputError
from shortdeck.safety.breakdown import Chance
from shortdeck.safety.flight_risk import MODEL_RISK, FlightRisk, Recovered, SortieRisk, Tell
from shortdeck.safety.margins import ANY, MISHAPS, title
from shortdeck.safety.risk import Estimate, Part

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

_ORDER = (ANY, *SEVERITIES, *MISHAPS)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _chance(c: Chance, name: str) -> dict[str, Any]:
    return {"title": name, "probability": c.probability, "low": c.low, "high": c.high, "method": c.method}


def _estimate(e: Estimate) -> dict[str, Any]:
    return {
        "probability": e.probability, "low": e.low, "high": e.high, "level": e.level, "method": e.method,
        "flights": e.calls, "seed": e.seed, "cov": _finite(e.cov), "agreement": e.agreement,
        "missed": e.missed, "warnings": list(e.warnings),
        "methods": [p.__dict__ for p in e.parts],
        "branches": [{"probability": b.probability, "distance": b.distance} for b in e.branches],
    }  # fmt: skip


def _recovered(r: Recovered) -> dict[str, Any]:
    c = r.chances
    return {
        "attempts_allowed": r.attempts, "aboard": c.aboard, "mishap": c.mishap,
        "out_of_attempts": c.out_of_attempts, "attempts_expected": c.attempts,
        "mishaps_per_recovered_aircraft": _finite(c.mishap_per_recovered),
        "interval": [_finite(v) for v in r.per_recovered],
        "wave_off": r.wave_off, "wave_off_interval": list(r.wave_off_interval),
    }  # fmt: skip


def as_data(found: FlightRisk | SortieRisk) -> dict[str, Any]:
    """What was found as plain data; what is not finite is null."""
    if isinstance(found, SortieRisk):
        return {
            "task": "sortie",
            "mishap": _chance(found.mishap, "any mishap"),
            "lost": _chance(found.lost, "aircraft lost"),
            "launch": as_data(found.launch),
            "recovery": as_data(found.recovery),
        }
    launching = found.task == "launch"
    k = found.conditions
    return {
        "task": found.task, "aircraft": found.aircraft, "ship": found.ship, "seed": found.seed,
        "level": found.level, "flights": found.flights, "interrupted": found.interrupted,
        "excluded": MODEL_RISK,
        "conditions": {
            "mass": k.mass, "wind_over_deck": k.wind_over_deck, "wind_angle": k.wind_angle,
            "ship_speed": k.ship_speed, "deck_run": k.deck_run, "surface": k.surface,
            "turbulence": k.turbulence, "airwake": k.airwake, "navigation": k.navigation,
            "notes": list(k.notes),
        },
        "steered": found.steered,
        "chances": {
            name: _chance(found.chances[name], title(name, launching=launching))
            for name in _ORDER if name in found.chances
        },
        "estimates": {name: _estimate(e) for name, e in found.estimates.items()},
        "criteria": [
            {
                "name": h.criterion.name, "mishaps": list(h.criterion.mishaps), "high": h.chance.high,
                "low": h.chance.low, "average": h.criterion.average.value, "met_average": h.average,
                "limit": h.criterion.limit.value, "met_limit": h.limit,
                "confidence": h.criterion.limit.confidence, "basis": h.criterion.limit.basis,
            }
            for h in found.held
        ],
        "recovered_aircraft": None if found.recovered is None else _recovered(found.recovered),
        "warnings": list(found.warnings),
    }  # fmt: skip


def number(value: float) -> str:
    """A probability in two digits."""
    return "0" if value == 0.0 else f"{value:.3f}" if value >= 0.01 else f"{value:.1e}"


def _interval(c: Chance | Part) -> str:
    return f"below {number(c.high)}" if c.low == 0.0 else f"{number(c.low)} to {number(c.high)}"


def show(found: FlightRisk | SortieRisk, console: Console) -> None:
    """Print what was found."""
    from rich.text import Text

    if isinstance(found, SortieRisk):
        for part in (found.launch, found.recovery):
            show(part, console)
            console.print()
        console.print(Text("A sortie, launch and recovery", style="bold"))
        for chance, name in ((found.mishap, "any mishap"), (found.lost, "aircraft lost")):
            console.print(f"  {name}: {number(chance.probability)} ({_interval(chance)})")
        return
    head = f"{found.aircraft}, {found.task}, {found.ship}: "
    told = found.chances.get(ANY)
    text = Text(head, style="bold")
    if told is not None:
        text += Text(f"a mishap in {number(told.probability)} of attempts")
    console.print(text)
    _table(found, console)
    for name, e in found.estimates.items():
        console.print(f"{name}: {e.calls} flights; {_methods(e)}")
    if found.recovered is not None:
        _attempts(found.recovered, console)
    _criteria(found, console)
    for warning in found.warnings:
        console.print(f"note: {warning}")
    end = " (interrupted)" if found.interrupted else ""
    level = f"{100.0 * found.level:g} %"
    console.print(f"{found.flights} flights{end}, seed {found.seed}, intervals {level}; {MODEL_RISK}")


def _methods(e: Estimate) -> str:
    """What each method says by itself, and whether they agree."""
    told = [p for p in e.parts if len(e.parts) == 1 or p.method != "crude Monte Carlo"]
    text = ", ".join(f"{p.method} {number(p.probability)} ({_interval(p)})" for p in told)
    if e.agreement is None:
        return text if e.counted is not None else f"{text}; no second method"
    return f"{text}; so far apart with a chance of {e.agreement:.2f} if both are right"


def _table(found: FlightRisk, console: Console) -> None:
    from rich.table import Table

    table = Table("for each attempt", "probability", "interval", "how", box=None, pad_edge=False)
    launching = found.task == "launch"
    for name in _ORDER:
        c = found.chances.get(name)
        if c is None or (c.probability == 0.0 and name not in (ANY, *SEVERITIES)):
            continue
        indent = "  " if name not in (ANY, *SEVERITIES) else ""
        shown = number(c.probability) if c.probability else "-"
        table.add_row(indent + title(name, launching=launching), shown, _interval(c), c.method)
    console.print(table)


def _attempts(r: Recovered, console: Console) -> None:
    c = r.chances
    low, high = r.wave_off_interval
    console.print(
        f"waved off in {number(r.wave_off)} of attempts ({number(low)} to {number(high)}); with up to "
        f"{r.attempts} attempts {number(c.aboard)} come aboard after {c.attempts:.2f} attempts, "
        f"{number(c.out_of_attempts)} run out of them and divert, or are lost where there is nowhere to go"
    )
    low, high = r.per_recovered
    console.print(
        f"mishaps for each aircraft recovered: {number(c.mishap_per_recovered)} "
        f"({number(low)} to {number(high)})"
    )


def _criteria(found: FlightRisk, console: Console) -> None:
    if not found.held:
        return
    from rich.table import Table

    table = Table("proposed criterion", "average", "", "limit", "", box=None, pad_edge=False)
    for h in found.held:
        table.add_row(h.criterion.name, h.criterion.average.text, h.average, h.criterion.limit.text, h.limit)
    console.print(table)


def exit_status(found: FlightRisk | SortieRisk) -> int:
    """0 done, 1 where the flights allowed told no more than an upper limit by counting, 130 interrupted."""
    parts = [found] if isinstance(found, FlightRisk) else [found.launch, found.recovery]
    if any(part.interrupted for part in parts):
        return 130
    estimates = [e for part in parts for e in part.estimates.values()]
    return 1 if any(e.counted is not None and e.counted.failures == 0 for e in estimates) else 0


def plot(found: FlightRisk) -> Figure:
    """Probabilities with their intervals beside the criteria, on a scale of factors of ten."""
    from matplotlib.figure import Figure

    names = [n for n in _ORDER if n in found.chances and found.chances[n].high < 1.0]
    figure = Figure(figsize=(7.0, 1.2 + 0.32 * len(names)), layout="constrained")
    axes = figure.subplots()
    least = min([found.chances[n].low for n in names if found.chances[n].low > 0.0], default=1e-6)
    floor = 0.1 * min(least, 1e-7)
    for k, name in enumerate(names):
        c = found.chances[name]
        axes.plot([max(c.low, floor), c.high], [k, k], color="C0", lw=3, solid_capstyle="butt")
        marker = "o" if c.probability > 0.0 else "<"
        axes.plot(c.probability or c.high, k, marker, color="C0")
        for h in found.held:
            if set(h.criterion.mishaps) == {name}:
                axes.plot(h.criterion.limit.value, k, "|", color="C3", ms=14, mew=2)
    axes.set_yticks(range(len(names)), [title(n, launching=found.task == "launch") for n in names])
    axes.set_xscale("log")
    axes.set_xlim(floor, 1.0)
    axes.invert_yaxis()
    axes.set_xlabel("probability for each attempt; | proposed limit")
    axes.set_title(f"{found.aircraft}, {found.task}, {found.ship}", fontsize=10)
    axes.grid(axis="x", alpha=0.3)
    return figure


def save(found: FlightRisk | SortieRisk, folder: str | Path) -> list[Path]:
    """Write data (JSON) and a picture (PNG) of each task; the same answer gives the same bytes."""
    parts = [found] if isinstance(found, FlightRisk) else [found.launch, found.recovery]
    files: list[Path] = []
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for part in parts:
            name = f"risk-{part.task}-{part.aircraft}-{part.ship}"
            files += [Path(folder) / f"{name}.json", Path(folder) / f"{name}.png"]
            text = json.dumps(as_data(part), indent=2, ensure_ascii=False, allow_nan=False)
            files[-2].write_text(text + "\n", encoding="utf-8")
            plot(part).savefig(files[-1], dpi=120, metadata={"Software": None})
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return files


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on standard error with flights flown, their rate, and the most that are left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("flights"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), console=errors,
        disable=not errors.is_terminal,
    )  # fmt: skip
    row = bar.add_task("", total=None, rate="")

    def tell(what: str, flights: int, most: int) -> None:
        speed = bar.tasks[0].speed
        rate = f"{speed:.0f} a second" if speed else ""
        if bar.tasks[0].description != what:
            bar.reset(row, description=what, total=most)
        bar.update(row, completed=flights, total=most, rate=rate)

    with bar:
        yield tell
