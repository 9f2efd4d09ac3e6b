"""Rows of flights as Parquet: the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.campaign.flights import unit_of
from shortdeck.flight.figures import Figures

if TYPE_CHECKING:
    import pyarrow as pa

Rows = dict[str, NDArray[Any]]


def to_bytes(rows: Rows, about: Mapping[str, str]) -> bytes:
    """One Parquet file with one row group; ``about`` goes into its metadata, units into its fields'."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields, columns = [], []
    for name, values in rows.items():
        text = values.dtype.kind in "UO"
        array = pa.array(values.tolist(), pa.string()) if text else pa.array(values)
        unit = {"unit": unit_of(name)} if name in Figures._fields else None
        fields.append(pa.field(name, array.type, nullable=False, metadata=unit))
        columns.append(array)
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=dict(about)))
    sink = pa.BufferOutputStream()
    texts = [field.name for field in fields if pa.types.is_string(field.type)]
    with pq.ParquetWriter(
        sink, table.schema, compression="zstd", compression_level=3, use_dictionary=texts,
        write_page_checksum=True, store_schema=True,
    ) as writer:  # fmt: skip
        writer.write_table(table, row_group_size=max(1, table.num_rows))
    return bytes(sink.getvalue())


def to_rows(content: bytes) -> tuple[Rows, dict[str, str]]:
    """Rows and metadata of such a file. Raises pyarrow.ArrowInvalid or OSError where it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content), page_checksum_verification=True)
    return arrays_of(table), about_of(table.schema)


def about_of(schema: pa.Schema) -> dict[str, str]:
    """Metadata as text."""
    found = schema.metadata or {}
    return {key.decode(): value.decode() for key, value in found.items() if key != b"ARROW:schema"}


def arrays_of(table: pa.Table) -> Rows:
    """Columns as arrays of numpy."""
    out: Rows = {}
    for name in table.column_names:
        values = table[name].to_numpy()
        out[name] = values.astype(str) if values.dtype.kind == "O" else values
    return out


def merged(parts: list[Rows], key: str) -> Rows:
    """Rows of several tables with the same columns, in the order of ``key``."""
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(joined[key], kind="stable")
    return {name: values[order] for name, values in joined.items()}
