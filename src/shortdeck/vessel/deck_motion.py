"""How a ship's deck moves in a sea, or moved in a record: spectrum, one record over time, their figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.loader import load_ship
from shortdeck.catalog.ship import ShipFile
from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.sea.choice import ChosenSea, SeaWords, choose_sea
from shortdeck.vessel.deck_point import PointMotion, point_motion
from shortdeck.vessel.motion_limits import DEFAULT, Limits, read_limits
from shortdeck.vessel.motion_statistics import (
    Quantity,
    Quiet,
    Recorded,
    Spectral,
    quantities,
    quiet_periods,
    record,
    recorded,
    share_within,
    spectral,
)
from shortdeck.vessel.pack import runway_line
from shortdeck.vessel.recorded import RecordedMotion, read_motion
from shortdeck.vessel.response import MOTIONS, Response
from shortdeck.vessel.response_import import import_response
from shortdeck.vessel.seaway import RULE, Seaway, seaway
from shortdeck.vessel.ship_response import centre_of_gravity, load_response, ship_response

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

Real = NDArray[np.float64]

STEP = 0.1  # s between samples of the record
DURATION = 3600.0
SLOPE = math.radians(3.5)  # glideslope that puts the wheels over the stern edge with the ship's clearance
QUIET = 10.0
"""s, least length of a quiescent period: the end of an approach with touchdown and derotation (estimate)."""
_EVEN = 0.05  # m/s: an RAO at one speed serves that speed


class RollInterval(NamedTuple):
    """RMS roll (rad) that the uncertainty of roll damping leaves."""

    spread: float  # of the damping besides that of waves, relative
    low: float  # with more damping
    high: float  # with less


@dataclass(frozen=True, eq=False, kw_only=True)
class DeckMotion:
    """Motions of a ship and of a point of her deck: what the spectrum says, and one record of it. SI."""

    ship: str
    conditions: str
    method: str  # how motions come about: the response, or the record
    rule: str  # how the record was realised; empty for recorded motion
    place: tuple[float, float]  # of the point, deck frame, m
    limits: Limits
    least: float  # s, of a quiescent period
    roll_interval: RollInterval | None
    spectral: dict[str, Spectral]  # by quantity; empty for recorded motion
    seaway: Seaway | None
    sea: ChosenSea | None
    height: float  # of the deck above the mean sea, m
    quantities: tuple[Quantity, ...]
    time: Real = field(repr=False)
    motions: Real = field(repr=False)  # (n, 6) surge, sway, heave, roll, pitch, yaw
    rates: Real = field(repr=False)  # (n, 6) their derivatives
    point: PointMotion = field(repr=False)

    def series(self, name: str) -> Real:
        """A quantity over time: a motion, or one of the point, exact."""
        if name in MOTIONS:
            return np.asarray(self.motions[:, MOTIONS.index(name)])
        way, kind = name.split("-")
        return np.asarray(getattr(self.point, kind)[:, ("forward", "lateral", "vertical").index(way)])

    def recorded(self, name: str) -> Recorded:
        """Figures of a quantity over the record."""
        return recorded(self.time, self.series(name))

    def inside(self) -> NDArray[np.bool_]:
        """At each time, whether everything limited is within its limit."""
        held = [np.abs(self.series(name)) <= most for name, most in self.limits.most.items()]
        return np.asarray(np.all(held, axis=0))

    def quiet(self) -> Quiet:
        """Quiescent periods of the record."""
        return quiet_periods(self.inside(), step=float(self.time[1] - self.time[0]), least=self.least)

    def share_within(self, name: str) -> tuple[float | None, float]:
        """Share of the time within one limit: by the spectrum (None for recorded motion), in the record."""
        most = self.limits.most[name]
        found = self.spectral.get(name)
        share = float(np.mean(np.abs(self.series(name)) <= most))
        return (None if found is None else share_within(found.rms, most)), share

    @property
    def history(self) -> xr.Dataset:
        """The record with units, frames and signs as attributes."""
        from shortdeck.vessel.motion_report import dataset

        return dataset(self)

    def to_netcdf(self, path: str | Path) -> None:
        """Save the record; no time stamps inside, so that the same motion gives the same bytes."""
        history = self.history
        packed = {name: {"zlib": True, "complevel": 1} for name in history.data_vars}
        history.to_netcdf(path, engine="h5netcdf", encoding=packed)

    def plot(self) -> Figure:
        """Spectra, ten minutes of the record, quiescent periods, on one sheet."""
        from shortdeck.vessel.motion_plot import sheet

        return sheet(self)

    def summary(self) -> dict[str, Any]:
        """All figures as plain data, SI and radians."""
        from shortdeck.vessel.motion_report import as_data

        return as_data(self)


def touchdown_point(ship: ShipFile) -> tuple[float, float]:
    """Station and offset (m, deck frame) where a 3.5 deg glideslope that clears the stern meets the deck."""
    line = runway_line(ship.model)
    x = line.stern_clearance / math.tan(SLOPE)
    return x, line.y + x * math.tan(line.angle)


def motion(
    ship: str | ShipFile,
    *,
    sea_state: int | None = None,
    hs: str | float | None = None,
    tp: str | float | None = None,
    wave_heading: str | float | None = None,
    ship_speed: str | float | None = None,
    spectrum: str | None = None,
    gamma: float | None = None,
    spreading: str | None = None,
    ocean: str | None = None,
    spectrum_file: str | Path | None = None,
    spectrum_source: str | None = None,
    spectrum_time: int | str | None = None,
    spectrum_place: int | None = None,
    heading: str | float | None = None,
    rao: str | Path | None = None,
    rao_speed: str | float | None = None,
    recorded: str | Path | None = None,
    signs: str | None = None,
    zero: str | None = None,
    duration: str | float | None = None,
    seed: int | None = None,
    case: int | None = None,
    point: str | tuple[float, float] | None = None,
    limits: str = DEFAULT,
    quiet_for: str | float = QUIET,
) -> DeckMotion:
    """How the deck of a ship moves: in a sea, or in a record of her motion.

    The sea is a ``sea_state`` (0 to 8, one fixed sea), ``hs`` with ``tp``, or a measured ``spectrum_file``;
    it meets the ship at ``wave_heading`` (180 deg head seas, 90 deg from starboard). ``rao`` is a response of
    the user's in place of the ship's own, at ``rao_speed`` where its file knows no speed. ``recorded`` is a
    file of motion (``vessel.recorded``: ``signs``, ``zero``) in place of a sea. ``point`` is station and
    offset in the deck frame (m); default: where a 3.5 deg glideslope touches down. ``limits`` is a set or
    limits of one's own (``vessel.motion_limits``), ``quiet_for`` the least length of a quiescent period.
    Texts carry units, floats are SI and radians. Raises InputError.
    """
    file = load_ship(ship) if isinstance(ship, str) else ship
    if not isinstance(file, ShipFile):
        raise InputError(f"{file.name} is an airfield: it does not move")
    words = SeaWords(
        sea_state=sea_state, hs=hs, tp=tp, wave_heading=wave_heading, spectrum=spectrum, gamma=gamma,
        spreading=spreading, ocean=ocean, spectrum_file=spectrum_file, spectrum_source=spectrum_source,
        spectrum_time=spectrum_time, spectrum_place=spectrum_place, heading=heading,
    )  # fmt: skip
    span = None if duration is None else si_value(duration, "s", name="duration")
    least = si_value(quiet_for, "s", name="quiet for")
    if not least > 0.0:
        raise InputError(f"quiet for: must be above 0 s, got {quiet_for}")
    place = touchdown_point(file) if point is None else _on_deck(point, file)
    asked = read_limits(limits)
    if recorded is not None:
        others = {"ship_speed": ship_speed, "rao": rao, "rao_speed": rao_speed, "seed": seed, "case": case}
        _refuse(words.said() + _said(others), "recorded motion takes the place of a sea: leave out")
        names = [name.strip() for name in (zero or "").split(",") if name.strip()]
        found = read_motion(recorded, signs=signs or "", zero=names)
        return _replayed(file, found, span, place, asked, least)
    _refuse(_said({"signs": signs, "zero": zero}), "without recorded motion there is no use for")
    speed = si_value(ship_speed or 0.0, "m/s", name="ship speed")
    response = _response(file, rao, rao_speed, speed)
    chosen = choose_sea(words)
    draw = (0 if seed is None else seed, 0 if case is None else case)
    return _realised(file, chosen, response, speed, draw, span or DURATION, place, asked, least)


def _said(values: Mapping[str, object]) -> list[str]:
    return [name for name, value in values.items() if value is not None]


def _refuse(names: list[str], why: str) -> None:
    if names:
        raise InputError(f"{why} {', '.join(names)}")


def _on_deck(point: str | tuple[float, float], ship: ShipFile) -> tuple[float, float]:
    if isinstance(point, str):
        parts = point.split(",")
        if len(parts) != 2:
            raise InputError(f"point: station and offset such as '49 m,-5.5 m', got {point!r}")
        point = (si_value(parts[0], "m", name="point"), si_value(parts[1], "m", name="point"))
    xs, ys = zip(*ship.model.deck.outline.points, strict=True)
    x, y = float(point[0]), float(point[1])
    if not (min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)):
        raise InputError(
            f"point: ({x:g}, {y:g}) m is not on the deck of {ship.name}, which spans "
            f"{min(xs):g} to {max(xs):g} m forward of the stern edge and {min(ys):g} to "
            f"{max(ys):g} m to starboard of the centreline"
        )
    return x, y


def _response(
    ship: ShipFile, rao: str | Path | None, rao_speed: str | float | None, speed: float
) -> Response:
    """The ship's response, or a user's: a file of shortdeck's, or of another program's at one speed."""
    if rao is None:
        if rao_speed is not None:
            raise InputError("rao speed: belongs to a response of your own (rao)")
        return ship_response(ship)
    if rao_speed is None and Path(rao).suffix == ".nc" and _is_own(Path(rao)):
        return load_response(rao, ship)
    at = si_value(rao_speed or 0.0, "m/s", name="rao speed")
    if abs(at - speed) > _EVEN:
        raise InputError(
            f"{rao}: motions at {at:.2f} m/s cannot stand for {speed:.2f} m/s; give motions for "
            "that speed (and say so: rao speed), or ask for theirs"
        )
    return import_response(rao, length=ship.model.hull.length.value, speed=at)


def _is_own(path: Path) -> bool:
    import xarray as xr

    if not path.is_file():
        raise InputError(f"{path}: no such file")
    try:
        with xr.open_dataset(path) as opened:
            return opened.attrs.get("kind") in ("coefficients", "motions")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a NetCDF file that can be read ({error})") from None


def _roll_interval(
    ship: ShipFile, chosen: ChosenSea, response: Response, speed: float
) -> RollInterval | None:
    spread = response.roll_spread
    if spread <= 0.0:
        return None
    rms = [
        seaway(
            ship, chosen.sea, heading=chosen.ship_heading, speed=speed,
            response=response.with_roll_damping(factor),
        ).rms()[3]
        for factor in (1.0 + spread, 1.0 - spread)
    ]  # fmt: skip
    return RollInterval(spread, float(rms[0]), float(rms[1]))


def _realised(
    ship: ShipFile, chosen: ChosenSea, response: Response, speed: float, draw: tuple[int, int],
    duration: float, place: tuple[float, float], limits: Limits, least: float,
) -> DeckMotion:  # fmt: skip
    if not 60.0 <= duration <= 24.0 * 3600.0:
        raise InputError(f"duration: from 60 s to 24 h, got {duration:g} s")
    way = seaway(ship, chosen.sea, heading=chosen.ship_heading, speed=speed, response=response)
    realisation = way.realise(seed=draw[0], case=draw[1])
    time, motions, rates, accelerations = record(realisation, duration=duration, step=STEP)
    asked = quantities(way.point_transfer(place[0], place[1], 0.0))
    knots = speed * 3600.0 / 1852.0
    return DeckMotion(
        ship=ship.name,
        conditions=f"{chosen.text}; ship {knots:.1f} kn",
        method=response.provenance.method,
        rule=f"{RULE}; seed {draw[0]}, case {draw[1]}",
        place=place, limits=limits, least=least,
        roll_interval=_roll_interval(ship, chosen, response, speed),
        spectral={q.name: spectral(way, q, duration=duration) for q in asked},
        seaway=way, sea=chosen, height=ship.model.deck.height.value, quantities=asked,
        time=time, motions=motions, rates=rates,
        point=point_motion(
            motions, rates, accelerations, arm=(place[0] - way.centre_x, place[1], -way.centre_z)
        ),
    )  # fmt: skip


def _replayed(
    ship: ShipFile, found: RecordedMotion, duration: float | None, place: tuple[float, float],
    limits: Limits, least: float,
) -> DeckMotion:  # fmt: skip
    span = found.duration if duration is None else duration
    if not 60.0 <= span <= found.duration:
        raise InputError(
            f"duration: the record lasts {found.duration:.1f} s; from 60 s to that, got {span:g} s"
        )
    x, _, z = centre_of_gravity(ship, ship_response(ship))
    time = np.asarray(STEP * np.arange(math.floor(span / STEP + 1e-9) + 1), dtype=float)
    motions, rates, accelerations = (found.motions(time, derivative=d) for d in range(3))
    return DeckMotion(
        ship=ship.name,
        conditions=f"recorded motion, {span:.1f} s",
        method=f"{Path(found.origin).name}: {found.note}; cubic spline through its {found.time.size} samples",
        rule="",
        place=place, limits=limits, least=least, roll_interval=None, spectral={}, seaway=None, sea=None,
        height=ship.model.deck.height.value, quantities=quantities(np.zeros((3, 6))),
        time=time, motions=motions, rates=rates,
        point=point_motion(motions, rates, accelerations, arm=(place[0] - x, place[1], -z)),
    )  # fmt: skip
