"""Gains of the control laws from the aircraft's own small motions at the speed of its task.

Linear quadratic regulators over the design models of ``autopilot.synthesis``: path and speed by elevator and
throttle together, line and heading by aileron and rudder together, single angles on the deck. No gain is
typed by hand; what counts as a large deviation is one rule for all (``synthesis.weights``).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import Any

import numpy as np

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.trim import NoTrimError
from shortdeck.autopilot.regulator import LINE_SIGNALS, PATH_SIGNALS, Gains, Trim
from shortdeck.autopilot.synthesis import plant as plants
from shortdeck.autopilot.synthesis.plant import BEAT, Airframe, Condition, Matrix, Plant
from shortdeck.autopilot.synthesis.riccati import Allowed, regulator
from shortdeck.autopilot.synthesis.weights import DEFAULT, Weights

SINK_MORE = 1.0  # m/s that a capture may add to the vertical speed wanted
SIDE_SPEED = 2.5  # m/s across, likewise
BANK_MAX = 0.26  # rad
SLIP_RATE = 0.05  # rad/s at which a sideslip is taken up
WIND_TIME = 6.0  # s over which the wind estimates forget
_FASTER = 1.03  # where a speed cannot be trimmed, the next that is tried


def path_gains(f: Airframe, w: Weights) -> Matrix:
    """Elevator and throttle over the states of the longitudinal design model."""
    c = f.condition
    throttle = w.acceleration * GRAVITY * c.inertia.mass / f.thrust_per_throttle
    travel = min(c.actuation.elevator_up, c.actuation.elevator_down)
    speed = w.airspeed * c.airspeed
    wanted = (
        Allowed("height", w.height),
        Allowed("height_sum", w.height * w.height_time),
        Allowed("climb", w.climb),
        Allowed("airspeed", speed),
        Allowed("speed_sum", speed * w.airspeed_time),
    )
    return regulator(plants.longitudinal(f), wanted, (w.elevator * travel, throttle))


def line_gains(f: Airframe, w: Weights) -> Matrix:
    """Aileron and rudder over the states of the lateral design model."""
    act = f.condition.actuation
    wanted = (
        Allowed("offset", w.offset),
        Allowed("offset_sum", w.offset * w.offset_time),
        Allowed("sideslip", w.sideslip),
        Allowed("roll", w.bank),
    )
    return regulator(plants.lateral(f), wanted, (w.aileron * act.aileron, w.rudder * act.rudder))


def measured(plant: Plant, signals: tuple[str, ...]) -> Matrix:
    """Rows of the signals over the states: z = M x."""
    return np.array([plant.row(name) for name in signals])


def over_signals(K: Matrix, plant: Plant, signals: tuple[str, ...]) -> Matrix:
    """Gains over the signals from gains over the states: as many signals as states, all told apart."""
    return np.asarray(np.linalg.solve(measured(plant, signals).T, K.T).T, np.float64)


def hold_plants(f: Airframe) -> dict[str, Plant]:
    """Design models of pitch in the air, and of wings and heading on the deck."""
    lag = f.condition.actuation.surface_lag
    stiff, damp, effect = plants.pitch_on_path(f)
    A, B = f.model.A_lateral, f.model.B_lateral
    turn, turn_damp, turn_effect = plants.yaw_over_ground(f)
    return {
        "pitch": plants.single_axis(
            ("pitch", "q"), "elevator", stiffness=stiff, damping=damp, effect=effect, lag=lag, integral=True
        ),
        "roll": plants.single_axis(
            ("roll", "p"), "aileron", stiffness=0.0, damping=A[1, 1], effect=B[1, 0], lag=lag, integral=True
        ),
        "heading": plants.single_axis(
            ("heading", "r"), "rudder", stiffness=turn, damping=turn_damp, effect=turn_effect, lag=lag,
            integral=True,
        ),
    }  # fmt: skip


def hold_gains(f: Airframe, w: Weights) -> dict[str, tuple[float, ...]]:
    """Gains of single angles: integral, angle, rate, surface, last command."""
    act, models = f.condition.actuation, hold_plants(f)
    sizes = {
        "pitch": (w.pitch, w.attitude * min(act.elevator_up, act.elevator_down)),
        "roll": (w.roll, w.attitude * act.aileron),
        "heading": (w.heading, w.attitude * act.rudder),
    }
    out = {}
    for angle, (size, travel) in sizes.items():
        wanted = (Allowed(angle, size), Allowed(f"{angle}_sum", size * w.pitch_time))
        out[angle] = tuple(float(k) for k in regulator(models[angle], wanted, (travel,))[0])
    return out


def climb_forward(f: Airframe) -> tuple[float, float, float, float]:
    """Pitch, alpha, elevator and throttle per m/s of climb at the same speed, settled."""
    A, B, V = f.model.A_longitudinal, f.model.B_longitudinal, f.condition.airspeed
    # A (u, w, 0, pitch) + B (elevator, thrust) = 0 at constant airspeed, climb = V pitch - w.
    alpha = f.model.trim.alpha
    rows = np.zeros((5, 5))
    rows[:3, :3], rows[:3, 3:] = A[:3, [0, 1, 3]], B[:3]
    rows[3, :2] = np.cos(alpha), np.sin(alpha)
    theta = f.condition.slope + alpha
    rows[4, :3] = np.sin(theta), -np.cos(theta), V * np.cos(f.condition.slope)
    u, w, pitch, elevator, thrust = np.linalg.solve(rows, [0.0, 0.0, 0.0, 0.0, 1.0])
    slip = (w * np.cos(alpha) - u * np.sin(alpha)) / V
    return float(pitch), float(slip), float(elevator), float(thrust / f.thrust_per_throttle)


def pull_forward(f: Airframe) -> tuple[float, float, float, float, float]:
    """Pitch, alpha, q, elevator and throttle per m/s2 upwards, in a steady pull at the same speed."""
    A, B, V = f.model.A_longitudinal, f.model.B_longitudinal, f.condition.airspeed
    # Per m/s2 the path turns by 1/V; pitch follows it, so u, w are constant, and weight is felt as before.
    q = 1.0 / V
    alpha = f.model.trim.alpha
    rows = np.zeros((4, 4))
    rows[:3, :2], rows[:3, 2:] = A[:3, :2], B[:3]
    rows[3, :2] = np.cos(alpha), np.sin(alpha)
    u, w, elevator, thrust = np.linalg.solve(rows, [*(-A[:3, 2] * q), 0.0])
    attack = (w * np.cos(alpha) - u * np.sin(alpha)) / V
    return float(attack), float(attack), q, float(elevator), float(thrust / f.thrust_per_throttle)


def slip_forward(f: Airframe) -> tuple[float, float, float]:
    """Bank, aileron and rudder per radian of steady sideslip on a straight track."""
    A, B = f.model.A_lateral, f.model.B_lateral
    rows = np.column_stack([A[:3, 3], B[:3]])
    bank, aileron, rudder = np.linalg.solve(rows, -A[:3, 0] * f.condition.airspeed)
    return float(bank), float(aileron), float(rudder)


def settled(c: Condition) -> Airframe:
    """The airframe at a condition, or at the next faster one at which it can be trimmed."""
    for _ in range(16):
        try:
            return plants.airframe_at(c)
        except NoTrimError:
            c = c._replace(airspeed=_FASTER * c.airspeed)
    return plants.airframe_at(c)


def _slip_max(f: Airframe, slip: tuple[float, float, float], bank_limit: float) -> float:
    """Largest steady sideslip (rad) that leaves half of bank limit, aileron and rudder for the gusts."""
    act = f.condition.actuation
    room = (bank_limit, act.aileron, act.rudder)
    return min(0.5 * most / max(abs(part), 1e-6) for most, part in zip(room, slip, strict=True))


def _row(values: Any) -> Any:
    return tuple(float(v) for v in values)


@lru_cache(maxsize=512)
def design(c: Condition, w: Weights = DEFAULT, *, bank_limit: float = BANK_MAX) -> tuple[Gains, Trim]:
    """Gains at a condition, and its trim; ``bank_limit`` (rad) is that of a touchdown.

    Raises NoTrimError where nothing near can be trimmed.
    """
    f = settled(c)
    V, act = f.condition.airspeed, f.condition.actuation
    path = over_signals(path_gains(f, w), plants.longitudinal(f), PATH_SIGNALS)
    line = over_signals(line_gains(f, w), plants.lateral(f), LINE_SIGNALS)
    hold, slip = hold_gains(f, w), slip_forward(f)
    pressure = 0.5 * f.condition.density * V * V
    surface_lag, engine_lag = max(act.surface_lag, 0.5 * BEAT), max(act.engine_lag, 0.5 * BEAT)
    climbing, siding = PATH_SIGNALS.index("climb"), LINE_SIGNALS.index("offset_rate")
    gains = Gains(
        pressure=pressure,
        inv_pressure=1.0 / pressure,
        elevator=_row(path[0]),
        throttle=_row(path[1]),
        aileron=_row(line[0]),
        rudder=_row(line[1]),
        climb=climb_forward(f),
        pull=pull_forward(f),
        slip=slip,
        pitch_hold=_row(hold["pitch"]),
        bank_hold=_row(hold["roll"]),
        heading_hold=_row(hold["heading"]),
        surface_share=1.0 - exp(-BEAT / surface_lag),
        surface_step=act.surface_rate * BEAT,
        engine_share=1.0 - exp(-BEAT / engine_lag),
        elevator_up=act.elevator_up,
        elevator_down=act.elevator_down,
        aileron_max=act.aileron,
        rudder_max=act.rudder,
        capture=SINK_MORE * _ratio(path[0], climbing, climbing - 1, V),
        side_capture=min(
            SIDE_SPEED * _side_ratio(line[0], siding, V),
            BANK_MAX * abs(line[0, LINE_SIGNALS.index("roll")] / line[0, LINE_SIGNALS.index("offset")]),
        ),
        slip_max=_slip_max(f, slip, bank_limit),
        slip_rate=SLIP_RATE,
        wind_share=1.0 - exp(-BEAT / WIND_TIME),
    )
    trim = f.model.trim
    return gains, Trim(
        f.condition.slope * V, trim.alpha + f.condition.slope, trim.alpha, trim.elevator, f.throttle
    )


def _ratio(row: Any, rate: int, place: int, speed: float) -> float:
    """Metres of error that ask for as much elevator as 1 m/s of climb, pitched to fly it."""
    pitch = PATH_SIGNALS.index("pitch")
    return float(abs((row[rate] + row[pitch] / speed) / row[place]))


def _side_ratio(row: Any, rate: int, speed: float) -> float:
    """Metres of offset that ask for as much aileron as 1 m/s across, headed to fly it."""
    heading = LINE_SIGNALS.index("heading")
    return float(abs((row[rate] + row[heading] / speed) / row[rate - 1]))
