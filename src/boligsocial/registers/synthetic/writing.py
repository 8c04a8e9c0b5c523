"""The files of a synthetic delivery, byte for byte the same for the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from boligsocial.registers.synthetic.model import Floats
from boligsocial.registers.synthetic.places import Ints

_ROWS = 1 << 20
"""Rows of a row group; arrays of text live no longer than one."""


def write_table(path: Path, columns: Mapping[str, Any], rows: int) -> None:
    """A Parquet file; a column is an array, or a function from a slice of rows to one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer: pq.ParquetWriter | None = None
    for start in range(0, max(rows, 1), _ROWS):
        part = slice(start, min(start + _ROWS, rows))
        table = pa.table({
            name: column(part) if callable(column) else column[part]
            for name, column in columns.items()
        })  # fmt: skip
        if writer is None:
            texts = [each.name for each in table.schema if pa.types.is_dictionary(each.type)]
            few = [name for name in ("age", "attachment", "kind", "absence") if name in columns]
            writer = pq.ParquetWriter(
                path, table.schema, compression="zstd", compression_level=1, store_schema=False,
                use_dictionary=[*texts, *few],
            )  # fmt: skip
        writer.write_table(table, row_group_size=_ROWS)
    if writer is not None:
        writer.close()


def ids(letter: str, numbers: Ints, digits: int) -> pa.Array:
    """`P00000001` and so on; null where a number is negative."""
    count, width = len(numbers), digits + 1
    text = np.empty((count, width), np.uint8)
    text[:, 0] = ord(letter)
    left = numbers.astype(np.int32)
    for place in range(digits, 0, -1):
        left, digit = np.divmod(left, np.int32(10))
        text[:, place] = digit + ord("0")
    missing = numbers < 0
    lengths = np.where(missing, 0, width)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    buffers = [
        pa.array(~missing).buffers()[1] if missing.any() else None,
        pa.py_buffer(offsets),
        pa.py_buffer(text[~missing] if missing.any() else text),
    ]
    return pa.StringArray.from_buffers(count, buffers[1], buffers[2], buffers[0])


def coded(codes: Sequence[str], indexes: NDArray[Any]) -> pa.Array:
    """Text from indexes into a list of codes."""
    return pa.DictionaryArray.from_arrays(pa.array(indexes.astype(np.int8)), pa.array(list(codes)))


def plain(values: NDArray[Any]) -> pa.Array:
    """Numbers or truths; masked ones are null."""
    if isinstance(values, np.ma.MaskedArray):
        return pa.array(values.data, mask=np.ma.getmaskarray(values))
    return pa.array(values)


def polygons(corners: Floats) -> list[bytes]:
    """Well-known binary of polygons without holes; corners (polygons, 5, 2), closed."""
    shape = np.dtype(
        [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"),
         ("corners", "<f8", corners.shape[1:])]
    )  # fmt: skip
    records = np.zeros(len(corners), shape)
    records["order"], records["type"], records["rings"] = 1, 3, 1
    records["points"], records["corners"] = corners.shape[1], corners
    return [record.tobytes() for record in records]
