"""The manifest of a campaign's folder: what it depends on, and which parts are done."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shortdeck.campaign.identity import file_hash, text_hash, versions
from shortdeck.campaign.study import Plan
from shortdeck.errors import InputError

NAME = "manifest.json"
FORMAT = "shortdeck campaign 1"


class Part(NamedTuple):
    """A finished file of results."""

    part: int
    file: str
    first: int  # number of its first flight
    rows: int
    bytes: int
    sha256: str
    outcomes: dict[str, int]


def part_name(number: int) -> str:
    """File of a part."""
    return f"part-{number:06d}.parquet"


def part_of(number: int, plan: Plan, content: bytes, outcomes: Mapping[str, int]) -> Part:
    """Entry of a part with that content."""
    flights = plan.part(number)
    digest = hashlib.sha256(content).hexdigest()
    counts = dict(sorted(outcomes.items()))
    return Part(number, part_name(number), flights.start, len(flights), len(content), digest, counts)


def inputs_hash(plan: Plan) -> str:
    """Hash of the study (in SI) and of both files."""
    return text_hash([plan.canonical(), file_hash(plan.aircraft), file_hash(plan.ship)])


@dataclass
class Manifest:
    """Head and parts; ``processor`` is that which flew the first part."""

    inputs: str
    versions: dict[str, str]
    study: dict[str, Any]
    files: dict[str, str]
    flights: int
    processor: str | None = None
    parts: dict[int, Part] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Flights in finished parts."""
        return sum(part.rows for part in self.parts.values())

    @property
    def complete(self) -> bool:
        """Whether every flight is in a finished part."""
        return self.done == self.flights

    def counts(self) -> Counter[str]:
        """Outcomes of finished parts."""
        total: Counter[str] = Counter()
        for part in self.parts.values():
            total.update(part.outcomes)
        return total

    def to_bytes(self) -> bytes:
        """As JSON; the same campaign in the same state gives the same bytes."""
        data = {
            "format": FORMAT, "inputs": self.inputs, "versions": self.versions, "processor": self.processor,
            "seed": self.study["seed"], "study": self.study, "files": self.files, "flights": self.flights,
            "done": self.done, "complete": self.complete, "outcomes": dict(sorted(self.counts().items())),
            "parts": [part._asdict() for _, part in sorted(self.parts.items())],
        }  # fmt: skip
        return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def new(plan: Plan) -> Manifest:
    """Manifest of a campaign that has not begun."""
    files = {"aircraft": file_hash(plan.aircraft), "ship": file_hash(plan.ship)}
    return Manifest(inputs_hash(plan), versions(), json.loads(plan.canonical()), files, plan.flights)


def read(content: bytes, where: str) -> Manifest:
    """A manifest from its file. Raises InputError for what is none."""
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise InputError(f"{where}: format {data['format']!r}; this version reads {FORMAT!r}")
        parts = {item["part"]: Part(**item) for item in data["parts"]}
        return Manifest(
            data["inputs"], data["versions"], data["study"], data["files"], data["flights"],
            data["processor"], parts,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{where}: this is no manifest of a campaign ({error!r})") from error


def check_same(old: Manifest, fresh: Manifest, where: str) -> None:
    """Refuse to go on with other inputs or another code: results would not belong together."""
    if old.inputs != fresh.inputs:
        told = _differences(old, fresh)
        raise InputError(
            f"{where} holds another campaign ({told}); go on with its own study, or name a new folder"
        )
    other = [
        f"{name} {old.versions.get(name)} there, {now} here"
        for name, now in fresh.versions.items() if old.versions.get(name) != now
    ]  # fmt: skip
    if other:
        raise InputError(
            f"{where} was begun with another version ({'; '.join(other)}); results of both would not belong "
            "together: go on with that version, or name a new folder"
        )


def _differences(old: Manifest, fresh: Manifest) -> str:
    keys = [key for key in {**old.study, **fresh.study} if old.study.get(key) != fresh.study.get(key)]
    told = [f"{key}: {_short(old.study.get(key))} there, {_short(fresh.study.get(key))} here" for key in keys]
    changed = [kind for kind, digest in fresh.files.items() if old.files.get(kind) != digest]
    told += [f"the {kind}'s file is not the same" for kind in changed]
    return "; ".join(told)


def _short(value: Any) -> str:
    text = "none" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
