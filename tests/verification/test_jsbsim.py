"""The same airframe, flown open loop through the same doublets here and in JSBSim."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from shortdeck.air.atmosphere import GRAVITY, SEA_LEVEL_DENSITY
from shortdeck.flight.rigid_body import Body
from shortdeck.numerics.rotation import from_euler
from tests.verification import jsbsim_peer as peer
from tests.verification.airframes import AEROSONDE, AEROSONDE_DENSITY, NAVION, NAVION_SPEED
from tests.verification.openloop import attached_aerodynamics, fly, reference_inertia

STEP = 0.005
DURATION = 20.0
EVERY = 0.05
FLOOR = dict.fromkeys("uvw", 0.02) | dict.fromkeys("pqr", 0.005)
FLOOR |= dict.fromkeys(("roll", "pitch", "yaw"), 0.001)


def doublet(time: float, start: float, height: float) -> float:
    """+height for one second from ``start``, -height for the next."""
    # Half a microsecond decides for which side of an edge a rounded time counts.
    return height * ((start <= time + 5e-7 < start + 1.0) - (start + 1.0 <= time + 5e-7 < start + 2.0))


def doublets(trim_elevator: float, height: float):
    """Elevator, aileron and rudder, one after the other."""

    def controls(time: float) -> peer.Controls:
        return peer.Controls(
            elevator=trim_elevator + doublet(time, 1.0, 0.5 * height),
            aileron=doublet(time, 6.0, height),
            rudder=doublet(time, 11.0, height),
        )

    return controls


CASES = {
    "navion": (NAVION, peer.Start(u=NAVION_SPEED), 0.0, SEA_LEVEL_DENSITY, 1400.0),
    "aerosonde": (
        AEROSONDE,
        peer.Start(u=24.97, w=1.2521, pitch=0.050107),
        -0.125044,
        AEROSONDE_DENSITY,
        6.0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_open_loop_flight_agrees_with_jsbsim(name: str, tmp_path: Path) -> None:
    model: SimpleNamespace
    model, start, elevator, density, thrust = CASES[name]
    controls = doublets(elevator, 0.04)
    theirs = peer.fly(
        model,
        tmp_path,
        start,
        controls,
        thrust=thrust,
        density=density,
        gravity=GRAVITY,
        duration=DURATION,
        every=EVERY,
    )
    quaternion = from_euler(start.roll, start.pitch, start.yaw)
    body = level_body(start, quaternion)
    schedule = np.array([controls(k * STEP) for k in range(round(DURATION / STEP))])
    aero, inertia = attached_aerodynamics(model), reference_inertia(model)
    ours = fly(body, aero, inertia, schedule, thrust, density, GRAVITY, STEP)[:: round(EVERY / STEP)]
    for channel, history in zip(peer.CHANNELS, ours.T, strict=True):
        expected = theirs[channel]
        allowed = max(0.01 * np.ptp(expected), FLOOR[channel])
        assert np.abs(history - expected).max() < allowed, channel
    assert np.ptp(theirs["roll"]) > 0.05, "the doublets must stir every axis"
    assert np.ptp(theirs["q"]) > 0.05


def level_body(start: peer.Start, quaternion: tuple[float, float, float, float]) -> Body:
    """The kernel's state of a start in pitch only."""
    c, s = np.cos(start.pitch), np.sin(start.pitch)
    north, down = c * start.u + s * start.w, -s * start.u + c * start.w
    return Body(0.0, 0.0, 0.0, north, 0.0, down, *quaternion, *([0.0] * 9))
