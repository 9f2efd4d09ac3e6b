"""What the GPU's compiler makes of a step, found without a GPU: registers, spills, operations, occupancy.

numba-cuda's compiler and NVIDIA's linker come with the extra ``[cuda]`` and need no driver, so that a build
machine can tell whether the kernels still compile, and how heavy they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

from shortdeck.flight.block import BREATH, KNOT, SETUP_ROWS
from shortdeck.flight.cuda import THREADS, gpu, literal, paths, plain_functions
from shortdeck.flight.lanes import zeros
from shortdeck.flight.state import Near, Outputs, Setup, State
from shortdeck.flight.step import BEAT, STEP
from shortdeck.vessel.seaway import COMPONENTS
from shortdeck.vessel.ship_motion import Knots

HOPPER = (9, 0)  # compute capability of H100 and H200
REGISTERS = 65536  # 32-bit registers of a multiprocessor (CUDA C++ programming guide, compute capability 9.0)
RESIDENT = 2048  # threads that a multiprocessor can hold (same table)

_ARITHMETIC = {"fma": 2, "add": 1, "sub": 1, "mul": 1, "div": 1, "sqrt": 1}
_INSTRUCTION = re.compile(
    r"^\s+(?:@!?%p\d+ )?(fma|add|sub|mul|div|sqrt)\.(?:\w+\.)*(f32|f64)\b", re.MULTILINE
)


# What is done at the four clocks, as text; a beat looks at the deck, so its pose belongs to it.
_PARTS = {
    "step_on_deck": "s, o = step(c, near, s, o, dt, True)",
    "step_in_air": "s, o = step(c, near, s, o, dt, False)",
    "beat": "s, near = beat(c, s, o, pose_at(c.passage, knots, dt, dt), dt)",
    "stir": "s = stir(c, s, near, o, dt)",
    "wave": "knots = Knots(knots.before, knot_of(c.passage, rows, records, i, i, dt))",
}
_PART_TEXT = """
def part(fixed, rows, records, dt):
    i = cuda.grid(1)
    c = {setup}
    s = {state}
    o = {outputs}
    near = {near}
    knots = {knots}
    {body}
{store}
"""


class Counts(NamedTuple):
    """Floating-point work in a piece of code, each instruction counted once."""

    operations: int  # a fused multiply-add counts two
    issued: int  # instructions before divisions and roots are expanded
    divisions: int  # of those, divisions and roots, each some ten instructions of the machine
    foreign: int  # instructions in the other precision


class Resources(NamedTuple):
    """What one thread of the flight kernel takes."""

    registers: int
    stack: int  # bytes of local memory
    spill_stores: int  # bytes, counted in the code, not in time
    spill_loads: int
    code: Counts

    @property
    def occupancy(self) -> float:
        """Share of the threads that a multiprocessor could hold, by its registers."""
        per_block = -(-self.registers // 8) * 8 * THREADS
        return (REGISTERS // per_block) * THREADS / RESIDENT


@contextmanager
def _without_a_device(capability: tuple[int, int]) -> Iterator[None]:
    """Functions called by a kernel are compiled for the current device, of which there may be none."""
    device = SimpleNamespace(compute_capability=capability)
    with mock.patch("numba.cuda.dispatcher.get_current_device", return_value=device):
        yield


def ptx(
    *, varies: tuple[bool, ...] | None = None, single: bool = False, capability: tuple[int, int] = HOPPER
) -> str:
    """The flight kernel as PTX; ``varies`` tells which rows of the setup differ between cases."""
    from numba import types

    numbers: Any = types
    real = types.float32 if single else types.float64
    differs = varies or (False,) * SETUP_ROWS
    rows, counts, records = real[:, ::1], types.int64[::1], real[:, :, ::1]
    forecasters = real[:, :, :, :, ::1]
    fixed = numbers.UniTuple(real, max(len(differs) - sum(differs), 1))
    whole = types.int64
    signature = types.void(
        fixed, rows, rows, rows, records, forecasters, counts, real, whole, whole, counts, counts
    )
    with _without_a_device(capability):
        scope, _ = plain_functions(differs, single=single, on="gpu")
        return _compiled(scope["fly_kernel"], signature, capability)


def _compiled(function: Any, signature: Any, capability: tuple[int, int]) -> str:
    text, _ = gpu().compile(
        function, signature, device=False, abi="numba", cc=capability, output="ptx", launch_bounds=THREADS
    )
    return str(text)


def parts(*, single: bool = False, capability: tuple[int, int] = HOPPER) -> dict[str, Counts]:
    """Work of each part of a flight by itself, ``wave`` that of one component of the sea at a knot."""
    from numba import types

    numbers: Any = types
    real = types.float32 if single else types.float64
    fixed = numbers.UniTuple(real, SETUP_ROWS)
    signature = types.void(fixed, real[:, ::1], real[:, :, ::1], real)
    out = {}
    with _without_a_device(capability):
        scope, compiler = plain_functions((False,) * SETUP_ROWS, single=single, on="gpu")
        # One component of the sea: the loop over all of them may be unrolled by any number.
        scope["knot_of"].py_func.__globals__["COMPONENTS"] = 1
        scope["knot_of"] = compiler(scope["knot_of"].py_func)
        for name, body in _PARTS.items():
            exec(_part_text(body, scope), scope)
            out[name] = counts(_compiled(scope["part"], signature, capability), single=single)
    return out


def _part_text(body: str, scope: dict[str, Any]) -> str:
    """Text of a kernel that does one thing between reading all from memory and writing it back."""
    names = {"state": "s", "outputs": "o", "near": "near", "knots": "knots"}
    likes = [zeros(kind) for kind in (State, Outputs, Near, Knots)]
    changing = [path for like, name in zip(likes, names.values(), strict=True) for path in paths(like, name)]
    places = iter([f"rows[{j}, i]" for j in range(len(changing))])
    built = {word: literal(like, places, scope) for word, like in zip(names, likes, strict=True)}
    shared = (f"fixed[{j}]" for j in range(SETUP_ROWS))
    store = "\n".join(f"    rows[{j}, i] = {path}" for j, path in enumerate(changing))
    return _PART_TEXT.format(setup=literal(zeros(Setup), shared, scope), **built, body=body, store=store)


def per_step(found: dict[str, Counts], *, expanded: float) -> dict[str, float]:
    """Instructions a step, in the air and on deck, in calm and at sea; ``expanded``: those of a division."""
    beats = BEAT / STEP
    each = {name: part.issued + (expanded - 1.0) * part.divisions for name, part in found.items()}
    calm = (each["beat"] + each["stir"] / BREATH) / beats
    sea = COMPONENTS * each["wave"] / (KNOT * beats)
    return {
        f"{where}_{water}": each[f"step_{where}"] + calm + waves
        for where in ("in_air", "on_deck")
        for water, waves in (("calm", 0.0), ("at_sea", sea))
    }


def resources(text: str, *, single: bool, capability: tuple[int, int] = HOPPER) -> Resources:
    """Registers and spills as NVIDIA's linker reports them for PTX, and operations counted in it."""
    log = _link(text.encode(), f"sm_{capability[0]}{capability[1]}")
    found = [re.search(pattern, log) for pattern in (r"Used (\d+) registers", r"(\d+) bytes stack frame")]
    spills = re.search(r"(\d+) bytes spill stores, (\d+) bytes spill loads", log)
    if spills is None or found[0] is None or found[1] is None:
        raise RuntimeError(f"the linker's report has another form than expected: {log}")
    return Resources(
        int(found[0][1]), int(found[1][1]), int(spills[1]), int(spills[2]), counts(text, single=single)
    )


def counts(text: str, *, single: bool) -> Counts:
    """Floating-point instructions in PTX."""
    own = "f32" if single else "f64"
    kinds = Counter(match.groups() for match in _INSTRUCTION.finditer(text))
    return Counts(
        sum(_ARITHMETIC[name] * n for (name, kind), n in kinds.items() if kind == own),
        sum(n for (_, kind), n in kinds.items() if kind == own),
        kinds["div", own] + kinds["sqrt", own],
        sum(n for (_, kind), n in kinds.items() if kind != own),
    )


def _link(text: bytes, architecture: str) -> str:
    from cuda.bindings import nvjitlink

    options = [f"-arch={architecture}", "-verbose", "-O3"]
    handle = nvjitlink.create(len(options), options)
    try:
        nvjitlink.add_data(handle, nvjitlink.InputType.PTX, text, len(text), "flights")
        nvjitlink.complete(handle)
        log = bytearray(nvjitlink.get_info_log_size(handle))
        nvjitlink.get_info_log(handle, log)
    finally:
        nvjitlink.destroy(handle)
    return log.decode(errors="replace")
