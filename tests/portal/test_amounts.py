"""Amounts as people write them are read to the øre, or refused where they mean two things."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.portal.amounts import AmountError, written_øre, øre_of

KR, MIO = 100, 100_000_000


@pytest.mark.parametrize(
    ("text", "øre"),
    [
        ("0", 0),
        ("1234", 1234 * KR),
        ("1.234", 1234 * KR),
        ("1,234", 1234 * KR),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1.234,50 kr.", 123450),
        ("kr. 1.234,5", 123450),
        ("1 234 567,50", 123456750),
        ("1 234 567", 1234567 * KR),
        ("1.234.567", 1234567 * KR),
        ("1,234,567.05", 123456705),
        ("12,5", 1250),
        ("12.50", 1250),
        ("1.234,-", 1234 * KR),
        ("1,2 mio.", 120_000_000),
        ("1.2 mio. kr.", 120_000_000),
        ("0,125 mio", 12_500_000),
        ("2 millioner", 2 * MIO),
        ("500 t.kr.", 500_000 * KR),
        ("1.250 tkr", 1_250_000 * KR),
        ("DKK 100", 100 * KR),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text, øre):
    assert øre_of(text) == øre


@pytest.mark.parametrize("text", ["1,234 mio.", "1.234 mio.", "1,234 t.kr."])
def test_what_two_languages_read_differently_is_refused(text):
    with pytest.raises(AmountError, match="can be read as two amounts"):
        øre_of(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "kr.", "ca. 100", "1.23.456", "12 34", "1,2,3", "1e6", "١٢٣", "½", "100 euro"],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(AmountError):
        øre_of(text)


@pytest.mark.parametrize("text", ["-5", "−5", "(1.000)", "- 1.000 kr."])
def test_an_amount_below_zero_says_so(text):
    with pytest.raises(AmountError, match="below zero"):
        øre_of(text)


def test_parts_of_an_øre_are_refused():
    with pytest.raises(AmountError, match="parts of an øre"):
        øre_of("0,1234")


def test_the_unit_of_a_column_counts_where_the_text_has_none():
    assert øre_of("1.250", "thousand") == 1_250_000 * KR
    assert øre_of("1.250 kr.", "thousand") == 1_250 * KR
    assert øre_of("1,5", "mio") == 150_000_000


@given(st.integers(0, 10**15), st.sampled_from(["da", "en"]))
def test_what_a_field_shows_is_read_back(øre, language):
    assert øre_of(written_øre(øre, language)) == øre


@given(st.integers(0, 10**14), st.sampled_from(["da", "en"]), st.sampled_from(["#,##0.00", "0.00"]))
def test_what_babel_writes_is_read(øre, language, pattern):
    assert øre_of(format_decimal(Decimal(øre) / 100, pattern, language) + " kr.") == øre
