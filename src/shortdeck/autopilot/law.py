"""Control laws of launch and recovery, as one function with the phase as data.

Gains come from the aircraft's own small motions (``autopilot.design``); here is what is wanted in each phase,
in ``autopilot.surfaces`` and ``autopilot.regulator`` how it is reached.
Angles in rad, SI; heights up; lateral offset from the runway line positive to the right.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.autopilot.gates import LATE, NO_STOP, SLOW, Gates, gate_violated
from shortdeck.autopilot.phases import ABORT, APPROACH, CLIMB, GO_AROUND, HOLD, ROLL, ROLLOUT, ROTATE
from shortdeck.autopilot.prediction import Forecast
from shortdeck.autopilot.regulator import Gains, Held, Path, Trim
from shortdeck.autopilot.surfaces import Targets, deflections
from shortdeck.numerics.elementary import clip, pick, smoothstep
from shortdeck.numerics.jit import kernel

__all__ = [
    "ABORT", "APPROACH", "CLIMB", "GO_AROUND", "HOLD", "ROLL", "ROLLOUT", "ROTATE", "Commands", "Law",
    "Memory", "Sensed", "autopilot",
]  # fmt: skip

SMOOTHING = 3.0  # 1/s, of the deceleration
FLOOR_HEIGHT = 1.5  # m of the wheels over the deck
AWAY_RATE = 1.2  # of the rotation of a launch, with which a go-around raises the nose
FOLLOW_DOWN = 0.4  # m
FOLLOW_RATE = 0.5  # m/s
TAIL_RELIEF = 0.1  # rad of pitch that a metre more of height allows
PLAN_OVER = 0.92  # of the planned run, beyond which a touchdown is given up: plans are a little long
SLOW_WALK = 6.0  # m/s, below which no go-around is thought of
FAILING = 0.65  # of the deceleration due, below which a brake is given up as failed


class Law(NamedTuple):
    """Gains and targets."""

    gains: Gains
    trim: Trim  # of the approach
    wheelbase: float
    # targets
    elevator_trim: float
    pitch_trim: float
    airspeed: float  # approach, or lift-off speed of a launch
    rotate_speed: float
    rotate_station: float  # main wheels at this x: rotate whatever the speed (beyond the deck: never)
    rotate_pitch: float
    rotate_rate: float
    climb_pitch_max: float
    alpha_max: float
    slope: float  # glideslope relative to the ship, rad, positive
    aim_x: float  # of the main wheels, deck frame
    aim_height: float  # of the centre of gravity over the deck with wheels just touching
    flare_height: float  # 0: no flare
    flare_sink: float
    flap_launch: float
    flap_landing: float
    hold_time: float
    abort_station: float  # main wheels at this x: abort the launch (beyond the deck: never)
    derotation: float
    rest_pitch: float  # with all wheels on deck
    brake_delay: float
    flap_delay: float
    gates: Gates
    follow: float  # 1: the path follows the deck as foreseen at touchdown, 0: it does not
    follow_time: float  # s before touchdown from which on it does
    follow_most: float  # m that it follows, so that the stern is cleared all the same
    tail_pitch: float  # against the deck, with the wheels on it, that keeps the tail clear of it
    last_touchdown: float  # main wheels at this x: a touchdown beyond it leads to a go-around
    go_speed: float  # airspeed that a go-around on the wheels must reach before the end of the deck
    go_gain: float  # square of the speed that a metre of deck brings it, m/s2
    go_lag: float  # s until the engine answers
    stop_station: float  # where it must have stopped
    braking: float  # mean deceleration counted on, m/s2
    braking_first: float  # as the brakes take hold, while the wings still carry a part
    braking_last: float  # and before the stop
    braking_scale: float  # 1 over the square of the speed at which they take hold
    reaction: float  # s until it is there, after touchdown or on aborting
    abort_share: float  # a launch slower than this share of the speed due at its place is aborted; 0: none
    run_gain: float  # square of the speed over the deck that a metre of the run is to bring, m/s2
    run_time: float  # s from release to the end of the run
    release_level: float  # m: released once the lip, as foreseen, is this high or rising to it
    release_wait: float  # s after which it is released all the same; 0: at once
    line_y: float  # runway line where it crosses the stern edge, deck frame
    line_cos: float  # of its heading in earth axes
    line_sin: float
    line_heading: float
    deck_cos: float  # of the ship's heading
    deck_sin: float


class Memory(NamedTuple):
    """What the law remembers."""

    phase: float
    since: float  # time of entering the phase
    held: Held  # by the regulators
    pitch_command: float
    touched: float  # time of main-wheel touchdown, or a large number
    nose_down: float  # time of nose-wheel contact after it, or a large number
    arrival: float  # time of touchdown, or of leaving the lip, as it looks now
    violated: float  # s for which a gate has been violated
    reason: float  # of the wave-off, abort or go-around, a number of ``gates.REASONS``
    released: float  # main wheels at this x when the launch was released
    slowing: float  # deceleration along the deck, smoothed, m/s2
    along_rate: float  # speed over the deck a beat ago, m/s
    lifted: float  # by which the path follows the deck, m


class Sensed(NamedTuple):
    """What the law is told."""

    airspeed: float
    alpha: float
    pressure: float
    roll: float
    pitch: float
    heading_error: float  # to the runway line
    p: float
    q: float
    r: float
    offset: float  # from the runway line
    offset_rate: float
    along_rate: float  # speed along the runway line relative to the ship
    station: float  # main wheels, deck frame x
    height: float  # centre of gravity above deck level
    climb: float  # m/s
    wheel_height: float  # of the main wheels over deck level
    mains_down: bool
    nose_down: bool
    airborne: bool
    deck_height: float  # of the aim point above where it is on the ship at rest, m
    deck_climb: float  # m/s, up
    deck_side: float  # of the aim point to the right of the runway line at rest, m
    deck_side_speed: float  # m/s
    deck_pitch: float  # of the ship, bow up
    deck_roll: float  # starboard down
    deck_pitch_rate: float  # rad/s
    deck_roll_rate: float
    link_age: float  # s since the ship's last data were measured


class Commands(NamedTuple):
    """What the law asks for."""

    throttle: float
    elevator: float
    aileron: float
    rudder: float
    flap: float
    steer: float
    brake: float


@kernel
def follow_share(a: Law, m: Memory, time: float) -> float:
    """How much of the deck's motion the path follows: all of it shortly before touchdown, nothing far out."""
    return a.follow * smoothstep(2.0 - 2.0 * (m.arrival - time) / a.follow_time)


