"""A launch, a recovery: conditions in, a labelled history with outcome and figures out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import degrees
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.air.pack import DiscreteGust
from shortdeck.autopilot.gates import REASONS
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.engine import driver_of, fly
from shortdeck.flight.figures import Figures
from shortdeck.flight.from_words import conditions_of
from shortdeck.flight.history import COLUMNS, SHIP_MOTIONS, circumstances, ship_motions
from shortdeck.flight.outcome import Outcome, outcome_of
from shortdeck.flight.sea_lanes import Seas, seas_of
from shortdeck.flight.setup import Conditions, launch_setup, needs, recovery_setup, watched_by
from shortdeck.flight.state import Setup, State
from shortdeck.flight.surroundings import FAR
from shortdeck.flight.words import Words
from shortdeck.numerics.random import START_ERRORS, draw_cases

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from shortdeck.flight.own_law import OwnLaw

SAMPLE = 0.02  # s between rows of a history
# One sigma at 800 m, m and m/s; estimate.
SPREAD = {"height_error": 1.0, "side_error": 2.0, "speed_error": 0.7}
UNITS = {
    "time": "s", "north": "m", "east": "m", "down": "m", "v_north": "m/s", "v_east": "m/s",
    "v_down": "m/s", "p": "rad/s", "q": "rad/s", "r": "rad/s", "elevator": "rad", "aileron": "rad",
    "rudder": "rad", "steer": "rad", "propeller_speed": "rad/s", "blade_angle": "rad",
    "engine_power": "W", "inflow": "m/s", "pitch_command": "rad", "airspeed": "m/s", "alpha": "rad",
    "beta": "rad", "alpha_stall": "rad", "thrust": "N", "shaft_power": "W", "nose_load": "N",
    "left_load": "N", "right_load": "N", "nose_depth": "m", "left_depth": "m", "right_depth": "m",
    "closure": "m/s", "main_x": "m", "main_y": "m", "main_z": "m", "nose_x": "m",
    "tail_clearance": "m", "tip_clearance": "m", "nose_clearance": "m", "propeller_clearance": "m",
    "sea_clearance": "m", "roll": "rad", "pitch": "rad", "yaw": "rad", "deck_height": "m",
    "deck_climb": "m/s", "deck_pitch": "rad", "deck_roll": "rad", "forecast_for": "s", "forecast_height": "m",
    "forecast_climb": "m/s", "forecast_pitch": "rad", "forecast_roll": "rad",
    "ship_surge": "m", "ship_sway": "m", "ship_heave": "m", "ship_roll": "rad", "ship_pitch": "rad",
    "ship_yaw": "rad",
    "deck_side": "m", "deck_side_speed": "m/s", "link_age": "s",
}  # fmt: skip
_FRAMES = {
    "north": "earth, moving with the ship", "east": "earth, moving with the ship",
    "down": "earth, 0 at the mean sea", "main_x": "deck", "main_y": "deck", "main_z": "deck",
    "nose_x": "deck", "p": "body", "q": "body", "r": "body",
    "ship_surge": "course, at her centre of gravity", "ship_sway": "course, to starboard",
    "ship_heave": "down", "ship_roll": "starboard down", "ship_pitch": "bow up", "ship_yaw": "off the course",
}  # fmt: skip


@dataclass(frozen=True)
class Flight:
    """One flight: its outcome, its figures, its targets and its history (xarray, SI, by time)."""

    task: str
    aircraft: str
    ship: str
    conditions: Conditions
    outcome: Outcome
    figures: Figures
    targets: dict[str, float]
    reason: str  # of a wave-off, a go-around or an abort; empty where there was none
    _rows: np.ndarray[Any, np.dtype[np.float64]] = field(repr=False)

    @property
    def history(self) -> xr.Dataset:
        """All channels and the ship's motions over time; units, frames, conditions, events as attributes."""
        import xarray as xr

        from shortdeck.flight.report import conditions_text

        columns = {name: self._rows[:, j] for j, name in enumerate(COLUMNS)}
        q0, q1, q2, q3 = (columns[f"q{k}"] for k in range(4))
        columns["roll"] = np.arctan2(2 * (q0 * q1 + q2 * q3), 1 - 2 * (q1**2 + q2**2))
        columns["pitch"] = np.arcsin(np.clip(2 * (q0 * q2 - q3 * q1), -1, 1))
        columns["yaw"] = np.arctan2(2 * (q0 * q3 + q1 * q2), 1 - 2 * (q2**2 + q3**2))
        motions = ship_motions(self.conditions, columns["time"], waited=self.targets.get("waited", 0.0))
        columns |= {f"ship_{name}": motions[:, j] for j, name in enumerate(SHIP_MOTIONS)}
        data = {
            name: ("time", values, {"units": UNITS.get(name, "1"), "frame": _FRAMES.get(name, "")})
            for name, values in columns.items()
            if name != "time"
        }
        attributes: dict[str, Any] = {"task": self.task, "aircraft": self.aircraft, "ship": self.ship}
        attributes |= {"outcome": self.outcome.name, "outcome_kind": str(self.outcome.kind)}
        attributes |= {"reason": self.reason, "conditions": conditions_text(self)}
        attributes |= circumstances(self.conditions, self.outcome)
        attributes |= {f"target_{k}": v for k, v in self.targets.items()}
        attributes |= {f"figure_{k}": v for k, v in self.figures._asdict().items()}
        time = ("time", columns["time"], {"units": "s"})
        return xr.Dataset(data, coords={"time": time}, attrs=attributes)

    def to_netcdf(self, path: str | Path) -> None:
        """Save the history; no time stamps inside, so the same flight gives the same bytes."""
        self.history.to_netcdf(path, engine="h5netcdf")

    def plot(self) -> Figure:
        """The whole flight on one sheet."""
        from shortdeck.flight.plot import sheet

        return sheet(self)

    def summary(self) -> dict[str, Any]:
        """What a test pilot asks for, as plain data (SI)."""
        f, t = self.figures, self.targets
        common: dict[str, Any] = {
            "task": self.task,
            "aircraft": self.aircraft,
            "ship": self.ship,
            "outcome": self.outcome.name,
            "reason": self.reason or None,
            "kind": str(self.outcome.kind),
            "events": [[round(when, 4), what] for when, what in self.outcome.events],
            "peak_nose_load_N": f.peak_nose,
            "peak_main_load_N": f.peak_main,
            "tail_clearance_m": f.least_tail if f.least_tail < FAR else None,
            "propeller_clearance_m": f.least_prop if f.least_prop < FAR else None,
            "least_control_reserve": f.least_reserve if f.least_reserve < 100.0 else None,
            "alpha_margin_deg": degrees(f.least_alpha_margin) if f.least_alpha_margin < 100.0 else None,
        }
        if self.task == "launch":
            flew = f.airborne_speed > 0.0
            return common | {
                "deck_run_m": f.airborne_x - t["start_x"] if flew else None,
                "deck_available_m": t["deck_available"],
                "climb_gradient": t["climb_gradient"],
                "airborne_speed_m_s": f.airborne_speed if flew else None,
                "speed_over_stall": f.airborne_speed / t["stall_speed"] if flew else None,
                "bow_speed_m_s": f.bow_speed if f.bow_speed else None,
                "bow_pitch_rate_rad_s": f.bow_pitch_rate if f.bow_speed else None,
                "lowest_after_bow_m": f.lowest_after_bow if f.bow_speed else None,
                "least_climb_m_s": f.least_climb if f.bow_speed else None,
            }
        touched = f.touchdown_ground_speed > 0.0
        return common | {
            "touchdown_x_m": f.touchdown_x if touched else None,
            "touchdown_offset_m": f.touchdown_y - self.targets["line_y"] if touched else None,
            "touchdown_sink_m_s": f.touchdown_sink if touched else None,
            "touchdown_airspeed_m_s": f.touchdown_airspeed if touched else None,
            "touchdown_ground_speed_m_s": f.touchdown_ground_speed if touched else None,
            "touchdown_pitch_deg": degrees(f.touchdown_pitch) if touched else None,
            "touchdown_bank_deg": degrees(f.touchdown_bank) if touched else None,
            "stop_x_m": f.stop_x if f.stop_x else None,
            "stopping_distance_m": f.stop_x - f.touchdown_x if f.stop_x else None,
            "deck_left_m": t["deck_end_x"] - f.stop_x if f.stop_x else None,
            "largest_offset_m": f.largest_offset,
        }


