"""A number of the catalogue: its value, its unit, and where it comes from.

Inside the program a value is SI and radians; the unit as written stays beside it for those who read. A
``Quantity`` has no arithmetic of its own: one computes with ``.value``, so that no source or unit is
carried along where it no longer holds.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from shortdeck.catalog.units import KINDS, Kind, UnitError, convert

CATALOGUE = {"catalogue": True}
"""Validation context for files of the package: every number must say where it comes from."""

Confidence = Literal["published", "press", "derived", "estimate", "given"]
CONFIDENCES = ("published", "press", "derived", "estimate")

T = TypeVar("T")


class Record(BaseModel):
    """A part of a file: unknown keys are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Alternative:
    """What another source says of the same number."""

    value: float
    text: str
    source: str | None
    note: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its evidence. ``value`` and ``plus_minus`` are SI and radians; ``text`` is as written."""

    value: float
    text: str
    unit: str
    kind: str
    plus_minus: float | None = None
    source: str | None = None
    basis: str | None = None
    confidence: Confidence = "given"
    alternatives: tuple[Alternative, ...] = ()
    note: str | None = None

    @property
    def si_unit(self) -> str:
        """The SI unit of ``value``; '1' for a plain number."""
        return KINDS[self.kind].si


@dataclasses.dataclass(frozen=True, slots=True)
class Polygon:
    """An outline seen from above, with its evidence. ``points`` are (x, y) in metres, not closed."""

    points: tuple[tuple[float, float], ...]
    unit: str
    plus_minus: float | None = None
    source: str | None = None
    basis: str | None = None
    confidence: Confidence = "given"
    alternatives: tuple[Alternative, ...] = ()
    note: str | None = None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def read(raw: object, info: core_schema.ValidationInfo) -> Polygon:
            return read_polygon(raw, catalogue=_is_catalogue(info.context))

        return core_schema.with_info_plain_validator_function(read)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"$shortdeck_kind": "polygon"}


ClaimText = Annotated[str, Field(json_schema_extra={"type": ["string", "number"]})]


class ClaimAlternative(Record):
    """What another source says of the same claim."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    value: ClaimText
    source: str | None = None
    note: str | None = None


