"""A hull from its particulars: a surface in closed form, panelled for the hydrodynamics.

Half-breadth at x forward of midship and z up from the waterline, with u = |2x/L|:

    y(x, z) = (B/2) (1 - u^n) (1 - |z/T|^m(x)),      m/(m + 1) = s(x) = s_mid - (s_mid - s_end) u^q

The exponents n of the fore and the after half give the waterplane coefficient Cwp and the centre of
flotation. The fullness s(x) of the sections falls from the midship coefficient to that of the ends; its
exponents q, fore and aft, give the block coefficient and the centre of buoyancy. With both centres amidships
and ``midship`` = Cb/Cwp it is the mathematical hull (1 - u^n)(1 - |z/T|^m). Offsets of a real hull can be
panelled instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq, root

from shortdeck.errors import InputError

END_FULLNESS = 0.35
"""Fullness of the sections at the very ends: hollow V. They are so small that it hardly counts."""
BUOYANCY, FLOTATION = -0.015, -0.03
"""Centres of buoyancy and flotation forward of midship over the length, where nothing better is known, to
within 0.01 each. Their distance couples heave and pitch. Buoyancy is that of the S-175 container ship.
Flotation was chosen after seeing results: it gives the heave peak of the S-175 at 20 kn within 6 % from
particulars alone; with her own -0.04 this family of hulls overstates it by 17 %."""

Real = NDArray[np.float64]
Mesh = tuple[Real, NDArray[np.int64]]


class Form(NamedTuple):
    """Particulars of a parametric hull, SI."""

    length: float  # waterline
    beam: float
    draught: float
    block: float  # Cb
    waterplane: float  # Cwp
    midship: float  # Cm
    buoyancy: float = BUOYANCY  # centre of buoyancy forward of midship / length
    flotation: float = FLOTATION  # centre of flotation forward of midship / length


def _waterline_exponents(form: Form) -> tuple[float, float]:
    """n of the after and of the fore half, whose waterplane coefficients n/(n + 1) average to Cwp."""

    def exponents(split: float) -> tuple[float, float]:
        after, fore = form.waterplane + split, form.waterplane - split
        return after / (1.0 - after), fore / (1.0 - fore)

    def excess(split: float) -> float:
        after, fore = exponents(split)
        moment = 1.0 / (after + 2.0) - 1.0 / (fore + 2.0)
        return 0.25 * moment / form.waterplane - form.flotation

    room = min(form.waterplane - 0.3, 0.97 - form.waterplane)
    if room <= 0.0 or not excess(room) <= 0.0 <= excess(-room):
        raise InputError(
            f"no parametric hull has waterplane coefficient {form.waterplane:.3f} and its flotation centred "
            f"{form.flotation:+.3f} lengths forward of midship"
        )
    return exponents(float(brentq(excess, -room, room)))


@lru_cache(maxsize=64)
def exponents(form: Form) -> tuple[float, float, float, float]:
    """n aft, n fore, q aft, q fore; q is infinite for sections of one fullness throughout.

    Refuses particulars that no hull of this kind can have.
    """
    after, fore = _waterline_exponents(form)
    mean = form.block / form.waterplane
    if abs(form.midship - mean) < 1e-9:
        return after, fore, float("inf"), float("inf")
    fall = form.midship - END_FULLNESS

    def excess(logs: Real) -> list[float]:
        volume = moment = 0.0
        for n, q, side in ((after, np.exp(logs[0]), -1.0), (fore, np.exp(logs[1]), 1.0)):
            line, lever = 1.0 - 1.0 / (n + 1.0), 0.5 - 1.0 / (n + 2.0)
            loss, leverage = 1.0 / (q + 1.0) - 1.0 / (q + n + 1.0), 1.0 / (q + 2.0) - 1.0 / (q + n + 2.0)
            volume += 0.5 * (form.midship * line - fall * loss)
            moment += 0.25 * side * (form.midship * lever - fall * leverage)
        return [volume - form.block, moment / form.block - form.buoyancy]

    found = root(excess, np.log([1.5, 1.5]))
    if not found.success or not np.all(np.abs(found.x) < np.log(200.0)):
        raise InputError(
            f"no parametric hull has block {form.block:.3f}, waterplane {form.waterplane:.3f} and midship "
            f"coefficient {form.midship:.3f} at once: the last must exceed the ratio of the first two, "
            f"{mean:.3f}, but not by far"
        )
    return after, fore, float(np.exp(found.x[0])), float(np.exp(found.x[1]))


def half_breadth(form: Form, x: Real, z: Real) -> Real:
    """Half-breadth at x (forward of midship) and z (up from the waterline, -T..0)."""
    after, fore, q_after, q_fore = exponents(form)
    u = np.minimum(np.abs(2.0 * x / form.length), 1.0)
    q = np.where(x < 0.0, q_after, q_fore)
    share = np.where(np.isinf(q), 0.0, u ** np.where(np.isinf(q), 1.0, q))
    s = form.midship - (form.midship - END_FULLNESS) * share
    waterline = 1.0 - u ** np.where(x < 0.0, after, fore)
    depth = np.abs(z / form.draught) ** (s / (1.0 - s))
    return np.asarray(0.5 * form.beam * waterline * (1.0 - depth))


def _along(first: float, last: float, stations: int) -> Real:
    """Stations that crowd a little towards the ends."""
    even = np.linspace(0.0, 1.0, stations + 1)
    return first + (last - first) * (0.6 * even + 0.2 * (1.0 - np.cos(np.pi * even)))


def _by_girth(y: Real, z: Real, girth: int) -> Real:
    """Points equally spaced along a section given from waterline to keel: (girth + 1, 2)."""
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(y), np.diff(z)))])
    at = np.linspace(0.0, arc[-1], girth + 1)
    return np.stack([np.interp(at, arc, y), np.interp(at, arc, z)], axis=-1)


def _mesh(x: Real, rows: Real) -> Mesh:
    """Vertices and faces of the starboard half (y <= 0 in axes forward, port, up), normals into the water."""
    stations, row = len(x) - 1, rows.shape[1]
    vertices = np.concatenate([np.broadcast_to(x[:, None, None], (*rows.shape[:2], 1)), rows], axis=-1)
    vertices[..., 1] *= -1.0
    faces = [
        (k * row + j, k * row + j + 1, (k + 1) * row + j + 1, (k + 1) * row + j)
        for k in range(stations)
        for j in range(row - 1)
    ]
    return vertices.reshape(-1, 3), np.array(faces)


def panels(form: Form, *, stations: int = 60, girth: int = 12) -> Mesh:
    """Four-sided panels of the starboard half of a parametric hull below water."""
    x = _along(-0.5 * form.length, 0.5 * form.length, stations)
    z = -form.draught * np.sin(np.linspace(0.0, 0.5 * np.pi, 400))
    rows = [_by_girth(np.maximum(half_breadth(form, np.full_like(z, at), z), 0.0), z, girth) for at in x]
    return _mesh(x, np.array(rows))


def panels_from_offsets(
    sections: Sequence[tuple[float, ArrayLike]], *, draught: float, stations: int = 60, girth: int = 12
) -> Mesh:
    """Four-sided panels of the starboard half of a hull given by offsets.

    ``sections`` are (x forward of midship, points (half-breadth, height above the keel) from top to keel).
    """
    order = sorted(sections, key=lambda section: section[0])
    rows = []
    for at, points in order:
        y, z = np.asarray(points, dtype=float).T
        z = z - draught
        wet = int(np.argmax(z <= 0.0))
        if z[wet] > 0.0:
            raise InputError(f"the section at {at:g} m lies above the waterline")
        if wet > 0:
            share = z[wet] / (z[wet] - z[wet - 1])
            y = np.concatenate([[y[wet] + share * (y[wet - 1] - y[wet])], y[wet:]])
            z = np.concatenate([[0.0], z[wet:]])
        rows.append(_by_girth(y, z, girth))
    given = np.array([at for at, _ in order])
    x = _along(given[0], given[-1], stations)
    return _mesh(x, np.asarray(PchipInterpolator(given, np.array(rows), axis=0)(x)))