Named = str | Path


def seas_for(k: Conditions, c: Setup) -> Seas:
    """The engine's seas of one flight."""
    records = [] if k.record is None else [k.record]
    seaways = [k.seaway] if k.seaway else []
    return seas_of(seaways, records, k.flow, watched=[watched_by(c)] * (len(seaways) + len(records)))


def fly_launch(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, *, sample: float | None = SAMPLE,
    setup: Setup | None = None, law: OwnLaw | None = None,
) -> Flight:  # fmt: skip
    """Fly one launch; no ``sample``: no history; ``setup`` in place of the files'.

    ``law``: functions of one's own in place of parts of the control law.
    """
    c, state, targets = launch_setup(aircraft, ship, k)
    c = c if setup is None else setup
    final, rows = fly(c, state, sample=sample, seas=seas_for(k, c), driver=driver_of(law))
    outcome = outcome_of(final.figures, launching=True, phase=final.memory.phase, touched=False)
    criteria = needs(aircraft)[1]
    asked = ("climb_gradient", "control_reserve", "clearance", "alpha_margin")
    targets |= {f"asked_{name}": getattr(criteria, name).value for name in asked} | _load_limits(c)
    return Flight(
        "launch", aircraft.name, ship.name, k, outcome, final.figures, targets, reason_of(final), rows
    )  # fmt: skip


