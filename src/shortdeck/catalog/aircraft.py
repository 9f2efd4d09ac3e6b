"""What a file about an aircraft says.

Lengths are measured in the datum frame: origin at the nose tip on the static ground line, x aft, y to the
right, z up. Signs of controls: elevator trailing edge down; aileron and rudder as their derivatives say
(the autopilot reads the sign). A flap setting is a share of full deflection, 0 to 1.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shortdeck.catalog.quantity import (
    Angle,
    AngularRate,
    Area,
    Claim,
    Damping,
    Force,
    Inertia,
    Length,
    Mass,
    Number,
    Power,
    Record,
    SpecificFuelConsumption,
    Speed,
    Stiffness,
    Time,
)


class Geometry(Record):
    """Outer dimensions, wing reference figures, and the points that can strike the deck."""

    span: Length = Field(description="wing tip to wing tip, spread")
    length: Length = Field(description="nose to tail")
    height: Length = Field(description="ground line to highest point, wings spread")
    wing_area: Area = Field(description="reference area")
    mean_chord: Length = Field(description="mean aerodynamic chord, reference length")
    wing_height: Length = Field(description="wing plane above the static ground line (ground effect)")
    tip_x: Length = Field(description="wing-tip station, aft of the nose")
    tip_z: Length = Field(description="wing-tip height above the static ground line")
    tail_x: Length = Field(description="station of the lowest aft point of the tail or boom")
    tail_z: Length = Field(description="height of the lowest aft point above the static ground line")
    nose_z: Length = Field(description="height of the lowest forward point (at the nose tip station)")


class Fold(Record):
    """The outline with wings folded; absent where the wings do not fold."""

    span: Length = Field(description="width, wings folded")
    length: Length = Field(description="length, wings folded")
    height: Length = Field(description="height, wings folded")
    time: Time = Field(description="time to spread or fold, with locks and checks")


class MassProperties(Record):
    """Masses, centre of gravity, inertia at the reference mass (scaled in proportion to mass)."""

    empty: Mass
    fuel: Mass = Field(description="fuel capacity")
    payload: Mass = Field(description="largest payload: stores are a mass and a drag, nothing more")
    takeoff: tuple[Mass, ...] = Field(min_length=1, description="masses at which a launch is asked for")
    landing: Mass = Field(description="mass at which a recovery is asked for")
    reference: Mass = Field(description="mass at which the moments of inertia hold")
    cg_x: Length = Field(description="centre of gravity aft of the nose tip")
    cg_z: Length = Field(description="centre of gravity above the static ground line")
    Ixx: Inertia
    Iyy: Inertia
    Izz: Inertia
    Ixz: Inertia


class Aerodynamics(Record):
    """Coefficients on wing area, span (lateral) and mean chord (longitudinal); per radian; stability axes.

    The moment reference is ``reference_x``, ``reference_z``; the kernel moves moments to the centre of
    gravity. Rates are non-dimensional: p b/2V, q c/2V, r b/2V, alphadot c/2V.
    """

    reference_x: Length
    reference_z: Length
    CL_0: Number
    CL_alpha: Number
    CL_alphadot: Number
    CL_q: Number
    CL_elevator: Number
    CL_flap: Number = Field(description="lift increment at full flap, alpha held")
    CL_max: Number = Field(description="largest trimmed lift coefficient, flaps up, power off")
    CL_max_flap: Number = Field(description="largest trimmed lift coefficient, full flap, power off")
    stall_sharpness: Number = Field(description="M of the logistic blend to separated flow, 1/rad")
    CD_0: Number = Field(description="flaps up, gear up, at CL_min_drag")
    CD_alpha: Number = Field(description="linear drag slope; 0 where the polar is in CL alone")
    CL_min_drag: Number
    oswald: Number = Field(description="span efficiency of the drag polar")
    CD_flap: Number = Field(description="profile-drag increment at full flap")
    CD_gear: Number = Field(description="drag increment, gear down")
    CD_beta2: Number = Field(description="drag per sideslip squared")
    CD_elevator: Number = Field(description="drag per elevator deflection (signed, as published sets have it)")
    Cm_0: Number
    Cm_alpha: Number
    Cm_alphadot: Number
    Cm_q: Number
    Cm_elevator: Number
    Cm_flap: Number
    Cm_stall: Number = Field(description="moment added in fully separated flow (nose down: negative)")
    CY_beta: Number
    CY_p: Number
    CY_r: Number
    CY_aileron: Number
    CY_rudder: Number
    Cl_beta: Number
    Cl_p: Number
    Cl_r: Number
    Cl_aileron: Number
    Cl_rudder: Number
    Cn_beta: Number
    Cn_p: Number
    Cn_r: Number
    Cn_aileron: Number
    Cn_rudder: Number
    tail_share_alpha: Number = Field(description="part of CL_alpha that the tail carries, 0 to 1")
    tail_arm: Length = Field(description="tail aerodynamic centre aft of the moment reference")
    downwash_slope: Number = Field(description="d(epsilon)/d(alpha) at the tail, free air")
    wash_share: Number = Field(description="share of the tail area that stands in the propeller's wash")


class Controls(Record):
    """Deflection limits, rates and lags of the control surfaces."""

    elevator_up: Angle = Field(description="largest trailing-edge-up deflection, given positive")
    elevator_down: Angle
    aileron: Angle
    rudder: Angle
    surface_rate: AngularRate
    surface_lag: Time = Field(description="first-order lag of the actuators")
    flap_time: Time = Field(description="time for full travel of the flap")
    v_tail: bool = Field(description="elevator and rudder share the same surfaces (deflections add)")


class Engine(Record):
    """Shaft power: flat to the critical altitude, then falling with density; first-order lag."""

    power: Power = Field(description="largest shaft power at sea level")
    critical_altitude: Length = Field(description="altitude up to which the turbocharger holds the power")
    lapse: Number = Field(description="exponent of relative density above the critical altitude")
    lag: Time = Field(description="first-order lag of power behind the throttle (turbo, governor)")
    idle: Number = Field(description="share of full power at closed throttle")
    consumption: SpecificFuelConsumption = Field(description="brake specific fuel consumption at cruise")


class Propeller(Record):
    """A constant-speed propeller by blade elements at three stations; pitch at 75 % radius."""

    diameter: Length
    blades: Number
    chord: Length = Field(description="mean blade chord")
    twist: Angle = Field(description="blade angle at 25 % less that at 100 % radius")
    speed: AngularRate = Field(description="governed speed")
    pitch_min: Angle
    pitch_max: Angle
    pitch_rate: AngularRate
    inertia: Inertia = Field(description="propeller and engine, reduced to propeller speed")
    section_lift_slope: Number
    section_CL_0: Number
    section_CL_max: Number
    section_CD_min: Number
    section_CD_k: Number = Field(description="section drag per (CL - CL_0) squared")
    x: Length = Field(description="hub station")
    z: Length = Field(description="hub height above the static ground line")
    tilt: Angle = Field(description="thrust line nose-up against the body x axis")
    sense: Literal["clockwise", "counter-clockwise"] = Field(description="seen from behind")


class ElectricPropulsion(Record):
    """A DC motor on a fixed-pitch propeller, quadratic in advance ratio (Beard and McLain 2012, ch. 4)."""

    diameter: Length
    KV: Number = Field(description="motor speed constant, rad/s per volt")
    resistance: Number = Field(description="ohm")
    current_0: Number = Field(description="no-load current, ampere")
    voltage: Number = Field(description="largest voltage")
    CT_0: Number
    CT_1: Number
    CT_2: Number
    CQ_0: Number
    CQ_1: Number
    CQ_2: Number
    x: Length
    z: Length


class Leg(Record):
    """One landing-gear leg: a strut along body z, a tyre with a friction circle."""

    x: Length
    y: Length = Field(description="to the right; the left main leg mirrors the right one")
    extension: Length = Field(description="unloaded wheel bottom below the static ground line")
    stiffness: Stiffness
    damping: Damping = Field(description="while the strut is compressed")
    rebound_damping: Damping
    stroke: Length = Field(description="beyond it the strut bottoms: stiffness times ten")
    load_limit: Force
    load_ultimate: Force
    rolling_resistance: Number
    cornering: Number = Field(description="side force per load and slip angle, 1/rad, at small slip")


class Gear(Record):
    """A nose leg that steers and two main legs that brake."""

    nose: Leg
    main: Leg
    steering: Angle = Field(description="largest nose-wheel angle")
    brake: Number = Field(description="largest brake torque at the wheel over radius, as a share of weight")
    antiskid: Number = Field(description="share of the available friction that braking uses (1 = perfect)")
    retractable: bool


class LaunchCriteria(Record):
    """What a launch must meet to count, and how it is flown."""

    speed_factor: Number = Field(description="lift-off speed over power-off stall speed at launch flap")
    flap: Number
    alpha_margin: Angle = Field(description="least margin of angle of attack to the stall")
    climb_gradient: Number = Field(description="least steady gradient, gear down, after the bow")
    control_reserve: Number = Field(description="share of each control that must be left")
    clearance: Length = Field(description="least clearance of tail and propeller to the deck")


class RecoveryCriteria(Record):
    """How a landing is flown, and what the gear takes."""

    speed_factor: Number = Field(description="approach airspeed over power-off stall speed at landing flap")
    glideslope: Angle = Field(description="relative to the ship")
    flap: Number
    flare: bool
    touchdown_aim: Length = Field(description="aim point forward of the stern edge")
    sink_limit: Speed = Field(description="closure normal to the deck that the gear takes as limit")
    sink_ultimate: Speed
    bank_limit: Angle = Field(description="bank at touchdown beyond which the approach is waved off")
    derotation: Time = Field(description="time from main-wheel to nose-wheel contact that is flown")
    brake_delay: Time = Field(description="from nose-wheel contact to brakes on")
    flap_retract_delay: Time = Field(description="from touchdown to flaps starting up (lift off the wheels)")


class AircraftModel(Record):
    """Every number here changes some output."""

    geometry: Geometry
    fold: Fold | None = None
    mass: MassProperties
    aerodynamics: Aerodynamics
    controls: Controls
    engine: Engine | None = None
    propeller: Propeller | None = None
    electric: ElectricPropulsion | None = None
    gear: Gear | None = None
    launch: LaunchCriteria | None = None
    recovery: RecoveryCriteria | None = None


class ParkedModel(Record):
    """An aircraft that only takes up room on the deck."""

    span: Length
    length: Length
    height: Length
    mass: Mass
    fold: Fold | None = None


class Derivation(Record):
    """Shape from which the aerodynamic coefficients were derived off line (scripts/derive_aerodynamics.py)."""

    root_chord: Length
    tip_chord: Length
    taper_start: Length = Field(description="spanwise station where the taper begins; 0 = at the root")
    root_x: Length = Field(description="station of the leading edge at the root")
    sweep: Angle = Field(description="of the quarter chord")
    dihedral: Angle
    incidence: Angle
    twist: Angle = Field(description="tip against root; wash-out negative")
    wing_airfoil: str
    flap_span: tuple[Number, Number] = Field(description="from, to, as share of the semi-span")
    flap_chord: Number
    flap_deflection: Angle = Field(description="at full flap")
    aileron_span: tuple[Number, Number]
    aileron_chord: Number
    tail_type: Literal["inverted-v", "v", "inverted-y", "conventional", "t-tail"]
    tail_x: Length = Field(description="station of the tail root leading edge")
    tail_z: Length
    tail_span: Length = Field(description="projected on the horizontal")
    tail_height: Length = Field(description="projected on the vertical (V tails) or fin height")
    tail_root_chord: Length
    tail_tip_chord: Length
    tail_incidence: Angle
    tail_airfoil: str
    control_chord: Number = Field(description="elevator or ruddervator chord over tail chord")
    fin_root_chord: Length | None = None
    fin_tip_chord: Length | None = None
    fuselage_length: Length
    fuselage_width: Length
    fuselage_height: Length
    boom_y: Length | None = Field(default=None, description="of twin booms; absent: single boom")
    boom_diameter: Length | None = None


class AircraftFile(Record):
    """One file of the catalogue about an aircraft that flies."""

    kind: Literal["aircraft"]
    name: str
    title: str
    summary: str
    model: AircraftModel
    derivation: Derivation | None = None
    published: tuple[Claim, ...] = ()


class ParkedFile(Record):
    """One file of the catalogue about an aircraft that stands on deck."""

    kind: Literal["parked"]
    name: str
    title: str
    summary: str
    model: ParkedModel
    published: tuple[Claim, ...] = ()


