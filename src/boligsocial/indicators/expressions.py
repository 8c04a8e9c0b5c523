"""Indicators as Ibis expressions over persons: what is summed for the numerator and denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from boligsocial.indicators.definition import Condition, Conditions, Group, Indicator

OUTSIDE = -1
"""The position of those who are in no group of a dimension."""


def numerator(
    persons: ir.Table, indicator: Indicator, weight: str | None = None
) -> ir.NumericScalar:
    """The sum or the count of the numerator over the population; 0 where nobody is in it.

    weight: the column with what a row counts for, 1 where it is not given.
    """
    population, counted = _population(persons, indicator), indicator.numerator
    if counted.where is None:
        column = persons[str(counted.sum)].cast("float64")
        value = 1.0 - column if counted.less_one else column
        weighted = value if weight is None else value * persons[weight]
        return weighted.sum(where=population).fill_null(0.0)
    chosen = _every(persons, counted.where)
    if counted.or_where:
        chosen = _or(chosen, _every(persons, counted.or_where))
    return _count(persons, _and(population, chosen), weight)


def denominator(
    persons: ir.Table, indicator: Indicator, weight: str | None = None
) -> ir.NumericScalar:
    """The number of persons in the population, or the sum of their weights."""
    return _count(persons, _population(persons, indicator), weight)


def group_position(persons: ir.Table, groups: Iterable[Group]) -> ir.IntegerColumn:
    """The position of each person's group among those of one dimension, or `OUTSIDE`."""
    tested = [_every(persons, group.when) for group in groups]
    branches = [(test, position) for position, test in enumerate(tested) if test is not None]
    return ibis.cases(*branches, else_=OUTSIDE).cast("int8")


def _population(persons: ir.Table, indicator: Indicator) -> ir.BooleanValue | None:
    """Those in the population of whom the numerator's columns are known."""
    known = [persons[name].notnull() for name in indicator.must_be_known]
    return _all_of([_every(persons, indicator.population), *known])


def _every(persons: ir.Table, conditions: Conditions) -> ir.BooleanValue | None:
    """All conditions at once; none where there is no condition, so that everyone passes."""
    return _all_of(_test(persons, each) for each in conditions)


def _test(persons: ir.Table, condition: Condition) -> ir.BooleanValue:
    column = persons[condition.column]
    if condition.is_ is not None:
        return column if condition.is_ else ~column
    if condition.in_:
        return column.isin(condition.in_)
    bounds: list[tuple[Callable[[float], ir.BooleanValue], float | None]] = [
        (column.__ge__, condition.from_),
        (column.__le__, condition.to),
        (column.__lt__, condition.below),
    ]
    return reduce(and_, [within(bound) for within, bound in bounds if bound is not None])


def _all_of(tests: Iterable[ir.BooleanValue | None]) -> ir.BooleanValue | None:
    return reduce(_and, tests, None)


def _and(one: ir.BooleanValue | None, other: ir.BooleanValue | None) -> ir.BooleanValue | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _or(one: ir.BooleanValue | None, other: ir.BooleanValue | None) -> ir.BooleanValue | None:
    return None if one is None or other is None else one | other


def _count(persons: ir.Table, test: ir.BooleanValue | None, weight: str | None) -> ir.NumericScalar:
    if weight is not None:
        return persons[weight].sum(where=test).fill_null(0.0)
    return persons.count() if test is None else persons.count(where=test)
