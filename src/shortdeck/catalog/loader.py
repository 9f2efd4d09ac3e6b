"""From a name or a path to a checked file: the only way into the catalogue."""

from __future__ import annotations

import difflib
import functools
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.checks import check
from shortdeck.catalog.faults import explain, salvage
from shortdeck.catalog.parked import ParkedFile
from shortdeck.catalog.quantity import CATALOGUE
from shortdeck.catalog.reading import read_mapping
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import Fault, FileError, InputError

CatalogFile = AircraftFile | ParkedFile | ShipFile | AirfieldFile

DATA = Path(__file__).parent / "data"
FOLDERS = {"aircraft": "aircraft", "parked": "aircraft", "ship": "ships", "airfield": "airfields"}
FILES: dict[str, type[CatalogFile]] = {
    "aircraft": AircraftFile,
    "parked": ParkedFile,
    "ship": ShipFile,
    "airfield": AirfieldFile,
}
_ARTICLES = {
    "aircraft": "an aircraft that flies",
    "parked": "an aircraft that only stands on deck",
    "ship": "a ship",
    "airfield": "an airfield",
}


@functools.cache
def _paths() -> dict[str, Path]:
    found = (path for folder in sorted(set(FOLDERS.values())) for path in (DATA / folder).glob("*.yaml"))
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem)}


class Heading(NamedTuple):
    """How a file of the catalogue introduces itself."""

    name: str
    kind: str
    title: str
    summary: str


@functools.cache
def _kinds() -> dict[str, str]:
    return {name: _kind_line(path) for name, path in _paths().items()}


def _kind_line(path: Path) -> str:
    """The kind that a file of the package declares, without parsing all of it."""
    with path.open(encoding="utf-8") as lines:
        found = (line.split(":", 1)[1].split("#")[0].strip() for line in lines if line.startswith("kind:"))
        return next(found, "")


def names(kind: str | None = None) -> list[str]:
    """Names of the catalogue in alphabetical order; ``kind``: aircraft, parked, ship or airfield."""
    if kind is not None and kind not in FILES:
        raise InputError(f"unknown kind {kind!r}; kinds are {', '.join(FILES)}")
    return [name for name, found in _kinds().items() if kind in (None, found)]


def headings(kind: str | None = None) -> list[Heading]:
    """The files of the catalogue by kind and name, without checking their numbers."""
    found = [(name, read_mapping(_paths()[name])) for name in names(kind)]
    listed = [Heading(name, *(str(raw.get(key, "")) for key in Heading._fields[1:])) for name, raw in found]
    return sorted(listed, key=lambda heading: (list(FILES).index(heading.kind), heading.name))


def load(name_or_path: str | Path) -> CatalogFile:
    """The file of that name in the catalogue, or a user's own file by its path. Raises InputError."""
    return _load(name_or_path, tuple(FILES))


def load_aircraft(name_or_path: str | Path | AircraftFile) -> AircraftFile:
    """An aircraft that flies, by name, by path, or as loaded before. Raises InputError."""
    if isinstance(name_or_path, AircraftFile):
        return name_or_path
    file = _load(name_or_path, ("aircraft",))
    assert isinstance(file, AircraftFile)
    return file


def load_ship(name_or_path: str | Path | ShipFile | AirfieldFile) -> ShipFile | AirfieldFile:
    """A ship, or an airfield in her place, by name, by path, or as loaded before. Raises InputError."""
    if isinstance(name_or_path, (ShipFile, AirfieldFile)):
        return name_or_path
    file = _load(name_or_path, ("ship", "airfield"))
    assert isinstance(file, (ShipFile, AirfieldFile))
    return file


def load_parked(name_or_path: str | Path | AircraftFile | ParkedFile) -> AircraftFile | ParkedFile:
    """Any aircraft that can stand on a deck, flying or not. Raises InputError."""
    if isinstance(name_or_path, (AircraftFile, ParkedFile)):
        return name_or_path
    file = _load(name_or_path, ("aircraft", "parked"))
    assert isinstance(file, (AircraftFile, ParkedFile))
    return file


def is_path(name_or_path: str | Path) -> bool:
    """Whether this means a file of the user's rather than a name of the catalogue."""
    if isinstance(name_or_path, Path):
        return True
    text = name_or_path
    if "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        return True
    return text not in _paths() and Path(text).is_file()


def _load(name_or_path: str | Path, kinds: tuple[str, ...]) -> CatalogFile:
    if is_path(name_or_path):
        file = read_file(Path(name_or_path))
    else:
        name = str(name_or_path)
        path = _paths().get(name)
        if path is None:
            raise InputError(_unknown(name, kinds))
        file = _read_own(path)
    if file.kind not in kinds:
        wanted = " or ".join(_ARTICLES[kind] for kind in kinds)
        offered = ", ".join(name for kind in kinds for name in names(kind))
        raise InputError(
            f"'{name_or_path}' is {_ARTICLES[file.kind]}, and {wanted} is needed here: {offered}"
        )
    return file


def _unknown(name: str, kinds: tuple[str, ...]) -> str:
    known = [found for found, kind in _kinds().items() if kind in kinds]
    plain = name.lower().strip().replace(" ", "-").replace("_", "-")
    near = [found for found in known if plain and plain in found]
    near += [found for found in difflib.get_close_matches(plain, known, n=3, cutoff=0.5) if found not in near]
    hint = f"did you mean {' or '.join(repr(found) for found in near[:3])}?" if near else ""
    allowed = f"Known names: {', '.join(known)}; or give the path of your own file (ending in .yaml)."
    noun = "ship or airfield" if "ship" in kinds and "aircraft" not in kinds else kinds[0]
    noun = noun if len(kinds) <= 2 else "name"
    return " ".join(part for part in (f"unknown {noun} '{name}';", hint, allowed) if part)


@functools.cache
def _read_own(path: Path) -> CatalogFile:
    return read_file(path)


def read_file(path: Path) -> CatalogFile:
    """Read and check one file; FileError names all its faults. Files of the package must cite."""
    path = path.expanduser()
    catalogue = path.resolve().is_relative_to(DATA.resolve())
    return from_mapping(read_mapping(path), file=str(path), catalogue=catalogue)


def from_mapping(raw: dict[str, Any], *, file: str, catalogue: bool = False) -> CatalogFile:
    """A checked file from its mapping; ``file`` is how messages call it. Raises FileError."""
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in FILES:
        near = difflib.get_close_matches(str(kind), FILES, n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        message = (
            f"must be one of {', '.join(FILES)}, got {kind!r}" if kind else f"missing: {', '.join(FILES)}"
        )
        raise FileError(file, [Fault("kind", hint + message)])
    model = FILES[kind]
    context = CATALOGUE if catalogue else None
    try:
        result = model.model_validate(raw, context=context)
    except ValidationError as error:
        faults = explain(error, model)
        known = {fault.path for fault in faults}
        faults += [fault for fault in check(salvage(model, raw), partial=True) if fault.path not in known]
        raise FileError(file, faults) from None
    faults = check(result)
    if faults:
        raise FileError(file, faults)
    return result
