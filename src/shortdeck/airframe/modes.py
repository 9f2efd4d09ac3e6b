"""Small motions about steady flight: state matrices, and the modes that follow from them.

Equations of motion linearised in body axes about wings-level flight (Etkin and Reid 1996, sec. 4.9), the
loads by central differences of the kernel that flights use. Free air; the propeller's wash, torque and
angular momentum left out; surfaces held. Lift and moment that go with the rate of the angle of attack are
linear in it, and it follows from the accelerations: they are solved together.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, inf, log, sin, tan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

from shortdeck.air.atmosphere import GRAVITY, density
from shortdeck.airframe import performance
from shortdeck.airframe.aerodynamics import Aerodynamics, air_loads
from shortdeck.airframe.pack import pack_aerodynamics, pack_inertia, stall_speed
from shortdeck.airframe.propulsion import pack_propulsion, thrust_line
from shortdeck.airframe.propulsion_steady import steady
from shortdeck.airframe.trim import FREE_AIR, NoTrimError, Trim, trim
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.errors import InputError
from shortdeck.flight.rigid_body import Inertia

Matrix = NDArray[np.float64]

CRUISE_ALTITUDE = 3000.0  # m
_STEP = 1e-5  # of a difference: rad, rad/s, and share of the airspeed
_REAL = 1e-9  # imaginary part over size, below which an eigenvalue is real


class ThrustLine(NamedTuple):
    """Where the thrust acts: hub in body axes from the centre of gravity (m), nose-up tilt (rad)."""

    x: float = 0.0
    z: float = 0.0
    tilt: float = 0.0
    slope: float = 0.0  # dT/dV at a held throttle, N per m/s


class LinearModel(NamedTuple):
    """Small motions: dx/dt = A x + B u.

    Longitudinal x = (u, w, q, theta), inputs elevator (rad) and thrust (N); lateral x = (v, p, r, phi),
    inputs aileron and rudder (rad). Body axes, SI and radians, all as departures from ``trim``.
    """

    airspeed: float
    trim: Trim
    A_longitudinal: Matrix
    B_longitudinal: Matrix
    A_lateral: Matrix
    B_lateral: Matrix


class Mode(NamedTuple):
    """One mode of motion; of a pair the eigenvalue above the real axis."""

    name: str
    eigenvalue: complex  # rad/s
    frequency: float  # undamped, rad/s
    damping: float  # ratio: -1 or 1 where the mode does not oscillate
    time_to_half: float  # s; infinite where it does not decay
    time_to_double: float  # s; infinite where it does not grow


class FlightCondition(NamedTuple):
    """A named state of flight with its modes."""

    name: str
    mass: float
    airspeed: float
    altitude: float
    flap: float
    gear: float
    modes: tuple[Mode, ...]


def linearise(
    aircraft: AircraftFile, *, mass: float, airspeed: float, altitude: float = 0.0, flap: float = 0.0,
    gear: float = 0.0, slope: float = 0.0,
) -> LinearModel:  # fmt: skip
    """Small motions of an aircraft about steady flight with its throttle held.

    True airspeed (m/s) and altitude (m) in the standard atmosphere, ``flap`` and ``gear`` as shares,
    ``slope`` the climb (rad). Raises InputError where the aircraft cannot be trimmed.
    """
    model = aircraft.model
    line = thrust_line(model)
    rho = float(density(altitude))
    where = ThrustLine(model.mass.cg_x.value - line.x, model.mass.cg_z.value - line.z, line.tilt)
    a, inertia = pack_aerodynamics(model), pack_inertia(model, mass=mass)
    try:
        held = _trim(a, inertia, where, airspeed=airspeed, rho=rho, flap=flap, gear=gear, slope=slope)
    except NoTrimError as error:
        raise InputError(f"{aircraft.name}: {error}") from error
    axial = airspeed * cos(held.alpha + line.tilt)
    where = where._replace(slope=_thrust_slope(aircraft, thrust=held.thrust, axial_speed=axial, rho=rho))
    return linearise_airframe(
        a, inertia, airspeed=airspeed, density=rho, flap=flap, gear=gear, slope=slope, thrust=where
    )


def linearise_airframe(
    a: Aerodynamics, inertia: Inertia, *, airspeed: float, density: float, flap: float = 0.0,
    gear: float = 0.0, slope: float = 0.0, thrust: ThrustLine | None = None,
) -> LinearModel:  # fmt: skip
    """Small motions of a bare airframe; without ``thrust`` a constant force along body x through the cg."""
    line = ThrustLine() if thrust is None else thrust
    held = _trim(a, inertia, line, airspeed=airspeed, rho=density, flap=flap, gear=gear, slope=slope)
    air = _Air(a, inertia, density, flap, gear, airspeed, held)
    return LinearModel(airspeed, held, *_longitudinal(air, line, slope), *_lateral(air, slope))


def modes(m: LinearModel) -> tuple[Mode, ...]:
    """The modes by their usual names, longitudinal ones first, each group from fast to slow.

    Two longitudinal pairs are short period and phugoid; a lateral pair is the Dutch roll, the faster of
    the two real ones roll, the slower spiral. Where pairs have split or joined, the names say so.
    """
    longitudinal = _named_longitudinal(_eigenvalues(m.A_longitudinal))
    lateral = _named_lateral(_eigenvalues(m.A_lateral))
    return (*longitudinal, *sorted(lateral, key=lambda mode: -mode.frequency))


def standard_conditions(aircraft: AircraftFile) -> tuple[FlightCondition, ...]:
    """Modes on approach, where the file says how that is flown, and in cruise.

    Approach: landing mass, flap and speed, gear down, down the glide slope, at sea level. Cruise: first
    take-off mass, flaps up, gear up where it retracts, the speed of least drag at 3000 m.
    """
    model = aircraft.model
    found = []
    if model.recovery is not None:
        criteria, mass = model.recovery, model.mass.landing.value
        flap, rho = criteria.flap.value, float(density(0.0))
        stall = stall_speed(pack_aerodynamics(model), mass=mass, density=rho, flap=flap)
        found.append(
            _condition(
                aircraft, "approach", mass=mass, airspeed=criteria.speed_factor.value * stall,
                altitude=0.0, flap=flap, gear=1.0, slope=-criteria.glideslope.value,
            )
        )  # fmt: skip
    mass = model.mass.takeoff[0].value
    stall = performance.stall_speed(model, mass=mass, altitude=CRUISE_ALTITUDE)
    least = minimize_scalar(
        lambda v: performance.drag(model, speed=v, mass=mass, altitude=CRUISE_ALTITUDE),
        bounds=(1.1 * stall, 3.0 * stall),
        method="bounded",
    )
    gear = 0.0 if model.gear is None or model.gear.retractable else 1.0
    found.append(
        _condition(
            aircraft, "cruise", mass=mass, airspeed=float(least.x), altitude=CRUISE_ALTITUDE, flap=0.0,
            gear=gear, slope=0.0,
        )
    )  # fmt: skip
    return tuple(found)


def _condition(
    aircraft: AircraftFile, name: str, *, mass: float, airspeed: float, altitude: float, flap: float,
    gear: float, slope: float,
) -> FlightCondition:  # fmt: skip
    small = linearise(
        aircraft, mass=mass, airspeed=airspeed, altitude=altitude, flap=flap, gear=gear, slope=slope
    )
    return FlightCondition(name, mass, airspeed, altitude, flap, gear, modes(small))


def _trim(
    a: Aerodynamics, inertia: Inertia, line: ThrustLine, *, airspeed: float, rho: float, flap: float,
    gear: float, slope: float,
) -> Trim:  # fmt: skip
    return trim(
        a, mass=inertia.mass, airspeed=airspeed, density=rho, slope=slope, flap=flap, gear=gear,
        thrust_z=line.z, thrust_tilt=line.tilt,
    )  # fmt: skip


def _thrust_slope(aircraft: AircraftFile, *, thrust: float, axial_speed: float, rho: float) -> float:
    """Change of thrust with speed at the throttle that gives ``thrust``, engine and governor settled."""
    p = pack_propulsion(aircraft.model)

    def excess(throttle: float) -> float:
        return steady(p, throttle, axial_speed, rho).thrust - thrust

    if excess(0.0) >= 0.0:
        throttle = 0.0
    elif excess(1.0) <= 0.0:
        throttle = 1.0
    else:
        throttle = float(brentq(excess, 0.0, 1.0, xtol=1e-6))
    h = 0.01 * axial_speed
    faster, slower = (steady(p, throttle, axial_speed + d, rho).thrust for d in (h, -h))
    return (faster - slower) / (2.0 * h)


class _Air(NamedTuple):
    """An airframe in trimmed flight, and its loads near there."""

    a: Aerodynamics
    inertia: Inertia
    density: float
    flap: float
    gear: float
    airspeed: float
    trim: Trim

    @property
    def u(self) -> float:
        return self.airspeed * cos(self.trim.alpha)

    @property
    def w(self) -> float:
        return self.airspeed * sin(self.trim.alpha)

    def loads(
        self, *, u: float = 0.0, v: float = 0.0, w: float = 0.0, p: float = 0.0, q: float = 0.0,
        r: float = 0.0, alphadot: float = 0.0, elevator: float = 0.0, aileron: float = 0.0,
        rudder: float = 0.0,
    ) -> NDArray[np.float64]:  # fmt: skip
        """X, Y, Z, L, M, N with these departures from the trim."""
        found = air_loads(
            self.a, self.u + u, v, self.w + w, p, q, r, alphadot, self.density,
            self.trim.elevator + elevator, aileron, rudder, self.flap, self.gear, FREE_AIR, 0.0,
        )  # fmt: skip
        return np.array(found[:6])


def _slope(function: Callable[[float], NDArray[np.float64]], step: float) -> NDArray[np.float64]:
    return (function(step) - function(-step)) / (2.0 * step)


def _longitudinal(air: _Air, line: ThrustLine, slope: float) -> tuple[Matrix, Matrix]:
    mass, Iyy, theta = air.inertia.mass, air.inertia.Iyy, slope + air.trim.alpha
    cos_tilt, sin_tilt = cos(line.tilt), sin(line.tilt)
    dv = _STEP * air.airspeed

    def accelerations(loads: NDArray[np.float64]) -> list[float]:
        return [loads[0] / mass, loads[2] / mass, loads[4] / Iyy, 0.0]

    per_newton = np.array(
        [cos_tilt / mass, -sin_tilt / mass, (line.z * cos_tilt + line.x * sin_tilt) / Iyy, 0.0]
    )
    A = np.array(
        [
            accelerations(_slope(lambda h: air.loads(u=h), dv)),
            accelerations(_slope(lambda h: air.loads(w=h), dv)),
            accelerations(_slope(lambda h: air.loads(q=h), _STEP)),
            [-GRAVITY * cos(theta), -GRAVITY * sin(theta), 0.0, 0.0],
        ]
    ).T
    # Thrust follows the speed along its line; the turning axes add -q w and q u.
    A += np.outer(per_newton, [line.slope * cos_tilt, -line.slope * sin_tilt, 0.0, 0.0])
    A[:, 2] += [-air.w, air.u, 0.0, 1.0]
    B = np.array([accelerations(_slope(lambda h: air.loads(elevator=h), _STEP)), per_newton]).T
    # dx/dt = A x + B u + g alphadot with alphadot = c . dx/dt.
    g = np.array(accelerations(_slope(lambda h: air.loads(alphadot=h), _STEP)))
    c = np.array([-air.w, air.u, 0.0, 0.0]) / air.airspeed**2
    implicit = np.eye(4) - np.outer(g, c)
    return np.linalg.solve(implicit, A), np.linalg.solve(implicit, B)


def _lateral(air: _Air, slope: float) -> tuple[Matrix, Matrix]:
    i, theta = air.inertia, slope + air.trim.alpha
    determinant = i.Ixx * i.Izz - i.Ixz * i.Ixz

    def accelerations(loads: NDArray[np.float64]) -> list[float]:
        L, N = loads[3], loads[5]
        pdot = (i.Izz * L + i.Ixz * N) / determinant
        rdot = (i.Ixz * L + i.Ixx * N) / determinant
        return [loads[1] / i.mass, pdot, rdot, 0.0]

    A = np.array(
        [
            accelerations(_slope(lambda h: air.loads(v=h), _STEP * air.airspeed)),
            accelerations(_slope(lambda h: air.loads(p=h), _STEP)),
            accelerations(_slope(lambda h: air.loads(r=h), _STEP)),
            [GRAVITY * cos(theta), 0.0, 0.0, 0.0],
        ]
    ).T
    A[:, 1] += [air.w, 0.0, 0.0, 1.0]
    A[:, 2] += [-air.u, 0.0, 0.0, tan(theta)]
    surfaces = (
        accelerations(_slope(lambda h: air.loads(aileron=h), _STEP)),
        accelerations(_slope(lambda h: air.loads(rudder=h), _STEP)),
    )
    return A, np.array(surfaces).T


def _eigenvalues(matrix: Matrix) -> list[complex]:
    """One of each pair, fastest first; what is real but for rounding is made so."""
    plain = [complex(x) for x in np.linalg.eigvals(matrix)]
    plain = [complex(x.real, 0.0) if abs(x.imag) <= _REAL * abs(x) else x for x in plain]
    return sorted((x for x in plain if x.imag >= 0.0), key=abs, reverse=True)


def _named_longitudinal(found: list[complex]) -> list[Mode]:
    if len(found) == 2:
        names = ["short period", "phugoid"]
    elif len(found) == 4:
        names = ["short period, fast part", "short period, slow part", "phugoid, fast part"]
        names.append("phugoid, slow part")
    elif found[0].imag > 0.0:
        names = ["short period", "phugoid, fast part", "phugoid, slow part"]
    elif found[2].imag > 0.0:
        names = ["short period, fast part", "short period, slow part", "phugoid"]
    else:  # the slow part of one has joined the fast part of the other
        names = ["pitch subsidence", "third oscillation", "speed subsidence"]
    return [_mode(name, x) for name, x in zip(names, found, strict=True)]


def _named_lateral(found: list[complex]) -> list[Mode]:
    oscillating = [x for x in found if x.imag > 0.0]
    real = [x for x in found if x.imag == 0.0]
    if len(real) == 4:
        names = ["roll", "Dutch roll, fast part", "Dutch roll, slow part", "spiral"]
        return [_mode(name, x) for name, x in zip(names, real, strict=True)]
    named = [_mode("Dutch roll", oscillating[0])]
    named += [_mode("roll and spiral joined", x) for x in oscillating[1:]]
    return [*(_mode(n, x) for n, x in zip(("roll", "spiral"), real, strict=False)), *named]


def _mode(name: str, x: complex) -> Mode:
    size = abs(x)
    halving = log(2.0) / -x.real if x.real < 0.0 else inf
    doubling = log(2.0) / x.real if x.real > 0.0 else inf
    return Mode(name, x, size, -x.real / size if size > 0.0 else 0.0, halving, doubling)
