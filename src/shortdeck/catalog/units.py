"""Units at the door: text such as '25 kn' becomes a number in SI and radians.

Pint is the one authority on units and is imported here and nowhere else, and only when a unit is met that is
not in ``common_units`` (a table written from pint, and held against it by a test). Angles count as a
dimension of their own, so that an angle is not mistaken for a plain number nor rad/s for hertz.
"""

from __future__ import annotations

import functools
import math
import re
from typing import Any, NamedTuple

from shortdeck.errors import InputError


class Unit(NamedTuple):
    """SI value = ``factor`` times number plus ``offset``; ``dimension`` such as 'meter^1 second^-1'."""

    factor: float
    offset: float
    dimension: str


class Kind(NamedTuple):
    """A kind of quantity: how it is called, its SI unit, an example, and the dimension that it must have."""

    name: str
    phrase: str
    si: str
    example: str
    dimensions: tuple[str, ...]


class UnitError(ValueError):
    """Text that is no quantity of the kind asked for."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("length", "a length", "m", "14 m", ("meter^1",)),
        Kind("area", "an area", "m^2", "16.5 m^2", ("meter^2",)),
        Kind("angle", "an angle", "rad", "12 deg", ("radian^1",)),
        Kind("mass", "a mass", "kg", "1450 kg", ("kilogram^1",)),
        Kind("speed", "a speed", "m/s", "25 kn", ("meter^1 second^-1",)),
        Kind("time", "a time", "s", "90 s", ("second^1",)),
        Kind("force", "a force", "N", "20 kN", ("kilogram^1 meter^1 second^-2",)),
        Kind("power", "a power", "W", "120 kW", ("kilogram^1 meter^2 second^-3",)),
        Kind("inertia", "a moment of inertia", "kg m^2", "2400 kg m^2", ("kilogram^1 meter^2",)),
        Kind("stiffness", "a stiffness", "N/m", "150 kN/m", ("kilogram^1 second^-2",)),
        Kind("damping", "a damping", "N s/m", "12 kN s/m", ("kilogram^1 second^-1",)),
        # A derivative may be written per radian: its SI value is then the plain number.
        Kind("number", "a plain number", "1", "0.85", ("", "radian^-1")),
        Kind("angular rate", "an angular rate", "rad/s", "60 deg/s", ("radian^1 second^-1",)),
        Kind("consumption", "a specific fuel consumption", "kg/J", "285 g/kWh", ("meter^-2 second^2",)),
        Kind("pressure", "a pressure", "Pa", "1013 hPa", ("kilogram^1 meter^-1 second^-2",)),
        Kind("temperature", "a temperature", "K", "15 degC", ("kelvin^1",)),
    )
}
BY_SI = {kind.si: kind for kind in KINDS.values()}

LARGEST = 1e30
"""Beyond it a number is taken for a slip; products of any two stay finite."""

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL)
_PLAIN_POWER = re.compile(r"([A-Za-z])([2-4])(?!\w)")


@functools.cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("@alias knot = kn = kts")
    registry.define("@alias degree = °")
    return registry


def from_pint(text: str) -> Unit:
    """The unit that ``text`` names, according to pint. Raises UnitError where pint knows none."""
    registry = _registry()
    try:
        unit = registry.parse_units(_PLAIN_POWER.sub(r"\1**\2", text))
        zero = registry.Quantity(0.0, unit).to_base_units()
        one = registry.Quantity(1.0, unit).to_base_units()
    except Exception as error:  # pint raises a dozen unrelated types on malformed text
        raise UnitError(f"'{text}' is not a unit") from error
    powers = sorted((str(base), float(power)) for base, power in one.unit_items())
    dimension = " ".join(f"{base}^{power:g}" for base, power in powers)
    offset = float(zero.magnitude)
    return Unit(float(one.magnitude) - offset, offset, dimension)


@functools.cache
def unit(text: str) -> Unit:
    """The unit that ``text`` names; '' is the plain number."""
    from shortdeck.catalog.common_units import COMMON

    common = COMMON.get(text)
    return Unit(*common) if common is not None else from_pint(text)


def split(text: str) -> tuple[float, str]:
    """Number and unit text of '14 m'. Raises UnitError where there is no usable number in front."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UnitError("no number in front")
    if not abs(float(match[1])) <= LARGEST:
        raise UnitError("no usable number")
    return float(match[1]), match[2]


def _wrong(kind: Kind, given: object, why: str = "") -> UnitError:
    example = kind.example if kind.name == "number" else f"'{kind.example}'"
    return UnitError(f"expected {kind.phrase} such as {example}, got {given!r}{why}")


@functools.cache
def _phrase(dimension: str) -> str:
    return next((kind.phrase for kind in KINDS.values() if dimension in kind.dimensions), "another kind")


def convert(given: object, kind: Kind) -> tuple[float, str]:
    """SI value and unit as written of ``given``, which must be of ``kind``. Raises UnitError."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        if kind.name != "number":
            raise _wrong(kind, given, ", which has no unit")
        if not abs(given) <= LARGEST:
            raise _wrong(kind, given, ", which is no usable number")
        return float(given), ""
    if not isinstance(given, str):
        raise _wrong(kind, given)
    try:
        number, text = split(given)
        found = unit(text)
    except UnitError as error:
        raise _wrong(kind, given, f" ({error})") from None
    if found.dimension not in kind.dimensions:
        raise _wrong(kind, given, f", which is {_phrase(found.dimension)}" if text else ", which has no unit")
    return number * found.factor + found.offset, text


def parse(given: str | float, si: str, *, name: str = "") -> float:
    """SI value of what a user gave, for example ``parse('25 kn', 'm/s', name='--wind-over-deck')``.

    ``si`` is an SI unit of ``KINDS``. On the command line a quantity carries its unit; a bare number is in
    degrees where an angle is asked for, itself where a plain number is, and refused elsewhere.
    Raises InputError.
    """
    kind = BY_SI[si]
    try:
        if kind.name == "angle" and _is_bare(given):
            return math.radians(float(given))
        return convert(given, kind)[0]
    except UnitError as error:
        raise InputError(f"{name}: {error}" if name else str(error)) from None


def si_value(given: str | float, si: str, *, name: str = "") -> float:
    """SI value of an argument in Python: a float is SI and radians already, a text carries its unit."""
    if isinstance(given, str):
        return parse(given, si, name=name)
    if isinstance(given, bool) or not math.isfinite(given):
        raise InputError(f"{name or 'value'}: expected {BY_SI[si].phrase} in {si}, got {given!r}")
    return float(given)


def _is_bare(given: str | float) -> bool:
    if not isinstance(given, str):
        return not isinstance(given, bool) and math.isfinite(given)
    try:
        return split(given)[1] == ""
    except UnitError:
        return False
