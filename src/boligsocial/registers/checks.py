# ruff: noqa: S608 -- the names in the SQL are the schema's own; paths and values are quoted.
"""Everything that is wrong with a delivery, found before anything is built from it.

Each part of a table (a year, or the whole) is passed over once for all rules of its columns, once
for its key, and once for each table that it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from boligsocial.messages import Message
from boligsocial.registers import delivery_rules as rules
from boligsocial.registers.csv_dialect import QUOTE, separator_of
from boligsocial.registers.deliveries import Delivery, DeliveryError
from boligsocial.registers.delivery_rules import Rule
from boligsocial.registers.geometries import can_be_outlines
from boligsocial.registers.schema import TABLES, RegisterTable

_ALMOST_ALWAYS = ("persons", "dwellings", "estates", "areas", "area_estates")
_TOLD = ("Invalid unicode", "Expected Number of Columns")
CPR_SHARE = 0.2
"""Ten digits drawn at random look like a CPR number 7 times in 100; CPR numbers nearly always."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one way with one column, over all years of a table.

    `count` is the number of rows (of missing years for `missing_year`, else 1 where rows have no
    part). `file`, `row` and `example` point to the first row that shows it; `row` counts as a
    spreadsheet does for CSV, and from 1 for Parquet.
    """

    kind: str
    table: str
    column: str | None
    what: Message
    mend: Message
    count: int = 1
    file: str | None = None
    row: int | None = None
    example: str | None = None


def check_delivery(delivery: Delivery) -> tuple[Problem, ...]:
    """Every problem of a delivery, in the order of the schema's tables; () if there is none."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        scan = _Scan(delivery, connection)
        found = [*_missing(delivery)]
        for name in TABLES:
            if name in delivery.files:
                found += _table_problems(scan, TABLES[name])
    return tuple(_over_years(found))


def refuse_unsound(delivery: Delivery) -> None:
    """Nothing, where the delivery is sound.

    Raises:
        DeliveryError: the first problem and how many there are.
    """
    problems = check_delivery(delivery)
    if problems:
        first = problems[0]
        raise DeliveryError(
            "{folder}: {problem} ({place}); {mend} "
            "(`boligsocial check` lists all problems: {count})",
            folder=delivery.folder.name, problem=first.what, place=_place(first), mend=first.mend,
            count=len(problems),
        )  # fmt: skip


def _place(problem: Problem) -> str | Message:
    """Where a problem is: table, column, file and row, as far as it has them."""
    column = problem.table if problem.column is None else f"{problem.table}.{problem.column}"
    place = column if problem.file is None else f"{column}, {problem.file}"
    if problem.row is None:
        return place
    return Message("{place}, row {row}", {"place": place, "row": str(problem.row)})


def _missing(delivery: Delivery) -> Iterator[Problem]:
    needed = set(_ALMOST_ALWAYS) | ({"moves"} if len(delivery.years) > 1 else set())
    for table in TABLES.values():
        if table.name in needed and table.name not in delivery.files:
            yield Problem(
                "missing_table", table.name, None, Message("the table is missing"),
                Message("deliver {columns}", {"columns": ", ".join(f.name for f in table.fields)}),
            )  # fmt: skip
    if not delivery.years:
        return
    first, last = delivery.years[0], delivery.years[-1]
    # The moves of a year lead to the homes on 1 January of the next; the last year's come later.
    for name, until in (("persons", last + 1), ("moves", last)):
        wanted = set(range(first, until)) - set(delivery.years_of(name))
        if wanted and name in delivery.files:
            years = ", ".join(str(year) for year in sorted(wanted))
            yield Problem(
                "missing_year", name, None,
                Message("there is no part for {years}", {"years": years}),
                Message("deliver year={year}", {"year": str(min(wanted))}), len(wanted),
            )  # fmt: skip


