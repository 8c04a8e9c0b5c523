"""The tables of a snapshot: written once, each with the number of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import shapely

from boligsocial.areas.outlines import Outlines
from boligsocial.registers.projection import from_utm32

_ROWS = 1 << 17
"""Rows of a row group: few enough that a reader who wants one area skips most of them."""


class TableWriter:
    """The tables of a new folder as they are written; `rows` by the name of the file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.rows: dict[str, int] = {}

    def write(self, name: str, table: pl.DataFrame) -> None:
        """A whole table."""
        with self.in_parts(name) as parts:
            parts.add(table)

    def in_parts(self, name: str) -> PartWriter:
        """A table that comes part by part."""
        return PartWriter(self, f"{name}.parquet")


class PartWriter:
    """One Parquet file, a part at a time; parts have the same columns."""

    def __init__(self, tables: TableWriter, name: str) -> None:
        self._tables, self._name = tables, name
        self._file: pq.ParquetWriter | None = None

    def add(self, part: pl.DataFrame) -> None:
        """The next rows."""
        arrow = part.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._file is None:
            path = self._tables.folder / self._name
            self._file = pq.ParquetWriter(path, arrow.schema, compression="zstd")
        self._file.write_table(arrow, row_group_size=_ROWS)
        rows = self._tables.rows
        rows[self._name] = rows.get(self._name, 0) + len(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._file is not None:
            self._file.close()


def shapes(outlines: Mapping[str, Outlines]) -> pl.DataFrame:
    """Outlines with their middle: `geography`, `geography_id`, `geometry` (well-known binary,
    EPSG:25832), `x`, `y` (metres), `longitude`, `latitude` (degrees).
    """
    return pl.concat(_shape(*each) for each in outlines.items())


def _shape(geography: str, outlines: Outlines) -> pl.DataFrame:
    middle = shapely.centroid(outlines.shapes)
    x = np.asarray(shapely.get_x(middle), np.float64)
    y = np.asarray(shapely.get_y(middle), np.float64)
    longitude, latitude = from_utm32(x, y)
    drawn = pl.Series("geometry", list(shapely.to_wkb(outlines.shapes)), pl.Binary)
    return pl.DataFrame(
        {"geography_id": outlines.ids, "geometry": drawn, "x": x, "y": y, "longitude": longitude,
         "latitude": latitude}
    ).select(pl.lit(geography).alias("geography"), pl.all())  # fmt: skip
