"""Indicators and their figures as the reader's language writes them.

A unit is one of the indicators', or `of region` and `of nation` for the ratios to them.
"""

from __future__ import annotations

from boligsocial.indicators.definition import Indicator, Name
from boligsocial.messages import Message
from boligsocial.portal.writing import language, rounded, said

_PER_HUNDRED = frozenset({"share", "moves per resident", "of region"})
_DECIMALS = {
    "share": 1, "moves per resident": 1, "persons": 0, "households": 0, "DKK": 0, "grade": 1,
    "points": 1, "of region": 1, "of nation": 2,
}  # fmt: skip
_WRITTEN = {
    "share": Message("{figure}%"),
    "moves per resident": Message("{figure} per 100 residents"),
    "persons": Message("{figure} residents"),
    "households": Message("{figure} households"),
    "DKK": Message("{figure} kr."),
    "grade": Message("{figure}"),
    "points": Message("{figure} points"),
    "of region": Message("{figure} per cent of the region's average"),
    "of nation": Message("{figure} times the national average"),
}
_UNITS = {
    "share": Message("per cent"),
    "moves per resident": Message("per 100 residents"),
    "persons": Message("residents"),
    "households": Message("households"),
    "DKK": Message("kr. a year"),
    "grade": Message("mean grade"),
    "points": Message("points in the mean"),
    "of region": Message("per cent of the region's average"),
    "of nation": Message("times the national average"),
}


def named(name: Name) -> str:
    """A name of the catalogue in the reader's language."""
    return name.en if language() == "en" else name.da


def indicator_name(indicator: Indicator) -> str:
    """Its name in the reader's language."""
    return named(indicator.name)


def unit_words(unit: str) -> str:
    """`per cent`, `kr. a year` ..."""
    return said(_UNITS[unit])


def scaled(value: float, unit: str) -> float:
    """A value as it is shown, a share out of a hundred, with the decimals of its unit."""
    return round(value * 100 if unit in _PER_HUNDRED else value, _DECIMALS[unit])


def written(value: float, unit: str) -> str:
    """A value with its unit: `12,3 pct.`."""
    figure = rounded(scaled(value, unit), _DECIMALS[unit], language())
    return said(_WRITTEN[unit].filled(figure=figure))
