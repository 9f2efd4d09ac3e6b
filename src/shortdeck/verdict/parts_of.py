"""The parts of a verdict in the order in which they are asked, and what they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shortdeck.verdict.gathering import Gathering
from shortdeck.verdict.lines import Line
from shortdeck.verdict.parts import (
    Part,
    launch_part,
    park_part,
    recover_part,
    sustain_part,
    whole_part,
    year_part,
)


def parts_of(gathering: Gathering, lines: tuple[Line, ...]) -> tuple[tuple[Part, ...], dict[str, Any]]:
    """The parts, the whole last, and what they stand on by name."""
    g = gathering
    found: dict[str, Any] = {}
    parts: list[Part] = []
    least = least_winds(lines)
    mass = next((m for m in least if least[m] is not None), None)
    found["launch"] = [] if mass is None else g.launches(mass, least[mass] or 0.0)
    rare: Mapping[str, Any] = {}
    if g.effort.rare:
        rare = found["risk"] = g.risks()
    hinge = _hinge_of(lines, mass)
    parts.append(launch_part(g.aircraft, g.ship, least, found["launch"], hinge, rare.get("launch")))
    found["recover"] = g.recoveries()
    parts.append(recover_part(found["recover"], g.recovery_hinge(), rare.get("recover")))
    found["park"] = g.parking()
    parts.append(park_part(g.aircraft, found["park"], g.refused.get("park", ""), _counted(lines)))
    found["sustain"] = g.sorties()
    hinge = None if found["sustain"] is None else g.sustain_hinge(found["sustain"])
    parts.append(sustain_part(found["sustain"], g.refused.get("sustain", ""), hinge))
    if g.effort.wide:
        found["year"] = g.year()
        parts.append(year_part(found["year"], g.refused.get("year", "")))
        found["envelopes"] = g.envelopes()
    parts.append(whole_part(g.aircraft, g.ship, parts, g.effort.sea_states[0]))
    return tuple(parts), found


def least_winds(lines: tuple[Line, ...]) -> dict[float, float | None]:
    """Least wind over deck (m/s) by take-off mass (kg), as the lines of a calm sea have it."""
    out: dict[float, float | None] = {}
    for line in lines:
        head, _, mass = line.key.partition("_")
        if head == "launch" and mass.endswith("kg"):
            out[float(mass.removesuffix("kg"))] = line.value
    return out


def _hinge_of(lines: tuple[Line, ...], mass: float | None) -> Any:
    """The number on which the least wind at a mass hangs."""
    if mass is None:
        return None
    return next((line.hinge for line in lines if line.key == f"launch_{mass:.0f}kg"), None)


def _counted(lines: tuple[Line, ...]) -> Line | None:
    """The first count of the hangar, wings folded where they fold."""
    counts = {line.key: line for line in lines if line.key.startswith("hangar_")}
    return counts.get("hangar_folded", counts.get("hangar_spread"))
