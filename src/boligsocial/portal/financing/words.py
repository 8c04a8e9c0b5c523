"""The words for what a plan is made of, and figures in its sentences."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from boligsocial.messages import Message
from boligsocial.portal.financing.definitions import ACROSS, by_id, period_of, periods, rules
from boligsocial.portal.financing.sums import WHOLE
from boligsocial.portal.ledger.refusals import kroner as kroner
from boligsocial.portal.people.words import listed

_PERCENT = Message("{figure} per cent")


def area_name(period: str, area: str) -> Message:
    """The words for a focus area of a period, or for all of them together."""
    if area == WHOLE:
        return Message("the whole plan")
    named = periods().across if area == ACROSS else by_id(period_of(period).area)[area]
    return Message(named.name)


def source_name(source: str) -> Message:
    """The words for a source."""
    return Message(by_id(rules().source)[source].name)


def form_name(form: str) -> Message:
    """The words for what is paid with."""
    return Message(by_id(rules().form)[form].name)


def line_name(line: str) -> Message:
    """The words for a line of the budget."""
    return Message(by_id(rules().line)[line].name)


def local_sources() -> Message:
    """The sources that count as local: `municipality or housing organisation`."""
    names = [Message(each.name) for each in rules().source if each.is_local]
    return listed(names)


def percent(share: Fraction) -> Message:
    """A share, cut to two decimals, so that 24.999 per cent is never shown as 25."""
    figure = (Decimal(share.numerator) * 100 / share.denominator).quantize(
        Decimal("0.01"), ROUND_DOWN
    )
    return _PERCENT.filled(figure=_plain(figure))


def _plain(figure: Decimal) -> Decimal:
    """Without decimals that are zero."""
    short = figure.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))
