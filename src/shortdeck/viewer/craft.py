"""An aircraft as triangles, at true size from its file: what turns, and which channel turns it.

Where the file tells the shape from which its coefficients were derived, wing, controls, booms and tail are
that shape; otherwise the plan outline is raised between its heights. Lengths in the file's datum frame (x aft
of the nose, y right, z up) become forward, up, starboard of the centre of gravity. Contours of the fuselage
between its ends, the thickness of surfaces and the size of wheels are in no file: they are drawn by eye.
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, pi, sin, tan
from typing import NamedTuple

import numpy as np

from shortdeck.catalog.aircraft import AircraftFile, AircraftModel, Derivation
from shortdeck.viewer.mesh import Mesh, Real, grid, join, loft, mirrored, prism, tube

WHEEL = 0.22
"""Radius of a wheel, m; smaller where the wing is low."""
THICKNESS = {"wing": 0.15, "tail": 0.10}
DRAWN = "fuselage contour, thickness of surfaces and size of wheels are drawn by eye"


class Moves(NamedTuple):
    """How a part moves: about an axis through a point, by ``gain`` times a channel (rad), or along y (m)."""

    channel: str
    gain: float
    pivot: tuple[float, float, float]
    axis: tuple[float, float, float]
    second: str = ""  # a further channel about the same axis
    second_gain: float = 0.0


class Part(NamedTuple):
    """A piece of the aircraft: its colour by a name, its mesh about the centre of gravity, its motion."""

    name: str
    colour: str
    mesh: Mesh
    smooth: bool = False
    moves: Moves | None = None
    leg: str = ""  # of a landing gear: moves up by the depth of this wheel


class Section(NamedTuple):
    """A station of a lifting surface: leading edge (datum frame, m), chord, thickness over chord."""

    x: float
    y: float
    z: float
    chord: float
    thickness: float


def _profile(thickness: float, start: float, end: float) -> Real:
    """Points (x/c, z/c) around a symmetric section (NACA four digits) from one share of chord to another."""
    x = start + (end - start) * 0.5 * (1.0 - np.cos(np.linspace(0.0, pi, 9)))
    half = 5.0 * thickness * (0.2969 * np.sqrt(x) - 0.126 * x - 0.3516 * x**2 + 0.2843 * x**3 - 0.1036 * x**4)
    return np.concatenate([np.stack([x, half], 1), np.stack([x, -half], 1)[::-1]])


def _panel(sections: list[Section], start: float, end: float, cg: Real) -> Mesh:
    """Part of a lifting surface between two shares of its chord."""
    first, last = sections[0], sections[-1]
    # The section stands across the span as seen from ahead.
    tilt = atan2(last.z - first.z, last.y - first.y)
    rings = []
    for s in sections:
        points = _profile(s.thickness, start, end) * s.chord
        datum = np.stack(
            [
                s.x + points[:, 0],
                s.y - points[:, 1] * sin(tilt),
                s.z + points[:, 1] * cos(tilt),
            ],
            axis=1,
        )
        rings.append(_to_body(datum, cg))
    return loft(rings)


def _to_body(points: Real, cg: Real) -> Real:
    """Datum frame (x aft, y right, z up) as forward, up, starboard of the centre of gravity."""
    return np.stack([cg[0] - points[..., 0], points[..., 2] - cg[1], points[..., 1]], axis=-1)


def _between(a: Section, b: Section, share: float) -> Section:
    return Section(*(p + share * (q - p) for p, q in zip(a, b, strict=True)))


def _surface(
    name: str,
    sections: list[Section],
    controls: list[tuple[float, float, float, Moves | None, str]],
    cg: Real,
) -> list[Part]:
    """A panel of the right side cut into what stands still and what turns.

    ``controls``: from and to (spanwise y), share of the chord, motion, name; they do not overlap.
    """
    marks = sorted({s.y for s in sections} | {y for c in controls for y in c[:2]})
    rising = sorted(sections, key=lambda s: s.y)
    at = {y: _station(rising, y) for y in marks}
    parts, still = [], []
    for low, high in pairwise(marks):
        pair = [at[low], at[high]]
        found = next((c for c in controls if c[0] - 1e-9 <= low and high <= c[1] + 1e-9), None)
        hinge = 1.0 if found is None else 1.0 - found[2]
        still.append(_panel(pair, 0.0, hinge, cg))
        if found is not None:
            parts.append(
                Part(found[4], "control", _panel(pair, hinge, 1.0, cg), moves=_hinged(found, pair, cg))
            )
    return [Part(name, "wing", join(still)), *parts]


def _station(sections: list[Section], y: float) -> Section:
    for a, b in pairwise(sections):
        if a.y - 1e-9 <= y <= b.y + 1e-9:
            return _between(a, b, (y - a.y) / (b.y - a.y) if b.y > a.y else 0.0)
    return sections[-1] if y > sections[-1].y else sections[0]


def _hinged(
    control: tuple[float, float, float, Moves | None, str], pair: list[Section], cg: Real
) -> Moves | None:
    """The motion about the hinge between two stations; a positive angle is trailing edge down."""
    motion = control[3]
    if motion is None:
        return None
    ends = np.array([[s.x + (1.0 - control[2]) * s.chord, s.y, s.z] for s in pair])
    a, b = _to_body(ends, cg)
    along = (b - a) / np.linalg.norm(b - a)  # to starboard: by it the trailing edge goes down
    return motion._replace(pivot=tuple(a), axis=tuple(along))


def _turning(channel: str, gain: float, second: str = "", second_gain: float = 0.0) -> Moves:
    return Moves(channel, gain, (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), second, second_gain)


def _left(part: Part, *, flip: tuple[bool, bool] = (False, False)) -> Part:
    """The part of the other side; ``flip``: whether its first and its second channel act the other way."""
    name = part.name.replace("right", "left")
    moves = part.moves
    if moves is not None:
        px, py, pz = moves.pivot
        ax, ay, az = moves.axis
        moves = moves._replace(
            pivot=(px, py, -pz),
            axis=(-ax, -ay, az),
            gain=-moves.gain if flip[0] else moves.gain,
            second_gain=-moves.second_gain if flip[1] else moves.second_gain,
        )
    return Part(name, part.colour, mirrored(part.mesh), part.smooth, moves, part.leg)


def _wing(model: AircraftModel, d: Derivation, cg: Real) -> list[Part]:
    g, semi = model.geometry, 0.5 * model.geometry.span.value
    stations = sorted({0.0, min(d.taper_start.value, semi), semi})
    sections = []
    for y in stations:
        share = max(0.0, (y - d.taper_start.value) / (semi - d.taper_start.value))
        chord = d.root_chord.value + share * (d.tip_chord.value - d.root_chord.value)
        x = d.root_x.value + 0.25 * (d.root_chord.value - chord) + y * tan(d.sweep.value)
        sections.append(
            Section(x, y, g.wing_height.value + y * tan(d.dihedral.value), chord, THICKNESS["wing"])
        )
    flap, aileron = ([semi * v.value for v in ends] for ends in (d.flap_span, d.aileron_span))
    # Positive where the right wing goes down: the right aileron up.
    roll = -1.0 if model.aerodynamics.Cl_aileron.value > 0.0 else 1.0
    right = _surface(
        "wing right",
        sections,
        [
            (flap[0], flap[1], d.flap_chord.value, _turning("flap", d.flap_deflection.value), "flap right"),
            (aileron[0], aileron[1], d.aileron_chord.value, _turning("aileron", roll), "aileron right"),
        ],
        cg,
    )
    return right + [_left(part, flip=("aileron" in part.name, False)) for part in right]


def _tail(model: AircraftModel, d: Derivation, cg: Real) -> list[Part]:
    """Tail panels with their controls; on V tails elevator and rudder share them."""
    half, root, tip = 0.5 * d.tail_span.value, d.tail_root_chord.value, d.tail_tip_chord.value
    z, height = d.tail_z.value, d.tail_height.value
    inner, outer = (z, root), (z + height, tip)
    if d.tail_type in ("inverted-v", "inverted-y"):
        inner, outer = (outer, inner) if d.boom_y else (inner, (z - height, tip))
    elif d.tail_type in ("conventional", "t-tail"):
        level = z + height if d.tail_type == "t-tail" else z
        inner, outer = (level, root), (level, tip)
    sections = [
        Section(d.tail_x.value + 0.25 * (root - chord), y, up, chord, THICKNESS["tail"])
        for y, (up, chord) in ((0.0, inner), (half, outer))
    ]
    shared = "v" in d.tail_type or "y" in d.tail_type
    # Nose right wants force to the left: on a V the right panel down, on an inverted one up.
    right = 1.0 if model.aerodynamics.Cn_rudder.value > 0.0 else -1.0
    upright = 1.0 if outer[0] > inner[0] else -1.0
    motion = _turning("elevator", 1.0, "rudder", right * upright) if shared else _turning("elevator", 1.0)
    panel = _surface(
        "tail right", sections, [(0.0, half, d.control_chord.value, motion, "tail control right")], cg
    )
    parts = panel + [_left(part, flip=(False, True)) for part in panel]
    return parts + _fin(model, d, cg, shared=shared)


def _fin(model: AircraftModel, d: Derivation, cg: Real, *, shared: bool) -> list[Part]:
    """A fin: upright with a rudder, or the ventral one of a V tail."""
    if d.fin_root_chord is None or d.fin_tip_chord is None:
        return []
    x, z, height = d.tail_x.value, d.tail_z.value, d.tail_height.value
    top = z - 0.6 * height if shared else z + height  # of a ventral fin as its coefficients were derived
    root = Section(x, 0.0, z, d.fin_root_chord.value, THICKNESS["tail"])
    end = Section(x + 0.2, 0.0, top, d.fin_tip_chord.value, THICKNESS["tail"])
    hinge = 1.0 if shared else 1.0 - d.control_chord.value
    parts = [Part("fin", "wing", _panel([root, end], 0.0, hinge, cg))]
    if not shared:
        a, b = _to_body(np.array([[s.x + hinge * s.chord, s.y, s.z] for s in (root, end)]), cg)
        along = (b - a) / np.linalg.norm(b - a)
        sign = 1.0 if model.aerodynamics.Cn_rudder.value > 0.0 else -1.0
        moves = Moves("rudder", sign, tuple(a), tuple(along))
        parts.append(Part("rudder", "control", _panel([root, end], hinge, 1.0, cg), moves=moves))
    return parts


def _fuselage(model: AircraftModel, d: Derivation, cg: Real) -> Part:
    """A body of revolution, flattened: blunt nose, long middle, drawn-in end."""
    length, low = d.fuselage_length.value, model.geometry.nose_z.value
    half_y, half_z = 0.5 * d.fuselage_width.value, 0.5 * d.fuselage_height.value
    turn = np.linspace(0.0, 2.0 * pi, 20, endpoint=False)
    rings = []
    for u in 0.5 * (1.0 - np.cos(np.linspace(0.0, pi, 25))):
        nose = (1.0 - (1.0 - min(u / 0.3, 1.0)) ** 2) ** 0.6
        aft = 1.0 - 0.55 * max((u - 0.6) / 0.4, 0.0) ** 1.6
        size = max(nose * aft, 0.02)
        # A domed forebody over a flat belly; the after end rises to the thrust line.
        middle = low + half_z * (1.0 + 0.12 * (nose - 1.0)) + 0.2 * half_z * max((u - 0.6) / 0.4, 0.0)
        ring = np.stack(
            [
                np.full_like(turn, u * length),
                half_y * size * np.cos(turn),
                middle + half_z * size * np.sin(turn),
            ],
            axis=1,
        )
        rings.append(_to_body(ring, cg))
    return Part("fuselage", "body", loft(rings), smooth=True)


def _booms(model: AircraftModel, d: Derivation, cg: Real) -> list[Part]:
    if d.boom_y is None:
        return []
    radius = 0.5 * (d.boom_diameter.value if d.boom_diameter is not None else 0.2)
    front = d.root_x.value + 0.05 * d.root_chord.value
    y, z = d.boom_y.value, d.tail_z.value
    start, end = _to_body(np.array([[front, y, z], [model.geometry.length.value, y, z]]), cg)
    right = Part("boom right", "body", tube(start, end, radius, sides=14, taper=0.8), smooth=True)
    return [right, _left(right)]


def _propeller(model: AircraftModel, cg: Real) -> list[Part]:
    """Hub, blades and the disc that they sweep; they turn with the propeller's speed."""
    p = model.propeller
    if p is None:
        return []
    hub = _to_body(np.array([p.x.value, 0.0, p.z.value]), cg)
    radius, chord = 0.5 * p.diameter.value, p.chord.value
    sense = 1.0 if p.sense == "clockwise" else -1.0  # seen from behind: about the way ahead
    moves = Moves("propeller_angle", sense, tuple(hub), (1.0, 0.0, 0.0))
    blades = []
    for k in range(round(p.blades.value)):
        turn = 2.0 * pi * k / p.blades.value
        rows = []
        for share in (0.1, 0.3, 0.6, 0.9, 1.0):
            twist = 0.9 - 0.65 * share
            wide = 0.5 * chord * (1.0 if share < 0.95 else 0.4)
            half = np.array([wide * sin(twist), 0.0, wide * cos(twist)])
            edge = np.stack([half, -half])
            edge[:, 1] += share * radius
            y, z = edge[:, 1].copy(), edge[:, 2].copy()
            edge[:, 1], edge[:, 2] = y * cos(turn) - z * sin(turn), y * sin(turn) + z * cos(turn)
            rows.append(hub + edge)
        blades.append(grid(np.array(rows)))
    cone = float(np.clip(model.geometry.length.value - p.x.value, 0.05, 0.3))  # ends with the aircraft
    spinner = tube(
        hub + np.array([0.12, 0.0, 0.0]), hub - np.array([cone, 0.0, 0.0]), 0.13, sides=14, taper=0.3
    )
    disc = tube(hub + np.array([0.01, 0.0, 0.0]), hub - np.array([0.01, 0.0, 0.0]), radius, sides=40)
    return [
        Part("propeller", "dark", join([*blades, spinner]), moves=moves),
        Part("propeller disc", "disc", disc),
    ]


