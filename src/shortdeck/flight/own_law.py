"""A user's own control law in flights: one part of the law, or all of it, replaced by a function.

For a single flight everything runs as plain Python, so that the function may print, stop in a debugger or
raise. For tables of cases the kernels are compiled once more with the function in its place; what it calls
beside it in its module is compiled with it. Nothing of that is kept on disk.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numba

from shortdeck.autopilot.parts import PARTS
from shortdeck.errors import InputError
from shortdeck.flight import block, lanes, sea_lanes, wave_lanes
from shortdeck.flight.forecast_lanes import foresee_lanes
from shortdeck.flight.step import beat
from shortdeck.numerics.elementary import fourth_root
from shortdeck.numerics.translate import Translation

Function = Callable[..., Any]
OwnLaw = Mapping[str, Function]


def check_law(law: OwnLaw) -> dict[Function, Function]:
    """Kernels and what replaces them. Raises InputError."""
    out: dict[Function, Function] = {}
    for name, function in law.items():
        if name not in PARTS:
            raise InputError(f"law {name!r}: allowed are {', '.join(PARTS)}")
        kernel: Any = PARTS[name]
        plain: Any = getattr(function, "py_func", function)
        if not inspect.isfunction(plain):
            raise InputError(f"law {name}: a function is needed, this is {type(function).__name__}")
        wanted = list(inspect.signature(kernel.py_func if hasattr(kernel, "py_func") else kernel).parameters)
        given = list(inspect.signature(plain).parameters)
        if len(given) != len(wanted):
            raise InputError(
                f"law {name}: a function of ({', '.join(wanted)}) is needed, {plain.__name__} takes "
                f"({', '.join(given)})"
            )
        out[kernel] = plain
        if name == "predictor":
            out[foresee_lanes] = _nothing_foreseen
    return out


def _nothing_foreseen(block: Any, forecasters: Any, seas_there: int, span: float) -> None:
    """In place of the forecasts that would overwrite those of the user's predictor."""


class _Recompiled(Translation):
    """Compiles each kernel as it was compiled, and the user's functions to be inlined."""

    def compiled(self, twin: Function, original: Function) -> Any:
        options = dict(getattr(original, "targetoptions", None) or _INLINED)
        options.pop("nopython", None)
        return numba.njit(**options)(twin)


class _Plain(Translation):
    """Leaves everything as plain Python; a user's function that calls no kernel stays the very same."""

    def compiled(self, twin: Function, original: Function) -> Any:
        before = getattr(original, "__globals__", {})
        same = all(before[name] is value for name, value in twin.__globals__.items() if name in before)
        return original if before and same else twin


_INLINED: dict[str, Any] = dict(getattr(beat, "targetoptions", {}))


@lru_cache(maxsize=16)
def _compiled(replaced: tuple[tuple[Function, Function], ...]) -> Any:
    same = {fourth_root: fourth_root}  # which the GPU's compiler alone cannot take
    return _Recompiled(lambda f: f, replaced=dict(replaced), given=same)(block.fly_block)


def compiled_block(law: OwnLaw) -> Any:
    """The driver of tables of cases with the law in it; compiles when it is first called.

    Raises InputError for what cannot be compiled.
    """
    for name, function in law.items():
        if getattr(getattr(function, "py_func", function), "__closure__", None):
            raise InputError(
                f"law {name}: {function.__name__} uses names of the function around it; for tables let it "
                "use those of its module or its arguments"
            )
    return _compiled(tuple(check_law(law).items()))


def plain_block(law: OwnLaw) -> Any:
    """The same driver as plain Python for one flight, which flies in the first lane."""
    given: dict[Any, Any] = {
        wave_lanes.sum_waves: wave_lanes.plain_sums(False),
        wave_lanes.turn_waves: wave_lanes.plain_sums(True),
    }
    for load, store, example, row in lanes.MADE:
        plain_load, plain_store, _ = lanes.plain_accessors(example, row)
        given |= {load: plain_load, store: plain_store}
    replaced = check_law(law)
    whole = _Plain(lambda f: f, replaced=replaced, given=given)
    narrow = {loop: _first_lane(whole(loop)) for loop in _loops() if "width" in _names(loop)}
    return _Plain(lambda f: f, replaced=replaced, given=given | narrow)(block.fly_block)


def _names(function: Any) -> list[str]:
    return list(inspect.signature(getattr(function, "py_func", function)).parameters)


def _loops() -> list[Any]:
    """The loops over lanes that the driver calls."""
    found = [*vars(block).values(), *vars(sea_lanes).values()]
    return [value for value in found if hasattr(value, "py_func")]


def _first_lane(loop: Function) -> Function:
    """The loop over the first lane alone: the others are empty."""
    place = _names(loop).index("width")

    def run(*arguments: Any) -> None:
        loop(*arguments[:place], 1, *arguments[place + 1 :])

    return run
