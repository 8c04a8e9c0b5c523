"""Amounts of money as people write them, read to the øre or refused: nothing is guessed.

Danish and English figures are both understood, and `mio.` and `t.kr.` behind them. A figure that
the two languages read differently is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from babel.numbers import format_decimal

from boligsocial.messages import Message, UserError
from boligsocial.money import MOST_MIO, ØRE_PER_MIO

Unit = Literal["kr", "thousand", "mio"]
KRONER: Mapping[Unit, int] = {"kr": 1, "thousand": 1_000, "mio": 1_000_000}

_CURRENCY = r"(?:kr\.?|kroner|dkk)"
_UNITS: tuple[tuple[Unit, str], ...] = (
    ("mio", rf"(?:mio\.?|mill?\.|million(?:er)?)\s*{_CURRENCY}?"),
    ("thousand", rf"(?:t\.?\s?kr\.?|tkr\.?|tusind(?:e)?\s*{_CURRENCY}?)"),
    ("kr", rf"(?:{_CURRENCY}|,-)"),
)
_ENDS = tuple((unit, re.compile(rf"\s*{words}$", re.IGNORECASE)) for unit, words in _UNITS)
_BEGINS = re.compile(rf"^{_CURRENCY}\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(r"\d{1,3}( \d{3})+([.,]\d+)?")
_GROUPED = {
    ".": re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+"),
    ",": re.compile(r"\d{1,3}(,\d{3}){2,}(\.\d+)?|\d{1,3},\d{3}\.\d+"),
}
_PLAIN = re.compile(r"\d+([.,]\d+)?")
_THREE_BEHIND = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_GROUPS_ALONE: Mapping[Unit, str] = {"kr": ".,", "thousand": ".", "mio": ""}
"""The marks that a figure such as 1.234 can only have as a separator of thousands."""


class AmountError(UserError):
    """A text that is no amount, or that can be read as two."""


def øre_of(text: str, unit: Unit = "kr") -> int:
    """An amount in whole øre; `unit` is what it counts where the text names none.

    >>> øre_of("1.234.567,50 kr."), øre_of("1,234,567.50"), øre_of("1,2 mio.")
    (123456750, 123456750, 120000000)

    Raises:
        AmountError: no figure, one below zero, one smaller than an øre or beyond measure, or one
            that Danish and English read differently.
    """
    written = _SPACES.sub(" ", text).strip()
    figure, counted = _without_unit(written, unit)
    øre = _figure(figure, counted, written) * KRONER[counted] * 100
    if øre != int(øre):
        raise AmountError(_PARTS_OF_AN_ØRE, text=_cut(text))
    if øre > MOST_MIO * ØRE_PER_MIO:
        raise AmountError(_BEYOND, text=_cut(text))
    return int(øre)


def written_øre(øre: int, language: str) -> str:
    """An amount as it stands in a field: `1.234.567,50`, without decimals where there are none."""
    whole, rest = divmod(øre, 100)
    return format_decimal(Decimal(øre) / 100 if rest else whole, "#,##0.00" if rest else "#,##0",
                          language)  # fmt: skip


def _without_unit(written: str, unit: Unit) -> tuple[str, Unit]:
    figure = _BEGINS.sub("", written)
    for found, end in _ENDS:
        if (bare := end.sub("", figure)) != figure:
            return bare.strip(), found
    return figure, unit if figure == written else "kr"


def _figure(figure: str, unit: Unit, written: str) -> Decimal:
    if not figure:
        raise AmountError(_NOTHING)
    if re.match(r"[-−–(]", figure) and any(each.isdigit() for each in figure):
        raise AmountError(_BELOW_ZERO, text=_cut(written))
    if _SPACED.fullmatch(figure):
        figure = figure.replace(" ", "")
    alone = _THREE_BEHIND.fullmatch(figure)
    if alone and alone[1] not in _GROUPS_ALONE[unit]:
        raise AmountError(_TWO_READINGS, text=_cut(written))
    if alone:
        return Decimal(figure.replace(alone[1], ""))
    for mark, grouped in _GROUPED.items():
        if grouped.fullmatch(figure):
            return Decimal(figure.replace(mark, "").replace(",", "."))
    if not _PLAIN.fullmatch(figure) or not figure.isascii():
        raise AmountError(_NO_AMOUNT, text=_cut(written))
    return Decimal(figure.replace(",", "."))


def _cut(text: str) -> str:
    return text.strip()[:60]


_NO_AMOUNT = Message(
    "{text} is no amount that can be read; write 1,2 mio. or kroner, for example 1.234.567,50"
)
_TWO_READINGS = Message(
    "{text} can be read as two amounts; write it in kroner, or with other decimals"
)
_PARTS_OF_AN_ØRE = Message("{text} has parts of an øre; write at most two decimals")
_BEYOND = Message("{text} is beyond any amount here")
_NOTHING = Message("write an amount")
_BELOW_ZERO = Message("{text} is below zero; write an amount from zero")