@kernel
def lift(a: Law, m: Memory, s: Sensed, f: Forecast, time: float, dt: float) -> float:
    """By how much the path is lifted to follow the deck, m: at a limited rate, little down before the stern.

    What the deck does at the stern now and at touchdown seconds later are two things.
    """
    least = -FOLLOW_DOWN if s.station < 0.0 else -a.follow_most
    wanted = follow_share(a, m, time) * clip(f.height_then, least, a.follow_most)
    return m.lifted + clip(wanted - m.lifted, -FOLLOW_RATE * dt, FOLLOW_RATE * dt)


@kernel
def arrival(a: Law, m: Memory, s: Sensed, time: float) -> float:
    """When the main wheels reach the aim point, or a launch that is released now the lip."""
    ahead = (a.aim_x - s.station) / max(s.along_rate, 3.0)
    waiting = a.run_time if m.phase == HOLD else max(a.run_time - (time - m.since), 0.0)
    flying = m.phase == APPROACH
    return time + (ahead if flying else waiting)


@kernel
def late_for_deck(a: Law, m: Memory, s: Sensed, time: float) -> tuple[bool, bool]:
    """Whether a launch is too slow for its place and can still stop, and whether a landing cannot stop."""
    speed = max(s.along_rate, 0.0)
    stop = s.station + speed * (a.reaction + 0.5 * speed / a.braking)
    due = a.run_gain * max(s.station - m.released, 0.0)
    slow = speed * speed < a.abort_share * a.abort_share * due - 4.0
    rolling = m.phase == ROLL or m.phase == ROTATE
    # After the nose is down and the brakes had their time: by how they do against the plan. The wings carry
    # less and less, so the planned deceleration grows as the square of the speed falls.
    braked = m.phase == ROLLOUT and time - m.nose_down > a.reaction
    share = min(speed * speed * a.braking_scale, 1.0)
    due_now = a.braking_last + share * (a.braking_first - a.braking_last)
    mean = a.braking_last + 0.5 * share * (a.braking_first - a.braking_last)
    doing = clip(m.slowing / due_now, 0.1, 1.0)
    failing = doing < FAILING and speed > SLOW_WALK
    runs_on = braked and (failing or s.station + 0.5 * speed * speed / (doing * mean) > a.stop_station)
    return rolling and slow and stop < a.stop_station, runs_on and can_go(a, s)


