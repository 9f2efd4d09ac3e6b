"""The parts of a verdict, each kept under what it depends on, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.verdict.parts import (
    EFFORTS,
    RISK,
    Depth,
    Part,
    launch_part,
    park_part,
    recover_part,
    sustain_part,
    whole_part,
    year_part,
)
from shortdeck.verdict.store import Answers

if TYPE_CHECKING:
    from shortdeck.verdict.lines import Line

Progress = Callable[[str], None]


def parts_of(
    aircraft: AircraftFile, ship: ShipFile, lines: tuple[Line, ...], *, depth: Depth, seed: int,
    answers: Answers, say: Progress,
) -> tuple[tuple[Part, ...], dict[str, Any]]:  # fmt: skip
    """The parts, the whole last, and what they stand on by name."""
    effort = EFFORTS[depth]
    inputs = {"aircraft": aircraft, "ship": ship, "effort": effort._asdict(), "seed": seed}
    least = least_winds(lines)
    said: dict[str, Callable[[], tuple[Part, Any]]] = {
        "launch": lambda: launch_part(aircraft, ship, effort, least, seed),
        "recover": lambda: recover_part(aircraft, ship, effort, seed),
        "park": lambda: park_part(aircraft, ship, effort, seed),
        "sustain": lambda: sustain_part(aircraft, ship, effort, None, seed),
    }
    if effort.envelopes:
        said["year"] = lambda: year_part(aircraft, ship, seed)
    parts: list[Part] = []
    found: dict[str, Any] = {}
    for key, work in said.items():
        say(key)
        part, found[key] = answers.get(f"part {key}", inputs, work)
        parts.append(part)
    if effort.envelopes:
        say("envelopes")
        found["envelopes"] = answers.get(
            "envelopes", inputs, lambda: _envelopes(aircraft, ship, effort, seed)
        )
    if effort.rare:
        say("risk")
        found["risk"] = answers.get("risk", inputs, lambda: _risks(aircraft, ship, seed))
    parts.append(whole_part(aircraft, ship, parts, hangs_on(lines), effort.sea_states[0]))
    return tuple(parts), found


def least_winds(lines: tuple[Line, ...]) -> dict[float, float | None]:
    """Least wind over deck (m/s) by take-off mass (kg), as the lines of a calm sea have it."""
    out: dict[float, float | None] = {}
    for line in lines:
        head, _, mass = line.key.partition("_")
        if head == "launch" and mass.endswith("kg"):
            out[float(mass.removesuffix("kg"))] = line.value
    return out


def hangs_on(lines: tuple[Line, ...]) -> str:
    """The number that moves the least wind of the first launch most, with its confidence."""
    hinge = next((line.hinge for line in lines if line.key.startswith("launch_") and line.hinge), None)
    return f"{hinge.file} {hinge.path.removeprefix('model.')} ({hinge.confidence})" if hinge else ""


def _envelopes(aircraft: AircraftFile, ship: ShipFile, effort: Any, seed: int) -> tuple[Any, ...]:
    """Limits over wind over deck, 6 directions by 5 speeds and refined at the boundary."""
    from shortdeck.limits.envelope import envelope

    return tuple(
        envelope(task, aircraft, ship, sea_state=list(effort.sea_states), directions=6, risk=RISK, seed=seed,
                 speeds=[5.0, 10.0, 15.0, 20.0, 25.0], highest_mass=False)
        for task in ("launch", "recover")
    )  # fmt: skip


def _risks(aircraft: AircraftFile, ship: ShipFile, seed: int) -> dict[str, Any]:
    """Risks of launch and recovery in sea state 4, down to one in a million and below."""
    from shortdeck.safety.asked import risk

    return {
        task: risk(task, aircraft, ship, sea_state=4, ship_speed="10 kn", seed=seed)
        for task in ("launch", "recover")
    }
