"""What a flight carries from step to step, and the parameters it does not change."""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.air.wind import Air
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.gear import Leg
from shortdeck.airframe.propulsion import Propulsion
from shortdeck.autopilot.law import Commands, Law, Memory
from shortdeck.flight.figures import Figures
from shortdeck.flight.rigid_body import Body, Inertia
from shortdeck.vessel.deck import Deck, Pose


class Actuators(NamedTuple):
    """Positions of everything that is driven; angles in rad, shares 0 to 1."""

    elevator: float
    aileron: float
    rudder: float
    flap: float
    steer: float
    brake: float
    omega: float  # propeller speed, rad/s
    pitch: float  # blade angle, rad
    power: float  # shaft power, W
    inflow: float  # m/s


class Points(NamedTuple):
    """Points that can strike: tail, wing tip (right; the left mirrors it), propeller, nose. Body axes, m."""

    tail_x: float
    tail_z: float
    tip_x: float
    tip_y: float
    tip_z: float
    prop_x: float
    prop_z: float
    nose_x: float
    nose_z: float
    wing_z: float  # wing plane, for the ground effect


class Limits(NamedTuple):
    """What the gear takes."""

    nose_limit: float  # N
    nose_ultimate: float
    main_limit: float
    main_ultimate: float
    sink_limit: float  # m/s normal to the deck
    sink_ultimate: float


class Controls(NamedTuple):
    """Limits and lags of the actuators."""

    elevator_up: float
    elevator_down: float
    aileron: float
    rudder: float
    rate: float
    lag: float
    flap_rate: float  # 1/s
    v_tail: float  # 1 where elevator and rudder share surfaces
    steering: float


class Setup(NamedTuple):
    """All that stays the same during one flight."""

    aero: Aerodynamics
    propulsion: Propulsion
    inertia: Inertia
    nose: Leg
    left: Leg
    right: Leg
    controls: Controls
    points: Points
    limits: Limits
    deck: Deck
    pose: Pose
    air: Air
    law: Law
    thrust_x: float  # hub from the centre of gravity, body axes, m
    thrust_z: float
    thrust_cos: float  # of the tilt of the thrust line
    thrust_sin: float
    gravity: float
    launching: float  # 1 a launch, 0 a recovery


class State(NamedTuple):
    """All that changes."""

    time: float
    body: Body
    actuators: Actuators
    memory: Memory
    figures: Figures
    commands: Commands


class Outputs(NamedTuple):
    """What one step saw, for the control law of the next step, the figures and the history."""

    airspeed: float
    alpha: float
    beta: float
    alpha_stall: float
    thrust: float
    shaft_power: float
    nose_load: float
    left_load: float
    right_load: float
    nose_depth: float  # wheel below the surface, m (negative: above)
    left_depth: float
    right_depth: float
    closure: float  # of the main wheels into the deck, larger of the two, m/s
    main_x: float  # mean main wheel, deck frame, m
    main_y: float
    main_z: float
    nose_x: float
    side_use: float
    load_factor: float
    left_inside: float
    right_inside: float
    nose_inside: float
    tail_clear: float  # clearances to the deck below, m; large where there is none
    tip_clear: float
    prop_clear: float
    nose_clear: float
    sea_clear: float  # lowest wheel above the mean sea, m
