"""What a flight carries from step to step, and the parameters it does not change."""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.air.turbulence import Turbulence
from shortdeck.air.wind import Air
from shortdeck.airframe.aerodynamics import Aerodynamics
from shortdeck.airframe.gear import Leg
from shortdeck.airframe.propulsion import Propulsion
from shortdeck.autopilot.law import Commands, Law, Memory
from shortdeck.autopilot.prediction import Forecast
from shortdeck.autopilot.sensing import Navigation, Sensing, SensorFaults
from shortdeck.flight.figures import Figures, Log, Marks, figures_of
from shortdeck.flight.rigid_body import Body, Inertia
from shortdeck.vessel.airflow import Airflow
from shortdeck.vessel.airwake import Airwake
from shortdeck.vessel.deck import Deck, Edges
from shortdeck.vessel.ship_motion import Moving, Passage


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
    inv_lag: float  # 1/s
    flap_rate: float  # 1/s
    v_tail: float  # 1 where elevator and rudder share surfaces
    steering: float


class Faults(NamedTuple):
    """What fails, and when: times in s after the start (far beyond the end: never)."""

    engine_stops: float  # from then on ``engine_left`` is all that is left of the shaft power
    engine_left: float  # share
    surfaces_jam: float  # from then on the surfaces marked by 1 jam
    jam_elevator: float
    jam_aileron: float
    jam_rudder: float
    jam_flap: float
    jam_position: float  # rad, or share of the flap, to which they run first; beyond ``IN_PLACE``: none
    left_brake: float  # share of the brake force that is there
    right_brake: float
    nose_tyre: float  # bursts then
    left_tyre: float
    right_tyre: float
    sensors: SensorFaults


IN_PLACE = 100.0  # a jam position that is none: the surface stays where it is


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
    passage: Passage
    air: Air
    turbulence: Turbulence
    airwake: Airwake
    navigation: Navigation
    law: Law
    faults: Faults
    thrust_x: float  # hub from the centre of gravity, body axes, m
    thrust_z: float
    thrust_cos: float  # of the tilt of the thrust line
    thrust_sin: float
    power: float  # largest shaft power at this air density, W
    gravity: float
    launching: float  # 1 a launch, 0 a recovery
    time_limit: float  # s, when a flight that goes on is given up


class State(NamedTuple):
    """All that changes."""

    time: float
    body: Body
    actuators: Actuators
    memory: Memory
    commands: Commands
    marks: Marks
    log: Log
    airflow: Airflow
    sensing: Sensing
    forecast: Forecast  # of the deck at touchdown, or at the end of a launch's run
    grounded: float  # 1 where a wheel may touch before the gear is asked for again, else 0: it is left out

    @property
    def figures(self) -> Figures:
        """What the flight leaves behind so far."""
        return figures_of(self.marks, self.log)


class Near(NamedTuple):
    """What surrounds the aircraft, held from one beat of the control law to the next."""

    deck: Moving
    since: float  # time of this look, s
    wind_n: float  # mean velocity of the air, m/s
    wind_e: float
    edges: Edges
    wing_height: float  # above deck or sea, for the ground effect, m
    tail_clear: float  # clearances to the deck below, m; large where there is none
    tip_clear: float
    prop_clear: float
    nose_clear: float
    main_x: float  # mean main wheel, deck frame, m: what the air's steps have in place of their own
    main_y: float
    main_z: float
    nose_x: float
    sea_clear: float  # lowest main wheel above the mean sea, m


class Outputs(NamedTuple):
    """What one step saw, for the control law, the figures and the history."""

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
    slip: float  # force that the main tyres ask for in the deck plane, N, and what friction allows
    grip: float
    load_factor: float
    mains_inside: float  # number of main wheels over deck
    nose_inside: float  # 1 over deck, else 0
    sea_clear: float  # lowest main wheel above the mean sea, m
