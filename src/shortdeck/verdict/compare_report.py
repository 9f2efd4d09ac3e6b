"""A comparison as a person reads it, as plain data, and on disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.verdict.compare import KNOT, NEEDS, Comparison, Option

if TYPE_CHECKING:
    from rich.console import Console

MOST_WHY = 90  # characters of a reason in the table of what fails


def as_data(found: Comparison) -> dict[str, Any]:
    """Plain data for JSON, SI."""
    options = []
    for option in found.options:
        data = {
            "aircraft": option.aircraft, "place": option.place, "need": option.need, "meets": option.meets,
            "wind_over_deck": option.wind, "useful_load": option.useful_load, "aboard": option.aboard,
            "loads": [asdict(load) for load in option.loads],
            "shortfalls": [asdict(shortfall) for shortfall in option.shortfalls],
            "assessment": option.assessment.as_data() if option.assessment else None,
        }  # fmt: skip
        options.append(data)
    fronts = {
        place: [{"aircraft": name, **asdict(load)} for name, load in found.front(place)]
        for place in found.places
    }
    return {
        "aircraft": list(found.aircraft), "places": list(found.places), "true_wind": found.true_wind,
        "found": found.asked.found, "worked_out": found.asked.worked, "options": options, "fronts": fronts,
    }  # fmt: skip


def show(found: Comparison, console: Console) -> None:
    """By need which will do, then what each gives, then where an option fails and the least change."""
    from rich.text import Text

    for sentence in sentences(found):
        console.print(Text(sentence, style="bold"))
    console.print(_figures(found))
    if any(option.shortfalls for option in found.options):
        console.print(_lacking(found))
    console.print(Text(_assumption(found), style="dim"))


def sentences(found: Comparison) -> list[str]:
    """The verdict for each need that was asked about."""
    out = []
    for need in NEEDS:
        options = [option for option in found.options if option.need == need]
        if not options:
            continue
        good = [f"{o.aircraft} ({o.place})" for o in options if o.meets]
        near = [_nearest(o) for o in options if not o.meets]
        text = f"{need}: {', '.join(good) if good else 'none meets all that was asked'}"
        if near:
            text += f"; not met: {'; '.join(near)}"
        out.append(text + ".")
    return out


def _nearest(option: Option) -> str:
    """How far an option is from passing."""
    count = len(option.shortfalls)
    noun = "1 line" if count == 1 else f"{count} lines"
    return f"{option.aircraft} ({option.place}) {noun}"


def _figures(found: Comparison) -> Any:
    """One row a pair: met, winds, load, number aboard."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in (
        "need",
        "place",
        "aircraft",
        "met",
        "wind at most load",
        "load in that wind",
        "in hangar",
        "best",
    ):
        table.add_column(column, overflow="fold")
    before: tuple[str, str] = ("", "")
    for option in sorted(found.options, key=lambda o: (NEEDS.index(o.need), found.places.index(o.place))):
        here = (option.need, option.place)
        counted = f"{option.place} ({option.wind / KNOT:.0f} kn)"
        first = (option.need if option.need != before[0] else "", counted if here != before else "")
        table.add_row(*first, option.aircraft, "yes" if option.meets else "NO", *_numbers(found, option))
        before = here
    return table


def _numbers(found: Comparison, option: Option) -> tuple[str, str, str, str]:
    if not option.loads:
        return "", "", "", ""
    top = option.loads[-1]
    wind = "none suffices" if top.wind is None else f"{top.wind / KNOT:.1f} kn"
    load = "none" if option.useful_load is None else f"{option.useful_load:.0f} kg"
    aboard = "" if option.aboard is None else f"{option.aboard:.0f}"
    best = any(name == option.aircraft for name, _ in found.front(option.place))
    return f"{wind} for {top.load:.0f} kg", load, aboard, "yes" if best else ""


def _lacking(found: Comparison) -> Any:
    """One row for each line that is not met."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("place", "aircraft", "not met", "why"):
        table.add_column(column, overflow="fold", max_width=30)
    table.add_column("least change that would do; then the others", overflow="fold")
    for option in found.options:
        for lacking in option.shortfalls:
            why = lacking.why if len(lacking.why) <= MOST_WHY else lacking.why[: MOST_WHY - 1] + "…"
            texts = [change.text for change in lacking.changes] or ["not looked for"]
            where = (option.place, option.aircraft) if lacking is option.shortfalls[0] else ("", "")
            table.add_row(*where, lacking.question, why, "; ".join(texts))
    return table


def _assumption(found: Comparison) -> str:
    wind = "no true wind"
    if found.true_wind > 0.0:
        wind = f"{found.true_wind / KNOT:.1f} kn of true wind from ahead"
    return (
        f"Counted on: each ship's own speed (in brackets) and {wind}. Loads are above the empty mass, "
        "launched and landed; 'best': at some load no other aircraft there needs less wind. Changes are one "
        "at a time."
    )


def save(found: Comparison, folder: str | Path) -> list[Path]:
    """The data (JSON) and the picture (PNG, SVG) in a folder; the same comparison gives the same bytes."""
    from shortdeck.verdict.compare_plot import fronts

    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    data = where / "comparison.json"
    kept = {key: value for key, value in as_data(found).items() if key not in ("found", "worked_out")}
    data.write_text(json.dumps(kept, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return [data, *fronts(found, where / "comparison")]
