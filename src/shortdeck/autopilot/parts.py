"""The parts of the control law that a user's function may replace, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shortdeck.autopilot import gates, law, prediction, surfaces

PARTS: dict[str, Callable[..., Any]] = {
    "law": law.autopilot,
    "phases": law.next_phase,
    "wave_off": gates.gate_violated,
    "guidance": law.approach_path,
    "pitch": law.pitch_target,
    "slip": law.slip_target,
    "inner_loops": surfaces.deflections,
    "predictor": prediction.watched,
}

MEANING: dict[str, str] = {
    "law": "all of it: what is sensed and foreseen in, commands and memory out",
    "phases": "which phase comes next, how long a gate has been violated, and the reason",
    "wave_off": "the gate that is violated, a number of gates.REASONS; 0: none",
    "guidance": "the path of an approach at this moment: height, climb, airspeed",
    "pitch": "pitch to be held in the other phases",
    "slip": "sideslip wanted",
    "inner_loops": "throttle, control surfaces and nose wheel from what is wanted, and what they remember",
    "predictor": "the deck at touchdown, from the deck as it is measured and from the last forecast",
}
"""What each part gives."""
