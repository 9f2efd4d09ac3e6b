"""What follows from a hull's particulars alone: fullness, natural periods in still water, Froude number.

Lengths in m, mass in kg, times in s. The periods are first estimates for a ship without a computed response.
"""

from __future__ import annotations

import math

GRAVITY = 9.80665
SEA_WATER = 1025.0
"""Density of sea water, kg/m^3."""
HEAVE_ADDED_MASS = 1.05
"""Added mass in heave as a share of the displacement, near resonance."""
HEAVE_ADDED_MASS_SPREAD = 0.15
PITCH_TO_HEAVE = 0.95
"""Natural pitch period over natural heave period of slender monohulls."""


def block_coefficient(*, displacement: float, length: float, beam: float, draught: float) -> float:
    """Share of the box length x beam x draught that the hull fills: displacement / (rho L B T)."""
    return displacement / (SEA_WATER * length * beam * draught)


def roll_coefficient(*, length: float, beam: float, draught: float) -> float:
    """C of the roll period, about the roll radius of gyration over the beam.

    C = 0.373 + 0.023 B/T - 0.043 L/100. International Code on Intact Stability 2008 (IMO resolution
    MSC.267(85)), part A, 2.3.4.
    """
    return 0.373 + 0.023 * beam / draught - 0.043 * length / 100.0


def roll_period(*, length: float, beam: float, draught: float, metacentric_height: float) -> float:
    """Natural roll period 2 C B / sqrt(GM). International Code on Intact Stability 2008, part A, 2.3.4."""
    coefficient = roll_coefficient(length=length, beam=beam, draught=draught)
    return 2.0 * coefficient * beam / math.sqrt(metacentric_height)


def heave_period(
    *, draught: float, block: float, waterplane: float, added_mass: float = HEAVE_ADDED_MASS
) -> float:
    """Natural heave period 2 pi sqrt(T (Cb/Cwp) (1 + a33) / g).

    Mass rho L B T Cb (1 + a33) on the spring rho g L B Cwp; ``added_mass`` is a33.
    """
    return 2.0 * math.pi * math.sqrt(draught * block / waterplane * (1.0 + added_mass) / GRAVITY)


def pitch_period(
    *, draught: float, block: float, waterplane: float, added_mass: float = HEAVE_ADDED_MASS
) -> float:
    """Natural pitch period, taken as 0.95 of the heave period."""
    return PITCH_TO_HEAVE * heave_period(
        draught=draught, block=block, waterplane=waterplane, added_mass=added_mass
    )


def froude_number(*, speed: float, length: float) -> float:
    """Speed over sqrt(g L)."""
    return speed / math.sqrt(GRAVITY * length)


def stern_from_midship(*, length: float, stern_overhang: float) -> float:
    """Distance of the flight deck's stern edge aft of midship, about which the ship pitches.

    Midship, half-way between the perpendiculars, stands for the centre of flotation.
    """
    return 0.5 * length + stern_overhang
