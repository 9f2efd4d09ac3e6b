"""Random numbers: distribution to the tails, independence, the same bits everywhere, vector code."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from math import exp

import llvmlite.binding as llvm
import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from shortdeck.errors import InputError
from shortdeck.numerics import jit, random
from shortdeck.numerics.random import draw, draw_uniform, normals, normals_of, uniform_of, uniforms, words_of

Array = NDArray[np.float64]
PURPOSES = {
    name: value
    for name, value in vars(random).items()
    if name.isupper() and name != "PI" and not name.startswith("_")
}


def fly(seed: float, cases: Array, purpose: float, index: float, out: Array) -> None:
    """A draw in every lane, as a batch of flights makes it."""
    for lane in range(cases.shape[0]):
        out[0, lane], out[1, lane] = normals(seed, cases[lane], purpose, index)


lanes = numba.njit(**jit._OPTIONS)(fly)


def first_draws(purpose: float, *, cases: int, seed: float = 1.0, index: float = 0.0) -> Array:
    out = np.empty((2, cases))
    lanes(seed, np.arange(float(cases)), purpose, index, out)
    return out


# --- the distribution


def test_moments_and_kolmogorov_smirnov() -> None:
    n = 1_000_000
    x = draw(1, 0, random.SENSOR, n)
    # Standard errors of the first four moments of n standard normals: 1, 2, 15, 96 over n, square roots.
    for power, value, variance in ((1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)):
        assert abs(np.mean(x**power) - value) < 4.0 * (variance / n) ** 0.5
    assert stats.kstest(x, "norm").pvalue > 1e-3
    assert stats.kstest(draw_uniform(1, 0, random.SENSOR, n), "uniform").pvalue > 1e-3


def test_the_same_over_cases_as_within_one() -> None:
    x = first_draws(random.SEA, cases=500_000)
    for values in x:
        assert stats.kstest(values, "norm").pvalue > 1e-3


def test_sampled_tails() -> None:
    n = 10_000_000
    x = np.abs(draw(1, 0, random.TURBULENCE, n))
    for sigma in (3.0, 4.0, 4.5, 5.0):
        expected = 2.0 * stats.norm.sf(sigma) * n
        low, high = stats.poisson.interval(0.9999, expected)
        assert low <= np.count_nonzero(x > sigma) <= high
    assert np.count_nonzero(x > 5.0) > 0


def share_above(sigma: float, angle: float) -> float:
    """Share of all 2^52 first words whose normal number exceeds ``sigma``, at one value of the second."""
    low, high = -1, 2**52  # number k exceeds sigma, number k + 1 does not
    while high - low > 1:
        k = (low + high) // 2
        above = normals_of((2 * k + 1) * 2.0**-53, angle)[0] > sigma
        low, high = (k, high) if above else (low, k)
    return (low + 1) * 2.0**-52


@pytest.mark.parametrize("sigma", [2.0, 4.0, 5.0, 6.0, 7.0])
def test_tails_over_the_whole_space_of_words(sigma: float) -> None:
    angles = (np.arange(512) + 0.5) / 512.0  # the integrand is smooth and periodic
    share = np.mean([share_above(sigma, angle) for angle in angles])
    assert share == pytest.approx(stats.norm.sf(sigma), rel=2e-3 if sigma > 6.5 else 1e-5)


def test_extreme_words() -> None:
    zero, ones = np.uint64(0), np.uint64(0xFFFFFFFF)
    assert uniform_of(zero, zero) == 2.0**-53
    assert uniform_of(ones, ones) == 1.0 - 2.0**-53
    assert uniform_of(zero, np.uint64(0x80000000)) == 0.5 + 2.0**-53
    assert uniform_of(np.uint64(0xFFF), zero) == 2.0**-53  # the last 12 bits are not used
    assert uniform_of(np.uint64(0x1000), zero) == 3.0 * 2.0**-53
    for sigma in (4.0, 6.0, 8.0):
        assert normals_of(exp(-0.5 * sigma**2), 2.0**-53)[0] == pytest.approx(sigma, rel=1e-12)
        assert normals_of(exp(-0.5 * sigma**2), 0.75)[1] == pytest.approx(-sigma, rel=1e-12)
    assert max(np.abs(normals_of(2.0**-53, 2.0**-53))) == pytest.approx(8.5717, abs=1e-3)
    assert np.all(np.isfinite(normals_of(1.0 - 2.0**-53, 1.0 - 2.0**-53)))


# --- independence


def test_neighbours_are_not_correlated() -> None:
    n = 200_000
    base = first_draws(random.SEA, cases=n)
    others = {
        "purpose": first_draws(random.TURBULENCE, cases=n),
        "index": first_draws(random.SEA, cases=n, index=1.0),
        "seed": first_draws(random.SEA, cases=n, seed=2.0),
        "case": np.roll(base, 1, axis=1),
        "pair": base[::-1],
    }
    for name, other in others.items():
        for x, y in zip(base, other, strict=True):
            assert abs(np.corrcoef(x, y)[0, 1]) < 4.0 / n**0.5, name
            assert abs(np.corrcoef(x**2, y**2)[0, 1]) < 4.0 / n**0.5, name


def test_serial_correlation_within_a_case() -> None:
    x = draw(1, 7, random.TURBULENCE, 200_000)
    for lag in range(1, 9):
        assert abs(np.corrcoef(x[lag:], x[:-lag])[0, 1]) < 4.0 / len(x) ** 0.5


@pytest.mark.parametrize("argument", range(4))
def test_every_bit_of_every_argument_stirs_half_of_the_bits(argument: int) -> None:
    start = [123456789, 987654, random.SEA, 4242]
    before = np.array(uniforms(*start)).view(np.uint64)
    for bit in range(32 if argument > 1 else 53):
        changed = list(start)
        changed[argument] ^= 1 << bit
        after = np.array(uniforms(*changed)).view(np.uint64)
        # Mantissas have 52 bits, and the place of the first one is not random: about 26 each differ.
        stirred = [int(x).bit_count() for x in before ^ after]
        assert all(8 <= count <= 45 for count in stirred), (argument, bit)


def test_purposes_differ_and_number_no_two_alike() -> None:
    assert len(PURPOSES) >= 5
    assert len(set(PURPOSES.values())) == len(PURPOSES)
    first = {draw(1, 0, value, 1)[0] for value in PURPOSES.values()}
    assert len(first) == len(PURPOSES)


# --- the same bits


def test_any_order_any_width_any_entry() -> None:
    whole = first_draws(random.SENSOR, cases=1000, index=3.0)
    for width in (1, 7, 8, 64):
        out = np.empty((2, width))
        for start in (0, 500, 993 - width):
            lanes(1.0, np.arange(float(start), start + width), random.SENSOR, 3.0, out)
            assert np.array_equal(out, whole[:, start : start + width])
    for case in (0, 1, 999):
        assert np.array_equal(draw(1, case, random.SENSOR, 8)[6:], whole[:, case])
        assert np.array_equal(normals(1, case, random.SENSOR, 3), whole[:, case])
        assert np.array_equal(normals(1.0, float(case), 5.0, 3.0), whole[:, case])


def test_an_odd_count_is_the_beginning_of_an_even_one() -> None:
    assert np.array_equal(draw(3, 4, random.SEA, 7), draw(3, 4, random.SEA, 100)[:7])
    assert np.array_equal(draw_uniform(3, 4, random.SEA, 7), draw_uniform(3, 4, random.SEA, 8)[:7])
    assert draw(3, 4, random.SEA, 0).shape == (0,)


def test_plain_python_draws_the_same() -> None:
    text = "from shortdeck.numerics.random import draw, draw_uniform; "
    text += "print(*[float(x).hex() for f in (draw_uniform, draw) for x in f(5, 2**52 + 1, 3, 20)])"
    values = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", text], env=values, capture_output=True, text=True, check=True
    )
    plain = np.array([float.fromhex(word) for word in done.stdout.split()])
    assert np.array_equal(plain[:20], draw_uniform(5, 2**52 + 1, 3, 20))
    assert plain[20:] == pytest.approx(draw(5, 2**52 + 1, 3, 20), abs=1e-13)  # fused or not


@pytest.mark.parametrize("number", [0, 1, 2**32 - 1, 2**32, 2**32 + 1, 2**52 + 3, 2**53 - 1])
def test_words_of_a_whole_number(number: int) -> None:
    low, high = words_of(float(number))
    assert int(low) + 2**32 * int(high) == number


@pytest.mark.parametrize(
    ("seed", "case", "purpose", "count"),
    [
        (-1, 0, 1, 1),
        (2**53, 0, 1, 1),
        (0, 2**53, 1, 1),
        (0, 0, 2**32, 1),
        (0, 0.5, 1, 1),
        (0, 0, 1, -1),
        (float("nan"), 0, 1, 1),
    ],
)
def test_numbers_without_a_stream_are_refused(seed: int, case: int, purpose: int, count: int) -> None:
    with pytest.raises(InputError, match="whole number from 0 to"):
        draw(seed, case, purpose, count)


# --- speed


@pytest.mark.skipif(
    platform.machine() != "x86_64" or not llvm.get_host_cpu_features().get("avx2"),
    reason="looks for AVX2 or AVX-512 instructions",
)
def test_a_loop_over_lanes_is_vector_code() -> None:
    first_draws(random.SEA, cases=8)
    (text,) = lanes.inspect_asm().values()
    wide = [line for line in text.splitlines() if re.search(r"%[yz]mm", line)]
    # Ten rounds of two products; square root, logarithm and two sines.
    assert sum("vpmuludq" in line for line in wide) >= 18
    assert sum("vsqrtpd" in line for line in wide) >= 1
    assert sum(re.search(r"vfn?madd\d+pd|vfn?msub\d+pd", line) is not None for line in wide) >= 20
