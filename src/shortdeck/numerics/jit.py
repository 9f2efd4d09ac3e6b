"""How the kernels are compiled.

``kernel`` marks a pure scalar function that is inlined into whatever calls it, so that a loop over cases
can become vector code. ``driver`` marks the few functions that Python calls; their machine code is kept on
disk in a folder named after a hash of every kernel source that they can reach by imports, the Numba version
and the processor, because Numba's own cache does not see an edit in a called file.

With ``NUMBA_DISABLE_JIT=1`` the same text runs as plain Python.
"""

from __future__ import annotations

import hashlib
import os
import re
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
_OF_LOOPS = _OPTIONS | {"_nrt": False}

LANES = int(os.environ.get("SHORTDECK_LANES", "8"))
"""Flights side by side in a block; another number, given before import, changes speed and no bit."""

_PACKAGE = Path(__file__).resolve().parent.parent
_MADE_FOR = f"{numba.__version__} {llvm.get_host_cpu_name()} {LANES}".encode()
_KERNEL_FOLDERS = ("numerics", "air", "vessel", "airframe", "autopilot", "flight")


@cache
def source_hash() -> str:
    """Hash of all kernel sources, the Numba version and the processor: the name of the code cache."""
    digest = hashlib.sha256(_MADE_FOR)
    for folder in _KERNEL_FOLDERS:
        for path in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_IMPORT = re.compile(
    r"^[ \t]*(?:from\s+(shortdeck[\w.]*)\s+import\s+(\([^)]*\)|[^\n#]+)|import\s+(shortdeck[\w.]+))",
    re.MULTILINE,
)


@cache
def _imported(path: Path) -> frozenset[Path]:
    """Files of this package that a file names in its imports, wherever in it they stand."""
    out = set()
    for package, names, alone in _IMPORT.findall(path.read_text(encoding="utf-8")):
        start = _PACKAGE.joinpath(*(package or alone).split(".")[1:])
        for place in (start, *(start / name for name in re.findall(r"\w+", names))):
            out |= {at for at in (place.with_suffix(".py"), place / "__init__.py") if at.is_file()}
    return frozenset(out - {_PACKAGE / "__init__.py"})  # whose names load when they are asked for


@cache
def sources_of(path: Path) -> tuple[Path, ...]:
    """The kernel sources that code in a file of this package can reach by imports, itself among them."""
    found, new = {path}, {path}
    while new:
        new = set().union(*map(_imported, new)) - found
        found |= new
    folders = {_PACKAGE / folder for folder in _KERNEL_FOLDERS}
    return tuple(sorted(at for at in found if at.parent in folders))


@cache
def code_hash(path: Path) -> str:
    """As ``source_hash``, of what a file's drivers can reach; of all sources for a file from elsewhere."""
    if _PACKAGE not in path.parents:
        return source_hash()
    digest = hashlib.sha256(_MADE_FOR)
    for source in (Path(__file__).resolve(), *sources_of(path)):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_dir(function: Callable[..., Any]) -> Path:
    """Folder that holds the compiled drivers of a function's file and this very source."""
    plain: Any = getattr(function, "py_func", function)
    name = code_hash(Path(plain.__code__.co_filename).resolve())
    return Path(platformdirs.user_cache_dir("shortdeck")) / "kernels" / name


def kernel(function: F) -> F:
    """Compile a pure scalar function to be inlined at every call."""
    compiled: F = numba.njit(forceinline=True, **_OPTIONS)(function)
    return compiled


def lane_loop(function: F) -> F:
    """Compile a loop over lanes, called by a driver; it makes no arrays, and so counts no references to them.

    Counting is atomic: at eight to thirty arrays a call it was a tenth of a flight's time, and threads that
    count the same arrays wait for each other.
    """
    compiled: F = numba.njit(**_OF_LOOPS)(function)
    return compiled


def maker(function: F) -> F:
    """Compile a function that a driver calls and that makes arrays."""
    compiled: F = numba.njit(**_OPTIONS)(function)
    return compiled


def driver(function: F) -> F:
    """Compile an entry point; its machine code is kept on disk, and it releases the GIL."""
    config: Any = numba.config
    before = config.CACHE_DIR
    try:
        folder = cache_dir(function)
        folder.mkdir(parents=True, exist_ok=True)
        config.CACHE_DIR = str(folder)
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
    return not any(cache_dir(function).rglob(f"*.{name}-*.nbi"))
