"""How a ship answers a regular wave: the complex transfer functions that the rest of the project asks for.

Conventions. A wave of amplitude a passes the ship's centre of gravity with the elevation (positive up)

    zeta(t) = Re(a exp(i omega_e t)),     omega_e = omega - (omega^2/g) U cos(heading),

where omega is the wave frequency, U the ship's speed and omega_e the encounter frequency, which is negative
where a ship overtakes following waves. ``heading`` is the angle from the bow's direction to that in
which the wave travels, measured towards port: 0 following, 90 deg from starboard, 180 deg head seas, 270 deg
from port. Elsewhere, at x forward and y to starboard of the centre of gravity,

    zeta = Re(a exp(i (omega_e t - k (x cos(heading) - y sin(heading))))),     k = omega^2/g (deep water).

A motion is Re(a H exp(i omega_e t)) in axes forward, right, down: surge, sway, heave of the centre of gravity
(m/m), roll (starboard down), pitch (bow up), yaw (bow to starboard) (rad/m). In long waves the ship follows
the surface: heave tends to -1 (down is positive), pitch to -i k cos(heading), roll to -i k sin(heading).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import NdBSpline, make_interp_spline

from shortdeck.errors import InputError

GRAVITY = 9.80665
MOTIONS = ("surge", "sway", "heave", "roll", "pitch", "yaw")
MIRROR = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
"""Sign of each motion when port and starboard change places."""

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]


def encounter_frequency(omega: ArrayLike, heading: ArrayLike, speed: float) -> Real:
    """omega - (omega^2/g) U cos(heading), rad/s; negative where the ship overtakes the wave."""
    w = np.asarray(omega, dtype=float)
    return np.asarray(w - w * w / GRAVITY * speed * np.cos(heading))


def fold(heading: ArrayLike) -> tuple[Real, Real]:
    """Heading folded to 0..pi, and -1 where that exchanged port and starboard (else 1)."""
    turn = np.mod(np.asarray(heading, dtype=float), 2.0 * math.pi)
    port = turn > math.pi
    return np.where(port, 2.0 * math.pi - turn, turn), np.where(port, -1.0, 1.0)


@dataclass(frozen=True)
class Provenance:
    """Where a response comes from; no date, so that the same computation gives the same file."""

    method: str
    mesh: str = ""
    versions: str = ""
    particulars: Mapping[str, float] = field(default_factory=dict)  # SI


@dataclass(frozen=True, eq=False)
class Response(ABC):
    """Transfer functions of one ship over wave frequency, heading and speed.

    ``omega`` (rad/s), ``heading`` (rad, 0..pi) and ``speed`` (m/s) are the grids on which it was computed.
    Every hull is taken to be symmetric: headings from port are those from starboard mirrored.
    """

    omega: Real
    heading: Real
    speed: Real
    provenance: Provenance

    @abstractmethod
    def _halves(self, omega: Real, heading: Real, speed: float, roll_rate_rms: float) -> Complex:
        """Transfer functions for headings 0..pi, shape (..., 6)."""

    def transfer(
        self, omega: ArrayLike, heading: ArrayLike, speed: float, *, roll_rate_rms: float = 0.0
    ) -> Complex:
        """Motions per metre of wave amplitude, shape (..., 6); ``omega`` and ``heading`` broadcast.

        ``roll_rate_rms`` (rad/s) is the RMS roll rate for which quadratic roll damping is linearised
        (``linearise`` finds it for a sea); it counts only for a response with such damping. Headings are any
        angle. Refuses frequencies and speeds beyond the grid; waves longer than its first are followed.
        """
        w, beta = np.broadcast_arrays(np.asarray(omega, dtype=float), np.asarray(heading, dtype=float))
        self._refuse_beyond(w, speed)
        half, side = fold(beta)
        out = self._halves(w, half, float(speed), float(roll_rate_rms))
        return np.asarray(out * np.where(side[..., None] < 0.0, MIRROR, 1.0), dtype=complex)

    @property
    def roll_spread(self) -> float:
        """Relative uncertainty of roll damping besides that of waves; 0 where it is built in and unknown."""
        return 0.0

    def with_roll_damping(self, factor: float) -> Response:
        """The response with its roll damping (not that of waves) multiplied, for the interval it leaves.

        A table has its damping built in and is refused any factor but 1.
        """
        if factor != 1.0:
            raise InputError("this response is a table with its roll damping built in; it cannot be changed")
        return self

    def linearise(self, omega: ArrayLike, heading: ArrayLike, speed: float, variance: ArrayLike) -> float:
        """RMS roll rate, rad/s, in a sea whose elevation variance (m^2) is given at each (omega, heading).

        ``variance`` is the directional density times the widths of its cell: summed over all it is Hs^2/16.
        Where the response has quadratic damping, the result is that of the equivalent linear damping.
        """
        return float(np.sqrt(self._roll_rate_variance(omega, heading, speed, variance, 0.0)))

    def _roll_rate_variance(
        self, omega: ArrayLike, heading: ArrayLike, speed: float, variance: ArrayLike, rms: float
    ) -> float:
        roll = self.transfer(omega, heading, speed, roll_rate_rms=rms)[..., 3]
        rate = encounter_frequency(omega, heading, speed)
        return float(np.sum(np.abs(rate * roll) ** 2 * np.asarray(variance, dtype=float)))

    def _refuse_beyond(self, omega: Real, speed: float) -> None:
        if omega.size and (omega.min() < 0.0 or omega.max() > self.omega[-1] * (1.0 + 1e-9)):
            raise InputError(
                f"wave frequencies from {omega.min():.3f} to {omega.max():.3f} rad/s were asked of a "
                f"response that covers 0 to {self.omega[-1]:.3f} rad/s; cut the spectrum there"
            )
        if not -1e-9 <= speed <= self.speed[-1] * (1.0 + 1e-9) + 1e-9:
            raise InputError(
                f"ship speed {speed:.2f} m/s lies outside the response's 0 to {self.speed[-1]:.2f} m/s"
            )


@dataclass(frozen=True, eq=False)
class TabulatedResponse(Response):
    """Transfer functions as they were given: shape (speed, heading, omega, 6), complex, our conventions.

    Roll damping is whatever their maker put in; ``roll_rate_rms`` changes nothing.
    """

    motions: Complex

    def __post_init__(self) -> None:
        shape = (len(self.speed), len(self.heading), len(self.omega), len(MOTIONS))
        if self.motions.shape != shape:
            raise InputError(f"a table of motions must have the shape {shape}, got {self.motions.shape}")
        if not np.isfinite(self.motions).all():
            raise InputError("a table of motions holds values that are not finite")

    @cached_property
    def _spline(self) -> NdBSpline:
        return tensor_spline(self.motions, self.speed, self.heading, self.omega)

    def _halves(self, omega: Real, heading: Real, speed: float, roll_rate_rms: float) -> Complex:
        low = self.omega[0]
        w = np.maximum(omega, low)
        points = np.stack([np.full(w.shape, speed), heading, w], axis=-1)
        inside = np.asarray(self._spline(points), dtype=complex)
        # Below the first tabulated frequency the angles shrink with the wave's slope, omega^2.
        shrink = np.where(omega < low, (omega / (low or 1.0)) ** 2, 1.0)[..., None]
        return np.asarray(inside * np.where(np.arange(6) >= 3, shrink, 1.0), dtype=complex)


LONG_WAVE = 0.1
"""How far heave and the slope of pitch may be from the wave's in waves of four ship lengths and more."""


