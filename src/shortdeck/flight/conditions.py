"""What surrounds one flight, and what an aircraft must have for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import pi
from typing import Literal

from shortdeck.air.atmosphere import SEA_LEVEL_DENSITY
from shortdeck.air.pack import DiscreteGust, Kind
from shortdeck.catalog.aircraft import AircraftFile, Gear, LaunchCriteria, RecoveryCriteria
from shortdeck.errors import InputError
from shortdeck.flight.figures import NEVER
from shortdeck.vessel.flow_grid import FlowGrid
from shortdeck.vessel.pack import Surface
from shortdeck.vessel.seaway import RecordTable, Seaway

JAMMED = ("all", "elevator", "aileron", "rudder", "flap")
Approach = Literal["at-once", "quiet"]
Release = Literal["at-once", "timed"]
NOT_ON_DECK = 1e6  # m, a station that is never reached


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What surrounds one flight; SI and radians, wind angle from the bow, positive from starboard."""

    mass: float
    wind_over_deck: float = 0.0
    wind_angle: float = 0.0
    ship_speed: float = 0.0
    heading: float = 0.0
    density: float = SEA_LEVEL_DENSITY
    surface: Surface = "dry"
    ramp: bool = True
    abort_station: float = NOT_ON_DECK
    height_error: float = 0.0  # at the start of an approach, m, positive high
    side_error: float = 0.0  # m, positive right
    speed_error: float = 0.0  # m/s, positive fast
    deck_run: float | None = None  # length of deck to use for a launch, m; None: from the start mark
    stores: float = 0.0
    speed_factor: float | None = None  # in place of the file's
    compensation: bool = True  # the landing path follows the deck as foreseen at touchdown
    approach: Approach = "at-once"  # quiet: held astern until the deck has been quiet for a while
    release: Release = "at-once"  # of a launch; timed: waits for the lip to be foreseen high or rising
    abort: bool = True  # a launch too slow for its place is given up while it can stop
    engine_stops: float = NEVER  # s after the start
    engine_left: float = 0.0  # share of the power that is left then
    surfaces_jam: float = NEVER  # s after the start
    jammed: str = "all"  # of JAMMED: which surfaces
    jam_position: float | None = None  # rad (flap: share) to which it runs; None: it stays where it is
    left_brake: float = 1.0  # share of the brake force that is there
    right_brake: float = 1.0
    nose_tyre_bursts: float = NEVER  # s after the start
    left_tyre_bursts: float = NEVER
    right_tyre_bursts: float = NEVER
    air_data_freezes: float = NEVER
    link_lost: float = NEVER
    link_back: float = NEVER
    gyro_calibration: float = 0.0  # s for which the gyros were averaged on the moving deck; 0: at rest
    turn_rate: float = 0.0  # of the ship, rad/s, to starboard
    turn_starts: float = 0.0  # s after the start
    turn_angle: float = pi / 6.0  # rad, by which she turns
    navigation: str = "none"  # none: the truth; nominal: the aircraft's own sensors; or the name of a set
    seaway: Seaway | None = None  # that moves the ship; None: calm water
    record: RecordTable | None = None  # motion of the ship at the engine's knots, in place of a seaway
    record_start: int = 0  # first knot of it
    turbulence: Kind = "none"
    gust: DiscreteGust | None = None
    airwake: bool = False
    flow: FlowGrid | None = None  # a user's airwake in this wind, in place of the parametric one
    seed: int = 0  # of the sea, the air and the sensors
    case: int = 0
    notes: tuple[str, ...] = ()  # what is to be said of sea and wind

    def __post_init__(self) -> None:
        # A whole number among the parameters would be another type to the compiler.
        for item in fields(self):
            value = getattr(self, item.name)
            if item.type == "float" and isinstance(value, int):
                object.__setattr__(self, item.name, float(value))


def needs(aircraft: AircraftFile) -> tuple[Gear, LaunchCriteria, RecoveryCriteria]:
    """Gear and criteria, or an error that names what the file lacks."""
    model = aircraft.model
    if model.gear is None or model.launch is None or model.recovery is None:
        lacking = [n for n in ("gear", "launch", "recovery") if getattr(model, n) is None]
        raise InputError(
            f"{aircraft.name} cannot be flown from a deck: its file lacks model.{', model.'.join(lacking)}"
        )
    return model.gear, model.launch, model.recovery


def check_mass(aircraft: AircraftFile, mass: float) -> None:
    """Refuse a mass that the aircraft cannot have."""
    m = aircraft.model.mass
    top = max(v.value for v in m.takeoff)
    if not m.empty.value <= mass <= 1.25 * top:
        raise InputError(
            f"mass {mass:.0f} kg: {aircraft.name} has {m.empty.value:.0f} kg empty and "
            f"{top:.0f} kg at most; allowed are {m.empty.value:.0f} to {1.25 * top:.0f} kg"
        )
