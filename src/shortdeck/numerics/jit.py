"""How the kernels are compiled.

``kernel`` marks a pure scalar function that is inlined into whatever calls it, so that a loop over cases
can become vector code. ``driver`` marks the few functions that Python calls; their machine code is kept on
disk in a folder named after a hash of every kernel source, the Numba version and the processor, because
Numba's own cache does not see an edit in a called file.

With ``NUMBA_DISABLE_JIT=1`` the same text runs as plain Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
import platformdirs

F = TypeVar("F", bound=Callable[..., Any])

# Contraction to fused multiply-add only: full fast-math would fold isfinite() to True.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": {"contract"}, "boundscheck": False}

_PACKAGE = Path(__file__).resolve().parent.parent
_KERNEL_FOLDERS = ("numerics", "air", "vessel", "airframe", "autopilot", "flight")


@cache
def source_hash() -> str:
    """Hash of all kernel sources, the Numba version and the processor: the name of the code cache."""
    digest = hashlib.sha256(f"{numba.__version__} {llvm.get_host_cpu_name()}".encode())
    for folder in _KERNEL_FOLDERS:
        for path in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_dir() -> Path:
    """Folder that holds the compiled drivers of this very source."""
    return Path(platformdirs.user_cache_dir("shortdeck")) / "kernels" / source_hash()


def kernel(function: F) -> F:
    """Compile a pure scalar function to be inlined at every call."""
    compiled: F = numba.njit(forceinline=True, **_OPTIONS)(function)
    return compiled


def lane_loop(function: F) -> F:
    """Compile a loop over lanes, called by a driver."""
    compiled: F = numba.njit(**_OPTIONS)(function)
    return compiled


def driver(function: F) -> F:
    """Compile an entry point; its machine code is kept on disk, and it releases the GIL."""
    config: Any = numba.config
    before = config.CACHE_DIR
    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
        config.CACHE_DIR = str(cache_dir())
        compiled: F = numba.njit(cache=True, nogil=True, **_OPTIONS)(function)
    except OSError:  # a read-only home: compile every time rather than fail
        compiled = numba.njit(nogil=True, **_OPTIONS)(function)
    finally:
        config.CACHE_DIR = before
    return compiled


def is_cold(function: Callable[..., Any]) -> bool:
    """Whether a driver has neither been compiled in this process nor kept on disk."""
    if getattr(function, "signatures", None):
        return False
    name = getattr(function, "__name__", "")
    return not any(cache_dir().rglob(f"*.{name}-*.nbi"))
