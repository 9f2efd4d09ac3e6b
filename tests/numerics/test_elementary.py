"""The kernels' elementary functions against the C library's, on the ranges that they state."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortdeck.numerics import elementary as e

ANGLES = st.floats(-1e4, 1e4)
# Smaller than 1e-290 counts as nothing: the quotient is kept from dividing by zero there.
ANY = st.floats(-1e6, 1e6).map(lambda x: x if abs(x) > 1e-290 else 0.0)


@settings(deadline=None)  # the first call compiles
@given(ANGLES)
def test_sine_and_cosine(x: float) -> None:
    assert e.sin(x) == pytest.approx(math.sin(x), abs=1e-12)
    assert e.cos(x) == pytest.approx(math.cos(x), abs=2e-12)  # pi/2 is added first, and rounded


@pytest.mark.parametrize("k", [-3, -2, -1, 0, 1, 2, 3])
def test_sine_where_its_period_is_folded(k: int) -> None:
    for x in (k * math.pi / 2.0 + d for d in (-1e-9, 0.0, 1e-9)):
        assert e.sin(x) == pytest.approx(math.sin(x), abs=1e-14)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-60.0, 60.0))
def test_exponential(x: float) -> None:
    assert e.exp(x) == pytest.approx(math.exp(x), rel=1e-12)


def test_exponential_holds_its_argument() -> None:
    assert e.exp(1e9) == e.exp(60.0)
    assert e.exp(-1e9) == e.exp(-60.0)
    assert e.exp(0.0) == 1.0


@settings(deadline=None)  # the first call compiles
@given(st.floats(1e-300, 1e300))
def test_logarithm(x: float) -> None:
    assert e.log(x) == pytest.approx(math.log(x), rel=1e-12, abs=1e-12)


@settings(deadline=None)  # the first call compiles
@given(st.floats(0.01, 100.0), st.floats(-6.0, 6.0))
def test_power(x: float, exponent: float) -> None:
    assert e.power(x, exponent) == pytest.approx(x**exponent, rel=1e-11)


@settings(deadline=None)  # the first call compiles
@given(ANY, ANY)
def test_angle_of_a_point(y: float, x: float) -> None:
    assert e.atan2(y, x) == pytest.approx(math.atan2(y + 0.0, x + 0.0), abs=1e-12)


@pytest.mark.parametrize(("y", "x"), [(0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 0.0)])
def test_angle_on_the_axes(y: float, x: float) -> None:
    assert e.atan2(y, x) == pytest.approx(math.atan2(y, x), abs=1e-15)


def test_clip_and_smoothstep() -> None:
    assert [e.clip(x, -1.0, 2.0) for x in (-3.0, 0.5, 9.0)] == [-1.0, 0.5, 2.0]
    assert [e.smoothstep(x) for x in (-1.0, 0.0, 0.5, 1.0, 3.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]
    rise = np.diff([e.smoothstep(x) for x in np.linspace(0.0, 1.0, 50)])
    assert (rise > 0.0).all()


@settings(deadline=None)  # the first call compiles
@given(st.floats(-0.06, 0.06))
def test_inverse_root_without_a_root(x: float) -> None:
    assert e.root_inverse(x) == pytest.approx(1.0 / math.sqrt(1.0 + x), rel=2e-12)


@pytest.mark.parametrize(("x", "error"), [(0.2, 2e-8), (0.33, 3e-6), (0.4, 2e-5), (-0.2, 1e-7), (-0.4, 2e-4)])
def test_inverse_root_loses_accuracy_slowly(x: float, error: float) -> None:
    assert e.root_inverse(x) == pytest.approx(1.0 / math.sqrt(1.0 + x), rel=error)


@settings(deadline=None)  # the first call compiles
@given(st.floats(1e-20, 1.0))
def test_fourth_root(x: float) -> None:
    assert e.fourth_root(x, 1.0 / x) == pytest.approx(x**0.25, rel=1e-12)
