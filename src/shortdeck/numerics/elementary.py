"""Elementary functions as branch-free polynomials, so that LLVM can vectorise the loops they stand in.

The C library's versions are calls, and one call turns a whole loop scalar. Absolute error below 1e-13 on
the stated ranges (tested against the C library).
"""

from __future__ import annotations

from math import floor

import numpy as np

from shortdeck.numerics.jit import kernel

PI = 3.141592653589793
_PI_HIGH = 3.1415926218032837  # pi split in two, so that k * pi is subtracted without rounding
_PI_LOW = 3.178650954705639e-08
_LN2 = 0.6931471805599453


@kernel
def sin(x: float) -> float:
    """Sine of an angle in radians, abs(x) < 1e4."""
    k = floor(x * (1.0 / PI) + 0.5)
    r = (x - k * _PI_HIGH) - k * _PI_LOW
    s = 1.0 - 2.0 * (k - 2.0 * floor(0.5 * k))
    z = r * r
    # Chebyshev fit of (sin r / r - 1) / r^2 on [0, pi/2].
    p = -2.50519679408108e-08 + z * (1.6050833177825228e-10 + z * -7.406564749385393e-13)
    p = 0.008333333333323211 + z * (-0.00019841269835736645 + z * (2.7557317969626448e-06 + z * p))
    return s * (r + r * z * (-0.1666666666666663 + z * p))


@kernel
def cos(x: float) -> float:
    """Cosine of an angle in radians, abs(x) < 1e4."""
    return sin(x + 0.5 * PI)


@kernel
def exp(x: float) -> float:
    """Exponential, its argument held to [-60, 60]; relative error below 1e-12."""
    y = min(max(x, -60.0), 60.0) * (1.0 / 256.0)
    p = 1.0 / 5040.0 + y * (1.0 / 40320.0 + y * (1.0 / 362880.0 + y * (1.0 / 3628800.0)))
    p = 1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0 + y * (1.0 / 720.0 + y * p)))
    p = 1.0 + y * (1.0 + y * (0.5 + y * p))
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


@kernel
def log(x: float) -> float:
    """Natural logarithm of a normal positive number."""
    bits = np.float64(x).view(np.int64)
    exponent = (bits >> np.int64(52)) - np.int64(1023)
    mantissa = np.int64((bits & np.int64(0x000FFFFFFFFFFFFF)) | np.int64(0x3FF0000000000000)).view(np.float64)
    high = mantissa > 1.4142135623730951
    m = 0.5 * mantissa if high else mantissa
    e = float(exponent) + (1.0 if high else 0.0)
    t = (m - 1.0) / (m + 1.0)
    z = t * t
    p = 1.0 / 13.0 + z * (1.0 / 15.0 + z * (1.0 / 17.0 + z * (1.0 / 19.0)))
    p = 1.0 / 5.0 + z * (1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0 + z * p)))
    return e * _LN2 + 2.0 * t * (1.0 + z * (1.0 / 3.0 + z * p))


@kernel
def power(x: float, exponent: float) -> float:
    """x to a real power, x > 0."""
    return exp(exponent * log(x))


@kernel
def atan2(y: float, x: float) -> float:
    """Angle of the point (x, y), in (-pi, pi]; 0 at the origin."""
    ay = abs(y)
    ax = abs(x)
    big = max(ax, ay)
    small = min(ax, ay)
    # Above pi/8 the angle to pi/4 is taken instead: one division serves both.
    high = small > 0.41421356237309503 * big
    t = (small - big if high else small) / (small + big if high else max(big, 1e-300))
    z = t * t
    # Chebyshev fit of (atan t / t - 1) / t^2 on [0, tan(pi/8)].
    p = -0.06551721040674516 + z * (0.051717424355065995 + z * -0.02727511838436388)
    p = 0.11111090068896798 + z * (-0.09090265540427553 + z * (0.07681163869888723 + z * p))
    p = -0.3333333333333094 + z * (0.19999999997791806 + z * (-0.1428571393928757 + z * p))
    a = (0.25 * PI if high else 0.0) + (t + t * z * p)
    a = 0.5 * PI - a if ay > ax else a
    a = PI - a if x < 0.0 else a
    return -a if y < 0.0 else a


@kernel
def root_inverse(x: float) -> float:
    """1/sqrt(1 + x) without a root or a division; relative error 1e-12 for abs(x) < 0.06, 3e-5 at 0.4."""
    p = -0.20947265625 + x * (0.196380615234375 + x * -0.1854705810546875)
    p = -0.3125 + x * (0.2734375 + x * (-0.24609375 + x * (0.2255859375 + x * p)))
    return 1.0 + x * (-0.5 + x * (0.375 + x * p))


@kernel
def fourth_root(x: float, inverse: float) -> float:
    """x to the power 1/4, of a normal number whose inverse is at hand; relative error below 1e-13."""
    # A single-precision guess costs a third of a double root; one Newton step squares its error of 1e-7.
    y = np.float64(np.sqrt(np.sqrt(np.float32(x))))
    y2 = y * y
    return y * (1.25 - 0.25 * inverse * (y2 * y2))


@kernel
def pick(condition: bool, yes: float, no: float) -> float:
    """``yes`` where the condition holds, else ``no``.

    Both are read before the choice: LLVM makes a choice between two loads one load from a chosen place, which
    is no vector code.
    """
    return yes if condition else no


@kernel
def clip(x: float, low: float, high: float) -> float:
    """x held to [low, high]."""
    return min(max(x, low), high)


@kernel
def smoothstep(x: float) -> float:
    """0 below 0, 1 above 1, with a continuous slope between."""
    t = min(max(x, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)
