"""What a history keeps of each moment of a flight, and of what surrounded it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.flight.state import Near, Outputs, State
from shortdeck.numerics.jit import kernel

if TYPE_CHECKING:
    from shortdeck.flight.conditions import Conditions
    from shortdeck.flight.outcome import Outcome

SHIP_MOTIONS = ("surge", "sway", "heave", "roll", "pitch", "yaw")


@kernel
def row_of(s: State, near: Near, o: Outputs) -> tuple[float, ...]:
    """Everything a history keeps of one moment; the names are ``COLUMNS``."""
    b, a, m, k, f = s.body, s.actuators, s.memory, s.commands, s.forecast
    return (
        s.time, b.n, b.e, b.d, b.vn, b.ve, b.vd, b.q0, b.q1, b.q2, b.q3, b.p, b.q, b.r,
        a.elevator, a.aileron, a.rudder, a.flap, a.steer, a.brake, a.omega, a.pitch, a.power, a.inflow,
        k.throttle, m.phase, m.pitch_command,
        o.airspeed, o.alpha, o.beta, o.alpha_stall, o.thrust, o.shaft_power, o.nose_load, o.left_load,
        o.right_load, o.nose_depth, o.left_depth, o.right_depth, o.closure, o.main_x, o.main_y, o.main_z,
        o.nose_x, min(o.slip / max(o.grip, 1e-9), 1.0), o.load_factor, near.tail_clear, near.tip_clear,
        near.prop_clear, near.nose_clear, o.sea_clear,
        f.height, f.climb, f.pitch, f.roll, f.moment, f.height_then, f.climb_then, f.pitch_then, f.roll_then,
        m.reason, s.sensing.received.side, s.sensing.received.side_speed, s.time - s.sensing.stamp,
    )  # fmt: skip


COLUMNS = (
    "time", "north", "east", "down", "v_north", "v_east", "v_down", "q0", "q1", "q2", "q3", "p", "q", "r",
    "elevator", "aileron", "rudder", "flap", "steer", "brake", "propeller_speed", "blade_angle",
    "engine_power", "inflow", "throttle", "phase", "pitch_command", "airspeed", "alpha", "beta",
    "alpha_stall", "thrust", "shaft_power", "nose_load", "left_load", "right_load", "nose_depth",
    "left_depth", "right_depth", "closure", "main_x", "main_y", "main_z", "nose_x", "friction_use",
    "load_factor", "tail_clearance", "tip_clearance", "propeller_clearance", "nose_clearance",
    "sea_clearance", "deck_height", "deck_climb", "deck_pitch", "deck_roll", "forecast_for",
    "forecast_height", "forecast_climb", "forecast_pitch", "forecast_roll", "reason",
    "deck_side", "deck_side_speed", "link_age",
)  # fmt: skip

HISTORY = len(COLUMNS)


def ship_motions(k: Conditions, time: NDArray[np.float64], *, waited: float = 0.0) -> NDArray[np.float64]:
    """The ship's six motions as the flight saw them, shape (time, 6), ``SHIP_MOTIONS``: m and rad.

    Of her centre of gravity: forward, right, down along the mean course; roll, pitch, yaw. Exact at the
    engine's knots, a cubic through values and rates between them. Zero in calm water.
    ``waited``: how long she had moved when the flight began, s.
    """
    from scipy.interpolate import CubicHermiteSpline

    from shortdeck.flight.block import KNOT
    from shortdeck.flight.step import BEAT

    if not len(time) or (k.seaway is None and k.record is None):
        return np.zeros((len(time), len(SHIP_MOTIONS)))
    span = KNOT * BEAT
    knots = np.arange(int(np.ceil(time[-1] / span)) + 2)
    if k.record is not None:
        rows = k.record[np.minimum(knots + k.record_start, len(k.record) - 1)]
        values, rates = rows[:, :6], rows[:, 6:]
    else:
        assert k.seaway is not None
        sea, when = k.seaway.realise(seed=k.seed, case=k.case), waited + span * knots
        values, rates = sea.motions(when), sea.motions(when, derivative=1)
    return np.asarray(CubicHermiteSpline(span * knots, values, rates, axis=0)(time))


def circumstances(k: Conditions, outcome: Outcome) -> dict[str, Any]:
    """Conditions and events as attributes of a file: numbers in SI and radians, texts."""
    names = ("mass", "wind_over_deck", "wind_angle", "ship_speed", "heading", "density", "stores")
    out: dict[str, Any] = {name: float(getattr(k, name)) for name in names}
    out |= {"surface": k.surface, "ramp": int(k.ramp), "turbulence": k.turbulence, "airwake": int(k.airwake)}
    out |= {"seed": int(k.seed), "case": int(k.case), "notes": "\n".join(k.notes)}
    moved = "recorded" if k.record is not None else "sea" if k.seaway is not None else "none"
    return out | {"ship_motion": moved, "events": json.dumps([[when, what] for when, what in outcome.events])}