def _gear(model: AircraftModel, cg: Real) -> list[Part]:
    """Legs with wheels, unloaded; they move up by the depth of their wheel below the surface."""
    gear = model.gear
    if gear is None:
        return []
    radius = min(WHEEL, 0.18 * model.geometry.wing_height.value)
    parts = []
    for name, leg, sides in (("nose", gear.nose, (0.0,)), ("main", gear.main, (1.0, -1.0))):
        for side in sides:
            label = "nose" if name == "nose" else ("right" if side > 0.0 else "left")
            foot = np.array([leg.x.value, side * leg.y.value, radius - leg.extension.value])
            wide = np.array([0.0, 0.35 * radius, 0.0])
            inward = -0.25 * side * abs(leg.y.value)
            top = foot + np.array([0.0, inward, 0.75 * model.geometry.wing_height.value])
            ends = _to_body(np.array([foot - wide, foot + wide, foot, top]), cg)
            wheel = tube(ends[0], ends[1], radius, sides=18)
            strut = tube(ends[2], ends[3], 0.05)
            steers = name == "nose"
            pivot = tuple(_to_body(foot, cg))
            moves = Moves("steer", -1.0, pivot, (0.0, 1.0, 0.0)) if steers else None
            parts.append(Part(f"wheel {label}", "dark", wheel, smooth=False, moves=moves, leg=label))
            parts.append(Part(f"leg {label}", "gear", strut, leg=label))
    return parts


