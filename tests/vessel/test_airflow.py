"""The airflow as one state: its random numbers, and that lanes of it become vector code."""

from __future__ import annotations

import platform
import re
from math import pi

import llvmlite.binding as llvm
import numba
import numpy as np
import pytest

from shortdeck.air.pack import pack_turbulence
from shortdeck.air.turbulence import Gusts, advance_turbulence
from shortdeck.catalog.loader import load
from shortdeck.numerics import random
from shortdeck.vessel.airflow import Airflow, advance_airflow, noise_of, place_of, start_airflow
from shortdeck.vessel.airwake import airwake_at
from shortdeck.vessel.airwake_pack import pack_airwake

WIND = 12.0
OPTIONS = {"error_model": "numpy", "fastmath": {"contract"}, "boundscheck": False}


def packed():
    t = pack_turbulence(
        kind="marine", true_wind=WIND, reference_height=30.0, wind_towards=pi, line_heading=0.0, span=14.0
    )
    return t, pack_airwake(
        load("tcg-anadolu").model, wind_over_deck=WIND, wind_angle=0.2, heading=0.0
    )  # fmt: skip


def test_noise_is_the_case_s_own_and_never_used_twice() -> None:
    turbulence = random.draw(7, 3, random.TURBULENCE, 12)
    airwake = random.draw(7, 3, random.AIRWAKE, 8)
    for count in (0, 1):
        noise, wake = noise_of(7.0, 3.0, float(count))
        assert noise == pytest.approx(tuple(turbulence[6 * count : 6 * count + 6]), abs=1e-14)
        assert wake == pytest.approx(tuple(airwake[4 * count : 4 * count + 3]), abs=1e-14)
    assert noise_of(7.0, 4.0, 0.0) != noise_of(7.0, 3.0, 0.0)


def way_in(case: float) -> list[Airflow]:
    """Forty updates of an approach, one every 40 ms."""
    t, a = packed()
    f = start_airflow(t, *noise_of(1.0, case, 0.0), 60.0)
    states = [f]
    for k in range(1, 41):
        place = place_of(a, -160.0 + 1.2 * k, -7.0, -35.0 + 0.1 * k, -3.0)
        f = advance_airflow(
            t, a, f, *noise_of(1.0, case, float(k)), place, -WIND, 0.0, 38.0, 0.01, 0.002, 0.04 * k, 0.04
        )  # fmt: skip
        states.append(f)
    return states


def test_the_same_case_meets_the_same_air_and_another_case_other_air() -> None:
    assert way_in(5.0) == way_in(5.0)
    assert way_in(5.0)[-1] != way_in(6.0)[-1]


def test_the_air_near_the_ship_differs_from_the_gusts_alone() -> None:
    """Turbulence joins the airwake: far out the sum is the gusts, near the ship the headwind is less."""
    far, near = way_in(5.0)[0], way_in(5.0)[-1]
    assert far.north == pytest.approx(-far.gusts.along)
    assert near.north - -near.gusts.along > 0.05 * WIND


@numba.njit(**OPTIONS)
def turbulent_lanes(t, s, out, width):
    for k in range(width):
        g = Gusts(
            s[0, k], s[1, k], s[2, k], s[3, k], s[4, k], s[5, k], s[6, k], s[7, k], 0.0,
            s[8, k], s[9, k], s[10, k], 0.0, 0.0, 0.0,
        )  # fmt: skip
        g = advance_turbulence(t, g, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 20.0 + k, 35.0, 1.0, 0.04)
        out[0, k] = g.u + g.v1 + g.v2 + g.w1 + g.w2 + g.roll + g.pitch_lag + g.yaw_lag
        out[1, k] = g.along + g.across + g.down + g.p + g.q + g.r


@numba.njit(**OPTIONS)
def airwake_lanes(a, s, out, width):
    for k in range(width):
        x, y, z = airwake_at(a, s[0, k], s[1, k], s[2, k], -12.0, 0.0, 0.01, 0.0, (s[3, k], 0.1, 0.2))
        out[0, k] = x + y + z


@pytest.mark.skipif(
    platform.machine() != "x86_64" or not llvm.get_host_cpu_features().get("avx2"),
    reason="looks for AVX2 or AVX-512 instructions",
)
@pytest.mark.parametrize(("lanes", "which", "least"), [(turbulent_lanes, 0, 200), (airwake_lanes, 1, 600)])
def test_a_loop_over_lanes_is_vector_code(lanes, which: int, least: int) -> None:
    state, out = np.ones((11, 8)), np.zeros((2, 8))
    lanes(packed()[which], state, out, 8)
    assert np.isfinite(out).all()
    (text,) = lanes.inspect_asm().values()
    wide = [line for line in text.splitlines() if re.search(r"%[yz]mm", line)]
    assert sum("pd\t" in line for line in wide) >= least
