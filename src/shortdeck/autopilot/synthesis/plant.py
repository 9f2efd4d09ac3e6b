"""Small motions of an aircraft in the air, with actuators, engine, gusts and the beat of the control law.

The airframe's equations (``airframe.modes``) are completed by what lies between a command and a force:
surfaces and engine as first-order lags, commands held over a beat and acting one beat late. States are
departures from steady flight; the air's gusts are two first-order Markov processes, so that the regulator
knows how long a gust lasts. Discrete in time, x[k+1] = F x[k] + G u[k].
"""

from __future__ import annotations

from math import ceil, cos, log2, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.modes import LinearModel, ThrustLine, linearise_airframe
from shortdeck.airframe.propulsion import Propulsion
from shortdeck.airframe.propulsion_steady import steady, steady_at_thrust
from shortdeck.flight.rigid_body import Inertia

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

BEAT = 0.02  # s between two runs of the control law: flight.step.BEAT
TERMS = 12  # of the series: the first left out is below 0.25^13 / 13!, 2e-18
ELECTRIC_LAG = 0.05  # s, of an electric motor, for which a file states no lag
LEAST_THROTTLE = 0.05  # about which thrust is linearised where the trim needs less
# Integral scales of the gusts that the regulator counts on: the marine surface layer (air.pack) 25 m above
# the sea, 5.67 and 0.92 times the height.
GUST_ALONG = 140.0  # m
GUST_DOWN = 23.0  # m


class Actuation(NamedTuple):
    """Travel (rad), rate (rad/s) and lags (s) of the surfaces and of the engine."""

    elevator_up: float
    elevator_down: float
    aileron: float
    rudder: float
    surface_rate: float
    surface_lag: float
    engine_lag: float


class Condition(NamedTuple):
    """An airframe and the steady flight about which it is regulated; SI, radians, ``slope`` of climb."""

    aero: Aerodynamics
    inertia: Inertia
    propulsion: Propulsion
    actuation: Actuation
    hub_x: float  # of the propeller from the centre of gravity, body axes, m
    hub_z: float
    tilt: float
    airspeed: float
    density: float
    flap: float
    slope: float


class Airframe(NamedTuple):
    """Linear model of a condition, and what a throttle does there."""

    condition: Condition
    model: LinearModel
    throttle: float  # trim, 0 to 1
    thrust_per_throttle: float  # N, settled


class Plant(NamedTuple):
    """Discrete design model; ``names`` of its states, and its outputs as rows over them."""

    F: Matrix
    G: Matrix
    names: tuple[str, ...]
    rows: dict[str, Vector]

    def row(self, name: str) -> Vector:
        """The output of that name, or the state."""
        if name in self.rows:
            return self.rows[name]
        unit = np.zeros(len(self.names))
        unit[self.names.index(name)] = 1.0
        return unit


def trim_throttle(p: Propulsion, *, thrust: float, speed: float, density: float) -> float:
    """Throttle (0 to 1) whose settled thrust (N) is that at an axial speed (m/s); 0 or 1 beyond its range."""
    if p.is_electric > 0.5:

        def short(throttle: float) -> float:
            return steady(p, throttle, speed, density).thrust - thrust

        if short(0.0) >= 0.0:
            return 0.0
        return 1.0 if short(1.0) <= 0.0 else float(brentq(short, 0.0, 1.0, xtol=1e-6))
    power = steady_at_thrust(p, max(thrust, 0.0), speed, density).power
    full = steady(p, 1.0, speed, density).power
    share = power / max(full, 1.0)
    return min(max((share - p.idle) / (1.0 - p.idle), 0.0), 1.0)


