"""Results kept on disk under what they were computed from, so that the same question is answered at once.

A key is a hash of the question, of every file of this package (sources, catalogue, hull responses, spectra)
and of what compiled code depends on (Numba, the processor); an edit anywhere asks anew. What is kept is
derived and may be thrown away at any time: the folder is the user's cache, or ``SHORTDECK_CACHE``.

An entry is written aside and renamed, so that readers see all of it or none, whoever else writes; it carries
the hash of its content, so that a damaged one counts as absent. When all entries together pass ``most_bytes``
those unused for longest go.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from shortdeck.errors import InputError

MOST_BYTES = 512 * 2**20
FOLDER_VARIABLE = "SHORTDECK_CACHE"
_PACKAGE = Path(__file__).resolve().parent.parent
_SUFFIX = ".entry"
_DIGEST = 64  # characters of the hash in front of a content

Arrays = Mapping[str, NDArray[Any]]


@cache
def package_hash() -> str:
    """Hash of every file of this package and of what its compiled code depends on."""
    from importlib.metadata import version

    from shortdeck.numerics.jit import source_hash

    digest = hashlib.sha256(source_hash().encode())
    for library in ("numpy", "scipy"):
        digest.update(f"{library} {version(library)}".encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def file_hash(path: str | Path) -> str:
    """Hash of a user's file, for a question that reads it. Raises InputError where it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def key_of(what: str, inputs: Mapping[str, Any]) -> str:
    """The key of a question: ``what`` is asked, and all that the answer depends on beside the package.

    Inputs are plain data, arrays, dataclasses, and files of the catalogue (which count by content). Numbers
    that differ in the last bit are different questions. Raises TypeError for anything else: an object's
    address would make every question new.
    """
    text = json.dumps(_plain(dict(inputs)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{what}\n{package_hash()}\n{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Data that JSON writes in one way; types that JSON would confuse are told apart."""
    if value is None or isinstance(value, (bool, str, int, float)):
        return value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, np.ndarray):
        return {"array": [str(value.dtype), list(value.shape), _plain(value.ravel().tolist())]}
    if hasattr(value, "model_dump"):  # a file of the catalogue
        return _plain(value.model_dump())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {type(value).__name__: _plain(fields)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Path):
        return {"path": str(value)}
    raise TypeError(f"{type(value).__name__} is no part of a question: give data or a file of the catalogue")


def default_folder() -> Path:
    """Where results are kept: ``SHORTDECK_CACHE``, or the user's cache."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given).expanduser() if given else Path(platformdirs.user_cache_dir("shortdeck")) / "results"


class Store:
    """Contents by key in a folder. A folder that cannot be written to keeps nothing, and nothing fails."""

    def __init__(self, folder: str | Path | None = None, *, most_bytes: int = MOST_BYTES) -> None:
        self.folder = default_folder() if folder is None else Path(folder)
        self.most_bytes = most_bytes

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; None where nothing is, or nothing whole."""
        path = self._path(key)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        content = found[_DIGEST:]
        if found[:_DIGEST].decode("ascii", "replace") != hashlib.sha256(content).hexdigest():
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used just now
        return content

    def put(self, key: str, content: bytes) -> bool:
        """Keep a content; False where the folder cannot be written to, or where it is larger than allowed."""
        whole = hashlib.sha256(content).hexdigest().encode() + content
        if len(whole) > self.most_bytes:
            return False
        path, aside = self._path(key), ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(whole)
            os.replace(aside, path)
        except OSError:
            if aside:
                Path(aside).unlink(missing_ok=True)
            return False
        self._make_room(path)
        return True

    def get_json(self, key: str) -> Any:
        """Plain data that is kept under a key, or None."""
        found = self.get(key)
        return None if found is None else json.loads(found)

    def put_json(self, key: str, data: Any) -> bool:
        """Keep plain data; floats come back to the bit."""
        return self.put(key, json.dumps(data, ensure_ascii=False).encode())

    def get_arrays(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Arrays by name that are kept under a key, or None."""
        found = self.get(key)
        if found is None:
            return None
        with np.load(io.BytesIO(found), allow_pickle=False) as arrays:
            return dict(arrays)

    def put_arrays(self, key: str, arrays: Arrays) -> bool:
        """Keep arrays by name, without objects in them."""
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return self.put(key, buffer.getvalue())

    def clear(self) -> int:
        """Throw all entries away; how many there were."""
        entries = list(self.folder.glob(f"*/*{_SUFFIX}"))
        for path in entries:
            path.unlink(missing_ok=True)
        return len(entries)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _make_room(self, newest: Path) -> None:
        """Throw away what was unused for longest until all fits; another process may do the same."""
        entries = []
        for path in self.folder.glob(f"*/*{_SUFFIX}"):
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.most_bytes:
                return
            if path != newest:
                path.unlink(missing_ok=True)
                total -= size
