import dataclasses
from math import pi

import numpy as np
import pytest

from shortdeck.catalog.loader import load
from shortdeck.parking.contact import Body
from shortdeck.parking.fill import Problem
from shortdeck.parking.outline import Outline, Part, outline_of
from shortdeck.parking.place import Place, Rules, place_of


@pytest.fixture(scope="session")
def tb3():
    return load("bayraktar-tb3")


@pytest.fixture(scope="session")
def anadolu():
    return load("tcg-anadolu")


@pytest.fixture(scope="session")
def folded(tb3) -> Outline:
    return outline_of(tb3, folded=True)


@pytest.fixture(scope="session")
def hangar(anadolu) -> Place:
    return place_of(anadolu, "hangar", Rules(), 14.0)


@pytest.fixture(scope="session")
def block(folded):
    """An aircraft that is a box, its pose point in the middle."""

    def make(length: float, width: float, height: float = 2.0) -> Outline:
        a, b = 0.5 * length, 0.5 * width
        part = Part("box", np.array([[-a, -b], [a, -b], [a, b], [-a, b]]), 0.0, height)
        return dataclasses.replace(
            folded, name="box", title="box", parts=(part,), wheels=np.array([[0.0, 0.0]]), span=width,
            spread_span=width,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def problem():
    """A problem for one kind in a place."""

    def make(outline: Outline, place: Place, *, headings: int = 8, most: int = 999) -> Problem:
        turns = tuple(float(h) for h in np.arange(headings) * 2.0 * pi / headings)
        return Problem(place, (Body(outline),), (most,), (1,), turns)

    return make