class Claim(Record):
    """What somebody says of the aircraft or ship; held against a result, or marked as context."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    quantity: str
    value: ClaimText
    source: str | None = None
    confidence: Confidence = "given"
    compare: str = Field(description="the result that it is held against, or 'context'")
    note: str | None = None
    alternatives: tuple[ClaimAlternative, ...] = ()


Faults = list[tuple[str, str]]
"""Path below the number and message; gathered so that one reading names every fault."""

_EVIDENCE = ("plus_minus", "source", "basis", "confidence", "alternatives", "note")


def unknown_key(key: str, allowed: Iterable[str]) -> str:
    """Message on a key that a record does not have."""
    allowed = list(allowed)
    near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'? " if near else ""
    some = ", ".join(allowed) if len(allowed) <= 14 else ", ".join(allowed[:14]) + ", ..."
    return f"unknown key; {hint}allowed: {some}"


def _fail(faults: Faults) -> None:
    if faults:
        text = "; ".join(f"{path}: {message}" if path else message for path, message in faults)
        raise PydanticCustomError("quantity", "{text}", {"text": text, "faults": faults})


def _convert(given: object, kind: Kind, path: str, faults: Faults) -> tuple[float, str]:
    try:
        return convert(given, kind)
    except UnitError as error:
        faults.append((path, str(error)))
        return math.nan, ""


def _text(raw: Mapping[str, Any], key: str, faults: Faults) -> str | None:
    given = raw.get(key)
    if given is None or (isinstance(given, str) and given.strip()):
        return given
    faults.append((key, f"expected a text, got {given!r}"))
    return None


def _plus_minus(given: object, kind: Kind, value: float, faults: Faults) -> float | None:
    """Half-width in SI; a percentage is a share of the value."""
    if given is None:
        return None
    if isinstance(given, str) and given.rstrip().endswith("%"):
        share, _ = _convert(given, KINDS["number"], "plus_minus", faults)
        spread = share * abs(value)
    else:
        spread, _ = _convert(given, kind, "plus_minus", faults)
    if spread < 0.0:
        faults.append(("plus_minus", f"must not be negative, got {given!r}"))
    return spread


def _alternatives(raw: object, kind: Kind, faults: Faults) -> tuple[Alternative, ...]:
    if not isinstance(raw, list):
        faults.append(("alternatives", f"expected a list of values with their sources, got {raw!r}"))
        return ()
    found = []
    for index, item in enumerate(raw):
        path = f"alternatives[{index}]"
        if not isinstance(item, dict):
            faults.append((path, f"expected a mapping with value, source and note, got {item!r}"))
            continue
        allowed = ("value", "source", "note")
        faults += [(f"{path}.{key}", unknown_key(str(key), allowed)) for key in item if key not in allowed]
        value, _ = _convert(item.get("value"), kind, f"{path}.value", faults)
        below: Faults = []
        source, note = _text(item, "source", below), _text(item, "note", below)
        faults += [(f"{path}.{key}", message) for key, message in below]
        found.append(Alternative(value, str(item.get("value")), source, note))
    return tuple(found)


def _confidence(raw: Mapping[str, Any], spread: float | None, catalogue: bool, faults: Faults) -> Confidence:
    """The confidence, checked against the evidence that it needs (files of the package only)."""
    given: Any = raw.get("confidence")
    if given is None and not catalogue:
        return "given"
    allowed = CONFIDENCES if catalogue else (*CONFIDENCES, "given")
    if given not in allowed:
        faults.append(("confidence", f"must be one of {', '.join(allowed)}, got {given!r}"))
        return "given"
    if catalogue:
        if given in ("published", "press") and not raw.get("source"):
            faults.append(("source", f"missing: a number that is '{given}' names its source"))
        if given in ("derived", "estimate") and not raw.get("basis"):
            faults.append(("basis", f"missing: a number that is '{given}' says from what, and how"))
        if given == "estimate" and not spread:
            faults.append(("plus_minus", "missing: an estimate says how wrong it may be"))
    result: Confidence = given
    return result


def _evidence(
    raw: Mapping[str, Any], kind: Kind, value: float, catalogue: bool, faults: Faults
) -> dict[str, Any]:
    spread = _plus_minus(raw.get("plus_minus"), kind, value, faults)
    return {
        "plus_minus": spread,
        "source": _text(raw, "source", faults),
        "basis": _text(raw, "basis", faults),
        "confidence": _confidence(raw, spread, catalogue, faults),
        "alternatives": _alternatives(raw["alternatives"], kind, faults) if "alternatives" in raw else (),
        "note": _text(raw, "note", faults),
    }


def _is_catalogue(context: Any) -> bool:
    return bool(context and context.get("catalogue"))


def read_quantity(raw: object, kind: Kind, *, catalogue: bool) -> Quantity:
    """A quantity from what a file says: short text, or a mapping with value and evidence."""
    if isinstance(raw, Quantity):
        return raw
    faults: Faults = []
    if not isinstance(raw, dict):
        value, unit = _convert(raw, kind, "", faults)
        if catalogue and not faults:
            faults.append(("", "a file of the catalogue gives value, source or basis, and confidence"))
        _fail(faults)
        return Quantity(value, str(raw), unit, kind.name)
    allowed = ("value", *_EVIDENCE)
    faults += [(str(key), unknown_key(str(key), allowed)) for key in raw if key not in allowed]
    if "value" in raw:
        value, unit = _convert(raw["value"], kind, "value", faults)
    else:
        faults.append(("value", f"missing: give {kind.phrase} such as '{kind.example}'"))
        value, unit = math.nan, ""
    evidence = _evidence(raw, kind, value, catalogue, faults)
    _fail(faults)
    return Quantity(value, str(raw["value"]), unit, kind.name, **evidence)


def _with_unit(given: object, unit: str) -> object:
    """A bare number in the unit of the outline; anything else as it is."""
    return f"{given} {unit}" if isinstance(given, (int, float)) and not isinstance(given, bool) else given


def _points(raw: object, unit: str, faults: Faults) -> tuple[tuple[float, float], ...]:
    if not isinstance(raw, list) or len(raw) < 3:
        faults.append(("points", f"expected a list of at least three [x, y], got {raw!r}"))
        return ()
    points = []
    for index, point in enumerate(raw):
        path = f"points[{index}]"
        if not isinstance(point, list) or len(point) != 2:
            faults.append((path, f"expected [x, y], got {point!r}"))
            continue
        x, y = (_convert(_with_unit(item, unit), KINDS["length"], path, faults)[0] for item in point)
        points.append((x, y))
    if len(points) > 3 and points[0] == points[-1]:
        points.pop()
    return tuple(points)


def read_polygon(raw: object, *, catalogue: bool) -> Polygon:
    """A polygon from what a file says: a mapping with points, their unit, and evidence."""
    if isinstance(raw, Polygon):
        return raw
    faults: Faults = []
    if not isinstance(raw, dict):
        _fail([("", f"expected an outline such as {{points: [[0, -16], ...], unit: m}}, got {raw!r}")])
        raise AssertionError
    allowed = ("points", "unit", *_EVIDENCE)
    faults += [(str(key), unknown_key(str(key), allowed)) for key in raw if key not in allowed]
    unit = raw.get("unit")
    if not isinstance(unit, str):
        faults.append(("unit", f"expected the unit of the points such as 'm', got {unit!r}"))
        unit = "m"
    points = _points(raw.get("points"), unit, faults)
    given = raw.get("plus_minus")
    if isinstance(given, str) and given.rstrip().endswith("%"):
        faults.append(
            ("plus_minus", "a percentage has no meaning for an outline: give a length such as '2 m'")
        )
        raw = {**raw, "plus_minus": None}
    elif given is not None:
        raw = {**raw, "plus_minus": _with_unit(given, unit)}
    evidence = _evidence(raw, KINDS["length"], math.nan, catalogue, faults)
    _fail(faults)
    return Polygon(points, unit, **evidence)


@dataclasses.dataclass(frozen=True)
class OfKind:
    """Marks a field as a quantity of one kind, for pydantic and for the JSON Schema."""

    kind: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        kind = KINDS[self.kind]

        def read(raw: object, info: core_schema.ValidationInfo) -> Quantity:
            return read_quantity(raw, kind, catalogue=_is_catalogue(info.context))

        return core_schema.with_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"$shortdeck_kind": self.kind}


@dataclasses.dataclass(frozen=True)
class Range:
    """What values a quantity may have (SI): above, from, to, below."""

    above: float = -math.inf
    least: float = -math.inf
    most: float = math.inf
    below: float = math.inf

    def fault(self, quantity: Quantity) -> str | None:
        """What is wrong with the value, if anything."""
        value = quantity.value
        if self.above < value < self.below and self.least <= value <= self.most:
            return None
        return f"must be {self.words(quantity.kind)}, got {quantity.text!r}"

    def words(self, kind: str) -> str:
        """The range in words, in the unit that the kind's example uses."""
        limits = (
            ("above", self.above),
            ("at least", self.least),
            ("at most", self.most),
            ("below", self.below),
        )
        return " and ".join(
            f"{word} {_shown(limit, kind)}" for word, limit in limits if not math.isinf(limit)
        )

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def check(quantity: Quantity) -> Quantity:
            fault = self.fault(quantity)
            if fault:
                _fail([("", fault)])
            return quantity

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        limits = {name: limit for name, limit in dataclasses.asdict(self).items() if not math.isinf(limit)}
        return {**handler(schema), "$shortdeck_range": limits}


