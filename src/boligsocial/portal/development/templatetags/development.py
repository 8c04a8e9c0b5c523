"""Words for the pages of plans: `{% load development %}`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from boligsocial.portal import writing
from boligsocial.portal.writing import language

register = template.Library()


@register.filter
def share(value: Fraction | None) -> str:
    """`41,2 pct.` from a part of one."""
    return writing.measured(None if value is None else value * 100, "percent", language(), 2)


@register.filter
def of_id(values: dict[str, str], name: str) -> str:
    """What is written under an id."""
    return values.get(name, "")


@register.filter
def shown_measure(value: Fraction | int | None) -> str:
    """A measure of a dispensation as it is told."""
    if isinstance(value, Fraction):
        return writing.measured(value, "percent", language())
    return writing.plain(None if value is None else Decimal(value), language())
