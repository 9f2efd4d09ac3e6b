"""Sections of a report about the fleet: room, the deck cycle, the share of the year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from shortdeck.verdict import report_figures as draw
from shortdeck.verdict.report_parts import Cell, Figure, Section, Table, svg_of

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.sorties import Sorties
    from shortdeck.parking.result import Parking, PlacePlan

_HEADINGS = {
    "geometric": "stand without touching one another",
    "in_turn": "can all leave, one at a time",
    "freely": "can each leave past all others",
}


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
