"""From a ship's or an airfield's file to the parameters of the deck kernels."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import tan
from typing import Literal, NamedTuple

from shapely.geometry import LineString
from shapely.geometry import Polygon as Shape

from shortdeck.catalog import ship as files
from shortdeck.errors import InputError
from shortdeck.vessel.deck import EDGE_KNOTS, Deck, Edge

Surface = Literal["dry", "wet", "oily"]
# Share of the tyre's braking coefficient lost per m/s: an estimate, +/- 50 %. Wet surfaces lose much of it
# between 10 and 60 m/s, dry ones little; that is recalled, no document was opened for it.
FRICTION_LOSS = {"dry": 0.002, "wet": 0.008, "oily": 0.008}
NO_RAMP = 1e6  # m, station of a ramp that is not there
STEP_LENGTH = 1e-3  # m


class Line(NamedTuple):
    """Runway line: where it crosses the stern edge, its angle, first and last station, stern clearance."""

    y: float
    angle: float
    start: float
    end: float
    stern_clearance: float


def _edge(points: list[tuple[float, float]]) -> Edge:
    """Hinges of a side given from stern to bow."""
    if len(points) - 2 > EDGE_KNOTS:
        raise InputError(f"a deck side has {len(points)} corners; at most {EDGE_KNOTS + 2} are allowed")
    # An athwartships step becomes a slope over a millimetre: an edge is a function of x.
    xs = [points[0][0]]
    for x, _ in points[1:]:
        xs.append(max(x, xs[-1] + STEP_LENGTH))
    ys = [y for _, y in points]
    slopes = [(y1 - y0) / (x1 - x0) for (x0, x1), (y0, y1) in zip(pairwise(xs), pairwise(ys), strict=True)]
    out = [ys[0], slopes[0]]
    for x, (before, after) in zip(xs[1:-1], pairwise(slopes), strict=True):
        out += [x, after - before]
    out += [NO_RAMP, 0.0] * (EDGE_KNOTS - (len(out) - 2) // 2)
    return Edge(*out)


Corners = list[tuple[float, float]]


@lru_cache(maxsize=64)
def sides(outline: tuple[tuple[float, float], ...]) -> tuple[Corners, Corners]:
    """Port and starboard corners of a deck outline, from stern to bow."""
    ring = [(float(x), float(y)) for x, y in outline]
    if ring[0] == ring[-1]:
        ring = ring[:-1]
    low, high = min(x for x, _ in ring), max(x for x, _ in ring)
    aft = [k for k, (x, _) in enumerate(ring) if x == low]
    fore = [k for k, (x, _) in enumerate(ring) if x == high]

    def walk(step: int) -> list[tuple[float, float]]:
        best: list[tuple[float, float]] = []
        for start in aft:
            path, k = [ring[start]], start
            while k not in fore:
                k = (k + step) % len(ring)
                path.append(ring[k])
            if all(b[0] >= a[0] for a, b in pairwise(path)) and (not best or len(path) < len(best)):
                best = path
        # Skip the stern's and bow's own edges: keep the last corner at the stern, the first at the bow.
        while len(best) > 2 and best[1][0] == best[0][0]:
            best = best[1:]
        return best

    one, two = walk(1), walk(-1)
    if not one or not two:
        raise InputError("the deck outline turns back: from stern to bow each side may only run forward")
    mean = [sum(y for _, y in side) / len(side) for side in (one, two)]
    return (one, two) if mean[0] < mean[1] else (two, one)


def runway_line(model: files.ShipModel | files.AirfieldModel) -> Line:
    """The line of launch and landing with its ends."""
    if isinstance(model, files.AirfieldModel):
        return Line(0.0, 0.0, 10.0, model.length.value, 3.0)
    runway = model.deck.runway
    end = _forward_end(model.deck.outline.points, runway.y.value, runway.angle.value)
    return Line(
        runway.y.value, runway.angle.value, runway.start.value, end, runway.stern_clearance.value
    )  # fmt: skip


@lru_cache(maxsize=64)
def _forward_end(outline: tuple[tuple[float, float], ...], y: float, angle: float) -> float:
    """Station at which the line from the stern edge at y leaves the deck."""
    shape = Shape(outline)
    reach = 2.0 * shape.bounds[2]
    crossing = shape.intersection(LineString([(-1.0, y - tan(angle)), (reach, y + reach * tan(angle))]))
    return float(crossing.bounds[2])


def pack_deck(
    model: files.ShipModel | files.AirfieldModel, *, surface: Surface, ramp: bool = True,
    end: float | None = None,
) -> Deck:  # fmt: skip
    """Parameters of the deck kernel; ``ramp=False`` flies from a flat deck of the same outline."""
    if isinstance(model, files.AirfieldModel):
        half = 0.5 * model.width.value
        friction = getattr(model.friction, surface).value
        flat = _edge([(0.0, -half), (model.length.value, -half)])
        other = _edge([(0.0, half), (model.length.value, half)])
        return Deck(
            model.length.value, flat, other, NO_RAMP, 1.0, 0.0, 0.0, 0.0, friction, FRICTION_LOSS[surface]
        )
    deck = model.deck
    port, starboard = sides(deck.outline.points)
    line = runway_line(model)
    length = line.end if end is None else end
    friction = getattr(deck.friction, surface).value
    start, onset, cubic, left, right = NO_RAMP, 1.0, 0.0, 0.0, 0.0
    if deck.ramp is not None and ramp:
        L = deck.ramp.length.value
        onset = max(deck.ramp.transition.value * L, 0.01 * L)
        cubic = tan(deck.ramp.exit_angle.value) / (L - 0.5 * onset) / (6.0 * onset)
        start, left, right = line.end - L, deck.ramp.port.value, deck.ramp.starboard.value
    return Deck(
        length, _edge(port), _edge(starboard), start, onset, cubic, left, right, friction,
        FRICTION_LOSS[surface],
    )  # fmt: skip


def deck_height(model: files.ShipModel | files.AirfieldModel) -> float:
    """Flight deck above the sea, or runway above its surroundings, m."""
    return model.elevation.value if isinstance(model, files.AirfieldModel) else model.deck.height.value


def rolling_factor(model: files.ShipModel | files.AirfieldModel) -> float:
    """Multiplies the tyres' rolling resistance."""
    return model.rolling_factor.value if isinstance(model, files.AirfieldModel) else 1.0
