"""Faults as cases: by which names they are ordered, what may be given, and what they become in a flight."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields
from math import pi
from typing import Any, Literal, NamedTuple

import numpy as np

from shortdeck.autopilot.sensing import SensorFaults
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.flight.block import KNOT
from shortdeck.flight.conditions import JAMMED, Conditions
from shortdeck.flight.figures import NEVER
from shortdeck.flight.state import IN_PLACE, Faults
from shortdeck.flight.step import BEAT

MOST_TURN = pi / 3.0  # rad, for which the course's series hold
Kind = Literal["time", "share", "angle", "rate", "choice"]


class Fault(NamedTuple):
    """How a fault is given, and with which other one it goes."""

    kind: Kind
    meaning: str
    needs: str = ""


FAULTS: dict[str, Fault] = {
    "engine_stops": Fault("time", "the engine loses power then"),
    "engine_left": Fault("share", "share of the power that is left; default 0", "engine_stops"),
    "surfaces_jam": Fault("time", "control surfaces jam then"),
    "jammed": Fault("choice", f"which: {', '.join(JAMMED)}; default all but the flap", "surfaces_jam"),
    "jam_position": Fault("angle", "where it runs to and stays (of the flap: a share)", "surfaces_jam"),
    "left_brake": Fault("share", "share of the left brake's force that is there"),
    "right_brake": Fault("share", "of the right brake's"),
    "nose_tyre_bursts": Fault("time", "the tyre bursts then"),
    "left_tyre_bursts": Fault("time", "the tyre bursts then"),
    "right_tyre_bursts": Fault("time", "the tyre bursts then"),
    "air_data_freezes": Fault("time", "airspeed and angle of attack stay as they are then"),
    "link_lost": Fault("time", "no more messages from the ship"),
    "link_back": Fault("time", "they come again", "link_lost"),
    "gyro_calibration": Fault("time", "for which the gyros were averaged on the moving deck"),
    "turn_rate": Fault("rate", "of the ship, to starboard"),
    "turn_starts": Fault("time", "when she begins to turn; default at once", "turn_rate"),
    "turn_angle": Fault("angle", "by which she turns, up to 60 deg; default 30 deg", "turn_rate"),
}
_UNITS = {"time": "s", "angle": "rad", "rate": "rad/s"}


def read_faults(given: Mapping[str, float | str] | None) -> dict[str, Any]:
    """Fields of ``Conditions`` from faults by name; a text carries its unit. Raises InputError."""
    out: dict[str, Any] = {}
    for name, value in (given or {}).items():
        if name not in FAULTS:
            near = difflib.get_close_matches(name, FAULTS, 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise InputError(f"fault {name!r}: allowed are {', '.join(FAULTS)}{hint}")
        out[name] = _value(name, FAULTS[name].kind, value)
    for name in out:
        needed = FAULTS[name].needs
        if needed and needed not in out:
            raise InputError(f"fault {name}: it counts only with {needed}")
    return out


def _value(name: str, kind: Kind, value: float | str) -> float | str:
    if kind == "choice":
        if value not in JAMMED:
            raise InputError(f"fault {name} {value!r}: allowed are {', '.join(JAMMED)}")
        return str(value)
    if kind == "share" or (name == "jam_position" and not isinstance(value, str)):
        number = _number(name, value)
    else:
        number = si_value(value, _UNITS[kind], name=f"fault {name}")
    if kind == "share" and not 0.0 <= number <= 1.0:
        raise InputError(f"fault {name} {number:g}: a share, 0 to 1")
    if kind == "time" and number < 0.0:
        raise InputError(f"fault {name} {number:g} s: a time after the start, from 0 s")
    return number


def _number(name: str, value: float | str) -> float:
    try:
        return float(value)
    except ValueError:
        raise InputError(f"fault {name} {value!r}: a number is needed") from None


def check_faults(k: Conditions, ship: ShipFile | AirfieldFile) -> None:
    """Refuse what cannot be or would change nothing."""
    afloat = isinstance(ship, ShipFile)
    if k.turn_rate != 0.0:
        if not afloat:
            raise InputError(f"turn rate: {ship.name} is no ship")
        if not 0.0 < k.turn_angle <= MOST_TURN:
            raise InputError(f"turn angle {np.degrees(k.turn_angle):.0f} deg: allowed are up to 60 deg")
    if k.link_back <= k.link_lost < NEVER:
        raise InputError(f"link back at {k.link_back:g} s: it is lost at {k.link_lost:g} s")
    if k.gyro_calibration != 0.0:
        if k.seaway is None and k.record is None:
            raise InputError("gyro calibration: on a deck that does not move it leaves no bias; give a sea")
        if k.navigation == "none":
            raise InputError("gyro calibration: with navigation none there are no gyros")
        if not k.gyro_calibration > 0.0:
            raise InputError(f"gyro calibration {k.gyro_calibration:g} s: more than 0 s are needed")
    if k.jammed not in JAMMED:
        raise InputError(f"jammed {k.jammed!r}: allowed are {', '.join(JAMMED)}")
    if k.jam_position is not None and k.jammed == "all":
        raise InputError("jam position: say which surface has jammed (elevator, aileron, rudder, flap)")


def ordered(k: Conditions) -> list[str]:
    """The faults of a flight in words, times in s, angles in rad."""
    usual = {item.name: item.default for item in fields(Conditions)}
    found = [(name, getattr(k, name)) for name in FAULTS]
    return [
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in found
        if value != usual[name]
    ]


def faults_of(k: Conditions) -> Faults:
    """Faults as the kernels take them."""
    every = k.jammed == "all"
    return Faults(
        engine_stops=k.engine_stops,
        engine_left=k.engine_left,
        surfaces_jam=k.surfaces_jam,
        jam_elevator=float(every or k.jammed == "elevator"),
        jam_aileron=float(every or k.jammed == "aileron"),
        jam_rudder=float(every or k.jammed == "rudder"),
        jam_flap=float(k.jammed == "flap"),
        jam_position=IN_PLACE if k.jam_position is None else float(k.jam_position),
        left_brake=k.left_brake,
        right_brake=k.right_brake,
        nose_tyre=k.nose_tyre_bursts,
        left_tyre=k.left_tyre_bursts,
        right_tyre=k.right_tyre_bursts,
        sensors=SensorFaults(k.link_lost, k.link_back, k.air_data_freezes),
    )


def gyro_biases(k: Conditions) -> tuple[float, float, float]:
    """Standard deviations (rad/s) of what averaging the gyros on this deck leaves: roll, pitch, yaw.

    A gyro at rest shows its bias; on a deck that turns from one attitude to another within the time T it
    shows besides the mean rate (attitude after - attitude before) / T, which is then taken for bias.
    """
    if k.gyro_calibration == 0.0:
        return 0.0, 0.0, 0.0
    T = k.gyro_calibration
    if k.seaway is not None:
        low, high = k.seaway.low, k.seaway.high
        width = np.maximum(high - low, 1e-9)
        mean_cos = (np.sin(high * T) - np.sin(low * T)) / (width * T)
        power = np.einsum("bii->bi", k.seaway.covariance).real[:, 3:]
        rms = np.sqrt(((2.0 - 2.0 * mean_cos) / T**2) @ power)
        return float(rms[0]), float(rms[1]), float(rms[2])
    assert k.record is not None
    ahead = max(1, round(T / (KNOT * BEAT)))
    angles = np.asarray(k.record)[:, 3:6]
    if len(angles) <= ahead:
        raise InputError(f"gyro calibration {T:g} s: longer than the record")
    rms = np.sqrt(np.mean((angles[ahead:] - angles[:-ahead]) ** 2, axis=0)) / T
    return float(rms[0]), float(rms[1]), float(rms[2])