def _shown(limit: float, kind: str) -> str:
    if limit == 0.0 or kind == "number":
        return f"{limit:g}"
    return f"{math.degrees(limit):g} deg" if kind == "angle" else f"{limit:g} {KINDS[kind].si}"


Length = Annotated[Quantity, OfKind("length")]
Area = Annotated[Quantity, OfKind("area")]
Angle = Annotated[Quantity, OfKind("angle")]
Mass = Annotated[Quantity, OfKind("mass")]
Speed = Annotated[Quantity, OfKind("speed")]
Time = Annotated[Quantity, OfKind("time")]
Force = Annotated[Quantity, OfKind("force")]
Power = Annotated[Quantity, OfKind("power")]
Inertia = Annotated[Quantity, OfKind("inertia")]
Stiffness = Annotated[Quantity, OfKind("stiffness")]
Damping = Annotated[Quantity, OfKind("damping")]
Number = Annotated[Quantity, OfKind("number")]
AngularRate = Annotated[Quantity, OfKind("angular rate")]
SpecificFuelConsumption = Annotated[Quantity, OfKind("consumption")]

Positive = Annotated[T, Range(above=0.0)]
NotNegative = Annotated[T, Range(least=0.0)]
Share = Annotated[Number, Range(least=0.0, most=1.0)]
