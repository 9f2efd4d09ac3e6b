"""From pydantic's errors to messages in the words of the file, and what is still usable of a faulty file."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shortdeck.catalog.quantity import Record, unknown_key
from shortdeck.catalog.units import KINDS
from shortdeck.errors import Fault

_MISSING = {
    "model.deck.outline": (
        "a ship needs the outline of her flight deck: {points: [[0, -16], [202, -16], ...], unit: m}"
    ),
}


def path_text(loc: Sequence[str | int]) -> str:
    """('model', 'mass', 'takeoff', 0) as 'model.mass.takeoff[0]'."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def explain(error: ValidationError, model: type[Record]) -> list[Fault]:
    """Every fault that pydantic found, each with its path and what is allowed."""
    faults: list[Fault] = []
    for item in error.errors(include_url=False):
        path, kind, context = path_text(item["loc"]), item["type"], item.get("ctx", {})
        if kind == "quantity":
            below = context["faults"]
            faults += [Fault(".".join(part for part in (path, sub) if part), text) for sub, text in below]
        elif kind == "extra_forbidden":
            faults.append(Fault(path, unknown_key(str(item["loc"][-1]), _fields(model, item["loc"][:-1]))))
        elif kind == "missing":
            faults.append(Fault(path, "missing: " + _what(model, item["loc"])))
        elif kind in ("model_type", "model_attributes_type"):
            names = ", ".join(_fields(model, item["loc"]))
            faults.append(Fault(path, f"expected keys {names}, got {item['input']!r}"))
        else:
            faults.append(Fault(path, f"{_lower(item['msg'])}, got {item['input']!r}"))
    return faults


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _what(model: type[Record], loc: Sequence[str | int]) -> str:
    special = _MISSING.get(path_text(loc))
    if special:
        return special
    owner = record_at(model, loc[:-1])
    field = owner.model_fields[str(loc[-1])] if owner else None
    if field is None:
        return "required"
    kinds = [mark.kind for mark in field.metadata if hasattr(mark, "kind")]
    words = [*(KINDS[kind].phrase for kind in kinds), *([field.description] if field.description else [])]
    return ": ".join(words) or "required"


def record_class(annotation: Any) -> type[Record] | None:
    """The record that a field holds, alone, optional or in a tuple; None where it holds none."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, Record) else None
    found = (record_class(part) for part in typing.get_args(annotation) if part is not Ellipsis)
    return next((record for record in found if record), None)


def record_at(model: type[Record], loc: Sequence[str | int]) -> type[Record] | None:
    """The record to which a path leads."""
    here: type[Record] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = here.model_fields.get(part) if here else None
        here = record_class(field.annotation) if field else None
    return here


def _fields(model: type[Record], loc: Sequence[str | int]) -> list[str]:
    owner = record_at(model, loc)
    return list(owner.model_fields) if owner else []


@functools.cache
def _adapter(model: type[Record], name: str) -> TypeAdapter[Any]:
    """Reads one field alone."""
    field = model.model_fields[name]
    annotation: Any = field.annotation
    for mark in field.metadata:
        annotation = typing.Annotated[annotation, mark]
    return TypeAdapter(annotation)


def salvage(model: type[Record], raw: Any) -> Any:
    """A record with those parts of ``raw`` that can be read; the rest are missing attributes.

    Checks run on it so that one reading names the faults between numbers as well as those of single numbers.
    """
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name not in raw:
            if not field.is_required():
                values[name] = field.get_default()
            continue
        record, given = record_class(field.annotation), raw[name]
        if record is not None and isinstance(given, dict):
            values[name] = salvage(record, given)
        elif record is not None and isinstance(given, list):
            values[name] = tuple(salvage(record, item) for item in given if isinstance(item, dict))
        else:
            try:
                values[name] = _adapter(model, name).validate_python(given)
            except ValidationError:
                continue
    # model_construct would fill defaults in for what is missing; a missing part must stay missing.
    record_made = model.model_construct()
    object.__setattr__(record_made, "__dict__", values)
    return record_made
