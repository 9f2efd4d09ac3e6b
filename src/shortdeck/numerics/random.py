"""Random numbers that belong to the case: a counter-based generator for kernels and for numpy.

Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011,
https://doi.org/10.1145/2063384.2063405) turns a 64-bit key and a 128-bit counter into four 32-bit words,
with no state between draws. Here the key is the campaign's seed, and the counter is the draw's index, its
purpose and the case, so that every draw of every case has a counter of its own and can be made in any
order, by any thread or device. It is checked against the known answers published with Random123.

The words travel in 64-bit integers whose upper half is zero: a product of two never overflows, and LLVM
makes packed 32 x 32 -> 64 bit multiplications of it. Seeds and cases are whole numbers below 2^53, purposes
and indices below 2^32, each given as an integer or as the float64 of a parameter row.
"""

from __future__ import annotations

from math import floor, sqrt

import numpy as np
from numpy.typing import NDArray

from shortdeck.errors import InputError
from shortdeck.numerics.elementary import PI, cos, log, sin
from shortdeck.numerics.jit import driver, kernel

# What a draw is for. A number is never used twice, nor changed: results on disk depend on it.
START_ERRORS = 1  # where and how fast an approach begins
SEA = 2  # phases of the wave components
TURBULENCE = 3
AIRWAKE = 4
SENSOR = 5  # noise of relative navigation and air data
GUST = 6  # discrete gusts
FAULT = 7  # which failure, and when
VARIATION = 8  # mass, friction and other values that differ from flight to flight
DECK_CYCLE = 9  # times of deck handling, not of flights
WAVE_FREQUENCY = 10  # where in its cell each wave component lies
CLIMATE = 11  # which sea of a wave climate
RISK_POINT = 12  # standard normal inputs of a flight, in estimates of risk
RISK_STEP = 13  # moves from one flight to the next, in estimates of rare risk
UNKNOWN = 14  # values of numbers that are not known
SENSOR_BIAS = 15  # of a flight's sensors, and when they fail
SENSOR_START = 16  # noise of the sensors when a flight begins

_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)  # multipliers and key increments: Salmon et al., section 3.3
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_BUMP_0 = np.uint64(0x9E3779B9)
_BUMP_1 = np.uint64(0xBB67AE85)
_ONE_BITS = np.uint64(0x3FF0000000000000)  # 1.0 as bits
_TWO_52 = 4503599627370496.0
_TWO_32 = 4294967296.0
_LARGEST = 2**53


