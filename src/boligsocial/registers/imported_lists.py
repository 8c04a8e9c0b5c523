"""Lists that a user brings: checked whole, then kept as one file each, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from boligsocial.messages import UserError
from boligsocial.registers.area_values import read_area_values
from boligsocial.tabular import Source, Upload, read_upload


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
    upload = source if isinstance(source, Upload) else read_upload(source)
    table = read_area_values(upload)
    sha256 = hashlib.sha256(upload.content).hexdigest()
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
    _keep(table, {"source_name": upload.name, "sha256": sha256}, path)
    return _kept(path)


def _keep(table: pl.DataFrame, metadata: dict[str, str], path: Path) -> None:
    """Write beside the final place and rename, so that half a list is never seen."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as beside:
            table.write_parquet(beside, metadata=metadata)
        Path(beside.name).replace(path)
    except OSError as error:
        raise UserError(
            "the list cannot be kept in {path}: {reason}",
            path=str(path.parent),
            reason=error.strerror or "",
        ) from None


def imported_lists(home: Path) -> tuple[ImportedList, ...]:
    """The lists kept under `home`, the oldest first."""
    return tuple(_kept(path) for path in sorted((home / "lists").glob("????-??-??.parquet")))


def _kept(path: Path) -> ImportedList:
    metadata = pl.read_parquet_metadata(path)
    return ImportedList(
        on=date.fromisoformat(path.stem),
        source_name=metadata["source_name"],
        sha256=metadata["sha256"],
        areas=int(pl.scan_parquet(path).select(pl.len()).collect().item()),
        path=path,
    )
