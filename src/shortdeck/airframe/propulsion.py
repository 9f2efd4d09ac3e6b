"""Engine, propeller and governor: what pulls or pushes the aircraft, and what its wash does at the tail.

Blade-element theory at three Gauss stations between 20 % of the radius and the tip, momentum theory with
apparent mass for the induced velocity (Glauert 1935; Pitt and Peters 1981), a governor that moves the blade
angle, an engine whose power follows the throttle with a lag. Electric motors on a fixed-pitch propeller
follow Beard and McLain (2012, ch. 4) and have no lag. See ``docs/background/propulsion.md`` for the
equations and for what is left out.
"""

from __future__ import annotations

from math import cos as libm_cos
from math import pi, sqrt
from math import sin as libm_sin
from typing import TYPE_CHECKING, NamedTuple

from shortdeck.air.atmosphere import density as standard_density
from shortdeck.numerics.elementary import PI, clip, cos, exp, fourth_root, log, sin
from shortdeck.numerics.jit import kernel

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftModel, ElectricPropulsion, Engine, Propeller

# Gauss-Legendre on [0.2, 1]: stations as shares of the radius, and half of each weight.
_X = (0.29016133, 0.6, 0.90983867)
_HALF_WEIGHT = (0.11111111, 0.17777778, 0.11111111)
# Velocity induced at the blades over that of the ideal disc: tip loss, uneven inflow, swirl. The top of
# helicopter practice, 1.10 to 1.20 (Leishman 2006, sec. 2.7). The NACA tests of
# tests/validation/test_propeller.py hardly tell it from 1.5, to which a free fit runs.
_INDUCED_LOSS = 1.2
_WAKE_LAG = 0.01  # s, shortest time in which the wake follows the load: keeps a 5 ms step far from its limit
_GOVERNOR_RATE = 3.0  # rad/s, bandwidth of the speed loop
_GOVERNOR_LEAD = 15.0  # rad/s, of its derivative part: over-damped, so that power steps hardly overspeed
_STOP_RATE = 50.0  # 1/s, how sharply the blade angle meets its stops
_SLOWEST = 0.3  # share of governed speed below which the engine's torque grows no further


class Propulsion(NamedTuple):
    """Parameters of one aircraft's propulsion; SI and radians."""

    is_electric: float  # 1: DC motor on a fixed-pitch propeller, 0: engine and governed propeller
    radius: float
    sense: float  # +1 turns clockwise seen from behind, -1 counter-clockwise
    induced_loss: float  # velocity induced at the blades over that of the ideal disc
    wash_growth: float  # wash at the tail over the velocity induced at the disc, 1 at the disc, 2 far aft
    power: float  # largest shaft power, W
    density_crit: float  # kg/m3, above it power does not depend on density
    lapse: float
    inv_lag: float  # 1/s
    idle: float
    speed: float  # governed, rad/s
    pitch_min: float
    pitch_max: float
    pitch_rate: float
    inertia: float  # kg m2
    inv_inertia: float
    governor_gain: float  # inertia / (a blade_area speed R^2 / 6), of the blade-angle loop
    blade_area: float  # blades times mean chord times radius, m2
    twist_sin_1: float  # of the angle of each station over that at 75 % radius
    twist_cos_1: float
    twist_sin_2: float
    twist_cos_2: float
    twist_sin_3: float
    twist_cos_3: float
    lift_slope: float
    CL_0: float
    inv_CL_max: float
    CD_min: float
    CD_k: float
    KQ: float  # motor torque constant, N m/A and V s/rad
    KQ_over_R: float  # over the resistance, A/rad s and so on
    current_0: float
    voltage: float
    CT_0: float
    CT_1: float
    CT_2: float
    CQ_0: float
    CQ_1: float
    CQ_2: float


class PropulsionOut(NamedTuple):
    """Loads along and about the hub axis (forward positive), rates of the states, wash."""

    thrust: float  # N
    torque: float  # N m, reaction on the airframe, right wing down positive
    angular_momentum: float  # kg m2/s, of propeller and engine, for gyroscopic moments
    omega_dot: float
    pitch_dot: float
    power_dot: float
    inflow_dot: float
    wash_speed: float  # m/s, added to the axial flow at the tail
    shaft_power: float  # W that the propeller takes from the shaft
    omega: float  # rad/s, the state, or the electric motor's speed


