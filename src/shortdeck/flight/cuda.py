"""Many flights at once on an NVIDIA GPU: the steps of the CPU, compiled by numba-cuda, one thread a case.

A thread holds its state in registers and local memory and flies until its flight has ended, or until the
launch's budget of beats is spent; the host then drops the finished cases and launches the rest, so that
short flights do not wait for long ones. Parameters that all cases share are kernel arguments, which the GPU
reads as operands from its constant bank; the others are rows in memory. With ``on="cpu"`` the same text runs
as a compiled loop on the CPU, which is how float32 is judged where there is no GPU.

Needs the extra ``[cuda]``. See ``docs/background/gpu.md`` for what was measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from shortdeck.errors import InputError
from shortdeck.flight.batch import Flown, Progress, check_table
from shortdeck.flight.block import DONE, ROWS, SETUP_ROWS
from shortdeck.flight.lanes import zeros
from shortdeck.flight.state import Near, Outputs, Setup, State
from shortdeck.flight.step import BEAT, STEP, beat, ended, step
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.translate import Translation

THREADS = 128  # a block: two blocks of 255 registers a thread fill the registers of a multiprocessor
LAUNCH_TIME = 0.25  # s that one kernel launch shall take, so that Ctrl-C works
_FIRST_BUDGET = 25  # beats of the first launch, whose time sets the others'

Rows = NDArray[Any]
On = Literal["gpu", "cpu"]
Compiler = Callable[[Callable[..., Any]], Any]

_TEXT = """
def lane(fixed, varying, moving, i, dt, beats, budget, status, flown):
    c = {setup}
    s = {state}
    o = {outputs}
    near = {near}
    interval = real(beats) * dt
    going = True
    n = 0
    while going and n < budget:
        on_gear = near.grounded > real(0.5)
        s, near = beat(c, s, o, interval)
        going = not (ended(s.log) or s.time >= c.time_limit - real(0.5) * dt)
        if going:
            if on_gear:
                for k in range(beats):
                    s, o = step(c, near, s, o, dt, True)
            else:
                for k in range(beats):
                    s, o = step(c, near, s, o, dt, False)
            n += 1
    flown[i] += n * beats
    status[i] = 0 if going else 1
{store}

def fly_kernel(fixed, varying, moving, alive, dt, beats, budget, status, flown):
    k = cuda.grid(1)
    if k < alive.shape[0]:
        lane(fixed, varying, moving, alive[k], dt, beats, budget, status, flown)

def fly_loop(fixed, varying, moving, alive, dt, beats, budget, status, flown):
    for k in range(alive.shape[0]):
        lane(fixed, varying, moving, alive[k], dt, beats, budget, status, flown)
"""


def _literal(like: Any, sources: Iterable[str], scope: dict[str, Any]) -> str:
    """Text that builds a nested tuple like ``like`` of ``sources``; its classes go into ``scope``."""
    if not isinstance(like, tuple):
        return next(iter(sources))
    name = type(like).__name__ if hasattr(like, "_fields") else ""
    if name:
        scope[name] = type(like)
    left = iter(sources)
    return f"{name}({', '.join(_literal(part, left, scope) for part in like)},)"


def _paths(like: Any, path: str) -> list[str]:
    """Expressions of all numbers of a nested tuple called ``path``, in the order of its rows."""
    if not isinstance(like, tuple):
        return [path]
    fields = getattr(like, "_fields", None)
    keys = [f".{field}" for field in fields] if fields else [f"[{k}]" for k in range(len(like))]
    return [x for key, part in zip(keys, like, strict=True) for x in _paths(part, path + key)]


def source(varies: tuple[bool, ...]) -> tuple[str, dict[str, Any]]:
    """Text of the drivers, and the classes that it names; ``varies``: rows of the setup that differ."""
    scope: dict[str, Any] = {}
    places = []
    fixed = varying = 0
    for differs in varies:
        places.append(f"varying[{varying}, i]" if differs else f"fixed[{fixed}]")
        varying, fixed = varying + differs, fixed + (not differs)
    moving = iter([f"moving[{j}, i]" for j in range(ROWS - SETUP_ROWS)])
    state, outputs, near = zeros(State), zeros(Outputs), zeros(Near)
    paths = _paths(state, "s") + _paths(outputs, "o") + _paths(near, "near")
    text = _TEXT.format(
        setup=_literal(zeros(Setup), places, scope),
        state=_literal(state, moving, scope),
        outputs=_literal(outputs, moving, scope),
        near=_literal(near, moving, scope),
        store="\n".join(f"    moving[{j}, i] = {path}" for j, path in enumerate(paths)),
    )
    return text, scope


def gpu() -> Any:
    """numba-cuda's module, or an error that says how to get it."""
    try:
        import numba_cuda  # noqa: F401
        from numba import cuda
    except ImportError as error:
        raise InputError("flights on a GPU need numba-cuda: pip install 'shortdeck[cuda]'") from error
    return cuda


