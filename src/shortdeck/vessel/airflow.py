"""All the air that an aircraft meets besides the mean wind: turbulence, gusts and airwake as one state.

The state is carried on at any interval (every few steps of a flight) and holds what it found until then.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.air.turbulence import (
    Gusts,
    Noise,
    Turbulence,
    advance_turbulence,
    gusts_at,
    start_gusts,
)
from shortdeck.numerics.elementary import exp, smoothstep
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.random import AIRWAKE, TURBULENCE, normals
from shortdeck.vessel.airwake import Airwake, Steady, free_of_deck, steady_airwake, unsteady
from shortdeck.vessel.flow_grid import FlowGrid, steady_on_grid

APPROACHING = 20.0  # m

WakeNoise = tuple[float, float, float]  # standard normal numbers of one step


class Airflow(NamedTuple):
    """What the air does beside its mean, and the processes behind it."""

    gusts: Gusts
    wake_along: float  # random processes of the wake, unit variance
    wake_across: float
    wake_down: float
    north: float  # velocity to be added to the mean wind, earth axes, m/s
    east: float
    down: float
    p: float  # rates of the air, body axes, rad/s
    q: float
    r: float


class Place(NamedTuple):
    """Where the aircraft is, to the air: over the sea, in the ship's level axes, and over the deck itself."""

    height: float  # above the sea, m
    x: float
    y: float
    z: float  # below deck level; over the deck below the deck as it moves


@kernel
def noise_of(seed: float, case: float, count: float) -> tuple[Noise, WakeNoise]:
    """Normal numbers of a case's update ``count``; 0 is the start of the flight."""
    a, b = normals(seed, case, TURBULENCE, 3.0 * count)
    c, d = normals(seed, case, TURBULENCE, 3.0 * count + 1.0)
    e, f = normals(seed, case, TURBULENCE, 3.0 * count + 2.0)
    along, across = normals(seed, case, AIRWAKE, 2.0 * count)
    down, _ = normals(seed, case, AIRWAKE, 2.0 * count + 1.0)
    return (a, b, c, d, e, f), (along, across, down)


@kernel
def place_of(a: Airwake, north: float, east: float, down: float, below_deck: float) -> Place:
    """A point in the frame that moves with the ship; ``below_deck``: its z in the moving deck's own frame.

    Between the level frame and the deck's it goes over within ``APPROACHING`` of bow and stern.
    """
    x = north * a.heading_cos + east * a.heading_sin
    y = east * a.heading_cos - north * a.heading_sin
    level = down + a.deck_height
    over = smoothstep(x / APPROACHING + 1.0) * smoothstep((a.length - x) / APPROACHING + 1.0)
    return Place(-down, x, y, over * below_deck + (1.0 - over) * level)


@kernel
def start_airflow(t: Turbulence, noise: Noise, wake: WakeNoise, height: float) -> Airflow:
    """The state at the beginning of a flight: turbulence in its steady state; outputs of the gusts alone."""
    g = start_gusts(t, noise, height)
    north, east, down, p, q, r = gusts_at(t, g)
    return Airflow(g, wake[0], wake[1], wake[2], north, east, down, p, q, r)


@kernel
def combine(
    t: Turbulence, a: Airwake, s: Steady, place: Place, g: Gusts,
    wake: tuple[float, float, float], pitch: float, pitch_rate: float,
) -> Airflow:  # fmt: skip
    """The state with new processes and the mean disturbance at the place."""
    dx, dy, dz = unsteady(a, s, place.x, place.z, pitch, pitch_rate, wake)
    north, east, down, p, q, r = gusts_at(t, g)
    return Airflow(
        g, wake[0], wake[1], wake[2],
        north + dx * a.heading_cos - dy * a.heading_sin,
        east + dx * a.heading_sin + dy * a.heading_cos,
        down * free_of_deck(a, s.over, place.z) + dz,
        p, q, r,
    )  # fmt: skip


@kernel
def advance_wake(a: Airwake, f: Airflow, noise: WakeNoise, way: float) -> tuple[float, float, float]:
    """The random processes of the wake after a distance flown through the air."""
    e = exp(-way / a.eddy)
    k = sqrt(max(1.0 - e * e, 0.0))
    return e * f.wake_along + k * noise[0], e * f.wake_across + k * noise[1], e * f.wake_down + k * noise[2]


@kernel
def advance_airflow(
    t: Turbulence, a: Airwake, f: Airflow, noise: Noise, wake_noise: WakeNoise, place: Place,
    wind_north: float, wind_east: float, airspeed: float, pitch: float, pitch_rate: float, time: float,
    dt: float,
) -> Airflow:  # fmt: skip
    """The airflow after dt. ``wind_north``, ``wind_east``: mean wind there in the frame moving with the ship.

    ``pitch``, ``pitch_rate``: the ship's, rad and rad/s, bow up. The rates of the air are those of the
    turbulence; the mean gradients of the airwake over the span are not among them.
    """
    wx = wind_north * a.heading_cos + wind_east * a.heading_sin
    wy = wind_east * a.heading_cos - wind_north * a.heading_sin
    s = steady_airwake(a, place.x, place.y, place.z, wx, wy)
    g = advance_turbulence(t, f.gusts, noise, place.height, airspeed, time, dt)
    wake = advance_wake(a, f, wake_noise, airspeed * dt)
    return combine(t, a, s, place, g, wake, pitch, pitch_rate)


@kernel
def advance_airflow_on_grid(
    t: Turbulence, a: Airwake, grid: FlowGrid, f: Airflow, noise: Noise, wake_noise: WakeNoise, place: Place,
    wind_north: float, wind_east: float, airspeed: float, pitch: float, pitch_rate: float, time: float,
    dt: float,
) -> Airflow:  # fmt: skip
    """As ``advance_airflow`` with the steady airwake of a user's flow field. One flight at a time."""
    wx = wind_north * a.heading_cos + wind_east * a.heading_sin
    wy = wind_east * a.heading_cos - wind_north * a.heading_sin
    s = steady_on_grid(a, grid, place.x, place.y, place.z, wx, wy)
    g = advance_turbulence(t, f.gusts, noise, place.height, airspeed, time, dt)
    wake = advance_wake(a, f, wake_noise, airspeed * dt)
    return combine(t, a, s, place, g, wake, pitch, pitch_rate)
