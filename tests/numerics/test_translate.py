"""Kernels compiled once more, by another compiler or in float32: the same text, the asked precision."""

from __future__ import annotations

import inspect
import math
from typing import NamedTuple

import numba
import numpy as np
import pytest

from shortdeck.numerics import elementary
from shortdeck.numerics.elementary import atan2, cos, exp, fourth_root, log, sin
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.random import normals
from shortdeck.numerics.translate import Translation, single

FACTOR = 0.1
WEIGHTS = (0.25, 0.75)


class Pair(NamedTuple):
    a: float
    b: float


@kernel
def inner(x: float) -> float:
    return FACTOR * x + WEIGHTS[1] * 1.5


@kernel
def outer(p: Pair) -> Pair:
    total: float = inner(p.a) + float(p.b) / 3.0
    return Pair(total if total > 1e-300 else 0.0, max(p.a, 1e-300))


@kernel
def functions(x: float) -> tuple[float, float, float, float, float, float]:
    return sin(x), cos(x), exp(x), log(x), atan2(x, 2.0), fourth_root(x, 1.0 / x)


@kernel
def noise(index: float) -> float:
    first, second = normals(1.0, 2.0, 3.0, index)
    return 0.5 * first + 0.5 * second


@kernel
def through_a_module(x: float) -> float:
    return elementary.smoothstep(x) * math.sqrt(x)


@kernel
def is_lost(x: float) -> bool:
    return not math.isfinite(x * 2.0)


@pytest.fixture(scope="module")
def in_single() -> Translation:
    return Translation(kernel, single=True)


def test_no_float64_is_left_in_float32(in_single: Translation) -> None:
    twin = in_single(outer)
    found = twin(Pair(np.float32(2.0), np.float32(1.0)))
    (signature,) = twin.signatures
    returned = twin.overloads[signature].signature.return_type
    assert set(returned.types) == {numba.float32}
    assert found.a == pytest.approx(0.2 + 1.125 + 1.0 / 3.0, rel=1e-6)
    assert "double" not in next(iter(twin.inspect_llvm().values())).split("define")[1]


def test_kernels_called_through_their_module_are_translated_too(in_single: Translation) -> None:
    twin = in_single(through_a_module)
    found = twin(np.float32(0.7))
    assert isinstance(found, float)
    assert twin.overloads[twin.signatures[0]].signature.return_type is numba.float32
    assert found == pytest.approx(through_a_module(0.7), rel=1e-6)
    seen: list[str] = []

    def compiler(function: object) -> object:
        seen.append(function.__name__)  # type: ignore[attr-defined]
        return kernel(function)  # type: ignore[type-var]

    Translation(compiler)(through_a_module)
    assert seen == ["smoothstep", "through_a_module"]


def test_float64_is_the_same_bits() -> None:
    twin = Translation(kernel)(outer)
    for a in (0.1, 2.0, 3e5):
        assert twin(Pair(a, 0.7)) == outer(Pair(a, 0.7))


def test_elementary_functions_in_float32(in_single: Translation) -> None:
    twin = in_single(functions)
    for x in (0.1, 0.9, 3.0, 20.0):
        assert twin(np.float32(x)) == pytest.approx(functions(x), rel=1e-5)
    assert set(twin.overloads[twin.signatures[0]].signature.return_type.types) == {numba.float32}


def test_draws_are_those_of_float64_to_rounding(in_single: Translation) -> None:
    twin = in_single(noise)
    for index in range(200):
        assert twin(np.float32(index)) == pytest.approx(noise(float(index)), rel=2e-6, abs=2e-6)


def test_guards_and_large_numbers_stay_on_their_side() -> None:
    assert single(1e-300) > 0.0
    assert single(-1e-300) < 0.0
    assert single(0.0) == 0.0
    assert np.isfinite(single(1e300))
    assert single(1e9) == 1e9  # the time of an event that did not happen


def test_what_is_not_finite_is_still_found(in_single: Translation) -> None:
    twin = in_single(is_lost)
    assert twin(np.float32(np.inf))
    assert twin(np.float32(np.nan))
    assert not twin(np.float32(1.0))


def test_a_function_is_compiled_once() -> None:
    seen = []

    def compiler(function: object) -> object:
        seen.append(function)
        return kernel(function)  # type: ignore[type-var]

    translate = Translation(compiler)
    assert translate(outer) is translate(outer)
    assert [f.__name__ for f in seen] == ["inner", "outer"]  # type: ignore[attr-defined]


def test_errors_point_at_the_original_line(in_single: Translation) -> None:
    twin = in_single(inner)
    assert twin.py_func.__code__.co_filename == __file__
    lines, first = inspect.getsourcelines(inner.py_func)  # type: ignore[attr-defined]
    assert first <= twin.py_func.__code__.co_firstlineno < first + len(lines)
