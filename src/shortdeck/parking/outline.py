"""The plan shape of an aircraft on its wheels: parts, each a polygon between two heights.

Outline frame: f forward and r to the right of the pose point, which is the point of the centreline between
the wheels that do not steer; heights above the ground line. At heading psi (0: nose to the bow, positive
to starboard) the pose point stands at (x, y) of the deck frame and a point (f, r) at x + f cos psi - r sin
psi, y + f sin psi + r cos psi.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

from shortdeck.catalog.aircraft import AircraftFile, AircraftModel, Derivation, Geometry
from shortdeck.catalog.parked import ParkedFile, PlanPart
from shortdeck.catalog.ship import Tractor

Points = npt.NDArray[np.float64]

SECTION = 0.15
"""Thickness of a wing over its chord, for the heights of a wing whose section is not looked at."""
TYRE = (0.5, 0.2)
"""Length and width of a wheel seen from above, m: legs only matter under another aircraft's wing."""
BLADE = 0.06
"""Chord of a propeller blade over its diameter, where the file does not give it."""
PANEL = 0.3
"""Thickness of an upright wing panel with its hinge, m."""


@dataclasses.dataclass(frozen=True)
class Part:
    """One part: corners in the outline frame (n, 2), and the heights between which it stands, m."""

    name: str
    corners: Points
    low: float
    high: float

    @property
    def shape(self) -> Polygon:
        """The part seen from above, in the outline frame."""
        return Polygon(self.corners)


@dataclasses.dataclass(frozen=True)
class Outline:
    """An aircraft as it is parked; lengths m, ``steering`` rad, ``mass`` kg, ``fold_time`` s."""

    name: str
    title: str
    folded: bool
    parts: tuple[Part, ...]
    wheels: Points
    tow: float
    wheelbase: float
    steering: float
    mass: float
    fold_time: float
    span: float
    spread_span: float

    @property
    def shape(self) -> Polygon:
        """Everything seen from above: a polygon, with holes where there are any (between twin booms)."""
        return shapely.union_all([part.shape for part in self.parts])

    @property
    def height(self) -> float:
        """Highest point above the ground, m."""
        return max(part.high for part in self.parts)

    @property
    def extent(self) -> tuple[float, float]:
        """Length and width of the box around it, m."""
        low_f, low_r, high_f, high_r = self.shape.bounds
        return high_f - low_f, high_r - low_r

    @property
    def turning_radius(self) -> float:
        """Least radius of the pose point's path under tow, m: wheelbase over the tangent of the steering."""
        return float(self.wheelbase / np.tan(self.steering)) if self.steering < np.pi / 2 else 0.0

    @property
    def state(self) -> str:
        """'folded' or 'spread'."""
        return "folded" if self.folded else "spread"


def outline_of(file: AircraftFile | ParkedFile, *, folded: bool) -> Outline:
    """The outline of an aircraft, folded where it folds and this is asked for."""
    fold = file.model.fold if folded else None
    parts = list(_parts(file, folded=fold is not None))
    wheels, axle, tow, steering = _ground(file)
    if isinstance(file, AircraftFile):
        mass = max(value.value for value in file.model.mass.takeoff)
        spread_span = file.model.geometry.span.value
    else:
        mass, spread_span = file.model.mass.value, file.model.span.value
    return Outline(
        name=file.name,
        title=file.title,
        folded=fold is not None,
        parts=tuple(dataclasses.replace(part, corners=_from_nose(part.corners, axle)) for part in parts),
        wheels=_from_nose(wheels, axle),
        tow=axle - tow,
        wheelbase=abs(axle - tow),
        steering=steering,
        mass=mass,
        fold_time=fold.time.value if fold is not None else 0.0,
        span=fold.span.value if fold is not None else spread_span,
        spread_span=spread_span,
    )


def under_tow(outline: Outline, tractor: Tractor | None) -> Outline:
    """The outline with the tractor ahead of the wheel that it steers; without one, as it is."""
    if tractor is None:
        return outline
    ahead = 1.0 if outline.tow >= 0.0 else -1.0
    near, far = outline.tow, outline.tow + ahead * tractor.length.value
    half = 0.5 * tractor.width.value
    box = np.array([[near, -half], [far, -half], [far, half], [near, half]])
    part = Part("tractor", box, 0.0, tractor.height.value)
    return dataclasses.replace(outline, parts=(*outline.parts, part))


