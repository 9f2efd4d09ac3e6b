"""Courses and speeds in the seas of a year: what an aircraft meets at each, and which of them the ship can
have.

A cell is a sea, a course to its waves and a speed of the ship. What an aircraft meets there is summed up in
``FEATURES``: the wind over deck along and across the ship, the true wind (which carries the turbulence), and
how the deck moves: RMS of the vertical velocity where the wheels come down, of pitch and of roll. Waves and
wind come from one direction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.ship import ShipFile
from shortdeck.fleet.year.seas import Seas
from shortdeck.hydro.attainable_speed import (
    STEERAGEWAY,
    AttainableSpeed,
    Propulsion,
    attainable_speed,
    propulsion_of,
)
from shortdeck.hydro.polar import COURSES, Measure, PolarMotions, polar_motions
from shortdeck.hydro.slamming import bow_measures, bow_of
from shortdeck.vessel.response import Response
from shortdeck.vessel.ship_response import centre_of_gravity

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEATURES = ("wind ahead", "wind across", "true wind", "vertical velocity", "pitch", "roll")
AHEAD, ACROSS, TRUE, HEAVE, PITCH, ROLL = range(len(FEATURES))
SCALES = np.array([5.0, math.radians(12.0), 6.0, 0.4, math.radians(0.4), math.radians(1.0)])
"""Differences of the coordinates (m/s, rad, m/s, m/s, rad, rad) that matter about alike."""
SPEEDS = 8
MOST_ACROSS = 15.0
"""m/s: with more crosswind nothing is flown; an estimate outside what flights allow."""
MOST_AHEAD = 30.0
"""m/s over deck: with more nobody works on deck; an estimate, within what launches alone would allow."""


def coordinates(features: Real) -> Real:
    """Features (..., 6) as a surface learns over them, scaled: with the angle of the wind over deck in place
    of its part across the ship.

    The wake of the island stands over the landing in a band of angles, whatever the speed; in metres per
    second across it would be another band at each.
    """
    out = np.array(features, dtype=float)
    out[..., ACROSS] = np.arctan2(features[..., ACROSS], features[..., AHEAD])
    return np.asarray(out / SCALES)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Seas x courses x speeds. ``course`` is the mean wave heading (rad, pi: into the sea)."""

    seas: Seas
    course: Real  # (courses,)
    speed: Real  # (speeds,), from steerageway to the maximum in still water
    features: Real  # (seas, courses, speeds, features)
    attainable: AttainableSpeed

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of seas, courses and speeds."""
        seas, courses, speeds, _ = self.features.shape
        return seas, courses, speeds

    @property
    def wind(self) -> Real:
        """Wind over deck, m/s."""
        return np.asarray(np.hypot(self.features[..., AHEAD], self.features[..., ACROSS]))

    @property
    def wind_angle(self) -> Real:
        """Where it comes from, rad from the bow, positive from starboard."""
        return np.asarray(np.arctan2(self.features[..., ACROSS], self.features[..., AHEAD]))

    @property
    def made(self) -> Flags:
        """Cells whose speed she makes: up to the attainable one, and always at steerageway."""
        within = self.speed <= self.attainable.speed[..., None] + 1e-9
        within[..., 0] = True
        return np.asarray(within)

    @property
    def flyable(self) -> Flags:
        """Cells at which flying is looked at: wind from ahead of the beam and not beyond the hard limits."""
        ahead, across = self.features[..., AHEAD], self.features[..., ACROSS]
        return np.asarray((ahead >= 0.0) & (ahead <= MOST_AHEAD) & (np.abs(across) <= MOST_ACROSS))


def speeds_of(top: float) -> Real:
    """Speeds (m/s) from steerageway to a maximum."""
    return np.linspace(STEERAGEWAY, top, SPEEDS)


def more_speeds(speed: Real, top: float) -> Real:
    """The same speeds, and further ones as far apart as they are, to another maximum."""
    step = float(speed[1] - speed[0])
    count = max(1, round((top - float(speed[-1])) / step))
    return np.concatenate([speed, np.linspace(float(speed[-1]), top, count + 1)[1:]])


def cells_of(
    ship: ShipFile, response: Response, seas: Seas, *, touchdown: tuple[float, float],
    drive: Propulsion | None = None, speed: Real | None = None,
) -> Cells:  # fmt: skip
    """The cells of a ship; ``touchdown`` (m, deck frame) is where the deck's velocity is looked at.

    ``speed``: default ``SPEEDS`` from steerageway to her maximum.
    """
    drive = propulsion_of(ship) if drive is None else drive
    speed = speeds_of(drive.speed_max) if speed is None else speed
    x, y = touchdown[0] - centre_of_gravity(ship, response)[0], touchdown[1]
    measures = (
        *bow_measures(bow_of(ship, response)),
        Measure("vertical velocity", (0.0, 0.0, 1.0, y, -x, 0.0), 1),
        Measure("pitch", (0.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        Measure("roll", (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)),
    )
    motions = polar_motions(response, measures, hs=seas.hs, tp=seas.tp, speed=np.concatenate([[0.0], speed]))
    attained = attainable_speed(ship, response, motions, wind=seas.wind, drive=drive)
    return Cells(
        seas=seas, course=motions.course, speed=speed, features=_features(seas, motions, speed),
        attainable=attained,
    )  # fmt: skip


def _features(seas: Seas, motions: PolarMotions, speed: Real) -> Real:
    out = np.empty((len(seas), COURSES, len(speed), len(FEATURES)))
    true, course = seas.wind[:, None, None], motions.course[None, :, None]
    out[..., AHEAD] = speed - true * np.cos(course)
    out[..., ACROSS] = true * np.sin(course)
    out[..., TRUE] = true
    for name, place in (("vertical velocity", HEAVE), ("pitch", PITCH), ("roll", ROLL)):
        out[..., place] = motions.rms[name][..., 1:]
    return out
