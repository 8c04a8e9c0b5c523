"""One pass over the persons of a year: every sum that any indicator needs, at once.

A cell is a place and, where groups are asked for, an age band, a sex and an origin. Everything
else (areas, municipalities, regions, the nation, groups) is cells added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import ibis.expr.types as ir

from boligsocial.indicators.definition import Group, Indicator
from boligsocial.indicators.expressions import denominator, group_position, numerator


@dataclass(frozen=True)
class Plan:
    """The sums of a set of indicators; equal denominators are summed once.

    numerators, denominators: the column of the cells by indicator id. A count has no denominator.
    weighted: by the id of an indicator whose rows have weights, the two columns whose quotient is
    its value; the others count rows, which tell how many people stand behind it.
    """

    indicators: tuple[Indicator, ...]
    dimensions: Mapping[str, tuple[Group, ...]]
    numerators: Mapping[str, str]
    denominators: Mapping[str, str]
    weighted: Mapping[str, tuple[str, str]]
    _of: Mapping[str, Indicator] = field(repr=False)

    @property
    def sums(self) -> tuple[str, ...]:
        """The columns of the cells that are sums."""
        weighted = (column for columns in self.weighted.values() for column in columns)
        return tuple(
            dict.fromkeys([*self.numerators.values(), *self.denominators.values(), *weighted])
        )


def plan_of(indicators: Sequence[Indicator], groups: Sequence[Group] = ()) -> Plan:
    """The sums that the indicators need, for everyone and for each of the groups."""
    numerators = {each.id: f"n_{each.id}" for each in indicators}
    first: dict[object, Indicator] = {}
    denominators: dict[str, str] = {}
    for each in indicators:
        if each.kind != "count":
            owner = first.setdefault((each.population, each.must_be_known), each)
            denominators[each.id] = f"d_{owner.id}"
    return Plan(
        tuple(indicators),
        by_dimension(groups),
        numerators,
        denominators,
        {
            each.id: (f"w{numerators[each.id]}", f"w{denominators[each.id]}")
            for each in indicators
            if each.rows.weight and each.id in denominators
        },
        {f"d_{each.id}": each for each in first.values()},
    )


def by_dimension(groups: Iterable[Group]) -> dict[str, tuple[Group, ...]]:
    """The groups of each dimension, in their order."""
    found: dict[str, tuple[Group, ...]] = {}
    for group in groups:
        found[group.dimension] = (*found.get(group.dimension, ()), group)
    return found


def cells(persons: ir.Table, homes: ir.Table, plan: Plan) -> ir.Table:
    """The cells of the persons of one year.

    persons: a year's part, with the columns of the schema. homes: `dwelling_id` and `place`.
    The result has `place`, a column for each dimension (the position of the group, int8) and the
    plan's sums: counts int64, sums float64.
    """
    housed = persons.join(homes, "dwelling_id")
    keys = {"place": housed.place} | {
        name: group_position(housed, members) for name, members in plan.dimensions.items()
    }
    of = {each.id: each for each in plan.indicators}
    sums = {column: numerator(housed, of[name]) for name, column in plan.numerators.items()}
    sums |= {column: denominator(housed, each) for column, each in plan._of.items()}
    for name, (over, under) in plan.weighted.items():
        weight = of[name].rows.weight
        sums |= {over: numerator(housed, of[name], weight)}
        sums |= {under: denominator(housed, of[name], weight)}
    return housed.group_by(**keys).agg(**sums)
