"""Flights side by side in memory: NamedTuples of floats as rows of a block ``[row, lane]``.

A block has ``LANES`` columns and its rows lie ``LANES`` numbers apart, a constant that lets LLVM prove the
lanes independent and turn a loop over them into vector code; the number of lanes to fly is handed in at run
time, because a loop of constant length would be unrolled instead.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_type_hints

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from shortdeck.flight.lane_view import LaneView, at_row, count, load_all
from shortdeck.numerics.jit import LANES as LANES

Numbers = NDArray[np.float64]


def names_of(kind: Any, prefix: str = "") -> list[str]:
    """Dotted names of all numbers of a NamedTuple class, in the order of its rows."""
    out: list[str] = []
    for field, hint in get_type_hints(kind).items():
        name = f"{prefix}{field}"
        if hasattr(hint, "_fields"):
            out += names_of(hint, f"{name}.")
        else:
            out += [name] if hint is float else [f"{name}.{k}" for k in range(len(get_args(hint)))]
    return out


@cache
def zeros(kind: Any) -> Any:
    """A value of a NamedTuple class with every number zero."""

    def zero(hint: Any) -> Any:
        if hasattr(hint, "_fields"):
            return zeros(hint)
        return 0.0 if hint is float else (0.0,) * len(get_args(hint))

    return kind(*map(zero, get_type_hints(kind).values()))


def flat(value: Any) -> list[float]:
    """All numbers of a NamedTuple, in the order of its rows."""
    return [x for part in value for x in flat(part)] if isinstance(value, tuple) else [float(value)]


def rebuilt(example: Any, numbers: Any) -> Any:
    """A value like ``example`` from an iterator over its numbers."""
    if not isinstance(example, tuple):
        return float(next(numbers))
    parts = [rebuilt(part, numbers) for part in example]
    return type(example)(*parts) if hasattr(example, "_fields") else tuple(parts)


def _pointer(builder: Any, data: Any, row: int, lane: Any) -> Any:
    word = ir.IntType(64)
    return builder.gep(data, [builder.add(ir.Constant(word, row * LANES), lane)], inbounds=True)


def _numbers(context: Any, builder: Any, kind: Any, value: Any) -> list[Any]:
    """All numbers of a value of tuples, views and numbers."""
    if isinstance(kind, LaneView):
        return [builder.load(at_row(builder, value, k), align=8) for k in range(count(kind.kind))]
    if not hasattr(kind, "types"):
        return [context.cast(builder, value, kind, types.float64)]
    parts = enumerate(kind.types)
    return [x for k, p in parts for x in _numbers(context, builder, p, builder.extract_value(value, k))]


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


MADE: list[tuple[Any, Any, Any, int]] = []
"""Every pair of accessors with its example and first row: what a run as plain Python replaces."""


def accessors(example: Any, first_row: int, *, in_place: bool = False) -> tuple[Any, Any, int]:
    """Functions ``load(block, lane)`` and ``store(block, lane, value)``, and the first row after them.

    ``in_place``: what is loaded is read where it is used (``lane_view``). Not for a state, of which
    nearly all is read and written again: its loops were a twentieth slower so.
    """
    config: Any = numba.config
    if config.DISABLE_JIT:
        load, store, after = plain_accessors(example, first_row)
    else:
        load, store, after = _compiled_accessors(example, first_row, in_place)
    MADE.append((load, store, example, first_row))
    return load, store, after


def _compiled_accessors(example: Any, first_row: int, in_place: bool) -> tuple[Any, Any, int]:
    """The same for compiled code."""
    typeof: Any = numba.typeof
    kind = typeof(example)

    @intrinsic
    def load(typing_context: Any, block: Any, lane: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            data = _data(context, builder, signature.args[0], args[0])
            pointer = _pointer(builder, data, first_row, args[1])
            return pointer if in_place else load_all(builder, kind, pointer)

        return (LaneView(kind) if in_place else kind)(block, types.intp), code

    @intrinsic
    def store(typing_context: Any, block: Any, lane: Any, value: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            data = _data(context, builder, signature.args[0], args[0])
            # All is read before anything is written: a part may be a view of what is overwritten.
            for k, number in enumerate(_numbers(context, builder, value, args[2])):
                builder.store(number, _pointer(builder, data, first_row + k, args[1]), align=8)
            return context.get_dummy_value()

        if count(value) != count(kind):
            raise TypeError(f"{value} is not stored as {kind}")
        return types.none(block, types.intp, value), code

    return load, store, first_row + len(flat(example))


def plain_accessors(example: Any, first_row: int) -> tuple[Any, Any, int]:
    """The same without compilation."""
    count = len(flat(example))
    rows = slice(first_row * LANES, (first_row + count) * LANES)

    def load(block: Numbers, lane: int) -> Any:
        return rebuilt(example, iter(block[rows][lane::LANES]))

    def store(block: Numbers, lane: int, value: Any) -> None:
        block[rows][lane::LANES] = flat(value)

    return load, store, first_row + count
