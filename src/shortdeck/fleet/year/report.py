"""The share of the year for those who read: tables, one JSON object, data of every cell, pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shortdeck.fleet.replicate import Estimate
from shortdeck.fleet.year import hourly
from shortdeck.fleet.year.cells import FEATURES
from shortdeck.fleet.year.shares import ANSWERS, Best
from shortdeck.fleet.year.worth import KNOT

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

    from shortdeck.fleet.operability import Operability

_UNITS = dict(zip(FEATURES, ("m/s", "m/s", "m/s", "m/s", "rad", "rad"), strict=True))


def as_data(answer: Operability) -> dict[str, Any]:
    """Everything but the single cells, as plain data: SI and radians, courses as mean wave headings."""
    seas = answer.seas
    return {
        "aircraft": answer.aircraft.name,
        "ship": answer.ship.name,
        "climate": seas.climate,
        "masses": dict(answer.design.masses),
        "mishap": answer.tolerance.mishap,
        "success": answer.tolerance.success,
        "seed": answer.seed,
        "flights": answer.flights,
        "share_of_year": {
            name: {"flights": _interval(s.flights), "flights_and_climate": _interval(s.climate)}
            for name, s in answer.shares.items()
        },
        "sea_states": [
            {
                "sea_state": row.state, "share": row.share, "speed_into_the_sea": row.speed,
                "within": {name: _interval(value) for name, value in row.within.items()},
                "courses_deg": _interval(row.courses), "share_of_polar": _interval(row.polar),
            }
            for row in answer.rows
        ],
        "seas": [
            {
                "hs": float(seas.hs[k]), "tp": float(seas.tp[k]), "wind": float(seas.wind[k]),
                "share": float(seas.share[k]), "sea_state": int(seas.state[k]),
                "best": None if best is None else _best(best),
            }
            for k, best in enumerate(answer.best)
        ],
        "limiting": [
            {
                "task": one.task, "share_of_year_lost": one.year, "share_of_polar_lost": one.polar,
                "criteria": one.criteria, "mishaps": one.kinds, "cause_alone_suffices": one.alone,
            }
            for one in answer.limiting
        ],
        "worth": [
            {
                "change": w.change, "note": w.note,
                "share_of_year": {name: _interval(value) for name, value in w.share.items()},
                "courses_deg": {name: _interval(value) for name, value in w.courses.items()},
            }
            for w in answer.worths
        ],
        "rates": _rates(answer),
        "notes": list(answer.notes),
    }  # fmt: skip


def _rates(answer: Operability) -> dict[str, Any] | None:
    """Rates for the deck cycle; none where a task is possible in no sea."""
    from shortdeck.errors import InputError

    try:
        return hourly.as_data(*hourly.rates_of(answer))
    except InputError:
        return None


def _interval(value: Estimate) -> dict[str, float]:
    return {"mean": value.mean, "low": value.low, "high": value.high}


def _best(best: Best) -> dict[str, float]:
    return {
        "wave_heading": best.course, "ship_speed": best.speed, "wind_over_deck": best.wind,
        "wind_angle": best.wind_angle, "margin_log_odds": best.margin, "sure": best.sure,
    }  # fmt: skip


def show(answer: Operability, console: Console) -> None:
    """Tables of the answer, then what it rests on."""
    masses = answer.design.masses
    console.print(
        f"{answer.aircraft.title} from {answer.ship.title}, climate {answer.seas.climate}, "
        f"{masses['launch']:.0f} kg at launch, {masses['recovery']:.0f} kg at recovery; mishap at most "
        f"{answer.tolerance.mishap:g}, success at the first attempt at least {answer.tolerance.success:g}; "
        f"{answer.flights} flights",
        highlight=False,
    )
    console.print(_year(answer))
    console.print(_states(answer))
    if answer.worths:
        console.print(_worths(answer))
    for line in sentences(answer):
        console.print(line, highlight=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error that is told what is flown, with rate and time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} flights"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1, rate="")

        def tell(what: str, done: int, most: int) -> None:
            if done == 0:
                bar.reset(task, total=max(most, 1), description=what, rate="")
            else:
                speed = bar.tasks[0].speed
                bar.update(task, completed=done, rate=f"{speed:.0f}/s" if speed else "")

        yield tell


def _table(*columns: str) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right")
    return table


def _percent(e: Estimate) -> str:
    return f"{100 * e.mean:.1f} ({100 * e.low:.1f} to {100 * e.high:.1f})"


def _year(answer: Operability) -> Any:
    table = _table("share of the year, %", "flights leave", "and the climate")
    for name, share in answer.shares.items():
        told = "both, on one course at one speed" if name == "both" else name
        table.add_row(told, _percent(share.flights), _percent(share.climate))
    return table


def _states(answer: Operability) -> Any:
    table = _table(
        "sea state", "% of year", *ANSWERS, "courses, deg", "polar, %", "into it, kn", "best course, deg",
        "speed, kn",
    )  # fmt: skip
    for row in answer.rows:
        if row.share <= 0.0:
            continue
        table.add_row(
            "above 8" if row.state == 9 else str(row.state), f"{100 * row.share:.1f}",
            *(f"{100 * row.within[n].mean:.0f} %" for n in ANSWERS),
            f"{row.courses.mean:.0f} ({row.courses.low:.0f} to {row.courses.high:.0f})",
            f"{100 * row.polar.mean:.1f}", f"{row.speed / KNOT:.1f}", *_best_words(answer, row.state),
        )  # fmt: skip
    return table


def _best_words(answer: Operability, state: int) -> tuple[str, str]:
    """Best courses off the sea and wind, and speeds, over the seas of a state; nothing where none is within
    limits."""
    found = [
        best
        for best in answer.best
        if best is not None and answer.seas.state[best.sea] == state and best.sure > 0.5
    ]
    if not found:
        return "", ""
    off = [abs(math.degrees((math.pi - b.course + math.pi) % (2.0 * math.pi) - math.pi)) for b in found]
    return _range(off), _range([b.speed / KNOT for b in found])


def _range(values: list[float]) -> str:
    low, high = round(min(values)), round(max(values))
    return f"{low}" if low == high else f"{low} to {high}"


def _worths(answer: Operability) -> Any:
    table = _table("worth of", "for", "share of the year, %", "courses, deg")
    for w in answer.worths:
        for name in ANSWERS:
            share, courses = w.share[name], w.courses[name]
            table.add_row(
                w.change if name == ANSWERS[0] else "", name,
                f"{100 * share.mean:+.1f} ({100 * share.low:+.1f} to {100 * share.high:+.1f})",
                f"{courses.mean:+.0f} ({courses.low:+.0f} to {courses.high:+.0f})",
            )  # fmt: skip
    return table


def sentences(answer: Operability) -> list[str]:
    """The answer in words."""
    found = [
        "courses: degrees of 360 at which some speed that she makes allows both; polar: share of the courses "
        "and speeds that she makes; into it: her speed against the sea; best course: off sea and wind"
    ]
    for one in answer.limiting:
        lost = ", ".join(f"{name} {100 * share:.1f} %" for name, share in one.year.items())
        found.append(f"{one.task}: of the year lost to {lost}" if lost else f"{one.task}: no sea is lost")
        polar = ", ".join(
            f"{name} {100 * share:.0f} %" for name, share in one.polar.items() if share >= 0.005
        )
        found.append(f"{one.task}: of the courses and speeds she makes lost to {polar or 'nothing'}")
        if one.kinds:
            kinds = ", ".join(f"{name} {100 * s:.0f} %" for name, s in list(one.kinds.items())[:4])
            share = 100 * one.criteria.get("mishap", 0.0)
            found.append(
                f"{one.task}: mishaps bind in {share:.0f} % of what flying is lost to; there: {kinds}"
            )
    found += [f"{w.change}: {w.note}" for w in answer.worths]
    return [*found, *answer.notes]


def dataset(answer: Operability) -> xr.Dataset:
    """Every cell: what is met there, how sure it is within limits, margins; and the speeds of the ship."""
    import xarray as xr

    cells, seas = answer.cells, answer.seas
    at = ("sea", "course", "speed")
    data: dict[str, Any] = {
        f"within_{name}": (at, answer.within.flags[name].mean(axis=3).astype(np.float32), {"units": "1"})
        for name in ANSWERS
    }
    data |= {
        f"margin_{task}": (at, margin, {"units": "1", "long_name": "log odds to the nearer limit"})
        for task, margin in answer.margins.items()
    }
    data |= {
        name.replace(" ", "_"): (at, cells.features[..., k], {"units": _UNITS[name]})
        for k, name in enumerate(FEATURES)
    }
    data["made"] = (at, cells.made.astype(np.int8))
    data["attainable_speed"] = (at[:2], cells.attainable.speed, {"units": "m/s"})
    data["speed_by_power"] = (at[:2], cells.attainable.involuntary, {"units": "m/s"})
    data["held_by"] = (at[:2], cells.attainable.held_by.astype(object).astype(str))
    for name, unit in (("hs", "m"), ("tp", "s"), ("wind", "m/s"), ("share", "1"), ("state", "1")):
        data[f"sea_{name}"] = (("sea",), getattr(seas, name), {"units": unit})
    return xr.Dataset(
        data,
        coords={
            "sea": np.arange(len(seas)),
            "course": (
                "course",
                cells.course,
                {"units": "rad", "long_name": "mean wave heading, pi: into the sea"},
            ),
            "speed": ("speed", cells.speed, {"units": "m/s"}),
        },
        attrs={"aircraft": answer.aircraft.name, "ship": answer.ship.name, "climate": seas.climate},
    )


def save(answer: Operability, folder: str | Path) -> list[Path]:
    """Write the answer (JSON, with rates for the deck cycle), every cell (NetCDF) and the pictures (PNG,
    SVG)."""
    from shortdeck.fleet.year.draw import draw

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / "operability.json", out / "operability.nc"]
    text = json.dumps(as_data(answer), indent=1, ensure_ascii=False, allow_nan=False)
    files[0].write_text(text + "\n", encoding="utf-8")
    dataset(answer).to_netcdf(files[1], engine="h5netcdf")
    return files + draw(answer, out)
