"""Where aircraft and deck are over time, in drawn axes that move with the ship's mean course.

Origin on the mean sea surface below the deck frame's origin at its mean place; x along the course, y up, z
to starboard. Quaternions (x, y, z, w) turn a body's own drawn axes (forward, up, starboard) into these.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.history import SHIP_MOTIONS
from shortdeck.vessel.ship_response import centre_of_gravity, ship_response
from shortdeck.viewer.mesh import Real, to_view
from shortdeck.viewer.record import Record


class Track(NamedTuple):
    """A body over time: its place (n, 3) and its attitude (n, 4)."""

    place: Real
    attitude: Real


def _course(record: Record) -> Rotation:
    """Earth axes (north, east, down) to those along the mean course."""
    return Rotation.from_euler("Z", -float(record.attributes["heading"]))


def _drawn(rotation: Rotation) -> Real:
    """Quaternions of forward-right-down axes as those of drawn axes, without jumps of sign."""
    q = rotation.as_quat()
    out = np.concatenate([to_view(q[:, :3]), q[:, 3:]], axis=1)
    turns = np.where(np.sum(out[1:] * out[:-1], axis=1) < 0.0, -1.0, 1.0)
    return np.asarray(out * np.concatenate([[1.0], np.cumprod(turns)])[:, None])


def _attitude(record: Record) -> Rotation:
    q0, q1, q2, q3 = (record.channels[f"q{k}"] for k in range(4))
    return Rotation.from_quat(np.stack([q1, q2, q3, q0], axis=1))


def aircraft_track(record: Record) -> Track:
    """The aircraft's centre of gravity and attitude."""
    place = np.stack([record.channels[name] for name in ("north", "east", "down")], axis=1)
    course = _course(record)
    return Track(to_view(course.apply(place)), _drawn(course * _attitude(record)))


def ship_centre(ship: ShipFile | AirfieldFile) -> tuple[float, float]:
    """Station and depth of the ship's centre of gravity in the deck frame, m; (0, 0) where nothing floats."""
    if not isinstance(ship, ShipFile):
        return 0.0, 0.0
    x, _, z = centre_of_gravity(ship, ship_response(ship))
    return x, z


def deck_track(record: Record, ship: ShipFile | AirfieldFile, *, height: float) -> Track:
    """The deck frame's origin and attitude (``vessel.ship_motion.pose_at`` over the whole flight)."""
    surge, sway, heave, roll, pitch, yaw = (record.channels[f"ship_{name}"] for name in SHIP_MOTIONS)
    x, z = ship_centre(ship)
    turn = Rotation.from_euler("ZYX", np.stack([yaw, pitch, roll], axis=1))
    centre = np.stack([x + surge, sway, z - height + heave], axis=1)
    origin = centre - turn.apply(np.array([x, 0.0, z]))
    return Track(to_view(origin), _drawn(turn))


def wind_at_aircraft(record: Record) -> Real:
    """Velocity of the air that the aircraft flies in, over the ship's mean motion, drawn axes (n, 3), m/s."""
    c = record.channels
    alpha, beta = c["alpha"], c["beta"]
    body = c["airspeed"][:, None] * np.stack(
        [np.cos(alpha) * np.cos(beta), np.sin(beta), np.sin(alpha) * np.cos(beta)], axis=1
    )
    ground = np.stack([c["v_north"], c["v_east"], c["v_down"]], axis=1)
    return to_view(_course(record).apply(ground - _attitude(record).apply(body)))


def wind_over_deck(record: Record) -> Real:
    """Mean velocity of the air 10 m over the deck, drawn axes (3,), m/s."""
    speed, angle = float(record.attributes["wind_over_deck"]), float(record.attributes["wind_angle"])
    return np.array([-speed * np.cos(angle), 0.0, -speed * np.sin(angle)])
