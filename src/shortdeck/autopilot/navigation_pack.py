"""From the sensors of an aircraft and a ship to the parameters of what the control law is told."""

from __future__ import annotations

from math import exp, hypot, sqrt

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.autopilot.sensing import REFRESH, Navigation
from shortdeck.catalog.sensors import NavigationSensors, Place, RelativePositioning, ShipReference

AT_ONCE = 1e-3  # s, an interval shorter than a beat of the control law
NEVER = 1e9  # s

PERFECT = Navigation(*([0.0] * len(Navigation._fields)))._replace(
    outage_interval=NEVER, link_outage_interval=NEVER, link_interval=AT_ONCE
)
"""Sensors that tell the truth, and a ship that knows it."""


def _process(correlation: float) -> tuple[float, float]:
    """What is kept of a process over ``REFRESH``, and how much fresh noise comes in."""
    keep = exp(-REFRESH / max(correlation, 1e-3))
    return keep, sqrt(1.0 - keep * keep)


def smoothing(sensor: RelativePositioning, blending: float) -> tuple[float, float]:
    """Share of a position sensor's noise that is left after blending, and its correlation time, s.

    Noise of correlation time T measured at intervals D acts like one of the time t = (D/2) coth(D / 2T); a
    first-order filter of time B leaves sqrt(t / (t + B)) of it, which fades with t + B.
    """
    keep = exp(-sensor.interval.value / sensor.correlation.value) if sensor.correlation.value > 0.0 else 0.0
    own = 0.5 * sensor.interval.value * (1.0 + keep) / (1.0 - keep)
    return sqrt(own / (own + blending)), own + blending


def pack_navigation(
    sensors: NavigationSensors | None,
    reference: ShipReference | None,
    *,
    gyro: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Navigation:
    """Parameters; no ``sensors``: the truth.

    ``gyro``, rad/s: standard deviations of what a calibration on a moving deck leaves (roll, pitch, yaw).
    """
    if sensors is None:
        return PERFECT
    found = _aircraft(PERFECT, sensors, gyro=gyro)
    if reference is None:
        return found
    tracking = sensors.relative.kind == "tracker"
    return _ship(found, reference, reference.tracker if tracking else reference.antenna)


def _aircraft(n: Navigation, sensors: NavigationSensors, *, gyro: tuple[float, float, float]) -> Navigation:
    relative, inertial, air = sensors.relative, sensors.inertial, sensors.air
    left, correlation = smoothing(relative, inertial.blending.value)
    keep_position, new_position = _process(correlation)
    keep_speed, new_speed = _process(inertial.speed_correlation.value)
    keep_attitude, new_attitude = _process(inertial.correlation.value)
    keep_air, new_air = _process(air.correlation.value)
    own = inertial.gyro_bias.value
    return n._replace(
        keep_position=keep_position, new_position=new_position, keep_speed=keep_speed, new_speed=new_speed,
        keep_attitude=keep_attitude, new_attitude=new_attitude, keep_air=keep_air, new_air=new_air,
        noise_along=left * relative.noise_along.value, noise_across=left * relative.noise_across.value,
        noise_up=left * relative.noise_up.value, noise_angle=left * relative.noise_angle.value,
        noise_speed=inertial.speed_noise.value, noise_climb=inertial.climb_noise.value,
        noise_attitude=inertial.attitude_noise.value, noise_heading=inertial.heading_noise.value,
        noise_airspeed=air.speed_noise.value, noise_alpha=air.alpha_noise.value,
        bias_along=relative.bias_along.value, bias_across=relative.bias_across.value,
        bias_up=relative.bias_up.value, bias_angle=relative.bias_angle.value,
        bias_attitude=inertial.attitude_bias.value, bias_heading=inertial.heading_bias.value,
        bias_p=hypot(own, gyro[0]), bias_q=hypot(own, gyro[1]), bias_r=hypot(own, gyro[2]),
        levelling=inertial.levelling.value, drift=GRAVITY * inertial.accelerometer_bias.value,
        bias_airspeed=air.speed_bias.value, bias_alpha=air.alpha_bias.value,
        outage_interval=relative.outage_interval.value, outage=relative.outage.value,
        tracker=1.0 if relative.kind == "tracker" else 0.0, arm=relative.arm.value, rise=relative.rise.value,
        latency=relative.latency.value, air_lag=air.lag.value + 0.5 * air.interval.value,
    )  # fmt: skip


def _ship(n: Navigation, reference: ShipReference, mark: Place) -> Navigation:
    motion, link, unit = reference.sensors.motion, reference.sensors.link, reference.unit
    keep_attitude, new_attitude = _process(motion.attitude_correlation.value)
    keep, new = _process(motion.correlation.value)
    stands = 1.0 - n.tracker
    return n._replace(
        keep_ship_attitude=keep_attitude, new_ship_attitude=new_attitude, keep_ship=keep, new_ship=new,
        noise_ship_attitude=motion.attitude_noise.value, noise_ship_heading=motion.heading_noise.value,
        noise_heave=motion.heave_noise.value, noise_heave_rate=motion.heave_rate_noise.value,
        noise_side=motion.side_noise.value, noise_side_rate=motion.side_rate_noise.value,
        bias_ship_attitude=motion.attitude_bias.value, bias_ship_heading=motion.heading_bias.value,
        heave_share=motion.heave_share.value,
        link_outage_interval=link.outage_interval.value, link_outage=link.outage.value,
        link_interval=link.interval.value, link_latency=link.latency.value,
        latency=n.latency + link.latency.value,
        mark_x=mark.x.value, mark_y=mark.y.value, mark_z=mark.z.value,
        level_x=stands * mark.x.value - unit.x.value, level_y=stands * mark.y.value - unit.y.value,
        level_z=stands * mark.z.value - unit.z.value,
        unit_x=unit.x.value, unit_y=unit.y.value, unit_z=unit.z.value,
    )  # fmt: skip
