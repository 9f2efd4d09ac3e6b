"""What a result depends on, as hashes: the files that went in, the code, the processor."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from shortdeck.catalog.loader import FOLDERS, CatalogFile

_PACKAGE = Path(__file__).resolve().parent.parent
# What cannot change a number: how one talks to people. The catalogue's own files count where they are used.
_APART = {"cli", *(f"catalog/data/{folder}" for folder in FOLDERS.values())}


@cache
def code_hash() -> str:
    """Hash of the package's code and shared data, the same wherever it is installed."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*"), key=lambda path: path.relative_to(_PACKAGE).as_posix()):
        name = path.relative_to(_PACKAGE).as_posix()
        apart = any(name == other or name.startswith(f"{other}/") for other in _APART)
        if path.suffix in (".py", ".yaml", ".json", ".nc", ".csv") and not apart:
            digest.update(name.encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def versions() -> dict[str, str]:
    """Versions of everything whose change may change a number."""
    from importlib.metadata import version

    from shortdeck import __version__

    libraries = {name: version(name) for name in ("llvmlite", "numba", "numpy", "scipy")}
    return {"shortdeck": __version__, "code": code_hash(), **libraries}


@cache
def processor() -> str:
    """The class of instruction sets: within one, the same case gives the same bits."""
    import platform

    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features()
    wide = next((name for name in ("avx512f", "avx2", "sve", "neon") if features.get(name)), "plain")
    return f"{platform.machine()} {wide}"


def file_hash(file: CatalogFile) -> str:
    """Hash of all that a catalogue file says, whatever the layout of its text."""
    return text_hash(_plain(file))


def text_hash(data: Any) -> str:
    """Hash of plain data."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(item: Any) -> Any:
    """A record as plain data, evidence included: what a result says of its sources depends on it."""
    fields = getattr(type(item), "model_fields", None)
    if fields is not None:
        return {name: _plain(getattr(item, name)) for name in fields}
    if dataclasses.is_dataclass(item):
        return {field.name: _plain(getattr(item, field.name)) for field in dataclasses.fields(item)}
    if isinstance(item, (tuple, list)):
        return [_plain(part) for part in item]
    if isinstance(item, dict):
        return {str(key): _plain(value) for key, value in item.items()}
    return item if item is None or isinstance(item, (bool, int, float, str)) else str(item)
