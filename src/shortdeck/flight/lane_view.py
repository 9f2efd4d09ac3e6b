"""A NamedTuple of floats in a block as compiled code reads it: in place, each number where it is used.

Loading hundreds of numbers at the head of a loop makes LLVM put most of them aside on the stack, and makes
Numba carry them through every call that is inlined. A view is a pointer to the first number of a lane; an
attribute is another view, or a load. A loop that reads through views writes last of all.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.imputils import lower_cast, lower_getattr_generic
from numba.core.typeconv.castgraph import Conversion
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import models, register_model

from shortdeck.numerics.jit import LANES

_WORD = ir.IntType(64)


class LaneView(types.Type):
    """The type of a view of a NamedTuple type ``kind``."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        super().__init__(name=f"LaneView({kind})")

    def can_convert_to(self, context: Any, other: Any) -> Any:
        return Conversion.safe if other == self.kind else None

    def unify(self, context: Any, other: Any) -> Any:
        return other if other == self.kind else None


@register_model(LaneView)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        initialise: Any = super().__init__
        initialise(manager, kind, ir.DoubleType().as_pointer())


def count(kind: Any) -> int:
    """Numbers in a type of floats, views and tuples of them."""
    if isinstance(kind, LaneView):
        return count(kind.kind)
    return sum(map(count, kind.types)) if hasattr(kind, "types") else 1


def load_all(builder: Any, kind: Any, pointer: Any) -> Any:
    """A value of a type from the rows that begin at a pointer."""
    if not hasattr(kind, "types"):
        return builder.load(pointer, align=8)
    parts, row = [], 0
    for part in kind.types:
        parts.append(load_all(builder, part, at_row(builder, pointer, row)))
        row += count(part)
    same = isinstance(kind, types.UniTuple | types.NamedUniTuple)
    shape = ir.ArrayType(parts[0].type, len(parts)) if same else ir.LiteralStructType([p.type for p in parts])
    whole = ir.Constant(shape, ir.Undefined)
    for k, value in enumerate(parts):
        whole = builder.insert_value(whole, value, k)
    return whole


def at_row(builder: Any, pointer: Any, row: int) -> Any:
    """The pointer to the number of the same lane, ``row`` rows on."""
    return builder.gep(pointer, [ir.Constant(_WORD, row * LANES)], inbounds=True)


@infer_getattr
class _Attribute(AttributeTemplate):
    key = LaneView

    def generic_resolve(self, view: Any, name: str) -> Any:  # type: ignore[override]  # Numba's says None
        if name not in view.kind.fields:
            return None
        part = view.kind.types[view.kind.fields.index(name)]
        return LaneView(part) if hasattr(part, "fields") else part


def _attribute(context: Any, builder: Any, view: LaneView, pointer: Any, name: str) -> Any:
    place = view.kind.fields.index(name)
    part = view.kind.types[place]
    found = at_row(builder, pointer, sum(map(count, view.kind.types[:place])))
    return found if hasattr(part, "fields") else load_all(builder, part, found)


def _whole(context: Any, builder: Any, view: LaneView, kind: Any, pointer: Any) -> Any:
    return load_all(builder, kind, pointer)


_attributes: Any = lower_getattr_generic
_attributes(LaneView)(_attribute)
_casts: Any = lower_cast
_casts(LaneView, types.BaseNamedTuple)(_whole)
