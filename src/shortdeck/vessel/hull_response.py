"""Motions from a hull's coefficients: the equations of motion in waves with forward speed.

Axes forward, right, down; time factor exp(i omega_e t). With K the 6 x 6 matrix

    K = -omega_e^2 M + C + i omega_e B_viscous + Y',     K xi = a F

M is the ship's inertia, C the restoring of weight and buoyancy. Y = i omega_e^2 W, W = B/omega_e + i A,
holds zero-speed added mass A and wave damping B at the encounter frequency; primed, the speed terms of
Salvesen, Tuck and Faltinsen ("Ship motions and sea loads", Trans. SNAME 78, 1970; recalled, document not
seen) are in it, in their form for a three-dimensional hull without the terms of a transom stern: with c =
U/(i omega_e) column pitch gains +c column heave, column yaw -c column sway, row pitch -c row heave, row yaw
+c row sway. All divisions by omega_e cancel, so that nothing needs a floor where the encounter frequency
goes through zero.

Excitation F: Froude-Krylov force of the undisturbed wave plus i omega_e E, where E is the reciprocity
(Haskind) integral of radiation potentials at the encounter frequency with the wave's normal velocity at the
wave frequency; row pitch gains -U E_heave, row yaw +U E_sway.

Surge, sway and yaw have nothing to right them and would grow without bound as omega_e goes to zero, where in
truth helmsman and propeller hold course and speed. They are multiplied by omega_e^2/(omega_e^2 + omega_c^2),
a high-pass without phase; heave, roll and pitch are left alone.

Coefficients refer to a point O on the waterline above the centre of buoyancy; they are carried to the centre
of gravity, whose height follows from the metacentric height.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import CubicSpline, NdBSpline

from shortdeck.vessel.response import (
    GRAVITY,
    Complex,
    Real,
    Response,
    encounter_frequency,
    fold,
    tensor_spline,
)

SEA_WATER = 1025.0
COURSE_FREQUENCY = 0.05
"""rad/s: course and speed are held against slower motions; an estimate, to within a factor of two."""
DRIFT_FREQUENCY = 0.001
"""rad/s: spring of surge, sway and yaw that keeps the equations soluble at zero encounter frequency."""
HORIZONTAL = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0])


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Zero-speed hydrodynamics of a hull about O, per the module's conventions."""

    encounter: Real  # rad/s, ascending, > 0
    added_mass: Real  # (encounter, 6, 6)
    damping: Real  # (encounter, 6, 6)
    froude_krylov: Complex  # (heading, omega, 6), per metre of amplitude
    reciprocity: Complex  # E: (speed, heading, omega, 6)
    volume: float  # m3
    buoyancy_depth: float  # m, centre of buoyancy below the waterline
    waterplane_area: float  # m2
    flotation: float  # m, centre of flotation forward of O
    inertia_transverse: float  # m4, second moment of the waterplane about the centreline
    inertia_longitudinal: float  # m4, about the transverse axis through O
    forward_of_midship: float  # m, station of O


class Loading(NamedTuple):
    """How the hull is loaded, and what damps its roll besides waves. SI."""

    metacentric_height: float
    roll_gyradius: float  # m, of the dry ship
    pitch_gyradius: float
    yaw_gyradius: float
    roll_linear: float = 0.0  # N m s/rad at zero speed
    roll_lift: float = 0.0  # N m s/rad per m/s of speed
    roll_quadratic: float = 0.0  # N m s2/rad2
    roll_spread: float = 0.3  # relative uncertainty of these three together


