"""Sections of a report, each from one result; where there is no result, a sentence says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shortdeck.verdict import report_figures as draw
from shortdeck.verdict.report_parts import Cell, Figure, Section, Table, svg_of

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftFile
    from shortdeck.catalog.ship import AirfieldFile, ShipFile
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.sorties import Sorties
    from shortdeck.flight.fly import Flight
    from shortdeck.limits.boundary import Limits
    from shortdeck.limits.envelope import Envelope, Setting
    from shortdeck.parking.result import Parking, PlacePlan
    from shortdeck.verdict.assess import Assessment
    from shortdeck.vessel.deck_motion import DeckMotion

KNOT = 1852.0 / 3600.0
_ANSWERS = {True: "yes", False: "no", None: "\u2013"}
_HEADINGS = {
    "geometric": "stand without touching one another",
    "in_turn": "can all leave, one at a time",
    "freely": "can each leave past all others",
}


def verdict(assessment: Assessment) -> Section:
    """Each line of the verdict with its margin and what it hangs on."""
    from shortdeck.verdict.display import hanging, margin

    rows: list[tuple[Cell, ...]] = [
        (line.question, _ANSWERS[line.passes], line.answer, margin(line), hanging(line))
        for line in assessment.lines
    ]
    table = Table(
        name="verdict",
        caption="What was asked and what was found",
        columns=("question", "met", "found", "margin", "hangs on"),
        rows=tuple(rows),
    )
    failed = [line for line in assessment.lines if line.passes is False]
    met = [line for line in assessment.lines if line.passes]
    says = [f"{len(met)} of {len(met) + len(failed)} questions that are judged are met."]
    says += [f"Not met: {line.question}: {line.answer}." for line in failed]
    return Section(name="lines", title="Questions and answers", says=tuple(says), tables=(table,))


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
        f"Within limits: at most {100.0 * first.risk:g} % mishaps and {first.aborts:.0%} safe aborts in one "
        "attempt, "
        f"with {first.confidence:.0%} confidence for all directions and speeds together.",
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


def parking(found: Parking | None) -> Section:
    """Plans to scale."""
    title = "Room in hangar and on deck"
    if found is None:
        return Section(name="parking", title=title, missing="No parking plan was made for this report.")
    figures, rows = [], []
    for plan in found.places:
        rows.append(_place_row(plan))
        best = next((n for n in ("in_turn", "geometric") if getattr(plan, n) is not None), "geometric")
        answer = getattr(plan, best)
        if not answer.poses:
            continue
        name = f"parking-{plan.place.name}"
        words = (
            f"{plan.place.name.replace('-', ' ').capitalize()} to scale with {answer.count()} aircraft that "
            f"{_HEADINGS[best]}; numbers give the order of leaving."
        )
        table = Table(
            name=name,
            caption=f"Where they stand, {plan.place.name.replace('-', ' ')}",
            columns=("number", "aircraft", "forward of stern / m", "to starboard / m", "heading / deg"),
            rows=tuple(
                (k, plan.outlines[pose.kind].title, pose.x, pose.y, math.degrees(pose.heading))
                for k, pose in enumerate(answer.poses, start=1)
            ),
        )
        svg = svg_of(draw.parking_plan(found, plan, answer), name, words)
        figures.append(
            Figure(
                name=name,
                title=f"{plan.place.name.replace('-', ' ').capitalize()}: {answer.count()}",
                words=words,
                svg=svg,
                tables=(table,),
            )
        )
    table = Table(
        name="parking",
        caption="How many, place by place",
        columns=("place", *(_HEADINGS[n] for n in _HEADINGS), "never more than", "because"),
        rows=tuple(rows),
    )
    return Section(name="parking", title=title, figures=tuple(figures), tables=(table,))


def _place_row(plan: PlacePlan) -> tuple[Cell, ...]:
    counts = [None if getattr(plan, n) is None else getattr(plan, n).count() for n in _HEADINGS]
    return (plan.place.name.replace("-", " "), *counts, plan.most, plan.refusal or plan.most_by)


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


def sorties(found: Sorties | None) -> Section:
    """What a fleet sustains, and a day of it."""
    title = "What a fleet sustains"
    if found is None:
        return Section(name="sorties", title=title, missing="No deck cycle was run for this report.")
    from shortdeck.fleet.report import as_data, notes

    data = as_data(found)
    rows = [(name, e["mean"], e["low"], e["high"]) for name, e in data["figures"].items()]
    table = Table(
        name="sorties",
        caption=f"Figures of {found.setup.fleet} aircraft, means with 95 % intervals",
        columns=("figure", "mean", "low", "high"),
        rows=tuple(rows),
    )
    day = draw.first_day(found)
    words = (
        f"Day {day} of the deck cycle: for each of {found.setup.fleet} aircraft what it does hour by hour; "
        "below, how many are on station."
    )
    spans = tuple(
        (span.tail, span.state, span.start / 3.6e6, span.end / 3.6e6)
        for span in sorted(found.runs[0].spans, key=lambda s: (s.tail, s.start))
        if span.end > (day - 1) * 86_400_000 and span.start < day * 86_400_000
    )
    states = Table(
        name="deck-cycle",
        caption=f"States of day {day}, hours from the start",
        columns=("aircraft", "state", "from / h", "to / h"),
        rows=spans,
    )
    figure = Figure(
        name="deck-cycle",
        title=f"Day {day} of {found.setup.days:g}, policy {found.policy.name}",
        words=words,
        svg=svg_of(draw.day_of(found, day), "deck-cycle", words),
        tables=(states,),
    )
    what = found.bottleneck
    says = [f"{found.setup.fleet} aircraft for {found.setup.days:g} days, {len(found.runs)} replications."]
    if what is not None:
        says.append(f"Bottleneck: {what.what}.")
    elif found.removals:
        says.append("No limit of a resource costs more than chance shows.")
    return Section(
        name="sorties",
        title=title,
        says=tuple(says),
        figures=(figure,),
        tables=(table,),
        notes=tuple(notes(found)),
    )


def operability(found: Operability | None) -> Section:
    """The share of the year in which she works."""
    title = "Share of the year"
    if found is None:
        return Section(
            name="operability",
            title=title,
            missing="Operability over a wave climate is not part of this report.",
        )
    from shortdeck.fleet.year.draw import figure as drawing
    from shortdeck.fleet.year.report import as_data, sentences

    data = as_data(found)
    words = (
        "Courses and speeds of the ship within limits of launch and recovery in a sea of each sea state, and "
        "the share of each sea state in the year with the part of it in which both are possible."
    )
    shares: list[tuple[Cell, ...]] = [
        (name, over.replace("_", " "), value["mean"], value["low"], value["high"])
        for name, share in data["share_of_year"].items()
        for over, value in share.items()
    ]
    states: list[tuple[Cell, ...]] = [
        (row["sea_state"], row["share"], name, value["mean"], value["low"], value["high"])
        for row in data["sea_states"]
        for name, value in row["within"].items()
    ]
    tables = (
        Table(
            name="year",
            caption="Share of the year with 95 % intervals, by what is uncertain",
            columns=("task", "uncertain", "mean", "low", "high"),
            rows=tuple(shares),
            digits=3,
        ),
        Table(
            name="sea-states",
            caption="Share of the time within limits, sea state by sea state",
            columns=("sea state", "share of the year", "task", "mean", "low", "high"),
            rows=tuple(states),
            digits=3,
        ),
    )
    says = tuple(
        f"{name.capitalize()} within limits in {100.0 * e['mean']:.0f} % of the year "
        f"({100.0 * e['low']:.0f} to {100.0 * e['high']:.0f} %)."
        for name, e in ((n, share["flights_and_climate"]) for n, share in data["share_of_year"].items())
    )
    svg = svg_of(drawing(found), "operability", words)
    figure = Figure(
        name="operability", title=f"Within limits: {found.seas.climate}", words=words, svg=svg, tables=tables
    )
    return Section(
        name="operability",
        title=title,
        says=says,
        figures=(figure,),
        notes=tuple(dict.fromkeys([*sentences(found), *found.notes])),
    )


def ranking(assessment: Assessment, measured: Sequence[tuple[Cell, ...]] = ()) -> Section:
    """Which number to measure next: those on which lines of the verdict hang, widest reach first.

    ``measured``: rows (question, file, number, confidence, lowest, highest, unit, reach) of a better ranking.
    """
    title = "What to measure next"
    rows = list(measured)
    if not rows:
        for line in assessment.lines:
            h = line.hinge
            if h is None:
                continue
            scale, unit = (1.0 / KNOT, "kn") if line.unit == "m/s" else (1.0, line.unit)
            low, high = (None if v is None else v * scale for v in (h.low, h.high))
            reach = None if h.spread >= 1e8 else h.spread * scale
            rows.append(
                (line.question, h.file, h.path.removeprefix("model."), h.confidence, low, high, unit, reach)
            )
        # No answer at one end is the widest reach there is.
        rows.sort(key=lambda row: -math.inf if row[7] is None else -float(row[7]))
    if not rows:
        return Section(name="ranking", title=title, missing="No answer hangs on an unsure number.")
    table = Table(
        name="measure-next",
        caption="Numbers on which answers hang, each over its plus/minus",
        columns=(
            "question",
            "file",
            "number",
            "confidence",
            "answer at low end",
            "at high end",
            "unit",
            "reach",
        ),
        rows=tuple(rows),
        digits=3,
    )
    first = rows[0]
    says = (f"First: {first[2]} of {first[1]} ({first[3]}), on which hangs: {first[0]}.",)
    return Section(name="ranking", title=title, says=says, tables=(table,))


def inputs(files: Sequence[AircraftFile | ShipFile | AirfieldFile]) -> Section:
    """Every number of the files with value, plus/minus, confidence and source."""
    from shortdeck.catalog.display import as_data

    tables = []
    counts: dict[str, int] = {}
    for file in files:
        rows: list[tuple[Cell, ...]] = []
        for item in as_data(file)["numbers"]:
            spread = item["plus_minus"]
            value = item.get("text") or f"{len(item.get('points', ()))} corners"
            evidence = "; ".join(str(item[key]) for key in ("source", "basis", "note") if item.get(key))
            confidence = str(item["confidence"])
            counts[confidence] = counts.get(confidence, 0) + 1
            rows.append(
                (
                    item["path"].removeprefix("model."),
                    str(value),
                    None if spread is None else f"{spread:.3g} {item['si_unit']}".removesuffix(" 1"),
                    confidence,
                    evidence,
                )
            )
        tables.append(
            Table(
                name=f"inputs-{file.name}",
                caption=f"{file.title}: every number",
                columns=("number", "value", "plus/minus", "confidence", "source or basis"),
                rows=tuple(rows),
            )
        )
    said = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return Section(
        name="inputs", title="Inputs, with source and confidence", says=(f"{said}.",), tables=tuple(tables)
    )