def placed(corners: Points, x: float, y: float, heading: float) -> Points:
    """Points of the outline frame in the deck frame, at a pose."""
    cos, sin = np.cos(heading), np.sin(heading)
    f, r = corners[:, 0], corners[:, 1]
    return np.column_stack([x + f * cos - r * sin, y + f * sin + r * cos])


def _from_nose(points: Points, axle: float) -> Points:
    """Datum frame (x aft of the nose, y right) to outline frame (f forward of the axle, r right)."""
    return np.column_stack([axle - points[:, 0], points[:, 1]])


def _ground(file: AircraftFile | ParkedFile) -> tuple[Points, float, float, float]:
    """Wheels, axle and towed wheel (datum frame), and steering angle."""
    model = file.model
    if isinstance(model, AircraftModel):
        gear = model.gear
        if gear is not None:
            nose, main, half = gear.nose.x.value, gear.main.x.value, gear.main.y.value
            wheels = np.array([[nose, 0.0], [main, -half], [main, half]])
            return wheels, main, nose, gear.steering.value
        length, span = model.geometry.length.value, model.geometry.span.value
    else:
        ground = model.ground
        if ground is not None:
            wheels = np.array(ground.wheels.points)
            return wheels, ground.axle_x.value, ground.tow_x.value, ground.steering.value
        length, span = model.length.value, model.span.value
    # Nothing is said of the wheels: a tricycle of usual proportions.
    nose, main, half = 0.15 * length, 0.5 * length, 0.08 * span
    return np.array([[nose, 0.0], [main, -half], [main, half]]), main, nose, float(np.radians(45.0))


def _parts(file: AircraftFile | ParkedFile, *, folded: bool) -> Iterator[Part]:
    """Parts in the datum frame: those of the file, else drawn from its dimensions."""
    model = file.model
    drawn: tuple[PlanPart, ...] = model.fold.outline if folded and model.fold else model.outline
    if drawn:
        for part in drawn:
            yield Part(part.name, np.array(part.plan.points), part.low.value, part.high.value)
    elif isinstance(file, ParkedFile):
        body = file.model.fold if folded and file.model.fold is not None else file.model
        length, half = body.length.value, 0.5 * body.span.value
        yield _box("whole", 0.0, length, -half, half, 0.0, body.height.value)
    else:
        yield from _drawn(file.model, file.derivation, folded=folded)


def _box(name: str, x0: float, x1: float, y0: float, y1: float, low: float, high: float) -> Part:
    return Part(name, np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]), low, high)


def _drawn(model: AircraftModel, shape: Derivation | None, *, folded: bool) -> Iterator[Part]:
    """An aircraft from its dimensions, with the finer ones of the derivation where the file has them."""
    g = model.geometry
    length = model.fold.length.value if folded and model.fold is not None else g.length.value
    yield from _wing(model, shape, folded=folded)
    nose = g.nose_z.value
    if shape is not None:
        end, wide, deep = shape.fuselage_length.value, shape.fuselage_width.value, shape.fuselage_height.value
    else:
        end, wide, deep = length, 0.1 * length, 0.1 * length
    end, half = min(end, length), 0.5 * wide
    point = np.array([[0.0, -0.5 * half], [0.15 * end, -half], [end, -half],
                      [end, half], [0.15 * end, half], [0.0, 0.5 * half]])  # fmt: skip
    yield Part("fuselage", point, nose, nose + deep)
    yield from _tail(g, shape, length)
    blades = model.propeller or model.electric
    if blades is not None:
        hub, height, radius = blades.x.value, blades.z.value, 0.5 * blades.diameter.value
        chord = model.propeller.chord.value if model.propeller is not None else BLADE * 2.0 * radius
        low = max(0.0, height - radius)
        yield _box("propeller", hub - chord, hub + chord, -radius, radius, low, height + radius)
    if model.gear is not None:
        feet = [(model.gear.nose.x.value, 0.0)]
        feet += [(model.gear.main.x.value, side * model.gear.main.y.value) for side in (-1.0, 1.0)]
        for x, y in feet:
            a, b = 0.5 * TYRE[0], 0.5 * TYRE[1]
            yield _box("leg", x - a, x + a, y - b, y + b, 0.0, g.wing_height.value)


