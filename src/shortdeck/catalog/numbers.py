"""Every number of a file's model by its path, and copies of the file with one number changed.

What sensitivity studies and the test that perturbs every number stand on. Paths read as in messages:
``model.mass.takeoff[0]``, ``model.deck.outline[3].x``.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from shortdeck.catalog.checks import check
from shortdeck.catalog.loader import CatalogFile
from shortdeck.catalog.quantity import Polygon, Quantity, Range, Record
from shortdeck.errors import Fault, FileError, InputError

File = TypeVar("File", bound=CatalogFile)
Key = str | int

_PART = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]")
_COORDINATES = ("x", "y")


def numbers(file: CatalogFile) -> Iterator[tuple[str, Quantity]]:
    """Every number of the ``model`` part with its path; a corner of an outline is two numbers, x and y."""
    yield from _walk(file.model, "model")


def _walk(item: Any, path: str) -> Iterator[tuple[str, Quantity]]:
    if isinstance(item, Quantity):
        yield path, item
    elif isinstance(item, Record):
        for name in type(item).model_fields:
            yield from _walk(getattr(item, name), f"{path}.{name}")
    elif isinstance(item, tuple):
        for index, part in enumerate(item):
            yield from _walk(part, f"{path}[{index}]")
    elif isinstance(item, Polygon):
        for index, point in enumerate(item.points):
            for axis, name in enumerate(_COORDINATES):
                yield f"{path}[{index}].{name}", _coordinate(item, point[axis])


def _coordinate(outline: Polygon, value: float) -> Quantity:
    """One coordinate of a corner, with the evidence of its outline."""
    return Quantity(
        value=value,
        text=f"{value:g} m",
        unit="m",
        kind="length",
        plus_minus=outline.plus_minus,
        source=outline.source,
        basis=outline.basis,
        confidence=outline.confidence,
        note=outline.note,
    )


def number(file: CatalogFile, path: str) -> Quantity:
    """The number at a path. Raises InputError."""
    item: Any = file
    for key in _keys(path):
        try:
            item = _below(item, key)
        except (AttributeError, IndexError, TypeError, ValueError):
            raise _no_number(file, path) from None
    if not isinstance(item, Quantity):
        raise _no_number(file, path)
    return item


def with_value(file: File, path: str, value: float, *, check_file: bool = True) -> File:
    """A copy of ``file`` whose number at ``path`` is ``value`` (SI and radians).

    Its plus/minus and evidence stay. With ``check_file`` the copy is checked as a file would be, and
    FileError names what is wrong; without, any value passes. Raises InputError for an unknown path.
    """
    number(file, path)
    copy, limits = _replaced(file, _keys(path), value)
    if check_file:
        changed = number(copy, path)
        faults = [Fault(path, text) for text in (limit.fault(changed) for limit in limits) if text]
        faults += check(copy)
        if faults:
            raise FileError(file.name, faults)
    result: File = copy
    return result


@functools.lru_cache(maxsize=4096)
def _keys(path: str) -> tuple[Key, ...]:
    """'model.mass.takeoff[0]' as ('model', 'mass', 'takeoff', 0)."""
    found = list(_PART.finditer(path))
    if "".join(match[0] for match in found) != path:
        return (path,)
    return tuple(match[1] or int(match[2]) for match in found)


def _below(item: Any, key: Key) -> Any:
    """What a key leads to inside a record, a tuple, an outline, or a corner of one."""
    if isinstance(item, Polygon):
        return _Corner(item, item.points[int(key)])
    if isinstance(item, _Corner):
        return _coordinate(item.outline, item.point[_COORDINATES.index(str(key))])
    if isinstance(item, Record):
        if key not in type(item).model_fields:
            raise AttributeError(key)
        return getattr(item, str(key))
    return item[key]


@dataclasses.dataclass(frozen=True)
class _Corner:
    outline: Polygon
    point: tuple[float, float]


def _replaced(item: Any, keys: tuple[Key, ...], value: float) -> tuple[Any, list[Range]]:
    """The item with the number below ``keys`` replaced, and the ranges that this number must keep to."""
    if not keys:
        text = f"{value:g} {item.si_unit}".removesuffix(" 1")
        unit = "" if item.si_unit == "1" else item.si_unit
        return dataclasses.replace(item, value=value, text=text, unit=unit), []
    key, rest = keys[0], keys[1:]
    if isinstance(item, Polygon):
        corner, axis = int(key), _COORDINATES.index(str(rest[0]))
        point = (value, item.points[corner][1]) if axis == 0 else (item.points[corner][0], value)
        points = (*item.points[:corner], point, *item.points[corner + 1 :])
        return dataclasses.replace(item, points=points), []
    if isinstance(item, tuple):
        index = int(key)
        part, limits = _replaced(item[index], rest, value)
        return (*item[:index], part, *item[index + 1 :]), limits
    name = str(key)
    owner: type[Record] = type(item)
    part, limits = _replaced(getattr(item, name), rest, value)
    if not rest or isinstance(rest[0], int):
        limits = [*limits, *_ranges(owner, name)]
    return item.model_copy(update={name: part}), limits


@functools.cache
def _ranges(record: type[Record], name: str) -> tuple[Range, ...]:
    """The ranges that a field's annotation declares, for itself or for the entries of its tuple."""
    field = record.model_fields[name]
    inside = [mark for part in getattr(field.annotation, "__args__", ()) for mark in _marks(part)]
    return tuple(mark for mark in (*field.metadata, *inside) if isinstance(mark, Range))


def _marks(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__metadata__", ())


def _no_number(file: CatalogFile, path: str) -> InputError:
    known = [found for found, _ in numbers(file)]
    near = difflib.get_close_matches(path, known, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; paths look like model.mass.empty"
    return InputError(f"{file.name} has no number '{path}'{hint}")