def reason_of(s: State) -> str:
    """Why an approach was waved off or gone around from, or a launch given up, in words."""
    return REASONS[round(s.memory.reason)]


def _load_limits(c: Setup) -> dict[str, float]:
    """What the legs take, N."""
    return {
        "nose_load_limit": c.limits.nose_limit,
        "nose_load_ultimate": c.limits.nose_ultimate,
        "main_load_limit": c.limits.main_limit,
        "main_load_ultimate": c.limits.main_ultimate,
    }


def fly_recovery(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, *, sample: float | None = SAMPLE,
    setup: Setup | None = None, law: OwnLaw | None = None,
) -> Flight:  # fmt: skip
    """Fly one recovery attempt; no ``sample``: no history; ``setup`` in place of the files'.

    ``law``: functions of one's own in place of parts of the control law.
    """
    c, state, targets = recovery_setup(aircraft, ship, k)
    c = c if setup is None else setup
    final, rows = fly(c, state, sample=sample, seas=seas_for(k, c), driver=driver_of(law))
    touched = final.figures.touchdown_ground_speed > 0.0
    outcome = outcome_of(final.figures, launching=False, phase=final.memory.phase, touched=touched)
    targets |= {"line_y": c.law.line_y, "sink_limit": c.limits.sink_limit} | _load_limits(c)
    targets |= {"sink_ultimate": c.limits.sink_ultimate, "bank_limit": c.law.gates.bank}
    targets["waited"] = c.passage.waited
    targets |= {f"gate_{name}": value for name, value in c.law.gates._asdict().items()}
    return Flight(
        "recovery", aircraft.name, ship.name, k, outcome, final.figures, targets, reason_of(final), rows
    )  # fmt: skip