@kernel
def section(
    p: Propulsion,
    x: float,
    half_weight: float,
    sin_angle: float,
    cos_angle: float,
    omega: float,
    axial: float,
) -> tuple[float, float]:
    """Thrust and torque of one blade station over density; blade angle by sine and cosine, axial flow m/s.

    Lift CL_0 + a sin(alpha) saturates at CL_max as y/(1 + y^4)^(1/4); past the stall, as y^4/(1 + y^4) nears
    one, the leading edge loses its suction and the force stands normal to the chord: CD = CL tan(alpha).
    """
    arm = x * p.radius
    around = omega * arm
    W = sqrt(around * around + axial * axial + 1e-6)
    inv = 1.0 / W
    sin_alpha = (sin_angle * around - cos_angle * axial) * inv
    cos_alpha = (cos_angle * around + sin_angle * axial) * inv
    linear = p.CL_0 + p.lift_slope * sin_alpha
    y = linear * p.inv_CL_max
    y4 = (y * y) * (y * y)
    attached = 1.0 / (1.0 + y4)
    force = linear * fourth_root(attached, 1.0 + y4)
    CL = force * cos_alpha
    separated = y4 * attached
    rise = CL - p.CL_0
    CD = p.CD_min + p.CD_k * rise * rise + separated * separated * max(force * sin_alpha, 0.0)
    scale = half_weight * p.blade_area * W
    return scale * (CL * around - CD * axial), scale * (CL * axial + CD * around) * arm


@kernel
def blades(
    p: Propulsion, omega: float, pitch: float, axial_speed: float, inflow: float, density: float
) -> tuple[float, float]:
    """Thrust (N) and torque (N m) of the propeller at a given induced velocity."""
    s, c = sin(pitch), cos(pitch)
    axial = axial_speed + p.induced_loss * inflow
    s1, c1 = s * p.twist_cos_1 + c * p.twist_sin_1, c * p.twist_cos_1 - s * p.twist_sin_1
    s2, c2 = s * p.twist_cos_2 + c * p.twist_sin_2, c * p.twist_cos_2 - s * p.twist_sin_2
    s3, c3 = s * p.twist_cos_3 + c * p.twist_sin_3, c * p.twist_cos_3 - s * p.twist_sin_3
    T1, Q1 = section(p, _X[0], _HALF_WEIGHT[0], s1, c1, omega, axial)
    T2, Q2 = section(p, _X[1], _HALF_WEIGHT[1], s2, c2, omega, axial)
    T3, Q3 = section(p, _X[2], _HALF_WEIGHT[2], s3, c3, omega, axial)
    return density * (T1 + T2 + T3), density * (Q1 + Q2 + Q3)


@kernel
def momentum_thrust(p: Propulsion, axial_speed: float, inflow: float, density: float) -> float:
    """Thrust 2 rho A v |V + v| of the disc that induces v; monotone in v for either sign of V.

    |V + v| is kept above |V|/2, where the theory fails (turbulent windmill and vortex ring).
    """
    through = max(abs(axial_speed + inflow), 0.5 * abs(axial_speed))
    return 2.0 * density * PI * p.radius * p.radius * inflow * through


@kernel
def available_power(p: Propulsion, density: float) -> float:
    """Largest shaft power at that air density, W."""
    return p.power * exp(p.lapse * log(clip(density / p.density_crit, 1e-3, 1.0)))


@kernel
def commanded_power(p: Propulsion, throttle: float, available: float) -> float:
    """Shaft power that the engine settles at, W; throttle 0 to 1; ``available``: the largest there."""
    return available * (p.idle + (1.0 - p.idle) * clip(throttle, 0.0, 1.0))


@kernel
def governor(
    p: Propulsion, omega: float, omega_dot: float, pitch: float, axial: float, density: float
) -> float:
    """Rate of blade angle from the speed error and its derivative, with rate limit and stops, rad/s.

    The gains follow the propeller's torque per blade angle, about rho a B c V omega R^3 / 6, so that the
    loop keeps its bandwidth from rest to top speed.
    """
    gain = p.governor_gain / (density * max(axial, 8.0))
    wanted = _GOVERNOR_RATE * _GOVERNOR_RATE * (omega - p.speed) + _GOVERNOR_LEAD * omega_dot
    rate = clip(gain * wanted, -p.pitch_rate, p.pitch_rate)
    return clip(rate, _STOP_RATE * (p.pitch_min - pitch), _STOP_RATE * (p.pitch_max - pitch))


