"""A study: which flights a campaign is made of, as a file (YAML) or an object of Python.

Flights are numbered from 0. Grids and lists span the points of a study; flight k is repetition
``k // points`` at point ``k % points``, so that asking for more flights leaves those that there were as
they are.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from shortdeck.campaign.cases import cases
from shortdeck.campaign.reading import SWITCHES, TEXTS, WHOLE, kind_of
from shortdeck.campaign.vary import DISTRIBUTIONS, Value, Variation
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.faults import explain
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.quantity import Record
from shortdeck.catalog.reading import read_mapping
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.catalog.units import KINDS, UnitError, convert, si_value
from shortdeck.errors import Fault, FileError, InputError
from shortdeck.numerics.jit import driver
from shortdeck.numerics.random import VARIATION, uniforms

SCHEMA = Path(__file__).parent / "schema" / "study.schema.json"
MOST = 2**40  # flights of a study; case numbers are whole numbers below 2^53


class Study(Record):
    """What a campaign flies. In Python numbers are SI and radians, and a text carries its unit.

    ``fixed`` and ``vary`` name columns of a table of cases: conditions, ``aircraft.model...`` and
    ``ship.model...`` numbers of the files, ``setup...`` compiled parameters.
    """

    title: str = ""
    task: Literal["launch", "recovery"]
    aircraft: str = Field(description="a name of the catalogue, or the path of a file")
    ship: str = Field(description="a ship or an airfield: a name of the catalogue, or the path of a file")
    fixed: dict[str, Value] = Field(default={}, description="columns with one value for all flights")
    vary: dict[str, Variation] = Field(default={}, description="columns that differ from flight to flight")
    flights: int = Field(default=1, ge=1, description="flights at every point of grids and lists")
    seed: int = Field(default=0, ge=0, lt=2**53, description="of all random numbers")
    common_random_numbers: bool = Field(
        default=False, description="the same sea, air and errors at every point, for comparisons"
    )
    rows_per_part: int = Field(default=4096, ge=1, le=1_000_000, description="flights in one file of results")


@dataclass(frozen=True)
class Plan:
    """A study whose values are SI, with its files: everything that its flights depend on."""

    study: Study
    aircraft: AircraftFile
    ship: ShipFile | AirfieldFile

    @property
    def points(self) -> int:
        """Combinations of grid values and lines of the lists."""
        count = 1
        for values in self._axes():
            count *= len(next(iter(values.values())))
        return count

    @property
    def flights(self) -> int:
        """Flights in all."""
        return self.points * self.study.flights

    @property
    def parts(self) -> int:
        """Files of results in all."""
        return -(-self.flights // self.study.rows_per_part)

    def part(self, number: int) -> range:
        """Flights of a part."""
        rows = self.study.rows_per_part
        return range(number * rows, min((number + 1) * rows, self.flights))

    def _axes(self) -> list[dict[str, tuple[Value, ...]]]:
        """What spans the points, slowest first: the lists together, then one grid after the other."""
        lists = {name: how.points() for name, how in self.study.vary.items() if how.list is not None}
        grids = [{name: how.points()} for name, how in self.study.vary.items() if how.grid is not None]
        return [lists, *grids] if lists else grids

    def point_of(self, flights: NDArray[np.int64]) -> NDArray[np.int64]:
        """At which point flights are."""
        return np.asarray(flights % self.points)

    def case_of(self, flights: NDArray[np.int64]) -> NDArray[np.int64]:
        """Case numbers of the random stream."""
        return np.asarray(flights // self.points) if self.study.common_random_numbers else flights

    def columns(self, flights: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Columns of flights, in the order of the study; ``case`` is that of the random stream."""
        case, left = self.case_of(flights), self.point_of(flights)
        found: dict[str, NDArray[Any]] = {
            name: np.full(len(flights), value) for name, value in self.study.fixed.items()
        }
        for values in reversed(self._axes()):
            count = len(next(iter(values.values())))
            left, here = np.divmod(left, count)
            found |= {name: np.array(column)[here] for name, column in values.items()}
        for name, how in self.study.vary.items():
            if how.way in DISTRIBUTIONS:
                found[name] = how.quantile(drawn(self.study.seed, case, name))
        order = [*self.study.fixed, *self.study.vary]
        return {"case": case} | {name: found[name] for name in order}

    def canonical(self) -> str:
        """The study in SI as JSON with sorted keys: two studies that mean the same have the same."""
        return json.dumps(self.study.model_dump(exclude_none=True), sort_keys=True, ensure_ascii=False)


