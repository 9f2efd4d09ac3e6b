"""The landing run as planned: from touchdown to a stop, summed up in steps along the deck.

The wings carry less of the weight as the speed falls, so the brakes take hold late: friction, lift and drag
are those of the flights themselves. Compiled, because a search plans thousands of landings.
"""

from __future__ import annotations

from math import cos, exp, sin
from typing import NamedTuple

from shortdeck.airframe.aerodynamics import Aerodynamics, lift_drag
from shortdeck.numerics.jit import driver, kernel
from shortdeck.vessel.deck import Deck

STEP_TIME = 0.05  # s
LONGEST_STOP = 2000.0  # m
ROLLING = 0.02  # of tyres that are not braked
IDLE_SPACING = 10.0  # m/s


class Brakes(NamedTuple):
    """What slows a landing run; SI."""

    share: float  # of the weight on the braked wheels
    most: float  # braking over weight that the brakes can give
    antiskid: float
    begin: float  # s from touchdown to full braking
    dive: float  # rad of nose down per m/s2
    flap: float
    flap_delay: float  # s from touchdown until the flaps go up
    flap_rate: float  # 1/s
    shift: float  # height of the centre of gravity over the wheelbase: by it brakes load the nose wheel


class Push(NamedTuple):
    """What the engine still gives: from the approach down to its idle; N."""

    thrust: float  # at touchdown
    inv_lag: float  # 1/s
    idle: tuple[float, float, float, float, float, float, float]  # at 0, 10 ... 60 m/s


@kernel
def engine_push(p: Push, airspeed: float, time: float) -> float:
    """Thrust with the throttle closed since touchdown, N."""
    at = min(max(airspeed, 0.0) * (1.0 / IDLE_SPACING), 5.999)
    k = int(at)
    idle = p.idle[k] + (at - k) * (p.idle[k + 1] - p.idle[k])
    return idle + (p.thrust - idle) * exp(-time * p.inv_lag)


@kernel
def ramp_slope(d: Deck, x: float) -> float:
    """Slope of the deck at a station; 0 before a ramp. As ``vessel.deck`` has it."""
    way = max(x - d.ramp_start, 0.0)
    past = max(way - d.ramp_onset, 0.0)
    return 3.0 * d.ramp_cubic * (way * way - past * past)


@driver
def landing_run(
    aero: Aerodynamics,
    deck: Deck,
    brakes: Brakes,
    engine: Push,
    ground: float,
    headwind: float,
    rest_pitch: float,
    touchdown: float,
    mass: float,
    gravity: float,
    density: float,
) -> tuple[float, float, float, float, float]:
    """Distance (m), mean, first and last deceleration (m/s2), and the speed (m/s) at which brakes take hold.

    From touchdown at ``ground`` m/s over the deck, against ``headwind``, at the station ``touchdown``.
    """
    weight = mass * gravity
    speed, distance, time, slowing, first = ground, 0.0, 0.0, 0.0, 0.0
    braked_at, braked_speed = 0.0, 0.0
    while speed > 0.1 and distance < LONGEST_STOP:
        through = speed + headwind
        pressure = 0.5 * density * through * through * aero.area
        flap = max(brakes.flap - brakes.flap_rate * max(time - brakes.flap_delay, 0.0), 0.0)
        push = engine_push(engine, through, time)
        # Where it runs up a ramp, the wings lift more and the weight holds it back.
        rise = ramp_slope(deck, touchdown + distance)
        pitch = rest_pitch - brakes.dive * slowing + rise
        lift, drag, _, _ = lift_drag(aero, pitch, sin(pitch), cos(pitch), flap, 1.0, 1.0)
        load = max(weight - lift * pressure, 0.0)
        friction = deck.friction * max(1.0 - deck.friction_loss * speed, 0.0) * brakes.antiskid
        # The brakes' own moment puts load onto the nose wheel, which has none.
        hold = min(friction * brakes.share * load / (1.0 + friction * brakes.shift), brakes.most * weight)
        braking = hold if time >= brakes.begin else 0.0
        if time < brakes.begin:
            braked_at, braked_speed = distance, speed
        elif first == 0.0:
            first = (braking + drag * pressure - push) / mass
        slowing = (braking + drag * pressure - push) / mass + ROLLING * load / mass
        slowing += gravity * rise
        speed -= slowing * STEP_TIME
        distance += speed * STEP_TIME
        time += STEP_TIME
    way = max(distance - braked_at, 1.0)
    return distance, 0.5 * braked_speed**2 / way, first, slowing, braked_speed
