"""List files that people hand over: figures of areas, who was on the lists, national rates."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import polars as pl

from boligsocial.messages import InputError, Message
from boligsocial.registers.published_lists import (
    area_names,
    load_published_lists,
    municipality_codes,
)
from boligsocial.tabular import Column, Source, Upload, as_dates, read_table

_HIGHEST_INCOME_PCT = 1_000
AREA_COLUMNS = (
    Column("area", "text", required=True, filled=True),
    Column("municipality", "text", required=True, filled=True),
    Column("residents", "count", low=0),
    Column("pct_nonwestern", "number", low=0, high=100, mistaken=("nonwestern", "immigrants")),
    Column(
        "pct_no_attachment", "number", low=0, high=100, mistaken=("no_attachment", "unemployed")
    ),
    Column("pct_convicted", "number", low=0, high=100, mistaken=("convicted", "convictions")),
    Column("pct_basic_school", "number", low=0, high=100, mistaken=("basic_school", "pct_basic")),
    Column(
        "income_pct_of_region",
        "number",
        low=0,
        high=_HIGHEST_INCOME_PCT,
        mistaken=("income", "income_pct"),
    ),
    Column("residents_18_64", "count", low=0),
    Column("residents_18_plus", "count", low=0),
    Column("residents_30_59", "count", low=0),
)
_HISTORY_COLUMNS = (
    Column("list_date", "date", required=True, filled=True),
    Column("area", "text", required=True, filled=True),
    Column("municipality", "text", required=True, filled=True),
    Column("status", "text", required=True, filled=True),
    Column("on_list", "flag", required=True, filled=True),
)
_REFERENCE_COLUMNS = (
    Column("list_date", "text", required=True, filled=True),
    Column("quantity", "text", required=True, filled=True),
    Column("value", "text", required=True),
)
_RATES = ("national_conviction_rate_pct", "conviction_limit_pct_2x", "conviction_limit_pct_3x")

# The name of two statuses changed with the rules that came into force on this day (L 23 of 2021).
_RENAMED = date(2021, 11, 30)
_BOTH_NAMES = {
    "ghetto_or_parallelsamfund": ("ghetto", "parallelsamfund"),
    "haard_ghetto_or_omdannelse": ("haard", "omdannelse"),
}
_STATUSES = ("udsat", "ghetto", "parallelsamfund", "haard", "omdannelse", "forebyggelse")


def read_area_values(source: Source) -> pl.DataFrame:
    """Figures of areas, one row each, in the order of the file.

    Columns: those of `AREA_COLUMNS` (null where missing), `municipality_code`, `area_key`, `row`.

    Raises:
        InputError: a wrong column or figure, an unknown municipality, an area that stands twice.
    """
    table = read_table(source, AREA_COLUMNS)
    return _refuse_twice(_with_keys(table, source), source)


def read_history(source: Source) -> pl.DataFrame:
    """Who was on which list: `list_date`, `area_key`, `status` (the law's name), `on_list`.

    Raises:
        InputError: a wrong column or cell, an unknown municipality or status.
    """
    table = _with_keys(read_table(source, _HISTORY_COLUMNS), source)
    _refuse_other(table, "status", {*_STATUSES, *_BOTH_NAMES}, source)
    before = pl.col("list_date") < _RENAMED
    status = pl.col("status")
    for both, (old, new) in _BOTH_NAMES.items():
        named = pl.when(before).then(pl.lit(old)).otherwise(pl.lit(new))
        status = pl.when(pl.col("status") == both).then(named).otherwise(status)
    return table.select("list_date", "area_key", status.alias("status"), "on_list")


def read_references(source: Source) -> pl.DataFrame:
    """National rates and limits: `list_date`, `quantity`, `value` (text); other rows are left out.

    Raises:
        InputError: a wrong column, or a rate or its date that is wrong.
    """
    columns = {column.name: column for column in _REFERENCE_COLUMNS}
    rates = read_table(source, tuple(columns.values())).filter(pl.col("quantity").is_in(_RATES))
    dates = as_dates(rates["list_date"])
    values = rates["value"].str.replace(",", ".", literal=True)
    numbers = values.cast(pl.Float64, strict=False)
    for wrong, column in ((dates.is_null(), "list_date"), (numbers.is_null(), "value")):
        _refuse_where(
            rates, wrong, column, Message("{value} is not what this column holds"), source
        )
    outside = ~numbers.is_between(0, 100).fill_null(True)
    _refuse_where(rates, outside, "value", Message("{value} is not a share in per cent"), source)
    again = ~pl.struct(dates, rates["quantity"], eager=True).is_first_distinct()
    problem = Message("{value} stands already for this date; keep one row")
    _refuse_where(rates, again, "quantity", problem, source)
    return rates.select(dates.alias("list_date"), "quantity", values.alias("value"))


def _with_keys(table: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The municipality's code, and a key of the area that is the same in every spelling."""
    codes = municipality_codes()
    given = table["municipality"].str.to_lowercase()
    code = given.replace_strict(codes, default=None, return_dtype=pl.String)
    unknown = table.filter(code.is_null())
    if len(unknown):
        name, row = unknown.row(0, named=True)["municipality"], unknown["row"][0]
        names = load_published_lists().municipalities["name"].to_list()
        near = get_close_matches(name, names, 1, cutoff=0.6)
        hint = Message("there is no municipality {name}")
        if near:
            hint = Message("there is no municipality {name}; did you mean {near}?")
        raise InputError(
            hint, file=_name(source), row=row, column="municipality", name=name, near="".join(near)
        )
    table = table.with_columns(code.alias("municipality_code"))
    key = pl.col("municipality_code") + "·" + pl.col("area").str.to_lowercase()
    return table.with_columns(key.replace(area_names()).alias("area_key"))


def _refuse_twice(table: pl.DataFrame, source: Source) -> pl.DataFrame:
    again = table.filter(pl.col("area_key").is_first_distinct().not_())
    if len(again):
        twice = again.row(0, named=True)
        first = table.filter(pl.col("area_key") == twice["area_key"])["row"][0]
        raise InputError(
            "{area} in {municipality} stands already in row {first}; keep one row for each area",
            file=_name(source), row=twice["row"], column="area",
            area=twice["area"], municipality=twice["municipality"], first=str(first),
        )  # fmt: skip
    return table


def _refuse_other(table: pl.DataFrame, column: str, known: set[str], source: Source) -> None:
    other = ~table[column].is_in(sorted(known))
    problem = Message("{value} is not one of {known}")
    _refuse_where(table, other, column, problem, source, known=", ".join(sorted(known)))


def _refuse_where(
    table: pl.DataFrame,
    wrong: pl.Series,
    column: str,
    problem: Message,
    source: Source,
    known: str = "",
) -> None:
    found = table.filter(wrong)
    if len(found):
        raise InputError(
            problem, file=_name(source), row=found["row"][0], column=column,
            value=found[column][0] or "", known=known,
        )  # fmt: skip


def _name(source: Source) -> str:
    return source.name if isinstance(source, Upload) else str(source)
