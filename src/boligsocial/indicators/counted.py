"""The figures of a year by itself, of every table whose rows are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.cells import cells, plan_of
from boligsocial.indicators.definition import RESIDENTS, Counted, Group, Indicator
from boligsocial.indicators.figures import no_figures, year_figures
from boligsocial.indicators.households import households
from boligsocial.indicators.places import Geography, Places
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine
from boligsocial.registers.schema import PERSONS


def counted_figures(
    tables: Mapping[str, ir.Table], year: int, indicators: Sequence[Indicator],
    groups: Sequence[Group], places: Places, belonging: Mapping[Geography, pl.DataFrame],
) -> pl.DataFrame:  # fmt: skip
    """The figures of all indicators but moves; of a table that is not there, none.

    tables: rows by the name that definitions have for them, as from `counted_tables`.
    """
    kinds = [each.id for each in groups if not each.divides(PERSONS)]
    found = [no_figures()]
    for name, rows in tables.items():
        mine = [each for each in indicators if each.table == name and not each.numerator.moves]
        if name == "households" and kinds:
            mine += _in_households(indicators)
        if mine:
            plan = plan_of(mine, [each for each in groups if each.divides(mine[0].rows)])
            summed = cells(rows, places.homes, plan).to_polars()
            found.append(_told_once(year_figures(summed, plan, belonging, year), name, kinds))
    return pl.concat(found)


def counted_tables(delivery: Delivery, engine: Engine, year: int) -> dict[str, ir.Table]:
    """The tables of a year whose rows are counted: nothing is read yet."""
    persons = delivered_table(delivery, "persons", engine, year)
    tables = {"persons": persons, "households": households(persons)}
    if year in delivery.years_of("surveys"):
        answers = delivered_table(delivery, "surveys", engine, year)
        tables["surveys"] = answers.mutate(weight=answers.weight.fill_null(1.0))
    return tables


def _in_households(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    """Residents once more, counted by household: for groups that only a household tells."""
    people = {"table": "households", "numerator": Counted(sum="residents")}
    for each in indicators:
        if each.id == RESIDENTS:
            yield each.model_copy(update=people)


def _told_once(figures: pl.DataFrame, table: str, kinds: Sequence[str]) -> pl.DataFrame:
    if table != "households":
        return figures
    return figures.filter((pl.col("indicator") != RESIDENTS) | pl.col("group").is_in(kinds))
