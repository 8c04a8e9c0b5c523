"""What a row of a delivery must keep, read off the schema and said in SQL and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boligsocial import cpr
from boligsocial.messages import Figure, Message
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.schema import Field, Kind, RegisterTable

_SQL_TYPES: dict[Kind, str] = {
    "id": "VARCHAR", "text": "VARCHAR", "code": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE",
    "truth": "BOOLEAN", "date": "DATE", "geometry": "BLOB",
}  # fmt: skip
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_ACCEPTED: dict[Kind, tuple[str, ...]] = {
    **{kind: (name,) for kind, name in _SQL_TYPES.items()},
    "whole": _WHOLE,
    "number": (*_WHOLE, "FLOAT", "DOUBLE", "DECIMAL"),
}
_TEXT = Message("text")
_CALLED: dict[Kind, Message] = {
    "id": _TEXT, "text": _TEXT, "code": _TEXT, "whole": Message("whole numbers"),
    "number": Message("numbers"), "truth": Message("true or false"),
    "date": Message("dates (2017-01-31)"), "geometry": Message("well-known binary"),
}  # fmt: skip
_PEOPLE = ("person_id", "respondent_id")


@dataclass(frozen=True)
class Rule:
    """A way in which a row can be wrong: an SQL condition that is true for a wrong row.

    `secret`: the example must not be shown.
    """

    kind: str
    column: str | None
    wrong: str
    what: Message
    mend: Message
    secret: bool = False


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def column_problems(table: RegisterTable, types: dict[str, str], csv: bool) -> Iterator[Rule]:
    """Columns that are missing or of a wrong type."""
    for field in table.fields:
        if field.name not in types:
            if field.required:
                yield Rule(
                    "missing_column", field.name, "", Message("the column is missing"),
                    Message("deliver it as {type}", {"type": _CALLED[field.kind]}),
                )  # fmt: skip
        elif not _is_type(field, types[field.name], csv):
            figures: dict[str, Figure | Message] = {
                "type": _CALLED[field.kind],
                "found": types[field.name],
            }
            yield Rule(
                "wrong_type", field.name, "",
                Message("the column is {found} and should be {type}", figures),
                Message("deliver it as {type}", figures),
            )  # fmt: skip


def usable_columns(table: RegisterTable, types: dict[str, str], csv: bool) -> dict[str, str]:
    """The SQL of each column that is there and of the right type, by name."""
    return {
        field.name: (
            f'TRY_CAST("{field.name}" AS {_SQL_TYPES[field.kind]})' if csv else f'"{field.name}"'
        )
        for field in table.fields
        if field.name in types and _is_type(field, types[field.name], csv)
    }


def row_rules(table: RegisterTable, usable: dict[str, str], year: int | None) -> tuple[Rule, ...]:
    """The rules of a table that one pass over its rows can answer."""
    rules = [
        rule
        for field in table.fields
        if field.name in usable
        for rule in _column_rules(field, usable[field.name])
    ]
    return (*rules, *_across_columns(usable, year))


def unknown_reference(field: Field, wrong: str) -> Rule:
    """A value that is no key of the table it refers to."""
    other: dict[str, Figure | Message] = {"table": field.refers_to or ""}
    return Rule(
        f"unknown_{(field.refers_to or '').removesuffix('s')}", field.name, wrong,
        Message("the value is not in {table}", other),
        Message("deliver the row of {table}, or correct the value", other),
    )  # fmt: skip


def no_outline(column: str) -> Rule:
    """A value that is no polygon."""
    return Rule(
        "no_outline", column, "", Message("the value is no outline"),
        Message("deliver a polygon as well-known binary in EPSG:25832, or leave it empty"),
        secret=True,
    )  # fmt: skip


def duplicate_rules(table: RegisterTable, usable: dict[str, str]) -> Iterator[tuple[Rule, str]]:
    """Rules for rows that share a key, with the condition on the rows that share it."""
    key = table.key[0]
    homes = usable.get("dwelling_id")
    if table.name == "persons" and homes:
        several = f"count(DISTINCT {homes}) > 1"
        yield (
            Rule(
                "two_homes", key, "",
                Message("the same person has two homes on 1 January"),
                Message("leave the home that counts by law"),
            ),
            several,
        )  # fmt: skip
        yield _duplicate(key), f"count(*) > 1 AND NOT ({several})"
    elif table.name == "moves":
        yield (
            Rule(
                "two_moves", key, "", Message("the same person moves twice on one day"),
                Message("leave the last move of the day"),
            ),
            "count(*) > 1",
        )  # fmt: skip
    else:
        yield _duplicate(key), "count(*) > 1"


def _duplicate(key: str) -> Rule:
    return Rule(
        "duplicate", key, "", Message("several rows have the same key"),
        Message("leave one of them"),
    )  # fmt: skip


def _is_type(field: Field, found: str, csv: bool) -> bool:
    if csv:  # every cell is text, and is read as what it should be
        return field.kind != "geometry"
    return found.split("(")[0] in _ACCEPTED[field.kind]


def _column_rules(field: Field, value: str) -> Iterator[Rule]:
    raw = f'"{field.name}"'
    if value != raw:
        other = f"{value} IS NULL"
        # A cast to whole numbers rounds on one engine and cuts on another.
        other += f" OR NOT regexp_full_match(trim({raw}), '[+-]?[0-9]+')" * (field.kind == "whole")
        yield Rule(
            "wrong_type", field.name, f"{raw} IS NOT NULL AND ({other})",
            Message("the value cannot be read as {type}", {"type": _CALLED[field.kind]}),
            Message("write {type}, with a point in decimals", {"type": _CALLED[field.kind]}),
        )  # fmt: skip
    if field.filled:
        empty = f"{raw} IS NULL"
        empty += f" OR trim({value}) = ''" if field.kind in ("id", "text", "code") else ""
        yield Rule(
            "empty_cell", field.name, empty, Message("the value is missing"),
            Message("fill it in, or leave the row out"),
        )  # fmt: skip
    if field.codes:
        yield _unknown_code(field.name, value, field.codes)
    if field.name == "municipality_code":
        known = load_published_lists().municipalities["municipality_code"].to_list()
        yield Rule(
            "unknown_municipality", field.name, f"{value} NOT IN ({_listed(known)})",
            Message("the code is of no municipality"),
            Message("write the four digits of Statistics Denmark, for example 0461"),
        )  # fmt: skip
    if field.kind in ("number", "whole"):
        yield from _range_rules(field, value)
    if field.name in _PEOPLE:
        yield Rule(
            "cpr", field.name,
            f"length({value}) IN (10, 11) AND regexp_full_match({value}, {quoted(cpr.PATTERN)})",
            Message("the values look like CPR numbers"),
            Message("deliver pseudonyms; no CPR number may come here"), secret=True,
        )  # fmt: skip


def _unknown_code(column: str, value: str, codes: tuple[str, ...]) -> Rule:
    return Rule(
        "unknown_code", column, f"{value} NOT IN ({_listed(codes)}) AND trim({value}) <> ''",
        Message("the value is no code of this column"),
        Message("write one of {codes}", {"codes": ", ".join(codes)}),
    )  # fmt: skip


def _range_rules(field: Field, value: str) -> Iterator[Rule]:
    # NaN is greater than every number in DuckDB, so an upper bound finds it too.
    beyond = [f"NOT isfinite(CAST({value} AS DOUBLE))"] if field.kind == "number" else []
    beyond += [f"{value} < {field.low}"] if field.low is not None else []
    beyond += [f"{value} > {field.high}"] if field.high is not None else []
    if not beyond:
        return
    low = "" if field.low is None else f"{field.low:g}"
    high = "" if field.high is None else f"{field.high:g}"
    yield Rule(
        "out_of_range", field.name, " OR ".join(beyond), Message("the value is out of range"),
        Message("the range is {low} to {high}", {"low": low or "−∞", "high": high or "∞"}),
    )  # fmt: skip


def _across_columns(usable: dict[str, str], year: int | None) -> Iterator[Rule]:
    start, end = usable.get("valid_from"), usable.get("valid_to")
    if start and end:
        yield Rule(
            "reversed", "valid_to", f"{end} < {start}", Message("it ends before it begins"),
            Message("valid_to is the last day, or empty while it lasts"),
        )  # fmt: skip
    origin, home = usable.get("from_dwelling_id"), usable.get("to_dwelling_id")
    if origin and home:
        yield Rule(
            "no_move", "to_dwelling_id", f"{origin} IS NOT DISTINCT FROM {home}",
            Message("the move leads nowhere"),
            Message("from and to must differ; one of them is empty at birth, death and abroad"),
        )  # fmt: skip
    if year is not None and "date" in usable:
        yield Rule(
            "wrong_year", "date", f"year({usable['date']}) <> {year}",
            Message("the date is of another year than its part"),
            Message("move the row to the part of its year"),
        )  # fmt: skip


def _listed(codes: tuple[str, ...] | list[str]) -> str:
    return ", ".join(quoted(code) for code in codes)
