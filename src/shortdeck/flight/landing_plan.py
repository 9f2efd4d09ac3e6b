"""How a recovery is planned: aim point, last touchdown, flare or none, wave-off gates, all from the files.

Aim and touchdown limits are stations of the main wheels in the deck frame. The last touchdown leaves the
landing run before the end of the deck; the path aims as far forward as the stern asks for and a quarter of
the way from there to the last touchdown, but no farther than three standard deviations of touchdown.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, e, hypot, sin
from typing import Any, NamedTuple

from shortdeck.air.atmosphere import GRAVITY
from shortdeck.airframe.propulsion import Propulsion
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.airframe.trim import Trim
from shortdeck.autopilot.gates import Gates
from shortdeck.catalog.aircraft import Gear, RecoveryCriteria
from shortdeck.flight.conditions import NOT_ON_DECK, Conditions
from shortdeck.flight.landing_run import IDLE_SPACING, Brakes, Push, landing_run
from shortdeck.flight.state import Setup
from shortdeck.vessel.pack import Line

GO_FACTOR = 1.05  # of the stall speed at which it flies off
TAIL_MARGIN = 0.03  # rad
RESERVE = 3.0  # m of deck left at the end of a stop that goes as computed
FAST = 1.5  # m/s over the planned speed at touchdown that the run still covers
SCATTER = 4.0  # m, one standard deviation of touchdown along the deck that the plan counts with
TRACKING = 0.4  # m/s, one standard deviation of the sink at touchdown
PITCHING = 0.014  # rad, one standard deviation of the pitch at touchdown
AIM_SHARE = 0.25  # of the zone: the stern is cleared by its own rule, what is left is for the stop
SIGMAS = 3.0  # of sink and scatter that the plan covers
NOSE_UP = 0.5  # s until the nose comes up
PULL = 0.15  # g of vertical acceleration with which a go-around ends the sink
FOLLOW_TIME = 8.0  # s before touchdown from which on the path follows the deck
FLARE_HEIGHT = 3.0  # m


class Stop(NamedTuple):
    """A landing run as planned: distance from touchdown, m; decelerations of the braked part, m/s2."""

    distance: float
    braking: float  # mean
    first: float  # as the brakes take hold, at ``speed`` (m/s)
    last: float  # before the stop
    speed: float


def stop(
    c: Setup, gear: Gear, criteria: RecoveryCriteria, *, ground: float, headwind: float, rest_pitch: float,
    thrust: float, touchdown: float = 0.0,
) -> Stop:  # fmt: skip
    """The landing run from touchdown at ``ground`` m/s over the deck, against ``headwind``, at that station.

    From the ``thrust`` of the approach (N) the engine runs down to its idle, which pushes on. The wings carry
    less of the weight as the speed falls, so the brakes take hold late: the equation of motion along the deck
    is summed up in steps, with friction, lift and drag of the flights themselves.
    """
    mains = c.nose.x / (c.nose.x - c.right.x)  # share of the weight
    # The nose goes down under braking, rad per m/s2, as load moves forward.
    softness = 1.0 / c.nose.stiffness + 0.5 / c.right.stiffness
    brakes = Brakes(
        share=mains,
        most=gear.brake.value,
        antiskid=gear.antiskid.value,
        begin=reaction(criteria),
        dive=c.inertia.mass * c.right.z / wheelbase(c) ** 2 * softness,
        flap=criteria.flap.value,
        flap_delay=criteria.flap_retract_delay.value,
        flap_rate=c.controls.flap_rate,
        shift=c.right.z / wheelbase(c),
    )
    push = Push(thrust, c.propulsion.inv_lag, idle_thrust(c.propulsion, c.air.density))
    return Stop(
        *landing_run(
            c.aero, c.deck, brakes, push, ground, headwind, rest_pitch, touchdown, c.inertia.mass, c.gravity,
            c.air.density,
        )
    )  # fmt: skip


@lru_cache(maxsize=64)
def idle_thrust(
    p: Propulsion, density: float
) -> tuple[float, float, float, float, float, float, float]:
    """Settled thrust with the throttle closed at 0, 10 ... 60 m/s, N."""
    a, b, c, d, e, f, g = (steady(p, 0.0, IDLE_SPACING * k, density).thrust for k in range(7))
    return a, b, c, d, e, f, g


def last_stop(
    c: Setup, gear: Gear, criteria: RecoveryCriteria, line: Line, *, ground: float, headwind: float,
    rest_pitch: float, thrust: float,
) -> tuple[Stop, float]:  # fmt: skip
    """The last landing run that ends on the deck, and where it begins: a ramp makes it hang on its place."""
    end, last = line.end - RESERVE - wheelbase(c), 0.0
    for _ in range(4):  # the run changes little with its place: this settles to a decimetre
        run = stop(
            c, gear, criteria, ground=ground, headwind=headwind, rest_pitch=rest_pitch, thrust=thrust,
            touchdown=last,
        )  # fmt: skip
        last = end - run.distance
    return run, last


def wheelbase(c: Setup) -> float:
    """Nose wheel ahead of the main wheels, m: by so much earlier does it leave the deck."""
    return c.nose.x - c.right.x


def reaction(criteria: RecoveryCriteria) -> float:
    """From touchdown to full braking, s."""
    return criteria.derotation.value + criteria.brake_delay.value + 0.25


def touchdown_zone(
    criteria: RecoveryCriteria, line: Line, *, slope: float, last: float
) -> tuple[float, float]:
    """Aim point and last touchdown; on a deck too short for both the stern's clearance goes first."""
    first = max(criteria.touchdown_aim.value, line.stern_clearance / slope)
    wanted = first + min(max(AIM_SHARE * (last - first), 0.0), SIGMAS * SCATTER)
    # Where the deck cannot take it, an approach still touches down: it then overruns, and says so.
    return wanted, max(last, wanted + 0.5 * SIGMAS * SCATTER)