def airframe_at(c: Condition) -> Airframe:
    """Small motions at a condition, thrust falling with speed as the propeller makes it.

    Raises NoTrimError where the aircraft cannot be trimmed there.
    """
    line = ThrustLine(c.hub_x, c.hub_z, c.tilt)

    def linear(where: ThrustLine) -> LinearModel:
        return linearise_airframe(
            c.aero, c.inertia, airspeed=c.airspeed, density=c.density, flap=c.flap, gear=1.0,
            slope=c.slope, thrust=where,
        )  # fmt: skip

    first = linear(line)
    axial = c.airspeed * cos(first.trim.alpha + c.tilt)
    throttle = trim_throttle(c.propulsion, thrust=first.trim.thrust, speed=axial, density=c.density)
    about = min(max(throttle, LEAST_THROTTLE), 1.0 - LEAST_THROTTLE)

    def thrust(share: float, speed: float) -> float:
        return steady(c.propulsion, share, speed, c.density).thrust

    h = 0.02
    per_throttle = (thrust(about + h, axial) - thrust(about - h, axial)) / (2.0 * h)
    per_speed = (thrust(about, 1.01 * axial) - thrust(about, 0.99 * axial)) / (0.02 * axial)
    return Airframe(c, linear(line._replace(slope=per_speed)), throttle, max(per_throttle, 1.0))


def exponential(A: Matrix) -> Matrix:
    """e^A of a small matrix: its Taylor series at a norm of a quarter or less, squared up again.

    scipy.linalg.expm hands each of these 13 by 13 matrices to all threads of its BLAS, which takes a hundred
    times as long as the work where the processor has other things to do.
    """
    squarings = max(0, ceil(log2(max(float(np.abs(A).sum(axis=0).max()), 1e-30) / 0.25)))
    X = A / 2.0**squarings
    out = term = np.eye(len(A))
    for k in range(1, TERMS + 1):
        term = term @ X / k
        out = out + term
    for _ in range(squarings):
        out = out @ out
    return out


def discrete(A: Matrix, B: Matrix) -> tuple[Matrix, Matrix]:
    """Commands held over a beat that act one beat late: the last commands become states."""
    n, m = B.shape
    block = np.zeros((n + m, n + m))
    block[:n, :n], block[:n, n:] = A, B
    held = exponential(block * BEAT)
    F, G = np.zeros((n + m, n + m)), np.zeros((n + m, m))
    F[:n] = held[:n]
    G[n:] = np.eye(m)
    return F, G


LONGITUDINAL = (
    "u", "w", "q", "pitch", "head_gust", "up_gust", "height", "height_sum", "speed_sum", "elevator",
    "power", "last_elevator", "last_throttle",
)  # fmt: skip
LATERAL = (
    "v", "p", "r", "roll", "heading", "offset", "offset_sum", "aileron", "rudder", "last_aileron",
    "last_rudder",
)  # fmt: skip


def longitudinal(f: Airframe) -> Plant:
    """Path and speed: inputs elevator (rad) and throttle (share). u and w are relative to the air."""
    c, V, alpha = f.condition, f.condition.airspeed, f.model.trim.alpha
    theta = c.slope + alpha
    at = {name: k for k, name in enumerate(LONGITUDINAL)}
    n = len(LONGITUDINAL) - 2
    A, B = np.zeros((n, n)), np.zeros((n, 2))
    A[:4, :4] = f.model.A_longitudinal
    # A gust from ahead adds to u, one from below to w; both die out over their length.
    for gust, speed, length in (("head_gust", "u", GUST_ALONG), ("up_gust", "w", GUST_DOWN)):
        A[at[gust], at[gust]] = A[at[speed], at[gust]] = -V / length
    climb = np.zeros(n)
    climb[at["u"]], climb[at["head_gust"]] = sin(theta), -sin(theta)
    climb[at["w"]], climb[at["up_gust"]] = -cos(theta), cos(theta)
    climb[at["pitch"]] = V * cos(c.slope)
    fast = np.zeros(n)
    fast[at["u"]], fast[at["w"]] = cos(alpha), sin(alpha)
    A[at["height"]] = climb
    A[at["height_sum"], at["height"]] = 1.0
    A[at["speed_sum"]] = fast
    A[:4, at["elevator"]] = f.model.B_longitudinal[:, 0]
    A[:4, at["power"]] = f.model.B_longitudinal[:, 1] * f.thrust_per_throttle
    act = c.actuation
    for k, (name, lag) in enumerate((("elevator", act.surface_lag), ("power", act.engine_lag))):
        lag = max(lag, 0.5 * BEAT)
        A[at[name], at[name]], B[at[name], k] = -1.0 / lag, 1.0 / lag
    F, G = discrete(A, B)
    pad = np.zeros(2)
    rows = {"climb": np.append(climb, pad), "airspeed": np.append(fast, pad)}
    rows["alpha"] = np.zeros(n + 2)
    rows["alpha"][at["u"]], rows["alpha"][at["w"]] = -sin(alpha) / V, cos(alpha) / V
    return Plant(F, G, LONGITUDINAL, rows)