@dataclass(frozen=True, eq=False)
class HullResponse(Response):
    """Response of a hull described by coefficients, in a given loading."""

    coefficients: Coefficients
    loading: Loading
    course_frequency: float = field(default=COURSE_FREQUENCY)

    # -- what the ship weighs and how she rights herself --

    @property
    def centre_of_gravity(self) -> float:
        """Depth of the centre of gravity below the waterline, m: z_B - BM + GM."""
        c = self.coefficients
        return c.buoyancy_depth - c.inertia_transverse / c.volume + self.loading.metacentric_height

    @cached_property
    def inertia(self) -> Real:
        """Mass and moments of inertia about the centre of gravity: the diagonal of M."""
        m = SEA_WATER * self.coefficients.volume
        load = self.loading
        radii = (load.roll_gyradius, load.pitch_gyradius, load.yaw_gyradius)
        return np.array([m, m, m, *(m * r * r for r in radii)])

    @cached_property
    def restoring(self) -> Real:
        """C about the centre of gravity."""
        c, load = self.coefficients, self.loading
        spring = SEA_WATER * GRAVITY
        longitudinal = c.inertia_longitudinal + c.volume * (self.centre_of_gravity - c.buoyancy_depth)
        out = np.zeros((6, 6))
        out[2, 2] = spring * c.waterplane_area
        out[2, 4] = out[4, 2] = -spring * c.waterplane_area * c.flotation
        out[3, 3] = spring * c.volume * load.metacentric_height
        out[4, 4] = spring * longitudinal
        return out

    @cached_property
    def roll_frequency(self) -> float:
        """Natural frequency of roll without damping or coupling, rad/s."""
        spring, mass = float(self.restoring[3, 3]), float(self.inertia[3])
        rate = math.sqrt(spring / mass)
        for _ in range(20):
            grid = self.coefficients.encounter
            added = float(self._radiation(min(max(rate, grid[0]), grid[-1]))[3, 3].imag)
            rate = math.sqrt(spring / (mass + added))
        return rate

    def roll_damping(self, speed: float, roll_rate_rms: float) -> float:
        """Roll damping besides that of waves, N m s/rad: B1 + sqrt(8/pi) sigma B2, in a Gaussian sea."""
        load = self.loading
        linear = load.roll_linear + load.roll_lift * speed
        return linear + math.sqrt(8.0 / math.pi) * roll_rate_rms * load.roll_quadratic

    @property
    def roll_spread(self) -> float:
        """Relative uncertainty of roll damping besides that of waves."""
        return self.loading.roll_spread

    def with_roll_damping(self, factor: float) -> HullResponse:
        """The same hull with its roll damping (not that of waves) multiplied: for the interval it leaves."""
        load = self.loading
        scaled = load._replace(
            roll_linear=factor * load.roll_linear,
            roll_lift=factor * load.roll_lift,
            roll_quadratic=factor * load.roll_quadratic,
        )
        return replace(self, loading=scaled)

    # -- splines --

    @cached_property
    def _shift(self) -> Real:
        """S: modes about the centre of gravity from those about O."""
        s = np.eye(6)
        s[3, 1] = self.centre_of_gravity
        s[4, 0] = -self.centre_of_gravity
        return s

    @cached_property
    def _radiation(self) -> CubicSpline:
        """B/omega_e + i A about the centre of gravity over the encounter frequency."""
        c = self.coefficients
        w = c.damping / c.encounter[:, None, None] + 1j * c.added_mass
        return CubicSpline(c.encounter, self._shift @ w @ self._shift.T)

    @cached_property
    def _forces(self) -> NdBSpline:
        """Froude-Krylov force and E about the centre of gravity, over speed, heading and frequency."""
        c = self.coefficients
        steady = np.broadcast_to(c.froude_krylov, c.reciprocity.shape)
        both = np.stack([steady @ self._shift.T, c.reciprocity @ self._shift.T], axis=-2)
        # A symmetric hull feels no side force in seas along it; its two meshed sides differ a little.
        along = np.abs(np.sin(self.heading)) < 1e-9
        both[:, along, :, :, 1::2] = 0.0
        return tensor_spline(both, self.speed, self.heading, self.omega)

    @cached_property
    def _drift(self) -> tuple[Real, Real]:
        """Stiffness and critical damping of surge, sway and yaw at ``DRIFT_FREQUENCY``."""
        added = self._radiation(self.coefficients.encounter[0]).imag
        mass = HORIZONTAL * (self.inertia + np.diag(added))
        return mass * DRIFT_FREQUENCY**2, 2.0 * mass * DRIFT_FREQUENCY

    # -- equations --

    def _matrix(self, rate: Real, speed: float, extra: float) -> Complex:
        """K without the couplings between the two symmetries, shape (..., 6, 6)."""
        grid = self.coefficients.encounter
        w = self._radiation(np.clip(np.abs(rate), grid[0], grid[-1]))
        # A is even in omega_e, B/omega_e odd.
        w = np.where((rate < 0.0)[..., None, None], -np.conj(w), w)
        e = rate[..., None, None]
        k = 1j * e * e * w
        uw = speed * e * w
        k[..., :, 4] += uw[..., :, 2]
        k[..., :, 5] -= uw[..., :, 1]
        k[..., 4, :] -= uw[..., 2, :]
        k[..., 5, :] += uw[..., 1, :]
        k[..., 4, 4] += 1j * speed * speed * w[..., 2, 2]
        k[..., 5, 5] += 1j * speed * speed * w[..., 1, 1]
        spring, damper = self._drift
        damper = damper + np.array([0.0, 0.0, 0.0, extra, 0.0, 0.0])
        k += self.restoring + np.diag(spring)
        k += -e * e * np.diag(self.inertia) + 1j * e * np.diag(damper)
        return np.asarray(k)

    def _excitation(self, omega: Real, heading: Real, rate: Real, speed: float) -> Complex:
        """F per metre of amplitude, shape (..., 6)."""
        points = np.stack([np.full(omega.shape, speed), heading, omega], axis=-1)
        both = self._forces(points)
        froude_krylov, reciprocity = both[..., 0, :], both[..., 1, :]
        force = froude_krylov + 1j * rate[..., None] * reciprocity
        force[..., 4] -= speed * reciprocity[..., 2]
        force[..., 5] += speed * reciprocity[..., 1]
        return np.asarray(force)

    def _halves(self, omega: Real, heading: Real, speed: float, roll_rate_rms: float) -> Complex:
        rate = encounter_frequency(omega, heading, speed)
        k = self._matrix(rate, speed, self.roll_damping(speed, roll_rate_rms))
        force = self._excitation(omega, heading, rate, speed)
        out = np.empty(force.shape, dtype=complex)
        for modes in ([0, 2, 4], [1, 3, 5]):
            inverse = inverse_3x3(k[..., modes, :][..., modes])
            out[..., modes] = np.einsum("...jk,...k->...j", inverse, force[..., modes])
        held = rate * rate / (rate * rate + self.course_frequency**2)
        return np.asarray(np.where(HORIZONTAL > 0.0, held[..., None], 1.0) * out)

    def linearise(self, omega: ArrayLike, heading: ArrayLike, speed: float, variance: ArrayLike) -> float:
        """RMS roll rate, rad/s, at which the equivalent linear damping reproduces itself.

        Extra damping d changes roll to H/(1 + i omega_e d G), where G is the roll per roll moment without it:
        exact, so that one solution serves all iterations.
        """
        w, beta = np.broadcast_arrays(np.asarray(omega, dtype=float), np.asarray(heading, dtype=float))
        self._refuse_beyond(w, speed)
        half, _ = fold(beta)
        rate = encounter_frequency(w, half, speed)
        lateral = [1, 3, 5]
        k = self._matrix(rate, speed, self.roll_damping(speed, 0.0))[..., lateral, :][..., lateral]
        inverse = inverse_3x3(k)
        force = self._excitation(w, half, rate, speed)[..., lateral]
        roll = np.einsum("...k,...k->...", inverse[..., 1, :], force)
        weights = rate * rate * np.abs(roll) ** 2 * np.asarray(variance, dtype=float)
        gain = 1j * rate * inverse[..., 1, 1]
        quadratic = math.sqrt(8.0 / math.pi) * self.loading.roll_quadratic
        rms = math.sqrt(float(weights.sum()))
        for _ in range(60):
            now = math.sqrt(float((weights / np.abs(1.0 + quadratic * rms * gain) ** 2).sum()))
            if abs(now - rms) <= 1e-9 * (1e-6 + rms):
                return now
            rms = 0.5 * (rms + now)
        return rms


def inverse_3x3(a: Complex) -> Complex:
    """Inverse of many 3 x 3 matrices by cofactors, which is quicker than calling a library for each."""
    m = {(j, k): a[..., j, k] for j in range(3) for k in range(3)}
    out = np.empty(a.shape, dtype=complex)
    for j in range(3):
        for k in range(3):
            p, q = (k + 1) % 3, (k + 2) % 3
            r, s = (j + 1) % 3, (j + 2) % 3
            out[..., j, k] = m[p, r] * m[q, s] - m[p, s] * m[q, r]
    determinant = m[0, 0] * out[..., 0, 0] + m[0, 1] * out[..., 1, 0] + m[0, 2] * out[..., 2, 0]
    return np.asarray(out / determinant[..., None, None])
