"""Reading YAML: a key given twice is a fault, and a fault in the text says in which line it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from shortdeck.errors import Fault, FileError, InputError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML's safe loader, refusing duplicate keys instead of keeping the last."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    own = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    if len(set(map(str, own))) != len(own):
        twice = next(key for key in own if own.count(key) > 1)
        raise yaml.constructor.ConstructorError(None, None, f"key '{twice}' is given twice", node.start_mark)
    loader.flatten_mapping(node)
    odd = next((key for key, _ in node.value if not isinstance(key, yaml.ScalarNode)), None)
    if odd is not None:
        raise yaml.constructor.ConstructorError(None, None, "a key must be a plain word", odd.start_mark)
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds. Raises InputError (no such file) or FileError (not a mapping)."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise FileError(
            str(path), [Fault("", "is not UTF-8 text; save it as a YAML file in UTF-8")]
        ) from None
    try:
        raw = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FileError(str(path), [Fault(where, f"not valid YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise FileError(str(path), [Fault("", f"not valid YAML: {error}")]) from None
    if not isinstance(raw, dict):
        raise FileError(str(path), [Fault("", "expected keys kind, name, title, summary, model, ...")])
    return raw
