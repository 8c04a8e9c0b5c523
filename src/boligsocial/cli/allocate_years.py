"""`boligsocial allocate years`: the frame over the years, with commitments that run for several."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl

from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.years.act import Move, Use, act_accounts, act_accounts_of, moved_into
from boligsocial.allocation.years.commitments import Commitment, earlier
from boligsocial.allocation.years.methods import Method, by_optimum, by_rank
from boligsocial.allocation.years.plan import Lists, Planning, plan_years, refuse_year
from boligsocial.allocation.years.rules import YearRules, default_year_rules, read_year_rules
from boligsocial.cli.allocate_years_output import as_year_plan, print_year_plan
from boligsocial.cli.allocation_input import (
    COLUMNS,
    Neighbours,
    PrinciplesNamed,
    candidate_in,
    principles_named,
    read_pairs,
)
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import give
from boligsocial.messages import InputError, UserError
from boligsocial.money import MOST_MIO, øre_from_mio
from boligsocial.tabular import Column, read_table

YEAR = Column("year", "count", required=True, filled=True)
LIST_COLUMNS = (
    YEAR,
    *COLUMNS,
    Column("running_until", "count"),
    Column("running_mio", "decimal", low=0, high=MOST_MIO),
)


def allocate_years(
    candidates: Path,
    /,
    *,
    frames: Path | None = None,
    method: Literal["ranked", "optimal"] = "ranked",
    neighbours: Neighbours = None,
    principles: PrinciplesNamed = None,
    rent: Path | None = None,
    after: int | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Share the frame of each year out, with commitments that run for years and carry-over.

    Parameters
    ----------
    candidates
        CSV, Excel or Parquet with year and the columns of allocate; a year's list stands until the
        next. running_until and running_mio (a year): a commitment from before the first year.
    frames
        A TOML file with [frame], [index] and [commitment]; what it leaves out is as in § 91 a.
    method
        ranked or optimal, as for allocate, with the whole commitments of the areas that ask.
    rent
        year, part (rent, vacancy), committed_mio, and to_social_mio: what goes to lower rents, and
        what of the rent part is left to social efforts.
    after
        The year that the look ahead is seen from; the last with a list of its own if not given.
    """
    rules = _rules(frames, after)
    table, (uses, moves) = _read_lists(candidates, rules), _read_rent(rent, rules)
    lists, pairs = _lists(table), read_pairs(neighbours, set(table["area_id"]))
    act_accounts(rules, min(lists), uses, moves)
    chosen, running = principles_named(principles), tuple(_running(table, candidates))
    moved = moved_into(rules.part, moves)
    plan = plan_years(Planning(lists, chosen, rules, _method(method, pairs), running, moved))
    result = as_year_plan(plan, act_accounts_of(plan, uses, moves), method, after)
    give(result, result["years"], out, json=json, show=lambda: print_year_plan(result))


def _rules(frames: Path | None, seen_from: int | None) -> YearRules:
    rules = read_year_rules(frames) if frames else default_year_rules()
    if seen_from is not None:
        refuse_year(seen_from, rules)
    return rules


def _method(name: str, pairs: list[tuple[str, str]]) -> Method:
    if name == "optimal":
        return by_optimum(pairs)
    if pairs:
        raise UserError("neighbours share plans under one method alone; add --method optimal")
    return by_rank


def _read_lists(path: Path, rules: YearRules) -> pl.DataFrame:
    """The candidates of all years, the years in the order of time.

    Raises:
        InputError: a wrong column or figure, an area that stands twice in a year, or a year outside
            the act.
    """
    table = read_table(path, LIST_COLUMNS, unique=("area_id", "year"))
    for row, year in table.select("row", "year").iter_rows():
        _refuse_year(path, row, year, rules)
    return table.sort("year", maintain_order=True)


def _refuse_year(path: Path, row: int, year: int, rules: YearRules) -> None:
    try:
        refuse_year(year, rules)
    except UserError as error:
        raise InputError(error.message, file=str(path), row=row, column="year",
                         **error.message.figures) from None  # fmt: skip


def _lists(table: pl.DataFrame) -> Lists:
    lists: dict[int, list[Candidate]] = {}
    for row in table.iter_rows(named=True):
        lists.setdefault(row["year"], []).append(candidate_in(row))
    return lists


def _running(table: pl.DataFrame, path: Path) -> Iterator[Commitment]:
    """The commitments from before, each area's once.

    Raises:
        InputError: a year without an amount or an amount without a year, or two that differ.
    """
    first_year = int(table["year"][0])
    found: dict[str, tuple[int, int]] = {}
    columns = table.select("row", "area_id", "running_until", "running_mio")
    for row, area, until, mio in columns.iter_rows():
        if (until is None) != (mio is None):
            raise InputError(
                "running_until and running_mio go together; fill in both or none",
                file=str(path), row=row, column="running_mio" if mio is None else "running_until",
            )  # fmt: skip
        if until is None:
            continue
        said = until, øre_from_mio(Decimal(mio))
        if found.setdefault(area, said) != said:
            raise InputError(
                "{area} has another commitment from before than in an earlier year; keep one",
                file=str(path), row=row, column="running_until", area=area,
            )  # fmt: skip
    for area, (until, øre) in found.items():
        yield earlier(area, until, øre, first_year)


def _read_rent(path: Path | None, rules: YearRules) -> tuple[list[Use], list[Move]]:
    """What is committed to the other parts of the frame, and what they give up to this one.

    Raises:
        InputError: a wrong column or figure, or a part that stands twice in a year.
    """
    if path is None:
        return [], []
    others = tuple(part.id for part in rules.frame.part if part.id != rules.part)
    columns = (
        YEAR,
        Column("part", "text", required=True, filled=True, choices=others),
        Column("committed_mio", "decimal", required=True, filled=True, low=0, high=MOST_MIO),
        Column("to_social_mio", "decimal", low=0, high=MOST_MIO),
    )
    table = read_table(path, columns, unique=("part", "year"))
    uses, moves = [], []
    for year, part, committed, to_social, row in table.iter_rows():
        _refuse_year(path, row, year, rules)
        uses.append(Use(year, part, øre_from_mio(Decimal(committed))))
        moves.append(Move(year, part, rules.part, øre_from_mio(Decimal(to_social or 0))))
    return uses, moves