@dataclass
class _Scan:
    """The delivery's files as SQL, and the keys that other tables refer to, read once."""

    delivery: Delivery
    connection: duckdb.DuckDBPyConnection
    keys: dict[str, str] = field(default_factory=dict)

    def shown(self, path: str) -> str:
        return path.removeprefix(f"{self.delivery.folder}/")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def source(self, table: str, paths: tuple[str, ...], with_rows: bool = False) -> str:
        listed = "[" + ", ".join(rules.quoted(path) for path in paths) + "]"
        options = "union_by_name=true, hive_partitioning=false"
        if self.delivery.is_csv(table):
            separator = rules.quoted(separator_of(Path(paths[0])))
            dialect = f"delim={separator}, quote='{QUOTE}', escape='{QUOTE}', skip=0"
            scan = f"read_csv({listed}, all_varchar=true, header=true, {dialect}, {options})"
            number = "row_number() OVER () + 1"
            return f"(SELECT *, {number} AS _row FROM {scan})" if with_rows else scan
        if with_rows:
            scan = f"read_parquet({listed}, {options}, file_row_number=true)"
            return f"(SELECT *, file_row_number + 1 AS _row FROM {scan})"
        return f"read_parquet({listed}, {options})"

    def keys_of(self, table: str) -> str | None:
        """The name of a temporary table with the key of a table, None if it cannot be read."""
        if table not in self.keys and table in self.delivery.files:
            key = TABLES[table].key[0]
            paths = tuple(str(path) for path in self.delivery.paths(table))
            try:
                self.connection.execute(
                    f"CREATE TEMP TABLE keys_{table} AS SELECT DISTINCT CAST({key} AS VARCHAR) "
                    f"AS key FROM {self.source(table, paths)} WHERE {key} IS NOT NULL"
                )
            except duckdb.Error:
                return None
            self.keys[table] = f"keys_{table}"
        return self.keys.get(table)


def _table_problems(scan: _Scan, table: RegisterTable) -> Iterator[Problem]:
    years: tuple[int | None, ...] = scan.delivery.years_of(table.name) if table.by_year else (None,)
    for year in years:
        paths = tuple(str(path) for path in scan.delivery.paths(table.name, year))
        part = _Part(scan, table, year, paths)
        try:
            yield from part.problems()
        except duckdb.Error as error:
            reason = _reason(error)
            yield Problem(
                "unreadable", table.name, None, Message("the files cannot be read"),
                Message("deliver them again: {reason}", {"reason": reason}), 1,
                scan.shown(paths[0]),
            )  # fmt: skip


def _reason(error: duckdb.Error) -> str:
    """What DuckDB says, without the row that it quotes."""
    first, *others = str(error).splitlines()
    told = (each for each in others if each.startswith(_TOLD))
    return "; ".join((first, *told))


