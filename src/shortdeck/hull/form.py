"""A hull from its particulars: a surface in closed form, panelled for the hydrodynamics.

Half-breadth at x forward of midship and z up from the waterline, with u = |2x/L|:

    y(x, z) = (B/2) (1 - u^n) (1 - |z/T|^m(x)),      m/(m + 1) = s(x) = s_mid - (s_mid - s_end) u^q

The exponent n gives the waterplane coefficient Cwp = n/(n + 1), separately fore and aft; the fullness s(x)
of the sections falls from the midship coefficient to that of the ends such that the block coefficient comes
out. With ``asymmetry`` 0 and ``midship`` = Cb/Cwp it is the mathematical hull (1 - u^n)(1 - |z/T|^m).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from shortdeck.errors import InputError

END_FULLNESS = 0.35
"""Fullness of the sections at the very ends: hollow V. They are so small that it hardly counts."""

Real = NDArray[np.float64]


class Form(NamedTuple):
    """Particulars of a parametric hull, SI."""

    length: float  # waterline
    beam: float
    draught: float
    block: float  # Cb
    waterplane: float  # Cwp
    midship: float  # Cm
    asymmetry: float = 0.08  # of Cwp: the after half has Cwp + asymmetry, the fore half Cwp - asymmetry


def _exponents(form: Form) -> tuple[float, float]:
    """Waterline exponents of the after and the fore half."""
    halves = (form.waterplane + form.asymmetry, form.waterplane - form.asymmetry)
    if not all(0.3 < c < 0.97 for c in halves):
        raise InputError(
            f"a waterplane coefficient of {form.waterplane:.3f} is outside the parametric hull's "
            f"{0.3 + form.asymmetry:.2f} to {0.97 - form.asymmetry:.2f}"
        )
    return halves[0] / (1.0 - halves[0]), halves[1] / (1.0 - halves[1])


def section_exponent(form: Form) -> float:
    """q: how the fullness of the sections falls towards the ends, so that the block coefficient is met.

    Infinite for sections of one fullness. Refuses particulars that no q can meet.
    """
    mean = form.block / form.waterplane
    if abs(form.midship - mean) < 1e-9:
        return float("inf")
    wanted = (form.midship - mean) / (form.midship - END_FULLNESS)

    def excess(log_q: float) -> float:
        q = float(np.exp(log_q))
        # Mean of u^q over the waterplane: integral of (1 - u^n) u^q over both halves.
        share = sum(0.5 * (1.0 / (q + 1.0) - 1.0 / (q + n + 1.0)) for n in _exponents(form))
        return share / form.waterplane - wanted

    low, high = np.log(0.05), np.log(200.0)
    if not excess(high) < 0.0 < excess(low):
        raise InputError(
            f"no parametric hull has block {form.block:.3f}, waterplane {form.waterplane:.3f} and midship "
            f"coefficient {form.midship:.3f} at once: block must lie between about "
            f"{(END_FULLNESS + 0.05) * form.waterplane:.3f} and {form.midship * form.waterplane:.3f}"
        )
    return float(np.exp(brentq(excess, low, high)))


def fullness(form: Form, u: Real) -> Real:
    """s(x): sectional area coefficient at u = |2x/L|."""
    q = section_exponent(form)
    shape = np.zeros_like(u) if np.isinf(q) else u**q
    return np.asarray(form.midship - (form.midship - END_FULLNESS) * shape)


def half_breadth(form: Form, x: Real, z: Real) -> Real:
    """Half-breadth at x (forward of midship) and z (up from the waterline, -T..0)."""
    after, fore = _exponents(form)
    u = np.minimum(np.abs(2.0 * x / form.length), 1.0)
    s = fullness(form, u)
    m = s / (1.0 - s)
    waterline = 1.0 - u ** np.where(x < 0.0, after, fore)
    return np.asarray(0.5 * form.beam * waterline * (1.0 - np.abs(z / form.draught) ** m))


def panels(form: Form, *, stations: int = 40, girth: int = 9) -> tuple[Real, NDArray[np.int64]]:
    """Vertices and four-sided panels of the starboard half below water (y <= 0 in axes forward, port, up).

    Stations crowd towards the ends; points of a section are equally spaced along its girth. Normals point
    into the water.
    """
    x = -0.5 * form.length * np.cos(np.linspace(0.0, np.pi, stations + 1))
    x = 0.6 * x + 0.4 * np.linspace(-0.5, 0.5, stations + 1) * form.length
    grid = np.empty((stations + 1, girth + 1, 3))
    for k, station in enumerate(x):
        fine = -form.draught * np.sin(np.linspace(0.0, 0.5 * np.pi, 400))
        y = half_breadth(form, np.full_like(fine, station), fine)
        arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(y), np.diff(fine)))])
        at = np.linspace(0.0, arc[-1], girth + 1)
        grid[k] = np.stack(
            [np.full(girth + 1, station), -np.interp(at, arc, y), np.interp(at, arc, fine)], axis=-1
        )
    grid[..., 1] = np.minimum(grid[..., 1], 0.0)
    vertices = grid.reshape(-1, 3)
    row = girth + 1
    faces = [
        (k * row + j, k * row + j + 1, (k + 1) * row + j + 1, (k + 1) * row + j)
        for k in range(stations)
        for j in range(girth)
    ]
    return vertices, np.array(faces)
