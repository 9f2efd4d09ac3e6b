"""How bad each mishap is and how rare it should be: one file, each number with its evidence."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from shortdeck.catalog.faults import explain
from shortdeck.catalog.loader import DATA
from shortdeck.catalog.quantity import CATALOGUE, Number, Range, Record
from shortdeck.catalog.reading import read_mapping
from shortdeck.errors import FileError

Severity = Literal["lost", "structural", "incident"]
SEVERITIES: tuple[Severity, ...] = ("lost", "structural", "incident")
"""Worst first."""
Probability = Annotated[Number, Range(above=0.0, below=1.0)]
FILE = DATA / "standards" / "decks.yaml"


class Graded(Record):
    """One mishap and how bad it is."""

    mishap: str
    severity: Severity
    basis: str


class Criterion(Record):
    """How probable one of several mishaps may be, for each attempt."""

    name: str
    mishaps: tuple[str, ...]
    tasks: tuple[Literal["launch", "recovery"], ...]
    average: Probability = Field(description="over all conditions in which it may fly")
    limit: Probability = Field(description="in the worst conditions in which it may fly")


class StandardsModel(Record):
    """Severity classes and criteria."""

    severity: tuple[Graded, ...]
    criteria: tuple[Criterion, ...]


class StandardsFile(Record):
    """The file of standards."""

    kind: Literal["risk-standards"]
    name: str
    title: str
    summary: str
    model: StandardsModel


@functools.cache
def standards(file: Path = FILE) -> StandardsModel:
    """The checked standards. Raises FileError."""
    try:
        return StandardsFile.model_validate(read_mapping(file), context=CATALOGUE).model
    except ValidationError as error:
        raise FileError(str(file), explain(error, StandardsFile)) from None


def severity_of() -> dict[str, Severity]:
    """The class of each mishap."""
    return {graded.mishap: graded.severity for graded in standards().severity}
