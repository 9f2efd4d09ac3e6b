"""What a campaign left in its folder, opened from anywhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortdeck.campaign import manifest as manifests
from shortdeck.campaign.flights import unit_of
from shortdeck.campaign.folder import Folder, folder
from shortdeck.campaign.manifest import Manifest
from shortdeck.campaign.parquet import Rows, arrays_of
from shortdeck.campaign.study import Study
from shortdeck.errors import InputError
from shortdeck.flight.figures import Figures

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr


@dataclass
class Campaign:
    """Finished flights of a study. ``unfinished`` are kept aside by an interruption and go on with resume."""

    folder: Folder
    manifest: Manifest
    interrupted: bool = False
    unfinished: int = 0
    again: tuple[int, ...] = ()  # parts that were damaged or missing and were flown again

    @property
    def study(self) -> Study:
        """The study, in SI."""
        return Study.model_validate(self.manifest.study)

    @property
    def flights(self) -> int:
        """Flights in all."""
        return self.manifest.flights

    @property
    def done(self) -> int:
        """Flights in finished parts."""
        return self.manifest.done

    @property
    def complete(self) -> bool:
        """Whether every flight is in a finished part."""
        return self.manifest.complete

    @property
    def files(self) -> list[str]:
        """Paths or addresses of the finished parts, for any reader of Parquet."""
        return [self.folder.place(part.file) for _, part in sorted(self.manifest.parts.items())]

    def counts(self) -> Counter[str]:
        """Outcomes by name."""
        return self.manifest.counts()

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """One row a flight as an Arrow table; some ``columns`` or all. Raises InputError without any."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        parts = [part for _, part in sorted(self.manifest.parts.items())]
        if not parts:
            raise InputError(f"{self.folder.url}: no part is finished yet")
        names = pq.read_schema(pa.BufferReader(self.folder.read(parts[0].file))).names
        unknown = [name for name in columns or () if name not in names]
        if unknown:
            raise InputError(f"no column {', '.join(unknown)}; there are {', '.join(names)}")
        tables = [pq.read_table(pa.BufferReader(self.folder.read(p.file)), columns=columns) for p in parts]
        return pa.concat_tables(tables)

    def rows(self, columns: list[str] | None = None) -> Rows:
        """The same as arrays of numpy by name."""
        return arrays_of(self.table(columns))

    def dataset(self, columns: list[str] | None = None) -> xr.Dataset:
        """The same in xarray, with units, over the number of the flight."""
        import xarray as xr

        wanted = None if columns is None else ["flight", *(c for c in columns if c != "flight")]
        rows = self.rows(wanted)
        flight = rows.pop("flight")
        data = {
            name: ("flight", values, {"units": unit_of(name)} if name in Figures._fields else {})
            for name, values in rows.items()
        }
        study = self.manifest.study
        about: dict[str, Any] = {key: study[key] for key in ("task", "aircraft", "ship", "seed")}
        return xr.Dataset(data, coords={"flight": flight}, attrs=about | {"inputs": self.manifest.inputs})

    def faults(self) -> list[str]:
        """Every part read and held against its checksum; empty where all is well."""
        found = []
        for _, part in sorted(self.manifest.parts.items()):
            try:
                content = self.folder.read(part.file)
            except FileNotFoundError:
                found.append(f"{part.file}: missing")
                continue
            if hashlib.sha256(content).hexdigest() != part.sha256:
                found.append(f"{part.file}: its content is not what was written")
        return found


def open_campaign(where: str | Path) -> Campaign:
    """The results of a campaign by its folder's path or address. Raises InputError where there are none."""
    found = folder(where)
    try:
        content = found.read(manifests.NAME)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{where}: no {manifests.NAME} there, so no campaign") from None
    return Campaign(found, manifests.read(content, found.url))
