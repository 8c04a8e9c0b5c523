"""A delivery of person registers: a folder with a file or a folder of files for each table.

`persons/year=2017/*.parquet`, `persons/year=2017.parquet`, `dwellings.parquet`,
`dwellings/*.parquet`, and CSV in the same places; `schema.py` names tables and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import ibis
import ibis.expr.types as ir

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import UserError
from boligsocial.registers.engines import Engine
from boligsocial.registers.schema import TABLES, Field, Kind, RegisterTable

LABEL = "delivery.toml"
_ENDINGS = (".parquet", ".csv")
_YEAR = re.compile(r"year=(\d{4})")
_TYPES: dict[Kind, str] = {
    "id": "string", "text": "string", "code": "string", "whole": "int64", "number": "float64",
    "truth": "boolean", "date": "date", "geometry": "binary",
}  # fmt: skip


class DeliveryError(UserError):
    """A delivery that cannot be used, told in one line."""


class Label(Definition):
    """What `delivery.toml` in the folder of a delivery says of it, where there is one.

    kind: figures of real people, or made-up ones.
    """

    kind: Literal["registers", "synthetic"] = "registers"
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class RegisterFile:
    """A file of a table; `year` is None where the table has no years."""

    path: Path
    year: int | None


@dataclass(frozen=True)
class Delivery:
    """The files of a delivery by table, in the order of their years and names.

    `years` are those of persons, rising. A table that is not delivered has no entry in `files`.
    """

    folder: Path
    years: tuple[int, ...]
    files: Mapping[str, tuple[RegisterFile, ...]]

    def years_of(self, table: str) -> tuple[int, ...]:
        """The years that a table has files for, rising."""
        return tuple(sorted({f.year for f in self.files.get(table, ()) if f.year is not None}))

    def paths(self, table: str, year: int | None = None) -> tuple[Path, ...]:
        """The paths of a table's files; with a year, of that year alone."""
        return tuple(
            file.path for file in self.files.get(table, ()) if year is None or file.year == year
        )

    def is_csv(self, table: str) -> bool:
        """Whether a table comes as CSV; else it is Parquet."""
        return self.files[table][0].path.suffix.lower() == ".csv"

    def every_file(self) -> tuple[Path, ...]:
        """All files of all tables, sorted."""
        return tuple(sorted(file.path for files in self.files.values() for file in files))


def open_delivery(folder: Path) -> Delivery:
    """The delivery in a folder; only names are looked at.

    Raises:
        DeliveryError: no such folder, no table of a delivery in it, or Parquet and CSV mixed.
    """
    if not folder.is_dir():
        raise DeliveryError(
            "{folder} is not a folder; give the delivery's folder", folder=str(folder)
        )
    files: dict[str, tuple[RegisterFile, ...]] = {}
    for table in TABLES.values():
        found = tuple(_files_of(folder, table))
        if len({file.path.suffix.lower() for file in found}) > 1:
            raise DeliveryError(
                "{table} in {folder} is both Parquet and CSV; deliver one of them",
                table=table.name,
                folder=str(folder),
            )
        if found:
            files[table.name] = found
    if not files:
        raise DeliveryError(
            "{folder} holds no table of a delivery; it should hold {tables}",
            folder=str(folder),
            tables=", ".join(TABLES),
        )
    years = {file.year for file in files.get("persons", ()) if file.year is not None}
    return Delivery(folder, tuple(sorted(years)), files)


def label_of(delivery: Delivery) -> Label:
    """The label of a delivery.

    Raises:
        InputError: `delivery.toml` is there and is wrong.
    """
    path = delivery.folder / LABEL
    return read_definition(path, Label) if path.exists() else Label()


def delivered_table(
    delivery: Delivery, table: str, engine: Engine, year: int | None = None
) -> ir.Table:
    """A delivered table on an engine, or the year of a table by years; nothing is read yet.

    Columns are those of the schema, in its order; optional ones that are not delivered are null.
    Columns of Parquet keep their type (`check_delivery` tells which fit), those of CSV are cast.
    """
    known, paths = TABLES[table], delivery.paths(table, year)
    csv = delivery.is_csv(table)
    raw = engine.csv(paths) if csv else engine.parquet(paths)
    return raw.select([_column(raw, field, csv) for field in known.fields])


def _files_of(folder: Path, table: RegisterTable) -> Iterator[RegisterFile]:
    if table.by_year:
        for entry in sorted((folder / table.name).glob("year=*")):
            match = _YEAR.fullmatch(entry.stem if entry.is_file() else entry.name)
            if match:
                inside = _data_files(entry) if entry.is_dir() else _if_data(entry)
                yield from (RegisterFile(path, int(match[1])) for path in inside)
        return
    single = [path for ending in _ENDINGS for path in _if_data(folder / f"{table.name}{ending}")]
    yield from (RegisterFile(path, None) for path in [*single, *_data_files(folder / table.name)])


def _data_files(folder: Path) -> list[Path]:
    return sorted(path for entry in folder.glob("*") for path in _if_data(entry))


def _if_data(path: Path) -> list[Path]:
    hidden = path.name.startswith((".", "_"))
    return [path] if path.suffix.lower() in _ENDINGS and path.is_file() and not hidden else []


def _column(raw: ir.Table, field: Field, cast: bool) -> ir.Value:
    if field.name not in raw.columns:
        return ibis.null(_TYPES[field.kind]).name(field.name)
    column = raw[field.name]
    return column.cast(_TYPES[field.kind]).name(field.name) if cast else column
