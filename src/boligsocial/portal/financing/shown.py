"""A plan as a page shows it: whether it adds up, how much is local, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from functools import cached_property
from operator import sub

from boligsocial.messages import Message
from boligsocial.portal.financing.definitions import OtherFunding, by_id, rules
from boligsocial.portal.financing.sums import (
    FUND,
    LocalShare,
    Plan,
    by_area_and_year,
    by_source,
    by_year,
    differences,
    local_share,
    total,
    unused_sources,
)
from boligsocial.portal.financing.words import area_name, kroner, percent, source_name


@dataclass(frozen=True)
class Line:
    """A named row of sums: an amount for each column and their sum."""

    name: Message
    øre: tuple[int, ...]

    @property
    def whole(self) -> int:
        return sum(self.øre)


@dataclass(frozen=True)
class Unused:
    """A source that pays nothing here, and what it pays in the plans of other cases if told."""

    name: Message
    others: Message | None
    kinds: tuple[OtherFunding, ...]


@dataclass(frozen=True)
class Checked:
    """A plan with everything that is said of it at once. `others` are plans to compare with."""

    plan: Plan
    others: Sequence[Plan] = ()

    @cached_property
    def cost(self) -> int:
        return total(self.plan.costs)

    @cached_property
    def funding(self) -> int:
        return total(self.plan.funding)

    @property
    def short(self) -> int:
        """What of the budget nobody pays; below zero where more is paid than is spent."""
        return self.cost - self.funding

    @property
    def too_much(self) -> int:
        return -self.short

    @cached_property
    def by_source(self) -> dict[str, int]:
        return by_source(self.plan)

    @property
    def of_fund(self) -> int:
        return self.by_source.get(FUND, 0)

    @cached_property
    def local(self) -> LocalShare:
        return local_share(self.plan, rules())

    @cached_property
    def local_otherwise(self) -> LocalShare:
        """The share with hours and premises where they do not count, and without where they do."""
        return local_share(self.plan, rules(), in_kind=not rules().in_kind.counts)

    @property
    def local_percent(self) -> Decimal | None:
        """The local share in per cent, cut and not rounded, so that 24,999 is never 25."""
        share = self.local.share
        if share is None:
            return None
        exact = Decimal(share.numerator) * 100 / share.denominator
        return exact.quantize(Decimal("0.01"), ROUND_DOWN)

    @property
    def least_percent(self) -> Decimal:
        return rules().local.least_percent

    @property
    def differences(self) -> list[Message]:
        """Where the plan does not add up, in words."""
        return [
            (_SHORT if each.short > 0 else _TOO_MUCH).filled(
                area=area_name(self.plan.period, each.area), year=str(each.year),
                cost=kroner(each.cost), funding=kroner(each.funding), short=kroner(abs(each.short)),
            )
            for each in differences(self.plan)
        ]  # fmt: skip

    @property
    def adds_up(self) -> bool:
        return self.cost > 0 and not self.differences

    @property
    def years(self) -> list[Line]:
        """What is spent and paid each year."""
        spent, paid = by_year(self.plan, self.plan.costs), by_year(self.plan, self.plan.funding)
        return [Line(_SPENT, spent), Line(_PAID, paid)]

    @property
    def missing(self) -> Line:
        """What of the budget nobody pays each year; below zero where more is paid."""
        spent, paid = (line.øre for line in self.years)
        return Line(_MISSING, tuple(map(sub, spent, paid)))

    @property
    def sources(self) -> list[Line]:
        """What each source pays each year."""
        return [
            Line(
                source_name(source),
                by_year(self.plan, (row for row in self.plan.funding if row.source == source)),
            )
            for source in by_id(rules().source)
            if source in self.by_source
        ]

    @property
    def areas(self) -> list[tuple[Message, int, int]]:
        """What each focus area costs and has to pay it with."""
        costs, funding = by_area_and_year(self.plan.costs), by_area_and_year(self.plan.funding)
        areas, period = dict.fromkeys((*costs, *funding)), self.plan.period
        return [
            (area_name(period, each), sum(costs.get(each, ())), sum(funding.get(each, ())))
            for each in areas
        ]

    @property
    def ways(self) -> list[Message]:
        """What would make the local share large enough; each way is enough by itself."""
        found = self.local
        if found.holds or not found.whole:
            return []
        ways = [
            _INSTEAD.filled(amount=kroner(found.missing)),
            _ON_TOP.filled(amount=kroner(found.more_local)),
        ]
        if found.less_of_others <= self.of_fund:
            ways.append(_LESS.filled(amount=kroner(found.less_of_others)))
        return ways

    @property
    def unused(self) -> list[Unused]:
        """The sources that pay nothing here."""
        return [
            Unused(
                source_name(source),
                self._others_of(source),
                tuple(each for each in rules().kind if each.source == source),
            )
            for source in unused_sources(self.plan, rules())
        ]

    @property
    def others_are_too_few(self) -> bool:
        """Whether there are too few other plans to tell what they attracted."""
        return len(self.others) < rules().compared.least_plans

    def _others_of(self, source: str) -> Message | None:
        if self.others_are_too_few:
            return None
        count = len(self.others)
        paid = [by_source(each).get(source, 0) for each in self.others]
        whole = sum(total(each.funding) for each in self.others)
        if not any(paid):
            return _NO_OTHER.filled(count=count)
        return _OTHERS.filled(
            using=sum(each > 0 for each in paid), count=count,
            share=percent(Fraction(sum(paid), whole)),
        )  # fmt: skip


_SHORT = Message("{area}, {year}: the budget is {cost} and {funding} is paid; {short} is missing")
_TOO_MUCH = Message("{area}, {year}: the budget is {cost} and {funding} is paid; {short} too much")
_SPENT = Message("the budget")
_PAID = Message("paid by the sources")
_MISSING = Message("missing")
_INSTEAD = Message("let local sources pay {amount} that others pay now; the whole stays as it is")
_ON_TOP = Message("let local sources add {amount}, and let the budget grow by as much")
_LESS = Message("let the Fund pay {amount} less, and let the budget shrink by as much")
_NO_OTHER = Message("none of {count} other plans of this kind of case has it")
_OTHERS = Message(
    "{using} of {count} other plans of this kind of case have it; it pays {share} of them all"
)
