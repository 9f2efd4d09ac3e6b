"""Blade elements against a full-scale propeller in the wind tunnel.

NACA Report 640 (Hartman and Biermann 1938), three blades 5868-9 (Clark Y), 10 ft, in front of a nacelle;
thrust coefficient T/(rho n^2 D^4) and power coefficient P/(rho n^3 D^5) over J = V/(n D) at blade angles
of 15 to 30 degrees at 75 % radius, read from the digitised curves of the report's charts in
https://github.com/adamsmietanka/propeller-mesher (CT from the charts of CP and efficiency).
Chord (activity factor 90) and twist are estimates; lift slope, drag and stall are fitted, five numbers for
48 measured ones.
"""

from __future__ import annotations

import math

import pytest

from shortdeck.airframe.propulsion import pack_propulsion
from shortdeck.airframe.propulsion_steady import steady_at_thrust
from shortdeck.catalog.loader import load

DIAMETER = 3.048  # m
TURNS = 1000.0 / 60.0  # 1/s

# blade angle in degrees, J, CT, CP
MEASURED = [
    (15, 0.0, 0.1166, 0.0588),
    (15, 0.2, 0.1053, 0.0569),
    (15, 0.4, 0.0798, 0.0498),
    (15, 0.6, 0.0433, 0.0338),
    (20, 0.0, 0.1448, 0.0889),
    (20, 0.2, 0.1388, 0.0881),
    (20, 0.4, 0.1205, 0.0847),
    (20, 0.6, 0.0890, 0.0728),
    (20, 0.8, 0.0497, 0.0480),
    (25, 0.0, 0.1693, 0.1498),
    (25, 0.2, 0.1566, 0.1365),
    (25, 0.4, 0.1479, 0.1268),
    (25, 0.6, 0.1303, 0.1165),
    (25, 0.8, 0.0964, 0.0994),
    (25, 1.0, 0.0586, 0.0696),
    (25, 1.2, 0.0156, 0.0253),
    (30, 0.0, 0.1730, 0.2106),
    (30, 0.2, 0.1651, 0.1964),
    (30, 0.4, 0.1610, 0.1830),
    (30, 0.6, 0.1539, 0.1702),
    (30, 0.8, 0.1394, 0.1569),
    (30, 1.0, 0.1079, 0.1350),
    (30, 1.2, 0.0705, 0.0998),
    (30, 1.4, 0.0287, 0.0502),
]


@pytest.fixture(scope="module")
def propeller():
    model = load("bayraktar-tb3").model
    numbers = {
        "diameter": f"{DIAMETER} m", "blades": 3, "chord": f"{0.0577 * DIAMETER} m", "twist": "28 deg",
        "speed": f"{60 * TURNS} rpm", "section_lift_slope": 5.2, "section_CL_0": 0.33,
        "section_CL_max": 1.3, "section_CD_min": 0.016, "section_CD_k": 0.03,
    }  # fmt: skip
    raw = {name: {"value": value} for name, value in numbers.items()}
    kept = {name: getattr(model.propeller, name) for name in type(model.propeller).model_fields}
    kept = {n: (q if n == "sense" else {"value": q.text}) for n, q in kept.items()}
    built = type(model.propeller).model_validate(kept | raw)
    return pack_propulsion(model.model_copy(update={"propeller": built}))


def coefficients(propeller, angle, J):
    """CT and CP at a blade angle held by both stops."""
    held = propeller._replace(pitch_min=math.radians(angle), pitch_max=math.radians(angle))
    s = steady_at_thrust(held, 1e9, J * TURNS * DIAMETER, 1.225)
    return s.thrust / (1.225 * TURNS**2 * DIAMETER**4), s.power / (1.225 * TURNS**3 * DIAMETER**5)


@pytest.mark.parametrize(("angle", "J", "CT", "CP"), MEASURED)
def test_thrust_and_power(propeller, angle, J, CT, CP):
    ct, cp = coefficients(propeller, angle, J)
    assert ct == pytest.approx(CT, abs=0.016)
    assert cp == pytest.approx(CP, abs=0.016)


@pytest.mark.parametrize("angle", [15, 20, 25, 30])
def test_best_efficiency(propeller, angle):
    measured = max(CT * J / CP for a, J, CT, CP in MEASURED if a == angle)
    computed = 0.0
    for i in range(30, 150):
        ct, cp = coefficients(propeller, angle, i / 100)
        computed = max(computed, ct * i / 100 / cp if ct > 0.0 else 0.0)
    assert computed == pytest.approx(measured, abs=0.05)
