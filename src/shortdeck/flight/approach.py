"""Where an approach begins: on the glide path at the initial distance, but for its errors, as compiled rows.

A campaign starts thousands of approaches that differ in their errors alone, a single flight starts one: both
run this code, so that they start from the same bits.
"""

from __future__ import annotations

from math import atan2, cos, sin, sqrt, tan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.air.wind import Air, wind_at
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Setup
from shortdeck.numerics.jit import driver
from shortdeck.numerics.rotation import from_euler
from shortdeck.vessel.pack import Line

INITIAL_DISTANCE = 800.0  # m astern of the touchdown point
ERRORS = ("height_error", "side_error", "speed_error")  # m high, m right, m/s fast

Rows = NDArray[np.float64]


class Approach(NamedTuple):
    """What an approach without errors starts from; SI, heights over the deck, stations in the deck frame."""

    height: float  # of the centre of gravity
    station: float
    slope: float  # of the glide path relative to the ship
    airspeed: float
    pitch: float
    deck_height: float  # above the mean sea
    heading: float  # of the ship, from north
    line_angle: float  # of the runway line from the ship's heading
    line_y: float
    density: float  # air, as ``air.wind.Air``
    true_north: float
    true_east: float
    ship_north: float
    ship_east: float
    reference_height: float
    log_reference: float


FIELDS = len(Approach._fields)
BODY = 10  # numbers of a body that are not zero: place, velocity, attitude


def approach_of(c: Setup, *, heading: float, line: Line) -> Approach:
    """The approach of a recovery whose control law is set."""
    law = c.law
    return Approach(
        law.aim_height + INITIAL_DISTANCE * law.slope, law.aim_x - INITIAL_DISTANCE - c.right.x, law.slope,
        law.airspeed, law.pitch_trim, c.passage.deck_height, heading, line.angle, line.y, *c.air,
    )  # fmt: skip


@driver
def start_approaches(approaches: Rows, errors: Rows, out: Rows) -> None:
    """Place (m) and velocity (m/s), earth axes, and attitude, from rows of ``Approach`` and of its errors.

    The aircraft crabs against the wind across the line; its speed is that through the air.
    """
    for k in range(approaches.shape[0]):
        a = approaches[k]
        air = Air(a[9], a[10], a[11], a[12], a[13], a[14], a[15])
        height, slope, deck, heading = a[0], a[2], a[5], a[6]
        wind_n, wind_e = wind_at(air, deck + height)
        towards = heading + a[7]
        across = -wind_n * sin(towards) + wind_e * cos(towards)
        along = wind_n * cos(towards) + wind_e * sin(towards)
        fast = a[3] + errors[k, 2]
        through = sqrt(fast * fast - across * across)
        speed = through + along
        y = a[8] + a[1] * tan(a[7]) + errors[k, 1]
        out[k, 0] = a[1] * cos(heading) - y * sin(heading)
        out[k, 1] = a[1] * sin(heading) + y * cos(heading)
        out[k, 2] = -(deck + height + errors[k, 0])
        out[k, 3] = speed * cos(towards)
        out[k, 4] = speed * sin(towards)
        out[k, 5] = speed * slope
        out[k, 6], out[k, 7], out[k, 8], out[k, 9] = from_euler(0.0, a[4], towards - atan2(across, through))


def start_of_approach(approach: Approach, *, height: float, side: float, speed: float) -> Body:
    """The body of one approach with its errors: m high, m right, m/s fast."""
    out = np.empty((1, BODY))
    start_approaches(np.array([approach]), np.array([[height, side, speed]]), out)
    return Body(*out[0].tolist(), *([0.0] * (len(Body._fields) - BODY)))
