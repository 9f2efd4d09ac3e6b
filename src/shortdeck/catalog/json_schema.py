"""JSON Schema of the catalogue's files, for editors and for other languages; shipped beside this module.

A schema says what keys there are and what form a number has; that units fit, and what must hold between the
numbers, only ``shortdeck validate`` can tell.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shortdeck.catalog.loader import FILES
from shortdeck.catalog.quantity import CONFIDENCES, Range
from shortdeck.catalog.units import KINDS, Kind

FOLDER = Path(__file__).parent / "schema"

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_TEXT = {"type": "string", "minLength": 1}


def schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the files of a kind: aircraft, parked, ship, airfield."""
    made = FILES[kind].model_json_schema()
    used: set[str] = set()
    made = _resolved(made, used)
    definitions = made.setdefault("$defs", {})
    for name in sorted(used):
        definitions[_key(name)] = _outline() if name == "polygon" else _quantity(KINDS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def write(folder: Path = FOLDER) -> None:
    """Write one file for each kind."""
    folder.mkdir(exist_ok=True)
    for kind in FILES:
        (folder / f"{kind}.schema.json").write_text(text(kind), encoding="utf-8")


def text(kind: str) -> str:
    """The content of the file for a kind."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


def _key(name: str) -> str:
    return name.replace(" ", "-")


def _resolved(item: Any, used: set[str]) -> Any:
    """The schema with a reference in place of every mark that a quantity left."""
    if isinstance(item, list):
        return [_resolved(part, used) for part in item]
    if not isinstance(item, dict):
        return item
    rest = {key: _resolved(part, used) for key, part in item.items() if not key.startswith("$shortdeck")}
    name = item.get("$shortdeck_kind")
    if name is None:
        return rest
    used.add(name)
    allowed = item.get("$shortdeck_range")
    words = [rest.pop("description", None), Range(**allowed).words(name) if allowed else None]
    described = {"description": "; ".join(word for word in words if word)} if any(words) else {}
    return {"$ref": f"#/$defs/{_key(name)}", **rest, **described}


def _value(kind: Kind) -> dict[str, Any]:
    """The short form of a number."""
    if kind.name == "number":
        return {"type": ["number", "string"], "description": f"a plain number such as {kind.example}"}
    pattern = rf"^\s*{_NUMBER}\s*[^\s\d].*$"
    return {"type": "string", "pattern": pattern, "description": f"{kind.phrase} such as '{kind.example}'"}


def _evidence(value: dict[str, Any], spread: dict[str, Any]) -> dict[str, Any]:
    """The keys that say where a number comes from."""
    alternative = {
        "type": "object",
        "properties": {"value": value, "source": _TEXT, "note": _TEXT},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {
        "plus_minus": spread,
        "source": {**_TEXT, "description": "who says so: an address or a document"},
        "basis": {**_TEXT, "description": "from what, and by which method"},
        "confidence": {"enum": [*CONFIDENCES, "given"]},
        "alternatives": {"type": "array", "items": alternative},
        "note": _TEXT,
    }


def _quantity(kind: Kind) -> dict[str, Any]:
    value = _value(kind)
    spread = {
        "type": ["number", "string"] if kind.name == "number" else "string",
        "description": "half-width in a unit of the same kind, or as a percentage of the value",
    }
    full = {
        "type": "object",
        "properties": {"value": value, **_evidence(value, spread)},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"description": kind.phrase, "anyOf": [value, full]}


def _outline() -> dict[str, Any]:
    coordinate = {"type": ["number", "string"]}
    corner = {"type": "array", "items": coordinate, "minItems": 2, "maxItems": 2}
    spread = {"type": ["number", "string"], "description": "half-width of every coordinate"}
    return {
        "description": "an outline seen from above: corners once round, not closed",
        "type": "object",
        "properties": {
            "points": {"type": "array", "items": corner, "minItems": 3},
            "unit": {**_TEXT, "description": "unit of the points, such as 'm'"},
            **_evidence(_TEXT, spread),
        },
        "required": ["points", "unit"],
        "additionalProperties": False,
    }
