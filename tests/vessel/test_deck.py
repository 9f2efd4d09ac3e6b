"""The deck kernel: edges, ramp, and where there is no deck."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, radians, sin, tan

import numpy as np
import pytest
from shapely.geometry import LineString
from shapely.geometry import Polygon as Shape

from shortdeck.airframe.gear import footing
from shortdeck.catalog.loader import headings, load
from shortdeck.numerics.rotation import Vector
from shortdeck.vessel.deck import (
    Deck,
    Edge,
    Pose,
    Relative,
    depth_below,
    edge_at,
    edges_near,
    on_deck,
    place_of,
    ramp_rise,
    relative,
    within,
)
from shortdeck.vessel.pack import NO_RAMP, pack_deck, runway_line


def steady_pose(*, height: float, heading: float) -> Pose:
    """A deck that moves with the ship's mean velocity only (the frame moves with it)."""
    c, s = cos(heading), sin(heading)
    matrix = (c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0)
    return Pose(0.0, 0.0, -height, 0.0, 0.0, 0.0, matrix, 0.0, 0.0, 0.0)


SHIPS = [heading.name for heading in headings("ship")]
WITH_RAMP = [name for name in SHIPS if load(name).model.deck.ramp is not None]


@pytest.mark.parametrize("name", SHIPS)
def test_edges_are_those_of_the_outline(name: str) -> None:
    model = load(name).model
    deck, shape = pack_deck(model, surface="dry"), Shape(model.deck.outline.points)
    low, _, high, _ = shape.bounds
    corners = np.array(model.deck.outline.points)[:, 0]
    for x in np.random.default_rng(1).uniform(low, high, 200):
        if np.abs(corners - x).min() < 0.01:
            continue
        _, port, _, starboard = shape.intersection(LineString([(x, -200.0), (x, 200.0)])).bounds
        found = (edge_at(deck.port, float(x)), edge_at(deck.starboard, float(x)))
        assert found == pytest.approx((port, starboard), abs=1e-6), f"at {x:.3f} m"


@pytest.mark.parametrize("name", SHIPS)
def test_a_point_is_on_deck_where_the_outline_holds_it(name: str) -> None:
    model = load(name).model
    deck, shape = pack_deck(model, surface="dry", end=400.0), Shape(model.deck.outline.points)
    deck = deck._replace(length=shape.bounds[2])
    random = np.random.default_rng(2)
    for x, y in zip(random.uniform(-20.0, 280.0, 300), random.uniform(-40.0, 40.0, 300), strict=True):
        point = Shape([(x - 1e-3, y - 1e-3), (x + 1e-3, y - 1e-3), (x, y + 1e-3)])
        if not shape.boundary.intersects(point.buffer(0.02)):
            assert on_deck(deck, float(x), float(y)) == shape.contains(point)


def test_a_step_in_the_outline_stays_a_step() -> None:
    model = load("izumo").model
    points = ((0.0, -10.0), (50.0, -10.0), (50.0, -14.0), (100.0, -14.0), (100.0, 12.0), (0.0, 12.0))
    outline = replace(model.deck.outline, points=points)
    stepped = model.model_copy(update={"deck": model.deck.model_copy(update={"outline": outline})})
    deck = pack_deck(stepped, surface="dry")
    assert [edge_at(deck.port, x) for x in (0.0, 49.9, 50.1, 100.0)] == pytest.approx([-10, -10, -14, -14])
    assert [edge_at(deck.starboard, x) for x in (0.0, 50.0, 100.0)] == pytest.approx([12, 12, 12])


@pytest.mark.parametrize("name", WITH_RAMP)
def test_ramp_ends_at_its_angle(name: str) -> None:
    model = load(name).model
    ramp = model.deck.ramp
    deck, line = pack_deck(model, surface="dry"), runway_line(model)
    y = 0.5 * (ramp.port.value + ramp.starboard.value)
    rise, slope = ramp_rise(deck, line.end, y)
    assert slope == pytest.approx(tan(ramp.exit_angle.value), rel=1e-9)
    assert ramp_rise(deck, line.end - ramp.length.value, y) == (0.0, 0.0)
    assert ramp_rise(deck, line.end, ramp.port.value - 0.01) == (0.0, 0.0)
    # Curvature that builds up over b and then stays: tan(exit) = k (L - b/2), rise as integrated twice.
    length, onset = ramp.length.value, deck.ramp_onset
    k = tan(ramp.exit_angle.value) / (length - 0.5 * onset)
    wanted = k * (length**2 / 2.0 - length * onset / 2.0 + onset**2 / 6.0)
    assert rise == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("name", WITH_RAMP)
