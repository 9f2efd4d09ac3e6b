"""The driver of one flight, with its history."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shortdeck.flight.loads import total_loads
from shortdeck.flight.state import Actuators, Outputs, Setup, State
from shortdeck.flight.step import STEP, ended, step
from shortdeck.numerics.jit import driver, kernel

CHUNK = 40_000  # steps between looks at the keyboard: well below half a second


@kernel
def row_of(s: State, o: Outputs) -> tuple[float, ...]:
    """Everything a history keeps of one moment; the names are ``COLUMNS``."""
    b, a, m, k = s.body, s.actuators, s.memory, s.commands
    return (
        s.time, b.n, b.e, b.d, b.vn, b.ve, b.vd, b.q0, b.q1, b.q2, b.q3, b.p, b.q, b.r,
        a.elevator, a.aileron, a.rudder, a.flap, a.steer, a.brake, a.omega, a.pitch, a.power, a.inflow,
        k.throttle, m.phase, m.pitch_command,
        o.airspeed, o.alpha, o.beta, o.alpha_stall, o.thrust, o.shaft_power, o.nose_load, o.left_load,
        o.right_load, o.nose_depth, o.left_depth, o.right_depth, o.closure, o.main_x, o.main_y, o.main_z,
        o.nose_x, o.side_use, o.load_factor, o.tail_clear, o.tip_clear, o.prop_clear,
        o.nose_clear, o.sea_clear,
    )  # fmt: skip


COLUMNS = (
    "time", "north", "east", "down", "v_north", "v_east", "v_down", "q0", "q1", "q2", "q3", "p", "q", "r",
    "elevator", "aileron", "rudder", "flap", "steer", "brake", "propeller_speed", "blade_angle",
    "engine_power", "inflow", "throttle", "phase", "pitch_command", "airspeed", "alpha", "beta",
    "alpha_stall", "thrust", "shaft_power", "nose_load", "left_load", "right_load", "nose_depth",
    "left_depth", "right_depth", "closure", "main_x", "main_y", "main_z", "nose_x", "friction_use",
    "load_factor", "tail_clearance", "tip_clearance", "propeller_clearance", "nose_clearance",
    "sea_clearance",
)  # fmt: skip


@driver
def begin(c: Setup, s: State, dt: float) -> Outputs:
    """Outputs of the first state."""
    a: Actuators = s.actuators
    _, _, out, _ = total_loads(c, s.body, a, 0.0, dt)
    return out


@driver
def run(
    c: Setup, s: State, o: Outputs, dt: float, steps: int, every: int, rows: NDArray[np.float64]
) -> tuple[State, Outputs, int, int]:
    """Up to ``steps`` steps; a row of history every ``every`` steps where ``rows`` has room."""
    count = 0
    done = 0
    for k in range(steps):
        if k % every == 0 and count < rows.shape[0]:
            values = row_of(s, o)
            for j in range(rows.shape[1]):
                rows[count, j] = values[j]
            count += 1
        s, o = step(c, s, o, dt)
        done = k + 1
        if ended(s):
            break
    if count < rows.shape[0]:
        values = row_of(s, o)
        for j in range(rows.shape[1]):
            rows[count, j] = values[j]
        count += 1
    return s, o, done, count


def fly(
    c: Setup, s: State, *, duration: float, dt: float = STEP, sample: float | None = None
) -> tuple[State, NDArray[np.float64]]:
    """Fly until the end or for ``duration`` seconds; a history row every ``sample`` s (None: none)."""
    o = begin(c, s, dt)
    parts: list[NDArray[np.float64]] = []
    left = round(duration / dt)
    every = max(1, round((sample or duration) / dt))
    while left > 0:
        steps = min(left, CHUNK - CHUNK % every or every)
        rows = np.zeros((0 if sample is None else steps // every + 2, len(COLUMNS)))
        s, o, done, count = run(c, s, o, dt, steps, every, rows)
        parts.append(rows[:count])
        left -= done
        if done < steps or ended(s):
            break
    return s, np.concatenate(parts)
