"""Airframes whose coefficients are published, as the tests need them before or beside the catalogue's files.

Navion: Teper, NASA CR-96008 (1969), and Nelson, Flight Stability and Automatic Control, app. B.
Aerosonde: Beard and McLain, Small Unmanned Aircraft (2012), app. E, as in the book's simulation parameters.
Only what acts in free flight is given.
"""

from __future__ import annotations

from types import SimpleNamespace

FOOT = 0.3048
POUND = 0.45359237
SLUG_FT2 = 14.59390294 * FOOT**2

ZERO = dict.fromkeys(
    (
        *("CL_alphadot", "CL_flap", "CD_flap", "CD_gear", "CD_beta2", "CD_elevator", "CD_alpha"),
        "CL_min_drag",
        *("Cm_alphadot", "Cm_flap", "Cm_stall", "CY_p", "CY_r", "CY_aileron", "Cn_p"),
        *("reference_x", "reference_z", "tail_share_alpha", "tail_arm", "downwash_slope", "wash_share"),
    ),
    0.0,
)


def airframe(
    *, span: float, area: float, chord: float, mass: dict[str, float], coefficients: dict[str, float]
) -> SimpleNamespace:
    """The parts of an AircraftModel that free flight reads, each number with its ``value``."""

    def part(numbers: dict[str, float]) -> SimpleNamespace:
        return SimpleNamespace(**{name: SimpleNamespace(value=number) for name, number in numbers.items()})

    return SimpleNamespace(
        geometry=part({"span": span, "wing_area": area, "mean_chord": chord}),
        mass=part({"cg_x": 0.0, "cg_z": 0.0, **mass}),
        aerodynamics=part({**ZERO, "stall_sharpness": 50.0, **coefficients}),
    )


# The published CD 0.05 and CD_alpha 0.33 at the trim CL of 0.41: with alpha counted from the trim and the
# polar's vertex there, the parabola adds nothing to the slope.
NAVION = airframe(
    span=33.4 * FOOT,
    area=184.0 * FOOT**2,
    chord=5.7 * FOOT,
    mass={
        "reference": 2750.0 * POUND,
        "Ixx": 1048.0 * SLUG_FT2,
        "Iyy": 3000.0 * SLUG_FT2,
        "Izz": 3530.0 * SLUG_FT2,
        "Ixz": 0.0,
    },
    coefficients={
        "CL_0": 0.41,
        "CL_alpha": 4.44,
        "CL_q": 3.8,
        "CL_elevator": 0.355,
        "CD_0": 0.05,
        "CD_alpha": 0.33,
        "CL_min_drag": 0.41,
        "oswald": 0.8,
        "Cm_0": 0.0,
        "Cm_alpha": -0.683,
        "Cm_alphadot": -4.36,
        "Cm_q": -9.96,
        "Cm_elevator": -0.923,
        "CY_beta": -0.564,
        "CY_rudder": 0.157,
        "Cl_beta": -0.074,
        "Cl_p": -0.41,
        "Cl_r": 0.107,
        "Cl_aileron": -0.134,
        "Cl_rudder": 0.0107,
        "Cn_beta": 0.071,
        "Cn_p": -0.0575,
        "Cn_r": -0.125,
        "Cn_aileron": -0.0035,
        "Cn_rudder": -0.072,
    },
)
NAVION_SPEED = 176.0 * FOOT

AEROSONDE = airframe(
    span=2.8956,
    area=0.55,
    chord=0.18994,
    mass={"reference": 11.0, "Ixx": 0.8244, "Iyy": 1.135, "Izz": 1.759, "Ixz": 0.1204},
    coefficients={
        "CL_0": 0.23,
        "CL_alpha": 5.61,
        "CL_q": 7.95,
        "CL_elevator": 0.13,
        "CD_0": 0.0,
        "CD_elevator": 0.0135,
        "oswald": 0.9,
        "Cm_0": 0.0135,
        "Cm_alpha": -2.74,
        "Cm_q": -38.21,
        "Cm_elevator": -0.99,
        "CY_beta": -0.98,
        "CY_aileron": 0.075,
        "CY_rudder": 0.19,
        "Cl_beta": -0.13,
        "Cl_p": -0.51,
        "Cl_r": 0.25,
        "Cl_aileron": 0.17,
        "Cl_rudder": 0.0024,
        "Cn_beta": 0.073,
        "Cn_p": 0.069,
        "Cn_r": -0.095,
        "Cn_aileron": -0.011,
        "Cn_rudder": -0.069,
    },
)
AEROSONDE_DENSITY = 1.2682
