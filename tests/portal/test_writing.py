"""Figures as Danes and English readers write them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from boligsocial.portal import writing


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (290_000_000, "2,9 mio. kr."),
        (Decimal("232.5"), "232,5 mio. kr."),
        (Decimal(140), "140 mio. kr."),
        (123_456_000_000, "1.234,6 mio. kr."),
        (0, "0 mio. kr."),
    ],
)
def test_whole_numbers_are_oere_and_decimals_are_million_kroner(amount, written):
    assert writing.mio(amount, "da") == written


@pytest.mark.parametrize(
    ("øre", "written"),
    [
        (330_000_000, "3.300.000 kr."),
        (330_000_005, "3.300.000,05 kr."),
        (-150, "-1,50 kr."),
        (0, "0 kr."),
    ],
)
def test_kroner_show_oere_only_where_there_are_any(øre, written):
    assert writing.kroner(øre, "da") == written


def test_a_share_has_the_word_of_its_language():
    assert writing.measured(12.34, "percent", "da", 1) == "12,3 pct."
    assert writing.measured(12.34, "percent", "en", 1) == "12.3%"
    assert writing.measured(Fraction(198, 100), "percent", "da") == "1,98 pct."


def test_what_is_missing_is_said_and_never_a_zero_or_a_blank():
    assert writing.measured(None, "percent", "da") == "ikke oplyst"
    assert writing.mio(None, "da") == writing.kroner(None, "da") == "ikke oplyst"
    assert writing.plain(None, "en") == "not stated"


def test_an_unrounded_figure_keeps_its_decimals():
    assert writing.unrounded(48.512345, "da") == "48,512345"