@kernel
def too_fast(a: Law, s: Sensed) -> bool:
    """Whether a landing run from here, at this speed, is longer than the deck by the plan."""
    speed = max(s.along_rate, 0.0)
    run = speed * (a.reaction + 0.5 * speed / a.braking)
    return s.station + PLAN_OVER * run > a.stop_station


@kernel
def can_go(a: Law, s: Sensed) -> bool:
    """Whether a go-around begun now on the wheels flies before the end of the deck."""
    speed = max(s.along_rate, 0.0)
    left = max(a.stop_station - s.station - speed * a.go_lag, 0.0)
    return sqrt(speed * speed + a.go_gain * left) + s.airspeed - speed > a.go_speed


@kernel
def next_phase(
    a: Law, m: Memory, s: Sensed, f: Forecast, time: float, dt: float
) -> tuple[float, float, float]:
    """The phase after this beat's events, how long a gate has been violated, and the reason, if any."""
    phase = m.phase
    lip = f.height_then + 1.5 * f.climb_then
    seen = lip >= a.release_level or time - m.since >= a.hold_time + a.release_wait
    hold_over = phase == HOLD and time - m.since >= a.hold_time and seen
    rotating = phase == ROLL and (s.airspeed >= a.rotate_speed or s.station >= a.rotate_station)
    slow, runs_on = late_for_deck(a, m, s, time)
    aborting = (phase == ROLL or phase == ROTATE) and not s.airborne
    aborting = aborting and (s.station >= a.abort_station or slow)
    # The nose wheel off the end of the deck: from here the elevator flies, before the nose drops.
    past = s.station + a.wheelbase > a.aim_x and not s.nose_down
    climbing = (phase == ROLL or phase == ROTATE) and (s.airborne or past)
    touching = phase == APPROACH and s.mains_down
    # Over the sea it is open to the last: whoever is too low there is not committed to anything.
    high_enough = s.wheel_height > a.gates.commit or s.station < 0.0
    gate_open = s.wheel_height < a.gates.height and high_enough
    found = gate_violated(a, s, f, m.lifted)
    bad = phase == APPROACH and gate_open and found > 0.0 and not s.mains_down
    violated = m.violated + dt if bad else 0.0
    waving = bad and violated >= a.gates.wait
    late = touching and (s.station > a.last_touchdown or too_fast(a, s)) and can_go(a, s)
    out = ROLL if hold_over else phase
    out = ROTATE if rotating else out
    out = CLIMB if climbing else out
    out = ABORT if aborting else out
    out = ROLLOUT if touching else out
    out = GO_AROUND if waving or late or runs_on else out
    reason = found if waving else m.reason
    reason = LATE if late else reason
    reason = SLOW if aborting and slow else reason
    return out, violated, (NO_STOP if runs_on else reason)


@kernel
def approach_path(a: Law, s: Sensed, lifted: float, rising: float) -> Path:
    """The path wanted: down to the deck as foreseen; in the flare the sink falls with height."""
    ground = max(s.along_rate, 1.0)
    height = a.aim_height + (a.aim_x - s.station) * a.slope + lifted
    flaring = a.flare_height > 0.0 and s.wheel_height < a.flare_height
    rate = ground * a.slope / max(a.flare_height, 0.1)
    flare = -a.flare_sink - rate * max(s.wheel_height, 0.0)
    flaring = flaring and flare > -ground * a.slope
    pull = rate * clip(-s.climb, 0.0, 3.0) if flaring else 0.0
    climb = flare if flaring else rising - ground * a.slope
    # Close to the deck the nose stays above what would put its wheel down first.
    near = s.wheel_height < FLOOR_HEIGHT
    floor = a.gates.attitude + s.deck_pitch if near else -1.0
    return Path(height, climb, pull, a.airspeed, not flaring, floor)


@kernel
def slip_target(a: Law, m: Memory, s: Sensed, phase: float) -> float:
    """Sideslip wanted: none far out (crab), near the deck as much as turns the nose into the line."""
    near = (1.0 - smoothstep((s.wheel_height - 1.0) / 6.0)) if phase == APPROACH else 0.0
    return -near * m.held.cross_wind / max(s.airspeed, 10.0)