def flares(
    c: Setup, k: Conditions, criteria: RecoveryCriteria, *, sink: float, pitch: float, aim_x: float, y: float
) -> bool:
    """Whether the sink is broken before touchdown: where the gear would not take it, or the nose wheel would
    touch first."""
    if criteria.flare != "computed":
        return criteria.flare == "always"
    if pitch - wheel_angle(c) < SIGMAS * PITCHING:
        return True
    deck = 0.0 if k.seaway is None else float(k.seaway.point_rms(aim_x, y, 0.0, derivative=1)[2])
    return sink + SIGMAS * hypot(TRACKING, deck) > c.limits.sink_limit


def wheel_angle(c: Setup) -> float:
    """Pitch against the deck at which nose and main wheels touch together, struts extended, rad."""
    return atan2(c.nose.z - c.right.z, c.nose.x - c.right.x)


def tail_pitch(c: Setup) -> float:
    """Pitch against the deck at which tail or propeller touches it, with the wheels on it, rad."""
    p = c.points
    low = [
        (c.right.z - z) / (c.right.x - x)
        for x, z in ((p.tail_x, p.tail_z), (p.prop_x, p.prop_z))
        if x < c.right.x
    ]
    return min(low, default=0.5)


def last_wave_off(c: Setup, *, sink: float) -> float:
    """Height of the wheels at which a go-around is begun that just does not touch, m.

    The sink goes on while the engine takes its lag and the nose comes up, and is then ended by ``PULL``.
    """
    lag = 1.0 / c.propulsion.inv_lag + NOSE_UP
    return sink * lag + sink**2 / (2.0 * PULL * GRAVITY)


def wave_off_gates(
    c: Setup, criteria: RecoveryCriteria, *, airspeed: float, sink: float, slope: float, room: float,
    raised: float = 0.0,
) -> Gates:  # fmt: skip
    """Gates of an approach; ``room`` from the aim point to the last touchdown, m.

    ``raised``: by how much the flare lifts the path before touchdown, rad; the nose comes up with it, so
    that the attitude of the approach may lie so much lower.
    """
    g = criteria.gates
    return Gates(
        height=g.height.value,
        commit=last_wave_off(c, sink=sink),
        wait=g.wait.value,
        widen=g.widen.value,
        side=g.side.value,
        high=min(g.high.value, room * slope),
        low=g.low.value,
        airspeed=g.airspeed.value * airspeed,
        bank=criteria.bank_limit.value,
        sink=g.sink.value * criteria.sink_limit.value,
        closure=g.sink.value * criteria.sink_limit.value,
        attitude=wheel_angle(c) + g.attitude.value - raised,
        stern=g.stern.value,
        link=g.link.value,
    )


def approach_law(
    c: Setup, k: Conditions, gear: Gear, criteria: RecoveryCriteria, state: Trim, line: Line, *,
    airspeed: float, speed_factor: float, pitch: float, slope: float, ground: float, excess: float,
    rest_pitch: float,
) -> dict[str, Any]:  # fmt: skip
    """What the control law is told about a recovery; ``excess`` thrust over weight at full throttle."""
    sink = ground * slope
    run, last = last_stop(c, gear, criteria, line, ground=ground + FAST, headwind=airspeed - ground,
                          rest_pitch=rest_pitch, thrust=state.thrust)  # fmt: skip
    aim, last = touchdown_zone(criteria, line, slope=slope, last=last)
    flare = flares(c, k, criteria, sink=sink, pitch=pitch, aim_x=aim, y=line.y)
    flap = criteria.flap.value
    # A sink that falls with height as e^-kt to this meets the deck where the straight path would have.
    flare_sink = sink / (e - 1.0)
    return {
        "elevator_trim": state.elevator,
        "pitch_trim": pitch,
        "rotate_pitch": pitch,
        "alpha_max": c.aero.stall_alpha_flap - 0.035,
        "slope": slope,
        "aim_x": aim,
        "aim_height": c.right.z * cos(pitch) - c.right.x * sin(pitch),
        "flare_height": FLARE_HEIGHT if flare else 0.0,
        "flare_sink": flare_sink,
        "flap_launch": flap,
        "flap_landing": flap,
        "derotation": criteria.derotation.value,
        "brake_delay": criteria.brake_delay.value,
        "flap_delay": criteria.flap_retract_delay.value,
        "gates": wave_off_gates(
            c, criteria, airspeed=airspeed, sink=sink, slope=slope, room=last - aim,
            raised=(sink - flare_sink) / ground if flare else 0.0,
        ),
        "follow": 1.0 if k.compensation else 0.0,
        "follow_time": FOLLOW_TIME,
        "follow_most": max(0.5 * (aim * slope - criteria.gates.stern.value), 0.0),
        "tail_pitch": tail_pitch(c) - TAIL_MARGIN,
        "last_touchdown": last,
        "go_speed": GO_FACTOR * airspeed / speed_factor,
        "go_gain": 2.0 * max(excess * GRAVITY, 0.3),
        "go_lag": 1.0 / c.propulsion.inv_lag + NOSE_UP,
        "stop_station": line.end - wheelbase(c),
        "braking": run.braking,
        "braking_first": max(run.first, 0.3),
        "braking_last": max(run.last, 0.3),
        "braking_scale": 1.0 / max(run.speed, 1.0) ** 2,
        "reaction": reaction(criteria),
        "release_wait": NOT_ON_DECK,
    }