def check_response(response: Response, *, length: float | None = None) -> None:
    """Refuse a response that does not follow long waves, is not finite, or turns pitch the wrong way.

    In waves long against the ship, heave goes with the surface (-1) and pitch with its slope (-i k
    cos(heading)), at every heading and speed. The longest tabulated wave is looked at; if ``length`` (m) is
    given it must be at least four times that. A response in other units or axes, or with phases of another
    sign, fails here.
    """
    first = float(response.omega[response.omega > 0.0][0])
    wave = 2.0 * math.pi * GRAVITY / first**2
    if length is not None and wave < 4.0 * length:
        raise InputError(
            f"the longest wave of the response is {wave:.0f} m; it takes one of at least "
            f"{4.0 * length:.0f} m, four ship lengths, to check that heave and pitch tend to the wave's"
        )
    omega, heading = response.omega[:, None], response.heading
    for speed in response.speed:
        if not np.isfinite(response.transfer(omega, heading, float(speed))).all():
            raise InputError("the response holds values that are not finite")
        _check_long_wave(response, first, float(speed))


def _check_long_wave(response: Response, omega: float, speed: float) -> None:
    """Heave and pitch in one long wave against the wave's, at every heading."""
    k = omega * omega / GRAVITY
    motions = response.transfer(omega, response.heading, speed)
    for heading, motion in zip(response.heading, motions, strict=True):
        for name, got, wanted in (
            ("heave", motion[2], -1.0 + 0.0j),
            ("pitch over wave slope", motion[4] / k, -1j * math.cos(heading)),
        ):
            if abs(got - wanted) > LONG_WAVE:
                raise InputError(
                    f"{name} at heading {math.degrees(heading):.0f} deg and {speed:.1f} m/s in the longest "
                    f"wave ({2.0 * math.pi / k:.0f} m) is {got:.3f} (forward-right-down axes); it must tend "
                    f"to {wanted:.3f}: check units, axes, the sign of the phase and the reference point"
                )


def tensor_spline(values: Complex, *axes: Real) -> NdBSpline:
    """Interpolating spline over the leading axes: cubic, or as high as the number of points allows."""
    coefficients: Complex = np.asarray(values, dtype=complex)
    knots, degrees = [], []
    for position, axis in enumerate(axes):
        points = axis
        if len(axis) == 1:  # constant along this axis
            points = np.array([axis[0] - 1.0, axis[0] + 1.0])
            coefficients = np.repeat(coefficients, 2, axis=position)
        degree = min(3, len(points) - 1)
        line = make_interp_spline(points, coefficients, k=degree, axis=position)
        coefficients = np.moveaxis(line.c, 0, position)
        knots.append(line.t)
        degrees.append(degree)
    return NdBSpline(tuple(knots), np.ascontiguousarray(coefficients), tuple(degrees))
