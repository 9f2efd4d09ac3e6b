"""What a history keeps of each moment of a flight."""

from __future__ import annotations

from shortdeck.flight.state import Near, Outputs, State
from shortdeck.numerics.jit import kernel


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
        m.reason,
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
)  # fmt: skip

HISTORY = len(COLUMNS)
