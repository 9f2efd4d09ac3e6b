"""Sections of a report about flying: limits of wind, trajectories, how the deck moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shortdeck.verdict import report_figures as draw
from shortdeck.verdict.report_parts import Cell, Figure, Section, Table, svg_of

if TYPE_CHECKING:
    from shortdeck.flight.fly import Flight
    from shortdeck.limits.boundary import Limits
    from shortdeck.limits.envelope import Envelope, Setting
    from shortdeck.safety.flight_risk import FlightRisk
    from shortdeck.vessel.deck_motion import DeckMotion

KNOT = 1852.0 / 3600.0


def envelopes(found: Sequence[Envelope]) -> Section:
    """Polar envelopes, one picture for each setting."""
    title = "Wind over deck: limits of launch and recovery"
    if not found:
        return Section(
            name="envelopes",
            title=title,
            missing="No envelope was asked for: limits over wind and direction are not part of this report.",
        )
    from shortdeck.limits.polar import polar

    figures = []
    for envelope in found:
        for number, one in enumerate(envelope.slices):
            name = f"envelope-{envelope.task}-{number + 1}"
            setting = _setting(one.setting)
            words = (
                f"Polar diagram of wind over deck for {envelope.task} at {setting}: limits by the direction "
                "from which the wind comes, with what binds them; the table gives the numbers."
            )
            table = Table(
                name=name,
                caption=f"Limits by direction, {envelope.task}, {setting}; kn",
                columns=(
                    "wind from / deg",
                    "outside at / kn",
                    "within from / kn",
                    "within to / kn",
                    "outside again at / kn",
                    "binds",
                ),
                rows=tuple(_limits(a, x) for a, x in zip(envelope.angles, one.limits, strict=True)),
            )
            figures.append(
                Figure(
                    name=name,
                    title=f"{envelope.task.capitalize()}, {setting}",
                    words=words,
                    svg=svg_of(polar(envelope, one), name, words),
                    tables=(table,),
                )
            )
    first = found[0]
    says = (
        f"Within limits: at most {100.0 * first.risk:g} % mishaps and {100.0 * first.aborts:g} % safe aborts "
        f"in one attempt, with {100.0 * first.confidence:g} % confidence for all directions and speeds "
        "together.",
    )
    return Section(name="envelopes", title=title, says=says, figures=tuple(figures))


def _setting(setting: Setting) -> str:
    state = "calm sea" if setting.sea_state is None else f"sea state {setting.sea_state}"
    return f"{state}, {setting.mass:.0f} kg, ship {setting.ship_speed / KNOT:.0f} kn"


def _limits(angle: float, limits: Limits) -> tuple[Cell, ...]:
    """Outside, within from, within to, outside again (kn), and what binds at either end."""
    low, high = limits.low, limits.high
    if low is None or high is None:
        return (math.degrees(angle), None, None, None, None, str(limits.why))
    below, above = (None if side.beyond is None else side.beyond / KNOT for side in (low, high))
    reasons = "; ".join(
        f"{name}: {side.reason}" for name, side in (("below", low), ("above", high)) if side.reason
    )
    return (math.degrees(angle), below, low.within / KNOT, high.within / KNOT, above, reasons)


def flights(found: Sequence[Flight]) -> Section:
    """Ten launches and ten recoveries as trajectories."""
    title = "Flights behind the verdict"
    if not found:
        return Section(name="flights", title=title, missing="No flight is shown: none was asked for.")
    figures = []
    for task in ("launch", "recovery"):
        chosen = [flight for flight in found if flight.task == task]
        if not chosen:
            continue
        names = [flight.outcome.name for flight in chosen]
        counted = ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))
        words = (
            f"{len(chosen)} flights of {task}: height of the main wheels over deck level and distance from "
            f"the runway line against the station along the deck. Outcomes: {counted}."
        )
        summary = Table(
            name=f"{task}-outcomes",
            caption=f"Outcomes, {task}",
            columns=("flight", "outcome", "kind", "at / s", "seed", "case", "figure", "value"),
            rows=tuple(_outcome(k, flight) for k, flight in enumerate(chosen, start=1)),
        )
        paths = Table(
            name=f"{task}-paths",
            caption=f"Trajectories, {task}, every half second",
            columns=(
                "flight",
                "time / s",
                "station / m",
                "wheels over deck / m",
                "right of line / m",
                "airspeed / kn",
            ),
            rows=tuple(draw.path_rows(chosen)),
        )
        svg = svg_of(draw.trajectories(chosen), f"paths-{task}", words)
        heading = f"{task.capitalize()}: {counted}"
        figures.append(
            Figure(name=f"paths-{task}", title=heading, words=words, svg=svg, tables=(summary, paths))
        )
    from shortdeck.flight.report import conditions_text

    says = tuple(
        f"{task.capitalize()}: {conditions_text(next(f for f in found if f.task == task)).splitlines()[0]}."
        for task in dict.fromkeys(f.task for f in found)
    )
    return Section(name="flights", title=title, says=says, figures=tuple(figures))


def _outcome(number: int, flight: Flight) -> tuple[Cell, ...]:
    summary, k = flight.summary(), flight.conditions
    name, key, factor = (
        ("airspeed at lift-off / kn", "airborne_speed_m_s", 1.0 / KNOT)
        if flight.task == "launch"
        else ("touchdown to stop / m", "stopping_distance_m", 1.0)
    )
    value = summary[key]
    when = None if flight.outcome.name == "unfinished" else flight.outcome.time
    shown = None if value is None else value * factor
    return (
        f"{flight.task} {number}",
        flight.outcome.name,
        str(flight.outcome.kind),
        when,
        k.seed,
        k.case,
        name,
        shown,
    )


def motion(found: Sequence[DeckMotion]) -> Section:
    """Statistics of deck motion by sea, and one record."""
    title = "How the deck moves"
    if not found:
        return Section(
            name="motion", title=title, missing="What lies under the wheels does not move, or was not asked."
        )
    from shortdeck.vessel.motion_plot import sheet
    from shortdeck.vessel.motion_report import as_data, shown

    rows: list[tuple[Cell, ...]] = []
    quiet: list[tuple[Cell, ...]] = []
    for one in found:
        data = as_data(one)
        for q in one.quantities:
            by = data["figures"][q.name].get("spectrum")
            if by is None:
                continue
            significant, unit = shown(by["significant"], q.unit)
            rows.append((one.conditions, q.name.replace("-", " "), significant, unit, by["crossing_period"]))
        periods, limits = data["limits"]["quiescent"], data["limits"]
        quiet.append(
            (
                one.conditions,
                limits["met"],
                limits["share_of_time_in_record"],
                periods["count"],
                periods["mean_s"],
                periods["longest_s"],
                periods["longest_gap_s"],
            )
        )
    last = found[-1]
    words = (
        f"Deck motion of {last.ship} in {last.conditions}: spectra of heave, roll and pitch, ten minutes of "
        "the limited motions with quiescent periods, and the lengths of these periods."
    )
    statistics = Table(
        name="motion",
        caption="Significant (double RMS) motions and mean zero-crossing periods",
        columns=("sea", "motion", "significant", "unit", "period / s"),
        rows=tuple(rows),
    )
    limits_table = Table(
        name="quiescent",
        caption=f"Limits of motion ({last.limits.name}) and quiescent periods in an hour",
        columns=(
            "sea",
            "met",
            "share of time within",
            "quiescent periods",
            "mean / s",
            "longest / s",
            "longest gap / s",
        ),
        rows=tuple(quiet),
        digits=3,
    )
    figure = Figure(
        name="motion",
        title=f"{last.ship}: {last.conditions}",
        words=words,
        svg=svg_of(sheet(last), "motion", words),
        tables=(statistics, limits_table),
    )
    says = (f"Response: {last.method}.", f"Limits: {last.limits.source} ({last.limits.confidence}).")
    return Section(name="motion", title=title, says=says, figures=(figure,))


def risk(found: Mapping[str, FlightRisk] | None) -> Section:
    """How often an attempt goes wrong, down to what no count of flights would show."""
    title = "Risk of one attempt"
    if not found:
        return Section(
            name="risk", title=title, missing="Risks below what these flights can count belong to depth deep."
        )
    from shortdeck.safety.risk_report import as_data

    rows: list[tuple[Cell, ...]] = []
    says, notes = [], []
    for task, one in found.items():
        data = as_data(one)
        for chance in data["chances"].values():
            values = (chance["probability"], chance["low"], chance["high"])
            rows.append((task, chance["title"], *values, chance["method"]))
        worst = data["chances"]["any"]
        says.append(
            f"{task.capitalize()}: a mishap in {worst['probability']:.1e} of attempts "
            f"({worst['low']:.1e} to {worst['high']:.1e}), {data['flights']} flights."
        )
        notes += [data["excluded"], *data["warnings"], *data["conditions"]["notes"]]
    table = Table(
        name="risk",
        caption="Probability in one attempt, with 95 % intervals",
        columns=("task", "what", "probability", "low", "high", "method"),
        rows=tuple(rows),
        digits=2,
    )
    return Section(
        name="risk", title=title, says=tuple(says), tables=(table,), notes=tuple(dict.fromkeys(notes))
    )