@kernel
def line_share(a: Law, s: Sensed, phase: float) -> float:
    """How much the line that is kept moves with the deck: all of it on the wheels, more and more before."""
    near = a.follow * (1.0 - smoothstep((s.wheel_height - 1.0) / 6.0))
    flying = phase == CLIMB or phase == GO_AROUND
    return near if phase == APPROACH else (0.0 if flying else 1.0)


@kernel
def pitch_target(a: Law, m: Memory, s: Sensed, phase: float, dt: float) -> float:
    """Pitch command, after the phase; on approach the pitch follows from the path."""
    # Launch: rotate at a rate, then hold pitch; more of it as speed allows, less as the stall nears.
    rotate = min(m.pitch_command + a.rotate_rate * dt, a.rotate_pitch)
    fast = a.rotate_pitch + 0.02 * max(s.airspeed - 1.05 * a.airspeed, 0.0)
    climb_pitch = max(min(fast, a.climb_pitch_max), min(s.pitch, a.climb_pitch_max) if s.climb < 0.0 else 0.0)
    most = a.rotate_rate * dt
    climb_pitch = clip(climb_pitch, m.pitch_command - most, m.pitch_command + most)
    # Less as the stall nears, by the path that is flown: fed back as measured, the angle of attack would lag
    # and swing the pitch.
    ceiling = s.climb / max(s.airspeed, 10.0) + a.alpha_max
    guarded = min(climb_pitch, ceiling)

    # Rollout: lower the nose over the derotation time, then stay.
    lowering = (a.pitch_trim - a.rest_pitch + 0.02) / max(a.derotation, 0.1)
    lower = max(m.pitch_command - dt * lowering, a.rest_pitch)

    most = AWAY_RATE * a.rotate_rate * dt
    away = clip(a.climb_pitch_max, m.pitch_command - most, m.pitch_command + most)
    away = min(away, ceiling)
    # Low over the deck the tail keeps clear of it.
    away = min(away, a.tail_pitch + s.deck_pitch + TAIL_RELIEF * max(s.wheel_height, 0.0))
    target = s.pitch
    target = rotate if phase == ROTATE else target
    target = guarded if phase == CLIMB else target
    target = lower if phase == ROLLOUT else target
    target = away if phase == GO_AROUND else target
    return target


@kernel
def autopilot(
    a: Law, m: Memory, s: Sensed, f: Forecast, time: float, dt: float
) -> tuple[Commands, Memory]:
    """Commands for the coming beat, from what is sensed and what is foreseen of the deck."""
    phase, violated, reason = next_phase(a, m, s, f, time, dt)
    since = time if phase != m.phase else m.since
    touched = min(m.touched, time if phase == ROLLOUT else 1e9)
    nose_down = min(m.nose_down, time if phase == ROLLOUT and s.nose_down else 1e9)

    # The elevator is at rest on the ground run, after the nose is down, and while aborting.
    free = phase == HOLD or phase == ROLL or phase == ABORT or (phase == ROLLOUT and nose_down < 1e8)
    pitch = pitch_target(a, m, s, phase, dt)
    lifted = lift(a, m, s, f, time, dt)
    rate = clip((pitch - m.pitch_command) / dt, -a.rotate_rate, a.rotate_rate)
    rate = 0.0 if phase == APPROACH or phase != m.phase else rate
    path = approach_path(a, s, lifted, (lifted - m.lifted) / dt)
    share = line_share(a, s, phase)
    wanted = Targets(
        path, pitch, rate, slip_target(a, m, s, phase), free, share * s.deck_side, share * s.deck_side_speed
    )
    d = deflections(a, m.held, s, wanted, phase, dt)
    braking = (phase == ROLLOUT and time - nose_down >= a.brake_delay) or phase == ABORT or phase == HOLD
    launch_flap = phase <= CLIMB or phase == ABORT
    flap = pick(launch_flap, a.flap_launch, a.flap_landing)
    flap = 0.0 if phase == ROLLOUT and time - touched >= a.flap_delay else flap
    # A beat passes before what was computed acts.
    k = m.held
    commands = Commands(
        k.last_throttle,
        k.last_elevator,
        k.last_aileron,
        k.last_rudder,
        flap,
        d.steer,
        1.0 if braking else 0.0,
    )
    memory = Memory(
        phase, since, d.held, pitch, touched, nose_down, arrival(a, m, s, time), violated, reason,
        s.station if phase == HOLD else m.released,
        m.slowing + SMOOTHING * dt * ((m.along_rate - s.along_rate) / dt - m.slowing), s.along_rate,
        lifted,
    )  # fmt: skip
    return commands, memory
