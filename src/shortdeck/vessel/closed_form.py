"""Motions of a ship of which only the principal dimensions are known: a labelled fallback.

Heave and pitch by the closed forms of Jensen, Mansour and Olsen, "Estimation of ship motions using
closed-form expressions", Ocean Engineering 31 (2004) 61-85, doi 10.1016/S0029-8018(03)00108-2 (paper not
seen; as in the programs of https://github.com/cybergalactic/MSS and NetSSE), for a box of breadth B Cb:

    heave = eta F, pitch = eta G,  F = kappa f sin(s)/s,  G = kappa f (6/L) (sin(s) - s cos(s))/s^2,
    s = k_e L/2,  k_e = k |cos(heading)|,  kappa = exp(-k_e T),  f^2 = (1 - kT)^2 + (A^2/(kB alpha^3))^2,
    A = 2 sin(k B alpha^2/2) exp(-k T alpha^2),  1/eta = |1 - 2kT alpha^2 + i A^2/(kB alpha^2)|,

alpha = omega_e/omega. Phases, which the closed forms leave open, are those of the damped oscillator in
1/eta. Roll is one degree of freedom driven by the wave slope over the hull, with a natural period from the
dimensions and a share of critical damping; surge and sway follow the water at half draught, yaw is left out.
Against a panel method for an LHD the closed forms give 0.4 to 1.4 of its heave and 0.6 to 1.0 of its pitch;
they have no pitch in beam seas.
"""

from __future__ import annotations

import math

import numpy as np

from shortdeck.vessel.response import (
    GRAVITY,
    Complex,
    Provenance,
    Real,
    TabulatedResponse,
    encounter_frequency,
)

METHOD = "closed forms of Jensen, Mansour and Olsen (2004) from principal dimensions: a rough fallback"
ROLL_DAMPING = 0.06
"""Share of critical: an estimate, 0.03 to 0.1 with bilge keels and some speed."""
COURSE_FREQUENCY = 0.05  # rad/s, as for a computed hull


def closed_form(
    *,
    length: float,
    beam: float,
    draught: float,
    block: float,
    roll_period: float,
    omega: Real,
    heading: Real,
    speed: Real,
) -> TabulatedResponse:
    """A table of transfer functions in the project's convention."""
    box = beam * block
    u, beta, w = np.meshgrid(speed, heading, np.maximum(omega, 1e-3), indexing="ij")
    k = w * w / GRAVITY
    rate = encounter_frequency_of(w, beta, u)
    alpha = rate / w
    # A/(k B alpha^2), finite where the encounter frequency goes through zero
    arch = np.sinc(0.5 * k * box * alpha**2 / math.pi) * np.exp(-k * draught * alpha**2)
    span = 0.5 * k * np.abs(np.cos(beta)) * length
    short = np.exp(-k * np.abs(np.cos(beta)) * draught)
    force = short * np.hypot(1.0 - k * draught, arch**2 * k * box * alpha)
    swing = 1.0 / (1.0 - 2.0 * k * draught * alpha**2 + 1j * arch**2 * k * box * alpha * np.abs(alpha))
    along = np.sinc(span / math.pi)
    safe = np.maximum(span, 1e-4)
    tilt = np.where(span > 1e-2, 3.0 * (np.sin(safe) - safe * np.cos(safe)) / safe**3, 1.0 - span**2 / 10.0)
    orbit = np.exp(-0.5 * k * draught) * along * rate**2 / (rate**2 + COURSE_FREQUENCY**2)
    tuned = rate * roll_period / (2.0 * math.pi)
    roll = 1.0 / (1.0 - tuned**2 + 2j * ROLL_DAMPING * tuned)
    motions: Complex = np.zeros((*w.shape, 6), dtype=complex)
    motions[..., 0] = -1j * np.cos(beta) * orbit
    motions[..., 1] = 1j * np.sin(beta) * orbit
    motions[..., 2] = -force * along * swing
    motions[..., 3] = -1j * k * np.sin(beta) * np.exp(-0.5 * k * draught) * along * roll
    motions[..., 4] = -1j * k * np.cos(beta) * force * tilt * swing
    provenance = Provenance(
        METHOD,
        particulars={"length": length, "beam": beam, "draught": draught, "block": block},
    )
    return TabulatedResponse(np.maximum(omega, 1e-3), heading, speed, provenance, motions)


def encounter_frequency_of(omega: Real, heading: Real, speed: Real) -> Real:
    """``encounter_frequency`` for arrays of speeds."""
    still = encounter_frequency(omega, heading, 1.0)
    return np.asarray(omega + speed * (still - omega))
