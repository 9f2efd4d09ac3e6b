"""What a fleet sustains, for those who read: tables, one JSON object, data of every run, a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.numbers import number
from shortdeck.fleet.hinges import RATES, Hinge
from shortdeck.fleet.mission import NMI
from shortdeck.fleet.replicate import Estimate, figures
from shortdeck.fleet.sorties import Sorties

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

HOUR = 3600.0
SHOWN = 3
"""Numbers on which the answer hangs most, in the table; the data have all."""


def as_data(answer: Sorties) -> dict[str, Any]:
    """Everything but the single runs, as plain data; times s, masses kg, distances m, rates per day."""
    setup, found = answer.setup, answer.bottleneck
    return {
        "aircraft": answer.aircraft.name,
        "ship": answer.ship.name,
        "fleet": setup.fleet,
        "days": setup.days,
        "policy": answer.policy.name,
        "replications": len(answer.runs),
        "seed": answer.seed,
        "warm_up": answer.warm_up,
        "mission": answer.mission._asdict() | {"on_station_planned": setup.on_station},
        "sea": setup.weather.words(),
        "rates": setup.rates.as_data(),
        "units": {name: units._asdict() for name, units in setup.units.items()},
        "figures": {name: _interval(value) for name, value in answer.figures.items()},
        "wanted_on_station": answer.wanted,
        "share_of_time_with_n_on_station": [_interval(value) for value in answer.on_station],
        "use": {name: _interval(value) for name, value in answer.uses.items()},
        "judged_by": answer.judged_by,
        "bottleneck": None if found is None else found.what,
        "removals": [{"without": r.what, "gain": _interval(r.gain)} for r in answer.removals],
        "promise": answer.promise,
        "fleet_needed": answer.fleet_needed,
        "fleets": [{"fleet": o.fleet, "share": _interval(o.share)} for o in answer.orbits],
        "hinges": [
            hinge._asdict() | {"at_low": _interval(hinge.at_low), "at_high": _interval(hinge.at_high)}
            for hinge in answer.hinges
        ],
        "notes": notes(answer),
    }


def _interval(value: Estimate) -> dict[str, float]:
    return {"mean": value.mean, "low": value.low, "high": value.high}


def notes(answer: Sorties) -> list[str]:
    """What the answer rests on."""
    setup = answer.setup
    found = [
        f"rates of launch and recovery: {setup.rates.source}",
        f"sea: {setup.weather.words()}",
        *setup.notes,
        "an aircraft keeps its place on deck while it flies",
    ]
    if any(run.out_of_fuel_aboard for run in answer.runs):
        found.append("the ship ran out of aviation fuel in at least one replication")
    return found


def show(answer: Sorties, console: Console) -> None:
    """Tables of the answer, then what it rests on."""
    setup, m = answer.setup, answer.mission
    console.print(
        f"{setup.fleet} {answer.aircraft.title} from {answer.ship.title}, {setup.days:g} days, policy "
        f"{answer.policy.name}; station {m.distance / NMI:.0f} nmi away: {m.transit / HOUR:.1f} h out, "
        f"{setup.on_station / HOUR:.1f} h there, {m.fuel:.0f} kg of fuel with {m.payload:.0f} kg of payload",
        highlight=False,
    )
    console.print(_figures(answer))
    console.print(_uses(answer))
    for line in sentences(answer):
        console.print(line, highlight=False)


def _table(*columns: str) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right")
    return table


def _figures(answer: Sorties) -> Any:
    table = _table("figure", "mean", "95 % interval")
    for name, value in answer.figures.items():
        if name == "share of time on station":
            name = f"share of time with {answer.wanted} or more on station"
        table.add_row(name, f"{value.mean:.3g}", f"{value.low:.3g} to {value.high:.3g}")
    for count, value in enumerate(answer.on_station):
        table.add_row(
            f"share of time with {count} on station",
            f"{value.mean:.3g}",
            f"{value.low:.3g} to {value.high:.3g}",
        )
    return table


def _uses(answer: Sorties) -> Any:
    table = _table("resource", "units", "in use", "longest wait, h")
    for name, value in answer.uses.items():
        units = answer.setup.units[name]
        many = str(units.day) if units.day == units.night else f"{units.day} by day, {units.night} by night"
        longest = max(use.longest for run in answer.runs for use in run.uses if use.name == name)
        table.add_row(name, many, f"{100 * value.mean:.0f} %", f"{longest / 3.6e6:.1f}")
    return table


def sentences(answer: Sorties) -> list[str]:
    """The answer in words."""
    found: list[str] = []
    if answer.removals:
        neck = answer.bottleneck
        if neck is None:
            found.append(
                f"bottleneck: no resource's; the {answer.judged_by} of this fleet hangs on what follows below"
            )
        else:
            found.append(f"bottleneck: {neck.what}")
        for r in answer.removals:
            what = f"a limit on {r.what}" if r.is_resource else r.what
            gain = f"{r.gain.mean:+.3g} ({r.gain.low:+.3g} to {r.gain.high:+.3g})"
            found.append(f"without {what}: {gain} in {answer.judged_by}")
    shown = [hinge for hinge in answer.hinges if hinge.shows][:SHOWN]
    found += [_hinge_sentence(answer, hinge) for hinge in shown]
    if answer.orbits:
        found.append(_orbit_sentence(answer))
    return [*found, *notes(answer)]


def _hinge_sentence(answer: Sorties, hinge: Hinge) -> str:
    moves = (
        f"{hinge.at_low.mean:+.3g} at its lower end, {hinge.at_high.mean:+.3g} at its upper, in "
        f"{answer.judged_by}"
    )
    if hinge.file == RATES:
        task, _, chance = hinge.path.partition(".")
        told = f"{hinge.low:.2g} to {hinge.high:.2g} an attempt, mean of the seas in which it is flown"
        return f"hangs on the rate of a {chance} at {task} ({hinge.confidence}, {told}): {moves}"
    file = answer.ship if hinge.file == answer.ship.name else answer.aircraft
    given = number(file, hinge.path).text
    return f"hangs on {hinge.path} of {hinge.file} ({hinge.confidence}, {given}): {moves}"


def _orbit_sentence(answer: Sorties) -> str:
    needed, best = answer.fleet_needed, answer.orbits[-1]
    rows = ", ".join(f"{o.fleet}: {100 * o.share.mean:.1f} %" for o in answer.orbits)
    what = f"{answer.wanted} on station round the clock ({100 * answer.promise:.0f} % of the time)"
    if needed is None:
        return f"{what}: not reached with up to {best.fleet} aircraft ({rows})"
    return f"{what} takes a fleet of {needed} ({rows})"


def dataset(answer: Sorties) -> xr.Dataset:
    """Figures and use of every replication, and who did what when in the first."""
    import numpy as np
    import xarray as xr

    each = [figures(run, wanted=answer.wanted, warm_up=answer.warm_up) for run in answer.runs]
    names = list(answer.figures)
    resources = list(answer.uses)
    spans = sorted(answer.runs[0].spans, key=lambda span: (span.start, span.tail))
    return xr.Dataset(
        {
            "figures": (
                ("replication", "figure"), np.array([[row.get(n, 0.0) for n in names] for row in each]),
            ),
            "use": (
                ("replication", "resource"), np.array([[u.share for u in r.uses] for r in answer.runs]),
            ),
            "waited": (
                ("replication", "resource"),
                np.array([[1e-3 * u.waited for u in run.uses] for run in answer.runs]), {"units": "s"},
            ),
            "span_aircraft": (("span",), np.array([span.tail for span in spans], dtype=np.int32)),
            "span_state": (("span",), np.array([span.state for span in spans], dtype=object).astype(str)),
            "span_start": (("span",), np.array([1e-3 * span.start for span in spans]), {"units": "s"}),
            "span_end": (("span",), np.array([1e-3 * span.end for span in spans]), {"units": "s"}),
        },
        coords={"replication": np.arange(len(each)), "figure": names, "resource": resources},
        attrs={"aircraft": answer.aircraft.name, "ship": answer.ship.name, "policy": answer.policy.name},
    )  # fmt: skip


def save(answer: Sorties, folder: str | Path) -> list[Path]:
    """Write the answer (JSON), every replication (NetCDF) and the picture of a day (PNG and SVG)."""
    from shortdeck.fleet.gantt import draw

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / "sorties.json", out / "sorties.nc"]
    text = json.dumps(as_data(answer), indent=1, ensure_ascii=False, allow_nan=False)
    files[0].write_text(text + "\n", encoding="utf-8")
    dataset(answer).to_netcdf(files[1], engine="h5netcdf")
    return files + draw(answer, out)