@kernel
def electric(
    p: Propulsion, throttle: float, axial_speed: float, density: float
) -> tuple[float, float, float]:
    """Thrust (N), torque (N m) and speed (rad/s) of a DC motor on its propeller: torques in balance."""
    D = 2.0 * p.radius
    volts = p.voltage * clip(throttle, 0.0, 1.0)
    rho_D3 = density * D * D * D
    a = rho_D3 * D * D * p.CQ_0 * (0.25 / (PI * PI))
    b = rho_D3 * D * p.CQ_1 * axial_speed * (0.5 / PI) + p.KQ * p.KQ_over_R
    c = rho_D3 * p.CQ_2 * axial_speed * axial_speed - p.KQ_over_R * volts + p.KQ * p.current_0
    omega = max((-b + sqrt(max(b * b - 4.0 * a * c, 0.0))) / (2.0 * a), 0.0)
    n = omega * (0.5 / PI)
    # Polynomials in J times n^2, written without a division by n so that they stay finite at rest.
    advance = axial_speed / D
    ct = p.CT_0 * n * n + p.CT_1 * n * advance + p.CT_2 * advance * advance
    cq = p.CQ_0 * n * n + p.CQ_1 * n * advance + p.CQ_2 * advance * advance
    return rho_D3 * D * ct, rho_D3 * D * D * cq, omega


@kernel
def propulsion(
    p: Propulsion,
    throttle: float,
    axial_speed: float,
    density: float,
    available: float,
    omega: float,
    pitch: float,
    power: float,
    inflow: float,
) -> PropulsionOut:
    """Loads and state rates at throttle (0 to 1), axial air speed of the hub (m/s) and air density.

    ``available`` is ``available_power`` at that density: it does not change during a flight.

    States: ``omega`` rad/s, ``pitch`` blade angle at 75 % radius, ``power`` shaft power of the engine in W,
    ``inflow`` velocity induced at the disc in m/s. Electric propulsion leaves the states alone.
    """
    on_motor = p.is_electric > 0.5
    thrust, load = blades(p, omega, pitch, axial_speed, inflow, density)
    drive = power / max(omega, _SLOWEST * p.speed)
    accel = (drive - load) * p.inv_inertia
    omega_dot = max(accel, 0.0) if omega <= 0.02 * p.speed else accel
    pitch_dot = governor(p, omega, omega_dot, pitch, axial_speed + p.induced_loss * inflow, density)
    power_dot = (commanded_power(p, throttle, available) - power) * p.inv_lag

    disc = density * PI * p.radius * p.radius
    # Air that moves with the disc (Pitt and Peters: 8/3 rho R^3), and the wake's shortest lag on top.
    mass = 8.0 / 3.0 * density * p.radius * p.radius * p.radius
    mass = mass + _WAKE_LAG * (
        2.0 * disc * abs(axial_speed + 2.0 * inflow)
        + 0.5 * density * p.lift_slope * p.blade_area * omega * p.radius
    )
    inflow_dot = (thrust - momentum_thrust(p, axial_speed, inflow, density)) / max(mass, 1e-9)

    motor_thrust, motor_torque, motor_omega = electric(p, throttle, axial_speed, density)
    V = max(axial_speed, 0.0)
    motor_inflow = 0.5 * (sqrt(max(V * V + 2.0 * motor_thrust / disc, 0.0)) - V)

    induced = motor_inflow if on_motor else inflow
    torque = motor_torque if on_motor else drive
    speed = motor_omega if on_motor else omega
    return PropulsionOut(
        motor_thrust if on_motor else thrust,
        -p.sense * torque,
        0.0 if on_motor else p.sense * p.inertia * omega,
        0.0 if on_motor else omega_dot,
        0.0 if on_motor else pitch_dot,
        0.0 if on_motor else power_dot,
        0.0 if on_motor else inflow_dot,
        p.wash_growth * induced,
        motor_torque * motor_omega if on_motor else load * omega,
        speed,
    )


class ThrustLine(NamedTuple):
    """Hub in the datum frame (m aft of the nose, m above the ground line), nose-up tilt of the axis (rad)."""

    x: float
    z: float
    tilt: float


def thrust_line(model: AircraftModel) -> ThrustLine:
    """Where the thrust acts, for either kind of propulsion."""
    if model.electric is not None:
        return ThrustLine(model.electric.x.value, model.electric.z.value, 0.0)
    if model.propeller is None:
        raise ValueError("the aircraft has neither a propeller nor electric propulsion")
    return ThrustLine(model.propeller.x.value, model.propeller.z.value, model.propeller.tilt.value)


