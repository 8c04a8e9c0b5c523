"""Files from the StatBank that one has already, read as a reply is, and what they lack."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from boligsocial.messages import InputError, Message
from boligsocial.registers.statbank.delimited import read_delimited
from boligsocial.registers.statbank.errors import JsonStatError
from boligsocial.registers.statbank.gaps import skipped_ages_in, without_figure
from boligsocial.registers.statbank.jsonstat import read_jsonstat
from boligsocial.registers.statbank.municipalities import add_places, area_column


def read_figures(path: Path) -> tuple[pl.DataFrame, tuple[Message, ...]]:
    """A row for each cell, with its place where the file is by area, and what the file lacks.

    Raises:
        InputError: no such file, or neither CSV, BULK nor JSON-stat with one set of figures.
    """
    table = _jsonstat_cells(path) if path.suffix.lower() == ".json" else read_delimited(path)
    notes = [*skipped_ages_in(table), *without_figure(table)]
    area = area_column(table.drop("value", "status"))
    if area is None:
        return table, tuple(notes)
    placed, unknown = add_places(table, area)
    figures = [pl.col("value"), pl.col("status")]
    return placed.select(pl.exclude("value", "status"), *figures), (*notes, *unknown)


def _jsonstat_cells(path: Path) -> pl.DataFrame:
    try:
        datasets = read_jsonstat(path.read_bytes()).datasets
    except OSError as error:
        raise InputError(
            "cannot be read: {reason}", file=str(path), reason=error.strerror or ""
        ) from None
    except JsonStatError as error:
        raise InputError(
            "is not JSON-stat: {reason}", file=str(path), reason=error.message
        ) from None
    if len(datasets) != 1:
        raise InputError(
            "holds {count} sets of figures; give a file with one", file=str(path),
            count=len(datasets),
        )  # fmt: skip
    return datasets[0].cells()
