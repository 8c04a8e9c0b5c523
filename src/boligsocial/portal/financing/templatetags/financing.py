"""Words and figures for the pages of financing: `{% load financing %}`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django import template

from boligsocial.messages import Message
from boligsocial.portal.financing import words
from boligsocial.portal.financing.attracted import Money
from boligsocial.portal.writing import NOT_STATED, language, rounded, said

register = template.Library()
_KRONER = Message("{figure} kr.")

line_name = register.filter("line_name", words.line_name)
source_name = register.filter("source_name", words.source_name)
form_name = register.filter("form_name", words.form_name)


@register.filter
def area_name(area: str, period: str) -> Message:
    """The words for a focus area of a period."""
    return words.area_name(period, area)


@register.filter
def with_years(amounts: Sequence[int], years: Sequence[int]) -> list[tuple[int, int]]:
    """Amounts with the year of each."""
    return list(zip(years, amounts, strict=True))


@register.filter
def per_krone(share: Fraction | None) -> str:
    """`0,33 kr.`, or words for nothing."""
    if share is None:
        return said(NOT_STATED)
    return said(_KRONER.filled(figure=rounded(share, 2, language())))


@register.filter
def per_krone_of(money: Money, source: str) -> str:
    """What a source pays for each krone from the Fund."""
    return per_krone(money.per_krone_of(source))
