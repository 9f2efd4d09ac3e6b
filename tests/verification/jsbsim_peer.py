"""JSBSim as a peer: an airframe of the catalogue written as JSBSim XML and flown there, open loop.

Nothing of shortdeck's physics is used here: the forces are JSBSim functions built from the coefficients
alone, and JSBSim integrates them. Its planet is made flat (radius 1e9 m, GM = g a^2, no rotation, no J2),
its air has one density everywhere, and thrust is a constant force along the body x axis through the centre
of gravity.

Frames: JSBSim's structural frame (x aft, y right, z up) is the datum frame of an aircraft file. Its inertia
products follow `negated_crossproduct_inertia`: with "false" the body tensor holds -Ixz off the diagonal.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.aircraft import AircraftModel

os.environ.setdefault("JSBSIM_DEBUG", "0")
import jsbsim  # reads JSBSIM_DEBUG when it is imported

FOOT = 0.3048
POUND_FORCE = 4.4482216152605
SLUG_PER_CUBIC_FOOT = POUND_FORCE / FOOT / FOOT**3
PLANET_RADIUS = 1.0e9
ADAMS_BASHFORTH_2, ADAMS_BASHFORTH_3, BUSS_2 = 3, 4, 7

CONTROLS = ("elevator", "aileron", "rudder", "flap", "gear")
CHANNELS = ("u", "v", "w", "p", "q", "r", "roll", "pitch", "yaw")

Element = ElementTree.Element
Term = Element | str | float


class Controls(NamedTuple):
    """Deflections in radians; flap and gear as shares of full travel."""

    elevator: float = 0.0
    aileron: float = 0.0
    rudder: float = 0.0
    flap: float = 0.0
    gear: float = 1.0


class Start(NamedTuple):
    """Body velocity (m/s), rates (rad/s) and Euler angles (rad) at time zero."""

    u: float
    v: float = 0.0
    w: float = 0.0
    p: float = 0.0
    q: float = 0.0
    r: float = 0.0
    roll: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0


def operation(name: str, *terms: Term) -> Element:
    """A JSBSim function node; a text is a property, a number is a value."""
    node = Element(name)
    for term in terms:
        if isinstance(term, str):
            ElementTree.SubElement(node, "property").text = term
        elif isinstance(term, Element):
            node.append(term)
        else:
            ElementTree.SubElement(node, "value").text = repr(float(term))
    return node


def product(*terms: Term) -> Element:
    return operation("product", *terms)


def total(*terms: Term) -> Element:
    return operation("sum", *terms)


def quotient(above: Term, below: Term) -> Element:
    return operation("quotient", above, below)


def separated_share(sharpness: float, stall_alpha: float) -> Element:
    """The logistic stall blend as a JSBSim property that the coefficients use."""
    low = operation("exp", product(-sharpness, total("aero/alpha-rad", -stall_alpha)))
    high = operation("exp", product(sharpness, total("aero/alpha-rad", stall_alpha)))
    function = Element("function", name="peer/separated")
    function.append(quotient(total(1.0, low, high), product(total(1.0, low), total(1.0, high))))
    return function


def plate(direction: str) -> Element:
    """Force coefficient of a flat plate along (sin) or across (cos) the wind."""
    sine = operation("sin", "aero/alpha-rad")
    normal = quotient(sine, total(0.283, product(0.222, operation("abs", sine))))
    return product("peer/separated", normal, operation(direction, "aero/alpha-rad"))


def attached(*factors: Term) -> Element:
    return product(operation("difference", 1.0, "peer/separated"), *factors)


def lift_coefficient(model: AircraftModel) -> Element:
    """CL: linear in alpha, its rate, pitch rate, elevator and flap, blended into that of a plate."""
    a = model.aerodynamics
    return total(
        attached(static_lift(model)),
        plate("cos"),
        product(a.CL_alphadot.value, "aero/ci2vel", "aero/alphadot-rad_sec"),
        product(a.CL_q.value, "aero/ci2vel", "velocities/q-aero-rad_sec"),
        product(a.CL_elevator.value, "peer/elevator"),
    )


def static_lift(model: AircraftModel) -> Element:
    """The part of CL that the drag polar is drawn over."""
    a = model.aerodynamics
    return total(
        a.CL_0.value, product(a.CL_alpha.value, "aero/alpha-rad"), product(a.CL_flap.value, "peer/flap")
    )


def drag_coefficient(model: AircraftModel) -> Element:
    """CD: profile parts, a linear slope, a parabola about CL_min_drag, sideslip squared, elevator."""
    a = model.aerodynamics
    aspect_ratio = model.geometry.span.value**2 / model.geometry.wing_area.value
    excess = total(static_lift(model), -a.CL_min_drag.value)
    return total(
        a.CD_0.value,
        product(a.CD_flap.value, "peer/flap"),
        product(a.CD_gear.value, "peer/gear"),
        attached(a.CD_alpha.value, "aero/alpha-rad"),
        attached(quotient(operation("pow", excess, 2.0), math.pi * a.oswald.value * aspect_ratio)),
        plate("sin"),
        product(a.CD_beta2.value, "aero/beta-rad", "aero/beta-rad"),
        product(a.CD_elevator.value, "peer/elevator"),
    )


def lateral_coefficient(model: AircraftModel, name: str) -> Element:
    """CY, Cl or Cn: linear in sideslip, roll and yaw rate, aileron and rudder.

    Roll damping and aileron power fade as the flow separates.
    """
    a = model.aerodynamics
    slope = {
        variable: getattr(a, f"{name}_{variable}").value
        for variable in ("beta", "p", "r", "aileron", "rudder")
    }
    fading = attached if name == "Cl" else product
    return total(
        product(slope["beta"], "aero/beta-rad"),
        fading(slope["p"], "aero/bi2vel", "velocities/p-aero-rad_sec"),
        product(slope["r"], "aero/bi2vel", "velocities/r-aero-rad_sec"),
        fading(slope["aileron"], "peer/aileron"),
        product(slope["rudder"], "peer/rudder"),
    )


def pitch_coefficient(model: AircraftModel) -> Element:
    a = model.aerodynamics
    return total(
        a.Cm_0.value,
        product(a.Cm_alpha.value, "aero/alpha-rad"),
        product(a.Cm_alphadot.value, "aero/ci2vel", "aero/alphadot-rad_sec"),
        product(a.Cm_q.value, "aero/ci2vel", "velocities/q-aero-rad_sec"),
        product(a.Cm_elevator.value, "peer/elevator"),
        product(a.Cm_flap.value, "peer/flap"),
        product(a.Cm_stall.value, "peer/separated"),
    )


def axis(name: str, coefficient: Element, *scales: str) -> Element:
    """One aerodynamic axis: coefficient times dynamic pressure times reference lengths."""
    node = Element("axis", name=name)
    function = ElementTree.SubElement(node, "function", name=f"aero/{name.lower()}")
    function.append(product(coefficient, "aero/qbar-psf", "metrics/Sw-sqft", *scales))
    return node


def aerodynamics(model: AircraftModel, stall_alpha: float) -> Element:
    """Drag along the wind, lift across it in the plane of symmetry, side force along body y, body moments.

    JSBSim's wind axes take a side force along wind y, so CY along body y is resolved by the sideslip.
    """
    node = Element("aerodynamics")
    for name in CONTROLS:
        ElementTree.SubElement(node, "property", value="0").text = f"peer/{name}"
    node.append(separated_share(model.aerodynamics.stall_sharpness.value, stall_alpha))
    side = lateral_coefficient(model, "CY")
    along = product(-1.0, lateral_coefficient(model, "CY"), operation("sin", "aero/beta-rad"))
    node.append(axis("DRAG", total(drag_coefficient(model), along)))
    node.append(axis("SIDE", product(side, operation("cos", "aero/beta-rad"))))
    node.append(axis("LIFT", lift_coefficient(model)))
    node.append(axis("ROLL", lateral_coefficient(model, "Cl"), "metrics/bw-ft"))
    node.append(axis("PITCH", pitch_coefficient(model), "metrics/cbarw-ft"))
    node.append(axis("YAW", lateral_coefficient(model, "Cn"), "metrics/bw-ft"))
    return node


def scalar(parent: Element, name: str, value: float, unit: str) -> None:
    ElementTree.SubElement(parent, name, unit=unit).text = repr(value)


def location(parent: Element, name: str, x: float, z: float) -> None:
    node = ElementTree.SubElement(parent, "location", name=name, unit="M")
    for letter, value in (("x", x), ("y", 0.0), ("z", z)):
        ElementTree.SubElement(node, letter).text = repr(value)


def metrics(model: AircraftModel) -> Element:
    node = Element("metrics")
    scalar(node, "wingarea", model.geometry.wing_area.value, "M2")
    scalar(node, "wingspan", model.geometry.span.value, "M")
    scalar(node, "chord", model.geometry.mean_chord.value, "M")
    location(node, "AERORP", model.aerodynamics.reference_x.value, model.aerodynamics.reference_z.value)
    return node


def mass_balance(model: AircraftModel) -> Element:
    node = Element("mass_balance", negated_crossproduct_inertia="false")
    for name in ("Ixx", "Iyy", "Izz", "Ixz"):
        scalar(node, name.lower(), getattr(model.mass, name).value, "KG*M2")
    scalar(node, "emptywt", model.mass.reference.value, "KG")
    location(node, "CG", model.mass.cg_x.value, model.mass.cg_z.value)
    return node


def thrust_through_cg(model: AircraftModel) -> Element:
    node = Element("external_reactions")
    force = ElementTree.SubElement(node, "force", name="thrust", frame="BODY")
    location(force, "thrust", model.mass.cg_x.value, model.mass.cg_z.value)
    direction = ElementTree.SubElement(force, "direction")
    for letter, value in (("x", 1.0), ("y", 0.0), ("z", 0.0)):
        ElementTree.SubElement(direction, letter).text = repr(value)
    return node


def airframe_xml(model: AircraftModel, name: str, stall_alpha: float) -> str:
    """The airframe at its reference mass as a JSBSim file without engines, wheels or control system."""
    root = Element("fdm_config", name=name, version="2.0", release="BETA")
    root.append(metrics(model))
    root.append(mass_balance(model))
    root.append(Element("ground_reactions"))
    root.append(thrust_through_cg(model))
    root.append(aerodynamics(model, stall_alpha))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def planet_xml(gravity: float) -> str:
    """A planet so large that it is flat, which does not turn and pulls with ``gravity`` at its surface."""
    radius = PLANET_RADIUS / FOOT
    root = Element("planet", name="flat")
    scalar(root, "semimajor_axis", radius, "FT")
    scalar(root, "semiminor_axis", radius, "FT")
    scalar(root, "rotation_rate", 0.0, "RAD/SEC")
    scalar(root, "GM", gravity / FOOT * radius**2, "FT3/SEC2")
    ElementTree.SubElement(root, "J2").text = "0"
    return ElementTree.tostring(root, encoding="unicode")


def load(model: AircraftModel, folder: Path, *, gravity: float, stall_alpha: float) -> jsbsim.FGFDMExec:
    """JSBSim with the flat planet and the airframe, both written below ``folder``."""
    name = "peer"
    aircraft = folder / "aircraft" / name
    aircraft.mkdir(parents=True, exist_ok=True)
    (aircraft / f"{name}.xml").write_text(airframe_xml(model, name, stall_alpha), encoding="utf-8")
    (folder / "planet.xml").write_text(planet_xml(gravity), encoding="utf-8")
    fdm = jsbsim.FGFDMExec(str(folder))
    fdm.set_debug_level(0)
    assert fdm.load_planet(str(folder / "planet.xml"), False)
    assert fdm.load_model(name)
    fdm["simulation/gravity-model"] = 0  # central field, no J2
    return fdm


def start_at(fdm: jsbsim.FGFDMExec, start: Start, *, altitude: float, density: float, thrust: float) -> None:
    """Initial conditions on the equator, heading north; second-order integrators throughout."""
    fdm["atmosphere/override/density"] = density / SLUG_PER_CUBIC_FOOT
    fdm["external_reactions/thrust/magnitude"] = thrust / POUND_FORCE
    fdm["ic/lat-geod-rad"] = 0.0
    fdm["ic/long-gc-rad"] = 0.0
    fdm["ic/h-sl-ft"] = altitude / FOOT
    fdm["ic/phi-rad"] = start.roll
    fdm["ic/theta-rad"] = start.pitch
    fdm["ic/psi-true-rad"] = start.yaw
    for letter in "uvw":
        fdm[f"ic/{letter}-fps"] = getattr(start, letter) / FOOT
    for letter in "pqr":
        fdm[f"ic/{letter}-rad_sec"] = getattr(start, letter)
    assert fdm.run_ic()
    fdm["simulation/integrator/rate/rotational"] = ADAMS_BASHFORTH_2
    fdm["simulation/integrator/rate/translational"] = ADAMS_BASHFORTH_2
    fdm["simulation/integrator/position/rotational"] = BUSS_2
    fdm["simulation/integrator/position/translational"] = ADAMS_BASHFORTH_3


def sample(fdm: jsbsim.FGFDMExec) -> tuple[float, ...]:
    velocities = (fdm[f"velocities/{letter}-fps"] * FOOT for letter in "uvw")
    rates = (fdm[f"velocities/{letter}-rad_sec"] for letter in "pqr")
    angles = (fdm[f"attitude/{angle}-rad"] for angle in ("phi", "theta", "psi"))
    return (*velocities, *rates, *angles)


def fly(
    model: AircraftModel,
    folder: Path,
    start: Start,
    controls: Callable[[float], Controls],
    *,
    thrust: float,
    density: float,
    gravity: float,
    duration: float,
    stall_alpha: float,
    every: float = 0.05,
    step: float = 0.0005,
    altitude: float = 1000.0,
) -> dict[str, NDArray[np.float64]]:
    """Fly the airframe open loop in JSBSim; ``time`` and CHANNELS, sampled ``every`` seconds, from 0.

    ``stall_alpha`` is the centre of the stall blend at the flap setting flown.
    """
    fdm = load(model, folder, gravity=gravity, stall_alpha=stall_alpha)
    fdm.set_dt(step)
    apply_controls(fdm, controls(0.0))
    start_at(fdm, start, altitude=altitude, density=density, thrust=thrust)
    stride = round(every / step)
    rows = [sample(fdm)]
    for count in range(1, round(duration / step) + 1):
        # run() moves to the new time with the old forces, then finds the forces there.
        apply_controls(fdm, controls(count * step))
        fdm.run()
        if count % stride == 0:
            rows.append(sample(fdm))
    history = dict(zip(CHANNELS, np.array(rows).T, strict=True))
    for angle in ("roll", "pitch", "yaw"):  # JSBSim counts headings from 0 to 2 pi
        history[angle] = np.unwrap(np.arctan2(np.sin(history[angle]), np.cos(history[angle])))
    return {"time": np.arange(len(rows)) * every, **history}


def apply_controls(fdm: jsbsim.FGFDMExec, controls: Controls) -> None:
    for name, value in zip(CONTROLS, controls, strict=True):
        fdm[f"peer/{name}"] = value
