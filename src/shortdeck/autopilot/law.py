"""Control laws of launch and recovery, as one function with the phase as data.

Gains come from the aircraft's own derivatives (``autopilot.design``); its bandwidths and the
lateral path gains were chosen once, from seven settings flown with the TB3 at Izumo, and serve all aircraft.
Angles in rad, SI; heights up; lateral offset from the runway line positive to the right.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.autopilot.gates import LATE, NO_STOP, SLOW, Gates, gate_violated
from shortdeck.autopilot.prediction import Forecast
from shortdeck.numerics.elementary import clip, cos, sin, smoothstep
from shortdeck.numerics.jit import kernel

# Phases.
HOLD, ROLL, ROTATE, CLIMB, APPROACH, ROLLOUT, GO_AROUND, ABORT = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)


class Law(NamedTuple):
    """Gains and targets; the pressure-scheduled gains hold at ``pressure`` and vary as its inverse."""

    pressure: float  # dynamic pressure at which the gains were designed, Pa
    pitch_gain: float
    pitch_integral: float
    pitch_damping: float
    roll_gain: float
    roll_integral: float
    roll_damping: float
    yaw_gain: float
    yaw_damping: float
    speed_gain: float  # throttle per m/s
    speed_integral: float
    path_gain: float  # pitch per flight-path error
    path_integral: float
    height_gain: float  # vertical speed per height error, 1/s
    side_gain: float  # lateral speed per offset, 1/s
    bank_gain: float  # bank per lateral-speed error, rad s/m
    bank_max: float
    wheelbase: float
    # targets
    elevator_trim: float
    throttle_trim: float
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
    last_touchdown: float  # main wheels at this x: a touchdown beyond it leads to a go-around
    go_station: float  # last x at which a go-around is begun on the wheels
    stop_station: float  # where it must have stopped
    braking: float  # deceleration counted on, m/s2
    reaction: float  # s until it is there, after touchdown or on aborting
    abort_share: float  # a launch slower than this share of the speed due at its place is aborted; 0: none
    run_start: float  # main wheels at the start of a launch
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
    pitch_integral: float
    speed_integral: float
    path_integral: float
    roll_integral: float
    pitch_command: float
    touched: float  # time of main-wheel touchdown, or a large number
    nose_down: float  # time of nose-wheel contact after it, or a large number
    arrival: float  # time of touchdown, or of leaving the lip, as it looks now
    violated: float  # s for which a gate has been violated
    reason: float  # of the wave-off, abort or go-around, a number of ``gates.REASONS``


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
    due = a.run_gain * max(s.station - a.run_start, 0.0)
    slow = speed * speed < a.abort_share * a.abort_share * due - 4.0
    rolling = m.phase == ROLL or m.phase == ROTATE
    # After the nose is down and the brakes had their time.
    braked = m.phase == ROLLOUT and time - m.nose_down > a.reaction
    runs_on = braked and s.station + 0.5 * speed * speed / a.braking > a.stop_station
    return rolling and slow and stop < a.stop_station, runs_on and s.station < a.go_station


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
    climbing = (phase == ROLL or phase == ROTATE) and s.airborne
    touching = phase == APPROACH and s.mains_down
    gate_open = s.wheel_height < a.gates.height and s.wheel_height > a.gates.commit
    found = gate_violated(a, s, f, follow_share(a, m, time))
    bad = phase == APPROACH and gate_open and found > 0.0 and not s.mains_down
    violated = m.violated + dt if bad else 0.0
    waving = bad and violated >= a.gates.wait
    late = touching and s.station > a.last_touchdown
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
def pitch_target(
    a: Law, m: Memory, s: Sensed, f: Forecast, phase: float, time: float, dt: float
) -> tuple[float, float]:
    """Pitch command and the path integral, after the phase."""
    # Approach: vertical speed along the glideslope, corrected for the height error.
    ground = max(s.along_rate, 1.0)
    lifted = follow_share(a, m, time) * f.height_then
    path_height = a.aim_height + (a.aim_x - s.station) * a.slope + lifted
    climb = -ground * a.slope + a.height_gain * clip(path_height - s.height, -3.0, 3.0)
    flaring = s.wheel_height < a.flare_height
    flare_share = max(s.wheel_height, 0.0) / max(a.flare_height, 0.1)
    climb = max(climb, -a.flare_sink - ground * a.slope * flare_share) if (flaring) else climb
    error = (climb - s.climb) / max(s.airspeed, 5.0)
    integral = clip(m.path_integral + a.path_integral * error * dt, -0.15, 0.15)
    approach = a.pitch_trim + a.path_gain * error + integral

    # Launch: rotate at a rate, then hold pitch; more of it as speed allows, less as the stall nears.
    rotate = min(m.pitch_command + a.rotate_rate * dt, a.rotate_pitch)
    fast = a.rotate_pitch + 0.02 * max(s.airspeed - 1.05 * a.airspeed, 0.0)
    climb_pitch = max(min(fast, a.climb_pitch_max), min(s.pitch, a.climb_pitch_max) if s.climb < 0.0 else 0.0)
    most = a.rotate_rate * dt
    climb_pitch = clip(climb_pitch, m.pitch_command - most, m.pitch_command + most)
    guarded = min(climb_pitch, s.pitch + 1.5 * (a.alpha_max - s.alpha))

    # Rollout: lower the nose over the derotation time, then stay.
    lowering = (a.pitch_trim - a.rest_pitch + 0.02) / max(a.derotation, 0.1)
    lower = max(m.pitch_command - dt * lowering, a.rest_pitch)

    away = clip(a.climb_pitch_max, m.pitch_command - a.rotate_rate * dt, m.pitch_command + a.rotate_rate * dt)
    away = min(away, s.pitch + 1.5 * (a.alpha_max - s.alpha))
    target = s.pitch
    target = rotate if phase == ROTATE else target
    target = guarded if phase == CLIMB else target
    target = approach if phase == APPROACH else target
    target = lower if phase == ROLLOUT else target
    target = away if phase == GO_AROUND else target
    return target, (integral if phase == APPROACH else m.path_integral)


@kernel
def lateral(
    a: Law, m: Memory, s: Sensed, phase: float, schedule: float, dt: float
) -> tuple[float, float, float, float]:
    """Aileron, rudder and nose-wheel commands that keep the runway line, and the roll integral."""
    flying = s.airborne or phase == APPROACH or phase == GO_AROUND
    side = clip(-a.side_gain * s.offset, -3.0, 3.0)
    bank = clip(a.bank_gain * (side - s.offset_rate), -a.bank_max, a.bank_max)
    # Close to the deck the wings come level and the nose comes into line.
    near = (1.0 - smoothstep((s.wheel_height - 1.0) / 5.0)) if phase == APPROACH else 0.0
    bank = bank * (1.0 - 0.6 * near)
    bank = bank if flying else 0.0
    roll_sum = clip(m.roll_integral + (bank - s.roll) * dt, -0.2, 0.2) if flying else 0.0
    aileron = a.roll_gain * (bank - s.roll) + a.roll_integral * roll_sum - a.roll_damping * s.p
    aileron = schedule * aileron
    turn = 9.80665 * sin(s.roll) * cos(s.pitch) / max(s.airspeed, 10.0)
    rudder_air = -a.yaw_damping * (s.r - turn) - near * a.yaw_gain * s.heading_error
    speed = max(s.along_rate, 3.0)
    heading = clip(-0.5 * s.offset / speed - 0.3 * s.offset_rate / speed, -0.15, 0.15)
    rudder_ground = a.yaw_gain * (heading - s.heading_error) - a.yaw_damping * s.r
    rudder = schedule * (rudder_air if flying else rudder_ground)
    steer = a.wheelbase / speed * (2.0 * (heading - s.heading_error) - 0.5 * s.r)
    return aileron, rudder, (0.0 if flying else steer), roll_sum


@kernel
def autopilot(
    a: Law, m: Memory, s: Sensed, f: Forecast, time: float, dt: float
) -> tuple[Commands, Memory]:
    """Commands for the coming beat, from what is sensed and what is foreseen of the deck."""
    phase, violated, reason = next_phase(a, m, s, f, time, dt)
    since = time if phase != m.phase else m.since
    touched = min(m.touched, time if phase == ROLLOUT else 1e9)
    nose_down = min(m.nose_down, time if phase == ROLLOUT and s.nose_down else 1e9)
    schedule = a.pressure / max(s.pressure, 0.3 * a.pressure)
    pitch, path = pitch_target(a, m, s, f, phase, time, dt)

    # The elevator is at trim on the ground run, after the nose is down, and while aborting.
    free = phase == HOLD or phase == ROLL or phase == ABORT or (phase == ROLLOUT and nose_down < 1e8)
    error = 0.0 if free else pitch - s.pitch
    pitch_sum = clip(m.pitch_integral + error * dt, -0.3, 0.3)
    damping = 0.0 if free else a.pitch_damping * s.q
    pitch_sum = 0.0 if free else pitch_sum
    elevator = schedule * (a.pitch_gain * error + a.pitch_integral * pitch_sum - damping)
    elevator = elevator + (0.0 if free else a.elevator_trim)

    speed_error = a.airspeed - s.airspeed
    speed_sum = clip(m.speed_integral + speed_error * dt, -20.0, 20.0)
    auto = a.throttle_trim + a.speed_gain * speed_error + a.speed_integral * speed_sum
    full = phase == HOLD or phase == ROLL or phase == ROTATE or phase == CLIMB or phase == GO_AROUND
    throttle = 1.0 if full else auto
    throttle = 0.0 if phase == ROLLOUT or phase == ABORT else throttle

    aileron, rudder, steer, roll_sum = lateral(a, m, s, phase, schedule, dt)
    braking = (phase == ROLLOUT and time - nose_down >= a.brake_delay) or phase == ABORT or phase == HOLD
    launch_flap = phase <= CLIMB or phase == ABORT
    flap = a.flap_launch if launch_flap else a.flap_landing
    flap = 0.0 if phase == ROLLOUT and time - touched >= a.flap_delay else flap
    commands = Commands(
        clip(throttle, 0.0, 1.0), elevator, aileron, rudder, flap, steer, 1.0 if braking else 0.0
    )
    memory = Memory(
        phase, since, pitch_sum, speed_sum, path, roll_sum, pitch, touched, nose_down,
        arrival(a, m, s, time), violated, reason,
    )  # fmt: skip
    return commands, memory
