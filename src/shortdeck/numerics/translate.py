"""The kernels' text compiled for another machine or another precision.

Kernels are written once, in float64, as Numba functions that call one another. ``Translation`` follows those
calls from an entry function and compiles a copy of each with another compiler (numba-cuda's device functions,
say), in float64 or in float32. A copy is needed even in float64: handed a CPU function, numba-cuda takes any
``fastmath`` option of it for full fast-math, which folds ``isfinite`` to True.

For float32 the literals, the constants of the modules and ``float()`` become float32, since one float64
operand would make the rest of an expression float64; elementary functions are the math library's; uniform
random numbers are drawn in float64 and rounded, and normal ones made of them in float32.

A kernel may be replaced by another function on the way: so a user's own control law comes into the flights,
compiled, or as plain Python where the compiler is none.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
import types
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np

from shortdeck.numerics import elementary, random

Function = Callable[..., Any]

_TINY = float(np.finfo(np.float32).tiny)
_HUGE = float(np.finfo(np.float32).max)
# Polynomials made for float64 lose digits in float32; the math library has them in both.
_ELEMENTARY: dict[Function, Function] = {
    elementary.sin: math.sin,
    elementary.cos: math.cos,
    elementary.exp: math.exp,
    elementary.log: math.log,
    elementary.atan2: math.atan2,
}


def _fourth_root(x, inverse):  # type: ignore[no-untyped-def]
    """The root of a root: the CPU's short cut through float32 is a ufunc, which numba-cuda has not."""
    return math.sqrt(math.sqrt(x))


_TWINS: dict[Function, Function] = {elementary.fourth_root: _fourth_root}


def single(value: float) -> np.float32:
    """A float64 constant in float32; guards against division by zero stay above zero."""
    if value != 0.0 and abs(value) < _TINY:
        return np.float32(math.copysign(_TINY, value))
    return np.float32(min(max(value, -_HUGE), _HUGE))


class _Single(ast.NodeTransformer):
    """Turns the text of a kernel into its float32 twin."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, float):
            return node
        call = ast.Call(ast.Name("_real", ast.Load()), [ast.Constant(float(single(node.value)))], [])
        return ast.copy_location(call, node)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        name = "_real" if node.id == "float" else node.id
        return ast.copy_location(ast.Name(name, node.ctx), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list = []
        node.returns = None
        for argument in node.args.args:
            argument.annotation = None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        assert node.value is not None
        return ast.copy_location(ast.Assign([node.target], self.visit(node.value)), node)


def _single_code(function: Function) -> types.CodeType:
    """Byte code of the float32 twin, with the line numbers of the original."""
    lines, first = inspect.getsourcelines(function)
    tree = _Single().visit(ast.parse(textwrap.dedent("".join(lines))))
    ast.increment_lineno(tree, first - 1)
    module = compile(ast.fix_missing_locations(tree), inspect.getfile(function), "exec")
    return next(x for x in module.co_consts if isinstance(x, types.CodeType))


def _names(code: types.CodeType) -> set[str]:
    """Names that a function uses, those of functions and comprehensions inside it included."""
    inner = (_names(part) for part in code.co_consts if isinstance(part, types.CodeType))
    return set(code.co_names).union(*inner)


class Translation:
    """Compiles kernels, and all that they call, with ``compiler``; each once.

    ``compiler`` turns a plain function into a callable for compiled code; ``single`` asks for float32.
    ``replaced`` puts functions in the place of kernels; ``given`` are callables that need no translation, in
    the place of functions or other objects.
    """

    def __init__(
        self,
        compiler: Callable[[Function], Any],
        *,
        single: bool = False,
        replaced: Mapping[Function, Function] | None = None,
        given: Mapping[Any, Any] | None = None,
    ) -> None:
        self._compiler = compiler
        self._single = single
        self._replaced = dict(replaced or {})
        self._given = dict(given or {})
        self._own = {id(function.__globals__) for function in self._replaced.values()}
        self._within: list[Function] = []
        self._done: dict[Function, Any] = {}
        self._double = Translation(compiler) if single else self

    def __call__(self, function: Function) -> Any:
        """The translated twin of a kernel, or of a plain function in the kernels' language."""
        if function not in self._done:
            self._done[function] = self._translate(function)
        return self._done[function]

    def _translate(self, function: Function) -> Any:
        if function in self._given:
            return self._given[function]
        if function in self._replaced and function not in self._within:
            return self._replacement(function)
        if self._single and function in _ELEMENTARY:
            return _ELEMENTARY[function]
        if self._single and function is random.uniforms:
            return self._rounded_draw(self._double(function))
        return self.compiled(self.twin(_TWINS.get(function, function)), function)

    def _replacement(self, function: Function) -> Any:
        """What stands in the place of a kernel; there, its own name means the kernel that it replaces."""
        outside = self._done
        self._done = {}
        self._within.append(function)
        try:
            return self(self._replaced[function])
        finally:
            self._within.pop()
            self._done = outside

    def compiled(self, twin: Function, original: Function) -> Any:
        """The twin of a function, compiled."""
        return self._compiler(twin)

    def twin(self, function: Function) -> Function:
        """The copy of a kernel or of a plain function, not yet compiled; its callees are."""
        plain: Any = getattr(function, "py_func", function)
        code = _single_code(plain) if self._single else plain.__code__
        used = sorted(_names(code))
        names = set(used) & set(plain.__globals__)
        scope: dict[str, Any] = {name: self._value(plain.__globals__[name], used) for name in sorted(names)}
        scope |= {"__name__": plain.__module__, "_real": np.float32 if self._single else np.float64}
        twin = types.FunctionType(code, scope, plain.__name__, plain.__defaults__, plain.__closure__)
        twin.__qualname__ = plain.__qualname__
        twin.__module__ = plain.__module__
        return twin

    def _value(self, value: Any, used: Iterable[str] = ()) -> Any:
        """What a global of a kernel becomes; of a module, what is among the names ``used``."""
        if isinstance(value, Hashable) and value in self._given:
            return self._given[value]
        if hasattr(value, "py_func") or self._is_own(value):
            return self(value)
        if isinstance(value, types.ModuleType):
            return self._module(value, used)
        if self._single and isinstance(value, tuple):
            return tuple(self._value(item) for item in value)
        return single(value) if self._single and isinstance(value, float) else value

    def _is_own(self, value: Any) -> bool:
        """Whether a global is a plain function that stands beside one of the replacements."""
        return isinstance(value, types.FunctionType) and id(value.__globals__) in self._own

    def _module(self, module: types.ModuleType, used: Iterable[str]) -> types.ModuleType:
        """A module of ours with its kernels translated; one without kernels as it is."""
        kernels = [name for name in used if hasattr(getattr(module, name, None), "py_func")]
        if not kernels:
            return module
        twin = types.ModuleType(module.__name__)
        for name in kernels:
            setattr(twin, name, self(getattr(module, name)))
        return twin

    def _rounded_draw(self, draw: Any) -> Any:
        def rounded(seed, case, purpose, index):  # type: ignore[no-untyped-def]
            first, second = draw(np.float64(seed), np.float64(case), np.float64(purpose), np.float64(index))
            return np.float32(first), np.float32(second)

        return self._compiler(rounded)
