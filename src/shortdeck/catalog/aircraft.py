"""What a file about an aircraft says.

Lengths are measured in the datum frame: origin at the nose tip on the static ground line, x aft, y to the
right, z up. Signs of controls: elevator trailing edge down; aileron and rudder as their derivatives say
(the autopilot reads the sign). A flap setting is a share of full deflection, 0 to 1.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shortdeck.catalog.parked import Fold, PlanPart
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
    NotNegative,
    Number,
    Positive,
    Power,
    Record,
    Share,
    SpecificFuelConsumption,
    Speed,
    Stiffness,
    Time,
)
from shortdeck.catalog.sensors import AircraftNavigation


class Geometry(Record):
    """Outer dimensions, wing reference figures, and the points that can strike the deck."""

    span: Positive[Length] = Field(description="wing tip to wing tip, spread")
    length: Positive[Length] = Field(description="nose to tail")
    height: Positive[Length] = Field(description="ground line to highest point, wings spread")
    wing_area: Positive[Area] = Field(description="reference area")
    mean_chord: Positive[Length] = Field(description="mean aerodynamic chord, reference length")
    wing_height: Positive[Length] = Field(
        description="wing plane above the static ground line (ground effect)"
    )
    tip_x: Length = Field(description="wing-tip station, aft of the nose")
    tip_z: Length = Field(description="wing-tip height above the static ground line")
    tail_x: Length = Field(description="station of the lowest aft point of the tail or boom")
    tail_z: Length = Field(description="height of the lowest aft point above the static ground line")
    nose_z: Length = Field(description="height of the lowest forward point (at the nose tip station)")


class MassProperties(Record):
    """Masses, centre of gravity, inertia at the reference mass (scaled in proportion to mass)."""

    empty: Positive[Mass]
    fuel: NotNegative[Mass] = Field(description="fuel capacity")
    payload: NotNegative[Mass] = Field(
        description="largest payload: stores are a mass and a drag, nothing more"
    )
    takeoff: tuple[Positive[Mass], ...] = Field(
        min_length=1, description="masses at which a launch is asked for"
    )
    landing: Positive[Mass] = Field(description="mass at which a recovery is asked for")
    reference: Positive[Mass] = Field(description="mass at which the moments of inertia hold")
    cg_x: Length = Field(description="centre of gravity aft of the nose tip")
    cg_z: Positive[Length] = Field(description="centre of gravity above the static ground line")
    Ixx: Positive[Inertia]
    Iyy: Positive[Inertia]
    Izz: Positive[Inertia]
    Ixz: Inertia


class Aerodynamics(Record):
    """Coefficients on wing area, span (lateral) and mean chord (longitudinal), per radian.

    Drag lies along the air velocity, lift across it in the plane of symmetry, side force along body y;
    moments and rates in body axes. The moment reference is ``reference_x``, ``reference_z``; the kernel
    moves moments to the centre of gravity. Rates are non-dimensional: p b/2V, q c/2V, r b/2V,
    alphadot c/2V.
    """

    reference_x: Length
    reference_z: Length
    CL_0: Number
    CL_alpha: Positive[Number]
    CL_alphadot: Number
    CL_q: Number
    CL_elevator: Number
    CL_flap: Number = Field(description="lift increment at full flap, alpha held")
    CL_max: Positive[Number] = Field(description="largest trimmed lift coefficient, flaps up, power off")
    CL_max_flap: Positive[Number] = Field(
        description="largest trimmed lift coefficient, full flap, power off"
    )
    stall_sharpness: Positive[Number] = Field(description="M of the logistic blend to separated flow, 1/rad")
    CD_0: NotNegative[Number] = Field(description="flaps up, gear up, at CL_min_drag")
    CD_alpha: Number = Field(description="linear drag slope; 0 where the polar is in CL alone")
    CL_min_drag: Number
    oswald: Positive[Number] = Field(description="span efficiency of the drag polar")
    CD_flap: Number = Field(description="profile-drag increment at full flap")
    CD_gear: Number = Field(description="drag increment, gear down")
    CD_stores: Number = Field(description="drag increment with the full payload carried outside")
    CD_beta2: Number = Field(description="drag per sideslip squared")
    CD_elevator: Number = Field(
        description="drag per elevator deflection (signed, as published sets have it)"
    )
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
    tail_share_alpha: Share = Field(description="part of CL_alpha that the tail carries, 0 to 1")
    CL_tail_0: Number = Field(description="part of CL_0 that the tail carries (download: negative)")
    tail_arm: Length = Field(description="tail aerodynamic centre aft of the moment reference")
    downwash_slope: Number = Field(description="d(epsilon)/d(alpha) at the tail, free air")
    wash_share: Share = Field(description="share of the tail area that stands in the propeller's wash")


class Controls(Record):
    """Deflection limits, rates and lags of the control surfaces."""

    elevator_up: NotNegative[Angle] = Field(description="largest trailing-edge-up deflection, given positive")
    elevator_down: NotNegative[Angle]
    aileron: NotNegative[Angle]
    rudder: NotNegative[Angle]
    surface_rate: Positive[AngularRate]
    surface_lag: NotNegative[Time] = Field(description="first-order lag of the actuators")
    flap_time: NotNegative[Time] = Field(description="time for full travel of the flap")
    v_tail: bool = Field(description="elevator and rudder share the same surfaces (deflections add)")


class Engine(Record):
    """Shaft power: flat to the critical altitude, then falling with density; first-order lag."""

    power: Positive[Power] = Field(description="largest shaft power at sea level")
    critical_altitude: NotNegative[Length] = Field(
        description="altitude up to which the turbocharger holds the power"
    )
    lapse: NotNegative[Number] = Field(description="exponent of relative density above the critical altitude")
    lag: NotNegative[Time] = Field(
        description="first-order lag of power behind the throttle (turbo, governor)"
    )
    idle: Share = Field(description="share of full power at closed throttle")
    consumption: Positive[SpecificFuelConsumption] = Field(
        description="brake specific fuel consumption at cruise"
    )


class Propeller(Record):
    """A constant-speed propeller by blade elements at three stations; pitch at 75 % radius."""

    diameter: Positive[Length]
    blades: Positive[Number]
    chord: Positive[Length] = Field(description="mean blade chord")
    twist: Angle = Field(description="blade angle at 25 % less that at 100 % radius")
    speed: Positive[AngularRate] = Field(description="governed speed")
    pitch_min: Angle
    pitch_max: Angle
    pitch_rate: Positive[AngularRate]
    inertia: Positive[Inertia] = Field(description="propeller and engine, reduced to propeller speed")
    section_lift_slope: Positive[Number]
    section_CL_0: Number
    section_CL_max: Positive[Number]
    section_CD_min: NotNegative[Number]
    section_CD_k: NotNegative[Number] = Field(description="section drag per (CL - CL_0) squared")
    x: Length = Field(description="hub station")
    z: Length = Field(description="hub height above the static ground line")
    tilt: Angle = Field(description="thrust line nose-up against the body x axis")
    sense: Literal["clockwise", "counter-clockwise"] = Field(description="seen from behind")


class ElectricPropulsion(Record):
    """A DC motor on a fixed-pitch propeller, quadratic in advance ratio (Beard and McLain 2012, ch. 4)."""

    diameter: Positive[Length]
    KV: Positive[Number] = Field(description="motor speed constant, rad/s per volt")
    resistance: Positive[Number] = Field(description="ohm")
    current_0: NotNegative[Number] = Field(description="no-load current, ampere")
    voltage: Positive[Number] = Field(description="largest voltage")
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
    extension: NotNegative[Length] = Field(description="unloaded wheel bottom below the static ground line")
    stiffness: Positive[Stiffness]
    damping: NotNegative[Damping] = Field(description="while the strut is compressed")
    rebound_damping: NotNegative[Damping]
    stroke: Positive[Length] = Field(description="beyond it the strut bottoms: stiffness times ten")
    load_limit: Positive[Force]
    load_ultimate: Positive[Force]
    rolling_resistance: NotNegative[Number]
    cornering: NotNegative[Number] = Field(
        description="side force per load and slip angle, 1/rad, at small slip"
    )


class Gear(Record):
    """A nose leg that steers and two main legs that brake."""

    nose: Leg
    main: Leg
    steering: NotNegative[Angle] = Field(description="largest nose-wheel angle")
    brake: NotNegative[Number] = Field(
        description="largest brake torque at the wheel over radius, as a share of weight"
    )
    antiskid: Share = Field(description="share of the available friction that braking uses (1 = perfect)")
    retractable: bool


class LaunchCriteria(Record):
    """What a launch must meet to count, and how it is flown."""

    speed_factor: Positive[Number] = Field(
        description="lift-off speed over power-off stall speed at launch flap"
    )
    flap: Share
    alpha_margin: NotNegative[Angle] = Field(description="least margin of angle of attack to the stall")
    climb_gradient: Number = Field(description="least steady gradient, gear down, after the bow")
    control_reserve: Share = Field(description="share of each control that must be left")
    clearance: NotNegative[Length] = Field(description="least clearance of tail and propeller to the deck")


class WaveOffGates(Record):
    """Limits beyond which an approach is waved off, between the height where they open and the last one from
    which a go-around does not touch (that follows from the sink and the engine's lag)."""

    height: Positive[Length] = Field(description="of the wheels over the deck at which the gates open")
    wait: NotNegative[Time] = Field(description="for which a gate must be violated")
    widen: NotNegative[Number] = Field(description="growth of line, path and bank gates a metre higher, 1/m")
    side: Positive[Length] = Field(description="distance from the runway line")
    high: Positive[Length] = Field(description="above the path; less where the deck left is short")
    low: Positive[Length] = Field(description="below the path")
    airspeed: Positive[Share] = Field(description="off the approach speed, as a share of it")
    sink: Positive[Number] = Field(
        description="sink, and closure with the deck foreseen, over the gear's limit"
    )
    attitude: Angle = Field(
        description="least pitch against the deck foreseen, over that at which the nose wheel touches first"
    )
    stern: NotNegative[Length] = Field(description="least height of the wheels foreseen over the stern edge")
    link: Positive[Time] = Field(description="oldest data from the ship that are still flown on")


class RecoveryCriteria(Record):
    """How a landing is flown, and what the gear takes."""

    speed_factor: Number = Field(description="approach airspeed over power-off stall speed at landing flap")
    glideslope: NotNegative[Angle] = Field(description="relative to the ship")
    flap: Share
    flare: Literal["computed", "always", "never"] = Field(
        description="computed: only where the gear would not take the sink of the path with that of the deck"
    )
    touchdown_aim: NotNegative[Length] = Field(description="aim point forward of the stern edge")
    sink_limit: Positive[Speed] = Field(description="closure normal to the deck that the gear takes as limit")
    sink_ultimate: Positive[Speed]
    bank_limit: Positive[Angle] = Field(
        description="bank at touchdown beyond which the approach is waved off"
    )
    gates: WaveOffGates
    derotation: NotNegative[Time] = Field(
        description="time from main-wheel to nose-wheel contact that is flown"
    )
    brake_delay: NotNegative[Time] = Field(description="from nose-wheel contact to brakes on")
    flap_retract_delay: NotNegative[Time] = Field(
        description="from touchdown to flaps starting up (lift off the wheels)"
    )


class Turnround(Record):
    """Between two flights: means of times on deck and in the pattern, failures and their repair."""

    preflight: Positive[Time] = Field(description="checks before engine start")
    start: Positive[Time] = Field(description="engine start, warming up, checks with the control station")
    line_up: Positive[Time] = Field(description="from its place to the launch position")
    clear: Positive[Time] = Field(description="from the stop to off the runway")
    refuel: Positive[Time] = Field(description="empty to full tanks; a part takes its share")
    post_flight: Positive[Time] = Field(description="shutdown, inspection and service after a flight")
    pattern: Positive[Time] = Field(description="from a wave-off to the next approach")
    spread: NotNegative[Number] = Field(description="standard deviation over mean of these times and folding")
    fault: Share = Field(description="chance that the checks find a fault that sends it to repair")
    between_failures: Positive[Time] = Field(description="mean flight time to a failure that ends a sortie")
    repair: Positive[Time] = Field(description="mean of one repair")
    repair_spread: NotNegative[Number] = Field(description="standard deviation over mean of a repair")
    inspection_every: Positive[Time] = Field(description="flight time between inspections")
    inspection: Positive[Time] = Field(description="mean of one inspection")
    reserve: NotNegative[Time] = Field(description="loiter time for which fuel is left at the first approach")


class Control(Record):
    """Deviations that the control laws weigh alike, in place of the rule for all aircraft: a smaller one is
    held closer, a smaller share of a travel is used more sparingly (docs/background/control.md)."""

    height: Positive[Length] | None = Field(default=None, description="from the path")
    height_time: Positive[Time] | None = Field(default=None, description="for which that may last")
    climb: Positive[Speed] | None = Field(default=None, description="off the vertical speed of the path")
    airspeed: Positive[Share] | None = Field(default=None, description="as a share of the airspeed")
    airspeed_time: Positive[Time] | None = Field(default=None, description="for which that may last")
    acceleration: Positive[Number] | None = Field(
        default=None, description="made by the throttle, in units of gravity"
    )
    elevator: Positive[Share] | None = Field(default=None, description="share of its travel")
    offset: Positive[Length] | None = Field(default=None, description="from the line")
    offset_time: Positive[Time] | None = Field(default=None, description="for which that may last")
    sideslip: Positive[Angle] | None = None
    bank: Positive[Angle] | None = None
    aileron: Positive[Share] | None = Field(default=None, description="share of its travel")
    rudder: Positive[Share] | None = Field(default=None, description="share of its travel")
    pitch: Positive[Angle] | None = Field(default=None, description="where pitch is held and no path")
    pitch_time: Positive[Time] | None = Field(default=None, description="for which single angles may be off")
    roll: Positive[Angle] | None = Field(default=None, description="of the wings on the deck")
    heading: Positive[Angle] | None = Field(default=None, description="on the deck")
    attitude: Positive[Share] | None = Field(
        default=None, description="share of a surface's travel that holding pitch, roll, heading may use"
    )


class AircraftModel(Record):
    """Every number here changes some output."""

    geometry: Geometry
    outline: tuple[PlanPart, ...] = Field(
        default=(), description="parts, wings spread; absent: drawn from the dimensions"
    )
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
    control: Control | None = Field(default=None, description="absent: the rule for all aircraft")
    turnround: Turnround | None = Field(default=None, description="absent: no deck cycle can be run")
    navigation: AircraftNavigation | None = Field(
        default=None,
        description="the name of a set of sensors, or the sensors; absent: the control law is told the truth",
    )


class Derivation(Record):
    """Shape from which the aerodynamic coefficients were derived (scripts/derive_aerodynamics.py)."""

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
