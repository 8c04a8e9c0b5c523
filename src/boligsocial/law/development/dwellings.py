"""The share of social family dwellings of an area as § 168 a counts it, and what would lower it.

Shares are exact fractions; every number of dwellings is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import takewhile
from math import ceil
from typing import Literal, get_args

from boligsocial.law.development.rules import DevelopmentRules, development_rules
from boligsocial.messages import Message, UserError

MeasureKind = Literal[
    "demolition", "conversion", "sale", "private_building", "other_social_building",
    "family_building", "business",
]  # fmt: skip
KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)


@dataclass(frozen=True)
class Dwellings:
    """The dwellings of an area on a day.

    family: social family dwellings. other_social: youth, elderly. private: owned, cooperative or
    private rent. demolished: after 2010, and not replaced by social family dwellings. business_m2:
    business space in square metres.
    """

    family: int
    other_social: int = 0
    private: int = 0
    demolished: int = 0
    business_m2: int = 0


@dataclass(frozen=True)
class Measure:
    """What changes an area's dwellings on a day: so many dwellings, or square metres of business.

    A conversion makes family dwellings youth or elderly dwellings; a sale makes them private.
    """

    kind: MeasureKind
    on: date
    amount: int


@dataclass(frozen=True)
class Share:
    """The share on a day. counted: all dwellings as the law counts them. over: how many family
    dwellings more than the limit allows, of the dwellings counted; zero where it is kept."""

    on: date
    dwellings: Dwellings
    counted: int
    value: Fraction | None
    is_met: bool | None
    over: int


@dataclass(frozen=True)
class Needed:
    """The fewest of one kind alone that would keep the limit; none where no number would."""

    kind: MeasureKind
    amount: int | None


def counted(dwellings: Dwellings, rules: DevelopmentRules) -> int:
    """All dwellings of an area as § 168 a counts them."""
    business = dwellings.business_m2 // rules.business.m2_per_dwelling
    demolished = dwellings.demolished if rules.demolished.is_counted else 0
    return (
        dwellings.family + dwellings.other_social + dwellings.private + demolished + business
    )  # fmt: skip


def share_of(dwellings: Dwellings, on: date, rules: DevelopmentRules | None = None) -> Share:
    """The share of family dwellings; undetermined where no dwelling is counted.

    The limit is met at exactly 40 per cent.
    """
    rules = rules or development_rules()
    whole = counted(dwellings, rules)
    if not whole:
        return Share(on, dwellings, 0, None, None, 0)
    value = Fraction(dwellings.family, whole)
    allowed = int(rules.share.highest * whole)
    return Share(
        on, dwellings, whole, value, value <= rules.share.highest,
        max(0, dwellings.family - allowed),
    )  # fmt: skip


def after(
    dwellings: Dwellings, measure: Measure, rules: DevelopmentRules | None = None
) -> Dwellings:
    """The dwellings when a measure is carried out.

    Raises:
        UserError: a number below one, or more family dwellings than there are.
    """
    rules = rules or development_rules()
    if measure.amount < 1:
        raise UserError("a measure is of one dwelling or one square metre at the least")
    if measure.kind in _TAKES_FAMILY and measure.amount > dwellings.family:
        raise UserError(
            "on {on} there are {family} social family dwellings, and the plan takes {amount} away; "
            "lower the number or correct the dwellings of today",
            on=measure.on, family=dwellings.family, amount=measure.amount,
        )  # fmt: skip
    return _CHANGE[measure.kind](dwellings, measure, rules)


def path(
    dwellings: Dwellings,
    on: date,
    measures: Iterable[Measure],
    rules: DevelopmentRules | None = None,
) -> tuple[Share, ...]:
    """The share on a day, on each 1 January after it, and at last on the eve of the deadline.

    A 1 January is shown as the dwellings stand when the day begins, so that a measure of that very
    day counts from the next year, and one of 1 January 2030 comes too late.

    Raises:
        UserError: a measure before the day, or one that takes away what is not there.
    """
    rules = rules or development_rules()
    waiting = sorted(measures, key=lambda each: each.on)
    if waiting and waiting[0].on < on:
        raise UserError(
            "the measure of {day} is before {on}, the day that the dwellings are counted on",
            day=waiting[0].on, on=on,
        )  # fmt: skip
    found = [share_of(dwellings, on, rules)]
    for day in _days_after(on, rules.share.before):
        due = list(takewhile(lambda each: each.on < day, waiting))  # noqa: B023
        waiting = waiting[len(due) :]
        for each in due:
            dwellings = after(dwellings, each, rules)
        found.append(share_of(dwellings, day, rules))
    return tuple(found)


def what_it_takes(
    dwellings: Dwellings, on: date, rules: DevelopmentRules | None = None
) -> tuple[Needed, ...]:
    """For each kind of measure that can lower the share, the fewest that would keep the limit.

    on: the day that the measure would be carried out.
    """
    rules = rules or development_rules()
    if share_of(dwellings, on, rules).is_met is not False:
        return ()
    takes = _per_dwelling_taken(on, rules)
    demolished = _taken(dwellings, takes, rules)
    if demolished and not _is_met_after(dwellings, Measure("demolition", on, demolished), rules):
        demolished = None  # nothing would be left to have a share of
    return (
        Needed("demolition", demolished),
        Needed("conversion", _taken(dwellings, Fraction(1), rules)),
        Needed("sale", _taken(dwellings, Fraction(1), rules)),
        Needed("private_building", _built(dwellings, rules)),
        Needed("business", _business(dwellings, rules)),
    )


def _is_met_after(dwellings: Dwellings, measure: Measure, rules: DevelopmentRules) -> bool:
    return share_of(after(dwellings, measure, rules), measure.on, rules).is_met is True


def _per_dwelling_taken(on: date, rules: DevelopmentRules) -> Fraction:
    """By how much a demolition brings the family dwellings nearer to what is allowed."""
    stays = rules.demolished.is_counted and on >= rules.demolished.start
    return Fraction(1) if stays else 1 - rules.share.highest


def _missing(dwellings: Dwellings, rules: DevelopmentRules) -> Fraction:
    return dwellings.family - rules.share.highest * counted(dwellings, rules)


def _taken(dwellings: Dwellings, each: Fraction, rules: DevelopmentRules) -> int | None:
    number = ceil(_missing(dwellings, rules) / each)
    return number if number <= dwellings.family else None


def _built(dwellings: Dwellings, rules: DevelopmentRules) -> int | None:
    if not rules.share.highest:
        return None
    return ceil(_missing(dwellings, rules) / rules.share.highest)


def _business(dwellings: Dwellings, rules: DevelopmentRules) -> int | None:
    more = _built(dwellings, rules)
    size = rules.business.m2_per_dwelling
    if more is None:
        return None
    return (dwellings.business_m2 // size + more) * size - dwellings.business_m2


def _days_after(on: date, deadline: date) -> list[date]:
    return [date(year, 1, 1) for year in range(on.year + 1, deadline.year)] + (
        [deadline] if on < deadline else []
    )


def _demolished(now: Dwellings, measure: Measure, rules: DevelopmentRules) -> Dwellings:
    counts = measure.amount if measure.on >= rules.demolished.start else 0
    return replace(
        now, family=now.family - measure.amount, demolished=now.demolished + counts
    )  # fmt: skip


def _family_built(now: Dwellings, measure: Measure, _: DevelopmentRules) -> Dwellings:
    replaced = min(now.demolished, measure.amount)
    return replace(now, family=now.family + measure.amount, demolished=now.demolished - replaced)


_Change = Callable[[Dwellings, Measure, DevelopmentRules], Dwellings]
_CHANGE: dict[MeasureKind, _Change] = {
    "demolition": _demolished,
    "conversion": lambda now, by, _: replace(
        now, family=now.family - by.amount, other_social=now.other_social + by.amount
    ),
    "sale": lambda now, by, _: replace(
        now, family=now.family - by.amount, private=now.private + by.amount
    ),
    "private_building": lambda now, by, _: replace(now, private=now.private + by.amount),
    "other_social_building": lambda now, by, _: replace(
        now, other_social=now.other_social + by.amount
    ),
    "family_building": _family_built,
    "business": lambda now, by, _: replace(now, business_m2=now.business_m2 + by.amount),
}
_TAKES_FAMILY = {"demolition", "conversion", "sale"}
MEASURES: dict[MeasureKind, Message] = {
    "demolition": Message("demolition of family dwellings"),
    "conversion": Message("re-designation to youth or elderly dwellings"),
    "sale": Message("sale of family dwellings"),
    "private_building": Message("new private dwellings"),
    "other_social_building": Message("new youth or elderly dwellings"),
    "family_building": Message("new social family dwellings"),
    "business": Message("new business space, m²"),
}
