"""Figures written as the reader's language writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal
from django.utils.translation import get_language

from boligsocial.messages import Figure, Message, write_figure
from boligsocial.money import ØRE_PER_MIO

Number = int | float | Decimal | Fraction

NOT_STATED = Message("not stated")
_PERCENT = Message("{figure}%")
_PERCENT_OF_REGION = Message("{figure} per cent of the region")
_RESIDENTS = Message("{figure} residents")
_MIO = Message("{figure} mio. kr.")
_KRONER = Message("{figure} kr.")
UNITS = {"percent": _PERCENT, "percent_of_region": _PERCENT_OF_REGION, "residents": _RESIDENTS}


def language() -> str:
    """The language of whoever reads the page."""
    return get_language() or "da"


def said(sentence: Message | str) -> str:
    """A sentence in the language of whoever reads the page."""
    return sentence.in_language(language()) if isinstance(sentence, Message) else sentence


def plain(value: Figure | Message | Fraction | None, language: str) -> str:
    """A figure, a date or a message in a language; what is missing is said in words."""
    if value is None:
        return NOT_STATED.in_language(language)
    return write_figure(float(value) if isinstance(value, Fraction) else value, language)


def rounded(value: Number, places: int, language: str) -> str:
    """At most so many decimals: `2,5` and `40`, with a half rounded away from zero."""
    exact = Decimal(repr(value)) if isinstance(value, float) else _decimal(value)
    return format_decimal(exact, "#,##0" + ("." + "#" * places if places else ""), language)


def unrounded(value: Number, language: str) -> str:
    """Every decimal that the figure has, up to ten."""
    return rounded(value, 10, language)


def measured(value: Number | None, unit: str, language: str, places: int = 2) -> str:
    """A figure with its unit: `percent`, `percent_of_region` or `residents`."""
    if value is None:
        return NOT_STATED.in_language(language)
    return UNITS[unit].filled(figure=rounded(value, places, language)).in_language(language)


def mio(amount: int | Decimal | None, language: str, places: int = 1) -> str:
    """`2,9 mio. kr.` from whole øre (int) or from million kroner (Decimal)."""
    if amount is None:
        return NOT_STATED.in_language(language)
    value = Decimal(amount) / ØRE_PER_MIO if isinstance(amount, int) else amount
    return _MIO.filled(figure=rounded(value, places, language)).in_language(language)


def in_mio(øre: int) -> str:
    """An amount of a table in mio. kr., with at most two decimals."""
    return write_figure(round(øre / ØRE_PER_MIO, 2), language())


def kroner(øre: int | None, language: str) -> str:
    """`3.300.000 kr.` from whole øre; øre are shown only where there are any."""
    if øre is None:
        return NOT_STATED.in_language(language)
    whole, rest = divmod(abs(øre), 100)
    amount = (Decimal(whole) + Decimal(rest) / 100) * (-1 if øre < 0 else 1)
    figure = format_decimal(amount, "#,##0.00" if rest else "#,##0", language)
    return _KRONER.filled(figure=figure).in_language(language)


def _decimal(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return Decimal(value.numerator) / Decimal(value.denominator)