def lateral(f: Airframe) -> Plant:
    """Line and heading: inputs aileron and rudder (rad); offset to the right of the line."""
    c, V, alpha = f.condition, f.condition.airspeed, f.model.trim.alpha
    theta = c.slope + alpha
    at = {name: k for k, name in enumerate(LATERAL)}
    n = len(LATERAL) - 2
    A, B = np.zeros((n, n)), np.zeros((n, 2))
    order = [at[name] for name in ("v", "p", "r", "roll")]
    A[np.ix_(order, order)] = f.model.A_lateral
    across = np.zeros(n)
    across[at["heading"]], across[at["v"]], across[at["roll"]] = V * cos(c.slope), 1.0, -V * sin(alpha)
    A[at["heading"], at["r"]] = 1.0 / cos(theta)
    A[at["offset"]] = across
    A[at["offset_sum"], at["offset"]] = 1.0
    lag = max(c.actuation.surface_lag, 0.5 * BEAT)
    for k, name in enumerate(("aileron", "rudder")):
        A[order, at[name]] = f.model.B_lateral[:, k]
        A[at[name], at[name]], B[at[name], k] = -1.0 / lag, 1.0 / lag
    F, G = discrete(A, B)
    rows = {"offset_rate": np.append(across, np.zeros(2)), "sideslip": np.zeros(n + 2)}
    rows["sideslip"][at["v"]] = 1.0 / V
    return Plant(F, G, LATERAL, rows)


def single_axis(
    names: tuple[str, str], surface: str, *, stiffness: float, damping: float, effect: float, lag: float,
    integral: bool,
) -> Plant:  # fmt: skip
    """One angle while the path stays as it is: angle'' = stiffness angle + damping rate + effect surface."""
    angle, rate = names
    states = (*((f"{angle}_sum",) if integral else ()), angle, rate, surface)
    at = {name: k for k, name in enumerate(states)}
    n = len(states)
    A, B = np.zeros((n, n)), np.zeros((n, 1))
    if integral:
        A[at[f"{angle}_sum"], at[angle]] = 1.0
    A[at[angle], at[rate]] = 1.0
    A[at[rate], at[angle]], A[at[rate], at[rate]], A[at[rate], at[surface]] = stiffness, damping, effect
    lag = max(lag, 0.5 * BEAT)
    A[at[surface], at[surface]], B[at[surface], 0] = -1.0 / lag, 1.0 / lag
    F, G = discrete(A, B)
    return Plant(F, G, (*states, f"last_{surface}"), {})


def pitch_in_flight(f: Airframe) -> Plant:
    """Pitch held by the elevator in free flight, throttle as it is: where the design is judged."""
    states = ("pitch_sum", "pitch", "q", "elevator", "u", "w")
    at = {name: k for k, name in enumerate(states)}
    A, B = np.zeros((6, 6)), np.zeros((6, 1))
    order = [at[name] for name in ("u", "w", "q", "pitch")]
    A[np.ix_(order, order)] = f.model.A_longitudinal
    A[at["pitch_sum"], at["pitch"]] = 1.0
    A[order, at["elevator"]] = f.model.B_longitudinal[:, 0]
    lag = max(f.condition.actuation.surface_lag, 0.5 * BEAT)
    A[at["elevator"], at["elevator"]], B[at["elevator"], 0] = -1.0 / lag, 1.0 / lag
    F, G = discrete(A, B)
    return Plant(F, G, (*states, "last_elevator"), {})


def yaw_over_ground(f: Airframe) -> tuple[float, float, float]:
    """Stiffness, damping and rudder effect of the heading while the wheels hold the track."""
    A, B = f.model.A_lateral, f.model.B_lateral
    return -A[2, 0] * f.condition.airspeed, A[2, 2], B[2, 1]


def pitch_on_path(f: Airframe) -> tuple[float, float, float]:
    """Stiffness, damping and elevator effect of the pitch while the path stays straight."""
    A, B = f.model.A_longitudinal, f.model.B_longitudinal
    return A[2, 1] * f.condition.airspeed, A[2, 2], B[2, 0]
