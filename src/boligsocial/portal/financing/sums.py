"""A financing plan and its sums. Nothing here knows of a database or a page.

Amounts are whole øre; shares are exact fractions. Costs say what the effort spends and funding who
pays it, both by focus area and year. A plan adds up where each year's costs are paid, and no focus
area is given more than it costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TypeVar

from boligsocial.portal.financing.definitions import ACROSS, Rules, by_id

FUND = "fund"
WHOLE = "whole"
"""The focus area of a difference that is of all of them together."""


@dataclass(frozen=True)
class Cost:
    """What something costs: a line of the budget, in own words, in a focus area, øre by year."""

    line: str
    name: str
    area: str
    øre: tuple[int, ...]


@dataclass(frozen=True)
class Funding:
    """What a source pays and in which form, in a focus area, øre by year."""

    source: str
    name: str
    form: str
    area: str
    øre: tuple[int, ...]


Row = Cost | Funding
AnyRow = TypeVar("AnyRow", Cost, Funding)


@dataclass(frozen=True)
class Plan:
    """A budget and who pays it; every row has an amount for each of the years."""

    period: str
    years: tuple[int, ...]
    costs: tuple[Cost, ...] = ()
    funding: tuple[Funding, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A year, or a focus area in it, in which costs and funding do not agree; øre."""

    area: str
    year: int
    cost: int
    funding: int

    @property
    def short(self) -> int:
        """How much is not paid for; below zero where more is paid than is spent."""
        return self.cost - self.funding


@dataclass(frozen=True)
class LocalShare:
    """How much of the whole is local, øre, and the least share that must be."""

    local: int
    whole: int
    least: Fraction

    @property
    def share(self) -> Fraction | None:
        """The share itself; nothing of nothing has none."""
        return Fraction(self.local, self.whole) if self.whole else None

    @property
    def holds(self) -> bool:
        return self.whole > 0 and self.local >= self.least * self.whole

    @property
    def missing(self) -> int:
        """What must be local instead of not, with the whole as it is."""
        return max(0, ceil(self.least * self.whole - self.local))

    @property
    def more_local(self) -> int:
        """What local sources must add to the whole, with the others as they are."""
        return max(0, ceil((self.least * self.whole - self.local) / (1 - self.least)))

    @property
    def less_of_others(self) -> int:
        """What the others must pay less, with what is local as it is."""
        return max(0, ceil(self.whole - self.local / self.least))


def total(rows: Iterable[Row]) -> int:
    """The sum of rows over all years."""
    return sum(sum(row.øre) for row in rows)


def by_year(plan: Plan, rows: Iterable[Row]) -> tuple[int, ...]:
    """The sum of rows in each year of a plan."""
    columns = [row.øre for row in rows]
    return tuple(sum(column[place] for column in columns) for place in range(len(plan.years)))


def by_source(plan: Plan) -> dict[str, int]:
    """What each source pays over all years."""
    sums: Counter[str] = Counter()
    for row in plan.funding:
        sums[row.source] += sum(row.øre)
    return dict(sums)


def by_area_and_year(rows: Iterable[Row]) -> dict[str, list[int]]:
    """The sums of rows by focus area, for each year."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        held = sums.setdefault(row.area, [0] * len(row.øre))
        sums[row.area] = [before + øre for before, øre in zip(held, row.øre, strict=True)]
    return sums


def differences(plan: Plan) -> tuple[Difference, ...]:
    """Where the two sides do not agree: each year as a whole, and each focus area that is given
    more than it costs. What is paid across the areas may pay for any of them."""
    return tuple(_differences(plan))


def _differences(plan: Plan) -> Iterator[Difference]:
    spent, paid = by_year(plan, plan.costs), by_year(plan, plan.funding)
    for year, cost, funding in zip(plan.years, spent, paid, strict=True):
        if cost != funding:
            yield Difference(WHOLE, year, cost, funding)
    costs, given = by_area_and_year(plan.costs), by_area_and_year(plan.funding)
    nothing = [0] * len(plan.years)
    for area in given:
        if area == ACROSS:
            continue
        both = zip(plan.years, costs.get(area, nothing), given[area], strict=True)
        yield from (Difference(area, year, cost, øre) for year, cost, øre in both if øre > cost)


def adds_up(plan: Plan) -> bool:
    """Whether there is a budget and every krone of it is paid by somebody, and no more."""
    return total(plan.costs) > 0 and not differences(plan)


def local_share(plan: Plan, rules: Rules, *, in_kind: bool | None = None) -> LocalShare:
    """The local share; `in_kind` says whether hours and premises count, else the rules do."""
    counts = rules.in_kind.counts if in_kind is None else in_kind
    sources, forms = by_id(rules.source), by_id(rules.form)
    counted = [row for row in plan.funding if counts or not forms[row.form].is_in_kind]
    local = [row for row in counted if sources[row.source].is_local]
    return LocalShare(total(local), total(counted), Fraction(rules.local.least_percent) / 100)


def attracted(plan: Plan) -> tuple[int, int]:
    """What the Fund pays, and what all others do."""
    of_fund = by_source(plan).get(FUND, 0)
    return of_fund, total(plan.funding) - of_fund


def unused_sources(plan: Plan, rules: Rules) -> tuple[str, ...]:
    """The sources besides the Fund that pay nothing in a plan."""
    paying = {source for source, øre in by_source(plan).items() if øre}
    return tuple(each.id for each in rules.source if each.id not in {FUND, *paying})


def without_empty(rows: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
    """The rows that say something: an amount, or words of their own."""
    return tuple(row for row in rows if any(row.øre) or row.name)
