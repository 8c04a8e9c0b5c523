"""Indicators and their figures as the reader's language writes them."""

from __future__ import annotations

from django.utils.translation import get_language

from boligsocial.indicators.definition import Indicator
from boligsocial.messages import Message
from boligsocial.portal.writing import rounded

_DECIMALS = {"share": 1, "persons": 0, "DKK": 0, "grade": 1}
_WRITTEN = {
    "share": Message("{figure}%"),
    "persons": Message("{figure} residents"),
    "DKK": Message("{figure} kr."),
    "grade": Message("{figure}"),
}
_UNITS = {
    "share": Message("per cent"),
    "persons": Message("residents"),
    "DKK": Message("kr. a year"),
    "grade": Message("mean grade"),
}


def indicator_name(indicator: Indicator) -> str:
    """Its name in the reader's language."""
    return indicator.name.en if _language() == "en" else indicator.name.da


def unit_words(indicator: Indicator) -> str:
    """`per cent`, `kr. a year` ..."""
    return _UNITS[indicator.unit].in_language(_language())


def scaled(value: float, unit: str) -> float:
    """A value as it is shown, in per cent where it is a share, with the decimals of its unit."""
    return round(value * 100 if unit == "share" else value, _DECIMALS[unit])


def written(value: float, unit: str) -> str:
    """A value with its unit: `12,3 pct.`."""
    figure = rounded(scaled(value, unit), _DECIMALS[unit], _language())
    return _WRITTEN[unit].filled(figure=figure).in_language(_language())


def _language() -> str:
    return get_language() or "da"
