"""What ``show NAME --control`` says: loops with their margins, and how much of the controls is spoken for."""

from __future__ import annotations

from math import atan, degrees, isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from shortdeck.airframe.trim import NoTrimError
from shortdeck.autopilot.design import design
from shortdeck.autopilot.regulator import Gains, Trim
from shortdeck.autopilot.synthesis.margins import GAIN_MARGIN, PHASE_MARGIN, Margins, margins_at
from shortdeck.autopilot.synthesis.plant import BEAT
from shortdeck.autopilot.synthesis.tasks import Task, tasks
from shortdeck.autopilot.synthesis.weights import weights_of
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

CROSSWIND = 5.144  # m/s, 10 kn: for which the wing-low trim is shown


class Loops(NamedTuple):
    """A task's design: its trim, and the margins of its loops at each of its speeds."""

    task: Task
    bank_limit: float  # rad, of a touchdown
    gains: Gains
    trim: Trim
    margins: tuple[Margins, ...]
    untrimmed: tuple[float, ...]  # speeds at which there is no steady flight, m/s


def loops(aircraft: AircraftFile) -> tuple[Loops, ...]:
    """All tasks of an aircraft; raises InputError where one cannot be trimmed at all."""
    out = []
    weights = weights_of(aircraft.model)
    for task in tasks(aircraft):
        recovery = aircraft.model.recovery
        limit = recovery.bank_limit.value if recovery is not None and task.name == "approach" else 0.26
        try:
            gains, trim = design(task.condition, weights, bank_limit=limit)
        except NoTrimError as error:
            raise InputError(f"{aircraft.name}: {error}") from error
        found: list[Margins] = []
        missed = []
        for share in task.speeds:
            speed = share * task.condition.airspeed
            try:
                found += margins_at(task.condition, gains, airspeed=speed, path=task.path)
            except NoTrimError:
                missed.append(speed)
        out.append(Loops(task, limit, gains, trim, tuple(found), tuple(missed)))
    return tuple(out)


def shortfall(found: Loops, m: Margins) -> str:
    """Why a loop has not the margins asked for; empty where it has."""
    if m.reached:
        return ""
    if not m.stable:
        return "unstable at this speed"
    c = found.task.condition
    lag = c.actuation.engine_lag if m.loop == "throttle" else c.actuation.surface_lag
    lost = degrees(atan(m.crossover * lag) + m.crossover * 1.5 * BEAT)
    share = m.airspeed / c.airspeed
    parts = []
    if m.phase < PHASE_MARGIN:
        parts.append(
            f"phase {m.phase:.0f} deg: actuator, beat and delay take {lost:.0f} deg at the crossover of "
            f"{m.crossover:.1f} rad/s, at {share:.2f} of the design speed"
        )
    least = min(m.gain_up, m.gain_down)
    if least < GAIN_MARGIN:
        parts.append(f"gain {least:.1f} dB at {share:.2f} of the design speed")
    return "; ".join(parts)


def reserve(found: Loops) -> dict[str, float]:
    """Travel that trim and a crosswind of 10 kn, wing low, take: shares, and the largest steady sideslip."""
    g, t, act = found.gains, found.trim, found.task.condition.actuation
    travel = act.elevator_down if t.elevator > 0.0 else act.elevator_up
    slip = CROSSWIND / found.task.condition.airspeed
    return {
        "elevator_trim": abs(t.elevator) / travel,
        "throttle_trim": t.throttle,
        "crosswind_rudder": abs(g.slip[2]) * slip / act.rudder,
        "crosswind_aileron": abs(g.slip[1]) * slip / act.aileron,
        "crosswind_bank": abs(g.slip[0]) * slip / found.bank_limit,
        "largest_sideslip_rad": g.slip_max,
    }


def _plain(value: float) -> float | None:
    return value if isfinite(value) else None


def as_data(found: tuple[Loops, ...]) -> list[dict[str, Any]]:
    """Designs and margins as plain data; a margin that does not exist is None."""
    return [
        {
            "task": item.task.name,
            "mass_kg": item.task.condition.inertia.mass,
            "airspeed_m_s": item.task.condition.airspeed,
            "flap": item.task.condition.flap,
            "slope_rad": item.task.condition.slope,
            "reserve": reserve(item),
            "not_trimmed_m_s": list(item.untrimmed),
            "loops": [_loop_data(item, m) for m in item.margins],
            "gains": item.gains._asdict(),
        }
        for item in found
    ]


def _loop_data(item: Loops, m: Margins) -> dict[str, Any]:
    return {
        "actuator": m.loop,
        "holds": m.holds,
        "airspeed_m_s": m.airspeed,
        "gain_margin_up_dB": _plain(m.gain_up),
        "gain_margin_down_dB": _plain(m.gain_down),
        "phase_margin_deg": _plain(m.phase),
        "delay_margin_s": _plain(m.delay),
        "crossover_rad_s": m.crossover,
        "disk_gain_dB": _plain(m.disk_gain),
        "disk_phase_deg": m.disk_phase,
        "slowest_mode_per_s": m.slowest,
        "reached": m.reached,
        "why_not": shortfall(item, m),
    }


def show(found: tuple[Loops, ...], console: Console) -> None:
    """Print one table for each task, and what falls short."""
    from rich.table import Table

    columns = (
        "m/s", "gain up dB", "down dB", "phase deg", "delay s", "crossover rad/s", "disk dB", "disk deg",
    )  # fmt: skip
    for item in found:
        c = item.task.condition
        title = f"{item.task.name}: {c.inertia.mass:.0f} kg, {c.airspeed:.1f} m/s, flap {c.flap:g}"
        table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("actuator", no_wrap=True)
        table.add_column("holds", no_wrap=True)
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        for m in item.margins:
            table.add_row(m.loop, m.holds, *_cells(m))
        console.print(table)
        for line in _remarks(item):
            console.print(line)
        console.print()


def _remarks(item: Loops) -> list[str]:
    r = reserve(item)
    out = [
        f"trim takes {r['elevator_trim']:.0%} of the elevator and {r['throttle_trim']:.0%} of the throttle; "
        f"10 kn across, wing low, {r['crosswind_rudder']:.0%} of the rudder, "
        f"{r['crosswind_aileron']:.0%} of the aileron, {r['crosswind_bank']:.0%} of the bank; "
        f"largest sideslip asked for {degrees(r['largest_sideslip_rad']):.1f} deg"
    ]
    short = [(m, shortfall(item, m)) for m in item.margins if not m.reached]
    out += [
        f"below {GAIN_MARGIN:g} dB or {PHASE_MARGIN:g} deg: {m.loop} ({m.holds}): {why}" for m, why in short
    ]
    out += [f"no steady flight at {speed:.1f} m/s" for speed in item.untrimmed]
    if not short:
        out.append(f"all loops: at least {GAIN_MARGIN:g} dB and {PHASE_MARGIN:g} deg")
    return out


def _cells(m: Margins) -> tuple[str, ...]:
    def cell(value: float, digits: int = 1) -> str:
        return f"{value:.{digits}f}" if isfinite(value) else "-"

    return (
        cell(m.airspeed), cell(m.gain_up), cell(m.gain_down), cell(m.phase, 0), cell(m.delay, 3),
        cell(m.crossover, 2), cell(m.disk_gain), cell(m.disk_phase, 0),
    )  # fmt: skip
