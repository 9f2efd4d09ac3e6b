"""What the GPU's compiler makes of a step, found without a GPU: registers, spills, operations, occupancy.

numba-cuda's compiler and NVIDIA's linker come with the extra ``[cuda]`` and need no driver, so that a build
machine can tell whether the kernels still compile, and how heavy they are.
"""

from __future__ import annotations

import re
from collections import Counter
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

from shortdeck.flight.block import SETUP_ROWS
from shortdeck.flight.cuda import THREADS, gpu, plain_functions

HOPPER = (9, 0)  # compute capability of H100 and H200
REGISTERS = 65536  # 32-bit registers of a multiprocessor (CUDA C++ programming guide, compute capability 9.0)
RESIDENT = 2048  # threads that a multiprocessor can hold (same table)

_ARITHMETIC = {"fma": 2, "add": 1, "sub": 1, "mul": 1, "div": 1, "sqrt": 1}
_INSTRUCTION = re.compile(
    r"^\s+(?:@!?%p\d+ )?(fma|add|sub|mul|div|sqrt)\.(?:\w+\.)*(f32|f64)\b", re.MULTILINE
)


class Resources(NamedTuple):
    """What one thread of the flight kernel takes."""

    registers: int
    stack: int  # bytes of local memory
    spill_stores: int  # bytes, counted in the code, not in time
    spill_loads: int
    operations: int  # floating-point operations in the code; a fused multiply-add counts two
    issued: int  # floating-point instructions before divisions and roots are expanded
    divisions: int  # of those, divisions and roots, each some ten instructions of the machine
    foreign: int  # floating-point instructions in the other precision

    @property
    def occupancy(self) -> float:
        """Share of the threads that a multiprocessor could hold, by its registers."""
        per_block = -(-self.registers // 8) * 8 * THREADS
        return (REGISTERS // per_block) * THREADS / RESIDENT


def ptx(
    *, varies: tuple[bool, ...] | None = None, single: bool = False, capability: tuple[int, int] = HOPPER
) -> str:
    """The flight kernel as PTX; ``varies`` tells which rows of the setup differ between cases."""
    from numba import types

    cuda = gpu()
    numbers: Any = types
    real = types.float32 if single else types.float64
    differs = varies or (False,) * SETUP_ROWS
    rows, counts, records = real[:, ::1], types.int64[::1], real[:, :, ::1]
    fixed = numbers.UniTuple(real, max(len(differs) - sum(differs), 1))
    whole = types.int64
    signature = types.void(fixed, rows, rows, rows, records, counts, real, whole, whole, counts, counts)
    # Functions called by a kernel are compiled for the current device, of which there may be none.
    device = SimpleNamespace(compute_capability=capability)
    with mock.patch("numba.cuda.dispatcher.get_current_device", return_value=device):
        scope, _ = plain_functions(differs, single=single, on="gpu")
        text, _ = cuda.compile(
            scope["fly_kernel"], signature, device=False, abi="numba", cc=capability, output="ptx",
            launch_bounds=THREADS,
        )  # fmt: skip
    return str(text)


def resources(text: str, *, single: bool, capability: tuple[int, int] = HOPPER) -> Resources:
    """Registers and spills as NVIDIA's linker reports them for PTX, and operations counted in it."""
    log = _link(text.encode(), f"sm_{capability[0]}{capability[1]}")
    found = [re.search(pattern, log) for pattern in (r"Used (\d+) registers", r"(\d+) bytes stack frame")]
    spills = re.search(r"(\d+) bytes spill stores, (\d+) bytes spill loads", log)
    if spills is None or found[0] is None or found[1] is None:
        raise RuntimeError(f"the linker's report has another form than expected: {log}")
    own = "f32" if single else "f64"
    counts = Counter(match.groups() for match in _INSTRUCTION.finditer(text))
    return Resources(
        int(found[0][1]), int(found[1][1]), int(spills[1]), int(spills[2]),
        sum(_ARITHMETIC[name] * n for (name, kind), n in counts.items() if kind == own),
        sum(n for (_, kind), n in counts.items() if kind == own),
        counts["div", own] + counts["sqrt", own],
        sum(n for (_, kind), n in counts.items() if kind != own),
    )  # fmt: skip


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