@dataclass
class _Part:
    """One year of a table, or a table without years."""

    scan: _Scan
    table: RegisterTable
    year: int | None
    paths: tuple[str, ...]

    def problems(self) -> Iterator[Problem]:
        described = self.scan.rows(f"DESCRIBE SELECT * FROM {self._source()}")
        types = {str(row[0]): str(row[1]) for row in described}
        csv = self.scan.delivery.is_csv(self.table.name)
        for problem in rules.column_problems(self.table, types, csv):
            yield Problem(
                problem.kind, self.table.name, problem.column, problem.what, problem.mend, 1,
                self._shown(self.paths[0]),
            )  # fmt: skip
        usable = rules.usable_columns(self.table, types, csv)
        yield from self._row_problems(rules.row_rules(self.table, usable, self.year), usable)
        yield from self._unknown_references(usable)
        yield from self._no_outlines(usable)
        if all(name in usable for name in self.table.key):
            yield from self._duplicates(usable)

    def _source(self) -> str:
        return self.scan.source(self.table.name, self.paths)

    def _row_problems(self, checks: tuple[Rule, ...], usable: dict[str, str]) -> Iterator[Problem]:
        counted = ["count(*)", *(f"count(*) FILTER (WHERE {rule.wrong})" for rule in checks)]
        total, *counts = self.scan.rows(f"SELECT {', '.join(counted)} FROM {self._source()}")[0]
        if total == 0:
            yield Problem(
                "empty", self.table.name, None, Message("there are no rows"),
                Message("deliver the rows"), 1, self._shown(self.paths[0]),
            )  # fmt: skip
        for rule, count in zip(checks, counts, strict=True):
            if count > (CPR_SHARE * total if rule.kind == "cpr" else 0):
                yield self._problem(rule, int(count), rule.wrong, usable)

    def _unknown_references(self, usable: dict[str, str]) -> Iterator[Problem]:
        for each in self.table.fields:
            if each.refers_to is None or each.name not in usable:
                continue
            keys = self.scan.keys_of(each.refers_to)
            if keys is None:
                continue
            value = usable[each.name]
            wrong = f"{value} NOT IN (SELECT key FROM {keys})"
            count = self.scan.rows(
                f"SELECT count(*) FROM {self._source()} AS t ANTI JOIN {keys} AS k "
                f"ON k.key = {value} WHERE {value} IS NOT NULL"
            )[0][0]
            if count:
                rule = rules.unknown_reference(each, wrong)
                yield self._problem(rule, int(count), f"{value} IS NOT NULL AND {wrong}", usable)

    def _no_outlines(self, usable: dict[str, str]) -> Iterator[Problem]:
        key = usable.get(self.table.key[0])
        drawn = (each.name for each in self.table.fields if each.kind == "geometry")
        for name in (each for each in drawn if each in usable and key is not None):
            rows = self.scan.rows(
                f"SELECT {key}, {usable[name]} FROM {self._source()} "
                f"WHERE {usable[name]} IS NOT NULL"
            )
            fits = can_be_outlines(np.array([row[1] for row in rows], object))
            wrong = [str(row[0]) for row, fit in zip(rows, fits, strict=True) if not fit]
            if wrong:
                first = f"{key} = {rules.quoted(wrong[0])}"
                yield self._problem(rules.no_outline(name), len(wrong), first, usable)

    def _duplicates(self, usable: dict[str, str]) -> Iterator[Problem]:
        """Rows that share a key; hashes first, since they settle nearly always that none do."""
        keys = [usable[name] for name in self.table.key]
        listed, filled = ", ".join(keys), " AND ".join(f"{key} IS NOT NULL" for key in keys)
        rows, different = self.scan.rows(
            f"SELECT count(*), count(DISTINCT hash({listed})) FROM {self._source()} WHERE {filled}"
        )[0]
        if rows == different:
            return
        for rule, having in rules.duplicate_rules(self.table, usable):
            again = (
                f"SELECT {listed}, count(*) AS rows FROM {self._source()} WHERE {filled} "
                f"GROUP BY ALL HAVING {having} ORDER BY ALL"
            )
            count = self.scan.rows(f"SELECT coalesce(sum(rows), 0) FROM ({again})")[0][0]
            if count:
                first = self.scan.rows(f"{again} LIMIT 1")[0][:-1]
                wrong = " AND ".join(
                    f"CAST({key} AS VARCHAR) = {rules.quoted(str(value))}"
                    for key, value in zip(keys, first, strict=True)
                )
                yield self._problem(rule, int(count), wrong, usable)

    def _problem(self, rule: Rule, count: int, wrong: str, usable: dict[str, str]) -> Problem:
        shown = [name for name in self.table.key if name in usable]
        shown += [rule.column] if rule.column and rule.column not in shown else []
        file, row, values = self._first_row(wrong, [usable[name] for name in shown])
        said = ", ".join(f"{name} {value}" for name, value in zip(shown, values, strict=True))
        return Problem(
            rule.kind, self.table.name, rule.column, rule.what, rule.mend, count, file, row,
            None if rule.secret else said,
        )  # fmt: skip

    def _first_row(
        self, wrong: str, columns: list[str]
    ) -> tuple[str | None, int | None, tuple[Any, ...]]:
        for path in self.paths:
            source = self.scan.source(self.table.name, (path,), with_rows=True)
            found = self.scan.rows(
                f"SELECT _row, {', '.join(columns)} FROM {source} WHERE {wrong} "
                "ORDER BY _row LIMIT 1"
            )
            if found:
                return self._shown(path), int(found[0][0]), found[0][1:]
        return None, None, (None,) * len(columns)

    def _shown(self, path: str) -> str:
        return self.scan.shown(path)


def _over_years(problems: list[Problem]) -> Iterator[Problem]:
    """A problem that several years have is told once, with the sum and the first example."""
    first: dict[tuple[str, str, str | None], Problem] = {}
    for problem in problems:
        key = (problem.table, problem.kind, problem.column)
        seen = first.get(key)
        first[key] = problem if seen is None else replace(seen, count=seen.count + problem.count)
    order = list(TABLES)
    yield from sorted(first.values(), key=lambda problem: order.index(problem.table))
