"""Derive the aerodynamic coefficients of the catalogue from the shapes in it, and freeze them into its files.

    python scripts/derive_aerodynamics.py bayraktar-tb3          print values and spreads
    python scripts/derive_aerodynamics.py --write bayraktar-tb3  freeze them into the file

Values are AeroSandbox's AeroBuildup, body and tail run apart, because it lets neither feel the other: the
downwash between them comes from the vortex lattice, run with and without the tail. Spreads are the
distance to the vortex lattice, or a floor. AeroSandbox has no alphadot terms: they are tail volume times
downwash lag (Etkin and Reid 1996, sec. 5.5). The vortex lattice ignores control surfaces, so these are
AeroBuildup's, and flaps are thin-aerofoil theory with a loss for the boundary layer (McCormick 1979, ch. 3).
LiftingLine is not used: its rate derivatives come out near zero.
"""

from __future__ import annotations

import argparse
import json
import re
from math import acos, cos, degrees, pi, radians, sin, tan
from typing import Any, NamedTuple

import numpy as np

from shortdeck.catalog import loader

ALPHA = radians(4.0)  # of the body axis: between launch and approach
SPEED = 40.0  # m/s, sea level
STEP = radians(4.0)  # control deflection for the control derivatives
FLAP_EFFICIENCY = 0.62  # share of thin-aerofoil lift left at 30 to 40 degrees, plain to single-slotted
VENTRAL = 0.6  # height of a ventral fin over that of the V tail above it
Coefficients = dict[str, float]


class Entry(NamedTuple):
    """A coefficient, its spread, and how it was found."""

    value: float
    plus_minus: float
    basis: str


class Shape(NamedTuple):
    """Plain numbers (SI, radians) of the ``derivation`` part with what it needs of the model."""

    d: dict[str, Any]
    span: float
    area: float
    chord: float
    wing_height: float
    reference: tuple[float, float, float]


def shape_of(file: Any) -> Shape:
    """The shape of an aircraft's file."""
    d = {name: _plain(getattr(file.derivation, name)) for name in type(file.derivation).model_fields}
    geometry, aerodynamics = file.model.geometry, file.model.aerodynamics
    reference = (aerodynamics.reference_x.value, 0.0, aerodynamics.reference_z.value)
    size = (geometry.span.value, geometry.wing_area.value, geometry.mean_chord.value)
    return Shape(d, *size, geometry.wing_height.value, reference)


