"""Lists that a user brings: checked whole, then kept as one file each, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from boligsocial.messages import UserError
from boligsocial.registers.area_values import read_area_values
from boligsocial.tabular import Source, Upload


@dataclass(frozen=True)
class ImportedList:
    """A kept list: its date, the file it came from with its hash, and where it lies."""

    on: date
    source_name: str
    sha256: str
    areas: int
    path: Path

    def values(self) -> pl.DataFrame:
        """Its figures, as `read_area_values` gives them."""
        return pl.read_parquet(self.path)


def import_list(source: Source, on: date, home: Path) -> ImportedList:
    """Check a list file and keep it under `home`. The same file once more changes nothing.

    Raises:
        InputError: a wrong column, figure or area; nothing is kept.
        UserError: another list of that date is kept already.
    """
    table = read_area_values(source)
    content = source.content if isinstance(source, Upload) else source.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    path = home / "lists" / f"{on}.parquet"
    if path.exists():
        kept = _kept(path)
        if kept.sha256 == sha256:
            return kept
        raise UserError(
            "a list of {on} from {file} is kept already; delete {path} to bring another",
            on=on,
            file=kept.source_name,
            path=str(path),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    table.write_parquet(beside, metadata={"source_name": source.name, "sha256": sha256})
    beside.replace(path)
    return _kept(path)


def imported_lists(home: Path) -> tuple[ImportedList, ...]:
    """The lists kept under `home`, the oldest first."""
    return tuple(_kept(path) for path in sorted((home / "lists").glob("*.parquet")))


def _kept(path: Path) -> ImportedList:
    metadata = pl.read_parquet_metadata(path)
    return ImportedList(
        on=date.fromisoformat(path.stem),
        source_name=metadata["source_name"],
        sha256=metadata["sha256"],
        areas=int(pl.scan_parquet(path).select(pl.len()).collect().item()),
        path=path,
    )