def launch(
    aircraft: Named | AircraftFile,
    ship: Named | ShipFile | AirfieldFile,
    *,
    mass: float | str | None = None,
    wind_over_deck: float | str | None = None,
    wind_angle: float | str | None = None,
    ship_speed: float | str = 0.0,
    heading: float | str = 0.0,
    surface: str = "dry",
    stores: float = 0.0,
    ramp: bool = True,
    deck_run: float | str | None = None,
    abort_at: float | str | None = None,
    release: str = "at-once",
    abort: bool = True,
    speed_factor: float | None = None,
    sea_state: int | None = None,
    hs: float | str | None = None,
    tp: float | str | None = None,
    wave_heading: float | str | None = None,
    spectrum: str | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    recorded: str | Path | None = None,
    record_start: float | str = 0.0,
    flow_field: str | Path | None = None,
    turbulence: str | None = None,
    airwake: bool | None = None,
    navigation: str | None = None,
    gust: DiscreteGust | None = None,
    faults: Mapping[str, float | str] | None = None,
    law: OwnLaw | None = None,
    seed: int | None = None,
    case: int = 0,
) -> Flight:
    """Fly one launch.

    Floats are SI and radians; a text carries its unit. ``wind_angle`` is where the wind over deck comes
    from, relative to the bow, positive from starboard. ``ramp=False`` flies off a flat deck of the same
    outline, ``abort_at`` closes the throttle and brakes when the main wheels pass that station. A launch too
    slow for its place is given up while it can stop, unless ``abort=False``. ``release="timed"`` waits for
    the end of the deck to be foreseen high or rising.

    ``sea_state`` (or ``hs`` and ``tp``) makes the ship move; ``wave_heading`` is pi in head seas, pi/2 with
    waves from starboard. Without a wind a sea state brings its usual one. ``recorded`` is a file with her
    motion (the flight starts ``record_start`` into it), ``flow_field`` one with her airwake on a grid.
    ``seed`` and ``case`` draw sea and air; with a seed or a sea there are turbulence (``marine``, ``dryden``
    or ``none``), the ship's airwake and errors of the sensors (``navigation``: ``nominal``, ``none``, the
    name of a set or a file) unless they are declined.
    ``faults`` orders what fails, such as ``{"engine_stops": "4 s"}``; names in ``flight.faults.FAULTS``.
    ``law`` puts functions of one's own in the place of parts of the control law, such as
    ``{"wave_off": function}`` (names in ``autopilot.parts.PARTS``); the flight then runs as plain Python.
    Raises InputError for conditions the aircraft or the ship cannot have.
    """
    words = Words.among(locals())
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    return fly_launch(craft, vessel, conditions_of("launch", craft, vessel, words), law=law)


def recover(
    aircraft: Named | AircraftFile,
    ship: Named | ShipFile | AirfieldFile,
    *,
    mass: float | str | None = None,
    wind_over_deck: float | str | None = None,
    wind_angle: float | str | None = None,
    ship_speed: float | str = 0.0,
    heading: float | str = 0.0,
    surface: str = "dry",
    stores: float = 0.0,
    ramp: bool = True,
    speed_factor: float | None = None,
    approach: str = "at-once",
    compensation: bool = True,
    sea_state: int | None = None,
    hs: float | str | None = None,
    tp: float | str | None = None,
    wave_heading: float | str | None = None,
    spectrum: str | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    recorded: str | Path | None = None,
    record_start: float | str = 0.0,
    flow_field: str | Path | None = None,
    turbulence: str | None = None,
    airwake: bool | None = None,
    navigation: str | None = None,
    gust: DiscreteGust | None = None,
    faults: Mapping[str, float | str] | None = None,
    law: OwnLaw | None = None,
    seed: int | None = None,
    case: int = 0,
) -> Flight:
    """Fly one landing attempt, from 800 m astern of the touchdown point.

    With a ``seed`` the errors of height, line-up and speed at the start are drawn (1, 2 m and 0.7 m/s, one
    sigma); without one they are zero. The path follows the deck as foreseen at touchdown unless
    ``compensation=False``. ``approach="quiet"`` holds it astern until the deck has been quiet for a while.
    Otherwise as ``launch``.
    """
    words = Words.among(locals())
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    errors: dict[str, Any] = initial_errors(seed, case)
    k = replace(conditions_of("recover", craft, vessel, words), **errors)
    return fly_recovery(craft, vessel, k, law=law)


def initial_errors(seed: int | None, case: int = 0) -> dict[str, float]:
    """Errors at the start of an approach from the stream of (seed, case)."""
    return {name: float(drawn[0]) for name, drawn in drawn_errors(seed, np.array([case])).items()}


def drawn_errors(seed: int | None, cases: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """The same for many cases."""
    if seed is None:
        return {name: np.zeros(len(cases)) for name in SPREAD}
    if seed < 0:
        raise InputError(f"seed {seed}: a whole number from 0 upwards is needed")
    z = draw_cases(seed, cases, START_ERRORS, len(SPREAD))
    return {name: sigma * z[:, k] for k, (name, sigma) in enumerate(SPREAD.items())}