def _plain(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(_plain(part) for part in item)
    return getattr(item, "value", item)


def wing_chord(d: dict[str, Any], y: float, semi: float) -> float:
    """Chord at a spanwise station, m."""
    share = max(0.0, (y - d["taper_start"]) / (semi - d["taper_start"]))
    return float(d["root_chord"] + share * (d["tip_chord"] - d["root_chord"]))


def build_wing(asb: Any, s: Shape, aileron: float) -> Any:
    """The wing with ailerons deflected antisymmetrically (rad); flaps up."""
    d, semi = s.d, s.span / 2
    low, high = (share * semi for share in d["aileron_span"])
    airfoil = asb.Airfoil(d["wing_airfoil"])
    sections = []
    for y in sorted({0.0, d["taper_start"], low, high, semi}):
        chord = wing_chord(d, y, semi)
        x = d["root_x"] + 0.25 * (d["root_chord"] - chord) + y * tan(d["sweep"])
        surfaces = []
        if low - 1e-9 <= y < high - 1e-9:
            hinge = 1.0 - d["aileron_chord"]
            surfaces = [asb.ControlSurface("aileron", False, degrees(aileron), hinge)]
        place = [x, y, s.wing_height + y * tan(d["dihedral"])]
        twist = degrees(d["incidence"] + d["twist"] * y / semi)
        sections.append(asb.WingXSec(place, chord, twist, airfoil, surfaces))
    return asb.Wing("wing", sections, symmetric=True)


def build_tail(asb: Any, s: Shape, elevator: float, rudder: float) -> list[Any]:
    """Tail surfaces; a V tail's panels run from the centre outwards, up (V) or down (inverted V)."""
    d = s.d
    airfoil = asb.Airfoil(d["tail_airfoil"])
    hinge, twist = 1.0 - d["control_chord"], degrees(d["tail_incidence"])
    surfaces = [asb.ControlSurface("elevator", True, degrees(elevator), hinge)]
    if "v" in d["tail_type"]:
        surfaces.append(asb.ControlSurface("rudder", False, degrees(rudder), hinge))
    inner, outer = (0.0, d["tail_root_chord"]), (d["tail_height"], d["tail_tip_chord"])
    if d["tail_type"] == "inverted-v":
        inner, outer = (outer, inner) if d["boom_y"] else (inner, (-outer[0], outer[1]))
    panels = []
    for y, (z, chord) in ((0.0, inner), (d["tail_span"] / 2, outer)):
        x = d["tail_x"] + 0.25 * (d["tail_root_chord"] - chord)
        panels.append(asb.WingXSec([x, y, d["tail_z"] + z], chord, twist, airfoil, surfaces))
    tail = [asb.Wing("tail", panels, symmetric=True)]
    if d["fin_root_chord"]:
        tip = [d["tail_x"] + 0.2, 0.0, d["tail_z"] - VENTRAL * d["tail_height"]]
        fin = [
            asb.WingXSec([d["tail_x"], 0.0, d["tail_z"]], d["fin_root_chord"], 0.0, airfoil),
            asb.WingXSec(tip, d["fin_tip_chord"], 0.0, airfoil),
        ]
        tail.append(asb.Wing("ventral fin", fin, symmetric=False))
    return tail


def build_bodies(asb: Any, s: Shape) -> list[Any]:
    """Fuselage with a blunt nose and a tapered end, and booms where there are any."""
    d = s.d
    outline = ((0.0, 0.02), (0.05, 0.55), (0.15, 0.85), (0.35, 1.0), (0.7, 0.95), (0.9, 0.7), (1.0, 0.35))
    centre = s.wing_height
    bodies = [
        asb.Fuselage(
            "fuselage",
            [
                asb.FuselageXSec(
                    xyz_c=[share * d["fuselage_length"], 0.0, centre],
                    width=size * d["fuselage_width"],
                    height=size * d["fuselage_height"],
                )
                for share, size in outline
            ],
        )
    ]
    if d["boom_y"]:
        ends = (d["root_x"] + 0.25 * d["root_chord"], d["tail_x"] + d["tail_root_chord"])
        for side in (-1.0, 1.0):
            xsecs = [
                asb.FuselageXSec(xyz_c=[x, side * d["boom_y"], d["tail_z"]], radius=d["boom_diameter"] / 2)
                for x in ends
            ]
            bodies.append(asb.Fuselage("boom", xsecs))
    return bodies


def run(s: Shape, method: str, parts: str, **controls: float) -> Coefficients:
    """Coefficients and derivatives (moments in body axes) of ``wing``, ``body``, ``tail`` or ``all``."""
    import aerosandbox as asb

    wings = [] if parts == "tail" else [build_wing(asb, s, controls.get("aileron", 0.0))]
    if parts in ("tail", "all"):
        wings += build_tail(asb, s, controls.get("elevator", 0.0), controls.get("rudder", 0.0))
    bodies = build_bodies(asb, s) if parts in ("body", "all") and method == "buildup" else []
    # The vortex lattice turns about the origin whatever the reference, so the reference is put there.
    shift = [-place for place in s.reference]
    wings, bodies = ([part.translate(shift) for part in group] for group in (wings, bodies))
    airplane = asb.Airplane(parts, [0.0, 0.0, 0.0], wings, bodies, s_ref=s.area, c_ref=s.chord, b_ref=s.span)
    point = asb.OperatingPoint(velocity=SPEED, alpha=degrees(ALPHA))
    if method == "lattice":
        solver = asb.VortexLatticeMethod(airplane, point, spanwise_resolution=6, chordwise_resolution=4)
    else:
        solver = asb.AeroBuildup(airplane, point)
    found = solver.run() if controls else solver.run_with_stability_derivatives()
    return {name: float(np.ravel(value)[0]) for name, value in found.items() if name.startswith("C")}


class Downwash(NamedTuple):
    """At the tail: slope with wing-body alpha, its spread, and the angle at ALPHA (rad)."""

    slope: float
    spread: float
    angle: float


def downwash_at_tail(s: Shape, body: Coefficients, lattice: dict[str, Coefficients]) -> Downwash:
    """From the tail's lift slope in the vortex lattice, with the wing and alone."""
    felt = (lattice["all"]["CLa"] - lattice["body"]["CLa"]) / lattice["tail"]["CLa"]
    slope = 1.0 - felt
    far = 2.0 * body["CLa"] * s.area / (pi * s.span**2)
    angle = slope * body["CL"] / body["CLa"]
    return Downwash(slope, max(abs(slope - far), 0.25 * abs(slope)), angle)


def longitudinal(
    s: Shape, parts: dict[str, Coefficients], lattice: dict[str, Coefficients]
) -> dict[str, Entry]:
    """Lift and pitch without controls."""
    body, tail, peer = parts["body"], parts["tail"], lattice["with fuselage"]
    wash = downwash_at_tail(s, body, lattice)
    entries = {}
    for name, short in (("CL", "CL"), ("Cm", "Cm")):
        slope = body[short + "a"] + (1.0 - wash.slope) * tail[short + "a"]
        at_zero = body[short] + tail[short] - wash.angle * tail[short + "a"] - ALPHA * slope
        peer_zero = peer[short] - ALPHA * peer[short + "a"]
        entries[name + "_0"] = spread(at_zero, peer_zero, floor=0.02)
        entries[name + "_alpha"] = spread(slope, peer[short + "a"])
        entries[name + "_q"] = spread(body[short + "q"] + tail[short + "q"], peer[short + "q"])
    lift_rate = entries["CL_q"]
    note = f"vortex lattice; AeroBuildup {lift_rate.value:.4g}, its strips feel q at the quarter chord only"
    entries["CL_q"] = Entry(peer["CLq"], lift_rate.plus_minus, note)
    arm = -tail["Cma"] / tail["CLa"] * s.chord
    lag = 2.0 * tail["CLa"] * wash.slope * arm / s.chord
    note = "tail volume times downwash lag"
    entries["CL_alphadot"] = Entry(lag, 0.3 * lag, note)
    entries["Cm_alphadot"] = Entry(-lag * arm / s.chord, 0.3 * lag * arm / s.chord, note)
    share = (1.0 - wash.slope) * tail["CLa"] / entries["CL_alpha"].value
    entries["tail_share_alpha"] = Entry(share, 0.2 * share, "AeroBuildup of the tail alone, in the downwash")
    tail_zero = tail["CL"] - wash.angle * tail["CLa"] - ALPHA * (1.0 - wash.slope) * tail["CLa"]
    entries["CL_tail_0"] = Entry(
        tail_zero, max(0.3 * abs(tail_zero), 0.01), "AeroBuildup of the tail alone, in the downwash"
    )
    entries["tail_arm"] = Entry(arm, 0.05 * arm, "pitching moment over lift of the tail alone")
    entries["downwash_slope"] = Entry(
        wash.slope, wash.spread, "vortex lattice with and without tail; spread against the far-field value"
    )
    return entries


def lateral(parts: dict[str, Coefficients], lattice: dict[str, Coefficients]) -> dict[str, Entry]:
    """Side force, roll and yaw without controls."""
    body, tail, peer = parts["body"], parts["tail"], lattice["with fuselage"]
    entries = {}
    for name in ("CY", "Cl", "Cn"):
        for rate, letter in (("beta", "b"), ("p", "p"), ("r", "r")):
            key = name + letter
            # AeroSandbox's CY lies across the wind; along body y it is less by the drag's share.
            tilt = body["CD"] + tail["CD"] if key == "CYb" else 0.0
            entries[f"{name}_{rate}"] = spread(body[key] + tail[key] - tilt, peer[key] - tilt)
    return entries


def spread(value: float, peer: float, floor: float = 0.005) -> Entry:
    """A value with its distance to the peer, at least a tenth of it, at least the floor."""
    basis = f"AeroBuildup from the shape under derivation; vortex lattice with its fuselage {peer:.4g}"
    return Entry(value, max(abs(value - peer), 0.1 * abs(value), floor), basis)


def controls(s: Shape, parts: dict[str, Coefficients]) -> dict[str, Entry]:
    """Elevator, aileron and rudder, by deflection in AeroBuildup.

    AeroBuildup lets a deflection act as on a section of an endless wing; the loss of lift at a finite aspect
    ratio, which it applies to the angle of attack, is applied here.
    """
    import aerosandbox as asb
    from aerosandbox.library.aerodynamics.inviscid import CL_over_Cl

    note = "AeroBuildup with the surface deflected by 4 degrees, times the lift ratio of the aspect ratio"
    wing, tail = build_wing(asb, s, 0.0), build_tail(asb, s, 0.0, 0.0)[0]
    finite = {
        part: float(CL_over_Cl(shape.aspect_ratio())) for part, shape in (("body", wing), ("tail", tail))
    }
    still = {"body": parts["body"], "tail": parts["tail"]}
    elevator = run(s, "buildup", "tail", elevator=STEP)
    entries = {
        f"{name}_elevator": _control(finite["tail"] * (elevator[name] - still["tail"][name]) / STEP, note)
        for name in ("CL", "Cm")
    }
    aileron = run(s, "buildup", "body", aileron=STEP)
    rudder = run(s, "buildup", "tail", rudder=STEP)
    for label, found, part, lead in (("aileron", aileron, "body", "Cl"), ("rudder", rudder, "tail", "CY")):
        # Signs of deflection: aileron rolls right, rudder pushes to the right (and so yaws left).
        quiet = still[part]
        sign = finite[part] if found[lead] > quiet[lead] else -finite[part]
        for name in ("CY", "Cl", "Cn"):
            slope = sign * (found[name] - quiet[name]) / STEP
            entries[f"{name}_{label}"] = _control(slope, note)
    return entries


def _control(value: float, note: str) -> Entry:
    return Entry(value, max(0.15 * abs(value), 0.002), note)


def flaps(s: Shape, parts: dict[str, Coefficients], wash: Entry) -> dict[str, Entry]:
    """Lift and pitching-moment increments at full flap, alpha held."""
    d, body, tail = s.d, parts["body"], parts["tail"]
    theta = acos(2.0 * d["flap_chord"] - 1.0)
    tau = 1.0 - (theta - sin(theta)) / pi
    semi, count = s.span / 2, 400
    low, high = (share * semi for share in d["flap_span"])
    stations = [low + (high - low) * (i + 0.5) / count for i in range(count)]
    chords = [wing_chord(d, y, semi) for y in stations]
    step = 2.0 * (high - low) / count
    area_share = sum(chords) * step / s.area
    chord_share = sum(chord * chord for chord in chords) * step / (s.area * s.chord)
    angle = FLAP_EFFICIENCY * d["flap_deflection"]
    wing_lift = body["CLa"] * tau * angle * area_share
    section = -0.5 * sin(theta) * (1.0 - cos(theta)) * angle * chord_share
    wing_centre = d["root_x"] + 0.25 * d["root_chord"]
    tail_alpha = -wash.value * wing_lift / body["CLa"]
    lift = wing_lift + tail["CLa"] * tail_alpha
    moment = section + wing_lift * (s.reference[0] - wing_centre) / s.chord + tail["Cma"] * tail_alpha
    note = "thin-aerofoil flap with 0.62 of its lift left by the boundary layer, tail in the added downwash"
    return {"CL_flap": Entry(lift, 0.2 * lift, note), "Cm_flap": Entry(moment, 0.05, note)}


def derive(name: str) -> dict[str, Entry]:
    """All coefficients that this script owns, by their key in the file."""
    s = shape_of(loader.load(name))
    parts = {part: run(s, "buildup", part) for part in ("body", "tail")}
    lattice = {part: run(s, "lattice", part) for part in ("body", "tail", "all")}
    # The lattice has no fuselage: it gets AeroBuildup's, so that the spread is that of the surfaces alone.
    wing = run(s, "buildup", "wing")
    lattice["with fuselage"] = {
        name: value + parts["body"][name] - wing[name]
        for name, value in lattice["all"].items()
        if name in wing
    }
    entries = longitudinal(s, parts, lattice)
    entries |= lateral(parts, lattice) | controls(s, parts)
    return entries | flaps(s, parts, entries["downwash_slope"])


def freeze(text: str, entries: dict[str, Entry]) -> str:
    """The file's text with the entries of its ``aerodynamics`` part replaced; all else stays as it is."""
    start = text.index("\n  aerodynamics:\n") + 1
    end = start + re.compile(r"\n(?=  \w|\w)").search(text[start + 16 :]).start() + 17  # type: ignore[union-attr]
    block = text[start:end]
    for key, entry in entries.items():
        unit = " m" if key == "tail_arm" else ""
        lines = (
            f"    {key}:\n      value: {entry.value:.4g}{unit}\n"
            f"      plus_minus: {entry.plus_minus:.2g}{unit}\n"
            f"      basis: {json.dumps(entry.basis)}\n      confidence: derived\n"
        )
        block, count = re.subn(rf"^    {key}:.*\n(?:      .*\n)*", lines, block, flags=re.MULTILINE)
        if count != 1:
            raise SystemExit(f"the file has {count} entries {key} under aerodynamics, one is needed")
    return text[:start] + block + text[end:]


def main() -> None:
    """Print or freeze the coefficients of the named aircraft."""
    parser = argparse.ArgumentParser(
        description="derive aerodynamic coefficients from the catalogue's shapes"
    )
    parser.add_argument("names", nargs="+")
    parser.add_argument("--write", action="store_true", help="freeze them into the catalogue's files")
    arguments = parser.parse_args()
    for name in arguments.names:
        entries = derive(name)
        margin = -entries["Cm_alpha"].value / entries["CL_alpha"].value
        print(f"{name}: static margin {margin:.3f}")
        for key, entry in entries.items():
            print(f"  {key:18s} {entry.value:10.4f} +/- {entry.plus_minus:.4f}  {entry.basis}")
        if arguments.write:
            path = loader.DATA / "aircraft" / f"{name}.yaml"
            path.write_text(freeze(path.read_text(encoding="utf-8"), entries), encoding="utf-8")


if __name__ == "__main__":
    main()