def parts_of(aircraft: AircraftFile) -> list[Part]:
    """All parts of an aircraft, about its centre of gravity."""
    model, d = aircraft.model, aircraft.derivation
    cg = np.array([model.mass.cg_x.value, model.mass.cg_z.value])
    if d is None:
        return _raised(aircraft, cg) + _propeller(model, cg) + _gear(model, cg)
    return [
        _fuselage(model, d, cg),
        *_wing(model, d, cg),
        *_tail(model, d, cg),
        *_booms(model, d, cg),
        *_propeller(model, cg),
        *_gear(model, cg),
    ]


def _raised(aircraft: AircraftFile, cg: Real) -> list[Part]:
    """The plan outline between its heights."""
    from shortdeck.parking.outline import outline_of

    model = aircraft.model
    axle = model.gear.main.x.value if model.gear is not None else 0.5 * model.geometry.length.value
    shown = []
    for part in outline_of(aircraft, folded=False).parts:
        if part.name in ("propeller", "leg"):
            continue
        corners = np.column_stack([part.corners[:, 0] + cg[0] - axle, part.corners[:, 1]])
        colour = "body" if part.name == "fuselage" else "wing"
        shown.append(Part(part.name, colour, prism(corners, part.low - cg[1], part.high - cg[1])))
    return shown


def wheel_points(aircraft: AircraftFile) -> dict[str, tuple[float, float, float]]:
    """Lowest point of each unloaded wheel about the centre of gravity: forward, up, starboard, m."""
    model = aircraft.model
    if model.gear is None:
        return {}
    cg = np.array([model.mass.cg_x.value, model.mass.cg_z.value])
    found = {}
    nose, main = model.gear.nose, model.gear.main
    for label, leg, side in (("nose", nose, 0.0), ("left", main, -1.0), ("right", main, 1.0)):
        place = np.array([leg.x.value, side * leg.y.value, -leg.extension.value])
        x, y, z = (float(v) for v in _to_body(place, cg))
        found[label] = (x, y, z)
    return found
