"""A ship or a runway as triangles and lines: the deck that the wheels meet, the hull that meets the sea.

Drawn about the deck frame's origin, x forward of the stern edge, y up from deck level, z to starboard. The
deck is the catalogue's outline with its ramp; below the waterline the hull is the form from which the ship's
response is computed; between the two the sides are drawn by eye.
"""

from __future__ import annotations

from math import tan
from typing import NamedTuple

import numpy as np

from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.vessel.deck import Deck
from shortdeck.vessel.pack import Line, pack_deck, runway_line, sides
from shortdeck.viewer.mesh import Mesh, Real, grid, join, prism

FLARE = 0.45
"""Share of the freeboard below which a side goes straight up from the waterline."""
TRANSOM = 0.8
"""Breadth of the stern at the waterline over the beam, above water: the form of the hull ends in an edge."""
RAISED = 0.06
"""Height of painted lines over the deck, m."""


class Piece(NamedTuple):
    """A part of the ship with the name of its colour."""

    name: str
    colour: str
    mesh: Mesh
    smooth: bool = False


class Paint(NamedTuple):
    """A painted line on the deck: points (n, 3) and the name of its colour."""

    name: str
    colour: str
    points: Real


def rise(deck: Deck, x: Real, y: Real) -> Real:
    """Height of the deck's surface above deck level (the rule of ``vessel.deck.ramp_rise``), m."""
    s = np.maximum(0.0, x - deck.ramp_start)
    m = np.maximum(0.0, s - deck.ramp_onset)
    on = (y >= deck.ramp_port - 1e-9) & (y <= deck.ramp_starboard + 1e-9)
    return np.where(on, deck.ramp_cubic * (s**3 - m**3), 0.0)


def _edges(outline: tuple[tuple[float, float], ...], x: Real) -> tuple[Real, Real]:
    port, starboard = (np.array(side) for side in sides(outline))
    return np.interp(x, port[:, 0], port[:, 1]), np.interp(x, starboard[:, 0], starboard[:, 1])


def _stations(outline: tuple[tuple[float, float], ...], deck: Deck, end: float) -> Real:
    corners = [x for side in sides(outline) for x, _ in side]
    marks = {0.0, end, *(x for x in corners if x <= end)}
    marks |= {x + 1e-3 for x in corners if 0.0 < x < end}  # a step athwartships
    if deck.ramp_start < end:
        marks |= set(np.linspace(deck.ramp_start, end, 25))
    return np.array(sorted(marks | set(np.arange(0.0, end, 20.0))))


def _surface(outline: tuple[tuple[float, float], ...], deck: Deck, end: float) -> list[Piece]:
    """The flight deck, its ramp, and the ramp's sides."""
    x = _stations(outline, deck, end)
    port, starboard = _edges(outline, x)
    level = np.stack([_row(x, port, 0.0), _row(x, starboard, 0.0)], axis=1)
    pieces = [Piece("flight deck", "deck", grid(level))]
    if deck.ramp_start >= end:
        return pieces
    up = x[x >= deck.ramp_start - 1e-9]
    left = np.maximum(_edges(outline, up)[0], deck.ramp_port)
    right = np.minimum(_edges(outline, up)[1], deck.ramp_starboard)
    height = rise(deck, up, 0.5 * (left + right))
    top = np.stack([_row(up, left, height), _row(up, right, height)], axis=1)
    walls = [np.stack([_row(up, y, height), _row(up, y, 0.0)], axis=1) for y in (left, right)]
    front = np.stack([top[-1], np.stack([walls[0][-1, 1], walls[1][-1, 1]])])
    pieces.append(Piece("ramp", "ramp", grid(top)))
    pieces.append(Piece("ramp sides", "hull", join([*(grid(wall) for wall in walls), grid(front)])))
    return pieces


def _row(x: Real, y: Real, height: Real | float) -> Real:
    """Points of the deck frame (x, y starboard) at heights over deck level, drawn axes."""
    return np.stack([x, np.broadcast_to(np.asarray(height, dtype=float), x.shape), y], axis=-1)


def _hull(ship: ShipFile) -> list[Piece]:
    """Underwater hull and topsides up to just below the deck."""
    from shortdeck.hydro.form import Form, half_breadth
    from shortdeck.vessel.hydrostatics import stern_from_midship
    from shortdeck.vessel.ship_response import hull_block, hull_midship

    h, deck = ship.model.hull, ship.model.deck
    length, draught = h.length.value, h.draught.value
    form = Form(
        length=length,
        beam=h.beam.value,
        draught=draught,
        block=hull_block(h),
        waterplane=h.waterplane.value,
        midship=hull_midship(h),
    )
    midship = stern_from_midship(length=length, stern_overhang=h.stern_overhang.value)
    x = np.linspace(-0.5 * length, 0.5 * length, 61)
    depth = draught * np.sin(np.linspace(0.5 * np.pi, 0.0, 13))
    under = np.stack([half_breadth(form, x, np.full_like(x, -z)) for z in depth], axis=1)
    below = -deck.height.value - depth  # keel to waterline, over deck level
    rows = []
    for side in (-1.0, 1.0):
        points = np.empty((len(x), len(depth), 3))
        points[..., 0] = (x + midship)[:, None]
        points[..., 1] = below
        points[..., 2] = side * np.maximum(under, 0.0)
        rows.append(points)
    bottom = join([grid(points) for points in rows])
    return [Piece("hull below water", "bottom", bottom, True), _topsides(ship, x + midship, under[:, -1])]


