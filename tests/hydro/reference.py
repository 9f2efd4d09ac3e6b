"""Hulls that several tests ask about, computed once on coarse panels."""

from functools import cache
from pathlib import Path

import numpy as np

from shortdeck.hydro.form import Form, panels, panels_from_offsets
from shortdeck.hydro.hydrodynamics import coefficients
from shortdeck.vessel.hull_response import HullResponse, Loading
from shortdeck.vessel.response import Provenance

S175_DRAUGHT = 9.5
S175_SPEED = 10.28889  # m/s, 20 kn
S175_LOADING = Loading(0.996, 8.331, 42.0, 42.0)
S175_FORM = Form(175.0, 25.4, S175_DRAUGHT, 0.569, 0.709, 0.966)  # from particulars alone
LHD220_FORM = Form(220.0, 32.0, 7.5, 0.6, 0.8, 0.75, 0.0, 0.0)
LHD220_LOADING = Loading(2.5, 12.0, 55.0, 55.0)
HEADINGS = np.linspace(0.0, np.pi, 7)


def s175_offsets():
    """Stations of the S-175: x forward of midship, (half-breadth, height above the keel)."""
    lines = (Path(__file__).parents[1] / "data" / "s175-offsets.txt").read_text().splitlines()
    sections = []
    for line in lines:
        if not line.startswith("#"):
            x, points = line.split(":")
            sections.append((float(x), [tuple(map(float, p.split(","))) for p in points.split()]))
    return sections


def response(half, loading, *, omega, encounter, heading=HEADINGS, speed=(0.0, 5.0, S175_SPEED)):
    """The response of a hull given by its panels."""
    omega, encounter, speed = np.asarray(omega), np.asarray(encounter), np.asarray(speed)
    found = coefficients(half, omega=omega, heading=heading, speed=speed, encounter=encounter)
    return HullResponse(omega, heading, speed, Provenance("test"), found, loading)


OMEGA = np.concatenate([[0.0, 0.05, 0.1], np.arange(0.15, 0.91, 0.04)])
ENCOUNTER = np.concatenate([[0.03, 0.1], np.arange(0.2, 1.65, 0.12)])


def s175(*, from_particulars: bool = False):
    """The S-175 from her offsets, or from her particulars alone."""
    return _s175(from_particulars)


@cache
def _s175(from_particulars):
    if from_particulars:
        half = panels(S175_FORM, stations=32, girth=7)
    else:
        half = panels_from_offsets(s175_offsets(), draught=S175_DRAUGHT, stations=36, girth=7)
    return response(half, S175_LOADING, omega=OMEGA, encounter=ENCOUNTER)


@cache
def lhd220():
    """The mathematical hull LHD220."""
    exact = [0.3, 0.35, 0.38, 0.39, 0.4, 0.41, 0.45, 0.5]
    omega = np.concatenate([[0.0, 0.05, 0.1, 0.2], exact, [0.6, 0.7]])
    encounter = np.concatenate([[0.03, 0.12, 0.2], exact, [0.6, 0.8, 1.1]])
    half = panels(LHD220_FORM, stations=32, girth=8)
    return response(half, LHD220_LOADING, omega=omega, encounter=encounter, speed=(0.0, 5.0, 10.0))