def _simulated() -> bool:
    settings: Any = numba.config
    return bool(settings.ENABLE_CUDASIM)


def plain_functions(varies: tuple[bool, ...], *, single: bool, on: On) -> tuple[dict[str, Any], Compiler]:
    """The drivers' text as functions yet to be compiled, with callees that are; and what compiles those."""
    compiler: Compiler = kernel
    if on == "gpu" and not _simulated():
        # Fused multiply-add is on by itself; fast-math stays off, since it folds isfinite() to True.
        compiler = gpu().jit(device=True, forceinline=True)
    translate = Translation(compiler, single=single)
    text, scope = source(varies)
    scope |= {f.__name__: translate(f) for f in (beat, step, ended)}
    scope |= {"real": np.float32 if single else np.float64, "cuda": gpu() if on == "gpu" else None}
    exec(compile(text, "<flights>", "exec"), scope)
    if on == "cpu" or not _simulated():  # the simulator's arrays are for plain Python alone
        scope["lane"] = compiler(scope["lane"])
    return scope, compiler


@cache
def _entry(varies: tuple[bool, ...], single: bool, on: On) -> Any:
    scope, compiler = plain_functions(varies, single=single, on=on)
    if on == "cpu":
        return compiler(scope["fly_loop"])
    bounds = {} if _simulated() else {"launch_bounds": THREADS}
    return gpu().jit(**bounds)(scope["fly_kernel"])


class _Device(NamedTuple):
    """How arrays get to a device and back, and how a function is started there."""

    put: Callable[[Rows], Any]
    get: Callable[[Any], Rows]
    start: Callable[..., None]


def _device(on: On) -> _Device:
    if on == "cpu":
        return _Device(lambda a: a, lambda a: a, lambda f, _, *arguments: f(*arguments))
    cuda = gpu()
    if not cuda.is_available():
        raise InputError("no NVIDIA GPU with a working driver was found; fly on the CPU instead")

    def start(function: Any, threads: int, *arguments: Any) -> None:
        function[-(-threads // THREADS), THREADS](*arguments)
        cuda.synchronize()

    return _Device(cuda.to_device, lambda a: a.copy_to_host(), start)


def fly_cases(
    table: NDArray[np.float64], *, dt: float = STEP, single: bool = False, on: On = "gpu",
    progress: Progress | None = None,
) -> Flown:  # fmt: skip
    """Fly every case of a table on the GPU, as ``batch.fly_cases`` does on the CPU; ``single``: in float32.

    Raises InputError for numbers that are not finite, without numba-cuda and where there is no GPU.
    """
    check_table(table)
    flown = Flown(table.copy(), np.zeros(len(table), np.int8))
    return resume(flown, dt=dt, single=single, on=on, progress=progress)


def resume(
    flown: Flown, *, dt: float = STEP, single: bool = False, on: On = "gpu",
    progress: Progress | None = None,
) -> Flown:  # fmt: skip
    """Fly on what was interrupted, in place."""
    queue = np.flatnonzero(~flown.done)
    device = _device(on)
    flown.interrupted = False
    if queue.size == 0:
        return flown
    begin = time.perf_counter()
    real = np.float32 if single else np.float64
    table, cases = flown.table, queue.size
    setup = table[queue, :SETUP_ROWS]
    differs = np.any(setup != setup[0], axis=0)
    function = _entry(tuple(bool(x) for x in differs), single, on)
    # A kernel takes no array without rows.
    varying = setup[:, differs] if np.any(differs) else np.zeros((cases, 1))
    fixed = tuple(real(x) for x in setup[0, ~differs]) or (real(0.0),)
    rows = device.put(np.array(varying.T, dtype=real, order="C"))
    moving = device.put(np.array(table[queue, SETUP_ROWS:].T, dtype=real, order="C"))
    done, steps = device.put(np.zeros(cases, np.int64)), device.put(np.zeros(cases, np.int64))
    alive, budget, beats = np.arange(cases), _FIRST_BUDGET, max(1, round(BEAT / dt))
    try:
        while alive.size > 0:
            start = time.perf_counter()
            waiting = device.put(alive)
            device.start(
                function, alive.size, fixed, rows, moving, waiting, real(dt), beats, budget, done, steps
            )
            took = max(time.perf_counter() - start, 1e-6)
            budget = max(1, int(budget * min(LAUNCH_TIME / took, 4.0)))  # the first may have compiled
            alive = alive[device.get(done)[alive] == 0]
            if progress is not None:
                progress(len(table) - alive.size, len(table))
    except KeyboardInterrupt:
        flown.interrupted = True
    table[queue, SETUP_ROWS:] = device.get(moving).T
    flown.status[queue[device.get(done) > 0]] = DONE
    flown.steps += int(device.get(steps).sum())
    flown.seconds += time.perf_counter() - begin
    return flown
