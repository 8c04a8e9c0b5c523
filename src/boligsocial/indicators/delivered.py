"""Which indicators a delivery has the tables, columns and questions for."""

from __future__ import annotations

from boligsocial.indicators.definition import Indicator, catalogue
from boligsocial.indicators.households import HOUSEHOLDS
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine

_QUESTION = "question"


def delivered_indicators(delivery: Delivery, engine: Engine) -> tuple[Indicator, ...]:
    """The catalogue without the indicators whose columns, moves or questions are not delivered at
    all; a question that nobody was asked is none."""
    columns = {
        "persons": _columns(delivery, engine, "persons"),
        "households": frozenset(field.name for field in HOUSEHOLDS.fields),
        "surveys": _columns(delivery, engine, "surveys"),
    }
    moves, asked = "moves" in delivery.files, _questions(delivery, engine)
    return tuple(
        each
        for each in catalogue()
        if each.columns <= columns[each.table]
        and (moves or each.numerator.moves is None)
        and all(asked & set(test.in_) for test in each.population if test.column == _QUESTION)
    )


def _columns(delivery: Delivery, engine: Engine, table: str) -> frozenset[str]:
    if table not in delivery.files:
        return frozenset()
    read = engine.csv if delivery.is_csv(table) else engine.parquet
    return frozenset(read(delivery.paths(table)).columns)


def _questions(delivery: Delivery, engine: Engine) -> frozenset[str]:
    parts = [
        delivered_table(delivery, "surveys", engine, year).select(_QUESTION).distinct().to_polars()
        for year in delivery.years_of("surveys")
    ]
    return frozenset(question for part in parts for question in part[_QUESTION])