def test_slope_of_a_ramp_is_that_of_its_rise(name: str) -> None:
    model = load(name).model
    deck = pack_deck(model, surface="dry")
    y = 0.5 * (deck.ramp_port + deck.ramp_starboard)
    h = 1e-4
    for x in np.linspace(deck.ramp_start - 5.0, deck.length - 0.1, 60):
        up, down = (ramp_rise(deck, float(x) + d, y)[0] for d in (h, -h))
        slope = ramp_rise(deck, float(x), y)[1]
        assert slope == pytest.approx((up - down) / (2.0 * h), abs=1e-6)
        assert slope >= 0.0


def test_a_ramp_can_be_left_out() -> None:
    deck = pack_deck(load("tcg-anadolu").model, surface="dry", ramp=False)
    assert deck.ramp_start == NO_RAMP
    assert ramp_rise(deck, deck.length, 0.0) == (0.0, 0.0)


FLAT = Deck(
    200.0, Edge(-15.0, *([0.0] * 21)), Edge(15.0, *([0.0] * 21)), NO_RAMP, 1.0, 0.0, 0.0, 0.0, 0.5, 0.0
)  # fmt: skip


def seen(pose: Pose, north: float, east: float, down: float, rates: Vector = (0.0, 0.0, 0.0)) -> Relative:
    """A level body at rest in earth axes, its nose north."""
    level = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return relative(pose, (north, east, down), (0.0, 0.0, 0.0), level, rates)


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [(100.0, 0.0, True), (-0.1, 0.0, False), (200.1, 0.0, False), (50.0, 15.1, False), (50.0, -15.1, False)],
)
def test_beyond_the_edges_there_is_no_deck(x: float, y: float, inside: bool) -> None:
    heading = radians(30.0)
    pose = steady_pose(height=16.0, heading=heading)
    north, east = x * cos(heading) - y * sin(heading), x * sin(heading) + y * cos(heading)
    a = seen(pose, north, east, -16.5)
    assert place_of(a, 0.0, 0.0, 0.0) == pytest.approx((x, y, -0.5), abs=1e-9)
    ahead = (x + cos(2.0 * heading), y - sin(2.0 * heading), -0.5)
    assert place_of(a, cos(heading), -sin(heading), 0.0) == pytest.approx(ahead)
    assert depth_below(FLAT, a.x, a.y, a.z) == pytest.approx(-0.5)
    assert on_deck(FLAT, x, y) is inside
    assert within(FLAT, edges_near(FLAT, x, x + 3.0), x, y) == float(inside)


@pytest.mark.parametrize("name", SHIPS)
def test_edges_near_the_aircraft_are_those_of_the_deck_at_its_wheels(name: str) -> None:
    deck = pack_deck(load(name).model, surface="dry")
    for x in np.random.default_rng(4).uniform(0.0, deck.length - 4.0, 100):
        edges = edges_near(deck, float(x), float(x) + 3.5)
        for station in (float(x), float(x) + 3.5):
            assert edges.port + edges.port_slope * station == pytest.approx(edge_at(deck.port, station))
            found = edges.starboard + edges.starboard_slope * station
            assert found == pytest.approx(edge_at(deck.starboard, station))


def test_deck_moves_with_its_pose() -> None:
    """Velocity over the deck is that of the body less origin's velocity and rate times arm."""
    level = steady_pose(height=16.0, heading=0.0)
    pose = Pose(*level[:3], 1.0, 2.0, -3.0, level.m, 0.02, 0.03, 0.01)
    a = seen(pose, 80.0, 10.0, -16.0, rates=(0.1, 0.2, 0.3))
    assert (a.u, a.v) == pytest.approx((-1.0 + 0.01 * 10.0, -2.0 - 0.01 * 80.0))
    assert a.w == pytest.approx(3.0 - 0.02 * 10.0 + 0.03 * 80.0)
    assert (a.p, a.q, a.r) == pytest.approx((0.08, 0.17, 0.29))


def test_normal_leans_back_on_a_ramp() -> None:
    deck = pack_deck(load("tcg-anadolu").model, surface="dry")
    y = 0.5 * (deck.ramp_port + deck.ramp_starboard)
    x = deck.length - 1e-6
    on = footing(deck, seen(steady_pose(height=16.0, heading=0.0), x, y, -16.0), 0.0, 0.0, 0.0)
    angle = load("tcg-anadolu").model.deck.ramp.exit_angle.value
    assert (on.nx, on.ny, on.nz) == pytest.approx((-sin(angle), 0.0, -cos(angle)), abs=1e-4)
    assert (on.ax, on.az) == pytest.approx((cos(angle), -sin(angle)), abs=1e-4)
    assert (on.sx, on.sy, on.sz) == pytest.approx((0.0, 1.0, 0.0), abs=1e-9)
    assert 0.0 < angle < pi / 8.0
    rise = ramp_rise(deck, x, y)[0]
    assert depth_below(deck, x, y, 0.0) == pytest.approx(rise * cos(angle), rel=1e-3)