def _chord_at(g: Geometry, shape: Derivation | None, y: float) -> tuple[float, float]:
    """Leading and trailing edge of the wing at a spanwise station, datum frame."""
    if shape is None:
        chord = g.wing_area.value / g.span.value
        return g.tip_x.value - 0.5 * chord, g.tip_x.value + 0.5 * chord
    half, start = 0.5 * g.span.value, shape.taper_start.value
    root, tip = shape.root_chord.value, shape.tip_chord.value
    share = min(1.0, max(0.0, (y - start) / (half - start))) if half > start else 0.0
    chord = root + share * (tip - root)
    # The tip station is given, so the quarter chord runs straight from the root to it.
    quarter_root = shape.root_x.value + 0.25 * root
    quarter_tip = g.tip_x.value - 0.25 * tip
    quarter = quarter_root + share * (quarter_tip - quarter_root)
    return quarter - 0.25 * chord, quarter + 0.75 * chord


def _wing(model: AircraftModel, shape: Derivation | None, *, folded: bool) -> Iterator[Part]:
    """The wing; folded, the inner wing and two upright panels at its ends."""
    g, fold = model.geometry, model.fold if folded else None
    reach = 0.5 * (fold.span.value if fold is not None else g.span.value)
    start = shape.taper_start.value if shape is not None else 0.0
    stations = [0.0, *([start] if 0.0 < start < reach else []), reach]
    edges = [(y, *_chord_at(g, shape, y)) for y in stations]
    leading = [(lead, y) for y, lead, _ in edges]
    trailing = [(trail, y) for y, _, trail in edges]
    right = [*leading, *reversed(trailing)]
    left = [(x, -y) for x, y in [*trailing, *reversed(leading)] if y > 0.0]
    half_thick = 0.5 * SECTION * g.mean_chord.value
    share = reach / (0.5 * g.span.value)
    top = g.wing_height.value + share * (g.tip_z.value - g.wing_height.value)
    low = min(g.wing_height.value, top) - half_thick
    yield Part("wing", np.array([*right, *left]), low, max(g.wing_height.value, top) + half_thick)
    if fold is not None:
        lead, trail = _chord_at(g, shape, reach)
        for name, side in (("left panel", -1.0), ("right panel", 1.0)):
            inner, outer = sorted((side * (reach - 0.5 * PANEL), side * reach))
            yield _box(name, lead, trail, inner, outer, low, fold.height.value)


def _tail(g: Geometry, shape: Derivation | None, length: float) -> Iterator[Part]:
    """Booms and tail surfaces, up to the aftmost point."""
    low, high = g.tail_z.value, g.height.value
    if shape is None:
        half, chord = 0.15 * g.span.value, g.mean_chord.value
        yield _box("tail", length - chord, length, -half, half, min(low, 0.9 * high), high)
        return
    half, root, tip = 0.5 * shape.tail_span.value, shape.tail_root_chord.value, shape.tail_tip_chord.value
    boom, start = shape.boom_y, shape.tail_x.value
    if boom is not None:
        thick = 0.5 * (shape.boom_diameter.value if shape.boom_diameter is not None else 0.2)
        front = 0.5 * sum(_chord_at(g, shape, boom.value))
        for name, side in (("left boom", -1.0), ("right boom", 1.0)):
            middle = side * boom.value
            yield _box(name, front, length, middle - thick, middle + thick, low, low + 2.0 * thick)
        end = min(length, start + root)
        yield _box("tail", end - root, end, -max(half, boom.value), max(half, boom.value), low, high)
        return
    back = min(length - root, start)
    corners = [(back, 0.0), (length - tip, half), (length, half), (length, -half), (length - tip, -half)]
    yield Part("tail", np.array(corners), low, high)