def _topsides(ship: ShipFile, stations: Real, breadth: Real) -> Piece:
    """Sides from the waterline to the deck edge, with stern and bow."""
    deck = ship.model.deck
    end = max(x for x, _ in deck.outline.points)
    outline = deck.outline.points
    x = np.union1d(_stations(outline, pack_deck(ship.model, surface="dry", ramp=False), end), stations)
    x = x[(x >= 0.0) & (x <= end)]
    port, starboard = _edges(outline, x)
    height = deck.height.value
    # Some way below the waterline, straight up, below deck, deck.
    levels = np.array(
        [-height - 0.4 * ship.model.hull.draught.value, -height * (1.0 - FLARE), -0.15 * height, 0.0]
    )
    shares = np.array([0.0, 0.0, 0.9, 1.0])  # of the way from the hull's breadth to the deck edge
    meshes = []
    # The ends of the waterline lie under the deck or beyond it: stations are drawn together there.
    at = stations[0] + (x - x[0]) / (x[-1] - x[0]) * (stations[-1] - stations[0])
    wide = np.interp(at, stations, breadth)
    stern = at < float(np.mean(stations))
    wide = np.where(stern, np.maximum(wide, 0.5 * TRANSOM * ship.model.hull.beam.value), wide)
    for edge, side in ((port, -1.0), (starboard, 1.0)):
        rows = np.stack(
            [
                _level(at, x, share, level, side * wide, edge)
                for level, share in zip(levels, shares, strict=True)
            ],
            axis=1,
        )
        meshes.append(rows)
    ends = [np.stack([meshes[0][k], meshes[1][k]]) for k in (0, -1)]
    return Piece("sides", "hull", join([grid(rows) for rows in [*meshes, *ends]]))


def _level(at: Real, x: Real, share: float, level: float, hull: Real, edge: Real) -> Real:
    """Points of one height, that share of the way from the hull at the waterline to the deck edge."""
    return np.stack([at + share * (x - at), np.full_like(x, level), hull + share * (edge - hull)], axis=-1)


def _marks(ship: ShipFile, deck: Deck, line: Line) -> list[Paint]:
    """Deck edge, runway line, lifts and landing spots, as painted lines."""
    model = ship.model.deck
    outline = np.array([*model.outline.points, model.outline.points[0]], dtype=float)
    paints = [_painted("deck edge", "edge", outline, deck)]
    x = np.linspace(line.start, line.end, 60)
    paints.append(_painted("runway line", "line", np.stack([x, line.y + x * tan(line.angle)], 1), deck))
    for lift in model.lifts:
        a, b = 0.5 * lift.length.value, 0.5 * lift.width.value
        box = np.array([[-a, -b], [a, -b], [a, b], [-a, b], [-a, -b]])
        box += np.array([lift.x.value, lift.y.value])
        paints.append(_painted(f"lift {lift.name}", "lift", box, deck))
    turn = np.linspace(0.0, 2.0 * np.pi, 37)
    for spot in model.spots:
        radius = 0.25 * spot.diameter.value
        ring = np.stack([spot.x.value + radius * np.cos(turn), spot.y.value + radius * np.sin(turn)], 1)
        paints.append(_painted(f"spot {spot.name}", "edge", ring, deck))
    return paints


def _painted(name: str, colour: str, points: Real, deck: Deck) -> Paint:
    height = rise(deck, points[:, 0], points[:, 1]) + RAISED
    return Paint(name, colour, _row(points[:, 0], points[:, 1], height))


def pieces_of(ship: ShipFile | AirfieldFile, *, ramp: bool) -> tuple[list[Piece], list[Paint]]:
    """Everything of a ship or a runway that is drawn."""
    deck, line = pack_deck(ship.model, surface="dry", ramp=ramp), runway_line(ship.model)
    if isinstance(ship, AirfieldFile):
        return _runway(ship, line)
    outline = ship.model.deck.outline.points
    end = max(x for x, _ in outline)
    pieces = _surface(outline, deck, end) + _hull(ship)
    for number, island in enumerate(ship.model.deck.islands):
        block = prism(island.outline.points, 0.0, island.height.value)
        pieces.append(Piece(f"island {number + 1}", "island", block))
    return pieces, _marks(ship, deck, line)


def _runway(field: AirfieldFile, line: Line) -> tuple[list[Piece], list[Paint]]:
    length, half = field.model.length.value, 0.5 * field.model.width.value
    corners = np.array([[0.0, -half], [length, -half], [length, half], [0.0, half]])
    ring = np.vstack([corners, corners[:1]])
    low = -max(field.model.elevation.value, 0.1)
    x = np.array([line.start, line.end])
    paints = [
        Paint("runway edge", "edge", _row(ring[:, 0], ring[:, 1], RAISED)),
        Paint("runway line", "line", _row(x, np.full(2, line.y), RAISED)),
    ]
    return [Piece("runway", "deck", prism(corners, low, 0.0))], paints
