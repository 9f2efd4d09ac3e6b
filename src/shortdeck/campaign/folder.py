"""A folder of results on any storage: a file is there whole or not at all.

On a disk a file is written beside its place, forced to the disk and renamed, and the folder's own entry is
forced too. Elsewhere (fsspec: S3, GCS, Azure, memory, SSH ...) an object is put in one piece, or, where the
storage shows half a file, put beside its place and moved.
"""

from __future__ import annotations

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shortdeck.errors import InputError

_HALF = ".half"
# Storages that show an object only when all of it is there.
_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "memory", "oss", "oci"}


class Folder(ABC):
    """Files by name."""

    url: str

    @abstractmethod
    def names(self) -> list[str]:
        """Names of the files, sorted; none where the folder is not there yet."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """Content of a file. Raises FileNotFoundError."""

    @abstractmethod
    def size(self, name: str) -> int | None:
        """Length of a file, None where there is none."""

    @abstractmethod
    def commit(self, name: str, content: bytes) -> None:
        """Put a file there, whole or not at all, in place of one of that name. Raises OSError."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    @abstractmethod
    def place(self, name: str) -> str:
        """Path or address of a file, for those who read it."""

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Kept from others that would write here, as far as the storage can."""
        yield

    def sweep(self) -> None:
        """Take away what an interrupted ``commit`` left."""
        for name in self.names():
            if name.endswith(_HALF):
                self.remove(name)


class Disk(Folder):
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path, self.url = path, str(path)

    def names(self) -> list[str]:
        try:
            return sorted(entry.name for entry in os.scandir(self.path) if entry.is_file())
        except FileNotFoundError:
            return []

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def size(self, name: str) -> int | None:
        try:
            return (self.path / name).stat().st_size
        except FileNotFoundError:
            return None

    def commit(self, name: str, content: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        half = self.path / f"{name}{_HALF}"
        try:
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self.path / name)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        self._force()

    def _force(self) -> None:
        """Force the folder's entries to the disk, where the system can."""
        if os.name != "posix":
            return
        entry = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def place(self, name: str) -> str:
        return str(self.path / name)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Lock the folder itself: the lock goes with the process, also when that is killed."""
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{self.url}: cannot be made a folder ({error.strerror})") from error
        entry = os.open(self.path, os.O_RDONLY)
        try:
            try:
                fcntl.flock(entry, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                text = f"{self.url}: another campaign is writing there; wait for it or stop it"
                raise InputError(text) from None
            except OSError:
                pass  # a file system without locks
            yield
        finally:
            os.close(entry)


class Remote(Folder):
    """A folder behind fsspec."""

    def __init__(self, url: str, system: Any, path: str) -> None:
        self.url, self._system, self._path = url.rstrip("/"), system, path.rstrip("/")
        protocol = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
        self._whole = protocol in _WHOLE

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}"

    def names(self) -> list[str]:
        self._system.invalidate_cache()
        try:
            found = self._system.ls(self._path, detail=True)
        except FileNotFoundError:
            return []
        return sorted(item["name"].rsplit("/", 1)[-1] for item in found if item["type"] == "file")

    def read(self, name: str) -> bytes:
        return bytes(self._system.cat_file(self._at(name)))

    def size(self, name: str) -> int | None:
        try:
            return int(self._system.size(self._at(name)))
        except FileNotFoundError:
            return None

    def commit(self, name: str, content: bytes) -> None:
        if self._whole:
            self._system.pipe_file(self._at(name), content)
            return
        self._system.makedirs(self._path, exist_ok=True)
        self._system.pipe_file(self._at(name + _HALF), content)
        self._system.mv(self._at(name + _HALF), self._at(name))

    def remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(self._at(name))

    def place(self, name: str) -> str:
        return f"{self.url}/{name}"


def folder(where: str | Path) -> Folder:
    """A folder by path or by an address that fsspec knows. Raises InputError."""
    text = str(where)
    if isinstance(where, Path) or "://" not in text:
        return Disk(Path(text).expanduser())
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(text)
    except (ValueError, ImportError) as error:
        raise InputError(f"{text}: {error}") from error
    if "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)):
        return Disk(Path(path))
    return Remote(text, system, path)