@driver
def _fill(
    seed: float, case: NDArray[np.float64], purpose: float, index: float, out: NDArray[np.float64]
) -> None:
    for k in range(out.shape[0]):
        out[k], _ = uniforms(seed, case[k], purpose, index)


def drawn(seed: int, case: NDArray[np.int64], column: str) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of a column, one a case; its name picks the draw, not its place."""
    out = np.empty(len(case))
    _fill(float(seed), case.astype(np.float64), float(VARIATION), float(zlib.crc32(column.encode())), out)
    return out


def read_study(path: str | Path) -> Study:
    """A study from YAML. Quantities carry their unit; bare numbers are degrees, counts or plain numbers.

    Raises FileError with every fault of the file.
    """
    raw = read_mapping(Path(path).expanduser())
    try:
        study = Study.model_validate(raw)
    except ValidationError as error:
        raise FileError(str(path), explain(error, Study)) from None
    return plan(study, file=str(path)).study


def plan(study: Study, *, file: str | None = None) -> Plan:
    """A study with its values in SI and its files loaded; ``file`` is the YAML that it was read from.

    Raises FileError for columns that are not known, values of the wrong kind, and too many flights.
    """
    aircraft, ship = load_aircraft(study.aircraft), load_ship(study.ship)
    faults: list[Fault] = []

    def converted(place: str, name: str, change: Any) -> Any:
        try:
            kind = kind_of(name, aircraft, ship)
            return change(lambda value: _in_si(name, kind, value, bare=file is None))
        except (InputError, ValueError) as error:
            faults.append(Fault(f"{place}.{name}", str(error)))

    fixed = {name: converted("fixed", name, lambda si, v=v: si(v)) for name, v in study.fixed.items()}
    vary = {name: converted("vary", name, lambda si, v=v: v.in_si(si)) for name, v in study.vary.items()}
    faults += [Fault(f"vary.{name}", "it is among the fixed ones too") for name in fixed if name in vary]
    numbered = [place for place, given in (("fixed", fixed), ("vary", vary)) if "case" in given]
    faults += [Fault(f"{place}.case", "a study numbers its cases itself; leave it out") for place in numbered]
    if not fixed and not vary:
        faults.append(Fault("vary", "at least one column is needed here or in fixed, such as wind_over_deck"))
    lengths = {name: len(how.points()) for name, how in vary.items() if how and how.list is not None}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        faults.append(Fault("vary", f"lists stand side by side and have one length; given: {told}"))
    if faults:
        raise FileError(file or "study", faults)
    found = Plan(study.model_copy(update={"fixed": fixed, "vary": vary}), aircraft, ship)
    if found.flights > MOST:
        raise FileError(file or "study", [Fault("flights", f"{found.flights} in all; {MOST} at most")])
    cases(study.task, aircraft, ship, found.columns(np.arange(1)), seed=study.seed)  # names the unknown
    return found


def _in_si(name: str, kind: str | None, value: Value, *, bare: bool) -> Value:
    """A value of a column in SI; ``bare``: a number without unit is SI (Python), not a fault (YAML)."""
    if name in TEXTS:
        return _of_type(value, str, "a word such as 'wet'")
    if name in SWITCHES:
        return _of_type(value, bool, "true or false")
    if name in WHOLE:
        return _of_type(value, int, "a whole number")
    if isinstance(value, bool):
        raise ValueError(f"a number is needed, got {value}")
    kind = kind or "number"
    if bare:
        return si_value(value if isinstance(value, str) else float(value), KINDS[kind].si)
    if kind == "angle" and not isinstance(value, str):
        return convert(f"{value} deg", KINDS[kind])[0]
    try:
        return convert(value, KINDS[kind])[0]
    except UnitError as error:
        raise ValueError(str(error)) from None


def _of_type(value: Value, wanted: type, words: str) -> Value:
    if type(value) is not wanted:
        raise ValueError(f"expected {words}, got {value!r}")
    return value


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a study's file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Study.model_json_schema()}


def write_schema(path: Path = SCHEMA) -> None:
    """Write the schema beside the package's code."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
