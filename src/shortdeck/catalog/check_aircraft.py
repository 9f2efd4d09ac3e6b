"""What the numbers of an aircraft must be to one another. Each check names paths under ``model``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from shortdeck.errors import Fault

OUTLINE_SLACK = 0.05
"""How far a drawn part may reach beyond the overall dimensions, m."""


def wheelbase(model: Any) -> Iterator[Fault]:
    """The centre of gravity stands between nose and main wheels, or the aircraft sits on its tail or nose."""
    gear = model.gear
    if gear is None:
        return
    nose, main, cg = gear.nose.x.value, gear.main.x.value, model.mass.cg_x.value
    if not nose < main:
        yield Fault("model.gear.main.x", f"must lie aft of the nose leg at {nose:g} m, got {main:g} m")
    elif not nose < cg < main:
        yield Fault(
            "model.mass.cg_x",
            f"centre of gravity outside the wheelbase: must lie between model.gear.nose.x = {nose:g} m and "
            f"model.gear.main.x = {main:g} m, got {cg:g} m",
        )


def centre_of_gravity(model: Any) -> Iterator[Fault]:
    """The centre of gravity lies within the length of the aircraft."""
    cg, length = model.mass.cg_x.value, model.geometry.length.value
    if model.gear is None and not 0.0 < cg < length:
        yield Fault(
            "model.mass.cg_x", f"must lie between the nose at 0 and the tail at {length:g} m, got {cg:g} m"
        )


def inertia(model: Any) -> Iterator[Fault]:
    """The inertia tensor is positive definite, and its principal moments obey the triangle inequality."""
    mass = model.mass
    xx, yy, zz, xz = mass.Ixx.value, mass.Iyy.value, mass.Izz.value, mass.Ixz.value
    if xx * zz <= xz * xz:
        yield Fault(
            "model.mass.Ixz",
            "inertia is not positive definite: |Ixz| must be below "
            f"sqrt(Ixx Izz) = {math.sqrt(xx * zz):.4g} kg m^2, got {xz:g} kg m^2",
        )
        return
    half, split = 0.5 * (xx + zz), math.hypot(0.5 * (xx - zz), xz)
    principal = {
        "Ixx": half + math.copysign(split, xx - zz),
        "Iyy": yy,
        "Izz": half - math.copysign(split, xx - zz),
    }
    largest = max(principal, key=lambda name: principal[name])
    others = sum(principal.values()) - principal[largest]
    if principal[largest] > others * (1.0 + 1e-9):
        yield Fault(
            f"model.mass.{largest}",
            "no body has this inertia: no principal moment exceeds the sum of the other two "
            f"({others:.4g} kg m^2), got {principal[largest]:.4g} kg m^2",
        )


def heaviest(model: Any) -> Iterator[Fault]:
    """What is put into the aircraft does not exceed its largest take-off mass."""
    mass = model.mass
    largest, empty = max(item.value for item in mass.takeoff), mass.empty.value
    for name in ("fuel", "payload"):
        total = empty + getattr(mass, name).value
        if total > largest * (1.0 + 1e-9):
            yield Fault(
                f"model.mass.{name}",
                f"empty mass and {name} together ({total:g} kg) are heavier than the largest take-off mass "
                f"({largest:g} kg)",
            )
    if mass.landing.value > largest:
        yield Fault(
            "model.mass.landing",
            f"must not exceed the largest take-off mass {largest:g} kg, got {mass.landing.text!r}",
        )


def lightest(model: Any) -> Iterator[Fault]:
    """No mass at which the aircraft flies is below its empty mass."""
    mass = model.mass
    flown = [(f"takeoff[{index}]", item) for index, item in enumerate(mass.takeoff)]
    for name, item in [*flown, ("landing", mass.landing)]:
        if item.value < mass.empty.value:
            yield Fault(
                f"model.mass.{name}", f"is below the empty mass {mass.empty.value:g} kg, got {item.text!r}"
            )


def propulsion(model: Any) -> Iterator[Fault]:
    """One way to be driven: an engine with a propeller, or electric."""
    engine, propeller, electric = model.engine, model.propeller, model.electric
    if electric is None and (engine is None or propeller is None):
        lacking = "engine" if engine is None else "propeller"
        yield Fault(
            f"model.{lacking}", "missing: an aircraft has either an engine and a propeller, or electric"
        )
    elif electric is not None and (engine is not None or propeller is not None):
        yield Fault(
            "model.electric", "an aircraft has either an engine and a propeller, or electric; not both"
        )


def propeller(model: Any) -> Iterator[Fault]:
    """Blade angles in order."""
    if model.propeller is None:
        return
    low, high = model.propeller.pitch_min, model.propeller.pitch_max
    if not low.value < high.value:
        yield Fault("model.propeller.pitch_max", f"must be above pitch_min {low.text!r}, got {high.text!r}")


def lift(model: Any) -> Iterator[Fault]:
    """Flaps do not take lift away."""
    clean, flapped = model.aerodynamics.CL_max, model.aerodynamics.CL_max_flap
    if flapped.value < clean.value:
        yield Fault(
            "model.aerodynamics.CL_max_flap",
            f"must be at least CL_max = {clean.value:g}, got {flapped.text!r}",
        )


def approach(model: Any) -> Iterator[Fault]:
    """The approach is flown above the stall."""
    if model.recovery is None:
        return
    factor = model.recovery.speed_factor
    if factor.value <= 1.0:
        yield Fault(
            "model.recovery.speed_factor",
            f"the approach is below the stall: must be above 1.0 times the stall speed, got {factor.text!r}",
        )


def on_wheels(model: Any) -> Iterator[Fault]:
    """Launch and recovery are run on wheels."""
    for name in ("launch", "recovery"):
        if model.gear is None and getattr(model, name) is not None:
            yield Fault(f"model.{name}", "needs model.gear: without wheels there is no launch or recovery")


def legs(model: Any) -> Iterator[Fault]:
    """Main wheels stand apart; loads in order."""
    if model.gear is None:
        return
    if model.gear.main.y.value <= 0.0:
        yield Fault(
            "model.gear.main.y", f"must be above 0 (the left leg mirrors it), got {model.gear.main.y.text!r}"
        )
    for name, leg in (("nose", model.gear.nose), ("main", model.gear.main)):
        if leg.load_ultimate.value < leg.load_limit.value:
            yield Fault(
                f"model.gear.{name}.load_ultimate",
                f"must be at least load_limit {leg.load_limit.text!r}, got {leg.load_ultimate.text!r}",
            )


def sink(model: Any) -> Iterator[Fault]:
    """Sink rates in order."""
    if model.recovery is None:
        return
    limit, ultimate = model.recovery.sink_limit, model.recovery.sink_ultimate
    if ultimate.value < limit.value:
        yield Fault(
            "model.recovery.sink_ultimate",
            f"must be at least sink_limit {limit.text!r}, got {ultimate.text!r}",
        )


def spread(model: Any) -> Iterator[Fault]:
    """Folding makes the aircraft narrower."""
    span = (model.geometry if hasattr(model, "geometry") else model).span
    if model.fold is not None and model.fold.span.value > span.value:
        yield Fault(
            "model.fold.span", f"must not exceed the spread span {span.text!r}, got {model.fold.span.text!r}"
        )


def outlines(model: Any) -> Iterator[Fault]:
    """Parts of an outline are simple polygons of some height, and stay within the overall dimensions."""
    if not (model.outline or (model.fold and model.fold.outline)):
        return
    body = model.geometry if hasattr(model, "geometry") else model
    yield from _parts("model.outline", model.outline, body)
    if model.fold is not None:
        yield from _parts("model.fold.outline", model.fold.outline, model.fold)


def _parts(path: str, parts: Any, body: Any) -> Iterator[Fault]:
    import shapely

    for index, part in enumerate(parts):
        here = f"{path}[{index}]"
        shape = shapely.Polygon(part.plan.points)
        if not shape.is_valid or shape.area == 0.0:
            reason = shapely.is_valid_reason(shape)
            yield Fault(
                f"{here}.plan.points",
                f"part '{part.name}' crosses or touches itself ({reason}): give the corners in order, "
                "once round",
            )
        if part.high.value <= part.low.value:
            yield Fault(f"{here}.high", f"must be above low {part.low.text!r}, got {part.high.text!r}")
        if part.high.value > body.height.value + OUTLINE_SLACK:
            yield Fault(
                f"{here}.high", f"must not exceed the height {body.height.text!r}, got {part.high.text!r}"
            )
        reach = 2.0 * max(abs(y) for _, y in part.plan.points)
        if reach > body.span.value + OUTLINE_SLACK:
            yield Fault(
                f"{here}.plan.points", f"reach {reach:g} m across, wider than the span {body.span.text!r}"
            )


AIRCRAFT_CHECKS = (
    wheelbase,
    centre_of_gravity,
    inertia,
    heaviest,
    lightest,
    propulsion,
    propeller,
    lift,
    approach,
    on_wheels,
    legs,
    sink,
    spread,
    outlines,
)
PARKED_CHECKS = (spread, outlines)
