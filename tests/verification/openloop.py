"""Fly open loop with the production loads and the production step, without actuators and control laws.

A ``Setup`` is that of a catalogue flight in which everything a closed form or a peer does not have is
replaced: constant thrust along body x through the centre of gravity, an own airframe, legs, deck and air.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import shortdeck as sd
from shortdeck.air.wind import Air
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.gear import Leg
from shortdeck.airframe.propulsion import Propulsion
from shortdeck.flight.lanes import zeros
from shortdeck.flight.loads import total_loads
from shortdeck.flight.rigid_body import Body, Inertia, advance, at_mid_step
from shortdeck.flight.setup import Conditions, launch_setup
from shortdeck.flight.state import Actuators, Outputs, Setup
from shortdeck.flight.surroundings import surroundings
from shortdeck.numerics.jit import driver
from shortdeck.numerics.rotation import euler, matrix, to_body
from shortdeck.vessel.airflow import Airflow
from shortdeck.vessel.deck import Deck, Edge
from shortdeck.vessel.ship_motion import Passage, at_rest

STEP = 0.005
HIGH = 1e5  # m over the sea: no ground effect
AT_ORIGIN = Passage(1.0, 0.0, 0.0, 0.0, 0.0, -1.0, -1.0, 0.0, 0.0, 0.0)
STILL = zeros(Airflow)
PORT = Edge(-50.0, *([0.0] * 21))
STARBOARD = Edge(50.0, *([0.0] * 21))
FLAT = Deck(2000.0, PORT, STARBOARD, 1e9, 1.0, 0.0, -50.0, 50.0, 0.8, 0.0)
NO_LEG = Leg(0.0, 0.0, -1000.0, 0.0, 0.0, 0.0, 10.0, 0.0, 0.0, 0.0, 1.0, 0.0)

NOWHERE = FLAT._replace(length=-1e6)

CHANNELS = ("u", "v", "w", "p", "q", "r", "roll", "pitch", "yaw")
COLUMNS = (*CHANNELS, "north", "down", "v_north", "v_down", "nose_load", "nose_depth")


class Wheels(NamedTuple):
    nose: Leg = NO_LEG
    left: Leg = NO_LEG
    right: Leg = NO_LEG


def constant_thrust(base: Propulsion, *, thrust: float, density: float) -> Propulsion:
    """An electric drive whose speed (1 rad/s) and thrust depend on nothing, without torque and wash."""
    diameter = 2.0
    turn = 4.0 * pi * pi / (density * diameter**4)
    return base._replace(
        is_electric=1.0, radius=0.5 * diameter, sense=0.0, wash_growth=0.0,
        KQ=1.0, KQ_over_R=1.0, current_0=0.0, voltage=2.0,
        CT_0=thrust * turn, CT_1=0.0, CT_2=0.0, CQ_0=turn / diameter, CQ_1=0.0, CQ_2=0.0,
    )  # fmt: skip


def open_loop(
    *,
    aero: Aerodynamics,
    inertia: Inertia,
    thrust: float,
    density: float,
    gravity: float,
    headwind: float = 0.0,
    wheels: Wheels | None = None,
    deck: Deck = FLAT,
) -> Setup:
    """Free flight far from any deck, or on ``wheels`` on a deck at the origin; wind without a profile."""
    base, _, _ = launch_setup(sd.aircraft("bayraktar-tb3"), sd.ship("izumo"), Conditions(mass=1450.0))
    legs = Wheels() if wheels is None else wheels
    return base._replace(
        aero=aero,
        propulsion=constant_thrust(base.propulsion, thrust=thrust, density=density),
        inertia=inertia,
        nose=legs.nose,
        left=legs.left,
        right=legs.right,
        deck=NOWHERE if wheels is None else deck,
        passage=AT_ORIGIN,
        air=Air(density, 0.0, 0.0, headwind, 0.0, 10.0, 10.0),
        thrust_x=0.0,
        thrust_z=0.0,
        thrust_cos=1.0,
        thrust_sin=0.0,
        gravity=gravity,
    )


@driver
def step(
    c: Setup, still: Airflow, body: Body, elevator: float, aileron: float, rudder: float, flap: float,
    dt: float,
) -> tuple[Body, Outputs]:  # fmt: skip
    """One step with surfaces held: the production loads at mid-step and the production advance."""
    actuators = Actuators(elevator, aileron, rudder, flap, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    near, _ = surroundings(c, body, at_rest(c.passage), 0.0, True)
    mid = at_mid_step(body, dt)
    acceleration, moment, out, _ = total_loads(
        c, near, still, mid, actuators, 1.0, c.power, 0.0, dt, True
    )  # fmt: skip
    return advance(body, c.inertia, acceleration, moment, dt), out


@driver
def rows_of_flight(
    c: Setup, still: Airflow, body: Body, schedule: NDArray[np.float64], dt: float
) -> NDArray[np.float64]:
    """One row of ``COLUMNS`` for the start and each step; loads and depths are those at mid-step before."""
    history = np.zeros((schedule.shape[0] + 1, 15))
    load = 0.0
    depth = 0.0
    for k in range(schedule.shape[0] + 1):
        m = matrix(body.q0, body.q1, body.q2, body.q3)
        u, v, w = to_body(m, body.vn, body.ve, body.vd)
        roll, pitch, yaw = euler(m)
        row = (
            u, v, w, body.p, body.q, body.r, roll, pitch, yaw,
            body.n, body.d, body.vn, body.vd, load, depth,
        )  # fmt: skip
        for j in range(15):
            history[k, j] = row[j]
        if k < schedule.shape[0]:
            held = (schedule[k, 0], schedule[k, 1], schedule[k, 2], schedule[k, 3])
            body, out = step(c, still, body, held[0], held[1], held[2], held[3], dt)
            load = out.nose_load
            depth = out.nose_depth
    return history


def fly(c: Setup, body: Body, schedule: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """History by column; ``schedule`` holds elevator, aileron, rudder (rad) and flap (share) of each step."""
    start = Body(*(float(x) for x in body))
    return dict(zip(COLUMNS, rows_of_flight(c, STILL, start, schedule, STEP).T, strict=True))


def hands_off(duration: float) -> NDArray[np.float64]:
    """A schedule of surfaces at zero."""
    return np.zeros((round(duration / STEP), 4))
