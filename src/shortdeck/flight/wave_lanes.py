"""Wave components of all lanes turned and summed as vector code that is written out, not left to LLVM.

Sums over components in a loop over lanes stay in memory when LLVM makes vector code of the loop, at six times
the cost. So one loop over components is laid down here in LLVM's own language, one vector of lanes wide, with
the twelve sums in registers. What a lane comes to does not depend on its neighbours.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from shortdeck.flight.lanes import LANES
from shortdeck.vessel.seaway import COMPONENTS

ROWS_EACH = 17  # of a component: as ``sea_lanes`` names them
KNOT_ROWS = 12  # six motions, six rates

Numbers = NDArray[np.float64]
_WORD = ir.IntType(64)
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_FUSED = ("contract",)  # as all kernels: multiply-add may be one operation


class _Lanes:
    """Vectors of lanes in a flat array, and arithmetic on them."""

    def __init__(self, builder: Any, data: Any) -> None:
        self.builder, self.data = builder, data

    def _at(self, row: Any) -> Any:
        place = self.builder.mul(row, ir.Constant(_WORD, LANES))
        pointer = self.builder.gep(self.data, [place], inbounds=True)
        return self.builder.bitcast(pointer, _VECTOR.as_pointer())

    def load(self, row: Any) -> Any:
        return self.builder.load(self._at(row), align=8)

    def store(self, row: Any, value: Any) -> None:
        self.builder.store(value, self._at(row), align=8)


def _turned(b: Any, c: Any, s: Any, tc: Any, ts: Any) -> tuple[Any, Any]:
    """Cosine and sine of a phase after one more turn."""
    return (
        b.fsub(b.fmul(c, tc, _FUSED), b.fmul(s, ts, _FUSED), _FUSED),
        b.fadd(b.fmul(s, tc, _FUSED), b.fmul(c, ts, _FUSED), _FUSED),
    )


def _component(b: Any, waves: _Lanes, first: Any, sums: list[Any], turning: bool) -> list[Any]:
    """The sums with one component added, whose rows begin at ``first``."""

    def row(k: int) -> Any:
        return b.add(first, ir.Constant(_WORD, k))

    c, s = waves.load(row(0)), waves.load(row(1))
    if turning:
        c, s = _turned(b, c, s, waves.load(row(2)), waves.load(row(3)))
        waves.store(row(0), c)
        waves.store(row(1), s)
    w = waves.load(row(4))
    wc, ws = b.fmul(w, c, _FUSED), b.fmul(w, s, _FUSED)
    out = list(sums)
    for k in range(6):
        ahead, aside = waves.load(row(5 + k)), waves.load(row(11 + k))
        out[k] = b.fadd(out[k], b.fmul(ahead, c, _FUSED), _FUSED)
        out[k] = b.fadd(out[k], b.fmul(aside, s, _FUSED), _FUSED)
        out[6 + k] = b.fadd(out[6 + k], b.fmul(aside, wc, _FUSED), _FUSED)
        out[6 + k] = b.fsub(out[6 + k], b.fmul(ahead, ws, _FUSED), _FUSED)
    return out


def _summing(turning: bool) -> Any:
    """A function of ``waves`` and ``sums``: turn every phase by one knot if asked, and sum up."""

    @intrinsic
    def run(typing_context: Any, waves: Any, sums: Any) -> Any:
        def code(context: Any, b: Any, signature: Any, args: Any) -> Any:
            def lanes(k: int) -> _Lanes:
                return _Lanes(b, context.make_array(signature.args[k])(context, b, args[k]).data)

            here, waves_of, sums_of = b.block, lanes(0), lanes(1)
            loop, after = b.append_basic_block("components"), b.append_basic_block("summed")
            b.branch(loop)
            b.position_at_end(loop)
            count = b.phi(_WORD)
            count.add_incoming(ir.Constant(_WORD, 0), here)
            totals = [b.phi(_VECTOR) for _ in range(KNOT_ROWS)]
            for total in totals:
                total.add_incoming(ir.Constant(_VECTOR, [0.0] * LANES), here)
            first = b.mul(count, ir.Constant(_WORD, ROWS_EACH))
            more = _component(b, waves_of, first, totals, turning)
            for total, value in zip(totals, more, strict=True):
                total.add_incoming(value, loop)
            onward = b.add(count, ir.Constant(_WORD, 1))
            count.add_incoming(onward, loop)
            b.cbranch(b.icmp_signed("<", onward, ir.Constant(_WORD, COMPONENTS)), loop, after)
            b.position_at_end(after)
            for k, value in enumerate(more):
                sums_of.store(ir.Constant(_WORD, k), value)
            return context.get_dummy_value()

        return types.none(waves, sums), code

    return run


def plain_sums(turning: bool) -> Any:
    """The same without compilation."""

    def run(waves: Numbers, sums: Numbers) -> None:
        rows = waves.reshape(COMPONENTS, ROWS_EACH, LANES)
        c, s = rows[:, 0], rows[:, 1]
        if turning:
            tc, ts = rows[:, 2], rows[:, 3]
            rows[:, 0], rows[:, 1] = c * tc - s * ts, s * tc + c * ts
        w, ahead, aside = rows[:, 4:5], rows[:, 5:11], rows[:, 11:17]
        c, s = rows[:, 0:1], rows[:, 1:2]
        sums.reshape(2, 6, LANES)[0] = (ahead * c + aside * s).sum(axis=0)
        sums.reshape(2, 6, LANES)[1] = (w * (aside * c - ahead * s)).sum(axis=0)

    return run


_config: Any = numba.config
_kind = plain_sums if _config.DISABLE_JIT else _summing
sum_waves = _kind(False)  # motions and rates of every lane at its present phases, into ``sums`` [12, lane]
turn_waves = _kind(True)  # the same one knot later