# What fills the fields of the propulsion that an aircraft does not have: harmless, never selected.
_NO_ENGINE = {
    "sense": 1.0, "power": 1.0, "density_crit": 1.0, "lapse": 1.0, "inv_lag": 1.0, "idle": 0.0, "speed": 1.0,
    "pitch_min": 0.0, "pitch_max": 0.0, "pitch_rate": 0.0, "inertia": 1.0, "inv_inertia": 1.0,
    "governor_gain": 0.0, "blade_area": 1e-3,
    "twist_sin_1": 0.0, "twist_cos_1": 1.0, "twist_sin_2": 0.0, "twist_cos_2": 1.0, "twist_sin_3": 0.0,
    "twist_cos_3": 1.0, "lift_slope": 1.0, "CL_0": 0.0, "inv_CL_max": 1.0, "CD_min": 0.0, "CD_k": 0.0,
}  # fmt: skip
_NO_MOTOR = {
    "KQ": 1.0, "KQ_over_R": 1.0, "current_0": 0.0, "voltage": 0.0, "CT_0": 0.0, "CT_1": 0.0, "CT_2": 0.0,
    "CQ_0": 1.0, "CQ_1": 0.0, "CQ_2": 0.0,
}  # fmt: skip


def pack_propulsion(model: AircraftModel) -> Propulsion:
    """The kernel's parameters of an aircraft of the catalogue."""
    aero = model.aerodynamics
    tail_x = aero.reference_x.value + aero.tail_arm.value
    if model.electric is not None:
        values = _NO_ENGINE | _electric_values(model.electric)
    elif model.engine is not None and model.propeller is not None:
        values = _NO_MOTOR | _engine_values(model.engine) | _propeller_values(model.propeller)
    else:
        raise ValueError("the aircraft has neither an engine with a propeller nor electric propulsion")
    # Axial velocity on the axis of a vortex cylinder (McCormick 1967): 1 at the disc, 2 far behind.
    distance = (tail_x - thrust_line(model).x) / values["radius"]
    values["induced_loss"] = _INDUCED_LOSS
    values["wash_growth"] = 1.0 + distance / sqrt(1.0 + distance * distance)
    return Propulsion(**values)


def _engine_values(engine: Engine) -> dict[str, float]:
    return {
        "is_electric": 0.0,
        "power": engine.power.value,
        "density_crit": float(standard_density(engine.critical_altitude.value)),
        "lapse": engine.lapse.value,
        "inv_lag": 1.0 / engine.lag.value,
        "idle": engine.idle.value,
    }


def _propeller_values(propeller: Propeller) -> dict[str, float]:
    radius = 0.5 * propeller.diameter.value
    blade_area = propeller.blades.value * propeller.chord.value * radius
    slope = propeller.section_lift_slope.value
    torque_slope = slope * blade_area * propeller.speed.value * radius**2
    values = {
        "radius": radius,
        "sense": 1.0 if propeller.sense == "clockwise" else -1.0,
        "speed": propeller.speed.value,
        "pitch_min": propeller.pitch_min.value,
        "pitch_max": propeller.pitch_max.value,
        "pitch_rate": propeller.pitch_rate.value,
        "inertia": propeller.inertia.value,
        "inv_inertia": 1.0 / propeller.inertia.value,
        "governor_gain": 6.0 * propeller.inertia.value / torque_slope,
        "blade_area": blade_area,
        "lift_slope": slope,
        "CL_0": propeller.section_CL_0.value,
        "inv_CL_max": 1.0 / propeller.section_CL_max.value,
        "CD_min": propeller.section_CD_min.value,
        "CD_k": propeller.section_CD_k.value,
    }
    # Angle falling as 1/x, as on a helix: ``twist`` between 25 % and 100 % radius, zero at 75 %.
    for number, x in enumerate(_X, start=1):
        angle = propeller.twist.value * (1.0 / x - 1.0 / 0.75) / (1.0 / 0.25 - 1.0)
        values[f"twist_sin_{number}"] = libm_sin(angle)
        values[f"twist_cos_{number}"] = libm_cos(angle)
    return values


def _electric_values(motor: ElectricPropulsion) -> dict[str, float]:
    return {
        "is_electric": 1.0,
        "radius": 0.5 * motor.diameter.value,
        "KQ": 1.0 / motor.KV.value,
        "KQ_over_R": 1.0 / (motor.KV.value * motor.resistance.value),
        "current_0": motor.current_0.value,
        "voltage": motor.voltage.value,
        "CT_0": motor.CT_0.value,
        "CT_1": motor.CT_1.value,
        "CT_2": motor.CT_2.value,
        "CQ_0": motor.CQ_0.value,
        "CQ_1": motor.CQ_1.value,
        "CQ_2": motor.CQ_2.value,
    }


def disc_area(p: Propulsion) -> float:
    """Area swept by the propeller, m2."""
    return pi * p.radius * p.radius
