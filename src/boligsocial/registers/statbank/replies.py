"""Replies of the API as tables, held against what was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import polars as pl
from polars.datatypes import DataType, DataTypeClass
from pydantic import ValidationError

from boligsocial.messages import InputError, Message
from boligsocial.registers.statbank.delimited import read_delimited
from boligsocial.registers.statbank.errors import JsonStatError, UnexpectedReplyError
from boligsocial.registers.statbank.jsonstat import Dataset, read_jsonstat
from boligsocial.registers.statbank.selections import Selection, cells_in
from boligsocial.registers.statbank.tableinfo import COPENHAGEN, TableInfo

Columns = Mapping[str, DataType | DataTypeClass]


@dataclass(frozen=True)
class Reply:
    """The cells of a reply: codes in a column by variable, `value`, `status`.

    `updated` is when they were published, None where the reply does not say.
    """

    cells: pl.DataFrame
    updated: datetime | None


def read_tableinfo(body: Path, table: str) -> TableInfo:
    """The description of a table.

    Raises:
        UnexpectedReplyError: another table's, or no description at all.
    """
    try:
        info = TableInfo.model_validate_json(body.read_bytes())
    except ValidationError as error:
        raise unexpected(_first_fault(error)) from None
    if info.id.casefold() != table.casefold():
        raise unexpected(Message("it is of the table {table}", {"table": info.id}))
    return info


def read_list(body: Path, columns: Columns, below: str | None) -> pl.DataFrame:
    """A list of subjects or tables, as a table with these columns, whichever of them it has.

    `below` is the key of the rows' own rows, where those are what was asked for.

    Raises:
        UnexpectedReplyError: another thing.
    """
    try:
        rows = json.loads(body.read_bytes())
        if below is not None:
            rows = [inner for row in rows for inner in row.get(below) or ()]
        said = [{name: row.get(name) for name in columns} for row in rows]
        table = pl.DataFrame(said, schema=dict(columns))
    except (ValueError, TypeError, AttributeError, pl.exceptions.PolarsError):
        raise unexpected(Message("it is no list")) from None
    if "id" in columns and table["id"].has_nulls():
        raise unexpected(Message("it is no list"))
    return table


def read_cells(body: Path, form: str, info: TableInfo, asked: Selection) -> Reply:
    """A reply in JSONSTAT, CSV or BULK.

    Raises:
        UnexpectedReplyError: other variables or values than those asked for, cells that stand
            twice, a reply that was cut off, or none at all.
    """
    try:
        reply = _from_jsonstat(body, info, asked) if form == "JSONSTAT" else _from_delimited(body)
    except JsonStatError as error:
        raise unexpected(error.message) from None
    named = {each.casefold(): each for each in asked}
    columns = [each for each in reply.cells.columns if each not in ("value", "status")]
    if {each.casefold() for each in columns} != set(named):
        raise unexpected(Message("it has the variables {found}", {"found": ", ".join(columns)}))
    cells = reply.cells.rename({each: named[each.casefold()] for each in columns}).select(
        *asked, pl.col("value").cast(pl.Float64), "status"
    )
    _refuse_others(cells, asked)
    if form != "JSONSTAT" and len(cells) < cells_in(asked) and not _is_ended(body):
        raise unexpected(Message("it was cut off"))
    return Reply(cells, reply.updated)


def unexpected(reason: Message) -> UnexpectedReplyError:
    """The error that tells why a reply is not what was asked for."""
    return UnexpectedReplyError(
        Message("the reply of Statistics Denmark is not what was asked for: {reason}"),
        reason=reason,
    )


def _from_delimited(body: Path) -> Reply:
    try:
        return Reply(read_delimited(body), None)
    except InputError as error:
        # Without the file's name, which is that of a file on its way.
        raise unexpected(cast(Message, error.message.figures["problem"])) from None


def _from_jsonstat(body: Path, info: TableInfo, asked: Selection) -> Reply:
    document = read_jsonstat(body.read_bytes())
    if len(document.datasets) != 1:
        raise JsonStatError(Message("it does not hold exactly one set of figures"))
    (dataset,) = document.datasets
    if dataset.size > cells_in(asked):
        raise JsonStatError(Message("it has {cells} cells"), cells=dataset.size)
    cells = dataset.cells().drop(_contents(dataset, info))
    if cells.schema["value"] == pl.String:
        raise JsonStatError(Message("its values are no numbers"))
    return Reply(cells, _moment(dataset.updated))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)


def _contents(dataset: Dataset, info: TableInfo) -> list[str]:
    """The dimension that only says which table it is."""
    own = {each.id.casefold() for each in info.variables}
    extra = [each for each in dataset.dimensions if each.id.casefold() not in own]
    for each in extra:
        if len(each.codes) != 1 or (
            each.role == "metric" and each.codes[0].casefold() != info.id.casefold()
        ):
            raise JsonStatError(
                Message("it is of {dimension} {codes}"),
                dimension=each.id,
                codes=", ".join(each.codes),
            )
    return [each.id for each in extra]


def _refuse_others(cells: pl.DataFrame, asked: Selection) -> None:
    for variable, codes in asked.items():
        others = sorted(set(cells[variable].unique()) - set(codes), key=str)
        if others:
            raise unexpected(
                Message(
                    "it has {variable} {codes}", {"variable": variable, "codes": str(others[0])}
                )
            )
    if cells.select(*asked).is_duplicated().any():
        raise unexpected(Message("it has cells that stand twice"))


def _is_ended(body: Path) -> bool:
    with body.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _first_fault(error: ValidationError) -> Message:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return Message("{place}: {fault}", {"place": place or "JSON", "fault": first["msg"]})
