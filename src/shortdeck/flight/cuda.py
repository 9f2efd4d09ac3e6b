"""Many flights at once on an NVIDIA GPU: the steps of the CPU, compiled by numba-cuda, one thread a case.

A thread holds its state in registers and local memory and flies until its flight has ended, or until the
launch's budget of knots is spent; the host then drops the finished cases and launches the rest, so that
short flights do not wait for long ones. Parameters that all cases share are kernel arguments, which the GPU
reads as operands from its constant bank; the others are rows in memory, and so are the waves of each case
at sea (``cuda_sea``). With ``on="cpu"`` the same text runs as a compiled loop on the CPU, which is how
float32 is judged where there is no GPU.

Needs the extra ``[cuda]``. See ``docs/background/gpu.md`` for what was measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.prediction import SPACING
from shortdeck.errors import InputError
from shortdeck.flight.batch import POSITION, Flown, Progress, check_seas, check_table
from shortdeck.flight.block import BREATH, DONE, KNOT, ROWS, SETUP_ROWS, Table
from shortdeck.flight.cuda_sea import WAVE_ROWS, draw_component, foresee, knot_of
from shortdeck.flight.engine import CALM, packed
from shortdeck.flight.forecast_lanes import SAMPLES
from shortdeck.flight.lanes import zeros
from shortdeck.flight.sea_lanes import Seas
from shortdeck.flight.state import Outputs, Setup, State
from shortdeck.flight.step import BEAT, STEP, beat, ended, set_out, step, stir
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.translate import Translation
from shortdeck.vessel.seaway import COMPONENTS
from shortdeck.vessel.ship_motion import Knots, pose_at

THREADS = 128  # a block: two blocks of 255 registers a thread fill the registers of a multiprocessor
LAUNCH_TIME = 0.25  # s that one kernel launch shall take, so that Ctrl-C works
GROUP = 2**18  # cases in the device's memory at a time: 3 GB at sea in float64, many times what fly at once
WHOLE_IN_SINGLE = 2**24  # up to here float32 holds every whole number
_FIRST_BUDGET = 3  # knots of the first launch, whose time sets the others'

Rows = NDArray[Any]
On = Literal["gpu", "cpu"]
Compiler = Callable[[Callable[..., Any]], Any]

_TEXT = """
def lane(fixed, varying, moving, waves, records, forecasters, i, dt, beats, budget, status, flown):
    c = {setup}
    s = {state}
    o = {outputs}
    interval = real(beats) * dt
    span = real(KNOT) * interval
    knot = int(s.time / span + real(0.5))
    after = knot_of(c.passage, waves, records, i, knot, span)
    if s.time == real(0.0):
        s = set_out(c, s, pose_at(c.passage, Knots(after, after), real(0.0), span))
    before = after
    on_gear = True
    going = True
    n = 0
    while going and n < budget * KNOT:
        phase = n % KNOT
        if phase == 0:
            before = after
            after = knot_of(c.passage, waves, records, i, knot + n // KNOT + 1, span)
            on_gear = s.grounded > real(0.5)
{clock}
        deck = pose_at(c.passage, Knots(before, after), real(phase) * interval, span)
        if on_gear:
            s, near = beat(c, s, o, deck, interval, True)
        else:
            s, near = beat(c, s, o, deck, interval, False)
        if phase == 0:
            which = int(c.passage.sea)
            if c.passage.record >= real(0.0):
                which = forecasters.shape[0] - records.shape[0] + int(c.passage.record)
            if which >= 0 and (knot + n // KNOT) % int(SPACING / span + real(0.5)) == 0:
                f = foresee(
                    s.forecast, moving, forecasters, i, {samples}, which, s.time, s.memory.arrival
                )
                s = {foreseen}
        going = not (ended(s.log) or s.time >= c.time_limit - real(0.5) * dt)
        if going:
            if phase % BREATH == 0:
                s = stir(c, s, near, o, real(BREATH) * interval)
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

def fly_kernel(fixed, varying, moving, waves, records, forecasters, alive, dt, beats, budget, status, flown):
    k = cuda.grid(1)
    if k < alive.shape[0]:
        lane(fixed, varying, moving, waves, records, forecasters, alive[k], dt, beats, budget, status, flown)

def fly_loop(fixed, varying, moving, waves, records, forecasters, alive, dt, beats, budget, status, flown):
    for k in range(alive.shape[0]):
        lane(fixed, varying, moving, waves, records, forecasters, alive[k], dt, beats, budget, status, flown)

def draw_kernel(low, width, factor, sea, seed, case, waves):
    k = cuda.grid(1)
    cases = sea.shape[0]
    if k < cases * COMPONENTS:
        i = k % cases
        draw_component(low, width, factor, waves, i, k // cases, sea[i], seed[i], case[i])

def draw_loop(low, width, factor, sea, seed, case, waves):
    for i in range(sea.shape[0]):
        for b in range(COMPONENTS):
            draw_component(low, width, factor, waves, i, b, sea[i], seed[i], case[i])
"""


def literal(like: Any, sources: Iterable[str], scope: dict[str, Any]) -> str:
    """Text that builds a nested tuple like ``like`` of ``sources``; its classes go into ``scope``."""
    if not isinstance(like, tuple):
        return next(iter(sources))
    name = type(like).__name__ if hasattr(like, "_fields") else ""
    if name:
        scope[name] = type(like)
    left = iter(sources)
    return f"{name}({', '.join(literal(part, left, scope) for part in like)},)"


def paths(like: Any, path: str) -> list[str]:
    """Expressions of all numbers of a nested tuple called ``path``, in the order of its rows."""
    if not isinstance(like, tuple):
        return [path]
    fields = getattr(like, "_fields", None)
    keys = [f".{field}" for field in fields] if fields else [f"[{k}]" for k in range(len(like))]
    return [x for key, part in zip(keys, like, strict=True) for x in paths(part, path + key)]


def source(varies: tuple[bool, ...], *, single: bool) -> tuple[str, dict[str, Any]]:
    """Text of the drivers, and the classes that it names; ``varies``: rows of the setup that differ."""
    scope: dict[str, Any] = {}
    places = []
    fixed = varying = 0
    for differs in varies:
        places.append(f"varying[{varying}, i]" if differs else f"fixed[{fixed}]")
        varying, fixed = varying + differs, fixed + (not differs)
    moving = iter([f"moving[{j}, i]" for j in range(ROWS - SETUP_ROWS)])
    state, outputs = zeros(State), zeros(Outputs)
    changing = paths(state, "s") + paths(outputs, "o")
    # Summed in float32, time would be late by some 0.03 s after two minutes: there it is counted in beats.
    counted = [f"s.{name}" for name in State._fields if name != "time"]
    clock = f"        s = State(real(KNOT * knot + n) * interval, {', '.join(counted)})"
    text = _TEXT.format(
        setup=literal(zeros(Setup), places, scope),
        state=literal(state, moving, scope),
        outputs=literal(outputs, moving, scope),
        clock=clock if single else "",
        samples=ROWS - SETUP_ROWS - SAMPLES,
        foreseen=f"State({', '.join('f' if name == 'forecast' else f's.{name}' for name in State._fields)})",
        store="\n".join(f"    moving[{j}, i] = {path}" for j, path in enumerate(changing)),
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
    # The simulator's arrays are for plain Python alone.
    with_arrays: Compiler = compiler if on == "cpu" or not _simulated() else (lambda function: function)
    translate = Translation(compiler, single=single)
    text, scope = source(varies, single=single)
    scope |= {f.__name__: translate(f) for f in (beat, ended, pose_at, set_out, step, stir)}
    scope |= {f.__name__: with_arrays(translate.twin(f)) for f in (knot_of, foresee)}
    scope["draw_component"] = with_arrays(Translation(compiler).twin(draw_component))
    scope |= {"Knots": Knots, "KNOT": KNOT, "BREATH": BREATH, "COMPONENTS": COMPONENTS}
    scope["SPACING"] = np.float32(SPACING) if single else SPACING
    scope |= {"real": np.float32 if single else np.float64, "cuda": gpu() if on == "gpu" else None}
    exec(compile(text, "<flights>", "exec"), scope)
    scope["lane"] = with_arrays(scope["lane"])
    return scope, compiler


class _Entries(NamedTuple):
    """What is started on a device: the flights, and the drawing of their waves."""

    fly: Any
    draw: Any


@cache
def _entries(varies: tuple[bool, ...], single: bool, on: On) -> _Entries:
    scope, compiler = plain_functions(varies, single=single, on=on)
    if on == "cpu":
        return _Entries(compiler(scope["fly_loop"]), compiler(scope["draw_loop"]))
    bounds = {} if _simulated() else {"launch_bounds": THREADS}
    return _Entries(gpu().jit(**bounds)(scope["fly_kernel"]), gpu().jit(scope["draw_kernel"]))


class _Device(NamedTuple):
    """How arrays get to a device and back or are made there, and how a function is started there."""

    put: Callable[[Rows], Any]
    get: Callable[[Any], Rows]
    make: Callable[[tuple[int, int], Any], Any]
    start: Callable[..., None]


def _device(on: On) -> _Device:
    if on == "cpu":
        return _Device(lambda a: a, lambda a: a, np.empty, lambda f, _, *arguments: f(*arguments))
    cuda = gpu()
    if not cuda.is_available():
        raise InputError("no NVIDIA GPU with a working driver was found; fly on the CPU instead")

    def start(function: Any, threads: int, *arguments: Any) -> None:
        function[-(-threads // THREADS), THREADS](*arguments)
        cuda.synchronize()

    return _Device(cuda.to_device, lambda a: a.copy_to_host(), cuda.device_array, start)


def _parameter(kept: Table, name: str) -> NDArray[np.float64]:
    """A parameter of every case."""
    at = POSITION[name]
    own = np.flatnonzero(kept.columns == at)
    return kept.own[:, own[0]] if len(own) else np.full(len(kept.moving), kept.shared[at])


def _check_single(kept: Table) -> None:
    """Refuse seeds and case numbers that float32 would round to others."""
    for name in ("seed", "case"):
        numbers = _parameter(kept, f"passage.{name}")
        if len(numbers) and numbers.max() > WHOLE_IN_SINGLE:
            case = int(numbers.argmax())
            raise InputError(
                f"case {case}: the {name} of its random numbers is {numbers[case]:.0f}; in float32 whole "
                f"numbers up to {WHOLE_IN_SINGLE} are allowed: choose a smaller one, or fly in float64"
            )


def _check_air(seas: Seas) -> None:
    """Refuse a user's flow field, whose look-ups this driver has not."""
    if len(seas.flow_x) > 1:
        raise InputError("a flow field in place of the airwake is flown on the CPU only: choose device cpu")


@dataclass
class _Group:
    """Cases that are in the device's memory together."""

    flown: Flown
    cases: NDArray[np.int64]
    single: bool
    on: On
    device: _Device

    @property
    def real(self) -> Any:
        return np.float32 if self.single else np.float64

    def entries(self) -> _Entries:
        """Drivers for the parameters that differ in the whole table."""
        varies = np.zeros(SETUP_ROWS, bool)
        varies[self.flown.kept.columns] = True
        return _entries(tuple(bool(x) for x in varies), self.single, self.on)

    def rows(self, table: NDArray[np.float64]) -> Any:
        """Columns of these cases as rows on the device; a kernel takes no array without rows."""
        part = table[self.cases] if table.shape[1] else np.zeros((self.cases.size, 1))
        return self.device.put(np.array(part.T, dtype=self.real, order="C"))

    def waves(self, seas: Seas) -> Any:
        """The waves of these cases, drawn on the device."""
        kept, count = self.flown.kept, self.cases.size
        sea = _parameter(kept, "passage.sea")[self.cases].astype(np.int64)
        if not np.any(sea >= 0):
            return self.device.make((1, 1), self.real)
        who = [_parameter(kept, f"passage.{name}")[self.cases] for name in ("seed", "case")]
        waves = self.device.make((COMPONENTS * WAVE_ROWS, count), self.real)
        tables = [self.device.put(np.ascontiguousarray(a)) for a in (*seas[:3], sea, *who)]
        self.device.start(self.entries().draw, count * COMPONENTS, *tables, waves)
        return waves

    def fly(self, dt: float, progress: Progress | None) -> None:
        """Fly these cases to their end or to an interruption, and write back what changes in flight."""
        flown, device, real, count = self.flown, self.device, self.real, self.cases.size
        kept, before = flown.kept, int(np.count_nonzero(flown.done))
        fixed = tuple(real(x) for x in np.delete(kept.shared, kept.columns)) or (real(0.0),)
        own, moving = self.rows(kept.own), self.rows(kept.moving)
        records, forecasters = (
            device.put(np.ascontiguousarray(table, dtype=real))
            for table in (flown.seas.records, flown.seas.forecasters)
        )
        done, steps = (device.put(np.zeros(count, np.int64)) for _ in range(2))
        alive, budget, beats = np.arange(count), _FIRST_BUDGET, max(1, round(BEAT / dt))
        function = self.entries().fly
        try:
            waves = self.waves(flown.seas)
            while alive.size > 0:
                start = time.perf_counter()
                waiting = device.put(alive)
                device.start(
                    function, alive.size, fixed, own, moving, waves, records, forecasters, waiting,
                    real(dt), beats, budget, done, steps,
                )  # fmt: skip
                took = max(time.perf_counter() - start, 1e-6)
                budget = max(1, int(budget * min(LAUNCH_TIME / took, 4.0)))  # the first may have compiled
                alive = alive[device.get(done)[alive] == 0]
                if progress is not None:
                    progress(before + count - alive.size, len(flown.status))
        except KeyboardInterrupt:
            flown.interrupted = True
        kept.moving[self.cases] = device.get(moving).T
        flown.status[self.cases[device.get(done) > 0]] = DONE
        flown.steps += int(device.get(steps).sum())


def fly_cases(
    table: NDArray[np.float64], *, seas: Seas = CALM, dt: float = STEP, single: bool = False, on: On = "gpu",
    progress: Progress | None = None,
) -> Flown:  # fmt: skip
    """Fly every case of a table on the GPU, as ``batch.fly_cases`` does on the CPU; ``single``: in float32.

    Raises InputError for numbers that are not finite, seas that are not there, a flow field in place of the
    airwake, random streams beyond float32, without numba-cuda and where there is no GPU.
    """
    check_table(table)
    check_seas(table, seas)
    flown = Flown(packed(table), np.zeros(len(table), np.int8), seas)
    return resume(flown, dt=dt, single=single, on=on, progress=progress)


def resume(
    flown: Flown, *, dt: float = STEP, single: bool = False, on: On = "gpu",
    progress: Progress | None = None,
) -> Flown:  # fmt: skip
    """Fly on what was interrupted, in place."""
    _check_air(flown.seas)
    if single:
        _check_single(flown.kept)
    device = _device(on)
    begin = time.perf_counter()
    queue = np.flatnonzero(~flown.done)
    flown.interrupted = False
    for k in range(0, queue.size, GROUP):
        if not flown.interrupted:
            _Group(flown, queue[k : k + GROUP], single, on, device).fly(dt, progress)
    flown.seconds += time.perf_counter() - begin
    return flown