@kernel
def _mix(
    k0: np.uint64, k1: np.uint64, a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """One round of Philox4x32."""
    p = _MULTIPLIER_0 * a
    q = _MULTIPLIER_1 * c
    return (q >> _HALF) ^ b ^ k0, q & _WORD, (p >> _HALF) ^ d ^ k1, p & _WORD


@kernel
def random_bits(
    key0: np.uint64, key1: np.uint64, counter0: np.uint64, counter1: np.uint64, counter2: np.uint64,
    counter3: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:  # fmt: skip
    """Four random words of Philox4x32-10; every argument and result is a np.uint64 below 2^32."""
    a, b, c, d = counter0, counter1, counter2, counter3
    k, m = key0, key1
    # Ten rounds spelt out: a loop inside the lane loop would keep it from becoming vector code.
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    a, b, c, d = _mix(k, m, a, b, c, d)
    k, m = (k + _BUMP_0) & _WORD, (m + _BUMP_1) & _WORD
    return _mix(k, m, a, b, c, d)


@kernel
def words_of(number: float) -> tuple[np.uint64, np.uint64]:
    """Lower and upper 32 bits of a whole number below 2^53."""
    # Adding 2^52 leaves the integer in the mantissa: AVX2 has no conversion from float64 to integers.
    x = float(number)
    high = floor(x * (1.0 / _TWO_32))
    low = x - high * _TWO_32
    return (
        np.float64(low + _TWO_52).view(np.uint64) & _WORD,
        np.float64(high + _TWO_52).view(np.uint64) & _WORD,
    )


@kernel
def uniform_of(low: np.uint64, high: np.uint64) -> float:
    """Uniform number in (0, 1) of two words: an odd multiple of 2^-53, of 52 of their 64 bits."""
    mantissa = (high << np.uint64(20)) | (low >> np.uint64(12))
    # 1 + k / 2^52, less 1 - 2^-53: exact, symmetric about a half, never 0 and never 1.
    return np.uint64(mantissa | _ONE_BITS).view(np.float64) - 0.9999999999999999


@kernel
def normals_of(first: float, second: float) -> tuple[float, float]:
    """Two independent standard normal numbers of two uniform ones in (0, 1), after Box and Muller (1958).

    https://doi.org/10.1214/aoms/1177706645. The radius reaches 8.57, that of a uniform number of 2^-53.
    """
    radius = sqrt(max(-2.0 * log(first), 0.0))
    angle = 2.0 * PI * second
    return radius * cos(angle), radius * sin(angle)


@kernel
def uniforms(seed: float, case: float, purpose: float, index: float) -> tuple[float, float]:
    """Draw number ``index`` of a case and purpose: two uniform numbers in (0, 1)."""
    key0, key1 = words_of(seed)
    case_low, case_high = words_of(case)
    what, _ = words_of(purpose)
    count, _ = words_of(index)
    a, b, c, d = random_bits(key0, key1, count, what, case_low, case_high)
    return uniform_of(a, b), uniform_of(c, d)


@kernel
def normals(seed: float, case: float, purpose: float, index: float) -> tuple[float, float]:
    """Draw number ``index`` of a case and purpose: two standard normal numbers."""
    first, second = uniforms(seed, case, purpose, index)
    return normals_of(first, second)


@driver
def _fill_uniforms(seed: float, case: float, purpose: float, out: NDArray[np.float64]) -> None:
    for k in range(out.shape[0]):
        out[k, 0], out[k, 1] = uniforms(seed, case, purpose, float(k))


@driver
def _fill_normals(
    seed: float, cases: NDArray[np.float64], purpose: float, out: NDArray[np.float64]
) -> None:
    for i in range(cases.shape[0]):
        for k in range(out.shape[1]):
            out[i, k, 0], out[i, k, 1] = normals(seed, cases[i], purpose, float(k))


def _whole(name: str, value: int, limit: int) -> float:
    if isinstance(value, bool) or not 0 <= value < limit or value != int(value):
        raise InputError(f"{name} {value}: a whole number from 0 to {limit - 1} is needed")
    return float(value)


def _pairs(seed: int, case: int, purpose: int, count: int) -> tuple[float, float, float, NDArray[np.float64]]:
    numbers = np.empty(((int(_whole("number of draws", count, 2**33)) + 1) // 2, 2))
    return (
        _whole("seed", seed, _LARGEST), _whole("case", case, _LARGEST), _whole("purpose", purpose, 2**32),
        numbers,
    )  # fmt: skip


def draw(seed: int, case: int, purpose: int, count: int) -> NDArray[np.float64]:
    """The first ``count`` standard normal numbers of a case and purpose: those of ``normals`` in order.

    Seed and case are whole numbers from 0 to 2^53 - 1; the purpose is one of this module's constants.
    """
    seed_, case_, purpose_, pairs = _pairs(seed, case, purpose, count)
    _fill_normals(seed_, np.array([case_]), purpose_, pairs[None])
    return pairs.ravel()[:count]


def draw_cases(seed: int, cases: NDArray[np.int64], purpose: int, count: int) -> NDArray[np.float64]:
    """What ``draw`` gives for each of these cases, shape (cases, count)."""
    first, last = (int(cases.min()), int(cases.max())) if len(cases) else (0, 0)
    _whole("case", first, _LARGEST)
    seed_, _, purpose_, pairs = _pairs(seed, last, purpose, count)
    out = np.empty((len(cases), *pairs.shape))
    _fill_normals(seed_, cases.astype(float), purpose_, out)
    return out.reshape(len(cases), -1)[:, :count]


def draw_uniform(seed: int, case: int, purpose: int, count: int) -> NDArray[np.float64]:
    """The first ``count`` uniform numbers in (0, 1) of a case and purpose: those of ``uniforms``."""
    seed_, case_, purpose_, pairs = _pairs(seed, case, purpose, count)
    _fill_uniforms(seed_, case_, purpose_, pairs)
    return pairs.ravel()[:count]
